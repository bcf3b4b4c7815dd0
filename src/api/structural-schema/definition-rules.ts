/**
 * What a CustomResourceDefinition's schema may say, node by node, beyond being structural: supported fields, list and map types, the form of
 * rules. Source: apiextensions-apiserver, pkg/apis/apiextensions/validation/validation.go (ValidateCustomResourceDefinitionOpenAPISchema).
 */
import { isJsonObject } from "../json.ts";
import {
  forbiddenField,
  invalidValue,
  notSupported,
  type FieldErrors,
} from "../validation/field-errors.ts";
import { checkListType, checkMapType, checkMergedItems } from "./merge-type-rules.ts";
import { RuleCosts } from "./rule-costs.ts";
import { checkCompiledRules, checkRuleForm } from "./rule-form.ts";
import type { RuleContext } from "./rule-engine.ts";
import { ruleEngine } from "./rule-loading.ts";
import { metaFields, type JsonSchema } from "./schema.ts";

/** JSONSchemaProps as a client may write it, with what no structural schema may have. */
export type WideSchema = Omit<JsonSchema, "items"> & {
  readonly id?: string;
  readonly $schema?: string;
  readonly $ref?: string;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly additionalItems?: unknown;
  readonly patternProperties?: Readonly<Record<string, unknown>>;
  readonly definitions?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, unknown>>;
};

const types = ["array", "boolean", "integer", "number", "object", "string"];

export interface SchemaErrors {
  readonly schema: FieldErrors;
  /** Of the rules; they are looked at only where the schema itself is in order. */
  readonly rules: FieldErrors;
  readonly costs: RuleCosts;
  /** Merged lists of the definition had items or keys that may be null before. */
  readonly toleratesItems: boolean;
}

export interface SchemaPlace {
  readonly path: string;
  readonly isRoot: boolean;
  /** Why defaults are not allowed here: `in top-level metadata`; undefined: they are. */
  readonly noDefaults: string | undefined;
  readonly insideMeta: boolean;
  /** The first place above that cannot be followed from one revision to the next: no oldSelf below it. */
  readonly uncorrelatable: string | undefined;
  /** Undefined where rules are not looked at. */
  readonly rules: RuleContext | undefined;
}

/** Checks a whole schema; `withRules` needs the rule engine to be loaded. */
export function checkDefinitionSchema(
  schema: WideSchema,
  path: string,
  options: {
    readonly withRules: boolean;
    /** The schema was accepted before: its rules may cost what they did. */
    readonly unchanged?: boolean;
    readonly toleratesItems?: boolean;
  },
): FieldErrors {
  const { withRules, unchanged = false, toleratesItems = false } = options;
  const costs = new RuleCosts({ perRule: !unchanged });
  const errors: SchemaErrors = { schema: [], rules: [], costs, toleratesItems };
  checkNode(errors, schema, {
    path,
    isRoot: true,
    noDefaults: undefined,
    insideMeta: false,
    uncorrelatable: undefined,
    rules: withRules ? ruleEngine().RuleContext.root(schema as JsonSchema) : undefined,
  });
  return [...errors.schema, ...errors.rules, ...costs.errors(path)];
}

function checkNode(errors: SchemaErrors, schema: WideSchema, place: SchemaPlace): void {
  const before = errors.schema.length;
  checkSupported(errors.schema, schema, place);
  checkBelow(errors, schema, place);
  checkMapType(errors.schema, place.path, schema as JsonSchema);
  checkListType(errors.schema, place.path, schema as JsonSchema);
  if (!errors.toleratesItems) checkMergedItems(errors.schema, place.path, schema as JsonSchema);
  if ((schema["x-kubernetes-validations"] ?? []).length === 0) return;
  checkRuleForm(errors.schema, schema as JsonSchema, place);
  if (errors.schema.length === before && place.rules) {
    checkCompiledRules(errors, schema as JsonSchema, { ...place, rules: place.rules });
  }
}

