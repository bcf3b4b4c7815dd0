/**
 * An OpenAPI v2 document as protobuf (openapi.v2.Document): the only form in which kubectl reads v2, which it still needs for lists
 * and, before 1.29, for most of what it validates and explains.
 */
import type { JsonObject, JsonValue } from "../../api/json.ts";
import { encodeMessage, type Messages } from "./message-writer.ts";
import { v2Messages } from "./v2-messages.ts";

export function encodeOpenApiV2(document: JsonObject): Uint8Array {
  return encodeMessage({ facts: v2Messages, specials }, "Document", document);
}

const specials: Messages["specials"] = {
  Paths: (out, paths) => out.map(2, "PathItem", paths),
  Definitions: (out, schemas) => out.map(1, "Schema", schemas),
  Properties: (out, schemas) => out.map(1, "Schema", schemas),
  Responses: (out, responses) => out.map(1, "ResponseValue", responses),
  ResponseValue: (out, response) => out.child(1, "Response", response),
  SchemaItem: (out, schema) => out.child(1, "Schema", schema),
  ItemsItem: (out, schema) => out.child(1, "Schema", schema),
  AdditionalPropertiesItem(out, value) {
    if (typeof value === "object") out.child(1, "Schema", value);
    else out.wire.bool(2, value === true);
  },
  TypeItem(out, value) {
    for (const type of [value as JsonValue].flat()) out.wire.string(1, type as string);
  },
  ParameterDefinitions: (out, parameters) => out.map(1, "Parameter", parameters),
  ParametersItem(out, parameter) {
    const isReference = parameter["$ref"] !== undefined;
    out.child(isReference ? 2 : 1, isReference ? "JsonReference" : "Parameter", parameter);
  },
  Parameter(out, parameter) {
    if (parameter["in"] === "body") return out.child(1, "BodyParameter", parameter);
    const isPath = parameter["in"] === "path";
    const message = isPath ? "PathParameter" : "QueryParameter";
    out.wire.message(2, () => out.child(isPath ? 4 : 3, message, parameter));
  },
  SecurityDefinitions: (out, items) => out.map(1, "SecurityDefinitionsItem", items),
  SecurityDefinitionsItem: (out, item) => out.child(2, "ApiKeySecurity", item),
  SecurityRequirement: (out, requirement) => out.map(1, "StringArray", requirement),
  StringArray(out, scopes) {
    for (const scope of scopes as unknown as readonly string[]) out.wire.string(1, scope);
  },
};
