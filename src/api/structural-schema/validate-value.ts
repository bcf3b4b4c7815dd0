/**
 * Validation of a value against its schema, with kube-openapi's checks, order and words (pkg/validation/validate), and with
 * ratcheting: what is wrong in a part that an update leaves alone is let through (KEP-4008).
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { jsonEqual } from "../patch/members.ts";
import { compileRegex, RegexSyntaxError, RegexTooCostly, withinStepBudget } from "../re2/regex.ts";
import type { FieldError } from "../status.ts";
import { quote } from "../validation/field-errors.ts";
import type { Correlation } from "./correlation.ts";
import { effectiveFormat, matchesFormat } from "./formats.ts";
import { validateNumber } from "./validate-number.ts";
import { propertyOf, valuesOf, type JsonSchema } from "./schema.ts";
import { toFieldErrors, ValidationResult } from "./validation-result.ts";
import { exactJson } from "../wide-integers.ts";

export interface ValidateOptions {
  /** Path of the value in its object; empty for a whole object. */
  readonly path?: string;
  /** What the value was before, on updates. */
  readonly correlation?: Correlation | undefined;
}

/** What is wrong with a value, in the order in which Kubernetes looks. */
export function validateValue(
  value: JsonValue,
  schema: JsonSchema,
  { path = "", correlation }: ValidateOptions = {},
): readonly FieldError[] {
  const place = { path: "", correlation, isRoot: true };
  const result = withinStepBudget(() => check(value, schema, place));
  return result.isValid ? none : toFieldErrors(result, path);
}

const none: readonly FieldError[] = [];

interface Place {
  readonly path: string;
  readonly correlation?: Correlation | undefined;
  readonly isRoot?: boolean;
}

function check(value: JsonValue, schema: JsonSchema, place: Place): ValidationResult {
  const result = checkNow(value, schema, place);
  if (result.isValid || place.correlation?.unchanged !== true) return result;
  const ratcheted = new ValidationResult();
  ratcheted.matchCount = result.matchCount;
  return ratcheted;
}

/** The JSON types that a schema lets through. */
export function typesOf(schema: JsonSchema): readonly string[] {
  if (schema["x-kubernetes-int-or-string"] === true) return intOrString;
  return schema.type ? [schema.type] : anyType;
}

const intOrString = ["integer", "string"] as const;
const anyType: readonly string[] = [];

function checkNow(value: JsonValue, schema: JsonSchema, place: Place): ValidationResult {
  const result = new ValidationResult();
  const types = typesOf(schema);
  const format = effectiveFormat(schema, types);
  if (value === null) {
    checkNull(result, { schema, types, path: place.path });
    checkEnum(result, value, { schema, path: place.path });
    return result;
  }
  if (types.length > 0 || format !== undefined) {
    checkType(result, value, { types, format, path: place.path });
    result.matchCount++;
  }
  checkAlternatives(result, value, { schema, path: place.path });
  result.matchCount++;
  if (typeof value === "string") checkString(result, value, { schema, format, path: place.path });
  else if (typeof value === "number" || typeof value === "bigint") {
    validateNumber(result, value, { schema, types, format, path: place.path });
    result.matchCount++;
  } else if (Array.isArray(value)) {
    checkList(result, value as readonly JsonValue[], { schema, place });
    result.matchCount++;
  }
  checkEnum(result, value, { schema, path: place.path });
  result.matchCount++;
  if (isJsonObject(value)) {
    checkObject(result, value, { schema, place });
    result.matchCount++;
  }
  result.matchCount++;
  return result;
}

interface Node {
  readonly schema: JsonSchema;
  readonly path: string;
}

function checkNull(
  result: ValidationResult,
  { schema, types, path }: Node & { readonly types: readonly string[] },
): void {
  if (types.length === 0 || schema.nullable === true) {
    result.matchCount++;
    return;
  }
  addTypeFault(result, path, { expected: types.join(","), actual: "null" });
}

function addTypeFault(
  result: ValidationResult,
  path: string,
  { expected, actual }: { readonly expected: string; readonly actual: string },
): void {
  const message = `${path} in body must be of type ${expected}: ${quote(actual)}`;
  result.add({ code: "type", path, value: actual, message });
}

