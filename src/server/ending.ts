/** The beginning of the server's end: what streams to clients hears of it, and comes to its own end. */

export class Ending {
  readonly #listeners = new Set<() => void>();
  #begun = false;

  get hasBegun(): boolean {
    return this.#begun;
  }

  /** Calls back once, at once where it has begun. Returns what takes the wish back. */
  onBegin(listener: () => void): () => void {
    if (this.#begun) {
      listener();
      return () => undefined;
    }
    // Wrapped, so that one function given twice is two listeners.
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  begin(): void {
    this.#begun = true;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
