/**
 * Brings one Pod to where its spec wants it: looks at the runtime, decides, acts, reports, and looks again when something happens. One
 * thing at a time; what is new while it works is seen in the next round.
 */
import type { Pod, PodStatus } from "../api/generated/types.ts";
import { parseTime } from "../api/time.ts";
import type { Stored } from "../api/object.ts";
import { specHashes } from "./container-config.ts";
import type {
  RuntimeContainer,
  SandboxConfig,
  SandboxStatus,
  VolumeConfig,
} from "./container-runtime.ts";
import { ContainerStarter } from "./container-starter.ts";
import type { WaitingReason } from "./container-status.ts";
import { StartFailure } from "./image-puller.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import { type PodActions, computePodActions } from "./pod-actions.ts";
import { rejectionStatus, type Rejection } from "./pod-admission.ts";
import { PodAllocation } from "./pod-allocation.ts";
import { killContainers, killRunning, stopReady } from "./pod-killer.ts";
import { PodSight } from "./pod-sight.ts";
import { PodRestart } from "./pod-restart.ts";
import { PodResizer } from "./pod-resizer.ts";
import { resumePod } from "./pod-resume.ts";
import { podStatus, sameStatus } from "./pod-status.ts";
import { deadlineExceeded, deadlineLeftMs } from "./pod-deadline.ts";
import { type PodObject, isTerminal } from "./pod-view.ts";
import { PodVolumeSet, hasFileVolumes } from "./pod-volume-set.ts";
import { PodProber, probedContainers } from "./probes.ts";
import { sandboxConfig } from "./sandbox-config.ts";
import { startSandbox } from "./sandbox-starter.ts";
import { StatusWriter } from "./status-writer.ts";
import { WorkLoop } from "./work-loop.ts";
import { finalDelete } from "./final-delete.ts";

/** A sandbox or volume that failed is tried again after this long. */
const retryMs = 5_000;
/** Real runtimes are looked at this often even when they are silent, and volumes follow their sources; resizes are tried again. */
const resyncMs = 60_000;

export interface PodWorkerOptions {
  /** Why the node does not take the Pod. */
  readonly rejection: Rejection | undefined;
  /** The other Pods of the node that have not ended, with what they have been given. */
  others(): readonly Pod[];
  /** The API says that the Pod has been given something else: there may be room for others. */
  resized(): void;
}

export class PodWorker {
  readonly #node: NodeContext;
  readonly #loop: WorkLoop;
  readonly #writer: StatusWriter;
  readonly #prober: PodProber;
  readonly #starter: ContainerStarter;
  readonly #volumes: PodVolumeSet;
  readonly #allocation: PodAllocation;
  readonly #resizer: PodResizer;
  readonly #resized: () => void;
  readonly #restart: PodRestart;
  readonly #sight: PodSight;
  readonly #waiting = new Map<string, WaitingReason>();
  /** When this node first saw the Pod: its start time. */
  readonly #acceptedMs: number;
  #pod: PodObject;
  #config: SandboxConfig | undefined;
  #failure: WaitingReason | undefined;
  #deletionSeenMs: number | undefined;
  #graceSeconds: number | undefined;
  #resumed = false;
  #gone = false;

