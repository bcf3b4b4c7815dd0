/** Plugins about one node: tainttoleration, nodeaffinity, nodeports, nodename, nodeunschedulable, imagelocality (*_test.go). */
import type { NodeAffinity, Pod, Taint, Toleration } from "../../../src/api/generated/types.ts";
import { node, pod } from "./vector.ts";
import type { NodeVerdict, PluginVector } from "./vector.ts";

const taint = (key: string, value: string, effect: Taint["effect"] = "NoSchedule"): Taint => ({ key, value, effect });
const tolerating = (...tolerations: readonly Toleration[]): Pod => pod({ spec: { tolerations } });
const tainted = (name: string, ...taints: readonly Taint[]) => node(name, {}, { taints });
const untolerated: NodeVerdict = { never: ["node(s) had untolerated taint(s)"] };
const dedicated = taint("dedicated", "user1");
const arm = (effect: Taint["effect"]) => taint("cpu-type", "arm64", effect);
const ssd = (effect: Taint["effect"]) => taint("disk-type", "ssd", effect);

const taintRows: readonly [string, readonly Toleration[], readonly Taint[], NodeVerdict][] = [
  ["no tolerations", [], [dedicated], untolerated],
  ["a toleration of the same value", [{ key: "dedicated", value: "user1", effect: "NoSchedule" }], [dedicated], "fits"],
  ["a toleration of another value", [{ key: "dedicated", operator: "Equal", value: "user2", effect: "NoSchedule" }], [dedicated], untolerated],
  ["Exists tolerates any value", [{ key: "foo", operator: "Exists", effect: "NoSchedule" }], [taint("foo", "bar")], "fits"],
  ["several tolerations for several taints", [{ key: "dedicated", operator: "Equal", value: "user2", effect: "NoSchedule" }, { key: "foo", operator: "Exists", effect: "NoSchedule" }], [taint("dedicated", "user2"), taint("foo", "bar")], "fits"],
  ["another effect", [{ key: "foo", operator: "Equal", value: "bar", effect: "PreferNoSchedule" }], [taint("foo", "bar")], untolerated],
  ["an empty effect is any", [{ key: "foo", operator: "Equal", value: "bar" }], [taint("foo", "bar")], "fits"],
  ["PreferNoSchedule keeps nobody away", [{ key: "dedicated", operator: "Equal", value: "user2", effect: "NoSchedule" }], [taint("dedicated", "user1", "PreferNoSchedule")], "fits"],
  ["PreferNoSchedule without tolerations", [], [taint("dedicated", "user1", "PreferNoSchedule")], "fits"],
  ["Gt is behind a gate", [{ key: "node.kubernetes.io/sla", operator: "Gt", value: "750", effect: "NoSchedule" }], [taint("node.kubernetes.io/sla", "950")], untolerated],
  ["NoExecute keeps away too", [], [taint("foo", "bar", "NoExecute")], untolerated],
];

const soft = "PreferNoSchedule";
const taintScores: readonly [string, readonly Toleration[], readonly (readonly Taint[])[], readonly number[]][] = [
  ["the node whose taints are tolerated", [{ key: "foo", operator: "Equal", value: "bar", effect: soft }], [[taint("foo", "bar", soft)], [taint("foo", "blah", soft)]], [100, 0]],
  ["tolerated taints do not count, however many", [{ key: "cpu-type", operator: "Equal", value: "arm64", effect: soft }, { key: "disk-type", operator: "Equal", value: "ssd", effect: soft }], [[], [arm(soft)], [arm(soft), ssd(soft)]], [100, 100, 100]],
  ["the more intolerable taints the lower", [{ key: "foo", operator: "Equal", value: "bar", effect: soft }], [[], [arm(soft)], [arm(soft), ssd(soft)]], [100, 50, 0]],
  ["only PreferNoSchedule counts", [{ key: "cpu-type", operator: "Equal", value: "arm64", effect: "NoSchedule" }, { key: "disk-type", operator: "Equal", value: "ssd", effect: "NoSchedule" }], [[], [arm("NoSchedule")], [arm(soft), ssd(soft)]], [100, 100, 0]],
  ["no taints, no tolerations", [], [[], [arm(soft)]], [100, 0]],
];

