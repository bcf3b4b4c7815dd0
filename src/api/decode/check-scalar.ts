/** Scalars as Go decodes them: range and type checked, quantities, times and bytes in canonical form. */
import type { JsonValue } from "../json.ts";
import { formatQuantity, parseQuantity } from "../quantity.ts";
import type { ScalarSchema, TypeSchema } from "../schema/type-schema.ts";
import { rememberingTexts } from "../text-memo.ts";
import { canonicalBase64 } from "./base64.ts";
import { DecodeFault, goKindOf } from "./decode-error.ts";
import { canonicalTime } from "./go-time.ts";
import { goStringTypeOf } from "./go-types.ts";
import { ownerOf, type Position } from "./position.ts";
import { unrestored } from "./unstructured-words.ts";

/** `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`. */
export function misfit(
  value: JsonValue,
  schema: TypeSchema,
  at: Position | undefined,
): DecodeFault {
  const { message } = cannotUnmarshal(goKindOf(value), schema, at);
  return new DecodeFault(message, undefined, unrestored(value, schema, goTypeAt(schema, at)));
}

/** A number whose very text, `1.0` say, is not of the type; those that unmarshal themselves do not know their field. */
export function refuseNumber(
  text: string,
  schema: TypeSchema,
  at: Position | undefined,
): DecodeFault {
  const plain = schema.kind === "scalar" && schema.type === "int-or-string";
  return plain
    ? intoPlain(`number ${text}`, "int32")
    : cannotUnmarshal(`number ${text}`, schema, at);
}

function cannotUnmarshal(what: string, schema: TypeSchema, at: Position | undefined): DecodeFault {
  const owner = ownerOf(at);
  if (owner === undefined) return intoPlain(what, goTypeOf(schema));
  const type = goTypeAt(schema, at);
  return new DecodeFault(
    `json: cannot unmarshal ${what} into Go struct field ${owner.path} of type ${type}`,
  );
}

/** Go's name for the type at a place: a list's items and a map's values are of the field's named type as well. */
function goTypeAt(schema: TypeSchema, at: Position | undefined): string {
  const owner = ownerOf(at);
  const type = goTypeOf(schema);
  return owner ? type.replace(/string$/, goStringTypeOf(owner.struct, owner.field)) : type;
}

/** Go's name for a type, as far as the schema tells it: named string types are called `string`. */
export function goTypeOf(schema: TypeSchema): string {
  if (schema.kind === "list") return `[]${goTypeOf(schema.items)}`;
  if (schema.kind === "any") return "runtime.RawExtension";
  if (schema.kind === "struct") return schema.name.split(".").slice(-2).join(".");
  if (schema.kind === "map") {
    const values = goTypeOf(schema.values);
    return values === "resource.Quantity" ? "v1.ResourceList" : `map[string]${values}`;
  }
  if (schema.type === "integer") return schema.format ?? "int64";
  return goScalars[schema.type];
}

const goScalars: Readonly<Record<ScalarSchema["type"], string>> = {
  string: "string",
  integer: "int64",
  number: "float64",
  boolean: "bool",
  quantity: "resource.Quantity",
  "int-or-string": "intstr.IntOrString",
  time: "v1.Time",
  "micro-time": "v1.MicroTime",
  bytes: "[]uint8",
};

/** The value in canonical form. Throws DecodeFault in Go's words when it is none of the type. `value` is not null. */
export function checkScalar(
  value: JsonValue,
  schema: ScalarSchema,
  at: Position | undefined,
): JsonValue {
  if (typeof value === "bigint") return checkWide(value, schema, at);
  switch (schema.type) {
    case "string":
      if (typeof value !== "string") throw misfit(value, schema, at);
      return value;
    case "boolean":
      if (typeof value !== "boolean") throw misfit(value, schema, at);
      return value;
    case "number":
      if (typeof value !== "number") throw misfit(value, schema, at);
      return value;
    case "integer":
      if (typeof value !== "number") throw misfit(value, schema, at);
      if (!fits(value, schema.format)) throw refuseInteger(value, schema, at);
      return value;
    case "quantity":
      return checkQuantity(value);
    case "int-or-string":
      return checkIntOrString(value);
    case "time":
    case "micro-time":
      if (typeof value !== "string") throw intoPlain(goKindOf(value), "string");
      return canonicalTime(value, schema.type === "micro-time" ? 6 : 0);
    case "bytes":
      break;
  }
  if (typeof value !== "string") throw misfit(value, schema, at);
  const checked = canonicalBase64(value);
  if ("text" in checked) return checked.text;
  throw new DecodeFault(`illegal base64 data at input byte ${checked.corruptAt}`);
}

/** A number that is no integer, or one too large for the type. */
function refuseInteger(value: number, schema: ScalarSchema, at: Position | undefined): DecodeFault {
  const { message } = cannotUnmarshal(`number ${value}`, schema, at);
  if (Number.isInteger(value)) return new DecodeFault(message);
  return new DecodeFault(message, undefined, unrestored(value, schema, goTypeAt(schema, at)));
}

/** An integer of 64 bits that no number holds. */
function checkWide(value: bigint, schema: ScalarSchema, at: Position | undefined): JsonValue {
  switch (schema.type) {
    case "integer":
      if (schema.format === "int32") throw refuseNumber(`${value}`, schema, at);
      return value;
    case "int-or-string":
      throw refuseNumber(`${value}`, schema, at);
    case "quantity":
      return checkQuantity(`${value}`);
    default:
      return checkScalar(Number(value), schema, at);
  }
}

/** True for values of the commonest types that `checkScalar` would give back as they are: it need not be told where they stand. */
export function isPlainly(value: JsonValue, schema: ScalarSchema): boolean {
  switch (schema.type) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return typeof value === "number" && fits(value, "int32");
    default:
      return false;
  }
}

/** Types that unmarshal themselves do not know the field that they are in. */
function intoPlain(what: string, type: string): DecodeFault {
  return new DecodeFault(`json: cannot unmarshal ${what} into Go value of type ${type}`);
}

function fits(value: number, format: string | undefined): boolean {
  if (!Number.isInteger(value)) return false;
  if (format === "int32") return value >= -2_147_483_648 && value <= 2_147_483_647;
  return value >= -(2 ** 63) && value < 2 ** 63;
}

function checkQuantity(value: JsonValue): string {
  const text = typeof value === "string" || typeof value === "number" ? value : goKindOf(value);
  return canonicalQuantity(String(text));
}

const canonicalQuantity = rememberingTexts((text) => {
  const parsed = parseQuantity(text.trim());
  if (!parsed.ok) throw new DecodeFault(parsed.error);
  return formatQuantity(parsed.quantity);
});

function checkIntOrString(value: JsonValue): number | string {
  if (typeof value === "string") return value;
  if (typeof value !== "number") throw intoPlain(goKindOf(value), "int32");
  if (!fits(value, "int32")) throw intoPlain(`number ${value}`, "int32");
  return value;
}
