/** The rules of a definition's schema: their texts, whether they compile, and where oldSelf may be used (apiextensions validation.go). */
import {
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "../validation/field-errors.ts";
import { goValue } from "../validation/go-form.ts";
import type { SchemaErrors, SchemaPlace } from "./definition-rules.ts";
import { parseFieldPath } from "./field-path.ts";
import type { RuleContext } from "./rule-engine.ts";
import type { JsonSchema, ValidationRule } from "./schema.ts";

const reasons = [
  "FieldValueDuplicate",
  "FieldValueForbidden",
  "FieldValueInvalid",
  "FieldValueRequired",
];

const hasNewlines = (text: string): boolean => /[\n\r]/.test(text);

export function checkRuleForm(
  errors: FieldErrors,
  schema: JsonSchema,
  { path }: Pick<SchemaPlace, "path">,
): void {
  for (const [index, rule] of (schema["x-kubernetes-validations"] ?? []).entries()) {
    checkTexts(errors, `${path}.x-kubernetes-validations[${index}]`, rule);
    checkFieldPath(errors, `${path}.x-kubernetes-validations[${index}]`, { rule, schema });
  }
}

function checkTexts(errors: FieldErrors, path: string, rule: ValidationRule): void {
  const { message = "", messageExpression = "", reason } = rule;
  const text = (rule.rule ?? "").trim();
  const told = message.trim();
  if (text === "") errors.push(required(`${path}.rule`, "rule is not specified"));
  else if (message !== "" && told === "") {
    errors.push(invalidValue(`${path}.message`, message, "must be non-empty if specified"));
  } else if (hasNewlines(told)) {
    errors.push(invalidValue(`${path}.message`, message, "must not contain line breaks"));
  } else if (hasNewlines(text) && told === "") {
    const why = "message must be specified if rule contains line breaks";
    errors.push(required(`${path}.message`, why));
  }
  if (messageExpression !== "" && messageExpression.trim() === "") {
    const why = "messageExpression must be non-empty if specified";
    errors.push(required(`${path}.messageExpression`, why));
  }
  if (reason !== undefined && !reasons.includes(reason)) {
    errors.push(notSupported(`${path}.reason`, reason, reasons));
  }
}

function checkFieldPath(
  errors: FieldErrors,
  path: string,
  { rule, schema }: { readonly rule: ValidationRule; readonly schema: JsonSchema },
): void {
  const { fieldPath = "" } = rule;
  if (fieldPath === "") return;
  const refuse = (why: string): void => {
    errors.push(invalidValue(`${path}.fieldPath`, fieldPath, why));
  };
  if (fieldPath.trim() === "") refuse("must be non-empty if specified");
  if (hasNewlines(fieldPath)) refuse("must not contain line breaks");
  if (!parseFieldPath(fieldPath, schema).ok) refuse("must be a valid path");
}

const ruleType = "apiextensions.ValidationRule";

export function checkCompiledRules(
  { rules: errors, costs }: Pick<SchemaErrors, "rules" | "costs">,
  schema: JsonSchema,
  place: SchemaPlace & { readonly rules: RuleContext },
): void {
  const base = `${place.path}.x-kubernetes-validations`;
  const compiled = place.rules.compile(schema);
  if (!compiled) {
    const why = "internal error: failed to retrieve type information for x-kubernetes-validations";
    errors.push({ type: "InternalError", field: base, message: `Internal error: ${why}` });
    return;
  }
  for (const [index, found] of compiled.entries()) {
    const path = `${base}[${index}]`;
    const { rule, error, messageError, usesOldSelf } = found;
    const cost = place.rules.costOf(found);
    costs.observe(errors, `${path}.rule`, { what: "estimated rule cost", cost: cost.rule });
    if (error !== undefined)
      errors.push(invalidValue(`${path}.rule`, goValue(ruleType, rule), error));
    if (messageError !== undefined) {
      errors.push(invalidValue(`${path}.messageExpression`, goValue(ruleType, rule), messageError));
    } else if (found.message) {
      const what = "estimated messageExpression cost";
      costs.observe(errors, `${path}.messageExpression`, { what, cost: cost.message });
    }
    if (usesOldSelf && place.uncorrelatable !== undefined) {
      const why = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.uncorrelatable}`;
      errors.push(invalidValue(`${path}.rule`, rule.rule, why));
    } else if (!usesOldSelf && rule.optionalOldSelf !== undefined) {
      const why = "may not be set if oldSelf is not used in rule";
      errors.push(invalidValue(`${path}.optionalOldSelf`, rule.optionalOldSelf, why));
    }
  }
}
