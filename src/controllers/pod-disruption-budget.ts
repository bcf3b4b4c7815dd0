/**
 * The disruption controller: keeps the status of PodDisruptionBudgets, by which evictions and preemption decide, and takes
 * back DisruptionTarget conditions that nothing came of. Source: pkg/controller/disruption/disruption.go.
 */
import type {
  Condition,
  Pod,
  PodCondition,
  PodDisruptionBudget,
  PodDisruptionBudgetStatus,
} from "../api/generated/types.ts";
import {
  DEPLOYMENTS,
  PODS,
  POD_DISRUPTION_BUDGETS,
  REPLICATION_CONTROLLERS,
  REPLICA_SETS,
  STATEFUL_SETS,
} from "../api/kinds.ts";
import { objectKey } from "../api/object.ts";
import type { Stored } from "../api/object.ts";
import { parseTime, rfc3339 } from "../api/time.ts";
import { lookUp, ownKey, statesOf, watch } from "../loop/controller.ts";
import type { Controller, Listers } from "../loop/controller.ts";
import { matchesLabelSelector } from "../loop/label-selector.ts";
import { plan, updateStatus } from "../loop/plan.ts";
import type { Action, Plan } from "../loop/plan.ts";
import { findCondition } from "./conditions.ts";
import { semanticallyEqual } from "./equality.ts";
import { controllerOf } from "./ownership.ts";
import { expectedPodsOf, UncountablePods } from "./pod-disruption-budget/expected-pods.ts";
import type { Scale } from "./pod-disruption-budget/expected-pods.ts";
import { isFinished, isReady, podCondition } from "./pod-state.ts";

/** A Pod that was let be evicted counts as gone for so long; after that, as there. */
const deletionTimeoutMs = 120_000;
/** How long a Pod may be marked for a disruption that does not come. */
const staleTargetMs = 120_000;

export interface BudgetView {
  readonly budget: Stored<PodDisruptionBudget>;
  /** The Pods that the budget's selector matches. */
  readonly pods: readonly Stored<Pod>[];
  /** By the uid of each Pod that something controls: what wants how many such Pods; absent when that cannot be told. */
  readonly scales: ReadonlyMap<string, Scale | undefined>;
}

export const podDisruptionBudgetController: Controller<BudgetView> = {
  name: "controllermanager",
  serviceAccount: "disruption-controller",
  watches: [
    watch(POD_DISRUPTION_BUDGETS, ownKey),
    watch(PODS, (change, listers) => {
      const budgets = listers.of(POD_DISRUPTION_BUDGETS);
      return statesOf(change).flatMap((pod) =>
        budgets
          .inNamespace(pod.metadata.namespace ?? "")
          .filter(({ spec }) => matchesLabelSelector(spec?.selector, pod.metadata.labels))
          .map(objectKey),
      );
    }),
    ...[DEPLOYMENTS, REPLICA_SETS, REPLICATION_CONTROLLERS, STATEFUL_SETS].map((resource) =>
      lookUp(resource as typeof REPLICA_SETS),
    ),
  ],
  view(listers, key) {
    const budget = listers.of(POD_DISRUPTION_BUDGETS).get(key);
    if (budget === undefined) return undefined;
    const pods = listers
      .of(PODS)
      .inNamespace(budget.metadata.namespace ?? "")
      .filter(({ metadata }) => matchesLabelSelector(budget.spec?.selector, metadata.labels));
    const scales = new Map<string, Scale | undefined>();
    for (const pod of pods) {
      if (controllerOf(pod.metadata) !== undefined) {
        scales.set(pod.metadata.uid, scaleBehind(pod, listers));
      }
    }
    return { budget, pods, scales };
  },
  reconcile: reconcileBudget,
};

