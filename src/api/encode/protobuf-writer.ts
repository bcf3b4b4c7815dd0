/** Writes protobuf's wire format into one growing buffer. Source: protobuf.dev, "Encoding". */
import type { Int64 } from "../json.ts";

const encoder = new TextEncoder();
const wireVarint = 0;
const wire64 = 1;
const wireBytes = 2;
const lengthBytesMax = 5;
/** Lengths below take one byte. */
const shortMax = 128;

export class ProtobufWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** `bytes`: what is probably enough; more makes it grow. */
  constructor(bytes = 64 * 1024) {
    this.#bytes = new Uint8Array(bytes);
  }

  /** What was written, in bytes of its own. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** The same without a copy: the writer must not be used again. */
  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** For the next, in the same room. */
  clear(): void {
    this.#length = 0;
  }

  /** Bytes that it takes up. */
  get room(): number {
    return this.#bytes.length;
  }

  string(field: number, text: string): void {
    this.#tag(field, wireBytes);
    if (text.length < shortMax && this.#ascii(text)) return;
    // A UTF-16 unit takes three bytes at most.
    this.#reserve(lengthBytesMax + text.length * 3);
    // Most are ASCII: room is kept for the length that they have then.
    const lengthBytes = lengthBytesOf(text.length);
    const start = this.#length + lengthBytes;
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(start));
    if (written !== text.length) {
      this.#bytes.copyWithin(this.#length + lengthBytesOf(written), start, start + written);
    }
    this.#varint(written);
    this.#length += written;
  }

  /** A short text with its length; false, and nothing is written, where a letter takes more than one byte. */
  #ascii(text: string): boolean {
    const { length } = text;
    this.#reserve(length + 1);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = length;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      bytes[at++] = code;
    }
    this.#length = at;
    return true;
  }

  /** Without a tag. */
  raw(content: Uint8Array): void {
    this.#reserve(content.length);
    this.#bytes.set(content, this.#length);
    this.#length += content.length;
  }

  bytes(field: number, content: Uint8Array): void {
    this.#tag(field, wireBytes);
    this.#varint(content.length);
    this.raw(content);
  }

  bool(field: number, value: boolean): void {
    this.#tag(field, wireVarint);
    this.#varint(value ? 1 : 0);
  }

  /** Negative numbers take ten bytes, as they do in every encoder. */
  int64(field: number, value: Int64): void {
    this.#tag(field, wireVarint);
    if (typeof value === "number" && value >= 0) return this.#varint(Math.trunc(value));
    let rest = BigInt.asUintN(64, typeof value === "bigint" ? value : BigInt(Math.trunc(value)));
    this.#reserve(10);
    while (rest > 0x7fn) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  double(field: number, value: number): void {
    this.#tag(field, wire64);
    this.#reserve(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** What `write` writes becomes the content of a message. */
  message(field: number, write: () => void): void {
    const start = this.begin(field);
    write();
    this.end(start);
  }

  /** What is written from now on is the content of a message of about so many bytes, up to `end` with what this returns. */
  begin(field: number, about = 0): number {
    this.#tag(field, wireBytes);
    this.#reserve(lengthBytesMax);
    const start = this.#length;
    this.#length += lengthBytesOf(about);
    return start;
  }

  end(start: number, about = 0): void {
    const kept = lengthBytesOf(about);
    const content = start + kept;
    const size = this.#length - content;
    const needed = lengthBytesOf(size);
    // Room was kept for another length: the content moves.
    if (needed !== kept) {
      this.#reserve(lengthBytesMax);
      this.#bytes.copyWithin(start + needed, content, content + size);
    }
    this.#length = start;
    this.#varint(size);
    this.#length += size;
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 0x7fffffff) {
      this.#bytes[this.#length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    // What 31 bits hold is quicker in them.
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  #reserve(more: number): void {
    const needed = this.#length + more + lengthBytesMax;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

function lengthBytesOf(size: number): number {
  if (size < shortMax) return 1;
  let bytes = 1;
  for (let rest = size; rest > 0x7f; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}
