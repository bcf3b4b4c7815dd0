/**
 * What a StatefulSet does next with its Pods: makes them in the order of their ordinals, takes them away in reverse, and replaces those of an
 * old revision from the end; one at a time, unless its Pods are managed in parallel. Source: stateful_set_control.go.
 */
import type { Pod, StatefulSet } from "../../api/generated/types.ts";
import { PODS } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import type { Action, CreateAction, DeleteAction } from "../../loop/plan.ts";
import { scaledValue } from "../int-or-percent.ts";
import { isFinished, isTerminating } from "../pod-state.ts";
import { areClaimsGoing, createMissing, ownClaims, type Claims } from "./claims.ts";
import {
  healthyInMs,
  newPod,
  ordinalOf,
  podIndexLabel,
  podName,
  podNameLabel,
  replicasOf,
  revisionOfPod,
  startOrdinal,
  type Revisions,
} from "./pods.ts";

export interface SetOfPods {
  readonly set: Stored<StatefulSet>;
  readonly pods: readonly Stored<Pod>[];
  readonly claims: Claims;
  readonly revisions: Revisions;
  readonly nowMs: number;
}

interface Slot {
  readonly ordinal: number;
  readonly pod: Stored<Pod> | undefined;
}

interface Slots {
  /** One for each ordinal that there should be, in order. */
  readonly wanted: readonly Slot[];
  /** Pods of other ordinals, the highest first. */
  readonly condemned: readonly { readonly ordinal: number; readonly pod: Stored<Pod> }[];
}

function slotsOf({ set, pods }: SetOfPods): Slots {
  const byOrdinal = new Map<number, Stored<Pod>>();
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod);
    if (ordinal !== undefined) byOrdinal.set(ordinal, pod);
  }
  const start = startOrdinal(set);
  const wanted = Array.from({ length: replicasOf(set) }, (_, index) => {
    const ordinal = start + index;
    const pod = byOrdinal.get(ordinal);
    byOrdinal.delete(ordinal);
    return { ordinal, pod };
  });
  const condemned = [...byOrdinal]
    .map(([ordinal, pod]) => ({ ordinal, pod }))
    .sort((a, b) => b.ordinal - a.ordinal);
  return { wanted, condemned };
}

interface Step {
  readonly actions: readonly Action[];
  /** Nothing further may be done before this has had its effect. */
  readonly blocks: boolean;
}

const nothing: Step = { actions: [], blocks: false };
const wait: Step = { actions: [], blocks: true };

/** The actions for the Pods as they are now, in order. */
export function stepsOf(world: SetOfPods): readonly Action[] {
  const { set } = world;
  const slots = slotsOf(world);
  const ordered = set.spec?.podManagementPolicy !== "Parallel";
  const healthy = (pod: Stored<Pod>): boolean =>
    healthyInMs(pod, set.spec?.minReadySeconds ?? 0, world.nowMs) === 0;
  const context: Context = { world, slots, ordered, healthy };
  const actions: Action[] = [];
  for (const phase of [fill, keepClaims, shrink, update]) {
    const step = phase(context);
    actions.push(...step.actions);
    if (step.blocks) break;
  }
  return actions;
}

interface Context {
  readonly world: SetOfPods;
  readonly slots: Slots;
  readonly ordered: boolean;
  healthy(pod: Stored<Pod>): boolean;
}

/** Makes the Pods that are missing, and puts those right that are there. */
function fill(context: Context): Step {
  const { slots, ordered } = context;
  if (ordered) {
    const actions: Action[] = [];
    for (const slot of slots.wanted) {
      const step = fillSlot(context, slot);
      actions.push(...step.actions);
      if (step.blocks) return { actions, blocks: true };
    }
    return { actions, blocks: false };
  }
  const steps = slots.wanted.flatMap((slot) => fillSlot(context, slot).actions);
  const isPod = (action: Action): action is CreateAction =>
    action.verb === "create" && action.resource === PODS;
  const pods = steps.filter(isPod);
  const others = steps.filter((action) => !isPod(action));
  return {
    actions: [
      ...others,
      ...(pods.length > 0 ? [{ verb: "batch" as const, actions: pods, slowStart: true }] : []),
    ],
    blocks: false,
  };
}

