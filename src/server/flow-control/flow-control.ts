/**
 * API priority and fairness: every request runs on a seat of its priority level, waits for one, or is refused with 429. Follows the
 * FlowSchemas and PriorityLevelConfigurations in the store. Source: apiserver, pkg/util/flowcontrol, pkg/server/filters.
 */
import type { FlowSchema, PriorityLevelConfiguration } from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import type { MetricFamily } from "../../api/prometheus.ts";
import type { Host, Timer } from "../../host/host.ts";
import type { Store, StoreWatch } from "../../store/store.ts";
import type { UserInfo } from "../message.ts";
import type { RequestInfo } from "../request-info.ts";
import { FlowCounts, flowFamilies, type Rejection } from "./flow-metrics.ts";
import { distinguisherOf, flowsOf, handOf, keyOf } from "./flows.ts";
import type { Flow, Level, Seat, SeatedRequest } from "./flows.ts";
import { HeldSeat } from "./held-seat.ts";
import { levelFamilies } from "./level-metrics.ts";
import { Levels } from "./levels.ts";
import { matchesSchema } from "./match.ts";
import { KeptStatistics } from "./object-statistics.ts";
import { RetryAfter } from "./retry-after.ts";
import { WatchCounts } from "./watch-counts.ts";
import { WorkEstimator } from "./work-estimate.ts";

export type { Seat } from "./flows.ts";

/** kube-apiserver's --max-requests-inflight and --max-mutating-requests-inflight together. */
export const seatsDefault = 600;
/** A quarter of the request timeout of a minute, as kube-apiserver limits the wait. */
const waitMaxMs = 15_000;
const rememberedMax = 1000;

const schemasKey = "flowschemas.flowcontrol.apiserver.k8s.io";
const levelsKey = "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io";

/** There is no room: the client is to come back later. */
export interface Refusal {
  readonly headers: Seat["headers"];
  readonly retryAfterSeconds: number;
}

export function isRefusal(entered: Seat | Refusal): entered is Refusal {
  return "retryAfterSeconds" in entered;
}

/** The flow that was found for a request the last time: right for the same user among the same flows. */
export interface FlowMemory {
  flow: Flow | undefined;
  flowOf: UserInfo | undefined;
  flowAmong: readonly Flow[] | undefined;
}

/** What the width of a request is told by, and how long it may wait. Its signal and its query are asked for where they count alone. */
export interface EnteringRequest {
  readonly query: URLSearchParams;
  readonly signal: AbortSignal;
}

/** Undefined: what is usual. */
export interface EnteringTimes {
  readonly limitMs: number | undefined;
  /** When it came, on the monotonic clock. */
  readonly started: number;
}

/** Whose request it is, and what it asks. */
export interface EnteringKind {
  readonly user: UserInfo;
  readonly info: RequestInfo;
  /** What was found out about the same request before. */
  readonly memory?: FlowMemory;
}

export class FlowControl {
  readonly watches = new WatchCounts();
  readonly #store: Store;
  readonly #host: Pick<Host, "clock" | "timers">;
  readonly #watches: readonly StoreWatch[];
  readonly #levels: Levels;
  readonly #estimator: WorkEstimator;
  readonly #refused = new Map<string, RetryAfter>();
  /** By schema and level; outlive their changes. */
  readonly #counts = new Map<string, FlowCounts>();
  #flows: readonly Flow[] | undefined;
  /** What of the store the flows are made of: its revision, and how often schemas and levels had changed by then. */
  #revision = -1;
  #changes = -1;
  /** When the last request came. */
  #enteredMs = 0;
  /** Over all levels. */
  #waiting = 0;
  /** While somebody waits: for seats that come free without anybody's doing. */
  #wake: { readonly dueMs: number; readonly timer: Timer } | undefined;
  /** What the last requests of each kind belonged to; emptied with every change. */
  #known = new WeakMap<UserInfo, Map<string, Flow | undefined>>();

