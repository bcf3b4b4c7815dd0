/** Takes Docker's framed output apart: 8 bytes of header, then as many of stdout or stderr as it says. */

const stderrNumber = 2;

/** Call `push` with what arrives; `write` gets the content of whole and partial frames in order, or only stdout's where there is a second one. */
export class Demultiplexer {
  readonly #write: (chunk: Buffer) => void;
  readonly #writeError: (chunk: Buffer) => void;
  #header = Buffer.alloc(0);
  #left = 0;
  #isError = false;

  constructor(write: (chunk: Buffer) => void, writeError = write) {
    this.#write = write;
    this.#writeError = writeError;
  }

  push(data: Buffer): void {
    let at = 0;
    while (at < data.length) {
      if (this.#left === 0) {
        const needed = 8 - this.#header.length;
        this.#header = Buffer.concat([this.#header, data.subarray(at, at + needed)]);
        at += Math.min(needed, data.length - at);
        if (this.#header.length < 8) return;
        this.#left = this.#header.readUInt32BE(4);
        this.#isError = this.#header[0] === stderrNumber;
        this.#header = Buffer.alloc(0);
        continue;
      }
      const chunk = data.subarray(at, at + this.#left);
      this.#left -= chunk.length;
      at += chunk.length;
      (this.#isError ? this.#writeError : this.#write)(chunk);
    }
  }
}
