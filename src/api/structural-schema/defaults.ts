/**
 * Defaulting by the schema, and what becomes of nulls: a null that is not allowed counts as absent. Follows
 * apiextensions-apiserver, pkg/apiserver/schema/defaulting.
 */
import { isJsonObject, type JsonValue } from "../json.ts";
import { mapItems, mapMembers, memberOf, type JsonSchema } from "./schema.ts";

/** Default values are there unless they are null themselves: `default: null` is none. */
function hasDefault(schema: JsonSchema): boolean {
  return schema.default !== undefined && schema.default !== null;
}

function isRefusedNull(value: JsonValue | undefined, schema: JsonSchema | undefined): boolean {
  return value === null && schema !== undefined && schema.nullable !== true;
}

/** The object with every default filled in; the very object when there is nothing to fill in. */
export function applyDefaults<T extends JsonValue>(value: T, schema: JsonSchema | undefined): T {
  return fill(value, schema) as T;
}

function fill(value: JsonValue, schema: JsonSchema | undefined): JsonValue {
  if (schema === undefined || !mayDefault(schema)) return value;
  if (Array.isArray(value)) {
    const { items } = schema;
    return mapItems(value as readonly JsonValue[], (item) => fillPlace(item, items));
  }
  if (!isJsonObject(value)) return value;
  const filled = mapMembers(value, (member, key) => fillPlace(member, memberOf(schema, key)));
  const missing: [string, JsonValue][] = [];
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (!hasDefault(property) || Object.hasOwn(filled, key)) continue;
    missing.push([key, fill(property.default as JsonValue, property)]);
  }
  if (missing.length === 0) return filled;
  return Object.fromEntries<JsonValue | undefined>([...Object.entries(filled), ...missing]);
}

function fillPlace(value: JsonValue, schema: JsonSchema | undefined): JsonValue {
  if (schema === undefined) return value;
  const replaced = isRefusedNull(value, schema) ? (schema.default ?? null) : value;
  return fill(replaced, schema);
}

const defaulting = new WeakMap<JsonSchema, boolean>();

/** Whether there is a default anywhere in a schema: most of a big schema need not be walked. */
export function mayDefault(schema: JsonSchema): boolean {
  const known = defaulting.get(schema);
  if (known !== undefined) return known;
  const { items, properties, additionalProperties } = schema;
  const found =
    hasDefault(schema) ||
    (items !== undefined && mayDefault(items)) ||
    (isJsonObject(additionalProperties) && mayDefault(additionalProperties)) ||
    Object.values(properties ?? {}).some(mayDefault);
  defaulting.set(schema, found);
  return found;
}

/** The object without nulls at places that neither allow null nor have a default to put there. */
export function dropRefusedNulls<T extends JsonValue>(value: T, schema: JsonSchema | undefined): T {
  return dropNulls(value, schema) as T;
}

function dropNulls(value: JsonValue, schema: JsonSchema | undefined): JsonValue {
  if (Array.isArray(value)) {
    return mapItems(value as readonly JsonValue[], (item) => dropNulls(item, schema?.items));
  }
  if (!isJsonObject(value)) return value;
  return mapMembers(value, (member, key) => {
    const place = memberOf(schema, key);
    if (isRefusedNull(member, place) && place !== undefined && !hasDefault(place)) return undefined;
    return dropNulls(member, place);
  });
}