  constructor(node: NodeContext, pod: PodObject, { rejection, others, resized }: PodWorkerOptions) {
    this.#node = node;
    this.#sight = new PodSight(node.runtime, pod.metadata.uid);
    this.#allocation = new PodAllocation({ node, others }, pod);
    this.#resized = resized;
    this.#pod = pod;
    this.#acceptedMs = parseTime(pod.status?.startTime) ?? node.host.clock.nowMs();
    this.#loop = new WorkLoop(node.host, (signal) => this.#sync(signal));
    this.#starter = new ContainerStarter(node);
    this.#volumes = new PodVolumeSet(node, () => this.#pod);
    this.#resizer = new PodResizer(node);
    this.#restart = new PodRestart(node, { pod, tell: (signal) => this.#tell(signal) });
    this.#writer = new StatusWriter(node.client, node.host, {
      pod: () => this.#pod,
      compute: () => this.#status(),
      accept: (fresh) => this.update(fresh),
    });
    this.#prober = new PodProber({
      host: node.host,
      runtime: node.runtime,
      version: node.version.replace(/^v(\d+\.\d+).*$/, "$1"),
      address: () => this.#sight.sandboxes[0]?.ip ?? node.nodeIp,
      wake: () => this.wake(),
      note: (container, note) => notePod(node, this.#pod, note, container),
    });
    this.#failure = rejection && rejectionStatus(rejection);
    if (rejection) notePod(node, pod, { type: "Warning", ...rejection });
    this.update(pod);
    this.#loop.wake();
  }

  get pod(): PodObject {
    return this.#pod;
  }

  /** The Pod with what the node has given it, and whether it waits for more. */
  get given(): { readonly pod: PodObject; readonly isDeferred: boolean } {
    return { pod: this.#allocation.given(this.#pod), isDeferred: this.#allocation.isDeferred };
  }

  /** There may be room for what it waits for. */
  reconsider(): void {
    this.#allocation.update(this.#pod);
    this.#loop.wake();
  }

  /** The runtime's containers as last seen, newest first. */
  get containers(): readonly RuntimeContainer[] {
    return this.#sight.containers;
  }

  get sandbox(): SandboxStatus | undefined {
    return this.#sight.sandboxes[0];
  }

  /** Takes a newer state of the Pod; an older one is ignored. */
  update(pod: Stored<Pod>): void {
    if (Number(pod.metadata.resourceVersion) < Number(this.#pod.metadata.resourceVersion)) return;
    const before = this.#pod;
    this.#pod = pod;
    const [had, has] = [before, pod].map(({ status }) => status?.allocatedResources);
    if (had && has && !sameStatus(had, has)) this.#resized();
    const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    if (deletionTimestamp !== undefined) {
      this.#deletionSeenMs ??= this.#node.host.clock.monotonicMs();
      const known = this.#graceSeconds ?? Number.POSITIVE_INFINITY;
      this.#graceSeconds = Number(deletionGracePeriodSeconds ?? 30);
      // A start that hangs, or a wait that became shorter, must not hold up the end.
      if (this.#graceSeconds < known) this.#loop.interrupt();
      return;
    }
    // Its own status coming back is no news: a round for it would retry at once what has just failed.
    const ended = isTerminal(pod) && !isTerminal(before);
    if (before.metadata.generation !== pod.metadata.generation || ended) this.#loop.wake();
    else if (before !== pod) this.#writer.request();
  }

  /** Something may have happened below: look. */
  wake(): void {
    this.#loop.wake();
    if (this.#deletionSeenMs !== undefined) void this.#glance();
  }

  /** Some of its containers end before the others: that is told of at once. */
  async #glance(): Promise<void> {
    const [seen] = await Promise.allSettled([this.#look(new AbortController().signal)]);
    // Where that fails, whoever ends them looks again.
    if (seen.status === "fulfilled" && !this.#gone) this.#writer.request();
  }

  /** The API has the Pod no more: what is left of it is ended at once. Resolves when it is. */
  async remove(): Promise<void> {
    this.#gone = true;
    this.#graceSeconds = Math.min(this.#graceSeconds ?? 1, 1);
    this.#deletionSeenMs ??= this.#node.host.clock.monotonicMs();
    this.#loop.interrupt();
    await this.#loop.ended;
  }

  /** Stops working; what runs goes on running. */
  async close(): Promise<void> {
    this.#prober.stop();
    await this.#loop.close();
  }

  async #sync(signal: AbortSignal): Promise<void> {
    if (!this.#resumed) {
      this.#resumed = true;
      await resumePod(this.#node, { pod: this.#pod, volumes: this.#volumes, signal });
    }
    await this.#look(signal);
    if (this.#deletionSeenMs !== undefined) return this.#terminate(signal);
    this.#checkDeadline();
    if (isTerminal(this.#pod) || this.#failure) return this.#finish(signal);
    const { containers } = this.#sight;
    if (await this.#restart.sync(this.#pod, containers, signal)) return this.#loop.wake();
    this.#allocation.update(this.#pod);
    const actions = computePodActions({
      pod: this.#allocation.given(this.#pod),
      sandboxes: this.#sight.sandboxes,
      containers: this.#sight.containers,
      probes: this.#prober.states,
      condemned: this.#prober.condemned,
      attempts: this.#sight.attempts,
      specHashes: specHashes(this.#pod),
    });
    this.#writer.request();
    await this.#act(await this.#withResize(actions, signal), signal);
    if (this.#resizer.hasFailed || this.#allocation.isDeferred) this.#loop.wakeAfter(resyncMs);
    this.#writer.request();
    if (!this.#node.runtime.keepsVolumes) return;
    await this.#refreshVolumes(signal);
    this.#loop.wakeAfter(resyncMs);
  }

  /** With the containers that a resize restarts among those to end. */
  async #withResize(actions: PodActions, signal: AbortSignal): Promise<PodActions> {
    const pod = this.#allocation.given(this.#pod);
    const kills = await this.#resizer.sync(pod, this.#sight.containers, signal);
    return kills.length === 0 ? actions : { ...actions, kill: [...actions.kill, ...kills] };
  }

  async #act(actions: PodActions, signal: AbortSignal): Promise<void> {
    if (actions.kill.length > 0) {
      await killContainers(this.#node, this.#pod, {
        kills: actions.kill,
        graceSeconds: Number(this.#pod.spec?.terminationGracePeriodSeconds ?? 30),
        signal,
      });
      await this.#look(signal);
      this.#loop.wake();
      return;
    }
    if (actions.finished) {
      await this.#stopSandboxes(signal);
      return;
    }
    if (actions.createSandbox !== undefined) {
      if (!(await this.#createSandbox(actions.createSandbox, signal))) return;
      await this.#remove(actions.dropSandboxes, signal);
      await this.#look(signal);
      this.#loop.wake();
      return;
    }
    await this.#remove(actions.dropSandboxes, signal);
    if (actions.start.length === 0) return;
    if (await this.#start(actions, signal)) this.#loop.wake();
    await this.#look(signal);
  }

  /** True when something was started, so that the next step may be due. */
  async #start(actions: PodActions, signal: AbortSignal): Promise<boolean> {
    const sandbox = this.#sight.sandboxes.find((candidate) => candidate.state === "ready");
    if (!sandbox) return true;
    const config = await this.#currentConfig(sandbox);
    if (!config) return false;
    const pod = this.#allocation.given(this.#pod);
    const context = { pod, sandbox, sandboxConfig: config, signal };
    let started = false;
    for (const start of actions.start) {
      const { name } = start.container.spec;
      try {
        await this.#starter.start(start, context);
        this.#waiting.delete(name);
        started = true;
      } catch (error) {
        if (!(error instanceof StartFailure)) throw error;
        this.#waiting.set(name, { reason: error.reason, message: error.message });
        this.#writer.request();
        if (error.retryMs !== undefined) this.#loop.wakeAfter(error.retryMs);
      }
    }
    return started;
  }

  /** What the sandbox was made from; built again where it was another engine that made it. */
  async #currentConfig(sandbox: SandboxStatus): Promise<SandboxConfig | undefined> {
    if (this.#config) return this.#config;
    const volumes = this.#node.runtime.keepsVolumes ? await this.#buildVolumes() : [];
    if (volumes) this.#config = this.#sandboxConfig(sandbox.attempt, volumes);
    return this.#config;
  }

  async #createSandbox(attempt: number, signal: AbortSignal): Promise<boolean> {
    const volumes = await this.#buildVolumes();
    if (!volumes) return false;
    const config = this.#sandboxConfig(attempt, volumes);
    const isUp = await startSandbox(this.#node, this.#pod, { config, signal });
    if (isUp) this.#volumes.written(volumes);
    else this.#loop.wakeAfter(retryMs);
    if (isUp) this.#config = config;
    return isUp;
  }

  /** Undefined when something is missing: told by an event, tried again later. */
  async #buildVolumes(): Promise<readonly VolumeConfig[] | undefined> {
    const [sandbox] = this.#sight.sandboxes;
    const mounted = sandbox?.state === "ready";
    const volumes = await this.#volumes.build(sandbox?.ip ?? "", { mounted });
    if (!volumes) this.#loop.wakeAfter(retryMs);
    return volumes;
  }

  async #refreshVolumes(signal: AbortSignal): Promise<void> {
    const sandbox = this.#sight.sandboxes.find((candidate) => candidate.state === "ready");
    if (!sandbox || !hasFileVolumes(this.#pod)) return;
    const volumes = await this.#buildVolumes();
    if (!volumes || !this.#volumes.changed(volumes)) return;
    this.#config = this.#sandboxConfig(sandbox.attempt, volumes);
    await this.#node.runtime.updateVolumes(sandbox.id, this.#config, signal);
    this.#volumes.written(volumes);
  }

  #sandboxConfig(attempt: number, volumes: readonly VolumeConfig[]): SandboxConfig {
    const { nodeName, dns } = this.#node;
    return sandboxConfig(this.#pod, attempt, { nodeName, dns, volumes });
  }

  #checkDeadline(): void {
    if (isTerminal(this.#pod)) return;
    const leftMs = deadlineLeftMs(this.#pod, this.#acceptedMs, this.#node.host.clock.nowMs());
    if (leftMs === undefined) return;
    if (leftMs > 0) return this.#loop.wakeAfter(leftMs);
    this.#failure = deadlineExceeded;
    notePod(this.#node, this.#pod, { type: "Normal", ...deadlineExceeded });
  }

  /** The Pod has ended for good: nothing of it runs on; its ended containers stay for their logs. */
  async #finish(signal: AbortSignal): Promise<void> {
    await this.#killAll(Number(this.#pod.spec?.terminationGracePeriodSeconds ?? 30), signal);
    await this.#stopSandboxes(signal);
    this.#writer.request();
  }

  /** The Pod is being deleted: ends it within its grace, reports, cleans up, and lets the API forget it. */
  async #terminate(signal: AbortSignal): Promise<void> {
    const elapsedMs = this.#node.host.clock.monotonicMs() - (this.#deletionSeenMs ?? 0);
    const leftSeconds = Math.max(0, (this.#graceSeconds ?? 30) - elapsedMs / 1000);
    this.#prober.endLiveness();
    await this.#killAll(leftSeconds, signal);
    await this.#stopSandboxes(signal);
    this.#prober.stop();
    const isTold = !this.#gone && (await this.#writer.flush());
    await this.#remove(this.#sight.sandboxes, signal);
    if (isTold) await finalDelete(this.#node.client, this.#pod);
    this.#node.puller.forget(this.#pod.metadata.uid);
    this.#loop.finish();
  }

  async #remove(sandboxes: readonly SandboxStatus[], signal: AbortSignal): Promise<void> {
    for (const { id } of sandboxes) await this.#node.runtime.removePodSandbox(id, signal);
  }

  async #killAll(graceSeconds: number, signal: AbortSignal): Promise<void> {
    const at = { containers: this.#sight.containers, graceSeconds, signal };
    if (await killRunning(this.#node, this.#pod, at)) await this.#look(signal);
  }

  async #stopSandboxes(signal: AbortSignal): Promise<void> {
    const { sandboxes } = this.#sight;
    if (await stopReady(this.#node, sandboxes, signal)) await this.#look(signal);
  }

  async #look(signal: AbortSignal): Promise<void> {
    await this.#sight.look(signal);
    this.#prober.sync(probedContainers(this.#pod, this.#sight.containers, this.#node.runtimeName));
  }

  async #tell(signal: AbortSignal): Promise<void> {
    await this.#look(signal);
    await this.#writer.flush();
  }

  get probeResults(): PodProber["results"] {
    return this.#prober.results;
  }

  #status(): PodStatus {
    const { runtimeName, nodeIp, host } = this.#node;
    const given = this.#allocation.given(this.#pod);
    return podStatus({
      pod: this.#pod,
      given,
      actual: this.#resizer.actual(given, this.#sight.containers),
      resize: [...this.#allocation.condition(this.#pod), ...this.#resizer.condition()],
      restart: this.#restart,
      sandbox: this.#sight.sandboxes[0],
      containers: this.#sight.containers,
      waiting: this.#waiting,
      probes: this.#prober.states,
      failure: this.#failure,
      ending: this.#isEnding(),
      runtimeName,
      nodeIp,
      acceptedMs: this.#acceptedMs,
      nowMs: host.clock.nowMs(),
    });
  }

  /** Terminal or deleted, and everything has stopped: until then a deleted Pod still shows what runs. */
  #isEnding(): boolean {
    const over =
      this.#deletionSeenMs !== undefined || this.#failure !== undefined || isTerminal(this.#pod);
    return over && this.#sight.containers.every((container) => container.state !== "running");
  }
}
