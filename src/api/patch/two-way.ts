/**
 * The strategic merge patch that makes one object of another (apimachinery, pkg/util/strategicpatch: CreateTwoWayMergePatch), for parts
 * whose merged lists are at the top, as those of statuses are.
 */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { member } from "./members.ts";

/** By the names of lists that are merged: the field by which their items are told apart. Other lists are replaced. */
export type MergeKeys = Readonly<Record<string, string>>;

/** Members in the order of their names; empty where nothing differs. Members that are undefined or null are none. */
export function twoWayPatch(before: JsonObject, after: JsonObject, keys: MergeKeys): JsonObject {
  const patch: Record<string, JsonValue> = {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  for (const name of names.sort()) {
    const [old, now] = [member(before, name), member(after, name)];
    if (isSame(old, now)) continue;
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (now === undefined || now === null) patch[name] = null;
    else if (isJsonObject(old) && isJsonObject(now)) patch[name] = twoWayPatch(old, now, {});
    else if (key !== undefined && Array.isArray(old) && Array.isArray(now)) {
      const items = listPatch(old, now, key);
      patch[`$setElementOrder/${name}`] = (now as JsonArray).map((item) => identityOf(item, key));
      if (items.length > 0) patch[name] = items;
    } else patch[name] = now;
  }
  return sorted(patch);
}

function listPatch(before: JsonArray, after: JsonArray, key: string): JsonArray {
  const old = byKey(before, key);
  const now = byKey(after, key);
  const changed = [...now].flatMap(([identity, item]): JsonObject[] => {
    const known = old.get(identity);
    if (!known) return [item];
    const patch = twoWayPatch(known, item, {});
    return Object.keys(patch).length === 0 ? [] : [sorted({ ...patch, [key]: identity })];
  });
  const gone = [...old.keys()].filter((identity) => !now.has(identity));
  return [...changed, ...gone.map((identity) => ({ $patch: "delete", [key]: identity }))];
}

function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  const [old, now] = [a ?? null, b ?? null];
  if (old === now) return true;
  if (Array.isArray(old) && Array.isArray(now)) {
    const items: JsonArray = now;
    return old.length === items.length && old.every((item, at) => isSame(item, items[at]));
  }
  if (!isJsonObject(old) || !isJsonObject(now)) return false;
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].every((name) => isSame(member(old, name), member(now, name)));
}

function byKey(items: JsonArray, key: string): ReadonlyMap<JsonValue, JsonObject> {
  const objects = items.filter(isJsonObject);
  return new Map(objects.map((item) => [member(item, key) ?? null, item]));
}

function identityOf(item: JsonValue, key: string): JsonValue {
  return isJsonObject(item) ? { [key]: member(item, key) ?? null } : item;
}

function sorted(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
