/** Port forwarding on both wires, to ports that the test plays (kubelet, pkg/cri/streaming). */
import { describe, expect, it } from "vitest";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import { type ByteChannel, pump } from "../../../../src/server/streaming/byte-channel.ts";
import { channelPair } from "../../../../src/server/streaming/byte-pipe.ts";
import {
  forwardedPorts,
  forwardOverChannels,
  forwardOverSpdy,
} from "../../../../src/server/streaming/port-forward.ts";
import { streamCreationMs } from "../../../../src/server/streaming/remote-command-spdy.ts";
import { SpdyClient } from "./spdy-client.ts";
import { bytes, settle, TestSocket } from "./test-socket.ts";

describe("port forwarding", () => {
  /** Port 80 says hello and echoes; others refuse. */
  const target = {
    pod: "web",
    uid: "u1",
    async dial(port: number): Promise<ByteChannel> {
      if (port !== 80) throw new Error(`dial tcp 10.0.0.1:${port}: connect: connection refused`);
      const [near, far] = channelPair();
      await far.writer.write(bytes("hello "));
      void pump(far.reader, far.writer);
      return near;
    },
  };

  it("joins a pair of streams with a port over SPDY, several at once", async () => {
    const host = createSimulatedHost();
    const [near, far] = channelPair();
    const served = forwardOverSpdy(far, host.timers, target);
    const client = new SpdyClient(near);
    const streams: number[] = [];
    for (const requestid of ["0", "1"]) {
      await client.open({ streamtype: "error", port: "80", requestid }, 1);
      streams.push(await client.open({ streamtype: "data", port: "80", requestid }));
    }
    await client.data(streams[1] ?? 0, "second", 1);
    await client.data(streams[0] ?? 0, "first", 1);
    await settle();
    expect(streams.map((id) => client.text(id))).toEqual(["hello first", "hello second"]);
    expect(streams.every((id) => client.finished(id))).toBe(true);
    client.close();
    await served;
  });

  it("says on the error stream why a port cannot be reached", async () => {
    const host = createSimulatedHost();
    const [near, far] = channelPair();
    void forwardOverSpdy(far, host.timers, target);
    const client = new SpdyClient(near);
    // An old client, without request ids.
    const error = await client.open({ streamtype: "error", port: "81" }, 1);
    const data = await client.open({ streamtype: "data", port: "81" });
    await settle();
    expect(client.text(error)).toBe(
      "error forwarding port 81 to pod web, uid u1: dial tcp 10.0.0.1:81: connect: connection refused",
    );
    expect([client.finished(error), client.finished(data)]).toEqual([true, true]);
  });

  it.each([
    [{ streamtype: "data" }],
    [{ streamtype: "data", port: "0" }],
    [{ streamtype: "data", port: "99999" }],
    [{ streamtype: "other", port: "80" }],
    [{ port: "80" }],
  ])("refuses a stream with the headers %j", async (headers) => {
    const host = createSimulatedHost();
    const [near, far] = channelPair();
    void forwardOverSpdy(far, host.timers, target);
    const client = new SpdyClient(near);
    const id = await client.open(headers);
    await settle();
    expect(client.frames.some(({ type, streamId }) => type === 3 && streamId === id)).toBe(true);
  });

  it("lets go of a stream whose partner does not come", async () => {
    const host = createSimulatedHost();
    const [near, far] = channelPair();
    void forwardOverSpdy(far, host.timers, target);
    const client = new SpdyClient(near);
    const data = await client.open({ streamtype: "data", port: "80", requestid: "9" });
    await settle();
    await host.advance(streamCreationMs);
    await settle();
    expect(client.frames.some(({ type, streamId }) => type === 3 && streamId === data)).toBe(true);
  });

  it("has two channels a port over a WebSocket, each beginning with the port", async () => {
    const socket = new TestSocket();
    const served = forwardOverChannels(socket, "v4.channel.k8s.io", { ports: [80, 8000], target });
    await settle();
    socket.push(Uint8Array.of(0, ...bytes("you")));
    await settle();
    expect(socket.sent.slice(0, 4)).toEqual([
      Uint8Array.of(0, 80, 0),
      Uint8Array.of(1, 80, 0),
      Uint8Array.of(2, 0x40, 0x1f),
      Uint8Array.of(3, 0x40, 0x1f),
    ]);
    expect(socket.channel(0).slice(2)).toBe("hello you");
    expect(socket.channel(3).slice(2)).toContain("error forwarding port 8000 to pod web");
    socket.leave();
    await served;
  });

  it.each([
    ["ports=80&ports=81", [80, 81]],
    ["port=80,443", [80, 443]],
  ])("reads the ports of %s", (query, wanted) => {
    expect(forwardedPorts(new URLSearchParams(query))).toEqual(wanted);
  });

  it.each([
    ["", 'query parameter "port" is required'],
    ["ports=", 'query parameter "port" cannot be empty'],
    ["ports=x", 'unable to parse "x" as a port'],
    ["ports=0", 'port "0" must be > 0'],
    ["ports=70000", 'unable to parse "70000" as a port'],
  ])("refuses the ports of %j", (query, message) => {
    expect(() => forwardedPorts(new URLSearchParams(query))).toThrow(message);
  });
});
