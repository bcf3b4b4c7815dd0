/** The objects of one resource as they were last seen, with their indexes. Filled by an informer, read through Lister. */
import { objectKey, type KubeObject, type Stored } from "../api/object.ts";

/** What controllers read. Objects are the API's own, deeply frozen; lists come in no particular order. */
export interface Lister<T extends KubeObject> {
  /** How many there are. */
  readonly size: number;
  /** By `namespace/name`, or `name` when cluster-scoped. */
  get(key: string): Stored<T> | undefined;
  byUid(uid: string): Stored<T> | undefined;
  all(): readonly Stored<T>[];
  inNamespace(namespace: string): readonly Stored<T>[];
  /** Objects with an owner reference to `uid`, controlling or not. */
  ownedBy(uid: string): readonly Stored<T>[];
  /** Objects of a namespace without a controlling owner: the ones that could be adopted. */
  uncontrolled(namespace: string): readonly Stored<T>[];
  /** Objects that the index function `index` gave `value` for. Throws when no such index was added. */
  byIndex(index: string, value: string): readonly Stored<T>[];
}

export type IndexFunction<T extends KubeObject> = (object: Stored<T>) => readonly string[];

class Index<T extends KubeObject> {
  readonly #values: IndexFunction<T>;
  readonly #members = new Map<string, Map<string, Stored<T>>>();

  constructor(values: IndexFunction<T>) {
    this.#values = values;
  }

  replace(key: string, before: Stored<T> | undefined, after: Stored<T> | undefined): void {
    const next = after === undefined ? [] : this.#values(after);
    const gone = before === undefined ? [] : this.#values(before);
    for (const value of gone) {
      if (next.includes(value)) continue;
      const members = this.#members.get(value);
      members?.delete(key);
      if (members?.size === 0) this.#members.delete(value);
    }
    if (after === undefined) return;
    for (const value of next) {
      const members = this.#members.get(value) ?? new Map<string, Stored<T>>();
      members.set(key, after);
      this.#members.set(value, members);
    }
  }

  get(value: string): readonly Stored<T>[] {
    return [...(this.#members.get(value)?.values() ?? [])];
  }
}

const namespaceOf = (object: KubeObject): readonly string[] => [object.metadata.namespace ?? ""];

export class ObjectCache<T extends KubeObject> implements Lister<T> {
  readonly #objects = new Map<string, Stored<T>>();
  readonly #byUid = new Map<string, Stored<T>>();
  readonly #namespaces = new Index<T>(namespaceOf);
  readonly #owners = new Index<T>((object) => [
    ...new Set((object.metadata.ownerReferences ?? []).map((owner) => owner.uid)),
  ]);
  readonly #uncontrolled = new Index<T>((object) =>
    object.metadata.ownerReferences?.some((owner) => owner.controller === true) === true
      ? []
      : namespaceOf(object),
  );
  readonly #custom = new Map<string, Index<T>>();

  get size(): number {
    return this.#objects.size;
  }

  /** Adds an index; a second one of the same name is taken to be the same and is ignored. */
  addIndex(name: string, values: IndexFunction<T>): void {
    if (this.#custom.has(name)) return;
    const index = new Index(values);
    for (const [key, object] of this.#objects) index.replace(key, undefined, object);
    this.#custom.set(name, index);
  }

  /** Puts `object` in; returns the one that it replaces. */
  put(object: Stored<T>): Stored<T> | undefined {
    return this.#replace(objectKey(object), object);
  }

  /** Takes out what is under `key`; returns it. */
  remove(key: string): Stored<T> | undefined {
    return this.#replace(key, undefined);
  }

  keys(): readonly string[] {
    return [...this.#objects.keys()];
  }

  get(key: string): Stored<T> | undefined {
    return this.#objects.get(key);
  }

  byUid(uid: string): Stored<T> | undefined {
    return this.#byUid.get(uid);
  }

  all(): readonly Stored<T>[] {
    return [...this.#objects.values()];
  }

  inNamespace(namespace: string): readonly Stored<T>[] {
    return this.#namespaces.get(namespace);
  }

  ownedBy(uid: string): readonly Stored<T>[] {
    return this.#owners.get(uid);
  }

  uncontrolled(namespace: string): readonly Stored<T>[] {
    return this.#uncontrolled.get(namespace);
  }

  byIndex(index: string, value: string): readonly Stored<T>[] {
    const found = this.#custom.get(index);
    if (found === undefined) throw new Error(`no index named ${index}`);
    return found.get(value);
  }

  #replace(key: string, after: Stored<T> | undefined): Stored<T> | undefined {
    const before = this.#objects.get(key);
    if (before !== undefined) this.#byUid.delete(before.metadata.uid);
    if (after === undefined) {
      this.#objects.delete(key);
    } else {
      this.#objects.set(key, after);
      this.#byUid.set(after.metadata.uid, after);
    }
    const indexes = [this.#namespaces, this.#owners, this.#uncontrolled, ...this.#custom.values()];
    for (const index of indexes) index.replace(key, before, after);
    return before;
  }
}