const mismatch: NodeVerdict = { never: ["node(s) didn't match Pod's node affinity/selector"] };
type Term = NonNullable<NodeAffinity["requiredDuringSchedulingIgnoredDuringExecution"]>["nodeSelectorTerms"][number];
const needing = (...nodeSelectorTerms: readonly Term[]): Pod =>
  pod({
    spec: {
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
    },
  });
const expression = (key: string, operator: string, ...values: readonly string[]): Term => ({
  matchExpressions: [{ key, operator: operator as "In", ...(values.length === 0 ? {} : { values }) }],
});
const named = (...values: readonly string[]): Term => ({
  matchFields: [{ key: "metadata.name", operator: "In", values }],
});
const selecting = (nodeSelector: Record<string, string>): Pod => pod({ spec: { nodeSelector } });
const bar = { foo: "bar" };

const affinityRows: readonly [string, Pod, Record<string, string>, NodeVerdict][] = [
  ["no selector", pod(), {}, "fits"],
  ["missing labels", selecting(bar), {}, mismatch],
  ["same labels", selecting(bar), bar, "fits"],
  ["node labels are superset", selecting(bar), { foo: "bar", baz: "blah" }, "fits"],
  ["node labels are subset", selecting({ foo: "bar", baz: "blah" }), bar, mismatch],
  ["In that matches", needing(expression("foo", "In", "bar", "value2")), bar, "fits"],
  ["Gt that matches", needing(expression("kernel-version", "Gt", "0204")), { "kernel-version": "0206" }, "fits"],
  ["Gt of what is no number", needing(expression("kernel-version", "Gt", "4")), { "kernel-version": "v6" }, mismatch],
  ["Lt that does not match", needing(expression("kernel-version", "Lt", "0204")), { "kernel-version": "0206" }, mismatch],
  ["NotIn that matches", needing(expression("mem-type", "NotIn", "DDR", "DDR2")), { "mem-type": "DDR3" }, "fits"],
  ["Exists that matches", needing(expression("GPU", "Exists")), { GPU: "NVIDIA-GRID-K1" }, "fits"],
  ["affinity that does not match", needing(expression("foo", "In", "value1", "value2")), bar, mismatch],
  ["no terms match nothing", needing(), bar, mismatch],
  ["an empty term matches nothing", needing({}), bar, mismatch],
  ["expressions of one term are ANDed: match", needing({ matchExpressions: [{ key: "GPU", operator: "Exists" }, { key: "GPU", operator: "NotIn", values: ["AMD", "INTER"] }] }), { GPU: "NVIDIA-GRID-K1" }, "fits"],
  ["expressions of one term are ANDed: no match", needing({ matchExpressions: [{ key: "GPU", operator: "Exists" }, { key: "GPU", operator: "In", values: ["AMD", "INTER"] }] }), { GPU: "NVIDIA-GRID-K1" }, mismatch],
  ["terms are ORed", needing(expression("foo", "In", "bar", "value2"), expression("diffkey", "In", "wrong", "value2")), bar, "fits"],
  ["affinity and nodeSelector both match", { ...needing(expression("foo", "Exists")), spec: { ...needing(expression("foo", "Exists")).spec, containers: [], nodeSelector: bar } }, bar, "fits"],
  ["an invalid value in the affinity term", needing(expression("foo", "NotIn", "invalid value: ___@#$%^")), bar, mismatch],
  ["matchFields that match", needing(named("node1")), {}, "fits"],
  ["two terms: fields do not match, expressions do", needing(named("node2"), expression("foo", "In", "bar")), bar, "fits"],
  ["no affinity", pod(), bar, "fits"],
  ["affinity that requires nothing", pod({ spec: { affinity: { nodeAffinity: {} } } }), bar, "fits"],
  ["affinity matches, nodeSelector does not", { ...needing(expression("foo", "Exists")), spec: { ...needing(expression("foo", "Exists")).spec, containers: [], nodeSelector: bar } }, { foo: "barrrrrr" }, mismatch],
  ["one term: both match", needing({ ...named("node1"), ...expression("foo", "In", "bar") }), bar, "fits"],
  ["two terms: neither matches", needing(named("node2"), expression("foo", "In", "not-match-to-bar")), bar, mismatch],
  ["two terms: names that contradict each other, expressions that match", needing({ matchFields: [named("node1"), named("node2")].flatMap(({ matchFields = [] }) => matchFields) }, expression("foo", "In", "bar")), bar, "fits"],
  ["one term: fields match, expressions do not", needing({ ...named("node1"), ...expression("foo", "In", "not-match-to-bar") }), bar, mismatch],
];

