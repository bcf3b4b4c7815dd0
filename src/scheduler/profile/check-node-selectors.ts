/** What is wrong with the node selectors of a profile's added affinity, as component-helpers' nodeaffinity reads them. */
import type { NodeAffinity, NodeSelectorTerm } from "../../api/generated/types.ts";
import { labelKeyErrors, labelValueErrors } from "../../api/label-syntax.ts";
import { invalidValue, notSupported } from "../../api/validation/field-errors.ts";
import type { FieldErrors } from "../../api/validation/field-errors.ts";

const operators = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];
const fieldOperators = ["In", "NotIn"];

/** Files are not bound to name all that the API requires. */
interface Requirement {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** Terms that say nothing match nothing and are not looked at; nor is a preference without weight. */
export function checkNodeSelectors(
  errors: FieldErrors,
  path: string,
  affinity: NodeAffinity,
): void {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required,
    preferredDuringSchedulingIgnoredDuringExecution: preferred = [],
  } = affinity;
  for (const [i, term] of (required?.nodeSelectorTerms ?? []).entries()) {
    const at = `${path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${i}]`;
    checkTerm(errors, at, term);
  }
  for (const [i, { weight, preference }] of preferred.entries()) {
    if (!weight) continue;
    checkTerm(
      errors,
      `${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`,
      preference ?? {},
    );
  }
}

function checkTerm(errors: FieldErrors, path: string, term: NodeSelectorTerm): void {
  for (const [i, each] of (term.matchExpressions ?? []).entries()) {
    checkExpression(errors, `${path}.matchExpressions[${i}]`, each);
  }
  const fields: readonly Requirement[] = term.matchFields ?? [];
  for (const [i, { operator = "", values = [] }] of fields.entries()) {
    const at = `${path}.matchFields[${i}]`;
    if (!fieldOperators.includes(operator)) {
      errors.push(notSupported(`${at}.operator`, operator, fieldOperators));
    } else if (values.length !== 1) {
      errors.push(invalidValue(`${at}.values`, values, "must have one element"));
    }
  }
}

function checkExpression(errors: FieldErrors, path: string, requirement: Requirement): void {
  const { key = "", operator = "", values = [] } = requirement;
  if (!operators.includes(operator)) {
    errors.push(notSupported(`${path}.operator`, operator, operators));
    return;
  }
  const ofKey = labelKeyErrors(key);
  if (ofKey.length > 0) errors.push(invalidValue(`${path}.key`, key, ofKey.join("; ")));
  const count = countFault(operator, values.length);
  if (count !== undefined) errors.push(invalidValue(`${path}.values`, values, count));
  for (const [i, value] of values.entries()) {
    if ((operator !== "Gt" && operator !== "Lt") || isInteger(value)) continue;
    const detail = "for 'Gt', 'Lt' operators, the value must be an integer";
    errors.push(invalidValue(`${path}.values[${i}]`, value, detail));
  }
  for (const [i, value] of values.entries()) {
    const faults = labelValueErrors(value);
    if (faults.length === 0) continue;
    errors.push(invalidValue(`${path}.values[${i}][${key}]`, value, faults.join("; ")));
  }
}

function countFault(operator: string, count: number): string | undefined {
  if (operator === "In" || operator === "NotIn") {
    return count > 0 ? undefined : "for 'in', 'notin' operators, values set can't be empty";
  }
  if (operator === "Gt" || operator === "Lt") {
    return count === 1 ? undefined : "for 'Gt', 'Lt' operators, exactly one value is required";
  }
  return count === 0 ? undefined : "values set must be empty for exists and does not exist";
}

/** What Go's ParseInt(text, 10, 64) takes. */
function isInteger(text: string): boolean {
  if (!/^[+-]?[0-9]+$/.test(text)) return false;
  const value = BigInt(text.replace(/^\+/, ""));
  return BigInt.asIntN(64, value) === value;
}
