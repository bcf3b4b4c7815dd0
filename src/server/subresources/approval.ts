/** certificatesigningrequests/approval: the conditions that decide a request, beside its metadata (pkg/registry/certificates, pkg/apis/certificates/validation). */
import type { CertificateSigningRequest } from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { rfc3339 } from "../../api/time.ts";
import type { FieldErrors } from "../../api/validation/field-errors.ts";
import { validateSigningChange } from "../../api/validation/signing-requests.ts";
import type { ServerCore } from "../core.ts";
import type { UpdatePart } from "../operations/update.ts";

type Condition = NonNullable<
  NonNullable<CertificateSigningRequest["status"]>["conditions"]
>[number];

const validateDecision = validateSigningChange({ decides: true, signs: false });

export function approvalPart(core: ServerCore): UpdatePart {
  return {
    prepare(next, previous) {
      const wanted = (next as CertificateSigningRequest).status?.conditions ?? [];
      const old = (previous as CertificateSigningRequest).status;
      const now = rfc3339(core.host.clock.nowMs());
      const conditions = wanted.map((condition) => stamped(condition, old?.conditions ?? [], now));
      const { metadata } = next;
      return { ...previous, metadata, status: { ...old, conditions } } as unknown as KubeObject;
    },
    validate(next, previous) {
      const errors: FieldErrors = [];
      const [after, before] = [next, previous] as CertificateSigningRequest[];
      if (after && before) validateDecision(errors, after, before);
      return errors;
    },
  };
}

function stamped(condition: Condition, old: readonly Condition[], now: string): Condition {
  const before = old.find(({ type }) => type === condition.type);
  const same = before?.status === condition.status;
  return {
    ...condition,
    lastUpdateTime: condition.lastUpdateTime ?? now,
    lastTransitionTime: (same ? before?.lastTransitionTime : condition.lastTransitionTime) ?? now,
  };
}
