/** exec and attach over a WebSocket: v5 and v4 with a Status at the end, the older ones with a text, each also in base64. */
import { BytePipe } from "./byte-pipe.ts";
import { ChannelSocket, closeChannel } from "./channel-socket.ts";
import { TerminalSizes } from "./process-streams.ts";
import { finalStatus, type RemoteCommand, SizeParser, statusBytes } from "./remote-command.ts";
import type { MessageSocket } from "./upgrade.ts";

const channelOf = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;

/** What may be asked for by `Sec-WebSocket-Protocol`; none at all means the oldest. */
export const webSocketProtocols: ReadonlySet<string> = new Set([
  "v5.channel.k8s.io",
  "v4.channel.k8s.io",
  "v4.base64.channel.k8s.io",
  "channel.k8s.io",
  "base64.channel.k8s.io",
]);

/** Runs the command over the socket, and closes it after the Status. Resolves always. */
export async function serveOverWebSocket(
  socket: MessageSocket,
  protocol: string | undefined,
  command: RemoteCommand,
): Promise<void> {
  const { options, run, failure } = command;
  const channels = new ChannelSocket(socket, protocol?.includes("base64") ?? false);
  const version = /^v(\d)\./.exec(protocol ?? "")?.[1] ?? "1";
  const stdin = options.stdin ? new BytePipe() : undefined;
  const sizes = options.tty ? new TerminalSizes() : undefined;
  const gone = new AbortController();
  const reading = receiveAll(channels, { stdin, sizes, closable: version === "5" }).finally(() => {
    const reason = new Error("connection closed by the client");
    stdin?.abort(reason);
    gone.abort(reason);
  });
  const writer = (wanted: boolean, channel: number) =>
    wanted ? channels.writer(channel) : undefined;
  let error: unknown;
  try {
    // An empty message tells the client that the streams are there.
    const first = options.stdout
      ? channelOf.stdout
      : options.stderr
        ? channelOf.stderr
        : channelOf.error;
    await channels.send(first, new Uint8Array());
    const streams = {
      stdin,
      stdout: writer(options.stdout, channelOf.stdout),
      stderr: writer(options.stderr, channelOf.stderr),
      sizes,
    };
    await run(streams, gone.signal);
  } catch (thrown) {
    error = thrown ?? new Error("failed");
  }
  if (!gone.signal.aborted) {
    const bytes = statusBytes(finalStatus(error, failure), version >= "4");
    // A client that has just gone needs no Status.
    if (bytes.length > 0) await channels.send(channelOf.error, bytes).catch(() => undefined);
  }
  stdin?.cancel();
  channels.close();
  await reading;
}

async function receiveAll(
  channels: ChannelSocket,
  to: {
    readonly stdin: BytePipe | undefined;
    readonly sizes: TerminalSizes | undefined;
    readonly closable: boolean;
  },
): Promise<void> {
  const { stdin, sizes, closable } = to;
  const parser = new SizeParser();
  for (;;) {
    const message = await channels.receive();
    if (!message) return;
    const { channel, data } = message;
    if (channel === channelOf.stdin) {
      // The process reads no more: what is typed goes nowhere.
      await stdin?.write(data).catch(() => undefined);
    } else if (channel === channelOf.resize) {
      for (const size of parser.push(data)) sizes?.push(size);
    } else if (closable && channel === closeChannel && data[0] === channelOf.stdin) {
      stdin?.end();
    }
  }
}
