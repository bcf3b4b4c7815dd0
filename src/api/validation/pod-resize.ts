/**
 * What may change of a Pod that runs: its resources, by `/resize`, and its debugging containers, by `/ephemeralcontainers`.
 * Source: ValidatePodResize and ValidatePodEphemeralContainersUpdate in pkg/apis/core/validation.
 */
import type { Container, Pod, PodSpec, ResourceRequirements } from "../generated/types.ts";
import { computeQosClass } from "../qos-class.ts";
import { forbiddenField, invalidValue, quote, type FieldErrors } from "./field-errors.ts";
import { mirrorAnnotation, validatePodAnnotationChanges } from "./pod-annotations.ts";
import { validatePod } from "./pod.ts";
import { same } from "./same.ts";
import { specDifference } from "./spec-difference.ts";

const noSpec: PodSpec = Object.freeze({ containers: Object.freeze([]) });

/** Of static Pods, the API shows mirrors. */
function isMirror({ metadata }: Pod): boolean {
  return metadata.annotations?.[mirrorAnnotation] !== undefined;
}

export function validateEphemeralUpdate(errors: FieldErrors, next: Pod, previous: Pod): void {
  if (isMirror(previous)) {
    errors.push(forbiddenField("[]", "static pods do not support ephemeral containers"));
    return;
  }
  validatePod(errors, next);
  validatePodAnnotationChanges(errors, next, previous);
  const path = "spec.ephemeralContainers";
  const now = new Map(
    (next.spec?.ephemeralContainers ?? []).map((container) => [container.name, container]),
  );
  for (const old of previous.spec?.ephemeralContainers ?? []) {
    const container = now.get(old.name);
    const named = `existing ephemeral containers ${quote(old.name)} may not be`;
    if (!container) errors.push(forbiddenField(path, `${named} removed\n`));
    else if (!same(container, old)) {
      errors.push(
        forbiddenField(
          path,
          `${named} changed\n${specDifference("core.EphemeralContainer", old, container)}`,
        ),
      );
    }
  }
}

export function validatePodResize(errors: FieldErrors, next: Pod, previous: Pod): void {
  const before = previous.spec ?? noSpec;
  const refusal = isMirror(previous)
    ? "static pods cannot be resized"
    : before.os?.name === "windows"
      ? "windows pods cannot be resized"
      : undefined;
  if (refusal !== undefined) {
    errors.push(forbiddenField("[]", refusal));
    return;
  }
  validatePod(errors, next);
  const after = next.spec ?? noSpec;
  if ((previous.status?.qosClass || computeQosClass(before)) !== computeQosClass(after)) {
    const message = "Pod QOS Class may not change as a result of resizing";
    errors.push(invalidValue("spec", next.status?.qosClass ?? "", message));
  }
  const running = previous.status?.containerStatuses?.find(({ state }) => state?.running);
  if (running && !running.resources) {
    errors.push(forbiddenField("spec", "Pod running on node without support for resize"));
  }
  const resources = validateWhole(errors, after, before);
  if (!validateOrder(errors, after, before)) return;
  for (const list of ["initContainers", "containers"] as const) {
    for (const [index, old] of (before[list] ?? []).entries()) {
      const path = `spec.${list}[${index}].resources`;
      validateKept(errors, path, { now: after[list]?.[index]?.resources, old: old.resources });
    }
  }
  const containers = maskContainers(errors, after, before);
  const initContainers = maskInitContainers(errors, after, before);
  if (errors.length > 0) return;
  if (!same({ ...after, resources, containers, initContainers }, before)) {
    errors.push(forbiddenField("spec", "only cpu and memory resources are mutable"));
  }
}

/** The Pod's own resources with cpu and memory set back: whatever else differs is refused. */
function validateWhole(
  errors: FieldErrors,
  { resources: now }: PodSpec,
  { resources: old }: PodSpec,
): ResourceRequirements | undefined {
  const isSet = (list: ResourceRequirements | undefined): boolean =>
    Object.keys(list?.requests ?? {}).length + Object.keys(list?.limits ?? {}).length > 0;
  if (!isSet(old) && !isSet(now)) return now;
  if (old && !now) {
    errors.push(forbiddenField("spec.resources", "pod-level resources cannot be removed"));
    return now;
  }
  for (const side of ["requests", "limits"] as const) {
    if (!old || !isRemoved(now?.[side], old[side])) continue;
    const detail = `pod-level resource ${side} cannot be removed`;
    errors.push(forbiddenField(`spec.resources.${side}`, detail));
  }
  const whole = now && maskRequirements(now, old);
  // Where there was nothing, what is left of nothing but cpu and memory is nothing.
  const masked = !old && !isSet(whole) && !whole?.claims?.length ? undefined : whole;
  if (same(masked, old)) return masked;
  errors.push(forbiddenField("spec", "only cpu and memory resources are mutable at pod-level"));
  return masked;
}

