/**
 * One call of one webhook: the AdmissionReview that is sent, the answer and what can be wrong with it, in apiserver's words.
 * Source: apiserver's pkg/admission/plugin/webhook/{request,errors} and pkg/util/webhook.
 */
import type {
  AdmissionregistrationV1WebhookClientConfig,
  MutatingWebhook,
  ValidatingWebhook,
} from "../../../api/generated/types.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../api/json.ts";
import { badRequest, StatusError } from "../../../api/status.ts";
import { addLatency } from "../../audit/latencies.ts";
import type { ServerCore } from "../../core.ts";
import type { WebhookCall } from "../../metrics/webhook-metrics.ts";
import { OutboundError, type OutboundResponse } from "../../outbound/outbound.ts";
import { readBody, targetOfUrl } from "../../outbound/services.ts";
import type { AdmissionRequest } from "../chain.ts";
import type { VersionedRequest } from "../matching/versioned-request.ts";
import { exactJson, parseExact } from "../../../api/wide-integers.ts";

/** No answer that could be used: the failure policy decides. */
export class FailedCall extends Error {
  constructor(webhook: string, why: string) {
    super(`failed calling webhook ${JSON.stringify(webhook)}: ${why}`);
    this.name = "FailedCall";
  }
}

export interface WebhookAnswer {
  readonly allowed: boolean;
  readonly result: JsonObject | undefined;
  /** The JSON patch, decoded; only mutating webhooks may have one. */
  readonly patch: JsonValue | undefined;
  readonly warnings: readonly string[];
  readonly auditAnnotations: Readonly<Record<string, string>>;
}

/** Answers are small: what Go's client would read is bounded by the webhook's own memory, ours by this. */
const answerBytesMax = 8 * 1024 * 1024;
const timeoutSecondsDefault = 10;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Rejects with FailedCall, or with StatusError 400 for a dry run of a webhook with side effects. */
export async function callWebhook(
  core: ServerCore,
  webhook: MutatingWebhook | ValidatingWebhook,
  { versioned, mutating }: { readonly versioned: VersionedRequest; readonly mutating: boolean },
): Promise<WebhookAnswer> {
  const { sideEffects, name } = webhook;
  if (
    versioned.request.context.dryRun &&
    sideEffects !== "None" &&
    sideEffects !== "NoneOnDryRun"
  ) {
    throw badRequest(`admission webhook ${JSON.stringify(name)} does not support dry run`);
  }
  if (!webhook.admissionReviewVersions.includes("v1")) {
    const versions = webhook.admissionReviewVersions.join(" ");
    throw new FailedCall(
      name,
      `could not create admission objects: webhook does not accept known AdmissionReview versions ([${versions}])`,
    );
  }
  const body = reviewOf(versioned);
  let answer: JsonValue;
  try {
    answer = await post(core, webhook, { review: body, dueMs: versioned.request.context.dueMs });
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    throw new FailedCall(name, `failed to call webhook: ${error.message}`);
  }
  const read = readAnswer(answer, String(versioned.attributes["uid"]), mutating);
  if (typeof read !== "string") return read;
  throw new FailedCall(name, `received invalid webhook response: ${read}`);
}

function reviewOf({ attributes, object, oldObject }: VersionedRequest): JsonObject {
  const { dryRun, options, ...rest } = attributes;
  return {
    kind: "AdmissionReview",
    apiVersion: "admission.k8s.io/v1",
    request: {
      ...rest,
      object: (object ?? null) as unknown as JsonValue,
      oldObject: (oldObject ?? null) as unknown as JsonValue,
      dryRun: dryRun ?? false,
      options: options ?? null,
    },
  };
}

