/** A map under construction: what map literals and `transformMap` build. */
import { CelError } from "./errors.ts";
import { CelMap, keyText, type CelValue } from "./values.ts";

export class GrowingMap extends CelMap {
  readonly #entries = new Map<string, readonly [CelValue, CelValue]>();

  constructor(from?: CelMap) {
    super();
    for (const key of from?.keys() ?? []) this.insert(key, from?.get(key) ?? null);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: CelValue): CelValue | undefined {
    const text = keyText(key);
    return text === undefined ? undefined : this.#entries.get(text)?.[1];
  }

  *keys(): Generator<CelValue, void> {
    for (const [key] of this.#entries.values()) yield key;
  }

  /** Throws CelError for a key that is there already, or that can be none. */
  insert(key: CelValue, value: CelValue): this {
    const text = keyText(key);
    if (text === undefined) throw new CelError("unsupported key type");
    if (this.#entries.has(text)) {
      throw new CelError(`insert failed: key ${text.slice(1)} already exists`);
    }
    this.#entries.set(text, [key, value]);
    return this;
  }
}