type Amounts = Readonly<Record<string, string>>;

function isRemoved(now: Amounts | undefined, old: Amounts | undefined): boolean {
  return Object.keys(old ?? {}).some((name) => now?.[name] === undefined);
}

function maskRequirements(
  now: ResourceRequirements,
  old: ResourceRequirements | undefined,
): ResourceRequirements & { readonly requests: Amounts; readonly limits: Amounts } {
  return {
    ...now,
    requests: maskAmounts(now.requests, old?.requests),
    limits: maskAmounts(now.limits, old?.limits),
  };
}

/** The amounts with those of cpu and memory as they were. */
function maskAmounts(now: Amounts | undefined, old: Amounts | undefined): Amounts {
  const { cpu: _cpu, memory: _memory, ...others } = now ?? {};
  const result: Record<string, string> = { ...others };
  for (const name of ["cpu", "memory"]) {
    const amount = old?.[name];
    if (amount !== undefined) result[name] = amount;
  }
  return result;
}

/** False when the containers are not the same in number, name and order: then they cannot be compared. */
function validateOrder(errors: FieldErrors, after: PodSpec, before: PodSpec): boolean {
  const count = errors.length;
  for (const list of ["containers", "initContainers"] as const) {
    const now = after[list] ?? [];
    const old = before[list] ?? [];
    if (now.length !== old.length) {
      const detail = `${list} may not be added or removed on resize`;
      errors.push(forbiddenField(`spec.${list}`, detail));
      continue;
    }
    for (const [index, { name }] of old.entries()) {
      if (now[index]?.name === name) continue;
      const detail = `${list} may not be renamed or reordered on resize`;
      errors.push(forbiddenField(`spec.${list}[${index}].name`, detail));
    }
  }
  return errors.length === count;
}

function validateKept(
  errors: FieldErrors,
  path: string,
  {
    now,
    old,
  }: {
    readonly now: ResourceRequirements | undefined;
    readonly old: ResourceRequirements | undefined;
  },
): void {
  for (const side of ["requests", "limits"] as const) {
    if (!isRemoved(now?.[side], old?.[side])) continue;
    errors.push(forbiddenField(`${path}.${side}`, `resource ${side} cannot be removed`));
  }
}

/** The container with what may be resized as it was. Claims go, as in Kubernetes: a container that has any cannot be resized. */
function maskContainer(container: Container, old: Container): Container {
  const { requests, limits } = maskRequirements(container.resources ?? {}, old.resources);
  return { ...container, resources: { requests, limits } };
}

function maskContainers(
  errors: FieldErrors,
  after: PodSpec,
  before: PodSpec,
): readonly Container[] | undefined {
  return after.containers?.map((container, index) => {
    const old = before.containers[index] ?? container;
    const masked = maskContainer(container, old);
    if (!same(masked, old)) {
      errors.push(forbiddenField("spec", "only cpu and memory resources are mutable"));
    }
    return masked;
  });
}

function maskInitContainers(
  errors: FieldErrors,
  after: PodSpec,
  before: PodSpec,
): readonly Container[] | undefined {
  return after.initContainers?.map((container, index) => {
    const old = before.initContainers?.[index] ?? container;
    const at = `spec.initContainers[${index}]`;
    const masked = maskContainer(container, old);
    if (!same(masked, old)) {
      const detail = "only cpu and memory resources for init or sidecar containers are mutable";
      errors.push(forbiddenField(at, detail));
    }
    if (container.restartPolicy === "Always" || same(container, old)) return masked;
    for (const { restartPolicy } of container.resizePolicy ?? []) {
      if (restartPolicy !== "RestartContainer") continue;
      const detail =
        "non-sidecar init containers with a resize policy of RestartContainer cannot be resized";
      errors.push(forbiddenField(at, detail));
    }
    return masked;
  });
}
