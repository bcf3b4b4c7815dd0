/**
 * API priority and fairness: every request runs on a seat of its priority level, waits for one, or is refused with 429. Follows the
 * FlowSchemas and PriorityLevelConfigurations in the store. Source: apiserver, pkg/util/flowcontrol, pkg/server/filters.
 */
import type { FlowSchema, PriorityLevelConfiguration } from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import type { MetricFamily } from "../../api/prometheus.ts";
import type { Timers } from "../../host/host.ts";
import type { Store, StoreWatch } from "../../store/store.ts";
import type { UserInfo } from "../message.ts";
import type { RequestInfo } from "../request-info.ts";
import { flowCounts, flowFamilies, type FlowCounts } from "./flow-metrics.ts";
import { matchesSchema, ordered } from "./match.ts";
import { PriorityLevel, type LevelLimits, type Waiter } from "./priority-level.ts";

/** kube-apiserver's --max-requests-inflight and --max-mutating-requests-inflight together. */
export const seatsDefault = 600;
/** A quarter of the request timeout of a minute, as kube-apiserver limits the wait. */
const waitMaxMs = 15_000;
const rememberedMax = 1000;

const schemasKey = "flowschemas.flowcontrol.apiserver.k8s.io";
const levelsKey = "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io";

/** A request that may run. Its holder releases it once, when the answer is there. */
export interface Seat {
  /** X-Kubernetes-Pf-*: which schema and level it ran under. */
  readonly headers: Readonly<Record<string, string>>;
  release(): void;
}

export interface Flow {
  readonly schema: Stored<FlowSchema>;
  /** Undefined: exempt. */
  readonly level: PriorityLevel | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The seat of those who need none. */
  readonly exempt: Seat;
  readonly counts: FlowCounts;
}

/** The flow that was found for a request the last time: right for the same user among the same flows. */
export interface FlowMemory {
  flow: Flow | undefined;
  flowOf: UserInfo | undefined;
  flowAmong: readonly Flow[] | undefined;
}

export class FlowControl {
  readonly #store: Store;
  readonly #timers: Timers;
  readonly #seats: number;
  readonly #watches: readonly StoreWatch[];
  readonly #levels = new Map<string, PriorityLevel>();
  /** By schema and level; outlive their changes. */
  readonly #counts = new Map<string, FlowCounts>();
  #flows: readonly Flow[] | undefined;
  /** Over all levels. */
  #waiting = 0;
  /** What the last requests of each kind belonged to; emptied with every change. */
  #known = new WeakMap<UserInfo, Map<string, Flow | undefined>>();

