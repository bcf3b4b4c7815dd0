/**
 * Port forwarding over SPDY (plain, or tunnelled in a WebSocket) and over the numbered channels of a WebSocket
 * (kubelet, pkg/cri/streaming/portforward).
 */
import { badRequest } from "../../api/status.ts";
import type { Timers } from "../../host/host.ts";
import { type ByteChannel, pump } from "./byte-channel.ts";
import { BytePipe } from "./byte-pipe.ts";
import { ChannelSocket } from "./channel-socket.ts";
import { streamCreationMs } from "./remote-command-spdy.ts";
import { SpdyConnection } from "./spdy/connection.ts";
import type { SpdyStream } from "./spdy/stream.ts";
import type { MessageSocket } from "./upgrade.ts";

export const portForwardProtocol = "portforward.k8s.io";
export const tunnelProtocol = "SPDY/3.1+portforward.k8s.io";
/** Of the numbered channels. */
export const portChannelProtocols: ReadonlySet<string> = new Set([
  "v4.channel.k8s.io",
  "v4.base64.channel.k8s.io",
]);

/** The Pod that is forwarded to. */
export interface ForwardTarget {
  readonly pod: string;
  readonly uid: string;
  /** Opens a connection to a port of the Pod. Rejects with what the user is told. */
  dial(port: number): Promise<ByteChannel>;
}

const encoder = new TextEncoder();

/** Serves a client's connections until it is gone. Resolves always. */
export async function forwardOverSpdy(
  channel: ByteChannel,
  timers: Timers,
  target: ForwardTarget,
): Promise<void> {
  const pairs = new Pairs(timers, target);
  const connection = new SpdyConnection({
    channel,
    timers,
    onStream: (stream) => refusalOf(stream) ?? pairs.add(stream),
  });
  await connection.run();
}

/** Why a stream is none of port forwarding; undefined for one that is. */
function refusalOf(stream: SpdyStream): string | undefined {
  const text = stream.header("port");
  if (text === "") return '"port" header is required';
  if (!isPort(text)) return `unable to parse ${JSON.stringify(text)} as a port`;
  const type = stream.header("streamtype");
  if (type === "") return '"streamtype" header is required';
  return type === "error" || type === "data" ? undefined : `invalid stream type "${type}"`;
}

interface Pair {
  error?: SpdyStream;
  data?: SpdyStream;
}

class Pairs {
  readonly #timers: Timers;
  readonly #target: ForwardTarget;
  readonly #waiting = new Map<string, Pair>();

  constructor(timers: Timers, target: ForwardTarget) {
    this.#timers = timers;
    this.#target = target;
  }

  /** Always takes the stream; a pair begins when both of its streams are there. */
  add(stream: SpdyStream): undefined {
    const id = requestId(stream);
    const type = stream.header("streamtype") as "error" | "data";
    const pair = this.#waiting.get(id) ?? this.#begin(id);
    if (pair[type]) {
      const why = `error processing stream for request ${id}: ${type} stream already assigned`;
      void say(pair.error, why);
      return undefined;
    }
    pair[type] = stream;
    if (pair.data && pair.error) {
      this.#waiting.delete(id);
      void this.#forward(pair.data, pair.error);
    }
    return undefined;
  }

  #begin(id: string): Pair {
    const pair: Pair = {};
    this.#waiting.set(id, pair);
    this.#timers.after(streamCreationMs, () => {
      if (this.#waiting.get(id) !== pair) return;
      this.#waiting.delete(id);
      void say(pair.error, `(request=${id}) timed out waiting for streams`);
      for (const stream of [pair.data, pair.error]) stream?.abort(new Error("timed out"));
    });
    return pair;
  }

  async #forward(data: SpdyStream, error: SpdyStream): Promise<void> {
    const port = Number(data.header("port"));
    try {
      const connection = await this.#target.dial(port);
      await join(connection, { reader: data.reader, writer: data });
    } catch (thrown) {
      await say(error, forwardError(this.#target, port, thrown));
    }
    data.end();
    error.end();
  }
}

/** Old clients send no request id; then a pair's streams are opened right after each other, the error stream first. */
function requestId(stream: SpdyStream): string {
  const id = stream.header("requestid");
  if (id !== "") return id;
  return String(stream.header("streamtype") === "error" ? stream.id : stream.id - 2);
}

