/**
 * Admission: the plugins that may change a write, then those that may refuse it (apiserver, pkg/admission). A plugin that has
 * changed the object may ask for one more round of all mutating plugins (reinvocation.go).
 */
import type { KubeObject, Stored } from "../../api/object.ts";
import type { WriteContext, Target } from "../core.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import type { AdmissionMetrics, AdmissionPhase, PhaseMeter } from "../metrics/admission-metrics.ts";

export interface AdmissionRequest {
  /** CONNECT only goes through `validate`: its object are the connection's options. */
  readonly operation: "CREATE" | "UPDATE" | "DELETE" | "CONNECT";
  readonly target: Target;
  readonly context: WriteContext;
  /** In the storage version; undefined for DELETE. */
  readonly object: KubeObject | undefined;
  readonly previous: Stored<KubeObject> | undefined;
  /** Of a new object: as the client has given it, with empty lists and maps, which its typed form has not. */
  readonly sent?: KubeObject;
  /** What the mutating plugins of one request know of its rounds; absent while validating. */
  readonly reinvocation?: Reinvocation;
}

/** The rounds of mutating plugins in one request: at most two. */
export class Reinvocation {
  /** True in the second round. */
  again = false;
  /** Set by a plugin after whose changes earlier ones should look once more. */
  wanted = false;
  #notes: Map<string, unknown> | undefined;

  /** What plugins remember between the rounds, by their name. */
  get notes(): Map<string, unknown> {
    return (this.#notes ??= new Map());
  }
}

type MutatingRequest = AdmissionRequest & { readonly object: KubeObject };
type Mutate = (request: MutatingRequest) => Soon<KubeObject>;
type Validate = (request: AdmissionRequest) => Soon<void>;

export interface AdmissionPlugin {
  readonly name: string;
  /**
   * Returns the object to go on with, with its defaults and in its typed form as it came. Throws StatusError to refuse. Runs a second
   * time where the object was changed late.
   */
  mutate?(request: MutatingRequest): Soon<KubeObject>;
  /** Throws StatusError to refuse. */
  validate?(request: AdmissionRequest): Soon<void>;
}

/** Plugins in their order, and what is counted of them by operation. */
class Phase<F> {
  readonly steps: readonly F[];
  readonly #type: AdmissionPhase;
  readonly #names: readonly string[];
  readonly #metrics: AdmissionMetrics;
  readonly #meters = new Map<string, PhaseMeter>();

  constructor(
    type: AdmissionPhase,
    steps: readonly { readonly name: string; readonly run: F }[],
    metrics: AdmissionMetrics,
  ) {
    this.#type = type;
    this.steps = steps.map(({ run }) => run);
    this.#names = steps.map(({ name }) => name);
    this.#metrics = metrics;
  }

  begin(operation: AdmissionRequest["operation"]): Stopwatch {
    let meter = this.#meters.get(operation);
    if (meter === undefined) {
      meter = this.#metrics.meter({ operation, type: this.#type }, this.#names);
      this.#meters.set(operation, meter);
    }
    return new Stopwatch(this.#metrics, meter);
  }
}

/** Asks the plugins one after another, at once as long as none of them has to wait for something. */
export class AdmissionChain {
  readonly #mutating: Phase<Mutate>;
  readonly #validating: Phase<Validate>;

  constructor(plugins: readonly AdmissionPlugin[], metrics: AdmissionMetrics) {
    const mutating = plugins.flatMap((plugin) =>
      plugin.mutate ? { name: plugin.name, run: plugin.mutate.bind(plugin) } : [],
    );
    const validating = plugins.flatMap((plugin) =>
      plugin.validate ? { name: plugin.name, run: plugin.validate.bind(plugin) } : [],
    );
    this.#mutating = new Phase("admit", mutating, metrics);
    this.#validating = new Phase("validate", validating, metrics);
  }

  /** Throws or rejects with StatusError. */
  mutate(request: MutatingRequest): Soon<KubeObject> {
    const watch = this.#mutating.begin(request.operation);
    const reinvocation = new Reinvocation();
    const first = { ...request, reinvocation };
    return watch.time(() =>
      whenReady(this.#mutateFrom(0, first, watch), (object) => {
        if (!reinvocation.wanted) return object;
        reinvocation.again = true;
        return this.#mutateFrom(0, { ...first, object }, watch);
      }),
    );
  }

  #mutateFrom(start: number, request: MutatingRequest, watch: Stopwatch): Soon<KubeObject> {
    const { steps } = this.#mutating;
    let current = request;
    for (let at = start; at < steps.length; at += 1) {
      watch.turn = at;
      const before = current;
      const changed = (steps[at] as Mutate)(before);
      if (changed instanceof Promise) {
        return changed.then((object) => {
          watch.waited();
          return this.#mutateFrom(at + 1, { ...before, object }, watch);
        });
      }
      if (changed !== before.object) current = { ...before, object: changed };
    }
    watch.passed(steps.length);
    return current.object;
  }

  /** Throws or rejects with StatusError. */
  validate(request: AdmissionRequest): Soon<void> {
    const watch = this.#validating.begin(request.operation);
    return watch.time(() => this.#validateFrom(0, request, watch));
  }

  #validateFrom(start: number, request: AdmissionRequest, watch: Stopwatch): Soon<void> {
    const { steps } = this.#validating;
    for (let at = start; at < steps.length; at += 1) {
      watch.turn = at;
      const done = (steps[at] as Validate)(request);
      if (done instanceof Promise) {
        return done.then(() => {
          watch.waited();
          return this.#validateFrom(at + 1, request, watch);
        });
      }
    }
    watch.passed(steps.length);
  }
}

/** Times a phase of one request, and those plugins in it that wait for something or refuse. */
class Stopwatch {
  /** Whose turn it is. */
  turn = 0;
  readonly #clock: Pick<AdmissionMetrics, "nowMs">;
  readonly #meter: PhaseMeter;
  readonly #startedMs: number;
  #sinceMs: number;
  /** The first plugin that is not counted yet. */
  #from = 0;

  constructor(clock: Pick<AdmissionMetrics, "nowMs">, meter: PhaseMeter) {
    this.#clock = clock;
    this.#meter = meter;
    this.#startedMs = clock.nowMs();
    this.#sinceMs = this.#startedMs;
  }

  /** The plugin whose turn it was has waited, beside which the time of those before it is nothing. */
  waited(rejected = false): void {
    this.#meter.passed(this.#from, this.turn, 0);
    this.#meter.one(this.turn, { seconds: this.#lap(), rejected });
    this.#from = this.turn + 1;
  }

  /** All of this round have passed. */
  passed(count: number): void {
    this.#meter.passed(this.#from, count, this.#lap());
    this.#from = 0;
  }

  #lap(): number {
    const nowMs = this.#clock.nowMs();
    const seconds = (nowMs - this.#sinceMs) / 1000;
    this.#sinceMs = nowMs;
    return seconds;
  }

  /** Runs the whole phase. What it throws or rejects with is the refusal of the plugin whose turn it was. */
  time<T>(phase: () => Soon<T>): Soon<T> {
    const refused = (error: unknown): never => {
      this.waited(true);
      this.#end(true);
      throw error;
    };
    const passed = (result: T): T => {
      this.#end(false);
      return result;
    };
    try {
      const result = phase();
      return result instanceof Promise ? result.then(passed, refused) : passed(result);
    } catch (error) {
      return refused(error);
    }
  }

  #end(rejected: boolean): void {
    this.#meter.whole((this.#sinceMs - this.#startedMs) / 1000, rejected);
  }
}
