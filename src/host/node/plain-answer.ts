/** Writes answers as HTTP/1.1 messages to a connection that stays open (RFC 9112). */
/* oxlint-disable no-restricted-globals -- The listener is a real host's; no cluster on a virtual clock has one. */
import type { Socket } from "node:net";
import { isBodyStream, type ApiResponse, type BodyStream } from "../../server/message.ts";
import { STATUS_CODES } from "./node-http.ts";

/** Longer texts are not worth a copy. */
const joinedBytesMax = 64 * 1024;

/** `over` is called once, when all of the answer has been handed to the socket; not when the socket is gone. */
export function writeAnswer(
  socket: Socket,
  answer: ApiResponse,
  { keepAlive, over }: { readonly keepAlive: boolean; readonly over: () => void },
): void {
  if (socket.destroyed || socket.writableEnded) return;
  const { body } = answer;
  const bodiless = answer.status === 204 || answer.status === 304;
  if (isBodyStream(body)) return startStream(socket, answer, { body, bodiless, keepAlive, over });
  const size =
    body === undefined ? 0 : typeof body === "string" ? Buffer.byteLength(body) : body.length;
  const head = headText(answer, keepAlive, `content-length: ${size}\r\n`);
  if (body === undefined || size === 0 || bodiless) socket.write(head, "latin1");
  else if (size === body.length && size <= joinedBytesMax && typeof body === "string") {
    // As many bytes as letters: those are the same in every encoding here, and one write takes less than two.
    socket.write(head + body, "latin1");
  } else writeTogether(socket, head, body);
  over();
}

/** In one piece, as far as the socket is concerned; a buffer made for each answer would be garbage that collectors hurry for. */
function writeTogether(socket: Socket, head: string, body: string | Uint8Array): void {
  socket.cork();
  socket.write(head, "latin1");
  socket.write(body);
  socket.uncork();
}

/** The status line and the header lines, with the empty one. `framing`: what says where the message ends. */
function headText(
  { status, auditId, headers }: ApiResponse,
  keepAlive: boolean,
  framing: string,
): string {
  const first = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}\r\n`;
  const id = auditId === undefined ? "" : `audit-id: ${proper(auditId)}\r\n`;
  const last = keepAlive ? "\r\n" : "connection: close\r\n\r\n";
  return `${first}${id}${linesOf(headers)}date: ${date()}\r\n${framing}${last}`;
}

/** Of headers that are frozen, and hence used again. */
const knownLines = new WeakMap<ApiResponse["headers"], string>();

function linesOf(headers: ApiResponse["headers"]): string {
  const known = knownLines.get(headers);
  if (known !== undefined) return known;
  let text = "";
  for (const name in headers) {
    if (name === "content-length" || name === "connection" || name === "date") continue;
    const value = headers[name] ?? "";
    if (typeof value === "string") text += `${name}: ${proper(value)}\r\n`;
    else for (const each of value) text += `${name}: ${proper(each)}\r\n`;
  }
  if (Object.isFrozen(headers)) knownLines.set(headers, text);
  return text;
}

/** What may not stand in a header's value. */
const improper = /[^\t\x20-\x7e\x80-\xff]/g;

/** A value goes out as one line, whatever it holds: others' header lines, bodies and answers cannot be written with it. */
export function proper(value: string): string {
  return value.search(improper) < 0 ? value : value.replace(improper, "?");
}

let dateSecond = 0;
let dateText = "";

function date(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date(second * 1000).toUTCString();
  }
  return dateText;
}

/** A body of unknown length goes out in chunks; one whose length its maker has told, as it is. */
function startStream(
  socket: Socket,
  answer: ApiResponse,
  {
    body,
    bodiless,
    keepAlive,
    over,
  }: {
    readonly body: BodyStream;
    readonly bodiless: boolean;
    readonly keepAlive: boolean;
    readonly over: () => void;
  },
): void {
  const told = answer.headers["content-length"];
  const chunked = told === undefined && !bodiless;
  const framing = chunked
    ? "transfer-encoding: chunked\r\n"
    : told === undefined
      ? ""
      : `content-length: ${proper(String(told))}\r\n`;
  socket.write(headText(answer, keepAlive, framing), "latin1");
  let left = chunked || bodiless ? Infinity : Number(told);
  let ended = false;
  body.start({
    write: (chunk) => {
      if (ended || socket.destroyed || socket.writableEnded || bodiless || chunk.length === 0) {
        return socket.writableLength;
      }
      const size = typeof chunk === "string" ? Buffer.byteLength(chunk) : chunk.length;
      left -= size;
      if (left < 0) socket.destroy();
      else if (chunked) writeChunk(socket, chunk, size);
      else socket.write(chunk);
      return socket.writableLength;
    },
    end: () => {
      if (ended || socket.destroyed || socket.writableEnded) return;
      ended = true;
      // What is shorter than was told can only be broken off: the client waits for the rest.
      if (!chunked && !bodiless && left > 0) return void socket.destroy();
      if (chunked) socket.write("0\r\n\r\n", "latin1");
      over();
    },
    waiting: () => (socket.destroyed ? 0 : socket.writableLength),
    abort: () => void socket.destroy(),
    drained: () =>
      new Promise((resolve) => {
        if (socket.destroyed || !socket.writableNeedDrain) return resolve();
        socket.once("drain", resolve);
        socket.once("close", resolve);
      }),
  });
}

function writeChunk(socket: Socket, chunk: string | Uint8Array, size: number): void {
  const head = `${size.toString(16)}\r\n`;
  if (typeof chunk === "string" && size <= joinedBytesMax) {
    socket.write(`${head}${chunk}\r\n`);
    return;
  }
  socket.cork();
  socket.write(head, "latin1");
  socket.write(chunk);
  socket.write("\r\n", "latin1");
  socket.uncork();
}
