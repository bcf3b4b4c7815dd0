/** Pods: creation, and what may change. Their status is in pod-status.ts. Source: ValidatePodCreate, ValidatePodUpdate. */
import { put } from "../defaults/fill.ts";
import type {
  Container,
  NodeAffinity,
  NodeSelectorTerm,
  Pod,
  PodSpec,
} from "../generated/types.ts";
import { isShared, onceOf } from "../shared-parts.ts";
import { validateImagePadding } from "./containers.ts";
import { forbiddenField, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { rangeMessage } from "./names.ts";
import { int32Max } from "./numbers.ts";
import {
  mirrorAnnotation,
  validatePodAnnotationChanges,
  validatePodAnnotations,
  validateProfilesMatch,
} from "./pod-annotations.ts";
import { validatePodSpec, type PodSpecContext } from "./pod-spec.ts";
import { same } from "./same.ts";
import { validateTolerations } from "./scheduling.ts";
import { specDifference } from "./spec-difference.ts";

const noContainers: PodSpec = Object.freeze({ containers: Object.freeze([]) });

/** What creation and update share. */
export function validatePod(errors: FieldErrors, pod: Pod): void {
  const spec = pod.spec ?? noContainers;
  const { annotations, name } = pod.metadata;
  if (annotations) validatePodAnnotations(errors, "metadata.annotations", { annotations, spec });
  const isMirror = annotations?.[mirrorAnnotation] !== undefined;
  if (!isMirror && isShared(spec) && onceOf(spec, isValidSpec, isValidSpec)) return;
  validateSpec(errors, { spec, podName: name ?? "", isPod: true, isMirror });
}

/** Whether a spec is valid in any Pod; false where that is up to the Pod's name, as that of a claim is which is made for it. */
function isValidSpec(spec: PodSpec): boolean {
  if (spec.volumes?.some(({ ephemeral }) => ephemeral)) return false;
  const errors: FieldErrors = [];
  validateSpec(errors, { spec, podName: "any", isPod: true, isMirror: false });
  return errors.length === 0;
}

function validateSpec(errors: FieldErrors, context: PodSpecContext): void {
  const { spec } = context;
  validatePodSpec(errors, "spec", context);
  if (!spec.serviceAccountName) forbidTokens(errors, spec);
  for (const field of ["containers", "initContainers"] as const) {
    for (const [index, container] of (spec[field] ?? []).entries()) {
      validateImagePadding(errors, `spec.${field}[${index}]`, container);
    }
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
  const { annotations } = pod.metadata;
  validateProfilesMatch(errors, "spec", { annotations, spec: pod.spec ?? noContainers });
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
  validatePodAnnotationChanges(errors, next, previous);
  const after = next.spec ?? noContainers;
  const before = previous.spec ?? noContainers;
  for (const field of ["containers", "initContainers"] as const) {
    if ((after[field]?.length ?? 0) !== (before[field]?.length ?? 0)) {
      errors.push(forbiddenField(`spec.${field}`, "pod updates may not add or remove containers"));
      return;
    }
    for (const [index, container] of (after[field] ?? []).entries()) {
      const at = `spec.${field}[${index}]`;
      if (!container.image) errors.push(required(`${at}.image`));
      validateImagePadding(errors, at, container);
    }
  }
  if (!validateDeadline(errors, after, before)) return;
  validateAddedTolerations(errors, after, before);
  const gates = (after.schedulingGates ?? []).map(({ name }) => name ?? "");
  for (const [index, name] of gates.entries()) {
    // Of one that is there twice, the last.
    if (gates.includes(name, index + 1)) continue;
    if (before.schedulingGates?.some((old) => old.name === name)) continue;
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
        `pod updates may not change fields other than ${updatable}\n${specDifference("core.PodSpec", before, masked)}`,
      ),
    );
  }
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
  } else validateTolerations(errors, "spec.tolerations", after.tolerations);
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

/** A gated Pod may still be narrowed down: its node selector may grow, its node affinity be set and added to. */
function maskGated(errors: FieldErrors, masked: PodSpec, before: PodSpec): PodSpec {
  for (const [key, value] of Object.entries(before.nodeSelector ?? {})) {
    if (masked.nodeSelector?.[key] === value) continue;
    const message = "only additions to spec.nodeSelector are allowed (no mutations or deletions)";
    errors.push(invalidValue("spec.nodeSelector", masked.nodeSelector, message));
    break;
  }
  const result = put(masked, "nodeSelector", before.nodeSelector);
  const old = before.affinity?.nodeAffinity;
  const now = masked.affinity?.nodeAffinity;
  if (same(old, now)) return result;
  validateNodeAffinityChange(errors, { next: now, previous: old });
  const { nodeAffinity: _new, ...others } = result.affinity ?? {};
  if (old) return put(result, "affinity", { ...others, nodeAffinity: old });
  const bare = Object.keys(others).length === 0 && !before.affinity;
  return put(result, "affinity", bare ? undefined : others);
}

/** Only requirements may be added, which leaves the Pod fewer nodes. Source: validateNodeAffinityMutation. */
function validateNodeAffinityChange(
  errors: FieldErrors,
  change: {
    readonly next: NodeAffinity | undefined;
    readonly previous: NodeAffinity | undefined;
  },
): void {
  const hard = "requiredDuringSchedulingIgnoredDuringExecution";
  const path = `spec.affinity.nodeAffinity.${hard}`;
  if (!change.previous?.[hard]) return;
  const old = change.previous[hard].nodeSelectorTerms ?? [];
  const now = change.next?.[hard]?.nodeSelectorTerms ?? [];
  if (old.length > 0 && now.length !== old.length) {
    const message = "no additions/deletions to non-empty NodeSelectorTerms list are allowed";
    const shown = change.next?.[hard]?.nodeSelectorTerms;
    errors.push(
      invalidValue(`${path}.nodeSelectorTerms`, goValue("core.NodeSelectorTerm", shown), message),
    );
    return;
  }
  for (const [index, term] of old.entries()) {
    const wanted = now[index];
    if (!wanted || hasOnlyAdditions(wanted, term)) continue;
    const message = "only additions are allowed (no mutations or deletions)";
    const shown = goValue("core.NodeSelectorTerm", wanted);
    errors.push(invalidValue(`${path}.nodeSelectorTerms[${index}]`, shown, message));
  }
}

/** Terms without requirements match nothing: to add one to them would be to match more. */
function hasOnlyAdditions(next: NodeSelectorTerm, previous: NodeSelectorTerm): boolean {
  const fields = ["matchExpressions", "matchFields"] as const;
  const isEmpty = (term: NodeSelectorTerm) => fields.every((field) => !term[field]?.length);
  if (isEmpty(previous)) return isEmpty(next);
  return fields.every((field) =>
    (previous[field] ?? []).every((old, index) => same(old, next[field]?.[index])),
  );
}
