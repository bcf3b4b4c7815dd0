/**
 * PodTopologySpread: podtopologyspread/filtering_test.go. Its tables of what PreFilter keeps, and of AddPod and RemovePod on
 * that, are about a plugin's inside; scores are in pod-topology-spread-scores.ts.
 */
import { exists, hard, node, pod, times } from "./vector.ts";
import type { NodeVerdict, PluginVector } from "./vector.ts";

const foo = { foo: "" };
const both = { foo: "", bar: "" };
const bar = { bar: "" };
const four = [
  node("node-a", { zone: "zone1", node: "node-a" }),
  node("node-b", { zone: "zone1", node: "node-b" }),
  node("node-x", { zone: "zone2", node: "node-x" }),
  node("node-y", { zone: "zone2", node: "node-y" }),
];
const no: NodeVerdict = { no: ["node(s) didn't match pod topology spread constraints"] };
const never: NodeVerdict = {
  never: ["node(s) didn't match pod topology spread constraints (missing required label)"],
};
const y = "fits" as const;

function verdicts(a: NodeVerdict, b: NodeVerdict, x: NodeVerdict, last: NodeVerdict) {
  return { "node-a": a, "node-b": b, "node-x": x, "node-y": last };
}

function spreading(...topologySpreadConstraints: ReturnType<typeof hard>[]) {
  return pod({ name: "p", labels: foo, spec: { topologySpreadConstraints } });
}

const onABYYY = [...times(2, "node-a", foo), ...times(1, "node-b", foo), ...times(3, "node-y", foo)];

