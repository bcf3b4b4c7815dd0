/**
 * PodTopologySpread: podtopologyspread/scoring_test.go. Its table of what PreScore keeps is about a plugin's inside; the row with
 * matchLabelKeys switched off is left out.
 */
import { exists, isIn, node, pod, soft, times } from "./vector.ts";
import type { PluginVector } from "./vector.ts";

const foo = { foo: "" };
const both = { foo: "", bar: "" };
const bar = { bar: "" };
const host = "kubernetes.io/hostname";
const hosts = (...names: string[]) => names.map((name) => node(name, { [host]: name }));
const zoned = (name: string, zone: string) => node(name, { zone, [host]: name });
const stairs = (...counts: readonly [string, number][]) =>
  counts.flatMap(([on, howMany]) => times(howMany, on, foo));
const service = {
  apiVersion: "v1" as const,
  kind: "Service" as const,
  metadata: { name: "s", namespace: "default" },
  spec: { selector: foo },
};
const list = { PodTopologySpread: { defaultConstraints: [], defaultingType: "List" as const } };
const skewed = { "node-a": 44, "node-b": 66, "node-c": 77, "node-d": 100 };
const stairPods = stairs(["node-a", 4], ["node-b", 3], ["node-c", 2], ["node-d", 1]);
const softPod = (...topologySpreadConstraints: ReturnType<typeof soft>[]) =>
  pod({ name: "p", labels: both, spec: { topologySpreadConstraints } });
const mixedPods = [
  ...times(1, "node-a", foo),
  ...times(1, "node-b", both),
  ...times(1, "node-y", foo),
  ...times(1, "node-y", bar),
];

const byNode = (...names: string[]) => names.map((name) => node(name, { node: name }));
const noZone = { labelSelector: exists("bar") };
const nullSelector = { maxSkew: 1, topologyKey: host, whenUnsatisfiable: "ScheduleAnyway" as const };
const twoOneOneOnC = stairs(["node-a", 2], ["node-b", 1], ["node-c", 1]);
const fooOnAAndB = [node("node-a", { node: "node-a", ...foo }), node("node-b", { node: "node-b", ...foo }), ...byNode("node-c")];
const shunned = [...byNode("node-a", "node-b"), node("node-c", { node: "node-c" }, { taints: [{ key: "k", value: "v", effect: "NoSchedule" }] })];
const looking = (spec: object, more: Parameters<typeof soft>[2] = {}) =>
  pod({ name: "p", labels: foo, spec: { ...spec, topologySpreadConstraints: [soft(1, "node", more)] } });
const onFoo = {
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [isIn("foo", "")] } } },
};
const unlike = { "node-a": 0, "node-b": 33, "node-c": 100 };
const alike = { "node-a": 66, "node-b": 100, "node-c": 100 };
const keyed = [zoned("node-a", "zone1"), zoned("node-b", "zone1"), zoned("node-c", "zone2"), zoned("node-d", "zone2")];
const keyedScores = { "node-a": 60, "node-b": 20, "node-c": 60, "node-d": 100 };
const any = { labelSelector: {} };

