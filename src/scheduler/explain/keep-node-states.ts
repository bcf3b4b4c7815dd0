/** Node states read from the scheduler's cache. Pods that are assumed or nominated count, as they do in decisions. */
import type { ClusterCache } from "../cluster-cache.ts";
import { NodeStateKeeper } from "./node-states.ts";

export function keepNodeStates(cache: ClusterCache): NodeStateKeeper {
  return new NodeStateKeeper({
    get generation() {
      return cache.generation;
    },
    changedSince: (generation) => (generation < 0 ? undefined : cache.changedSince(generation)),
    nodeNames: () => cache.nodes().map(({ name }) => name),
    state(name) {
      const entry = cache.entry(name);
      if (entry?.node === undefined) return undefined;
      return { node: entry.node, pods: Array.from(entry.pods.values(), ({ pod }) => pod) };
    },
  });
}
