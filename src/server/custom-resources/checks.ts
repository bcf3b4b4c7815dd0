/** Conditions that tell of what a CustomResourceDefinition is made of: its schemas, and the approval of Kubernetes' own groups. */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
} from "../../api/generated/types.ts";
import { caBundleFault } from "../../api/certificates/ca-bundle.ts";
import { validateStructural } from "../../api/structural-schema/structural-rules.ts";
import { approvalOf, isProtectedGroup } from "../../api/validation/api-approval.ts";
import { invalidValue, type FieldErrors } from "../../api/validation/field-errors.ts";
import type { JsonSchema } from "../../api/structural-schema/schema.ts";

type Condition = Omit<CustomResourceDefinitionCondition, "lastTransitionTime">;

const checked = new WeakMap<object, Condition | "fine">();

/** NonStructuralSchema, where a schema of the definition is not structural (pkg/controller/nonstructuralschema). */
export function structuralCondition({ spec }: CustomResourceDefinition): Condition | undefined {
  const known = checked.get(spec);
  if (known !== undefined) return known === "fine" ? undefined : known;
  const errors: FieldErrors = [];
  if (spec.preserveUnknownFields) {
    errors.push(invalidValue("spec.preserveUnknownFields", true, "must be false"));
  }
  for (const [index, { schema }] of spec.versions.entries()) {
    const root = schema?.openAPIV3Schema as JsonSchema | undefined;
    if (root) validateStructural(errors, `spec.versions[${index}].schema.openAPIV3Schema`, root);
  }
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const condition: Condition | undefined =
    texts.length === 0
      ? undefined
      : {
          type: "NonStructuralSchema",
          status: "True",
          reason: "Violations",
          message: texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`,
        };
  checked.set(spec, condition ?? "fine");
  return condition;
}

/** Established, for a definition whose names have been accepted (pkg/controller/establish). */
export function establishedCondition({ spec }: CustomResourceDefinition): Condition {
  const caBundle = spec.conversion?.webhook?.clientConfig?.caBundle;
  if (caBundleFault(caBundle ?? "") !== undefined) {
    return {
      type: "Established",
      status: "False",
      reason: "InvalidCABundle",
      message: "The conversion webhook CABundle is invalid",
    };
  }
  return {
    type: "Established",
    status: "True",
    reason: "InitialNamesAccepted",
    message: "the initial names have been accepted",
  };
}

/** KubernetesAPIApprovalPolicyConformant, for groups under k8s.io and kubernetes.io (pkg/controller/apiapproval). */
export function approvalCondition(crd: CustomResourceDefinition): Condition | undefined {
  if (!isProtectedGroup(crd.spec.group)) return undefined;
  const { state, reason: message } = approvalOf(crd.metadata.annotations);
  const type = "KubernetesAPIApprovalPolicyConformant";
  switch (state) {
    case "approved":
      return { type, status: "True", reason: "ApprovedAnnotation", message };
    case "bypassed":
      return { type, status: "False", reason: "UnapprovedAnnotation", message };
    case "missing":
      return { type, status: "False", reason: "MissingAnnotation", message };
    case "invalid":
      return { type, status: "False", reason: "InvalidAnnotation", message };
  }
}
