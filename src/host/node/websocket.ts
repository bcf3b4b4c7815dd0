/** WebSockets for the server's streaming: the handshake with any subprotocol, and messages read no faster than they are asked for. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { MessageSocket, SocketMessage } from "../../server/streaming/upgrade.ts";

/** kubectl sends 32 KiB at most; others send what they have. */
const messageBytesMax = 32 * 1024 * 1024;
/** Messages that wait to be received before the socket is read no more. */
const waitingBytesMax = 1024 * 1024;

const protocols = new WeakMap<IncomingMessage, string>();

const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: messageBytesMax,
  perMessageDeflate: false,
});
sockets.on("headers", (headers, request) => {
  const protocol = protocols.get(request);
  if (protocol !== undefined) headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
});

/** Does the handshake. A request that is malformed is answered with 400, and this never resolves: the socket is closed. */
export function acceptWebSocket(upgrade: {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly protocol: string | undefined;
}): Promise<MessageSocket> {
  const { request, socket, head, protocol } = upgrade;
  // ws checks the names of subprotocols more strictly than Kubernetes' clients choose them ("SPDY/3.1+..." has a slash).
  delete request.headers["sec-websocket-protocol"];
  if (protocol !== undefined) protocols.set(request, protocol);
  return new Promise((resolve) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => resolve(messagesOf(webSocket)));
  });
}

function messagesOf(socket: WebSocket): MessageSocket {
  const waiting: SocketMessage[] = [];
  let waitingBytes = 0;
  let closed = false;
  // One message is one TLS record: Python's client looks for the next one by polling the socket, and would not see what
  // came in the same record as the last.
  let last: Promise<void> = Promise.resolve();
  let receiver: ((message: SocketMessage | undefined) => void) | undefined;
  const take = (): SocketMessage | undefined => {
    const message = waiting.shift();
    if (!message) return undefined;
    waitingBytes -= message.data.length;
    if (waitingBytes < waitingBytesMax && socket.isPaused) socket.resume();
    return message;
  };
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    const message = { data, isText: !isBinary };
    if (receiver) {
      receiver(message);
      receiver = undefined;
      return;
    }
    waiting.push(message);
    waitingBytes += data.length;
    if (waitingBytes >= waitingBytesMax) socket.pause();
  });
  socket.on("close", () => {
    closed = true;
    receiver?.(undefined);
    receiver = undefined;
  });
  // A frame that is malformed or too large closes the socket with the code that says so; close() follows.
  socket.on("error", () => undefined);
  return {
    receive: () =>
      new Promise((resolve) => {
        const message = take();
        if (message || closed) resolve(message);
        else receiver = resolve;
      }),
    send: (data) => {
      const sent = last.then(() => sendOne(socket, data));
      last = sent.catch(() => undefined);
      return sent;
    },
    close: (code, reason) => {
      if (socket.isPaused) socket.resume();
      void last.then(() => socket.close(code, reason));
    },
  };
}

/** Resolves when the message is with the operating system. */
function sendOne(socket: WebSocket, data: string | Uint8Array): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.reject(new Error("websocket is closed"));
  return new Promise((resolve, reject) => {
    const binary = typeof data !== "string";
    socket.send(data, { binary }, (error) => (error ? reject(error) : resolve()));
  });
}
