/**
 * An OpenAPI v2 document as protobuf (openapi.v2.Document): the only form in which kubectl reads v2, which it still needs for lists
 * and, before 1.29, for most of what it validates and explains. Keys that the messages do not have are left out.
 */
import type { JsonObject, JsonValue, Int64 } from "../../api/json.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";
import { messageFacts, type FieldFact } from "./v2-messages.ts";
import { exactJson } from "../../api/wide-integers.ts";

export function encodeOpenApiV2(document: JsonObject): Uint8Array {
  const writer = new ProtobufWriter();
  writeMessage(writer, "Document", document);
  return writer.finish();
}

function writeMessage(writer: ProtobufWriter, name: string, value: JsonObject): void {
  const special = specials[name];
  if (special) return special(writer, value);
  const { fields, extensions } = messageFacts(name);
  for (const key in value) {
    const member = value[key];
    if (member === undefined || member === null) continue;
    const fact = fields.get(key);
    if (fact) writeField(writer, fact, member);
    else if (extensions > 0 && key.startsWith("x-")) {
      writer.message(extensions, () => writeNamed(writer, key, () => writeAny(writer, member)));
    }
  }
}

/** NamedX: the key, then the value as a message. */
function writeNamed(writer: ProtobufWriter, key: string, writeValue: () => void): void {
  writer.string(1, key);
  writer.message(2, writeValue);
}

/** Any: JSON is YAML, too. */
function writeAny(writer: ProtobufWriter, value: JsonValue): void {
  writer.string(2, exactJson(value));
}

function writeField(writer: ProtobufWriter, { number, kind }: FieldFact, value: JsonValue): void {
  switch (kind) {
    case "string":
      return writer.string(number, value as string);
    case "strings":
      for (const item of value as readonly string[]) writer.string(number, item);
      return;
    case "bool":
      return writer.bool(number, value === true);
    case "int64":
      return writer.int64(number, value as Int64);
    case "double":
      return writer.double(number, Number(value));
    case "any":
      return writer.message(number, () => writeAny(writer, value));
    case "anys":
      for (const item of value as readonly JsonValue[]) {
        writer.message(number, () => writeAny(writer, item));
      }
      return;
    default:
      writeMessages(writer, { number, kind }, value);
  }
}

function writeMessages(
  writer: ProtobufWriter,
  { number, kind }: { number: number; kind: Exclude<FieldFact["kind"], string> },
  value: JsonValue,
): void {
  if ("messages" in kind) {
    for (const item of value as readonly JsonObject[]) {
      writer.message(number, () => writeMessage(writer, kind.messages, item));
    }
  } else writer.message(number, () => writeMessage(writer, kind.message, value as JsonObject));
}

/** Messages that are unions or maps: their shape is not that of the JSON object. */
const specials: Readonly<Record<string, (writer: ProtobufWriter, value: JsonObject) => void>> = {
  Paths: (writer, paths) => writeMap(writer, { number: 2, message: "PathItem" }, paths),
  Definitions: (writer, schemas) => writeMap(writer, { number: 1, message: "Schema" }, schemas),
  Properties: (writer, schemas) => writeMap(writer, { number: 1, message: "Schema" }, schemas),
  Responses: (writer, responses) =>
    writeMap(writer, { number: 1, message: "ResponseValue" }, responses),
  ResponseValue: (writer, response) =>
    writer.message(1, () => writeMessage(writer, "Response", response)),
  SchemaItem: (writer, schema) => writer.message(1, () => writeMessage(writer, "Schema", schema)),
  ItemsItem: (writer, schema) => writer.message(1, () => writeMessage(writer, "Schema", schema)),
  AdditionalPropertiesItem(writer, value) {
    if (typeof value === "object") {
      writer.message(1, () => writeMessage(writer, "Schema", value));
    } else writer.bool(2, value === true);
  },
  TypeItem(writer, value) {
    for (const type of [value as JsonValue].flat()) writer.string(1, type as string);
  },
  ParameterDefinitions: (writer, parameters) =>
    writeMap(writer, { number: 1, message: "Parameter" }, parameters),
  ParametersItem(writer, parameter) {
    const isReference = parameter["$ref"] !== undefined;
    const message = isReference ? "JsonReference" : "Parameter";
    writer.message(isReference ? 2 : 1, () => writeMessage(writer, message, parameter));
  },
  Parameter(writer, parameter) {
    if (parameter["in"] === "body") {
      writer.message(1, () => writeMessage(writer, "BodyParameter", parameter));
      return;
    }
    const isPath = parameter["in"] === "path";
    const message = isPath ? "PathParameter" : "QueryParameter";
    writer.message(2, () =>
      writer.message(isPath ? 4 : 3, () => writeMessage(writer, message, parameter)),
    );
  },
  SecurityDefinitions: (writer, items) =>
    writeMap(writer, { number: 1, message: "SecurityDefinitionsItem" }, items),
  SecurityDefinitionsItem: (writer, item) =>
    writer.message(2, () => writeMessage(writer, "ApiKeySecurity", item)),
  SecurityRequirement(writer, requirement) {
    for (const [name, scopes] of Object.entries(requirement)) {
      writer.message(1, () =>
        writeNamed(writer, name, () => {
          for (const scope of scopes as readonly string[]) writer.string(1, scope);
        }),
      );
    }
  },
};

function writeMap(
  writer: ProtobufWriter,
  { number, message }: { number: number; message: string },
  members: JsonObject,
): void {
  for (const key in members) {
    const member = members[key];
    writer.message(number, () =>
      writeNamed(writer, key, () => writeMessage(writer, message, member as JsonObject)),
    );
  }
}
