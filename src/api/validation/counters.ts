/** Counters in the status of workloads. Source: ValidateDeploymentStatus and its neighbours in pkg/apis/apps/validation. */
import { invalidValue, type FieldErrors } from "./field-errors.ts";
import { nonNegative } from "./numbers.ts";

type Counters = Readonly<Record<string, unknown>>;

interface WithStatus {
  readonly status?: object;
}

/** Counters of Pods that are among `replicas`. Kubernetes also compares those that are absent, with 0. */
const parts = [
  "fullyLabeledReplicas",
  "updatedReplicas",
  "readyReplicas",
  "currentReplicas",
  "availableReplicas",
];

/** Numbers that are not negative, parts not above the whole, and a collision count that does not go back. */
export function validateCounters(
  errors: FieldErrors,
  next: WithStatus,
  previous: WithStatus,
): void {
  const status = (next.status ?? {}) as Counters;
  for (const [field, value] of Object.entries(status)) {
    if (typeof value === "number") errors.push(...nonNegative(`status.${field}`, value));
  }
  const count = (field: string): number => {
    const value = status[field];
    return typeof value === "number" ? value : 0;
  };
  const replicas = count("replicas");
  for (const field of parts) {
    if (field in status && count(field) > replicas) {
      const message = "cannot be greater than status.replicas";
      errors.push(invalidValue(`status.${field}`, count(field), message));
    }
  }
  if (count("availableReplicas") > count("readyReplicas")) {
    const message = "cannot be greater than readyReplicas";
    errors.push(invalidValue("status.availableReplicas", count("availableReplicas"), message));
  }
  const collisions = ((previous.status ?? {}) as Counters)["collisionCount"];
  if (typeof collisions === "number" && count("collisionCount") < collisions) {
    const message = "cannot be decremented";
    errors.push(invalidValue("status.collisionCount", count("collisionCount"), message));
  }
}
