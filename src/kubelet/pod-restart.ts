/**
 * Restarts a Pod in place when a container ends as one of its rules names it (KEP-5532): every instance is ended without grace and
 * removed, those that asked for it last, and the Pod begins again in its sandbox. Follows pkg/kubelet/container/helpers.go
 * (ShouldAllContainersRestart) and kuberuntime_manager.go (getContainersToReset).
 */
import type { ContainerStateTerminated, Pod, PodCondition } from "../api/generated/types.ts";
import type { RuntimeContainer } from "./container-runtime.ts";
import type { NodeContext } from "./node-context.ts";
import { killAtOnce } from "./pod-killer.ts";
import { type PodObject, matchingRule, specContainers } from "./pod-view.ts";

const condition = "AllContainersRestarting";
const reason = "RestartingAllContainers";
const message = "The container is removed because RestartAllContainers in place";

/** How the last run of a container ended that was removed for this. */
export const resetState: ContainerStateTerminated = { exitCode: 137, reason, message };
/** What it waits for while others are still there. */
export const resetWaiting = { reason, message };

/** Whether an end that is told of so is of a container that comes back. */
export function wasReset(ended: Pick<ContainerStateTerminated, "reason">): boolean {
  return ended.reason === reason;
}

/** Whether any container has a rule that restarts them all. */
export function couldRestart({ spec }: Pod): boolean {
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].some((container) =>
    container.restartPolicyRules?.some(({ action }) => action === "RestartAllContainers"),
  );
}

export interface RestartOptions {
  readonly pod: Pod;
  /** Looks at what there is, and resolves when the API has the status of it. Rejects with RuntimeError, StatusError, or the signal's reason. */
  readonly tell: (signal: AbortSignal) => Promise<void>;
}

export class PodRestart {
  readonly #node: NodeContext;
  readonly #tell: RestartOptions["tell"];
  #underway: boolean;
  /** The containers have just been removed: the status says so once. */
  #cleared = false;
  /** By container name: the attempt of the last instance that was removed. */
  readonly #removed = new Map<string, number>();

  /** What another engine has begun is brought to its end. */
  constructor(node: NodeContext, { pod, tell }: RestartOptions) {
    this.#node = node;
    this.#tell = tell;
    this.#underway = (pod.status?.conditions ?? []).some(
      ({ type, status }) => type === condition && status === "True",
    );
  }

  /** Containers are on their way out, or have just gone. */
  get isUnderway(): boolean {
    return this.#underway || this.#cleared;
  }

  /** By container name: the attempt of the instance that was removed last. */
  get removed(): ReadonlyMap<string, number> {
    return this.#removed;
  }

  /**
   * Resolves to true when it has removed anything. The API knows of it before, and of the end of it before anything starts: whoever
   * watches sees both. `containers`: newest first. Rejects with RuntimeError, StatusError, or the signal's reason.
   */
  async sync(
    pod: PodObject,
    containers: readonly RuntimeContainer[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const instances = this.#plan(pod, containers);
    if (instances.length === 0) return false;
    await this.#tell(signal);
    for (const container of instances) {
      const { id, name, attempt, state } = container;
      if (state !== "exited") await killAtOnce(this.#node, pod, { container, signal });
      await this.#node.runtime.removeContainer(id, signal);
      this.#removed.set(name, Math.max(attempt, this.#removed.get(name) ?? 0));
    }
    this.#underway = false;
    this.#cleared = true;
    try {
      await this.#tell(signal);
    } finally {
      this.#cleared = false;
    }
    return true;
  }

  /** The instances that have to go, in the order in which they go; none when there is nothing to restart. */
  #plan(pod: PodObject, containers: readonly RuntimeContainer[]): readonly RuntimeContainer[] {
    if (!couldRestart(pod)) return [];
    const parts = specContainers(pod).map(({ role, spec }) => {
      const instances = containers.filter(({ name }) => name === spec.name);
      const asks = ({ state, exitCode = 0 }: RuntimeContainer): boolean =>
        state === "exited" && matchingRule(spec, exitCode)?.action === "RestartAllContainers";
      return { isMain: role === "main", instances, asks };
    });
    const isAsked = parts.some(({ instances: [latest], asks }) => latest && asks(latest));
    this.#underway ||= isAsked;
    if (!this.#underway) return [];
    const order = [
      ...parts.filter(({ isMain }) => isMain),
      ...parts.filter((each) => !each.isMain),
    ];
    const targets = order.flatMap(({ instances, asks }) => instances.filter((each) => !asks(each)));
    const sources = order.flatMap(({ instances, asks }) => instances.filter(asks));
    const all = [...targets, ...sources];
    if (all.length === 0) this.#underway = false;
    return all;
  }

  /** Of Pods that could restart so; empty for others. Follows GenerateAllContainersRestartingCondition. */
  condition(pod: Pod, phase: string): readonly Omit<PodCondition, "lastTransitionTime">[] {
    if (!couldRestart(pod)) return [];
    const over = { Succeeded: "PodCompleted", Failed: "PodFailed" }[phase];
    if (over !== undefined) return [{ type: condition, status: "False", reason: over }];
    if (!this.#underway) return [{ type: condition, status: "False" }];
    return [
      {
        type: condition,
        status: "True",
        reason: "RestartAllContainersStarted",
        message: "container exited with restart policy rule",
      },
    ];
  }
}
