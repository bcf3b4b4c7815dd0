/**
 * The probes of one Pod: startup, then readiness and liveness, each on its own timer. Results are kept by container ID; every
 * change wakes the Pod's worker. Follows pkg/kubelet/prober (worker.go, prober.go).
 */
import type { Pod, Probe } from "../api/generated/types.ts";
import type { Host, Timer } from "../host/host.ts";
import type { ContainerRuntime, RuntimeContainer } from "./container-runtime.ts";
import type { ProbeState } from "./container-status.ts";
import type { EventNote } from "../loop/event-recorder.ts";
import { type SpecContainer, specContainers } from "./pod-view.ts";
import { attemptProbe, type ProbeResult } from "./probe-attempt.ts";

type ProbeKind = "startup" | "readiness" | "liveness";

export interface ProberOptions {
  readonly host: Host;
  readonly runtime: ContainerRuntime;
  readonly version: string;
  /** The Pod's address, as far as it is known. */
  address(): string;
  /** Something changed. */
  wake(): void;
  note(container: SpecContainer, event: EventNote): void;
}

export interface ProbedContainer {
  readonly container: SpecContainer;
  readonly instance: RuntimeContainer;
  readonly known: ProbeState | undefined;
}

export interface ProbeCount {
  readonly container: string;
  /** `Liveness`, `Readiness` or `Startup`. */
  readonly type: string;
  readonly result: "successful" | "failed" | "unknown";
  count: number;
}

const results = {
  success: "successful",
  warning: "successful",
  failure: "failed",
  unknown: "unknown",
} as const;

interface Watched {
  readonly container: SpecContainer;
  readonly instance: RuntimeContainer;
  readonly abort: AbortController;
  readonly timers: Map<ProbeKind, Timer>;
  started: boolean;
  ready: boolean;
}

export class PodProber {
  readonly #options: ProberOptions;
  readonly #watched = new Map<string, Watched>();
  #ending = false;
  #stopped = false;
  readonly states = new Map<string, ProbeState>();
  readonly condemned = new Map<string, "liveness" | "startup">();
  readonly #results = new Map<string, ProbeCount>();

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  /**
   * Begins with running containers that it does not know, and forgets those that run no more. `known` is what the API shows of
   * the same container: after a restart of the engine it holds until a probe says otherwise.
   */
  sync(running: readonly ProbedContainer[]): void {
    if (this.#stopped) return;
    const ids = new Set(running.map(({ instance }) => instance.id));
    for (const id of this.#watched.keys()) if (!ids.has(id)) this.#forget(id);
    for (const probed of running) if (!this.#watched.has(probed.instance.id)) this.#begin(probed);
  }

  /** How often each probe has ended how, as the kubelet counts it (pkg/kubelet/prober/prober_manager.go). */
  get results(): Iterable<ProbeCount> {
    return this.#results.values();
  }

  /** For good. */
  stop(): void {
    this.#stopped = true;
    for (const id of this.#watched.keys()) this.#forget(id);
  }

  /** The Pod is being ended: whether its containers live is asked no more; whether they are ready still matters to Services. */
  endLiveness(): void {
    for (const { timers } of this.#watched.values()) {
      for (const kind of ["startup", "liveness"] as const) {
        timers.get(kind)?.cancel();
        timers.delete(kind);
      }
    }
    this.#ending = true;
  }

  #begin({ container, instance, known }: ProbedContainer): void {
    const { startupProbe, readinessProbe } = container.spec;
    const watched: Watched = {
      container,
      instance,
      abort: new AbortController(),
      timers: new Map(),
      started: !startupProbe || known?.started === true,
      ready: !readinessProbe || known?.ready === true,
    };
    this.#watched.set(instance.id, watched);
    this.#publish(watched);
    if (startupProbe && !watched.started) this.#schedule(watched, "startup", startupProbe);
    else this.#beginSteady(watched);
  }

  #beginSteady(watched: Watched): void {
    const { readinessProbe, livenessProbe } = watched.container.spec;
    if (readinessProbe) this.#schedule(watched, "readiness", readinessProbe);
    if (livenessProbe) this.#schedule(watched, "liveness", livenessProbe);
  }

  #publish(watched: Watched): void {
    const ready = watched.started && watched.ready;
    this.states.set(watched.instance.id, { started: watched.started, ready });
  }

  #forget(id: string): void {
    const watched = this.#watched.get(id);
    watched?.abort.abort();
    for (const timer of watched?.timers.values() ?? []) timer.cancel();
    this.#watched.delete(id);
    this.states.delete(id);
    this.condemned.delete(id);
  }

