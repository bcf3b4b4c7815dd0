/** A flow of bytes read by lines, by pieces, or whole: what commands of the simulation read from. */
import type { ByteReader } from "../../server/streaming/byte-channel.ts";

/** What a command that needs all of its input may be given. */
export const inputBytesMax = 48 * 1024 * 1024;

export class LineReader implements ByteReader {
  readonly #reader: ByteReader;
  #rest: Uint8Array = new Uint8Array();

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  async read(): Promise<Uint8Array | undefined> {
    if (this.#rest.length === 0) return this.#reader.read();
    const chunk = this.#rest;
    this.#rest = new Uint8Array();
    return chunk;
  }

  cancel(reason?: Error): void {
    this.#reader.cancel(reason);
  }

  /** The next line without its end; undefined at the end of the input. */
  async line(): Promise<string | undefined> {
    const decoder = new TextDecoder();
    let text = "";
    let any = false;
    for (;;) {
      const chunk = await this.read();
      if (!chunk) return any ? text + decoder.decode() : undefined;
      any = true;
      const end = chunk.indexOf(0x0a);
      if (end >= 0) {
        this.#rest = chunk.subarray(end + 1);
        return text + decoder.decode(chunk.subarray(0, end));
      }
      text += decoder.decode(chunk, { stream: true });
      if (text.length > inputBytesMax) throw new Error("line too long");
    }
  }

  /** Drops that many bytes, or what there is. */
  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      const chunk = await this.read();
      if (!chunk) return;
      if (chunk.length > left) this.#rest = chunk.subarray(left);
      left -= chunk.length;
    }
  }

  /** Everything up to the end. Rejects when it is too much. */
  async all(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const chunk = await this.read();
      if (!chunk) break;
      length += chunk.length;
      if (length > inputBytesMax) throw new Error("No space left on device");
      chunks.push(chunk);
    }
    const whole = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }
}
