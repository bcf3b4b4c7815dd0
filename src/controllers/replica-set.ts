/**
 * The ReplicaSet controller, and the ReplicationController one, which is the same with other names: keep as many Pods
 * as asked for, adopt and release, tell how many are ready. Source: pkg/controller/replicaset/replica_set.go.
 */
import type {
  LabelSelector,
  Pod,
  ReplicaSet,
  ReplicationController,
} from "../api/generated/types.ts";
import { PODS, REPLICA_SETS, REPLICATION_CONTROLLERS } from "../api/kinds.ts";
import { type ResourceRef, type Stored } from "../api/object.ts";
import { statesOf, ownKey, watch, type Controller, type Listers } from "../loop/controller.ts";
import { hasLabels } from "../loop/label-selector.ts";
import { plan, updateStatus, type Action, type Plan } from "../loop/plan.ts";
import { findCondition, removeCondition, setCondition } from "./conditions.ts";
import { semanticallyEqual, withoutZeros } from "./equality.ts";
import { claim, claimCandidates, controllerOf, ownerKeys } from "./ownership.ts";
import { podFromTemplate } from "./pod-from-template.ts";
import { rankForDeletion } from "./pod-ranking.ts";
import { rfc3339 } from "../api/time.ts";
import {
  availableInMs,
  isActive,
  isAvailable,
  isFinished,
  isReady,
  isTerminating,
} from "./pod-state.ts";

type Replicated = ReplicaSet | ReplicationController;

/** Pods that one plan creates or deletes at most; the rest follows in the next ones. */
const burstReplicas = 500;

export interface ReplicaSetView {
  readonly owner: Stored<Replicated>;
  /** Pods that the owner has, or could adopt. */
  readonly pods: readonly Stored<Pod>[];
  /** Pods of all ReplicaSets of the same Deployment, these included. */
  readonly related: readonly Stored<Pod>[];
}

interface Flavour {
  readonly name: string;
  readonly resource: ResourceRef<Replicated>;
  selector(owner: Replicated): LabelSelector | undefined;
}

export const replicaSetController = create({
  name: "replicaset-controller",
  resource: REPLICA_SETS,
  selector: (owner) => (owner as ReplicaSet).spec?.selector,
});

export const replicationController = create({
  name: "replication-controller",
  resource: REPLICATION_CONTROLLERS,
  selector(owner) {
    const matchLabels = (owner as ReplicationController).spec?.selector;
    return matchLabels === undefined ? undefined : { matchLabels };
  },
});

function create(flavour: Flavour): Controller<ReplicaSetView> {
  const { resource } = flavour;
  return {
    name: flavour.name,
    watches: [
      watch(resource, ownKey),
      watch(PODS, (change, listers) =>
        statesOf(change).flatMap((pod) => ownerKeys(listers.of(resource), pod, flavour.selector)),
      ),
    ],
    view(listers, key) {
      const owner = listers.of(resource).get(key);
      if (owner === undefined) return undefined;
      const pods = listers.of(PODS);
      return {
        owner,
        pods: claimCandidates(pods, owner, flavour.selector(owner)),
        related: siblingsOf(owner, listers, resource).flatMap(({ metadata }) =>
          pods.ownedBy(metadata.uid),
        ),
      };
    },
    reconcile: (view, nowMs) => reconcile(flavour, view, nowMs),
    refused: ({ owner }, message, { nowMs }) =>
      failureCondition(resource, owner, { message, nowMs }),
  };
}

function siblingsOf(
  owner: Stored<Replicated>,
  listers: Listers,
  resource: ResourceRef<Replicated>,
): readonly Stored<Replicated>[] {
  const above = controllerOf(owner.metadata);
  if (above === undefined) return [owner];
  const siblings = listers.of(resource).ownedBy(above.uid);
  return siblings.filter((sibling) => controllerOf(sibling.metadata)?.uid === above.uid);
}