const added: NodeAffinity = {
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key: "zone", operator: "In", values: ["foo"] }] }],
  },
  preferredDuringSchedulingIgnoredDuringExecution: [
    { weight: 5, preference: expression("foo", "In", "baz") },
  ],
};

const preferring = (...terms: readonly (readonly [number, Term])[]): Pod =>
  pod({
    spec: {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: terms.map(([weight, preference]) => ({ weight, preference })),
        },
      },
    },
  });
const three = [node("node1", { foo: "bar" }), node("node2", { key: "value" }), node("node3", { az: "az1" })];
const five = [node("node1", { foo: "bar" }), node("node2", { foo: "bar", key: "value", az: "az1" }), node("node3", { key: "value" })];
const affinity2 = [
  [2, expression("foo", "In", "bar")],
  [4, expression("key", "In", "value")],
  [5, { matchExpressions: [{ key: "foo", operator: "In", values: ["bar"] }, { key: "key", operator: "In", values: ["value"] }, { key: "az", operator: "In", values: ["az1"] }] }],
] as const satisfies readonly (readonly [number, Term])[];

const listening = (...ports: readonly string[]): { containers: NonNullable<Pod["spec"]>["containers"] } => ({
  containers: [
    {
      name: "c",
      image: "i",
      ports: ports.map((text) => {
        const [protocol = "TCP", hostIP = "", hostPort = ""] = text.split("/");
        return { protocol: protocol as "TCP", hostIP, hostPort: Number(hostPort), containerPort: Number(hostPort) };
      }),
    },
  ],
});
const noPorts: NodeVerdict = { no: ["node(s) didn't have free ports for the requested pod ports"] };
const portRows: readonly [string, readonly string[], readonly string[], NodeVerdict][] = [
  ["skip filter", [], [], "fits"],
  ["other port", ["UDP/127.0.0.1/8080"], ["UDP/127.0.0.1/9090"], "fits"],
  ["same udp port", ["UDP/127.0.0.1/8080"], ["UDP/127.0.0.1/8080"], noPorts],
  ["same tcp port", ["TCP/127.0.0.1/8080"], ["TCP/127.0.0.1/8080"], noPorts],
  ["different host ip", ["TCP/127.0.0.1/8080"], ["TCP/127.0.0.2/8080"], "fits"],
  ["different protocol", ["UDP/127.0.0.1/8080"], ["TCP/127.0.0.1/8080"], "fits"],
  ["second udp port conflict", ["UDP/127.0.0.1/8000", "UDP/127.0.0.1/8080"], ["UDP/127.0.0.1/8080"], noPorts],
  ["first tcp port conflict", ["TCP/127.0.0.1/8001", "UDP/127.0.0.1/8080"], ["TCP/127.0.0.1/8001", "UDP/127.0.0.1/8081"], noPorts],
  ["first tcp port conflict due to 0.0.0.0 hostIP", ["TCP/0.0.0.0/8001"], ["TCP/127.0.0.1/8001"], noPorts],
  ["TCP hostPort conflict due to 0.0.0.0 hostIP", ["TCP/10.0.10.10/8001", "TCP/0.0.0.0/8001"], ["TCP/127.0.0.1/8001"], noPorts],
  ["second tcp port conflict to 0.0.0.0 hostIP", ["TCP/127.0.0.1/8001"], ["TCP/0.0.0.0/8001"], noPorts],
  ["second different protocol", ["UDP/127.0.0.1/8001"], ["TCP/0.0.0.0/8001"], "fits"],
  ["UDP hostPort conflict due to 0.0.0.0 hostIP", ["UDP/127.0.0.1/8001"], ["TCP/0.0.0.0/8001", "UDP/0.0.0.0/8001"], noPorts],
];

const mb = 1024 * 1024;
const image = (name: string, size: number) => ({ names: [`example.test/${name}:latest`, `example.test/${name}:v1`], sizeBytes: size * mb });
const machine1 = node("machine1", {}, { images: [image("40", 40), image("300", 300), image("2000", 2000)] });
const machine2 = node("machine2", {}, { images: [image("250", 250), image("10", 10)] });
const withImages = (name: string, ...sizes: readonly number[]) => node(name, {}, { images: sizes.map((size) => image(String(size), size)) });
const running = (...names: readonly string[]): Pod =>
  pod({ spec: { containers: names.map((each) => ({ name: `c${each}`, image: `example.test/${each}` })) } });

