/**
 * Reads the head of an ordinary HTTP/1.1 request: one of the five methods, no header twice, nothing that changes how the message is
 * framed but a length. Whatever is not exactly that is left to Node's own parser, which also words the refusals. Grammar: RFC 9112.
 */

export interface PlainHead {
  readonly method: string;
  /** As sent: a path with its query. */
  readonly target: string;
  readonly fields: PlainFields;
}

/** The lines below the first, understood. */
export interface PlainFields {
  /** As sent, without the empty line. */
  readonly text: string;
  /** Names in lower case; frozen. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where no body is announced. */
  readonly contentLength: number | undefined;
}

/** Node's own limit, less a little: it refuses what is longer. */
export const headBytesMax = 15 * 1024;
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

/**
 * `head` is Latin-1 text up to, and without, the empty line. `before` are the fields of the connection's last request: a client
 * sends the same ones again and again. Undefined: not an ordinary request.
 */
export function readPlainHead(
  head: string,
  before: PlainFields | undefined,
): PlainHead | undefined {
  const end = head.indexOf("\r\n");
  const [, method, target] = requestLine.exec(head.slice(0, end)) ?? [];
  if (end < 0 || method === undefined || target === undefined) return undefined;
  const text = head.slice(end + 2);
  const fields = text === before?.text ? before : readFields(text);
  return fields && { method, target, fields };
}

function readFields(text: string): PlainFields | undefined {
  const lines = text.split("\r\n");
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
    text,
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
