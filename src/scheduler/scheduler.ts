/**
 * The scheduler: watches nodes and Pods, takes waiting Pods in batches, lets the kernel place them, binds them through the
 * API. After kube-scheduler's scheduling and binding cycles; one profile.
 */
import type { Namespace, Node, Pod } from "../api/generated/types.ts";
import {
  NAMESPACES,
  NODES,
  PERSISTENT_VOLUMES,
  PERSISTENT_VOLUME_CLAIMS,
  PODS,
  STORAGE_CLASSES,
} from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import type { Host } from "../host/host.ts";
import type { KernelPool } from "../kernels/pool.ts";
import type { SchedulerCapacity } from "../kernels/scheduler/layout.ts";
import type { Client } from "../loop/client.ts";
import { InformerFactory } from "../loop/informer.ts";
import type { Change } from "../loop/informer.ts";
import { ClusterCache, isTerminal } from "./cluster-cache.ts";
import { Explanations } from "./explanation.ts";
import type { PlacementExplanation } from "./explanation.ts";
import { OutcomeWriter } from "./outcome-writer.ts";
import { Placer } from "./placer.ts";
import type { Outcome, PlacerContext } from "./placer.ts";
import { isConstrained } from "./pod-constraints.ts";
import { SchedulingQueue } from "./scheduling-queue.ts";
import type { QueuedPod } from "./scheduling-queue.ts";

export interface StartSchedulerOptions {
  readonly client: Client;
  readonly host: Host;
  /** The caller closes it, after the scheduler has stopped. */
  readonly kernels: KernelPool;
  /** Informers to share with the engine's other components; the caller stops them. By default, own ones. */
  readonly informers?: InformerFactory;
  /** The `spec.schedulerName` that this scheduler answers to. */
  readonly profileName?: string;
}

export interface SchedulerStats {
  /** Pods bound since the start. */
  readonly boundTotal: number;
  /** Pods without a node that are this scheduler's to place, gated ones included. */
  readonly pending: number;
}

export interface RunningScheduler {
  /** Resolves when the first lists are in and Pods are being placed; rejects when there is no kernel to place them with. */
  readonly ready: Promise<void>;
  /** Resolves when the bindings, events and conditions that were under way are written. */
  stop(): Promise<void>;
  stats(): SchedulerStats;
  /** The last decision about a Pod (`namespace/name`), while it is remembered. */
  explain(podKey: string): PlacementExplanation | undefined;
}

const initialCapacity: SchedulerCapacity = {
  nodes: 64,
  resources: 4,
  taintWords: 1,
  portWords: 0,
  masks: 16,
  scoreColumns: 4,
  pods: 256,
};

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
    explain: (podKey) => scheduler.explanations.get(podKey),
  };
}

class Scheduler {
  readonly explanations = new Explanations();
  readonly #options: StartSchedulerOptions;
  readonly #host: Host;
  readonly #informers: InformerFactory;
  readonly #profileName: string;
  readonly #cache = new ClusterCache();
  readonly #queue: SchedulingQueue;
  readonly #writer: OutcomeWriter;
  readonly #writes = new Set<Promise<void>>();
  readonly #unsubscribe: (() => void)[] = [];
  #placer: Placer | undefined;
  #run: Promise<void> | undefined;
  #waking = false;
  #stopped = false;
  #boundTotal = 0;

  constructor(options: StartSchedulerOptions) {
    this.#options = options;
    this.#host = options.host;
    this.#informers = options.informers ?? new InformerFactory(options.client, options.host);
    this.#profileName = options.profileName ?? "default-scheduler";
    this.#queue = new SchedulingQueue(options.host, () => this.#wake());
    this.#writer = new OutcomeWriter(options.client, options.host, this.#profileName);
  }

