/**
 * What a scheduler profile says, as a plain frozen value: which plugins have a say at which extension point, with which
 * weights and arguments. Made from a configuration file by load-configuration.ts; kernel, plugins and queue only read it.
 */
import type { NodeAffinity, TopologySpreadConstraint } from "../../api/generated/types.ts";
import { enabledByDefault, expandMultiPoint } from "./plugin-sets.ts";
import type { ExtensionPoint, PluginsByPoint } from "./plugin-sets.ts";

export interface ResourceWeight {
  readonly name: string;
  readonly weight: number;
}

/** A point of a piecewise linear function: utilization 0 to 100, score 0 to 10. */
export interface ShapePoint {
  readonly utilization: number;
  readonly score: number;
}

export interface NodeResourcesFitArgs {
  /** Extended resources that the filter leaves to someone else. */
  readonly ignoredResources: readonly string[];
  /** The same, for all resources of a group: the part of the name before the slash. */
  readonly ignoredResourceGroups: readonly string[];
  readonly scoringStrategy: {
    readonly type: "LeastAllocated" | "MostAllocated" | "RequestedToCapacityRatio";
    readonly resources: readonly ResourceWeight[];
    /** Present exactly with the type of that name. */
    readonly requestedToCapacityRatio?: { readonly shape: readonly ShapePoint[] };
  };
}

export interface NodeResourcesBalancedAllocationArgs {
  /** All of weight 1. */
  readonly resources: readonly ResourceWeight[];
}

export interface NodeAffinityArgs {
  /** Holds for every Pod of the profile beside the Pod's own. */
  readonly addedAffinity?: NodeAffinity;
}

export interface PodTopologySpreadArgs {
  /** For Pods without constraints of their own; empty with `System`. They have no labelSelector: it is deduced. */
  readonly defaultConstraints: readonly TopologySpreadConstraint[];
  readonly defaultingType: "System" | "List";
}

export interface InterPodAffinityArgs {
  /** What a required affinity term of a placed Pod is worth in scores, 0 to 100. */
  readonly hardPodAffinityWeight: number;
  readonly ignorePreferredTermsOfExistingPods: boolean;
}

export interface DefaultPreemptionArgs {
  readonly minCandidateNodesPercentage: number;
  readonly minCandidateNodesAbsolute: number;
}

export interface VolumeBindingArgs {
  /** How long a Pod waits for its volumes to be bound before it is tried again. */
  readonly bindTimeoutSeconds: number;
}

/** By plugin name; plugins without arguments are not listed. */
export interface PluginArguments {
  readonly NodeResourcesFit: NodeResourcesFitArgs;
  readonly NodeResourcesBalancedAllocation: NodeResourcesBalancedAllocationArgs;
  readonly NodeAffinity: NodeAffinityArgs;
  readonly PodTopologySpread: PodTopologySpreadArgs;
  readonly InterPodAffinity: InterPodAffinityArgs;
  readonly DefaultPreemption: DefaultPreemptionArgs;
  readonly VolumeBinding: VolumeBindingArgs;
}

export interface SchedulerProfile {
  /** The `spec.schedulerName` of the Pods that it is for. */
  readonly schedulerName: string;
  /** Plugins in the order in which they are asked. */
  readonly plugins: PluginsByPoint;
  readonly args: PluginArguments;
}

/** What all profiles of one scheduler share. */
export interface SchedulerConfiguration {
  /** At least one; the names differ. */
  readonly profiles: readonly SchedulerProfile[];
  readonly podInitialBackoffSeconds: number;
  readonly podMaxBackoffSeconds: number;
}

export const defaultSchedulerName = "default-scheduler";

const cpuAndMemory: readonly ResourceWeight[] = [
  { name: "cpu", weight: 1 },
  { name: "memory", weight: 1 },
];

/** Defaults of pkg/scheduler/apis/config/v1. */
export const defaultPluginArguments: PluginArguments = {
  NodeResourcesFit: {
    ignoredResources: [],
    ignoredResourceGroups: [],
    scoringStrategy: { type: "LeastAllocated", resources: cpuAndMemory },
  },
  NodeResourcesBalancedAllocation: { resources: cpuAndMemory },
  NodeAffinity: {},
  PodTopologySpread: { defaultConstraints: [], defaultingType: "System" },
  InterPodAffinity: { hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false },
  DefaultPreemption: { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 },
  VolumeBinding: { bindTimeoutSeconds: 600 },
};

/** kube-scheduler's default profile, under any name. */
export function defaultProfile(schedulerName = defaultSchedulerName): SchedulerProfile {
  const plugins = expandMultiPoint({ multiPoint: { enabled: enabledByDefault, disabled: [] } });
  return { schedulerName, plugins, args: defaultPluginArguments };
}

export function defaultConfiguration(): SchedulerConfiguration {
  return { profiles: [defaultProfile()], podInitialBackoffSeconds: 1, podMaxBackoffSeconds: 10 };
}

export function isEnabled(profile: SchedulerProfile, point: ExtensionPoint, name: string): boolean {
  return profile.plugins[point].some((plugin) => plugin.name === name);
}

/** What a score plugin's scores are multiplied by; 0 when it is not asked. */
export function scoreWeight(profile: SchedulerProfile, name: string): number {
  return profile.plugins.score.find((plugin) => plugin.name === name)?.weight ?? 0;
}
