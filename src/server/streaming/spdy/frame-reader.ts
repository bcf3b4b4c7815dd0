/** Frames out of a flow of bytes that comes in pieces of any size. Data is handed on as it comes, control frames whole. */
import type { ByteReader } from "../byte-channel.ts";
import { flagFin, frameHeaderBytes, readFrameHeader } from "./frames.ts";

export type Frame =
  | {
      readonly kind: "data";
      readonly streamId: number;
      /** A piece of the frame's payload, or all of it. */
      readonly payload: Uint8Array;
      /** The last piece of the stream's last frame. */
      readonly last: boolean;
    }
  | {
      readonly kind: "control";
      readonly type: number;
      readonly flags: number;
      readonly payload: Uint8Array;
      /** Over the payload. */
      readonly view: DataView;
    };

/** Larger control frames are refused: compressed headers of one stream fit many times. */
export const controlBytesMax = 64 * 1024;

export class FrameReader {
  readonly #reader: ByteReader;
  #rest: Uint8Array = new Uint8Array();
  /** What is still to come of the data frame at hand. */
  #data: { readonly streamId: number; readonly fin: boolean; left: number } | undefined;

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /** Undefined at the end, also at one in the middle of a frame. Rejects for what is no SPDY/3, or too large. */
  async next(): Promise<Frame | undefined> {
    if (this.#data) return this.#nextData(this.#data);
    if (!(await this.#fill(frameHeaderBytes))) return undefined;
    const header = readFrameHeader(this.#take(frameHeaderBytes));
    if (!header.control) {
      const { streamId, flags, length } = header;
      this.#data = { streamId, fin: (flags & flagFin) !== 0, left: length };
      return this.#nextData(this.#data);
    }
    const { version, type, flags, length } = header;
    if (version !== 3) throw new Error(`SPDY version ${version} is not supported`);
    if (length > controlBytesMax) throw new Error(`control frame of ${length} bytes is too large`);
    if (!(await this.#fill(length))) return undefined;
    const payload = this.#take(length);
    const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
    return { kind: "control", type, flags, payload, view };
  }

  async #nextData(data: {
    readonly streamId: number;
    readonly fin: boolean;
    left: number;
  }): Promise<Frame | undefined> {
    if (data.left > 0 && !(await this.#fill(1))) return undefined;
    const payload = this.#take(Math.min(data.left, this.#rest.length));
    data.left -= payload.length;
    if (data.left === 0) this.#data = undefined;
    return {
      kind: "data",
      streamId: data.streamId,
      payload,
      last: data.fin && data.left === 0,
    };
  }

  /** Reads on until that many bytes are here; false at the end. */
  async #fill(length: number): Promise<boolean> {
    if (this.#rest.length >= length) return true;
    if (this.#rest.length === 0) {
      const chunk = await this.#reader.read();
      if (!chunk) return false;
      this.#rest = chunk;
      if (chunk.length >= length) return true;
    }
    const parts = [this.#rest];
    let have = this.#rest.length;
    while (have < length) {
      const chunk = await this.#reader.read();
      if (!chunk) return false;
      parts.push(chunk);
      have += chunk.length;
    }
    const whole = new Uint8Array(have);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    this.#rest = whole;
    return true;
  }

  #take(length: number): Uint8Array {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }
}
