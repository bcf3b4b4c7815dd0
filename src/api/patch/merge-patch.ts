/** JSON merge patch (RFC 7386) as evanphx/json-patch v4 applies it. */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { badRequest } from "../status.ts";
import { draftOf, objectOf } from "./members.ts";

/** Nulls in maps say that there is nothing; in lists they are items. */
function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as JsonArray).map(withoutNulls);
  return isJsonObject(value) ? merge({}, value) : value;
}

function merge(target: JsonObject, patch: JsonObject): JsonObject {
  const draft = draftOf(target);
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const before = draft.get(key);
    if (value === null) draft.delete(key);
    else if (!isJsonObject(before)) draft.set(key, withoutNulls(value));
    else draft.set(key, isJsonObject(value) ? merge(before, value) : value);
  }
  return objectOf(draft);
}

/**
 * `target` with `patch` merged in; untouched parts are shared, neither input is changed. A list takes the place of all.
 * Throws StatusError 400 when the patch is neither.
 */
export function mergePatch(target: JsonObject, patch: JsonValue): JsonValue {
  if (isJsonObject(patch)) return merge(target, patch);
  if (Array.isArray(patch)) return withoutNulls(patch);
  throw badRequest("Invalid JSON Patch");
}
