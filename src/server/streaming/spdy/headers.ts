/**
 * SPDY/3.1 header blocks: names and values in one zlib stream for each direction of a connection, flushed after every block. What is
 * sent goes in stored blocks: the peer's inflater takes them, and a handful of short headers a stream is nothing to save on.
 */
import { dictionaryId, headerDictionary } from "./dictionary.ts";
import { Inflater, InflateError } from "./inflate.ts";

/** Names in lower case; several values of one name in order. */
export type SpdyHeaders = ReadonlyMap<string, readonly string[]>;

/** A peer that needs more than this for one stream's headers is not one of ours. */
export const headerBytesMax = 64 * 1024;

const utf8 = new TextEncoder();
const latin = new TextDecoder("latin1");

export class HeaderDecoder {
  readonly #inflater = new Inflater(headerDictionary());
  #begun = false;

  /** Throws InflateError for a block that is malformed; the connection cannot go on then. */
  decode(block: Uint8Array): SpdyHeaders {
    const data = this.#begun ? block : this.#withoutPreface(block);
    this.#begun = true;
    return parse(this.#inflater.inflate(data, headerBytesMax));
  }

  /** The zlib header (RFC 1950): deflate, a dictionary, and which. */
  #withoutPreface(block: Uint8Array): Uint8Array {
    const [method = 0, flags = 0, ...id] = block.subarray(0, 6);
    if ((method & 0x0f) !== 8 || ((method << 8) | flags) % 31 !== 0) {
      throw new InflateError("incorrect header check");
    }
    if ((flags & 0x20) === 0) return block.subarray(2);
    const named = id.reduce((value, byte) => value * 256 + byte, 0);
    if (id.length < 4 || named !== dictionaryId) throw new InflateError("unknown dictionary");
    return block.subarray(6);
  }
}

export class HeaderEncoder {
  #begun = false;

  encode(headers: SpdyHeaders): Uint8Array {
    const block = render(headers);
    const preface = this.#begun ? [] : [0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2];
    this.#begun = true;
    const { length } = block;
    const stored = [0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255];
    const out = new Uint8Array(preface.length + stored.length + length + 5);
    out.set(preface);
    out.set(stored, preface.length);
    out.set(block, preface.length + stored.length);
    // The empty stored block that a flush ends with.
    out.set([0, 0, 0, 255, 255], out.length - 5);
    return out;
  }
}

function parse(block: Uint8Array): SpdyHeaders {
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  let at = 0;
  const number = (): number => {
    if (at + 4 > block.length) throw new InflateError("header block too short");
    const value = view.getUint32(at);
    at += 4;
    return value;
  };
  const text = (): string => {
    const length = number();
    if (at + length > block.length) throw new InflateError("header block too short");
    const value = latin.decode(block.subarray(at, at + length));
    at += length;
    return value;
  };
  const headers = new Map<string, readonly string[]>();
  const count = number();
  for (let i = 0; i < count; i++) {
    const name = text().toLowerCase();
    headers.set(name, text().split("\0"));
  }
  return headers;
}

function render(headers: SpdyHeaders): Uint8Array {
  const parts: Uint8Array[] = [];
  const number = (value: number): void => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value);
    parts.push(bytes);
  };
  const text = (value: string): void => {
    const bytes = utf8.encode(value);
    number(bytes.length);
    parts.push(bytes);
  };
  number(headers.size);
  for (const [name, values] of headers) {
    text(name.toLowerCase());
    text(values.join("\0"));
  }
  return concat(parts);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
