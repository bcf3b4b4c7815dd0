/** A client's streams for tests of runtimes: what is typed goes in, what is printed is kept. */
import { BytePipe } from "../../src/server/streaming/byte-pipe.ts";
import { type ProcessStreams, TerminalSizes } from "../../src/server/streaming/process-streams.ts";

export class TestStreams implements ProcessStreams {
  readonly stdin: BytePipe | undefined;
  readonly stdout = new Printed();
  readonly stderr = new Printed();
  readonly sizes: TerminalSizes | undefined;

  constructor(options: { readonly stdin?: boolean; readonly tty?: boolean } = {}) {
    this.stdin = options.stdin ? new BytePipe() : undefined;
    this.sizes = options.tty ? new TerminalSizes() : undefined;
  }

  type(text: string): Promise<void> {
    return this.stdin?.write(new TextEncoder().encode(text)) ?? Promise.resolve();
  }
}

class Printed {
  text = "";
  readonly #decoder = new TextDecoder();

  write(chunk: Uint8Array): Promise<void> {
    this.text += this.#decoder.decode(chunk, { stream: true });
    return Promise.resolve();
  }

  end(): void {}

  abort(): void {}
}
