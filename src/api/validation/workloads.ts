/** Deployments, ReplicaSets, DaemonSets, StatefulSets, ReplicationControllers. Source: pkg/apis/apps/validation. */
import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from "../generated/types.ts";
import {
  labelSelectorOf,
  labelSetSelector,
  matchesLabels,
  type LabelMatcher,
} from "../label-selector.ts";
import {
  forbiddenField,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable, validateLabelSelector } from "./metadata.ts";
import {
  intOrPercentValue,
  nonNegative,
  notMoreThan100Percent,
  optionalOneOf,
  positiveIntOrPercent,
} from "./numbers.ts";
import { validatePodTemplate } from "./pod-spec.ts";
import { same } from "./same.ts";

type Kind = "ReplicaSet" | "DaemonSet" | "StatefulSet" | "ReplicationController";

/** The selector of a workload: there, not empty, and matching the template's labels. `name` is how Kubernetes calls the kind. */
export function validateSelector(
  errors: FieldErrors,
  spec: { readonly selector?: LabelSelector; readonly template?: PodTemplateSpec },
  name: string,
): void {
  const { selector } = spec;
  // A DaemonSet without one is told that nothing matches, and no more.
  if (!selector && name !== "daemonset") errors.push(required("spec.selector"));
  const before = errors.length;
  validateLabelSelector(errors, "spec.selector", selector);
  const wellFormed = errors.length === before;
  if (selector && isEmptySelector(selector)) {
    const message = `empty selector is invalid for ${name}`;
    errors.push(invalidValue("spec.selector", selector, message));
  } else if (wellFormed) validateMatch(errors, labelSelectorOf(selector), spec.template);
}

function isEmptySelector(selector: LabelSelector): boolean {
  const labels = Object.keys(selector.matchLabels ?? {}).length;
  return labels + (selector.matchExpressions?.length ?? 0) === 0;
}

export function validateMatch(
  errors: FieldErrors,
  matcher: LabelMatcher,
  template: PodTemplateSpec | undefined,
): void {
  const labels = template?.metadata?.labels;
  if (matchesLabels(matcher, labels)) return;
  errors.push(
    invalidValue(
      "spec.template.metadata.labels",
      labels,
      "`selector` does not match template `labels`",
    ),
  );
}

/** A template whose Pods are kept running: no deadline, and no other restart policy. */
function validateRunningTemplate(
  errors: FieldErrors,
  template: PodTemplateSpec | undefined,
  kind: Kind,
): void {
  validatePodTemplate(errors, "spec.template", template ?? {});
  const at = "spec.template.spec";
  const restartPolicy = template?.spec?.restartPolicy ?? "";
  if (restartPolicy !== "Always") {
    errors.push(notSupported(`${at}.restartPolicy`, restartPolicy, ["Always"]));
  }
  if (template?.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(
      forbiddenField(
        `${at}.activeDeadlineSeconds`,
        `activeDeadlineSeconds in ${kind} is not Supported`,
      ),
    );
  }
}

export function validateDeployment(errors: FieldErrors, deployment: Deployment): void {
  const spec = deployment.spec ?? ({} as NonNullable<Deployment["spec"]>);
  errors.push(...nonNegative("spec.replicas", spec.replicas));
  validateSelector(errors, spec, "deployment");
  validateRunningTemplate(errors, spec.template, "ReplicaSet");
  const { rollingUpdate, type } = spec.strategy ?? {};
  const at = "spec.strategy";
  if (type === "Recreate") {
    if (rollingUpdate) {
      errors.push(
        forbiddenField(
          `${at}.rollingUpdate`,
          "may not be specified when strategy `type` is 'Recreate'",
        ),
      );
    }
  } else if (type !== "RollingUpdate") {
    errors.push(notSupported(at, spec.strategy ?? {}, ["Recreate", "RollingUpdate"]));
  } else if (rollingUpdate) {
    const { maxSurge, maxUnavailable } = rollingUpdate;
    const path = `${at}.rollingUpdate.maxUnavailable`;
    errors.push(...positiveIntOrPercent(path, maxUnavailable));
    errors.push(...positiveIntOrPercent(`${at}.rollingUpdate.maxSurge`, maxSurge));
    if (intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0) {
      errors.push(invalidValue(path, maxUnavailable ?? 0, "may not be 0 when `maxSurge` is 0"));
    }
    errors.push(...notMoreThan100Percent(path, maxUnavailable));
  } else {
    const detail = "this should be defaulted and never be nil";
    errors.push(required(`${at}.rollingUpdate`, detail));
  }
  errors.push(
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
    ...nonNegative("spec.progressDeadlineSeconds", spec.progressDeadlineSeconds),
  );
  const deadline = spec.progressDeadlineSeconds;
  if (deadline !== undefined && deadline <= (spec.minReadySeconds ?? 0)) {
    const message = "must be greater than minReadySeconds";
    errors.push(invalidValue("spec.progressDeadlineSeconds", deadline, message));
  }
}

/** For every kind of workload whose selector is fixed. */
export function validateFixedSelector(
  errors: FieldErrors,
  next: { readonly spec?: { readonly selector?: LabelSelector } },
  previous: { readonly spec?: { readonly selector?: LabelSelector } },
): void {
  validateImmutable(errors, "spec.selector", {
    next: next.spec?.selector,
    previous: previous.spec?.selector,
  });
}

