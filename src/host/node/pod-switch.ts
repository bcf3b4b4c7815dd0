/**
 * The one listener through which simulated Pods are reached from outside the engine: a connection begins with a PROXY protocol
 * v1 line whose destination is the Pod's address and port, and speaks HTTP/1.1 with that Pod from then on (docs/adr/0002).
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type AddressInfo, type Socket } from "node:net";
import type { SimulatedNetwork } from "../../kubelet/runtimes/simulated-network.ts";
import type { PodResponse } from "../../kubelet/container-runtime.ts";
import { RuntimeError } from "../../kubelet/container-runtime.ts";
import type { Listener } from "./api-listener.ts";
import { listen } from "./listening.ts";
import { createServer as createHttpServer } from "./node-http.ts";

/** The longest line that version 1 of the protocol allows. */
const lineBytesMax = 107;
/** A connection that does not say what it wants within this time is closed. */
const lineTimeoutMs = 5000;
/** What a request to a simulated Pod may carry: it is read and dropped. */
const bodyBytesMax = 16 * 1024 * 1024;

interface Destination {
  readonly ip: string;
  readonly port: number;
}

/** Opens the switch on a free loopback port. `network` gives the Pods; undefined while there are none. */
export async function listenForPods(
  network: () => SimulatedNetwork | undefined,
  missed: (error: Error) => void,
): Promise<Listener> {
  const destinations = new WeakMap<Socket, Destination>();
  const http = createHttpServer((request, response) => {
    void answer({
      network: network(),
      destination: destinations.get(request.socket),
      request,
      response,
    });
  });
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    readLine(socket, (line) => {
      const destination = line === undefined ? undefined : parseProxyLine(line);
      if (!destination || !network()?.listens(destination.ip, destination.port)) {
        return void socket.resetAndDestroy();
      }
      destinations.set(socket, destination);
      http.emit("connection", socket);
      // Paused by the reading of the line; the HTTP server takes over with its listeners in place.
      process.nextTick(() => socket.resume());
    });
  });
  await listen(server, { address: "127.0.0.1", port: 0, missed });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** `PROXY TCP4 127.0.0.1 10.244.64.2 50000 80`: the destination of a line that is one. */
export function parseProxyLine(line: string): Destination | undefined {
  const match = /^PROXY TCP[46] \S+ (\S+) \d{1,5} (\d{1,5})$/.exec(line);
  const port = Number(match?.[2]);
  return match?.[1] !== undefined && port > 0 && port < 65_536 ? { ip: match[1], port } : undefined;
}

/** Takes the first line off a socket; what follows it stays to be read. */
function readLine(socket: Socket, done: (line: string | undefined) => void): void {
  let head = Buffer.alloc(0);
  socket.setTimeout(lineTimeoutMs, () => socket.destroy());
  const onData = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n");
    if (end < 0 && head.length <= lineBytesMax) return;
    socket.off("data", onData);
    socket.pause();
    socket.setTimeout(0);
    if (end < 0 || end > lineBytesMax) {
      done(undefined);
      return;
    }
    const rest = head.subarray(end + 2);
    if (rest.length > 0) socket.unshift(rest);
    done(head.subarray(0, end).toString("latin1"));
  };
  socket.on("data", onData);
}

async function answer(exchange: {
  readonly network: SimulatedNetwork | undefined;
  readonly destination: Destination | undefined;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}): Promise<void> {
  const { network, destination, request, response } = exchange;
  if (!network || !destination) return void request.socket.destroy();
  try {
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > bodyBytesMax) return void request.socket.destroy();
    }
    const result = await network.answer(destination.ip, destination.port, {
      method: request.method ?? "GET",
      path: request.url ?? "/",
      headers: flatHeaders(request),
    });
    send(response, result);
  } catch (error) {
    // The Pod has gone while the connection was open, or the client has.
    if (error instanceof RuntimeError || request.destroyed) return void request.socket.destroy();
    throw error;
  }
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
  );
}

function send(response: ServerResponse, { status, headers, body }: PodResponse): void {
  response.writeHead(status, headers);
  response.end(body);
}
