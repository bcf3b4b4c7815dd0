/** exec, attach and connections to ports over the Docker API: its hijacked connections, taken apart into a process's streams. */
import type { Duplex } from "node:stream";
import { connect } from "node:net";
import type { ByteChannel, ByteWriter } from "../../../server/streaming/byte-channel.ts";
import type { ProcessStreams } from "../../../server/streaming/process-streams.ts";
import { channelOfSocket } from "../upgrade-socket.ts";
import type { DockerClient } from "./docker-client.ts";
import { dialError } from "./pod-dialer.ts";

export interface ExecRequest {
  readonly id: string;
  readonly command: readonly string[];
  readonly streams: ProcessStreams;
  readonly tty: boolean;
  readonly signal: AbortSignal;
}

/** Gives the exit code. Docker has no way to end a command: one whose client is gone loses its streams. */
export async function execCommand(client: DockerClient, request: ExecRequest): Promise<number> {
  const { id, command, streams, tty, signal } = request;
  const body = {
    AttachStdin: streams.stdin !== undefined,
    AttachStdout: streams.stdout !== undefined,
    AttachStderr: streams.stderr !== undefined,
    Tty: tty,
    Cmd: command,
  };
  const path = `/containers/${id}/exec`;
  const { Id } = await client.call<{ Id: string }>("POST", path, { body, signal });
  const start = { body: { Detach: false, Tty: tty }, signal };
  const socket = await client.hijack("POST", `/exec/${Id}/start`, start);
  resizeWith(client, `/exec/${Id}/resize`, { streams, signal });
  await join(socket, { streams, tty, signal });
  const done = await client.call<{ ExitCode: number | null }>("GET", `/exec/${Id}/json`, {
    signal,
  });
  return done.ExitCode ?? 0;
}

/** Resolves when the container's process has ended, or the client is gone. */
export async function attachContainer(
  client: DockerClient,
  request: Omit<ExecRequest, "command">,
): Promise<void> {
  const { id, streams, tty, signal } = request;
  const wanted = (stream: unknown): number => (stream === undefined ? 0 : 1);
  const query = {
    stream: 1,
    stdin: wanted(streams.stdin),
    stdout: wanted(streams.stdout),
    stderr: wanted(streams.stderr),
  };
  const socket = await client.hijack("POST", `/containers/${id}/attach`, { query, signal });
  resizeWith(client, `/containers/${id}/resize`, { streams, signal });
  await join(socket, { streams, tty, signal });
}

/** A connection to a Pod's own address. Rejects with RuntimeError. */
export function dialPort(ip: string, port: number, signal: AbortSignal): Promise<ByteChannel> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: ip, port, allowHalfOpen: true, signal });
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      resolve(channelOfSocket(socket));
    });
    socket.once("error", (error) => reject(dialError(error, `${ip}:${port}`, signal)));
  });
}

function resizeWith(
  client: DockerClient,
  path: string,
  { streams, signal }: { readonly streams: ProcessStreams; readonly signal: AbortSignal },
): void {
  streams.sizes?.listen(({ width, height }) => {
    // A process that has just ended has no terminal any more.
    client.call("POST", path, { query: { w: width, h: height }, signal }).catch(() => undefined);
  });
}

async function join(
  socket: { readonly stream: Duplex; readonly head: Buffer },
  of: { readonly streams: ProcessStreams; readonly tty: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const { streams, tty, signal } = of;
  const channel = channelOfSocket(socket.stream, socket.head);
  const abort = (): void => channel.reader.cancel();
  signal.addEventListener("abort", abort, { once: true });
  if (streams.stdin) void forwardInput(streams.stdin, channel.writer);
  try {
    if (tty) await copy(channel, streams.stdout);
    else await demultiplex(channel, streams);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", abort);
    socket.stream.destroy();
  }
}

/** Its end is the process's end of file, and no end of the connection. */
async function forwardInput(
  from: NonNullable<ProcessStreams["stdin"]>,
  to: ByteWriter,
): Promise<void> {
  try {
    for (;;) {
      const chunk = await from.read();
      if (!chunk) break;
      await to.write(chunk);
    }
    to.end();
  } catch {
    // The process reads no more, or the client is gone: whoever reads the output settles it.
  }
}

async function copy({ reader }: ByteChannel, to: ByteWriter | undefined): Promise<void> {
  for (;;) {
    const chunk = await reader.read();
    if (!chunk) return;
    await to?.write(chunk);
  }
}

/** Docker's frames: a stream's number, three zeros, the length, and the data; each piece is written before more is read. */
async function demultiplex({ reader }: ByteChannel, streams: ProcessStreams): Promise<void> {
  let header = Buffer.alloc(0);
  let left = 0;
  let to: ByteWriter | undefined;
  for (;;) {
    const chunk = await reader.read();
    if (!chunk) return;
    for (let at = 0; at < chunk.length;) {
      if (left === 0) {
        const piece = chunk.subarray(at, at + 8 - header.length);
        header = Buffer.concat([header, piece]);
        at += piece.length;
        if (header.length < 8) break;
        to = header[0] === 2 ? streams.stderr : streams.stdout;
        left = header.readUInt32BE(4);
        header = Buffer.alloc(0);
        continue;
      }
      const piece = chunk.subarray(at, at + left);
      left -= piece.length;
      at += piece.length;
      await to?.write(piece);
    }
  }
}
