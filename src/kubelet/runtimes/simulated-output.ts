/** What a simulated container's process prints while somebody may be attached: lines go to the log, bytes to those who watch. */
import type { ByteWriter } from "../../server/streaming/byte-channel.ts";

const encoder = new TextEncoder();
/** A line that never ends is logged in pieces, as the CRI's log format has it. */
const lineLengthMax = 16 * 1024;

export class ProcessOutput implements ByteWriter {
  readonly #log: (line: string, unended: boolean) => void;
  readonly #watchers = new Set<ByteWriter>();
  readonly #decoder = new TextDecoder();
  #line = "";

  constructor(log: (line: string, unended: boolean) => void) {
    this.#log = log;
  }

  /** Whole lines that were printed elsewhere: only for those who watch. */
  show(text: string): void {
    if (this.#watchers.size > 0) void this.#send(encoder.encode(`${text}\n`));
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.take(this.#decoder.decode(chunk, { stream: true }));
    await this.#send(chunk);
  }

  /** Logs the lines of a text; those who watch are not told. */
  take(text: string): void {
    this.#line += text;
    for (let end = this.#line.indexOf("\n"); end >= 0; end = this.#line.indexOf("\n")) {
      this.#log(this.#line.slice(0, end).replace(/\r$/, ""), false);
      this.#line = this.#line.slice(end + 1);
    }
    if (this.#line.length > lineLengthMax) this.end();
  }

  /** Logs what is left of the last line. */
  end(): void {
    if (this.#line !== "") this.#log(this.#line, true);
    this.#line = "";
  }

  abort(): void {
    this.end();
  }

  /** `redraw`: the line that is not ended yet, a prompt mostly, is shown again, as a shell does when its terminal gets a size. */
  watch(watcher: ByteWriter, redraw: boolean): () => void {
    this.#watchers.add(watcher);
    // One that is gone at once is noticed by the next write.
    if (redraw) watcher.write(encoder.encode(this.#line)).catch(() => undefined);
    return () => this.#watchers.delete(watcher);
  }

  async #send(chunk: Uint8Array): Promise<void> {
    await Promise.all(
      [...this.#watchers].map((watcher) =>
        // One that is gone is no reason to stop for the others.
        watcher.write(chunk).catch(() => this.#watchers.delete(watcher)),
      ),
    );
  }
}
