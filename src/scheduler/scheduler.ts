/**
 * The scheduler: takes waiting Pods in batches, lets the kernel place them, binds them through the API. After
 * kube-scheduler's scheduling and binding cycles (pkg/scheduler/schedule_one.go).
 */
import { NAMESPACES, POD_DISRUPTION_BUDGETS, PODS } from "../api/kinds.ts";
import type { MetricFamily } from "../api/prometheus.ts";
import { toStatusError } from "../api/status.ts";
import type { Host } from "../host/host.ts";
import type { KernelPool } from "../kernels/pool.ts";
import type { Client } from "../loop/client.ts";
import { InformerFactory } from "../loop/informer.ts";
import { BindingCycle } from "./binding-cycle.ts";
import { ClusterCache } from "./cluster-cache.ts";
import { ClusterWatch } from "./cluster-watch.ts";
import { clusterObjects, startObjectInformers } from "./explain/cluster-objects.ts";
import { DecisionLog, type Decision } from "./explain/decision-log.ts";
import { Explainer } from "./explain/explainer.ts";
import { keepNodeStates } from "./explain/keep-node-states.ts";
import type { NodeStateKeeper } from "./explain/node-states.ts";
import { rememberVolumes } from "./explain/remembered-volumes.ts";
import { OutcomeWriter } from "./outcome-writer.ts";
import { initialCapacity, Placer } from "./placer.ts";
import type { Outcome, RefusedOutcome } from "./placer.ts";
import { podResourceFamilies } from "./pod-resource-metrics.ts";
import { isConstrained } from "./pod-volumes.ts";
import { Evictor } from "./preemption/evictor.ts";
import { KeptRoom } from "./preemption/kept-room.ts";
import { NodeInfos } from "./preemption/node-infos.ts";
import { countsOnOthers } from "./preemption/plain-placing.ts";
import { Preemption } from "./preemption/preemption.ts";
import { defaultConfiguration } from "./profile/profile.ts";
import type { SchedulerConfiguration } from "./profile/profile.ts";
import { NominatedPods } from "./queue/nominated-pods.ts";
import { SchedulingMetrics } from "./scheduling-metrics.ts";
import { priority } from "./queue/waiting-pod.ts";
import { SchedulingQueue } from "./scheduling-queue.ts";
import { VolumeBinder } from "./volume-binder.ts";
import type { QueuedPod } from "./queue/waiting-pod.ts";
import type { QueueCounts } from "./scheduling-queue.ts";

export interface StartSchedulerOptions {
  readonly client: Client;
  readonly host: Host;
  /** The caller closes it, after the scheduler has stopped. */
  readonly kernels: KernelPool;
  /** Informers to share with the engine's other components; the caller stops them. By default, own ones. */
  readonly informers?: InformerFactory;
  /** Profiles and backoff; kube-scheduler's defaults without one. */
  readonly configuration?: SchedulerConfiguration;
}

export interface SchedulerStats {
  /** Pods bound since the start. */
  readonly boundTotal: number;
  /** Pods without a node that are this scheduler's to place, gated ones included. */
  readonly pending: number;
  /** The same by where they are. */
  readonly queue: QueueCounts;
}

export interface RunningScheduler {
  /** Resolves when the first lists are in and Pods are being placed; rejects when there is no kernel to place them with. */
  readonly ready: Promise<void>;
  /** Resolves when the bindings, events and conditions that were under way are written. */
  stop(): Promise<void>;
  stats(): SchedulerStats;
  metrics(): readonly MetricFamily[];
  /** What /metrics/resources of kube-scheduler has. */
  podResources(): readonly MetricFamily[];
  /** Why Pods are where they are, and the cluster as the scheduler sees it. */
  readonly explainer: Explainer;
}

/** Returns at once. */
export function startScheduler(options: StartSchedulerOptions): RunningScheduler {
  const scheduler = new Scheduler(options);
  const ready = scheduler.start();
  // Whoever awaits `ready` hears of it; a caller that does not must not crash the process.
  ready.catch((error: unknown) => {
    options.host.log.write("error", "scheduler not started", { error: String(error) });
  });
  return {
    ready,
    stop: () => scheduler.stop(),
    stats: () => scheduler.stats(),
    metrics: () => scheduler.metrics(),
    podResources: () => scheduler.podResources(),
    explainer: scheduler.explainer,
  };
}

