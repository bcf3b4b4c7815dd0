/** Hints of plugins about nodes, rooms and ports: noderesources, nodeaffinity, nodeports, nodeunschedulable, tainttoleration. */
import type { Taint, Toleration } from "../../../src/api/generated/types.ts";
import { nodeOf, podOf, requesting } from "./hint-vector.ts";
import type { HintVector, Labels } from "./hint-vector.ts";

const A = "example.com/aaa";
const B = "example.com/bbb";
const cpu = (amount: string) => requesting({ cpu: amount });
const pod1 = podOf("pod1", { spec: cpu("1") });
const other = (spec: ReturnType<typeof requesting>, on?: string) => podOf("pod2", { spec, ...(on === undefined ? {} : { on }) });
const wholly = (amount: string) => ({ containers: [], resources: { requests: { cpu: amount } } });

/** fit_test.go: Test_isSchedulableAfterPodChange; rows with resizing switched off are left out. */
const fitByPod: readonly Omit<HintVector, "plugin" | "resource">[] = [
  { name: "queue-on-other-pod-deleted", pod: pod1, before: other(cpu("1"), "fake"), queues: true },
  { name: "skip-queue-on-unscheduled-pod-deleted", pod: podOf("pod1"), before: podOf("pod2"), queues: false },
  { name: "skip-queue-on-other-unscheduled-pod", pod: pod1, before: other(cpu("2")), after: other(cpu("1")), queues: false },
  { name: "skip-queue-on-other-pod-non-resource-changes", pod: podOf("pod1"), before: podOf("pod2", { on: "fake", labels: { k: "v" } }), after: podOf("pod2", { on: "fake", labels: { foo: "bar" } }), queues: false },
  { name: "skip-queue-on-other-pod-unrelated-resource-changes", pod: pod1, before: other(requesting({ memory: "2" }), "fake"), after: other(requesting({ memory: "1" }), "fake"), queues: false },
  { name: "skip-queue-on-other-pod-resource-scale-up", pod: pod1, before: other(cpu("1"), "fake"), after: other(cpu("2"), "fake"), queues: false },
  { name: "queue-on-other-pod-some-resource-scale-down", pod: pod1, before: other(cpu("2"), "fake"), after: other(cpu("1"), "fake"), queues: true },
  { name: "queue-on-target-pod-some-resource-scale-down", pod: pod1, before: podOf("pod1", { spec: cpu("2") }), after: pod1, queues: true },
  { name: "queue-on-target-pod-some-pod-level-resource-scale-down", pod: podOf("pod1", { spec: wholly("1") }), before: podOf("pod1", { spec: wholly("2") }), after: podOf("pod1", { spec: wholly("1") }), queues: true },
];

