/** What is reported of a ValidatingAdmissionPolicy. Source: pkg/apis/admissionregistration/validation (validateValidatingAdmissionPolicyStatus). */
import type { ValidatingAdmissionPolicy } from "../generated/types.ts";
import { validateConditions } from "./conditions.ts";
import { required, type FieldErrors } from "./field-errors.ts";

export function validatePolicyStatus(
  errors: FieldErrors,
  { status }: ValidatingAdmissionPolicy,
): void {
  const path = "status.typeChecking.expressionWarnings";
  for (const [index, given] of (status?.typeChecking?.expressionWarnings ?? []).entries()) {
    if (!given.warning) errors.push(required(`${path}[${index}].warning`));
    if (!given.fieldRef?.trim()) errors.push(required(`${path}[${index}].fieldRef`));
  }
  validateConditions(errors, "status.conditions", status?.conditions);
}
