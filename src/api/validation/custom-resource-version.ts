/** The parts of a CustomResourceDefinition that each version may have for itself: schema, subresources, columns, selectable fields. */
import type { CustomResourceDefinitionVersion } from "../generated/types.ts";
import { checkDefinitionSchema, type WideSchema } from "../structural-schema/definition-rules.ts";
import { validateDefaults } from "../structural-schema/default-rules.ts";
import { parseFieldPath } from "../structural-schema/field-path.ts";
import { mentionsRules } from "../structural-schema/rule-loading.ts";
import type { JsonSchema } from "../structural-schema/schema.ts";
import { isNothing, validateStructural } from "../structural-schema/structural-rules.ts";
import { unsupportedField } from "../structural-schema/unsupported.ts";
import {
  duplicate,
  forbiddenField,
  invalidValue,
  required,
  tooMany,
  type FieldErrors,
} from "./field-errors.ts";
import { same } from "./same.ts";

type Version = CustomResourceDefinitionVersion;

const deprecationLengthMax = 256;
const selectableFieldsMax = 8;

export function validateDeprecation(errors: FieldErrors, path: string, version: Version): void {
  const { deprecated, deprecationWarning: text } = version;
  if (text === undefined) return;
  const refuse = (why: string): void => {
    errors.push(invalidValue(`${path}.deprecationWarning`, text, why));
  };
  if (deprecated !== true) {
    refuse("can only be set for deprecated versions");
    return;
  }
  if (new TextEncoder().encode(text).length > deprecationLengthMax) {
    refuse(`must be <= ${deprecationLengthMax} characters long`);
  }
  if (text === "") refuse("must not be an empty string");
  const odd = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(text);
  if (odd === null) return;
  const index = new TextEncoder().encode(text.slice(0, odd.index)).length;
  refuse(
    `must only contain printable UTF-8 characters; non-printable character found at index ${index}`,
  );
}

/** By the names of Kubernetes' Go fields, as its error lists them. */
const allowedAtRoot: Readonly<Record<string, string>> = {
  description: "Description",
  type: "Type",
  format: "Format",
  title: "Title",
  maximum: "Maximum",
  exclusiveMaximum: "ExclusiveMaximum",
  minimum: "Minimum",
  exclusiveMinimum: "ExclusiveMinimum",
  maxLength: "MaxLength",
  minLength: "MinLength",
  pattern: "Pattern",
  maxItems: "MaxItems",
  minItems: "MinItems",
  uniqueItems: "UniqueItems",
  multipleOf: "MultipleOf",
  required: "Required",
  items: "Items",
  properties: "Properties",
  externalDocs: "ExternalDocs",
  example: "Example",
  "x-kubernetes-preserve-unknown-fields": "XPreserveUnknownFields",
  "x-kubernetes-validations": "XValidations",
};

/** `path` is that of the validation around the schema. */
export function validateSchema(
  errors: FieldErrors,
  path: string,
  args: {
    readonly version: Version;
    readonly hasStatus: boolean;
    /** The version as it was; undefined on creation. */
    readonly previous: Version | undefined;
    readonly toleratesItems: boolean;
  },
): void {
  const { version, hasStatus, previous, toleratesItems } = args;
  const schema = version.schema?.openAPIV3Schema as WideSchema | undefined;
  if (!schema) return;
  const at = `${path}.openAPIV3Schema`;
  const found: FieldErrors = [];
  if (hasStatus) checkRoot(found, at, schema);
  if (schema.nullable === true) {
    found.push(forbiddenField(`${at}.nullable`, "nullable cannot be true at the root"));
  }
  const unsupported = unsupportedField(schema);
  let inOrder = unsupported === undefined;
  if (inOrder) {
    const structural = schema as JsonSchema;
    const before = found.length;
    validateStructural(found, at, structural);
    if (found.length === before) validateDefaults(found, at, structural);
    inOrder = found.length === before;
  }
  const withRules = inOrder && mentionsRules(schema);
  const unchanged = previous !== undefined && same(version.schema, previous.schema);
  found.push(...checkDefinitionSchema(schema, at, { withRules, unchanged, toleratesItems }));
  if (found.length === 0 && unsupported !== undefined) {
    found.push(invalidValue(at, "", unsupported));
  }
  errors.push(...found);
}

