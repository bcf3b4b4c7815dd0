/**
 * The Pods that wait for a node: active (by priority, then by how long they have waited), backing off, unschedulable until
 * something happens that could help, and gated. After kube-scheduler's backend/queue, with its hints, its in-flight events
 * and its habit of serving those that back off when nobody else waits (SchedulerPopFromBackoffQ).
 */
import type { Pod } from "../api/generated/types.ts";
import { objectKey } from "../api/object.ts";
import type { Stored } from "../api/object.ts";
import type { Host, Timer } from "../host/host.ts";
import type { MetricFamily } from "../api/prometheus.ts";
import type { SchedulerProfile } from "./profile/profile.ts";
import { podUpdates } from "./queue/cluster-event.ts";
import type { ClusterEvent } from "./queue/cluster-event.ts";
import { InFlightEvents } from "./queue/in-flight-events.ts";
import { eventLabel, incoming, IncomingPods } from "./queue/incoming-pods.ts";
import { PriorityHeap } from "./queue/priority-heap.ts";
import { isWorthRequeuing, pluginsConcerned } from "./queue/queueing-hints.ts";
import type { HintContext } from "./queue/queueing-hints.ts";
import { backsOffLess, goesFirst, isGated } from "./queue/waiting-pod.ts";
import type { QueuedPod, Waiting } from "./queue/waiting-pod.ts";

export interface QueueOptions {
  readonly host: Host;
  /** Called when there is something to take where there was nothing. */
  readonly onActive: () => void;
  readonly podInitialBackoffSeconds: number;
  readonly podMaxBackoffSeconds: number;
  namespaceLabels(namespace: string): Readonly<Record<string, string>> | undefined;
}

export interface QueueCounts {
  readonly active: number;
  readonly backoff: number;
  readonly unschedulable: number;
  readonly gated: number;
  /** Taken: being placed or being bound. */
  readonly inFlight: number;
  /** Being bound. */
  readonly binding: number;
}

/** So many Pods of a profile have been rejected by a plugin, and not been looked at again since. */
export interface RejectedPods {
  readonly plugin: string;
  readonly profile: string;
  readonly count: number;
}

const eliminated = "UpdatePodSchedulingGatesEliminated";

