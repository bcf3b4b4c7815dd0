/** x-kubernetes-list-type, -list-map-keys and -map-type: where they may stand and what they ask of the items (apiextensions validation.go). */
import { isJsonObject } from "../json.ts";
import {
  forbiddenField,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "../validation/field-errors.ts";
import { propertyOf, type JsonSchema } from "./schema.ts";

const listTypes = ["atomic", "set", "map"];
const mapTypes = ["atomic", "granular"];

export function checkMapType(errors: FieldErrors, path: string, schema: JsonSchema): void {
  const mapType = schema["x-kubernetes-map-type"];
  if (mapType === undefined) return;
  if (schema.type !== "object") {
    const message = "must be object if x-kubernetes-map-type is specified";
    const at = `${path}.type`;
    errors.push(schema.type ? invalidValue(at, schema.type, message) : required(at, message));
  }
  if (!mapTypes.includes(mapType)) {
    errors.push(notSupported(`${path}.x-kubernetes-map-type`, mapType, mapTypes));
  }
}

export function checkListType(errors: FieldErrors, path: string, schema: JsonSchema): void {
  const listType = schema["x-kubernetes-list-type"];
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const typeAt = `${path}.x-kubernetes-list-type`;
  if (listType !== undefined && schema.type !== "array") {
    const message = "must be array if x-kubernetes-list-type is specified";
    const at = `${path}.type`;
    errors.push(schema.type ? invalidValue(at, schema.type, message) : required(at, message));
  } else if (listType === "set") checkSetItems(errors, path, schema);
  if (listType !== undefined && !listTypes.includes(listType)) {
    errors.push(notSupported(typeAt, listType, listTypes));
  }
  if (keys.length > 0 && listType !== "map") {
    const message = "must be map if x-kubernetes-list-map-keys is non-empty";
    errors.push(
      listType === undefined ? required(typeAt, message) : invalidValue(typeAt, listType, message),
    );
  }
  if (listType === "map") checkMapItems(errors, path, schema);
}

/** Items and keys of merged lists are never null; said apart, as a definition that had such ones may keep them. */
export function checkMergedItems(errors: FieldErrors, path: string, schema: JsonSchema): void {
  const listType = schema["x-kubernetes-list-type"];
  if (listType === "map" || listType === "set") checkNullable(errors, path, schema);
}

/** Somewhere in a schema that was accepted before. */
export function hasFaultyItems(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(hasFaultyItems);
  if (!isJsonObject(schema)) return false;
  const errors: FieldErrors = [];
  checkMergedItems(errors, "", schema);
  return errors.length > 0 || Object.values(schema).some(hasFaultyItems);
}

function checkSetItems(errors: FieldErrors, path: string, { items }: JsonSchema): void {
  const message = "must be atomic as item of a list with x-kubernetes-list-type=set";
  const listType = items?.["x-kubernetes-list-type"];
  if (items?.type === "array" && listType !== undefined && listType !== "atomic") {
    errors.push(invalidValue(`${path}.items.x-kubernetes-list-type`, listType, message));
  }
  if (items?.type === "object" && items["x-kubernetes-map-type"] !== "atomic") {
    // Kubernetes shows the list type here.
    errors.push(invalidValue(`${path}.items.x-kubernetes-map-type`, listType, message));
  }
}

function checkMapItems(errors: FieldErrors, path: string, schema: JsonSchema): void {
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const keysAt = `${path}.x-kubernetes-list-map-keys`;
  const { items } = schema;
  if (keys.length === 0) {
    errors.push(required(keysAt, "must not be empty if x-kubernetes-list-type is map"));
  }
  if (items === undefined) {
    const message = "must have a schema if x-kubernetes-list-type is map";
    errors.push(required(`${path}.items`, message));
    return;
  }
  if (items.type !== "object") {
    const message = "must be object if parent array's x-kubernetes-list-type is map";
    errors.push(invalidValue(`${path}.items.type`, items.type ?? "", message));
    return;
  }
  const seen = new Set<string>();
  for (const key of keys) {
    const property = propertyOf(items, key);
    if (property === undefined) {
      errors.push(invalidValue(keysAt, keys, "entries must all be names of item properties"));
    } else if (property.type === "array" || property.type === "object") {
      const message = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      const at = `${path}.items.properties[${key}].type`;
      errors.push(invalidValue(at, items.type, message));
    }
    if (seen.has(key))
      errors.push(invalidValue(keysAt, keys, "must not contain duplicate entries"));
    seen.add(key);
  }
}

/** Items are told apart by what they hold: nothing of that may be null or missing. */
function checkNullable(errors: FieldErrors, path: string, schema: JsonSchema): void {
  const { items } = schema;
  if (items === undefined) return;
  const listType = schema["x-kubernetes-list-type"] ?? "";
  if (items.nullable === true) {
    const message = `cannot be nullable when x-kubernetes-list-type is ${listType}`;
    errors.push(forbiddenField(`${path}.items.nullable`, message));
  }
  if (listType !== "map") return;
  for (const key of schema["x-kubernetes-list-map-keys"] ?? []) {
    const property = propertyOf(items, key);
    if (property === undefined) continue;
    const at = `${path}.items.properties[${key}]`;
    const isGiven = property.default !== undefined && property.default !== null;
    if (!isGiven && items.required?.includes(key) !== true) {
      const message =
        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property";
      errors.push(required(`${at}.default`, message));
    }
    if (property.nullable === true) {
      const message = "this property is in x-kubernetes-list-map-keys, so it cannot be nullable";
      errors.push(forbiddenField(`${at}.nullable`, message));
    }
  }
}
