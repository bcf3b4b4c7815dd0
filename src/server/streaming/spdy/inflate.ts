/**
 * Inflate (RFC 1951) for streams that are flushed after each message, as SPDY's header blocks are: between two calls the decoder stands
 * at the boundary of a deflate block, so all that it keeps is the window. Browsers have no inflater that takes a dictionary.
 */

export class InflateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InflateError";
  }
}

const windowBytes = 32 * 1024;
const endOfBlock = 256;

/** For each code length, the first code and where its symbols begin: canonical Huffman decoding without tables of tables. */
interface Huffman {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

export class Inflater {
  #window: Uint8Array;

  /** `dictionary`: what the window holds at the start. */
  constructor(dictionary: Uint8Array) {
    this.#window = dictionary.slice(-windowBytes);
  }

  /**
   * Inflates whole deflate blocks. Throws InflateError for what is no deflate data, ends inside a block, or would give more than
   * `outputBytesMax`; the inflater must not be used after that.
   */
  inflate(input: Uint8Array, outputBytesMax: number): Uint8Array {
    const output = new Output(this.#window, outputBytesMax);
    const bits = new BitReader(input);
    while (!bits.atEnd) {
      const last = bits.read(1) === 1;
      const type = bits.read(2);
      if (type === 0) stored(bits, output);
      else if (type === 1) compressed(bits, output, fixedCodes());
      else if (type === 2) compressed(bits, output, dynamicCodes(bits));
      else throw new InflateError("invalid block type");
      if (last) break;
    }
    this.#window = output.window();
    return output.bytes();
  }
}

class BitReader {
  readonly #input: Uint8Array;
  #at = 0;
  #buffer = 0;
  #count = 0;

  constructor(input: Uint8Array) {
    this.#input = input;
  }

  /** Whether nothing but the padding of the last byte is left. */
  get atEnd(): boolean {
    return this.#at >= this.#input.length && this.#count < 8;
  }

  read(count: number): number {
    while (this.#count < count) {
      const byte = this.#input[this.#at++];
      if (byte === undefined) throw new InflateError("unexpected end of data");
      this.#buffer |= byte << this.#count;
      this.#count += 8;
    }
    const value = this.#buffer & ((1 << count) - 1);
    this.#buffer >>>= count;
    this.#count -= count;
    return value;
  }

  /** `length` whole bytes, from the next byte boundary on. */
  take(length: number): Uint8Array {
    const taken = this.#input.subarray(this.#at, this.#at + length);
    if (taken.length < length) throw new InflateError("unexpected end of data");
    this.#at += length;
    return taken;
  }

  align(): void {
    // Whole bytes that were read ahead are given back.
    this.#at -= this.#count >> 3;
    this.#buffer = 0;
    this.#count = 0;
  }
}

class Output {
  #bytes: Uint8Array;
  readonly #start: number;
  readonly #max: number;
  #length: number;

  constructor(window: Uint8Array, max: number) {
    this.#bytes = new Uint8Array(window.length + 4096);
    this.#bytes.set(window);
    this.#start = window.length;
    this.#length = window.length;
    this.#max = window.length + max;
  }

  push(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  append(chunk: Uint8Array): void {
    this.#reserve(chunk.length);
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  copy(distance: number, length: number): void {
    if (distance > this.#length) throw new InflateError("invalid distance too far back");
    this.#reserve(length);
    for (let i = 0; i < length; i++) {
      this.#bytes[this.#length] = this.#bytes[this.#length - distance] ?? 0;
      this.#length++;
    }
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(this.#start, this.#length);
  }

  window(): Uint8Array {
    return this.#bytes.slice(Math.max(0, this.#length - windowBytes), this.#length);
  }

  #reserve(more: number): void {
    const wanted = this.#length + more;
    if (wanted > this.#max) throw new InflateError("too much data");
    if (wanted <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(wanted, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

function stored(bits: BitReader, output: Output): void {
  bits.align();
  const [low = 0, high = 0, notLow = 0, notHigh = 0] = bits.take(4);
  const length = low | (high << 8);
  if ((length ^ 0xffff) !== (notLow | (notHigh << 8))) {
    throw new InflateError("invalid stored block lengths");
  }
  output.append(bits.take(length));
}

interface Codes {
  readonly lengths: Huffman;
  readonly distances: Huffman;
}

const lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const lengthExtra = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const distanceExtra = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];

function compressed(bits: BitReader, output: Output, { lengths, distances }: Codes): void {
  for (;;) {
    const symbol = decode(bits, lengths);
    if (symbol < endOfBlock) {
      output.push(symbol);
      continue;
    }
    if (symbol === endOfBlock) return;
    const index = symbol - 257;
    const base = lengthBases[index];
    if (base === undefined) throw new InflateError("invalid literal/length code");
    const length = base + bits.read(lengthExtra[index] ?? 0);
    const slot = decode(bits, distances);
    const distanceBase = distanceBases[slot];
    if (distanceBase === undefined) throw new InflateError("invalid distance code");
    output.copy(distanceBase + bits.read(distanceExtra[slot] ?? 0), length);
  }
}

function decode(bits: BitReader, { counts, symbols }: Huffman): number {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length < 16; length++) {
    code |= bits.read(1);
    const count = counts[length] ?? 0;
    if (code - first < count) return symbols[index + code - first] ?? 0;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw new InflateError("invalid code");
}

function huffman(lengths: readonly number[]): Huffman {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  let left = 1;
  for (let length = 1; length < 16; length++) {
    left = (left << 1) - (counts[length] ?? 0);
    if (left < 0) throw new InflateError("over-subscribed code lengths");
  }
  const offsets = new Uint16Array(16);
  for (let length = 1; length < 15; length++) {
    offsets[length + 1] = (offsets[length] ?? 0) + (counts[length] ?? 0);
  }
  const symbols = new Uint16Array(lengths.length);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const at = offsets[length] ?? 0;
    symbols[at] = symbol;
    offsets[length] = at + 1;
  }
  return { counts, symbols };
}

let fixed: Codes | undefined;

function fixedCodes(): Codes {
  fixed ??= {
    lengths: huffman(
      Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
    ),
    distances: huffman(Array.from({ length: 30 }, () => 5)),
  };
  return fixed;
}

const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function dynamicCodes(bits: BitReader): Codes {
  const literals = bits.read(5) + 257;
  const distances = bits.read(5) + 1;
  const codes = bits.read(4) + 4;
  if (literals > 286 || distances > 30) throw new InflateError("bad counts");
  const order = Array.from({ length: 19 }, () => 0);
  for (let i = 0; i < codes; i++) order[codeLengthOrder[i] ?? 0] = bits.read(3);
  const lengthCode = huffman(order);
  const all: number[] = [];
  while (all.length < literals + distances) {
    const symbol = decode(bits, lengthCode);
    if (symbol < 16) {
      all.push(symbol);
      continue;
    }
    const repeated = symbol === 16 ? all.at(-1) : 0;
    if (repeated === undefined) throw new InflateError("no last length");
    const times =
      symbol === 16 ? 3 + bits.read(2) : symbol === 17 ? 3 + bits.read(3) : 11 + bits.read(7);
    if (all.length + times > literals + distances) throw new InflateError("too many lengths");
    for (let i = 0; i < times; i++) all.push(repeated);
  }
  if (all[endOfBlock] === 0) throw new InflateError("missing end-of-block");
  return { lengths: huffman(all.slice(0, literals)), distances: huffman(all.slice(literals)) };
}
