/** `sets.contains`, `sets.equivalent`, `sets.intersects`. Follows cel-go's ext/sets.go. */
import { isIn } from "../equality.ts";
import { overload, type Overload } from "../overload.ts";
import type { CelList } from "../values.ts";

function contains(all: CelList, some: CelList): boolean {
  for (const value of some) if (!isIn(value, all)) return false;
  return true;
}

function intersects(a: CelList, b: CelList): boolean {
  for (const value of a) if (isIn(value, b)) return true;
  return false;
}

export function setOverloads(): readonly Overload[] {
  return [
    overload("list_sets_contains_list", "::sets.contains(list(T), list(T)): bool", contains),
    overload(
      "list_sets_equivalent_list",
      "::sets.equivalent(list(T), list(T)): bool",
      (a: CelList, b: CelList) => contains(a, b) && contains(b, a),
    ),
    overload("list_sets_intersects_list", "::sets.intersects(list(T), list(T)): bool", intersects),
  ];
}
