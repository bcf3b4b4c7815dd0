/** Connections from this process to a Pod's own address. Works where the bridge is ours: Linux with a rootful daemon. */
import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import {
  type PodRequest,
  type PodResponse,
  RuntimeError,
} from "../../../kubelet/container-runtime.ts";
import { request as httpRequest } from "../node-http.ts";
import { readAll } from "./docker-client.ts";

export async function connectTcp(ip: string, port: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: ip, port, signal });
    socket.on("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.on("error", (error) => reject(dialError(error, `${ip}:${port}`, signal)));
  });
}

/** Redirects are not followed; certificates are not checked, as the kubelet does not check those of probes. */
export async function requestHttp(
  ip: string,
  port: number,
  options: { readonly request: PodRequest; readonly signal: AbortSignal },
): Promise<PodResponse> {
  const { request, signal } = options;
  const secure = request.scheme === "https";
  const host = `${ip}:${port}`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const settings = {
      host: ip,
      port,
      method: request.method,
      path: request.path,
      headers: { host, ...request.headers },
      agent: false,
      signal,
    } as const;
    const outgoing = secure
      ? httpsRequest({ ...settings, rejectUnauthorized: false }, resolve)
      : httpRequest(settings, resolve);
    outgoing.on("error", (error) => reject(dialError(error, host, signal)));
    outgoing.end(request.body);
  });
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  const { bodyBytesMax } = request;
  const body = await (bodyBytesMax === undefined
    ? readAll(response)
    : readAtMost(response, bodyBytesMax));
  return { status: response.statusCode ?? 0, headers, body };
}

/** The beginning of a body; what follows is not waited for. */
async function readAtMost(response: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let left = bytesMax;
  if (left > 0) {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) break;
    }
  }
  response.destroy();
  return Buffer.concat(chunks);
}

/** What a failed connection is to the kubelet; the signal's reason where that ended it. */
export function dialError(error: NodeJS.ErrnoException, where: string, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason as Error;
  const refused = error.code === "ECONNREFUSED";
  const why = refused ? "connect: connection refused" : error.message;
  return new RuntimeError(refused ? "refused" : "failed", `dial tcp ${where}: ${why}`, {
    cause: error,
  });
}