function reconcile(flavour: Flavour, view: ReplicaSetView, nowMs: number): Plan {
  const { owner } = view;
  const { resource } = flavour;
  const { claimed, actions: claims } = claim({
    owner,
    ownerResource: resource,
    selector: flavour.selector(owner),
    resource: PODS,
    candidates: view.pods.filter((pod) => !isFinished(pod)),
  });
  const active = claimed.filter(isActive);
  const terminating = claimed.filter(isTerminating).length;
  const actions: Action[] = [...claims];
  if (owner.metadata.deletionTimestamp === undefined) {
    actions.push(...scaleActions(flavour, { ...view, pods: active }, nowMs));
  }
  const status = statusOf(owner, active, { terminating, nowMs });
  if (!semanticallyEqual(status, owner.status)) {
    actions.push(updateStatus(resource, owner, status));
  }
  const minReadySeconds = owner.spec?.minReadySeconds ?? 0;
  const waits = active
    .map((pod) => availableInMs(pod, minReadySeconds, nowMs))
    .filter((ms) => ms > 0 && ms !== Infinity);
  return plan(actions, ...waits);
}

/** Creates what is missing or deletes what is too much, `burstReplicas` at a time. */
function scaleActions(flavour: Flavour, view: ReplicaSetView, nowMs: number): readonly Action[] {
  const { owner, pods, related } = view;
  const missing = (owner.spec?.replicas ?? 1) - pods.length;
  if (missing > 0) {
    const announce = {
      regarding: owner,
      reason: "SuccessfulCreate",
      message: "Created pod: {name}",
      failure: { reason: "FailedCreate", message: "Error creating: {error}" },
    };
    const object = podFromTemplate(flavour.resource, owner, owner.spec?.template);
    const creations = Array.from({ length: Math.min(missing, burstReplicas) }, () => ({
      verb: "create" as const,
      resource: PODS,
      object,
      announce,
    }));
    return [{ verb: "batch", actions: creations, slowStart: true }];
  }
  if (missing === 0) return [];
  const surplus = rankForDeletion(pods, related, nowMs).slice(0, Math.min(-missing, burstReplicas));
  const deletions = surplus.map((object) => ({
    verb: "delete" as const,
    resource: PODS,
    object,
    announce: {
      regarding: owner,
      reason: "SuccessfulDelete",
      message: "Deleted pod: {name}",
      failure: { reason: "FailedDelete", message: "Error deleting: {error}" },
    },
  }));
  return [{ verb: "batch", actions: deletions }];
}

/** The status as the Pods are now; a failure condition goes, for it stands after the Pods' creation in the plan. */
function statusOf(
  owner: Stored<Replicated>,
  active: readonly Stored<Pod>[],
  { terminating, nowMs }: { readonly terminating: number; readonly nowMs: number },
): NonNullable<ReplicaSet["status"]> {
  const labels = owner.spec?.template?.metadata?.labels;
  const minReadySeconds = owner.spec?.minReadySeconds ?? 0;
  const count = (test: (pod: Stored<Pod>) => boolean): number => active.filter(test).length;
  const conditions = removeCondition(owner.status?.conditions, "ReplicaFailure");
  return {
    replicas: active.length,
    ...withoutZeros({
      fullyLabeledReplicas: count((pod) => hasLabels(labels, pod.metadata.labels)),
      readyReplicas: count(isReady),
      availableReplicas: count((pod) => isAvailable(pod, minReadySeconds, nowMs)),
      observedGeneration: owner.metadata.generation ?? 0,
    }),
    ...(owner.kind === "ReplicaSet" ? { terminatingReplicas: terminating } : {}),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function failureCondition(
  resource: ResourceRef<Replicated>,
  owner: Stored<Replicated>,
  { message, nowMs }: { readonly message: string; readonly nowMs: number },
): Plan {
  const current = findCondition(owner.status?.conditions, "ReplicaFailure");
  if (current !== undefined) return plan([]);
  const conditions = setCondition(owner.status?.conditions, {
    type: "ReplicaFailure",
    status: "True",
    lastTransitionTime: rfc3339(nowMs),
    reason: "FailedCreate",
    message,
  });
  const status = { ...(owner.status ?? { replicas: 0 }), conditions };
  return plan([updateStatus(resource, owner, status)]);
}