class Scheduler {
  readonly explainer: Explainer;
  readonly #decisions = new DecisionLog();
  readonly #options: StartSchedulerOptions;
  readonly #host: Host;
  readonly #informers: InformerFactory;
  readonly #cache = new ClusterCache();
  readonly #states: NodeStateKeeper = keepNodeStates(this.#cache);
  readonly #nominated = new NominatedPods();
  readonly #queue: SchedulingQueue;
  readonly #room: KeptRoom;
  readonly #watch: ClusterWatch;
  readonly #writers: ReadonlyMap<string, OutcomeWriter>;
  readonly #evictor: Evictor;
  readonly #volumes: VolumeBinder;
  readonly #binding: BindingCycle;
  readonly #writes = new Set<Promise<void>>();
  readonly #metrics: SchedulingMetrics;
  #preemption: Preemption | undefined;
  #placer: Placer | undefined;
  #run: Promise<void> | undefined;
  #waking = false;
  #stopped = false;

  constructor(options: StartSchedulerOptions) {
    const { client, host, configuration = defaultConfiguration() } = options;
    this.#options = options;
    this.#host = host;
    this.#metrics = new SchedulingMetrics(host.clock);
    this.#informers = options.informers ?? new InformerFactory(client, host);
    const namespaces = this.#informers.lister(NAMESPACES);
    this.#queue = new SchedulingQueue({
      host,
      onActive: () => this.#wake(),
      podInitialBackoffSeconds: configuration.podInitialBackoffSeconds,
      podMaxBackoffSeconds: configuration.podMaxBackoffSeconds,
      namespaceLabels: (name) => namespaces.get(name)?.metadata.labels,
    });
    this.#room = new KeptRoom(this.#cache, this.#nominated, this.#queue);
    const profiles = new Map(
      configuration.profiles.map((profile) => [profile.schedulerName, profile]),
    );
    this.#writers = new Map(
      [...profiles.keys()].map((name) => [name, new OutcomeWriter(client, host, name)]),
    );
    this.#volumes = new VolumeBinder({ client, host, objects: clusterObjects(this.#informers) });
    this.explainer = new Explainer({
      host,
      decisions: this.#decisions,
      objects: this.#volumes.objects,
      profiles,
      states: () => this.#states.latest(),
      budgets: () => this.#informers.lister(POD_DISRUPTION_BUDGETS).all(),
    });
    this.#evictor = new Evictor({
      client,
      host,
      nominated: this.#nominated,
      announce: (victim, preemptor, nodeName) =>
        this.#writerOf(preemptor).preempted(victim, preemptor.pod, nodeName),
    });
    this.#watch = new ClusterWatch({
      informers: this.#informers,
      cache: this.#cache,
      queue: this.#queue,
      nominated: this.#nominated,
      profiles,
      claimChanged: () => this.#volumes.look(),
      left: (uid) => this.#evictor.left(uid),
    });
    this.#binding = new BindingCycle({
      cache: this.#cache,
      queue: this.#queue,
      room: this.#room,
      volumes: this.#volumes,
      watch: this.#watch,
      writerOf: (queued) => this.#writerOf(queued),
      metrics: this.#metrics,
    });
  }

  async start(): Promise<void> {
    const synced = [...this.#watch.start(), startObjectInformers(this.#informers)];
    const engine = await this.#options.kernels.scheduler(initialCapacity);
    await Promise.all(synced);
    if (this.#stopped) return;
    const seed = Math.floor(this.#host.random.float() * 2 ** 32);
    const { objects } = this.#volumes;
    const infos = new NodeInfos(this.#cache, objects);
    this.#placer = new Placer(
      engine,
      { cache: this.#cache, objects, snapshot: () => infos.snapshot(), log: this.#host.log },
      seed,
    );
    const budgets = this.#watch.budgets();
    this.#preemption = new Preemption({
      cache: this.#cache,
      infos,
      nominated: this.#nominated,
      budgets,
      seed,
    });
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#watch.stop();
    if (this.#options.informers === undefined) this.#informers.stop();
    this.#queue.stop();
    this.#volumes.stop();
    this.#evictor.stop();
    await this.#run;
    await Promise.all(this.#writes);
    await Promise.all([...this.#writers.values()].map((writer) => writer.flush()));
  }

  stats(): SchedulerStats {
    return {
      boundTotal: this.#binding.boundTotal,
      pending: this.#queue.size,
      queue: this.#queue.counts(),
    };
  }

  metrics(): readonly MetricFamily[] {
    const queue = this.#queue;
    return [...this.#metrics.families(queue.counts(), queue.rejected()), queue.metrics()];
  }

  podResources(): readonly MetricFamily[] {
    return podResourceFamilies(this.#informers.lister(PODS).all());
  }

  #writerOf({ profile }: QueuedPod): OutcomeWriter {
    const writer = this.#writers.get(profile.schedulerName);
    if (writer === undefined) throw new Error(`no profile ${profile.schedulerName}`);
    return writer;
  }

  /** Starts a run after what is at hand, so that the Pods of a tick come together. */
  #wake(): void {
    if (this.#waking || this.#run !== undefined || this.#stopped) return;
    if (this.#placer === undefined || !this.#queue.hasActive) return;
    this.#waking = true;
    this.#host.timers.soon(() => {
      this.#waking = false;
      const [placer, preemption] = [this.#placer, this.#preemption];
      if (this.#stopped || placer === undefined || preemption === undefined) return;
      this.#run = this.#schedule(placer, preemption).finally(() => {
        this.#run = undefined;
        this.#wake();
      });
    });
  }

  async #schedule(placer: Placer, preemption: Preemption): Promise<void> {
    while (!this.#stopped && this.#queue.hasActive) {
      const batch = this.#takeBatch(placer.batchMax, preemption);
      if (batch.length === 0) continue;
      const lifted = this.#room.lift(batch);
      try {
        const outcomes = await this.#metrics.placing(batch, () => placer.place(batch));
        this.#settleAll(outcomes, preemption);
      } catch (error) {
        // What the kernel has done to the columns is unknown.
        this.#host.log.write("error", "batch not placed", { error: toStatusError(error).message });
        this.#cache.markStale();
        for (const queued of batch) this.#queue.putBack(queued);
      } finally {
        for (const uid of lifted) this.#room.keep(uid);
      }
    }
  }

  /**
   * Up to `max` Pods of one profile, in queue order. One whose rules depend on other Pods is a batch of its own. While
   * nodes are promised to anyone, Pods of one priority: for them the same promises count. A Pod that a node is promised to
   * and that fits it goes there, and is not in the batch.
   */
  #takeBatch(max: number, preemption: Preemption): readonly QueuedPod[] {
    const batch: QueuedPod[] = [];
    for (let taken = 0; taken < max; taken++) {
      const next = this.#queue.peek();
      if (next === undefined) break;
      const [first] = batch;
      if (first !== undefined && !this.#belongTogether(first, next)) break;
      const plainly = this.#room.isAny && countsOnOthers(next.pod);
      const alone = plainly || isConstrained(next.pod);
      if (alone && batch.length > 0) break;
      this.#queue.take();
      if (this.#goesWherePromised(next, preemption)) continue;
      if (plainly) {
        this.#placePlainly(next, preemption);
        continue;
      }
      batch.push(next);
      if (alone) break;
    }
    return batch;
  }

  #belongTogether(a: QueuedPod, b: QueuedPod): boolean {
    if (a.profile !== b.profile) return false;
    return !this.#room.isAny || priority(a.pod) === priority(b.pod);
  }

  #goesWherePromised(queued: QueuedPod, preemption: Preemption): boolean {
    const nodeName = this.#room.claim(queued, (name) => preemption.fits(queued, name));
    if (nodeName === undefined) return false;
    const { nodeCount } = this.#cache;
    this.#settle({ queued, result: { nodeName, score: 0 }, feasible: 1, nodeCount }, preemption);
    return true;
  }

  /** Here and now, between batches: only while room is kept for someone. */
  #placePlainly(queued: QueuedPod, preemption: Preemption): void {
    const lifted = this.#room.lift([queued]);
    const outcome = this.#metrics.timed("Filter", queued, () => preemption.placePlainly(queued));
    if ("nodeName" in outcome.result) this.#cache.markStale(outcome.result.nodeName);
    this.#settle({ queued, ...outcome }, preemption);
    for (const uid of lifted) this.#room.keep(uid);
  }

  /** In order. What a Pod preempts for is not taken by those of the batch that come after it. */
  #settleAll(outcomes: readonly Outcome[], preemption: Preemption): void {
    const promised = new Set<string>();
    for (const outcome of outcomes) {
      const { result, queued } = outcome;
      if ("nodeName" in result && promised.has(result.nodeName)) {
        this.#cache.markStale(result.nodeName);
        this.#queue.retry(queued);
        continue;
      }
      const nodeName = this.#settle(outcome, preemption);
      if (nodeName !== undefined) promised.add(nodeName);
    }
  }

  /** Returns the node that room is being made on, if any. */
  #settle(outcome: Outcome, preemption: Preemption): string | undefined {
    const { queued, result } = outcome;
    if ("message" in result) return this.#refuse(outcome, result, preemption);
    if (!this.#queue.isTaken(queued)) {
      // Deleted, or bound by someone else, while the batch was under way.
      this.#cache.markStale(result.nodeName);
      return undefined;
    }
    this.#explain(outcome, { nodeName: result.nodeName, total: result.score });
    this.#track(this.#binding.run(queued, result.nodeName));
    return undefined;
  }

  #refuse(outcome: Outcome, result: RefusedOutcome, preemption: Preemption): string | undefined {
    const { queued, nodeCount } = outcome;
    if (!this.#queue.isTaken(queued)) return undefined;
    const { uid } = queued.pod.metadata;
    this.#metrics.attempted(queued, "unschedulable");
    const misfit = { nodeCount, unresolvable: result.unresolvable };
    const { message, candidate, nominatedNodeName } =
      nodeCount === 0
        ? { message: "", candidate: undefined, nominatedNodeName: undefined }
        : this.#metrics.preempting(queued, () => preemption.postFilter(queued, misfit));
    const text = message === "" ? result.message : `${result.message} ${message}`;
    // Empty where an earlier promise is taken back.
    const nominated = nominatedNodeName ? { nominatedNodeName } : {};
    this.#explain(outcome, { message: text, ...nominated });
    const writer = this.#writerOf(queued);
    this.#track(
      writer.fail(queued.pod, { reason: "Unschedulable", message: text, nominatedNodeName }),
    );
    if (nominatedNodeName !== undefined) this.#room.nominate(uid, nominatedNodeName);
    const hold = candidate !== undefined && Evictor.victimsOf(candidate).length > 0;
    this.#queue.putUnschedulable(queued, result.rejectedBy, hold);
    if (candidate === undefined) return undefined;
    if (hold) {
      this.#metrics.evicted(candidate.victims.pods.length);
      const made = this.#evictor.makeRoom(queued, candidate);
      this.#track(made.then((done) => this.#queue.release(uid, !done)));
    }
    return candidate.nodeName;
  }

  #track(write: Promise<void>): void {
    this.#writes.add(write);
    void write.finally(() => this.#writes.delete(write));
  }

  /** Before the Pod itself is counted: on what it was decided. */
  #explain(
    { queued, feasible }: Outcome,
    decided: Pick<Decision, "nodeName" | "total" | "message" | "nominatedNodeName">,
  ): void {
    const volumes = rememberVolumes(queued.pod, this.#volumes.objects);
    this.#decisions.record({
      pod: queued.pod,
      atMs: this.#host.clock.nowMs(),
      schedulerName: queued.profile.schedulerName,
      states: this.#states.latest(),
      feasibleCount: feasible,
      ...(volumes === undefined ? {} : { volumes }),
      ...decided,
    });
  }
}
