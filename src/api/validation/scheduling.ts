/** Where a Pod may run: tolerations, taints, spread constraints. Affinity is in affinity.ts. Source: pkg/apis/core/validation. */
import type {
  LabelSelector,
  Taint,
  Toleration,
  TopologySpreadConstraint,
} from "../generated/types.ts";
import type { FieldError } from "../status.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateLabelSelector } from "./metadata.ts";
import { qualifiedName, validLabelValue } from "./names.ts";
import { optionalOneOf } from "./numbers.ts";

const taintEffects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

export function validateTolerations(
  errors: FieldErrors,
  path: string,
  tolerations: readonly Toleration[] | undefined,
): void {
  for (const [index, toleration] of (tolerations ?? []).entries()) {
    const at = `${path}[${index}]`;
    const { key, effect, tolerationSeconds } = toleration;
    const operator = toleration.operator ?? "";
    if (key) errors.push(...invalidAll(`${at}.key`, key, qualifiedName(key)));
    else if (operator !== "Exists") {
      errors.push(
        invalidValue(
          `${at}.operator`,
          operator,
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      );
    }
    if (tolerationSeconds !== undefined && effect !== "NoExecute") {
      errors.push(
        invalidValue(
          `${at}.effect`,
          effect ?? "",
          "effect must be 'NoExecute' when `tolerationSeconds` is set",
        ),
      );
    }
    errors.push(...tolerationValue(`${at}.operator`, operator, toleration.value ?? ""));
    if (effect) errors.push(...optionalOneOf(`${at}.effect`, effect, taintEffects));
  }
}

function tolerationValue(field: string, operator: string, value: string): readonly FieldError[] {
  switch (operator) {
    case "":
    case "Equal": {
      const messages = validLabelValue(value);
      return messages.length === 0 ? [] : [invalidValue(field, value, messages.join(";"))];
    }
    case "Exists":
      return value === ""
        ? []
        : [invalidValue(field, value, "value must be empty when `operator` is 'Exists'")];
    case "Lt":
    case "Gt":
      // TaintTolerationComparisonOperators is off in 1.36, and yet the words name them.
      return [notSupported(field, operator, ["Equal", "Exists", "Lt", "Gt"])];
    default:
      return [notSupported(field, operator, ["Equal", "Exists"])];
  }
}

export function validateTaints(
  errors: FieldErrors,
  path: string,
  taints: readonly Taint[] | undefined,
): void {
  const seen = new Set<string>();
  for (const [index, taint] of (taints ?? []).entries()) {
    const at = `${path}[${index}]`;
    const key = taint.key ?? "";
    errors.push(...invalidAll(`${at}.key`, key, qualifiedName(key)));
    const messages = validLabelValue(taint.value ?? "");
    if (messages.length > 0) {
      errors.push(invalidValue(`${at}.value`, taint.value, messages.join(";")));
    }
    if (!taint.effect) errors.push(required(`${at}.effect`));
    else errors.push(...optionalOneOf(`${at}.effect`, taint.effect, taintEffects));
    const pair = `${key}:${taint.effect ?? ""}`;
    if (seen.has(pair)) {
      const { message, ...error } = duplicate(at, goValue("core.Taint", taint));
      errors.push({
        ...error,
        message: `${message}: taints must be unique by key and effect pair`,
      });
    }
    seen.add(pair);
  }
}

export function validateSpreadConstraints(
  errors: FieldErrors,
  path: string,
  constraints: readonly TopologySpreadConstraint[] | undefined,
): void {
  if (!constraints) return;
  for (const [index, constraint] of constraints.entries()) {
    const at = `${path}[${index}]`;
    const { maxSkew, minDomains } = constraint;
    const topologyKey = constraint.topologyKey ?? "";
    const action = constraint.whenUnsatisfiable ?? "";
    if (!(maxSkew > 0)) {
      errors.push(invalidValue(`${at}.maxSkew`, maxSkew ?? 0, "must be greater than zero"));
    }
    if (!topologyKey) errors.push(required(`${at}.topologyKey`, "can not be empty"));
    errors.push(
      ...optionalOneOf(`${at}.whenUnsatisfiable`, action, ["DoNotSchedule", "ScheduleAnyway"]),
    );
    const repeated = constraints
      .slice(index + 1)
      .some(
        (other) =>
          (other.topologyKey ?? "") === topologyKey && (other.whenUnsatisfiable ?? "") === action,
      );
    if (repeated) {
      errors.push(
        duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${action}}`),
      );
    }
    if (minDomains !== undefined) {
      if (minDomains <= 0) {
        errors.push(invalidValue(`${at}.minDomains`, minDomains, "must be greater than zero"));
      }
      if (action !== "DoNotSchedule") {
        errors.push(
          invalidValue(
            `${at}.minDomains`,
            minDomains,
            `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`,
          ),
        );
      }
    }
    for (const field of ["nodeAffinityPolicy", "nodeTaintsPolicy"] as const) {
      errors.push(...optionalOneOf(`${at}.${field}`, constraint[field], ["Honor", "Ignore"]));
    }
    validateMatchLabelKeys(errors, at, constraint);
    validateLabelSelector(errors, `${at}.labelSelector`, constraint.labelSelector);
  }
}

function validateMatchLabelKeys(
  errors: FieldErrors,
  path: string,
  constraint: TopologySpreadConstraint,
): void {
  const { matchLabelKeys, labelSelector } = constraint;
  if (!matchLabelKeys?.length) return;
  if (!labelSelector) {
    const detail = "must not be specified when labelSelector is not set";
    errors.push(forbiddenField(`${path}.matchLabelKeys`, detail));
    return;
  }
  for (const [index, key] of matchLabelKeys.entries()) {
    errors.push(...invalidAll(`${path}.matchLabelKeys[${index}]`, key, qualifiedName(key)));
  }
  validateSelectedOnce(errors, path, { labelSelector, matchLabelKeys });
}

/**
 * A selector may not name what matchLabelKeys name. By the time of this check their values are in the selector already, so
 * that a key must not be there twice. The index is the key's; the path, as in Kubernetes, is that of the whole.
 */
export function validateSelectedOnce(
  errors: FieldErrors,
  path: string,
  context: {
    readonly labelSelector: LabelSelector;
    readonly matchLabelKeys: readonly string[] | undefined;
  },
): void {
  const { labelSelector, matchLabelKeys = [] } = context;
  const selected = new Set(Object.keys(labelSelector.matchLabels ?? {}));
  for (const { key } of labelSelector.matchExpressions ?? []) {
    const index = matchLabelKeys.lastIndexOf(key);
    if (index >= 0 && selected.has(key)) {
      const message = "exists in both matchLabelKeys and labelSelector";
      errors.push(invalidValue(`${path}[${index}]`, key, message));
    }
    selected.add(key);
  }
}
