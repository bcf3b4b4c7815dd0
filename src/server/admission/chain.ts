/**
 * Admission: the plugins that may change a write, then those that may refuse it (apiserver, pkg/admission). A plugin that has
 * changed the object may ask for one more round of all mutating plugins (reinvocation.go).
 */
import type { KubeObject, Stored } from "../../api/object.ts";
import type { WriteContext, Target } from "../core.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import type { AdmissionMetrics, AdmissionPhase } from "../metrics/admission-metrics.ts";

export interface AdmissionRequest {
  /** CONNECT only goes through `validate`: its object are the connection's options. */
  readonly operation: "CREATE" | "UPDATE" | "DELETE" | "CONNECT";
  readonly target: Target;
  readonly context: WriteContext;
  /** In the storage version; undefined for DELETE. */
  readonly object: KubeObject | undefined;
  readonly previous: Stored<KubeObject> | undefined;
  /** What the mutating plugins of one request know of its rounds; absent while validating. */
  readonly reinvocation?: Reinvocation;
}

/** The rounds of mutating plugins in one request: at most two. */
export class Reinvocation {
  /** True in the second round. */
  again = false;
  /** Set by a plugin after whose changes earlier ones should look once more. */
  wanted = false;
  /** What plugins remember between the rounds, by their name. */
  readonly notes = new Map<string, unknown>();
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

interface Step<F> {
  readonly name: string;
  readonly run: F;
}

/** Asks the plugins one after another, at once as long as none of them has to wait for something. */
export class AdmissionChain {
  readonly #mutating: readonly Step<Mutate>[];
  readonly #validating: readonly Step<Validate>[];
  readonly #metrics: AdmissionMetrics;

  constructor(plugins: readonly AdmissionPlugin[], metrics: AdmissionMetrics) {
    this.#mutating = plugins.flatMap((plugin) =>
      plugin.mutate ? { name: plugin.name, run: plugin.mutate.bind(plugin) } : [],
    );
    this.#validating = plugins.flatMap((plugin) =>
      plugin.validate ? { name: plugin.name, run: plugin.validate.bind(plugin) } : [],
    );
    this.#metrics = metrics;
  }

  /** Throws or rejects with StatusError. */
  mutate(request: MutatingRequest): Soon<KubeObject> {
    const watch = new Stopwatch(this.#metrics, request.operation, "admit");
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
    let current = request;
    for (let at = start; at < this.#mutating.length; at += 1) {
      const { name, run } = this.#mutating[at] as Step<Mutate>;
      watch.plugin = name;
      const before = current;
      const changed = run(before);
      if (changed instanceof Promise) {
        return changed.then((object) => {
          watch.passed();
          return this.#mutateFrom(at + 1, { ...before, object }, watch);
        });
      }
      watch.passed();
      if (changed !== before.object) current = { ...before, object: changed };
    }
    return current.object;
  }

  /** Throws or rejects with StatusError. */
  validate(request: AdmissionRequest): Soon<void> {
    const watch = new Stopwatch(this.#metrics, request.operation, "validate");
    return watch.time(() => this.#validateFrom(0, request, watch));
  }

  #validateFrom(start: number, request: AdmissionRequest, watch: Stopwatch): Soon<void> {
    for (let at = start; at < this.#validating.length; at += 1) {
      const { name, run } = this.#validating[at] as Step<Validate>;
      watch.plugin = name;
      const done = run(request);
      if (done instanceof Promise) {
        return done.then(() => {
          watch.passed();
          return this.#validateFrom(at + 1, request, watch);
        });
      }
      watch.passed();
    }
  }
}

/** Times a phase of one request and each plugin in it: where one ends, the next begins. */
class Stopwatch {
  /** Whose turn it is. */
  plugin = "";
  readonly #metrics: AdmissionMetrics;
  readonly #of: { readonly operation: string; readonly type: AdmissionPhase };
  readonly #startedMs: number;
  #sinceMs: number;

  constructor(metrics: AdmissionMetrics, operation: string, type: AdmissionPhase) {
    this.#metrics = metrics;
    this.#of = { operation, type };
    this.#startedMs = metrics.nowMs();
    this.#sinceMs = this.#startedMs;
  }

  passed(rejected = false): void {
    const nowMs = this.#metrics.nowMs();
    const seconds = (nowMs - this.#sinceMs) / 1000;
    this.#metrics.plugin({ ...this.#of, name: this.plugin, rejected, seconds });
    this.#sinceMs = nowMs;
  }

  /** Runs the whole phase. What it throws or rejects with is the refusal of the plugin whose turn it was. */
  time<T>(phase: () => Soon<T>): Soon<T> {
    const refused = (error: unknown): never => {
      this.passed(true);
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
    const seconds = (this.#sinceMs - this.#startedMs) / 1000;
    this.#metrics.phase({ ...this.#of, rejected, seconds });
  }
}
