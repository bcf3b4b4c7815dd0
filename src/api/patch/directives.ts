/** The directives of strategic merge patches, their form and their errors (apimachinery, pkg/util/strategicpatch, mergepatch). */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { badRequest, type StatusError, unknownError } from "../status.ts";
import { draftOf, member, objectOf } from "./members.ts";
import { patchRejected } from "./rejection.ts";

export const patchDirective = "$patch";
export const retainKeysDirective = "$retainKeys";
export const setElementOrderPrefix = "$setElementOrder";
export const deleteFromPrimitiveListPrefix = "$deleteFromPrimitiveList";

/** As the API server answers them: 400 for a few, 422 for one, and 500 without a reason for all others. */
export const mergeErrors = {
  listOfLists: (): StatusError => patchRejected(),
  primitiveListFormat: (): StatusError => badRequest("invalid patch format of primitive list"),
  retainKeysFormat: (): StatusError => badRequest("invalid patch format of retainKeys"),
  setElementOrderFormat: (): StatusError =>
    badRequest("invalid patch format of setElementOrder list"),
  orderMismatch: (patch: JsonValue, order: JsonValue): StatusError =>
    unknownError(
      `The order in patch list:\n${goText(patch)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
    ),
  noMergeKey: (item: JsonValue, key: string): StatusError =>
    unknownError(`map: ${goText(item)} does not contain declared merge key: ${key}`),
  badArgument: (expected: JsonValue, actual: JsonValue): StatusError =>
    unknownError(`expected a ${goType(expected)}, but received a ${goType(actual)}`),
  badDirective: (directive: JsonValue, item: JsonValue): StatusError =>
    unknownError(`unknown patch type: ${goString(directive)} in map: ${goText(item)}`),
  listMerge: (): StatusError => unknownError("merging lists cannot yet be specified in the patch"),
  noDeclaredKey: (kind: string): StatusError =>
    unknownError(`cannot merge lists without merge key for ${kind}`),
  mixedTypes: (lists: JsonValue): StatusError =>
    unknownError(`list element types are not identical: ${goText(lists)}`),
  unknownField: (struct: string, key: string): StatusError =>
    unknownError(
      `unable to find api field in struct ${struct} for the json field ${JSON.stringify(key)}`,
    ),
  noList: (): StatusError => unknownError("expected slice or array type, but got: struct"),
};

/** Go's %T of a value that JSON was read into. */
export function goType(value: JsonValue): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (isJsonObject(value)) return "map[string]interface {}";
  if (value === null) return "<nil>";
  if (typeof value === "bigint") return "int64";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "boolean" ? "bool" : "string";
}

/** Go's %s of such a value. */
function goString(value: JsonValue): string {
  if (typeof value === "number" || typeof value === "boolean") {
    return `%!s(${goType(value)}=${value})`;
  }
  return value === null ? "%!s(<nil>)" : goText(value);
}

/** A value as Go's %v prints it: `map[a:1 b:[x y]]`. */
export function goText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${(value as JsonArray).map(goText).join(" ")}]`;
  if (!isJsonObject(value)) return `${value as string | number | boolean}`;
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(value[key])}`).join(" ")}]`;
}

/** The field that a `$setElementOrder/ports` speaks of. Throws StatusError 400 when it names none. */
export function directiveField(key: string, prefix: string): string {
  if (key.startsWith(`${prefix}/`)) return key.slice(prefix.length + 1);
  throw prefix === setElementOrderPrefix
    ? mergeErrors.setElementOrderFormat()
    : mergeErrors.primitiveListFormat();
}

/** A patch's value without its nulls in maps: what the patch sets where there was nothing before. */
function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as JsonArray).map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const draft = draftOf(value);
  for (const [key, part] of draft) {
    if (part === null) draft.delete(key);
    else draft.set(key, withoutNulls(part));
  }
  return objectOf(draft);
}

/** Without maps that have a `$patch`; undefined for one itself. Other directives stay, and are unknown fields then. */
export function withoutMarked(value: JsonValue): JsonValue | undefined {
  if (Array.isArray(value)) {
    return (value as JsonArray).map(withoutMarked).filter((item) => item !== undefined);
  }
  if (!isJsonObject(value)) return value;
  if (member(value, patchDirective) !== undefined) return undefined;
  const draft = draftOf(value);
  for (const [key, part] of draft) {
    const kept = withoutMarked(part);
    if (kept === undefined) draft.delete(key);
    else draft.set(key, kept);
  }
  return objectOf(draft);
}

/** A patch's value as it is stored where there was nothing, or something of another type, before. */
export function asNew(value: JsonValue): JsonValue | undefined {
  return withoutMarked(withoutNulls(value));
}

export function asList(value: JsonValue): JsonArray {
  if (!Array.isArray(value)) throw mergeErrors.badArgument([], value);
  return value as JsonArray;
}

export function asMap(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw mergeErrors.badArgument({}, value);
  return value;
}