async function say(stream: SpdyStream | undefined, text: string): Promise<void> {
  // The client may be gone by now, and needs no explanation then.
  await stream?.write(encoder.encode(text)).catch(() => undefined);
}

function forwardError({ pod, uid }: ForwardTarget, port: number, thrown: unknown): string {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return `error forwarding port ${port} to pod ${pod}, uid ${uid}: ${why}`;
}

/** Moves bytes both ways until the Pod has ended its side, as its answer is what the client waits for. */
async function join(pod: ByteChannel, client: ByteChannel): Promise<void> {
  void pump(client.reader, pod.writer);
  await pump(pod.reader, client.writer);
  pod.writer.end();
  client.reader.cancel(new Error("the port's connection is closed"));
}

/**
 * The ports that the numbered channels are for, from the query's `ports` and `port`. Throws 400 for what is none, or for none at all.
 */
export function forwardedPorts(query: URLSearchParams): readonly number[] {
  const texts = [...query.getAll("ports"), ...query.getAll("port")];
  if (texts.length === 0) throw badRequest('query parameter "port" is required');
  return texts.flatMap((text) => {
    if (text === "") throw badRequest('query parameter "port" cannot be empty');
    return text.split(",").map((part) => {
      if (/^0+$/.test(part)) throw badRequest(`port ${JSON.stringify(text)} must be > 0`);
      if (!isPort(part)) throw badRequest(`unable to parse ${JSON.stringify(text)} as a port`);
      return Number(part);
    });
  });
}

const isPort = (text: string): boolean =>
  /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536;

/** Two channels for each port, data and error; each begins with the port's number. Resolves always. */
export async function forwardOverChannels(
  socket: MessageSocket,
  protocol: string | undefined,
  request: { readonly ports: readonly number[]; readonly target: ForwardTarget },
): Promise<void> {
  const { ports, target } = request;
  const channels = new ChannelSocket(socket, protocol?.includes("base64") ?? false);
  const inputs = ports.map(() => new BytePipe());
  try {
    const reading = receiveAll(channels, inputs);
    for (const [i, port] of ports.entries()) {
      const announced = Uint8Array.of(port & 255, port >> 8);
      await channels.send(i * 2, announced);
      await channels.send(i * 2 + 1, announced);
    }
    const forwards = ports.map((port, i) =>
      forwardChannel(channels, inputs[i] ?? new BytePipe(), { port, index: i, target }),
    );
    void Promise.all(forwards).then(() => channels.close());
    await reading;
  } catch {
    // The client went away before the first message.
  }
  for (const input of inputs) input.abort(new Error("connection closed by the client"));
  channels.close();
}

async function forwardChannel(
  channels: ChannelSocket,
  input: BytePipe,
  { port, index, target }: { port: number; index: number; target: ForwardTarget },
): Promise<void> {
  try {
    const connection = await target.dial(port);
    await join(connection, { reader: input, writer: channels.writer(index * 2) });
  } catch (thrown) {
    const text = encoder.encode(forwardError(target, port, thrown));
    // The client may be gone by now, and needs no explanation then.
    await channels.send(index * 2 + 1, text).catch(() => undefined);
  }
}

async function receiveAll(channels: ChannelSocket, inputs: readonly BytePipe[]): Promise<void> {
  for (;;) {
    const message = await channels.receive();
    if (!message) return;
    const input = message.channel % 2 === 0 ? inputs[message.channel / 2] : undefined;
    // A port that takes no more data gets none.
    await input?.write(message.data).catch(() => undefined);
  }
}

/** A WebSocket's binary messages as one flow of bytes: what SPDY is tunnelled in. */
export function channelOfMessages(socket: MessageSocket): ByteChannel {
  return {
    reader: {
      read: async () => {
        for (;;) {
          const message = await socket.receive();
          if (!message || message.data.length > 0) return message?.data;
        }
      },
      cancel: () => socket.close(1000, ""),
    },
    writer: {
      write: (chunk) => socket.send(chunk),
      end: () => socket.close(1000, ""),
      abort: () => socket.close(1011, ""),
    },
  };
}
