/** The engine's end of a gateway's link: HTTP/2 over a command that runs in the gateway's container, this side being the server. */
import {
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import {
  enginePaths,
  gatewayPaths,
  type GatewayReport,
  type GatewayUpdate,
} from "../gateway/protocol.ts";
import type { DockerClient } from "./docker-client.ts";
import { Demultiplexer } from "./log-stream.ts";

const windowBytes = 1024 * 1024;
/** What waits on all streams together; beyond Node's own limit of 10 new ones would be refused. */
const sessionMegabytesMax = 1024;
const bodyBytesMax = 1024 * 1024;
/** Of a gateway that has left so much unread nothing is to be expected; the next one is told all anew. */
const unreadBytesMax = 64 * 1024 * 1024;

/** What a gateway reaches through the engine. */
export interface GatewaySource {
  /** Tells all that there is, then what changes, until the returned function is called. */
  follow(tell: (updates: readonly GatewayUpdate[]) => void): () => void;
  /** A connection to the API server; it may fail later. */
  dialApi(): Socket;
  /** A connection to a simulated Pod; undefined where it listens to none. */
  dialPod(ip: string, port: number, from: string): Promise<Socket | undefined>;
  /** A simulated Pod's answer to a datagram. */
  answerDatagram(
    ip: string,
    port: number,
    of: { readonly text: string; readonly from: string },
  ): string | undefined;
}

export interface GatewayLinkOptions {
  readonly client: DockerClient;
  readonly containerId: string;
  readonly source: GatewaySource;
  /** The gateway's tables are in place. */
  report(report: GatewayReport): void;
  /** What the gateway's end of the stream says of itself. */
  complain(text: string): void;
  readonly signal: AbortSignal;
}

export interface GatewayLink {
  /** Resolves when the link has ended, whoever ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Rejects with RuntimeError when the container does not run. */
export async function openGatewayLink(options: GatewayLinkOptions): Promise<GatewayLink> {
  const { client, containerId, signal } = options;
  const body = {
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Cmd: ["node", gatewayPaths.program, "connect"],
  };
  const path = `/containers/${containerId}/exec`;
  const { Id } = await client.call<{ Id: string }>("POST", path, { body, signal });
  const start = { body: { Detach: false, Tty: false }, signal };
  const { stream, head } = await client.hijack("POST", `/exec/${Id}/start`, start);
  const joined = joinedStream(stream, head, (text) => options.complain(text));
  const session = performServerHandshake(joined, {
    settings: { initialWindowSize: windowBytes },
    maxSessionMemory: sessionMegabytesMax,
  });
  session.on("stream", (request, headers) => serve(request, headers, options));
  const ended = new Promise<void>((resolve) => {
    session.on("close", () => {
      stream.destroy();
      resolve();
    });
  });
  session.on("error", (error) => options.complain(error.message));
  stream.on("close", () => session.destroy());
  return { ended, close: () => closeSession(session, stream) };
}

function closeSession(session: ServerHttp2Session, stream: Duplex): void {
  session.destroy();
  stream.destroy();
}

/** Docker's hijacked stream as a plain one: standard output is what is read, standard input what is written. */
function joinedStream(stream: Duplex, head: Buffer, complain: (text: string) => void): Duplex {
  const joined = new Duplex({
    read: () => void stream.resume(),
    write: (chunk: Buffer, _encoding, done) => void stream.write(chunk, done),
    final: (done) => void stream.end(done),
    destroy: (error, done) => {
      stream.destroy();
      done(error);
    },
  });
  const output = (chunk: Buffer): void => {
    if (!joined.push(chunk)) stream.pause();
  };
  const frames = new Demultiplexer(output, (chunk) => complain(chunk.toString("utf8").trim()));
  frames.push(head);
  stream.on("data", (chunk: Buffer) => frames.push(chunk));
  stream.on("end", () => joined.push(null));
  stream.on("error", (error) => joined.destroy(error));
  stream.on("close", () => joined.destroy());
  return joined;
}

function serve(
  request: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  options: GatewayLinkOptions,
): void {
  request.on("error", () => request.destroy());
  const path = headers[":path"] ?? "";
  const { source } = options;
  if (path === enginePaths.state) return serveState(request, source);
  if (path === enginePaths.api) return joinSocket(request, source.dialApi());
  const pod = /^\/(pods|datagrams)\/([\d.]+)\/(\d+)\?from=([\d.]*:\d+)$/.exec(path);
  const [, what, ip = "", port = "", from = ""] = pod ?? [];
  if (what === "pods") {
    source.dialPod(ip, Number(port), from).then(
      (socket) => (socket ? joinSocket(request, socket) : refuse(request)),
      () => refuse(request),
    );
    return;
  }
  const answerBody = async (): Promise<void> => {
    const text = (await readBody(request)).toString("utf8");
    const isReport = path === enginePaths.report;
    if (isReport) options.report(JSON.parse(text) as GatewayReport);
    if (request.destroyed) return;
    if (what !== "datagrams") {
      request.respond({ ":status": isReport ? 200 : 404 }, { endStream: true });
      return;
    }
    const answer = source.answerDatagram(ip, Number(port), { text, from });
    if (answer === undefined) return refuse(request);
    request.respond({ ":status": 200 });
    request.end(answer);
  };
  answerBody().catch((error: unknown) => {
    options.complain(String(error));
    request.destroy();
  });
}

function refuse(request: ServerHttp2Stream): void {
  if (!request.destroyed) request.respond({ ":status": 502 }, { endStream: true });
}

function serveState(request: ServerHttp2Stream, source: GatewaySource): void {
  request.respond({ ":status": 200 });
  const stop = source.follow((updates) => {
    if (request.writableLength > unreadBytesMax) request.destroy();
    if (!request.destroyed)
      request.write(updates.map((update) => `${JSON.stringify(update)}\n`).join(""));
  });
  request.on("close", stop);
}

/** Answers 200 once the connection is through, and passes bytes both ways from then on. */
function joinSocket(request: ServerHttp2Stream, socket: Socket): void {
  let connected = false;
  const begin = (): void => {
    connected = true;
    if (request.destroyed) return;
    request.respond({ ":status": 200 });
    request.pipe(socket);
    socket.pipe(request);
  };
  if (socket.connecting) socket.once("connect", begin);
  else begin();
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    if (!connected) refuse(request);
    else if (!request.writableEnded) request.destroy();
  });
  request.on("close", () => socket.destroy());
}

async function readBody(request: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyBytesMax) throw new Error("the message is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
