/** Pods: creation, what may change, and their status. Source: ValidatePodCreate, ValidatePodUpdate, ValidatePodStatusUpdate. */
import { put } from "../defaults/fill.ts";
import type { Container, ContainerStatus, Pod, PodSpec } from "../generated/types.ts";
import { validIp } from "./addresses.ts";
import { validateImagePadding } from "./containers.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable } from "./metadata.ts";
import { dnsSubdomain, qualifiedName, rangeMessage } from "./names.ts";
import { int32Max } from "./numbers.ts";
import { validatePodSpec } from "./pod-spec.ts";
import { same } from "./same.ts";
import { validateTolerations } from "./scheduling.ts";
import { specDifference } from "./spec-difference.ts";

const mirror = "kubernetes.io/config.mirror";
const deletionCost = "controller.kubernetes.io/pod-deletion-cost";
const noContainers: PodSpec = Object.freeze({ containers: Object.freeze([]) });

/** What creation and update share. */
export function validatePod(errors: FieldErrors, pod: Pod): void {
  const spec = pod.spec ?? noContainers;
  const { annotations, name } = pod.metadata;
  if (annotations) validatePodAnnotations(errors, annotations, spec);
  validatePodSpec(errors, "spec", { spec, podName: name ?? "", isPod: true });
  if (!spec.serviceAccountName) forbidTokens(errors, spec);
  for (const field of ["containers", "initContainers"] as const) {
    for (const [index, container] of (spec[field] ?? []).entries()) {
      validateImagePadding(errors, `spec.${field}[${index}]`, container);
    }
  }
}

function validatePodAnnotations(
  errors: FieldErrors,
  annotations: Readonly<Record<string, string>>,
  spec: PodSpec,
): void {
  const mirrored = annotations[mirror];
  if (mirrored !== undefined && !spec.nodeName) {
    errors.push(
      invalidValue(
        `metadata.annotations[${mirror}]`,
        mirrored,
        "must set spec.nodeName if mirror pod annotation is set",
      ),
    );
  }
  const cost = annotations[deletionCost];
  if (cost === undefined) return;
  const valid = /^(0|-?[1-9][0-9]*)$/.test(cost) && Math.abs(Number(cost)) <= int32Max;
  if (!valid) {
    errors.push(
      invalidValue(`metadata.annotations[${deletionCost}]`, cost, "must be a 32bit integer"),
    );
  }
}

function forbidTokens(errors: FieldErrors, spec: PodSpec): void {
  for (const [index, { projected }] of (spec.volumes ?? []).entries()) {
    for (const [position, source] of (projected?.sources ?? []).entries()) {
      if (!source.serviceAccountToken) continue;
      errors.push(
        forbiddenField(
          `spec.volumes[${index}].projected.sources[${position}].serviceAccountToken`,
          "must not be specified when serviceAccountName is not set",
        ),
      );
    }
  }
}

/** Beside `validatePod`: what a new Pod may not have yet. */
export function validatePodCreate(errors: FieldErrors, pod: Pod): void {
  if (pod.spec?.ephemeralContainers?.length) {
    errors.push(forbiddenField("spec.ephemeralContainers", "cannot be set on create"));
  }
  if (pod.spec?.nodeName && pod.spec.schedulingGates?.length) {
    errors.push(
      forbiddenField("spec.nodeName", "cannot be set until all schedulingGates have been cleared"),
    );
  }
}

const updatable = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
].join(",");

/** Beside `validatePod`: what may change. Bindings, resizes and debugging containers have subresources of their own. */
export function validatePodUpdate(errors: FieldErrors, next: Pod, previous: Pod): void {
  validateMirror(errors, next, previous);
  const after = next.spec ?? noContainers;
  const before = previous.spec ?? noContainers;
  for (const field of ["containers", "initContainers"] as const) {
    if ((after[field]?.length ?? 0) !== (before[field]?.length ?? 0)) {
      errors.push(forbiddenField(`spec.${field}`, "pod updates may not add or remove containers"));
      return;
    }
    for (const [index, container] of (after[field] ?? []).entries()) {
      if (!container.image) errors.push(required(`spec.${field}[${index}].image`));
    }
  }
  if (!validateDeadline(errors, after, before)) return;
  validateAddedTolerations(errors, after, before);
  for (const [index, { name }] of (after.schedulingGates ?? []).entries()) {
    if (before.schedulingGates?.some((gate) => gate.name === name)) continue;
    errors.push(
      forbiddenField(
        `spec.schedulingGates[${index}].name`,
        `only deletion is allowed, but found new scheduling gate '${name}'`,
      ),
    );
  }
  if (same(after, before)) return;
  const masked = maskUpdatable(errors, after, before);
  if (!same(masked, before)) {
    errors.push(
      forbiddenField(
        "spec",
        `pod updates may not change fields other than ${updatable}\n${specDifference(before, masked)}`,
      ),
    );
  }
}

function validateMirror(errors: FieldErrors, next: Pod, previous: Pod): void {
  const after = next.metadata.annotations?.[mirror];
  const before = previous.metadata.annotations?.[mirror];
  if (after === before) return;
  const detail =
    before === undefined
      ? "may not add mirror pod annotation"
      : "may not remove or update mirror pod annotation";
  errors.push(forbiddenField(`metadata.annotations[${mirror}]`, detail));
}

/** A deadline may be set, and lowered. False when Kubernetes looks no further. */
function validateDeadline(errors: FieldErrors, after: PodSpec, before: PodSpec): boolean {
  const path = "spec.activeDeadlineSeconds";
  const value = after.activeDeadlineSeconds;
  const old = before.activeDeadlineSeconds;
  if (value === undefined) {
    if (old !== undefined) {
      const message = "must not update from a positive integer to nil value";
      errors.push(invalidValue(path, value, message));
    }
    return true;
  }
  if (value < 0 || value > int32Max) {
    errors.push(invalidValue(path, value, rangeMessage(0, int32Max)));
    return false;
  }
  if (old !== undefined && old < value) {
    errors.push(invalidValue(path, value, "must be less than or equal to previous value"));
    return false;
  }
  return true;
}

