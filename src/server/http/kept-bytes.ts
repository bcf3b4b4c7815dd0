/** What was made of stored objects for one reader, for those that come after it: within a bound, and no longer than the objects live. */
import type { StoredEntry } from "../../store/store.ts";

/** By form. */
type Generation = Map<string, WeakMap<StoredEntry, Uint8Array>>;

export class KeptBytes {
  readonly #bytesMax: number;
  /** What is asked for again moves from the old to the young. */
  #young: Generation = new Map();
  #old: Generation = new Map();
  #youngBytes = 0;

  /** Once `bytesMax` have been made or asked for again, all others are let go of: twice as much is kept at most. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** What `make` gives, which follows from the entry and the form alone. */
  of(entry: StoredEntry, form: string, make: () => Uint8Array): Uint8Array {
    const known = this.#young.get(form)?.get(entry);
    if (known !== undefined) return known;
    const bytes = this.#old.get(form)?.get(entry) ?? make();
    if (this.#youngBytes + bytes.length > this.#bytesMax) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#youngBytes += bytes.length;
    let entries = this.#young.get(form);
    if (entries === undefined) this.#young.set(form, (entries = new WeakMap()));
    entries.set(entry, bytes);
    return bytes;
  }
}
