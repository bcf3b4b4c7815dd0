/** What a DaemonSet does next on each node, and in a rollout on all of them together. Source: pkg/controller/daemon. */
import type { DaemonSet, Node, Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { parseTime } from "../../api/time.ts";
import { scaledValue } from "../int-or-percent.ts";
import { byCreation } from "../ownership.ts";
import { isAvailable, isReady } from "../pod-state.ts";
import { revisionLabel } from "../revisions.ts";
import { placementOn, type Placement } from "./placement.ts";

export interface SetOnNodes {
  readonly set: Stored<DaemonSet>;
  /** In order of their names. */
  readonly nodes: readonly Stored<Node>[];
  /** By node, the oldest first; finished ones that are being deleted do not count any more. */
  readonly pods: ReadonlyMap<string, readonly Stored<Pod>[]>;
  /** Of the present template. */
  readonly hash: string;
  /** When the present template's revision was made. */
  readonly revisionMs: number;
  readonly nowMs: number;
}

export interface NodeSteps {
  /** Nodes that a Pod is to be made for. */
  readonly create: readonly string[];
  readonly remove: readonly Stored<Pod>[];
  /** Finished Pods that are taken away. */
  readonly finished: readonly { readonly pod: Stored<Pod>; readonly nodeName: string }[];
  /** Milliseconds until a failed Pod may be replaced. */
  readonly waitMs?: number;
}

/** By node, in order of their names. */
export function placements(world: SetOnNodes): ReadonlyMap<string, Placement> {
  return new Map(
    world.nodes.map((node) => [node.metadata.name, placementOn(world.set, node)] as const),
  );
}

export function isUpdated(pod: Pod, hash: string): boolean {
  return pod.metadata.labels?.[revisionLabel] === hash;
}

const isGoing = (pod: Stored<Pod>): boolean => pod.metadata.deletionTimestamp !== undefined;

/** Makes Pods where they are missing and takes those away that are too many, have ended or do not belong there. */
export function keepNodes(world: SetOnNodes, where: ReadonlyMap<string, Placement>): NodeSteps {
  const create: string[] = [];
  const remove: Stored<Pod>[] = [];
  const finished: { pod: Stored<Pod>; nodeName: string }[] = [];
  let waitMs: number | undefined;
  for (const [nodeName, { shouldRun, mayStay }] of where) {
    const pods = world.pods.get(nodeName) ?? [];
    if (shouldRun && pods.length === 0) create.push(nodeName);
    else if (mayStay) {
      const running: Stored<Pod>[] = [];
      for (const pod of pods.filter((each) => !isGoing(each))) {
        const phase = pod.status?.phase;
        if (phase !== "Failed" && phase !== "Succeeded") {
          running.push(pod);
          continue;
        }
        const leftMs = phase === "Failed" ? backOffMs(world, pod) : 0;
        if (leftMs > 0) waitMs = Math.min(waitMs ?? Infinity, leftMs);
        else finished.push({ pod, nodeName });
      }
      if (surgeOf(world, where) === 0) remove.push(...running.slice(1));
      else if (running.length === 0 && shouldRun) create.push(nodeName);
      else remove.push(...surplus(world, running));
    } else remove.push(...pods.filter((pod) => !isGoing(pod)));
  }
  // Never bound and never to be: nobody else would take them away.
  for (const [nodeName, pods] of world.pods) {
    if (where.has(nodeName)) continue;
    remove.push(...pods.filter((pod) => !pod.spec?.nodeName && !isGoing(pod)));
  }
  return { create, remove, finished, ...(waitMs === undefined ? {} : { waitMs }) };
}

const backOffMinMs = 1000;
const backOffMaxMs = 900_000;

/**
 * A Pod that fails at once is replaced after a second at first, and less and less often the longer this revision has been tried: after
 * half as long as it is old, up to 15 minutes. One that had run well for as long is replaced after a second.
 */
function backOffMs({ revisionMs, nowMs }: SetOnNodes, pod: Stored<Pod>): number {
  const bornMs = parseTime(pod.metadata.creationTimestamp) ?? nowMs;
  const endedMs = Math.max(
    bornMs,
    ...(pod.status?.containerStatuses ?? []).map(
      ({ state }) => parseTime(state?.terminated?.finishedAt) ?? 0,
    ),
  );
  const grown = Math.min(backOffMaxMs, Math.max(backOffMinMs, (bornMs - revisionMs) / 2));
  const delay = endedMs - bornMs >= grown ? backOffMinMs : grown;
  return Math.max(0, endedMs + delay - nowMs);
}

/** Where Pods may surge: two may be there while the new one is not available and the old one still is. */
function surplus(
  { set, hash, nowMs }: SetOnNodes,
  running: readonly Stored<Pod>[],
): readonly Stored<Pod>[] {
  if (running.length <= 1) return [];
  const updated = running.filter((pod) => isUpdated(pod, hash));
  const old = running.filter((pod) => !isUpdated(pod, hash));
  const [newest, oldest] = [updated[0], old[0]];
  const replaced =
    newest !== undefined &&
    oldest !== undefined &&
    (!isReady(oldest) || isAvailable(newest, set.spec?.minReadySeconds ?? 0, nowMs));
  return [...updated.slice(1), ...old.slice(1), ...(replaced ? [oldest] : [])];
}

interface Limits {
  readonly surge: number;
  readonly unavailable: number;
}

function limitsOf({ set }: SetOnNodes, where: ReadonlyMap<string, Placement>): Limits {
  const desired = [...where.values()].filter(({ shouldRun }) => shouldRun).length;
  const { type = "RollingUpdate", rollingUpdate } = set.spec?.updateStrategy ?? {};
  if (type !== "RollingUpdate") return { surge: 0, unavailable: 0 };
  const surge = scaledValue(rollingUpdate?.maxSurge ?? 0, desired, "up") ?? 0;
  const unavailable = scaledValue(rollingUpdate?.maxUnavailable ?? 1, desired, "up") ?? 1;
  // Nothing could ever happen.
  if (desired > 0 && surge === 0 && unavailable === 0) return { surge, unavailable: 1 };
  return { surge, unavailable };
}

function surgeOf(world: SetOnNodes, where: ReadonlyMap<string, Placement>): number {
  return limitsOf(world, where).surge;
}

interface OnNode {
  readonly nodeName: string;
  readonly updated: Stored<Pod> | undefined;
  readonly old: Stored<Pod> | undefined;
  /** More than one of a kind: keepNodes puts that right first. */
  readonly isClear: boolean;
}

function onNodes(
  { pods, hash }: SetOnNodes,
  where: ReadonlyMap<string, Placement>,
): readonly OnNode[] {
  const names = new Set(pods.keys());
  for (const [nodeName, { shouldRun }] of where) if (shouldRun) names.add(nodeName);
  return [...names].sort().map((nodeName) => {
    const staying = (pods.get(nodeName) ?? []).filter((pod) => !isGoing(pod));
    const updated = staying.filter((pod) => isUpdated(pod, hash));
    const old = staying.filter((pod) => !isUpdated(pod, hash));
    const isClear = updated.length <= 1 && old.length <= 1;
    return { nodeName, updated: updated[0], old: old[0], isClear };
  });
}

/** Brings the Pods of old revisions up to date, as many at a time as may be unavailable, or as may be there twice. */
export function rollOut(
  world: SetOnNodes,
  where: ReadonlyMap<string, Placement>,
): Pick<NodeSteps, "create" | "remove"> {
  if ((world.set.spec?.updateStrategy?.type ?? "RollingUpdate") !== "RollingUpdate") {
    return { create: [], remove: [] };
  }
  const limits = limitsOf(world, where);
  const each = onNodes(world, where);
  return limits.surge > 0
    ? surge(world, each, limits.surge)
    : replace(world, each, limits.unavailable);
}

function replace(
  { set, nowMs }: SetOnNodes,
  each: readonly OnNode[],
  unavailableMax: number,
): Pick<NodeSteps, "create" | "remove"> {
  const available = (pod: Stored<Pod>): boolean =>
    isAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs);
  const broken: Stored<Pod>[] = [];
  const candidates: Stored<Pod>[] = [];
  let unavailable = 0;
  for (const { updated, old, isClear } of each) {
    if (!isClear || (updated === undefined) === (old === undefined)) unavailable += 1;
    else if (updated !== undefined) unavailable += available(updated) ? 0 : 1;
    else if (old !== undefined && available(old)) candidates.push(old);
    else if (old !== undefined) {
      broken.push(old);
      unavailable += 1;
    }
  }
  const count = Math.max(0, unavailableMax - unavailable);
  return { create: [], remove: [...broken, ...candidates.slice(0, count)] };
}

