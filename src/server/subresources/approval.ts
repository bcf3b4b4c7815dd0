/** certificatesigningrequests/approval: the conditions that decide a request, beside its metadata (pkg/registry/certificates, pkg/apis/certificates/validation). */
import type { CertificateSigningRequest } from "../../api/generated/types.ts";
import { withConditionTimes } from "../../api/certificates/decisions.ts";
import type { KubeObject } from "../../api/object.ts";
import { rfc3339 } from "../../api/time.ts";
import type { FieldErrors } from "../../api/validation/field-errors.ts";
import { validateSigningChange } from "../../api/validation/signing-requests.ts";
import type { ServerCore } from "../core.ts";
import type { UpdatePart } from "../operations/update.ts";

const validateDecision = validateSigningChange({ decides: true, signs: false });

export function approvalPart(core: ServerCore): UpdatePart {
  return {
    prepare(next, previous) {
      const [after, before] = [next, previous as KubeObject] as CertificateSigningRequest[];
      if (!after || !before) return next;
      const timed = withConditionTimes(after, before, rfc3339(core.host.clock.nowMs()));
      const { conditions = [] } = timed.status ?? {};
      const status = { ...before.status, conditions };
      return { ...previous, metadata: next.metadata, status } as unknown as KubeObject;
    },
    validate(next, previous) {
      const errors: FieldErrors = [];
      const [after, before] = [next, previous] as CertificateSigningRequest[];
      if (after && before) validateDecision(errors, after, before);
      return errors;
    },
  };
}
