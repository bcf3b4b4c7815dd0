/**
 * Who writes the status of a request for a certificate signs it, and does not decide on it (pkg/registry/certificates,
 * csrStatusStrategy; pkg/apis/certificates/validation).
 */
import type { CertificateSigningRequest } from "../generated/types.ts";
import { type FieldErrors, forbiddenField } from "../validation/field-errors.ts";

type Condition = NonNullable<
  NonNullable<CertificateSigningRequest["status"]>["conditions"]
>[number];

const decisions = ["Approved", "Denied"];

/** `next` with the decisions of `previous` in its own order; those that were added or taken away are left to validation. */
export function withDecisionsOf(
  next: CertificateSigningRequest,
  previous: CertificateSigningRequest,
): CertificateSigningRequest {
  const before = previous.status?.conditions ?? [];
  const after = next.status?.conditions ?? [];
  const kept = new Map<Condition, Condition>();
  for (const decision of decisions) {
    const old = before.filter(({ type }) => type === decision);
    const now = after.filter(({ type }) => type === decision);
    if (old.length !== now.length) continue;
    for (const [i, condition] of now.entries()) kept.set(condition, old[i] ?? condition);
  }
  if (after.every((condition) => (kept.get(condition) ?? condition) === condition)) return next;
  const conditions = after.map((condition) => kept.get(condition) ?? condition);
  return { ...next, status: { ...next.status, conditions } };
}

/** Nobody decides by way of the status, nor takes back what was decided or has failed. */
export function validateDecisionsKept(
  errors: FieldErrors,
  next: CertificateSigningRequest,
  previous: CertificateSigningRequest,
): void {
  const count = (request: CertificateSigningRequest, wanted: string): number =>
    (request.status?.conditions ?? []).filter(({ type }) => type === wanted).length;
  for (const type of [...decisions, "Failed"]) {
    const change = count(next, type) - count(previous, type);
    if (change < 0)
      errors.push(
        forbiddenField("status.conditions", `updates may not remove a condition of type "${type}"`),
      );
    if (change > 0 && type !== "Failed")
      errors.push(
        forbiddenField("status.conditions", `updates may not add a condition of type "${type}"`),
      );
  }
}
