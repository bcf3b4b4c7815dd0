/**
 * Reads openapi.v3.Document (google/gnostic-models, openapiv3/OpenAPIv3.proto) by the names and numbers of the published messages, and
 * gives the OpenAPI document that gnostic would write of it. Fields and messages that the file does not have are refused. Knows nothing of
 * the code under test.
 */

type Json = string | number | boolean | Json[] | { [key: string]: Json };
type JsonMap = { [key: string]: Json };

/** `name number type`, with `*` after a repeated type. Only what Kubernetes' documents may use; the numbers left out are not known. */
const proto = `
AdditionalPropertiesItem: schema_or_reference 1 SchemaOrReference, boolean 2 bool
Any: yaml 2 string
Components: schemas 1 SchemasOrReferences, security_schemes 7 SecuritySchemesOrReferences, specification_extension 10 NamedAny*
DefaultType: number 1 double, boolean 2 bool, string 3 string
Document: openapi 1 string, info 2 Info, paths 4 Paths, components 5 Components, specification_extension 9 NamedAny*
ExternalDocs: description 1 string, url 2 string, specification_extension 3 NamedAny*
Info: title 1 string, description 2 string, version 6 string, specification_extension 7 NamedAny*
ItemsItem: schema_or_reference 1 SchemaOrReference*
MediaType: schema 1 SchemaOrReference, example 2 Any, specification_extension 5 NamedAny*
MediaTypes: additional_properties 1 NamedMediaType*
NamedAny: name 1 string, value 2 Any
NamedMediaType: name 1 string, value 2 MediaType
NamedPathItem: name 1 string, value 2 PathItem
NamedResponseOrReference: name 1 string, value 2 ResponseOrReference
NamedSchemaOrReference: name 1 string, value 2 SchemaOrReference
NamedSecuritySchemeOrReference: name 1 string, value 2 SecuritySchemeOrReference
Operation: tags 1 string*, summary 2 string, description 3 string, operation_id 5 string, parameters 6 ParameterOrReference*, request_body 7 RequestBodyOrReference, responses 8 Responses, deprecated 10 bool, specification_extension 13 NamedAny*
Parameter: name 1 string, in 2 string, description 3 string, required 4 bool, deprecated 5 bool, allow_empty_value 6 bool, style 7 string, explode 8 bool, allow_reserved 9 bool, schema 10 SchemaOrReference, example 11 Any, content 13 MediaTypes, specification_extension 14 NamedAny*
ParameterOrReference: parameter 1 Parameter, reference 2 Reference
PathItem: _ref 1 string, summary 2 string, description 3 string, get 4 Operation, put 5 Operation, post 6 Operation, delete 7 Operation, options 8 Operation, head 9 Operation, patch 10 Operation, trace 11 Operation, parameters 13 ParameterOrReference*, specification_extension 14 NamedAny*
Paths: path 1 NamedPathItem*, specification_extension 2 NamedAny*
Properties: additional_properties 1 NamedSchemaOrReference*
Reference: _ref 1 string, summary 2 string, description 3 string
RequestBody: description 1 string, content 2 MediaTypes, required 3 bool, specification_extension 4 NamedAny*
RequestBodyOrReference: request_body 1 RequestBody, reference 2 Reference
Response: description 1 string, content 3 MediaTypes, specification_extension 5 NamedAny*
ResponseOrReference: response 1 Response, reference 2 Reference
Responses: default 1 ResponseOrReference, response_or_reference 2 NamedResponseOrReference*, specification_extension 3 NamedAny*
Schema: nullable 1 bool, read_only 3 bool, write_only 4 bool, external_docs 6 ExternalDocs, example 7 Any, deprecated 8 bool, title 9 string, multiple_of 10 double, maximum 11 double, exclusive_maximum 12 bool, minimum 13 double, exclusive_minimum 14 bool, max_length 15 int64, min_length 16 int64, pattern 17 string, max_items 18 int64, min_items 19 int64, unique_items 20 bool, max_properties 21 int64, min_properties 22 int64, required 23 string*, enum 24 Any*, type 25 string, all_of 26 SchemaOrReference*, one_of 27 SchemaOrReference*, any_of 28 SchemaOrReference*, not 29 Schema, items 30 ItemsItem, properties 31 Properties, additional_properties 32 AdditionalPropertiesItem, default 33 DefaultType, description 34 string, format 35 string, specification_extension 36 NamedAny*
SchemaOrReference: schema 1 Schema, reference 2 Reference
SchemasOrReferences: additional_properties 1 NamedSchemaOrReference*
SecurityScheme: type 1 string, description 2 string, name 3 string, in 4 string, scheme 5 string, bearer_format 6 string, open_id_connect_url 8 string, specification_extension 9 NamedAny*
SecuritySchemeOrReference: security_scheme 1 SecurityScheme, reference 2 Reference
SecuritySchemesOrReferences: additional_properties 1 NamedSecuritySchemeOrReference*
`;

