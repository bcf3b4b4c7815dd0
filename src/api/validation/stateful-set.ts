/** StatefulSets. Source: ValidateStatefulSetSpec and its neighbours in pkg/apis/apps/validation. */
import type { PodTemplateSpec, StatefulSet } from "../generated/types.ts";
import { validateClaimSpec } from "./claims.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateAnnotations, validateLabels } from "./metadata.ts";
import { dnsLabel } from "./names.ts";
import {
  intOrPercentValue,
  nonNegative,
  notMoreThan100Percent,
  positiveIntOrPercent,
} from "./numbers.ts";
import { validatePodTemplate } from "./pod-spec.ts";
import { same } from "./same.ts";
import { validateMatch, validateRunning, validateSelector } from "./workloads.ts";

type Spec = NonNullable<StatefulSet["spec"]>;

const noSpec = {} as Spec;
const words = { name: "statefulset", fault: "" };

export function validateStatefulSet(errors: FieldErrors, set: StatefulSet): void {
  validateSpec(errors, set.spec ?? noSpec, { isNew: true, hasFaultyTemplate: false });
}

/** Old sets may have a service name, claims and a template that new ones may not. */
export function validateStatefulSetUpdate(
  errors: FieldErrors,
  next: StatefulSet,
  previous: StatefulSet,
): void {
  const faults: FieldErrors = [];
  validateSpec(faults, previous.spec ?? noSpec, { isNew: false, hasFaultyTemplate: false });
  validateSpec(errors, next.spec ?? noSpec, {
    isNew: false,
    hasFaultyTemplate: faults.length > 0,
  });
  const masked: Record<string, unknown> = { ...next.spec };
  for (const field of mutableFields) masked[field] = previous.spec?.[field];
  if (same(masked, previous.spec)) return;
  errors.push(
    forbiddenField(
      "spec",
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', " +
        "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' " +
        "and 'minReadySeconds' are forbidden",
    ),
  );
}

interface Tolerance {
  readonly isNew: boolean;
  readonly hasFaultyTemplate: boolean;
}

function validateSpec(errors: FieldErrors, spec: Spec, tolerance: Tolerance): void {
  const policy = spec.podManagementPolicy;
  if (!policy) errors.push(required("spec.podManagementPolicy"));
  else if (policy !== "OrderedReady" && policy !== "Parallel") {
    const message = "must be 'OrderedReady' or 'Parallel'";
    errors.push(invalidValue("spec.podManagementPolicy", policy, message));
  }
  validateStrategy(errors, spec);
  validateRetention(errors, spec.persistentVolumeClaimRetentionPolicy);
  const { isNew } = tolerance;
  if (isNew) {
    for (const [index, claim] of (spec.volumeClaimTemplates ?? []).entries()) {
      validateClaimSpec(errors, `spec.volumeClaimTemplates[${index}].spec`, claim.spec ?? {});
    }
  }
  errors.push(
    ...nonNegative("spec.replicas", spec.replicas),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...nonNegative("spec.ordinals.start", spec.ordinals?.start),
  );
  const service = spec.serviceName;
  if (isNew && service) errors.push(...invalidAll("spec.serviceName", service, dnsLabel(service)));
  const matcher = validateSelector(errors, spec.selector, words);
  if (matcher) {
    validateMatch(errors, matcher, spec.template);
    validateTemplate(errors, asPodsHaveIt(spec), tolerance.hasFaultyTemplate);
  }
  validateRunning(errors, spec.template, "StatefulSet");
}

function validateRetention(
  errors: FieldErrors,
  retention: Spec["persistentVolumeClaimRetentionPolicy"],
): void {
  if (!retention) return;
  for (const field of ["whenDeleted", "whenScaled"] as const) {
    const at = `spec.persistentVolumeClaimRetentionPolicy.${field}`;
    const value = retention[field] ?? "";
    if (value !== "Retain" && value !== "Delete") {
      errors.push(notSupported(at, value, ["Retain", "Delete"]));
    }
  }
}

/** Kubernetes checks labels and annotations of the template twice over. */
function validateTemplate(errors: FieldErrors, template: PodTemplateSpec, isFaulty: boolean): void {
  if (!isFaulty) validatePodTemplate(errors, "spec.template", template);
  validateLabels(errors, "spec.template.labels", template.metadata?.labels);
  validateAnnotations(errors, "spec.template.annotations", template.metadata?.annotations);
}

/** The template as its Pods will have it: names are the controller's, each claim template becomes a volume, in place of one of that name. */
function asPodsHaveIt({ template, volumeClaimTemplates }: Spec): PodTemplateSpec {
  if (!template?.spec) return template ?? {};
  const { subdomain: _subdomain, hostname: _hostname, ...spec } = template.spec;
  const names = new Set((volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? ""));
  if (names.size === 0) return { ...template, spec };
  const others = (spec.volumes ?? []).filter(({ name }) => !names.has(name));
  const claims = [...names].map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...template, spec: { ...spec, volumes: [...claims, ...others] } };
}

function validateStrategy(errors: FieldErrors, spec: Spec): void {
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  const at = "spec.updateStrategy";
  if (!type) errors.push(required(at));
  else if (type === "OnDelete") {
    if (!rollingUpdate) return;
    const value = goValue("apps.RollingUpdateStatefulSetStrategy", rollingUpdate);
    const message = "only allowed for updateStrategy 'RollingUpdate'";
    errors.push(invalidValue(`${at}.rollingUpdate`, value, message));
  } else if (type !== "RollingUpdate") {
    const value = goValue("apps.StatefulSetUpdateStrategy", spec.updateStrategy);
    errors.push(invalidValue(at, value, "must be 'RollingUpdate' or 'OnDelete'"));
  } else if (rollingUpdate) {
    const path = `${at}.rollingUpdate.maxUnavailable`;
    const { partition, maxUnavailable } = rollingUpdate;
    errors.push(...nonNegative(`${at}.rollingUpdate.partition`, partition));
    if (maxUnavailable === undefined) return;
    errors.push(...positiveIntOrPercent(path, maxUnavailable));
    if (intOrPercentValue(maxUnavailable) === 0) {
      errors.push(invalidValue(path, maxUnavailable, "cannot be 0"));
    }
    errors.push(...notMoreThan100Percent(path, maxUnavailable));
  }
}

const mutableFields = [
  "replicas",
  "template",
  "updateStrategy",
  "minReadySeconds",
  "ordinals",
  "persistentVolumeClaimRetentionPolicy",
  "revisionHistoryLimit",
] as const;
