/** PATCH in all its forms: the wanted object computed from what is stored, in the version that the client speaks. */
import type { JsonObject, JsonValue } from "../../api/json.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { applyJsonPatch } from "../../api/patch/json-patch.ts";
import { mergePatch } from "../../api/patch/merge-patch.ts";
import { strategicMerge } from "../../api/patch/strategic-merge.ts";
import type { TypeSchema } from "../../api/schema/type-schema.ts";
import { badRequest, unsupportedMediaType } from "../../api/status.ts";
import type { PatchType } from "../../loop/client.ts";

const mediaTypes: Readonly<Record<string, PatchType>> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
};

/** The kind of patch that a Content-Type names. Throws 415; custom resources know no strategic merge. */
export function patchTypeOf(contentType: string | undefined, strategic: boolean): PatchType {
  const name = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const type = mediaTypes[name];
  if (type && (strategic || type !== "strategic")) return type;
  // A route refuses what it does not read before any handler could say what is read instead.
  if (strategic) throw unsupportedMediaType("415: Unsupported Media Type");
  const accepted = Object.keys(mediaTypes).filter((key) => mediaTypes[key] !== "strategic");
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
  );
}

/** The patched JSON, unchecked. `current` is in the served version. Throws StatusError 400 or 422. */
export function patched(
  current: Stored<KubeObject>,
  args: { type: Exclude<PatchType, "apply">; patch: JsonValue; schema: TypeSchema },
): JsonObject {
  const { type, patch, schema } = args;
  const document = current as unknown as JsonObject;
  switch (type) {
    case "json": {
      const result = applyJsonPatch(document, patch);
      if (typeof result !== "object" || result === null || Array.isArray(result)) {
        throw badRequest("the patched document is not an object");
      }
      return result as JsonObject;
    }
    case "merge":
      return mergePatch(document, patch);
    case "strategic":
      return strategicMerge(document, patch, schema);
  }
}
