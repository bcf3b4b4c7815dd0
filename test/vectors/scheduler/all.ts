/** Every plugin vector. */
import { interPodAffinityVectors } from "./inter-pod-affinity.ts";
import { nodeResourcesVectors } from "./node-resources.ts";
import { nodeRuleVectors } from "./node-rules.ts";
import { podTopologySpreadVectors } from "./pod-topology-spread.ts";
import { podTopologySpreadScoreVectors } from "./pod-topology-spread-scores.ts";
import { resourceScoreVectors } from "./resource-scores.ts";
import type { PluginVector } from "./vector.ts";
import { volumeVectors } from "./volumes.ts";

export const allVectors: readonly PluginVector[] = [
  ...nodeResourcesVectors,
  ...resourceScoreVectors,
  ...nodeRuleVectors,
  ...podTopologySpreadVectors,
  ...podTopologySpreadScoreVectors,
  ...interPodAffinityVectors,
  ...volumeVectors,
];
