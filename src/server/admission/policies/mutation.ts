/** What a mutation's expression gave, laid over an object. Source: apiserver's pkg/admission/plugin/policy/mutating/patch. */
import { mergeConfig } from "../../../api/apply/merge-config.ts";
import {
  isStruct,
  itemSlot,
  memberSlot,
  isGranularMap,
  granularList,
  rootSlot,
  type Slot,
} from "../../../api/apply/slot.ts";
import { toJson } from "../../../api/cel/json-value.ts";
import { CelStruct } from "../../../api/cel/struct-value.ts";
import { CelList, CelMap, CelOptional, type CelValue } from "../../../api/cel/values.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../api/json.ts";
import type { KubeObject } from "../../../api/object.ts";
import { applyJsonPatch, JsonPatchFault } from "../../../api/patch/json-patch.ts";
import type { TypeSchema } from "../../../api/schema/type-schema.ts";

/** The mutation cannot be made; the failure policy decides. */
export class MutationFault extends Error {}

/** The mutated object; undefined where nothing is to be changed. Throws MutationFault. */
export function mutatedBy(
  patchType: "ApplyConfiguration" | "JSONPatch",
  value: CelValue,
  { object, schema }: { readonly object: KubeObject | undefined; readonly schema: TypeSchema },
): JsonObject | undefined {
  if (!object) return undefined;
  const document = object as unknown as JsonObject;
  return patchType === "JSONPatch"
    ? patched(document, value)
    : applied(document, value, rootSlot(schema));
}

function patched(document: JsonObject, value: CelValue): JsonObject | undefined {
  if (!(value instanceof CelList)) {
    throw new MutationFault("type mismatch: JSONPatchType.expression should evaluate to array");
  }
  const patch = [...value].map(operationOf);
  let result: JsonValue;
  try {
    result = applyJsonPatch(document, patch);
  } catch (error) {
    if (!(error instanceof JsonPatchFault)) throw error;
    // A test that fails leaves the object as it is.
    if (error.message.includes("failed: test failed")) return undefined;
    throw new MutationFault(`JSONPath: ${error.message}`);
  }
  if (!isJsonObject(result)) throw new MutationFault("JSONPath: the result is not an object");
  return result;
}

function operationOf(operation: CelValue): JsonObject {
  if (!(operation instanceof CelMap)) {
    throw new MutationFault(
      "type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch",
    );
  }
  const text = (name: string) => operation.get(name);
  const value = operation.get("value");
  const from = text("from");
  return {
    op: asText(text("op")),
    path: asText(text("path")),
    ...(from === undefined || from === "" ? {} : { from: asText(from) }),
    ...(value === undefined ? {} : { value: jsonOf(value) }),
  };
}

function asText(value: CelValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function jsonOf(value: CelValue): JsonValue {
  if (value instanceof CelStruct) checkNames(value, value.typeName);
  const result = toJson(value);
  if (result.ok) return result.json;
  throw new MutationFault(
    `JSONPath valueExpression evaluated to a type that could not marshal to JSON: ${result.error}`,
  );
}

function applied(document: JsonObject, value: CelValue, slot: Slot): JsonObject {
  if (!(value instanceof CelStruct)) throw new MutationFault("type mismatch: Object expected");
  checkNames(value, "Object");
  const converted = toJson(value);
  if (!converted.ok) throw new MutationFault(`error applying patch: ${converted.error}`);
  const config = converted.json as JsonObject;
  for (const name of ["apiVersion", "kind"]) {
    if (config[name] !== undefined && config[name] !== document[name]) {
      throw new MutationFault(`invalid ApplyConfiguration: may not mutate ${name}`);
    }
  }
  refuseAtomic(config, slot, "");
  return mergeConfig(document, config, slot) as JsonObject;
}

/** `Object.spec{...}` may stand only where the object has `spec`. */
function checkNames(value: CelValue, expected: string): void {
  const inner = value instanceof CelOptional ? value.value : value;
  if (inner instanceof CelList) for (const element of inner) checkNames(element, expected);
  if (!(inner instanceof CelMap)) return;
  if (inner instanceof CelStruct && inner.typeName !== expected) {
    throw new MutationFault(
      `type mismatch: unexpected type name "${inner.typeName}", expected "${expected}", which matches field name path from root Object type`,
    );
  }
  for (const key of inner.keys()) {
    const part = inner.get(key);
    const named = inner instanceof CelStruct && typeof key === "string";
    if (part !== undefined) checkNames(part, named ? `${expected}.${key}` : expected);
  }
}

/** What belongs to one owner as a whole cannot be merged. */
function refuseAtomic(value: JsonValue, slot: Slot, path: string): void {
  const container = isJsonObject(value) || Array.isArray(value);
  if (!container) return;
  const granular = Array.isArray(value)
    ? granularList(slot) !== undefined
    : isGranularMap(slot) || path === "";
  if (!granular) {
    throw new MutationFault(
      `error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${path}`,
    );
  }
  const list = granularList(slot);
  if (list && Array.isArray(value)) {
    for (const item of value) refuseAtomic(item as JsonValue, itemSlot(list), path);
  }
  if (!isJsonObject(value) || !isStruct(slot)) return;
  for (const [name, part] of Object.entries(value)) {
    if (part !== undefined) refuseAtomic(part, memberSlot(slot, name), `${path}.${name}`);
  }
}
