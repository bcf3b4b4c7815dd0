import { describe, expect, test } from "vitest";
import type { MuxResponse } from "../../../src/server/multiplex.ts";
import { messagePortChannel } from "../../../renderer/api/channel.ts";

async function opened() {
  const { port1, port2 } = new MessageChannel();
  const heard: (MuxResponse | "closed")[] = [];
  const channel = await messagePortChannel(() => Promise.resolve(port1))({
    onMessage: (message) => heard.push(message),
    onClose: () => heard.push("closed"),
  });
  return { channel, heard, other: port2 };
}

describe("a channel over a MessagePort", () => {
  test("carries messages both ways as they are", async () => {
    const { channel, heard, other } = await opened();
    const arrived = new Promise((resolve) => {
      other.onmessage = (event: MessageEvent) => resolve(event.data);
    });
    channel.send({ id: 1, method: "GET", path: "/x" });
    expect(await arrived).toEqual({ id: 1, method: "GET", path: "/x" });
    other.postMessage({ id: 1, end: true });
    await expect.poll(() => heard).toEqual([{ id: 1, end: true }]);
    channel.close();
  });

  test.each([
    ["says so", (other: MessagePort) => other.postMessage(null)],
    ["closes its port", (other: MessagePort) => other.close()],
    [
      "does both",
      (other: MessagePort) => {
        other.postMessage(null);
        other.close();
      },
    ],
  ])("is closed once when the other end %s", async (_, end) => {
    const { heard, other } = await opened();
    end(other);
    await expect.poll(() => heard).toEqual(["closed"]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual(["closed"]);
  });

  test("closed from here it says nothing", async () => {
    const { channel, heard, other } = await opened();
    const gone = new Promise((resolve) => other.addEventListener("close", resolve));
    other.start();
    channel.close();
    await gone;
    expect(heard).toEqual([]);
  });

  test("is not opened when the host has no port", async () => {
    const open = messagePortChannel(() => Promise.reject(new Error("no engine")));
    const handlers = { onMessage: () => undefined, onClose: () => undefined };
    await expect(open(handlers)).rejects.toThrow("no engine");
  });
});
