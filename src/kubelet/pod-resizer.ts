/**
 * Changes what running containers may use when their Pod was resized: in place, or by a restart where the container's policy wants one.
 * What a Pod has as a whole no runtime here holds it to; containers without limits of their own have the Pod's.
 */
import type { PodCondition, ResourceRequirements } from "../api/generated/types.ts";
import { resourceConfig } from "./container-config.ts";
import type { ResourceConfig, RuntimeContainer } from "./container-runtime.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import type { ContainerKill } from "./pod-actions.ts";
import { resizeDetails } from "./pod-allocation.ts";
import { sameStatus } from "./pod-status.ts";
import { type PodObject, type SpecContainer, specContainers } from "./pod-view.ts";

interface Change {
  readonly container: RuntimeContainer;
  readonly restarts: boolean;
  readonly wanted: ResourceConfig;
  readonly applied: ResourceConfig;
}

export class PodResizer {
  readonly #node: NodeContext;
  /** By container ID. What was there before this engine is taken to be as it should. */
  readonly #applied = new Map<string, ResourceConfig>();
  /** Of the Pod as a whole. */
  #whole: { readonly resources: ResourceRequirements } | undefined;
  /** What is under way, and what has gone wrong with it. */
  #running: { readonly error?: string } | undefined;

  constructor(node: NodeContext) {
    this.#node = node;
  }

  /** Applies what has changed; gives the containers that have to be restarted for it. `pod`: with what it was given. */
  async sync(
    pod: PodObject,
    containers: readonly RuntimeContainer[],
    signal: AbortSignal,
  ): Promise<readonly ContainerKill[]> {
    const changes = specContainers(pod).flatMap((each) => this.#changeOf(each, pod, containers));
    for (const id of this.#applied.keys())
      if (!containers.some((container) => container.id === id)) this.#applied.delete(id);
    const isResized = this.#takeWhole(pod) || changes.length > 0;
    if (isResized && !this.#running) {
      this.#running = {};
      this.#note(pod, "Normal", "ResizeStarted", `Pod resize started: ${resizeDetails(pod)}`);
    }
    const kills: ContainerKill[] = [];
    for (const change of changes) {
      const { container, restarts } = change;
      const message = `Container ${container.name} resize requires restart`;
      if (restarts) kills.push({ container, message });
      else await this.#apply(pod, change, signal);
    }
    if (kills.length === 0) this.#complete(pod, containers);
    return kills;
  }

  condition({ metadata: { generation } }: PodObject): Omit<PodCondition, "lastTransitionTime">[] {
    if (!this.#running) return [];
    const { error } = this.#running;
    const why = error === undefined ? {} : { reason: "Error", message: error };
    const seen = generation === undefined ? {} : { observedGeneration: generation };
    return [{ type: "PodResizeInProgress", status: "True", ...why, ...seen }];
  }

  /** True where the Pod as a whole has been given something else than before. */
  #takeWhole({ spec }: PodObject): boolean {
    const resources = spec?.resources ?? {};
    const before = this.#whole;
    if (before && sameStatus(before.resources, resources)) return false;
    this.#whole = { resources };
    return before !== undefined;
  }

  #changeOf(
    { spec }: SpecContainer,
    pod: PodObject,
    containers: readonly RuntimeContainer[],
  ): readonly Change[] {
    const container = containers.find(({ name }) => name === spec.name);
    if (container?.state !== "running") return [];
    const wanted = resourceConfig(spec, pod, this.#node.memoryBytes);
    const applied = this.#applied.get(container.id);
    if (!applied) this.#applied.set(container.id, wanted);
    const changed = applied ? changesOf(applied, wanted) : [];
    if (!applied || changed.length === 0) return [];
    const restarts = (spec.resizePolicy ?? []).some(
      ({ resourceName, restartPolicy }) =>
        restartPolicy === "RestartContainer" && changed.includes(resourceName),
    );
    return [{ container, restarts, wanted, applied }];
  }

  /** What a runtime refuses is told of once by an event; the next look at the Pod tries again. */
  async #apply(pod: PodObject, { container, wanted }: Change, signal: AbortSignal): Promise<void> {
    try {
      await this.#node.runtime.updateContainer(container.id, wanted, signal);
      this.#applied.set(container.id, wanted);
      this.#running = {};
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      const isTold = this.#running?.error === why;
      this.#running = { error: why };
      if (isTold) return;
      const message = `Pod resize error: ${resizeDetails(pod, { error: why })}`;
      this.#note(pod, "Warning", "ResizeError", message);
    }
  }

  /** Done when every container runs with what it was given. */
  #complete(pod: PodObject, containers: readonly RuntimeContainer[]): void {
    if (!this.#running || this.#running.error !== undefined) return;
    const isBack = specContainers(pod).every(
      ({ spec, role }) =>
        role === "init" || containers.find(({ name }) => name === spec.name)?.state === "running",
    );
    if (!isBack) return;
    this.#running = undefined;
    this.#note(pod, "Normal", "ResizeCompleted", `Pod resize completed: ${resizeDetails(pod)}`);
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