/** The status is validated by `properties.status` alone: the root may say nothing that would be lost. */
function checkRoot(errors: FieldErrors, path: string, schema: WideSchema): void {
  for (const [field, value] of Object.entries(schema)) {
    if (isNothing(value)) continue;
    if (field === "type" && value !== "object") {
      const message =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
      errors.push(invalidValue(`${path}.type`, value, message));
      return;
    }
    if (Object.hasOwn(allowedAtRoot, field)) continue;
    const names = Object.values(allowedAtRoot).join(" ");
    const message = `only [${names}] fields are allowed at the root of the schema if the status subresource is enabled`;
    errors.push(invalidValue(path, schema, message));
    return;
  }
}

export function validateSubresources(
  errors: FieldErrors,
  path: string,
  { subresources }: Version,
): void {
  const { scale } = subresources ?? {};
  if (!scale) return;
  for (const [field, prefix] of [
    ["specReplicasPath", ".spec"],
    ["statusReplicasPath", ".status"],
  ] as const) {
    const at = `${path}.scale.${field}`;
    const value = scale[field] ?? "";
    if (value === "") errors.push(required(at));
    else if (!value.startsWith(".")) errors.push(notSimple(at, value));
    else if (!value.startsWith(`${prefix}.`)) {
      errors.push(invalidValue(at, value, `should be a json path under ${prefix}`));
    }
  }
  const { labelSelectorPath: selector } = scale;
  if (!selector) return;
  const at = `${path}.scale.labelSelectorPath`;
  if (!selector.startsWith(".")) errors.push(notSimple(at, selector));
  else if (!/^\.(spec|status)\./.test(selector)) {
    const message = "should be a json path under either .spec or .status";
    errors.push(invalidValue(at, selector, message));
  }
}

function notSimple(path: string, value: string): FieldErrors[number] {
  return invalidValue(path, value, "must be a simple json path starting with .");
}

const columnTypes = ["boolean", "date", "integer", "number", "string"];
const columnFormats = [
  "byte",
  "date",
  "date-time",
  "double",
  "float",
  "int32",
  "int64",
  "password",
];

export function validateColumns(
  errors: FieldErrors,
  path: string,
  { additionalPrinterColumns = [] }: Version,
): void {
  for (const [index, { name, type, format, jsonPath }] of additionalPrinterColumns.entries()) {
    const at = `${path}[${index}]`;
    if (!name) errors.push(required(`${at}.name`));
    const types = `must be one of ${columnTypes.join(",")}`;
    if (!type) errors.push(required(`${at}.type`, types));
    else if (!columnTypes.includes(type)) errors.push(invalidValue(`${at}.type`, type, types));
    if (format && !columnFormats.includes(format)) {
      const message = `must be one of ${columnFormats.join(",")}`;
      errors.push(invalidValue(`${at}.format`, format, message));
    }
    if (!jsonPath) errors.push(required(`${at}.JSONPath`));
    else if (!jsonPath.startsWith(".")) errors.push(notSimple(`${at}.JSONPath`, jsonPath));
  }
}

export function validateSelectableFields(
  errors: FieldErrors,
  path: string,
  { version, previous }: { readonly version: Version; readonly previous: Version | undefined },
): void {
  const { selectableFields = [], schema } = version;
  const root = schema?.openAPIV3Schema as JsonSchema | undefined;
  if (selectableFields.length === 0 || !root) return;
  const seen = new Set<string>();
  for (const [index, { jsonPath }] of selectableFields.entries()) {
    const at = `${path}[${index}].jsonPath`;
    if (!jsonPath) {
      errors.push(required(at));
      continue;
    }
    const parsed = parseFieldPath(jsonPath, root, { arrayNotation: false });
    if (!parsed.ok) {
      errors.push(invalidValue(at, jsonPath, `is an invalid path: ${parsed.error}`));
      continue;
    }
    if (parsed.steps[0] === "metadata") {
      errors.push(invalidValue(at, jsonPath, "must not point to fields in metadata"));
    }
    if (!["string", "boolean", "integer"].includes(parsed.schema.type ?? "")) {
      const message =
        "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.";
      errors.push(invalidValue(at, jsonPath, message));
    }
    if (seen.has(parsed.path)) errors.push(duplicate(at, jsonPath));
    seen.add(parsed.path);
  }
  const before = previous?.selectableFields ?? [];
  const kept = before.length > selectableFieldsMax && same(before, selectableFields);
  if (seen.size > selectableFieldsMax && !kept) {
    errors.push(tooMany(path, seen.size, selectableFieldsMax));
  }
}
