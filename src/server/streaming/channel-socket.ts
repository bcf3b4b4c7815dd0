/**
 * Numbered channels over one WebSocket: the first byte of a message says which, and the rest is data; in the base64 protocols both are
 * text (apimachinery, pkg/util/httpstream/wsstream).
 */
import type { ByteWriter } from "./byte-channel.ts";
import type { MessageSocket } from "./upgrade.ts";

export interface ChannelMessage {
  readonly channel: number;
  readonly data: Uint8Array;
}

/** The channel number that closes another one, in v5. */
export const closeChannel = 255;

export class ChannelSocket {
  readonly #socket: MessageSocket;
  readonly #base64: boolean;

  constructor(socket: MessageSocket, base64: boolean) {
    this.#socket = socket;
    this.#base64 = base64;
  }

  /** The next message that is one; undefined once the socket is closed. */
  async receive(): Promise<ChannelMessage | undefined> {
    for (;;) {
      const message = await this.#socket.receive();
      if (!message) return undefined;
      const { data } = message;
      const [first] = data;
      if (first === undefined) continue;
      if (!this.#base64) return { channel: first, data: data.subarray(1) };
      const decoded = decodeBase64(data.subarray(1));
      if (decoded) return { channel: first - 0x30, data: decoded };
    }
  }

  send(channel: number, data: Uint8Array): Promise<void> {
    if (this.#base64) return this.#socket.send(`${channel}${encodeBase64(data)}`);
    const message = new Uint8Array(data.length + 1);
    message[0] = channel;
    message.set(data, 1);
    return this.#socket.send(message);
  }

  /** Writes to one channel. Its end is the socket's: channels have none of their own. */
  writer(channel: number): ByteWriter {
    return {
      write: (chunk) => (chunk.length === 0 ? Promise.resolve() : this.send(channel, chunk)),
      end: () => undefined,
      abort: () => undefined,
    };
  }

  close(): void {
    this.#socket.close(1000, "");
  }
}

function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function decodeBase64(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const text = atob(new TextDecoder().decode(bytes));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
