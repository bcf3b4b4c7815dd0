/** The outbound port over node:http and node:https: kept connections, Go's words for what goes wrong. */
import type { Agent as PlainAgent, ClientRequest, IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as secureRequest } from "node:https";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import type {
  Outbound,
  OutboundRequest,
  OutboundResponse,
  OutboundTarget,
  OutboundUpgrade,
} from "../../server/outbound/outbound.ts";
import { OutboundError } from "../../server/outbound/outbound.ts";
import { channelOfSocket } from "./upgrade-socket.ts";
import { identityOf, isAddress, outboundError } from "./outbound-error.ts";
import { Agent, request } from "./node-http.ts";

/** A host that does not even accept the connection is given up after so long, as Go's default dialler does. */
const dialTimeoutMs = 30_000;

type Answer =
  | { readonly type: "response"; readonly message: IncomingMessage }
  | {
      readonly type: "upgrade";
      readonly message: IncomingMessage;
      readonly socket: Socket;
      readonly head: Buffer;
    };

export function createNodeOutbound(): Outbound {
  const agents = {
    http: new Agent({ keepAlive: true, maxSockets: 256 }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: 256 }),
  };
  return {
    async request(target, asked) {
      const answer = await exchange(agents, { target, asked });
      if (answer.type === "response") return responseOf(answer.message);
      answer.socket.destroy();
      throw new OutboundError("failed", "unexpected switch of protocols");
    },
    async upgrade(target, asked): Promise<OutboundUpgrade> {
      const answer = await exchange(agents, { target, asked });
      if (answer.type === "response") {
        return { switched: false, response: responseOf(answer.message) };
      }
      const { socket, head, message } = answer;
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(message.headers))
        if (value !== undefined) headers[name] = [value].flat().join(", ");
      return { switched: true, headers, channel: channelOfSocket(socket, head) };
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

interface Agents {
  readonly http: PlainAgent;
  readonly https: HttpsAgent;
}

/** Tries once more when a kept connection turned out to be closed, as Go's transport does. */
async function exchange(
  agents: Agents,
  call: { readonly target: OutboundTarget; readonly asked: OutboundRequest },
): Promise<Answer> {
  try {
    return await attempt(agents, call);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return attempt(agents, call);
  }
}

class StaleConnection extends Error {}

function attempt(
  agents: Agents,
  { target, asked }: { readonly target: OutboundTarget; readonly asked: OutboundRequest },
): Promise<Answer> {
  const { signal, timeoutMs, body } = asked;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const outgoing = send(agents, target, asked);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            outgoing.destroy(new OutboundError("timeout", "context deadline exceeded"));
          }, timeoutMs);
    const abort = (): void => void outgoing.destroy(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    // The timeout is for the answer to begin, and for the whole of a body that ends: until the connection is let go.
    outgoing.on("close", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    });
    outgoing.on("response", (message) => resolve({ type: "response", message }));
    outgoing.on("upgrade", (message, socket, head) => {
      clearTimeout(timer);
      resolve({ type: "upgrade", message, socket, head });
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const stale =
        outgoing.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
      reject(stale ? new StaleConnection(error.message) : outboundError(error, target));
    });
    outgoing.end(body);
  });
}

function send(agents: Agents, target: OutboundTarget, asked: OutboundRequest): ClientRequest {
  const { host, port, tls } = target;
  const { method, path, body } = asked;
  const headers: Record<string, string | string[]> = { ...asked.headers };
  for (const [name, values] of Object.entries(asked.repeatedHeaders ?? {})) {
    headers[name] = [...values];
  }
  headers["host"] ??= hostHeader(target);
  if (body) headers["content-length"] = String(body.length);
  const upgrading = headers["upgrade"] !== undefined;
  const settings = { host, port, method, path, headers } as const;
  const outgoing = tls
    ? secureRequest({
        ...settings,
        agent: upgrading ? false : agents.https,
        servername: isAddress(tls.serverName) ? "" : tls.serverName,
        ...(tls.caPem === undefined ? {} : { ca: tls.caPem }),
        ...(tls.clientCertificate
          ? { cert: tls.clientCertificate.certificate, key: tls.clientCertificate.key }
          : {}),
        rejectUnauthorized: tls.insecureSkipVerify !== true,
        checkServerIdentity: identityOf(tls.serverName),
      })
    : request({ ...settings, agent: upgrading ? false : agents.http });
  outgoing.on("socket", (socket: Socket) => limitDialling(socket, outgoing, target));
  return outgoing;
}

function limitDialling(socket: Socket, outgoing: ClientRequest, target: OutboundTarget): void {
  if (!socket.connecting) return;
  const timer = setTimeout(() => {
    const message = `dial tcp ${target.host}:${target.port}: i/o timeout`;
    outgoing.destroy(new OutboundError("timeout", message));
  }, dialTimeoutMs);
  socket.once("connect", () => clearTimeout(timer));
  socket.once("close", () => clearTimeout(timer));
}

function hostHeader({ host, port, tls }: OutboundTarget): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === (tls ? 443 : 80) ? name : `${name}:${port}`;
}

function responseOf(message: IncomingMessage): OutboundResponse {
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(message.headersDistinct))
    if (value) headers[name] = value.length === 1 ? (value[0] ?? "") : value;
  const body = Readable.toWeb(message) as unknown as ReadableStream<Uint8Array>;
  return { status: message.statusCode ?? 0, headers, body };
}