/** The JSON type of a value and the format that goes with it, as Go's types show them. */
function goTypeOf(value: JsonValue): readonly [type: string, format: string] {
  if (typeof value === "string") return ["string", ""];
  if (typeof value === "boolean") return ["boolean", ""];
  if (typeof value === "bigint") return ["integer", "int64"];
  if (typeof value === "number") {
    const fits = Number.isInteger(value) && Math.abs(value) < 2 ** 63;
    return fits ? ["integer", "int64"] : ["number", "float64"];
  }
  return [Array.isArray(value) ? "array" : "object", ""];
}

function checkType(
  result: ValidationResult,
  value: JsonValue,
  args: { types: readonly string[]; format: string | undefined; path: string },
): void {
  const { types, format = "", path } = args;
  const [type, valueFormat] = goTypeOf(value);
  const textual = type === "string" || type === "array";
  const fits = types.includes(type) || (type === "integer" && types.includes("number"));
  if (!textual && format !== "" && !fits && valueFormat !== format) {
    addTypeFault(result, path, { expected: format, actual: valueFormat });
    return;
  }
  const numeric = types.includes("number") || types.includes("integer");
  if ((!numeric && format !== "" && textual) || fits) {
    result.matchCount++;
    return;
  }
  addTypeFault(result, path, { expected: types.join(","), actual: type });
}

function checkString(
  result: ValidationResult,
  text: string,
  { schema, format, path }: Node & { readonly format: string | undefined },
): void {
  const { maxLength, minLength, pattern } = schema;
  result.matchCount++;
  const length = maxLength === undefined && minLength === undefined ? 0 : countRunes(text);
  if (maxLength !== undefined && length > maxLength) {
    const message = `${path} in body should be at most ${maxLength} chars long`;
    result.add({ code: "too-long", path, max: maxLength, message });
  } else if (minLength !== undefined && length < minLength) {
    const message = `${path} in body should be at least ${minLength} chars long`;
    result.add({ code: "other", path, value: text, message });
  } else if (pattern) checkPattern(result, text, { pattern, path });
  if (format === undefined) return;
  const matches = matchesFormat(format, text);
  if (matches !== undefined) result.matchCount++;
  if (matches !== false) return;
  const message = `${path} in body must be of type ${format}: ${quote(text)}`;
  result.add({ code: "type", path, value: text, message });
}

function checkPattern(
  result: ValidationResult,
  text: string,
  { pattern, path }: { readonly pattern: string; readonly path: string },
): void {
  let shown = pattern;
  try {
    if (compileRegex(pattern).test(text)) return;
  } catch (error) {
    // Kubernetes has no bound here: Go would take its seconds.
    if (error instanceof RegexTooCostly) shown = `${pattern}, but ${error.message}`;
    else if (error instanceof RegexSyntaxError) {
      shown = `${pattern}, but pattern is invalid: ${error.message}`;
    } else throw error;
  }
  const message = `${path} in body should match '${shown}'`;
  result.add({ code: "other", path, value: text, message });
}

function countRunes(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function checkEnum(result: ValidationResult, value: JsonValue, { schema, path }: Node): void {
  const supported = schema.enum;
  if (supported === undefined || supported.length === 0) return;
  // Kubernetes never finds a null among the values.
  if (value !== null && supported.some((each) => jsonEqual(each, value))) return;
  const message = `${path} in body should be one of ${exactJson(supported)}`;
  result.add({ code: "enum", path, value, supported, message });
}

function checkList(
  result: ValidationResult,
  list: readonly JsonValue[],
  { schema, place }: { readonly schema: JsonSchema; readonly place: Place },
): void {
  const { items, minItems, maxItems } = schema;
  const { path, correlation } = place;
  if (items !== undefined) {
    for (const [index, item] of list.entries()) {
      const at = { path: `${path}[${index}]`, correlation: correlation?.index(index) };
      result.merge(check(item, items, at));
    }
  }
  result.matchCount++;
  if (minItems !== undefined && list.length < minItems) {
    const message = `${path} in body should have at least ${minItems} items`;
    result.add({ code: "other", path, value: list.length, message });
  }
  if (maxItems !== undefined && list.length > maxItems) {
    const message = `${path} in body should have at most ${maxItems} items`;
    result.add({ code: "too-many", path, actual: list.length, max: maxItems, message });
  }
}

function checkObject(
  result: ValidationResult,
  object: JsonObject,
  { schema, place }: { readonly schema: JsonSchema; readonly place: Place },
): void {
  const { path } = place;
  checkSize(result, Object.keys(object).length, { schema, path });
  const values = valuesOf(schema);
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined || propertyOf(schema, key) !== undefined) continue;
    if (schema.additionalProperties === false) {
      const message = `${path}.${key} in body is a forbidden property`;
      result.add({ code: "other", path, value: key, message });
    } else if (values !== undefined) {
      result.merge(check(value, values, memberPlace(place, key, `${path}.${key}`)));
    }
  }
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (!Object.hasOwn(object, key)) continue;
    const at = path === "" ? key : `${path}.${key}`;
    const value = object[key];
    if (value !== undefined) result.merge(check(value, property, memberPlace(place, key, at)));
  }
  for (const key of schema.required ?? []) {
    if (Object.hasOwn(object, key) && object[key] !== undefined) continue;
    const at = `${path}.${key}`;
    result.add({ code: "required", path: at, message: `${at} in body is required` });
  }
}

