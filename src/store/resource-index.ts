/**
 * The objects of one resource, by namespace and name, always in order: a list is handed out as it stands and copied only
 * when a write follows it (copy on write), so neither reads nor writes sort anything.
 */
import type { Entry } from "./entry.ts";

const nothing: readonly Entry[] = Object.freeze([]);

export class ResourceIndex {
  readonly #buckets = new Map<string, Bucket>();
  #namespaces: string[] = [];
  #all: readonly Entry[] | undefined;

  get(namespace: string, name: string): Entry | undefined {
    return this.#buckets.get(namespace)?.byName.get(name);
  }

  set(entry: Entry): void {
    const { namespace } = entry.key;
    let bucket = this.#buckets.get(namespace);
    if (bucket === undefined) {
      bucket = new Bucket();
      this.#buckets.set(namespace, bucket);
      this.#namespaces.splice(lowerBound(this.#namespaces, namespace, same), 0, namespace);
    }
    bucket.set(entry);
    this.#all = undefined;
  }

  delete(namespace: string, name: string): void {
    const bucket = this.#buckets.get(namespace);
    if (bucket === undefined || !bucket.delete(name)) return;
    this.#all = undefined;
    if (bucket.byName.size > 0) return;
    this.#buckets.delete(namespace);
    this.#namespaces.splice(lowerBound(this.#namespaces, namespace, same), 1);
  }

  /** In order of namespace, then name; never changed afterwards. */
  list(namespace?: string): readonly Entry[] {
    if (namespace !== undefined) return this.#buckets.get(namespace)?.share() ?? nothing;
    if (this.#namespaces.length < 2) return this.list(this.#namespaces[0] ?? "");
    this.#all ??= this.#namespaces.flatMap((each) => this.list(each));
    return this.#all;
  }
}

class Bucket {
  readonly byName = new Map<string, Entry>();
  #sorted: Entry[] = [];
  #shared = false;

  set(entry: Entry): void {
    const { name } = entry.key;
    this.#unshare();
    const known = this.byName.has(name);
    this.byName.set(name, entry);
    const last = this.#sorted.at(-1);
    if (last === undefined || last.key.name < name) {
      this.#sorted.push(entry);
      return;
    }
    this.#sorted.splice(lowerBound(this.#sorted, name, nameOf), known ? 1 : 0, entry);
  }

  delete(name: string): boolean {
    if (!this.byName.delete(name)) return false;
    this.#unshare();
    this.#sorted.splice(lowerBound(this.#sorted, name, nameOf), 1);
    return true;
  }

  share(): readonly Entry[] {
    this.#shared = true;
    return this.#sorted;
  }

  #unshare(): void {
    if (!this.#shared) return;
    this.#sorted = this.#sorted.slice();
    this.#shared = false;
  }
}

const same = (text: string): string => text;
const nameOf = (entry: Entry): string => entry.key.name;

/** The first position whose name is not below `name`. */
function lowerBound<T>(sorted: readonly T[], name: string, of: (each: T) => string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (of(sorted[middle] as T) < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
