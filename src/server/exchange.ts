/** What the server keeps of a request from its arrival to its answer. */
import { uuid, type Host } from "../host/host.ts";
import type { Auditor } from "./audit/auditor.ts";
import type { Seat } from "./flow-control/flow-control.ts";
import type { ApiRequest } from "./message.ts";
import type { KnownRequest, KnownRequests } from "./known-requests.ts";
import type { RequestInfo } from "./request-info.ts";

/** A request between its arrival and its answer. */
export interface Exchange {
  readonly request: ApiRequest;
  readonly info: RequestInfo;
  readonly known: KnownRequest;
  readonly auditId: string;
  /** Milliseconds since 1970 where requests are audited, else 0. */
  readonly receivedMs: number;
  /** On the monotonic clock. */
  readonly started: number;
  /** Set once the user is known, where requests are audited. */
  finish: ReturnType<Auditor["begin"]> | undefined;
  /** Milliseconds that it may take; undefined for what runs long. Set before anything is done for it. */
  limitMs: number | undefined;
  /** Whether it was ended in self-defence: refused for want of room, or out of time. */
  isTerminated: boolean;
  /** Set once it has a seat, or has been refused one. */
  seat: Pick<Seat, "headers" | "counts" | "waitedMs" | "endedMs"> | undefined;
}

/** The request with a place for what admission has to say of it. */
function withAnnotations(request: ApiRequest): ApiRequest {
  const { method, path, query, search, headers, body, peer, canUpgrade, signal } = request;
  return {
    method,
    path,
    query,
    headers,
    body,
    peer,
    signal,
    ...(search === undefined ? {} : { search }),
    ...(canUpgrade === undefined ? {} : { canUpgrade }),
    auditAnnotations: new Map<string, string>(),
  };
}

export function beginExchange(
  request: ApiRequest,
  { host, requests, isAudited }: { host: Host; requests: KnownRequests; isAudited: boolean },
): Exchange {
  const known = requests.of(request);
  return {
    request: isAudited ? withAnnotations(request) : request,
    info: known.info,
    known,
    auditId: auditIdOf(request) ?? uuid(host.random),
    receivedMs: isAudited ? host.clock.nowMs() : 0,
    started: host.clock.monotonicMs(),
    finish: undefined,
    limitMs: undefined,
    isTerminated: false,
    seat: undefined,
  };
}

/** A client may name its request, within bounds. */
function auditIdOf(request: ApiRequest): string | undefined {
  const id = request.headers["audit-id"];
  return id && /^[\x21-\x7e]{1,64}$/.test(id) ? id : undefined;
}

const readVerbs: ReadonlySet<string> = new Set(["get", "list", "watch", "head"]);

export function isRead(info: RequestInfo): boolean {
  return readVerbs.has(info.verb);
}
