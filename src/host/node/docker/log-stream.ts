/** Takes Docker's framed output apart: 8 bytes of header, then as many of stdout or stderr as it says. */

/** Call `push` with what arrives; `write` gets the content of whole and partial frames in order. */
export class Demultiplexer {
  readonly #write: (chunk: Buffer) => void;
  #header = Buffer.alloc(0);
  #left = 0;

  constructor(write: (chunk: Buffer) => void) {
    this.#write = write;
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
        this.#header = Buffer.alloc(0);
        continue;
      }
      const chunk = data.subarray(at, at + this.#left);
      this.#left -= chunk.length;
      at += chunk.length;
      this.#write(chunk);
    }
  }
}