/** Undefined for a controller that is gone, or that has no scale to be read. */
function scaleBehind(pod: Stored<Pod>, listers: Listers): Scale | undefined {
  const reference = controllerOf(pod.metadata);
  if (reference === undefined) return undefined;
  const key = `${pod.metadata.namespace ?? ""}/${reference.name}`;
  switch (reference.kind) {
    case "ReplicaSet": {
      const set = listers.of(REPLICA_SETS).get(key);
      if (set?.metadata.uid !== reference.uid) return undefined;
      const above = controllerOf(set.metadata);
      if (above?.kind !== "Deployment") return scaleOf(set);
      const deployment = listers.of(DEPLOYMENTS).byUid(above.uid);
      return deployment === undefined ? undefined : scaleOf(deployment);
    }
    case "ReplicationController": {
      const controller = listers.of(REPLICATION_CONTROLLERS).get(key);
      return controller?.metadata.uid === reference.uid ? scaleOf(controller) : undefined;
    }
    case "StatefulSet": {
      const set = listers.of(STATEFUL_SETS).get(key);
      return set?.metadata.uid === reference.uid ? scaleOf(set) : undefined;
    }
    default:
      // Of custom resources with a scale subresource nothing is known here.
      return undefined;
  }
}

function scaleOf(object: {
  readonly metadata: { readonly uid: string };
  readonly spec?: { readonly replicas?: number };
}): Scale {
  return { uid: object.metadata.uid, replicas: object.spec?.replicas ?? 1 };
}

function reconcileBudget(view: BudgetView, nowMs: number): Plan {
  const { budget, pods } = view;
  const { disruptedPods, recheckInMs, overdue } = stillDisrupted(view, nowMs);
  let status: PodDisruptionBudgetStatus;
  try {
    const expected = expectedPodsOf(budget, pods.length, () => scalesOf(view));
    const currentHealthy = pods.filter(
      (pod) =>
        pod.metadata.deletionTimestamp === undefined &&
        disruptedPods[pod.metadata.name] === undefined &&
        isReady(pod),
    ).length;
    const spare = expected.expectedPods > 0 ? currentHealthy - expected.desiredHealthy : 0;
    status = {
      currentHealthy,
      ...expected,
      disruptionsAllowed: Math.max(0, spare),
      ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
      observedGeneration: budget.metadata.generation ?? 0,
    };
  } catch (error) {
    if (!(error instanceof UncountablePods)) throw error;
    return failSafe(view, error.message, nowMs);
  }
  const spare = (status.disruptionsAllowed ?? 0) > 0;
  const conditions = withCondition(budget, nowMs, {
    status: spare ? "True" : "False",
    reason: spare ? "SufficientPods" : "InsufficientPods",
    message: "",
  });
  const next = { ...status, conditions };
  if (semanticallyEqual(next, budget.status)) return plan([], recheckInMs);
  const actions: Action[] = [...overdue, ...remarks(view)];
  return plan([...actions, updateStatus(POD_DISRUPTION_BUDGETS, budget, next)], recheckInMs);
}

function scalesOf({ budget, pods, scales }: BudgetView): readonly Scale[] {
  return pods.flatMap((pod) => {
    if (!scales.has(pod.metadata.uid)) return [];
    const scale = scales.get(pod.metadata.uid);
    if (scale !== undefined) return scale;
    const { kind = "" } = controllerOf(pod.metadata) ?? {};
    const known = ["ReplicaSet", "ReplicationController", "StatefulSet"].includes(kind);
    throw new UncountablePods(
      known
        ? `found no controllers for pod "${pod.metadata.name}"`
        : `${kind} of pod "${pod.metadata.name}" in ${budget.metadata.namespace ?? ""} does not implement the scale subresource`,
    );
  });
}

