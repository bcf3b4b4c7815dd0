/** A table of text as a map whose values are read when they are asked for: of hundreds of types, most programs meet a dozen. */

/** Reads `lines` under their keys by `parse`, each once at most. */
export class LazyTable<V extends object> implements ReadonlyMap<string, V> {
  readonly #lines: ReadonlyMap<string, string>;
  readonly #parse: (line: string, key: string) => V;
  readonly #read = new Map<string, V>();

  constructor(lines: ReadonlyMap<string, string>, parse: (line: string, key: string) => V) {
    this.#lines = lines;
    this.#parse = parse;
  }

  get size(): number {
    return this.#lines.size;
  }

  has(key: string): boolean {
    return this.#lines.has(key);
  }

  get(key: string): V | undefined {
    const known = this.#read.get(key);
    if (known) return known;
    const line = this.#lines.get(key);
    if (line === undefined) return undefined;
    const value = this.#parse(line, key);
    this.#read.set(key, value);
    return value;
  }

  keys(): MapIterator<string> {
    return this.#lines.keys();
  }

  values(): MapIterator<V> {
    return this.#whole().values();
  }

  entries(): MapIterator<[string, V]> {
    return this.#whole().entries();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  /** In the table's own order. */
  #whole(): ReadonlyMap<string, V> {
    const all = new Map<string, V>();
    for (const key of this.#lines.keys()) {
      const value = this.get(key);
      if (value) all.set(key, value);
    }
    return all;
  }
}

/** The lines of a table by `GROUP.NAME`: `# GROUP` heads a section, the text before `separator` is a line's name. */
export function sectionedLines(table: string, separator: string): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  let group = "";
  for (const line of table.trim().split("\n")) {
    if (line.startsWith("# ")) {
      group = line.slice(2);
      continue;
    }
    const at = line.indexOf(separator);
    const name = at < 0 ? line : line.slice(0, at);
    lines.set(`${group}.${name}`, at < 0 ? "" : line.slice(at + separator.length));
  }
  return lines;
}
