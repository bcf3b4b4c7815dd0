/**
 * Object schemas as types and values of expressions: what a custom resource's rules see. Property names that are no
 * identifiers are escaped (`__dot__`), and what a schema calls a date is a timestamp.
 * Source: apiserver's pkg/cel/common (SchemaDeclType, UnstructuredToVal) and pkg/cel/escaping.go.
 */
import type { JsonValue } from "../json.ts";
import type { ObjectType } from "./environment.ts";
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  objectNamed,
  STRING,
  TIMESTAMP,
  type CelType,
} from "./types.ts";

/** A structural schema as a CustomResourceDefinition writes it: the JSON itself. */
export interface CelSchema {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly items?: CelSchema;
  readonly properties?: Readonly<Record<string, CelSchema>>;
  readonly additionalProperties?: CelSchema | boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
}

/** A schema as a type: its name, its shape, and how large its values can be. */
export interface DeclaredType {
  readonly type: CelType;
  readonly schema: CelSchema;
  /** Elements, entries, or characters at most; of other types 0. */
  readonly maxElements: number;
  /** Bytes of JSON that a value has at least; maxima without a bound of their own follow from it. */
  readonly minSerializedSize: number;
  readonly key?: DeclaredType;
  readonly element?: DeclaredType;
  /** What selecting any field of a map gives: `m.x`, where its size is known as that of `m["x"]` is. */
  readonly selected?: DeclaredType;
  /** By escaped name. */
  readonly fields?: ReadonlyMap<string, DeclaredField>;
}

export interface DeclaredField {
  /** As the object has it. */
  readonly property: string;
  readonly declared: DeclaredType;
}

/** A request's body at most, hence the longest text in it (apiserver, pkg/cel/limits.go). */
export const requestSizeMax = 3 * 1024 * 1024;

const embedded: CelSchema = {
  type: "object",
  properties: {
    kind: { type: "string" },
    apiVersion: { type: "string" },
    metadata: {
      type: "object",
      properties: { name: { type: "string" }, generateName: { type: "string" } },
    },
  },
};

/**
 * The type of a schema, or undefined for one of which expressions can see nothing. `name` is the type's name and the prefix of
 * those within (`object`, `object.spec`); a root has the metadata of every object.
 */
export function declareSchema(
  schema: CelSchema,
  options: { readonly name?: string; readonly root?: boolean } = {},
): DeclaredType | undefined {
  const { name = "object", root = false } = options;
  return declare(root || isEmbedded(schema) ? withObjectMeta(schema) : schema, name);
}

function isEmbedded(schema: CelSchema): boolean {
  return schema["x-kubernetes-embedded-resource"] === true;
}

/** Whatever the schema says of apiVersion, kind and metadata, expressions see name and generateName alone. */
function withObjectMeta(schema: CelSchema): CelSchema {
  return { ...schema, properties: { ...schema.properties, ...embedded.properties } };
}

function declare(given: CelSchema, name: string): DeclaredType | undefined {
  const schema = isEmbedded(given) ? withObjectMeta(given) : given;
  const scalar = (type: CelType, minSerializedSize: number, maxElements = 0): DeclaredType => ({
    type,
    schema,
    maxElements,
    minSerializedSize,
  });
  if (schema["x-kubernetes-int-or-string"]) {
    // As a number it has one character, as a text two more.
    return scalar(DYN, 1, schema.maxLength ?? requestSizeMax - 2);
  }
  switch (schema.type) {
    case "array":
      return declareList(schema, name);
    case "object":
      return declareObject(schema, name);
    case "string":
      return declareString(schema);
    case "boolean":
      return scalar(BOOL, 4);
    case "number":
      return scalar(DOUBLE, 1);
    case "integer":
      return scalar(INT, 1);
    default:
      return undefined;
  }
}

function declareList(schema: CelSchema, name: string): DeclaredType | undefined {
  const element = schema.items && declare(schema.items, `${name}.@idx`);
  if (!element) return undefined;
  const maxElements = schema.maxItems ?? estimateMaxElements(element.minSerializedSize);
  return { type: listOf(element.type), schema, maxElements, minSerializedSize: 2, element };
}