function fillSlot({ world, ordered, healthy }: Context, { ordinal, pod }: Slot): Step {
  const { set, claims, revisions } = world;
  if (pod === undefined) {
    if (areClaimsGoing(set, ordinal, claims)) return wait;
    const create = createPod(world, ordinal);
    return { actions: [...createMissing(set, ordinal, claims), create], blocks: true };
  }
  if (isFinished(pod)) {
    const going = pod.metadata.deletionTimestamp !== undefined;
    return { actions: going ? [] : [deletePod(set, pod)], blocks: true };
  }
  const missing =
    pod.status?.phase === "Pending" && !areClaimsGoing(set, ordinal, claims)
      ? createMissing(set, ordinal, claims)
      : [];
  if (ordered && !healthy(pod)) return { actions: missing, blocks: true };
  const owners = ownClaims(set, { ordinal, pod, condemned: false }, claims);
  return { actions: [...missing, ...owners, ...identify(set, ordinal, pod)], blocks: false };

  function createPod({ set }: SetOfPods, ordinal: number): CreateAction {
    const name = podName(set, ordinal);
    return {
      verb: "create",
      resource: PODS,
      object: newPod(set, ordinal, revisions),
      announce: {
        regarding: set,
        reason: "SuccessfulCreate",
        message: `create Pod {name} in StatefulSet ${set.metadata.name} successful`,
        failure: {
          reason: "FailedCreate",
          message: `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: {error}`,
        },
      },
    };
  }
}

/** Labels by which a Pod is found under its name: an adopted one may lack them. */
function identify(set: Stored<StatefulSet>, ordinal: number, pod: Stored<Pod>): readonly Action[] {
  const labels = { [podNameLabel]: podName(set, ordinal), [podIndexLabel]: String(ordinal) };
  const known = pod.metadata.labels ?? {};
  if (Object.entries(labels).every(([key, value]) => known[key] === value)) return [];
  return [
    { verb: "patch", resource: PODS, object: pod, type: "merge", patch: { metadata: { labels } } },
  ];
}

/** The claims of Pods that go, where they are to go with them. */
function keepClaims({ world, slots }: Context): Step {
  const { set, claims } = world;
  const actions = slots.condemned.flatMap(({ ordinal, pod }) =>
    ownClaims(set, { ordinal, pod, condemned: true }, claims),
  );
  return { actions, blocks: false };
}

function shrink({ world, slots, ordered, healthy }: Context): Step {
  const { set } = world;
  const going = slots.condemned.filter(({ pod }) => !isGoing(pod));
  if (!ordered) {
    if (going.length === 0) return nothing;
    const deletions = going.map(({ pod }) => deletePod(set, pod));
    return { actions: [{ verb: "batch", actions: deletions }], blocks: false };
  }
  const [last] = slots.condemned;
  if (last === undefined) return nothing;
  if (isGoing(last.pod)) return wait;
  const firstUnhealthy = slots.condemned.findLast(({ pod }) => !healthy(pod));
  if (!healthy(last.pod) && last !== firstUnhealthy) return wait;
  return { actions: [deletePod(set, last.pod)], blocks: true };
}

function isGoing(pod: Stored<Pod>): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** Takes away Pods of an old revision, from the end down to the partition, as many as may be unavailable at a time. */
function update({ world, slots, healthy }: Context): Step {
  const { set, revisions } = world;
  const { type = "RollingUpdate", rollingUpdate } = set.spec?.updateStrategy ?? {};
  if (type !== "RollingUpdate") return nothing;
  const replicas = replicasOf(set);
  const asked = scaledValue(rollingUpdate?.maxUnavailable, replicas, "up");
  const unavailableMax = asked === undefined ? 1 : Math.max(1, asked);
  const unavailable = slots.wanted.filter(({ pod }) => pod === undefined || !healthy(pod)).length;
  const outdated = slots.wanted
    .slice(rollingUpdate?.partition ?? 0)
    .flatMap(({ pod }) => (pod === undefined ? [] : [pod]))
    .filter((pod) => revisionOfPod(pod) !== revisions.update.metadata.name && !isTerminating(pod));
  const count = Math.max(0, unavailableMax - unavailable);
  const deletions = outdated.toReversed().slice(0, count);
  return { actions: deletions.map((pod) => deletePod(set, pod)), blocks: false };
}

function deletePod(set: Stored<StatefulSet>, pod: Stored<Pod>): DeleteAction {
  const { name } = pod.metadata;
  return {
    verb: "delete",
    resource: PODS,
    object: pod,
    announce: {
      regarding: set,
      reason: "SuccessfulDelete",
      message: `delete Pod {name} in StatefulSet ${set.metadata.name} successful`,
      failure: {
        reason: "FailedDelete",
        message: `delete Pod ${name} in StatefulSet ${set.metadata.name} failed error: {error}`,
      },
    },
  };
}
