/** Pipes between those who write and those who read: order, waiting, ends, and what breaks. */
import { describe, expect, it } from "vitest";
import { pump } from "../../../../src/server/streaming/byte-channel.ts";
import { BytePipe, channelPair } from "../../../../src/server/streaming/byte-pipe.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (chunk: Uint8Array | undefined): string | undefined =>
  chunk && new TextDecoder().decode(chunk);

/** Whether a promise has been settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

describe("a pipe", () => {
  it("gives what was written in order, and then the end", async () => {
    const pipe = new BytePipe();
    await pipe.write(bytes("a"));
    await pipe.write(new Uint8Array());
    await pipe.write(bytes("b"));
    pipe.end();
    expect([text(await pipe.read()), text(await pipe.read()), await pipe.read()]).toEqual([
      "a",
      "b",
      undefined,
    ]);
  });

  it("hands a chunk to a reader that waits", async () => {
    const pipe = new BytePipe();
    const read = pipe.read();
    expect(await settled(read)).toBe(false);
    await pipe.write(bytes("x"));
    expect(text(await read)).toBe("x");
  });

  it("lets its writer wait while too much is in it", async () => {
    const pipe = new BytePipe(4);
    await pipe.write(bytes("abc"));
    const full = pipe.write(bytes("de"));
    expect(await settled(full)).toBe(false);
    expect(pipe.waiting).toBe(5);
    await pipe.read();
    expect(await settled(full)).toBe(true);
  });

  it.each(["abort", "cancel"] as const)("tells both sides of an %s", async (way) => {
    const pipe = new BytePipe(1);
    const writing = pipe.write(bytes("abc"));
    pipe[way](new Error("broken"));
    await expect(writing).rejects.toThrow("broken");
    await expect(pipe.read()).rejects.toThrow("broken");
    await expect(pipe.write(bytes("x"))).rejects.toThrow("broken");
    const waiting = new BytePipe();
    const read = waiting.read();
    waiting[way](new Error("broken"));
    await expect(read).rejects.toThrow("broken");
  });

  it("refuses a second reader, and writes after its end", async () => {
    const pipe = new BytePipe();
    void pipe.read();
    await expect(pipe.read()).rejects.toThrow("already being read");
    pipe.end();
    await expect(pipe.write(bytes("x"))).rejects.toThrow("closed");
  });
});

describe("pumping", () => {
  it("moves everything, the end included", async () => {
    const [near, far] = channelPair(8);
    const pumped = pump(far.reader, far.writer);
    void near.writer.write(bytes("one")).then(() => near.writer.write(bytes("two")));
    expect(text(await near.reader.read())).toBe("one");
    expect(text(await near.reader.read())).toBe("two");
    near.writer.end();
    expect(await near.reader.read()).toBeUndefined();
    await pumped;
  });

  it("breaks one side where the other breaks", async () => {
    const [from, to] = [new BytePipe(), new BytePipe()];
    const pumped = pump(from, to);
    from.abort(new Error("gone"));
    await pumped;
    await expect(to.read()).rejects.toThrow("gone");
    const [source, sink] = [new BytePipe(), new BytePipe()];
    sink.cancel(new Error("full"));
    await source.write(bytes("x"));
    await pump(source, sink);
    await expect(source.write(bytes("y"))).rejects.toThrow("full");
  });
});
