/**
 * Admission: the plugins that may change a write, then those that may refuse it (apiserver, pkg/admission). A plugin that has
 * changed the object may ask for one more round of all mutating plugins (reinvocation.go).
 */
import type { KubeObject, Stored } from "../../api/object.ts";
import type { WriteContext, Target } from "../core.ts";
<<<<<<< Updated upstream
import type { AdmissionMetrics, AdmissionPhase } from "../metrics/admission-metrics.ts";
=======
import { whenReady, type Soon } from "../custom-resources/versions.ts";
>>>>>>> Stashed changes

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

/** Asks the plugins one after another, at once as long as none of them has to wait for something. */
export class AdmissionChain {
<<<<<<< Updated upstream
  readonly #plugins: readonly AdmissionPlugin[];
  readonly #metrics: AdmissionMetrics;

  constructor(plugins: readonly AdmissionPlugin[], metrics: AdmissionMetrics) {
    this.#plugins = plugins;
    this.#metrics = metrics;
  }

  async mutate(request: AdmissionRequest & { readonly object: KubeObject }): Promise<KubeObject> {
    const watch = new Stopwatch(this.#metrics, request.operation, "admit");
    try {
      const reinvocation = new Reinvocation();
      let object = await this.#round({ ...request, reinvocation }, watch);
      if (reinvocation.wanted) {
        reinvocation.again = true;
        object = await this.#round({ ...request, reinvocation, object }, watch);
      }
      watch.end();
      return object;
    } catch (error) {
      watch.refused();
      throw error;
    }
  }

  async #round(
    request: AdmissionRequest & { readonly object: KubeObject },
    watch: Stopwatch,
  ): Promise<KubeObject> {
    let current = request;
    for (const plugin of this.#plugins) {
      if (!plugin.mutate) continue;
      watch.plugin = plugin.name;
      const changed = plugin.mutate(current);
      const object = changed instanceof Promise ? await changed : changed;
      if (object !== current.object) current = { ...current, object };
      watch.passed();
=======
  readonly #mutating: readonly Mutate[];
  readonly #validating: readonly Validate[];

  constructor(plugins: readonly AdmissionPlugin[]) {
    this.#mutating = plugins.flatMap((each) => each.mutate?.bind(each) ?? []);
    this.#validating = plugins.flatMap((each) => each.validate?.bind(each) ?? []);
  }

  /** Throws or rejects with StatusError. */
  mutate(request: MutatingRequest): Soon<KubeObject> {
    const reinvocation = new Reinvocation();
    const first = { ...request, reinvocation };
    return whenReady(this.#mutateFrom(first, 0), (object) => {
      if (!reinvocation.wanted) return object;
      reinvocation.again = true;
      return this.#mutateFrom({ ...first, object }, 0);
    });
  }

  #mutateFrom(request: MutatingRequest, start: number): Soon<KubeObject> {
    let current = request;
    for (let at = start; at < this.#mutating.length; at += 1) {
      const changed = (this.#mutating[at] as Mutate)(current);
      if (changed instanceof Promise) {
        const { object: before, ...rest } = current;
        return changed.then((object) =>
          this.#mutateFrom(object === before ? current : { ...rest, object }, at + 1),
        );
      }
      if (changed !== current.object) current = { ...current, object: changed };
>>>>>>> Stashed changes
    }
    return current.object;
  }

<<<<<<< Updated upstream
  async validate(request: AdmissionRequest): Promise<void> {
    const watch = new Stopwatch(this.#metrics, request.operation, "validate");
    try {
      for (const plugin of this.#plugins) {
        if (!plugin.validate) continue;
        watch.plugin = plugin.name;
        const done = plugin.validate(request);
        if (done instanceof Promise) await done;
        watch.passed();
      }
      watch.end();
    } catch (error) {
      watch.refused();
      throw error;
=======
  /** Throws or rejects with StatusError. */
  validate(request: AdmissionRequest): Soon<void> {
    return this.#validateFrom(request, 0);
  }

  #validateFrom(request: AdmissionRequest, start: number): Soon<void> {
    for (let at = start; at < this.#validating.length; at += 1) {
      const done = (this.#validating[at] as Validate)(request);
      if (done instanceof Promise) return done.then(() => this.#validateFrom(request, at + 1));
>>>>>>> Stashed changes
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

  /** The plugin whose turn it was has refused. */
  refused(): void {
    this.passed(true);
    this.end(true);
  }

  end(rejected = false): void {
    const seconds = (this.#sinceMs - this.#startedMs) / 1000;
    this.#metrics.phase({ ...this.#of, rejected, seconds });
  }
}
