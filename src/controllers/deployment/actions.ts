/** The writes of the Deployment controller: making, sizing and removing ReplicaSets, and the revision annotation. */
import type { Deployment, ReplicaSet } from "../../api/generated/types.ts";
import { DEPLOYMENTS, REPLICA_SETS } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import type { Action, CreateAction, DeleteAction, PatchAction } from "../../loop/plan.ts";
import { semanticallyEqual } from "../equality.ts";
import { controllerReference } from "../ownership.ts";
import { templateHash } from "../template-hash.ts";
import {
  hashLabel,
  newSetAnnotations,
  newSetReplicas,
  replicasOf,
  revisionAnnotation,
  revisionOf,
  sizeAnnotations,
} from "./replica-sets.ts";
import type { SetsOfDeployment, Sizes } from "./sizes.ts";

/** A limit of MaxInt32 keeps all, as a missing one does. */
const keepAll = 2 ** 31 - 1;

/** The pod-template-hash of the Deployment's present template. */
export function hashOf(deployment: Deployment): string {
  return templateHash(deployment.spec?.template, deployment.status?.collisionCount);
}

/** The new ReplicaSet as it will be created; it counts as one in the plan that creates it. */
export function unwrittenSet(sets: SetsOfDeployment): Stored<ReplicaSet> {
  const { deployment, oldSets } = sets;
  const { metadata, spec } = deployment;
  const hash = hashOf(deployment);
  const labels = { ...spec?.template.metadata?.labels, [hashLabel]: hash };
  const selector = spec?.selector;
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${metadata.name}-${hash}`,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels,
      annotations: newSetAnnotations(deployment, undefined, highestRevision(sets) + 1),
      ownerReferences: [controllerReference(DEPLOYMENTS, deployment)],
      uid: "",
      resourceVersion: "",
      creationTimestamp: "",
    },
    spec: {
      replicas: newSetReplicas(deployment, oldSets, 0),
      ...(spec?.minReadySeconds ? { minReadySeconds: spec.minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [hashLabel]: hash } },
      template: {
        ...spec?.template,
        metadata: { ...spec?.template.metadata, labels },
      },
    },
  };
}

export function createNewSet(
  deployment: Stored<Deployment>,
  newSet: Stored<ReplicaSet>,
): CreateAction {
  const { name, namespace, labels, annotations, ownerReferences } = newSet.metadata;
  const replicas = replicasOf(newSet);
  return {
    verb: "create",
    resource: REPLICA_SETS,
    object: {
      ...newSet,
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels === undefined ? {} : { labels }),
        ...(annotations === undefined ? {} : { annotations }),
        ...(ownerReferences === undefined ? {} : { ownerReferences }),
      },
    },
    ...(replicas === 0 ? {} : { announce: scaled(deployment, name, { from: 0, to: replicas }) }),
  };
}

/** One update a set whose size, annotations or minReadySeconds are not what they should be. */
export function resizeSets(sets: SetsOfDeployment, sizes: Sizes): readonly Action[] {
  const { deployment, newSet, oldSets } = sets;
  const all = newSet === undefined ? oldSets : [newSet, ...oldSets];
  return all.flatMap((set): readonly Action[] => {
    const from = replicasOf(set);
    const size = sizes.get(set.metadata.uid);
    const to = size ?? from;
    const own =
      set === newSet
        ? newSetAnnotations(deployment, set, highestRevision(sets) + 1)
        : (set.metadata.annotations ?? {});
    const annotations = size === undefined ? own : { ...own, ...sizeAnnotations(deployment) };
    const minReadySeconds =
      set === newSet ? (deployment.spec?.minReadySeconds ?? 0) : (set.spec?.minReadySeconds ?? 0);
    const unchanged =
      from === to &&
      semanticallyEqual(annotations, set.metadata.annotations) &&
      minReadySeconds === (set.spec?.minReadySeconds ?? 0);
    if (unchanged) return [];
    const object: Stored<ReplicaSet> = {
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: { ...specOf(set), replicas: to, minReadySeconds },
    };
    const { name } = set.metadata;
    const announce = from === to ? {} : { announce: scaled(deployment, name, { from, to }) };
    return [{ verb: "update", resource: REPLICA_SETS, object, ...announce }];
  });
}

/** Deletes what is more than revisionHistoryLimit of the old, empty sets, lowest revisions first. */
export function deleteOldSets({ deployment, oldSets }: SetsOfDeployment): readonly DeleteAction[] {
  const limit = deployment.spec?.revisionHistoryLimit ?? keepAll;
  if (limit === keepAll) return [];
  const alive = oldSets.filter((set) => set.metadata.deletionTimestamp === undefined);
  const surplus = [...alive]
    .sort((a, b) => revisionOf(a) - revisionOf(b))
    .slice(0, Math.max(0, alive.length - limit));
  const isEmpty = (set: Stored<ReplicaSet>): boolean =>
    replicasOf(set) === 0 &&
    (set.status?.replicas ?? 0) === 0 &&
    (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0);
  return surplus
    .filter(isEmpty)
    .map((object) => ({ verb: "delete", resource: REPLICA_SETS, object, unchanged: true }));
}

/** Gives the Deployment its new set's revision, which `kubectl rollout history` and `undo` go by. */
export function revisionPatch(sets: SetsOfDeployment): readonly PatchAction[] {
  const { deployment, newSet } = sets;
  if (newSet === undefined) return [];
  const revision = String(Math.max(revisionOf(newSet), highestRevision(sets) + 1));
  if (deployment.metadata.annotations?.[revisionAnnotation] === revision) return [];
  const patch = { metadata: { annotations: { [revisionAnnotation]: revision } } };
  // Through /status, as Kubernetes' own controller does: an annotation written there is no new generation of the Deployment.
  const subresource = "status";
  return [
    { verb: "patch", resource: DEPLOYMENTS, object: deployment, type: "merge", patch, subresource },
  ];
}

function highestRevision({ oldSets }: SetsOfDeployment): number {
  return Math.max(0, ...oldSets.map(revisionOf));
}

function specOf(set: ReplicaSet): NonNullable<ReplicaSet["spec"]> {
  if (set.spec === undefined) throw new Error(`ReplicaSet ${set.metadata.name ?? ""} has no spec`);
  return set.spec;
}

function scaled(
  deployment: Stored<Deployment>,
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
) {
  const direction = to > from ? "up" : "down";
  return {
    regarding: deployment,
    reason: "ScalingReplicaSet",
    message: `Scaled ${direction} replica set ${name} from ${from} to ${to}`,
  };
}
