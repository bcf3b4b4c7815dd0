/** The StatefulSet controller: Pods with names and claims that outlive them, in order. Source: pkg/controller/statefulset. */
import type {
  ControllerRevision,
  PersistentVolumeClaim,
  Pod,
  StatefulSet,
  StatefulSetStatus,
} from "../api/generated/types.ts";
import {
  CONTROLLER_REVISIONS,
  PERSISTENT_VOLUME_CLAIMS,
  PODS,
  STATEFUL_SETS,
} from "../api/kinds.ts";
import { objectKey, type Stored } from "../api/object.ts";
import { ownKey, statesOf, watch, type Controller, type Listers } from "../loop/controller.ts";
import { plan, updateStatus, type Action, type Plan } from "../loop/plan.ts";
import { semanticallyEqual, withoutZeros } from "./equality.ts";
import { claim, claimCandidates, ownerKeys } from "./ownership.ts";
import { availableInMs, isTerminating } from "./pod-state.ts";
import {
  claimRevisions,
  forgetOldest,
  isTaken,
  newRevisionOf,
  revisionOfTemplate,
} from "./revisions.ts";
import {
  claimName,
  isRunningAndReady,
  ordinalOf,
  replicasOf,
  revisionOfPod,
  startOrdinal,
  type Revisions,
} from "./stateful-set/pods.ts";
import { stepsOf } from "./stateful-set/steps.ts";

export interface StatefulSetView {
  readonly set: Stored<StatefulSet>;
  /** Pods that it has, or could adopt. */
  readonly pods: readonly Stored<Pod>[];
  readonly revisions: readonly Stored<ControllerRevision>[];
  /** Whatever has the name that a new revision would get. */
  readonly namesake: Stored<ControllerRevision> | undefined;
  readonly claims: readonly Stored<PersistentVolumeClaim>[];
}

export const statefulSetController: Controller<StatefulSetView> = {
  name: "statefulset-controller",
  watches: [
    watch(STATEFUL_SETS, ownKey),
    watch(PODS, (change, listers) => statesOf(change).flatMap((pod) => setsOf(pod, listers))),
    watch(CONTROLLER_REVISIONS, (change, listers) =>
      statesOf(change).flatMap((revision) => setsOf(revision, listers)),
    ),
    // A Pod may wait for a claim of its predecessor's to be gone.
    watch(PERSISTENT_VOLUME_CLAIMS, ({ before, after }, listers) => {
      if (after !== undefined || before === undefined) return [];
      const { namespace = "", name } = before.metadata;
      return listers
        .of(STATEFUL_SETS)
        .inNamespace(namespace)
        .filter((set) => mayClaim(set, name))
        .map(objectKey);
    }),
  ],
  view(listers, key) {
    const set = listers.of(STATEFUL_SETS).get(key);
    if (set === undefined) return undefined;
    const pods = claimCandidates(listers.of(PODS), set, set.spec?.selector);
    const revisions = listers.of(CONTROLLER_REVISIONS);
    const { namespace = "" } = set.metadata;
    return {
      set,
      pods,
      revisions: claimCandidates(revisions, set, set.spec?.selector),
      namesake: revisions.get(`${namespace}/${newRevisionOf(set).name}`),
      claims: claimNames(set, pods).flatMap(
        (name) => listers.of(PERSISTENT_VOLUME_CLAIMS).get(`${namespace}/${name}`) ?? [],
      ),
    };
  },
  reconcile,
};

function setsOf(
  object: Stored<Pod> | Stored<ControllerRevision>,
  listers: Listers,
): readonly string[] {
  return ownerKeys(listers.of(STATEFUL_SETS), object, ({ spec }) => spec?.selector);
}

function mayClaim(set: Stored<StatefulSet>, name: string): boolean {
  return (set.spec?.volumeClaimTemplates ?? []).some(({ metadata }) =>
    name.startsWith(`${metadata.name ?? ""}-${set.metadata.name}-`),
  );
}

