/**
 * Walks a decoded body along its schema, as Kubernetes' JSON decoder walks a Go type: unknown fields are dropped and
 * reported, nulls are as good as absent, wrong types are refused in Go's words, and values of types that marshal themselves
 * (quantities, times, bytes) come out in canonical form. Follows sigs.k8s.io/json and the UnmarshalJSON of those types.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { StructSchema, TypeSchema } from "../schema/type-schema.ts";
import { checkScalar, isPlainly, misfit } from "./check-scalar.ts";
import { type OddNumber, withNumberTexts } from "./odd-numbers.ts";
import { type Position, pathOf } from "./position.ts";
import { cannotBeHandled, DecodeFault } from "./decode-error.ts";
import { nestingMax, strictErrorsMax } from "./json-scan.ts";

export interface CheckedFields {
  /** Without unknown fields and nulls, values canonical; the very input when nothing had to change. Not frozen. */
  readonly object: JsonObject;
  /** Paths as Kubernetes prints them, `spec.template.spec.containers[0].foo`, in document order, at most 100. */
  readonly unknownFields: readonly string[];
}

export interface CheckOptions {
  readonly oddNumbers?: readonly OddNumber[] | undefined;
  /** An object that was checked before: parts that the body shares with it, at the same places, are not entered again. */
  readonly known?: JsonObject | undefined;
}

/**
 * Checks a body against its kind's schema (a struct; anything else passes as it is). Throws StatusError 400 for a value that
 * does not fit: `Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct
 * field DeploymentSpec.spec.replicas of type int32`.
 */
export function checkFields(
  object: JsonObject,
  schema: TypeSchema,
  { oddNumbers, known }: CheckOptions = {},
): CheckedFields {
  const unknownFields: string[] = [];
  try {
    const given = oddNumbers === undefined ? object : withNumberTexts(object, schema, oddNumbers);
    const checked = checkValue(given, schema, { at: undefined, depth: 1, unknownFields, known });
    return { object: checked as JsonObject, unknownFields };
  } catch (error) {
    if (!(error instanceof DecodeFault)) throw error;
    throw cannotBeHandled(...kindsOf(object, schema), error);
  }
}

/** The kind that the body says it is, and the one that it was read as. */
function kindsOf(
  object: JsonObject,
  schema: TypeSchema,
): [{ version: string; kind: string }, string] {
  const [kind = "", version = ""] =
    schema.kind === "struct" ? schema.name.split(".").reverse() : [];
  const said = typeof object["apiVersion"] === "string" ? object["apiVersion"] : version;
  const saidKind = typeof object["kind"] === "string" ? object["kind"] : kind;
  return [{ version: said.slice(said.lastIndexOf("/") + 1), kind: saidKind }, kind];
}

interface Walk {
  readonly at: Position | undefined;
  readonly depth: number;
  /** What is known to be right at this place; undefined where nothing is. */
  readonly known: JsonValue | undefined;
  readonly unknownFields: string[];
}

function checkValue(value: JsonValue, schema: TypeSchema, walk: Walk): JsonValue {
  if (value === walk.known) return value;
  if (walk.depth > nestingMax) throw new DecodeFault("exceeded max depth");
  switch (schema.kind) {
    case "any":
      return value;
    case "scalar":
      return checkScalar(value, schema, walk.at);
    case "struct":
      if (!isJsonObject(value)) throw misfit(value, schema, walk.at);
      return checkStruct(value, schema, walk);
    case "map":
      if (!isJsonObject(value)) throw misfit(value, schema, walk.at);
      return checkMap(value, schema.values, walk);
    case "list":
      break;
  }
  if (!Array.isArray(value)) throw misfit(value, schema, walk.at);
  return checkList(value as readonly JsonValue[], schema.items, walk);
}

function checkStruct(object: JsonObject, schema: StructSchema, walk: Walk): JsonObject {
  const known = isJsonObject(walk.known) ? walk.known : undefined;
  const depth = walk.depth + 1;
  let changed: Record<string, JsonValue> | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key];
    const field = schema.fields.get(key);
    let next: JsonValue | undefined;
    if (value !== undefined && value === known?.[key]) next = value;
    else if (field === undefined) {
      if (schema.preserveUnknown) next = value;
      else if (walk.unknownFields.length < strictErrorsMax) {
        walk.unknownFields.push(pathOf({ before: walk.at, key, struct: schema }));
      }
    } else if (value !== undefined && value !== null) {
      if (field.schema.kind === "scalar" && isPlainly(value, field.schema)) next = value;
      else {
        const at = { before: walk.at, key, struct: schema };
        const { unknownFields } = walk;
        next = checkValue(value, field.schema, { at, depth, unknownFields, known: known?.[key] });
      }
    }
    if (changed === undefined && (next !== value || value === undefined)) {
      changed = fieldsBefore(object, key);
    }
    if (changed !== undefined && next !== undefined) changed[key] = next;
  }
  return changed ?? object;
}

function checkMap(object: JsonObject, values: TypeSchema, walk: Walk): JsonObject {
  const known = isJsonObject(walk.known) ? walk.known : undefined;
  const depth = walk.depth + 1;
  let changed: Record<string, JsonValue> | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key];
    let next = value ?? null;
    if (next === null || values.kind !== "scalar" || !isPlainly(next, values)) {
      const at = { before: walk.at, key };
      const { unknownFields } = walk;
      next = checkItem(next, values, { at, depth, unknownFields, known: known?.[key] });
    }
    if (changed === undefined && next !== value) changed = fieldsBefore(object, key);
    if (changed !== undefined) changed[key] = next;
  }
  return changed ?? object;
}

/** A copy of the fields that stand before `end`: objects are copied only from their first change on. */
function fieldsBefore(object: JsonObject, end: string): Record<string, JsonValue> {
  const copy: Record<string, JsonValue> = {};
  for (const key of Object.keys(object)) {
    if (key === end) break;
    copy[key] = object[key] ?? null;
  }
  return copy;
}

function checkList(
  list: readonly JsonValue[],
  items: TypeSchema,
  walk: Walk,
): readonly JsonValue[] {
  const known = Array.isArray(walk.known) ? (walk.known as readonly JsonValue[]) : undefined;
  const { unknownFields } = walk;
  let changed = false;
  const depth = walk.depth + 1;
  const checked = list.map((value, index) => {
    const at = { before: walk.at, key: index };
    const item = checkItem(value, items, { at, depth, unknownFields, known: known?.[index] });
    if (item !== value) changed = true;
    return item;
  });
  return changed ? checked : list;
}

/** An item of a list or a value of a map: null there is Go's zero value of the type. */
function checkItem(value: JsonValue, schema: TypeSchema, walk: Walk): JsonValue {
  if (value !== null) return checkValue(value, schema, walk);
  switch (schema.kind) {
    case "struct":
    case "map":
      return {};
    case "list":
      return [];
    case "any":
      return null;
    case "scalar":
      break;
  }
  if (schema.type === "boolean") return false;
  if (schema.type === "quantity") return "0";
  if (schema.type === "integer" || schema.type === "number" || schema.type === "int-or-string") {
    return 0;
  }
  return "";
}
