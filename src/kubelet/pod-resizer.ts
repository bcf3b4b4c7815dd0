/**
 * Changes what running containers may use when their Pod was resized: in place, or by a restart where the container's policy wants one.
 * What a Pod has as a whole no runtime here holds it to; containers without limits of their own have the Pod's. Follows
 * kuberuntime_manager.go (computePodResizeAction, doPodResizeAction).
 */
import type { PodCondition, PodSpec, ResourceRequirements } from "../api/generated/types.ts";
import { resourceConfig } from "./container-config.ts";
import type { ResourceConfig, RuntimeContainer } from "./container-runtime.ts";
import { memoryRefusal } from "./memory-decrease.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import type { ContainerKill } from "./pod-actions.ts";
import { resizeDetails } from "./pod-allocation.ts";
import { withPodLimits } from "./pod-level-resources.ts";
import { sameStatus } from "./pod-status.ts";
import { type PodObject, type SpecContainer, specContainers } from "./pod-view.ts";

/** What holds for a running container, in the runtime's words and in the API's. */
interface Actual {
  readonly config: ResourceConfig;
  readonly resources: ResourceRequirements;
}

interface Change {
  readonly container: RuntimeContainer;
  readonly restarts: boolean;
  readonly wanted: Actual;
  readonly actual: Actual;
}

interface Running {
  readonly generation: PodObject["metadata"]["generation"];
  readonly error?: string;
}

export class PodResizer {
  readonly #node: NodeContext;
  /** By container ID. What was there before this engine is taken to be as it should. */
  readonly #actual = new Map<string, Actual>();
  /** What holds for the Pod as a whole. */
  #whole: ResourceRequirements | undefined;
  /** What it had been given when it was looked at last. */
  #given: unknown;
  /** What is under way, and what has gone wrong with it. */
  #running: Running | undefined;

  constructor(node: NodeContext) {
    this.#node = node;
  }

  /** What was given does not hold, and is to be tried again. */
  get hasFailed(): boolean {
    return this.#running?.error !== undefined;
  }

