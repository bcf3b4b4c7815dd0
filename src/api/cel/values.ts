/**
 * The values that expressions work on. Ints are bigints within 64 bits, doubles are numbers; strings, booleans and null are
 * JavaScript's own. Lists, maps and objects are read through small interfaces, so that stored JSON is looked at in place.
 */

import { spendElements } from "./text-work.ts";

export type CelValue =
  | bigint
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | CelUint
  | CelTimestamp
  | CelDuration
  | CelList
  | CelMap
  | CelTypeValue
  | CelOptional
  | CelOpaque;

/** An unsigned 64-bit integer. */
export class CelUint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** A moment between the years 1 and 9999: seconds since 1970 (floored) and the nanoseconds after them. */
export class CelTimestamp {
  readonly seconds: number;
  readonly nanos: number;
  constructor(seconds: number, nanos: number) {
    this.seconds = seconds;
    this.nanos = nanos;
  }
}

/** A span of time in nanoseconds, within 64 bits. */
export class CelDuration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** What `type(x)` gives, and what a type's name stands for. */
export class CelTypeValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class CelOptional {
  readonly value: CelValue | undefined;
  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

export const noValue = new CelOptional(undefined);

/** A value of a library: it has a type's name and equality, everything else are functions. */
export abstract class CelOpaque {
  abstract readonly typeName: string;
  abstract equals(other: CelOpaque): boolean;
}

export abstract class CelList {
  abstract readonly size: number;
  /** `index` is within bounds. */
  abstract at(index: number): CelValue;
  /** How `==` and `+` treat it: x-kubernetes-list-type `set` and `map` know no order. */
  readonly identity: ListIdentity | undefined = undefined;

  *[Symbol.iterator](): Generator<CelValue, void> {
    for (let index = 0; index < this.size; index++) yield this.at(index);
  }
}

/** How the elements of an associative list are told apart: by themselves, or by the fields that are its keys. */
export interface ListIdentity {
  readonly kind: "set" | "map";
  keyOf(element: CelValue): string;
}

/** Maps and objects alike: an object's `typeName` is not `map`. */
export abstract class CelMap {
  readonly typeName: string = "map";
  abstract readonly size: number;
  /** Undefined when the key is absent. */
  abstract get(key: CelValue): CelValue | undefined;
  abstract keys(): Iterable<CelValue>;
}

export class ArrayList extends CelList {
  readonly #values: readonly CelValue[];
  constructor(values: readonly CelValue[]) {
    super();
    this.#values = values;
  }
  get size(): number {
    return this.#values.length;
  }
  at(index: number): CelValue {
    return this.#values[index] as CelValue;
  }
}

/** One list after another: joined without being gone through, until something is read of it. */
export class JoinedList extends CelList {
  readonly size: number;
  #parts: readonly [CelList, CelList] | undefined;
  #values: readonly CelValue[] = [];

  constructor(first: CelList, second: CelList) {
    super();
    this.#parts = [first, second];
    this.size = first.size + second.size;
  }

  at(index: number): CelValue {
    if (this.#parts) this.#join(this.#parts);
    return this.#values[index] as CelValue;
  }

  /** Long sums of lists are deep to the left: the rest waits on a list of its own. */
  #join(parts: readonly [CelList, CelList]): void {
    spendElements(this.size);
    const values: CelValue[] = [];
    const waiting: CelList[] = [parts[1], parts[0]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const inner = next instanceof JoinedList ? next.#parts : undefined;
      if (inner) waiting.push(inner[1], inner[0]);
      else for (let index = 0; index < next.size; index++) values.push(next.at(index));
    }
    this.#values = values;
    this.#parts = undefined;
  }
}

export class EntryMap extends CelMap {
  readonly #entries: ReadonlyMap<string, readonly [CelValue, CelValue]>;

  /** Keys are bool, int, uint or string; of equal keys the last counts. */
  constructor(entries: Iterable<readonly [CelValue, CelValue]>) {
    super();
    const byKey = new Map<string, readonly [CelValue, CelValue]>();
    for (const entry of entries) byKey.set(keyText(entry[0]) ?? "", entry);
    this.#entries = byKey;
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
}

/** One text for all equal keys: `1`, `1u` and `1.0` are the same. Undefined for what can be no key. */
export function keyText(key: CelValue): string | undefined {
  switch (typeof key) {
    case "string":
      return `s${key}`;
    case "bigint":
      return `n${key}`;
    case "boolean":
      return `b${key}`;
    case "number":
      return Number.isInteger(key) ? `n${BigInt(key)}` : undefined;
    default:
      return key instanceof CelUint ? `n${key.value}` : undefined;
  }
}

export const int64Min = -(1n << 63n);
export const int64Max = (1n << 63n) - 1n;
export const uint64Max = (1n << 64n) - 1n;

/** The name of a value's type, as `type(x)` and messages give it. */
export function typeNameOf(value: CelValue): string {
  switch (typeof value) {
    case "bigint":
      return "int";
    case "number":
      return "double";
    case "string":
      return "string";
    case "boolean":
      return "bool";
    default:
  }
  if (value === null) return "null_type";
  if (value instanceof CelMap || value instanceof CelOpaque) return value.typeName;
  if (value instanceof CelList) return "list";
  if (value instanceof CelUint) return "uint";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof CelTimestamp) return "google.protobuf.Timestamp";
  if (value instanceof CelDuration) return "google.protobuf.Duration";
  return value instanceof CelOptional ? "optional_type" : "type";
}