/** Runs the call of a webhook and counts it: as rejected where the write is refused over it, not where it fails open. */
export async function measured<T>(
  core: ServerCore,
  { name, failurePolicy }: MutatingWebhook | ValidatingWebhook,
  call: {
    readonly request: AdmissionRequest;
    readonly type: "admit" | "validating";
    run(): Promise<T>;
  },
): Promise<T> {
  const { request, type, run } = call;
  const { operation } = request;
  const startedMs = core.admissionMetrics.nowMs();
  const ended = (rejected: boolean, outcome: Pick<WebhookCall, "code" | "error">): void => {
    const ms = core.admissionMetrics.nowMs() - startedMs;
    const layer = type === "admit" ? "mutating-webhook" : "validating-webhook";
    addLatency(request.context.auditAnnotations, layer, ms);
    addLatency(request.context.sent, layer, ms);
    const seconds = ms / 1000;
    core.admissionMetrics.webhook({ name, operation, type, rejected, seconds });
    core.admissionMetrics.webhookCalls.ended({ name, operation, type, rejected, ...outcome });
  };
  try {
    const answer = await run();
    ended(false, { code: 200, error: "no_error" });
    return answer;
  } catch (error) {
    ended(!(error instanceof FailedCall) || failurePolicy !== "Ignore", outcomeOf(error));
    throw error;
  }
}

function outcomeOf(error: unknown): Pick<WebhookCall, "code" | "error"> {
  if (error instanceof FailedCall) return { code: 503, error: "calling_webhook_error" };
  if (error instanceof StatusError) return { code: error.code, error: "no_error" };
  return { code: 0, error: "apiserver_internal_error" };
}

/** Why there is no answer, worded as Go's client words it. */
class Unanswered extends Error {}

async function post(
  core: ServerCore,
  webhook: MutatingWebhook | ValidatingWebhook,
  { review, dueMs = Infinity }: { readonly review: JsonObject; readonly dueMs: number | undefined },
): Promise<JsonValue> {
  const { clientConfig } = webhook;
  const seconds = webhook.timeoutSeconds ?? timeoutSecondsDefault;
  const url = `${urlOf(clientConfig)}?timeout=${seconds}s`;
  const abort = new AbortController();
  const late = new OutboundError("timeout", "context deadline exceeded");
  // Its own time, within that of the request: several webhooks share the latter.
  const leftMs = Math.max(0, dueMs - core.host.clock.nowMs());
  const timer = core.host.timers.after(Math.min(seconds * 1000, leftMs), () => abort.abort(late));
  const aborted = new Promise<never>((_resolve, reject) => {
    abort.signal.addEventListener("abort", () => reject(late), { once: true });
  });
  try {
    const exchange = send(core, clientConfig, { url, review, signal: abort.signal });
    return await Promise.race([exchange, aborted]);
  } catch (error) {
    if (error instanceof Unanswered) throw error;
    if (error instanceof OutboundError || error instanceof StatusError) {
      throw new Unanswered(`Post ${JSON.stringify(url)}: ${wordsOf(error, clientConfig)}`);
    }
    throw error;
  } finally {
    timer.cancel();
  }
}

function urlOf({ url, service }: AdmissionregistrationV1WebhookClientConfig): string {
  if (!service) return url ?? "";
  const { name, namespace, path = "", port = 443 } = service;
  return `https://${name}.${namespace}.svc:${port}${path}`;
}

function wordsOf(
  error: OutboundError | StatusError,
  { service }: AdmissionregistrationV1WebhookClientConfig,
): string {
  if (error instanceof OutboundError && error.code === "timeout")
    return "context deadline exceeded";
  const missing = error instanceof StatusError && error.code === 404;
  return missing ? `service ${JSON.stringify(service?.name ?? "")} not found` : error.message;
}

async function send(
  core: ServerCore,
  { service, caBundle }: AdmissionregistrationV1WebhookClientConfig,
  call: { readonly url: string; readonly review: JsonObject; readonly signal: AbortSignal },
): Promise<JsonValue> {
  const { url, review, signal } = call;
  const tls = caBundle ? { caPem: atob(caBundle) } : {};
  const { target, path } = targetOfUrl(url, tls);
  const request = {
    method: "POST",
    path,
    headers: {
      "content-type": "application/json",
      accept: "application/json, */*",
      "user-agent": "kube-apiserver-admission",
      host: new URL(url).host,
    },
    body: encoder.encode(exactJson(review)),
    signal,
  };
  const response = service
    ? await core.outbound.requestService(
        { namespace: service.namespace, name: service.name, port: service.port ?? 443 },
        request,
        tls,
      )
    : await core.outbound.request(target, request);
  const text = decoder.decode(await readBody(response, answerBytesMax));
  refuseStatus(response, text);
  try {
    return parseExact(text);
  } catch {
    throw new Unanswered(
      `couldn't get version/kind; json parse error: ${text === "" ? "unexpected end of JSON input" : "invalid character in the answer"}`,
    );
  }
}

