/**
 * The conditions of a request for a certificate: who writes its status signs it, and does not decide on it; both say when
 * (pkg/registry/certificates, csrStatusStrategy; pkg/apis/certificates/validation).
 */
import type { CertificateSigningRequest } from "../generated/types.ts";

type Condition = NonNullable<
  NonNullable<CertificateSigningRequest["status"]>["conditions"]
>[number];

const decisions = ["Approved", "Denied"];

/** `next` with each condition's times, where it brings none: those of `now`, or of the condition that held before. */
export function withConditionTimes(
  next: CertificateSigningRequest,
  previous: CertificateSigningRequest,
  now: string,
): CertificateSigningRequest {
  const old = previous.status?.conditions ?? [];
  const given = next.status?.conditions ?? [];
  if (given.every((each) => each.lastUpdateTime && each.lastTransitionTime)) return next;
  const conditions = given.map((condition) => ({
    ...condition,
    lastUpdateTime: condition.lastUpdateTime ?? now,
    lastTransitionTime: condition.lastTransitionTime ?? heldSince(condition, old) ?? now,
  }));
  return { ...next, status: { ...next.status, conditions } };
}

function heldSince(condition: Condition, old: readonly Condition[]): string | undefined {
  return old.find(
    ({ type, status, lastTransitionTime }) =>
      type === condition.type && status === condition.status && lastTransitionTime,
  )?.lastTransitionTime;
}

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
