/** Equality over all types, and order among those that have one. Follows cel-go's common/types. */
import { CelError } from "./errors.ts";
import { spendElements, spendLookups, spendText } from "./text-work.ts";
import {
  CelDuration,
  CelList,
  CelMap,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  keyText,
  type CelValue,
} from "./values.ts";

/** `==`: numbers by their value, whatever their type; values of different types are not equal. */
export function equals(a: CelValue, b: CelValue): boolean {
  if (typeof a === "bigint" && typeof b === "bigint") return a === b;
  const left = numeric(a);
  if (left !== undefined) {
    const right = numeric(b);
    // JavaScript compares a bigint with a number by exact value.
    // oxlint-disable-next-line eqeqeq
    return right !== undefined && left == right;
  }
  if (typeof a === "string" && typeof b === "string" && a.length === b.length) spendText(a.length);
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof CelList) return b instanceof CelList && sameLists(a, b);
  if (a instanceof CelMap) return b instanceof CelMap && sameMaps(a, b);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0;
  if (a instanceof CelTimestamp) {
    return b instanceof CelTimestamp && a.seconds === b.seconds && a.nanos === b.nanos;
  }
  if (a instanceof CelDuration) return b instanceof CelDuration && a.nanos === b.nanos;
  if (a instanceof CelTypeValue) return b instanceof CelTypeValue && a.name === b.name;
  if (a instanceof CelOptional) {
    if (!(b instanceof CelOptional)) return false;
    if (a.value === undefined || b.value === undefined) return a.value === b.value;
    return equals(a.value, b.value);
  }
  if (a instanceof CelOpaque && b instanceof CelOpaque) {
    return a.typeName === b.typeName && a.equals(b);
  }
  return false;
}

function numeric(value: CelValue): bigint | number | undefined {
  if (typeof value === "bigint" || typeof value === "number") return value;
  return value instanceof CelUint ? value.value : undefined;
}

function sameLists(a: CelList, b: CelList): boolean {
  const { size } = a;
  if (size !== b.size) return false;
  spendElements(size);
  if (a.identity) spendLookups(size * 2);
  if (a.identity?.kind === "set") return contains(a, b) && contains(b, a);
  if (a.identity?.kind === "map")
    return sameElements(a, b, (element) => a.identity?.keyOf(element));
  for (let index = 0; index < size; index++) {
    if (!equals(a.at(index), b.at(index))) return false;
  }
  return true;
}

function contains(all: CelList, some: CelList): boolean {
  const index = new Set<string>();
  for (const value of all) index.add(keyText(value) ?? "");
  for (const value of some) {
    const key = keyText(value);
    if (key === undefined ? !isIn(value, all) : !index.has(key)) return false;
  }
  return true;
}

function sameElements(
  a: CelList,
  b: CelList,
  keyOf: (element: CelValue) => string | undefined,
): boolean {
  const byKey = new Map<string | undefined, CelValue>();
  for (const element of a) byKey.set(keyOf(element), element);
  for (const element of b) {
    const other = byKey.get(keyOf(element));
    if (other === undefined || !equals(other, element)) return false;
  }
  return true;
}

function sameMaps(a: CelMap, b: CelMap): boolean {
  const { size } = a;
  if (size !== b.size || a.typeName !== b.typeName) return false;
  spendElements(size);
  for (const key of a.keys()) {
    const left = a.get(key);
    const right = b.get(key);
    if (left === undefined || right === undefined || !equals(left, right)) return false;
  }
  return true;
}

/** `value in list`. */
export function isIn(value: CelValue, list: CelList): boolean {
  const { size } = list;
  spendElements(size);
  for (let index = 0; index < size; index++) if (equals(list.at(index), value)) return true;
  return false;
}

/** -1, 0 or 1. Undefined for values that have no order, NaN among them. */
export function compare(a: CelValue, b: CelValue): -1 | 0 | 1 | undefined {
  const [left, right] = [numeric(a), numeric(b)];
  if (left !== undefined && right !== undefined) return order(left, right);
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return order(Number(a), Number(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (a instanceof CelTimestamp && b instanceof CelTimestamp) {
    return order(a.seconds, b.seconds) || order(a.nanos, b.nanos);
  }
  if (a instanceof CelDuration && b instanceof CelDuration) return order(a.nanos, b.nanos);
  return undefined;
}

/** Like {@link compare}; throws CelError where there is no order. */
export function compareOrFail(a: CelValue, b: CelValue): -1 | 0 | 1 {
  const result = compare(a, b);
  if (result === undefined) throw new CelError("no such overload");
  return result;
}

function order(a: bigint | number, b: bigint | number): -1 | 0 | 1 | undefined {
  if (a < b) return -1;
  if (a > b) return 1;
  // oxlint-disable-next-line eqeqeq
  return a == b ? 0 : undefined;
}

/** By code point, as Go compares UTF-8. */
function compareStrings(a: string, b: string): -1 | 0 | 1 {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left === right) continue;
    // Surrogates stand for code points above every other unit.
    const [high, low] = [isSurrogate(left), isSurrogate(right)];
    if (high !== low) return high ? 1 : -1;
    return left < right ? -1 : 1;
  }
  if (a.length === b.length) return 0;
  return a.length < b.length ? -1 : 1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000;
}

function compareBytes(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left = 0, right = 0] = [a[index], b[index]];
    if (left !== right) return left < right ? -1 : 1;
  }
  if (a.length === b.length) return 0;
  return a.length < b.length ? -1 : 1;
}
