/** Writes down what is asked of the API, as audit.k8s.io/v1 events, one JSON line each (apiserver, pkg/audit; pkg/endpoints/filters/audit.go). */
import { decodeBody } from "../../api/decode/body.ts";
import type { JsonObject } from "../../api/json.ts";
import { rfc3339Micro } from "../../api/time.ts";
import type { Host } from "../../host/host.ts";
import { protobufSource } from "../http/respond.ts";
import { isBodyStream, type ApiRequest, type ApiResponse, type UserInfo } from "../message.ts";
import type { AuditMetrics } from "../metrics/audit-metrics.ts";
import type { RequestInfo } from "../request-info.ts";
import { latencyAnnotations } from "./latencies.ts";
import { auditDecision, type AuditDecision, type AuditPolicy, type AuditStage } from "./policy.ts";
import { exactJson, parseExact } from "../../api/wide-integers.ts";

export interface AuditOptions {
  readonly policy: AuditPolicy;
  /** Takes one event, without a line feed. Must not throw; whoever owns it sees that nothing is lost when the cluster stops. */
  write(line: string): void;
}

/** One request on its way through the server. */
export interface AuditedRequest {
  readonly request: ApiRequest;
  readonly info: RequestInfo;
  readonly auditId: string;
  readonly receivedMs: number;
  readonly annotations: Map<string, string>;
  /** Who asks; `caller` differs from `user` where somebody is impersonated. */
  readonly caller: UserInfo;
  readonly user: UserInfo;
  /** The verb of constrained impersonation that allowed it. */
  readonly constraint?: string | undefined;
}

const decoder = new TextDecoder();

export class Auditor {
  readonly #options: AuditOptions;
  readonly #host: Pick<Host, "clock">;
  readonly #counts: AuditMetrics | undefined;

  constructor(options: AuditOptions, host: Pick<Host, "clock">, counts?: AuditMetrics) {
    this.#options = options;
    this.#host = host;
    this.#counts = counts;
  }