function checkSize(result: ValidationResult, actual: number, { schema, path }: Node): void {
  const { minProperties: min, maxProperties: max } = schema;
  if (min !== undefined && actual < min) {
    const message = `${path} in body should have at least ${min} properties`;
    result.add({ code: "other", path, value: actual, message });
  }
  if (max !== undefined && actual > max) {
    const message = `${path} in body should have at most ${max} properties`;
    result.add({ code: "too-many", path, actual, max, message });
  }
}

function memberPlace(place: Place, key: string, path: string): Place {
  // Both objects are in the same version, whatever each was written in.
  const hidden = place.isRoot === true && (key === "kind" || key === "apiVersion");
  return { path, correlation: hidden ? undefined : place.correlation?.key(key) };
}

/** anyOf, oneOf, allOf and not; nothing is ratcheted inside them. */
function checkAlternatives(result: ValidationResult, value: JsonValue, node: Node): void {
  const { path, schema } = node;
  const { anyOf, oneOf, allOf, not } = schema;
  const quoted = quote(path);
  const composite = (message: string): void => result.add({ code: "composite", message });
  if (anyOf && anyOf.length > 0) {
    const { best, first, valid } = tryAll(value, anyOf, { path, untilValid: true });
    if (valid === 0) composite(`${quoted} must validate at least one schema (anyOf)`);
    result.merge(first ?? best ?? new ValidationResult());
  }
  if (oneOf && oneOf.length > 0) {
    const { best, first, valid } = tryAll(value, oneOf, { path, untilValid: false });
    if (valid !== 1) {
      const why = valid === 0 ? "Found none valid" : `Found ${valid} valid alternatives`;
      composite(`${quoted} must validate one and only one schema (oneOf). ${why}`);
      if (best) result.merge(best);
    } else if (first) result.merge(first);
  }
  if (allOf && allOf.length > 0) {
    const { results, valid } = tryAll(value, allOf, { path, untilValid: false });
    for (const each of results) result.merge(each);
    if (valid !== allOf.length) {
      const why = valid === 0 ? ". None validated" : "";
      composite(`${quoted} must validate all the schemas (allOf)${why}`);
    }
  }
  if (not && check(value, not, { path }).isValid) {
    composite(`${quoted} must not validate the schema (not)`);
  }
  result.matchCount++;
}

interface Tried {
  readonly results: readonly ValidationResult[];
  readonly first: ValidationResult | undefined;
  /** Of the alternatives that failed before any went well, the one that most checks spoke for. */
  readonly best: ValidationResult | undefined;
  readonly valid: number;
}

function tryAll(
  value: JsonValue,
  schemas: readonly JsonSchema[],
  { path, untilValid }: { readonly path: string; readonly untilValid: boolean },
): Tried {
  const results: ValidationResult[] = [];
  let first: ValidationResult | undefined;
  let best: ValidationResult | undefined;
  let valid = 0;
  for (const schema of schemas) {
    const result = check(value, schema, { path });
    results.push(result);
    if (result.isValid) {
      valid++;
      first ??= result;
      best = undefined;
      if (untilValid) break;
    } else if (valid === 0 && (best === undefined || result.matchCount > best.matchCount)) {
      best = result;
    }
  }
  return { results, first, best, valid };
}
