/**
 * Runs one controller: turns changes into keys, gathers views, applies plans, and tries again what failed. It never
 * looks at a key before the caches show its own last writes for it, so that a slow cache cannot lead to doing things
 * twice.
 */
import type { KubeObject, ResourceRef } from "../api/object.ts";
import { deepFreeze } from "../api/json.ts";
import { toStatusError } from "../api/status.ts";
import type { Host } from "../host/host.ts";
import { isNamespaceTerminating, isStale, type PlanApplier, type Write } from "./apply-plan.ts";
import type { Controller, Listers, Watch } from "./controller.ts";
import type { ControllerMeter } from "./controller-meter.ts";
import { resourceId, type Change, type InformerFactory } from "./informer.ts";
import type { Plan } from "./plan.ts";
import type { MeasuredQueue } from "./queue-metrics.ts";
import { WorkQueue } from "./work-queue.ts";

export interface RunnerOptions {
  readonly host: Host;
  readonly informers: InformerFactory;
  readonly applier: PlanApplier;
  /** Told of every key that has been worked on. */
  readonly meter?: ControllerMeter;
  /** Keys worked on at a time; they wait for durable writes together, which the store commits as one. */
  readonly concurrency?: number;
  /** Freezes views before they are decided on: for tests. */
  readonly freezeViews?: boolean;
}

const defaultConcurrency = 64;

export class ControllerRunner {
  readonly #controller: Controller;
  readonly #options: RunnerOptions;
  readonly #listers: Listers;
  /** What is watched, by resourceId; grows and shrinks with the custom resources there are. */
  readonly #watches = new Map<string, Watch>();
  readonly #unfollow = new Map<string, () => void>();
  readonly #queue: WorkQueue;
  readonly #removeHandlers: (() => void)[] = [];
  /** Writes of a key that the caches may not show yet. */
  readonly #unseen = new Map<string, readonly Write[]>();
  /** What plans asked to be remembered, by key. */
  readonly #memory = new Map<string, unknown>();
  /** Keys that wait for their unseen writes. */
  readonly #parked = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #pumping = false;
  #started = false;
  #stopped = false;

  constructor(controller: Controller, options: RunnerOptions) {
    this.#controller = controller;
    this.#options = options;
    this.#listers = listersOf(controller, options.informers, this.#watches);
    this.#queue = new WorkQueue(options.host, () => this.#pumpSoon());
    for (const watch of controller.watches) this.#declare(watch);
  }

