/**
 * The scheduler's picture of the cluster: nodes, and the Pods that are on them or assumed to be. Kept step by step from
 * changes; the node columns are written from it (kube-scheduler's internal cache). Room that is kept for nominated Pods counts
 * as taken.
 */
import type { Node, Pod, PodAffinityTerm } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import { hostPortsOf } from "../api/host-ports.ts";
import type { HostPort } from "../api/host-ports.ts";
import { computePodRequests } from "./pod-requests.ts";
import type { PodRequests } from "./pod-requests.ts";

export interface PlacedPod {
  readonly pod: Stored<Pod>;
  readonly nodeName: string;
  readonly requests: PodRequests;
  readonly ports: readonly HostPort[];
  /**
   * `bound`: as the API shows it. `assumed`: placed by us and not yet seen bound. `nominated`: not there, but whoever is
   * placed now has to leave it room.
   */
  readonly state: "bound" | "assumed" | "nominated";
}

export interface NodeEntry {
  readonly name: string;
  /** Undefined while Pods name a node that is not there. */
  node: Stored<Node> | undefined;
  /** By uid. */
  readonly pods: Map<string, PlacedPod>;
  readonly requested: Map<string, number>;
  readonly nonZero: [cpu: number, memory: number];
  /** Grows with each change of the node or of what is on it; never the same again for another state. */
  generation: number;
}

/** Changes that are remembered; whoever was away for longer has to look at every node. */
const logMax = 65_536;

/** A Pod in this phase holds nothing of its node any more. */
export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

export class ClusterCache {
  readonly #nodes = new Map<string, NodeEntry>();
  readonly #placed = new Map<string, PlacedPod>();
  readonly #antiAffine = new Map<string, PlacedPod>();
  /** How many placed Pods have each priority. */
  readonly #priorities = new Map<number, number>();
  #dirty = new Set<string>();
  #nodeCount = 0;
  /** Names of nodes in the order of their changes: the last one made the newest generation. */
  #log: string[] = [];
  /** Changes that are no longer in the log. */
  #forgotten = 0;

