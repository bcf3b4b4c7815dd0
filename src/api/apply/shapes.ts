/**
 * What follows from the shape of objects, the names of their members and what kind of values these have, kept by shape: a cluster has
 * many objects of few shapes, and as many labels of the same names. Shapes are looked up member by member, which leaves nothing behind.
 */
import type { JsonObject, JsonValue } from "../json.ts";

/** What has been seen of an object so far; kept for whole objects. */
export class Shape<T> {
  /** What was found for objects of this shape. */
  found: T | undefined;
  /** By the name of the next member, for each kind of value. */
  leaves: Map<string, Shape<T>> | undefined;
  nulls: Map<string, Shape<T>> | undefined;
  objects: Map<string, Shape<T>> | undefined;
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

  /** The same for all objects of one shape; undefined for those with lists in them, whose items have names of their own. */
  of(object: JsonObject): Shape<T> | undefined {
    this.#members = 0;
    if (this.#count > shapesMax) {
      this.#root = new Shape();
      this.#count = 0;
    }
    return this.#follow(this.#root, object);
  }

  #follow(from: Shape<T>, object: JsonObject): Shape<T> | undefined {
    let shape = from;
    for (const key in object) {
      const value = object[key];
      if (value === undefined) continue;
      this.#members += 1;
      if (Array.isArray(value) || this.#members > membersMax) return undefined;
      shape = this.#step(shape, key, value);
      if (typeof value !== "object" || value === null) continue;
      const last = this.#follow(shape, value as JsonObject);
      if (last === undefined) return undefined;
      shape = last.end ??= this.#made();
    }
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
