/** certificatesigningrequests/approval: the conditions that decide a request, beside its metadata (pkg/registry/certificates, pkg/apis/certificates/validation). */
import type { CertificateSigningRequest } from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import type { FieldError } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import {
  duplicate,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from "../../api/validation/field-errors.ts";
import type { ServerCore } from "../core.ts";
import type { UpdatePart } from "../operations/update.ts";

type Condition = NonNullable<
  NonNullable<CertificateSigningRequest["status"]>["conditions"]
>[number];

const decisions = ["Approved", "Denied"];
const lasting = [...decisions, "Failed"];
const path = "status.conditions";

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
      const now = (next as CertificateSigningRequest).status?.conditions ?? [];
      const before = (previous as CertificateSigningRequest).status?.conditions ?? [];
      return [...conditionErrors(now), ...changeErrors(now, before)];
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

function conditionErrors(conditions: readonly Condition[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, { type = "", status = "" }] of conditions.entries()) {
    const at = `${path}[${index}]`;
    if (type === "") errors.push(required(`${at}.type`));
    if (status === "") errors.push(required(`${at}.status`));
    else if (lasting.includes(type) && status !== "True") {
      errors.push(notSupported(`${at}.status`, status, ["True"]));
    }
    const other = decisions.find((each) => each !== type && seen.has(each));
    if (decisions.includes(type) && other) {
      const detail = "Approved and Denied conditions are mutually exclusive";
      errors.push(invalidValue(`${at}.type`, type, detail));
    }
    if (seen.has(type)) errors.push(duplicate(`${at}.type`, type));
    seen.add(type);
  }
  return errors;
}

/** What is decided stays decided; failure is the signer's to say. */
function changeErrors(
  now: readonly Condition[],
  before: readonly Condition[],
): readonly FieldError[] {
  const count = (list: readonly Condition[], wanted: string) =>
    list.filter(({ type }) => type === wanted).length;
  const errors: FieldError[] = [];
  for (const type of lasting) {
    if (count(now, type) < count(before, type)) {
      errors.push(forbiddenField(path, `updates may not remove a condition of type "${type}"`));
    }
  }
  if (count(now, "Failed") > count(before, "Failed")) {
    errors.push(forbiddenField(path, 'updates may not add a condition of type "Failed"'));
  }
  return errors;
}
