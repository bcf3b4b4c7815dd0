/** The schema of a custom resource as the TypeSchema that server-side apply walks: apiVersion, kind and metadata included. */
import type { JsonValue } from "../json.ts";
import { schemaOf } from "../schema/built-in.ts";
import type {
  AnySchema,
  FieldSchema,
  ListSchema,
  ScalarSchema,
  StructSchema,
  TypeSchema,
} from "../schema/type-schema.ts";
import { hasProperties, valuesOf, type JsonSchema } from "./schema.ts";

const anything: AnySchema = { kind: "any" };
const embedded: AnySchema = { kind: "any", embedded: true };
const text: FieldSchema = { schema: { kind: "scalar", type: "string" }, required: false };

/** The type of a whole object. `name` is what errors call it: `com.example.v1.CronTab`. */
export function rootTypeSchema(schema: JsonSchema, name: string): StructSchema {
  return new SchemaStruct(schema, name, true);
}

/** A struct that makes its fields when they are first asked for: big schemas cost what is used of them. */
class SchemaStruct implements StructSchema {
  readonly kind = "struct";
  readonly name: string;
  readonly atomic: boolean;
  readonly preserveUnknown: boolean;
  readonly #schema: JsonSchema;
  readonly #isObject: boolean;
  #fields: ReadonlyMap<string, FieldSchema> | undefined;

  constructor(schema: JsonSchema, name: string, isObject: boolean) {
    this.#schema = schema;
    this.#isObject = isObject;
    this.name = name;
    this.atomic = schema["x-kubernetes-map-type"] === "atomic";
    this.preserveUnknown = schema["x-kubernetes-preserve-unknown-fields"] === true;
  }

  get fields(): ReadonlyMap<string, FieldSchema> {
    this.#fields ??= this.#makeFields();
    return this.#fields;
  }

  #makeFields(): ReadonlyMap<string, FieldSchema> {
    const { properties = {}, required = [] } = this.#schema;
    const fields = new Map<string, FieldSchema>();
    for (const [key, property] of Object.entries(properties)) {
      const type = typeSchemaOf(property, `${this.name}.${key}`);
      fields.set(key, { schema: type, required: required.includes(key) });
    }
    if (!this.#isObject) return fields;
    const metadata = schemaOf("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta") ?? anything;
    fields.set("apiVersion", text).set("kind", text);
    fields.set("metadata", { schema: metadata, required: false });
    return fields;
  }
}

function typeSchemaOf(schema: JsonSchema, name: string): TypeSchema {
  if (schema["x-kubernetes-int-or-string"] === true) {
    return { kind: "scalar", type: "int-or-string" };
  }
  const isObject = schema["x-kubernetes-embedded-resource"] === true;
  switch (schema.type) {
    case "array":
      return listSchema(schema, name);
    case "string":
    case "integer":
    case "number":
    case "boolean":
      return scalarSchema(schema);
    case "object": {
      if (hasProperties(schema) || isObject) return new SchemaStruct(schema, name, isObject);
      const atomic = schema["x-kubernetes-map-type"] === "atomic";
      const values = valuesOf(schema);
      if (values) return { kind: "map", values: typeSchemaOf(values, `${name}.*`), atomic };
      if (schema["x-kubernetes-preserve-unknown-fields"] === true || schema.additionalProperties) {
        return atomic ? { kind: "map", values: anything, atomic } : anything;
      }
      return new SchemaStruct(schema, name, false);
    }
    default:
      return isObject ? embedded : anything;
  }
}

function scalarSchema({ type, format }: JsonSchema): ScalarSchema {
  const scalar = type as "string" | "integer" | "number" | "boolean";
  return { kind: "scalar", type: scalar, ...(format ? { format } : {}) };
}

function listSchema(schema: JsonSchema, name: string): ListSchema {
  const declared = schema["x-kubernetes-list-type"];
  const mapKeys = schema["x-kubernetes-list-map-keys"] ?? [];
  const keyDefaults: Record<string, JsonValue> = {};
  for (const key of mapKeys) {
    const value = schema.items?.properties?.[key]?.default;
    if (value !== undefined) keyDefaults[key] = value;
  }
  return {
    kind: "list",
    items: schema.items ? typeSchemaOf(schema.items, `${name}[]`) : anything,
    listType: declared === "set" || declared === "map" ? declared : "atomic",
    mapKeys,
    ...(Object.keys(keyDefaults).length > 0 ? { keyDefaults } : {}),
    patchStrategy: "replace",
    retainKeys: false,
  };
}
