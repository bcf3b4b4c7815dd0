/** Node's HTTP messages as the engine's requests and responses. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  isBodyStream,
  type ApiRequest,
  type ApiResponse,
  type Peer,
} from "../../server/message.ts";
import { requestEntityTooLarge, timeout, type StatusError } from "../../api/status.ts";
import { decodePath } from "../../server/mux-server.ts";
import { respondError } from "../../server/http/respond.ts";
import { compressed } from "./compress.ts";
import { proper } from "./plain-answer.ts";

/** As kube-apiserver limits a request (3 MiB); a restored snapshot may be larger. */
const bodyBytesMax = 3 * 1024 * 1024;
const snapshotBytesMax = 1024 * 1024 * 1024;
/** What is passed on to a Pod or Service is theirs to limit, but it is held in memory on the way. */
const proxiedBytesMax = 64 * 1024 * 1024;

/** How long a body may take to come: kube-apiserver's --request-timeout. What may be larger than its bodies takes its time. */
export const requestMsMax = 60_000;

export function bodyTooLate(): StatusError {
  return timeout("request did not complete within the allotted timeout");
}

/** Never rejects. What needs nothing to be waited for may be answered at once. */
export type Handle = (request: ApiRequest) => ApiResponse | Promise<ApiResponse>;

/** An exchange as Node's server hands it out, and who asks. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly peer: Peer;
  /** How long an ordinary body may take to come. */
  readonly bodyMsMax?: number;
}

export function serve(handle: Handle, exchange: Exchange): void {
  const { request, response, peer } = exchange;
  const asked = requestOf(request, peer);
  if (!hasBody(request)) return answer(handle, exchange, new HttpRequest(asked, response));
  const bytesMax = bodyBytesMaxOf(asked.path);
  const msMax = bodyMsMaxOf(bytesMax, exchange.bodyMsMax ?? requestMsMax);
  readBody(request, { bytesMax, msMax }, (body) => {
    if (body instanceof Uint8Array) {
      return answer(handle, exchange, new HttpRequest(asked, response, body));
    }
    response.shouldKeepAlive = false;
    send(response, respondError(body));
  });
}

function answer(handle: Handle, { request, response }: Exchange, asked: ApiRequest): void {
  const headOnly = request.method === "HEAD";
  const give = (found: ApiResponse): void => {
    const short = compressed(request.headers["accept-encoding"], found);
    if (short instanceof Promise) void short.then((later) => send(response, later, headOnly));
    else send(response, short, headOnly);
  };
  const found = handle(asked);
  if (found instanceof Promise) void found.then(give);
  else give(found);
}

/** A connection that breaks ends the request by its close: there is nobody left to tell. */
function ignore(): void {
  // Listened for only because nobody listening would end the process.
}

