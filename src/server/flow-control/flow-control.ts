/**
 * API priority and fairness: every request runs on a seat of its priority level, waits for one, or is refused with 429. Follows the
 * FlowSchemas and PriorityLevelConfigurations in the store. Source: apiserver, pkg/util/flowcontrol, pkg/server/filters.
 */
import type { FlowSchema, PriorityLevelConfiguration } from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import type { MetricFamily } from "../../api/prometheus.ts";
import type { Host } from "../../host/host.ts";
import type { Store, StoreWatch } from "../../store/store.ts";
import type { UserInfo } from "../message.ts";
import type { RequestInfo } from "../request-info.ts";
import { FlowCounts, flowFamilies, type Rejection } from "./flow-metrics.ts";
import { distinguisherOf, flowsOf, handOf, keyOf } from "./flows.ts";
import type { Flow, Level, Seat, SeatedRequest, WaitingRequest } from "./flows.ts";
import { limitsOf } from "./limits.ts";
import { matchesSchema } from "./match.ts";
import { PriorityLevel } from "./priority-level.ts";
import { RetryAfter } from "./retry-after.ts";

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

/** One that may have to wait. */
interface Entering {
  readonly flow: Flow;
  readonly level: Level;
  readonly user: UserInfo;
  readonly info: RequestInfo;
  readonly signal: AbortSignal;
  readonly waitMs: number;
}

