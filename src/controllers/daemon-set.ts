/** The DaemonSet controller: one Pod on each node that its template fits. Source: pkg/controller/daemon. */
import type {
  ControllerRevision,
  DaemonSet,
  DaemonSetStatus,
  Node,
  Pod,
} from "../api/generated/types.ts";
import { CONTROLLER_REVISIONS, DAEMON_SETS, NODES, PODS } from "../api/kinds.ts";
import { objectKey, type Stored } from "../api/object.ts";
import { parseTime } from "../api/time.ts";
import { ownKey, statesOf, watch, type Controller, type Listers } from "../loop/controller.ts";
import type { Change } from "../loop/informer.ts";
import { selectsEverything } from "../loop/label-selector.ts";
import { plan, updateStatus, type Action, type Plan } from "../loop/plan.ts";
import {
  byNode,
  isUpdated,
  keepNodes,
  placements,
  rollOut,
  type SetOnNodes,
} from "./daemon-set/nodes.ts";
import { nodeOf, podFor, type Placement } from "./daemon-set/placement.ts";
import { semanticallyEqual, withoutZeros } from "./equality.ts";
import { byName, claim, claimCandidates, ownerKeys } from "./ownership.ts";
import { availableInMs, isAvailable, isReady } from "./pod-state.ts";
import {
  claimRevisions,
  forgetOldest,
  isTaken,
  newRevisionOf,
  revisionLabel,
  revisionOfTemplate,
} from "./revisions.ts";

export interface DaemonSetView {
  readonly set: Stored<DaemonSet>;
  readonly nodes: readonly Stored<Node>[];
  /** Pods that it has, or could adopt. */
  readonly pods: readonly Stored<Pod>[];
  readonly revisions: readonly Stored<ControllerRevision>[];
  /** Whatever has the name that a new revision would get. */
  readonly namesake: Stored<ControllerRevision> | undefined;
}

/** Pods that one plan creates or deletes at most; the rest follows in the next ones. */
const burst = 250;

export const daemonSetController: Controller<DaemonSetView> = {
  name: "daemonset-controller",
  serviceAccount: "daemon-set-controller",
  watches: [
    watch(DAEMON_SETS, ownKey),
    watch(PODS, (change, listers) => statesOf(change).flatMap((pod) => setsOf(pod, listers))),
    watch(CONTROLLER_REVISIONS, (change, listers) =>
      statesOf(change).flatMap((revision) => setsOf(revision, listers)),
    ),
    watch(NODES, (change, listers) =>
      matters(change) ? listers.of(DAEMON_SETS).all().map(objectKey) : [],
    ),
  ],
  view(listers, key) {
    const set = listers.of(DAEMON_SETS).get(key);
    if (set === undefined) return undefined;
    const revisions = listers.of(CONTROLLER_REVISIONS);
    const { namespace = "" } = set.metadata;
    return {
      set,
      nodes: listers.of(NODES).all(),
      pods: claimCandidates(listers.of(PODS), set, set.spec?.selector),
      revisions: claimCandidates(revisions, set, set.spec?.selector),
      namesake: revisions.get(`${namespace}/${newRevisionOf(set).name}`),
    };
  },
  reconcile,
};

/** Heartbeats and usage decide nothing: labels, taints and the node's being there do. */
function matters({ before, after }: Change<Node>): boolean {
  if (before === undefined || after === undefined) return true;
  return !(
    semanticallyEqual(before.metadata.labels, after.metadata.labels) &&
    semanticallyEqual(before.spec?.taints, after.spec?.taints)
  );
}

function setsOf(
  object: Stored<Pod> | Stored<ControllerRevision>,
  listers: Listers,
): readonly string[] {
  return ownerKeys(listers.of(DAEMON_SETS), object, ({ spec }) => spec?.selector);
}

function reconcile(view: DaemonSetView, nowMs: number): Plan {
  const { set } = view;
  if (selectsEverything(set.spec?.selector)) return plan([selectingAll(set)]);
  const { claimed, actions: claims } = claim({
    owner: set,
    ownerResource: DAEMON_SETS,
    selector: set.spec?.selector,
    resource: PODS,
    candidates: view.pods,
  });
  const { revisions: history, actions: adoptions } = claimRevisions(
    DAEMON_SETS,
    set,
    view.revisions,
  );
  if (claims.length + adoptions.length > 0) return plan([...claims, ...adoptions]);
  if (set.metadata.deletionTimestamp !== undefined) return plan([]);
  if (isTaken(set, view.namesake)) return plan([countCollision(set)]);
  const { revision, actions: making } = revisionOfTemplate(DAEMON_SETS, set, history);
  const world: SetOnNodes = {
    set,
    nodes: view.nodes.toSorted(byName),
    pods: byNode(claimed, nodeOf),
    hash: revision.metadata.labels?.[revisionLabel] ?? "",
    revisionMs: parseTime(revision.metadata.creationTimestamp) ?? nowMs,
    nowMs,
  };
  const where = placements(world);
  const { actions, waitMs } = podActions(world, where);
  const status = statusOf(world, where);
  const live = new Set(claimed.map(({ metadata }) => metadata.labels?.[revisionLabel]));
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const waits = claimed
    .map((pod) => availableInMs(pod, minReadySeconds, nowMs))
    .filter((ms) => ms > 0 && ms !== Infinity);
  return plan(
    [
      ...making,
      ...actions,
      ...(semanticallyEqual(status, set.status) ? [] : [updateStatus(DAEMON_SETS, set, status)]),
      ...forgetOldest(
        set,
        history,
        ({ metadata }) =>
          metadata.name === revision.metadata.name || live.has(metadata.labels?.[revisionLabel]),
      ),
    ],
    waitMs,
    ...waits,
  );
}

