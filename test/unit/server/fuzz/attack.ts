/** Asks the server and holds every answer to what any answer must be. */
import { parse as parseYaml } from "yaml";
import { expect } from "vitest";
import { protobufSource } from "../../../../src/server/http/respond.ts";
import type { ApiRequest } from "../../../../src/server/message.ts";
import { isBodyStream } from "../../../../src/server/message.ts";
import type { ApiOnly, Body } from "../../../fixtures/api-only.ts";

export interface Attack {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Nobody vouches for the caller: headers alone say who it is. */
  readonly anonymous?: boolean;
}

export interface Outcome {
  readonly status: number;
  readonly body: Body;
}

/** No request may take longer, whatever it holds; real time, with room for a busy machine. */
const answerWithinMs = 2000;
const encoder = new TextEncoder();
const prototypeNames = Object.getOwnPropertyNames(Object.prototype).join();

function shown({ method, path, query = "", headers = {}, body }: Attack): string {
  const text = typeof body === "string" ? JSON.stringify(body) : body?.toString();
  return `${method} ${path}?${query} ${JSON.stringify(headers)} ${text?.slice(0, 3000)}`;
}

/** What Kubernetes itself takes for faults of the server: what is no revision, one in a new object, a custom object without a version. */
const failsInKubernetes =
  /message"?: ?\W?(resourceVersion(: Invalid value| should not be set on objects to be created)|Internal error occurred: Object 'apiVersion' is missing)/;

/**
 * Sends the request. Fails the test unless the answer comes in time and is a success, or a Status of a 4xx (or one of
 * `mayFailWith`) whose code, reason and message say the same. Streams are ended at once.
 */
export async function attack(
  api: ApiOnly,
  request: Attack,
  mayFailWith: readonly number[] = [],
): Promise<Outcome> {
  const { method, path, query = "", headers = {}, body } = request;
  const abort = new AbortController();
  const message: ApiRequest = {
    method,
    path,
    query: new URLSearchParams(query),
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? encoder.encode(body) : body }),
    peer: request.anonymous ? {} : { trusted: { name: "fuzz", groups: ["system:masters"] } },
    signal: abort.signal,
  };
  const started = performance.now();
  const response = await api.server.handle(message);
  const took = performance.now() - started;
  expect(took, `slow: ${shown(request)}`).toBeLessThan(answerWithinMs);
  abort.abort();
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototypeNames);
  const { status } = response;
  if (response.body === undefined || isBodyStream(response.body))
    return { status, body: undefined };
  const text =
    typeof response.body === "string" ? response.body : new TextDecoder().decode(response.body);
  if (status < 400) return { status, body: text };
  const allowed =
    (status >= 400 && status < 500) || mayFailWith.includes(status) || failsInKubernetes.test(text);
  const logged = allowed ? "" : JSON.stringify(api.host.logged.at(-1));
  expect(allowed, `${status} ${text.slice(0, 500)} ${logged} for ${shown(request)}`).toBe(true);
  // Go's own words for what is nowhere.
  if (text.startsWith("404 page not found")) return { status, body: text };
  const parsed: Body = parsedAs(response.headers["content-type"], response.body);
  const wanted = {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    code: status,
    // What Kubernetes has no better word for has no reason at all.
    ...(status === 500 ? {} : { reason: expect.stringMatching(/^[A-Z][A-Za-z]+$/) }),
    message: expect.any(String),
  };
  expect(parsed, shown(request)).toMatchObject(wanted);
  return { status, body: parsed };
}

function parsedAs(contentType: unknown, body: string | Uint8Array): Body {
  if (contentType === "application/vnd.kubernetes.protobuf" && typeof body !== "string") {
    return protobufSource(body)?.value();
  }
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  return contentType === "application/yaml" ? parseYaml(text) : JSON.parse(text);
}

/** Counts answers by status, to show that a run has seen more than one kind. */
export class Tally {
  readonly #counts = new Map<number, number>();

  note(status: number): void {
    this.#counts.set(status, this.of(status) + 1);
  }

  of(status: number): number {
    return this.#counts.get(status) ?? 0;
  }
}
