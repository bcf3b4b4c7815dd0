/**
 * What makes a schema structural: types everywhere, and nothing in allOf, anyOf, oneOf and not that is not specified outside of them.
 * Source: apiextensions-apiserver, pkg/apiserver/schema/validation.go and complete.go.
 */
import { isJsonObject } from "../json.ts";
import {
  forbiddenField,
  invalidValue,
  required,
  type FieldErrors,
} from "../validation/field-errors.ts";
import { compileRegex, RegexSyntaxError, RegexTooCostly, withinStepBudget } from "../re2/regex.ts";
import { hasProperties, valuesOf, type JsonSchema } from "./schema.ts";
import { validateCompleteness } from "./structural-completeness.ts";

type Level = "root" | "item" | "field";

const emptyTypeText: Readonly<Record<Level, string>> = {
  root: "must not be empty at the root",
  item: "must not be empty for specified array items",
  field: "must not be empty for specified object fields",
};

/** Adds what is wrong, sorted by text as Kubernetes sorts it. */
export function validateStructural(errors: FieldErrors, path: string, schema: JsonSchema): void {
  const found: FieldErrors = [];
  withinStepBudget(() => checkNode(found, path, { schema, level: "root" }));
  validateCompleteness(found, path, schema);
  const text = ({ field, message }: FieldErrors[number]): string => `${field}: ${message}`;
  errors.push(...found.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0)));
}

interface Node {
  readonly schema: JsonSchema;
  readonly level: Level;
}

function checkNode(errors: FieldErrors, path: string, { schema, level }: Node): void {
  const { type, items, properties } = schema;
  if (type === "array" && items === undefined) {
    errors.push(required(`${path}.items`, "must be specified"));
  }
  if (items !== undefined) checkNode(errors, `${path}.items`, { schema: items, level: "item" });
  for (const [key, property] of Object.entries(properties ?? {})) {
    checkNode(errors, `${path}.properties[${key}]`, { schema: property, level: "field" });
  }
  checkOthers(errors, path, { schema, level });
  checkExtensions(errors, path, schema);
  const skip = {
    anyOf: isIntOrString(schema.anyOf),
    first: isIntOrString(schema.allOf?.[0]?.anyOf),
  };
  checkValueRules(errors, path, { schema, skip });
  checkType(errors, path, { schema, level });
  checkMeta(errors, path, { schema, level });
}

function checkOthers(errors: FieldErrors, path: string, { schema, level }: Node): void {
  const at = `${path}.additionalProperties`;
  if (schema.additionalProperties === undefined) return;
  if (level === "root") errors.push(forbiddenField(at, "must not be used at the root"));
  const values = valuesOf(schema);
  if (values !== undefined) checkNode(errors, at, { schema: values, level: "field" });
  if (schema["x-kubernetes-embedded-resource"] === true) {
    const message = "must not be used if x-kubernetes-embedded-resource is set";
    errors.push(forbiddenField(at, message));
  }
}

function checkExtensions(errors: FieldErrors, path: string, schema: JsonSchema): void {
  if (schema["x-kubernetes-int-or-string"] !== true) return;
  for (const name of [
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-embedded-resource",
  ] as const) {
    if (schema[name] !== true) continue;
    const message = "must be false if x-kubernetes-int-or-string is true";
    errors.push(invalidValue(`${path}.${name}`, true, message));
  }
}

function checkType(errors: FieldErrors, path: string, { schema, level }: Node): void {
  const { type } = schema;
  const at = `${path}.type`;
  const untyped =
    schema["x-kubernetes-int-or-string"] === true ||
    schema["x-kubernetes-preserve-unknown-fields"] === true;
  if (schema["x-kubernetes-embedded-resource"] === true && type !== "object") {
    const message = "must be object if x-kubernetes-embedded-resource is true";
    errors.push(type ? invalidValue(at, type, message) : required(at, message));
  } else if (!type && !untyped) errors.push(required(at, emptyTypeText[level]));
  if (level === "root" && type && type !== "object") {
    errors.push(invalidValue(at, type, "must be object at the root"));
  }
}

