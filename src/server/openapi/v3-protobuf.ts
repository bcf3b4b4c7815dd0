/**
 * An OpenAPI v3 document as protobuf (openapi.v3.Document), made as gnostic makes it of the JSON: what its messages cannot hold, such as
 * defaults that are objects, comes out empty there as well.
 */
import type { JsonObject, JsonValue } from "../../api/json.ts";
import { encodeMessage, type Messages } from "./message-writer.ts";
import { v3Messages } from "./v3-messages.ts";

export function encodeOpenApiV3(document: JsonObject): Uint8Array {
  return encodeMessage({ facts: v3Messages, specials }, "Document", document);
}

const specials: Messages["specials"] = {
  Paths(out, paths) {
    for (const [path, item] of Object.entries(paths)) {
      if (path.startsWith("x-")) out.extension(2, path, item ?? null);
      else out.named(1, path, ["PathItem", item ?? null]);
    }
  },
  Responses(out, responses) {
    for (const [code, response] of Object.entries(responses)) {
      if (code === "default") out.child(1, "Response?", response ?? null);
      else if (code.startsWith("x-")) out.extension(3, code, response ?? null);
      else out.named(2, code, ["Response?", response ?? null]);
    }
  },
  ItemsItem: (out, schema) => out.child(1, "Schema?", schema),
  AdditionalPropertiesItem(out, value) {
    if (typeof value === "object") out.child(1, "Schema?", value);
    else out.wire.bool(2, value === true);
  },
  DefaultType(out, of) {
    const value: JsonValue = of;
    if (typeof value === "number" || typeof value === "bigint") out.wire.double(1, Number(value));
    else if (typeof value === "boolean") out.wire.bool(2, value);
    else if (typeof value === "string") out.wire.string(3, value);
  },
  SecurityRequirement: (out, requirement) => out.map(1, "StringArray", requirement),
  StringArray(out, scopes) {
    for (const scope of scopes as unknown as readonly string[]) out.wire.string(1, scope);
  },
};
