/** The client side of the API bench: server processes, keep-alive TLS connections, and closed-loop load with little work of its own. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import type { FromServer, ToServer } from "./server-process.ts";

export interface Side {
  readonly port: number;
  readonly token: string;
  ask(message: ToServer): Promise<FromServer>;
  /** A connection with the admin's certificate, or with none. */
  connect(withCertificate: boolean): Promise<Connection>;
  stop(): Promise<void>;
}

/** `keeping`: where it keeps what is written. */
export async function startSide(
  kind: "real" | "bare",
  keeping: "memory" | "durable" = "memory",
): Promise<Side> {
  const child = fork(join(import.meta.dirname, "server-process.ts"), [kind, keeping], {
    execArgv: ["--expose-gc"],
  });
  const hello = await message(child);
  const { port = 0, token = "", ca = "", cert = "", key = "" } = hello;
  return {
    port,
    token,
    ask(question) {
      const answer = message(child);
      child.send(question);
      return answer;
    },
    async connect(withCertificate) {
      const socket = connect({
        port,
        host: "127.0.0.1",
        ca,
        ...(withCertificate ? { cert, key } : {}),
      });
      await once(socket, "secureConnect");
      socket.setNoDelay(true);
      return new Connection(socket);
    },
    async stop() {
      const gone = once(child, "exit");
      child.send({ ask: "stop" } satisfies ToServer);
      await gone;
    },
  };
}

async function message(child: ChildProcess): Promise<FromServer> {
  return new Promise((resolve, reject) => {
    const done = (answer: unknown) => {
      child.off("exit", fail);
      resolve(answer as FromServer);
    };
    const fail = () => {
      child.off("message", done);
      reject(new Error("a server of the bench has ended"));
    };
    child.once("message", done);
    child.once("exit", fail);
  });
}

/** One request at a time; answers are only measured, never decoded. */
export class Connection {
  readonly #socket: TLSSocket;
  #resolve: ((answer: Answer) => void) | undefined;
  #head: Buffer = Buffer.alloc(0);
  #chunks: Buffer[] = [];
  #left = -1;
  #status = 0;

  constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
  }

  request(text: string): Promise<Answer> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#socket.write(text);
    });
  }

  /** Sends a request and counts what comes, for streams without an end. */
  stream(text: string, onBytes: (bytes: number) => void): void {
    this.#socket.removeAllListeners("data");
    this.#socket.on("data", (chunk: Buffer) => onBytes(chunk.length));
    this.#socket.write(text);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#left < 0) {
      this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      const end = this.#head.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = this.#head.toString("latin1", 0, end);
      this.#status = Number(head.slice(9, 12));
      this.#left = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      chunk = this.#head.subarray(end + 4);
      this.#head = Buffer.alloc(0);
      this.#chunks = [];
    }
    this.#chunks.push(chunk);
    this.#left -= chunk.length;
    if (this.#left > 0) return;
    this.#left = -1;
    const answer = { status: this.#status, chunks: this.#chunks };
    this.#chunks = [];
    this.#resolve?.(answer);
  }
}

export interface Answer {
  readonly status: number;
  readonly chunks: readonly Buffer[];
}

export function requestText(
  method: string,
  path: string,
  { token = "", body = "" }: { token?: string; body?: string } = {},
): string {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "User-Agent: bench/v1.36.0 (linux/amd64) kubernetes/abcdef0",
    "Accept: application/json, */*",
    ...(token === "" ? [] : [`Authorization: Bearer ${token}`]),
    ...(body === ""
      ? []
      : ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

export interface Load {
  readonly connections: readonly Connection[];
  /** The request of a turn, counted from 0 over all rounds. */
  text(turn: number): string;
  readonly expectedStatus: number;
}

export interface Measured {
  readonly perSecond: number;
  /** CPU that the server's process used for one request, user and system. */
  readonly cpuMsPerRequest: number;
}

/**
 * Runs `count` requests over the connections, each of which waits for its answer. Meanwhile this process does not sleep: to wake a
 * sleeper takes the server longer than most requests do, on a virtual machine above all, and the slower server would pay it more often.
 */
export async function measure(side: Side, load: Load, count: number): Promise<Measured> {
  let turn = 0;
  const before = (await side.ask({ ask: "usage" })).cpuMs ?? 0;
  const started = performance.now();
  let isOver = false;
  const stayAwake = (): void => {
    if (!isOver) setImmediate(stayAwake);
  };
  stayAwake();
  await Promise.all(
    load.connections.map(async (connection) => {
      while (turn < count) {
        const { status, chunks } = await connection.request(load.text(turn++));
        if (status !== load.expectedStatus) {
          throw new Error(`${status}: ${Buffer.concat(chunks).toString().slice(0, 300)}`);
        }
      }
    }),
  );
  isOver = true;
  const seconds = (performance.now() - started) / 1000;
  const after = (await side.ask({ ask: "usage" })).cpuMs ?? 0;
  return { perSecond: count / seconds, cpuMsPerRequest: (after - before) / count };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
