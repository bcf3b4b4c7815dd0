/** JSON values as text that is equal where they are: for keys of sets and maps. */
import type { JsonValue } from "../json.ts";
import { exactJson } from "../wide-integers.ts";

/** JSON with the members of objects in order of their names. */
export function canonicalJson(value: JsonValue | undefined): string {
  if (typeof value !== "object" || value === null) return exactJson(value ?? null);
  if (Array.isArray(value)) {
    return `[${(value as readonly JsonValue[]).map((item) => canonicalJson(item)).join(",")}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member as JsonValue)}`);
  return `{${members.join(",")}}`;
}