/** The names of the claims of all ordinals that are wanted or there. */
function claimNames(set: Stored<StatefulSet>, pods: readonly Stored<Pod>[]): readonly string[] {
  const templates = set.spec?.volumeClaimTemplates ?? [];
  if (templates.length === 0) return [];
  const wanted = Array.from({ length: replicasOf(set) }, (_, index) => startOrdinal(set) + index);
  const found = pods.flatMap((pod) => ordinalOf(set, pod) ?? []);
  const ordinals = new Set([...wanted, ...found]);
  return [...ordinals].flatMap((ordinal) =>
    templates.map((template) => claimName(set, template, ordinal)),
  );
}

function reconcile(view: StatefulSetView, nowMs: number): Plan {
  const { set } = view;
  const { claimed: pods, actions: claims } = claim({
    owner: set,
    ownerResource: STATEFUL_SETS,
    selector: set.spec?.selector,
    resource: PODS,
    candidates: view.pods,
    mayAdopt: (pod) => ordinalOf(set, pod) !== undefined,
  });
  const { revisions: history, actions: adoptions } = claimRevisions(
    STATEFUL_SETS,
    set,
    view.revisions,
  );
  if (claims.length + adoptions.length > 0) return plan([...claims, ...adoptions]);
  if (isTaken(set, view.namesake)) return plan([countCollision(set)]);
  const { revision: newest, actions: making } = revisionOfTemplate(STATEFUL_SETS, set, history);
  const current = history.find(({ metadata }) => metadata.name === set.status?.currentRevision);
  const revisions: Revisions = { current: current ?? newest, update: newest };
  const world = {
    set,
    pods,
    claims: new Map(view.claims.map((each) => [each.metadata.name, each])),
    revisions,
    nowMs,
  };
  const steps = set.metadata.deletionTimestamp === undefined ? stepsOf(world) : [];
  const status = statusOf(world, steps);
  const live = new Set([
    revisions.current.metadata.name,
    newest.metadata.name,
    ...pods.map(revisionOfPod),
  ]);
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const waits = pods
    .map((pod) => availableInMs(pod, minReadySeconds, nowMs))
    .filter((ms) => ms > 0 && ms !== Infinity);
  return plan(
    [
      ...making,
      ...steps,
      ...(semanticallyEqual(status, set.status) ? [] : [updateStatus(STATEFUL_SETS, set, status)]),
      ...forgetOldest(set, history, ({ metadata }) => live.has(metadata.name)),
    ],
    ...waits,
  );
}

function countCollision(set: Stored<StatefulSet>): Action {
  const collisionCount = (set.status?.collisionCount ?? 0) + 1;
  return updateStatus(STATEFUL_SETS, set, { ...(set.status ?? { replicas: 0 }), collisionCount });
}

/** The status as the Pods are now; Pods that are being replaced count as current no more. */
function statusOf(
  world: Parameters<typeof stepsOf>[0],
  steps: readonly Action[],
): StatefulSetStatus {
  const { set, pods, revisions, nowMs } = world;
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const created = pods.filter(({ status }) => status?.phase !== undefined);
  const staying = created.filter((pod) => !isTerminating(pod));
  const count = (test: (pod: Stored<Pod>) => boolean): number => created.filter(test).length;
  const of = (name: string): number => staying.filter((pod) => revisionOfPod(pod) === name).length;
  const { current, update } = revisions;
  const ready = count(isRunningAndReady);
  const updated = of(update.metadata.name);
  const replacing = steps.filter(
    (step) => step.verb === "delete" && revisionOfPod(step.object as Pod) === current.metadata.name,
  ).length;
  const replicas = created.length;
  const isComplete =
    set.spec?.updateStrategy?.type !== "OnDelete" &&
    [replicas, ready, updated].every((each) => each === replicasOf(set));
  const currentReplicas = isComplete
    ? updated
    : Math.max(0, of(current.metadata.name) - (current === update ? 0 : replacing));
  return {
    replicas,
    availableReplicas: count(
      (pod) => isRunningAndReady(pod) && availableInMs(pod, minReadySeconds, nowMs) === 0,
    ),
    collisionCount: set.status?.collisionCount ?? 0,
    ...(set.status?.conditions ? { conditions: set.status.conditions } : {}),
    currentRevision: (isComplete ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    ...withoutZeros({
      observedGeneration: set.metadata.generation ?? 0,
      readyReplicas: ready,
      currentReplicas,
      updatedReplicas: updated,
    }),
  };
}
