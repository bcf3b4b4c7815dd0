/** Who writes the status of a request for a certificate signs it, and does not decide on it (pkg/registry/certificates, csrStatusStrategy). */
import type { CertificateSigningRequest } from "../generated/types.ts";

type Condition = NonNullable<
  NonNullable<CertificateSigningRequest["status"]>["conditions"]
>[number];

const isDecision = ({ type }: Condition): boolean => type === "Approved" || type === "Denied";

/** `next` with the decisions of `previous`, and no others. */
export function withDecisionsOf(
  next: CertificateSigningRequest,
  previous: CertificateSigningRequest,
): CertificateSigningRequest {
  const before = (previous.status?.conditions ?? []).filter(isDecision);
  const after = next.status?.conditions ?? [];
  const same =
    before.length === after.filter(isDecision).length &&
    before.every((condition) => after.includes(condition));
  if (same) return next;
  const conditions = [...before, ...after.filter((condition) => !isDecision(condition))];
  return { ...next, status: { ...next.status, conditions } };
}