function checkSupported(errors: FieldErrors, schema: WideSchema, place: SchemaPlace): void {
  const { path, noDefaults, insideMeta } = place;
  const { type } = schema;
  const forbid = (field: string, message: string): void => {
    errors.push(forbiddenField(`${path}.${field}`, message));
  };
  if (type && !types.includes(type)) errors.push(notSupported(`${path}.type`, type, types));
  if (schema.default !== undefined && schema.default !== null && noDefaults !== undefined) {
    forbid("default", `must not be set${noDefaults === "" ? "" : ` ${noDefaults}`}`);
  }
  if (schema.id) forbid("id", "id is not supported");
  if (schema.additionalItems !== undefined) {
    forbid("additionalItems", "additionalItems is not supported");
  }
  for (const field of ["patternProperties", "definitions"] as const) {
    if (Object.keys(schema[field] ?? {}).length > 0) forbid(field, `${field} is not supported`);
  }
  if (schema.dependencies) forbid("dependencies", "dependencies is not supported");
  if (schema.$ref !== undefined) forbid("$ref", "$ref is not supported");
  if (type === "null") {
    forbid("type", "type cannot be set to null, use nullable as an alternative");
  }
  if (Array.isArray(schema.items) && schema.items.length > 0) {
    forbid("items", "items must be a schema object and not an array");
  }
  if (insideMeta && schema["x-kubernetes-embedded-resource"] === true) {
    forbid("x-kubernetes-embedded-resource", "must not be used inside of resource meta");
  }
  if (schema.uniqueItems === true) {
    const why = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
    forbid("uniqueItems", why);
  }
  if (schema["x-kubernetes-preserve-unknown-fields"] === false) {
    const at = `${path}.x-kubernetes-preserve-unknown-fields`;
    errors.push(invalidValue(at, false, "must be true or undefined"));
  }
}

function checkBelow(errors: SchemaErrors, schema: WideSchema, place: SchemaPlace): void {
  const { path } = place;
  checkOthers(errors, schema, place);
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    checkNode(errors, property, propertyPlace(schema, place, { key, property }));
  }
  const quiet = { ...place, isRoot: false, rules: undefined };
  if (schema.not) checkNode(errors, schema.not, { ...quiet, path: `${path}.not` });
  for (const name of ["allOf", "oneOf", "anyOf"] as const) {
    for (const [index, each] of (schema[name] ?? []).entries()) {
      checkNode(errors, each, { ...quiet, path: `${path}.${name}[${index}]` });
    }
  }
  const { items } = schema;
  if (!isJsonObject(items)) return;
  const below = {
    ...place,
    path: `${path}.items`,
    isRoot: false,
    uncorrelatable:
      place.uncorrelatable ?? (schema["x-kubernetes-list-type"] === "map" ? undefined : path),
    rules: place.rules?.element(items, schema.maxItems),
  };
  checkNode(errors, items, below);
}

function checkOthers(errors: SchemaErrors, schema: WideSchema, place: SchemaPlace): void {
  const { additionalProperties } = schema;
  const path = `${place.path}.additionalProperties`;
  if (additionalProperties === undefined || additionalProperties === null) return;
  const values = isJsonObject(additionalProperties) ? additionalProperties : undefined;
  const named = Object.keys(schema.properties ?? {}).length > 0;
  if (named && (values !== undefined || additionalProperties === false)) {
    const why = "additionalProperties and properties are mutual exclusive";
    errors.schema.push(forbiddenField(path, why));
  }
  if (values === undefined) return;
  const noDefaults = place.insideMeta
    ? "inside additionalProperties applying to object metadata"
    : place.noDefaults;
  const rules = place.rules?.element(values, schema.maxProperties);
  checkNode(errors, values, { ...place, path, isRoot: false, noDefaults, rules });
}

function propertyPlace(
  schema: WideSchema,
  place: SchemaPlace,
  { key, property }: { readonly key: string; readonly property: JsonSchema },
): SchemaPlace {
  const mapType = schema["x-kubernetes-map-type"] ?? "granular";
  const followed = mapType === "granular" || mapType === "atomic";
  const isObject = place.isRoot || schema["x-kubernetes-embedded-resource"] === true;
  const isMeta = isObject && metaFields.has(key);
  return {
    path: `${place.path}.properties[${key}]`,
    isRoot: false,
    noDefaults: isMeta && place.isRoot ? `in top-level ${key}` : place.noDefaults,
    insideMeta: place.insideMeta || isMeta,
    uncorrelatable: place.uncorrelatable ?? (followed ? undefined : place.path),
    rules: place.rules?.property(key, property),
  };
}
