/** A client's side of SPDY/3.1 for tests, written against the draft and Node's own zlib: it shares no code with the server's. */
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from "node:zlib";
import type { ByteChannel } from "../../../../src/server/streaming/byte-channel.ts";

const words = [
  "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age",
  "allow authorization cache-control connection content-base content-encoding content-language content-length",
  "content-location content-md5 content-range content-type date etag expect expires from host if-match",
  "if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma",
  "proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade",
  "user-agent vary via warning www-authenticate method get status",
]
  .join(" ")
  .split(" ");
const after = [
  "200 OK",
  "version",
  "HTTP/1.1",
  "url",
  "public",
  "set-cookie",
  "keep-alive",
  "origin",
];
const tail =
  "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

export const dictionary = Buffer.concat([
  ...[...words, ...after].flatMap((word) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(word.length);
    return [length, Buffer.from(word)];
  }),
  Buffer.from(tail),
]);

export interface Frame {
  /** Undefined for data. */
  readonly type: number | undefined;
  readonly streamId: number;
  readonly flags: number;
  readonly payload: Buffer;
}

export class SpdyClient {
  readonly frames: Frame[] = [];
  readonly #channel: ByteChannel;
  readonly #deflate: Deflate = createDeflate({ dictionary });
  readonly #inflate: Inflate = createInflate({ dictionary });
  #rest = Buffer.alloc(0);
  #next = 1;
  ended = false;

  constructor(channel: ByteChannel) {
    this.#channel = channel;
    void this.#read();
  }

  /** Opens a stream; gives its id. */
  async open(headers: Readonly<Record<string, string>>, flags = 0): Promise<number> {
    const id = this.#next;
    this.#next += 2;
    await this.send(
      1,
      Buffer.concat([u32(id), u32(0), Buffer.alloc(2), await this.block(headers)]),
      flags,
    );
    return id;
  }

  data(streamId: number, data: string | Uint8Array, flags = 0): Promise<void> {
    const payload = Buffer.from(data as never);
    const head = Buffer.concat([u32(streamId), u32(payload.length)]);
    head[4] = flags;
    return this.raw(Buffer.concat([head, payload]));
  }

  send(type: number, payload: Buffer, flags = 0): Promise<void> {
    const head = Buffer.concat([u32((0x8003_0000 | type) >>> 0), u32(payload.length)]);
    head[4] = flags;
    return this.raw(Buffer.concat([head, payload]));
  }

  raw(bytes: Uint8Array): Promise<void> {
    return this.#channel.writer.write(bytes);
  }

  close(): void {
    this.#channel.writer.end();
  }

  /** Compressed headers, in the one context of this connection. */
  async block(headers: Readonly<Record<string, string>>): Promise<Buffer> {
    const text = (value: string): Buffer =>
      Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(value)]);
    const entries = Object.entries(headers);
    const plain = Buffer.concat([
      u32(entries.length),
      ...entries.flatMap(([name, value]) => [text(name), text(value)]),
    ]);
    return pass(this.#deflate, plain);
  }

  /** The headers of a block that the server sent. */
  async headers(block: Buffer): Promise<Record<string, string>> {
    const plain = await pass(this.#inflate, block);
    let at = 0;
    const take = (): string => {
      const length = plain.readUInt32BE(at);
      at += 4 + length;
      return plain.subarray(at - length, at).toString();
    };
    const count = plain.readUInt32BE(0);
    at = 4;
    return Object.fromEntries(Array.from({ length: count }, () => [take(), take()]));
  }

  /** All data of a stream so far. */
  text(streamId: number): string {
    return Buffer.concat(
      this.frames
        .filter((frame) => frame.type === undefined && frame.streamId === streamId)
        .map(({ payload }) => payload),
    ).toString();
  }

  finished(streamId: number): boolean {
    return this.frames.some(
      (frame) => frame.type === undefined && frame.streamId === streamId && (frame.flags & 1) !== 0,
    );
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const chunk = await this.#channel.reader.read();
        if (!chunk) break;
        this.#rest = Buffer.concat([this.#rest, chunk]);
        this.#parse();
      }
    } catch {
      // The server has cut the connection.
    }
    this.ended = true;
  }

  #parse(): void {
    while (this.#rest.length >= 8) {
      const first = this.#rest.readUInt32BE(0);
      const length = this.#rest.readUInt32BE(4) & 0xffffff;
      if (this.#rest.length < 8 + length) return;
      const payload = this.#rest.subarray(8, 8 + length);
      const flags = this.#rest[4] ?? 0;
      const control = first >= 0x8000_0000;
      const streamId = control ? (payload.length >= 4 ? payload.readUInt32BE(0) : 0) : first;
      this.frames.push({ type: control ? first & 0xffff : undefined, streamId, flags, payload });
      this.#rest = this.#rest.subarray(8 + length);
    }
  }
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** What a zlib stream makes of some bytes, flushed. */
function pass(stream: Deflate | Inflate, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const take = (chunk: Buffer): number => out.push(chunk);
    stream.on("data", take);
    stream.once("error", reject);
    stream.write(bytes);
    stream.flush(constants.Z_SYNC_FLUSH, () => {
      stream.off("data", take);
      stream.off("error", reject);
      resolve(Buffer.concat(out));
    });
  });
}
