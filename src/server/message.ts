/**
 * A request and a response as small plain values. The WHATWG objects exist only at the library's edge, sockets only in
 * the hosts; everything between speaks these.
 */
import type { UpgradeAnswer } from "./streaming/upgrade.ts";

/** Not to be spread: hosts make its query and its signal only when they are asked for. */
export interface ApiRequest {
  readonly method: string;
  /** Decoded as sent: `/api/v1/namespaces/default/pods`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query as it was sent, with its `?`, where the host knows it. */
  readonly search?: string;
  /** Names in lower case. Several values of one are joined by commas, those of `impersonate-*` by line feeds. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** Who asks, as far as the connection itself can tell. */
  readonly peer: Peer;
  /** Whether the host can hand the connection over once the protocol is switched. */
  readonly canUpgrade?: boolean;
  /** What admission tells the audit log of this request; absent where nothing is audited. */
  readonly auditAnnotations?: Map<string, string>;
  /** Aborted when the client goes away, which ends watches and streams, and when the response is over. */
  readonly signal: AbortSignal;
}

export interface Peer {
  /** Subject of a client certificate that the listener has verified against the cluster's CA. */
  readonly certificate?: {
    readonly commonName: string;
    readonly organizations: readonly string[];
    /** SHA-256 of the certificate, lower-case hex; where the listener knows it. */
    readonly sha256?: string;
    /** Until when it is valid, milliseconds since 1970; where the listener knows it. */
    readonly expiresMs?: number;
  };
  /** A client certificate was shown that the cluster's CA does not stand behind, or whose time is over. */
  readonly refusedCertificate?: true;
  /** An identity that the host vouches for: in-process callers, the dashboard's own listener. */
  readonly trusted?: UserInfo;
  readonly address?: string;
}

export interface UserInfo {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface ApiResponse {
  readonly status: number;
  /** What the request is called in the audit log: sent as Audit-Id, beside `headers`. */
  readonly auditId?: string;
  /** Names in lower case. Values of `warning` are joined by the host as separate header lines. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array | BodyStream | undefined;
  /** With status 101 alone: what takes the connection over. */
  readonly upgrade?: UpgradeAnswer;
}

/** A body that is produced over time: a watch, a followed log. */
export interface BodyStream {
  /**
   * Starts the flow. Headers must reach the client before the first chunk does. The producer stops at `sink.closed`
   * or at the request's signal.
   */
  start(sink: BodySink): void;
}

export interface BodySink {
  /** Sends one chunk; returns the bytes that are still waiting to be sent, so that a producer can cut off a slow reader. */
  write(chunk: string | Uint8Array): number;
  end(): void;
  /** What `write` returned, as of now; where the host knows it. */
  waiting?(): number;
  /** Resolves when what waited has been sent, or the client is gone. */
  drained?(): Promise<void>;
  /** Breaks the answer off: what was sent is not all of it. */
  abort?(): void;
}

export function isBodyStream(body: ApiResponse["body"]): body is BodyStream {
  return typeof body === "object" && "start" in body;
}
