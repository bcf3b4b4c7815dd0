/** What decoded JSON may be before the engine works on it: nested no deeper than recursion can follow, no `__proto__`. */
import type { JsonObject, JsonValue } from "../json.ts";
import { DecodeFault } from "./decode-error.ts";
import { nestingMax } from "./json-scan.ts";

/**
 * Counts the keys of a value and everything in it. Throws DecodeFault for a nesting beyond `nestingMax` and (unlike
 * Kubernetes) for a field named `__proto__`, which assignment would lose.
 */
export function countKeys(value: JsonValue, depth = 1): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > nestingMax) throw new DecodeFault("exceeded max depth");
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) count += countKeys(item, depth + 1);
    return count;
  }
  const object = value as JsonObject;
  for (const key of Object.keys(object)) {
    refuseUnsafeKey(key);
    const part = object[key];
    count += typeof part === "object" ? 1 + countKeys(part, depth + 1) : 1;
  }
  return count;
}

export function refuseUnsafeKey(key: string): void {
  if (key === "__proto__") throw new DecodeFault('the field name "__proto__" is not supported');
}