interface Field {
  readonly name: string;
  readonly type: string;
  readonly repeated: boolean;
}

const messages = new Map(
  proto
    .trim()
    .split("\n")
    .map((row): [string, Map<number, Field>] => {
      const [message = "", list = ""] = row.split(": ");
      const fields = list.split(", ").map((field): [number, Field] => {
        const [name = "", number = "", type = ""] = field.split(" ");
        return [
          Number(number),
          { name, type: type.replace("*", ""), repeated: type.endsWith("*") },
        ];
      });
      return [message, new Map(fields)];
    }),
);

/** The document of a message, as JSON. */
export function decodeDocument(bytes: Uint8Array): JsonMap {
  return decode("Document", bytes) as JsonMap;
}

class Reader {
  readonly bytes: Uint8Array;
  at = 0;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new Error("truncated");
    return byte;
  }
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
  take(length: number): Uint8Array {
    const part = this.bytes.subarray(this.at, this.at + length);
    if (part.length < length) throw new Error("truncated");
    this.at += length;
    return part;
  }
}

const text = new TextDecoder("utf-8", { fatal: true });
const wireTypes: Readonly<Record<string, bigint>> = { bool: 0n, int64: 0n, double: 1n };

function valueOf(type: string, reader: Reader): Json {
  if (type === "bool") return reader.varint() !== 0n;
  if (type === "int64") return Number(BigInt.asIntN(64, reader.varint()));
  if (type === "double") {
    const bytes = reader.take(8);
    return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
  }
  const bytes = reader.take(Number(reader.varint()));
  return type === "string" ? text.decode(bytes) : decode(type, bytes);
}

function decode(message: string, bytes: Uint8Array): Json {
  const reader = new Reader(bytes);
  const fields = messages.get(message);
  if (!fields) throw new Error(`no message ${message}`);
  const found: JsonMap = {};
  while (reader.at < bytes.length) {
    const tag = reader.varint();
    const field = fields.get(Number(tag >> 3n));
    if (!field) throw new Error(`${message} has no field ${tag >> 3n}`);
    if ((tag & 7n) !== (wireTypes[field.type] ?? 2n)) throw new Error(`${field.name}: wire type`);
    const value = valueOf(field.type, reader);
    if (field.repeated) ((found[field.name] ??= []) as Json[]).push(value);
    else if (field.name in found) throw new Error(`${message}.${field.name} is there twice`);
    else found[field.name] = value;
  }
  return shaped(message, found);
}

const pairs = (list: Json | undefined): JsonMap =>
  Object.fromEntries(
    ((list ?? []) as { name: string; value: Json }[]).map(({ name, value }) => [name, value]),
  );

/** What the message stands for, in the words of the document. */
function shaped(message: string, found: JsonMap): Json {
  if (message === "Any") return JSON.parse(String(found["yaml"])) as Json;
  if (message === "ItemsItem") return (found["schema_or_reference"] as Json[])[0] ?? {};
  // An empty one: of a default that is neither a number, nor a flag, nor a text.
  if (message === "DefaultType") return Object.values(found)[0] ?? {};
  const isUnion = message.endsWith("OrReference") || message === "AdditionalPropertiesItem";
  if (isUnion && !message.startsWith("Named")) {
    const [only, ...more] = Object.values(found);
    if (only === undefined || more.length > 0) throw new Error(`${message} holds not one thing`);
    return only;
  }
  if (message.startsWith("Named")) {
    if (!("name" in found && "value" in found)) throw new Error(`${message} is no pair`);
    return found;
  }
  if (message === "Paths") return { ...pairs(found["path"]), ...extensions(found) };
  if (message === "Responses") {
    const { default: fallback } = found;
    const others = pairs(found["response_or_reference"]);
    return { ...(fallback ? { default: fallback } : {}), ...others, ...extensions(found) };
  }
  const isMap = /^(?:MediaTypes|Properties|\w+OrReferences)$/.test(message);
  if (isMap) return pairs(found["additional_properties"]);
  const { specification_extension: _, ...members } = found;
  const named = Object.entries(members).map(([name, value]) => [keyOf(name), value] as const);
  return { ...Object.fromEntries(named), ...extensions(found) };
}

const extensions = (found: JsonMap): JsonMap => pairs(found["specification_extension"]);

function keyOf(name: string): string {
  if (name === "_ref") return "$ref";
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
