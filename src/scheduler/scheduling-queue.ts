/**
 * The Pods that wait for a node: active (by priority, then age), backing off, unschedulable until something happens that
 * could help, and gated. After kube-scheduler's internal/queue, with one hint a reason instead of one a plugin.
 */
import type { Pod } from "../api/generated/types.ts";
import { objectKey } from "../api/object.ts";
import type { Stored } from "../api/object.ts";
import type { Host, Timer } from "../host/host.ts";

/** What happens in a cluster that can make a refused Pod fit. */
export type ClusterEvent = "node" | "podGone" | "podPlaced" | "volume" | "namespace";

export interface QueuedPod {
  pod: Stored<Pod>;
  readonly key: string;
  attempts: number;
  /** When it entered the queue, and the order among equals. */
  readonly sinceMs: number;
  readonly order: number;
  /** While it is being scheduled: the count of cluster events when it was taken. */
  takenAt: number;
}

type Place = "active" | "backoff" | "unschedulable" | "gated" | "taken";

/** kube-scheduler's defaults: backoff from 1 s doubling to 10 s; unschedulable Pods are tried again after 5 minutes anyway. */
const backoffBaseMs = 1000;
const backoffMaxMs = 10_000;
const unschedulableMaxMs = 300_000;

interface Waiting {
  readonly queued: QueuedPod;
  place: Place;
  timer: Timer | undefined;
  /** When a Pod that has failed may be tried again. */
  backoffUntilMs: number;
  waitsFor: ReadonlySet<ClusterEvent>;
}

export class SchedulingQueue {
  readonly #host: Host;
  readonly #onActive: () => void;
  readonly #waiting = new Map<string, Waiting>();
  #active: QueuedPod[] = [];
  #sorted = true;
  #order = 0;
  /** One timer for all that back off: Pods whose time comes together are queued together, so that priority decides. */
  #backoffTimer: { readonly timer: Timer; readonly dueMs: number } | undefined;
  readonly #lastEvent = new Map<ClusterEvent, number>();
  #events = 0;

  constructor(host: Host, onActive: () => void) {
    this.#host = host;
    this.#onActive = onActive;
  }

  /** Pods in the queue, those that are being scheduled included. */
  get size(): number {
    return this.#waiting.size;
  }

  get hasActive(): boolean {
    return this.#active.length > 0;
  }

  /** Takes in a Pod without a node, or its newer state. */
  put(pod: Stored<Pod>): void {
    const known = this.#waiting.get(pod.metadata.uid);
    if (known === undefined) {
      const queued: QueuedPod = {
        pod,
        key: objectKey(pod),
        attempts: 0,
        sinceMs: this.#host.clock.monotonicMs(),
        order: this.#order++,
        takenAt: 0,
      };
      const waiting: Waiting = {
        queued,
        place: "gated",
        timer: undefined,
        backoffUntilMs: 0,
        waitsFor: new Set(),
      };
      this.#waiting.set(pod.metadata.uid, waiting);
      if (!isGated(pod)) this.#activate(waiting);
      return;
    }
    const before = known.queued.pod;
    known.queued.pod = pod;
    if (known.place === "gated" && !isGated(pod)) this.#activate(known);
    // Status is written by schedulers, ours among them: only the Pod's own wishes can make it fit.
    else if (known.place === "unschedulable" && isRelevantChange(before, pod)) this.#retry(known);
    else if (known.place === "active") this.#sorted = false;
  }

  remove(uid: string): void {
    const waiting = this.#waiting.get(uid);
    if (waiting === undefined) return;
    waiting.timer?.cancel();
    this.#waiting.delete(uid);
    if (waiting.place === "active") {
      this.#active = this.#active.filter((queued) => queued !== waiting.queued);
    }
  }

  /** The Pod that is next, without taking it. */
  peek(): QueuedPod | undefined {
    if (!this.#sorted) {
      // Last is next, so that taking is cheap.
      this.#active.sort((a, b) => priority(a.pod) - priority(b.pod) || b.order - a.order);
      this.#sorted = true;
    }
    return this.#active.at(-1);
  }

  take(): QueuedPod | undefined {
    const queued = this.peek();
    if (queued === undefined) return undefined;
    this.#active.pop();
    queued.attempts += 1;
    queued.takenAt = this.#events;
    const waiting = this.#waiting.get(queued.pod.metadata.uid);
    if (waiting !== undefined) waiting.place = "taken";
    return queued;
  }

