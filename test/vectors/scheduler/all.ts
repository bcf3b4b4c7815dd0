/** Every plugin vector. */
import { nodeResourcesVectors } from "./node-resources.ts";
import { podTopologySpreadVectors } from "./pod-topology-spread.ts";
import type { PluginVector } from "./vector.ts";

export const allVectors: readonly PluginVector[] = [
  ...nodeResourcesVectors,
  ...podTopologySpreadVectors,
];