  /** Entries of nodes that exist, in no particular order. */
  nodes(): readonly NodeEntry[] {
    return [...this.#nodes.values()].filter((entry) => entry.node !== undefined);
  }

  get nodeCount(): number {
    return this.#nodeCount;
  }

  /** Differs whenever a node, or what is on one, does. */
  get generation(): number {
    return this.#forgotten + this.#log.length;
  }

  /** Names of the nodes that have changed since a generation, some more than once; undefined: it is too long ago to say. */
  changedSince(generation: number): Iterable<string> | undefined {
    return generation < this.#forgotten ? undefined : this.#log.slice(generation - this.#forgotten);
  }

  /** How many placed Pods have required anti-affinity. */
  get antiAffineCount(): number {
    return this.#antiAffine.size;
  }

  entry(name: string): NodeEntry | undefined {
    return this.#nodes.get(name);
  }

  placed(uid: string): PlacedPod | undefined {
    return this.#placed.get(uid);
  }

  /** Placed Pods with required anti-affinity: what they say binds every newcomer. */
  antiAffine(): Iterable<PlacedPod> {
    return this.#antiAffine.values();
  }

  setNode(node: Stored<Node>): void {
    const entry = this.#entryOf(node.metadata.name);
    if (entry.node === undefined) this.#nodeCount += 1;
    entry.node = node;
    this.#changed(entry);
  }

  removeNode(name: string): void {
    const entry = this.#nodes.get(name);
    if (entry === undefined) return;
    if (entry.node !== undefined) this.#nodeCount -= 1;
    entry.node = undefined;
    this.#changed(entry);
    if (entry.pods.size === 0) this.#nodes.delete(name);
  }

  /** Takes in a Pod as the API shows it. An assumed Pod stays where it is until the API shows it bound. */
  setPod(pod: Stored<Pod>): void {
    const { uid } = pod.metadata;
    const nodeName = pod.spec?.nodeName;
    const before = this.#placed.get(uid);
    if (isTerminal(pod)) return this.removePod(uid);
    if (!nodeName) return;
    if (before !== undefined) {
      if (isSameClaim(before, pod)) return this.#replace({ ...before, pod });
      this.#unplace(before);
    }
    this.#place(toPlaced(pod, nodeName, "bound"));
  }

  removePod(uid: string): void {
    const placed = this.#placed.get(uid);
    if (placed !== undefined) this.#unplace(placed);
  }

  /** Counts a Pod on a node ahead of its binding. The kernel has already taken it from the columns. */
  assume(pod: Stored<Pod>, nodeName: string): void {
    this.unreserve(pod.metadata.uid);
    const wasDirty = this.#dirty.has(nodeName);
    this.#place(toPlaced(pod, nodeName, "assumed"));
    if (!wasDirty) this.#dirty.delete(nodeName);
  }

  /** Takes an assumed Pod back; does nothing when the API has shown it bound in the meantime. */
  forget(uid: string): void {
    const placed = this.#placed.get(uid);
    if (placed?.state === "assumed") this.#unplace(placed);
  }

  /** Keeps room on a node for a nominated Pod. One that is placed already stays where it is. */
  reserve(pod: Stored<Pod>, nodeName: string): void {
    const { uid } = pod.metadata;
    const known = this.#placed.get(uid);
    if (known !== undefined && known.state !== "nominated") return;
    if (known !== undefined) this.#unplace(known);
    this.#place(toPlaced(pod, nodeName, "nominated"));
  }

  /** Gives the room back that was kept for a nominated Pod. */
  unreserve(uid: string): void {
    const placed = this.#placed.get(uid);
    if (placed?.state === "nominated") this.#unplace(placed);
  }

  /** True when some placed Pod has a lower priority. */
  hasLowerPriority(than: number): boolean {
    for (const priority of this.#priorities.keys()) if (priority < than) return true;
    return false;
  }

  /** Makes the columns of one node, or of all, be written anew: what the kernel did to them does not hold. */
  markStale(name?: string): void {
    if (name !== undefined) this.#dirty.add(name);
    else for (const each of this.#nodes.keys()) this.#dirty.add(each);
  }

  /** Names of nodes whose columns are stale, since the last call. */
  takeDirty(): ReadonlySet<string> {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    return dirty;
  }

  #entryOf(name: string): NodeEntry {
    let entry = this.#nodes.get(name);
    if (entry === undefined) {
      const requested = new Map<string, number>();
      entry = { name, node: undefined, pods: new Map(), requested, nonZero: [0, 0], generation: 0 };
      this.#nodes.set(name, entry);
    }
    return entry;
  }

  #replace(placed: PlacedPod): void {
    const { uid } = placed.pod.metadata;
    this.#placed.set(uid, placed);
    const entry = this.#entryOf(placed.nodeName);
    const before = entry.pods.get(uid);
    entry.pods.set(uid, placed);
    this.#note(entry);
    // What it takes is the same. What it is to rules between Pods may not be.
    if (before === undefined || !isAlike(before.pod, placed.pod)) this.#dirty.add(entry.name);
    if (this.#antiAffine.has(uid)) this.#antiAffine.set(uid, placed);
  }

  #place(placed: PlacedPod): void {
    const { uid } = placed.pod.metadata;
    const entry = this.#entryOf(placed.nodeName);
    entry.pods.set(uid, placed);
    this.#placed.set(uid, placed);
    if (requiredAntiAffinity(placed.pod).length > 0) this.#antiAffine.set(uid, placed);
    this.#count(placed, 1);
    account(entry, placed, 1);
    this.#changed(entry);
  }

  #unplace(placed: PlacedPod): void {
    const { uid } = placed.pod.metadata;
    const entry = this.#entryOf(placed.nodeName);
    entry.pods.delete(uid);
    this.#placed.delete(uid);
    this.#antiAffine.delete(uid);
    this.#count(placed, -1);
    if (isExact(entry)) account(entry, placed, -1);
    else recount(entry);
    this.#changed(entry);
    if (entry.node === undefined && entry.pods.size === 0) this.#nodes.delete(entry.name);
  }

