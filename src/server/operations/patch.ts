/** PATCH in all its forms: the wanted object computed from what is stored, in the version that the client speaks. */
import { escapeHtml } from "../../api/go-json.ts";
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../../api/json.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { goText } from "../../api/patch/directives.ts";
import { applyJsonPatch, JsonPatchFault, operationsOf } from "../../api/patch/json-patch.ts";
import { mergePatch } from "../../api/patch/merge-patch.ts";
import { patchRejected } from "../../api/patch/rejection.ts";
import { strategicMerge } from "../../api/patch/strategic-merge.ts";
import type { TypeSchema } from "../../api/schema/type-schema.ts";
import { requestEntityTooLarge, StatusError, unsupportedMediaType } from "../../api/status.ts";
import { quote } from "../../api/validation/field-errors.ts";
import type { PatchType } from "../../loop/client.ts";
import { exactJson } from "../../api/wide-integers.ts";

/** apiserver, endpoints/handlers/patch.go: maxJSONPatchOperations. */
const operationsMax = 10_000;

const mediaTypes: Readonly<Record<string, PatchType>> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
};

/** The kind of patch that a Content-Type names. Throws 415; custom resources know no strategic merge. */
export function patchTypeOf(contentType: string | undefined, strategic: boolean): PatchType {
  const name = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const type = Object.hasOwn(mediaTypes, name) ? mediaTypes[name] : undefined;
  if (type && (strategic || type !== "strategic")) return type;
  // A route refuses what it does not read before any handler could say what is read instead.
  if (strategic) throw unsupportedMediaType("415: Unsupported Media Type");
  const accepted = Object.keys(mediaTypes).filter((key) => mediaTypes[key] !== "strategic");
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
  );
}

interface PatchArgs {
  readonly type: Exclude<PatchType, "apply">;
  readonly patch: JsonValue;
  readonly schema: TypeSchema;
}

/** The patched JSON, unchecked. `current` is in the served version. Throws StatusError 400, 413, 422 or 500. */
export function patched(current: Stored<KubeObject>, args: PatchArgs): JsonValue {
  const { type, patch, schema } = args;
  const document = current as unknown as JsonObject;
  switch (type) {
    case "json":
      return jsonPatched(document, patch);
    case "merge":
      return mergePatch(document, patch);
    case "strategic":
      return strategicMerge(document, patch, schema);
  }
}

function jsonPatched(document: JsonObject, patch: JsonValue): JsonValue {
  const operations = operationsOf(patch);
  if (operations.length > operationsMax) {
    throw requestEntityTooLarge(
      `Request entity too large: The allowed maximum operations in a JSON patch is ${operationsMax}, got ${operations.length}`,
    );
  }
  try {
    return applyJsonPatch(document, operations);
  } catch (error) {
    if (error instanceof JsonPatchFault) throw patchRejected();
    throw error;
  }
}

/** 422 for a patch that makes of `current` what cannot be read as its kind: the result is told, or a strategic patch itself. */
export function invalidPatch(
  current: Stored<KubeObject>,
  { type, patch, result }: Pick<PatchArgs, "type" | "patch"> & { readonly result: JsonValue },
  why: string | ((text: string) => string),
): StatusError {
  const told =
    type === "strategic"
      ? goText(patch)
      : patchedText(current as unknown as JsonObject, result, type);
  const message = `Invalid value: ${quote(told)}: ${typeof why === "string" ? why : why(told)}`;
  return new StatusError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: ` "" is invalid: patch: ${message}`,
    reason: "Invalid",
    details: { causes: [{ reason: "FieldValueInvalid", message, field: "patch" }] },
    code: 422,
  });
}

/** JSON of a patched document as upstream writes it: maps that were looked into in the order of their keys, others as they are. */
function patchedText(
  before: JsonValue | undefined,
  after: JsonValue,
  type: "json" | "merge",
): string {
  return escapeHtml(textOf(before, after, type));
}

function textOf(before: JsonValue | undefined, after: JsonValue, type: "json" | "merge"): string {
  if (before === after) return exactJson(after);
  if (before === undefined && type === "json") return exactJson(after);
  if (Array.isArray(after)) {
    const old: JsonArray = Array.isArray(before) ? (before as JsonArray) : [];
    const items = (after as JsonArray).map((item, at) => textOf(old[at], item, type));
    return `[${items.join(",")}]`;
  }
  if (!isJsonObject(after)) return exactJson(after);
  const old = isJsonObject(before) ? before : {};
  const members = Object.entries(after)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${textOf(old[key], part ?? null, type)}`);
  return `{${members.join(",")}}`;
}