  constructor(options: {
    readonly store: Store;
    readonly host: Pick<Host, "clock" | "timers">;
    readonly seats?: number;
  }) {
    const { store, host, seats = seatsDefault } = options;
    this.#store = store;
    this.#host = host;
    this.#levels = new Levels(seats);
    const statistics = new KeptStatistics(store);
    this.#estimator = new WorkEstimator({
      objects: (info) => statistics.of(info, this.#enteredMs),
      watches: (info) => this.watches.interested(info),
    });
    this.#watches = [schemasKey, levelsKey].map((key) =>
      store.watch(key, { fromRevision: store.revision }, () => this.#follow()),
    );
  }

  /**
   * Seats, or their refusal: no room in the queue, or not so many of them were free within a quarter of the request's time. Rejects with
   * the signal's reason when the client goes away first.
   */
  enter(
    { user, info, memory }: EnteringKind,
    request: EnteringRequest,
    { limitMs, started: nowMs }: EnteringTimes,
  ): Seat | Refusal | Promise<Seat | Refusal> {
    if (this.#store.revision !== this.#revision) this.#follow();
    const flow = this.#rememberedFlow(user, info, memory);
    if (!flow) return unlimited;
    if (nowMs >= this.#levels.adjustAtMs) this.#adjust(nowMs);
    const { level, counts } = flow;
    this.#enteredMs = nowMs;
    const estimate = this.#estimator.estimate(info, request, flow);
    counts.estimatedSeats.observe(estimate.maxSeats);
    level.advance(nowMs);
    const seat = new HeldSeat(this.#keeper, flow, { user, info, arrivedMs: nowMs, estimate });
    if (level.limits.queues > 0) {
      seat.queue = level.pick(handOf(flow, level, distinguisherOf(flow.schema, user, info)));
    }
    if (level.waiting === 0 && level.canSeat(estimate.maxSeats)) {
      counts.dispatched += 1;
      level.begin(seat, nowMs);
      return seat;
    }
    const waitMs = limitMs === undefined ? waitMaxMs : limitMs / 4;
    return this.#wait(seat, request, waitMs);
  }

  /** The levels with what runs and waits at them, by name. */
  levels(): readonly {
    readonly level: Level;
    readonly executing: readonly SeatedRequest[];
    readonly counts: readonly FlowCounts[];
  }[] {
    if (!this.#flows) this.#load();
    this.#levels.advance(this.#host.clock.monotonicMs());
    const byName = [...this.#levels.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return byName.map((level) => ({
      level,
      executing: [...this.#levels.shownAt(level)],
      counts: [...this.#counts.values()].filter(
        ({ labels }) => labels.priority_level === level.name,
      ),
    }));
  }

  metrics(): readonly MetricFamily[] {
    const levels = this.levels().map(({ level }) => level);
    const nowMs = this.#host.clock.monotonicMs();
    for (const level of levels) level.usage.pass(nowMs);
    return [
      ...flowFamilies([...this.#counts.values()]),
      ...levelFamilies(levels, this.#levels.fairFraction),
    ];
  }

  stop(): void {
    for (const watch of this.#watches) watch.stop();
    this.#wake?.timer.cancel();
  }

  #wait(
    seat: HeldSeat,
    { signal }: EnteringRequest,
    waitMs: number,
  ): Refusal | Promise<Seat | Refusal> {
    const { flow, queue } = seat;
    const { level, counts } = flow;
    if (!queue) return this.#refuse(flow, "concurrency-limit");
    // Of an abort that has been nobody is told any more.
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (level.isFull(queue)) return this.#refuse(flow, "queue-full");
    return new Promise((resolve, reject) => {
      const leave = (runs: boolean): void => {
        this.#waiting -= 1;
        const nowMs = this.#host.clock.monotonicMs();
        counts.waited(runs, (nowMs - seat.arrivedMs) / 1000);
        timer.cancel();
        signal.removeEventListener("abort", gone);
      };
      const give = (): void => {
        leave(false);
        level.remove(seat, this.#host.clock.monotonicMs());
        this.#dispatch(level);
        this.#endQuiescing(level);
      };
      const gone = (): void => {
        give();
        counts.rejected.cancelled += 1;
        reject(signal.reason as Error);
      };
      seat.onRun = () => {
        leave(true);
        counts.dispatched += 1;
        resolve(seat);
      };
      this.#waiting += 1;
      signal.addEventListener("abort", gone, { once: true });
      const timer = this.#host.timers.after(waitMs, () => {
        give();
        resolve(this.#refuse(flow, "time-out"));
      });
      counts.queueLengths.observe(level.enqueue(seat, queue, seat.arrivedMs));
      this.#dispatch(level);
    });
  }

  #refuse(flow: Flow, reason: Rejection): Refusal {
    const { name } = flow.level;
    flow.counts.rejected[reason] += 1;
    const known = this.#refused.get(name) ?? new RetryAfter();
    this.#refused.set(name, known);
    known.refused(this.#host.clock.monotonicMs());
    return { headers: flow.headers, retryAfterSeconds: known.seconds };
  }

  readonly #keeper = {
    lasts: (seat: HeldSeat): void => {
      seat.isShown = true;
      this.#levels.shownAt(seat.flow.level).add(seat);
    },
    ended: (seat: HeldSeat): void => {
      const { level } = seat.flow;
      const nowMs = this.#host.clock.monotonicMs();
      seat.endedMs = nowMs;
      if (seat.isShown) this.#levels.shownAt(level).delete(seat);
      level.advance(nowMs);
      level.end(seat, nowMs);
      if (level.waiting > 0) this.#dispatch(level);
      if (level.isQuiescing) this.#endQuiescing(level);
    },
  };

  /** Lets run who may, and sees to it that somebody looks again for those who may not yet. */
  #dispatch(level: Level): void {
    if (level.waiting === 0) return;
    const nowMs = this.#host.clock.monotonicMs();
    level.advance(nowMs);
    level.dispatch(nowMs);
    if (level.waiting === 0) return;
    const dueMs = Math.min(level.lingering.nextDueMs, this.#levels.adjustAtMs);
    if (this.#wake && this.#wake.dueMs <= dueMs) return;
    this.#wake?.timer.cancel();
    const timer = this.#host.timers.after(Math.max(0, dueMs - nowMs), () => this.#look());
    this.#wake = { dueMs, timer };
  }

  #look(): void {
    this.#wake = undefined;
    const nowMs = this.#host.clock.monotonicMs();
    if (nowMs >= this.#levels.adjustAtMs) this.#adjust(nowMs);
    else this.#dispatchAll();
  }

  #adjust(nowMs: number): void {
    for (const level of this.#levels.byName.values()) level.advance(nowMs);
    this.#levels.adjust(nowMs);
    this.#dispatchAll();
  }

  #dispatchAll(): void {
    if (this.#waiting === 0) return;
    for (const level of this.#levels.byName.values()) this.#dispatch(level);
  }

  #rememberedFlow(
    user: UserInfo,
    info: RequestInfo,
    memory: FlowMemory | undefined,
  ): Flow | undefined {
    if (!memory) return this.#flowOf(user, info);
    if (memory.flowOf === user && memory.flowAmong === this.#flows && this.#flows) {
      return memory.flow;
    }
    memory.flow = this.#flowOf(user, info);
    memory.flowOf = user;
    memory.flowAmong = this.#flows;
    return memory.flow;
  }

  #flowOf(user: UserInfo, info: RequestInfo): Flow | undefined {
    const flows = this.#flows ?? this.#load();
    let known = this.#known.get(user);
    if (!known) this.#known.set(user, (known = new Map<string, Flow | undefined>()));
    const key = keyOf(info);
    const before = known.get(key);
    if (before || known.has(key)) return before;
    const flow = flows.find(({ schema }) => matchesSchema(schema, user, info));
    if (known.size >= rememberedMax) known.clear();
    known.set(key, flow);
    return flow;
  }

  /** A change holds for whoever has heard that it is there: what is told of it comes a moment later. */
  #follow(): void {
    const store = this.#store;
    this.#revision = store.revision;
    const changes = store.changesOf(schemasKey) + store.changesOf(levelsKey);
    if (changes === this.#changes) return;
    this.#changes = changes;
    this.#flows = undefined;
    // Those who wait may have seats now, and nobody else would look for them.
    if (this.#waiting > 0) this.#load();
  }

  #load(): readonly Flow[] {
    this.#known = new WeakMap();
    const configurations = this.#list<PriorityLevelConfiguration>(levelsKey);
    this.#levels.set(configurations, this.#host.clock.monotonicMs());
    const flows = flowsOf(this.#list<FlowSchema>(schemasKey), configurations, {
      levels: this.#levels.byName,
      countsOf: (schema, level) => this.#countsOf(schema, level),
    });
    this.#flows = flows;
    this.#dispatchAll();
    return flows;
  }

  #countsOf(schema: string, level: string): FlowCounts {
    const key = `${schema}/${level}`;
    const known = this.#counts.get(key) ?? new FlowCounts(schema, level);
    this.#counts.set(key, known);
    return known;
  }

  #list<T extends object>(key: string): readonly Stored<T & KubeObject>[] {
    return this.#store.list(key).entries.map(({ object }) => object as Stored<T & KubeObject>);
  }

  #endQuiescing(level: Level): void {
    if (this.#levels.endQuiescing(level)) this.#refused.delete(level.name);
  }
}

const unlimited: Seat = { headers: Object.freeze({}), release: () => undefined };