const filters: readonly Omit<PluginVector, "plugin">[] = [
  { name: "no existing pods", pod: spreading(hard(1, "zone")), nodes: four, filter: verdicts(y, y, y, y) },
  {
    name: "no existing pods, incoming pod doesn't match itself",
    pod: spreading(hard(1, "zone", { labelSelector: exists("bar") })),
    nodes: four,
    filter: verdicts(y, y, y, y),
  },
  {
    name: "existing pods in a different namespace do not count",
    pod: spreading(hard(1, "zone")),
    nodes: four,
    pods: [
      pod({ on: "node-a", namespace: "ns1", labels: foo }),
      pod({ on: "node-a", namespace: "ns2", labels: foo }),
      ...times(1, "node-x", foo),
      ...times(1, "node-y", foo),
    ],
    filter: verdicts(y, y, no, no),
  },
  {
    name: "existing pods do not match null selector",
    pod: pod({
      labels: foo,
      spec: {
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" },
        ],
      },
    }),
    nodes: four,
    pods: [...times(1, "node-x", foo), ...times(1, "node-y", foo)],
    filter: verdicts(y, y, y, y),
  },
  {
    name: "pods spread across zones as 3/3, all nodes fit",
    pod: spreading(hard(1, "zone")),
    nodes: four,
    pods: onABYYY,
    filter: verdicts(y, y, y, y),
  },
  {
    name: "pods spread across zones as 1/2 due to absence of label 'zone' on node-b",
    pod: spreading(hard(1, "zone")),
    nodes: four.map((each) =>
      each.metadata.name === "node-b" ? node("node-b", { zon: "zone1", node: "node-b" }) : each,
    ),
    pods: ["node-a", "node-b", "node-x", "node-y"].flatMap((on) => times(1, on, foo)),
    filter: verdicts(y, never, no, no),
  },
  {
    name: "pod cannot be scheduled as all nodes don't have label 'rack'",
    pod: spreading(hard(1, "rack")),
    nodes: four,
    filter: verdicts(never, never, never, never),
  },
  {
    name: "pods spread across nodes as 2/1/0/3, only node-x fits",
    pod: spreading(hard(1, "node")),
    nodes: four,
    pods: onABYYY,
    filter: verdicts(no, no, y, no),
  },
  {
    name: "pods spread across nodes as 2/1/0/3, maxSkew is 2, node-b and node-x fit",
    pod: spreading(hard(2, "node")),
    nodes: four,
    pods: onABYYY,
    filter: verdicts(no, y, y, no),
  },
  {
    name: "the Pod does not match itself: 2/1/0/3 plus nothing",
    pod: pod({ labels: bar, spec: { topologySpreadConstraints: [hard(1, "node")] } }),
    nodes: four,
    pods: onABYYY,
    filter: verdicts(no, y, y, no),
  },
  {
    name: "terminating Pods should be excluded",
    pod: spreading(hard(1, "node")),
    nodes: [node("node-a", { node: "node-a" }), node("node-b", { node: "node-b" })],
    pods: [pod({ on: "node-a", labels: foo, deleted: true }), ...times(1, "node-b", foo)],
    filter: { "node-a": y, "node-b": no },
  },
  {
    name: "minDomains: fewer domains than asked for count as an empty one",
    pod: spreading(hard(1, "node", { minDomains: 5 })),
    nodes: four.slice(0, 3),
    pods: ["node-a", "node-b", "node-x"].flatMap((on) => times(1, on, foo)),
    filter: { "node-a": no, "node-b": no, "node-x": no },
  },
  {
    name: "minDomains: as many domains as asked for",
    pod: spreading(hard(1, "node", { minDomains: 3 })),
    nodes: four.slice(0, 3),
    pods: ["node-a", "node-b", "node-x"].flatMap((on) => times(1, on, foo)),
    filter: { "node-a": y, "node-b": y, "node-x": y },
  },
  {
    name: "two constraints on zone and node, only node-x fits",
    pod: spreading(hard(1, "zone"), hard(1, "node")),
    nodes: four,
    pods: onABYYY,
    filter: verdicts(no, no, y, no),
  },
  {
    name: "matchLabelKeys ANDed with labelSelector",
    pod: pod({
      labels: { foo: "", bar: "a" },
      spec: { topologySpreadConstraints: [hard(1, "zone", { matchLabelKeys: ["bar"] })] },
    }),
    nodes: four,
    pods: [
      ...times(1, "node-a", foo),
      ...times(2, "node-a", { foo: "", bar: "a" }),
      ...times(1, "node-b", foo),
      ...times(1, "node-y", { foo: "", bar: "a" }),
      ...times(1, "node-y", bar),
    ],
    filter: verdicts(no, no, y, y),
  },
  {
    name: "a key of matchLabelKeys that the Pod does not have is ignored: 3/2",
    pod: spreading(hard(1, "zone", { matchLabelKeys: ["bar"] })),
    nodes: four,
    pods: [...times(2, "node-a", { foo: "a" }), ...times(1, "node-b", { foo: "a" }), ...times(2, "node-y", { foo: "a" })],
    filter: verdicts(no, no, y, y),
  },
  {
    name: "node affinity is honored by default, taints are not: zone ignore/ignore, node honor/honor",
    pod: pod({
      labels: foo,
      spec: {
        nodeSelector: foo,
        topologySpreadConstraints: [
          hard(1, "zone", { nodeAffinityPolicy: "Ignore" }),
          hard(1, "node", { nodeTaintsPolicy: "Honor" }),
        ],
      },
    }),
    nodes: [
      node("node-a", { zone: "zone1", node: "node-a" }),
      node("node-b", { zone: "zone1", node: "node-b", foo: "" }, {
        taints: [{ key: "k", value: "v", effect: "NoSchedule" }],
      }),
      node("node-x", { zone: "zone2", node: "node-x", foo: "" }),
      node("node-y", { zone: "zone2", node: "node-y", foo: "" }),
    ],
    // zones 2/3; of the nodes that count x has 2 and y has 1
    pods: [...times(2, "node-a", foo), ...times(2, "node-x", foo), ...times(1, "node-y", foo)],
    filter: verdicts(y, y, no, no),
  },
  {
    name: "two constraints with the same topology key: zones 2/1 and 1/3",
    pod: pod({
      labels: both,
      spec: {
        topologySpreadConstraints: [hard(1, "zone"), hard(1, "zone", { labelSelector: exists("bar") })],
      },
    }),
    nodes: four,
    pods: [
      ...times(1, "node-a", both),
      ...times(1, "node-b", foo),
      ...times(1, "node-x", bar),
      ...times(1, "node-y", both),
      ...times(1, "node-y", bar),
    ],
    filter: verdicts(no, no, no, no),
  },
];