  /** Applies what has changed; gives the containers that have to be restarted for it. `pod`: with what it was given. */
  async sync(
    pod: PodObject,
    containers: readonly RuntimeContainer[],
    signal: AbortSignal,
  ): Promise<readonly ContainerKill[]> {
    for (const id of this.#actual.keys())
      if (!containers.some((container) => container.id === id)) this.#actual.delete(id);
    this.#notice(pod);
    const changes = specContainers(pod).flatMap((each) => this.#changeOf(each, pod, containers));
    const kills = changes
      .filter(({ restarts }) => restarts)
      .map(({ container }): ContainerKill => {
        return { container, message: `Container ${container.name} resize requires restart` };
      });
    const updates = changes.filter(({ restarts }) => !restarts);
    const error = await this.#apply(pod, updates, signal);
    if (error !== undefined) this.#fail(pod, error);
    else if (kills.length === 0) this.#complete(pod, containers);
    return kills;
  }

  condition(): Omit<PodCondition, "lastTransitionTime">[] {
    if (!this.#running) return [];
    const { error, generation } = this.#running;
    const why = error === undefined ? {} : { reason: "Error", message: error };
    const seen = generation === undefined ? {} : { observedGeneration: generation };
    return [{ type: "PodResizeInProgress", status: "True", ...why, ...seen }];
  }

  /** The Pod with what holds for its running containers and for it as a whole, in place of what it was given. */
  actual(given: PodObject, containers: readonly RuntimeContainer[]): PodObject {
    if (!this.#running || !given.spec) return given;
    const held = <C extends SpecContainer["spec"]>(spec: C): C => {
      const running = containers.find(({ name }) => name === spec.name);
      const resources = running && this.#actual.get(running.id)?.resources;
      return resources ? { ...spec, resources } : spec;
    };
    const { resources: _given, initContainers, ...rest } = given.spec;
    const spec: PodSpec = {
      ...rest,
      containers: rest.containers.map(held),
      ...(initContainers ? { initContainers: initContainers.map(held) } : {}),
      ...(this.#whole ? { resources: this.#whole } : {}),
    };
    return { ...given, spec };
  }

  /** Something else than before has been given: that is a new resize, whatever has become of the one before. */
  #notice(pod: PodObject): void {
    const { resources } = pod.spec ?? {};
    const given = [resources ?? {}, specContainers(pod).map(({ spec }) => spec.resources ?? {})];
    const before = this.#given;
    if (before !== undefined && sameStatus(before, given)) return;
    this.#given = given;
    if (before === undefined) {
      this.#whole = resources;
      return;
    }
    this.#running = { generation: pod.metadata.generation };
    this.#note(pod, "Normal", "ResizeStarted", `Pod resize started: ${resizeDetails(pod)}`);
  }

  #changeOf(
    { spec }: SpecContainer,
    pod: PodObject,
    containers: readonly RuntimeContainer[],
  ): readonly Change[] {
    const container = containers.find(({ name }) => name === spec.name);
    if (container?.state !== "running") return [];
    const config = resourceConfig(spec, pod, this.#node.memoryBytes);
    const wanted = { config, resources: withPodLimits(spec, pod).resources ?? {} };
    const actual = this.#actual.get(container.id);
    if (!actual) this.#actual.set(container.id, wanted);
    const changed = actual ? changesOf(actual.config, config) : [];
    if (!actual || changed.length === 0) return [];
    const restarts = (spec.resizePolicy ?? []).some(
      ({ resourceName, restartPolicy }) =>
        restartPolicy === "RestartContainer" && changed.includes(resourceName),
    );
    return [{ container, restarts, wanted, actual }];
  }

  /** Why not all of it holds now. What comes after a failure is left for the next time. */
  async #apply(
    pod: PodObject,
    updates: readonly Change[],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { runtime } = this.#node;
    const whole = { before: this.#whole, after: pod.spec?.resources };
    const refusal = await memoryRefusal({ runtime, uid: pod.metadata.uid, whole, updates, signal });
    if (refusal !== undefined) return refusal;
    for (const { container, wanted } of updates) {
      try {
        await runtime.updateContainer(container.id, wanted.config, signal);
      } catch (error) {
        signal.throwIfAborted();
        return error instanceof Error ? error.message : String(error);
      }
      this.#actual.set(container.id, wanted);
    }
    this.#whole = pod.spec?.resources;
    return undefined;
  }

  /** Told of once by an event; the next look at the Pod tries again. */
  #fail(pod: PodObject, error: string): void {
    const isTold = this.#running?.error === error;
    this.#running = { generation: pod.metadata.generation, ...this.#running, error };
    if (isTold) return;
    this.#note(pod, "Warning", "ResizeError", `Pod resize error: ${this.#details(pod, error)}`);
  }

  /** Done when every container runs with what it was given. */
  #complete(pod: PodObject, containers: readonly RuntimeContainer[]): void {
    if (!this.#running) return;
    const isBack = specContainers(pod).every(
      ({ spec, role }) =>
        role === "init" || containers.find(({ name }) => name === spec.name)?.state === "running",
    );
    if (!isBack) {
      this.#running = { generation: this.#running.generation };
      return;
    }
    const details = this.#details(pod);
    this.#running = undefined;
    this.#note(pod, "Normal", "ResizeCompleted", `Pod resize completed: ${details}`);
  }

  #details(pod: PodObject, error?: string): string {
    const generation = this.#running?.generation;
    return resizeDetails(pod, { generation, ...(error === undefined ? {} : { error }) });
  }

  #note(pod: PodObject, type: "Normal" | "Warning", reason: string, message: string): void {
    notePod(this.#node, pod, { type, reason, message });
  }
}

function changesOf(before: ResourceConfig, after: ResourceConfig): readonly string[] {
  const cpu =
    before.cpuRequestMilli !== after.cpuRequestMilli ||
    before.cpuLimitMilli !== after.cpuLimitMilli;
  const memory =
    before.memoryRequestBytes !== after.memoryRequestBytes ||
    before.memoryLimitBytes !== after.memoryLimitBytes;
  return [...(cpu ? ["cpu"] : []), ...(memory ? ["memory"] : [])];
}
