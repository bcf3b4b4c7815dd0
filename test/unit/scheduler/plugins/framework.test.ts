/** The frame around plugins: what dry runs see is what a fresh look would see; profiles leave plugins out; absurd numbers. */
import { describe, expect, test } from "vitest";
import { brokenLineVectors } from "../../../vectors/scheduler/resource-scores.ts";
import type { Pod } from "../../../../src/api/generated/types.ts";
import { compareQueued } from "../../../../src/scheduler/plugins/basic-plugins.ts";
import {
  Framework,
  type SchedulingCycle,
  stretchScores,
} from "../../../../src/scheduler/plugins/framework.ts";
import { NodeInfo } from "../../../../src/scheduler/plugins/node-info.ts";
import { profileFramework } from "../../../../src/scheduler/plugins/profile-framework.ts";
import {
  brokenLine,
  requestedToCapacityRatio,
  scale,
} from "../../../../src/scheduler/plugins/resource-scores.ts";
import { ClusterSnapshot } from "../../../../src/scheduler/plugins/snapshot.ts";
import {
  defaultPluginArguments,
  defaultProfile,
} from "../../../../src/scheduler/profile/profile.ts";
import { allVectors } from "../../../vectors/scheduler/all.ts";
import { clusterObjectsOf } from "../../../vectors/scheduler/vector-objects.ts";
import { asking, node, pod, type PluginVector } from "../../../vectors/scheduler/vector.ts";

const withPods = allVectors.filter(
  ({ pods = [], filter }) => pods.length > 0 && filter !== undefined,
);

function frameworkOf({ plugin, args }: PluginVector): Framework {
  const all = profileFramework({
    ...defaultProfile(),
    args: { ...defaultPluginArguments, ...args },
  });
  return new Framework(all.plugins.filter(({ plugin: { name } }) => name === plugin));
}

function snapshotOf(vector: PluginVector, pods: readonly Pod[]): ClusterSnapshot {
  const nodes = [...vector.nodes, ...(vector.refusedNodes ?? [])].map((each) => {
    const own = pods.filter(({ spec }) => spec?.nodeName === each.metadata.name);
    return new NodeInfo(each, own);
  });
  return new ClusterSnapshot(nodes, clusterObjectsOf(vector.objects));
}

/** What each node's filter says, on a node changed by `change`. */
function verdicts(
  framework: Framework,
  cycle: SchedulingCycle,
  nodes: readonly NodeInfo[],
): unknown {
  return nodes.map((nodeInfo) => [nodeInfo.name, framework.filter(cycle, nodeInfo)]);
}

describe.each(withPods.map((vector) => [`${vector.plugin}: ${vector.name}`, vector] as const))(
  "%s",
  (_, vector) => {
    const { pods = [] } = vector;
    const framework = frameworkOf(vector);
    const full = snapshotOf(vector, pods);
    const whole = framework.begin(vector.pod, full);

    test.each(pods.map((each, index) => [index, each] as const))(
      "Pod %i taken away and put back: as if it had not been, and as if it had never gone",
      (index, gone) => {
        const less = snapshotOf(
          vector,
          pods.filter((each) => each !== gone),
        );
        const without = framework.begin(vector.pod, less);
        // A plugin that had nothing to say at first is not asked later, as in kube-scheduler.
        const isAsked = ({ states }: SchedulingCycle): boolean => states.has(vector.plugin);
        if (!isAsked(whole) || !isAsked(without)) return;
        const fork = framework.fork(whole);
        const nodes = full.nodes.map((each) => each.clone());
        const on = nodes.find(({ name }) => name === gone.spec?.nodeName);
        if (on === undefined) return;
        framework.removePod(fork, gone, on);
        expect(verdicts(framework, fork, nodes), `without ${index}`).toEqual(
          verdicts(framework, without, less.nodes),
        );
        framework.addPod(fork, gone, on);
        expect(verdicts(framework, fork, nodes)).toEqual(verdicts(framework, whole, full.nodes));
        expect(on.requested).toEqual(full.node(on.name)?.requested);
      },
    );
  },
);

describe("a node", () => {
  test("counts what its Pods take, whatever the order in which they come and go", () => {
    const a = pod({ name: "a", spec: asking({ cpu: "100m", memory: "1Gi" }) });
    const b = pod({ name: "b", spec: asking({ cpu: "1" }, { "example.com/x": "3" }) });
    const info = new NodeInfo(node("n"), [a, b, a]);
    expect(info.podCount).toBe(2);
    expect(info.requested.get("cpu")).toBe(1100);
    // b's second container stands in for 100m, both of its containers for 200Mi.
    expect(info.nonZeroRequested).toEqual([1200, (1024 + 400) * 1024 * 1024]);
    const copy = info.clone();
    expect(copy.removePod(b)).toBe(true);
    expect(copy.removePod(b)).toBe(false);
    expect([copy.requested.get("cpu"), copy.requested.get("example.com/x")]).toEqual([100, 0]);
    expect([info.podCount, info.requested.get("cpu")]).toEqual([2, 1100]);
  });
});

