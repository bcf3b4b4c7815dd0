/** Hints of podtopologyspread/plugin_test.go and interpodaffinity/plugin_test.go. */
import { exists, hard, isIn } from "./vector.ts";
import type { PodAffinityTerm, Taint } from "../../../src/api/generated/types.ts";
import { nodeOf, podOf } from "./hint-vector.ts";
import type { HintVector, Labels } from "./hint-vector.ts";

type Row = Omit<HintVector, "plugin" | "resource">;

const byBar = { labelSelector: exists("bar") };
const spreading = (...topologySpreadConstraints: ReturnType<typeof hard>[]) =>
  podOf("p", { labels: { foo: "" }, spec: { topologySpreadConstraints } });
const byZone = spreading(hard(1, "zone"));
const byBoth = spreading(hard(1, "zone"), hard(1, "node"));
const byTwo = spreading(hard(1, "zone"), hard(1, "node", byBar));
const zone1 = { zone: "zone1" };
const zone1node1 = { zone: "zone1", node: "node1" };
const tainted = (labels: Labels, key: string) =>
  nodeOf(labels, { spec: { taints: [{ key, value: "bbb", effect: "NoSchedule" } satisfies Taint] } });

const spreadByNode: readonly Row[] = [
  { name: "node updates label which matches topologyKey", pod: byZone, before: nodeOf(zone1), after: nodeOf({ zone: "zone2" }), queues: true },
  { name: "node that doesn't match topologySpreadConstraints updates non-related label", pod: byZone, before: nodeOf({ foo: "bar1" }), after: nodeOf({ foo: "bar2" }), queues: false },
  { name: "node that match topologySpreadConstraints adds non-related label", pod: byBoth, before: nodeOf({ ...zone1node1, foo: "bar" }), after: nodeOf(zone1node1), queues: false },
  { name: "create node with non-related labels", pod: byZone, after: nodeOf({ foo: "bar" }), queues: false },
  { name: "create node with related labels", pod: byZone, after: nodeOf(zone1), queues: true },
  { name: "delete node with non-related labels", pod: byZone, before: nodeOf({ foo: "bar" }), queues: false },
  { name: "delete node with related labels", pod: byZone, before: nodeOf(zone1), queues: true },
  { name: "add node with related labels that only match one of topologySpreadConstraints", pod: byBoth, after: nodeOf(zone1), queues: false },
  { name: "add node with related labels that match all topologySpreadConstraints", pod: byBoth, after: nodeOf(zone1node1), queues: true },
  { name: "update node with related labels that only match one of topologySpreadConstraints", pod: byBoth, before: nodeOf(zone1), after: nodeOf(zone1), queues: false },
  { name: "update node with related labels that match all topologySpreadConstraints", pod: byBoth, before: nodeOf(zone1node1), after: nodeOf({ zone: "zone1", node: "node2" }), queues: true },
  { name: "update node with different taints that match all topologySpreadConstraints", pod: byBoth, before: tainted(zone1node1, "aaa"), after: tainted(zone1node1, "ccc"), queues: true },
  { name: "update node with different taints that only match one of topologySpreadConstraints", pod: byBoth, before: tainted({ node: "node1" }, "aaa"), after: tainted({ node: "node1" }, "ccc"), queues: false },
];

const p2 = (labels: Labels, on: string | undefined = "fake-node", namespace = "default") =>
  podOf("p2", { labels, namespace, ...(on === "" ? {} : { on }) });
const foo = { foo: "" };
const tolerant = { tolerations: [{ key: "node.kubernetes.io/unschedulable", operator: "Exists" as const }] };
const policy = (nodeTaintsPolicy: "Honor" | "Ignore") => spreading(hard(1, "zone", { nodeTaintsPolicy }), hard(1, "node", byBar));
/** The Pod itself, before and after. */
const itself = (pod: ReturnType<typeof spreading>, labels: Labels, spec: object = {}) => ({
  ...pod,
  metadata: { ...pod.metadata, labels },
  spec: { containers: [], ...pod.spec, ...spec },
});
const honoring = policy("Honor");
const ignoring = policy("Ignore");