const taints = [{ key: "k", value: "v", effect: "NoSchedule" as const }];
const three = ["node-a", "node-b", "node-c"].map((name) => node(name, { node: name }));
const twoTwoOne = [...times(2, "node-a", foo), ...times(2, "node-b", foo), ...times(1, "node-c", foo)];
const named = (name: string, labels: Record<string, string> = {}, parts: object = {}) =>
  node(name, { node: name, ...labels }, parts);
const labelled = [named("node-a", foo), named("node-b", foo), named("node-x", foo)];
const onABY = [...times(1, "node-a", foo), ...times(1, "node-b", foo), ...times(1, "node-y", foo)];
const needing = (key: string, operator: "In" | "NotIn", values: readonly string[]) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }],
    },
  },
});
const wanting = (
  spec: NonNullable<PluginVector["pod"]["spec"]> | object,
  ...topologySpreadConstraints: ReturnType<typeof hard>[]
) => pod({ name: "p", labels: foo, spec: { topologySpreadConstraints, ...spec } });
const ignoring = { nodeAffinityPolicy: "Ignore" } as const;
const honoring = { nodeTaintsPolicy: "Honor" } as const;
const byBar = { labelSelector: exists("bar") };
const twofold = (labels: Record<string, string>) =>
  pod({ labels, spec: { topologySpreadConstraints: [hard(1, "zone"), hard(1, "node", byBar)] } });
const zonedFoo = (last: ReturnType<typeof node>) => [
  node("node-a", { zone: "zone1", node: "node-a", foo: "" }),
  node("node-b", { zone: "zone1", node: "node-b", foo: "" }),
  node("node-x", { zone: "zone2", node: "node-x", foo: "" }),
  last,
];