const offering = (allocatable: Labels) => nodeOf({}, { allocatable });
const wanting = (requests: Labels) => podOf("p", { spec: requesting(requests) });
const both = wanting({ memory: "2", [A]: "1" });
const all = { cpu: "2m", memory: "2", "ephemeral-storage": "2", [A]: "2" };
/** Test_isSchedulableAfterNodeChange, TestIsFit, and TestHaveAnyRequestedResourcesIncreased where the Pod fits the node. */
const fitByNode: readonly (readonly [string, HintVector["pod"], Labels | undefined, Labels, boolean])[] = [
  ["skip-queue-on-node-add-without-sufficient-resources", wanting({ memory: "2" }), undefined, { memory: "1" }, false],
  ["skip-queue-on-node-add-without-required-resource-type", wanting({ [A]: "1" }), undefined, { [B]: "1" }, false],
  ["queue-on-node-add-with-sufficient-resources", both, undefined, { memory: "4", [A]: "2" }, true],
  ["skip-queue-on-node-unrelated-changes", both, { memory: "2", [A]: "2" }, { memory: "2", [A]: "1", [B]: "2" }, false],
  ["queue-on-pod-requested-resources-increase", both, { memory: "2", [A]: "1" }, { memory: "2", [A]: "2" }, true],
  ["skip-queue-on-node-changes-from-suitable-to-unsuitable", both, { memory: "4", [A]: "2" }, { memory: "1", [A]: "2" }, false],
  ["queue-on-node-changes-from-unsuitable-to-suitable", both, { memory: "1", [A]: "2" }, { memory: "4", [A]: "2" }, true],
  ["insufficient resource", wanting({ cpu: "2" }), undefined, { cpu: "1" }, false],
  ["sufficient resource", wanting({ cpu: "1" }), undefined, { cpu: "2" }, true],
  ["insufficient pod-level resource", podOf("p", { spec: wholly("2") }), undefined, { cpu: "1" }, false],
  ["sufficient pod-level resource", podOf("p", { spec: wholly("2") }), undefined, { cpu: "2" }, true],
  ["sufficient pod-level resource hugepages", podOf("p", { spec: { resources: { requests: { "hugepages-2Mi": "2Mi" } } } }), undefined, { "hugepages-2Mi": "2Mi" }, true],
  ["insufficient pod-level resource hugepages", podOf("p", { spec: { resources: { requests: { "hugepages-2Mi": "4Mi" } } } }), undefined, { "hugepages-2Mi": "2Mi" }, false],
  ["no-requested-resources", podOf("p"), { pods: "1", cpu: "1", memory: "1", [A]: "1" }, { pods: "1", cpu: "2", memory: "2", [A]: "2" }, false],
  ["no-requested-resources-pods-increased", podOf("p"), { pods: "1", cpu: "1" }, { pods: "2", cpu: "1" }, true],
  ["requested-resources-decreased", wanting(all), { cpu: "1", memory: "2", "ephemeral-storage": "3", [A]: "4" }, { cpu: "1", memory: "2", "ephemeral-storage": "1", [A]: "1" }, false],
  ["requested-resources-increased", wanting(all), { cpu: "1", memory: "2", "ephemeral-storage": "3", [A]: "4" }, { cpu: "3", memory: "4", "ephemeral-storage": "3", [A]: "4" }, true],
  ["scalar-resources-not-in-node", wanting(all), { cpu: "1", memory: "2", "ephemeral-storage": "3" }, { cpu: "1", memory: "2", "ephemeral-storage": "1" }, false],
  ["non-requested-resources-decreased", wanting({ cpu: "2m", memory: "2" }), { cpu: "1", memory: "2", "ephemeral-storage": "3", [A]: "4" }, { cpu: "1", memory: "2", "ephemeral-storage": "1", [A]: "1" }, false],
  ["non-requested-resources-increased", wanting({ cpu: "2m", memory: "2" }), { cpu: "1", memory: "2", "ephemeral-storage": "3", [A]: "4" }, { cpu: "1", memory: "2", "ephemeral-storage": "5", [A]: "6" }, false],
];

const needing = (key: string, ...values: readonly string[]) => ({
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key, operator: "In" as const, values }] }],
  },
});
const affine = podOf("p", { spec: { affinity: { nodeAffinity: needing("foo", "bar") } } });
const bar = { foo: "bar" };
const added = { args: { NodeAffinity: { addedAffinity: needing("foo", "bar") } } };
const affinity: readonly Omit<HintVector, "plugin" | "resource" | "pod">[] = [
  { name: "skip-queue-on-add", after: nodeOf(), queues: false },
  { name: "queue-on-add", after: nodeOf(bar), queues: true },
  { name: "skip-unrelated-changes", before: nodeOf(), after: nodeOf({}, { allocatable: { cpu: "1" } }), queues: false },
  { name: "skip-unrelated-changes-on-labels", before: nodeOf(), after: nodeOf({ k: "v" }), queues: false },
  { name: "skip-labels-changes-on-node-from-suitable-to-unsuitable", before: nodeOf(bar), after: nodeOf({ k: "v" }), queues: false },
  { name: "queue-on-labels-change-makes-pod-schedulable", before: nodeOf(), after: nodeOf(bar), queues: true },
  { name: "skip-queue-on-add-scheduler-enforced-node-affinity", ...added, after: nodeOf(), queues: false },
  { name: "queue-on-add-scheduler-enforced-node-affinity", ...added, after: nodeOf(bar), queues: true },
];

const hostPort = (port: number) => ({
  containers: [{ name: "c", image: "i", ports: [{ containerPort: port, hostPort: port }] }],
});
const ports: readonly (readonly [string, HintVector["pod"], boolean])[] = [
  ["skip-queue-on-unscheduled", podOf("gone"), false],
  ["skip-queue-on-non-hostport", podOf("gone", { on: "fake-node" }), false],
  ["skip-queue-on-unrelated-hostport", podOf("gone", { on: "fake-node", spec: hostPort(8081) }), false],
  ["queue-on-released-hostport", podOf("gone", { on: "fake-node", spec: hostPort(8080) }), true],
];

