/** Requests that ask to switch protocols: the server decides, the host does the handshake and hands the connection over. */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { ApiResponse, Peer } from "../../server/message.ts";
import { overWebSocket } from "../../server/streaming/body-socket.ts";
import type { UpgradeAnswer } from "../../server/streaming/upgrade.ts";
import { type Handle, requestOf, send } from "./http.ts";
import { ServerResponse } from "./node-http.ts";
import { channelOfSocket } from "./upgrade-socket.ts";

export interface UpgradeRequest {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  /** What was read after the request's head. */
  readonly head: Buffer;
  readonly peer: Peer;
}

/** The upgraded connections of one listener: Node's server forgets them, and would wait for them for ever when it is closed. */
export class UpgradedConnections {
  readonly #handle: Handle;
  readonly #sockets = new Set<Socket>();

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Answers an `upgrade` event of Node's HTTP server. */
  serve(upgrade: UpgradeRequest): void {
    const { socket } = upgrade;
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    void serveUpgrade(this.#handle, upgrade);
  }

  /** Cuts off what is still open. */
  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Resolves when the connection is over, or the ordinary answer is on its way. */
async function serveUpgrade(handle: Handle, upgrade: UpgradeRequest): Promise<void> {
  const { request, socket, head, peer } = upgrade;
  const aborted = new AbortController();
  socket.on("close", () => aborted.abort());
  // A broken connection is followed by close; what it ends is ended there.
  socket.on("error", () => undefined);
  socket.setTimeout(0);
  socket.setNoDelay(true);
  const plain = requestOf(request, peer);
  const asked = { ...plain, query: new URLSearchParams(plain.search) };
  const answer = overWebSocket(
    asked,
    await handle({ ...asked, canUpgrade: true, signal: aborted.signal }),
  );
  if (socket.destroyed) return;
  if (answer.status === 101 && answer.upgrade) {
    await takeOver(answer.upgrade, { ...upgrade, headers: headersOf(answer) });
    return;
  }
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on("finish", () => {
    response.detachSocket(socket);
    socket.end();
  });
  if (head.length > 0) socket.unshift(head);
  send(response, answer, request.method === "HEAD");
  socket.resume();
}

function headersOf({ auditId, headers }: ApiResponse): ApiResponse["headers"] {
  return auditId === undefined ? headers : { "audit-id": auditId, ...headers };
}

async function takeOver(
  answer: UpgradeAnswer,
  to: UpgradeRequest & { readonly headers: Readonly<Record<string, string | readonly string[]>> },
): Promise<void> {
  const { request, socket, head, headers } = to;
  if (answer.type === "websocket") {
    const { acceptWebSocket } = await import("./websocket.ts");
    const messages = await acceptWebSocket({ request, socket, head, protocol: answer.protocol });
    await answer.serve(messages);
    return;
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((line) => `${name}: ${line}\r\n`),
  );
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("")}\r\n`);
  await answer.serve(channelOfSocket(socket, head));
}
