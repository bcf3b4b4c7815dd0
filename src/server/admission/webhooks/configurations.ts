/** The webhooks of all configurations in the order in which they are called, each with its compiled conditions. */
import type {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from "../../../api/generated/types.ts";
import type { KubeObject } from "../../../api/object.ts";
import type { ResourceDefinition } from "../../../api/resources.ts";
import { forbidden } from "../../../api/status.ts";
import type { Authorizer } from "../../auth/authorizer.ts";
import type { ServerCore } from "../../core.ts";
import type { Slices } from "../../slices.ts";
import type { AdmissionRequest } from "../chain.ts";
import { type NamedExpression } from "../matching/evaluation.ts";
import { compileConditions, conditionsMatch } from "../matching/expressions.ts";
import { matchedRow, nameOf } from "../matching/rules.ts";
import { namespaceMatches, objectMatches } from "../matching/selectors.ts";
import { versionedRequest, type VersionedRequest } from "../matching/versioned-request.ts";

type Configuration = MutatingWebhookConfiguration | ValidatingWebhookConfiguration;

export interface ConfiguredWebhook<W extends MutatingWebhook | ValidatingWebhook> {
  readonly webhook: W;
  readonly configuration: string;
  /** `configuration/webhook/index`: tells webhooks of one name apart. */
  readonly uid: string;
  readonly conditions: readonly NamedExpression[];
}

const made = new WeakMap<
  object,
  readonly ConfiguredWebhook<MutatingWebhook | ValidatingWebhook>[]
>();

/** By the configurations' names, then as they stand in them. */
export async function webhooksOf<W extends MutatingWebhook | ValidatingWebhook>(
  configurations: readonly { readonly object: KubeObject }[],
  slices: Slices,
): Promise<readonly ConfiguredWebhook<W>[]> {
  const all: ConfiguredWebhook<MutatingWebhook | ValidatingWebhook>[] = [];
  for (const { object } of configurations) {
    let webhooks = made.get(object);
    if (!webhooks) {
      webhooks = await slices.run(() => compile(object as unknown as Configuration));
      made.set(object, webhooks);
    }
    all.push(...webhooks);
  }
  return all as unknown as readonly ConfiguredWebhook<W>[];
}

function compile(
  configuration: Configuration,
): readonly ConfiguredWebhook<MutatingWebhook | ValidatingWebhook>[] {
  const name = configuration.metadata.name ?? "";
  return (configuration.webhooks ?? []).map((webhook, index) => ({
    webhook,
    configuration: name,
    uid: `${name}/${webhook.name}/${index}`,
    conditions: compileConditions(webhook.matchConditions, { params: false, authorizer: true }),
  }));
}

export interface WebhookMatching {
  readonly core: ServerCore;
  readonly authorizer: Authorizer;
  /** Made once for each row that webhooks of the request see it as. */
  readonly versions: Map<ResourceDefinition, Promise<VersionedRequest>>;
}

/** What the webhook is to be called with, or undefined when it is not meant. Rejects with StatusError. */
export async function matchWebhook(
  { core, authorizer, versions }: WebhookMatching,
  { webhook, conditions }: ConfiguredWebhook<MutatingWebhook | ValidatingWebhook>,
  request: AdmissionRequest,
): Promise<VersionedRequest | undefined> {
  if (!objectMatches(webhook.objectSelector, request)) return undefined;
  const { rules = [], matchPolicy } = webhook;
  const row = matchedRow(core.registry, request, { rules, matchPolicy });
  if (!row) return undefined;
  if (!namespaceMatches(core.store, webhook.namespaceSelector, request)) return undefined;
  const made = versions.get(row) ?? versionedRequest(core, request, row);
  versions.set(row, made);
  const versioned = await made;
  const result = await conditionsMatch(
    { conditions, failurePolicy: webhook.failurePolicy, slices: core.slices },
    { versioned, namespace: undefined, authorizer, variables: [] },
  );
  if (result.error !== undefined) {
    throw forbidden(request.target.definition, nameOf(request), result.error);
  }
  return result.matches ? versioned : undefined;
}
