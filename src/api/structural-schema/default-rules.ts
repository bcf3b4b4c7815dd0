/** Defaults in a schema: known to it, valid by it, metadata in form, rules kept (apiextensions-apiserver, pkg/apiserver/schema/defaulting/validation.go). */
import { jsonEqual } from "../patch/members.ts";
import { invalidValue, type FieldErrors } from "../validation/field-errors.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { coerceEmbedded, validateEmbedded } from "./object-meta.ts";
import { pruneValue } from "./prune.ts";
import { mentionsRules, ruleEngine } from "./rule-loading.ts";
import { metaFields, resourceRoot, type JsonSchema } from "./schema.ts";
import { validateValue } from "./validate-value.ts";

export function validateDefaults(errors: FieldErrors, path: string, schema: JsonSchema): void {
  const root = resourceRoot(schema);
  visit(errors, path, { schema: root, insideMeta: false, isRoot: true, root, around: same });
}

interface Node {
  readonly schema: JsonSchema;
  /** Within apiVersion, kind or metadata of an object: the API has rules of its own there. */
  readonly insideMeta: boolean;
  readonly isRoot: boolean;
  /** The nearest schema of a whole object. */
  readonly root: JsonSchema;
  /** The object that has nothing but a value of this node. */
  readonly around: (value: JsonValue) => JsonValue;
}

function same(value: JsonValue): JsonValue {
  return value;
}

function visit(errors: FieldErrors, path: string, node: Node): void {
  const { schema } = node;
  const embedded = schema["x-kubernetes-embedded-resource"] === true;
  const own = embedded ? { ...node, insideMeta: false, root: schema, around: same } : node;
  if (schema.default !== undefined && schema.default !== null) {
    checkDefault(errors, `${path}.default`, own);
  }
  if (schema.items) {
    const around = (value: JsonValue): JsonValue => own.around([value]);
    visit(errors, `${path}.items`, { ...own, schema: schema.items, isRoot: false, around });
  }
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    visit(errors, `${path}.properties[${key}]`, {
      ...own,
      schema: property,
      insideMeta: own.insideMeta || (embedded && metaFields.has(key)),
      isRoot: false,
      around: (value) => own.around({ [key]: value }),
    });
  }
}

function checkDefault(errors: FieldErrors, path: string, node: Node): void {
  const { schema, insideMeta, isRoot } = node;
  const value = schema.default as JsonValue;
  if (insideMeta) {
    const fault = metadataFault(node, value);
    if (fault !== undefined) {
      errors.push(invalidValue(path, value, `must result in valid metadata: ${fault}`));
      return;
    }
  } else {
    const found: FieldErrors = [];
    const coerced = coerceEmbedded(found, value, { schema, path, drop: false });
    if (!jsonEqual(pruneValue(value, schema).value, value)) {
      errors.push(invalidValue(path, coerced.value, "must not have unknown fields"));
    }
    if (found.length === 0) validateEmbedded(found, value, { schema, path });
    if (found.length > 0) {
      errors.push(...found);
      return;
    }
  }
  const faults = validateValue(value, schema, { path });
  errors.push(...faults);
  if (faults.length > 0 || !mentionsRules(schema)) return;
  const rules = ruleEngine().compileRules(schema, isRoot);
  const unchanged = rules.validateNow(value, value, { path }).errors;
  // Rules with an optional oldSelf may hold for a change and not for a creation.
  errors.push(
    ...(unchanged.length > 0 ? unchanged : rules.validateNow(value, undefined, { path }).errors),
  );
}

const typeMeta = { kind: "Validation", apiVersion: "validation/v1" };

/** What is wrong with the metadata of an object that has the default. */
function metadataFault({ root, around }: Node, value: JsonValue): string | undefined {
  const object = { ...typeMeta, ...(around(value) as JsonObject) };
  const schema = { ...root, "x-kubernetes-embedded-resource": true } as JsonSchema;
  const found: FieldErrors = [];
  coerceEmbedded(found, object, { schema, path: "", drop: false });
  if (found.length === 0) validateEmbedded(found, object, { schema, path: "" });
  if (found.length === 0) return undefined;
  const texts = [...new Set(found.map(({ field, message }) => `${field}: ${message}`))];
  return texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
}
