/**
 * The dashboard on a loopback address: its built files, and one WebSocket that carries ordinary API requests, beside one for each
 * stream to a Pod. A page must show
 * the token, and come from our own origin by our own name (no DNS rebinding, no foreign site).
 */
import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { extname, join, normalize, sep } from "node:path";
import type { WebSocket, WebSocketServer } from "ws";
import { muxPath, muxProtocol, muxTokenPrefix } from "../../server/multiplex.ts";
import { MuxConnection } from "../../server/mux-server.ts";
import { close, type Listener } from "./api-listener.ts";
import { listen, type Listening } from "./listening.ts";
import { parsedTarget, type Handle } from "./http.ts";
import { createServer } from "./node-http.ts";
import { UpgradedConnections } from "./upgrade.ts";

export interface DashboardListenerOptions extends Listening {
  readonly handle: Handle;
  readonly token: string;
  /** The folder of the built page. */
  readonly assetsDir: string;
}

const user = { name: "kubarium:dashboard", groups: ["system:masters"] };
/** A pasted manifest or a restored snapshot comes in one message. */
const messageBytesMax = 256 * 1024 * 1024;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

const securityHeaders = {
  "content-security-policy":
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
};

/** Rejects with Node's error when the port cannot be had. */
export async function listenForDashboard(options: DashboardListenerOptions): Promise<Listener> {
  let sockets: Promise<WebSocketServer> | undefined;
  const server = createServer((request, response) => {
    void serveAsset(options, request, response);
  });
  const upgraded = new UpgradedConnections(options.handle);
  server.on("upgrade", (request, socket, head) => {
    const port = (server.address() as AddressInfo | null)?.port ?? 0;
    const refusal = refuse(options, request, port);
    if (refusal !== undefined) return rejectUpgrade(socket, refusal);
    if (isStream(request)) {
      hideToken(request);
      const peer = { trusted: user };
      return upgraded.serve({ request, socket: socket as Socket, head, peer });
    }
    // A connection that breaks meanwhile is noticed by what takes it over.
    socket.on("error", () => undefined);
    sockets ??= multiplexed();
    void sockets.then((server) =>
      server.handleUpgrade(request, socket, head, (webSocket) =>
        serveMux(options.handle, webSocket),
      ),
    );
  });
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const client of (await sockets)?.clients ?? []) client.terminate();
      upgraded.close();
      await close(server as never);
    },
  };
}

/** Loaded with the first page: a start needs none of it. */
async function multiplexed(): Promise<WebSocketServer> {
  const { WebSocketServer } = await import("ws");
  return new WebSocketServer({
    noServer: true,
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(muxProtocol) ? muxProtocol : false),
  });
}

/** Why a WebSocket is not opened, or undefined. */
function refuse(
  { token }: DashboardListenerOptions,
  request: IncomingMessage,
  port: number,
): string | undefined {
  const { host, origin } = request.headers;
  const path = parsedTarget(request.url ?? "/").pathname;
  if (path !== muxPath && !isStream(request)) return "404 Not Found";
  if (!isOwnHost(host, port)) return "421 Misdirected Request";
  if (origin !== undefined && origin !== `http://${host ?? ""}`) return "403 Forbidden";
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((p) => p.trim());
  const shown = offered.find((protocol) => protocol.startsWith(muxTokenPrefix));
  if (path === muxPath && !offered.includes(muxProtocol)) return "400 Bad Request";
  if (shown === undefined || !sameText(shown.slice(muxTokenPrefix.length), token)) {
    return "401 Unauthorized";
  }
  return undefined;
}

/** exec, attach and port forwarding have connections of their own, with the API's paths and protocols. */
function isStream(request: IncomingMessage): boolean {
  const path = parsedTarget(request.url ?? "/").pathname;
  return /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/(?:exec|attach|portforward)$/.test(path);
}

/** The token is ours: what is left are the protocols that the API may choose from. */
function hideToken({ headers }: IncomingMessage): void {
  headers["sec-websocket-protocol"] = (headers["sec-websocket-protocol"] ?? "")
    .split(",")
    .map((protocol) => protocol.trim())
    .filter((protocol) => !protocol.startsWith(muxTokenPrefix))
    .join(", ");
}

/** Only names of this very machine: a foreign name that resolves to it is another site's. */
function isOwnHost(host: string | undefined, port: number): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].some((name) => host === `${name}:${port}`);
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function rejectUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function serveMux(handle: Handle, socket: WebSocket): void {
  const connection = new MuxConnection(
    {
      send: (message) => {
        if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
      },
      waiting: () => socket.bufferedAmount,
    },
    { user, handle },
  );
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (isBinary) return socket.close(1003, "text only");
    let message: unknown;
    try {
      message = JSON.parse(data.toString("utf8"));
    } catch {
      return socket.close(1007, "not JSON");
    }
    connection.receive(message);
  });
  socket.on("close", () => connection.close());
  // A broken connection is followed by close; what it ends is ended there.
  socket.on("error", () => undefined);
}

async function serveAsset(
  { assetsDir }: DashboardListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.statusCode = 405;
    return void response.end();
  }
  const path = safePath(request.url ?? "/");
  try {
    if (path === undefined) throw new Error("outside");
    const file = await readFile(join(assetsDir, path));
    const hashed = path.includes(`assets${sep}`);
    response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
    response.setHeader(
      "cache-control",
      hashed ? "public, max-age=31536000, immutable" : "no-cache",
    );
    response.end(request.method === "HEAD" ? undefined : file);
  } catch {
    response.statusCode = 404;
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end("not found\n");
  }
}

/** The file that a URL means, below the folder; undefined for one outside. */
function safePath(url: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(parsedTarget(url).pathname);
  } catch {
    return undefined;
  }
  const relative = normalize(path === "/" ? "index.html" : path.slice(1));
  return relative.startsWith("..") || relative.includes("\0") ? undefined : relative;
}
