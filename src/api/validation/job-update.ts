/** What may change in a Job. Source: ValidateJobSpecUpdate in pkg/apis/batch/validation, with the options of the Job strategy. */
import type { Container, Job, JobSpec, PodSpec, PodTemplateSpec } from "../generated/types.ts";
import { invalidValue, type FieldErrors } from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { same } from "./same.ts";

const immutable = "field is immutable";

export function validateJobUpdate(errors: FieldErrors, next: Job, previous: Job): void {
  const after = next.spec ?? ({} as JobSpec);
  const before = previous.spec ?? ({} as JobSpec);
  validateCompletions(errors, after, before);
  const keep = (field: keyof JobSpec, value: unknown): void => {
    if (same(after[field], before[field])) return;
    errors.push(invalidValue(`spec.${field}`, value, immutable));
  };
  keep("selector", goValue("v1.LabelSelector", after.selector));
  validateTemplateUpdate(errors, after, previous);
  keep("completionMode", after.completionMode);
  keep("podFailurePolicy", goValue("batch.PodFailurePolicy", after.podFailurePolicy));
  keep("backoffLimitPerIndex", after.backoffLimitPerIndex);
  keep("managedBy", after.managedBy);
  keep("successPolicy", goValue("batch.SuccessPolicy", after.successPolicy));
}

/** Indexed Jobs are elastic: completions may follow parallelism. */
function validateCompletions(errors: FieldErrors, after: JobSpec, before: JobSpec): void {
  const { completions, parallelism, completionMode } = after;
  if (completions === before.completions) return;
  if (completionMode !== "Indexed") {
    errors.push(invalidValue("spec.completions", completions, immutable));
  } else if (completions !== undefined && completions !== parallelism) {
    const message = "can only be modified in tandem with spec.parallelism";
    errors.push(invalidValue("spec.completions", completions, message));
  }
}

/** While a Job is suspended and none of its Pods are there, it may still be said where they run and with what. */
function validateTemplateUpdate(errors: FieldErrors, after: JobSpec, previous: Job): void {
  const template = after.template ?? {};
  const before = previous.spec?.template ?? {};
  const conditions = previous.status?.conditions ?? [];
  const isIdle =
    previous.spec?.suspend === true &&
    conditions.some(({ type, status }) => type === "Suspended" && status === "True") &&
    (previous.status?.active ?? 0) === 0;
  if (!isIdle) {
    if (same(template, before)) return;
    const value = goValue("core.PodTemplateSpec", template);
    errors.push(invalidValue("spec.template", value, immutable));
    return;
  }
  const spec = template.spec ?? { containers: [] };
  const allowed = withResourcesOf(placedAs(before, template), spec);
  if (same(spec, allowed)) return;
  const value = goValue("core.PodSpec", spec);
  errors.push(invalidValue("spec.template.spec", value, immutable));
}

/** The old spec with what the new one says of where Pods run. */
function placedAs(before: PodTemplateSpec, template: PodTemplateSpec): PodSpec {
  const old = before.spec ?? { containers: [] };
  const { nodeSelector, tolerations, schedulingGates, affinity } = template.spec ?? {};
  const placed = { ...old.affinity, nodeAffinity: affinity?.nodeAffinity };
  const isAnywhere = Object.values(placed).every((rules) => rules === undefined);
  const merged = {
    ...old,
    nodeSelector,
    tolerations,
    schedulingGates,
    affinity: !affinity && isAnywhere ? undefined : placed,
  };
  return merged as PodSpec;
}

function withResourcesOf(old: PodSpec, next: PodSpec): PodSpec {
  const containers = resourced(old.containers, next.containers) ?? [];
  const initContainers = resourced(old.initContainers, next.initContainers);
  return { ...old, containers, ...(initContainers ? { initContainers } : {}) };
}

function resourced(
  old: readonly Container[] | undefined,
  next: readonly Container[] | undefined,
): Container[] | undefined {
  const isComparable = old?.length === next?.length;
  return old?.map((container, index) => {
    const other = next?.[index];
    if (!isComparable || other?.name !== container.name) return container;
    const { resources: _dropped, ...rest } = container;
    return other.resources === undefined ? rest : { ...rest, resources: other.resources };
  });
}
