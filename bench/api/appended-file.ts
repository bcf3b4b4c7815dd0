/** The least that keeps what a server was sent: texts appended to a file, and flushed to the disk before anybody is answered. */
import { open, type FileHandle } from "node:fs/promises";

export class AppendedFile {
  readonly #file: FileHandle;
  #waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  #running = false;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string): Promise<AppendedFile> {
    return new AppendedFile(await open(path, "wx"));
  }

  /** Resolves when the text is on the disk. What comes while others are flushed is flushed together. */
  append(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, resolve });
      if (!this.#running) this.#flush().catch(reject);
    });
  }

  async #flush(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#file.write(group.map(({ text }) => `${text}\n`).join(""));
      await this.#file.datasync();
      for (const { resolve } of group) resolve();
    }
    this.#running = false;
  }
}