  has(uid: string): boolean {
    return this.#waiting.has(uid);
  }

  /** True while a taken Pod is still this queue's: not deleted, not placed by another hand. */
  isTaken(queued: QueuedPod): boolean {
    return this.#waiting.get(queued.pod.metadata.uid)?.place === "taken";
  }

  /** The Pod has found its place. */
  done(uid: string): void {
    this.remove(uid);
  }

  /** Puts a taken Pod back that an error kept from being bound: it is tried again after its backoff. */
  putBack(queued: QueuedPod): void {
    const waiting = this.#waiting.get(queued.pod.metadata.uid);
    if (waiting?.place !== "taken") return;
    waiting.backoffUntilMs = this.#backoffUntilMs(queued);
    this.#backOff(waiting);
  }

  /** Puts a taken Pod back that fits nowhere until one of `waitsFor` happens, or has happened since it was taken. */
  putUnschedulable(queued: QueuedPod, waitsFor: ReadonlySet<ClusterEvent>): void {
    const waiting = this.#waiting.get(queued.pod.metadata.uid);
    if (waiting?.place !== "taken") return;
    waiting.backoffUntilMs = this.#backoffUntilMs(queued);
    waiting.waitsFor = waitsFor;
    for (const event of waitsFor) {
      if ((this.#lastEvent.get(event) ?? 0) > queued.takenAt) return this.#backOff(waiting);
    }
    waiting.place = "unschedulable";
    waiting.timer = this.#host.timers.after(unschedulableMaxMs, () => this.#retry(waiting));
  }

  /** Moves the Pods that wait for this. */
  happened(event: ClusterEvent): void {
    this.#events += 1;
    this.#lastEvent.set(event, this.#events);
    for (const waiting of this.#waiting.values()) {
      if (waiting.place === "unschedulable" && waiting.waitsFor.has(event)) this.#retry(waiting);
    }
  }

  stop(): void {
    this.#backoffTimer?.timer.cancel();
    for (const waiting of this.#waiting.values()) waiting.timer?.cancel();
  }

  #backoffUntilMs(queued: QueuedPod): number {
    const delayMs = Math.min(backoffMaxMs, backoffBaseMs * 2 ** Math.min(queued.attempts - 1, 10));
    return this.#host.clock.monotonicMs() + delayMs;
  }

  #retry(waiting: Waiting): void {
    waiting.timer?.cancel();
    if (this.#host.clock.monotonicMs() >= waiting.backoffUntilMs) this.#activate(waiting);
    else this.#backOff(waiting);
  }

  #backOff(waiting: Waiting): void {
    waiting.place = "backoff";
    this.#armBackoff(waiting.backoffUntilMs);
  }

  #armBackoff(dueMs: number): void {
    if (this.#backoffTimer !== undefined && this.#backoffTimer.dueMs <= dueMs) return;
    this.#backoffTimer?.timer.cancel();
    const delayMs = Math.max(0, dueMs - this.#host.clock.monotonicMs());
    const timer = this.#host.timers.after(delayMs, () => this.#endBackoffs());
    this.#backoffTimer = { timer, dueMs };
  }

  #endBackoffs(): void {
    this.#backoffTimer = undefined;
    const nowMs = this.#host.clock.monotonicMs();
    let nextMs = Infinity;
    for (const waiting of this.#waiting.values()) {
      if (waiting.place !== "backoff") continue;
      if (waiting.backoffUntilMs <= nowMs) this.#activate(waiting);
      else nextMs = Math.min(nextMs, waiting.backoffUntilMs);
    }
    if (nextMs !== Infinity) this.#armBackoff(nextMs);
  }

  #activate(waiting: Waiting): void {
    waiting.timer?.cancel();
    waiting.timer = undefined;
    if (isGated(waiting.queued.pod)) {
      waiting.place = "gated";
      return;
    }
    waiting.place = "active";
    this.#active.push(waiting.queued);
    this.#sorted = false;
    this.#onActive();
  }
}

export function priority(pod: Pod): number {
  return pod.spec?.priority ?? 0;
}

function isGated(pod: Pod): boolean {
  return (pod.spec?.schedulingGates ?? []).length > 0;
}

function isRelevantChange(before: Pod, after: Pod): boolean {
  return (
    JSON.stringify(before.spec) !== JSON.stringify(after.spec) ||
    JSON.stringify(before.metadata.labels) !== JSON.stringify(after.metadata.labels)
  );
}