function declareObject(schema: CelSchema, name: string): DeclaredType | undefined {
  const { additionalProperties } = schema;
  if (typeof additionalProperties === "object") {
    const element = declare(additionalProperties, `${name}.@elem`);
    if (!element) return undefined;
    // No schema bounds the names of a map: Kubernetes takes them for empty (StringType, of no elements).
    const key = declareString({ type: "string", maxLength: 0 });
    const size = element.minSerializedSize + 5;
    const maxElements = schema.maxProperties ?? estimateMaxElements(size);
    const type = mapOf(STRING, element.type);
    return { type, schema, maxElements, minSerializedSize: 2, key, element };
  }
  const fields = new Map<string, DeclaredField>();
  const required = new Set(schema.required);
  let minSerializedSize = 2;
  for (const [property, child] of Object.entries(schema.properties ?? {})) {
    const escaped = escapeProperty(property);
    const declared = escaped === undefined ? undefined : declare(child, `${name}.${escaped}`);
    if (declared && escaped !== undefined) fields.set(escaped, { property, declared });
    if (declared && required.has(property) && child.default === undefined) {
      minSerializedSize += property.length + declared.minSerializedSize + 4;
    }
  }
  return { type: objectNamed(name), schema, maxElements: 0, minSerializedSize, fields };
}

function declareString(schema: CelSchema): DeclaredType {
  const rows: Readonly<Record<string, readonly [CelType, number, number]>> = {
    byte: [BYTES, schema.maxLength ?? requestSizeMax - 2, 2],
    duration: [DURATION, requestSizeMax - 2, 3],
    date: [TIMESTAMP, 10, 12],
    "date-time": [TIMESTAMP, 30, 21],
  };
  const row = rows[schema.format ?? ""];
  if (row) {
    const [type, maxElements, minSerializedSize] = row;
    return { type, schema, maxElements, minSerializedSize };
  }
  return { type: STRING, schema, maxElements: stringMax(schema), minSerializedSize: 2 };
}

/** One character may take four bytes; an enum's longest value bounds it as well. */
function stringMax(schema: CelSchema): number {
  if (schema.maxLength !== undefined) return schema.maxLength * 4;
  if (schema.enum && schema.enum.length > 0) {
    const lengths = schema.enum.map((value) => (typeof value === "string" ? value.length : 0));
    return Math.max(...lengths);
  }
  return requestSizeMax - 2;
}

/** How many elements of a size fit a request, with a comma each, between brackets. */
function estimateMaxElements(minSize: number): number {
  return Math.floor((requestSizeMax - 2) / (minSize + 1));
}

/** The object types within a declared type by name, for `compileCel`. */
export function objectTypesOf(
  ...declared: readonly (DeclaredType | undefined)[]
): (name: string) => ObjectType | undefined {
  const types = new Map<string, ObjectType>();
  const collect = (each: DeclaredType | undefined): void => {
    if (!each) return;
    const { fields } = each;
    if (fields && each.type.kind === "object") {
      const field = (name: string) => fields.get(name)?.declared.type;
      types.set(each.type.name, { name: each.type.name, field });
      for (const { declared: child } of fields.values()) collect(child);
    }
    collect(each.element);
  };
  for (const each of declared) collect(each);
  return (name) => types.get(name);
}

const reserved = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return".split(
    " ",
  ),
);
const escapes: Readonly<Record<string, string>> = {
  __: "__underscores__",
  ".": "__dot__",
  "-": "__dash__",
  "/": "__slash__",
};

/** The name by which expressions know a property; undefined for one that they cannot name. */
export function escapeProperty(name: string): string | undefined {
  if (reserved.has(name)) return `__${name}__`;
  if (!/^[A-Za-z_][A-Za-z0-9_.\-/]*$/.test(name)) return undefined;
  return name.replaceAll(/__|[./-]/g, (found) => escapes[found] ?? found);
}
