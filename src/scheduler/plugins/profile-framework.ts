/** The plugins of a scheduler profile, put together: which take part, in which order, with which weights and arguments. */
import type { SchedulerProfile } from "../profile/profile.ts";
import { isEnabled, scoreWeight } from "../profile/profile.ts";
import {
  nodeName,
  nodePorts,
  nodeUnschedulable,
  schedulingGates,
  taintToleration,
} from "./basic-plugins.ts";
import { Framework } from "./framework.ts";
import type { Plugin, WeightedPlugin } from "./framework.ts";
import { imageLocality } from "./image-locality.ts";
import { interPodAffinity } from "./inter-pod-affinity.ts";
import { nodeDeclaredFeatures } from "./node-declared-features.ts";
import { nodeAffinity } from "./node-affinity.ts";
import { nodeResourcesBalancedAllocation, nodeResourcesFit } from "./node-resources.ts";
import { nodeVolumeLimits } from "./node-volume-limits.ts";
import { podTopologySpread } from "./pod-topology-spread.ts";
import { volumeBinding } from "./volume-binding.ts";
import { volumeRestrictions } from "./volume-restrictions.ts";
import { volumeZone } from "./volume-zone.ts";

/** Every plugin that the profile has at filter or score, those that filter first and in their order. */
export function profileFramework(profile: SchedulerProfile): Framework {
  const { args, plugins } = profile;
  const known = new Map<string, Plugin>(
    [
      schedulingGates,
      nodeUnschedulable,
      nodeName,
      taintToleration,
      nodeAffinity(args.NodeAffinity.addedAffinity) as Plugin,
      nodePorts,
      nodeResourcesFit(args.NodeResourcesFit) as Plugin,
      volumeRestrictions as Plugin,
      nodeVolumeLimits as Plugin,
      volumeBinding as Plugin,
      volumeZone as Plugin,
      podTopologySpread(args.PodTopologySpread) as Plugin,
      interPodAffinity(args.InterPodAffinity) as Plugin,
      nodeResourcesBalancedAllocation(args.NodeResourcesBalancedAllocation) as Plugin,
      imageLocality,
      nodeDeclaredFeatures as Plugin,
    ].map((plugin) => [plugin.name, plugin]),
  );
  const order = [...plugins.preEnqueue, ...plugins.preFilter, ...plugins.filter, ...plugins.score];
  const filterOrder = new Map(plugins.filter.map(({ name }, index) => [name, index]));
  const names = [...new Set(order.map(({ name }) => name))].sort(
    (a, b) => (filterOrder.get(a) ?? Infinity) - (filterOrder.get(b) ?? Infinity) || 0,
  );
  return new Framework(
    names.flatMap((name): readonly WeightedPlugin[] => {
      const plugin = known.get(name);
      if (plugin === undefined) return [];
      const filters = isEnabled(profile, "filter", name);
      return [{ plugin, filters, weight: scoreWeight(profile, name) }];
    }),
  );
}
