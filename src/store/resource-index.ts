/**
 * The objects of one resource, by namespace and name. Their order is kept in short sorted runs, so that a write moves few of them, and is
 * put right when a list is asked for, or after many writes: most are not followed by one. A list is handed out again until a write follows.
 */
import type { Entry } from "./entry.ts";

const nothing: readonly Entry[] = Object.freeze([]);

/** A run is cut in two when it is longer: a write then moves some hundred pointers, and a list of many thousands has few runs. */
const runLengthMax = 512;
/** After so many writes the order is put right, list or not: what has to be done for a list stays under a millisecond or so. */
const touchedMax = 1024;

export class ResourceIndex {
  readonly #buckets = new Map<string, Bucket>();
  /** Changes since the start, as its State counts them. */
  changes = 0;
  #namespaces: string[] = [];
  #all: readonly Entry[] | undefined;

  get(namespace: string, name: string): Entry | undefined {
    return this.#buckets.get(namespace)?.get(name);
  }

  set(entry: Entry): void {
    const { namespace } = entry.key;
    let bucket = this.#buckets.get(namespace);
    if (bucket === undefined) {
      bucket = new Bucket();
      this.#buckets.set(namespace, bucket);
      this.#namespaces.splice(this.#placeOf(namespace), 0, namespace);
    }
    bucket.set(entry);
    this.#all = undefined;
  }

  delete(namespace: string, name: string): void {
    const bucket = this.#buckets.get(namespace);
    if (bucket === undefined || !bucket.delete(name)) return;
    this.#all = undefined;
    if (bucket.size > 0) return;
    this.#buckets.delete(namespace);
    this.#namespaces.splice(this.#placeOf(namespace), 1);
  }

  /** As etcd's keys have it, in which a slash follows: `test-2` comes before `test`. */
  #placeOf(namespace: string): number {
    return lowerBound(this.#namespaces, inKey(namespace), inKey);
  }

  /** In order of namespace, then name; never changed afterwards. */
  list(namespace?: string): readonly Entry[] {
    if (namespace !== undefined) return this.#buckets.get(namespace)?.list() ?? nothing;
    if (this.#namespaces.length < 2) return this.list(this.#namespaces[0] ?? "");
    this.#all ??= this.#namespaces.flatMap((each) => this.list(each));
    return this.#all;
  }
}

/** The objects of one namespace. */
class Bucket {
  readonly #byName = new Map<string, Entry>();
  /** Sorted, none of them empty; every name of one is below every name of the next. All entries but those of the names below. */
  readonly #runs: Entry[][] = [];
  /** Written or deleted since the runs were put right, as often as they were. */
  #touched: string[] = [];
  #list: readonly Entry[] | undefined;

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): Entry | undefined {
    return this.#byName.get(name);
  }

  set(entry: Entry): void {
    const { name } = entry.key;
    this.#byName.set(name, entry);
    this.#touch(name);
  }

  delete(name: string): boolean {
    if (!this.#byName.delete(name)) return false;
    this.#touch(name);
    return true;
  }

  list(): readonly Entry[] {
    if (this.#list) return this.#list;
    this.#putRight();
    return (this.#list = nothing.concat(...this.#runs));
  }

  #touch(name: string): void {
    this.#list = undefined;
    this.#touched.push(name);
    if (this.#touched.length >= touchedMax) this.#putRight();
  }

  #putRight(): void {
    const touched = this.#touched;
    this.#touched = [];
    for (const name of touched) {
      const entry = this.#byName.get(name);
      if (entry) this.#place(name, entry);
      else this.#remove(name);
    }
  }

  #place(name: string, entry: Entry): void {
    const at = this.#runOf(name);
    const run = this.#runs[at];
    if (run === undefined) {
      this.#runs.push([entry]);
      return;
    }
    const place = lowerBound(run, name, nameOf);
    if (run[place]?.key.name === name) run[place] = entry;
    else run.splice(place, 0, entry);
    if (run.length > runLengthMax) this.#cut(at, run);
  }

  #remove(name: string): void {
    const at = this.#runOf(name);
    const run = this.#runs[at] ?? [];
    const place = lowerBound(run, name, nameOf);
    // It may have come and gone in between.
    if (run[place]?.key.name !== name) return;
    run.splice(place, 1);
    if (run.length === 0) this.#runs.splice(at, 1);
  }

  /** The run that a name is in or belongs into: the last that does not begin behind it, or else the first. */
  #runOf(name: string): number {
    const at = lowerBound(this.#runs, name, firstNameOf);
    const begins = this.#runs[at]?.[0]?.key.name === name;
    return begins || at === 0 ? at : at - 1;
  }

  /** Where names come in order, as generated ones do, only the last run grows: what is full stays full. */
  #cut(at: number, run: Entry[]): void {
    const isLast = at === this.#runs.length - 1;
    const rest = run.splice(isLast ? runLengthMax : runLengthMax >> 1);
    this.#runs.splice(at + 1, 0, rest);
  }
}

const inKey = (namespace: string): string => `${namespace}/`;
const nameOf = (entry: Entry): string => entry.key.name;
const firstNameOf = (run: readonly Entry[]): string => (run[0] as Entry).key.name;

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