export function validateReplicaSet(errors: FieldErrors, set: ReplicaSet): void {
  const spec = set.spec ?? ({} as NonNullable<ReplicaSet["spec"]>);
  errors.push(
    ...nonNegative("spec.replicas", spec.replicas),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
  );
  // Kubernetes, too, speaks of a deployment here.
  validateSelector(errors, spec, "deployment");
  validateRunningTemplate(errors, spec.template, "ReplicaSet");
}

export function validateReplicationController(
  errors: FieldErrors,
  controller: ReplicationController,
): void {
  const spec = controller.spec ?? {};
  errors.push(...nonNegative("spec.minReadySeconds", spec.minReadySeconds));
  const selector = spec.selector ?? {};
  if (Object.keys(selector).length === 0) errors.push(required("spec.selector"));
  errors.push(...nonNegative("spec.replicas", spec.replicas));
  if (!spec.template) {
    errors.push(required("spec.template"));
    return;
  }
  validateMatch(errors, labelSetSelector(selector), spec.template);
  validateRunningTemplate(errors, spec.template, "ReplicationController");
}

export function validateDaemonSet(errors: FieldErrors, set: DaemonSet): void {
  const spec = set.spec ?? ({} as NonNullable<DaemonSet["spec"]>);
  validateSelector(errors, spec, "daemonset");
  validateRunningTemplate(errors, spec.template, "DaemonSet");
  errors.push(...nonNegative("spec.minReadySeconds", spec.minReadySeconds));
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  const at = "spec.updateStrategy";
  if (type === "RollingUpdate") {
    if (!rollingUpdate) errors.push(required(`${at}.rollingUpdate`));
    else {
      const { maxSurge, maxUnavailable } = rollingUpdate;
      const surgePath = `${at}.rollingUpdate.maxSurge`;
      const path = `${at}.rollingUpdate.maxUnavailable`;
      errors.push(
        ...positiveIntOrPercent(path, maxUnavailable),
        ...positiveIntOrPercent(surgePath, maxSurge),
        ...notMoreThan100Percent(path, maxUnavailable),
        ...notMoreThan100Percent(surgePath, maxSurge),
      );
      const unavailable = intOrPercentValue(maxUnavailable) !== 0;
      const surge = intOrPercentValue(maxSurge) !== 0;
      if (unavailable && surge) {
        const message = "may not be set when maxUnavailable is non-zero";
        errors.push(invalidValue(surgePath, maxSurge, message));
      } else if (!unavailable && !surge) {
        errors.push(required(path, "cannot be 0 when maxSurge is 0"));
      }
    }
  } else if (type !== "OnDelete") {
    errors.push(notSupported(at, spec.updateStrategy ?? {}, ["RollingUpdate", "OnDelete"]));
  }
  errors.push(...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit));
}

export function validateStatefulSet(errors: FieldErrors, set: StatefulSet): void {
  const spec = set.spec ?? ({} as NonNullable<StatefulSet["spec"]>);
  const policy = spec.podManagementPolicy;
  if (!policy) errors.push(required("spec.podManagementPolicy"));
  else if (policy !== "OrderedReady" && policy !== "Parallel") {
    const message = "must be 'OrderedReady' or 'Parallel'";
    errors.push(invalidValue("spec.podManagementPolicy", policy, message));
  }
  validateStatefulStrategy(errors, spec);
  for (const field of ["whenDeleted", "whenScaled"] as const) {
    const retention = spec.persistentVolumeClaimRetentionPolicy;
    if (!retention) break;
    const at = `spec.persistentVolumeClaimRetentionPolicy.${field}`;
    errors.push(...optionalOneOf(at, retention[field] ?? "", ["Retain", "Delete"]));
  }
  errors.push(
    ...nonNegative("spec.replicas", spec.replicas),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...nonNegative("spec.ordinals.start", spec.ordinals?.start),
    ...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
  );
  validateSelector(errors, spec, "statefulset");
  validateRunningTemplate(errors, withClaimVolumes(spec), "StatefulSet");
}

/** The template as its Pods will have it: each claim template becomes a volume, in place of one of that name. */
function withClaimVolumes(spec: NonNullable<StatefulSet["spec"]>): PodTemplateSpec {
  const { template, volumeClaimTemplates } = spec;
  if (!template?.spec || !volumeClaimTemplates?.length) return template ?? {};
  const names = volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? "");
  const others = (template.spec.volumes ?? []).filter(({ name }) => !names.includes(name));
  const claims = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...template, spec: { ...template.spec, volumes: [...others, ...claims] } };
}

function validateStatefulStrategy(
  errors: FieldErrors,
  spec: NonNullable<StatefulSet["spec"]>,
): void {
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  const at = "spec.updateStrategy";
  if (!type) errors.push(required(at));
  else if (type === "OnDelete") {
    if (rollingUpdate) {
      const message = "only allowed for updateStrategy 'RollingUpdate'";
      errors.push(invalidValue(`${at}.rollingUpdate`, rollingUpdate, message));
    }
  } else if (type !== "RollingUpdate") {
    const message = "must be 'RollingUpdate' or 'OnDelete'";
    errors.push(invalidValue(at, spec.updateStrategy, message));
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

export function validateStatefulSetUpdate(
  errors: FieldErrors,
  next: StatefulSet,
  previous: StatefulSet,
): void {
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

export function validateControllerRevision(
  errors: FieldErrors,
  revision: ControllerRevision,
): void {
  if (revision.data === undefined) errors.push(required("data", "data is mandatory"));
  errors.push(...nonNegative("revision", revision.revision));
}

export function validateControllerRevisionUpdate(
  errors: FieldErrors,
  next: ControllerRevision,
  previous: ControllerRevision,
): void {
  validateImmutable(errors, "data", { next: next.data, previous: previous.data });
}
