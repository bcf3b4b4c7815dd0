/** Changes what running containers may use when their Pod was resized: in place, or by a restart where the container's policy wants one. */
import { resourceConfig } from "./container-config.ts";
import type { ResourceConfig, RuntimeContainer } from "./container-runtime.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import type { ContainerKill } from "./pod-actions.ts";
import { type PodObject, specContainers } from "./pod-view.ts";

export class PodResizer {
  readonly #node: NodeContext;
  /** By container ID. What was there before this engine is taken to be as it should. */
  readonly #applied = new Map<string, ResourceConfig>();

  constructor(node: NodeContext) {
    this.#node = node;
  }

  /** Applies what has changed; gives the containers that have to be restarted for it. */
  async sync(
    pod: PodObject,
    containers: readonly RuntimeContainer[],
    signal: AbortSignal,
  ): Promise<readonly ContainerKill[]> {
    const kills: ContainerKill[] = [];
    for (const { spec } of specContainers(pod)) {
      const container = containers.find(({ name }) => name === spec.name);
      if (container?.state !== "running") continue;
      const wanted = resourceConfig(spec, pod, this.#node.memoryBytes);
      const applied = this.#applied.get(container.id);
      this.#applied.set(container.id, wanted);
      if (!applied) continue;
      const changed = changesOf(applied, wanted);
      if (changed.length === 0) continue;
      const restarts = (spec.resizePolicy ?? []).some(
        ({ resourceName, restartPolicy }) =>
          restartPolicy === "RestartContainer" && changed.includes(resourceName),
      );
      if (restarts) {
        const message = `Container ${spec.name} resize requires restart`;
        kills.push({ container, message });
      } else await this.#apply(pod, container, { wanted, applied, signal });
    }
    for (const id of this.#applied.keys())
      if (!containers.some((container) => container.id === id)) this.#applied.delete(id);
    return kills;
  }

  /** A runtime that refuses is told of by an event; the next change tries again. */
  async #apply(
    pod: PodObject,
    container: RuntimeContainer,
    change: {
      readonly wanted: ResourceConfig;
      readonly applied: ResourceConfig;
      readonly signal: AbortSignal;
    },
  ): Promise<void> {
    const { wanted, applied, signal } = change;
    try {
      await this.#node.runtime.updateContainer(container.id, wanted, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.#applied.set(container.id, applied);
      const why = error instanceof Error ? error.message : String(error);
      const message = `Error resizing container ${container.name}: ${why}`;
      notePod(this.#node, pod, { type: "Warning", reason: "ResizeError", message });
    }
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
