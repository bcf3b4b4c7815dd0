/** Fields of JSON schemas that structural schemas do not know (apiextensions-apiserver, schema/convert.go: validateUnsupportedFields). */
import { isJsonObject } from "../json.ts";
import { isNothing } from "./structural-rules.ts";

const fields: Readonly<Record<string, string>> = {
  id: "id",
  $schema: "schema",
  $ref: "$ref",
  patternProperties: "patternProperties",
  dependencies: "dependencies",
  additionalItems: "additionalItems",
  definitions: "definitions",
};

/** The text about the first one anywhere in a schema; undefined when there is none. */
export function unsupportedField(schema: unknown): string | undefined {
  if (!isJsonObject(schema)) return undefined;
  for (const [field, name] of Object.entries(fields)) {
    const value = schema[field];
    const given = field === "additionalItems" ? value !== undefined : !isNothing(value);
    if (given) return `OpenAPIV3Schema '${name}' is not supported`;
  }
  const { items } = schema;
  if (Array.isArray(items)) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  if (schema["x-kubernetes-preserve-unknown-fields"] === false) {
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  }
  for (const below of schemasWithin(schema)) {
    const found = unsupportedField(below);
    if (found !== undefined) return found;
  }
  return undefined;
}

function schemasWithin(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  const lists = ["allOf", "anyOf", "oneOf"].map((name) => schema[name]).filter(Array.isArray);
  const { properties } = schema;
  return [
    schema["items"],
    schema["additionalProperties"],
    schema["not"],
    ...(isJsonObject(properties) ? Object.values(properties) : []),
    ...(lists.flat() as unknown[]),
  ];
}
