/** What the server answers to a request that asks to switch protocols: hosts do the handshake, and hand the connection over. */
import type { ByteChannel } from "./byte-channel.ts";

/** A WebSocket after its handshake. Pings are the host's to answer. */
export interface MessageSocket {
  /** The next message, or undefined once the socket is closed. One call at a time; nothing is read that nobody asks for. */
  receive(): Promise<SocketMessage | undefined>;
  /** Resolves when more may be sent. Rejects once the socket is closed. */
  send(data: Uint8Array | string): Promise<void>;
  close(code: number, reason: string): void;
}

export interface SocketMessage {
  readonly data: Uint8Array;
  readonly isText: boolean;
}

export type UpgradeAnswer =
  | {
      readonly type: "websocket";
      /** The subprotocol chosen; undefined for none. */
      readonly protocol: string | undefined;
      /** Takes the socket over, and closes it. Resolves always. */
      serve(socket: MessageSocket): Promise<void>;
    }
  | {
      /** The host sends 101 with the response's headers as they are. */
      readonly type: "raw";
      serve(channel: ByteChannel): Promise<void>;
    };

/** Header names in lower case. */
type Headers = Readonly<Record<string, string>>;

export function isUpgradeRequest(headers: Headers): boolean {
  return listed(headers["connection"]).some((token) => token.toLowerCase() === "upgrade");
}

export function isWebSocketRequest(headers: Headers): boolean {
  return isUpgradeRequest(headers) && (headers["upgrade"] ?? "").toLowerCase() === "websocket";
}

/** The values of a header that is a list. */
export function listed(value: string | undefined): readonly string[] {
  return (value ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
