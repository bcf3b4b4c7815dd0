/**
 * Numbers that Go reads otherwise than JavaScript: `1.0` and `1e3` are no integers there, and an integer may be too large
 * by one. What JSON.parse forgets, their text, is looked up again for the few bodies that have any (sigs.k8s.io/json:
 * literalStore parses the very digits).
 */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import type { FieldSchema, TypeSchema } from "../schema/type-schema.ts";
import { refuseNumber } from "./check-scalar.ts";
import { DecodeFault } from "./decode-error.ts";
import { tokensOf, type JsonTokens } from "./json-tokens.ts";
import type { Position } from "./position.ts";

/** A number by its place, with its digits as they were sent. */
export interface OddNumber {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

const isOdd = /[.eE]|\d{16}/;

/** The odd numbers of a valid JSON text; undefined where its tokens have none, as nearly every text's. */
export function oddNumbersOf(
  text: string,
  { hasOddNumber }: JsonTokens = tokensOf(text),
): readonly OddNumber[] | undefined {
  if (!hasOddNumber) return undefined;
  const texts = new Map<object, Map<string, string>>();
  const revive = function (this: object, key: string, value: unknown, more?: { source?: string }) {
    const source = more?.source;
    if (typeof value === "number" && source !== undefined && isOdd.test(source)) {
      let ofHolder = texts.get(this);
      if (ofHolder === undefined) texts.set(this, (ofHolder = new Map()));
      ofHolder.set(key, source);
    }
    return value;
  };
  const value = JSON.parse(text, revive) as JsonValue;
  if (texts.size === 0) return undefined;
  const found: OddNumber[] = [];
  collect(value, [], (path, holder) => {
    for (const [key, source] of texts.get(holder) ?? []) {
      found.push({ path: [...path, Array.isArray(holder) ? Number(key) : key], text: source });
    }
  });
  return found;
}

type Path = readonly (string | number)[];

function collect(value: JsonValue, path: Path, visit: (path: Path, holder: object) => void): void {
  if (typeof value !== "object" || value === null) return;
  visit(path, value);
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) collect(item as JsonValue, [...path, at], visit);
    return;
  }
  for (const [key, part] of Object.entries(value)) collect(part ?? null, [...path, key], visit);
}

/**
 * The object with the texts of those numbers that are quantities, which Go reads as they were sent. Throws DecodeFault, in Go's words,
 * for the first of the numbers that is no integer of its field's type.
 */
export function withNumberTexts(
  object: JsonObject,
  schema: TypeSchema,
  numbers: readonly OddNumber[],
): JsonObject {
  let result: JsonValue = object;
  for (const { path, text } of numbers) {
    const place = isNumberAt(object, path) ? placeOf(path, schema) : undefined;
    if (place === undefined) continue;
    if (place.schema.kind === "any") refuseInfinite(text);
    if (place.schema.kind === "scalar" && place.schema.type === "quantity") {
      result = replaced(result, path, text);
    } else if (!fitsInteger(text, place.schema) || !fitsDouble(text, place.schema)) {
      throw refuseNumber(text, place.schema, place.at);
    }
  }
  return result as JsonObject;
}

/** What a patch has put in place may have gone again. */
function isNumberAt(object: JsonObject, path: Path): boolean {
  let value: JsonValue | undefined = object;
  for (const key of path) {
    if (Array.isArray(value)) value = (value as JsonArray)[Number(key)];
    else if (isJsonObject(value) && Object.hasOwn(value, key)) value = value[key];
    else return false;
  }
  return typeof value === "number" || typeof value === "bigint";
}

function replaced(value: JsonValue, [key, ...rest]: Path, text: string): JsonValue {
  if (key === undefined) return text;
  if (Array.isArray(value)) {
    const list = value as JsonArray;
    return list.with(Number(key), replaced(list[Number(key)] ?? null, rest, text));
  }
  const object = value as JsonObject;
  return { ...object, [key]: replaced(object[key] ?? null, rest, text) };
}

/** Throws DecodeFault for a number beyond every double, wherever Go reads it without knowing what it is for. */
export function refuseInfinite(text: string, into = "Go value"): void {
  if (Number.isFinite(Number(text))) return;
  throw new DecodeFault(`json: cannot unmarshal number ${text} into ${into} of type float64`);
}

/** The member of a struct, or the free form that it is in; undefined for what nobody knows. */
function placeOf(
  path: Path,
  root: TypeSchema,
): { readonly schema: TypeSchema; readonly at: Position | undefined } | undefined {
  let schema = root;
  let at: Position | undefined;
  for (const key of path) {
    if (schema.kind === "struct") {
      const field: FieldSchema | undefined = schema.fields.get(String(key));
      if (field === undefined) return undefined;
      at = { before: at, key, struct: schema };
      schema = field.schema;
    } else if (schema.kind === "map" || schema.kind === "list") {
      at = { before: at, key };
      schema = schema.kind === "map" ? schema.values : schema.items;
    } else if (schema.kind === "any") break;
    else return undefined;
  }
  return { schema, at };
}

const int64Limit = 2n ** 63n;

function fitsDouble(text: string, schema: TypeSchema): boolean {
  const isDouble = schema.kind === "scalar" && schema.type === "number";
  return !isDouble || Number.isFinite(Number(text));
}

function fitsInteger(text: string, schema: TypeSchema): boolean {
  if (schema.kind !== "scalar") return true;
  if (schema.type !== "integer" && schema.type !== "int-or-string") return true;
  if (!/^-?\d+$/.test(text)) return false;
  // Longer ones are out of every range; to count their digits is cheaper than to read them.
  if (text.length > 20) return false;
  const value = BigInt(text);
  const limit = schema.type === "integer" && schema.format !== "int32" ? int64Limit : 2n ** 31n;
  return value >= -limit && value < limit;
}