/** DefaultPodMaxInUnschedulablePodsDuration: tried again after that even if nothing has happened. */
const unschedulableMaxMs = 300_000;
export class SchedulingQueue {
  readonly #options: QueueOptions;
  readonly #host: Host;
  readonly #waiting = new Map<string, Waiting>();
  readonly #active = new PriorityHeap<Waiting>(goesFirst);
  readonly #backoff = new PriorityHeap<Waiting>(backsOffLess);
  readonly #errorBackoff = new PriorityHeap<Waiting>(backsOffLess);
  /** In the order in which they came, which is that of `unschedulableUntilMs`. */
  readonly #unschedulable = new Set<Waiting>();
  readonly #rejectedBy = new Map<string, Set<Waiting>>();
  readonly #inFlight = new InFlightEvents();
  readonly #incoming = new IncomingPods();
  #turn = 0;
  #timer: { readonly timer: Timer; readonly dueMs: number } | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#host = options.host;
  }

  /** Pods in the queue, those that are being placed or bound included. */
  get size(): number {
    return this.#waiting.size;
  }

  /** True when `take` gives a Pod. */
  get hasActive(): boolean {
    return this.#active.size > 0 || this.#backoff.size > 0;
  }

  counts(): QueueCounts {
    const counts = {
      active: 0,
      backoff: 0,
      unschedulable: 0,
      gated: 0,
      inFlight: 0,
      binding: 0,
    };
    for (const { place } of this.#waiting.values()) {
      if (place === "binding") counts.binding += 1;
      if (place === "taken" || place === "binding") counts.inFlight += 1;
      else if (place === "errorBackoff") counts.backoff += 1;
      else counts[place] += 1;
    }
    return counts;
  }

  /** A Pod counts for every plugin that rejected it. */
  rejected(): readonly RejectedPods[] {
    const all = new Map<string, { plugin: string; profile: string; count: number }>();
    for (const { place, queued, rejectedBy } of this.#waiting.values()) {
      if (place === "taken" || place === "binding") continue;
      const profile = queued.profile.schedulerName;
      const plugins = place === "gated" ? ["SchedulingGates", ...rejectedBy] : rejectedBy;
      for (const plugin of new Set(plugins)) {
        // Where several plugins together have left the nodes out, no one of them is named.
        if (plugin === "") continue;
        const key = `${plugin} ${profile}`;
        const known = all.get(key) ?? { plugin, profile, count: 0 };
        all.set(key, { ...known, count: known.count + 1 });
      }
    }
    return [...all.values()];
  }

  metrics(): MetricFamily {
    return this.#incoming.family();
  }

  /** Takes in a Pod without a node, or its newer state. */
  put(pod: Stored<Pod>, profile: SchedulerProfile): void {
    const known = this.#waiting.get(pod.metadata.uid);
    if (known !== undefined) return this.#update(known, pod);
    const waiting: Waiting = {
      queued: {
        pod,
        key: objectKey(pod),
        profile,
        sinceMs: this.#host.clock.monotonicMs(),
        attempts: 0,
      },
      place: "gated",
      turn: this.#turn++,
      backoffUntilMs: 0,
      unschedulableCount: 0,
      errorCount: 0,
      rejectedBy: new Set(),
      unschedulableUntilMs: 0,
      held: false,
      wantedFor: undefined,
    };
    this.#waiting.set(pod.metadata.uid, waiting);
    this.#activate(waiting, incoming.added);
    if (waiting.place === "gated") this.#incoming.count("unschedulable", incoming.added);
  }

  remove(uid: string): void {
    const waiting = this.#waiting.get(uid);
    if (waiting === undefined) return;
    this.#leave(waiting);
    this.#waiting.delete(uid);
  }

  /** The Pod that is next, without taking it. */
  peek(): QueuedPod | undefined {
    return (this.#active.peek() ?? this.#backoff.peek())?.queued;
  }

  take(): QueuedPod | undefined {
    const waiting = this.#active.peek() ?? this.#backoff.peek();
    if (waiting === undefined) return undefined;
    if (waiting.place === "backoff") this.#incoming.count("active", incoming.popped);
    this.#leave(waiting);
    waiting.place = "taken";
    waiting.queued.attempts += 1;
    this.#inFlight.enter(waiting);
    return waiting.queued;
  }

  has(uid: string): boolean {
    return this.#waiting.has(uid);
  }

  /** The newest state of a waiting Pod. */
  get(uid: string): Stored<Pod> | undefined {
    return this.#waiting.get(uid)?.queued.pod;
  }

  /** True while a taken Pod is still this queue's: not deleted, not placed by another hand. */
  isTaken({ pod }: QueuedPod): boolean {
    return this.#waiting.get(pod.metadata.uid)?.place === "taken";
  }

  /** A taken Pod has a node and is being bound: nothing that happens can lead it elsewhere any more. */
  placed({ pod }: QueuedPod): void {
    const waiting = this.#waiting.get(pod.metadata.uid);
    if (waiting?.place !== "taken") return;
    this.#leave(waiting);
    waiting.place = "binding";
  }

  /** The Pod is bound. */
  done(uid: string): void {
    this.remove(uid);
  }

  /** Puts a taken Pod back in its turn: its place has become someone else's. The try does not count. */
  retry({ pod }: QueuedPod): void {
    const waiting = this.#waiting.get(pod.metadata.uid);
    if (waiting?.place !== "taken") return;
    waiting.queued.attempts -= 1;
    this.#activate(waiting);
  }

  /** Puts a Pod back that an error kept from being placed or bound: it is tried again after its backoff. */
  putBack({ pod }: QueuedPod): void {
    const waiting = this.#waiting.get(pod.metadata.uid);
    if (waiting?.place !== "taken" && waiting?.place !== "binding") return;
    this.#leave(waiting);
    waiting.errorCount += 1;
    waiting.rejectedBy = new Set();
    this.#penalize(waiting, waiting.errorCount);
    this.#requeue(waiting, incoming.failed);
  }

  /**
   * Puts a taken Pod back that fits nowhere, until something happens that the plugins which rejected it have hope in, or
   * has happened since it was taken. `held`: preemption for it is under way, and `release` is to follow.
   */
  putUnschedulable({ pod }: QueuedPod, rejectedBy: ReadonlySet<string>, held = false): void {
    const waiting = this.#waiting.get(pod.metadata.uid);
    if (waiting?.place !== "taken") return;
    const events = this.#inFlight.eventsFor(waiting);
    this.#leave(waiting);
    waiting.errorCount = 0;
    waiting.unschedulableCount += 1;
    waiting.rejectedBy = rejectedBy;
    waiting.held = held;
    this.#penalize(waiting, waiting.unschedulableCount);
    this.#rest(waiting);
    const comesBack =
      rejectedBy.size === 0 || events.some((event) => this.#isWorth(waiting, event));
    if (comesBack) this.#requeue(waiting, incoming.failed);
    if (held || !comesBack) this.#incoming.count("unschedulable", incoming.failed);
  }

  /** The preemption for a Pod is done. `failed`: at once to another try, whatever has happened. */
  release(uid: string, failed: boolean): void {
    const waiting = this.#waiting.get(uid);
    if (waiting === undefined) return;
    waiting.held = false;
    if (waiting.place !== "unschedulable") return;
    if (failed) this.#activate(waiting, incoming.forced);
    else if (waiting.wantedFor !== undefined) this.#requeue(waiting, waiting.wantedFor);
  }

  /** Moves the Pods that this can help; `only` those that it is for. */
  happened(event: ClusterEvent, only?: (pod: Stored<Pod>) => boolean): void {
    const plugins = pluginsConcerned(event);
    if (plugins.length === 0) return;
    this.#inFlight.record(only === undefined ? event : { ...event, only });
    for (const plugin of plugins) {
      // The set loses members while it is walked through, which a Set allows.
      for (const waiting of this.#rejectedBy.get(plugin) ?? []) {
        if (only !== undefined && !only(waiting.queued.pod)) continue;
        if (this.#isWorth(waiting, event)) this.#requeue(waiting, eventLabel(event));
      }
    }
  }

  stop(): void {
    this.#timer?.timer.cancel();
  }

  #update(waiting: Waiting, pod: Stored<Pod>): void {
    const before = waiting.queued.pod;
    waiting.queued.pod = pod;
    if (waiting.place === "gated") {
      const [event] = podUpdates(before, pod).filter(({ action }) => action === eliminated);
      return this.#activate(waiting, event && eventLabel(event));
    }
    if (waiting.place !== "taken" && waiting.place !== "unschedulable") return;
    for (const event of podUpdates(before, pod)) {
      if (waiting.place === "taken") this.#inFlight.record(event);
      else if (this.#isWorth(waiting, event)) return this.#requeue(waiting, eventLabel(event));
    }
  }

  #isWorth(waiting: Waiting, event: ClusterEvent): boolean {
    const { pod, profile } = waiting.queued;
    const context: HintContext = {
      profile,
      namespaceLabels: (namespace) => this.#options.namespaceLabels(namespace),
    };
    for (const plugin of waiting.rejectedBy) {
      if (isWorthRequeuing(plugin, { pod, event }, context)) return true;
    }
    return false;
  }

  /** Counts the try that has failed: when it may be tried again, and its place among those that wait. */
  #penalize(waiting: Waiting, count: number): void {
    const { podInitialBackoffSeconds, podMaxBackoffSeconds } = this.#options;
    const seconds = Math.min(podMaxBackoffSeconds, podInitialBackoffSeconds * 2 ** (count - 1));
    waiting.backoffUntilMs = this.#host.clock.monotonicMs() + seconds * 1000;
    waiting.turn = this.#turn++;
  }

  #requeue(waiting: Waiting, event: string): void {
    if (waiting.held) {
      waiting.wantedFor = event;
      // It comes out as it is: whatever else happens need not be judged for it.
      this.#unlist(waiting);
      return;
    }
    if (this.#host.clock.monotonicMs() >= waiting.backoffUntilMs)
      return this.#activate(waiting, event);
    this.#leave(waiting);
    this.#incoming.count("backoff", event);
    const isError = waiting.rejectedBy.size === 0;
    waiting.place = isError ? "errorBackoff" : "backoff";
    (isError ? this.#errorBackoff : this.#backoff).push(waiting);
    this.#arm(waiting.backoffUntilMs);
    // Whoever backs off after an error waits for the end of it, busy or not.
    if (!isError) this.#options.onActive();
  }

  #rest(waiting: Waiting): void {
    waiting.place = "unschedulable";
    waiting.wantedFor = undefined;
    waiting.unschedulableUntilMs = this.#host.clock.monotonicMs() + unschedulableMaxMs;
    this.#unschedulable.add(waiting);
    for (const plugin of waiting.rejectedBy) {
      const rejected = this.#rejectedBy.get(plugin) ?? new Set();
      this.#rejectedBy.set(plugin, rejected.add(waiting));
    }
    this.#arm(waiting.unschedulableUntilMs);
  }

  /** `event` brings it in; none for one that has only been taken back. */
  #activate(waiting: Waiting, event?: string): void {
    this.#leave(waiting);
    waiting.held = false;
    if (isGated(waiting.queued)) {
      waiting.place = "gated";
      return;
    }
    waiting.place = "active";
    if (event !== undefined) this.#incoming.count("active", event);
    this.#active.push(waiting);
    this.#options.onActive();
  }

  /** Out of where it is; the caller says where to. */
  #leave(waiting: Waiting): void {
    this.#active.remove(waiting);
    this.#backoff.remove(waiting);
    this.#errorBackoff.remove(waiting);
    this.#inFlight.leave(waiting);
    if (this.#unschedulable.delete(waiting)) this.#unlist(waiting);
  }

  /** Events are no longer judged for it. */
  #unlist(waiting: Waiting): void {
    for (const plugin of waiting.rejectedBy) this.#rejectedBy.get(plugin)?.delete(waiting);
  }

  /** One timer for all: those whose time comes together are queued together, so that priority decides. */
  #arm(dueMs: number): void {
    if (this.#timer !== undefined && this.#timer.dueMs <= dueMs) return;
    this.#timer?.timer.cancel();
    const delayMs = Math.max(0, dueMs - this.#host.clock.monotonicMs());
    this.#timer = { timer: this.#host.timers.after(delayMs, () => this.#onTime()), dueMs };
  }

  #onTime(): void {
    this.#timer = undefined;
    const nowMs = this.#host.clock.monotonicMs();
    let soonestMs = Infinity;
    for (const heap of [this.#backoff, this.#errorBackoff]) {
      // They are ordered by windows of time: of the first window some may be due and others not.
      for (const waiting of heap.members()) {
        if (waiting.backoffUntilMs <= nowMs) this.#activate(waiting, incoming.backoffComplete);
        else soonestMs = Math.min(soonestMs, waiting.backoffUntilMs);
      }
    }
    for (const waiting of this.#unschedulable) {
      if (waiting.unschedulableUntilMs > nowMs) {
        soonestMs = Math.min(soonestMs, waiting.unschedulableUntilMs);
        break;
      }
      // One that is held stays and comes out when it is released.
      this.#requeue(waiting, incoming.timeout);
    }
    if (soonestMs !== Infinity) this.#arm(soonestMs);
  }
}