function surge(
  { set, nowMs }: SetOnNodes,
  each: readonly OnNode[],
  surgeMax: number,
): Pick<NodeSteps, "create" | "remove"> {
  const available = (pod: Stored<Pod>): boolean =>
    isAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs);
  const remove: Stored<Pod>[] = [];
  const urgent: string[] = [];
  const candidates: string[] = [];
  let surging = 0;
  for (const { nodeName, updated, old, isClear } of each) {
    if (!isClear) surging += 1;
    else if (old === undefined) continue;
    else if (updated === undefined) (available(old) ? candidates : urgent).push(nodeName);
    else if (available(updated)) remove.push(old);
    else surging += 1;
  }
  return {
    create: [...urgent, ...candidates.slice(0, Math.max(0, surgeMax - surging))],
    remove,
  };
}

/** Pods by node; the oldest first. */
export function byNode(
  pods: readonly Stored<Pod>[],
  nodeOf: (pod: Stored<Pod>) => string | undefined,
): ReadonlyMap<string, readonly Stored<Pod>[]> {
  const found = new Map<string, Stored<Pod>[]>();
  for (const pod of pods.toSorted(byCreation)) {
    const nodeName = nodeOf(pod);
    if (nodeName === undefined) continue;
    const phase = pod.status?.phase;
    if (isGoing(pod) && (phase === "Failed" || phase === "Succeeded")) continue;
    const known = found.get(nodeName);
    if (known) known.push(pod);
    else found.set(nodeName, [pod]);
  }
  return found;
}
