/**
 * Pruning: takes out of an object what its schema does not know. Follows apiextensions-apiserver, pkg/apiserver/schema/pruning;
 * metadata is left alone here, it has rules of its own (object-meta.ts).
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import {
  mapItems,
  mapMembers,
  metaFields,
  propertyOf,
  resourceRoot,
  takesOthers,
  valuesOf,
  type JsonSchema,
} from "./schema.ts";

export interface Pruned<T extends JsonValue = JsonObject> {
  /** The very input when nothing had to go. */
  readonly value: T;
  /** What was taken out, as Kubernetes prints paths (`spec.rules[0].foo`), sorted by code unit. */
  readonly unknownFields: readonly string[];
}

/** Prunes a whole object of a custom resource. */
export function pruneObject(object: JsonObject, schema: JsonSchema): Pruned {
  return pruneValue(object, resourceRoot(schema)) as Pruned;
}

/** Prunes any value by the schema at its place. */
export function pruneValue(value: JsonValue, schema: JsonSchema | undefined): Pruned<JsonValue> {
  const unknownFields: string[] = [];
  const pruned = prune(value, schema, { path: "", unknownFields });
  return { value: pruned, unknownFields: unknownFields.sort() };
}

interface Walk {
  readonly path: string;
  readonly unknownFields: string[];
}

function below(walk: Walk, key: string): Walk {
  return { ...walk, path: walk.path === "" ? key : `${walk.path}.${key}` };
}

function prune(value: JsonValue, schema: JsonSchema | undefined, walk: Walk): JsonValue {
  if (schema?.["x-kubernetes-preserve-unknown-fields"] === true) return skip(value, schema, walk);
  if (Array.isArray(value)) {
    return mapItems(value as readonly JsonValue[], (item, index) =>
      prune(item, schema?.items, { ...walk, path: `${walk.path}[${index}]` }),
    );
  }
  if (!isJsonObject(value)) return value;
  return mapMembers(value, (member, key) => {
    if (schema?.["x-kubernetes-embedded-resource"] === true && metaFields.has(key)) return member;
    const property = schema && propertyOf(schema, key);
    if (property !== undefined) return prune(member, property, below(walk, key));
    if (schema !== undefined && takesOthers(schema)) {
      return prune(member, valuesOf(schema), below(walk, key));
    }
    walk.unknownFields.push(below(walk, key).path);
    return undefined;
  });
}

/** Unknown fields stay, but what the schema does describe below is pruned. */
function skip(value: JsonValue, schema: JsonSchema, walk: Walk): JsonValue {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return value;
    return mapItems(value as readonly JsonValue[], (item, index) =>
      skip(item, items, { ...walk, path: `${walk.path}[${index}]` }),
    );
  }
  if (!isJsonObject(value)) return value;
  return mapMembers(value, (member, key) => {
    if (schema["x-kubernetes-embedded-resource"] === true && metaFields.has(key)) return member;
    const property = propertyOf(schema, key);
    if (property !== undefined) return prune(member, property, below(walk, key));
    if (!takesOthers(schema)) return member;
    return prune(member, valuesOf(schema), below(walk, key));
  });
}
