/**
 * Mutating webhooks, one after another, each seeing what those before it have changed; a second round calls again those that
 * ask for it. Source: apiserver's pkg/admission/plugin/webhook/mutating.
 */
import type { MutatingWebhook } from "../../../api/generated/types.ts";
import { UnfitObject } from "../../../api/decode/decode-error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../api/json.ts";
import type { KubeObject } from "../../../api/object.ts";
import { applyJsonPatch, JsonPatchFault, operationsOf } from "../../../api/patch/json-patch.ts";
import { internalError, StatusError } from "../../../api/status.ts";
import type { StoredEntry } from "../../../store/store.ts";
import type { Authorizer } from "../../auth/authorizer.ts";
import type { ServerCore } from "../../core.ts";
import { sameValue } from "../../operations/update.ts";
import type { AdmissionRequest } from "../chain.ts";
import { annotate } from "../matching/audit.ts";
import { Rounds } from "../matching/rounds.ts";
import { fromRow, type VersionedRequest } from "../matching/versioned-request.ts";
import { callWebhook, FailedCall, measured, refusalOf } from "./call.ts";
import { matchWebhook, webhooksOf, type ConfiguredWebhook } from "./configurations.ts";

const pluginName = "MutatingAdmissionWebhook";

/** The object to go on with; undefined stays undefined (DELETE). Rejects with StatusError. */
export async function runMutatingWebhooks(
  { core, authorizer }: { readonly core: ServerCore; readonly authorizer: Authorizer },
  configurations: readonly StoredEntry[],
  request: AdmissionRequest,
): Promise<KubeObject | undefined> {
  const rounds = new Rounds(pluginName, request.reinvocation, request.object);
  let object = request.object;
  const webhooks = await webhooksOf<MutatingWebhook>(configurations, core.slices);
  for (const [index, configured] of webhooks.entries()) {
    const current: AdmissionRequest = { ...request, object };
    const matching = { core, authorizer, versions: new Map() };
    const versioned = await matchWebhook(matching, configured, current);
    if (!versioned || !rounds.mayRun(configured.uid)) continue;
    const changed = await callOne(core, { configured, versioned, index, round: rounds.number });
    if (changed && object && !sameValue(changed, object)) {
      object = changed;
      rounds.changed();
    }
    if (configured.webhook.reinvocationPolicy === "IfNeeded") rounds.ran(configured.uid);
  }
  rounds.finish(object);
  return object;
}

interface Call {
  readonly configured: ConfiguredWebhook<MutatingWebhook>;
  readonly versioned: VersionedRequest;
  readonly index: number;
  readonly round: number;
}

/** The changed object, or undefined when the webhook changed nothing, or failed and is not needed. */
async function callOne(core: ServerCore, call: Call): Promise<KubeObject | undefined> {
  const { webhook } = call.configured;
  const { context } = call.versioned.request;
  try {
    return await measured(core, webhook, {
      request: call.versioned.request,
      type: "admit",
      run: () => mutateOne(core, call),
    });
  } catch (error) {
    if (!(error instanceof FailedCall)) throw error;
    if (webhook.failurePolicy !== "Ignore") throw internalError(error.message);
    core.host.log.write("warn", "failing open", { webhook: webhook.name, error: error.message });
    const key = `failed-open.mutation.webhook.admission.k8s.io/round_${call.round}_index_${call.index}`;
    annotate(context, key, webhook.name);
    return undefined;
  }
}

async function mutateOne(core: ServerCore, call: Call): Promise<KubeObject | undefined> {
  const { configured, versioned, round, index } = call;
  const { webhook, configuration } = configured;
  const { context } = versioned.request;
  const answer = await callWebhook(core, webhook, { versioned, mutating: true });
  for (const [key, value] of Object.entries(answer.auditAnnotations)) {
    annotate(context, `${webhook.name}/${key}`, value);
  }
  context.warnings.push(...answer.warnings);
  const mutated = Array.isArray(answer.patch) && answer.patch.length > 0;
  const note = JSON.stringify({ configuration, webhook: webhook.name, mutated });
  annotate(context, `mutation.webhook.admission.k8s.io/round_${round}_index_${index}`, note);
  if (!answer.allowed) throw refusalOf(webhook.name, answer.result);
  if (!mutated) return undefined;
  if (!versioned.object) {
    throw internalError(
      `admission webhook ${JSON.stringify(webhook.name)} attempted to modify the object, which is not supported for this operation`,
    );
  }
  const patched = patchedBy(versioned.object, answer.patch);
  const patchNote = {
    configuration,
    webhook: webhook.name,
    patch: answer.patch,
    patchType: "JSONPatch",
  };
  annotate(
    context,
    `patch.webhook.admission.k8s.io/round_${round}_index_${index}`,
    JSON.stringify(patchNote),
  );
  return read(core, versioned, patched);
}

/** What a patch has made of an object; where that is none of its type, it is the webhook's fault as well. */
async function read(
  core: ServerCore,
  versioned: VersionedRequest,
  patched: JsonObject,
): Promise<KubeObject> {
  try {
    return await fromRow(core, versioned, patched);
  } catch (error) {
    if (error instanceof UnfitObject) throw internalError(error.why, error);
    throw error;
  }
}

/** A patch that does not apply is the webhook's fault, not the client's. */
function patchedBy(object: KubeObject, patch: JsonValue) {
  let patched: JsonValue;
  try {
    patched = applyJsonPatch(object as unknown as JsonValue, operationsOf(patch));
  } catch (error) {
    const isFault = error instanceof JsonPatchFault || error instanceof StatusError;
    if (isFault) throw internalError(error.message, error);
    throw error;
  }
  if (!isJsonObject(patched)) throw internalError("the patched document is not an object");
  return patched;
}
