/** What a node and its Pods use, as the metrics API shows it. */
import type { NodeUsage, PodUsage, Usage } from "../server/node-connector.ts";
import type { ContainerStats } from "./container-runtime.ts";
import type { Kubelet } from "./kubelet.ts";

/** The kubelet's and the system's own share that a simulated node shows. */
const simulatedBase = { cpuShare: 0.01, memoryShare: 0.03 };

/** Pods in namespace and name order. */
export async function nodeUsage(kubelet: Kubelet, signal: AbortSignal): Promise<NodeUsage> {
  const { runtime, nodeName, host } = kubelet.node;
  const containers = new Map<string, (Usage & { name: string })[]>();
  let cpuNanoCores = 0;
  let memoryBytes = 0;
  const all = await runtime.stats(signal);
  for (const stats of all) {
    const list = containers.get(stats.podUid) ?? [];
    const { container: name, cpuNanoCores: cpu, cpuNanos, memoryBytes: memory } = stats;
    list.push({ name, cpuNanoCores: cpu, cpuNanos, memoryBytes: memory });
    containers.set(stats.podUid, list);
    cpuNanoCores += cpu;
    memoryBytes += memory;
  }
  let baseNanoCores = 0;
  if (!runtime.keepsVolumes) {
    const cores = Number(kubelet.node.allocatable["cpu"] ?? 0);
    baseNanoCores = Math.round(cores * 1e9 * simulatedBase.cpuShare);
    cpuNanoCores += baseNanoCores;
    memoryBytes += Math.round(kubelet.node.memoryBytes * simulatedBase.memoryShare);
  }
  const cpuNanos = nodeTimeOf(kubelet).look(all, {
    nowMs: host.clock.monotonicMs(),
    baseNanoCores,
  });
  const pods = kubelet.pods.flatMap(({ pod }): PodUsage[] => {
    const list = containers.get(pod.metadata.uid);
    const { namespace = "", name } = pod.metadata;
    if (!list) return [];
    return [{ namespace, name, containers: list.sort((a, b) => (a.name < b.name ? -1 : 1)) }];
  });
  const key = (pod: PodUsage): string => `${pod.namespace}/${pod.name}`;
  pods.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return { nodeName, cpuNanoCores, cpuNanos, memoryBytes, pods };
}

const nodeTimes = new WeakMap<Kubelet, NodeTime>();

function nodeTimeOf(kubelet: Kubelet): NodeTime {
  const known = nodeTimes.get(kubelet) ?? new NodeTime();
  nodeTimes.set(kubelet, known);
  return known;
}

/** The processor time of a node: what its containers have used stays used when they are gone. */
class NodeTime {
  #nanos = 0;
  #last = new Map<string, number>();
  #sinceMs: number | undefined;

  look(
    all: readonly ContainerStats[],
    { nowMs, baseNanoCores }: { readonly nowMs: number; readonly baseNanoCores: number },
  ): number {
    const now = new Map<string, number>();
    for (const { podUid, container, cpuNanos } of all) {
      const key = `${podUid}/${container}`;
      now.set(key, cpuNanos);
      const before = this.#last.get(key) ?? 0;
      // One that was restarted begins anew.
      this.#nanos += cpuNanos >= before ? cpuNanos - before : cpuNanos;
    }
    this.#nanos += (baseNanoCores * (nowMs - (this.#sinceMs ?? nowMs))) / 1000;
    this.#last = now;
    this.#sinceMs = nowMs;
    return Math.round(this.#nanos);
  }
}
