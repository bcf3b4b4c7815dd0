/** Node's HTTP messages as the engine's requests and responses. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  isBodyStream,
  type ApiRequest,
  type ApiResponse,
  type Peer,
} from "../../server/message.ts";
import { requestEntityTooLarge, type StatusError } from "../../api/status.ts";
import { decodePath } from "../../server/mux-server.ts";
import { respondError } from "../../server/http/respond.ts";

/** As kube-apiserver limits a request (3 MiB); a restored snapshot may be larger. */
const bodyBytesMax = 3 * 1024 * 1024;
const snapshotBytesMax = 1024 * 1024 * 1024;
/** What is passed on to a Pod or Service is theirs to limit, but it is held in memory on the way. */
const proxiedBytesMax = 64 * 1024 * 1024;

export type Handle = (request: ApiRequest) => Promise<ApiResponse>;

export async function serve(
  handle: Handle,
  { request, response, peer }: { request: IncomingMessage; response: ServerResponse; peer: Peer },
): Promise<void> {
  const aborted = new AbortController();
  const asked = requestOf(request, peer);
  // The response's close, not the request's: a request closes as soon as its body is read.
  response.on("close", () => aborted.abort());
  response.on("error", () => aborted.abort());
  let body: Uint8Array | undefined;
  try {
    body = await readBody(request, bodyBytesMaxOf(asked.path));
  } catch (error) {
    if (aborted.signal.aborted) return;
    response.shouldKeepAlive = false;
    return send(response, respondError(error as StatusError));
  }
  const answer = await handle({ ...asked, body, signal: aborted.signal });
  send(response, answer, request.method === "HEAD");
}

/** All of a request but its body and its end. */
export function requestOf(
  request: IncomingMessage,
  peer: Peer,
): Omit<ApiRequest, "body" | "signal"> {
  const { path, search } = splitUrl(request.url ?? "/");
  return {
    method: request.method ?? "GET",
    path,
    query: new URLSearchParams(search),
    search,
    headers: flatHeaders(request),
    peer,
  };
}

/** What needs neither decoding nor the resolution of dots is taken as it stands: that is nearly every path. */
const plainPath = /^(?:\/[\w~-][\w.~:-]*)+\/?$/;

function splitUrl(url: string): { readonly path: string; readonly search: string } {
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  if (plainPath.test(path) && !url.includes("#")) {
    return { path, search: at < 0 || at === url.length - 1 ? "" : url.slice(at) };
  }
  const parsed = new URL(url, "http://kubarium");
  return { path: decodePath(parsed.pathname), search: parsed.search };
}

function bodyBytesMaxOf(path: string): number {
  if (path === "/kubarium/v1/snapshot") return snapshotBytesMax;
  return path.includes("/proxy/") ? proxiedBytesMax : bodyBytesMax;
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined) continue;
    if (name.startsWith("impersonate-")) {
      // Names of users and groups may hold commas: Node's joining would lose where one ends.
      headers[name] = (request.headersDistinct[name] ?? []).join("\n");
      continue;
    }
    headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  return headers;
}

async function readBody(request: IncomingMessage, max: number): Promise<Uint8Array | undefined> {
  const { headers } = request;
  if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) {
    return undefined;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > max) {
      throw requestEntityTooLarge(`Request entity too large: limit is ${max}`);
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

/** Writes an answer; one that streams goes on after this returns. */
export function send(response: ServerResponse, answer: ApiResponse, headOnly = false): void {
  if (response.destroyed) return;
  const { body } = answer;
  for (const [name, value] of Object.entries(answer.headers)) {
    response.setHeader(name, typeof value === "string" ? value : [...value]);
  }
  response.statusCode = answer.status;
  if (isBodyStream(body)) {
    // Node holds headers back until the first chunk; a watcher waits for them.
    response.flushHeaders();
    body.start({
      write: (chunk) => {
        response.write(chunk);
        return response.writableLength;
      },
      end: () => response.end(),
      abort: () => response.destroy(),
      drained: () =>
        new Promise((resolve) => {
          if (response.destroyed || !response.writableNeedDrain) return resolve();
          response.once("drain", resolve);
          response.once("close", resolve);
        }),
    });
    return;
  }
  const bytes =
    body === undefined ? 0 : typeof body === "string" ? Buffer.byteLength(body) : body.length;
  // To HEAD the length of what GET would bring is told, where it is known.
  if (!headOnly || !response.hasHeader("content-length")) {
    response.setHeader("content-length", bytes);
  }
  if (headOnly || body === undefined) response.end();
  else response.end(body);
}