/** apiVersion, kind and metadata of the root and of embedded objects. */
function checkMeta(errors: FieldErrors, path: string, { schema, level }: Node): void {
  const { properties = {} } = schema;
  const embedded = schema["x-kubernetes-embedded-resource"] === true;
  const isObject = level === "root" || embedded;
  for (const key of ["kind", "apiVersion"]) {
    const property = properties[key];
    if (!isObject || property === undefined || property.type === "string") continue;
    const at = `${path}.properties[${key}].type`;
    errors.push(invalidValue(at, property.type ?? "", "must be string"));
  }
  const metadata = properties["metadata"];
  if (metadata !== undefined) {
    const at = `${path}.properties[metadata]`;
    if (isObject && metadata.type !== "object") {
      errors.push(invalidValue(`${at}.type`, metadata.type ?? "", "must be object"));
    }
    if (level === "root" && !isPlainMetadata(metadata)) {
      const message =
        "must not specify anything other than name and generateName, but metadata is implicitly specified";
      errors.push(forbiddenField(at, message));
    }
  }
  const preserves = schema["x-kubernetes-preserve-unknown-fields"] === true;
  if (embedded && !preserves && !hasProperties(schema)) {
    const message =
      "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields";
    errors.push(required(`${path}.properties`, message));
  }
}

function isPlainMetadata(schema: JsonSchema): boolean {
  return Object.entries(schema).every(([key, value]) => {
    if (key === "type" || key === "default" || isNothing(value)) return true;
    if (key !== "properties" || !isJsonObject(value)) return false;
    return Object.keys(value).every((name) => name === "name" || name === "generateName");
  });
}

/** Go's zero values, which count as not given. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** The one use of types in anyOf that is allowed: an integer or a string. */
function isIntOrString(anyOf: readonly JsonSchema[] | undefined): boolean {
  if (anyOf?.length !== 2) return false;
  return ["integer", "string"].every((type, index) => {
    const given = Object.entries(anyOf[index] ?? {}).filter(([, value]) => !isNothing(value));
    return given.length === 1 && given[0]?.[0] === "type" && given[0][1] === type;
  });
}

interface Rules {
  readonly schema: JsonSchema;
  /** Which anyOf is the int-or-string pattern: the node's own, or that of its first allOf. */
  readonly skip: { readonly anyOf: boolean; readonly first: boolean };
}

const noSkip = { anyOf: false, first: false };

function checkValueRules(errors: FieldErrors, path: string, { schema, skip }: Rules): void {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern } = schema;
  if (!skip.anyOf) {
    for (const [index, each] of anyOf.entries()) {
      checkNested(errors, `${path}.anyOf[${index}]`, { schema: each, skip: noSkip });
    }
  }
  for (const [index, each] of allOf.entries()) {
    const inner = { anyOf: skip.first && index === 0, first: false };
    checkNested(errors, `${path}.allOf[${index}]`, { schema: each, skip: inner });
  }
  for (const [index, each] of oneOf.entries()) {
    checkNested(errors, `${path}.oneOf[${index}]`, { schema: each, skip: noSkip });
  }
  if (not) checkNested(errors, `${path}.not`, { schema: not, skip: noSkip });
  if (!pattern) return;
  try {
    compileRegex(pattern);
  } catch (error) {
    if (!(error instanceof RegexSyntaxError || error instanceof RegexTooCostly)) throw error;
    const message = `must be a valid regular expression, but isn't: ${error.message}`;
    errors.push(invalidValue(`${path}.pattern`, pattern, message));
  }
}

const forbiddenBelow: readonly (readonly [keyof JsonSchema, string])[] = [
  ["type", "empty"],
  ["default", "undefined"],
  ["title", "empty"],
  ["description", "empty"],
  ["nullable", "false"],
  ["x-kubernetes-preserve-unknown-fields", "false"],
  ["x-kubernetes-embedded-resource", "false"],
  ["x-kubernetes-int-or-string", "false"],
  ["x-kubernetes-list-map-keys", "empty"],
  ["x-kubernetes-list-type", "undefined"],
  ["x-kubernetes-map-type", "undefined"],
  ["x-kubernetes-validations", "empty"],
];

/** Below allOf, anyOf, oneOf and not only values are restricted. */
function checkNested(errors: FieldErrors, path: string, rules: Rules): void {
  const { schema } = rules;
  checkValueRules(errors, path, rules);
  if (schema.items) checkNested(errors, `${path}.items`, { schema: schema.items, skip: noSkip });
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    checkNested(errors, `${path}.properties[${key}]`, { schema: property, skip: noSkip });
  }
  // `additionalProperties: false` is as good as absent here.
  if (schema.additionalProperties) {
    const message = "must be undefined to be structural";
    errors.push(forbiddenField(`${path}.additionalProperties`, message));
  }
  for (const [field, wanted] of forbiddenBelow) {
    const value = schema[field];
    if (field === "default" ? value === undefined || value === null : isNothing(value)) continue;
    errors.push(forbiddenField(`${path}.${field}`, `must be ${wanted} to be structural`));
  }
  if (schema.properties && Object.hasOwn(schema.properties, "metadata")) {
    const message = "must not be specified in a nested context";
    errors.push(forbiddenField(`${path}.properties[metadata]`, message));
  }
}
