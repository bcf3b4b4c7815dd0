/** The server's end of the multiplexed connection: each message a request of its own, answered over the same port. */
import type { ApiRequest, ApiResponse, UserInfo } from "./message.ts";
import { isBodyStream } from "./message.ts";
import type { MuxRequest, MuxResponse } from "./multiplex.ts";

export interface MuxPort {
  send(message: MuxResponse): void;
  /** Bytes (or messages) that wait to be sent: how a slow client is noticed. */
  waiting(): number;
}

export interface MuxOptions {
  readonly user: UserInfo;
  handle(request: ApiRequest): ApiResponse | Promise<ApiResponse>;
}

const encoder = new TextEncoder();

export class MuxConnection {
  readonly #port: MuxPort;
  readonly #options: MuxOptions;
  readonly #running = new Map<number, AbortController>();

  constructor(port: MuxPort, options: MuxOptions) {
    this.#port = port;
    this.#options = options;
  }

  /** Takes one message from the client; anything that is not one is answered with an error. */
  receive(message: unknown): void {
    if (!isMuxRequest(message)) {
      this.#port.send({ id: 0, error: "not a request: id, method and path are needed" });
      return;
    }
    if ("cancel" in message) {
      this.#running.get(message.id)?.abort();
      return;
    }
    if (this.#running.has(message.id)) {
      this.#port.send({ id: message.id, error: "a request with this id is still running" });
      return;
    }
    const controller = new AbortController();
    this.#running.set(message.id, controller);
    void this.#run(message, controller.signal).finally(() => {
      this.#running.delete(message.id);
      controller.abort();
    });
  }

  /** The client is gone: ends everything that runs for it. */
  close(): void {
    for (const controller of this.#running.values()) controller.abort();
  }

  async #run(message: Exclude<MuxRequest, { cancel: true }>, signal: AbortSignal): Promise<void> {
    const { id, method, path, headers = {}, body } = message;
    const url = new URL(path, "http://kubarium");
    const response = await this.#options.handle({
      method,
      path: decodePath(url.pathname),
      query: url.searchParams,
      headers: lowerCased(headers),
      body: body === undefined ? undefined : encoder.encode(body),
      peer: { trusted: this.#options.user },
      signal,
    });
    const flat: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headers)) {
      flat[name] = typeof value === "string" ? value : value.join(", ");
    }
    if (response.auditId !== undefined) flat["audit-id"] = response.auditId;
    this.#port.send({ id, status: response.status, headers: flat });
    await this.#sendBody(id, response.body);
  }

  #sendBody(id: number, body: ApiResponse["body"]): Promise<void> {
    // One decoder a request: a chunk may end inside a character.
    const decoder = new TextDecoder();
    const text = (chunk: string | Uint8Array) =>
      typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    return new Promise((resolve) => {
      if (isBodyStream(body)) {
        body.start({
          write: (chunk) => {
            this.#port.send({ id, data: text(chunk) });
            return this.#port.waiting();
          },
          end: () => {
            this.#port.send({ id, end: true });
            resolve();
          },
        });
        return;
      }
      if (body !== undefined && body.length > 0) this.#port.send({ id, data: text(body) });
      this.#port.send({ id, end: true });
      resolve();
    });
  }
}

function isMuxRequest(message: unknown): message is MuxRequest {
  if (typeof message !== "object" || message === null) return false;
  const { id, method, path, cancel } = message as Record<string, unknown>;
  if (typeof id !== "number" || !Number.isSafeInteger(id)) return false;
  return (
    cancel === true ||
    (typeof method === "string" && typeof path === "string" && path.startsWith("/"))
  );
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** A path with its escapes resolved; as sent where it holds one that is none. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
