/**
 * Starts one container: crash back-off, image, config, create, start, post-start hook, with the events that the kubelet
 * records on the way. Follows kuberuntime_container.go (startContainer) and kuberuntime_manager.go (doBackOff).
 */
import { BackOff, goDuration } from "./back-off.ts";
import { containerConfig } from "./container-config.ts";
import type {
  ContainerConfig,
  ImageStatus,
  RuntimeContainer,
  SandboxConfig,
  SandboxStatus,
} from "./container-runtime.ts";
import { readEnvFiles } from "./env-files.ts";
import type { EventNote } from "../loop/event-recorder.ts";
import { StartFailure } from "./image-puller.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import type { ContainerStart } from "./pod-actions.ts";
import { ConfigError } from "./pod-env.ts";
import { runHook } from "./lifecycle-hooks.ts";
import { killContainer } from "./pod-killer.ts";
import { type PodObject, type SpecContainer, formatPod } from "./pod-view.ts";

export interface StartContext {
  readonly pod: PodObject;
  readonly sandbox: SandboxStatus;
  readonly sandboxConfig: SandboxConfig;
  readonly signal: AbortSignal;
}

/** A reference that is missing is looked for again after this long, if no event comes first. */
const configRetryMs = 10_000;

export class ContainerStarter {
  readonly #node: NodeContext;
  readonly #backOff = new BackOff({ initialMs: 10_000, maxMs: 300_000 });

  constructor(node: NodeContext) {
    this.#node = node;
  }

  /** Rejects with StartFailure, whose reason and message become the container's waiting state. */
  async start(start: ContainerStart, context: StartContext): Promise<void> {
    const { container, previous } = start;
    const { pod } = context;
    if (previous?.state === "exited") this.#checkBackOff(container, previous, pod);
    const note = (event: EventNote): void => notePod(this.#node, pod, event, container);
    this.#tellOfSecrets(pod);
    const image = await this.#image(container, context, note);
    const config = await this.#config(start, context, note);
    const { runAsNonRoot, runAsUser } = config.security;
    if (
      runAsNonRoot &&
      (runAsUser === 0 || (runAsUser === undefined && image.runsAsNonRoot === false))
    )
      throw this.#configFailure(
        runAsUser === 0
          ? "container's runAsUser breaks non-root policy"
          : "container has runAsNonRoot and image will run as root",
        note,
      );
    const id = await this.#create(context, config, note);
    await this.#run(id, { note, container, context });
    await this.#dropOldInstances(container, context);
  }