  #schedule(watched: Watched, kind: ProbeKind, probe: Probe): void {
    const { timers, clock } = this.#options.host;
    const counts = { failures: 0, successes: 0 };
    const started = watched.instance.startedAtMs ?? watched.instance.createdAtMs;
    const periodMs = (probe.periodSeconds ?? 10) * 1000;
    // The kubelet looks once a period, and passes over the looks that come too early.
    const looks = Math.ceil(((probe.initialDelaySeconds ?? 0) * 1000) / periodMs);
    const initialMs = looks * periodMs - (clock.nowMs() - started);
    if (this.#ending && kind !== "readiness") return;
    const run = async (): Promise<void> => {
      const result = await this.#attempt(watched, probe);
      if (watched.abort.signal.aborted || (this.#ending && kind !== "readiness")) return;
      this.#note(watched, kind, result);
      this.#tell(watched, kind, result);
      const isLost = result.outcome === "unknown";
      const isGood = result.outcome !== "failure";
      const done = !isLost && this.#count(watched, { kind, probe, counts, isGood });
      if (!done) watched.timers.set(kind, timers.after(periodMs, fire));
    };
    const fire = (): void => void run();
    watched.timers.set(kind, timers.after(Math.max(0, initialMs), fire));
  }

  #attempt({ container, instance, abort }: Watched, probe: Probe): Promise<ProbeResult> {
    const { host, runtime, version } = this.#options;
    return attemptProbe({
      host,
      runtime,
      version,
      spec: container.spec,
      instance,
      address: this.#options.address(),
      probe,
      signal: abort.signal,
    });
  }

  #note({ container }: Watched, kind: ProbeKind, { outcome }: ProbeResult): void {
    const result = results[outcome];
    const { name } = container.spec;
    const key = `${name} ${kind} ${result}`;
    const known = this.#results.get(key);
    if (known) known.count += 1;
    else this.#results.set(key, { container: name, type: capitalized(kind), result, count: 1 });
  }

  #tell({ container }: Watched, kind: ProbeKind, result: ProbeResult): void {
    if (result.outcome === "success") return;
    const name = capitalized(kind);
    const words = {
      warning: "probe warning",
      failure: "probe failed",
      unknown: "probe errored and resulted in unknown state",
    } as const;
    const reason = result.outcome === "warning" ? "ProbeWarning" : "Unhealthy";
    const message = `${name} ${words[result.outcome]}: ${result.output}`;
    this.#options.note(container, { type: "Warning", reason, message });
  }

  /** True when this probe has nothing more to do for the container. */
  #count(
    watched: Watched,
    at: {
      kind: ProbeKind;
      probe: Probe;
      counts: { failures: number; successes: number };
      isGood: boolean;
    },
  ): boolean {
    const { kind, probe, counts, isGood } = at;
    if (isGood) {
      counts.failures = 0;
      counts.successes++;
      if (counts.successes < (probe.successThreshold ?? 1)) return false;
      if (kind === "startup") {
        watched.started = true;
        this.#publish(watched);
        this.#options.wake();
        this.#beginSteady(watched);
        return true;
      }
      if (kind === "readiness") this.#setReady(watched, true);
      return false;
    }
    counts.successes = 0;
    counts.failures++;
    if (counts.failures < (probe.failureThreshold ?? 3)) return false;
    if (kind === "readiness") {
      this.#setReady(watched, false);
      return false;
    }
    this.condemned.set(watched.instance.id, kind);
    this.#options.wake();
    return true;
  }

  #setReady(watched: Watched, ready: boolean): void {
    if (watched.ready === ready) return;
    watched.ready = ready;
    this.#publish(watched);
    this.#options.wake();
  }
}

function capitalized(kind: ProbeKind): string {
  return `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
}

/** What a Pod's probes ask: its running containers but the init ones, with what the API shows of them. */
export function probedContainers(
  pod: Pod,
  instances: readonly RuntimeContainer[],
  runtimeName: string,
): readonly ProbedContainer[] {
  const statuses = [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
  ];
  const specs = new Map(specContainers(pod).map((entry) => [entry.spec.name, entry]));
  return instances.flatMap((instance) => {
    const container = specs.get(instance.name);
    if (!container || container.role === "init" || instance.state !== "running") return [];
    const id = `${runtimeName}://${instance.id}`;
    const shown = statuses.find((status) => status.containerID === id);
    const known = shown && { ready: shown.ready, started: shown.started ?? false };
    return [{ container, instance, known }];
  });
}