const cordoned = (unschedulable: boolean, ...taints: readonly Taint[]) => nodeOf({}, { spec: { unschedulable, taints } });
const notReady: Taint = { key: "node.kubernetes.io/not-ready", effect: "NoExecute" };
const tolerating = (...tolerations: readonly Toleration[]) => podOf("pod1", { spec: { tolerations } });
const to = (key: string): Toleration => ({ key, operator: "Exists", effect: "NoSchedule" });
const unschedulable = "node.kubernetes.io/unschedulable";
const cordons: readonly Omit<HintVector, "plugin" | "pod">[] = [
  { name: "skip-queue-on-unschedulable-node-added", resource: "Node", after: cordoned(true), queues: false },
  { name: "queue-on-schedulable-node-added", resource: "Node", after: cordoned(false), queues: true },
  { name: "skip-unrelated-change-unschedulable-true", resource: "Node", before: cordoned(true), after: cordoned(true, notReady), queues: false },
  { name: "skip-unrelated-change-unschedulable-false", resource: "Node", before: cordoned(false), after: cordoned(false, notReady), queues: false },
  { name: "queue-on-unschedulable-field-change", resource: "Node", before: cordoned(true), after: cordoned(false), queues: true },
  { name: "skip-different-pod-update", resource: "Pod", before: podOf("pod2"), after: podOf("pod2", { spec: { tolerations: [to(unschedulable)] } }), queues: false },
  { name: "queue-when-the-unsched-pod-gets-toleration", resource: "Pod", before: podOf("pod1"), after: tolerating(to(unschedulable)), queues: true },
  { name: "skip-when-the-unsched-pod-gets-unrelated-toleration", resource: "Pod", before: podOf("pod1"), after: tolerating(to("unrelated-key")), queues: false },
];

const taint = (value: string): Taint => ({ key: "dedicated", value, effect: "NoSchedule" });
const tainted = (...values: readonly string[]) => nodeOf({}, { spec: { taints: values.map(taint) } });
const user2 = tolerating({ key: "dedicated", operator: "Equal", value: "user2", effect: "NoSchedule" });
const taints: readonly Omit<HintVector, "plugin">[] = [
  { name: "skip-queue-on-untoleratedtaint-node-added", resource: "Node", pod: user2, after: tainted("user1"), queues: false },
  { name: "queue-on-toleratedtaint-node-added", resource: "Node", pod: user2, after: tainted("user2"), queues: true },
  { name: "skip-unrelated-change", resource: "Node", pod: user2, before: tainted("user1"), after: tainted("user1", "user3"), queues: false },
  { name: "queue-on-taint-change", resource: "Node", pod: user2, before: tainted("user1"), after: tainted("user2"), queues: true },
  { name: "skip-updates-other-pod", resource: "Pod", pod: podOf("pod-1"), before: podOf("pod-2"), after: podOf("pod-2", { spec: { tolerations: [to("foo")] } }), queues: false },
  { name: "skip-updates-not-toleration", resource: "Pod", pod: podOf("pod-1"), before: podOf("pod-1"), after: podOf("pod-1", { labels: bar }), queues: false },
  { name: "queue-on-toleration-added", resource: "Pod", pod: podOf("pod-1"), before: podOf("pod-1"), after: podOf("pod-1", { spec: { tolerations: [to("foo")] } }), queues: true },
];

/** schedulinggates: TestIsSchedulableAfterUpdateTargetPodSchedulingGatesEliminated. */
const gated = (...names: readonly string[]) => ({ schedulingGates: names.map((name) => ({ name })) });
const gates: readonly Omit<HintVector, "plugin" | "resource">[] = [
  { name: "skip-queue-on-other-pod-updated", pod: podOf("p", { spec: gated("foo") }), before: podOf("p1", { spec: gated("foo") }), after: podOf("p1"), queues: false },
  { name: "queue-on-the-unsched-pod-updated", pod: podOf("p", { spec: gated("foo") }), before: podOf("p", { spec: gated("foo") }), after: podOf("p"), queues: true },
];

export const hintsByNode: readonly HintVector[] = [
  ...fitByPod.map((row) => ({ plugin: "NodeResourcesFit", resource: "Pod" as const, ...row })),
  ...fitByNode.map(([name, pod, before, after, queues]) => ({
    plugin: "NodeResourcesFit",
    resource: "Node" as const,
    name,
    pod,
    ...(before === undefined ? {} : { before: offering(before) }),
    after: offering(after),
    queues,
  })),
  ...affinity.map((row) => ({ plugin: "NodeAffinity", resource: "Node" as const, pod: affine, ...row })),
  ...ports.map(([name, before, queues]) => ({
    plugin: "NodePorts",
    resource: "Pod" as const,
    name,
    pod: podOf("p", { spec: hostPort(8080) }),
    before,
    queues,
  })),
  ...cordons.map((row) => ({ plugin: "NodeUnschedulable", pod: podOf("pod1"), ...row })),
  ...taints.map((row) => ({ plugin: "TaintToleration", ...row })),
  ...gates.map((row) => ({ plugin: "SchedulingGates", resource: "Pod" as const, ...row })),
];
