/**
 * The port through which the API server calls others: webhooks, conversion, aggregated API servers, and what the proxy
 * subresources reach. A host implements it; without one those features answer that they cannot dial.
 */

import type { ByteChannel } from "../streaming/byte-channel.ts";

export interface OutboundTarget {
  /** Where to connect: an IP address or a host name, and a TCP port. */
  readonly host: string;
  readonly port: number;
  /** Undefined: plain HTTP. */
  readonly tls?: {
    /** The name that the server's certificate must carry: `name.namespace.svc` for a Service. */
    readonly serverName: string;
    /** PEM of the authorities to trust; undefined: the host's own. */
    readonly caPem?: string;
    readonly insecureSkipVerify?: boolean;
    /** What is shown to a server that asks who calls: PEM. */
    readonly clientCertificate?: { readonly certificate: string; readonly key: string };
  };
}

export interface OutboundRequest {
  readonly method: string;
  /** With its query: `/apis/metrics.example.com/v1/pods?limit=1`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Further headers, each value a line of its own: `x-remote-group`. */
  readonly repeatedHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body?: Uint8Array | undefined;
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
}

export interface OutboundResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Streams: a watch of an aggregated server goes on for hours. */
  readonly body: ReadableStream<Uint8Array>;
}

/** Why a call brought no answer; the message is worded as Go's net/http words it, for it reaches users. */
export class OutboundError extends Error {
  readonly code: "refused" | "timeout" | "tls" | "unreachable" | "failed";

  constructor(code: OutboundError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OutboundError";
    this.code = code;
  }
}

/** What became of a request to switch protocols: the other side switched, or answered as usual. */
export type OutboundUpgrade =
  | {
      readonly switched: true;
      /** Names in lower case: those of the 101, `upgrade` and `connection` among them. */
      readonly headers: Readonly<Record<string, string>>;
      readonly channel: ByteChannel;
    }
  | { readonly switched: false; readonly response: OutboundResponse };

export interface Outbound {
  /** One exchange, redirects not followed. Rejects with OutboundError, or with the signal's reason. */
  request(target: OutboundTarget, request: OutboundRequest): Promise<OutboundResponse>;
  /** A request whose headers ask for another protocol (`connection: Upgrade`). Rejects as `request` does. */
  upgrade(target: OutboundTarget, request: OutboundRequest): Promise<OutboundUpgrade>;
  /** Ends kept connections. */
  close(): void;
}
