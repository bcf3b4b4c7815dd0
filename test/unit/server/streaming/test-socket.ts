/** A WebSocket for tests of what is served over one, and the helpers that go with it. */
import type { MessageSocket, SocketMessage } from "../../../../src/server/streaming/upgrade.ts";

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (chunk: Uint8Array): string => new TextDecoder().decode(chunk);
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** A WebSocket whose client is the test. */
export class TestSocket implements MessageSocket {
  readonly sent: (Uint8Array | string)[] = [];
  closed: number | undefined;
  #waiting: SocketMessage[] = [];
  #receiver: ((message: SocketMessage | undefined) => void) | undefined;
  #gone = false;

  push(data: Uint8Array | string): void {
    const message = {
      data: typeof data === "string" ? bytes(data) : data,
      isText: typeof data === "string",
    };
    if (this.#receiver) this.#receiver(message);
    else this.#waiting.push(message);
    this.#receiver = undefined;
  }

  leave(): void {
    this.#gone = true;
    this.#receiver?.(undefined);
  }

  receive(): Promise<SocketMessage | undefined> {
    const message = this.#waiting.shift();
    if (message || this.#gone) return Promise.resolve(message);
    return new Promise((resolve) => (this.#receiver = resolve));
  }

  async send(data: Uint8Array | string): Promise<void> {
    if (this.#gone) throw new Error("closed");
    this.sent.push(data);
  }

  close(code: number): void {
    this.closed ??= code;
    this.leave();
  }

  /** What was sent on a binary channel, as one text. */
  channel(number: number): string {
    return this.sent
      .filter(
        (message): message is Uint8Array => typeof message !== "string" && message[0] === number,
      )
      .map((message) => textOf(message.subarray(1)))
      .join("");
  }
}
