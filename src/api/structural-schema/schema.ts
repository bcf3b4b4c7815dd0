/**
 * The schema of a custom resource as a CustomResourceDefinition holds it: apiextensions.k8s.io/v1 JSONSchemaProps, restricted to
 * what a structural schema may use. Every walk of an object along its schema starts from the accessors here.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";

/** One x-kubernetes-validations rule. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** One node. Numbers are as they stand in JSON; `additionalProperties: true` describes values of any shape. */
export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly nullable?: boolean;
  readonly default?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: boolean;
  readonly minimum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly multipleOf?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: string;
  readonly "x-kubernetes-validations"?: readonly ValidationRule[];
}

/** The schema of a named property; names that only Object.prototype knows are none. */
export function propertyOf(schema: JsonSchema, name: string): JsonSchema | undefined {
  const { properties } = schema;
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

export function hasProperties(schema: JsonSchema): boolean {
  return schema.properties !== undefined && Object.keys(schema.properties).length > 0;
}

/** The schema of values of other names; undefined for `true`, `false` and none at all (see `takesOthers`). */
export function valuesOf(schema: JsonSchema): JsonSchema | undefined {
  const { additionalProperties } = schema;
  return isJsonObject(additionalProperties) ? additionalProperties : undefined;
}

/** Whether the schema says anything of other names. Even `false` does: pruning then leaves them for validation to refuse. */
export function takesOthers(schema: JsonSchema): boolean {
  return schema.additionalProperties !== undefined && schema.additionalProperties !== null;
}

/** The schema of a member: a property's, else that of other names. */
export function memberOf(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  if (schema === undefined) return undefined;
  return propertyOf(schema, name) ?? valuesOf(schema);
}

const asRoot = new WeakMap<JsonSchema, JsonSchema>();

/** The schema as that of a whole object: apiVersion, kind and metadata are known without being listed. */
export function resourceRoot(schema: JsonSchema): JsonSchema {
  if (schema["x-kubernetes-embedded-resource"] === true) return schema;
  let root = asRoot.get(schema);
  if (root === undefined) {
    root = { ...schema, "x-kubernetes-embedded-resource": true };
    asRoot.set(schema, root);
  }
  return root;
}

/** The fields of every object, which no schema needs to list. */
export const metaFields: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata"]);

/**
 * `object` with each member replaced by what `change` gives for it (undefined: left out); the very object when nothing changes.
 * `__proto__` is a name like any other.
 */
export function mapMembers(
  object: JsonObject,
  change: (value: JsonValue, key: string) => JsonValue | undefined,
): JsonObject {
  let entries: [string, JsonValue][] | undefined;
  const keys = Object.keys(object);
  for (const [at, key] of keys.entries()) {
    const value = object[key];
    if (value === undefined) continue;
    const next = change(value, key);
    if (next === value) {
      entries?.push([key, value]);
      continue;
    }
    entries ??= keys.slice(0, at).map((before) => [before, object[before] as JsonValue]);
    if (next !== undefined) entries.push([key, next]);
  }
  return entries === undefined ? object : Object.fromEntries(entries);
}

/** `list` with each item replaced; the very list when nothing changes. */
export function mapItems(
  list: readonly JsonValue[],
  change: (value: JsonValue, index: number) => JsonValue,
): readonly JsonValue[] {
  let changed = false;
  const next = list.map((value, index) => {
    const item = change(value, index);
    if (item !== value) changed = true;
    return item;
  });
  return changed ? next : list;
}
