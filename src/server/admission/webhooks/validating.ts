/** Validating webhooks, all at once; the first refusal in their order is told. Source: apiserver's pkg/admission/plugin/webhook/validating. */
import type { ValidatingWebhook } from "../../../api/generated/types.ts";
import { internalError } from "../../../api/status.ts";
import type { StoredEntry } from "../../../store/store.ts";
import type { Authorizer } from "../../auth/authorizer.ts";
import type { ServerCore } from "../../core.ts";
import type { AdmissionRequest } from "../chain.ts";
import { annotate } from "../matching/audit.ts";
import type { VersionedRequest } from "../matching/versioned-request.ts";
import { callWebhook, FailedCall, measured, refusalOf } from "./call.ts";
import { matchWebhook, webhooksOf, type ConfiguredWebhook } from "./configurations.ts";

/** Rejects with StatusError. */
export async function runValidatingWebhooks(
  { core, authorizer }: { readonly core: ServerCore; readonly authorizer: Authorizer },
  configurations: readonly StoredEntry[],
  request: AdmissionRequest,
): Promise<void> {
  const matching = { core, authorizer, versions: new Map() };
  const calls: { configured: ConfiguredWebhook<ValidatingWebhook>; versioned: VersionedRequest }[] =
    [];
  for (const configured of await webhooksOf<ValidatingWebhook>(configurations, core.slices)) {
    const versioned = await matchWebhook(matching, configured, request);
    if (versioned) calls.push({ configured, versioned });
  }
  if (calls.length === 0) return;
  const results = await Promise.allSettled(
    calls.map(({ configured, versioned }, index) =>
      validateOne(core, configured, { versioned, index }),
    ),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

async function validateOne(
  core: ServerCore,
  { webhook }: ConfiguredWebhook<ValidatingWebhook>,
  { versioned, index }: { readonly versioned: VersionedRequest; readonly index: number },
): Promise<void> {
  const { context } = versioned.request;
  try {
    await measured(core, webhook, {
      request: versioned.request,
      type: "validating",
      run: () => askOne(core, webhook, versioned),
    });
  } catch (error) {
    if (!(error instanceof FailedCall)) throw error;
    if (webhook.failurePolicy !== "Ignore") throw internalError(error.message);
    core.host.log.write("warn", "failing open", { webhook: webhook.name, error: error.message });
    const key = `failed-open.validating.webhook.admission.k8s.io/round_0_index_${index}`;
    annotate(context, key, webhook.name);
  }
}

async function askOne(
  core: ServerCore,
  webhook: ValidatingWebhook,
  versioned: VersionedRequest,
): Promise<void> {
  const { context } = versioned.request;
  const answer = await callWebhook(core, webhook, { versioned, mutating: false });
  for (const [key, value] of Object.entries(answer.auditAnnotations)) {
    annotate(context, `${webhook.name}/${key}`, value);
  }
  context.warnings.push(...answer.warnings);
  if (!answer.allowed) throw refusalOf(webhook.name, answer.result);
}