export class FlowControl {
  readonly #store: Store;
  readonly #host: Pick<Host, "clock" | "timers">;
  readonly #seats: number;
  readonly #watches: readonly StoreWatch[];
  /** Exempt ones too, at which nothing is counted, and those that come to their end. */
  readonly #levels = new Map<string, Level>();
  readonly #executing = new Map<Level, Set<SeatedRequest>>();
  readonly #refused = new Map<string, RetryAfter>();
  /** By schema and level; outlive their changes. */
  readonly #counts = new Map<string, FlowCounts>();
  #exempt: ReadonlySet<string> = new Set();
  #flows: readonly Flow[] | undefined;
  /** Over all levels. */
  #waiting = 0;
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
    this.#seats = seats;
    this.#watches = [schemasKey, levelsKey].map((key) =>
      store.watch(key, { fromRevision: store.revision }, () => this.#changed()),
    );
  }

  /**
   * A seat, or its refusal: no room in the queue, or none of the seats was free within a quarter of the request's time. Rejects with
   * the signal's reason when the client goes away first.
   */
  enter(
    user: UserInfo,
    info: RequestInfo,
    request: { signal(): AbortSignal; readonly limitMs?: number | undefined },
    memory?: FlowMemory,
  ): Seat | Refusal | Promise<Seat | Refusal> {
    const flow = this.#rememberedFlow(user, info, memory);
    if (!flow) return unlimited;
    const { level, exempt } = flow;
    if (!level) {
      flow.counts.dispatched += 1;
      return exempt;
    }
    if (level.waiting === 0 && this.#hasSeat(level)) return this.#seat({ flow, level, user, info });
    const { limitMs } = request;
    const waitMs = limitMs === undefined ? waitMaxMs : limitMs / 4;
    return this.#wait({ flow, level, user, info, signal: request.signal(), waitMs });
  }

  /** The levels with what runs and waits at them, by name. */
  levels(): readonly {
    readonly level: Level;
    readonly isExempt: boolean;
    readonly executing: readonly SeatedRequest[];
    readonly counts: readonly FlowCounts[];
  }[] {
    if (!this.#flows) this.#load();
    const byName = [...this.#levels.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return byName.map((level) => ({
      level,
      isExempt: this.#exempt.has(level.name),
      executing: [...(this.#executing.get(level) ?? [])],
      counts: [...this.#counts.values()].filter(
        ({ labels }) => labels.priority_level === level.name,
      ),
    }));
  }

  metrics(): readonly MetricFamily[] {
    return flowFamilies(
      [...this.#counts.values()],
      this.levels().map(({ level }) => level),
      this.#seats,
    );
  }

  stop(): void {
    for (const watch of this.#watches) watch.stop();
  }

  #wait(entering: Entering): Promise<Seat | Refusal> {
    const { flow, level, user, info, signal, waitMs } = entering;
    // Of an abort that has been nobody is told any more.
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const { counts } = flow;
    const distinguisher = distinguisherOf(flow.schema, user, info);
    const arrivedMs = this.#host.clock.nowMs();
    const startedMs = this.#host.clock.monotonicMs();
    const hand = handOf(flow, level, distinguisher);
    return new Promise((resolve, reject) => {
      const waiter: WaitingRequest = {
        schema: flow.schema.metadata.name,
        distinguisher,
        user,
        info,
        arrivedMs,
        run: () => {
          const waitedMs = leave(true);
          resolve(this.#seat(entering, waitedMs));
        },
      };
      const leave = (runs: boolean): number => {
        const waitedMs = this.#host.clock.monotonicMs() - startedMs;
        counts.waiting -= 1;
        this.#waiting -= 1;
        counts.waited(runs, waitedMs / 1000);
        timer.cancel();
        signal.removeEventListener("abort", gone);
        return waitedMs;
      };
      const gone = (): void => {
        this.#give(level, waiter);
        leave(false);
        counts.rejected.cancelled += 1;
        reject(signal.reason as Error);
      };
      const length = level.enqueue(waiter, hand);
      if (length === undefined) {
        const full = hand.length === 0 ? "concurrency-limit" : "queue-full";
        resolve(this.#refuse(flow, level, full));
        return;
      }
      counts.waiting += 1;
      this.#waiting += 1;
      counts.queueLengths.observe(length);
      signal.addEventListener("abort", gone, { once: true });
      const timer = this.#host.timers.after(waitMs, () => {
        this.#give(level, waiter);
        leave(false);
        resolve(this.#refuse(flow, level, "time-out"));
      });
    });
  }

  /** Its place in the queue, for others. */
  #give(level: Level, waiter: WaitingRequest): void {
    level.remove(waiter);
    this.#endQuiescing(level);
  }

  #refuse(flow: Flow, level: Level, reason: Rejection): Refusal {
    flow.counts.rejected[reason] += 1;
    const known = this.#refused.get(level.name) ?? new RetryAfter();
    this.#refused.set(level.name, known);
    known.refused(this.#host.clock.monotonicMs());
    return { headers: flow.headers, retryAfterSeconds: known.seconds };
  }

  #seat(
    { flow, level, user, info }: Pick<Entering, "flow" | "level" | "user" | "info">,
    waitedMs = 0,
  ): Seat {
    const { counts } = flow;
    level.running++;
    counts.dispatched += 1;
    counts.executing += 1;
    const arrivedMs = this.#host.clock.nowMs();
    const seat = new HeldSeat(flow, { user, info, arrivedMs, waitedMs }, () => {
      level.running--;
      counts.executing -= 1;
      this.#executing.get(level)?.delete(seat);
      this.#dispatch();
      this.#endQuiescing(level);
    });
    let executing = this.#executing.get(level);
    if (!executing) this.#executing.set(level, (executing = new Set()));
    executing.add(seat);
    return seat;
  }

  /** Seats that came free go to whoever waits; a level's own first, then by borrowing. */
  #dispatch(): void {
    if (this.#waiting === 0) return;
    for (const level of this.#levels.values()) {
      while (level.waiting > 0 && this.#hasSeat(level)) level.dequeue()?.run();
    }
  }

  #hasSeat(level: Level): boolean {
    const { nominal, borrowable } = level.limits;
    if (level.running < nominal) return true;
    const borrowed = level.running - nominal;
    if (borrowed >= borrowable) return false;
    let spare = 0;
    let lent = 0;
    for (const other of this.#levels.values()) {
      if (other !== level) {
        spare += other.spare;
        lent += Math.max(0, other.running - other.limits.nominal);
      }
    }
    return spare - lent > borrowed;
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

  #changed(): void {
    this.#flows = undefined;
    // Those who wait may have seats now, and nobody else would look for them.
    if (this.#waiting > 0) this.#load();
  }

  #load(): readonly Flow[] {
    this.#known = new WeakMap();
    const configurations = this.#list<PriorityLevelConfiguration>(levelsKey);
    this.#setLevels(configurations);
    const flows = flowsOf(this.#list<FlowSchema>(schemasKey), configurations, {
      levels: this.#levels,
      countsOf: (schema, level) => this.#countsOf(schema, level),
    });
    this.#flows = flows;
    this.#dispatch();
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

  #setLevels(configurations: readonly Stored<PriorityLevelConfiguration>[]): void {
    const limits = limitsOf(configurations, this.#seats);
    this.#exempt = new Set(
      configurations
        .filter(({ spec }) => spec?.type === "Exempt")
        .map(({ metadata }) => metadata.name),
    );
    for (const [name, own] of limits) {
      const known = this.#levels.get(name);
      if (!known) this.#levels.set(name, new PriorityLevel(name, own));
      else {
        known.limits = own;
        known.isQuiescing = false;
      }
    }
    for (const level of this.#levels.values()) {
      if (limits.has(level.name)) continue;
      level.isQuiescing = true;
      this.#endQuiescing(level);
    }
  }

  #endQuiescing(level: Level): void {
    if (!level.isQuiescing || !level.isIdle) return;
    this.#levels.delete(level.name);
    this.#executing.delete(level);
    this.#refused.delete(level.name);
  }
}

class HeldSeat implements Seat, SeatedRequest {
  readonly headers: Seat["headers"];
  readonly counts: FlowCounts;
  readonly user: UserInfo;
  readonly info: RequestInfo;
  readonly arrivedMs: number;
  readonly waitedMs: number;
  readonly #flow: Flow;
  readonly #released: () => void;
  #isHeld = true;

  constructor(
    flow: Flow,
    request: Pick<HeldSeat, "user" | "info" | "arrivedMs" | "waitedMs">,
    released: () => void,
  ) {
    this.headers = flow.headers;
    this.counts = flow.counts;
    this.user = request.user;
    this.info = request.info;
    this.arrivedMs = request.arrivedMs;
    this.waitedMs = request.waitedMs;
    this.#flow = flow;
    this.#released = released;
  }

  get schema(): string {
    return this.#flow.schema.metadata.name;
  }

  get distinguisher(): string {
    return distinguisherOf(this.#flow.schema, this.user, this.info);
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#released();
  }
}

const unlimited: Seat = { headers: Object.freeze({}), release: () => undefined };