  async start(): Promise<void> {
    const synced = this.#watch();
    const engine = await this.#options.kernels.scheduler(initialCapacity);
    await Promise.all(synced);
    if (this.#stopped) return;
    const seed = Math.floor(this.#host.random.float() * 2 ** 32);
    this.#placer = new Placer(engine, this.#placerContext(), seed);
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    if (this.#options.informers === undefined) this.#informers.stop();
    this.#queue.stop();
    await this.#run;
    await Promise.all(this.#writes);
    await this.#writer.flush();
  }

  stats(): SchedulerStats {
    return { boundTotal: this.#boundTotal, pending: this.#queue.size };
  }

  #placerContext(): PlacerContext {
    const namespaces = this.#informers.lister(NAMESPACES);
    const claims = this.#informers.lister(PERSISTENT_VOLUME_CLAIMS);
    const volumes = this.#informers.lister(PERSISTENT_VOLUMES);
    const classes = this.#informers.lister(STORAGE_CLASSES);
    return {
      cache: this.#cache,
      namespace: (name) => namespaces.get(name),
      claim: (namespace, name) => claims.get(`${namespace}/${name}`),
      volume: (name) => volumes.get(name),
      storageClass: (name) => classes.get(name),
    };
  }

  #watch(): readonly Promise<void>[] {
    const nodes = this.#informers.of(NODES);
    const pods = this.#informers.of(PODS);
    const namespaces = this.#informers.of(NAMESPACES);
    const volumes = [
      this.#informers.of(PERSISTENT_VOLUME_CLAIMS),
      this.#informers.of(PERSISTENT_VOLUMES),
      this.#informers.of(STORAGE_CLASSES),
    ];
    const onVolume = { onChange: (): void => this.#queue.happened("volume") };
    this.#unsubscribe.push(
      nodes.addHandlers({ onChange: (change) => this.#onNode(change) }),
      pods.addHandlers({ onChange: (change) => this.#onPod(change) }),
      namespaces.addHandlers({ onChange: (change) => this.#onNamespace(change) }),
      ...volumes.map((informer) => informer.addHandlers(onVolume)),
    );
    const all = [nodes, pods, namespaces, ...volumes];
    for (const informer of all) informer.start();
    return all.map((informer) => informer.synced());
  }

  #onNode({ before, after }: Change<Node>): void {
    if (after === undefined) {
      if (before !== undefined) this.#cache.removeNode(before.metadata.name);
      return;
    }
    // Heartbeats and conditions change neither a node's room nor its rules.
    if (before !== undefined && nodeFacts(before) === nodeFacts(after)) return;
    this.#cache.setNode(after);
    this.#queue.happened("node");
  }

  #onNamespace({ before, after }: Change<Namespace>): void {
    const labels = (namespace: Stored<Namespace> | undefined): string =>
      JSON.stringify(namespace?.metadata.labels ?? {});
    if (labels(before) !== labels(after)) this.#queue.happened("namespace");
  }

  #onPod({ before, after }: Change<Pod>): void {
    if (after === undefined) {
      if (before !== undefined) this.#releasePod(before.metadata.uid);
      return;
    }
    const { uid } = after.metadata;
    if (isTerminal(after)) return this.#releasePod(uid);
    if (after.spec?.nodeName) {
      const wasSeen = before?.spec?.nodeName !== undefined;
      this.#queue.remove(uid);
      this.#cache.setPod(after);
      const relabelled =
        JSON.stringify(before?.metadata.labels) !== JSON.stringify(after.metadata.labels);
      if (!wasSeen || relabelled) this.#queue.happened("podPlaced");
      if (wasSeen && before.metadata.generation !== after.metadata.generation) {
        // Resized in place: it may hold less now.
        this.#queue.happened("podGone");
      }
      return;
    }
    const isOurs = (after.spec?.schedulerName ?? "default-scheduler") === this.#profileName;
    const isWaiting = isOurs && after.metadata.deletionTimestamp === undefined;
    if (!isWaiting) return this.#queue.remove(uid);
    // News from before a binding that has been answered already must not bring the Pod back.
    if (this.#queue.has(uid) || this.#cache.placed(uid) === undefined) this.#queue.put(after);
  }

  #releasePod(uid: string): void {
    this.#queue.remove(uid);
    if (this.#cache.placed(uid) === undefined) return;
    this.#cache.removePod(uid);
    this.#queue.happened("podGone");
  }

  /** Starts a run after what is at hand, so that the Pods of a tick come together. */
  #wake(): void {
    if (this.#waking || this.#run !== undefined || this.#stopped) return;
    if (this.#placer === undefined || !this.#queue.hasActive) return;
    this.#waking = true;
    this.#host.timers.soon(() => {
      this.#waking = false;
      const { stopped, placer } = { stopped: this.#stopped, placer: this.#placer };
      if (stopped || placer === undefined) return;
      this.#run = this.#schedule(placer).finally(() => {
        this.#run = undefined;
        this.#wake();
      });
    });
  }

  async #schedule(placer: Placer): Promise<void> {
    while (!this.#stopped && this.#queue.hasActive) {
      const batch = this.#takeBatch(placer.batchMax);
      try {
        for (const outcome of await placer.place(batch)) this.#settle(outcome);
      } catch (error) {
        // A trap or a lost worker: what the kernel has done to the columns is unknown.
        this.#host.log.write("error", "batch not placed", { error: toStatusError(error).message });
        this.#cache.markStale();
        for (const queued of batch) this.#queue.putBack(queued);
      }
    }
  }

  /** Up to `max` Pods, in queue order. One whose rules depend on other Pods is a batch of its own. */
  #takeBatch(max: number): readonly QueuedPod[] {
    const batch: QueuedPod[] = [];
    while (batch.length < max) {
      const next = this.#queue.peek();
      if (next === undefined) break;
      const alone = isConstrained(next.pod);
      if (alone && batch.length > 0) break;
      this.#queue.take();
      batch.push(next);
      if (alone) break;
    }
    return batch;
  }

  #settle(outcome: Outcome): void {
    const { queued, result } = outcome;
    this.#explain(outcome);
    if ("message" in result) {
      this.#track(this.#writer.fail(queued.pod, "Unschedulable", result.message));
      this.#queue.putUnschedulable(queued, result.waitsFor);
      return;
    }
    if (!this.#queue.isTaken(queued)) {
      // Deleted, or bound by someone else, while the batch was under way.
      this.#cache.markStale(result.nodeName);
      return;
    }
    this.#cache.assume(queued.pod, result.nodeName);
    this.#track(this.#bind(queued, result.nodeName));
  }

  async #bind(queued: QueuedPod, nodeName: string): Promise<void> {
    const { uid } = queued.pod.metadata;
    try {
      await this.#writer.bind(queued.pod, nodeName);
      this.#boundTotal += 1;
      this.#queue.done(uid);
    } catch (error) {
      this.#cache.forget(uid);
      this.#queue.happened("podGone");
      if (hasReason(error, "NotFound")) return this.#queue.remove(uid);
      const message = `running Bind plugin "DefaultBinder": ${toStatusError(error).message}`;
      this.#queue.putBack(queued);
      await this.#writer.fail(queued.pod, "SchedulerError", message);
    }
  }

  #track(write: Promise<void>): void {
    this.#writes.add(write);
    void write.finally(() => this.#writes.delete(write));
  }

  #explain({ queued, result, feasible, nodeCount, nodes }: Outcome): void {
    this.explanations.remember({
      podKey: queued.key,
      atMs: this.#host.clock.nowMs(),
      feasible,
      nodeCount,
      ...result,
      ...(nodes === undefined ? {} : { nodes }),
    });
  }
}

/** What scheduling looks at in a node. */
function nodeFacts(node: Node): string {
  const { metadata, spec, status } = node;
  return JSON.stringify([
    metadata.labels,
    spec?.taints,
    spec?.unschedulable,
    status?.allocatable,
    status?.images,
  ]);
}
