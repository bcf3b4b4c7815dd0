/** `slice`, `flatten`, `distinct`, `reverse`, `sort`, `sortBy` and `lists.range`. Follows cel-go's ext/lists.go, version 3. */
import { perCallLimit } from "../cost.ts";
import { CelError, CostLimitExceeded } from "../errors.ts";
import { compare, equals } from "../equality.ts";
import { overload, type Overload } from "../overload.ts";
import { spendElements } from "../text-work.ts";
import { ArrayList, CelList, keyText, type CelValue } from "../values.ts";

function slice(list: CelList, start: bigint, end: bigint): CelList {
  const size = BigInt(list.size);
  if (start < 0n || end < 0n) {
    throw new CelError(`cannot slice(${start}, ${end}), negative indexes not supported`);
  }
  if (start > end) {
    throw new CelError(
      `cannot slice(${start}, ${end}), start index must be less than or equal to end index`,
    );
  }
  if (end > size) {
    throw new CelError(`cannot slice(${start}, ${end}), list is length ${size}`);
  }
  return new ArrayList([...list].slice(Number(start), Number(end)));
}

function flatten(list: CelList, depth = 1n): CelList {
  if (depth < 0n) throw new CelError("level must be non-negative");
  const walk = (part: CelList, level: bigint): CelValue[] =>
    [...part].flatMap((value) =>
      value instanceof CelList && level > 0n ? walk(value, level - 1n) : [value],
    );
  return new ArrayList(walk(list, depth));
}

function distinct(list: CelList): CelList {
  const keys = new Set<string>();
  const kept: CelValue[] = [];
  for (const value of list) {
    const key = keyText(value);
    if (key === undefined ? isAmong(value, kept) : keys.has(key)) continue;
    if (key !== undefined) keys.add(key);
    kept.push(value);
  }
  return new ArrayList(kept);
}

function isAmong(value: CelValue, kept: readonly CelValue[]): boolean {
  spendElements(kept.length);
  return kept.some((other) => equals(other, value));
}

function range(count: bigint): CelList {
  // What it makes would cost more than any expression may.
  if (count > BigInt(perCallLimit)) throw new CostLimitExceeded();
  return new ArrayList(Array.from({ length: Math.max(Number(count), 0) }, (_, at) => BigInt(at)));
}

function sortBy(list: CelList, keys: CelList): CelList {
  if (list.size !== keys.size)
    throw new CelError("@sortByAssociatedKeys() expected a list of keys of the same size");
  const pairs = [...list].map((value, at) => ({ value, key: keys.at(at) }));
  const sorted = pairs.toSorted((a, b) => {
    const order = compare(a.key, b.key);
    if (order === undefined) throw new CelError("list elements must have the same type");
    return order;
  });
  return new ArrayList(sorted.map(({ value }) => value));
}

const comparable = ["int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"];

export function extendedListOverloads(): readonly Overload[] {
  return [
    overload("list_slice", "list(T).slice(int, int): list(T)", slice),
    overload("list_flatten", "list(list(T)).flatten(): list(T)", flatten),
    overload("list_flatten_int", "list(dyn).flatten(int): list(dyn)", flatten),
    overload("list_distinct", "list(T).distinct(): list(T)", distinct),
    overload("lists_range", "::lists.range(int): list(int)", range),
    overload(
      "list_reverse",
      "list(T).reverse(): list(T)",
      (list: CelList) => new ArrayList([...list].reverse()),
    ),
    ...comparable.map((type) =>
      overload(`list_${type}_sort`, `list(${type}).sort(): list(${type})`, (list: CelList) =>
        sortBy(list, list),
      ),
    ),
    ...comparable.map((type) =>
      overload(
        `list_${type}_sortByAssociatedKeys`,
        `list(T).@sortByAssociatedKeys(list(${type})): list(T)`,
        sortBy,
      ),
    ),
  ];
}