/** The Pods that have been let be evicted and are not gone yet, and those that should have been by now. */
function stillDisrupted(
  { budget, pods }: BudgetView,
  nowMs: number,
): {
  readonly disruptedPods: Readonly<Record<string, string>>;
  readonly recheckInMs: number | undefined;
  readonly overdue: readonly Action[];
} {
  const disruptedPods: Record<string, string> = {};
  const overdue: Action[] = [];
  let recheckInMs: number | undefined;
  const byName = [...pods].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  for (const pod of byName) {
    const { name, deletionTimestamp } = pod.metadata;
    const since = budget.status?.disruptedPods?.[name];
    if (deletionTimestamp !== undefined || since === undefined) continue;
    const leftMs = (parseTime(since) ?? 0) + deletionTimeoutMs - nowMs;
    if (leftMs < 0) {
      const { namespace = "" } = budget.metadata;
      // Kubernetes names the namespace twice, and never the budget.
      const message = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`;
      const announce = { regarding: pod, type: "Warning", reason: "NotDeleted", message } as const;
      overdue.push({ verb: "event", announce });
      continue;
    }
    recheckInMs = Math.min(recheckInMs ?? Infinity, leftMs + 1);
    disruptedPods[name] = since;
  }
  return { disruptedPods, recheckInMs, overdue };
}

/** What users should know about the Pods of a budget; told when its status is written. */
function remarks({ budget, pods, scales }: BudgetView): readonly Action[] {
  if (pods.length === 0) {
    const message = "No matching pods found";
    return [{ verb: "event", announce: { regarding: budget, reason: "NoPods", message } }];
  }
  const { maxUnavailable, minAvailable } = budget.spec ?? {};
  const countsScales = maxUnavailable !== undefined || typeof minAvailable === "string";
  if (!countsScales || pods.every((pod) => scales.has(pod.metadata.uid))) return [];
  const labels = Object.entries(budget.spec?.selector?.matchLabels ?? {});
  const selector = labels.map(([key, value]) => `${key}=${value}`).sort();
  const message = `Pods selected by this PodDisruptionBudget (selector: ${selector.join(",")}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
  return [
    {
      verb: "event",
      announce: { regarding: budget, type: "Warning", reason: "UnmanagedPods", message },
    },
  ];
}

/** Nothing may be disrupted as long as nobody can count. */
function failSafe({ budget }: BudgetView, why: string, nowMs: number): Plan {
  const conditions = withCondition(budget, nowMs, {
    status: "False",
    reason: "SyncFailed",
    message: why,
  });
  const zero = { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  const next = { ...zero, ...budget.status, disruptionsAllowed: 0, conditions };
  if (semanticallyEqual(next, budget.status)) return plan([]);
  const message = `Failed to calculate the number of expected pods: ${why}`;
  const reason = "CalculateExpectedPodCountFailed";
  return plan([
    { verb: "event", announce: { regarding: budget, type: "Warning", reason, message } },
    updateStatus(POD_DISRUPTION_BUDGETS, budget, next),
  ]);
}

/** The budget's conditions with DisruptionAllowed as given; its time stays while its status does. */
function withCondition(
  budget: Stored<PodDisruptionBudget>,
  nowMs: number,
  next: Pick<Condition, "status" | "reason" | "message">,
): readonly Condition[] {
  const type = "DisruptionAllowed";
  const known = findCondition(budget.status?.conditions, type);
  const since = known?.status === next.status ? known.lastTransitionTime : rfc3339(nowMs);
  const others = (budget.status?.conditions ?? []).filter((condition) => condition.type !== type);
  const observedGeneration = budget.metadata.generation ?? 0;
  return [...others, { type, ...next, lastTransitionTime: since, observedGeneration }];
}

/** Takes back, after a while, that a Pod is about to be disrupted when nothing has come of it. */
export const staleDisruptionController: Controller<Stored<Pod>> = {
  name: "stale-pod-disruption",
  serviceAccount: "disruption-controller",
  watches: [
    watch(PODS, (change) => (change.after && targetOf(change.after) ? ownKey(change) : [])),
  ],
  view(listers, key) {
    const pod = listers.of(PODS).get(key);
    return pod !== undefined && targetOf(pod) !== undefined ? pod : undefined;
  },
  reconcile(pod, nowMs) {
    const target = targetOf(pod);
    if (target === undefined) return plan([]);
    const leftMs = (parseTime(target.lastTransitionTime) ?? nowMs) + staleTargetMs - nowMs;
    if (leftMs > 0) return plan([], leftMs);
    const { generation } = pod.metadata;
    const condition = {
      type: "DisruptionTarget",
      status: "False",
      lastTransitionTime: rfc3339(nowMs),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    };
    const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
    const status = { ...pod.status, conditions: [...others, condition] };
    return plan([updateStatus(PODS, pod, status as NonNullable<Pod["status"]>)]);
  },
};

/** The mark of a Pod that is not on its way out for all that; a kubelet's own mark stands. */
function targetOf(pod: Stored<Pod>): PodCondition | undefined {
  if (pod.metadata.deletionTimestamp !== undefined || isFinished(pod)) return undefined;
  const target = podCondition(pod, "DisruptionTarget");
  return target?.status === "True" && target.reason !== "TerminationByKubelet" ? target : undefined;
}
