/** NodeResourcesFit and NodeResourcesBalancedAllocation (plugins/noderesources). */
import type { Pod } from "../../api/generated/types.ts";
import type {
  NodeResourcesBalancedAllocationArgs,
  NodeResourcesFitArgs,
  ResourceWeight,
} from "../profile/profile.ts";
import type { Plugin, Refusal } from "./framework.ts";
import { podInfoOf } from "./node-info.ts";
import type { NodeInfo } from "./node-info.ts";
import {
  balancedAllocation,
  leastAllocated,
  mostAllocated,
  requestedToCapacityRatio,
} from "./resource-scores.ts";
import type { ResourceUse } from "./resource-scores.ts";
import { podRequests, standIns } from "../../api/pod-requests.ts";
import type { Amounts } from "../../api/pod-requests.ts";

export function nodeResourcesFit(args: NodeResourcesFitArgs): Plugin<undefined, Amounts> {
  const { scoringStrategy: strategy } = args;
  return {
    name: "NodeResourcesFit",
    filter: (_, pod, nodeInfo) => fitRefusal(pod, nodeInfo, args),
    preScore: (pod) => ({ state: podRequests(pod, { missing: standIns }) }),
    score(requests, _, nodeInfo) {
      const uses = usesOf(nodeInfo, requests, { resources: strategy.resources, standIns: true });
      switch (strategy.type) {
        case "LeastAllocated":
          return leastAllocated(uses);
        case "MostAllocated":
          return mostAllocated(uses);
        case "RequestedToCapacityRatio":
        default:
          return requestedToCapacityRatio(uses, strategy.requestedToCapacityRatio?.shape ?? []);
      }
    },
  };
}

/** Every resource that is short, each with its reason. */
function fitRefusal(pod: Pod, nodeInfo: NodeInfo, args: NodeResourcesFitArgs): Refusal | undefined {
  const reasons: string[] = [];
  let resolvable = true;
  const { allocatable, requested } = nodeInfo;
  if (nodeInfo.podCount + 1 > (allocatable.get("pods") ?? 0)) reasons.push("Too many pods");
  for (const [name, amount] of podInfoOf(pod).requests) {
    if (amount === 0 || name === "pods" || isIgnored(name, args)) continue;
    const capacity = allocatable.get(name) ?? 0;
    if (amount <= capacity - (requested.get(name) ?? 0)) continue;
    reasons.push(`Insufficient ${name}`);
    // Not even the empty node has as much.
    if (amount > capacity) resolvable = false;
  }
  return reasons.length === 0 ? undefined : { reasons, resolvable };
}

/** Whether the profile leaves the resource to someone else. */
export function isIgnored(name: string, args: NodeResourcesFitArgs): boolean {
  if (!isExtended(name)) return false;
  const [group = ""] = name.split("/");
  return args.ignoredResources.includes(name) || args.ignoredResourceGroups.includes(group);
}

/** A resource of someone's own (v1helper.IsExtendedResourceName): not native, and no quota's name. */
export function isExtended(name: string): boolean {
  return name.includes("/") && !name.includes("kubernetes.io/") && !name.startsWith("requests.");
}

export function nodeResourcesBalancedAllocation({
  resources,
}: NodeResourcesBalancedAllocationArgs): Plugin<undefined, Amounts> {
  return {
    name: "NodeResourcesBalancedAllocation",
    preScore(pod) {
      const requests = podRequests(pod);
      // A Pod that asks for none of the resources leaves every node as even as it is.
      if (resources.every(({ name }) => (requests.get(name) ?? 0) === 0)) return { skip: true };
      return { state: requests };
    },
    score: (requests, _, nodeInfo) =>
      balancedAllocation(usesOf(nodeInfo, requests, { resources, standIns: false })),
  };
}

/** The resources that count: those the node has, and of extended ones only those the Pod asks for. */
function usesOf(
  nodeInfo: NodeInfo,
  requests: Amounts,
  options: { readonly resources: readonly ResourceWeight[]; readonly standIns: boolean },
): readonly ResourceUse[] {
  const [cpu, memory] = nodeInfo.nonZeroRequested;
  const stoodIn: Readonly<Record<string, number>> = options.standIns ? { cpu, memory } : {};
  return options.resources.flatMap(({ name, weight }) => {
    const capacity = nodeInfo.allocatable.get(name) ?? 0;
    const own = requests.get(name) ?? 0;
    if (capacity === 0 || (own === 0 && isScalar(name))) return [];
    const allocated = stoodIn[name] ?? nodeInfo.requested.get(name) ?? 0;
    return [{ weight, capacity, allocated, requested: allocated + own }];
  });
}

function isScalar(name: string): boolean {
  return name !== "cpu" && name !== "memory" && name !== "ephemeral-storage";
}
