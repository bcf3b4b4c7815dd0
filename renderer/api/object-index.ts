/** The objects of one watched collection by key: pure bookkeeping, no wire and no React. */
import { objectKey, type KubeObject, type Stored } from "../../src/api/object.ts";

export interface ObjectChange<T extends KubeObject> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: Stored<T>;
}

export class ObjectIndex<T extends KubeObject> {
  #byKey = new Map<string, Stored<T>>();

  get byKey(): ReadonlyMap<string, Stored<T>> {
    return this.#byKey;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /**
   * Takes a whole new list. Objects that have not changed keep their identity, so that a relist draws nothing anew.
   */
  replace(objects: readonly Stored<T>[]): void {
    const next = new Map<string, Stored<T>>();
    for (const object of objects) {
      const key = objectKey(object);
      const known = this.#byKey.get(key);
      next.set(key, known && sameVersion(known, object) ? known : object);
    }
    this.#byKey = next;
  }

  /** Applies one event of the watch; true when something changed. */
  apply(change: ObjectChange<T>): boolean {
    const key = objectKey(change.object);
    if (change.type === "DELETED") return this.#byKey.delete(key);
    const known = this.#byKey.get(key);
    if (known && sameVersion(known, change.object)) return false;
    this.#byKey.set(key, change.object);
    return true;
  }
}

function sameVersion(a: Stored<KubeObject>, b: Stored<KubeObject>): boolean {
  return (
    a.metadata.uid === b.metadata.uid && a.metadata.resourceVersion === b.metadata.resourceVersion
  );
}
