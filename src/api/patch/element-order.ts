/**
 * The order of the items of a merged list: what the patch names comes in the patch's order, what only the server has
 * keeps its place among them (apimachinery, pkg/util/strategicpatch: normalizeElementOrder).
 */
import type { JsonArray, JsonValue } from "../json.ts";
import { asMap, mergeErrors, patchDirective } from "./directives.ts";
import { member } from "./members.ts";

/** How an item is told from others: by the value of its merge key, or by itself when there is none. */
export function identityOf(item: JsonValue, mergeKey: string | undefined): JsonValue {
  if (mergeKey === undefined) return item;
  const value = member(asMap(item), mergeKey);
  if (value === undefined) throw mergeErrors.noMergeKey(item, mergeKey);
  return value;
}

/** Places by identity; of equal items the first counts. */
function placesOf(items: JsonArray, mergeKey: string | undefined): Map<JsonValue, number> {
  const places = new Map<JsonValue, number>();
  for (const [index, item] of items.entries()) {
    const identity = identityOf(item, mergeKey);
    if (!places.has(identity)) places.set(identity, index);
  }
  return places;
}

function sortedBy(
  items: JsonArray,
  places: ReadonlyMap<JsonValue, number>,
  mergeKey: string | undefined,
): JsonArray {
  const place = (item: JsonValue): number => places.get(identityOf(item, mergeKey)) ?? Infinity;
  return items
    .map((item) => ({ item, at: place(item) }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at))
    .map(({ item }) => item);
}

/**
 * `merged` in its final order. `patchOrder` tells which items are the patch's, and their order; `serverOrder` is the
 * list as it was before.
 */
export function orderElements(
  merged: JsonArray,
  orders: { readonly patchOrder: JsonArray; readonly serverOrder: JsonArray },
  mergeKey: string | undefined,
): JsonArray {
  const patchPlaces = placesOf(orders.patchOrder, mergeKey);
  const serverPlaces = placesOf(orders.serverOrder, mergeKey);
  const named = (item: JsonValue): boolean => patchPlaces.has(identityOf(item, mergeKey));
  const patched = sortedBy(merged.filter(named), patchPlaces, mergeKey);
  const serverOnly = sortedBy(
    merged.filter((item) => !named(item)),
    serverPlaces,
    mergeKey,
  );
  const result: JsonValue[] = [];
  let next = 0;
  for (const item of serverOnly) {
    const own = serverPlaces.get(identityOf(item, mergeKey));
    for (; next < patched.length; next += 1) {
      const rival = patched[next] as JsonValue;
      const other = serverPlaces.get(identityOf(rival, mergeKey));
      if (own !== undefined && other !== undefined && own < other) break;
      result.push(rival);
    }
    result.push(item);
  }
  return [...result, ...patched.slice(next)];
}

/** Throws StatusError 400 unless the items of `patch` stand in `order`, in that order; deletions are left out. */
export function checkElementOrder(
  patch: JsonArray,
  order: JsonArray,
  mergeKey: string | undefined,
): void {
  if (patch.length === 0 || order.length === 0) return;
  const asked = patch.filter(
    (item) => mergeKey === undefined || member(asMap(item), patchDirective) === undefined,
  );
  let at = 0;
  for (const item of asked) {
    const identity = identityOf(item, mergeKey);
    while (at < order.length && identityOf(order[at] as JsonValue, mergeKey) !== identity) at += 1;
    if (at >= order.length) throw mergeErrors.orderMismatch(patch, order);
    at += 1;
  }
}
