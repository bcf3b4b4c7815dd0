/**
 * kube-scheduler's own plugin tables, held against the kernel behind its columns: node by node for filters (all others are
 * closed by hand), and each node's score for score plugins.
 */
import { describe, expect, test } from "vitest";
import type { Node, Pod } from "../../../../src/api/generated/types.ts";
import type { Stored } from "../../../../src/api/object.ts";
import type { SchedulerEngine } from "../../../../src/kernels/pool.ts";
import { EXPLAIN } from "../../../../src/kernels/scheduler/layout.ts";
import type { SchedulerMemory } from "../../../../src/kernels/scheduler/memory.ts";
import { ClusterCache } from "../../../../src/scheduler/cluster-cache.ts";
import { Placer, type Outcome } from "../../../../src/scheduler/placer.ts";
import { NodeInfo } from "../../../../src/scheduler/plugins/node-info.ts";
import { ClusterSnapshot } from "../../../../src/scheduler/plugins/snapshot.ts";
import {
  defaultProfile,
  type SchedulerProfile,
} from "../../../../src/scheduler/profile/profile.ts";
import { allVectors } from "../../../vectors/scheduler/all.ts";
import { clusterObjectsOf } from "../../../vectors/scheduler/vector-objects.ts";
import type { NodeVerdict, PluginVector } from "../../../vectors/scheduler/vector.ts";
import { openSmallScheduler } from "../../kernels/small-scheduler.ts";

const rowOf: Readonly<Record<string, number>> = {
  NodeResourcesFit: EXPLAIN.fit,
  NodeResourcesBalancedAllocation: EXPLAIN.balanced,
  ImageLocality: EXPLAIN.image,
  TaintToleration: EXPLAIN.taint,
  NodeAffinity: EXPLAIN.affinity,
  PodTopologySpread: EXPLAIN.spread,
  InterPodAffinity: EXPLAIN.podAffinity,
};

// A Pod that names its node never comes to the queue: the kernel has no NodeName.
const plugins = new Set(
  allVectors.map(({ plugin }) => plugin).filter((name) => name !== "NodeName"),
);

describe.each(["reference", "release"] as const)("%s", (kind) => {
  describe.each([...plugins])("%s", (plugin) => {
    const vectors = allVectors.filter((vector) => vector.plugin === plugin);
    test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", async (_, vector) => {
      for (const [name, verdict] of Object.entries(vector.filter ?? {})) {
        const { outcome } = await place(kind, vector, name);
        checkVerdict(outcome, { name, verdict, vector });
      }
      if (vector.scores === undefined) return;
      const { scores } = await place(kind, vector);
      expect(scores).toEqual(vector.scores);
    });
  });
});

function checkVerdict(
  { result, feasible, nodeCount }: Outcome,
  of: { readonly name: string; readonly verdict: NodeVerdict; readonly vector: PluginVector },
): void {
  const { name, verdict } = of;
  if (verdict === "fits") {
    expect("nodeName" in result ? result.nodeName : result.message).toBe(name);
    expect(feasible).toBe(1);
    return;
  }
  const reasons = "no" in verdict ? verdict.no : verdict.never;
  if ("nodeName" in result) throw new Error(`placed on ${result.nodeName}, not ${reasons.join()}`);
  const head = `0/${nodeCount} nodes are available: `;
  // What keeps every node out is told without a count.
  if (result.message !== `${head}${reasons.join(", ")}.`) {
    const counted = result.message.slice(head.length, -1).split(", ");
    const texts = counted.map((text) => text.replace(/^\d+ /, ""));
    expect(texts).toEqual(expect.arrayContaining([...reasons]));
    expect(texts.filter((text) => !reasons.includes(text) && text !== closedReason)).toEqual([]);
  }
  expect(result.unresolvable).toBe(nodeCount - ("no" in verdict ? 1 : 0));
}

const closedReason = "node(s) were unschedulable";

/** The vector's Pod, placed. With `only`, no other node is open. */
async function place(
  kind: "reference" | "release",
  vector: PluginVector,
  only?: string,
): Promise<{ readonly outcome: Outcome; readonly scores: Readonly<Record<string, number>> }> {
  const cache = new ClusterCache();
  const refused = new Set(vector.refusedNodes);
  const nodes = [...vector.nodes, ...refused].map((node) =>
    refused.has(node) || (only !== undefined && node.metadata.name !== only) ? closed(node) : node,
  );
  for (const node of nodes) cache.setNode(node as Stored<Node>);
  for (const pod of vector.pods ?? []) cache.setPod(pod as Stored<Pod>);
  const objects = clusterObjectsOf(vector.objects);
  const snapshot = (): ClusterSnapshot =>
    new ClusterSnapshot(
      nodes.map(
        (node) =>
          new NodeInfo(
            node,
            (vector.pods ?? []).filter(({ spec }) => spec?.nodeName === node.metadata.name),
          ),
      ),
      objects,
    );
  const rows: Record<string, number> = {};
  const engine = await engineOf(kind, (memory) => {
    for (const { metadata } of vector.nodes) {
      const name = metadata.name ?? "";
      const column = placer.columnOf(name) ?? -1;
      rows[name] = memory.row("explain", rowOf[vector.plugin] ?? 0)[column] ?? NaN;
    }
  });
  const placer = new Placer(engine, { cache, objects, snapshot }, 1);
  const pod = vector.pod as Stored<Pod>;
  const [outcome] = await placer.place([
    { pod, profile: profileOf(vector), key: pod.metadata.name, sinceMs: 0, attempts: 0 },
  ]);
  if (outcome === undefined) throw new Error("no outcome");
  return { outcome, scores: rows };
}

function closed(node: Node): Node {
  return { ...node, spec: { ...node.spec, unschedulable: true } };
}

/** One plugin, after the one that keeps closed nodes out. */
function profileOf({ plugin, args, filter }: PluginVector): SchedulerProfile {
  const profile = defaultProfile();
  const own = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
    list.filter(({ name }) => name === plugin || name === "NodeUnschedulable");
  // Tables of scores score whatever they list: the plugin's own filter has no say there.
  const filters = own(profile.plugins.filter).filter(
    ({ name }) => filter !== undefined || name !== plugin,
  );
  return {
    ...profile,
    plugins: {
      ...profile.plugins,
      preFilter: own(profile.plugins.preFilter),
      filter: filters,
      preScore: own(profile.plugins.preScore),
      score: own(profile.plugins.score),
    },
    args: { ...profile.args, ...args },
  };
}

/** `before`: hears of the scores of the Pod that is about to be placed. */
async function engineOf(
  kind: "reference" | "release",
  before: (memory: SchedulerMemory) => void,
): Promise<SchedulerEngine> {
  const { memory, kernel } = await openSmallScheduler(kind);
  return {
    memory,
    async place(count) {
      if (count > 0) {
        kernel.explain(0);
        before(memory);
      }
      kernel.place(0, count);
    },
    explain: (index) => kernel.explain(index),
  };
}