describe("a profile", () => {
  test("asks its filters in their order, and the scores with a weight", () => {
    const { plugins } = profileFramework(defaultProfile());
    expect(plugins.filter(({ filters }) => filters).map(({ plugin }) => plugin.name)).toEqual([
      "NodeUnschedulable",
      "NodeName",
      "TaintToleration",
      "NodeAffinity",
      "NodePorts",
      "NodeResourcesFit",
      "VolumeRestrictions",
      "NodeVolumeLimits",
      "VolumeBinding",
      "VolumeZone",
      "PodTopologySpread",
      "InterPodAffinity",
      "NodeDeclaredFeatures",
    ]);
    expect(
      plugins.filter(({ weight }) => weight > 0).map(({ plugin, weight }) => [plugin.name, weight]),
    ).toEqual([
      ["TaintToleration", 3],
      ["NodeAffinity", 2],
      ["NodeResourcesFit", 1],
      ["PodTopologySpread", 2],
      ["InterPodAffinity", 2],
      ["NodeResourcesBalancedAllocation", 1],
      ["ImageLocality", 1],
    ]);
  });

  test("does not ask the filter of a plugin that it leaves out, but may well score by it", () => {
    const profile = defaultProfile();
    const framework = profileFramework({
      ...profile,
      plugins: {
        ...profile.plugins,
        filter: profile.plugins.filter.filter(({ name }) => name !== "NodeResourcesFit"),
      },
    });
    const huge = pod({ spec: asking({ cpu: "1000" }) });
    const snapshot = new ClusterSnapshot([new NodeInfo(node("n"))]);
    const cycle = framework.begin(huge, snapshot);
    expect(framework.filterAll(cycle).feasible.map(({ name }) => name)).toEqual(["n"]);
    const [scored] = framework.score(cycle, snapshot.nodes);
    expect(scored?.plugins.map(({ plugin }) => plugin)).toContain("NodeResourcesFit");
  });

  test("a Pod with a selector that cannot be read is refused, not crashed on", () => {
    const labelSelector = {
      matchExpressions: [{ key: "security", operator: "In" as const, values: ["{{.bad-value.}}"] }],
    };
    const podAffinityTerm = { topologyKey: "region", labelSelector };
    const framework = profileFramework(defaultProfile());
    const snapshot = new ClusterSnapshot([new NodeInfo(node("n"))]);
    const affine = pod({
      spec: {
        affinity: {
          podAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 8, podAffinityTerm }],
          },
        },
      },
    });
    const spread = pod({
      spec: {
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector },
        ],
      },
    });
    for (const each of [affine, spread]) {
      expect(framework.begin(each, snapshot).refusal).toMatchObject({ resolvable: false });
    }
  });
});

test("queued Pods go by priority, then by how long they have waited", () => {
  const queued = (priority: number, addedMs: number) => ({
    pod: pod({ spec: { priority } }),
    addedMs,
  });
  expect(compareQueued(queued(10, 2), queued(1, 1))).toBeLessThan(0);
  expect(compareQueued(queued(1, 2), queued(1, 1))).toBeGreaterThan(0);
  expect(compareQueued(queued(1, 1), queued(1, 1))).toBe(0);
});

describe("arithmetic", () => {
  test.each(brokenLineVectors)("broken line $points", ({ points, at }) => {
    const line = points.map(([utilization, score]) => ({ utilization, score }));
    expect(at.map(([utilization]) => [utilization, brokenLine(line, utilization)])).toEqual(at);
  });

  const half = { utilization: 0, score: 10 };
  const shape = [half, { utilization: 100, score: 0 }];
  test.each([
    ["nothing requested", [0, 4000], [0, 10000], 100],
    ["three quarters and a half", [3000, 4000], [5000, 10000], 38],
    ["two halves", [3000, 6000], [5000, 10000], 50],
    ["more than there is counts as full, and full as nothing", [5000, 4000], [5000, 10000], 50],
  ] as const)("requested to capacity: %s", (_, cpu, memory, score) => {
    const uses = [cpu, memory].map(([requested, capacity]) => ({
      weight: 1,
      requested,
      allocated: requested,
      capacity,
    }));
    expect(requestedToCapacityRatio(uses, shape)).toBe(score);
  });

  test.each([
    [2 ** 53 - 1, 100, 2 ** 53 - 1, 100],
    [2 ** 60, 100, 2 ** 61, 50],
    [7, 100, 3, 233],
    [-7, 100, 3, -233],
  ])("%d times %d by %d", (a, b, c, expected) => {
    expect(scale(a, b, c)).toBe(expected);
  });

  test.each([
    [[1, 2, 3, 4], false, [25, 50, 75, 100]],
    [[1, 2, 3, 4], true, [75, 50, 25, 0]],
    [[1000, 10, 20, 30], false, [100, 1, 2, 3]],
    [[1000, 10, 20, 30], true, [0, 99, 98, 97]],
    [[1, 1, 1, 1], false, [100, 100, 100, 100]],
    [[1, 1, 1, 1], true, [0, 0, 0, 0]],
    [[0, 0], false, [0, 0]],
    [[0, 0], true, [100, 100]],
  ])("%j stretched, turned round: %s", (scores, reverse, expected) => {
    const nodeInfo = new NodeInfo(node("n"));
    const raw = scores.map((score) => ({ nodeInfo, score }));
    expect(stretchScores(raw, { reverse })).toEqual(expected);
  });
});
