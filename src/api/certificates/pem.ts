/** PEM as Go's encoding/pem reads it: blocks among whatever else there is. Bytes are texts of one character each, as `atob` makes them. */

/** Of base64 in a field; nothing for what decoding should have refused. */
export function binaryText(base64: string): string {
  try {
    return atob(base64);
  } catch {
    // Decoding has refused what is no base64.
    return "";
  }
}

export interface Block {
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
export function nextBlock(text: string, from: number): Block | undefined {
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
