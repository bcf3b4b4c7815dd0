/** JSON as Go's encoder writes it: members in the order of their names, and what might be HTML escaped. */
import { isJsonObject, type JsonArray, type JsonValue } from "./json.ts";
import { exactJson } from "./wide-integers.ts";

/** A JSON text with the characters escaped that Go's encoder never leaves as they are. */
export function escapeHtml(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The value with the members of its objects in the order of their names. */
export function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as JsonArray).map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value)
    .filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

/** A map of Go's as its encoder writes it. */
export function goJson(value: JsonValue): string {
  return escapeHtml(exactJson(sorted(value)));
}
