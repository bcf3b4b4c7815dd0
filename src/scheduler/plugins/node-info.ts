/**
 * A node as the plugins see it: the object, the Pods that count as being on it and what they take. Cheap to copy and to
 * change, so that a dry run can take Pods away and put them back (kube-scheduler, framework.NodeInfo and PodInfo).
 */
import type { Node, Pod } from "../../api/generated/types.ts";
import { podAffinityTerms } from "./affinity-term.ts";
import type { PodAffinityTerms } from "./affinity-term.ts";
import { hostPortsOf } from "../../api/host-ports.ts";
import type { HostPort } from "../../api/host-ports.ts";
import { amountsOf, nonZeroRequests, podRequests } from "../../api/pod-requests.ts";
import type { Amounts } from "../../api/pod-requests.ts";

/** What is worked out once of a Pod. */
export interface PodInfo {
  readonly pod: Pod;
  /** The Pod's uid; `namespace/name` for a Pod that does not exist yet. */
  readonly key: string;
  readonly requests: Amounts;
  readonly nonZero: readonly [cpu: number, memory: number];
  readonly ports: readonly HostPort[];
  readonly terms: PodAffinityTerms;
}

const infos = new WeakMap<Pod, PodInfo>();

/** Remembered by the object: objects are immutable. */
export function podInfoOf(pod: Pod): PodInfo {
  let info = infos.get(pod);
  if (info === undefined) {
    const { uid, namespace = "", name = "" } = pod.metadata;
    info = {
      pod,
      key: uid ?? `${namespace}/${name}`,
      requests: podRequests(pod),
      nonZero: nonZeroRequests(pod),
      ports: hostPortsOf(pod),
      terms: podAffinityTerms(pod),
    };
    infos.set(pod, info);
  }
  return info;
}

export class NodeInfo {
  readonly node: Node;
  readonly name: string;
  /** What the node offers; Pods under "pods". */
  readonly allocatable: Amounts;
  readonly #pods: Map<string, PodInfo>;
  readonly #requested: Map<string, number>;
  #nonZeroCpu = 0;
  #nonZeroMemory = 0;

  constructor(node: Node, pods: Iterable<Pod> = []) {
    this.node = node;
    this.name = node.metadata.name ?? "";
    this.allocatable = amountsOf(node.status?.allocatable);
    this.#pods = new Map();
    this.#requested = new Map();
    for (const pod of pods) this.addPod(pod);
  }

  /** In the order in which they came. */
  get pods(): Iterable<PodInfo> {
    return this.#pods.values();
  }

  get podCount(): number {
    return this.#pods.size;
  }

  get requested(): Amounts {
    return this.#requested;
  }

  /** cpu (milli) and memory (bytes), with stand-in amounts for containers without a request. */
  get nonZeroRequested(): readonly [cpu: number, memory: number] {
    return [this.#nonZeroCpu, this.#nonZeroMemory];
  }

  has(pod: Pod): boolean {
    return this.#pods.has(podInfoOf(pod).key);
  }

  /** Counts a Pod as being here. One that is here already is replaced. */
  addPod(pod: Pod): void {
    this.removePod(pod);
    const info = podInfoOf(pod);
    this.#pods.set(info.key, info);
    this.#account(info, 1);
  }

  /** Returns false when the Pod was not here. */
  removePod(pod: Pod): boolean {
    const info = this.#pods.get(podInfoOf(pod).key);
    if (info === undefined) return false;
    this.#pods.delete(info.key);
    if (this.#isExact()) this.#account(info, -1);
    else this.#recount();
    return true;
  }

  /** An independent copy: Pods added to it or taken from it leave this one alone. */
  clone(): NodeInfo {
    const copy = new NodeInfo(this.node);
    for (const [key, info] of this.#pods) copy.#pods.set(key, info);
    for (const [name, amount] of this.#requested) copy.#requested.set(name, amount);
    copy.#nonZeroCpu = this.#nonZeroCpu;
    copy.#nonZeroMemory = this.#nonZeroMemory;
    return copy;
  }

  /** Sums of whole numbers below 2^53 are exact, whatever the order; beyond that nothing may be taken away from one. */
  #isExact(): boolean {
    const holds = (sum: number): boolean => Math.abs(sum) <= Number.MAX_SAFE_INTEGER;
    return (
      holds(this.#nonZeroCpu) &&
      holds(this.#nonZeroMemory) &&
      [...this.#requested.values()].every(holds)
    );
  }

  /** Sums up anew what the Pods take. */
  #recount(): void {
    for (const name of this.#requested.keys()) this.#requested.set(name, 0);
    this.#nonZeroCpu = 0;
    this.#nonZeroMemory = 0;
    for (const info of this.#pods.values()) this.#account(info, 1);
  }

  #account(info: PodInfo, sign: 1 | -1): void {
    for (const [name, amount] of info.requests) {
      this.#requested.set(name, (this.#requested.get(name) ?? 0) + sign * amount);
    }
    this.#nonZeroCpu += sign * info.nonZero[0];
    this.#nonZeroMemory += sign * info.nonZero[1];
  }
}
