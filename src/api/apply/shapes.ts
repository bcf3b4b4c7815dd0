/**
 * What follows from the shape of objects, the names of their members and what kind of values these have, kept by shape: a cluster has
 * many objects of few shapes, and as many labels of the same names. Shapes are looked up member by member, which leaves nothing behind.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { likenessOf } from "../shared-parts.ts";

/** What has been seen of an object so far; kept for whole objects. */
export class Shape<T> {
  /** What was found for objects of this shape. */
  found: T | undefined;
  /** By the name of the next member, for each kind of value. */
  leaves: Map<string, Shape<T>> | undefined;
  nulls: Map<string, Shape<T>> | undefined;
  objects: Map<string, Shape<T>> | undefined;
  /** By the name of the next member, for each part that objects share: what is in it is of one shape, lists as well. */
  shared: Map<string, WeakMap<object, Shape<T>>> | undefined;
  /** Where the members of an object that is a member itself end. */
  end: Shape<T> | undefined;
}

/** Of more members nobody has many objects alike. */
const membersMax = 100;
/** More than these, and all are learned again. */
const shapesMax = 8000;

export class Shapes<T> {
  #root = new Shape<T>();
  #count = 0;
  #members = 0;

  /**
   * The same for all objects of one shape; undefined for those with lists in them, whose items have names of their own, except in
   * members that objects share.
   */
  of(object: JsonObject): Shape<T> | undefined {
    this.#members = 0;
    if (this.#count > shapesMax) {
      this.#root = new Shape();
      this.#count = 0;
    }
    let shape: Shape<T> | undefined = this.#root;
    for (const key in object) {
      const value = object[key];
      const likeness = likenessOf(value);
      shape =
        likeness === undefined
          ? this.#member(shape, key, value)
          : this.#shared(shape, key, likeness);
      if (shape === undefined) return undefined;
    }
    return shape;
  }

  #member(from: Shape<T>, key: string, value: JsonValue | undefined): Shape<T> | undefined {
    if (value === undefined) return from;
    this.#members += 1;
    if (Array.isArray(value) || this.#members > membersMax) return undefined;
    let shape: Shape<T> | undefined = this.#step(from, key, value);
    if (!isJsonObject(value)) return shape;
    for (const inner in value) {
      shape = this.#member(shape, inner, value[inner]);
      if (shape === undefined) return undefined;
    }
    return (shape.end ??= this.#made());
  }

  #shared(from: Shape<T>, key: string, likeness: object): Shape<T> {
    const all = (from.shared ??= new Map<string, WeakMap<object, Shape<T>>>());
    let among = all.get(key);
    if (among === undefined) all.set(key, (among = new WeakMap()));
    let shape = among.get(likeness);
    if (shape === undefined) among.set(likeness, (shape = this.#made()));
    return shape;
  }

  #step(shape: Shape<T>, key: string, value: JsonValue): Shape<T> {
    const among =
      typeof value !== "object"
        ? (shape.leaves ??= new Map<string, Shape<T>>())
        : value === null
          ? (shape.nulls ??= new Map<string, Shape<T>>())
          : (shape.objects ??= new Map<string, Shape<T>>());
    let next = among.get(key);
    if (next === undefined) among.set(key, (next = this.#made()));
    return next;
  }

  #made(): Shape<T> {
    this.#count += 1;
    return new Shape();
  }
}
