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
import { askOverTcp, askOverUdp } from "./dns-upstream.ts";
import { answerFromZone, type ZoneOptions } from "./dns-zone.ts";
import { say } from "./say.ts";

const port = 53;
const tcpBytesMax = 65_535;
/** A client that says nothing on its connection is let go. */
const tcpIdleMs = 10_000;
/** The end of a message over UDP to a client without EDNS. */
const plainUdpBytes = 512;

export interface DnsServerOptions {
  readonly address: string;
  readonly zone: ZoneOptions;
  /** Who knows other names; undefined: nobody. */
  readonly upstream: string | undefined;
}

export async function startDns(options: DnsServerOptions): Promise<void> {
  const udp = createSocket("udp4");
  udp.on("message", (message, from) => {
    answerDatagram(udp, message, { from, options }).catch((error: unknown) =>
      say(`DNS: ${String(error)}`),
    );
  });
  udp.on("error", (error) => say(`DNS: ${error.message}`));
  const tcp = createServer((socket) => serveConnection(socket, options));
  await Promise.all([
    new Promise<void>((resolve) => udp.bind(port, options.address, resolve)),
    new Promise<void>((resolve, reject) => {
      tcp.once("error", reject);
      tcp.listen(port, options.address, resolve);
    }),
  ]);
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
    : ((await askOverUdp(options.upstream, message)) ??
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

/** Messages follow their length in two bytes (RFC 7766). */
function serveConnection(socket: Socket, options: DnsServerOptions): void {
  let read = Buffer.alloc(0);
  let working = Promise.resolve();
  socket.setTimeout(tcpIdleMs, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    while (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) {
      const message = read.subarray(2, 2 + read.readUInt16BE(0));
      read = read.subarray(2 + message.length);
      working = working
        .then(() => answerMessage(socket, message, options))
        .catch(() => void socket.destroy());
    }
  });
}

async function answerMessage(
  socket: Socket,
  message: Buffer,
  options: DnsServerOptions,
): Promise<void> {
  const question = parseQuestion(message);
  if (!question) return void socket.destroy();
  const answer = await answerTo(question, options);
  const bytes = answer
    ? encodeAnswer(question, answer, tcpBytesMax)
    : ((await askOverTcp(options.upstream, message)) ??
      encodeAnswer(question, failure, tcpBytesMax));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  if (!socket.destroyed) socket.write(Buffer.concat([length, bytes]));
}
