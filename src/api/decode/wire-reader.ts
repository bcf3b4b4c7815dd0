/** Reads the protobuf wire format from bounded bytes. Errors are DecodeFault in the words of Go's decoder. */
import { DecodeFault } from "./decode-error.ts";

export const wireVarint = 0;
export const wireFixed64 = 1;
export const wireBytes = 2;
export const wireFixed32 = 5;

export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The next field's number (> 0) and wire type. */
  tag(message: string): { readonly number: number; readonly wireType: number } {
    const key = this.varint();
    const wireType = Number(key & 7n);
    const number = Number((key >> 3n) & 0x1fff_ffffn);
    if (wireType === 4) {
      throw new DecodeFault(`proto: ${message}: wiretype end group for non-group`);
    }
    if (number === 0) {
      throw new DecodeFault(`proto: ${message}: illegal tag ${number} (wire type ${key})`);
    }
    return { number, wireType };
  }

  /** An unsigned varint of at most 64 bits. */
  varint(): bigint {
    // Most are small: those need no bigint until the end.
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 64n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new DecodeFault("proto: integer overflow");
  }

  /** A length and that many bytes, not copied. */
  bytes(): Uint8Array {
    const length = this.varint();
    if (length > 0x7fff_ffffn) {
      throw new DecodeFault("proto: negative length found during unmarshaling");
    }
    return this.#take(Number(length));
  }

  double(): number {
    const bytes = this.#take(8);
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  }

  skip(wireType: number): void {
    switch (wireType) {
      case wireVarint:
        this.varint();
        return;
      case wireFixed64:
        this.#take(8);
        return;
      case wireBytes:
        this.bytes();
        return;
      case wireFixed32:
        this.#take(4);
        return;
      default:
        throw new DecodeFault(`proto: illegal wireType ${wireType}`);
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new DecodeFault("unexpected EOF");
    return byte;
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new DecodeFault("unexpected EOF");
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}