function selectingAll(set: Stored<DaemonSet>): Action {
  const message = "This daemon set is selecting all pods. A non-empty selector is required.";
  return {
    verb: "event",
    announce: { regarding: set, type: "Warning", reason: "SelectingAll", message },
  };
}

function countCollision(set: Stored<DaemonSet>): Action {
  const collisionCount = (set.status?.collisionCount ?? 0) + 1;
  const { status = emptyStatus } = set;
  return updateStatus(DAEMON_SETS, set, { ...status, collisionCount });
}

const emptyStatus: DaemonSetStatus = {
  currentNumberScheduled: 0,
  desiredNumberScheduled: 0,
  numberMisscheduled: 0,
  numberReady: 0,
};

/** First what every node needs; a rollout goes on when that is done. */
function podActions(
  world: SetOnNodes,
  where: ReadonlyMap<string, Placement>,
): { readonly actions: readonly Action[]; readonly waitMs: number | undefined } {
  const kept = keepNodes(world, where);
  const isKept = kept.create.length + kept.remove.length + kept.finished.length === 0;
  const steps = isKept ? rollOut(world, where) : kept;
  const { set, hash } = world;
  const events: readonly Action[] = kept.finished.map(({ pod, nodeName }) => {
    const failed = pod.status?.phase === "Failed";
    const name = `${pod.metadata.namespace ?? ""}/${pod.metadata.name}`;
    const message = failed
      ? `Found failed daemon pod ${name} on node ${nodeName}, will try to kill it`
      : `Found succeeded daemon pod ${name} on node ${nodeName}, will try to delete it`;
    const reason = failed ? "FailedDaemonPod" : "SucceededDaemonPod";
    const type = failed ? "Warning" : "Normal";
    return { verb: "event", announce: { regarding: set, type, reason, message } };
  });
  const creations = steps.create.slice(0, burst).map((nodeName) => ({
    verb: "create" as const,
    resource: PODS,
    object: podFor(set, nodeName, hash),
    announce: {
      regarding: set,
      reason: "SuccessfulCreate",
      message: "Created pod: {name}",
      failure: { reason: "FailedCreate", message: "Error creating: {error}" },
    },
  }));
  const deletions = [...steps.remove, ...kept.finished.map(({ pod }) => pod)]
    .slice(0, burst)
    .map((object) => ({
      verb: "delete" as const,
      resource: PODS,
      object,
      announce: {
        regarding: set,
        reason: "SuccessfulDelete",
        message: "Deleted pod: {name}",
        failure: { reason: "FailedDelete", message: "Error deleting: {error}" },
      },
    }));
  return {
    actions: [
      ...events,
      ...(creations.length > 0
        ? [{ verb: "batch" as const, actions: creations, slowStart: true }]
        : []),
      ...(deletions.length > 0 ? [{ verb: "batch" as const, actions: deletions }] : []),
    ],
    waitMs: kept.waitMs,
  };
}

/** Counted by nodes: of several Pods on one, the oldest stands for it. */
function statusOf(
  { set, pods, hash, nowMs }: SetOnNodes,
  where: ReadonlyMap<string, Placement>,
): DaemonSetStatus {
  const { collisionCount, conditions } = set.status ?? {};
  let [desired, current, misscheduled, ready, updated, available] = [0, 0, 0, 0, 0, 0];
  for (const [nodeName, { shouldRun }] of where) {
    const [pod] = pods.get(nodeName) ?? [];
    if (!shouldRun) {
      misscheduled += pod === undefined ? 0 : 1;
      continue;
    }
    desired += 1;
    if (pod === undefined) continue;
    current += 1;
    ready += isReady(pod) ? 1 : 0;
    available += isAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs) ? 1 : 0;
    updated += isUpdated(pod, hash) ? 1 : 0;
  }
  return {
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    ...withoutZeros({
      observedGeneration: set.metadata.generation ?? 0,
      updatedNumberScheduled: updated,
      numberAvailable: available,
      numberUnavailable: desired - available,
    }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}
