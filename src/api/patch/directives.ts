/** The directives of strategic merge patches, their form and their errors (apimachinery, pkg/util/strategicpatch, mergepatch). */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { badRequest, type StatusError } from "../status.ts";
import { draftOf, member, objectOf } from "./members.ts";
import { patchRejected } from "./rejection.ts";

export const patchDirective = "$patch";
export const retainKeysDirective = "$retainKeys";
export const setElementOrderPrefix = "$setElementOrder";
export const deleteFromPrimitiveListPrefix = "$deleteFromPrimitiveList";

/** Kubernetes answers 500 to some of these; a faulty patch is the client's fault, so all of ours are 400 or 422. */
export const mergeErrors = {
  listOfLists: (): StatusError => patchRejected("lists of lists are not supported"),
  primitiveListFormat: (): StatusError => badRequest("invalid patch format of primitive list"),
  retainKeysFormat: (): StatusError => badRequest("invalid patch format of retainKeys"),
  setElementOrderFormat: (): StatusError =>
    badRequest("invalid patch format of setElementOrder list"),
  orderMismatch: (patch: JsonValue, order: JsonValue): StatusError =>
    badRequest(
      `The order in patch list:\n${goText(patch)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
    ),
  noMergeKey: (item: JsonValue, key: string): StatusError =>
    badRequest(`map: ${goText(item)} does not contain declared merge key: ${key}`),
  badArgument: (expected: string, actual: JsonValue): StatusError =>
    badRequest(`expected a ${expected}, but received a ${goType(actual)}`),
  badDirective: (directive: JsonValue, item: JsonValue): StatusError =>
    badRequest(`unknown patch type: ${goText(directive)} in map: ${goText(item)}`),
  listMerge: (): StatusError => badRequest("merging lists cannot yet be specified in the patch"),
  noDeclaredKey: (name: string): StatusError =>
    badRequest(`cannot merge lists without merge key for ${name}`),
};

function goType(value: JsonValue): string {
  if (Array.isArray(value)) return "slice";
  if (isJsonObject(value)) return "map";
  if (value === null) return "nil";
  return typeof value === "boolean" ? "bool" : typeof value === "number" ? "int64" : "string";
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

export function isDirective(key: string): boolean {
  return (
    key === patchDirective ||
    key === retainKeysDirective ||
    key.startsWith(`${setElementOrderPrefix}/`) ||
    key.startsWith(`${deleteFromPrimitiveListPrefix}/`)
  );
}

/**
 * A patch's value as it is stored where there was nothing before: without nulls and directives. Undefined when nothing
 * is left of it, which is so for a map with a `$patch`.
 */
export function withoutDirectives(value: JsonValue): JsonValue | undefined {
  if (Array.isArray(value)) {
    return (value as JsonArray).map(withoutDirectives).filter((item) => item !== undefined);
  }
  if (!isJsonObject(value)) return value;
  if (member(value, patchDirective) !== undefined) return undefined;
  const draft = draftOf(value);
  for (const [key, part] of draft) {
    const kept = part === null || isDirective(key) ? undefined : withoutDirectives(part);
    if (kept === undefined) draft.delete(key);
    else draft.set(key, kept);
  }
  return objectOf(draft);
}

export function asList(value: JsonValue): JsonArray {
  if (!Array.isArray(value)) throw mergeErrors.badArgument("slice", value);
  return value as JsonArray;
}

export function asMap(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw mergeErrors.badArgument("map", value);
  return value;
}
