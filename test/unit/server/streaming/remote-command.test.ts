/** exec and attach on both wires, with processes that the test plays (kubelet, pkg/cri/streaming). */
import { describe, expect, it } from "vitest";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import { createSeededRandom } from "../../../../src/host/simulated/random.ts";
import { channelPair } from "../../../../src/server/streaming/byte-pipe.ts";
import {
  ExitError,
  type ProcessStreams,
  type RunProcess,
} from "../../../../src/server/streaming/process-streams.ts";
import {
  type RemoteCommandOptions,
  remoteCommandOptions,
  SizeParser,
} from "../../../../src/server/streaming/remote-command.ts";
import {
  serveOverSpdy,
  streamCreationMs,
} from "../../../../src/server/streaming/remote-command-spdy.ts";
import { serveOverWebSocket } from "../../../../src/server/streaming/remote-command-websocket.ts";
import { SpdyClient } from "./spdy-client.ts";
import { bytes, settle, TestSocket, textOf } from "./test-socket.ts";

const all: RemoteCommandOptions = { stdin: true, stdout: true, stderr: true, tty: false };

/** Reads all of its stdin, says it on stdout and stderr, and ends with a code. */
const echo =
  (exitCode = 0): RunProcess =>
  async ({ stdin, stdout, stderr }) => {
    for (;;) {
      const chunk = await stdin?.read();
      if (!chunk) break;
      await stdout?.write(chunk);
      await stderr?.write(bytes(`<${textOf(chunk)}>`));
    }
    if (exitCode !== 0) throw new ExitError(exitCode, ["sh", "-c", "exit"]);
  };

const failure = "error executing command in container";
const success = '{"metadata":{},"status":"Success"}';

describe("exec over a WebSocket", () => {
  it("carries the channels both ways, closes stdin in v5, and ends with a Status and 1000", async () => {
    const socket = new TestSocket();
    const served = serveOverWebSocket(socket, "v5.channel.k8s.io", {
      options: all,
      run: echo(),
      failure,
    });
    socket.push(Uint8Array.of(0, ...bytes("hello")));
    await settle();
    socket.push(Uint8Array.of(255, 0));
    await served;
    expect(socket.sent[0]).toEqual(Uint8Array.of(1));
    expect([socket.channel(1), socket.channel(2), socket.channel(3)]).toEqual([
      "hello",
      "<hello>",
      success,
    ]);
    expect(socket.closed).toBe(1000);
  });

  it("does not know the closing of stdin in v4", async () => {
    const socket = new TestSocket();
    const served = serveOverWebSocket(socket, "v4.channel.k8s.io", {
      options: all,
      run: echo(),
      failure,
    });
    socket.push(Uint8Array.of(255, 0));
    await settle();
    expect(socket.closed).toBeUndefined();
    socket.leave();
    await served;
  });

  it.each([
    ["v5.channel.k8s.io", true],
    ["v4.channel.k8s.io", true],
    ["channel.k8s.io", false],
    [undefined, false],
  ])("tells an exit code by %s", async (protocol, structured) => {
    const socket = new TestSocket();
    const run = async (): Promise<void> => {
      throw new ExitError(7, ["sh", "-c", "exit 7"]);
    };
    await serveOverWebSocket(socket, protocol, { options: all, run, failure });
    const message =
      "command terminated with non-zero exit code: error executing command [sh -c exit 7], exit code 7";
    const status = {
      metadata: {},
      status: "Failure",
      message,
      reason: "NonZeroExitCode",
      details: { causes: [{ reason: "ExitCode", message: "7" }] },
    };
    expect(socket.channel(3)).toBe(structured ? JSON.stringify(status) : message);
  });

  it("speaks base64 in text", async () => {
    const socket = new TestSocket();
    const served = serveOverWebSocket(socket, "v4.base64.channel.k8s.io", {
      options: { ...all, stdin: true, stderr: false },
      run: async ({ stdin, stdout }) => {
        const chunk = await stdin?.read();
        await stdout?.write(chunk ?? bytes(""));
      },
      failure,
    });
    socket.push("0aGk=");
    await served;
    expect(socket.sent).toEqual(["1", "1aGk=", `3${btoa(success)}`]);
  });

  it("hands on the sizes of a terminal, however they are split", async () => {
    const socket = new TestSocket();
    const seen: unknown[] = [];
    const options = { stdin: true, stdout: true, stderr: false, tty: true };
    const served = serveOverWebSocket(socket, "v5.channel.k8s.io", {
      options,
      run: async ({ sizes, stdin }) => {
        sizes?.listen((size) => seen.push(size));
        await stdin?.read();
      },
      failure,
    });
    await settle();
    socket.push(Uint8Array.of(4, ...bytes('{"Width":99,"Hei')));
    socket.push(Uint8Array.of(4, ...bytes('ght":33}\n{"Width":80,"Height":24}')));
    socket.push(Uint8Array.of(0, 10));
    await served;
    expect(seen).toEqual([
      { width: 99, height: 33 },
      { width: 80, height: 24 },
    ]);
  });

  it("aborts the process when the client goes", async () => {
    const socket = new TestSocket();
    let aborted = false;
    const served = serveOverWebSocket(socket, "v5.channel.k8s.io", {
      options: all,
      run: (_streams, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            aborted = true;
            reject(new Error("gone"));
          });
        }),
      failure,
    });
    await settle();
    socket.leave();
    await served;
    expect(aborted).toBe(true);
  });

  it("survives random messages on every protocol", async () => {
    const random = createSeededRandom(5);
    for (let round = 0; round < 200; round++) {
      const socket = new TestSocket();
      const protocol = ["v5.channel.k8s.io", "v4.base64.channel.k8s.io", undefined][round % 3];
      const options = { ...all, tty: round % 2 === 0 };
      const served = serveOverWebSocket(socket, protocol, { options, run: echo(), failure });
      for (let i = 0; i < 8; i++) socket.push(random.bytes(Math.floor(random.float() * 30)));
      socket.leave();
      await served;
      expect(socket.closed).toBe(1000);
    }
  });
});