/** A request whose query is read, and whose end is listened for, only when somebody asks. */
class HttpRequest implements ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly peer: Peer;
  readonly body: Uint8Array | undefined;
  readonly #response: ServerResponse;
  #query: URLSearchParams | undefined;
  #aborted: AbortController | undefined;

  constructor(asked: RequestHead, response: ServerResponse, body?: Uint8Array) {
    this.method = asked.method;
    this.path = asked.path;
    this.search = asked.search;
    this.headers = asked.headers;
    this.peer = asked.peer;
    this.body = body;
    this.#response = response;
  }

  get query(): URLSearchParams {
    return (this.#query ??= this.search === "" ? emptyQuery : new URLSearchParams(this.search));
  }

  get signal(): AbortSignal {
    if (this.#aborted) return this.#aborted.signal;
    const aborted = new AbortController();
    this.#aborted = aborted;
    if (this.#response.closed) aborted.abort();
    // The response's close, not the request's: a request closes as soon as its body is read.
    this.#response.on("close", () => aborted.abort());
    this.#response.on("error", () => aborted.abort());
    return aborted.signal;
  }
}

/** Nobody writes into a request's query. */
const emptyQuery = new URLSearchParams();

/** All of a request but its query, its body and its end. */
interface RequestHead {
  readonly method: string;
  readonly path: string;
  /** With its `?`; empty where there is none. */
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly peer: Peer;
}

export function requestOf(request: IncomingMessage, peer: Peer): RequestHead {
  const { path, search } = splitUrl(request.url ?? "/");
  return { method: request.method ?? "GET", path, search, headers: flatHeaders(request), peer };
}

/** What needs neither decoding nor the resolution of dots is taken as it stands: that is nearly every path. */
const plainPath = /^(?:\/[\w~-][\w.~:-]*)+\/?$/;

/** A request's target as a decoded path and, with its `?`, the query as it was sent. */
export function splitUrl(url: string): { readonly path: string; readonly search: string } {
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  if (plainPath.test(path) && !url.includes("#")) {
    return { path, search: at < 0 || at === url.length - 1 ? "" : url.slice(at) };
  }
  const parsed = parsedTarget(url);
  return { path: decodePath(parsed.pathname), search: parsed.search };
}

const nowhere = new URL("http://kubarium/%20");

/** A request's target as an address; that of nothing where it is none, since it may be any bytes at all. */
export function parsedTarget(target: string): URL {
  // Joined, not resolved: two slashes would name another host.
  const address = target.startsWith("/") ? `http://kubarium${target}` : target;
  return URL.canParse(address) ? new URL(address) : nowhere;
}

/** For a body of at most so many bytes. */
export function bodyMsMaxOf(bytesMax: number, usual: number): number {
  return bytesMax > bodyBytesMax ? Infinity : usual;
}

/** How much a request there may carry. */
export function bodyBytesMaxOf(path: string): number {
  if (path === "/kubarium/v1/snapshot") return snapshotBytesMax;
  return path.includes("/proxy/") ? proxiedBytesMax : bodyBytesMax;
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  const given = request.headers;
  for (const name in given) {
    const value = given[name];
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

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

/** Gives the body, or why it is not taken; nothing where the client goes away first. */
function readBody(
  request: IncomingMessage,
  { bytesMax, msMax }: { readonly bytesMax: number; readonly msMax: number },
  give: (body: Uint8Array | StatusError) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const stop = (): void => {
    request.off("data", take).off("end", end).off("close", leave);
    leave();
  };
  const take = (chunk: Buffer): void => {
    length += chunk.length;
    chunks.push(chunk);
    if (length <= bytesMax) return;
    stop();
    give(requestEntityTooLarge(`Request entity too large: limit is ${bytesMax}`));
  };
  const end = (): void => {
    leave();
    const [first] = chunks;
    give(first && chunks.length === 1 ? first : Buffer.concat(chunks));
  };
  const late = (): void => {
    stop();
    give(bodyTooLate());
  };
  const timer = msMax === Infinity ? undefined : setTimeout(late, msMax).unref();
  const leave = (): void => clearTimeout(timer);
  request.on("data", take).on("end", end).on("close", leave).on("error", ignore);
}

/** Writes an answer; one that streams goes on after this returns. */
export function send(response: ServerResponse, answer: ApiResponse, headOnly = false): void {
  if (response.destroyed) return;
  const { body } = answer;
  if (isBodyStream(body)) {
    response.on("error", ignore);
    response.writeHead(answer.status, headLines(answer));
    // Node holds headers back until the first chunk; a watcher waits for them.
    response.flushHeaders();
    body.start({
      write: (chunk) => {
        response.write(chunk);
        return response.writableLength;
      },
      end: () => {
        response.end();
        hurry(response);
      },
      waiting: () => (response.destroyed ? 0 : response.writableLength),
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
  const lines = headLines(answer);
  // To HEAD the length of what GET would bring is told, where it is known.
  if (answer.headers["content-length"] === undefined) {
    lines.push("content-length", String(bytes));
  } else if (!headOnly) {
    lines[lines.indexOf("content-length") + 1] = String(bytes);
  }
  response.writeHead(answer.status, lines);
  if (headOnly || body === undefined) response.end();
  else response.end(body);
  hurry(response);
}

/** How long a client may leave an answer lying that was given whole: it holds memory for nothing. */
const unfetchedMsMax = 120_000;

function hurry(response: ServerResponse): void {
  if (!response.destroyed && response.writableLength > 0) {
    response.setTimeout(unfetchedMsMax, () => response.destroy());
  }
}

/** Names and values in turn, as Node writes them without a look-up. */
function headLines({ auditId, headers }: ApiResponse): string[] {
  const lines: string[] = auditId === undefined ? [] : ["audit-id", proper(auditId)];
  for (const name in headers) {
    const value = headers[name] ?? "";
    if (typeof value === "string") lines.push(name, proper(value));
    else for (const each of value) lines.push(name, proper(each));
  }
  return lines;
}