  #declare(watch: Watch): void {
    const informer = this.#options.informers.of(watch.resource);
    for (const [name, values] of Object.entries(watch.indexes ?? {})) {
      informer.addIndex(name, values);
    }
    this.#watches.set(resourceId(watch.resource), watch);
  }

  /** Watches a resource that has come to be served, where the controller looks after such. Its informer is running. */
  follow(resource: ResourceRef): void {
    const id = resourceId(resource);
    const watch = this.#watches.has(id) ? undefined : this.#controller.watchOf?.(resource);
    if (!watch || this.#stopped) return;
    this.#declare(watch);
    this.#unfollow.set(id, this.#addHandlers(watch));
  }

  /** Forgets a resource that is no longer served. */
  unfollow(resource: ResourceRef): void {
    const id = resourceId(resource);
    const remove = this.#unfollow.get(id);
    if (!remove) return;
    remove();
    this.#unfollow.delete(id);
    this.#watches.delete(id);
  }

  #addHandlers(watch: Watch): () => void {
    return this.#options.informers.of(watch.resource).addHandlers({
      onChange: (change) => this.#enqueue(watch, change),
      onProgress: () => this.#unpark(),
    });
  }

  /** What its queue has counted, under the controller's name. */
  get measured(): MeasuredQueue {
    const { counts, length } = this.#queue;
    const { name } = this.#controller;
    return { name, counts, depth: length, startedMs: this.#queue.startedMs() };
  }

  /** True when no key waits, is worked on, or is parked. Pending delays do not count. */
  get idle(): boolean {
    return this.#queue.length + this.#queue.processing + this.#parked.size === 0;
  }

  /** Call when all informers have synced, so that no view is made from half of the caches. */
  start(): void {
    this.#started = true;
    for (const watch of this.#controller.watches) {
      this.#removeHandlers.push(this.#addHandlers(watch));
    }
    for (const key of this.#controller.initialKeys ?? []) this.#queue.add(key);
  }

  /** Resolves when the work that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#queue.stop();
    for (const remove of this.#removeHandlers.splice(0)) remove();
    for (const remove of this.#unfollow.values()) remove();
    await Promise.all(this.#running);
  }

  /** A watch that throws must not keep the change from the other controllers that share the informer. */
  #enqueue(watch: Watch, change: Change<KubeObject>): void {
    try {
      for (const key of watch.keys(change, this.#listers)) this.#queue.add(key);
    } catch (error) {
      this.#options.host.log.write("error", "change not understood", {
        controller: this.#controller.name,
        object: (change.after ?? change.before)?.metadata.name,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }

  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    this.#options.host.timers.soon(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    const { concurrency = defaultConcurrency } = this.#options;
    while (this.#started && !this.#stopped && this.#running.size < concurrency) {
      const key = this.#queue.take();
      if (key === undefined) return;
      if (this.#isBehind(key)) {
        this.#parked.add(key);
        this.#queue.done(key);
        continue;
      }
      const work = this.#work(key).finally(() => {
        this.#running.delete(work);
        this.#queue.done(key);
        this.#pumpSoon();
      });
      this.#running.add(work);
    }
  }

  async #work(key: string): Promise<void> {
    const writes: Write[] = [];
    try {
      await this.#reconcile(key, writes);
    } catch (error) {
      this.#failed(key, error);
    } finally {
      if (writes.length > 0) this.#unseen.set(key, writes);
    }
  }

  async #reconcile(key: string, writes: Write[]): Promise<void> {
    const { host, applier, meter } = this.#options;
    const seen = this.#controller.view(this.#listers, key);
    this.#queue.cancelDelay(key);
    if (seen === undefined) {
      this.#queue.forget(key);
      this.#memory.delete(key);
      return;
    }
    const memory = this.#memory.get(key);
    const [startedMs, nowMs] = [host.clock.monotonicMs(), host.clock.nowMs()];
    const view = this.#controller.gather
      ? await this.#controller.gather(seen, {
          nowMs,
          memory,
          monotonicMs: () => host.clock.monotonicMs(),
        })
      : seen;
    if (this.#options.freezeViews === true) deepFreeze([view, memory]);
    const plan = this.#controller.reconcile(view, nowMs, memory);
    const ended = (failed: boolean): void => {
      const seconds = (host.clock.monotonicMs() - startedMs) / 1000;
      meter?.synced({ view, plan, seconds, nowMs, failed });
    };
    try {
      await applier.apply(plan, writes);
      ended(false);
    } catch (error) {
      ended(true);
      const { refused, minds } = this.#controller;
      const isConflict = isStale(error);
      if (refused === undefined || (isConflict && minds !== "conflicts")) throw error;
      const moment = { nowMs: host.clock.nowMs(), memory, written: writes.length, isConflict };
      const instead = refused(view, toStatusError(error).message, moment);
      await applier.apply(instead, writes);
      if (instead.requeueAfterMs === undefined) throw error;
      this.#settle(key, instead);
      return;
    }
    this.#settle(key, plan);
  }

  /** The plan has been carried out. */
  #settle(key: string, { requeueAfterMs, remember }: Plan): void {
    this.#queue.forget(key);
    if (remember === undefined) this.#memory.delete(key);
    else this.#memory.set(key, remember);
    if (requeueAfterMs !== undefined) this.#queue.addAfter(key, requeueAfterMs);
  }

  #failed(key: string, error: unknown): void {
    if (isNamespaceTerminating(error)) {
      this.#queue.forget(key);
      return;
    }
    this.#options.host.log.write(isStale(error) ? "debug" : "warn", "will be tried again", {
      controller: this.#controller.name,
      key,
      error: error instanceof Error ? error.message : String(error),
      failures: this.#queue.failures(key) + 1,
    });
    this.#queue.addRateLimited(key);
  }

  #isBehind(key: string): boolean {
    const writes = this.#unseen.get(key);
    if (writes === undefined) return false;
    const unseen = writes.filter((write) => !this.#isSeen(write));
    if (unseen.length > 0) {
      this.#unseen.set(key, unseen);
      return true;
    }
    this.#unseen.delete(key);
    return false;
  }

  #isSeen(write: Write): boolean {
    const { informers } = this.#options;
    if (!informers.has(write.resource)) return true;
    const informer = informers.of<KubeObject>(write.resource);
    if ("resourceVersion" in write) return informer.resourceVersion >= write.resourceVersion;
    const metadata = informer.lister.get(write.key)?.metadata;
    return metadata?.uid !== write.deletedUid || metadata.deletionTimestamp !== undefined;
  }

  #unpark(): void {
    for (const key of this.#parked) {
      if (this.#isBehind(key)) continue;
      this.#parked.delete(key);
      this.#queue.add(key);
    }
  }
}

function listersOf(
  controller: Controller,
  informers: InformerFactory,
  watches: ReadonlyMap<string, Watch>,
): Listers {
  let known: readonly ResourceRef[] = [];
  let from: readonly Watch[] = [];
  /** The same array as long as the watches are the same. */
  const resources = (): readonly ResourceRef[] => {
    const now = [...watches.values()];
    if (now.length === from.length && now.every((watch, at) => watch === from[at])) return known;
    from = now;
    known = now.map(({ resource }) => resource);
    return known;
  };
  return {
    get resources() {
      return resources();
    },
    of<T extends KubeObject>(resource: ResourceRef<T>) {
      if (!watches.has(resourceId(resource))) {
        throw new Error(`${controller.name} does not watch ${resource.resource}`);
      }
      return informers.lister(resource);
    },
  };
}
