/** What makes a Job fail or succeed before its Pods are through. Source: validatePodFailurePolicy, validateSuccessPolicy. */
import type { JobSpec, PodFailurePolicyRule, SuccessPolicyRule } from "../generated/types.ts";
import type { FieldError } from "../status.ts";
import {
  duplicate,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  tooLong,
  tooMany,
  type FieldErrors,
} from "./field-errors.ts";
import { parseIndexes } from "./job-indexes.ts";
import { qualifiedName } from "./names.ts";
import { nonNegative } from "./numbers.ts";

const rulesMax = 20;
const valuesMax = 255;
const indexesBytesMax = 64 * 1024;
const actions = ["Count", "FailIndex", "FailJob", "Ignore"];
const operators = ["In", "NotIn"];
const statuses = ["False", "True", "Unknown"];

/** The value is a choice of the list: `valid values: ["In" "NotIn"]` where it is missing. */
function choice(
  field: string,
  value: string | undefined,
  supported: readonly string[],
): readonly FieldError[] {
  if (!value) {
    const list = supported.map((text) => `"${text}"`).join(" ");
    return [required(field, `valid values: [${list}]`)];
  }
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

function invalidRule(field: string, detail: string): FieldError {
  return { type: "FieldValueInvalid", field, message: `Invalid value: ${detail}` };
}

export function validateFailurePolicy(errors: FieldErrors, path: string, spec: JobSpec): void {
  const rules = spec.podFailurePolicy?.rules ?? [];
  if (rules.length > rulesMax) errors.push(tooMany(`${path}.rules`, rules.length, rulesMax));
  for (const [index, rule] of rules.entries()) {
    validateFailureRule(errors, `${path}.rules[${index}]`, { rule, spec });
  }
}

interface RuleContext {
  readonly rule: PodFailurePolicyRule;
  readonly spec: JobSpec;
}

function validateFailureRule(errors: FieldErrors, path: string, context: RuleContext): void {
  const { rule, spec } = context;
  if (rule.action === "FailIndex") {
    if (spec.backoffLimitPerIndex === undefined) {
      const message = "requires the backoffLimitPerIndex to be set";
      errors.push(invalidValue(`${path}.action`, rule.action, message));
    }
  } else errors.push(...choice(`${path}.action`, rule.action, actions));
  if (rule.onExitCodes) validateExitCodes(errors, `${path}.onExitCodes`, context);
  const patterns = rule.onPodConditions ?? [];
  const at = `${path}.onPodConditions`;
  if (patterns.length > rulesMax) errors.push(tooMany(at, patterns.length, rulesMax));
  for (const [index, { type = "", status }] of patterns.entries()) {
    errors.push(...invalidAll(`${at}[${index}].type`, type, qualifiedName(type)));
    errors.push(...choice(`${at}[${index}].status`, status, statuses));
  }
  if (rule.onExitCodes && patterns.length > 0) {
    const detail = "specifying both OnExitCodes and OnPodConditions is not supported";
    errors.push(invalidRule(path, detail));
  } else if (!rule.onExitCodes && patterns.length === 0) {
    const detail = "specifying one of OnExitCodes and OnPodConditions is required";
    errors.push(invalidRule(path, detail));
  }
}

function validateExitCodes(errors: FieldErrors, path: string, context: RuleContext): void {
  const codes = context.rule.onExitCodes;
  if (!codes) return;
  errors.push(...choice(`${path}.operator`, codes.operator, operators));
  const { containers, initContainers } = context.spec.template?.spec ?? { containers: [] };
  const names = [...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name);
  if (codes.containerName !== undefined && !names.includes(codes.containerName)) {
    errors.push(
      invalidValue(
        `${path}.containerName`,
        codes.containerName,
        "must be one of the container or initContainer names in the pod template",
      ),
    );
  }
  const values = codes.values ?? [];
  if (values.length === 0) {
    errors.push(invalidValue(`${path}.values`, codes.values, "at least one value is required"));
  } else if (values.length > valuesMax) {
    errors.push(tooMany(`${path}.values`, values.length, valuesMax));
  }
  for (const [index, value] of values.entries()) {
    const at = `${path}.values[${index}]`;
    if (codes.operator === "In" && value === 0) {
      errors.push(invalidValue(at, value, "must not be 0 for the In operator"));
    }
    if (values.indexOf(value) < index) errors.push(duplicate(at, value));
  }
  if (values.some((value, index) => index > 0 && (values[index - 1] ?? value) > value)) {
    errors.push(invalidValue(`${path}.values`, values, "must be ordered"));
  }
}

export function validateSuccessPolicy(errors: FieldErrors, path: string, spec: JobSpec): void {
  const rules = spec.successPolicy?.rules ?? [];
  if (rules.length === 0) {
    const detail = "at least one rules must be specified when the successPolicy is specified";
    errors.push(required(`${path}.rules`, detail));
  }
  if (rules.length > rulesMax) errors.push(tooMany(`${path}.rules`, rules.length, rulesMax));
  for (const [index, rule] of rules.entries()) {
    validateSuccessRule(errors, `${path}.rules[${index}]`, {
      rule,
      completions: spec.completions ?? 0,
    });
  }
}

function validateSuccessRule(
  errors: FieldErrors,
  path: string,
  context: { readonly rule: SuccessPolicyRule; readonly completions: number },
): void {
  const { rule, completions } = context;
  const { succeededCount, succeededIndexes } = rule;
  if (succeededCount === undefined && succeededIndexes === undefined) {
    const detail = "at least one of succeededCount or succeededIndexes must be specified";
    errors.push(required(path, detail));
  }
  let total: number | undefined;
  if (succeededIndexes !== undefined) {
    const at = `${path}.succeededIndexes`;
    if (succeededIndexes.length > indexesBytesMax) errors.push(tooLong(at, indexesBytesMax));
    const parsed = parseIndexes(succeededIndexes, completions);
    total = parsed.total;
    if (parsed.fault !== undefined) {
      const message = `error parsing succeededIndexes: ${parsed.fault}`;
      errors.push(invalidValue(at, succeededIndexes, message));
    }
  }
  if (succeededCount === undefined) return;
  const at = `${path}.succeededCount`;
  errors.push(...nonNegative(at, succeededCount));
  if (succeededCount > completions) {
    const message = `must be less than or equal to ${completions} (the number of specified completions)`;
    errors.push(invalidValue(at, succeededCount, message));
  }
  if (total !== undefined && succeededCount > total) {
    const message = `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`;
    errors.push(invalidValue(at, succeededCount, message));
  }
}