const spreadByPod: readonly Row[] = [
  { name: "add pod with labels match topologySpreadConstraints selector", pod: byZone, after: p2(foo), queues: true },
  { name: "add un-scheduled pod", pod: byZone, after: p2(foo, ""), queues: false },
  { name: "update un-scheduled pod", pod: byZone, before: p2({ bar: "" }, ""), after: p2(foo, ""), queues: false },
  { name: "delete un-scheduled pod", pod: byZone, before: p2(foo, ""), queues: false },
  { name: "add pod with different namespace", pod: byZone, after: p2(foo, "fake-node", "fake-namespace"), queues: false },
  { name: "add pod with labels don't match topologySpreadConstraints selector", pod: byZone, after: p2({ bar: "" }), queues: false },
  { name: "delete pod with labels that match topologySpreadConstraints selector", pod: byZone, before: p2(foo), queues: true },
  { name: "delete pod with labels that don't match topologySpreadConstraints selector", pod: byZone, before: p2({ bar: "" }), queues: false },
  { name: "update pod's non-related label", pod: byZone, before: p2({ foo: "", bar: "bar1" }), after: p2({ foo: "", bar: "bar2" }), queues: false },
  { name: "add pod's label that matches topologySpreadConstraints selector", pod: byZone, before: p2({}), after: p2(foo), queues: true },
  { name: "delete pod label that matches topologySpreadConstraints selector", pod: byZone, before: p2(foo), after: p2({}), queues: true },
  { name: "change pod's label that matches topologySpreadConstraints selector", pod: byZone, before: p2({ foo: "foo1" }), after: p2({ foo: "foo2" }), queues: false },
  { name: "change pod's label that doesn't match topologySpreadConstraints selector", pod: byZone, before: p2({ foo: "", bar: "bar1" }), after: p2({ foo: "", bar: "bar2" }), queues: false },
  { name: "add pod's label that matches topologySpreadConstraints selector with multi topologySpreadConstraints", pod: byTwo, before: p2(foo), after: p2({ foo: "", bar: "bar2" }), queues: true },
  { name: "change pod's label that doesn't match topologySpreadConstraints selector with multi topologySpreadConstraints", pod: byTwo, before: p2(foo), after: p2({ foo: "", baz: "" }), queues: false },
  { name: "change pod's label that match topologySpreadConstraints selector with multi topologySpreadConstraints", pod: byTwo, before: p2({ foo: "", bar: "" }), after: p2({ foo: "", bar: "bar2" }), queues: false },
  { name: "NodeTaintsPolicy:Honor and has got a new toleration", pod: honoring, before: itself(honoring, foo), after: itself(honoring, foo, tolerant), queues: true },
  { name: "without NodeTaintsPolicy:Honor and has got a new toleration", pod: ignoring, before: itself(ignoring, foo), after: itself(ignoring, foo, tolerant), queues: false },
  { name: "has got a new label matching the selector of the constraint", pod: ignoring, before: itself(ignoring, {}), after: itself(ignoring, foo), queues: true },
  { name: "has got a new unrelated label", pod: ignoring, before: itself(ignoring, {}), after: itself(ignoring, { unrelated: "" }), queues: false },
];

