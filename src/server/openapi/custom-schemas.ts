/**
 * Custom kinds as OpenAPI shows them: with the fields of every object, and for v2 without what its clients cannot read. Source:
 * apiextensions-apiserver, pkg/controller/openapi (builder, v2/conversion.go).
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../../api/json.ts";
import { jsonEqual } from "../../api/patch/members.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import type { JsonSchema } from "../../api/structural-schema/schema.ts";
import { type Dialect, metaPackage, referenceTo } from "./schemas.ts";

/** What a definition says of a kind, as far as OpenAPI tells it. */
export interface CustomSchema {
  readonly schema: JsonSchema;
  readonly listKind: string;
  /** `spec.color` */
  readonly selectableFields: readonly string[];
}

const conventions =
  "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md";
const typeMeta: JsonObject = {
  apiVersion: {
    description: `APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: ${conventions}#resources`,
    type: "string",
  },
  kind: {
    description: `Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: ${conventions}#types-kinds`,
    type: "string",
  },
};

/** The schemas of a kind and its list, by name. */
export function customSchemas(
  resource: ResourceDefinition,
  dialect: Dialect,
  custom: CustomSchema,
): Record<string, JsonObject> {
  const { group, version, kind, definition } = resource;
  const { listKind, selectableFields } = custom;
  const selectable =
    selectableFields.length === 0
      ? {}
      : { "x-kubernetes-selectable-fields": selectableFields.map((fieldPath) => ({ fieldPath })) };
  return {
    [definition]: {
      ...objectSchema(custom.schema, dialect),
      "x-kubernetes-group-version-kind": [{ group, version, kind }],
      ...selectable,
    },
    [`${definition}List`]: {
      description: `${listKind} is a list of ${kind}`,
      type: "object",
      required: ["items"],
      properties: {
        ...typeMeta,
        items: {
          description: `List of ${resource.resource}. More info: ${conventions}`,
          type: "array",
          items: referenceTo(definition, dialect),
        },
        metadata: metadataOf("ListMeta", dialect),
      },
      "x-kubernetes-group-version-kind": [{ group, version, kind: listKind }],
      ...selectable,
    },
  };
}

function reference(name: string, dialect: Dialect): JsonObject {
  return dialect === "v3" ? { allOf: [referenceTo(name, dialect)] } : referenceTo(name, dialect);
}

function metadataOf(kind: "ObjectMeta" | "ListMeta", dialect: Dialect): JsonObject {
  const what = kind === "ObjectMeta" ? "object's" : "list";
  const description = `Standard ${what} metadata. More info: ${conventions}#${kind === "ObjectMeta" ? "metadata" : "types-kinds"}`;
  return { description, ...reference(`${metaPackage}.${kind}`, dialect) };
}

function objectSchema(schema: JsonSchema, dialect: Dialect): JsonObject {
  const preserves = schema["x-kubernetes-preserve-unknown-fields"] === true;
  // kubectl takes properties for all there is: where unknown fields are kept, v2 names none.
  if (dialect === "v2" && preserves) return { type: "object" };
  const own = node(schema, dialect);
  const properties = own["properties"] as JsonObject | undefined;
  return {
    ...own,
    properties: { ...properties, ...typeMeta, metadata: metadataOf("ObjectMeta", dialect) },
  };
}

const junctors: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "not"]);
/** What v2 has no word for, or whose defaults its clients would write. */
const unsaid: ReadonlySet<string> = new Set(["default", "nullable"]);

/** A node with everything below it, embedded objects with the fields that they must have. */
function node(schema: JsonSchema, dialect: Dialect): JsonObject {
  const given = dialect === "v2" ? forSwagger(schema) : schema;
  const { items, properties, additionalProperties, ...rest } = given;
  const result: Record<string, JsonValue | undefined> = {
    ...(rest as JsonObject),
    ...(dialect === "v3" ? unfolded(schema) : {}),
  };
  if (items !== undefined) result["items"] = node(items, dialect);
  if (properties !== undefined) {
    const entries = Object.entries(properties).map(([key, each]) => [key, node(each, dialect)]);
    result["properties"] = Object.fromEntries(entries) as JsonObject;
  }
  if (additionalProperties !== undefined) {
    result["additionalProperties"] = isJsonObject(additionalProperties)
      ? node(additionalProperties, dialect)
      : (additionalProperties as boolean);
  }
  return schema["x-kubernetes-embedded-resource"] === true ? embedded(result, dialect) : result;
}

const intOrString = [{ type: "integer" }, { type: "string" }];

/** What x-kubernetes-int-or-string stands for, spelled out where the schema does not do so itself (structural schema, unfold.go). */
function unfolded({
  "x-kubernetes-int-or-string": isEither,
  anyOf,
  allOf,
}: JsonSchema): JsonObject {
  const isSpelledOut = (given: JsonSchema["anyOf"]): boolean =>
    jsonEqual((given ?? []) as unknown as JsonValue, intOrString);
  if (isEither !== true || isSpelledOut(anyOf) || isSpelledOut(allOf?.[0]?.anyOf)) return {};
  if (anyOf === undefined) return { anyOf: intOrString };
  return {
    allOf: [{ anyOf: intOrString }, ...((allOf ?? []) as unknown as readonly JsonObject[])],
  };
}

function embedded(schema: JsonObject, dialect: Dialect): JsonObject {
  if (dialect === "v2" && schema["x-kubernetes-preserve-unknown-fields"] === true) return schema;
  const required = (schema["required"] ?? []) as readonly string[];
  const missing = ["kind", "apiVersion"].filter((name) => !required.includes(name));
  const properties = schema["properties"] as JsonObject | undefined;
  return {
    ...schema,
    required: [...required, ...missing],
    properties: { ...properties, ...typeMeta, metadata: metadataOf("ObjectMeta", dialect) },
  };
}

/** What v2 clients can make of a node: no junctors, no types that may be null, nothing below what keeps unknown fields. */
function forSwagger(schema: JsonSchema): JsonSchema {
  const kept = Object.entries(schema).filter(([key]) => !junctors.has(key) && !unsaid.has(key));
  const result: Record<string, unknown> = Object.fromEntries(kept);
  const preserves = schema["x-kubernetes-preserve-unknown-fields"] === true;
  if (schema.nullable === true || preserves) {
    delete result["items"];
    delete result["properties"];
  }
  if (schema.nullable === true || (preserves && schema.type === "object")) delete result["type"];
  if (schema.type === "array" && result["items"] === undefined) delete result["type"];
  const required = (schema.required ?? []).filter(
    (name) => schema.properties?.[name]?.nullable !== true,
  );
  if (required.length > 0) result["required"] = required;
  else delete result["required"];
  return result;
}