/** The rest of TestSingleConstraint, and TestMultipleConstraints. */
const moreFilters: readonly Omit<PluginVector, "plugin">[] = [
  { name: "nodeAffinity, pods spread as 2/~1~/~0~/3, hence node-a fits", pod: wanting({ affinity: needing("node", "In", ["node-a", "node-y"]) }, hard(1, "node")), nodes: four, pods: onABYYY, filter: verdicts(y, y, y, no) },
  { name: "nodeAffinity, pods spread as 0/~2~/0/1, hence node-a fits", pod: wanting({ affinity: needing("node", "NotIn", ["node-b"]) }, hard(1, "zone")), nodes: four, pods: [...times(2, "node-b", foo), ...times(1, "node-y", foo)], filter: verdicts(y, y, no, no) },
  { name: "2/2/1, maxSkew is 2, domains < minDomains: the third node fits", pod: spreading(hard(2, "node", { minDomains: 4 })), nodes: three, pods: twoTwoOne, filter: { "node-a": no, "node-b": no, "node-c": y } },
  { name: "2/2/1, maxSkew is 2, domains > minDomains: all nodes fit", pod: spreading(hard(2, "node", { minDomains: 2 })), nodes: three, pods: twoTwoOne, filter: { "node-a": y, "node-b": y, "node-c": y } },
  { name: "zones 2/1, maxSkew is 2, domains < minDomains", pod: spreading(hard(2, "zone", { minDomains: 3 })), nodes: four, pods: onABY, filter: verdicts(no, no, y, y) },
  { name: "zones 2/1, maxSkew is 2, domains > minDomains", pod: spreading(hard(2, "zone", { minDomains: 1 })), nodes: four, pods: onABY, filter: verdicts(y, y, y, y) },
  { name: "NodeAffinityPolicy honored with nodeSelector", pod: wanting({ nodeSelector: foo }, hard(1, "node")), nodes: [...labelled, named("node-y")], pods: onABY, filter: verdicts(no, no, y, y) },
  { name: "NodeAffinityPolicy ignored with nodeSelector", pod: wanting({ nodeSelector: foo }, hard(1, "node", ignoring)), nodes: [...labelled, named("node-y")], pods: onABY, filter: verdicts(no, no, y, no) },
  { name: "NodeAffinityPolicy honored with nodeAffinity", pod: wanting({ affinity: needing("foo", "In", [""]) }, hard(1, "node")), nodes: [...labelled, named("node-y")], pods: onABY, filter: verdicts(no, no, y, y) },
  { name: "NodeAffinityPolicy ignored with nodeAffinity", pod: wanting({ affinity: needing("foo", "In", [""]) }, hard(1, "node", ignoring)), nodes: [...labelled, named("node-y")], pods: onABY, filter: verdicts(no, no, y, no) },
  { name: "NodeTaintsPolicy honored", pod: spreading(hard(1, "node", honoring)), nodes: [...labelled, named("node-y", {}, { taints })], pods: onABY, filter: verdicts(no, no, y, y) },
  { name: "NodeTaintsPolicy ignored", pod: spreading(hard(1, "node")), nodes: [...labelled, named("node-y", {}, { taints })], pods: onABY, filter: verdicts(no, no, y, no) },
  { name: "zone and node, spreads = [3/4, 2/1/0/4]", pod: spreading(hard(1, "zone"), hard(1, "node")), nodes: four, pods: [...onABYYY, ...times(1, "node-y", foo)], filter: verdicts(no, no, no, no) },
  { name: "different labelSelectors, spreads = [1/0, 1/0/0/1]", pod: twofold(both), nodes: four, pods: [...times(1, "node-a", foo), ...times(1, "node-y", bar)], filter: verdicts(no, no, y, no) },
  { name: "different labelSelectors, spreads = [1/0, 0/0/1/1]", pod: twofold(both), nodes: four, pods: [...times(1, "node-a", foo), ...times(1, "node-x", bar), ...times(1, "node-y", bar)], filter: verdicts(no, no, no, no) },
  { name: "different labelSelectors, spreads = [2/3, 1/0/0/1]", pod: twofold(both), nodes: four, pods: [...times(1, "node-a", foo), ...times(1, "node-a", both), ...times(1, "node-y", foo), ...times(1, "node-y", both), ...times(1, "node-y", foo)], filter: verdicts(no, y, no, no) },
  { name: "different labelSelectors, the Pod does not match itself on 'zone'", pod: twofold(bar), nodes: four, pods: [...times(1, "node-a", foo), ...times(1, "node-x", bar), ...times(1, "node-y", bar)], filter: verdicts(y, y, no, no) },
  { name: "absence of label 'node' on node-x, spreads = [1/1, 1/0/0/1]", pod: spreading(hard(1, "zone"), hard(1, "node")), nodes: four.map((each) => (each.metadata.name === "node-x" ? node("node-x", { zone: "zone2" }) : each)), pods: [...times(1, "node-a", foo), ...times(1, "node-y", foo)], filter: verdicts(no, y, never, no) },
  { name: "node inclusion, zone: honor/ignore, node: ignore/ignore", pod: wanting({ nodeSelector: foo }, hard(1, "zone"), hard(1, "node", ignoring)), nodes: zonedFoo(node("node-y", { zone: "zone2", node: "node-y" })), pods: onABY, filter: verdicts(no, no, y, no) },
  { name: "node inclusion, zone: honor/honor, node: honor/ignore", pod: spreading(hard(1, "zone", honoring), hard(1, "node")), nodes: zonedFoo(node("node-y", { zone: "zone2", node: "node-y" }, { taints })), pods: onABY, filter: verdicts(no, no, y, no) },
];

export const podTopologySpreadVectors: readonly PluginVector[] = [...filters, ...moreFilters].map(
  (vector) => ({ plugin: "PodTopologySpread", ...vector }),
);
