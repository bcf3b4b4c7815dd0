/** A Node as the dashboard shows it: its status in kubectl's words, its roles, and how much of it is asked for. */
import type { Node, Pod } from "../../src/api/generated/types.ts";
import { isTerminal, podRequests } from "./pods.ts";
import { quantityValue } from "./quantity.ts";
import type { StatusView } from "./tone.ts";

export function nodeStatus(node: Node): StatusView {
  const ready = node.status?.conditions?.find((condition) => condition.type === "Ready");
  const text = ready?.status === "True" ? "Ready" : ready ? "NotReady" : "Unknown";
  if (node.spec?.unschedulable) return { text: `${text},SchedulingDisabled`, tone: "idle" };
  return { text, tone: text === "Ready" ? "good" : "bad" };
}

const rolePrefix = "node-role.kubernetes.io/";

export function nodeRoles(node: Node): readonly string[] {
  return Object.keys(node.metadata.labels ?? {})
    .filter((label) => label.startsWith(rolePrefix) && label.length > rolePrefix.length)
    .map((label) => label.slice(rolePrefix.length))
    .sort();
}

/** CPU in cores, memory in bytes: the requests of the Pods on a node, against what is allocatable. */
export interface NodeAllocation {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
  readonly cpuAllocatable: number;
  readonly memoryAllocatable: number;
  readonly podsAllocatable: number;
}

/** One pass over all Pods, for all nodes together. Nodes without Pods are in it too. */
export function nodeAllocations(
  nodes: readonly Node[],
  pods: readonly Pod[],
): ReadonlyMap<string, NodeAllocation> {
  const used = new Map<string, { cpu: number; memory: number; pods: number }>();
  for (const pod of pods) {
    const nodeName = pod.spec?.nodeName;
    if (nodeName === undefined || isTerminal(pod)) continue;
    const sum = used.get(nodeName) ?? { cpu: 0, memory: 0, pods: 0 };
    const { cpu, memory } = podRequests(pod);
    used.set(nodeName, { cpu: sum.cpu + cpu, memory: sum.memory + memory, pods: sum.pods + 1 });
  }
  return new Map(
    nodes.map((node) => {
      const name = node.metadata.name ?? "";
      const { allocatable } = node.status ?? {};
      return [
        name,
        {
          ...(used.get(name) ?? { cpu: 0, memory: 0, pods: 0 }),
          cpuAllocatable: quantityValue(allocatable?.["cpu"]),
          memoryAllocatable: quantityValue(allocatable?.["memory"]),
          podsAllocatable: quantityValue(allocatable?.["pods"]),
        },
      ];
    }),
  );
}
