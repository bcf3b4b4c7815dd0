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

  /** What was written; the writer must not be used again. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  string(field: number, text: string): void {
    this.#tag(field, wireBytes);
    if (text.length < shortMax && this.#ascii(text)) return;
    // A UTF-16 unit takes three bytes at most.
    this.#reserve(lengthBytesMax + text.length * 3);
    const start = this.#length + lengthBytesMax;
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(start));
    this.#varint(written);
    this.#bytes.copyWithin(this.#length, start, start + written);
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
    this.#tag(field, wireBytes);
    this.#reserve(1);
    const start = this.#length++;
    write();
    const size = this.#length - start - 1;
    if (size < shortMax) {
      this.#bytes[start] = size;
      return;
    }
    // Most are short: room is kept for one byte, and a longer one moves up.
    this.#reserve(lengthBytesMax);
    const content = start + 1;
    this.#length = start;
    this.#bytes.copyWithin(content + lengthBytesOf(size) - 1, content, content + size);
    this.#varint(size);
    this.#length += size;
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
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
  let bytes = 1;
  for (let rest = size; rest > 0x7f; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}
