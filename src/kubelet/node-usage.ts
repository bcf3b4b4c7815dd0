/** What a node and its Pods use, as the metrics API shows it. */
import type { NodeUsage, PodUsage, Usage } from "../server/node-connector.ts";
import type { Kubelet } from "./kubelet.ts";

/** The kubelet's and the system's own share that a simulated node shows. */
const simulatedBase = { cpuShare: 0.01, memoryShare: 0.03 };

/** Pods in namespace and name order. */
export async function nodeUsage(kubelet: Kubelet, signal: AbortSignal): Promise<NodeUsage> {
  const { runtime, nodeName } = kubelet.node;
  const containers = new Map<string, (Usage & { name: string })[]>();
  let cpuNanoCores = 0;
  let memoryBytes = 0;
  for (const stats of await runtime.stats(signal)) {
    const list = containers.get(stats.podUid) ?? [];
    const { container: name, cpuNanoCores: cpu, memoryBytes: memory } = stats;
    list.push({ name, cpuNanoCores: cpu, memoryBytes: memory });
    containers.set(stats.podUid, list);
    cpuNanoCores += cpu;
    memoryBytes += memory;
  }
  if (!runtime.keepsVolumes) {
    const cores = Number(kubelet.node.allocatable["cpu"] ?? 0);
    cpuNanoCores += Math.round(cores * 1e9 * simulatedBase.cpuShare);
    memoryBytes += Math.round(kubelet.node.memoryBytes * simulatedBase.memoryShare);
  }
  const pods = kubelet.pods.flatMap(({ pod }): PodUsage[] => {
    const list = containers.get(pod.metadata.uid);
    const { namespace = "", name } = pod.metadata;
    if (!list) return [];
    return [{ namespace, name, containers: list.sort((a, b) => (a.name < b.name ? -1 : 1)) }];
  });
  const key = (pod: PodUsage): string => `${pod.namespace}/${pod.name}`;
  pods.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return { nodeName, cpuNanoCores, memoryBytes, pods };
}
