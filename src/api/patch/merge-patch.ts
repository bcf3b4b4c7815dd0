/** JSON merge patch (RFC 7386), as `application/merge-patch+json` applies it. */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { badRequest } from "../status.ts";
import { draftOf, objectOf } from "./members.ts";
import { goKind } from "./rejection.ts";

function merge(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const draft = draftOf(isJsonObject(target) ? target : {});
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) draft.delete(key);
    else draft.set(key, merge(draft.get(key), value));
  }
  return objectOf(draft);
}

/**
 * `target` with `patch` merged in; untouched parts are shared, neither input is changed.
 * Throws StatusError 400 when the patch is no object.
 */
export function mergePatch(target: JsonObject, patch: JsonValue): JsonObject {
  if (!isJsonObject(patch)) {
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${goKind(patch)} into Go value of type map[string]interface {}`,
    );
  }
  return merge(target, patch) as JsonObject;
}
