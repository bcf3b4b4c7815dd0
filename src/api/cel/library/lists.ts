/** `isSorted`, `sum`, `min`, `max`, `indexOf`, `lastIndexOf` of lists. Follows apiserver's pkg/cel/library/lists.go. */
import { CelError } from "../errors.ts";
import { compareOrFail, equals } from "../equality.ts";
import { overload, type Overload } from "../overload.ts";
import {
  CelDuration,
  CelList,
  CelUint,
  int64Max,
  int64Min,
  uint64Max,
  type CelValue,
} from "../values.ts";
import { duration } from "../time-values.ts";

const comparable = ["int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"];

function isSorted(list: CelList): boolean {
  for (let index = 1; index < list.size; index++) {
    if (compareOrFail(list.at(index - 1), list.at(index)) > 0) return false;
  }
  return true;
}

function extreme(sign: 1 | -1, name: string): (list: CelList) => CelValue {
  return (list) => {
    if (list.size === 0) throw new CelError(`${name} called on empty list`);
    let best = list.at(0);
    for (const value of list) if (compareOrFail(value, best) * sign > 0) best = value;
    return best;
  };
}

function indexOf(list: CelList, value: CelValue): bigint {
  for (let index = 0; index < list.size; index++) {
    if (equals(list.at(index), value)) return BigInt(index);
  }
  return -1n;
}

function lastIndexOf(list: CelList, value: CelValue): bigint {
  for (let index = list.size - 1; index >= 0; index--) {
    if (equals(list.at(index), value)) return BigInt(index);
  }
  return -1n;
}

function sumInts(list: CelList): bigint {
  let total = 0n;
  for (const value of list) {
    total += value as bigint;
    if (total < int64Min || total > int64Max) throw new CelError("integer overflow");
  }
  return total;
}

function sumUints(list: CelList): CelUint {
  let total = 0n;
  for (const value of list) {
    total += (value as CelUint).value;
    if (total > uint64Max) throw new CelError("unsigned integer overflow");
  }
  return new CelUint(total);
}

/** The element decides which sum it is: the list's own type may be unknown until then. */
function sum(list: CelList): CelValue {
  const first = list.size > 0 ? list.at(0) : 0n;
  if (typeof first === "bigint") return sumInts(list);
  if (first instanceof CelUint) return sumUints(list);
  let total = 0n;
  let double = 0;
  for (const value of list) {
    if (typeof value === "number") double += value;
    else if (value instanceof CelDuration) total += value.nanos;
    else throw new CelError("no such overload");
  }
  return typeof first === "number" ? double : duration(total);
}

function emptySum(type: string): (list: CelList) => CelValue {
  const zero: Readonly<Record<string, CelValue>> = {
    uint: new CelUint(0n),
    double: 0,
    duration: new CelDuration(0n),
  };
  return (list) => (list.size === 0 ? (zero[type] ?? 0n) : sum(list));
}

export function listOverloads(): readonly Overload[] {
  return [
    ...comparable.flatMap((type) => [
      overload(`list_${type}_is_sorted_bool`, `list(${type}).isSorted(): bool`, isSorted),
      overload(`list_${type}_min_${type}`, `list(${type}).min(): ${type}`, extreme(-1, "min")),
      overload(`list_${type}_max_${type}`, `list(${type}).max(): ${type}`, extreme(1, "max")),
    ]),
    ...["int", "uint", "double", "duration"].map((type) =>
      overload(`list_${type}_sum_${type}`, `list(${type}).sum(): ${type}`, emptySum(type)),
    ),
    overload("list_a_index_of_int", "list(T).indexOf(T): int", indexOf),
    overload("list_a_last_index_of_int", "list(T).lastIndexOf(T): int", lastIndexOf),
  ];
}
