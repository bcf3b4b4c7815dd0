/**
 * The probes of one Pod: startup, then readiness and liveness, each on its own timer. Results are kept by container ID; every
 * change wakes the Pod's worker. Follows pkg/kubelet/prober (worker.go, prober.go).
 */
import type { Container, GRPCAction, HTTPGetAction, Probe } from "../api/generated/types.ts";
import { goDuration } from "./back-off.ts";
import { healthFailure } from "./grpc-health.ts";
import type { Host, Timer } from "../host/host.ts";
import {
  type ContainerRuntime,
  type RuntimeContainer,
  isRuntimeError,
} from "./container-runtime.ts";
import type { ProbeState } from "./container-status.ts";
import type { EventNote } from "../loop/event-recorder.ts";
import { type SpecContainer, portNumber } from "./pod-view.ts";

type ProbeKind = "startup" | "readiness" | "liveness";

export interface ProberOptions {
  readonly host: Host;
  readonly runtime: ContainerRuntime;
  readonly version: string;
  /** Something changed. */
  wake(): void;
  note(container: SpecContainer, event: EventNote): void;
}

export interface ProbedContainer {
  readonly container: SpecContainer;
  readonly instance: RuntimeContainer;
  readonly known: ProbeState | undefined;
}

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
  readonly states = new Map<string, ProbeState>();
  readonly condemned = new Map<string, "liveness" | "startup">();

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  /**
   * Begins with running containers that it does not know, and forgets those that run no more. `known` is what the API shows of
   * the same container: after a restart of the engine it holds until a probe says otherwise.
   */
  sync(running: readonly ProbedContainer[]): void {
    const ids = new Set(running.map(({ instance }) => instance.id));
    for (const id of this.#watched.keys()) if (!ids.has(id)) this.#forget(id);
    for (const probed of running) if (!this.#watched.has(probed.instance.id)) this.#begin(probed);
  }

  stop(): void {
    for (const id of this.#watched.keys()) this.#forget(id);
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
    const initialMs = (probe.initialDelaySeconds ?? 0) * 1000 - (clock.nowMs() - started);
    const run = async (): Promise<void> => {
      const failure = await this.#probe(watched, probe);
      if (watched.abort.signal.aborted) return;
      const done = this.#count(watched, { kind, probe, counts, failure });
      if (!done) watched.timers.set(kind, timers.after((probe.periodSeconds ?? 10) * 1000, fire));
    };
    const fire = (): void => void run();
    watched.timers.set(kind, timers.after(Math.max(0, initialMs), fire));
  }

  /** True when this probe has nothing more to do for the container. */
  #count(
    watched: Watched,
    at: {
      kind: ProbeKind;
      probe: Probe;
      counts: { failures: number; successes: number };
      failure: string | undefined;
    },
  ): boolean {
    const { kind, probe, counts, failure } = at;
    if (failure === undefined) {
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
    const word = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
    const message = `${word} probe failed: ${failure}`;
    this.#options.note(watched.container, { type: "Warning", reason: "Unhealthy", message });
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

  /** Undefined when the probe succeeded, else why not. */
  async #probe(watched: Watched, probe: Probe): Promise<string | undefined> {
    const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
    const timeout = new AbortController();
    const timer = this.#options.host.timers.after(timeoutMs, () => timeout.abort());
    const signal = AbortSignal.any([timeout.signal, watched.abort.signal]);
    try {
      return await this.#attempt(watched, probe, { timeoutMs, signal });
    } catch (error) {
      if (timeout.signal.aborted || isRuntimeError(error, "timeout"))
        return probe.exec ? `command timed out` : "context deadline exceeded";
      return error instanceof Error ? error.message : String(error);
    } finally {
      timer.cancel();
    }
  }

  async #attempt(
    watched: Watched,
    probe: Probe,
    limits: { timeoutMs: number; signal: AbortSignal },
  ): Promise<string | undefined> {
    const { runtime } = this.#options;
    const { spec } = watched.container;
    const { sandboxId, id } = watched.instance;
    if (probe.exec) {
      const result = await runtime.execSync(id, probe.exec.command ?? [], limits);
      return result.exitCode === 0 ? undefined : result.output.trim();
    }
    if (probe.httpGet) return this.#httpGet(sandboxId, spec, { get: probe.httpGet, ...limits });
    if (probe.grpc) return this.#grpc(sandboxId, probe.grpc, limits);
    const wanted = probe.tcpSocket?.port;
    const port = wanted === undefined ? undefined : portNumber(spec, wanted);
    if (port === undefined) return `couldn't find port: ${String(wanted)}`;
    await runtime.connectPort(sandboxId, port, limits.signal);
    return undefined;
  }

  async #grpc(
    sandboxId: string,
    { port, service = "" }: GRPCAction,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<string | undefined> {
    try {
      const query = { service, signal };
      return healthFailure(await this.#options.runtime.checkHealth(sandboxId, port, query));
    } catch (error) {
      // As gRPC clients do, the kubelet's goes on trying until its time is over.
      if (!isRuntimeError(error, "refused")) throw error;
      const address = /^dial tcp (\S+): /.exec(error.message)?.[1] ?? `:${port}`;
      return `timeout: failed to connect service ${JSON.stringify(address)} within ${goDuration(timeoutMs)}: context deadline exceeded`;
    }
  }

  async #httpGet(
    sandboxId: string,
    spec: Container,
    at: { get: HTTPGetAction; signal: AbortSignal },
  ): Promise<string | undefined> {
    const { get, signal } = at;
    const port = portNumber(spec, get.port);
    if (port === undefined) return `couldn't find port: ${get.port}`;
    const path = get.path === undefined || get.path === "" ? "/" : get.path;
    const headers: Record<string, string> = {
      "user-agent": `kube-probe/${this.#options.version}`,
      accept: "*/*",
    };
    for (const { name, value } of get.httpHeaders ?? []) headers[name.toLowerCase()] = value;
    const response = await this.#options.runtime.requestPort(sandboxId, port, {
      request: {
        method: "GET",
        path: path.startsWith("/") ? path : `/${path}`,
        headers,
        scheme: get.scheme === "HTTPS" ? "https" : "http",
      },
      signal,
    });
    if (response.status >= 200 && response.status < 400) return undefined;
    return `HTTP probe failed with statuscode: ${response.status}`;
  }
}
