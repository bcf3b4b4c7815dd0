/** A pipe in memory: what is written comes out in order, and writers wait while too much is in it. */
import type { ByteChannel, ByteReader, ByteWriter } from "./byte-channel.ts";

/** What may wait in a pipe before its writer waits, too: a few TCP windows. */
export const pipeBytesMax = 256 * 1024;

interface Waiting<T> {
  resolve(value: T): void;
  reject(reason: Error): void;
}

export class BytePipe implements ByteReader, ByteWriter {
  readonly #bytesMax: number;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #ended = false;
  #broken: Error | undefined;
  #reader: Waiting<Uint8Array | undefined> | undefined;
  #writers: Waiting<void>[] = [];

  constructor(bytesMax = pipeBytesMax) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes that wait to be read. */
  get waiting(): number {
    return this.#bytes;
  }

  read(): Promise<Uint8Array | undefined> {
    if (this.#broken) return Promise.reject(this.#broken);
    const chunk = this.#chunks.shift();
    if (chunk) {
      this.#bytes -= chunk.length;
      if (this.#bytes < this.#bytesMax) this.#releaseWriters();
      return Promise.resolve(chunk);
    }
    if (this.#ended) return Promise.resolve(undefined);
    if (this.#reader) return Promise.reject(new Error("the pipe is already being read"));
    return new Promise((resolve, reject) => (this.#reader = { resolve, reject }));
  }

  write(chunk: Uint8Array): Promise<void> {
    if (this.#broken) return Promise.reject(this.#broken);
    if (this.#ended) return Promise.reject(new Error("write on closed pipe"));
    if (chunk.length === 0) return Promise.resolve();
    const reader = this.#reader;
    if (reader) {
      this.#reader = undefined;
      reader.resolve(chunk);
      return Promise.resolve();
    }
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < this.#bytesMax) return Promise.resolve();
    return new Promise((resolve, reject) => this.#writers.push({ resolve, reject }));
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reader?.resolve(undefined);
    this.#reader = undefined;
  }

  abort(reason: Error): void {
    this.#break(reason);
  }

  cancel(reason: Error = new Error("read end closed")): void {
    this.#break(reason);
  }

  #break(reason: Error): void {
    if (this.#broken) return;
    this.#broken = reason;
    this.#chunks = [];
    this.#bytes = 0;
    this.#reader?.reject(reason);
    this.#reader = undefined;
    for (const writer of this.#writers) writer.reject(reason);
    this.#writers = [];
  }

  #releaseWriters(): void {
    const writers = this.#writers;
    this.#writers = [];
    for (const writer of writers) writer.resolve();
  }
}

/** Two ends: what is written to one is read from the other. */
export function channelPair(bytesMax = pipeBytesMax): readonly [ByteChannel, ByteChannel] {
  const [there, back] = [new BytePipe(bytesMax), new BytePipe(bytesMax)];
  return [
    { reader: back, writer: there },
    { reader: there, writer: back },
  ];
}
