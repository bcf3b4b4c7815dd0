/** exec and attach over SPDY: a stream each for stdin, stdout, stderr, the error and the terminal's sizes. */
import type { Timers } from "../../host/host.ts";
import type { ByteChannel } from "./byte-channel.ts";
import { TerminalSizes } from "./process-streams.ts";
import { finalStatus, type RemoteCommand, SizeParser, statusBytes } from "./remote-command.ts";
import { SpdyConnection } from "./spdy/connection.ts";
import type { SpdyStream } from "./spdy/stream.ts";

/** The kubelet's DefaultStreamCreationTimeout. */
export const streamCreationMs = 30_000;

type StreamName = "error" | "stdin" | "stdout" | "stderr" | "resize";

/** Runs the command over the channel, and closes it after the Status. Resolves always. */
export async function serveOverSpdy(
  channel: ByteChannel,
  timers: Timers,
  request: { readonly protocol: string; readonly command: RemoteCommand },
): Promise<void> {
  const { protocol, command } = request;
  const { options, run, failure } = command;
  const version = Number(/^v(\d)\./.exec(protocol)?.[1] ?? 1);
  const wanted: StreamName[] = ["error"];
  for (const name of ["stdin", "stdout", "stderr"] as const) if (options[name]) wanted.push(name);
  if (options.tty && version >= 3) wanted.push("resize");
  const streams = new Map<StreamName, SpdyStream>();
  const gone = new AbortController();
  let complete: (() => void) | undefined;
  const ready = new Promise<void>((resolve) => (complete = resolve));
  const connection = new SpdyConnection({
    channel,
    timers,
    onStream(stream) {
      const name = stream.header("streamtype") as StreamName;
      if (!wanted.includes(name) || streams.has(name)) return `unexpected stream type: "${name}"`;
      streams.set(name, stream);
      if (streams.size === wanted.length) complete?.();
      return undefined;
    },
  });
  const running = connection.run().then(() => {
    gone.abort(new Error("connection closed by the client"));
    complete?.();
  });
  const timer = timers.after(streamCreationMs, () => void connection.close());
  await ready;
  timer.cancel();
  if (!gone.signal.aborted) {
    const error = await settle(() => run(processStreams(streams, version), gone.signal));
    const status = finalStatus(error, failure);
    await finish(streams, statusBytes(status, version >= 4));
    await connection.close();
  }
  await running;
}

function processStreams(streams: ReadonlyMap<StreamName, SpdyStream>, version: number) {
  const stdin = streams.get("stdin");
  // As kubelets of that protocol's time do, which clients of it count on.
  if (version === 1) stdin?.end();
  const resize = streams.get("resize");
  const sizes = resize ? new TerminalSizes() : undefined;
  if (resize && sizes) void readSizes(resize, sizes);
  return {
    stdin: stdin?.reader,
    stdout: streams.get("stdout"),
    stderr: streams.get("stderr"),
    sizes,
  };
}

async function readSizes(stream: SpdyStream, sizes: TerminalSizes): Promise<void> {
  const parser = new SizeParser();
  const { reader } = stream;
  try {
    for (;;) {
      const chunk = await reader.read();
      if (!chunk) return;
      for (const size of parser.push(chunk)) sizes.push(size);
    }
  } catch {
    // The connection is over: no size will come.
  }
}

/** What a promise rejects with; undefined when it resolves. */
async function settle(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error("failed");
  }
}

async function finish(
  streams: ReadonlyMap<StreamName, SpdyStream>,
  status: Uint8Array,
): Promise<void> {
  // A client that has just gone needs no Status.
  await streams
    .get("error")
    ?.write(status)
    .catch(() => undefined);
  for (const name of ["stdout", "stderr", "error", "stdin", "resize"] as const) {
    streams.get(name)?.end();
  }
}