  constructor(options: {
    readonly store: Store;
    readonly timers: Timers;
    readonly seats?: number;
  }) {
    const { store, timers, seats = seatsDefault } = options;
    this.#store = store;
    this.#timers = timers;
    this.#seats = seats;
    this.#watches = [schemasKey, levelsKey].map((key) =>
      store.watch(key, { fromRevision: store.revision }, () => (this.#flows = undefined)),
    );
  }

  /**
   * Resolves with a seat, or with undefined when the request is refused: no room in the queue, or none of the seats was free in
   * time. Rejects with the signal's reason when the client goes away first.
   */
  enter(
    user: UserInfo,
    info: RequestInfo,
    request: { readonly signal: AbortSignal },
    memory?: FlowMemory,
  ): Seat | Promise<Seat | undefined> {
    const flow = this.#rememberedFlow(user, info, memory);
    if (!flow) return unlimited;
    const { level, exempt } = flow;
    if (!level) {
      flow.counts.dispatched += 1;
      return exempt;
    }
    if (level.waiting === 0 && this.#hasSeat(level)) return this.#seat(flow, level);
    return this.#wait(flow, { level, user, info, signal: request.signal });
  }

  metrics(): readonly MetricFamily[] {
    const nominal = [...this.#levels].map(([name, { limits }]) => [name, limits.nominal] as const);
    return flowFamilies([...this.#counts.values()], new Map(nominal));
  }

  stop(): void {
    for (const watch of this.#watches) watch.stop();
  }

  #wait(
    flow: Flow,
    {
      level,
      user,
      info,
      signal,
    }: { level: PriorityLevel; user: UserInfo; info: RequestInfo; signal: AbortSignal },
  ): Promise<Seat | undefined> {
    return new Promise((resolve, reject) => {
      const { counts } = flow;
      const leave = (): void => {
        counts.waiting -= 1;
        this.#waiting -= 1;
        timer.cancel();
        signal.removeEventListener("abort", gone);
        level.remove(waiter);
      };
      const waiter: Waiter = {
        flow: `${flow.schema.metadata.name} ${distinguisher(flow.schema, user, info)}`,
        run: () => {
          leave();
          resolve(this.#seat(flow, level));
        },
      };
      const gone = (): void => {
        leave();
        reject(signal.reason as Error);
      };
      if (!level.enqueue(waiter)) {
        counts.rejected["queue-full"] += 1;
        resolve(undefined);
        return;
      }
      counts.waiting += 1;
      this.#waiting += 1;
      signal.addEventListener("abort", gone, { once: true });
      const timer = this.#timers.after(waitMaxMs, () => {
        counts.rejected["time-out"] += 1;
        leave();
        resolve(undefined);
      });
    });
  }

  #seat(flow: Flow, level: PriorityLevel): Seat {
    const { counts } = flow;
    level.running++;
    counts.dispatched += 1;
    counts.executing += 1;
    return new HeldSeat(flow, level, this.#dispatch);
  }

  /** Seats that came free go to whoever waits; a level's own first, then by borrowing. */
  readonly #dispatch = (): void => {
    if (this.#waiting === 0) return;
    for (const level of this.#levels.values()) {
      while (level.waiting > 0 && this.#hasSeat(level)) level.dequeue()?.run();
    }
  };

  #hasSeat(level: PriorityLevel): boolean {
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
    const flows = (this.#flows ??= this.#load());
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

  #load(): readonly Flow[] {
    this.#known = new WeakMap();
    const configurations = this.#list<PriorityLevelConfiguration>(levelsKey);
    this.#setLevels(configurations);
    const byName = new Map(configurations.map((each) => [each.metadata.name, each]));
    return ordered(this.#list<Stored<FlowSchema>>(schemasKey)).flatMap((schema) => {
      const configuration = byName.get(schema.spec?.priorityLevelConfiguration.name ?? "");
      if (!configuration) return [];
      const headers = Object.freeze({
        "x-kubernetes-pf-flowschema-uid": schema.metadata.uid,
        "x-kubernetes-pf-prioritylevel-uid": configuration.metadata.uid,
      });
      const level = this.#levels.get(configuration.metadata.name);
      const counts = this.#countsOf(schema.metadata.name, configuration.metadata.name);
      return [{ schema, level, headers, counts, exempt: { headers, release: () => undefined } }];
    });
  }

  #countsOf(schema: string, level: string): FlowCounts {
    const key = `${schema}/${level}`;
    const known = this.#counts.get(key) ?? flowCounts(schema, level);
    this.#counts.set(key, known);
    return known;
  }

  #list<T>(key: string): readonly Stored<T & KubeObject>[] {
    return this.#store.list(key).entries.map(({ object }) => object as Stored<T & KubeObject>);
  }

  #setLevels(configurations: readonly Stored<PriorityLevelConfiguration>[]): void {
    const limited = configurations.filter(({ spec }) => spec?.type === "Limited");
    const shares = limited.reduce((sum, each) => sum + sharesOf(each), 0);
    const names = new Set(limited.map(({ metadata }) => metadata.name));
    for (const name of this.#levels.keys()) if (!names.has(name)) this.#levels.delete(name);
    for (const configuration of limited) {
      const limits = limitsOf(
        configuration,
        Math.ceil((this.#seats * sharesOf(configuration)) / Math.max(1, shares)),
      );
      const known = this.#levels.get(configuration.metadata.name);
      if (known) known.limits = limits;
      else this.#levels.set(configuration.metadata.name, new PriorityLevel(limits));
    }
  }
}

class HeldSeat implements Seat {
  readonly headers: Seat["headers"];
  readonly #level: PriorityLevel;
  readonly #counts: FlowCounts;
  readonly #released: () => void;
  #isHeld = true;

  constructor({ headers, counts }: Flow, level: PriorityLevel, released: () => void) {
    this.headers = headers;
    this.#level = level;
    this.#counts = counts;
    this.#released = released;
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#level.running--;
    this.#counts.executing -= 1;
    this.#released();
  }
}

const unlimited: Seat = { headers: Object.freeze({}), release: () => undefined };

function sharesOf({ spec }: PriorityLevelConfiguration): number {
  return spec?.limited?.nominalConcurrencyShares ?? 30;
}

function limitsOf({ spec }: PriorityLevelConfiguration, nominal: number): LevelLimits {
  const { lendablePercent = 0, borrowingLimitPercent, limitResponse } = spec?.limited ?? {};
  const { queues = 0, queueLengthLimit = 0, handSize = 0 } = limitResponse?.queuing ?? {};
  return {
    nominal,
    lendable: Math.round((nominal * lendablePercent) / 100),
    borrowable:
      borrowingLimitPercent === undefined
        ? Infinity
        : Math.round((nominal * borrowingLimitPercent) / 100),
    queueLength: limitResponse?.type === "Queue" ? queueLengthLimit * handSize : 0,
    waitingMax: queues * queueLengthLimit,
  };
}

/** What tells the flows of a schema apart. */
function distinguisher({ spec }: FlowSchema, user: UserInfo, info: RequestInfo): string {
  switch (spec?.distinguisherMethod?.type) {
    case "ByUser":
      return user.name;
    case "ByNamespace":
      return info.isResource ? info.namespace : "";
    default:
      return "";
  }
}

/** Everything that matching looks at but the user. */
function keyOf(info: RequestInfo): string {
  if (!info.isResource) return `${info.verb}\n${info.path}`;
  const { verb, group, resource, subresource, namespace } = info;
  return `${verb}\n${group}\n${resource}/${subresource}\n${namespace}`;
}
