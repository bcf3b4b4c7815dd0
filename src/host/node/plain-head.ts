/**
 * Reads the head of an ordinary HTTP/1.1 request: one of the five methods, no header twice, nothing that changes how the message is
 * framed but a length. Whatever is not exactly that is left to Node's own parser, which also words the refusals. Grammar: RFC 9112.
 */

export interface PlainHead {
  readonly method: string;
  /** As sent: a path with its query. */
  readonly target: string;
  readonly fields: PlainFields;
  /** Bytes of the head, with its empty line. */
  readonly length: number;
}

/** The lines below the first, understood. */
export interface PlainFields {
  /** As sent: from the end of the first line to the end of the empty one. */
  readonly bytes: Buffer;
  /** Names in lower case; frozen. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where no body is announced. */
  readonly contentLength: number | undefined;
}

/** Node's own limit, less a little: it refuses what is longer. */
const headBytesMax = 15 * 1024;
const fieldsMax = 100;

const requestLine = /^(GET|POST|PUT|PATCH|DELETE) (\/[!-~]*) HTTP\/1\.1$/;
const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/;
const fieldText = /^[\t\x20-\x7e\x80-\xff]*$/;
const length = /^\d{1,15}$/;
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
 * Reads the head that `bytes` begin with. `before` are the fields of the connection's last request: a client sends the same ones again
 * and again. Undefined: not an ordinary request, or not all of its head.
 */
export function readPlainHead(
  bytes: Buffer,
  before: PlainFields | undefined,
): PlainHead | undefined {
  const end = bytes.indexOf(carriageReturn);
  if (end < 0 || end > headBytesMax) return undefined;
  const [, method, target] = requestLine.exec(bytes.toString("latin1", 0, end)) ?? [];
  if (method === undefined || target === undefined) return undefined;
  const fields = before && startsWith(bytes, before.bytes, end) ? before : readFields(bytes, end);
  return fields && { method, target, fields, length: end + fields.bytes.length };
}

function startsWith(bytes: Buffer, wanted: Buffer, from: number): boolean {
  const to = from + wanted.length;
  return to <= bytes.length && bytes.compare(wanted, 0, wanted.length, from, to) === 0;
}

function readFields(bytes: Buffer, from: number): PlainFields | undefined {
  const rest = bytes.toString("latin1", from, Math.min(bytes.length, headBytesMax));
  const end = rest.indexOf("\r\n\r\n");
  if (end < 2 || !rest.startsWith("\r\n")) return undefined;
  const lines = rest.slice(2, end).split("\r\n");
  if (lines.length > fieldsMax) return undefined;
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf(":");
    const given = line.slice(0, Math.max(at, 0));
    if (!fieldName.test(given) || !fieldText.test(line)) return undefined;
    const name = given.toLowerCase();
    if (steering.has(name) || name in headers) return undefined;
    headers[name] = withoutBlanks(line.slice(at + 1));
  }
  const { host, connection = "keep-alive", "content-length": announced } = headers;
  if (host === undefined || connection.toLowerCase() !== "keep-alive") return undefined;
  if (announced !== undefined && !length.test(announced)) return undefined;
  return {
    // A copy: what was read belongs to a buffer of many requests.
    bytes: Buffer.from(bytes.subarray(from, from + end + 4)),
    headers: Object.freeze(headers),
    contentLength: announced === undefined ? undefined : Number(announced),
  };
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
