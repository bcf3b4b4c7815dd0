/**
 * The Docker Engine API over node:http: version negotiation, JSON calls on kept connections, streams on their own.
 * Failures are RuntimeErrors with the daemon's own message.
 */
import type { ClientRequest, IncomingMessage } from "node:http";
import { homedir } from "node:os";
import { type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { RuntimeError } from "../../../kubelet/container-runtime.ts";
import { Agent, request } from "../node-http.ts";
import { type DockerEndpoint, type EndpointSearch, dockerEndpoints } from "./endpoint.ts";

/** The newest version of the API that this client knows; a daemon's own is used when it is older. */
const apiVersionMax = "1.47";
const probeTimeoutMs = 2_000;

export interface DockerCall {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON, or as it is when it is bytes. */
  readonly body?: unknown;
  /** In place of a body: an archive that is sent as it is made. */
  readonly archive?: AsyncIterable<Buffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export class DockerClient {
  readonly endpoint: DockerEndpoint;
  /** `1.41`: the version in use. */
  readonly apiVersion: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });

  private constructor(endpoint: DockerEndpoint, apiVersion: string) {
    this.endpoint = endpoint;
    this.apiVersion = apiVersion;
  }

  /** The first candidate that answers a ping, or undefined when none does. */
  static async find(search: Partial<EndpointSearch> = {}): Promise<DockerClient | undefined> {
    const full: EndpointSearch = {
      env: process.env,
      home: homedir(),
      platform: process.platform,
      uid: process.getuid?.() ?? 0,
      ...search,
    };
    for (const endpoint of dockerEndpoints(full)) {
      const client = await DockerClient.connect(endpoint).catch(() => undefined);
      if (client) return client;
    }
    return undefined;
  }

  /** Rejects with RuntimeError `unavailable` when nothing answers there within two seconds. */
  static async connect(endpoint: DockerEndpoint): Promise<DockerClient> {
    const signal = AbortSignal.timeout(probeTimeoutMs);
    const probe = new DockerClient(endpoint, "");
    try {
      const response = await probe.#send("HEAD", "/_ping", { signal }, false);
      response.resume();
      const server = String(response.headers["api-version"] ?? "");
      if (response.statusCode !== 200 || !/^\d+\.\d+$/.test(server))
        throw new RuntimeError("unavailable", `${endpoint} is not a Docker API`);
      const older = compareVersions(server, apiVersionMax) < 0;
      return new DockerClient(endpoint, older ? server : apiVersionMax);
    } finally {
      probe.close();
    }
  }

  atLeast(version: string): boolean {
    return compareVersions(this.apiVersion, version) >= 0;
  }

  /** A call with a JSON answer; undefined for an empty one. Rejects with RuntimeError. */
  async call<T = unknown>(method: string, path: string, options: DockerCall = {}): Promise<T> {
    const response = await this.#send(method, `/v${this.apiVersion}${path}`, options, true);
    const body = await readAll(response);
    const status = response.statusCode ?? 0;
    if (status >= 400) throw failureOf(status, body, path);
    if (body.length === 0) return undefined as T;
    const json = (response.headers["content-type"] ?? "").includes("json");
    return (json ? JSON.parse(body.toString("utf8")) : body) as T;
  }

  /** A call whose answer flows: the caller reads or destroys it. */
  async stream(method: string, path: string, options: DockerCall = {}): Promise<IncomingMessage> {
    const response = await this.#send(method, `/v${this.apiVersion}${path}`, options, false);
    const status = response.statusCode ?? 0;
    if (status >= 400) throw failureOf(status, await readAll(response), path);
    return response;
  }

  /** A call that turns its connection into a raw stream. `head` is what was read of it already. */
  hijack(
    method: string,
    path: string,
    options: DockerCall = {},
  ): Promise<{ readonly stream: Duplex; readonly head: Buffer }> {
    const query = queryOf(options.query);
    const bytes = bodyOf(options.body);
    return new Promise((resolve, reject) => {
      const outgoing = request({
        ...addressOf(this.endpoint),
        method,
        path: `/v${this.apiVersion}${path}${query}`,
        headers: {
          host: "docker",
          connection: "Upgrade",
          upgrade: "tcp",
          "content-type": "application/json",
          "content-length": String(bytes?.length ?? 0),
        },
        agent: false,
        ...(options.signal ? { signal: options.signal } : {}),
      });
      outgoing.on("upgrade", (_response, stream, head) => resolve({ stream, head }));
      outgoing.on("response", (response) => {
        readAll(response).then(
          (body) => reject(failureOf(response.statusCode ?? 0, body, path)),
          reject,
        );
      });
      outgoing.on("error", (error) => {
        const reason = options.signal?.aborted ? (options.signal.reason as Error) : error;
        reject(reason);
      });
      outgoing.end(bytes);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(
    method: string,
    path: string,
    options: DockerCall,
    kept: boolean,
  ): Promise<IncomingMessage> {
    const query = queryOf(options.query);
    const bytes = bodyOf(options.body);
    const headers: Record<string, string> = { host: "docker", ...options.headers };
    if (options.archive) headers["content-type"] = "application/x-tar";
    else if (bytes) {
      headers["content-length"] = String(bytes.length);
      headers["content-type"] ??= Buffer.isBuffer(options.body)
        ? "application/x-tar"
        : "application/json";
    } else if (method === "POST") headers["content-length"] = "0";
    return new Promise((resolve, reject) => {
      const outgoing: ClientRequest = request(
        {
          ...addressOf(this.endpoint),
          method,
          path: `${path}${query}`,
          headers,
          agent: kept ? this.#agent : false,
          ...(options.signal ? { signal: options.signal } : {}),
        },
        resolve,
      );
      outgoing.on("error", (error) => {
        if (options.signal?.aborted) reject(options.signal.reason as Error);
        else
          reject(
            new RuntimeError("unavailable", `Docker at ${this.endpoint}: ${error.message}`, {
              cause: error,
            }),
          );
      });
      if (!options.archive) return void outgoing.end(bytes);
      // What fails while it is read ends the request; where it fails while it is sent, the request has said so.
      pipeline(Readable.from(options.archive), outgoing).catch((error: unknown) => {
        outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }
}

/** With its `?`; empty for no parameter. */
function queryOf(parameters: DockerCall["query"]): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters ?? {}))
    if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

function bodyOf(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
}

function addressOf(
  endpoint: DockerEndpoint,
): { socketPath: string } | { host: string; port: number } {
  const unix = /^(?:unix|npipe):\/\/(.+)$/.exec(endpoint);
  if (unix) return { socketPath: unix[1] ?? "" };
  const tcp = /^(?:tcp|http):\/\/(?:\[([^\]]+)\]|([^:/]+))(?::(\d+))?\/?$/.exec(endpoint);
  if (!tcp) throw new RuntimeError("unavailable", `${endpoint} is no Docker endpoint`);
  return { host: tcp[1] ?? tcp[2] ?? "", port: Number(tcp[3] ?? 2375) };
}

export async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function failureOf(status: number, body: Buffer, path: string): RuntimeError {
  let message = body.toString("utf8").trim();
  try {
    message = (JSON.parse(message) as { message?: string }).message ?? message;
  } catch {
    // Not JSON: the text is the message.
  }
  return new RuntimeError(
    status === 404 ? "notFound" : "failed",
    message || `Docker answered ${status} to ${path}`,
  );
}

/** By numbers: `1.9` is older than `1.41`. */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA - majorB || minorA - minorB;
}
