/**
 * A Deployment's ReplicaSets: which is the new one, which revision each has, how large each may be. Source:
 * pkg/controller/deployment/util/deployment_util.go.
 */
import type { Deployment, ReplicaSet } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { semanticallyEqual } from "../equality.ts";
import { scaledValue } from "../int-or-percent.ts";
import { byCreation } from "../ownership.ts";

export const revisionAnnotation = "deployment.kubernetes.io/revision";
export const revisionHistoryAnnotation = "deployment.kubernetes.io/revision-history";
export const desiredReplicasAnnotation = "deployment.kubernetes.io/desired-replicas";
export const maxReplicasAnnotation = "deployment.kubernetes.io/max-replicas";
export const hashLabel = "pod-template-hash";

type ReplicaSets = readonly Stored<ReplicaSet>[];

export const replicasOf = (owner: Deployment | ReplicaSet): number => owner.spec?.replicas ?? 1;

export function sumReplicas(sets: ReplicaSets): number {
  return sets.reduce((sum, set) => sum + replicasOf(set), 0);
}

export function sumAvailable(sets: ReplicaSets): number {
  return sets.reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0);
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec?.strategy?.type !== "Recreate";
}

/** maxSurge and maxUnavailable in Pods; when both come to 0, one Pod may be unavailable, lest nothing could move. */
export function rollingLimits(deployment: Deployment): {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
} {
  if (!isRollingUpdate(deployment)) return { maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge = "25%", maxUnavailable = "25%" } =
    deployment.spec?.strategy?.rollingUpdate ?? {};
  const replicas = replicasOf(deployment);
  const surge = scaledValue(maxSurge, replicas, "up") ?? 0;
  const unavailable = scaledValue(maxUnavailable, replicas, "down") ?? 0;
  const bothZero = surge === 0 && unavailable === 0;
  return { maxSurge: surge, maxUnavailable: Math.min(replicas, bothZero ? 1 : unavailable) };
}

/** True when the ReplicaSet's template is the Deployment's, the hash label aside. */
export function hasTemplateOf(set: ReplicaSet, deployment: Deployment): boolean {
  return semanticallyEqual(withoutHash(set.spec?.template), withoutHash(deployment.spec?.template));
}

function withoutHash(template: NonNullable<ReplicaSet["spec"]>["template"]): unknown {
  const labels = { ...template?.metadata?.labels };
  delete labels[hashLabel];
  return { ...template, metadata: { ...template?.metadata, labels } };
}

/** The oldest ReplicaSet with the Deployment's template, and all others, oldest first. */
export function splitByTemplate(
  deployment: Deployment,
  sets: ReplicaSets,
): { readonly newSet: Stored<ReplicaSet> | undefined; readonly oldSets: ReplicaSets } {
  const sorted = [...sets].sort(byCreation);
  const newSet = sorted.find((set) => hasTemplateOf(set, deployment));
  return { newSet, oldSets: sorted.filter((set) => set !== newSet) };
}

/** The revision that an object is annotated with; 0 when it has none or an unreadable one. */
export function revisionOf(object: Deployment | ReplicaSet): number {
  const text = object.metadata.annotations?.[revisionAnnotation];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
}

export function integerAnnotation(set: ReplicaSet, name: string): number | undefined {
  const text = set.metadata.annotations?.[name];
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** How many replicas the new ReplicaSet may have now, beside `others`. `current` is what it has. */
export function newSetReplicas(
  deployment: Deployment,
  others: ReplicaSets,
  current: number,
): number {
  const desired = replicasOf(deployment);
  if (!isRollingUpdate(deployment)) return desired;
  const room = desired + rollingLimits(deployment).maxSurge - sumReplicas(others) - current;
  return room <= 0 ? current : current + Math.min(room, desired - current);
}

/** The annotations that a ReplicaSet is to carry, by which a later change of `replicas` is told from a rollout. */
export function sizeAnnotations(deployment: Deployment): Readonly<Record<string, string>> {
  const desired = replicasOf(deployment);
  return {
    [desiredReplicasAnnotation]: String(desired),
    [maxReplicasAnnotation]: String(desired + rollingLimits(deployment).maxSurge),
  };
}

const notCopied = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  "deprecated.deployment.rollback.to",
]);

/** Characters that the revision history annotation keeps at most. */
const historyCharsMax = 2000;

/**
 * The new ReplicaSet's annotations: the Deployment's own ones, the revision (never counted down) and, when the set is
 * taken up again by a rollback, the revisions that it had before.
 */
export function newSetAnnotations(
  deployment: Deployment,
  set: ReplicaSet | undefined,
  newRevision: number,
): Readonly<Record<string, string>> {
  const annotations: Record<string, string> = { ...set?.metadata.annotations };
  for (const [name, value] of Object.entries(deployment.metadata.annotations ?? {})) {
    if (!notCopied.has(name)) annotations[name] = value;
  }
  const oldRevision = set === undefined ? 0 : revisionOf(set);
  if (oldRevision < newRevision) {
    annotations[revisionAnnotation] = String(newRevision);
    if (oldRevision > 0) {
      const past = (annotations[revisionHistoryAnnotation] ?? "").split(",").filter(Boolean);
      past.push(String(oldRevision));
      while (past.join(",").length > historyCharsMax) past.shift();
      annotations[revisionHistoryAnnotation] = past.join(",");
    }
  }
  return set === undefined ? { ...annotations, ...sizeAnnotations(deployment) } : annotations;
}