const more: readonly Omit<PluginVector, "plugin">[] = [
  { name: "one constraint on node, no existing pods", pod: softPod(soft(1, host)), nodes: hosts("node-a", "node-b"), scores: { "node-a": 100, "node-b": 100 } },
  { name: "one constraint on node, only one node is candidate", pod: softPod(soft(1, host)), nodes: hosts("node-a"), refusedNodes: hosts("node-b"), pods: stairs(["node-a", 2], ["node-b", 1]), scores: { "node-a": 100 } },
  { name: "one constraint on node, all nodes have the same number of matching pods", pod: softPod(soft(1, host)), nodes: hosts("node-a", "node-b"), pods: stairs(["node-a", 1], ["node-b", 1]), scores: { "node-a": 100, "node-b": 100 } },
  { name: "one constraint on node, all 4 nodes are candidates, 2/1/0/3", pod: softPod(soft(1, host)), nodes: hosts("node-a", "node-b", "node-c", "node-d"), pods: stairs(["node-a", 2], ["node-b", 1], ["node-d", 3]), scores: { "node-a": 20, "node-b": 60, "node-c": 100, "node-d": 0 } },
  { name: "one constraint on node, null selector", pod: softPod(nullSelector), nodes: hosts("node-a", "node-b", "node-c", "node-d"), pods: stairs(["node-a", 2], ["node-b", 1], ["node-d", 3]), scores: { "node-a": 100, "node-b": 100, "node-c": 100, "node-d": 100 } },
  { name: "one constraint on node, all 4 nodes are candidates, maxSkew=2", pod: softPod(soft(2, host)), nodes: hosts("node-a", "node-b", "node-c", "node-d"), pods: stairs(["node-a", 2], ["node-b", 1], ["node-d", 3]), scores: { "node-a": 33, "node-b": 66, "node-c": 100, "node-d": 16 } },
  { name: "existing pods in a different namespace do not count", pod: softPod(soft(1, host)), nodes: hosts("node-a", "node-b"), pods: [pod({ on: "node-a", namespace: "ns1", labels: foo }), ...stairs(["node-a", 1], ["node-b", 2])], scores: { "node-a": 100, "node-b": 33 } },
  { name: "terminating Pods should be excluded", pod: softPod(soft(1, host)), nodes: hosts("node-a", "node-b"), pods: [pod({ on: "node-a", labels: foo, deleted: true }), ...stairs(["node-b", 1])], scores: { "node-a": 100, "node-b": 0 } },
  { name: "minDomains has no effect when ScheduleAnyway", pod: softPod(soft(2, "node", { minDomains: 10 })), nodes: byNode("node-a", "node-b", "node-c"), pods: stairs(["node-a", 2], ["node-b", 2], ["node-c", 1]), scores: { "node-a": 75, "node-b": 75, "node-c": 100 } },
  { name: "NodeAffinityPolicy honored with nodeSelector", pod: looking({ nodeSelector: foo }), nodes: fooOnAAndB, pods: twoOneOneOnC, scores: unlike },
  { name: "NodeAffinityPolicy ignored with nodeSelector", pod: looking({ nodeSelector: foo }, { nodeAffinityPolicy: "Ignore" }), nodes: fooOnAAndB, pods: twoOneOneOnC, scores: alike },
  { name: "NodeAffinityPolicy honored with nodeAffinity", pod: looking(onFoo), nodes: fooOnAAndB, pods: twoOneOneOnC, scores: unlike },
  { name: "NodeAffinityPolicy ignored with nodeAffinity", pod: looking(onFoo, { nodeAffinityPolicy: "Ignore" }), nodes: fooOnAAndB, pods: twoOneOneOnC, scores: alike },
  { name: "NodeTaintsPolicy honored", pod: looking({}, { nodeTaintsPolicy: "Honor" }), nodes: shunned, pods: twoOneOneOnC, scores: unlike },
  { name: "NodeTaintsPolicy ignored", pod: looking({}), nodes: shunned, pods: twoOneOneOnC, scores: alike },
  {
    name: "matchLabelKeys ANDed with LabelSelector when LabelSelector is empty",
    pod: softPod(soft(1, "zone", { ...any, matchLabelKeys: ["foo"] }), soft(1, host, { ...any, matchLabelKeys: ["bar"] })),
    nodes: keyed,
    pods: [...times(1, "node-a", foo), ...times(1, "node-b", both), ...times(1, "node-c", foo), ...times(1, "node-c", bar)],
    scores: keyedScores,
  },
  {
    name: "matchLabelKeys ANDed with LabelSelector when LabelSelector isn't empty",
    pod: pod({ name: "p", labels: { ...both, baz: "" }, spec: { topologySpreadConstraints: [soft(1, "zone"), soft(1, host, { ...noZone, matchLabelKeys: ["baz"] })] } }),
    nodes: keyed,
    pods: [...times(1, "node-a", foo), ...times(1, "node-b", { ...both, baz: "" }), ...times(1, "node-c", foo), ...times(1, "node-c", bar), ...times(1, "node-c", { bar: "", baz: "" })],
    scores: keyedScores,
  },
];

