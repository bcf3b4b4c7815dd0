/**
 * The Deployment controller: one ReplicaSet for each template, rolled over within maxSurge and maxUnavailable. Source:
 * pkg/controller/deployment. Where Kubernetes writes several times in one pass, this makes one plan a pass.
 */
import type { Deployment, DeploymentCondition, Pod, ReplicaSet } from "../api/generated/types.ts";
import { DEPLOYMENTS, PODS, REPLICA_SETS } from "../api/kinds.ts";
import { objectKey, type Stored } from "../api/object.ts";
import { ownKey, statesOf, watch, type Controller, type Listers } from "../loop/controller.ts";
import { selectsEverything } from "../loop/label-selector.ts";
import { plan, updateStatus, type Action, type Plan } from "../loop/plan.ts";
import { findCondition, setCondition } from "./conditions.ts";
import {
  createNewSet,
  deleteOldSets,
  hashOf,
  resizeSets,
  revisionPatch,
  unwrittenSet,
} from "./deployment/actions.ts";
import { hasTemplateOf, isRollingUpdate, splitByTemplate } from "./deployment/replica-sets.ts";
import {
  isScaling,
  recreateDownSizes,
  rollingSizes,
  scaledSizes,
  type SetsOfDeployment,
  type Sizes,
} from "./deployment/sizes.ts";
import {
  condition,
  countedStatus,
  deadlineInMs,
  isComplete,
  progressDeadlineMs,
  rolloutStatus,
} from "./deployment/status.ts";
import { semanticallyEqual } from "./equality.ts";
import { claim, claimCandidates, controllerOf, ownerKeys } from "./ownership.ts";
import { isFinished } from "./pod-state.ts";
import { replicasOf } from "./deployment/replica-sets.ts";

export interface DeploymentView {
  readonly deployment: Stored<Deployment>;
  /** ReplicaSets that it has, or could adopt. */
  readonly replicaSets: readonly Stored<ReplicaSet>[];
  /** Whatever has the name that its new ReplicaSet would get. */
  readonly namesake: Stored<ReplicaSet> | undefined;
  /** Unfinished Pods of its ReplicaSets; only gathered for the Recreate strategy. */
  readonly pods: readonly Stored<Pod>[];
}

export const deploymentController: Controller<DeploymentView> = {
  name: "deployment-controller",
  watches: [
    watch(DEPLOYMENTS, ownKey),
    watch(REPLICA_SETS, (change, listers) =>
      statesOf(change).flatMap((set) =>
        ownerKeys(listers.of(DEPLOYMENTS), set, ({ spec }) => spec?.selector),
      ),
    ),
    watch(PODS, ({ before, after }, listers) =>
      before !== undefined && (after === undefined || isFinished(after))
        ? recreatingDeploymentOf(before, listers)
        : [],
    ),
  ],
  view(listers, key) {
    const deployment = listers.of(DEPLOYMENTS).get(key);
    if (deployment === undefined) return undefined;
    const sets = listers.of(REPLICA_SETS);
    const replicaSets = claimCandidates(sets, deployment, deployment.spec?.selector);
    const pods = isRollingUpdate(deployment)
      ? []
      : replicaSets.flatMap((set) => listers.of(PODS).ownedBy(set.metadata.uid));
    return {
      deployment,
      replicaSets,
      namesake: sets.get(`${key}-${hashOf(deployment)}`),
      pods: pods.filter((pod) => !isFinished(pod)),
    };
  },
  reconcile,
};

function recreatingDeploymentOf(pod: Stored<Pod>, listers: Listers): readonly string[] {
  const controller = controllerOf(pod.metadata);
  const set = controller && listers.of(REPLICA_SETS).byUid(controller.uid);
  const above = set && controllerOf(set.metadata);
  const deployment = above && listers.of(DEPLOYMENTS).byUid(above.uid);
  return deployment === undefined || isRollingUpdate(deployment) ? [] : [objectKey(deployment)];
}

function reconcile(view: DeploymentView, nowMs: number): Plan {
  const { deployment } = view;
  if (selectsEverything(deployment.spec?.selector)) return refuseEverything(deployment);
  const { claimed, actions: claims } = claim({
    owner: deployment,
    ownerResource: DEPLOYMENTS,
    selector: deployment.spec?.selector,
    resource: REPLICA_SETS,
    candidates: view.replicaSets,
  });
  if (claims.length > 0) return plan(claims);
  const sets: SetsOfDeployment = { deployment, ...splitByTemplate(deployment, claimed) };
  if (deployment.metadata.deletionTimestamp !== undefined) {
    return plan(
      statusActions(deployment, countedStatus(sets, deployment.status?.conditions, nowMs)),
    );
  }
  const conditions = pausedConditions(deployment, nowMs);
  const pass = { sets, conditions, nowMs };
  if (deployment.spec?.paused === true || isScaling(sets)) return scalePass(pass);
  if (isRollingUpdate(deployment)) {
    return sets.newSet === undefined
      ? createPass(view, pass)
      : rolloutPass(pass, rollingSizes(sets));
  }
  return recreatePass(view, pass);
}

interface Pass {
  readonly sets: SetsOfDeployment;
  readonly conditions: readonly DeploymentCondition[];
  readonly nowMs: number;
}

