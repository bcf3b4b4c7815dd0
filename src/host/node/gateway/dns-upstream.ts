/** Questions to the DNS server that the gateway itself was given. */
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { connect } from "node:net";

/** Resolvers ask again after five seconds (resolv.conf(5)): by then we have said that there is no answer. */
const timeoutMs = 4_500;
/** Questions that wait for an answer, each on a socket of its own. */
const waitingMax = 512;
let waiting = 0;

/** The first name server of a resolv.conf; undefined where there is none. */
export function nameServerOf(file: string): string | undefined {
  return /^\s*nameserver\s+(\d{1,3}(?:\.\d{1,3}){3})\s*$/m.exec(readFileSync(file, "utf8"))?.[1];
}

/** The answer as it came; undefined when there is none in time. */
export function askOverUdp(
  server: string | undefined,
  message: Buffer,
): Promise<Buffer | undefined> {
  if (server === undefined || waiting >= waitingMax) return Promise.resolve(undefined);
  waiting++;
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const finish = (answer: Buffer | undefined): void => {
      clearTimeout(timer);
      socket.removeAllListeners("message");
      socket.close();
      waiting--;
      resolve(answer);
    };
    const timer = setTimeout(finish, timeoutMs, undefined);
    socket.once("error", () => finish(undefined));
    socket.on("message", (answer) => {
      if (answer.length >= 12 && answer.readUInt16BE(0) === message.readUInt16BE(0)) finish(answer);
    });
    socket.connect(53, server, () => socket.send(message));
  });
}

/** The same over a connection. */
export function askOverTcp(
  server: string | undefined,
  message: Buffer,
): Promise<Buffer | undefined> {
  if (server === undefined || waiting >= waitingMax) return Promise.resolve(undefined);
  waiting++;
  return new Promise((resolve) => {
    const socket = connect({ host: server, port: 53 });
    let read = Buffer.alloc(0);
    let answer: Buffer | undefined;
    socket.setTimeout(timeoutMs, () => socket.destroy());
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
      waiting--;
      resolve(answer);
    });
  });
}
