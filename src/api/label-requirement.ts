/** One requirement of a label selector, and its rules (apimachinery, pkg/labels: NewRequirement). */
import { labelKeyErrors, labelValueErrors } from "./label-syntax.ts";

export type LabelOperator = "=" | "==" | "!=" | "in" | "notin" | "exists" | "!" | "gt" | "lt";

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** Sorted by code unit, without duplicates. */
  readonly values: readonly string[];
}

/** What is wrong with a selector, in Kubernetes' words; label-selector.ts turns it into a StatusError. */
export class SelectorFault extends Error {}

/** Text as Go's %q prints it. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

/** Throws SelectorFault unless `key` may be a label's; `path` opens the message. */
export function checkKey(key: string, path: string): void {
  const errors = labelKeyErrors(key);
  if (errors.length > 0) {
    throw new SelectorFault(`${path}: Invalid value: ${quote(key)}: ${errors.join("; ")}`);
  }
}

/** What `gt` and `lt` compare. */
export const integer = /^[+-]?[0-9]+$/;

function valuesFault(operator: LabelOperator, values: readonly string[]): string | undefined {
  switch (operator) {
    case "in":
    case "notin":
      return values.length === 0
        ? "for 'in', 'notin' operators, values set can't be empty"
        : undefined;
    case "=":
    case "==":
    case "!=":
      return values.length === 1
        ? undefined
        : "exact-match compatibility requires one single value";
    case "exists":
    case "!":
      return values.length === 0
        ? undefined
        : "values set must be empty for exists and does not exist";
    case "gt":
    case "lt":
    default:
      if (values.length !== 1) return "for 'Gt', 'Lt' operators, exactly one value is required";
      return integer.test(values[0] ?? "")
        ? undefined
        : "for 'Gt', 'Lt' operators, the value must be an integer";
  }
}

/** A checked requirement; throws SelectorFault. */
export function requirementOf(
  key: string,
  operator: LabelOperator,
  given: readonly string[],
): LabelRequirement {
  const values = [...new Set(given)].sort();
  checkKey(key, "key");
  const faults: string[] = [];
  const fault = valuesFault(operator, values);
  if (fault !== undefined) {
    const shown = values.length === 0 ? "[]" : `[${values.map(quote).join(",")}]`;
    const path = fault.endsWith("must be an integer") ? "values[0]" : "values";
    const value = path === "values" ? shown : quote(values[0] ?? "");
    faults.push(`${path}: Invalid value: ${value}: ${fault}`);
  }
  for (const [index, value] of values.entries()) {
    const errors = labelValueErrors(value);
    if (errors.length > 0) {
      faults.push(`values[${index}][${key}]: Invalid value: ${quote(value)}: ${errors.join("; ")}`);
    }
  }
  if (faults.length > 0) {
    throw new SelectorFault(faults.length === 1 ? faults[0] : `[${faults.join(", ")}]`);
  }
  return { key, operator, values };
}
