/** Conditions of the form that all kinds share. Source: apimachinery, pkg/apis/meta/v1/validation (ValidateConditions). */
import type { Condition } from "../generated/types.ts";
import {
  duplicate,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { utf8Length } from "../utf8.ts";
import { qualifiedName } from "./names.ts";

const reasonBytesMax = 1024;
const messageBytesMax = 32 * 1024;
const reasonFormat = /^[A-Za-z](?:[A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const reasonMessage =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', " +
  "and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  " +
  "or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";

export function validateConditions(
  errors: FieldErrors,
  path: string,
  conditions: readonly Condition[] | undefined,
): void {
  const types = new Set<string>();
  for (const [index, condition] of (conditions ?? []).entries()) {
    const at = `${path}[${index}]`;
    const { type = "" } = condition as Partial<Condition>;
    if (types.has(type)) errors.push(duplicate(`${at}.type`, type));
    types.add(type);
    validateCondition(errors, at, condition);
  }
}

function validateCondition(errors: FieldErrors, path: string, condition: Partial<Condition>): void {
  const { type = "", status = "", reason = "", message = "", observedGeneration = 0 } = condition;
  errors.push(...invalidAll(`${path}.type`, type, qualifiedName(type)));
  const statuses = ["False", "True", "Unknown"];
  if (!statuses.includes(status)) errors.push(notSupported(`${path}.status`, status, statuses));
  if (observedGeneration < 0) {
    const detail = "must be greater than or equal to zero";
    errors.push(invalidValue(`${path}.observedGeneration`, observedGeneration, detail));
  }
  if (!condition.lastTransitionTime) errors.push(required(`${path}.lastTransitionTime`));
  if (reason === "") errors.push(required(`${path}.reason`));
  else {
    if (!reasonFormat.test(reason)) {
      errors.push(invalidValue(`${path}.reason`, reason, reasonMessage));
    }
    if (utf8Length(reason) > reasonBytesMax) {
      errors.push(tooLong(`${path}.reason`, reasonBytesMax));
    }
  }
  if (utf8Length(message) > messageBytesMax) {
    errors.push(tooLong(`${path}.message`, messageBytesMax));
  }
}
