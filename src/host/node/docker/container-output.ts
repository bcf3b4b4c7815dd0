/** What containers say: their logs, and the output of a command that is run in one. */
import {
  type ExecResult,
  type LogQuery,
  RuntimeError,
} from "../../../kubelet/container-runtime.ts";
import type { DockerClient } from "./docker-client.ts";
import { Demultiplexer } from "./log-stream.ts";

/** Bytes of a command's output that are kept, as the kubelet keeps of a probe's. */
const execOutputMax = 10 * 1024;

export interface LogRequest {
  readonly id: string;
  /** Without frames: the container has a terminal. */
  readonly tty: boolean;
  readonly query: LogQuery;
  readonly signal: AbortSignal;
}

/** Resolves at the log's end or at the abort. */
export async function streamLog(
  client: DockerClient,
  { id, tty, query, signal }: LogRequest,
  write: (chunk: Uint8Array) => void | Promise<void>,
): Promise<void> {
  const written: { last?: void | Promise<void> } = {};
  let left = query.limitBytes ?? Number.POSITIVE_INFINITY;
  try {
    const response = await client.stream("GET", `/containers/${id}/logs`, {
      query: {
        stdout: 1,
        stderr: 1,
        follow: query.follow,
        timestamps: query.timestamps,
        tail: query.tailLines ?? "all",
        ...(query.sinceMs === undefined ? {} : { since: (query.sinceMs / 1000).toFixed(3) }),
      },
      signal,
    });
    const send = (chunk: Buffer): void => {
      if (left > 0) written.last = write(chunk.subarray(0, Math.min(chunk.length, left)));
      left -= chunk.length;
      if (left <= 0) response.destroy();
    };
    const frames = new Demultiplexer(send);
    for await (const chunk of response) {
      if (tty) send(chunk as Buffer);
      else frames.push(chunk as Buffer);
      await written.last;
    }
  } catch (error) {
    // Cut off by us, at the limit or at the reader's wish.
    if (!signal.aborted && left > 0) throw error;
  }
}

export interface CommandRequest {
  readonly id: string;
  readonly command: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Rejects with RuntimeError `timeout`; Docker has no way to end the command then. */
export async function runCommand(
  client: DockerClient,
  { id, command, timeoutMs, signal }: CommandRequest,
): Promise<ExecResult> {
  const body = { AttachStdout: true, AttachStderr: true, Cmd: command };
  const path = `/containers/${id}/exec`;
  const { Id } = await client.call<{ Id: string }>("POST", path, { body, signal });
  const timeout = AbortSignal.timeout(timeoutMs);
  let output = Buffer.alloc(0);
  const frames = new Demultiplexer((chunk) => {
    if (output.length < execOutputMax)
      output = Buffer.concat([output, chunk]).subarray(0, execOutputMax);
  });
  try {
    const response = await client.stream("POST", `/exec/${Id}/start`, {
      body: { Detach: false, Tty: false },
      signal: AbortSignal.any([signal, timeout]),
    });
    for await (const chunk of response) frames.push(chunk as Buffer);
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) throw new RuntimeError("timeout", "command timed out", { cause: error });
    throw error;
  }
  const done = await client.call<{ ExitCode: number }>("GET", `/exec/${Id}/json`, { signal });
  return { exitCode: done.ExitCode, output: output.toString("utf8") };
}
