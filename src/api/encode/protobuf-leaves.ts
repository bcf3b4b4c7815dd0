/** The Go types that have messages of their own, and the fields of JSONSchemaProps that hold one of two things. */
import type { JsonObject, JsonValue } from "../json.ts";
import type { Union } from "../decode/protobuf-unions.ts";
import { goDuration } from "../go-duration.ts";
import type { ScalarType } from "../schema/type-schema.ts";
import { rememberingTexts } from "../text-memo.ts";
import { parseTime } from "../time.ts";
import type { ProtobufWriter } from "./protobuf-writer.ts";

/** The content of Quantity, IntOrString, Duration, Time and MicroTime. `value` is what their JSON holds. */
export function writeWellKnown(
  writer: ProtobufWriter,
  type: ScalarType | "duration",
  value: JsonValue,
): void {
  if (type === "quantity") writer.string(1, String(value));
  else if (type === "duration") writer.int64(1, nanosecondsOf(String(value)));
  else if (type === "int-or-string") {
    const isText = typeof value === "string";
    writer.int64(1, isText ? 1 : 0);
    writer.int64(2, isText ? 0 : Number(value));
    writer.string(3, isText ? value : "");
  } else {
    const text = String(value);
    writer.int64(1, secondsOf(text));
    writer.int64(2, type === "micro-time" ? nanosOf(text) : 0);
  }
}

/** Since 1970. Most times of an object are of few seconds. */
const secondsOf = rememberingTexts((text) => Math.floor((parseTime(text) ?? 0) / 1000));

function nanosecondsOf(text: string): number {
  const duration = goDuration(text);
  if (typeof duration === "string") throw new Error(duration);
  return Math.round(duration.ms * 1e6);
}

function nanosOf(text: string): number {
  const [, fraction = ""] = /\.(\d{1,9})/.exec(text) ?? [];
  return Number(fraction.padEnd(9, "0"));
}

/** The content of a union's message; `schema` writes the schema in it. */
export function writeUnion(
  writer: ProtobufWriter,
  union: Union,
  {
    value,
    schema,
  }: {
    readonly value: JsonValue;
    readonly schema: (number: number, schema: JsonObject) => void;
  },
): void {
  if (union === "schema-or-bool") {
    writer.bool(1, value !== false);
    if (typeof value === "object") schema(2, value as JsonObject);
  } else if (!Array.isArray(value)) schema(1, value as JsonObject);
  else if (union === "schema-or-array") for (const one of value) schema(2, one as JsonObject);
  else for (const one of value) writer.string(2, String(one));
}