function validateAddedTolerations(errors: FieldErrors, after: PodSpec, before: PodSpec): void {
  const kept = (before.tolerations ?? []).every((old) =>
    (after.tolerations ?? []).some((toleration) =>
      same({ ...old, tolerationSeconds: toleration.tolerationSeconds }, toleration),
    ),
  );
  if (!kept) {
    errors.push(
      forbiddenField(
        "spec.tolerations",
        "existing toleration can not be modified except its tolerationSeconds",
      ),
    );
  } else if (after.tolerations !== before.tolerations) {
    validateTolerations(errors, "spec.tolerations", after.tolerations);
  }
}

/** The new spec with what may change set back: what still differs is refused. */
function maskUpdatable(errors: FieldErrors, after: PodSpec, before: PodSpec): PodSpec {
  const images = (
    list: readonly Container[] | undefined,
    old: readonly Container[] | undefined,
  ): readonly Container[] | undefined =>
    list?.map((container, index) => put(container, "image", old?.[index]?.image));
  let masked = put(after, "containers", images(after.containers, before.containers));
  masked = put(masked, "initContainers", images(after.initContainers, before.initContainers));
  masked = put(masked, "activeDeadlineSeconds", before.activeDeadlineSeconds);
  masked = put(masked, "schedulingGates", before.schedulingGates);
  masked = put(masked, "tolerations", before.tolerations);
  const grace = before.terminationGracePeriodSeconds;
  if (grace !== undefined && grace < 0 && masked.terminationGracePeriodSeconds === 1) {
    masked = put(masked, "terminationGracePeriodSeconds", grace);
  }
  if (!before.schedulingGates?.length) return masked;
  return maskGated(errors, masked, before);
}

/** A gated Pod may still be narrowed down: its node selector may grow, its node affinity be set. */
function maskGated(errors: FieldErrors, masked: PodSpec, before: PodSpec): PodSpec {
  for (const [key, value] of Object.entries(before.nodeSelector ?? {})) {
    if (masked.nodeSelector?.[key] === value) continue;
    errors.push(
      invalidValue(
        "spec.nodeSelector",
        masked.nodeSelector ?? {},
        "only additions to spec.nodeSelector are allowed (no mutations or deletions)",
      ),
    );
    break;
  }
  const result = put(masked, "nodeSelector", before.nodeSelector);
  if (before.affinity?.nodeAffinity) return result;
  const { nodeAffinity: _new, ...others } = result.affinity ?? {};
  return put(result, "affinity", Object.keys(others).length > 0 ? others : before.affinity);
}

const systemConditions = new Set(["PodScheduled", "Ready", "Initialized"]);

export function validatePodStatusUpdate(errors: FieldErrors, next: Pod, previous: Pod): void {
  const after = next.status ?? {};
  const before = previous.status ?? {};
  for (const [index, { type }] of (after.conditions ?? []).entries()) {
    if (systemConditions.has(type)) continue;
    const at = `metadata.conditions[${index}].Type`;
    errors.push(...invalidAll(at, type, qualifiedName(type ?? "")));
  }
  const nominated = after.nominatedNodeName;
  if (nominated && nominated !== before.nominatedNodeName) {
    errors.push(...invalidAll("status.nominatedNodeName", nominated, dnsSubdomain(nominated)));
  }
  validateImmutable(errors, "status.qosClass", {
    next: after.qosClass,
    previous: before.qosClass,
  });
  const restart = previous.spec?.restartPolicy ?? "Always";
  for (const field of [
    "containerStatuses",
    "initContainerStatuses",
    "ephemeralContainerStatuses",
  ] as const) {
    validateTransitions(errors, `status.${field}`, {
      next: after[field],
      previous: before[field],
      policy: field === "ephemeralContainerStatuses" ? "Never" : restart,
      sidecars: field === "initContainerStatuses" ? sidecarsOf(previous.spec) : none,
    });
  }
  for (const field of ["podIPs", "hostIPs"] as const) {
    for (const [index, { ip }] of (after[field] ?? []).entries()) {
      errors.push(...validIp(`status.${field}[${index}]`, ip ?? ""));
    }
  }
}

const none: ReadonlySet<string> = new Set();

function sidecarsOf(spec: PodSpec | undefined): ReadonlySet<string> {
  const sidecars = (spec?.initContainers ?? []).filter(
    ({ restartPolicy }) => restartPolicy === "Always",
  );
  return new Set(sidecars.map(({ name }) => name));
}

/** A container that is not to be restarted stays terminated. */
function validateTransitions(
  errors: FieldErrors,
  path: string,
  change: {
    readonly next: readonly ContainerStatus[] | undefined;
    readonly previous: readonly ContainerStatus[] | undefined;
    readonly policy: string;
    readonly sidecars: ReadonlySet<string>;
  },
): void {
  const { next, previous, policy, sidecars } = change;
  if (policy === "Always") return;
  for (const [index, old] of (previous ?? []).entries()) {
    const terminated = old.state?.terminated;
    if (!terminated || sidecars.has(old.name)) continue;
    if (terminated.exitCode !== 0 && policy === "OnFailure") continue;
    const revived = next?.some(({ name, state }) => name === old.name && !state?.terminated);
    if (revived) {
      errors.push(
        forbiddenField(
          `${path}[${index}].state`,
          "may not be transitioned to non-terminated state",
        ),
      );
    }
  }
}