/** Kubernetes refuses to act on a selector that selects all Pods, and says so once a generation. */
function refuseEverything(deployment: Stored<Deployment>): Plan {
  const { generation = 0 } = deployment.metadata;
  if ((deployment.status?.observedGeneration ?? 0) >= generation) return plan([]);
  const status = { ...deployment.status, observedGeneration: generation };
  const announce = {
    regarding: deployment,
    type: "Warning" as const,
    reason: "SelectingAll",
    message: "This deployment is selecting all pods. A non-empty selector is required.",
  };
  return plan([updateStatus(DEPLOYMENTS, deployment, status), { verb: "event", announce }]);
}

/** While paused no deadline counts; the Progressing condition says so. */
function pausedConditions(
  deployment: Stored<Deployment>,
  nowMs: number,
): readonly DeploymentCondition[] {
  const conditions = deployment.status?.conditions ?? [];
  const current = findCondition(conditions, "Progressing");
  if (progressDeadlineMs(deployment) === undefined) return conditions;
  if (current?.reason === "ProgressDeadlineExceeded") return conditions;
  const paused = deployment.spec?.paused === true;
  if (paused === (current?.reason === "DeploymentPaused")) return conditions;
  const [reason, message] = paused
    ? ["DeploymentPaused", "Deployment is paused"]
    : ["DeploymentResumed", "Deployment is resumed"];
  return setCondition(conditions, condition("Progressing", "Unknown", { reason, message, nowMs }));
}

function scalePass({ sets, conditions, nowMs }: Pass): Plan {
  const { deployment } = sets;
  return plan([
    ...resizeSets(sets, scaledSizes(sets)),
    ...(deployment.spec?.paused === true ? deleteOldSets(sets) : []),
    ...revisionPatch(sets),
    ...statusActions(deployment, countedStatus(sets, conditions, nowMs)),
  ]);
}

function createPass(view: DeploymentView, { sets, conditions, nowMs }: Pass): Plan {
  const { deployment } = sets;
  const { namesake } = view;
  if (namesake !== undefined && isForeign(namesake, deployment)) {
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
    const status = { ...deployment.status, collisionCount };
    return plan([updateStatus(DEPLOYMENTS, deployment, status)]);
  }
  const newSet = unwrittenSet(sets);
  const grown = { ...sets, newSet };
  const created = condition("Progressing", "True", {
    reason: "NewReplicaSetCreated",
    message: `Created new replica set "${newSet.metadata.name}"`,
    nowMs,
  });
  const next =
    progressDeadlineMs(deployment) === undefined ? conditions : setCondition(conditions, created);
  return plan([
    createNewSet(deployment, newSet),
    ...revisionPatch(grown),
    ...statusActions(deployment, rolloutStatus(grown, next, nowMs)),
  ]);
}

function isForeign(namesake: Stored<ReplicaSet>, deployment: Stored<Deployment>): boolean {
  const ours = controllerOf(namesake.metadata)?.uid === deployment.metadata.uid;
  return !ours || !hasTemplateOf(namesake, deployment);
}

function rolloutPass({ sets, conditions, nowMs }: Pass, sizes: Sizes): Plan {
  const { deployment, newSet } = sets;
  const found = condition("Progressing", "True", {
    reason: "FoundNewReplicaSet",
    message: `Found new replica set "${newSet?.metadata.name ?? ""}"`,
    nowMs,
  });
  const known = findCondition(conditions, "Progressing") !== undefined || newSet === undefined;
  const status = rolloutStatus(sets, known ? conditions : setCondition(conditions, found), nowMs);
  const done = sizes.size === 0 && isComplete(deployment, deployment.status);
  const waitMs = deadlineInMs(deployment, status.conditions, nowMs);
  return plan(
    [
      ...resizeSets(sets, sizes),
      ...(done ? deleteOldSets(sets) : []),
      ...revisionPatch(sets),
      ...statusActions(deployment, status),
    ],
    waitMs === 0 ? undefined : waitMs,
  );
}

/** Recreate: the old sets go to 0, then their Pods must be gone, then the new set is made and filled. */
function recreatePass(view: DeploymentView, pass: Pass): Plan {
  const { deployment, newSet, oldSets } = pass.sets;
  const down = recreateDownSizes(pass.sets);
  if (down.size > 0) return rolloutPass(pass, down);
  const newUid = newSet?.metadata.uid;
  const oldPods = view.pods.some((pod) => controllerOf(pod.metadata)?.uid !== newUid);
  if (oldPods || oldSets.some((set) => (set.status?.replicas ?? 0) > 0)) {
    return rolloutPass(pass, new Map());
  }
  if (newSet === undefined) return createPass(view, pass);
  const sizes: Sizes =
    replicasOf(newSet) === replicasOf(deployment)
      ? new Map()
      : new Map([[newSet.metadata.uid, replicasOf(deployment)]]);
  return rolloutPass(pass, sizes);
}

function statusActions(
  deployment: Stored<Deployment>,
  status: NonNullable<Deployment["status"]>,
): readonly Action[] {
  if (semanticallyEqual(status, deployment.status)) return [];
  return [updateStatus(DEPLOYMENTS, deployment, status)];
}
