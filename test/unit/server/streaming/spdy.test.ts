/** SPDY/3.1 against an independent client: compression, streams, flow, limits, and what is no SPDY at all (draft 3.1). */
import { constants, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import { createSeededRandom } from "../../../../src/host/simulated/random.ts";
import { channelPair } from "../../../../src/server/streaming/byte-pipe.ts";
import { SpdyConnection, stallMs } from "../../../../src/server/streaming/spdy/connection.ts";
import {
  dictionaryId,
  headerDictionary,
} from "../../../../src/server/streaming/spdy/dictionary.ts";
import { Inflater, InflateError } from "../../../../src/server/streaming/spdy/inflate.ts";
import type { SpdyStream } from "../../../../src/server/streaming/spdy/stream.ts";
import { dictionary, SpdyClient, u32 } from "./spdy-client.ts";

function connect(onStream: (stream: SpdyStream) => string | undefined = () => undefined) {
  const host = createSimulatedHost();
  const [near, far] = channelPair();
  const streams: SpdyStream[] = [];
  const connection = new SpdyConnection({
    channel: far,
    timers: host.timers,
    onStream: (stream) => {
      streams.push(stream);
      return onStream(stream);
    },
  });
  const done = connection.run();
  return { host, client: new SpdyClient(near), connection, streams, done };
}

/** Lets everything that is under way in this tick happen. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};
const text = (chunk: Uint8Array | undefined): string => new TextDecoder().decode(chunk);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

describe("the dictionary", () => {
  it("is the draft's, by its Adler-32", () => {
    let [a, b] = [1, 0];
    for (const byte of headerDictionary()) {
      a = (a + byte) % 65_521;
      b = (b + a) % 65_521;
    }
    expect(((b * 65_536 + a) >>> 0).toString(16)).toBe("e3c6a7c2");
    expect(dictionaryId).toBe(0xe3c6a7c2);
    expect(Buffer.from(headerDictionary()).equals(dictionary)).toBe(true);
  });
});

describe("inflating", () => {
  const flushed = { finishFlush: constants.Z_SYNC_FLUSH };
  it.each([
    ["stored blocks", { level: 0 }],
    ["fixed codes", { strategy: constants.Z_FIXED }],
    ["dynamic codes", { level: 9 }],
    ["runs", { strategy: constants.Z_RLE }],
  ])("undoes zlib's %s, over several messages of one stream", (_what, options) => {
    const random = createSeededRandom(7);
    for (const length of [0, 1, 300, 5000, 70_000]) {
      const plain = Uint8Array.from({ length }, () => Math.floor(random.float() ** 3 * 256));
      const inflater = new Inflater(new Uint8Array());
      for (const part of [plain, plain.slice(0, 100)]) {
        const packed = deflateRawSync(part, { ...options, ...flushed });
        expect(Buffer.from(inflater.inflate(packed, 100_000)).equals(Buffer.from(part))).toBe(true);
      }
    }
  });

  it("refuses what would be too much, and what is cut off or broken", () => {
    const packed = deflateRawSync(Buffer.alloc(100_000), flushed);
    expect(() => new Inflater(new Uint8Array()).inflate(packed, 1000)).toThrow("too much data");
    const random = createSeededRandom(3);
    for (let i = 0; i < 2000; i++) {
      const broken = Uint8Array.from(
        deflateRawSync(bytes("some text, some text ".repeat(20)), flushed),
      );
      const at = Math.floor(random.float() * broken.length);
      broken[at] = Math.floor(random.float() * 256);
      const cut = broken.subarray(0, Math.floor(random.float() * broken.length) + 1);
      try {
        new Inflater(new Uint8Array()).inflate(cut, 10_000);
      } catch (error) {
        expect(error).toBeInstanceOf(InflateError);
      }
    }
  });
});

describe("a connection", () => {
  it("answers streams, and gives their headers and data to the server", async () => {
    const { client, streams } = connect();
    const first = await client.open({ StreamType: "stdin", port: "80" });
    const second = await client.open({ streamtype: "error" }, 1);
    await client.data(first, "hello ");
    await client.data(first, "world", 1);
    await settle();
    expect(
      streams.map((stream) => [stream.id, stream.header("streamtype"), stream.header("port")]),
    ).toEqual([
      [first, "stdin", "80"],
      [second, "error", ""],
    ]);
    const { reader } = streams[0] ?? expect.fail();
    expect(text(await reader.read())).toBe("hello ");
    expect(text(await reader.read())).toBe("world");
    expect(await reader.read()).toBeUndefined();
    expect(await streams[1]?.reader.read()).toBeUndefined();
    const replies = client.frames.filter(({ type }) => type === 2);
    expect(replies.map(({ streamId }) => streamId)).toEqual([first, second]);
    for (const { payload } of replies)
      expect(await client.headers(payload.subarray(4))).toEqual({});
  });

  it("sends what is written in order, ends streams one by one, and says good-bye", async () => {
    const { client, streams, connection } = connect();
    const id = await client.open({ streamtype: "stdout" });
    await settle();
    const stream = streams[0] ?? expect.fail();
    await stream.write(new Uint8Array(100_000).fill(97));
    await stream.write(bytes("b"));
    stream.end();
    await connection.close();
    await settle();
    expect(client.text(id)).toBe(`${"a".repeat(100_000)}b`);
    expect(client.finished(id)).toBe(true);
    expect(client.frames.at(-1)?.type).toBe(7);
    expect(client.ended).toBe(true);
    await expect(stream.write(bytes("x"))).rejects.toThrow();
  });

  it("refuses a stream that the server does not want", async () => {
    const { client } = connect(() => "no");
    const id = await client.open({ streamtype: "odd" });
    await settle();
    const reset = client.frames.find(({ type }) => type === 3);
    expect(reset?.payload).toEqual(Buffer.concat([u32(id), u32(3)]));
  });

  it("answers pings of the client's, and not those of its own number", async () => {
    const { client } = connect();
    await client.send(6, u32(5));
    await client.send(6, u32(6));
    await settle();
    expect(client.frames.map(({ type, payload }) => [type, payload.readUInt32BE(0)])).toEqual([
      [6, 5],
    ]);
  });

  it("opens the window again as data is read", async () => {
    const { client, streams } = connect();
    const id = await client.open({ streamtype: "data" });
    await client.data(id, new Uint8Array(40_000));
    await settle();
    expect(client.frames.some(({ type }) => type === 9)).toBe(false);
    await streams[0]?.reader.read();
    await settle();
    const update = client.frames.find(({ type }) => type === 9);
    expect(update?.payload.readUInt32BE(4)).toBeGreaterThan(0);
  });

  it("waits for the window of a client that counts it, and of no other", async () => {
    const { client, streams } = connect();
    const counted = await client.open({ streamtype: "stdout" });
    await client.send(4, Buffer.concat([u32(1), u32(7), u32(1000)]));
    await settle();
    const stream = streams[0] ?? expect.fail();
    void stream.write(new Uint8Array(2500).fill(97));
    await settle();
    expect(client.text(counted)).toHaveLength(1000);
    await client.send(9, Buffer.concat([u32(counted), u32(1200)]));
    await settle();
    expect(client.text(counted)).toHaveLength(2200);
    await client.send(9, Buffer.concat([u32(counted), u32(9999)]));
    await settle();
    expect(client.text(counted)).toHaveLength(2500);
  });

  it("breaks off one stream on a reset, and leaves the others alone", async () => {
    const { client, streams } = connect();
    const [first, second] = [
      await client.open({ streamtype: "a" }),
      await client.open({ streamtype: "b" }),
    ];
    await settle();
    await client.send(3, Buffer.concat([u32(first), u32(5)]));
    await client.data(second, "still here");
    await settle();
    await expect(streams[0]?.reader.read()).rejects.toThrow("reset");
    expect(text(await streams[1]?.reader.read())).toBe("still here");
  });

  it("does not let a stream that nobody reads hold up another, nor fill the memory", async () => {
    const { client, streams, host, connection } = connect();
    const slow = await client.open({ streamtype: "data", requestid: "1" });
    const other = await client.open({ streamtype: "data", requestid: "2" });
    let sent = 0;
    const flood = (async () => {
      for (let i = 0; i < 100; i++) {
        await client.data(slow, new Uint8Array(64 * 1024));
        sent += 64 * 1024;
      }
      await client.data(other, "through");
    })();
    await settle();
    expect(sent).toBeLessThan(3 * 1024 * 1024);
    expect(streams[0]?.waiting).toBeLessThanOrEqual(2 * 1024 * 1024);
    await host.advance(stallMs);
    await flood;
    await settle();
    expect(text(await streams[1]?.reader.read())).toBe("through");
    expect(connection.size).toBe(1);
    expect(client.frames.some(({ type, streamId }) => type === 3 && streamId === slow)).toBe(true);
  });

  it("waits for a slow reader that is alone, as long as it takes", async () => {
    const { client, streams, host } = connect();
    const id = await client.open({ streamtype: "stdin" });
    let sent = 0;
    void (async () => {
      for (let i = 0; i < 64; i++) {
        await client.data(id, new Uint8Array(64 * 1024));
        sent++;
      }
    })();
    await settle();
    await host.advance(stallMs * 10);
    expect(sent).toBeLessThan(64);
    let read = 0;
    while (read < 64 * 64 * 1024) read += (await streams[0]?.reader.read())?.length ?? 0;
    await settle();
    expect(sent).toBe(64);
  });
});

describe("what is no SPDY", () => {
  const control = (type: number, length: number) =>
    Buffer.concat([u32(0x8003_0000 + type), u32(length)]);
  it.each([
    ["another version", Buffer.concat([u32(0x8002_0001), u32(0)])],
    ["a control frame that is too large", control(1, 0xffffff)],
    ["a SYN_STREAM that is too short", Buffer.concat([control(1, 4), u32(1)])],
    [
      "headers that are no zlib",
      Buffer.concat([control(1, 14), u32(1), u32(0), Buffer.from("..nope")]),
    ],
    ["text", Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n\xff\xff\xff\xff", "latin1")],
    ["a RST_STREAM that is too short", control(3, 0)],
    ["SETTINGS that are too short", Buffer.concat([control(4, 4), u32(1000)])],
  ])("ends the connection at %s", async (_what, raw) => {
    const { client, done, host } = connect();
    await client.raw(raw);
    client.close();
    await done;
    await host.advance(10_000);
    expect(client.ended).toBe(true);
  });

  it("ends at a stream id that goes back", async () => {
    const { client, done } = connect();
    await client.open({ streamtype: "a" });
    await client.send(
      1,
      Buffer.concat([u32(1), u32(0), Buffer.alloc(2), await client.block({ b: "c" })]),
    );
    await done;
    await settle();
    expect(client.frames.at(-1)?.type).toBe(7);
  });

  it("survives random, cut and changed frames: a clean end each time", async () => {
    const random = createSeededRandom(11);
    for (let round = 0; round < 300; round++) {
      const { client, done, streams } = connect();
      const id = await client.open({ streamtype: "data", port: "80" });
      await client.data(id, "x");
      for (let i = 0; i < 5; i++) {
        const length = Math.floor(random.float() * 40);
        const payload = Buffer.from(random.bytes(length));
        const kind = random.float();
        if (kind < 0.3) await client.raw(payload);
        else if (kind < 0.8) await client.send(Math.floor(random.float() * 12), payload, 1);
        else await client.data(Math.floor(random.float() * 4), payload);
      }
      client.close();
      await done;
      for (const stream of streams) expect(stream.over || stream.remoteEnded).toBe(true);
    }
  });
});
