/** kube-scheduler's own plugin tables, held against the plain plugins. */
import { describe, expect, test } from "vitest";
import { NodeInfo } from "../../../../src/scheduler/plugins/node-info.ts";
import { Framework } from "../../../../src/scheduler/plugins/framework.ts";
import { profileFramework } from "../../../../src/scheduler/plugins/profile-framework.ts";
import { ClusterSnapshot, noObjects } from "../../../../src/scheduler/plugins/snapshot.ts";
import type { ClusterObjects } from "../../../../src/scheduler/plugins/snapshot.ts";
import {
  defaultPluginArguments,
  defaultProfile,
} from "../../../../src/scheduler/profile/profile.ts";
import { allVectors } from "../../../vectors/scheduler/all.ts";
import type {
  NodeVerdict,
  PluginVector,
  VectorObjects,
} from "../../../vectors/scheduler/vector.ts";

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
    objectsOf(vector.objects ?? {}),
  );
}

function objectsOf(objects: VectorObjects): ClusterObjects {
  const byName = <T extends { readonly metadata: { readonly name?: string } }>(
    all: readonly T[] | undefined,
    name: string,
  ): T | undefined => all?.find(({ metadata }) => metadata.name === name);
  return {
    ...noObjects,
    namespaceLabels: (name) => objects.namespaces?.[name],
    claim: (_, name) => byName(objects.claims, name),
    volume: (name) => byName(objects.volumes, name),
    volumes: () => objects.volumes ?? [],
    storageClass: (name) => byName(objects.classes, name),
    csiNode: (name) => byName(objects.csiNodes, name),
    services: () => objects.services ?? [],
  };
}
