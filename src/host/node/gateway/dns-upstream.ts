/** Questions to the DNS servers that the gateway itself was given. */
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { connect } from "node:net";

/** Resolvers ask again after five seconds (resolv.conf(5)): by then we have said that there is no answer. */
const timeoutMsDefault = 4_500;
/** Questions that wait for an answer, each on a socket of its own. */
const waitingMax = 512;
/** As many as resolvers read of a resolv.conf (MAXNS). */
const serversMax = 3;
/** The header alone is that long: anything shorter is no message. */
const messageBytesMin = 12;

/** The name servers of a resolv.conf that have an IPv4 address, in its order; empty where there are none, or no such file. */
export function nameServersOf(file: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const lines = text.matchAll(/^\s*nameserver\s+(\d{1,3}(?:\.\d{1,3}){3})\s*$/gm);
  return [...lines].map(([, server = ""]) => server).slice(0, serversMax);
}

interface Attempt {
  readonly server: string;
  readonly port: number;
  readonly message: Buffer;
  readonly timeoutMs: number;
}

export interface DnsUpstreamOptions {
  readonly servers: readonly string[];
  /** 53 by default. */
  readonly port?: number;
  /** How long a question may take in all, shared by the servers. */
  readonly timeoutMs?: number;
}

export class DnsUpstream {
  readonly #options: DnsUpstreamOptions;
  #waiting = 0;

  constructor(options: DnsUpstreamOptions) {
    this.#options = options;
  }

  /** The answer as it came; undefined when there is none in time, and when too many wait already. */
  askOverUdp(message: Buffer): Promise<Buffer | undefined> {
    return this.#ask(message, attemptOverUdp);
  }

  /** The same over a connection. */
  askOverTcp(message: Buffer): Promise<Buffer | undefined> {
    return this.#ask(message, attemptOverTcp);
  }

  /** Asks one server after the other until one answers. */
  async #ask(
    message: Buffer,
    attempt: (what: Attempt) => Promise<Buffer | undefined>,
  ): Promise<Buffer | undefined> {
    const { servers, port = 53, timeoutMs = timeoutMsDefault } = this.#options;
    if (this.#waiting >= waitingMax || message.length < messageBytesMin) return undefined;
    this.#waiting++;
    try {
      for (const server of servers) {
        const share = timeoutMs / servers.length;
        const answer = await attempt({ server, port, message, timeoutMs: share });
        if (answer) return answer;
      }
      return undefined;
    } finally {
      this.#waiting--;
    }
  }
}

function attemptOverUdp({
  server,
  port,
  message,
  timeoutMs,
}: Attempt): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    let isOpen = true;
    const finish = (answer: Buffer | undefined): void => {
      if (!isOpen) return;
      isOpen = false;
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(finish, timeoutMs, undefined);
    socket.on("error", () => finish(undefined));
    socket.on("message", (answer) => {
      const isOurs =
        answer.length >= messageBytesMin && answer.readUInt16BE(0) === message.readUInt16BE(0);
      if (isOurs) finish(answer);
    });
    socket.once("connect", () => socket.send(message));
    socket.connect(port, server);
  });
}

function attemptOverTcp({
  server,
  port,
  message,
  timeoutMs,
}: Attempt): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: server, port });
    let read = Buffer.alloc(0);
    let answer: Buffer | undefined;
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    socket.on("connect", () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      socket.write(Buffer.concat([length, message]));
    });
    socket.on("data", (chunk: Buffer) => {
      read = Buffer.concat([read, chunk]);
      if (read.length < 2 || read.length < 2 + read.readUInt16BE(0)) return;
      answer = read.subarray(2, 2 + read.readUInt16BE(0));
      socket.destroy();
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}