  /** Called when the user is known; returns what to call with the answer. */
  begin(audited: AuditedRequest): (response: ApiResponse, panicked: boolean) => void {
    const decision = auditDecision(this.#options.policy, audited.caller, audited.info);
    this.#counts?.decided(decision.level);
    if (decision.level === "None") return () => undefined;
    const write = (stage: AuditStage, more: JsonObject = {}): void => {
      if (decision.omitStages.has(stage)) return;
      this.#options.write(exactJson(this.#event(audited, decision, { stage, more })));
      if (this.#counts) this.#counts.events += 1;
    };
    write("RequestReceived");
    return (response, panicked) => {
      const outcome = outcomeOf(response, audited, decision);
      if (panicked) return write("Panic", outcome);
      if (!isBodyStream(response.body)) return write("ResponseComplete", outcome);
      write("ResponseStarted", outcome);
      const { signal } = audited.request;
      const end = () => write("ResponseComplete", outcome);
      if (signal.aborted) end();
      else signal.addEventListener("abort", end, { once: true });
    };
  }

  #event(
    audited: AuditedRequest,
    { level }: AuditDecision,
    { stage, more }: { readonly stage: AuditStage; readonly more: JsonObject },
  ): JsonObject {
    const { request, info, caller, user, annotations, constraint } = audited;
    const address = request.peer.address;
    const agent = request.headers["user-agent"];
    const { receivedMs } = audited;
    const stageMs = stage === "RequestReceived" ? receivedMs : this.#host.clock.nowMs();
    const told = [
      ...(stage === "RequestReceived" ? [] : annotations),
      ...(stage === "ResponseComplete"
        ? Object.entries(latencyAnnotations(annotations, stageMs - receivedMs))
        : []),
    ];
    return {
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      level,
      auditID: audited.auditId,
      stage,
      requestURI: `${request.path}${request.search ?? searchOf(request)}`,
      verb: info.verb,
      user: userOf(caller),
      // Asked about after a request is received.
      ...(caller === user || stage === "RequestReceived" ? {} : impersonationOf(user, constraint)),
      ...(address ? { sourceIPs: [address] } : {}),
      ...(agent ? { userAgent: agent } : {}),
      ...(info.isResource ? { objectRef: referenceOf(info) } : {}),
      ...more,
      requestReceivedTimestamp: rfc3339Micro(receivedMs),
      stageTimestamp: rfc3339Micro(stageMs),
      ...(told.length > 0 ? { annotations: Object.fromEntries(told) } : {}),
    };
  }
}

function searchOf({ query }: ApiRequest): string {
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

function impersonationOf(user: UserInfo, constraint: string | undefined): JsonObject {
  return {
    impersonatedUser: userOf(user),
    ...(constraint ? { authenticationMetadata: { impersonationConstraint: constraint } } : {}),
  };
}

function userOf({ name, uid, groups, extra }: UserInfo): JsonObject {
  return {
    username: name,
    ...(uid ? { uid } : {}),
    groups: [...groups],
    ...(extra
      ? { extra: Object.fromEntries(Object.entries(extra).map(([k, v]) => [k, [...v]])) }
      : {}),
  };
}

function referenceOf(info: Extract<RequestInfo, { readonly isResource: true }>): JsonObject {
  const { resource, namespace, name, group, version, subresource } = info;
  return {
    resource,
    ...(namespace === "" ? {} : { namespace }),
    ...(name === "" ? {} : { name }),
    ...(group === "" ? {} : { apiGroup: group }),
    apiVersion: version,
    ...(subresource === "" ? {} : { subresource }),
  };
}

function outcomeOf(
  response: ApiResponse,
  { request, info }: AuditedRequest,
  { level, omitManagedFields }: AuditDecision,
): JsonObject {
  const isWhole = level === "RequestResponse" && info.isResource;
  const answer = isWhole || isStatus(response) ? jsonOf(response) : undefined;
  const status = answer?.["kind"] === "Status" ? answer : {};
  const { message, reason, details } = status;
  const outcome: JsonObject = {
    responseStatus: {
      metadata: {},
      ...(status["status"] === undefined ? {} : { status: status["status"] }),
      ...(message === undefined ? {} : { message }),
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code: response.status,
    },
  };
  if (level === "Metadata" || !info.isResource) return outcome;
  const sent = bodyOf(request);
  const trim = (object: JsonObject) => (omitManagedFields ? withoutManagedFields(object) : object);
  return {
    ...outcome,
    ...(sent === undefined ? {} : { requestObject: trim(sent) }),
    ...(isWhole && answer ? { responseObject: trim(answer) } : {}),
  };
}

/** Whether a Status is answered, by the beginning of what is: most answers are other objects, and lists of thousands. */
function isStatus({ body }: ApiResponse): boolean {
  if (body === undefined || isBodyStream(body)) return false;
  if (typeof body === "string") return statusHead.test(body);
  const source = protobufSource(body);
  if (source !== undefined) return source.kind === "Status";
  return statusHead.test(decoder.decode(body.subarray(0, statusHeadBytes)));
}

const statusHead = /^\{\s*"kind":\s*"Status"/;
const statusHeadBytes = 64;

function jsonOf({ body, headers }: ApiResponse): JsonObject | undefined {
  if (body === undefined || isBodyStream(body)) return undefined;
  if (typeof body !== "string") {
    const source = protobufSource(body);
    if (source !== undefined) return source.value();
  }
  if (headers["content-type"] !== "application/json") return undefined;
  const text = typeof body === "string" ? body : decoder.decode(body);
  try {
    return parseExact(text) as JsonObject;
  } catch {
    return undefined;
  }
}

/** What was sent, as far as it can be read: what cannot has been answered with 400, and is not repeated. */
function bodyOf({ body, headers, method }: ApiRequest): JsonObject | undefined {
  if (!body || body.length === 0) return undefined;
  try {
    if (method === "PATCH") return parseExact(decoder.decode(body)) as JsonObject;
    return decodeBody(body, headers["content-type"]).object;
  } catch {
    return undefined;
  }
}

function withoutManagedFields(object: JsonObject): JsonObject {
  const trimmed = trimOne(object);
  const { items } = trimmed;
  if (!Array.isArray(items)) return trimmed;
  return { ...trimmed, items: items.map((item) => trimOne(item as JsonObject)) };
}

function trimOne(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (typeof metadata !== "object" || metadata === null || !("managedFields" in metadata))
    return object;
  const { managedFields: _trimmed, ...rest } = metadata;
  return { ...object, metadata: rest };
}
