/**
 * Bundles of certificates that servers are verified with, and what is wrong with one (client-go, transport.TLSConfigFor; Go's
 * encoding/pem). Of a certificate its outer form is checked, not its contents: keys and names are for the connection to judge.
 */

/** `base64` is a field's value; an empty one has no fault. Go's words, or undefined. */
export function caBundleFault(base64: string): string | undefined {
  if (base64 === "") return undefined;
  const fault = faultOf(textOf(base64));
  return fault && `unable to load root certificates: ${fault}`;
}

/** One certificate is enough; where there is none, the first thing that is wrong is told. */
function faultOf(text: string): string | undefined {
  let first: string | undefined;
  let at = 0;
  while (at < text.length) {
    const block = nextBlock(text, at);
    if (!block) {
      first ??= "unable to parse bytes as PEM block";
      break;
    }
    at = block.end;
    if (block.type !== "CERTIFICATE" || block.hasHeaders) continue;
    if (isCertificate(block.bytes)) return undefined;
    first ??= "failed to parse certificate: x509: malformed certificate";
  }
  return first ?? "no valid certificate authority data seen";
}

function textOf(base64: string): string {
  try {
    return atob(base64);
  } catch {
    // Decoding has refused what is no base64.
    return "";
  }
}

interface Block {
  readonly type: string;
  readonly hasHeaders: boolean;
  readonly bytes: string;
  /** Where the text goes on after it. */
  readonly end: number;
}

const begin = "-----BEGIN ";
const end = "-----END ";
const dashes = "-----";

/** The first whole block from `from` on; what looks like the start of one and is none is passed over. */
function nextBlock(text: string, from: number): Block | undefined {
  let closing = -1;
  for (let at = lineStarting(text, begin, from); at >= 0;) {
    const opened = lineEnd(text, at);
    const line = text.slice(at + begin.length, opened).trimEnd();
    if (closing < opened) closing = lineStarting(text, end, opened);
    if (closing < 0) return undefined;
    const closed = lineEnd(text, closing);
    const type = line.slice(0, -dashes.length);
    const isClosed = text.slice(closing + end.length, closed).trimEnd() === type + dashes;
    if (line.endsWith(dashes) && isClosed) {
      const found = blockOf(type, text.slice(opened + 1, closing));
      if (found) return { ...found, end: closed + 1 };
    }
    at = lineStarting(text, begin, opened);
  }
  return undefined;
}

function lineStarting(text: string, prefix: string, from: number): number {
  if ((from === 0 || text[from - 1] === "\n") && text.startsWith(prefix, from)) return from;
  const found = text.indexOf(`\n${prefix}`, from);
  return found < 0 ? -1 : found + 1;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  return found < 0 ? text.length : found;
}

function blockOf(type: string, body: string): Omit<Block, "end"> | undefined {
  const lines = body.split("\n");
  const headers = lines.findIndex((line) => !line.includes(":"));
  try {
    const bytes = atob(lines.slice(Math.max(headers, 0)).join("").replaceAll(/\s/g, ""));
    return { type, hasHeaders: headers > 0, bytes };
  } catch {
    // Not base64: no block.
    return undefined;
  }
}

const tags = { integer: 0x02, bits: 0x03, sequence: 0x30, version: 0xa0 } as const;

/** A sequence of what is signed, the algorithm and the signature (RFC 5280, section 4.1). */
function isCertificate(der: string): boolean {
  const [outer, ...after] = elementsOf(der) ?? [];
  if (outer?.tag !== tags.sequence || after.length > 0) return false;
  const parts = elementsOf(outer.content) ?? [];
  if (!hasTags(parts, [tags.sequence, tags.sequence, tags.bits])) return false;
  const signed = elementsOf(parts[0]?.content ?? "") ?? [];
  const fields = signed[0]?.tag === tags.version ? signed.slice(1) : signed;
  // Serial number, algorithm, issuer, validity, subject and key; extensions may follow.
  const { integer, sequence } = tags;
  return hasTags(fields.slice(0, 6), [integer, sequence, sequence, sequence, sequence, sequence]);
}

interface Element {
  readonly tag: number;
  readonly content: string;
}

function hasTags(elements: readonly Element[], wanted: readonly number[]): boolean {
  return elements.length === wanted.length && elements.every(({ tag }, i) => tag === wanted[i]);
}

/** The elements that bytes in DER consist of; undefined where they do not. */
function elementsOf(bytes: string): readonly Element[] | undefined {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.charCodeAt(at);
    const short = bytes.charCodeAt(at + 1);
    const octets = short < 0x80 ? 0 : short - 0x80;
    if (Number.isNaN(short) || octets > 4) return undefined;
    let length = octets === 0 ? short : 0;
    for (let i = 0; i < octets; i++) length = length * 256 + bytes.charCodeAt(at + 2 + i);
    const start = at + 2 + octets;
    if (!(start + length <= bytes.length)) return undefined;
    found.push({ tag, content: bytes.slice(start, start + length) });
    at = start + length;
  }
  return found;
}
