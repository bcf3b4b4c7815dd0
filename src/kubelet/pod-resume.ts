/** After the engine was started anew: gives a Pod back to a runtime that lives in memory, as the API's status describes it. */
import type { ContainerStatus } from "../api/generated/types.ts";
import { parseTime } from "../api/time.ts";
import { containerConfig } from "./container-config.ts";
import type { ResumedContainer } from "./container-runtime.ts";
import type { NodeContext } from "./node-context.ts";
import { ConfigError } from "./pod-env.ts";
import { type PodObject, ephemeralContainers, isTerminal, specContainers } from "./pod-view.ts";
import type { PodVolumeSet } from "./pod-volume-set.ts";
import { sandboxConfig } from "./sandbox-config.ts";

/** Does nothing where there is nothing to take up: a Pod that never ran, or a runtime that keeps its own state. */
export async function resumePod(
  node: NodeContext,
  options: {
    readonly pod: PodObject;
    readonly volumes: PodVolumeSet;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { pod, signal } = options;
  const { runtime, nodeName, dns } = node;
  const ip = pod.status?.podIP;
  if (!runtime.resumePod || ip === undefined || isTerminal(pod)) return;
  const held = await runtime.listPodSandboxes({ podUid: pod.metadata.uid }, signal);
  const containers = held.length > 0 ? [] : resumable(node, pod, ip);
  if (containers.length === 0) return;
  // Where something is missing meanwhile the Pod runs on without its volumes, and an event says so.
  const volumes = (await options.volumes.build(ip, { mounted: true })) ?? [];
  runtime.resumePod(sandboxConfig(pod, 0, { nodeName, dns, volumes }), ip, containers);
}

function resumable(node: NodeContext, pod: PodObject, podIp: string): readonly ResumedContainer[] {
  const { nodeIp, allocatable, sources, memoryBytes } = node;
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.ephemeralContainerStatuses ?? []),
  ];
  const context = { view: { pod, nodeIp, podIp, allocatable }, sources, memoryBytes };
  try {
    return [...specContainers(pod), ...ephemeralContainers(pod)].flatMap(
      (container): ResumedContainer[] => {
        const status = statuses.find(({ name }) => name === container.spec.name);
        const state = status && lastKnown(node, status);
        if (!status || !state) return [];
        return [{ ...state, config: containerConfig(container, status.restartCount, context) }];
      },
    );
  } catch (error) {
    // What it was started with is gone: it is started anew, and will say what is missing.
    if (error instanceof ConfigError) return [];
    throw error;
  }
}

function lastKnown(
  node: NodeContext,
  status: ContainerStatus,
): Omit<ResumedContainer, "config"> | undefined {
  const prefix = `${node.runtimeName}://`;
  if (!status.containerID?.startsWith(prefix)) return undefined;
  const id = status.containerID.slice(prefix.length);
  const { running } = status.state ?? {};
  if (running) return { id, startedAtMs: parseTime(running.startedAt) ?? 0 };
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  if (!ended) return undefined;
  return {
    id,
    startedAtMs: parseTime(ended.startedAt) ?? 0,
    ended: {
      finishedAtMs: parseTime(ended.finishedAt) ?? 0,
      exitCode: ended.exitCode,
      reason: ended.reason ?? "Error",
    },
  };
}
