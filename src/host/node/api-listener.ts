/**
 * The API's TLS listener on a loopback address: client certificates verified against the cluster's CA. Ordinary requests are read and
 * answered by plain-connection.ts; what is anything else goes to Node's HTTP server (docs/adr/0007).
 */
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Peer } from "../../server/message.ts";
import { requestMsMax, serve, type Handle } from "./http.ts";
import { listen, type Listening } from "./listening.ts";
import { PlainConnection } from "./plain-connection.ts";
import { UpgradedConnections } from "./upgrade.ts";

export interface ApiListenerOptions extends Listening {
  readonly handle: Handle;
  /** PEM. */
  readonly caCertificate: string;
  readonly certificate: string;
  readonly key: string;
  /** How long a body may take to come; by default as long as kube-apiserver waits. */
  readonly bodyMsMax?: number;
}

export interface Listener {
  readonly port: number;
  /** Cuts off whoever is still connected. */
  close(): Promise<void>;
}

/** A listener that can let its clients read to the end what they are owed. */
export interface DrainingListener extends Listener {
  /** Takes no new connections, and ends each that is there after its answer; resolves when all are gone, or after `graceMs`. */
  drain(graceMs: number): Promise<void>;
}

/** Rejects with Node's error (EADDRINUSE, EACCES, ...) when the port cannot be had. */
export async function listenForApi(options: ApiListenerOptions): Promise<DrainingListener> {
  const { handle, caCertificate, certificate, key, bodyMsMax = requestMsMax } = options;
  const server = createServer(
    {
      ca: caCertificate,
      cert: certificate,
      key,
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: "TLSv1.2",
      ALPNProtocols: ["http/1.1"],
      maxHeaderSize: headBytesMax,
      handshakeTimeout: headMsMax,
    },
    (request, response) => {
      const peer = peerOf(request.socket as TLSSocket);
      serve(handle, { request, response, peer, bodyMsMax });
    },
  );
  const upgraded = new UpgradedConnections(handle);
  server.on("upgrade", (request, socket, head) => {
    const tls = socket as TLSSocket;
    upgraded.serve({ request, socket: tls, head, peer: peerOf(tls) });
  });
  // Watches live for half an hour and idle connections are cheap; the server's own limits would cut them off.
  server.requestTimeout = 0;
  server.keepAliveTimeout = idleMsMax;
  server.headersTimeout = headMsMax;
  const { sockets, plain } = readPlainly(server, { handle, bodyMsMax });
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    drain(graceMs) {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
        setTimeout(resolve, graceMs).unref();
      });
      for (const connection of plain) connection.close();
      return closed;
    },
    close() {
      upgraded.close();
      const closed = close(server);
      // Those that are still shaking hands, too: nobody else would end them.
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}

const idleMsMax = 120_000;
/** kube-apiserver's ReadHeaderTimeout, which covers the handshake. */
const headMsMax = 32_000;
/** Go's DefaultMaxHeaderBytes, which kube-apiserver keeps, and what it reads beyond: selectors of thousands of names fit. */
const headBytesMax = 1024 * 1024 + 4096;

/** Puts the reader of ordinary requests before Node's HTTP server. Returns what is open: all sockets, and the connections that it reads. */
function readPlainly(
  server: Server,
  { handle, bodyMsMax }: { readonly handle: Handle; readonly bodyMsMax: number },
): { readonly sockets: ReadonlySet<Socket>; readonly plain: ReadonlySet<PlainConnection> } {
  const sockets = new Set<Socket>();
  const plain = new Set<PlainConnection>();
  const parsers = server.listeners("secureConnection");
  const handOver = (socket: TLSSocket): void => {
    for (const parser of parsers) parser.call(server, socket);
  };
  server.removeAllListeners("secureConnection");
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("secureConnection", (socket) => {
    const connection = new PlainConnection(socket, {
      handle,
      idleMsMax,
      bodyMsMax,
      peerOf,
      handOver: (to) => {
        plain.delete(connection);
        handOver(to);
      },
    });
    plain.add(connection);
    socket.once("close", () => plain.delete(connection));
    connection.start();
    // It was shaking hands while the others were told.
    if (!server.listening) connection.close();
  });
  return { sockets, plain };
}

const peers = new WeakMap<TLSSocket, Peer>();

function peerOf(socket: TLSSocket): Peer {
  const known = peers.get(socket);
  if (known) return known;
  const peer = readPeer(socket);
  peers.set(socket, peer);
  return peer;
}

function readPeer(socket: TLSSocket): Peer {
  const address = socket.remoteAddress ?? "";
  const peer = socket.getPeerCertificate();
  if (!socket.authorized) {
    const shown = Object.keys(peer).length > 0;
    return { address, ...(shown ? { refusedCertificate: true as const } : {}) };
  }
  const subject = peer.subject as { CN?: string | string[]; O?: string | string[] } | undefined;
  const [commonName] = [subject?.CN ?? []].flat();
  if (commonName === undefined) return { address };
  const sha256 = peer.fingerprint256.replaceAll(":", "").toLowerCase();
  const organizations = [subject?.O ?? []].flat();
  const expiresMs = Date.parse(peer.valid_to);
  return { address, certificate: { commonName, organizations, sha256, expiresMs } };
}

export function close(server: Pick<Server, "close" | "closeAllConnections">): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
