/** JSON text indented by two spaces, as JSON.stringify and Go's MarshalIndent do it, without reading what it says: bit by bit. */

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const space = 0x20;
const newline = 0x0a;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

export class JsonIndenter {
  readonly #json: Uint8Array;
  #out: Uint8Array;
  #length = 0;
  #at = 0;
  #depth = 0;

  /** `json` is well formed. */
  constructor(json: Uint8Array) {
    this.#json = json;
    // Objects of the API take two to three times the room.
    this.#out = new Uint8Array(json.length * 3);
  }

  /** Goes on for so many bytes of the JSON, and to the end of the text that they end in. */
  step(bytes: number): void {
    const end = Math.min(this.#json.length, this.#at + bytes);
    while (this.#at < end) {
      const byte = this.#json[this.#at] ?? 0;
      this.#at += 1;
      switch (byte) {
        case quote:
          this.#text();
          break;
        case openObject:
          this.#open(byte, closeObject);
          break;
        case openList:
          this.#open(byte, closeList);
          break;
        case closeObject:
        case closeList:
          this.#depth -= 1;
          this.#newline();
          this.#put(byte);
          break;
        case comma:
          this.#put(byte);
          this.#newline();
          break;
        case colon:
          this.#put(byte);
          this.#put(space);
          break;
        default:
          if (byte > space) this.#put(byte);
      }
    }
  }

  /** What was written so far, without a newline at its end. */
  finish(): Uint8Array {
    return this.#out.subarray(0, this.#length);
  }

  /** From its first quote, which was read, to its last. */
  #text(): void {
    const json = this.#json;
    const start = this.#at - 1;
    let end = this.#at;
    // A quote after a backslash is of the text.
    while (end < json.length && json[end] !== quote) end += json[end] === backslash ? 2 : 1;
    end = Math.min(end + 1, json.length);
    this.#reserve(end - start);
    const out = this.#out;
    let to = this.#length;
    for (let at = start; at < end; at += 1) out[to++] = json[at] ?? 0;
    this.#length = to;
    this.#at = end;
  }

  /** What is empty stays in one line. */
  #open(byte: number, close: number): void {
    this.#put(byte);
    let next = this.#at;
    while ((this.#json[next] ?? close) <= space) next += 1;
    if (this.#json[next] === close) {
      this.#at = next + 1;
      return this.#put(close);
    }
    this.#depth += 1;
    this.#newline();
  }

  #newline(): void {
    const end = this.#length + 1 + this.#depth * 2;
    this.#reserve(end - this.#length);
    const out = this.#out;
    out[this.#length] = newline;
    for (let to = this.#length + 1; to < end; to += 1) out[to] = space;
    this.#length = end;
  }

  #put(byte: number): void {
    this.#reserve(1);
    this.#out[this.#length++] = byte;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#out.length) return;
    const grown = new Uint8Array(needed * 2);
    grown.set(this.#out);
    this.#out = grown;
  }
}
