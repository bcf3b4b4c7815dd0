/** The cluster's DNS on UDP and TCP port 53: answers from the zone, and passes on what is not the cluster's. */
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";
import {
  type Answer,
  encodeAnswer,
  parseQuestion,
  type Question,
  responseCodes,
  udpBytesMax,
} from "./dns-message.ts";
import { bind, listen } from "../listening.ts";
import type { DnsUpstream } from "./dns-upstream.ts";
import { answerFromZone, type ZoneOptions } from "./dns-zone.ts";
import { say } from "./say.ts";

const tcpBytesMax = 65_535;
/** A client that says nothing on its connection is let go. */
const tcpIdleMs = 10_000;
/** The end of a message over UDP to a client without EDNS. */
const plainUdpBytes = 512;

export interface DnsServerOptions {
  readonly address: string;
  /** 53 by default. */
  readonly port?: number;
  readonly zone: ZoneOptions;
  /** Who knows other names. */
  readonly upstream: Pick<DnsUpstream, "askOverUdp" | "askOverTcp">;
}

/** Resolves with what ends it. Rejects when one of the ports cannot be had. */
export async function startDns(options: DnsServerOptions): Promise<() => void> {
  const { address, port = 53 } = options;
  const udp = createSocket("udp4");
  udp.on("message", (message, from) => {
    answerDatagram(udp, message, { from, options }).catch((error: unknown) =>
      say(`DNS: ${String(error)}`),
    );
  });
  const tcp = createServer((socket) => {
    serveConnection(socket, options)
      .catch((error: unknown) => say(`DNS: ${String(error)}`))
      .finally(() => socket.destroySoon());
  });
  await Promise.all([bind(udp, { address, port }), listen(tcp, { address, port })]);
  udp.on("error", (error) => say(`DNS: ${error.message}`));
  tcp.on("error", (error) => say(`DNS: ${error.message}`));
  return () => {
    udp.close();
    tcp.close();
  };
}

async function answerDatagram(
  socket: UdpSocket,
  message: Buffer,
  to: {
    readonly from: { readonly address: string; readonly port: number };
    readonly options: DnsServerOptions;
  },
): Promise<void> {
  const { from, options } = to;
  const question = parseQuestion(message);
  if (!question) return;
  const room = question.udpBytes ?? plainUdpBytes;
  const answer = await answerTo(question, options);
  const bytes = answer
    ? encodeAnswer(question, answer, Math.min(room, udpBytesMax))
    : ((await options.upstream.askOverUdp(message)) ??
      encodeAnswer(question, failure, udpBytesMax));
  socket.send(bytes, from.port, from.address, (error) => {
    if (error) say(`DNS answer to ${from.address}: ${error.message}`);
  });
}

const failure: Answer = { code: responseCodes.SERVFAIL, authoritative: false, answers: [] };

/** Undefined for a question that others are to answer. */
async function answerTo(
  question: Question,
  { zone }: DnsServerOptions,
): Promise<Answer | undefined> {
  if (question.opcode !== 0)
    return { code: responseCodes.NOTIMP, authoritative: false, answers: [] };
  try {
    const answer = await answerFromZone(question, zone);
    return answer && { ...answer, answers: turned(answer.answers) };
  } catch (error) {
    say(`DNS question "${question.name}": ${String(error)}`);
    return failure;
  }
}

/** Whoever takes the first answer takes another one each time, as CoreDNS' loadbalance plugin sees to it; aliases stay in front. */
function turned(records: Answer["answers"]): Answer["answers"] {
  const last = records.at(-1)?.type;
  const from = records.findIndex(({ type }) => type === last);
  const own = records.slice(from);
  const by = Math.floor(Math.random() * own.length);
  return [...records.slice(0, from), ...own.slice(by), ...own.slice(0, by)];
}

/** Messages follow their length in two bytes (RFC 7766). One is answered after the other, and nothing more is read meanwhile. */
async function serveConnection(socket: Socket, options: DnsServerOptions): Promise<void> {
  let read = Buffer.alloc(0);
  socket.setTimeout(tcpIdleMs, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  for await (const chunk of chunksOf(socket)) {
    read = Buffer.concat([read, chunk]);
    while (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) {
      const message = read.subarray(2, 2 + read.readUInt16BE(0));
      read = read.subarray(2 + message.length);
      const answer = await answerOf(message, options);
      if (!answer || socket.destroyed) return;
      if (!socket.write(answer)) await drained(socket);
    }
  }
}

/** What a client sends, until it breaks off. */
async function* chunksOf(socket: Socket): AsyncGenerator<Buffer> {
  try {
    yield* socket as AsyncIterable<Buffer>;
  } catch (error) {
    // Broken off by the client, or let go for its silence.
    if (!socket.destroyed) throw error;
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    socket.on("drain", done);
    socket.on("close", done);
  });
}

/** With its length; undefined for what is no question. */
async function answerOf(message: Buffer, options: DnsServerOptions): Promise<Buffer | undefined> {
  const question = parseQuestion(message);
  if (!question) return undefined;
  const answer = await answerTo(question, options);
  const bytes = answer
    ? encodeAnswer(question, answer, tcpBytesMax)
    : ((await options.upstream.askOverTcp(message)) ??
      encodeAnswer(question, failure, tcpBytesMax));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