export const nodeRuleVectors: readonly PluginVector[] = [
  ...taintRows.map(([name, tolerations, taints, verdict]): PluginVector => ({
    name,
    plugin: "TaintToleration",
    pod: tolerating(...tolerations),
    nodes: [tainted("nodeA", ...taints)],
    filter: { nodeA: verdict },
  })),
  ...taintScores.map(([name, tolerations, taints, scores]): PluginVector => ({
    name: `score: ${name}`,
    plugin: "TaintToleration",
    pod: tolerating(...tolerations),
    nodes: taints.map((each, index) => tainted(`node${index}`, ...each)),
    scores: Object.fromEntries(scores.map((score, index) => [`node${index}`, score])),
  })),
  ...affinityRows.map(([name, wanted, labels, verdict]): PluginVector => ({
    name,
    plugin: "NodeAffinity",
    pod: wanted,
    nodes: [node("node1", labels)],
    filter: { node1: verdict },
  })),
  {
    name: "the Pod is for another node by name",
    plugin: "NodeAffinity",
    pod: needing(named("node1")),
    nodes: [node("node1"), node("node2")],
    filter: { node1: "fits", node2: { never: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"] } },
  },
  {
    name: "one term: fields do not match, expressions do",
    plugin: "NodeAffinity",
    pod: needing({ ...named("node1"), ...expression("foo", "In", "bar") }),
    nodes: [node("node2", bar), node("node1", bar)],
    filter: { node2: { never: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"] }, node1: "fits" },
  },
  {
    name: "two terms, each for a node by name",
    plugin: "NodeAffinity",
    pod: needing(named("node1"), named("node2")),
    nodes: [node("node1"), node("node2"), node("node3")],
    filter: { node1: "fits", node2: "fits", node3: { never: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"] } },
  },
  {
    name: "added affinity matches, and the Pod's",
    plugin: "NodeAffinity",
    args: { NodeAffinity: { addedAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [named("node2")] } } } },
    pod: needing(expression("zone", "In", "foo")),
    nodes: [node("node2", { zone: "foo" }), node("node1", { zone: "foo" })],
    filter: { node2: "fits", node1: { never: ["node(s) didn't match scheduler-enforced node affinity"] } },
  },
  {
    name: "added affinity matches, the Pod's does not",
    plugin: "NodeAffinity",
    args: { NodeAffinity: { addedAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [named("node2")] } } } },
    pod: needing(expression("zone", "In", "bar")),
    nodes: [node("node2", { zone: "foo" })],
    filter: { node2: mismatch },
  },
  {
    name: "names that contradict each other",
    plugin: "NodeAffinity",
    pod: needing({ matchFields: [named("node1"), named("node2")].flatMap(({ matchFields = [] }) => matchFields) }),
    nodes: [node("node1")],
    filter: { node1: { never: ["pod affinity terms conflict"] } },
  },
  {
    name: "added affinity binds every Pod",
    plugin: "NodeAffinity",
    args: { NodeAffinity: { addedAffinity: added } },
    pod: pod(),
    nodes: [node("node1", { zone: "foo" }), node("node2", { zone: "bar" })],
    filter: {
      node1: "fits",
      node2: { never: ["node(s) didn't match scheduler-enforced node affinity"] },
    },
  },
  { name: "score: no preference", plugin: "NodeAffinity", pod: pod(), nodes: three, scores: { node1: 0, node2: 0, node3: 0 } },
  { name: "score: no node matches", plugin: "NodeAffinity", pod: preferring([2, expression("no", "In", "x")]), nodes: three, scores: { node1: 0, node2: 0, node3: 0 } },
  { name: "score: only node1 matches", plugin: "NodeAffinity", pod: preferring([2, expression("foo", "In", "bar")]), nodes: three, scores: { node1: 100, node2: 0, node3: 0 } },
  { name: "score: all match, with different priorities", plugin: "NodeAffinity", pod: preferring(...affinity2), nodes: five, scores: { node1: 18, node2: 100, node3: 36 } },
  {
    name: "score: added affinity alone",
    plugin: "NodeAffinity",
    args: { NodeAffinity: { addedAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 2, preference: expression("foo", "In", "bar") }] } } },
    pod: pod(),
    nodes: [node("node1", bar), node("node2", { key: "value" })],
    scores: { node1: 100, node2: 0 },
  },
  {
    name: "score: added affinity and the Pod's, on three nodes",
    plugin: "NodeAffinity",
    args: { NodeAffinity: { addedAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 3, preference: expression("key", "In", "value") }] } } },
    pod: preferring([2, expression("foo", "In", "bar")]),
    nodes: [node("node1", bar), node("node2", { key: "value" }), node("node3", { foo: "bar", key: "value", az: "az1" })],
    scores: { node1: 40, node2: 60, node3: 100 },
  },
  {
    name: "score: added affinity beside the Pod's own",
    plugin: "NodeAffinity",
    args: { NodeAffinity: { addedAffinity: { preferredDuringSchedulingIgnoredDuringExecution: added.preferredDuringSchedulingIgnoredDuringExecution ?? [] } } },
    pod: preferring([2, expression("foo", "In", "bar")]),
    nodes: [node("node1", { foo: "bar" }), node("node2", { foo: "baz" })],
    scores: { node1: 40, node2: 100 },
  },
  ...portRows.map(([name, wanted, taken, verdict]): PluginVector => ({
    name,
    plugin: "NodePorts",
    pod: pod({ spec: listening(...wanted) }),
    nodes: [node("m1")],
    pods: [pod({ on: "m1", spec: listening(...taken) })],
    filter: { m1: verdict },
  })),
  { name: "no node is named", plugin: "NodeName", pod: pod(), nodes: [node("foo")], filter: { foo: "fits" } },
  {
    name: "the node that it names, and another",
    plugin: "NodeName",
    pod: pod({ spec: { nodeName: "foo" } }),
    nodes: [node("foo"), node("bar")],
    filter: { foo: "fits", bar: { never: ["node(s) didn't match the requested node name"] } },
  },
  {
    name: "does not schedule Pod to unschedulable node",
    plugin: "NodeUnschedulable",
    pod: pod(),
    nodes: [node("closed", {}, { unschedulable: true }), node("open", {}, { unschedulable: false })],
    filter: { closed: { never: ["node(s) were unschedulable"] }, open: "fits" },
  },
  { name: "schedule Pod to normal node", plugin: "NodeUnschedulable", pod: pod(), nodes: [node("open", {}, { unschedulable: false })], filter: { open: "fits" } },
  {
    name: "schedule Pod with toleration to unschedulable node",
    plugin: "NodeUnschedulable",
    pod: tolerating({ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }),
    nodes: [node("closed", {}, { unschedulable: true })],
    filter: { closed: "fits" },
  },
  { name: "two images spread on two nodes, prefer the larger image one", plugin: "ImageLocality", pod: running("40", "250"), nodes: [machine1, machine2], scores: { machine1: 0, machine2: 5 } },
  { name: "two images on one node, prefer this node", plugin: "ImageLocality", pod: running("40", "300"), nodes: [machine1, machine2], scores: { machine1: 7, machine2: 0 } },
  { name: "if exceed limit, use limit", plugin: "ImageLocality", pod: running("10", "2000"), nodes: [machine1, machine2], scores: { machine1: 49, machine2: 0 } },
  { name: "several large images", plugin: "ImageLocality", pod: running("300", "600", "900"), nodes: [withImages("node1", 600, 40, 900), withImages("node2", 300, 600, 900), node("node3")], scores: { node1: 32, node2: 36, node3: 0 } },
  { name: "several small images", plugin: "ImageLocality", pod: running("30", "40"), nodes: [withImages("node1", 20, 30, 40), withImages("node2", 400, 30)], scores: { node1: 1, node2: 0 } },
  { name: "init containers' images count", plugin: "ImageLocality", pod: pod({ spec: { ...running("30").spec, initContainers: [{ name: "i", image: "example.test/300" }] } }), nodes: [withImages("node1", 40, 300, 2000), withImages("node2", 20, 30, 40)], scores: { node1: 6, node2: 0 } },
  { name: "a node which has no images", plugin: "ImageLocality", pod: running("10", "2000"), nodes: [machine1, machine2, node("machine3")], scores: { machine1: 32, machine2: 0, machine3: 0 } },
];
