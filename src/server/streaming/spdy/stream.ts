/** One stream of a SPDY connection: what the peer sends comes out of its reader, what is written goes out as data frames. */
import { BytePipe } from "../byte-pipe.ts";
import type { ByteReader, ByteWriter } from "../byte-channel.ts";
import { dataBytesMax, flagFin } from "./frames.ts";
import type { SpdyHeaders } from "./headers.ts";

/** The window that every stream begins with (draft 3.1, section 2.6.8). */
export const initialWindowBytes = 64 * 1024;
/**
 * What may wait for a stream's reader before the whole connection is no longer read. Far more than the window, since kubectl's library
 * sends without regard to it.
 */
export const streamBytesMax = 1024 * 1024;

/** What a stream needs of its connection. */
export interface StreamPort {
  sendData(stream: SpdyStream, payload: Uint8Array, flags: number): Promise<void>;
  sendReset(stream: SpdyStream, status: number): void;
  sendWindowUpdate(stream: SpdyStream, bytes: number): void;
  /** Both directions are over. */
  finished(stream: SpdyStream): void;
}

export class SpdyStream implements ByteWriter {
  readonly id: number;
  readonly headers: SpdyHeaders;
  readonly #port: StreamPort;
  readonly #incoming = new BytePipe(streamBytesMax);
  #remoteEnded: boolean;
  #localEnded: boolean;
  #failure: Error | undefined;
  #unacknowledged = 0;
  /** Bytes that the peer takes; unlimited for peers that never speak of windows. */
  #sendWindow = initialWindowBytes;
  #windowWaiters: (() => void)[] = [];
  #sending: Promise<void> = Promise.resolve();

  constructor(
    port: StreamPort,
    options: {
      readonly id: number;
      readonly headers: SpdyHeaders;
      readonly remoteEnded: boolean;
      readonly localEnded: boolean;
      readonly initialWindow: number;
    },
  ) {
    this.#port = port;
    this.id = options.id;
    this.headers = options.headers;
    this.#remoteEnded = options.remoteEnded;
    this.#localEnded = options.localEnded;
    this.#sendWindow = options.initialWindow;
    if (options.remoteEnded) this.#incoming.end();
  }

  /** The value of a header, empty where there is none. */
  header(name: string): string {
    return this.headers.get(name)?.[0] ?? "";
  }

  get reader(): ByteReader {
    return {
      read: async () => {
        const chunk = await this.#incoming.read();
        if (chunk) this.#acknowledge(chunk.length);
        return chunk;
      },
      cancel: (reason) => this.#incoming.cancel(reason),
    };
  }

  get over(): boolean {
    return this.#failure !== undefined || (this.#remoteEnded && this.#localEnded);
  }

  /** Bytes that wait for the reader. */
  get waiting(): number {
    return this.#incoming.waiting;
  }

  write(chunk: Uint8Array): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#localEnded) return Promise.reject(new Error("write on closed stream"));
    const sent = this.#sending.then(() => this.#send(chunk));
    // One write's failure is told to its writer, and to those that follow by #failure.
    this.#sending = sent.catch(() => undefined);
    return sent;
  }

  /** Half-closes the stream once all that was written is sent. */
  end(): void {
    if (this.#localEnded) return;
    this.#localEnded = true;
    this.#sending = this.#sending
      .then(() =>
        this.#failure ? undefined : this.#port.sendData(this, new Uint8Array(), flagFin),
      )
      .catch(() => undefined)
      .then(() => this.#finishIfOver());
  }

  abort(reason: Error): void {
    if (this.over) return;
    this.#port.sendReset(this, 5);
    this.fail(reason);
  }

  /** Resolves when everything written so far, the end included, was handed to the connection. */
  flushed(): Promise<void> {
    return this.#sending;
  }

  /** Data from the peer; resolves when the connection may be read on. */
  receive(payload: Uint8Array): Promise<void> {
    // Nobody reads it any more: dropped, as the peer learns by and by.
    return this.#incoming.write(payload).catch(() => this.#acknowledge(payload.length));
  }

  receiveEnd(): void {
    if (this.#remoteEnded) return;
    this.#remoteEnded = true;
    this.#incoming.end();
    this.#finishIfOver();
  }

  get remoteEnded(): boolean {
    return this.#remoteEnded;
  }

  /** The stream or its connection is broken: readers and writers are told. */
  fail(reason: Error): void {
    if (this.#failure) return;
    const over = this.over;
    this.#failure = reason;
    this.#incoming.abort(reason);
    this.#wakeWriters();
    if (!over) this.#port.finished(this);
  }

  /** The peer takes that much more. False when the window would overflow. */
  openWindow(bytes: number): boolean {
    if (this.#sendWindow + bytes > 0x7fff_ffff) return false;
    this.#sendWindow += bytes;
    this.#wakeWriters();
    return true;
  }

  #wakeWriters(): void {
    const waiters = this.#windowWaiters;
    this.#windowWaiters = [];
    for (const wake of waiters) wake();
  }

  async #send(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      while (this.#sendWindow <= 0 && !this.#failure) {
        await new Promise<void>((resolve) => this.#windowWaiters.push(resolve));
      }
      if (this.#failure) throw this.#failure;
      const size = Math.min(chunk.length - at, dataBytesMax, this.#sendWindow);
      this.#sendWindow -= size;
      await this.#port.sendData(this, chunk.subarray(at, at + size), 0);
      at += size;
    }
  }

  #acknowledge(bytes: number): void {
    this.#unacknowledged += bytes;
    if (this.#unacknowledged < initialWindowBytes / 2 || this.#remoteEnded || this.#failure) return;
    this.#port.sendWindowUpdate(this, this.#unacknowledged);
    this.#unacknowledged = 0;
  }

  #finishIfOver(): void {
    if (this.#remoteEnded && this.#localEnded && !this.#failure) this.#port.finished(this);
  }
}
