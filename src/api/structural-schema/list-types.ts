/**
 * The uniqueness that x-kubernetes-list-type `set` and `map` promise. Source: apiextensions-apiserver,
 * pkg/apiserver/schema/listtype.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { duplicate, invalidValue, type FieldErrors } from "../validation/field-errors.ts";
import { canonicalJson } from "./canonical-json.ts";
import { propertyOf, valuesOf, type JsonSchema } from "./schema.ts";

/** Reports each second appearance of an item (set) or key (map) once, at the place of that appearance. */
export function validateListTypes(errors: FieldErrors, value: JsonValue, schema: JsonSchema): void {
  if (hasListTypes(schema)) walk(errors, value, { path: "", schema });
}

interface Place {
  readonly path: string;
  readonly schema: JsonSchema;
}

function walk(errors: FieldErrors, value: JsonValue, place: Place): void {
  const { path, schema } = place;
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    checkItems(errors, items, place);
    const below = schema.items;
    if (below === undefined || !hasListTypes(below)) return;
    for (const [index, item] of items.entries()) {
      walk(errors, item, { path: `${path}[${index}]`, schema: below });
    }
    return;
  }
  if (!isJsonObject(value)) return;
  const values = valuesOf(schema);
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (values) walk(errors, member, { path: `${path}[${key}]`, schema: values });
    const property = propertyOf(schema, key);
    const at = path === "" ? key : `${path}.${key}`;
    if (property) walk(errors, member, { path: at, schema: property });
  }
}

function checkItems(errors: FieldErrors, items: readonly JsonValue[], place: Place): void {
  const { path, schema } = place;
  const type = schema["x-kubernetes-list-type"];
  if (type === "set") {
    for (const index of repeated(items)) errors.push(duplicate(`${path}[${index}]`, items[index]));
  }
  if (type !== "map") return;
  const odd = items.findIndex((item) => item !== null && !isJsonObject(item));
  if (odd >= 0) {
    const message = "must be an object for an array of list-type map";
    errors.push(invalidValue(`${path}[${odd}]`, items[odd], message));
    return;
  }
  const names = schema["x-kubernetes-list-map-keys"] ?? [];
  const keys = items.map((item) => keyOf(item as JsonObject | null, names));
  for (const index of repeated(keys)) errors.push(duplicate(`${path}[${index}]`, keys[index]));
}

function keyOf(item: JsonObject | null, names: readonly string[]): JsonObject {
  if (item === null) return {};
  const named = names.filter((name) => Object.hasOwn(item, name));
  return Object.fromEntries(named.map((name) => [name, item[name]]));
}

/** The index of the second appearance of each value that appears more than once. */
function repeated(values: readonly JsonValue[]): readonly number[] {
  const seen = new Map<string, number>();
  const found: number[] = [];
  for (const [index, value] of values.entries()) {
    const key = canonicalJson(value);
    const times = seen.get(key) ?? 0;
    if (times === 1) found.push(index);
    seen.set(key, times + 1);
  }
  return found;
}

const typed = new WeakMap<JsonSchema, boolean>();

function hasListTypes(schema: JsonSchema): boolean {
  const known = typed.get(schema);
  if (known !== undefined) return known;
  const type = schema["x-kubernetes-list-type"];
  const values = valuesOf(schema);
  const found =
    type === "set" ||
    type === "map" ||
    (schema.items !== undefined && hasListTypes(schema.items)) ||
    (values !== undefined && hasListTypes(values)) ||
    Object.values(schema.properties ?? {}).some(hasListTypes);
  typed.set(schema, found);
  return found;
}
