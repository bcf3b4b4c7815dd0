/**
 * The server's side of a SPDY/3.1 connection over any byte channel: streams that the client opens, several at once. Bounded in memory:
 * a stream's data waits up to a limit, then the connection is not read on; one that stands still while others wait is reset.
 */
import type { Timers } from "../../../host/host.ts";
import type { ByteChannel } from "../byte-channel.ts";
import {
  controlFrame,
  dataFrame,
  flagFin,
  flagUnidirectional,
  frameType,
  rstStatus,
  settingInitialWindow,
} from "./frames.ts";
import { FrameReader, type Frame } from "./frame-reader.ts";
import { HeaderDecoder, HeaderEncoder } from "./headers.ts";
import { initialWindowBytes, SpdyStream, type StreamPort } from "./stream.ts";

/** More than any client opens at once; a connection has two streams for each forwarded one. */
export const streamsMax = 2048;
/** How long one stream that nobody reads may hold up the others of its connection. */
export const stallMs = 5000;
/** How long a closed connection waits for the client to have read what was sent. */
const lingerMs = 2000;

export class SpdyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SpdyError";
  }
}

export interface SpdyOptions {
  readonly channel: ByteChannel;
  readonly timers: Timers;
  /** A stream that the client has opened. A text refuses it; undefined takes it. */
  onStream(stream: SpdyStream): string | undefined;
}

export class SpdyConnection implements StreamPort {
  readonly #options: SpdyOptions;
  readonly #streams = new Map<number, SpdyStream>();
  readonly #decoder = new HeaderDecoder();
  readonly #encoder = new HeaderEncoder();
  #lastStreamId = 0;
  #initialWindow = Number.MAX_SAFE_INTEGER;
  #peerCountsWindows = false;
  #closed = false;
  #goneAway = false;

  constructor(options: SpdyOptions) {
    this.#options = options;
  }

  /** Reads until the client is gone or has broken the protocol, which ends every stream. Resolves always. */
  async run(): Promise<void> {
    const { channel } = this.#options;
    const frames = new FrameReader(channel.reader);
    try {
      for (;;) {
        const frame = await frames.next();
        if (!frame) break;
        const waits = this.#receive(frame);
        if (waits) await waits;
      }
      this.#end(new SpdyError("connection closed by the client"));
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      if (!this.#closed) this.#send(controlFrame(frameType.goAway, [this.#lastStreamId, 1]));
      this.#end(reason);
    }
  }

  /** Says good-bye and ends the connection; what was written before is sent. */
  async close(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => stream.flushed()));
    if (this.#closed) return;
    this.#send(controlFrame(frameType.goAway, [this.#lastStreamId, 0]));
    this.#end(new SpdyError("connection closed"));
  }

  /** Streams that are open. */
  get size(): number {
    return this.#streams.size;
  }

  async sendData(stream: SpdyStream, payload: Uint8Array, flags: number): Promise<void> {
    if (this.#closed) throw new SpdyError("connection closed");
    await this.#options.channel.writer.write(dataFrame(stream.id, payload, flags));
  }

  sendReset(stream: SpdyStream, status: number): void {
    this.#send(controlFrame(frameType.rstStream, [stream.id, status]));
  }

  sendWindowUpdate(stream: SpdyStream, bytes: number): void {
    this.#send(controlFrame(frameType.windowUpdate, [stream.id, bytes]));
  }

  finished(stream: SpdyStream): void {
    this.#streams.delete(stream.id);
  }

  #send(frame: Uint8Array): void {
    if (this.#closed) return;
    // A connection that takes nothing any more is noticed by its reader.
    this.#options.channel.writer.write(frame).catch(() => undefined);
  }

  #end(reason: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const stream of this.#streams.values()) stream.fail(reason);
    this.#streams.clear();
    const { channel, timers } = this.#options;
    channel.writer.end();
    // The client closes its side when it has read all; one that does not is cut off.
    timers.after(lingerMs, () => channel.reader.cancel(reason));
  }

