/** The fields of JSONSchemaProps that hold one of two things: a message with a field for each, whose JSON is the thing itself. */
import type { JsonValue } from "../json.ts";
import { DecodeFault } from "./decode-error.ts";
import { wireBytes, WireReader, wireVarint } from "./wire-reader.ts";

export type Union = "schema-or-array" | "schema-or-bool" | "schema-or-strings";

const owner = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";
const unions: ReadonlyMap<string, Union> = new Map([
  ["items", "schema-or-array"],
  ["additionalItems", "schema-or-bool"],
  ["additionalProperties", "schema-or-bool"],
  ["dependencies", "schema-or-strings"],
]);

/** What the field of a definition holds, when that is such a union. */
export function unionOf(definition: string, field: string): Union | undefined {
  return definition === owner ? unions.get(field) : undefined;
}

/** Decodes a union's message; `props` decodes the schema in it. */
export function readUnion(
  union: Union,
  bytes: Uint8Array,
  props: (bytes: Uint8Array) => JsonValue,
): JsonValue {
  const reader = new WireReader(bytes);
  let schema: JsonValue | undefined;
  let allows = false;
  const others: JsonValue[] = [];
  const schemaField = union === "schema-or-bool" ? 2 : 1;
  while (!reader.done) {
    const { number, wireType } = reader.tag("JSONSchemaProps");
    if (wireType === wireVarint) allows = reader.varint() !== 0n;
    else if (wireType !== wireBytes) {
      throw new DecodeFault(`proto: wrong wireType = ${wireType} for field Schema`);
    } else if (number === schemaField) schema = props(reader.bytes());
    else if (union === "schema-or-array") others.push(props(reader.bytes()));
    else others.push(new TextDecoder().decode(reader.bytes()));
  }
  if (schema !== undefined) return schema;
  return union === "schema-or-bool" ? allows : others;
}
