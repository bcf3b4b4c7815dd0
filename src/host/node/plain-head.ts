/**
 * Reads the head of an ordinary HTTP/1.1 request: one of the five methods, no header twice, nothing that changes how the message is
 * framed but a length. Whatever is not exactly that is left to Node's own parser, which also words the refusals. Grammar: RFC 9112.
 */
import { splitUrl } from "./http.ts";

export interface PlainHead {
  readonly method: string;
  /** As splitUrl takes the target apart. */
  readonly path: string;
  readonly search: string;
  /** Names in lower case; frozen. Without the length of the body, which is told apart. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where no body is announced. */
  readonly contentLength: number | undefined;
  /** Bytes of the head, with its empty line. */
  readonly length: number;
}

/** What a connection has said before: a client sends much the same again and again. */
export class HeadMemory {
  line: PlainLine | undefined;
  /** Of a request without a body, and of one with. */
  fields: PlainFields | undefined;
  sizedFields: PlainFields | undefined;
}

/** The first line, understood. */
interface PlainLine {
  readonly bytes: Buffer;
  readonly method: string;
  readonly path: string;
  readonly search: string;
}

/** The lines below the first, understood. */
interface PlainFields {
  /** As sent: from the end of the first line to the end of the empty one; where a body is announced, to its length. */
  readonly before: Buffer;
  /** What follows the length; empty where no body is announced. */
  readonly after: Buffer;
  readonly headers: PlainHead["headers"];
}

/** Node's own limit, less a little: it refuses what is longer. */
const headBytesMax = 15 * 1024;
const fieldsMax = 100;

const requestLine = /^(GET|POST|PUT|PATCH|DELETE) (\/[!-~]*) HTTP\/1\.1$/;
const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/;
const fieldText = /^[\t\x20-\x7e\x80-\xff]*$/;
const digitsMax = 15;
const bodyLength = /^\d{1,15}$/;
/** These say how a message is framed or what becomes of the connection. */
const steering = new Set([
  "expect",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const carriageReturn = 0x0d;

/**
 * Reads the head that `bytes` begin with. `memory`: of the connection, kept by this function. Undefined: not an ordinary request, or not
 * all of its head.
 */
export function readPlainHead(bytes: Buffer, memory: HeadMemory): PlainHead | undefined {
  const end = bytes.indexOf(carriageReturn);
  if (end < 0 || end > headBytesMax) return undefined;
  const { line: known } = memory;
  const isKnown = known?.bytes.length === end && startsWith(bytes, known.bytes, 0);
  const line = isKnown ? known : readLine(bytes, end);
  if (!line) return undefined;
  memory.line = line;
  const { method, path, search } = line;
  const { fields, sizedFields } = memory;
  if (fields && startsWith(bytes, fields.before, end)) {
    const { headers, before } = fields;
    return { method, path, search, headers, contentLength: undefined, length: end + before.length };
  }
  const found = (sizedFields && lengthIn(bytes, sizedFields, end)) ?? readFields(bytes, end);
  if (!found) return undefined;
  const { contentLength, length } = found;
  if (contentLength === undefined) memory.fields = found.fields;
  else memory.sizedFields = found.fields;
  return { method, path, search, headers: found.fields.headers, contentLength, length };
}

function startsWith(bytes: Buffer, wanted: Buffer, from: number): boolean {
  const to = from + wanted.length;
  return to <= bytes.length && bytes.compare(wanted, 0, wanted.length, from, to) === 0;
}

function readLine(bytes: Buffer, end: number): PlainLine | undefined {
  const [, method, target] = requestLine.exec(bytes.toString("latin1", 0, end)) ?? [];
  if (method === undefined || target === undefined) return undefined;
  return { bytes: Buffer.from(bytes.subarray(0, end)), method, ...splitUrl(target) };
}

interface ReadFields {
  readonly fields: PlainFields;
  readonly contentLength: number | undefined;
  /** Of the whole head. */
  readonly length: number;
}

const digit0 = 0x30;
const digit9 = 0x39;

/** The same fields as before, but for how long the body is; undefined where they are not. */
function lengthIn(bytes: Buffer, fields: PlainFields, from: number): ReadFields | undefined {
  if (!startsWith(bytes, fields.before, from)) return undefined;
  const first = from + fields.before.length;
  let at = first;
  let contentLength = 0;
  for (let code = bytes[at] ?? 0; code >= digit0 && code <= digit9; code = bytes[at] ?? 0) {
    contentLength = contentLength * 10 + (code - digit0);
    at += 1;
  }
  if (at === first || at - first > digitsMax || !startsWith(bytes, fields.after, at)) {
    return undefined;
  }
  return { fields, contentLength, length: at + fields.after.length };
}

function readFields(bytes: Buffer, from: number): ReadFields | undefined {
  const rest = bytes.toString("latin1", from, Math.min(bytes.length, headBytesMax));
  const end = rest.indexOf("\r\n\r\n");
  if (end < 2 || !rest.startsWith("\r\n")) return undefined;
  const lines = rest.slice(2, end).split("\r\n");
  if (lines.length > fieldsMax) return undefined;
  const given: Record<string, string> = {};
  let lengthAt = 0;
  let lineAt = 2;
  for (const line of lines) {
    const at = line.indexOf(":");
    const name = nameOf(line, at);
    if (name === undefined || name in given) return undefined;
    given[name] = withoutBlanks(line.slice(at + 1));
    if (name === "content-length") lengthAt = lineAt + line.indexOf(given[name], at + 1);
    lineAt += line.length + 2;
  }
  const { "content-length": announced, ...headers } = given;
  const { host, connection = "keep-alive" } = headers;
  if (host === undefined || connection.toLowerCase() !== "keep-alive") return undefined;
  if (announced !== undefined && !bodyLength.test(announced)) return undefined;
  const head = rest.slice(0, end + 4);
  const before = announced === undefined ? head : head.slice(0, lengthAt);
  const after = announced === undefined ? "" : head.slice(lengthAt + announced.length);
  return {
    fields: {
      before: Buffer.from(before, "latin1"),
      after: Buffer.from(after, "latin1"),
      headers: Object.freeze(headers),
    },
    contentLength: announced === undefined ? undefined : Number(announced),
    length: from + head.length,
  };
}

/** In lower case; undefined for a line that is none, or says what only Node's parser is to know. */
function nameOf(line: string, colon: number): string | undefined {
  const given = line.slice(0, Math.max(colon, 0));
  if (!fieldName.test(given) || !fieldText.test(line)) return undefined;
  const name = given.toLowerCase();
  return steering.has(name) ? undefined : name;
}

/** Spaces and tabs alone: `trim` would take more. */
function withoutBlanks(value: string): string {
  let from = 0;
  let to = value.length;
  while (from < to && isBlank(value.charCodeAt(from))) from += 1;
  while (to > from && isBlank(value.charCodeAt(to - 1))) to -= 1;
  return value.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
