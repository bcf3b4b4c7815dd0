import { describe, expect, test } from "vitest";
import type { MuxRequest, MuxResponse } from "../../../src/server/multiplex.ts";
import type { Channel, ChannelHandlers } from "../../../renderer/api/channel.ts";
import { ApiClient } from "../../../renderer/api/client.ts";
import { Connection, ConnectionLost, retryPauseMs } from "../../../renderer/api/connection.ts";
import { VirtualTimers } from "./virtual-timers.ts";

/** The other end of the wire: what was sent, and what a test lets it answer. */
class Wire {
  readonly sent: MuxRequest[] = [];
  opened = 0;
  refusals = 0;
  #handlers: ChannelHandlers | undefined;

  readonly open = (handlers: ChannelHandlers): Promise<Channel> => {
    this.opened += 1;
    if (this.refusals > 0) {
      this.refusals -= 1;
      return Promise.reject(new Error("refused"));
    }
    this.#handlers = handlers;
    return Promise.resolve({ send: (message) => this.sent.push(message), close: () => undefined });
  };

  answer(...messages: readonly MuxResponse[]): void {
    for (const message of messages) this.#handlers?.onMessage(message);
  }

  cut(): void {
    this.#handlers?.onClose();
  }
}

async function connected() {
  const wire = new Wire();
  const timers = new VirtualTimers();
  const connection = new Connection(wire.open, timers);
  connection.start();
  await timers.settle();
  return { wire, timers, connection, client: new ApiClient(connection) };
}

const get = { method: "GET", path: "/x" };

describe("a connection", () => {
  test("keeps requests until it is open, then sends them in order", async () => {
    const wire = new Wire();
    const timers = new VirtualTimers();
    const connection = new Connection(wire.open, timers);
    const client = new ApiClient(connection);
    const first = client.text({ method: "GET", path: "/first" });
    const second = client.text({ method: "GET", path: "/second" });
    expect(wire.sent).toEqual([]);
    connection.start();
    await timers.settle();
    expect(wire.sent).toEqual([
      { id: 1, method: "GET", path: "/first" },
      { id: 2, method: "GET", path: "/second" },
    ]);
    wire.answer(
      { id: 2, status: 200, headers: {} },
      { id: 1, status: 200, headers: {} },
      { id: 2, data: "tw" },
      { id: 1, data: "one" },
      { id: 2, data: "o" },
      { id: 1, end: true },
      { id: 2, end: true },
    );
    expect(await Promise.all([first, second])).toEqual(["one", "two"]);
  });

  test("fails what was under way when it breaks, and opens again after a pause", async () => {
    const { wire, timers, connection, client } = await connected();
    const lost = client.text(get);
    wire.cut();
    await expect(lost).rejects.toBeInstanceOf(ConnectionLost);
    expect(connection.getState()).toEqual({ phase: "waiting", failures: 1, retryAtMs: 250 });
    const later = client.text({ method: "GET", path: "/later" });
    await timers.advance(250);
    expect(connection.getState()).toEqual({ phase: "open" });
    expect(wire.sent.at(-1)).toEqual({ id: 2, method: "GET", path: "/later" });
    wire.answer({ id: 2, status: 200, headers: {} }, { id: 2, data: "ok" }, { id: 2, end: true });
    expect(await later).toBe("ok");
  });

  test("pauses longer after each refusal, up to a limit, and not at all when told to try now", async () => {
    const { wire, timers, connection } = await connected();
    wire.refusals = 2;
    wire.cut();
    await timers.advance(250);
    expect(connection.getState()).toMatchObject({ phase: "waiting", failures: 2 });
    await timers.advance(500);
    expect(connection.getState()).toMatchObject({ phase: "waiting", failures: 3 });
    const before = wire.opened;
    connection.retryNow();
    await timers.settle();
    expect(wire.opened).toBe(before + 1);
    expect(connection.getState()).toEqual({ phase: "open" });
    expect([1, 2, 3, 6, 60].map(retryPauseMs)).toEqual([250, 500, 1_000, 8_000, 8_000]);
  });

  test("tells the server of a cancelled request, and the caller nothing more of it", async () => {
    const { wire, connection } = await connected();
    const heard: string[] = [];
    const cancel = connection.call(get, {
      onStatus: () => heard.push("status"),
      onData: (text) => heard.push(text),
      onEnd: () => heard.push("end"),
      onError: () => heard.push("error"),
    });
    wire.answer({ id: 1, status: 200, headers: {} }, { id: 1, data: "a" });
    cancel();
    cancel();
    wire.answer({ id: 1, data: "b" }, { id: 1, end: true });
    expect(heard).toEqual(["status", "a"]);
    expect(wire.sent).toEqual([
      { id: 1, method: "GET", path: "/x" },
      { id: 1, cancel: true },
    ]);
  });
});

describe("a client", () => {
  const status = (code: number, reason: string, message: string) =>
    JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", reason, message, code });

  test.each([
    [
      "a Status",
      404,
      status(404, "NotFound", 'pods "x" not found'),
      'pods "x" not found',
      "NotFound",
    ],
    ["plain text", 502, "bad gateway\n", "bad gateway", ""],
    ["JSON of another kind", 500, '{"kind":"Pod"}', '{"kind":"Pod"}', ""],
    ["nothing", 503, "", "HTTP 503", ""],
  ])("makes a StatusError of %s", async (_, code, body, message, reason) => {
    const { wire, client } = await connected();
    const answer = client.text(get);
    wire.answer({ id: 1, status: code, headers: {} }, { id: 1, data: body }, { id: 1, end: true });
    await expect(answer).rejects.toMatchObject({ name: "StatusError", code, message, reason });
  });

  test("gives a stream's lines whole, however they are cut, and the last without a line end", async () => {
    const { wire, client } = await connected();
    const lines: string[] = [];
    const ends: (Error | undefined)[] = [];
    client.stream(get, {
      onLines: (some) => lines.push(...some),
      onEnd: (error) => ends.push(error),
    });
    wire.answer({ id: 1, status: 200, headers: {} });
    for (const data of ["one\ntw", "o", "\n", "three\nfour"]) wire.answer({ id: 1, data });
    expect(lines).toEqual(["one", "two", "three"]);
    wire.answer({ id: 1, end: true });
    expect(lines).toEqual(["one", "two", "three", "four"]);
    expect(ends).toEqual([undefined]);
  });

  test("ends a refused stream with the refusal, and gives none of it as lines", async () => {
    const { wire, client } = await connected();
    const lines: string[] = [];
    const ends: (Error | undefined)[] = [];
    client.stream(get, {
      onLines: (some) => lines.push(...some),
      onEnd: (error) => ends.push(error),
    });
    wire.answer(
      { id: 1, status: 410, headers: {} },
      { id: 1, data: `${status(410, "Expired", "too old")}\n` },
      { id: 1, end: true },
    );
    expect(lines).toEqual([]);
    expect(ends).toMatchObject([{ code: 410, message: "too old" }]);
  });
});
