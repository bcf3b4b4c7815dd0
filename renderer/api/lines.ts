/** Cuts a stream of text chunks into lines: watches and statistics send one JSON value a line, logs one entry a line. */

/** Call `push` with every chunk; it gives the lines that are complete. `rest` is what has no line end yet. */
export class LineSplitter {
  #rest = "";

  push(chunk: string): readonly string[] {
    if (!chunk.includes("\n")) {
      this.#rest += chunk;
      return [];
    }
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines;
  }

  get rest(): string {
    return this.#rest;
  }
}
