/**
 * How large a Deployment's ReplicaSets are to be: by rolling update, by recreating, or by sharing out a change of
 * `replicas` in proportion. Pure arithmetic over the sets; sizes not mentioned stay. Source:
 * pkg/controller/deployment/{rolling,recreate,sync}.go.
 */
import type { Deployment, ReplicaSet } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import {
  desiredReplicasAnnotation,
  integerAnnotation,
  isRollingUpdate,
  maxReplicasAnnotation,
  newSetReplicas,
  replicasOf,
  rollingLimits,
  sumAvailable,
  sumReplicas,
} from "./replica-sets.ts";

export interface SetsOfDeployment {
  readonly deployment: Stored<Deployment>;
  readonly newSet: Stored<ReplicaSet> | undefined;
  /** Oldest first. */
  readonly oldSets: readonly Stored<ReplicaSet>[];
}

/** Replicas by the ReplicaSet's uid. Every set that is named is written when its size or annotations differ. */
export type Sizes = ReadonlyMap<string, number>;

const isActiveSet = (set: ReplicaSet): boolean => replicasOf(set) > 0;

/** One step of a rolling update: first the new set grows, and when it cannot, the old ones shrink. */
export function rollingSizes(sets: SetsOfDeployment): Sizes {
  const { deployment, newSet, oldSets } = sets;
  if (newSet === undefined) return new Map();
  const desired = replicasOf(deployment);
  const current = replicasOf(newSet);
  if (current > desired) return new Map([[newSet.metadata.uid, desired]]);
  const grown = newSetReplicas(deployment, oldSets, current);
  if (grown !== current) return new Map([[newSet.metadata.uid, grown]]);
  return shrinkOldSets(deployment, newSet, oldSets.filter(isActiveSet));
}

function shrinkOldSets(
  deployment: Stored<Deployment>,
  newSet: Stored<ReplicaSet>,
  oldSets: readonly Stored<ReplicaSet>[],
): Sizes {
  const minAvailable = replicasOf(deployment) - rollingLimits(deployment).maxUnavailable;
  const newUnavailable = replicasOf(newSet) - (newSet.status?.availableReplicas ?? 0);
  const total = sumReplicas([...oldSets, newSet]);
  let removable = total - minAvailable - newUnavailable;
  const sizes = new Map<string, number>();
  const sizeOf = (set: Stored<ReplicaSet>): number =>
    sizes.get(set.metadata.uid) ?? replicasOf(set);
  const take = (set: Stored<ReplicaSet>, count: number): number => {
    if (count > 0) sizes.set(set.metadata.uid, sizeOf(set) - count);
    return Math.max(0, count);
  };
  if (removable <= 0) return sizes;
  // Replicas that do not work anyway go first: removing them costs no availability.
  for (const set of oldSets) {
    const unhealthy = replicasOf(set) - (set.status?.availableReplicas ?? 0);
    removable -= take(set, Math.min(removable, unhealthy));
  }
  let surplus = sumAvailable([...oldSets, newSet]) - minAvailable;
  for (const set of oldSets) surplus -= take(set, Math.min(surplus, sizeOf(set)));
  return sizes;
}

/** Recreate, first half: the old sets go to 0. */
export function recreateDownSizes({ oldSets }: SetsOfDeployment): Sizes {
  return new Map(oldSets.filter(isActiveSet).map((set) => [set.metadata.uid, 0]));
}

/** True when `replicas` was changed since the sets were last sized: not a rollout, but scaling. */
export function isScaling({ deployment, newSet, oldSets }: SetsOfDeployment): boolean {
  const sets = newSet === undefined ? oldSets : [...oldSets, newSet];
  return sets.filter(isActiveSet).some((set) => {
    const desired = integerAnnotation(set, desiredReplicasAnnotation);
    return desired !== undefined && desired !== replicasOf(deployment);
  });
}

/** Sizes after a change of `replicas`, or while paused: the one active set follows; several share in proportion. */
export function scaledSizes(sets: SetsOfDeployment): Sizes {
  const { deployment, newSet, oldSets } = sets;
  const desired = replicasOf(deployment);
  const active = [...oldSets, ...(newSet === undefined ? [] : [newSet])].filter(isActiveSet);
  if (active.length <= 1) {
    const only = active[0] ?? newSet ?? oldSets.at(-1);
    return only === undefined ? new Map() : new Map([[only.metadata.uid, desired]]);
  }
  if (newSet !== undefined && isSaturated(newSet, desired)) return recreateDownSizes(sets);
  if (!isRollingUpdate(deployment)) return new Map();
  return proportionalSizes(deployment, active);
}

function isSaturated(set: Stored<ReplicaSet>, desired: number): boolean {
  return (
    integerAnnotation(set, desiredReplicasAnnotation) === desired &&
    replicasOf(set) === desired &&
    set.status?.availableReplicas === desired
  );
}

function proportionalSizes(
  deployment: Stored<Deployment>,
  active: readonly Stored<ReplicaSet>[],
): Sizes {
  const desired = replicasOf(deployment);
  const allowed = desired > 0 ? desired + rollingLimits(deployment).maxSurge : 0;
  const toAdd = allowed - sumReplicas(active);
  // Larger sets first; among equals the newer gains first and the older loses first.
  const sorted = [...active].sort((a, b) => {
    const bySize = replicasOf(b) - replicasOf(a);
    if (bySize !== 0) return bySize;
    const older = active.indexOf(a) - active.indexOf(b);
    return toAdd > 0 ? -older : older;
  });
  const sizes = new Map<string, number>();
  let added = 0;
  for (const set of sorted) {
    const share = toAdd === 0 ? 0 : shareOf(set, deployment, toAdd - added);
    sizes.set(set.metadata.uid, replicasOf(set) + share);
    added += share;
  }
  const first = sorted[0];
  if (first !== undefined && toAdd !== 0) {
    const withRest = (sizes.get(first.metadata.uid) ?? 0) + toAdd - added;
    sizes.set(first.metadata.uid, Math.max(0, withRest));
  }
  return sizes;
}

/** The part of a change that falls to one set, by its part of the Deployment before; never more than is `left`. */
function shareOf(set: Stored<ReplicaSet>, deployment: Stored<Deployment>, left: number): number {
  if (left === 0) return 0;
  const desired = replicasOf(deployment);
  const size = replicasOf(set);
  if (desired === 0) return left > 0 ? 0 : Math.max(-size, left);
  const before = integerAnnotation(set, maxReplicasAnnotation) || deployment.status?.replicas || 0;
  if (before === 0) return 0;
  const after = (size * (desired + rollingLimits(deployment).maxSurge)) / before;
  const share = Math.round(after) - size;
  return left > 0 ? Math.min(share, left) : Math.max(share, left);
}
