/** Own members only: how the patches read and build objects, so that `__proto__` and its like are names as any other. */
import type { JsonObject, JsonValue } from "../json.ts";

/** An object under construction; insertion order is kept. */
export type Draft = Map<string, JsonValue>;

export function member(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function draftOf(object: JsonObject): Draft {
  const draft: Draft = new Map();
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) draft.set(key, value);
  }
  return draft;
}

export function objectOf(draft: Draft): JsonObject {
  return Object.fromEntries(draft);
}

/** `object` with one member set (or removed, when `value` is undefined); the rest is shared. */
export function withMember(
  object: JsonObject,
  key: string,
  value: JsonValue | undefined,
): JsonObject {
  const draft = draftOf(object);
  if (value === undefined) draft.delete(key);
  else draft.set(key, value);
  return objectOf(draft);
}

/** Deep equality of JSON values; the order of members does not count. */
export function jsonEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a === undefined || b === undefined) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item: JsonValue, index) => jsonEqual(item, b[index] as JsonValue));
  }
  const left = a as JsonObject;
  const right = b as JsonObject;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && jsonEqual(left[key], right[key]));
}
