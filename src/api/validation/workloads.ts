/** Deployments, ReplicaSets, DaemonSets, StatefulSets, ReplicationControllers. Source: pkg/apis/apps/validation. */
import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  DeploymentStrategy,
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
  ReplicationController,
} from "../generated/types.ts";
import {
  labelSelectorOf,
  labelSetSelector,
  matchesLabels,
  type LabelMatcher,
} from "../label-selector.ts";
import {
  escapeHtml,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { GoText } from "./go-text.ts";
import { validateLabelSelector } from "./metadata.ts";
import {
  intOrPercentValue,
  nonNegative,
  notMoreThan100Percent,
  positiveIntOrPercent,
} from "./numbers.ts";
import { validatePodTemplate } from "./pod-spec.ts";
import { same } from "./same.ts";
import { exactJson } from "../wide-integers.ts";

export type RunningKind = "ReplicaSet" | "DaemonSet" | "StatefulSet" | "ReplicationController";

/**
 * The selector of a workload: there, and not empty. Answers what it selects; nothing where it is malformed, of which `fault` then
 * is the word.
 */
export function validateSelector(
  errors: FieldErrors,
  selector: LabelSelector | undefined,
  words: { readonly name: string; readonly fault: string },
): LabelMatcher | undefined {
  if (!selector) errors.push(required("spec.selector"));
  const before = errors.length;
  validateLabelSelector(errors, "spec.selector", selector);
  const wellFormed = errors.length === before;
  if (selector && isEmptySelector(selector)) {
    errors.push(
      invalidValue("spec.selector", selector, `empty selector is invalid for ${words.name}`),
    );
  }
  if (wellFormed) return labelSelectorOf(selector);
  errors.push(invalidValue("spec.selector", goValue("v1.LabelSelector", selector), words.fault));
  return undefined;
}

export function isEmptySelector(selector: LabelSelector): boolean {
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
  kind: RunningKind,
): void {
  validatePodTemplate(errors, "spec.template", template ?? {});
  validateRunning(errors, template, kind);
}

export function validateRunning(
  errors: FieldErrors,
  template: PodTemplateSpec | undefined,
  kind: RunningKind,
): void {
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

/** Kubernetes calls ReplicaSets deployments here, too. */
const deploymentWords = { name: "deployment", fault: "invalid label selector" };

function validateReplicated(
  errors: FieldErrors,
  spec: { readonly selector?: LabelSelector; readonly template?: PodTemplateSpec },
): void {
  const matcher = validateSelector(errors, spec.selector, deploymentWords);
  if (!matcher) return;
  validateMatch(errors, matcher, spec.template);
  validateRunningTemplate(errors, spec.template, "ReplicaSet");
}

export function validateDeployment(errors: FieldErrors, deployment: Deployment): void {
  const spec = deployment.spec ?? ({} as NonNullable<Deployment["spec"]>);
  errors.push(...nonNegative("spec.replicas", spec.replicas));
  validateReplicated(errors, spec);
  validateDeploymentStrategy(errors, spec.strategy ?? {});
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

function validateDeploymentStrategy(errors: FieldErrors, strategy: DeploymentStrategy): void {
  const { rollingUpdate, type } = strategy;
  const at = "spec.strategy";
  if (type === "Recreate") {
    if (!rollingUpdate) return;
    const message = "may not be specified when strategy `type` is 'Recreate'";
    errors.push(forbiddenField(`${at}.rollingUpdate`, message));
  } else if (type !== "RollingUpdate") {
    const value = goValue("apps.DeploymentStrategy", strategy);
    errors.push(notSupported(at, value, ["Recreate", "RollingUpdate"]));
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
}

/** For every kind of workload whose selector is fixed. */
export function validateFixedSelector(
  errors: FieldErrors,
  next: { readonly spec?: { readonly selector?: LabelSelector } },
  previous: { readonly spec?: { readonly selector?: LabelSelector } },
): void {
  const selector = next.spec?.selector;
  if (same(selector, previous.spec?.selector)) return;
  const value = goValue("v1.LabelSelector", selector);
  errors.push(invalidValue("spec.selector", value, "field is immutable"));
}

export function validateReplicaSet(errors: FieldErrors, set: ReplicaSet): void {
  const spec = set.spec ?? ({} as NonNullable<ReplicaSet["spec"]>);
  errors.push(
    ...nonNegative("spec.replicas", spec.replicas),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
  );
  validateReplicated(errors, spec);
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
  const before = errors.length;
  const { selector } = spec;
  validateLabelSelector(errors, "spec.selector", selector);
  if (errors.length === before) validateMatch(errors, labelSelectorOf(selector), spec.template);
  if (selector && isEmptySelector(selector)) {
    const message = "empty selector is invalid for daemonset";
    errors.push(invalidValue("spec.selector", selector, message));
  }
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
    const value = goValue("apps.DaemonSetUpdateStrategy", spec.updateStrategy ?? {});
    errors.push(notSupported(at, value, ["RollingUpdate", "OnDelete"]));
  }
  errors.push(...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit));
}

/** Beyond metadata, on creation and on update. */
export function validateControllerRevision(
  errors: FieldErrors,
  revision: ControllerRevision,
): void {
  errors.push(...nonNegative("revision", revision.revision));
}

export function validateRevisionData(errors: FieldErrors, { data }: ControllerRevision): void {
  if (data === undefined || data === null) errors.push(required("data", "data is mandatory"));
  else if (typeof data !== "object" || Array.isArray(data)) {
    errors.push(required("data", "data must be a valid JSON object"));
  }
}

export function validateControllerRevisionUpdate(
  errors: FieldErrors,
  { data }: ControllerRevision,
  previous: ControllerRevision,
): void {
  if (same(data, previous.data)) return;
  // Raw JSON prints as it came.
  const value = new GoText(escapeHtml(exactJson(data ?? null)));
  errors.push(invalidValue("data", value, "field is immutable"));
}
