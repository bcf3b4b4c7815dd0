/** Defaults in a schema: known to it, valid by it, metadata in form, rules kept (apiextensions-apiserver, pkg/apiserver/schema/defaulting/validation.go). */
import { jsonEqual } from "../patch/members.ts";
import { invalidValue, type FieldErrors } from "../validation/field-errors.ts";
import type { JsonValue } from "../json.ts";
import { coerceEmbedded, validateEmbedded } from "./object-meta.ts";
import { pruneValue } from "./prune.ts";
import { mentionsRules, ruleEngine } from "./rule-loading.ts";
import { metaFields, resourceRoot, type JsonSchema } from "./schema.ts";
import { validateValue } from "./validate-value.ts";

export function validateDefaults(errors: FieldErrors, path: string, schema: JsonSchema): void {
  visit(errors, path, { schema: resourceRoot(schema), insideMeta: false, isRoot: true });
}

interface Node {
  readonly schema: JsonSchema;
  /** Within apiVersion, kind or metadata of an object: the API has rules of its own there. */
  readonly insideMeta: boolean;
  readonly isRoot: boolean;
}

function visit(errors: FieldErrors, path: string, node: Node): void {
  const { schema } = node;
  const embedded = schema["x-kubernetes-embedded-resource"] === true;
  const insideMeta = embedded ? false : node.insideMeta;
  if (schema.default !== undefined && schema.default !== null) {
    checkDefault(errors, `${path}.default`, { ...node, insideMeta });
  }
  if (schema.items) {
    visit(errors, `${path}.items`, { schema: schema.items, insideMeta, isRoot: false });
  }
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const within = insideMeta || (embedded && metaFields.has(key));
    const below = { schema: property, insideMeta: within, isRoot: false };
    visit(errors, `${path}.properties[${key}]`, below);
  }
}

function checkDefault(
  errors: FieldErrors,
  path: string,
  { schema, insideMeta, isRoot }: Node,
): void {
  const value = schema.default as JsonValue;
  if (!insideMeta) {
    if (!jsonEqual(pruneValue(value, schema).value, value)) {
      errors.push(invalidValue(path, value, "must not have unknown fields"));
    }
    const found: FieldErrors = [];
    coerceEmbedded(found, value, { schema, path, drop: false });
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
  const unchanged = rules.validate(value, value, { path }).errors;
  // Rules with an optional oldSelf may hold for a change and not for a creation.
  errors.push(
    ...(unchanged.length > 0 ? unchanged : rules.validate(value, undefined, { path }).errors),
  );
}
