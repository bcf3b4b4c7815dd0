/** The status of workloads: counters, and what may become of them. Source: ValidateDeploymentStatus and its neighbours in pkg/apis/apps/validation. */
import { invalidValue, type FieldErrors } from "./field-errors.ts";
import { nonNegative } from "./numbers.ts";

type Counters = Readonly<Record<string, unknown>>;

interface WithStatus {
  readonly status?: object;
}

/** What is checked of a kind's status, in Kubernetes' order. */
interface Rules {
  /** Numbers that are not negative. */
  readonly counters: readonly string[];
  /** Counters of Pods that are among `replicas`. */
  readonly parts: readonly string[];
  /** How the whole is called of which those that are available are a part. */
  readonly ready?: string;
}

const replicaSet: Rules = {
  counters: [
    "replicas",
    "fullyLabeledReplicas",
    "readyReplicas",
    "availableReplicas",
    "observedGeneration",
    "terminatingReplicas",
  ],
  parts: ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"],
  ready: "readyReplicas",
};

const rules = {
  Deployment: {
    counters: [
      "observedGeneration",
      "replicas",
      "updatedReplicas",
      "readyReplicas",
      "availableReplicas",
      "unavailableReplicas",
      "terminatingReplicas",
      "collisionCount",
    ],
    parts: ["updatedReplicas", "readyReplicas", "availableReplicas"],
    ready: "readyReplicas",
  },
  DaemonSet: {
    counters: [
      "currentNumberScheduled",
      "numberMisscheduled",
      "desiredNumberScheduled",
      "numberReady",
      "observedGeneration",
      "updatedNumberScheduled",
      "numberAvailable",
      "numberUnavailable",
      "collisionCount",
    ],
    parts: [],
  },
  ReplicaSet: replicaSet,
  ReplicationController: replicaSet,
  StatefulSet: {
    counters: [
      "replicas",
      "readyReplicas",
      "currentReplicas",
      "updatedReplicas",
      "availableReplicas",
      "observedGeneration",
      "collisionCount",
    ],
    parts: ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"],
    ready: "status.readyReplicas",
  },
} satisfies Record<string, Rules>;

/** Numbers that are not negative, parts not above the whole, and a collision count that does not go back. */
export function validateCounters(
  kind: keyof typeof rules,
): (errors: FieldErrors, next: WithStatus, previous: WithStatus) => void {
  const { counters, parts, ready }: Rules = rules[kind];
  return (errors, next, previous) => {
    const status = (next.status ?? {}) as Counters;
    const count = (field: string): number => numberOf(status[field]);
    for (const field of counters) errors.push(...nonNegative(`status.${field}`, count(field)));
    const above = (field: string, whole: number, name: string): void => {
      if (count(field) <= whole) return;
      errors.push(invalidValue(`status.${field}`, count(field), `cannot be greater than ${name}`));
    };
    for (const field of parts) above(field, count("replicas"), "status.replicas");
    if (ready) above("availableReplicas", count("readyReplicas"), ready);
    if (!counters.includes("collisionCount")) return;
    const collisions = ((previous.status ?? {}) as Counters)["collisionCount"];
    if (typeof collisions === "number" && count("collisionCount") < collisions) {
      const message = "cannot be decremented";
      errors.push(invalidValue("status.collisionCount", count("collisionCount"), message));
    }
  };
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