type Kind = "podAffinity" | "podAntiAffinity";
const required = (kind: Kind, ...terms: readonly PodAffinityTerm[]) => ({
  affinity: { [kind]: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
});
const scan = isIn("service", "securityscan", "value2");
const near = podOf("p", { spec: required("podAffinity", { topologyKey: "region", labelSelector: scan }) });
const nearBoth = podOf("p", {
  spec: required("podAffinity", { topologyKey: "hostname", labelSelector: exists("aaa") }, { topologyKey: "hostname", labelSelector: exists("bbb") }),
});
const away = required("podAntiAffinity", { topologyKey: "region", labelSelector: scan });
const far = podOf("p", { spec: away });
const other = (labels: Labels, on = "fake-node", spec: object = {}) => podOf("other", { labels, spec, ...(on === "" ? {} : { on }) });
const matching = { service: "securityscan" };
const a = { aaa: "a" };

const affinityByPod: readonly Row[] = [
  { name: "add a pod which matches the pod affinity", pod: near, after: other(matching), queues: true },
  { name: "add an un-scheduled pod", pod: near, after: other(matching, ""), queues: false },
  { name: "add a pod which doesn't match the pod affinity", pod: near, after: other(a), queues: false },
  { name: "update a pod from non-match to match pod affinity", pod: near, before: other(a), after: other(matching), queues: true },
  { name: "the updating pod matches target pod's affinity both before and after label changes", pod: near, before: other({ service: "value2" }), after: other(matching), queues: false },
  { name: "update an un-scheduled pod", pod: near, before: other(a, ""), after: other(matching, ""), queues: false },
  { name: "update a pod from match to non-match the pod affinity", pod: near, before: other(matching), after: other(a), queues: false },
  { name: "update a pod from match to non-match pod's affinity - multiple terms case", pod: nearBoth, before: other(a), after: other(matching), queues: false },
  { name: "update a pod from non-match to match pod's affinity - multiple terms case", pod: nearBoth, before: other(a), after: other({ aaa: "", bbb: "" }), queues: true },
  { name: "updated pod is the target pod", pod: podOf("p", { labels: { foo: "baz" } }), before: podOf("p", { labels: { foo: "bar" } }), after: podOf("p", { labels: { foo: "baz" } }), queues: true },
  { name: "modify pod label to change it from satisfying pod anti-affinity to not satisfying anti-affinity", pod: far, before: other(matching), after: other({ service: "aaaa" }), queues: true },
  { name: "modify pod label to change it from not satisfying pod anti-affinity to satisfying anti-affinity", pod: far, before: other({ service: "bbb" }), after: other(matching), queues: false },
  { name: "delete a pod which doesn't match pod's anti-affinity", pod: far, before: other(a), queues: false },
  { name: "delete a pod which matches pod's anti-affinity", pod: far, before: other(matching), queues: true },
  { name: "delete a pod with anti-affinity that matches pending pod", pod: podOf("p", { labels: matching }), before: other({}, "fake-node", away), queues: true },
  { name: "delete a pod with anti-affinity that doesn't match pending pod", pod: podOf("p", { labels: { service: "foo" } }), before: other({}, "fake-node", away), queues: false },
  { name: "delete a pod which doesn't match pending pod's anti-affinity and has anti-affinity that doesn't match pending pod", pod: podOf("p", { labels: { service: "foo" }, spec: away }), before: other({ service: "foo" }, "fake-node", away), queues: false },
];

const nearIn = (topologyKey: string) => podOf("p", { spec: required("podAffinity", { topologyKey, labelSelector: scan }) });
const zoned = nearIn("zone");
const apart = podOf("p", {
  spec: required("podAntiAffinity", { topologyKey: "zone", labelSelector: { matchLabels: { another: "label" } } }),
});
const unrelated = { zone: "zone1", "unrelated-label": "unrelated" };

const affinityByNode: readonly Row[] = [
  { name: "add a new node with matched pod affinity topologyKey", pod: zoned, after: nodeOf(zone1), queues: true },
  { name: "add a new node without matched topologyKey", pod: nearIn("region"), after: nodeOf(zone1), queues: false },
  { name: "update node label but not topologyKey", pod: zoned, before: nodeOf(a), after: nodeOf({ aaa: "b" }), queues: false },
  { name: "update node label that isn't related to the pod affinity", pod: zoned, before: nodeOf(zone1), after: nodeOf(unrelated), queues: false },
  { name: "update node with different affinity topologyKey value", pod: zoned, before: nodeOf(zone1), after: nodeOf({ zone: "zone2" }), queues: true },
  { name: "update node to have the affinity topology label", pod: zoned, before: nodeOf(a), after: nodeOf(zone1), queues: true },
  { name: "add a new node with matched pod anti-affinity topologyKey", pod: apart, after: nodeOf(zone1), queues: true },
  { name: "add a new node without matched pod anti-affinity topologyKey", pod: apart, after: nodeOf(), queues: true },
  { name: "update node label that isn't related to the pod anti-affinity", pod: apart, before: nodeOf(zone1), after: nodeOf(unrelated), queues: false },
  { name: "update node with different anti-affinity topologyKey value", pod: apart, before: nodeOf(zone1), after: nodeOf({ zone: "zone2" }), queues: true },
  { name: "update node to have the anti-affinity topology label", pod: apart, before: nodeOf(a), after: nodeOf(zone1), queues: false },
  { name: "update node label not to have anti-affinity topology label", pod: apart, before: nodeOf(zone1), after: nodeOf(a), queues: true },
];

const all = (plugin: string, resource: "Node" | "Pod", rows: readonly Row[]): readonly HintVector[] =>
  rows.map((row) => ({ plugin, resource, ...row }));

export const hintsByPod: readonly HintVector[] = [
  ...all("PodTopologySpread", "Node", spreadByNode),
  ...all("PodTopologySpread", "Pod", spreadByPod),
  ...all("InterPodAffinity", "Pod", affinityByPod),
  ...all("InterPodAffinity", "Node", affinityByNode),
];