  /** One ended container of each name is kept, for its log and the last state. */
  async #dropOldInstances({ spec }: SpecContainer, { pod, signal }: StartContext): Promise<void> {
    const { runtime } = this.#node;
    const all = await runtime.listContainers({ podUid: pod.metadata.uid }, signal);
    const old = all.filter(({ name }) => name === spec.name).slice(2);
    for (const { id } of old) await runtime.removeContainer(id, signal);
  }

  /** Secrets for pulling that are not there: the pull is tried without them. */
  #tellOfSecrets(pod: PodObject): void {
    const { secrets } = this.#node.sources;
    const names = (pod.spec?.imagePullSecrets ?? [])
      .map(({ name = "" }) => name)
      .filter((name) => !secrets.get(`${pod.metadata.namespace ?? ""}/${name}`));
    if (names.length === 0) return;
    const message = `Unable to retrieve some image pull secrets (${names.join(", ")}); attempting to pull the image may not succeed.`;
    const reason = "FailedToRetrieveImagePullSecret";
    notePod(this.#node, pod, { type: "Warning", reason, message });
  }

  /** What went wrong with the image is told of once more, by the reason that the container waits for. */
  async #image(
    container: SpecContainer,
    { pod, sandboxConfig: sandbox, signal }: StartContext,
    note: (event: EventNote) => void,
  ): Promise<ImageStatus> {
    try {
      return await this.#node.puller.ensure({ pod, container, sandbox, signal, note });
    } catch (error) {
      if (error instanceof StartFailure)
        note({ type: "Warning", reason: "Failed", message: `Error: ${error.reason}` });
      throw error;
    }
  }

  #checkBackOff(container: SpecContainer, previous: RuntimeContainer, pod: PodObject): void {
    const key = `${pod.metadata.uid}/${container.spec.name}/${container.spec.image ?? ""}`;
    const finishedMs = previous.finishedAtMs ?? previous.createdAtMs;
    const waitMs = this.#backOff.remainingMs(key, finishedMs, this.#node.host.clock.nowMs());
    if (waitMs === 0) {
      this.#backOff.next(key, finishedMs);
      return;
    }
    const { name } = container.spec;
    const message = `Back-off restarting failed container ${name} in pod ${formatPod(pod)}`;
    notePod(this.#node, pod, { type: "Warning", reason: "BackOff", message }, container);
    const delay = goDuration(this.#backOff.delayMs(key));
    throw new StartFailure(
      "CrashLoopBackOff",
      `back-off ${delay} restarting failed container=${name} pod=${formatPod(pod)}`,
      waitMs,
    );
  }

  forget(podUid: string): void {
    this.#backOff.forget(podUid);
  }

  async #config(
    { container, attempt }: ContainerStart,
    context: StartContext,
    note: (event: EventNote) => void,
  ): Promise<ContainerConfig> {
    const node = this.#node;
    const podIp = context.sandbox.ip ?? node.nodeIp;
    const view = {
      pod: context.pod,
      nodeIp: node.nodeIp,
      podIp,
      allocatable: node.allocatable,
    };
    try {
      const { memoryBytes, runtime } = node;
      const at = { sandboxId: context.sandbox.id, signal: context.signal };
      const files = await readEnvFiles(container.spec, runtime, at);
      const sources = { ...node.sources, files };
      return containerConfig(container, attempt, { view, sources, memoryBytes });
    } catch (error) {
      if (error instanceof ConfigError) throw this.#configFailure(error.message, note);
      throw error;
    }
  }

  #configFailure(message: string, note: (event: EventNote) => void): StartFailure {
    note({ type: "Warning", reason: "Failed", message: `Error: ${message}` });
    return new StartFailure("CreateContainerConfigError", message, configRetryMs);
  }

  async #create(
    context: StartContext,
    config: ContainerConfig,
    note: (event: EventNote) => void,
  ): Promise<string> {
    try {
      const id = await this.#node.runtime.createContainer(context.sandbox.id, config, {
        sandbox: context.sandboxConfig,
        signal: context.signal,
      });
      note({ type: "Normal", reason: "Created", message: "Container created" });
      return id;
    } catch (error) {
      context.signal.throwIfAborted();
      const message = textOf(error);
      note({ type: "Warning", reason: "Failed", message: `Error: ${message}` });
      throw new StartFailure("CreateContainerError", message, configRetryMs);
    }
  }

  async #run(
    id: string,
    at: { note: (event: EventNote) => void; container: SpecContainer; context: StartContext },
  ): Promise<void> {
    const { note, container, context } = at;
    try {
      await this.#node.runtime.startContainer(id, context.signal);
    } catch (error) {
      context.signal.throwIfAborted();
      const message = textOf(error);
      note({ type: "Warning", reason: "Failed", message: `Error: ${message}` });
      throw new StartFailure("RunContainerError", message, 0);
    }
    note({ type: "Normal", reason: "Started", message: "Container started" });
    const hook = container.spec.lifecycle?.postStart;
    if (!hook) return;
    const failure = await runHook(this.#node, hook, {
      pod: context.pod,
      container,
      containerId: id,
      sandboxId: context.sandbox.id,
      signal: context.signal,
    });
    if (failure === undefined) return;
    note({ type: "Warning", reason: "FailedPostStartHook", message: "PostStartHook failed" });
    await killContainer(this.#node, context.pod, {
      container: { id, name: container.spec.name, sandboxId: context.sandbox.id },
      message: "FailedPostStartHook",
      spec: container,
      graceSeconds: Number(context.pod.spec?.terminationGracePeriodSeconds ?? 30),
      signal: context.signal,
    });
    throw new StartFailure("PostStartHookError", failure, 0);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