const scores: readonly Omit<PluginVector, "plugin">[] = [
  {
    name: "one constraint on node, maxSkew=3, 4/3/2/1",
    pod: softPod(soft(3, host)),
    nodes: hosts("node-a", "node-b", "node-c", "node-d"),
    pods: stairPods,
    scores: skewed,
  },
  {
    name: "system defaulting, nodes don't have zone, pods match service",
    pod: pod({ labels: foo }),
    nodes: hosts("node-a", "node-b", "node-c", "node-d"),
    pods: stairPods,
    objects: { services: [service] },
    scores: skewed,
  },
  {
    name: "list defaulting without constraints scores nothing",
    args: list,
    pod: pod({ labels: foo }),
    nodes: hosts("node-a", "node-b"),
    pods: stairs(["node-a", 2]),
    objects: { services: [service] },
    scores: { "node-a": 0, "node-b": 0 },
  },
  {
    name: "one constraint on node, 3 out of 4 nodes are candidates",
    pod: softPod(soft(1, host)),
    nodes: hosts("node-a", "node-b", "node-x"),
    refusedNodes: hosts("node-y"),
    pods: stairs(["node-a", 4], ["node-b", 2], ["node-x", 1], ["node-y", 3]),
    scores: { "node-a": 33, "node-b": 83, "node-x": 100 },
  },
  {
    name: "one constraint on node, 3 out of 4 nodes are candidates, one node doesn't match topology key",
    pod: softPod(soft(1, host)),
    nodes: [...hosts("node-a"), node("node-b", { n: "node-b" }), ...hosts("node-x")],
    refusedNodes: hosts("node-y"),
    pods: stairs(["node-a", 4], ["node-b", 2], ["node-x", 1], ["node-y", 3]),
    scores: { "node-a": 16, "node-b": 0, "node-x": 100 },
  },
  {
    name: "one constraint on zone, 3 out of 4 nodes are candidates",
    pod: softPod(soft(1, "zone")),
    nodes: [zoned("node-a", "zone1"), zoned("node-b", "zone1"), zoned("node-x", "zone2")],
    refusedNodes: [zoned("node-y", "zone2")],
    pods: stairs(["node-a", 4], ["node-b", 2], ["node-x", 1], ["node-y", 3]),
    scores: { "node-a": 75, "node-b": 75, "node-x": 100 },
  },
  {
    name: "two constraints on zone and node, 2 out of 4 nodes are candidates",
    pod: softPod(soft(1, "zone"), soft(1, host)),
    nodes: [zoned("node-a", "zone1"), zoned("node-x", "zone2")],
    refusedNodes: [zoned("node-b", "zone1"), zoned("node-y", "zone2")],
    pods: stairs(["node-a", 2], ["node-b", 1], ["node-x", 2], ["node-y", 4]),
    scores: { "node-a": 100, "node-x": 63 },
  },
  {
    name: "two constraints on zone, 2 out of 4 nodes are candidates",
    pod: softPod(soft(1, "zone"), soft(1, "zone", { labelSelector: exists("bar") })),
    nodes: [node("node-a", { zone: "zone1" }), node("node-x", { zone: "zone2" })],
    refusedNodes: [node("node-b", { zone: "zone1" }), node("node-y", { zone: "zone2" })],
    pods: [
      ...times(1, "node-a", both),
      ...times(1, "node-a", foo),
      ...times(1, "node-b", both),
      ...times(1, "node-y", foo),
      ...times(1, "node-y", both),
      ...times(1, "node-y", foo),
    ],
    scores: { "node-a": 85, "node-x": 100 },
  },
  {
    name: "two constraints on zone and node, with different labelSelectors",
    pod: softPod(soft(1, "zone"), soft(1, host, { labelSelector: exists("bar") })),
    nodes: [zoned("node-a", "zone1"), zoned("node-b", "zone1"), zoned("node-x", "zone2"), zoned("node-y", "zone2")],
    pods: mixedPods,
    scores: { "node-a": 60, "node-b": 20, "node-x": 100, "node-y": 60 },
  },
  {
    name: "two constraints on zone and node, with different labelSelectors, some nodes have 0 pods",
    pod: softPod(soft(1, "zone"), soft(1, host, { labelSelector: exists("bar") })),
    nodes: [zoned("node-a", "zone1"), zoned("node-b", "zone1"), zoned("node-x", "zone2"), zoned("node-y", "zone2")],
    pods: [...times(1, "node-b", bar), ...times(1, "node-x", foo), ...times(1, "node-y", both)],
    scores: { "node-a": 100, "node-b": 60, "node-x": 40, "node-y": 0 },
  },
  {
    name: "two constraints on zone and node, with different labelSelectors, 3 out of 4 nodes are candidates",
    pod: softPod(soft(1, "zone"), soft(1, host, { labelSelector: exists("bar") })),
    nodes: [zoned("node-a", "zone1"), zoned("node-b", "zone1"), zoned("node-x", "zone2")],
    refusedNodes: [zoned("node-y", "zone2")],
    pods: mixedPods,
    scores: { "node-a": 50, "node-b": 25, "node-x": 100 },
  },
];

export const podTopologySpreadScoreVectors: readonly PluginVector[] = [...more, ...scores].map((vector) => ({
  plugin: "PodTopologySpread",
  ...vector,
}));
