/** kube-scheduler's own plugin tables, held against the plain plugins. */
import { describe, expect, test } from "vitest";
import { NodeInfo } from "../../../../src/scheduler/plugins/node-info.ts";
import { Framework } from "../../../../src/scheduler/plugins/framework.ts";
import { profileFramework } from "../../../../src/scheduler/plugins/profile-framework.ts";
import { ClusterSnapshot } from "../../../../src/scheduler/plugins/snapshot.ts";
import {
  defaultPluginArguments,
  defaultProfile,
} from "../../../../src/scheduler/profile/profile.ts";
import { allVectors } from "../../../vectors/scheduler/all.ts";
import { clusterObjectsOf } from "../../../vectors/scheduler/vector-objects.ts";
import type { NodeVerdict, PluginVector } from "../../../vectors/scheduler/vector.ts";

const plugins = [...new Set(allVectors.map(({ plugin }) => plugin))];

describe.each(plugins)("%s", (plugin) => {
  const vectors = allVectors.filter((vector) => vector.plugin === plugin);
  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
    const framework = onlyPlugin(vector);
    const snapshot = snapshotOf(vector);
    const cycle = framework.begin(vector.pod, snapshot);
    if (vector.filter !== undefined) {
      const verdicts = vector.nodes.map(({ metadata: { name = "" } }): [string, NodeVerdict] => {
        const refusal = framework.filter(cycle, snapshot.node(name) as NodeInfo);
        if (refusal === undefined) return [name, "fits"];
        const { reasons, resolvable } = refusal;
        return [name, resolvable ? { no: reasons } : { never: reasons }];
      });
      expect(Object.fromEntries(verdicts)).toEqual(vector.filter);
    }
    if (vector.scores !== undefined) {
      const candidates = vector.nodes.map(
        ({ metadata: { name = "" } }) => snapshot.node(name) as NodeInfo,
      );
      const scored = framework.score(cycle, candidates);
      const scores = scored.map(({ nodeInfo, plugins: [score] }) => [
        nodeInfo.name,
        score?.normalized,
      ]);
      expect(Object.fromEntries(scores)).toEqual(vector.scores);
    }
  });
});

function onlyPlugin({ plugin, args }: PluginVector): Framework {
  const all = profileFramework({
    ...defaultProfile(),
    args: { ...defaultPluginArguments, ...args },
  });
  const own = all.plugins.filter(({ plugin: { name } }) => name === plugin);
  expect(own).toHaveLength(1);
  return new Framework(own);
}

function snapshotOf(vector: PluginVector): ClusterSnapshot {
  const nodes = [...vector.nodes, ...(vector.refusedNodes ?? [])];
  return new ClusterSnapshot(
    nodes.map(
      (node) =>
        new NodeInfo(
          node,
          (vector.pods ?? []).filter(({ spec }) => spec?.nodeName === node.metadata.name),
        ),
    ),
    clusterObjectsOf(vector.objects),
  );
}