  #changed(entry: NodeEntry): void {
    this.#note(entry);
    this.#dirty.add(entry.name);
  }

  #note(entry: NodeEntry): void {
    if (this.#log.length > logMax) {
      this.#forgotten += this.#log.length;
      this.#log = [];
    }
    this.#log.push(entry.name);
    entry.generation = this.generation;
  }

  #count(placed: PlacedPod, sign: 1 | -1): void {
    const priority = placed.pod.spec?.priority ?? 0;
    const count = (this.#priorities.get(priority) ?? 0) + sign;
    if (count === 0) this.#priorities.delete(priority);
    else this.#priorities.set(priority, count);
  }
}

/** True when the API's state of a Pod asks for just what is accounted already: a status update, as most are. */
function isSameClaim(before: PlacedPod, pod: Stored<Pod>): boolean {
  const { generation } = pod.metadata;
  return (
    before.state === "bound" &&
    before.nodeName === pod.spec?.nodeName &&
    generation !== undefined &&
    generation === before.pod.metadata.generation &&
    resizeStateOf(before.pod) === resizeStateOf(pod)
  );
}

/** What a Pod's status says of its being resized in place: it counts for what it has until it has what it wants. */
function resizeStateOf({ spec, status }: Pod): string {
  let text = "";
  if (spec?.resources !== undefined) {
    text = JSON.stringify([status?.resources?.requests, status?.allocatedResources]);
  }
  for (const list of [status?.containerStatuses, status?.initContainerStatuses]) {
    for (const { name, resources, allocatedResources } of list ?? []) {
      if (resources?.requests === undefined && allocatedResources === undefined) continue;
      text += JSON.stringify([name, resources?.requests, allocatedResources]);
    }
  }
  const pending = status?.conditions?.find(({ type }) => type === "PodResizePending");
  return pending === undefined ? text : `${text} ${pending.reason ?? ""}`;
}

/** The same to every rule between Pods: these look at labels, and leave out what is being deleted. */
function isAlike(a: Pod, b: Pod): boolean {
  if ((a.metadata.deletionTimestamp === undefined) !== (b.metadata.deletionTimestamp === undefined))
    return false;
  const [old, now] = [a.metadata.labels ?? {}, b.metadata.labels ?? {}];
  const names = Object.keys(now);
  return names.length === Object.keys(old).length && names.every((name) => old[name] === now[name]);
}

export function requiredAntiAffinity(pod: Pod): readonly PodAffinityTerm[] {
  return pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function toPlaced(pod: Stored<Pod>, nodeName: string, state: PlacedPod["state"]): PlacedPod {
  return { pod, nodeName, requests: computePodRequests(pod), ports: hostPortsOf(pod), state };
}

/** Sums of whole numbers below 2^53 are exact, whatever the order; beyond that nothing may be taken away from one. */
function isExact({ requested, nonZero }: NodeEntry): boolean {
  for (const sum of requested.values()) if (Math.abs(sum) > Number.MAX_SAFE_INTEGER) return false;
  return nonZero.every((sum) => Math.abs(sum) <= Number.MAX_SAFE_INTEGER);
}

/** Sums up anew what the Pods of a node take. */
function recount(entry: NodeEntry): void {
  for (const name of entry.requested.keys()) entry.requested.set(name, 0);
  entry.nonZero[0] = 0;
  entry.nonZero[1] = 0;
  for (const placed of entry.pods.values()) account(entry, placed, 1);
}

function account(entry: NodeEntry, placed: PlacedPod, sign: 1 | -1): void {
  for (const [name, amount] of placed.requests.amounts) {
    entry.requested.set(name, (entry.requested.get(name) ?? 0) + sign * amount);
  }
  entry.nonZero[0] += sign * placed.requests.nonZero[0];
  entry.nonZero[1] += sign * placed.requests.nonZero[1];
}