  #receive(frame: Frame): Promise<void> | undefined {
    if (frame.kind === "data") return this.#receiveData(frame);
    const { view, flags, payload } = frame;
    switch (frame.type) {
      case frameType.synStream:
        this.#synStream(view, payload, flags);
        return undefined;
      case frameType.rstStream:
        need(payload, 8);
        this.#streams.get(view.getUint32(0))?.fail(new SpdyError("stream reset by the client"));
        return undefined;
      case frameType.ping:
        need(payload, 4);
        // Even numbers are answers to pings of ours, of which there are none.
        if (view.getUint32(0) % 2 === 1)
          this.#send(controlFrame(frameType.ping, [view.getUint32(0)]));
        return undefined;
      case frameType.settings:
        this.#settings(view, payload);
        return undefined;
      case frameType.windowUpdate:
        this.#windowUpdate(view, payload);
        return undefined;
      case frameType.headers:
      case frameType.synReply:
        need(payload, 4);
        // Decoded for the compression's sake, which has one context for the whole connection.
        this.#decoder.decode(payload.subarray(4));
        if (frame.type === frameType.headers && flags & flagFin) {
          this.#streams.get(view.getUint32(0) & 0x7fff_ffff)?.receiveEnd();
        }
        return undefined;
      case frameType.goAway:
        this.#goneAway = true;
        return undefined;
      default:
        return undefined;
    }
  }

  #receiveData(frame: Frame & { kind: "data" }): Promise<void> | undefined {
    const { streamId, payload, last } = frame;
    const stream = this.#streams.get(streamId);
    if (!stream || stream.remoteEnded) {
      // Data that was under way when the stream ended here is no fault of the client's.
      if (streamId === 0 || streamId > this.#lastStreamId) {
        this.#send(controlFrame(frameType.rstStream, [streamId, rstStatus.invalidStream]));
      }
      return undefined;
    }
    const taken = payload.length > 0 ? this.#deliver(stream, payload) : undefined;
    if (!last) return taken;
    if (!taken) {
      stream.receiveEnd();
      return undefined;
    }
    return taken.then(() => stream.receiveEnd());
  }

  async #deliver(stream: SpdyStream, payload: Uint8Array): Promise<void> {
    const before = this.#others(stream);
    const taken = stream.receive(payload);
    if (!before) return taken;
    const timer = this.#options.timers.after(stallMs, () => {
      if (stream.over || !this.#others(stream)) return;
      this.sendReset(stream, rstStatus.flowControlError);
      stream.fail(new SpdyError("the stream's reader does not keep up"));
    });
    try {
      await taken;
    } finally {
      timer.cancel();
    }
  }

  /** Whether a stream of another request waits behind this one. */
  #others(stream: SpdyStream): boolean {
    const request = stream.header("requestid");
    for (const other of this.#streams.values())
      if (other !== stream && other.header("requestid") !== request) return true;
    return false;
  }

  #synStream(view: DataView, payload: Uint8Array, flags: number): void {
    need(payload, 10);
    const id = view.getUint32(0) & 0x7fff_ffff;
    const headers = this.#decoder.decode(payload.subarray(10));
    if (id % 2 === 0 || id <= this.#lastStreamId) {
      throw new SpdyError(`stream ${id} cannot be opened after ${this.#lastStreamId}`);
    }
    this.#lastStreamId = id;
    if (this.#goneAway || this.#streams.size >= streamsMax) return this.#refuse(id);
    const stream = new SpdyStream(this, {
      id,
      headers,
      remoteEnded: (flags & flagFin) !== 0,
      localEnded: (flags & flagUnidirectional) !== 0,
      initialWindow: this.#initialWindow,
    });
    this.#streams.set(id, stream);
    const refusal = this.#options.onStream(stream);
    if (refusal !== undefined) {
      this.#streams.delete(id);
      return this.#refuse(id);
    }
    const reply = this.#encoder.encode(new Map());
    this.#send(controlFrame(frameType.synReply, [id], { bytes: reply }));
  }

  #refuse(id: number): void {
    this.#send(controlFrame(frameType.rstStream, [id, rstStatus.refusedStream]));
  }

  #settings(view: DataView, payload: Uint8Array): void {
    need(payload, 4);
    const count = view.getUint32(0);
    need(payload, 4 + Math.min(count, payload.length) * 8);
    for (let i = 0; i < count; i++) {
      const id = view.getUint32(4 + i * 8) & 0xff_ffff;
      if (id !== settingInitialWindow) continue;
      this.#countWindows();
      const wanted = view.getUint32(8 + i * 8) & 0x7fff_ffff;
      const change = wanted - this.#initialWindow;
      this.#initialWindow = wanted;
      for (const stream of this.#streams.values()) stream.openWindow(change);
    }
  }

  #windowUpdate(view: DataView, payload: Uint8Array): void {
    need(payload, 8);
    this.#countWindows();
    const id = view.getUint32(0) & 0x7fff_ffff;
    const stream = this.#streams.get(id);
    if (!stream || stream.openWindow(view.getUint32(4) & 0x7fff_ffff)) return;
    this.sendReset(stream, rstStatus.flowControlError);
    stream.fail(new SpdyError("window overflow"));
  }

  /** From the first word about windows on the peer is held to count them; kubectl's library never says one. */
  #countWindows(): void {
    if (this.#peerCountsWindows) return;
    this.#peerCountsWindows = true;
    const change = initialWindowBytes - this.#initialWindow;
    this.#initialWindow = initialWindowBytes;
    for (const stream of this.#streams.values()) stream.openWindow(change);
  }
}

function need(payload: Uint8Array, length: number): void {
  if (payload.length < length) throw new SpdyError("control frame too short");
}