/** The words of client-go for answers that are no success. */
function refuseStatus({ status }: OutboundResponse, text: string): void {
  if (status >= 200 && status < 300) return;
  const said: Readonly<Record<number, string>> = {
    400: "the server rejected our request for an unknown reason",
    401: "the server has asked for the client to provide credentials",
    403: text.trim() === "" ? "unknown" : text.trim(),
    404: "the server could not find the requested resource",
    405: "the server does not allow this method on the requested resource",
    429: "the server has received too many requests and has asked us to try again later",
    503: "the server is currently unable to handle the request",
    504: "the server was unable to return a response in the time allotted, but may still be processing the request",
  };
  const known = said[status];
  if (known !== undefined) throw new Unanswered(known);
  if (status >= 500) {
    const body = JSON.stringify(text.trim());
    const message = `an error on the server (${body}) has prevented the request from succeeding`;
    throw new Unanswered(message);
  }
  throw new Unanswered(
    `the server responded with the status code ${status} but did not return more information`,
  );
}

/** The answer, or what is wrong with it. */
function readAnswer(answer: JsonValue, uid: string, mutating: boolean): WebhookAnswer | string {
  const review = isJsonObject(answer) ? answer : {};
  const { kind, apiVersion, response } = review;
  if (kind !== "AdmissionReview" || apiVersion !== "admission.k8s.io/v1") {
    const found = `${textOf(apiVersion)}, Kind=${textOf(kind)}`;
    return `expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got ${found}`;
  }
  if (!isJsonObject(response)) return "webhook response was absent";
  if (response["uid"] !== uid) {
    const found = JSON.stringify(response["uid"] ?? "");
    return `expected response.uid=${JSON.stringify(uid)}, got ${found}`;
  }
  const patch = patchOf(response, mutating);
  if ("error" in patch) return patch.error;
  const { status, warnings, auditAnnotations } = response;
  return {
    allowed: response["allowed"] === true,
    result: isJsonObject(status) ? status : undefined,
    patch: patch.patch,
    warnings: Array.isArray(warnings) ? warnings.filter((each) => typeof each === "string") : [],
    auditAnnotations: isJsonObject(auditAnnotations)
      ? Object.fromEntries(
          Object.entries(auditAnnotations).filter(
            (entry): entry is [string, string] => typeof entry[1] === "string",
          ),
        )
      : {},
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function patchOf(
  { patch, patchType }: JsonObject,
  mutating: boolean,
): { readonly patch: JsonValue | undefined } | { readonly error: string } {
  const some = typeof patch === "string" && patch !== "";
  if (!mutating) {
    if (some) return { error: "validating webhook may not return response.patch" };
    if (patchType !== undefined && patchType !== null) {
      return { error: "validating webhook may not return response.patchType" };
    }
    return { patch: undefined };
  }
  if (patchType === "") return { error: 'invalid response.patchType ""' };
  if (some && !patchType) {
    return { error: "webhook returned response.patch but not response.patchType" };
  }
  if (!some && patchType) {
    return { error: "webhook returned response.patchType but not response.patch" };
  }
  if (!some) return { patch: undefined };
  if (patchType !== "JSONPatch") {
    return { error: `unsupported patch type ${JSON.stringify(patchType)}` };
  }
  try {
    return { patch: parseExact(fromBase64(patch)) };
  } catch {
    return { error: "received undecodable patch in webhook response" };
  }
}

function fromBase64(text: string): string {
  return decoder.decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
}

/** The Status of a webhook that said no: its own, an error in any case. */
export function refusalOf(webhook: string, result: JsonObject | undefined): StatusError {
  const { message, reason, details, code } = result ?? {};
  const said = textOf(message) || textOf(reason);
  const denied = `admission webhook ${JSON.stringify(webhook)} denied the request`;
  return new StatusError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: said === "" ? `${denied} without explanation` : `${denied}: ${said}`,
    ...(textOf(reason) === "" ? {} : { reason: textOf(reason) }),
    ...(isJsonObject(details) ? { details: details } : {}),
    code: typeof code === "number" && code >= 400 ? code : 400,
  });
}
