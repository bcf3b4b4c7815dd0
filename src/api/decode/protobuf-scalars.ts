/** Values at the leaves of protobuf messages: scalars by wire type, and the Go types that have messages of their own. */
import type { Int64, JsonValue } from "../json.ts";
import type { ScalarSchema, ScalarType, TypeSchema } from "../schema/type-schema.ts";
import { rfc3339 } from "../time.ts";
import { exactInteger } from "../wide-integers.ts";
import { toBase64 } from "./base64.ts";
import { DecodeFault } from "./decode-error.ts";
import {
  wireBytes,
  wireFixed64,
  type WireReader,
  WireReader as Reader,
  wireVarint,
} from "./wire-reader.ts";

const text = new TextDecoder();
/** Go's zero time, 1 January of year 1, in seconds; and the last second that RFC 3339 can write. */
const secondsMin = -62_135_596_800n;
const secondsMax = 253_402_300_799n;

export function wrongWireType(wireType: number, field: string): DecodeFault {
  const goName = field.charAt(0).toUpperCase() + field.slice(1);
  return new DecodeFault(`proto: wrong wireType = ${wireType} for field ${goName}`);
}

/** A string, number, boolean or bytes field. `schema` must be a scalar that is no message. */
export function readScalar(
  reader: WireReader,
  schema: TypeSchema,
  slot: { readonly name: string; readonly wireType: number },
): JsonValue {
  const type = schema.kind === "scalar" ? schema.type : "string";
  const expected =
    type === "integer" || type === "boolean"
      ? wireVarint
      : type === "number"
        ? wireFixed64
        : wireBytes;
  if (slot.wireType !== expected) throw wrongWireType(slot.wireType, slot.name);
  switch (type) {
    case "integer":
      return toInteger(reader.varint(), (schema as ScalarSchema).format);
    case "boolean":
      return reader.varint() !== 0n;
    case "number":
      return finite(reader.double());
    case "bytes":
      return toBase64(reader.bytes());
    case "string":
    case "quantity":
    case "int-or-string":
    case "time":
    case "micro-time":
      break;
  }
  return text.decode(reader.bytes());
}

function toInteger(varint: bigint, format: string | undefined): Int64 {
  if (format === "int32") return Number(BigInt.asIntN(32, varint));
  const value = BigInt.asIntN(64, varint);
  return exactInteger(value) ?? Number(value);
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new DecodeFault(`json: unsupported value: ${value}`);
  return value;
}

/** Quantity, IntOrString, Time and MicroTime. Undefined for the zero time, which JSON writes as null. */
export function readWellKnown(type: ScalarType, bytes: Uint8Array): JsonValue | undefined {
  const varints = new Map<number, bigint>();
  const texts = new Map<number, string>();
  const reader = new Reader(bytes);
  while (!reader.done) {
    const { number, wireType } = reader.tag(type);
    if (wireType === wireVarint) varints.set(number, reader.varint());
    else if (wireType === wireBytes) texts.set(number, text.decode(reader.bytes()));
    else reader.skip(wireType);
  }
  if (type === "quantity") return texts.get(1) || "0";
  if (type === "int-or-string") {
    return varints.get(1) === 1n ? (texts.get(3) ?? "") : toInteger(varints.get(2) ?? 0n, "int32");
  }
  if (bytes.length === 0) return undefined;
  const seconds = BigInt.asIntN(64, varints.get(1) ?? 0n);
  if (seconds === secondsMin) return undefined;
  if (seconds < secondsMin || seconds > secondsMax) {
    throw new DecodeFault("Time.MarshalJSON: year outside of range [0,9999]");
  }
  const whole = rfc3339(Number(seconds) * 1000);
  if (type === "time") return whole;
  const nanos = BigInt.asIntN(32, varints.get(2) ?? 0n);
  const micros = nanos > 0n && nanos < 1_000_000_000n ? nanos / 1000n : 0n;
  return `${whole.slice(0, -1)}.${String(micros).padStart(6, "0")}Z`;
}

/** Whether Go's zero value of the type came over the wire: all that a field which is no pointer says when it is unset. */
export function isZero(schema: TypeSchema, value: JsonValue): boolean {
  if (schema.kind !== "scalar") return false;
  if (schema.type === "quantity") return value === "0";
  return value === "" || value === 0 || value === false;
}