describe("exec over SPDY", () => {
  async function session(protocol: string, options: RemoteCommandOptions, run: RunProcess) {
    const host = createSimulatedHost();
    const [near, far] = channelPair();
    const served = serveOverSpdy(far, host.timers, {
      protocol,
      command: { options, run, failure },
    });
    const client = new SpdyClient(near);
    const open = (streamtype: string, flags = 0) => client.open({ streamtype }, flags);
    return { host, served, client, open };
  }

  it.each([
    ["v5.channel.k8s.io", success],
    ["v4.channel.k8s.io", success],
    ["v3.channel.k8s.io", ""],
    ["v2.channel.k8s.io", ""],
  ])(
    "runs the command once all streams of %s are there, and ends them",
    async (protocol, status) => {
      const { served, client, open } = await session(protocol, all, echo());
      const [error, stdin, stdout, stderr] = [
        await open("error"),
        await open("stdin"),
        await open("stdout"),
        await open("stderr"),
      ];
      await client.data(stdin, "typed", 1);
      await settle();
      client.close();
      await served;
      expect([client.text(error), client.text(stdout), client.text(stderr)]).toEqual([
        status,
        "typed",
        "<typed>",
      ]);
      for (const id of [error, stdout, stderr]) expect(client.finished(id)).toBe(true);
    },
  );

  it("waits for the stream of sizes where there is a terminal", async () => {
    const options = { stdin: false, stdout: true, stderr: false, tty: true };
    const seen: unknown[] = [];
    const { served, client, open } = await session(
      "v4.channel.k8s.io",
      options,
      async ({ sizes, stdout }) => {
        await new Promise<void>((resolve) => {
          sizes?.listen((size) => {
            seen.push(size);
            resolve();
          });
        });
        await stdout?.write(bytes("resized"));
      },
    );
    await open("error");
    const stdout = await open("stdout");
    const resize = await open("resize");
    await client.data(resize, '{"Width":120,"Height":40}\n');
    await settle();
    client.close();
    await served;
    expect(seen).toEqual([{ width: 120, height: 40 }]);
    expect(client.text(stdout)).toBe("resized");
  });

  it("gives up when the streams do not come", async () => {
    let ran = false;
    const { served, client, open, host } = await session("v4.channel.k8s.io", all, async () => {
      ran = true;
    });
    await open("error");
    await settle();
    await host.advance(streamCreationMs + 5000);
    client.close();
    await served;
    expect(ran).toBe(false);
    expect(client.ended).toBe(true);
  });

  it("refuses a stream that is not asked for", async () => {
    const { served, client, open } = await session(
      "v4.channel.k8s.io",
      { ...all, stdin: false },
      echo(),
    );
    const odd = await open("stdin");
    await settle();
    expect(client.frames.some(({ type, streamId }) => type === 3 && streamId === odd)).toBe(true);
    client.close();
    await served;
  });

  it("wakes a process whose client has gone", async () => {
    const { served, client, open } = await session(
      "v4.channel.k8s.io",
      { ...all, stderr: false },
      async (streams: ProcessStreams, signal) => {
        await expect(streams.stdin?.read()).rejects.toThrow();
        expect(signal.aborted).toBe(true);
      },
    );
    for (const name of ["error", "stdin", "stdout"]) await open(name);
    await settle();
    client.close();
    await served;
  });
});

describe("the streams of a request", () => {
  it.each([
    ["stdin=true&stdout=1", { stdin: true, stdout: true, stderr: false, tty: false }],
    ["stdout=true&stderr=true&tty=true", { stdin: false, stdout: true, stderr: false, tty: true }],
    ["stdout=false&stderr=1", { stdin: false, stdout: false, stderr: true, tty: false }],
  ])("%s", (query, wanted) => {
    expect(remoteCommandOptions(new URLSearchParams(query))).toEqual(wanted);
  });

  it.each(["", "tty=1", "stderr=true&tty=true", "stdin=0"])("refuses %j: none", (query) => {
    expect(() => remoteCommandOptions(new URLSearchParams(query))).toThrow(
      "you must specify at least 1 of stdin, stdout, stderr",
    );
  });

  it("skips what is no size", () => {
    const parser = new SizeParser();
    const odd =
      '{"Width":"x","Height":1}{}{"Width":-1,"Height":2}garbage}{"Width":1e9,"Height":1}{"Height":2,"Width":3}';
    expect(parser.push(bytes(odd))).toEqual([{ width: 3, height: 2 }]);
    expect(parser.push(new Uint8Array(100_000).fill(123))).toEqual([]);
  });
});
