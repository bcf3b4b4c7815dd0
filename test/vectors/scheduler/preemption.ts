/**
 * Whom preemption sends away, from which node, and what it says where it finds nobody: default_preemption_test.go (TestPostFilter,
 * TestDryRunPreemption, TestSelectBestCandidate, TestPodEligibleToPreemptOthers, TestPreempt). Left out: rows with fake plugins
 * that refuse everything or nothing, rows in which the Pod fits without anybody going (it would have been placed), and extenders.
 */
import type { LabelSelector, Pod, PodSpec, TopologySpreadConstraint } from "../../../src/api/generated/types.ts";

export const low = 0;
export const mid = 100;
export const high = 1000;
const negative = -100;
const veryHigh = 10_000;

export type Size = "none" | "small" | "medium" | "large" | "whole";

export interface PlacedPod {
  readonly name: string;
  readonly node: string;
  readonly priority: number;
  /** A node has room for five small ones, that is for one of `whole`. */
  readonly size: Size;
  /** Nanoseconds since 1970 upstream, seconds here. */
  readonly started?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: Partial<PodSpec>;
  readonly metadata?: object;
  readonly status?: Pod["status"];
}

export interface VectorBudget {
  readonly allowed: number;
  /** Pods whose eviction has been let pass already. */
  readonly disrupted?: readonly string[];
}

export interface PreemptionVector {
  readonly name: string;
  /** Host name, or host name and zone: `node-a/zone1`. */
  readonly nodes: readonly string[];
  /** Pods that a node has room for, whatever their size; 32 unless said. */
  readonly podsMax?: number;
  readonly wants: {
    readonly priority: number;
    readonly size: Size;
    readonly labels?: Readonly<Record<string, string>>;
    readonly spec?: Partial<PodSpec>;
    readonly nominatedNodeName?: string;
  };
  readonly pods: readonly PlacedPod[];
  /** Over Pods with the label app=foo. */
  readonly budget?: VectorBudget;
  /** Where the search begins and how many candidates are enough; all nodes are looked at without it. */
  readonly sample?: { readonly offset: number; readonly enough: number };
  /** Victims by node, by name, and how many of them a budget would have kept. */
  readonly candidates?: Readonly<Record<string, readonly [victims: string, violations?: number]>>;
  /** Any of these is picked; none: nobody is sent away. */
  readonly picks?: readonly string[];
  /** What is said where nothing is picked. */
  readonly message?: string;
}

const on = (node: string, ...pods: readonly (readonly [name: string, priority: number, size: Size, started?: number])[]): readonly PlacedPod[] =>
  pods.map(([name, priority, size, started]) => ({ name, node, priority, size, ...(started === undefined ? {} : { started }) }));
const guarded = (pods: readonly PlacedPod[]): readonly PlacedPod[] => pods.map((pod) => ({ ...pod, labels: { app: "foo" } }));
const two = ["node1", "node2"];
const three = ["node1", "node2", "node3"];
const five = ["node1", "node2", "node3", "node4", "node5"];

const ofFoo: LabelSelector = { matchExpressions: [{ key: "foo", operator: "Exists" }] };
const foo = { foo: "" };
const spread = (topologyKey: string): TopologySpreadConstraint => ({ maxSkew: 1, topologyKey, whenUnsatisfiable: "DoNotSchedule", labelSelector: ofFoo });
const spreading = { priority: high, size: "none", labels: foo, spec: { topologySpreadConstraints: [spread("zone"), spread("hostname")] } } as const;
const zones = ["node-a/zone1", "node-b/zone1", "node-x/zone2"];
const labelled = (pods: readonly PlacedPod[]): readonly PlacedPod[] => pods.map((pod) => ({ ...pod, labels: foo }));
const one = (node: string, name: string, priority: number): readonly PlacedPod[] => on(node, [name, priority, "none"]);
const five1 = (...priorities: readonly number[]): readonly PlacedPod[] => priorities.flatMap((priority, i) => on(`node${i + 1}`, [`p${i + 1}`, priority, "large"]));

const wholeCpu = { priority: high, size: "none", spec: { containers: [{ name: "c", resources: { requests: { cpu: "500m" } } }] } } as const;
const leaving = { deletionTimestamp: "2026-01-01T00:00:30Z", deletionGracePeriodSeconds: 30 };
const byScheduler: NonNullable<Pod["status"]> = { conditions: [{ type: "DisruptionTarget", status: "True", reason: "PreemptionByScheduler" }] };
const expecting = { priority: high, size: "whole", nominatedNodeName: "node1" } as const;

export const preemptionVectors: readonly PreemptionVector[] = [
  // TestPostFilter
  { name: "a Pod of higher priority can be made to fit", nodes: ["node1"], podsMax: 1, wants: { priority: high, size: "none" }, pods: one("node1", "p1", low), picks: ["node1"] },
  { name: "one of the same priority cannot", nodes: ["node1"], podsMax: 1, wants: { priority: low, size: "none" }, pods: one("node1", "p1", low), picks: [], message: "preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod." },
  { name: "nor one whose refusal cannot be resolved", nodes: ["node1"], podsMax: 1, wants: { priority: high, size: "none", spec: { nodeSelector: { disk: "ssd" } } }, pods: one("node1", "p1", low), picks: [], message: "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling." },
  { name: "it can be made to fit on one of two", nodes: two, podsMax: 1, wants: { priority: mid, size: "none" }, pods: [...one("node1", "p1", high), ...one("node2", "p2", low)], picks: ["node2"] },
  { name: "there is too little room even without those below it", nodes: two, wants: wholeCpu, pods: [...on("node1", ["p1", low, "small"], ["h1", high, "medium"]), ...on("node2", ["p2", low, "small"], ["h2", high, "medium"])], candidates: {}, picks: [], message: "preemption: 0/2 nodes are available: 2 Insufficient cpu." },
  { name: "nobody below it on one, too little room on the other", nodes: two, wants: wholeCpu, pods: [...on("node1", ["h1", high, "medium"]), ...on("node2", ["p2", low, "small"], ["h2", high, "medium"])], candidates: {}, picks: [], message: "preemption: 0/2 nodes are available: 1 Insufficient cpu, 1 No preemption victims found for incoming pod." },
  { name: "two cannot be helped, and two have too little room", nodes: ["node1", "node2", "node3/zone2", "node4/zone2"], wants: { ...wholeCpu, spec: { ...wholeCpu.spec, nodeSelector: { zone: "zone2" } } }, pods: ["node1", "node2", "node3", "node4"].flatMap((node) => on(node, [`${node}.1`, low, "small"], [`${node}.2`, high, "medium"])), candidates: {}, picks: [], message: "preemption: 0/4 nodes are available: 2 Insufficient cpu, 2 Preemption is not helpful for scheduling." },
  { name: "more than a node has at all cannot be helped", nodes: two, wants: { ...wholeCpu, spec: { containers: [{ name: "c", resources: { requests: { cpu: "2" } } }] } }, pods: [...on("node1", ["p1", low, "small"]), ...on("node2", ["p2", low, "small"])], candidates: {}, picks: [], message: "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling." },
  // TestDryRunPreemption
  { name: "it fits on both when those of lower priority go", nodes: two, wants: { priority: high, size: "large" }, pods: [...on("node1", ["p1", mid, "large"]), ...on("node2", ["p2", mid, "large"])], candidates: { node1: ["p1"], node2: ["p2"] }, picks: two },
  { name: "those that run have a higher priority", nodes: two, wants: { priority: low, size: "large" }, pods: [...on("node1", ["p1", mid, "large"]), ...on("node2", ["p2", mid, "large"])], candidates: {}, picks: [], message: "preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod." },
  { name: "one of medium priority goes, a small one of lower priority stays", nodes: two, wants: { priority: high, size: "large" }, pods: [...on("node1", ["p1.1", low, "small"], ["p1.2", mid, "large"]), ...on("node2", ["p2", mid, "large"])], candidates: { node1: ["p1.2"], node2: ["p2"] }, picks: two },
  { name: "some of mixed priorities go", nodes: two, wants: { priority: high, size: "large" }, pods: [...on("node1", ["p1.1", mid, "small"], ["p1.2", low, "small"], ["p1.3", mid, "medium"], ["p1.4", high, "small"]), ...on("node2", ["p2", high, "large"])], candidates: { node1: ["p1.2 p1.3"] }, picks: ["node1"] },
  { name: "of equal priority the one that started later goes", nodes: two, wants: { priority: high, size: "large" }, pods: [...on("node1", ["p1.1", low, "small", 5], ["p1.2", low, "small", 4], ["p1.3", mid, "medium", 3], ["p1.4", high, "small", 2]), ...on("node2", ["p2", high, "large", 1])], candidates: { node1: ["p1.1 p1.3"] }, picks: ["node1"] },
  {
    name: "one with anti-affinity goes",
    nodes: two,
    wants: { priority: high, size: "small", labels: foo },
    pods: [
      { ...on("node1", ["p1.1", low, "small"])[0], labels: foo, spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: ofFoo, topologyKey: "hostname" }] } } } } as PlacedPod,
      ...on("node1", ["p1.2", mid, "small"], ["p1.3", high, "small"]),
      ...on("node2", ["p2", high, "small"]),
    ],
    candidates: { node1: ["p1.1"] },
  },
  { name: "one goes for the sake of an even spread", nodes: zones, wants: spreading, pods: labelled([...one("node-a", "pod-a1", mid), ...one("node-a", "pod-a2", low), ...one("node-b", "pod-b1", low), ...one("node-x", "pod-x1", high), ...one("node-x", "pod-x2", high)]), candidates: { "node-a": ["pod-a2"], "node-b": ["pod-b1"] } },
  { name: "a budget is violated by the second", nodes: ["node1"], wants: { priority: high, size: "whole" }, pods: guarded(on("node1", ["p1.1", mid, "medium"], ["p1.2", mid, "medium"])), budget: { allowed: 1 }, candidates: { node1: ["p1.1 p1.2", 1] } },
  { name: "a budget has let another one go before", nodes: ["node1"], wants: { priority: high, size: "whole" }, pods: guarded(on("node1", ["p1.1", mid, "medium"], ["p1.2", mid, "medium"])), budget: { allowed: 1, disrupted: ["p2"] }, candidates: { node1: ["p1.1 p1.2", 1] } },
  { name: "a budget has let one of them go before", nodes: ["node1"], wants: { priority: high, size: "whole" }, pods: guarded(on("node1", ["p1.1", mid, "medium"], ["p1.2", mid, "medium"])), budget: { allowed: 1, disrupted: ["p1.2"] }, candidates: { node1: ["p1.1 p1.2"] } },
  { name: "a budget has let one of three go before, which violates nothing", nodes: ["node1"], wants: { priority: high, size: "whole" }, pods: guarded(on("node1", ["p1.1", mid, "medium"], ["p1.2", mid, "medium"], ["p1.3", mid, "medium"])), budget: { allowed: 1, disrupted: ["p1.3"] }, candidates: { node1: ["p1.1 p1.2 p1.3", 1] } },
  { name: "two candidates of five are enough", nodes: five, wants: { priority: high, size: "large" }, pods: five1(mid, mid, mid, mid, mid), sample: { offset: 4, enough: 2 }, candidates: { node5: ["p5"], node1: ["p1"] } },
  { name: "two candidates are enough, where some nodes are none", nodes: five, wants: { priority: high, size: "large" }, pods: five1(mid, veryHigh, mid, mid, veryHigh), sample: { offset: 4, enough: 2 }, candidates: { node1: ["p1"], node3: ["p3"] } },
  { name: "the next search begins elsewhere", nodes: five, wants: { priority: high, size: "large" }, pods: five1(mid, mid, mid, mid, mid), sample: { offset: 1, enough: 2 }, candidates: { node2: ["p2"], node3: ["p3"] } },
  { name: "the one after that wraps around no further than it must", nodes: five, wants: { priority: high, size: "large" }, pods: five1(mid, mid, mid, mid, mid), sample: { offset: 3, enough: 2 }, candidates: { node4: ["p4"], node5: ["p5"] } },
  { name: "the search goes on until it finds one that violates no budget", nodes: five, wants: { priority: high, size: "large" }, pods: five1(mid, mid, mid, mid, mid).map((pod) => (["p1", "p2", "p5"].includes(pod.name) ? { ...pod, labels: { app: "foo" } } : pod)), budget: { allowed: 0 }, sample: { offset: 4, enough: 2 }, candidates: { node3: ["p3"], node5: ["p5", 1], node1: ["p1", 1] } },

  // TestSelectBestCandidate
  { name: "the lowest of the highest priorities is picked", nodes: three, wants: { priority: high, size: "whole" }, pods: [...on("node1", ["p1.1", mid, "medium", 0], ["p1.2", mid, "large", 0]), ...on("node2", ["p2.1", mid, "medium", 0], ["p2.2", low, "medium", 0]), ...on("node3", ["p3.1", low, "medium", 0], ["p3.2", low, "medium", 0])], picks: ["node3"] },
  { name: "then the lowest sum of priorities", nodes: three, wants: { priority: high, size: "whole" }, pods: [...on("node1", ["p1.1", mid, "medium", 0], ["p1.2", mid, "large", 0]), ...on("node2", ["p2.1", mid, "large", 0], ["p2.2", low, "medium", 0]), ...on("node3", ["p3.1", mid, "medium", 0], ["p3.2", mid, "medium", 0])], picks: ["node2"] },
  { name: "then the fewest", nodes: three, wants: { priority: high, size: "whole" }, pods: [...on("node1", ["p1.1", mid, "small", 0], ["p1.2", negative, "small", 0], ["p1.3", mid, "small", 0], ["p1.4", negative, "small", 0]), ...on("node2", ["p2.1", mid, "large", 0], ["p2.2", negative, "medium", 0]), ...on("node3", ["p3.1", mid, "medium", 0], ["p3.2", negative, "small", 0], ["p3.3", low, "small", 0])], picks: ["node2"] },
  { name: "a Pod of negative priority adds to the sum", nodes: three, wants: { priority: high, size: "whole" }, pods: [...on("node1", ["p1.1", mid, "small", 0], ["p1.2", negative, "small", 0], ["p1.3", negative, "small", 0]), ...on("node2", ["p2.1", mid, "large", 0], ["p2.2", negative, "medium", 0]), ...on("node3", ["p3.1", mid, "medium", 0], ["p3.2", negative, "small", 0], ["p3.3", low, "small", 0])], picks: ["node2"] },
  { name: "highest priority, sum and number each for another node", nodes: ["node1", "node2", "node3", "node4"], wants: { priority: veryHigh, size: "whole" }, pods: [...on("node1", ["p1.1", mid, "small", 0], ["p1.2", low, "small", 0], ["p1.3", low, "small", 0]), ...on("node2", ["p2.1", high, "large", 0]), ...on("node3", ["p3.1", mid, "medium", 0], ["p3.2", low, "small", 0], ["p3.3", low, "small", 0], ["p3.4", low, "medium", 0]), ...on("node4", ["p4.1", mid, "medium", 0], ["p4.2", mid, "small", 0], ["p4.3", mid, "small", 0], ["p4.4", negative, "small", 0])], picks: ["node1"] },
  { name: "then whose Pods started last", nodes: three, wants: { priority: high, size: "whole" }, pods: [...on("node1", ["p1.1", mid, "medium", 2], ["p1.2", mid, "medium", 2]), ...on("node2", ["p2.1", mid, "medium", 3], ["p2.2", mid, "medium", 3]), ...on("node3", ["p3.1", mid, "medium", 1], ["p3.2", mid, "medium", 1])], picks: ["node2"] },
  { name: "the earliest start of each node counts", nodes: three, wants: { priority: high, size: "whole" }, pods: [...on("node1", ["p1.1", mid, "medium", 4], ["p1.2", mid, "medium", 2]), ...on("node2", ["p2.1", mid, "medium", 5], ["p2.2", mid, "medium", 1]), ...on("node3", ["p3.1", mid, "medium", 3], ["p3.2", mid, "medium", 6])], picks: ["node3"] },
  { name: "of those of the highest priority", nodes: three, wants: { priority: high, size: "whole" }, pods: [...on("node1", ["p1.1", low, "medium", 4], ["p1.2", mid, "medium", 2]), ...on("node2", ["p2.1", mid, "medium", 6], ["p2.2", low, "medium", 1]), ...on("node3", ["p3.1", low, "medium", 3], ["p3.2", mid, "medium", 5])], picks: ["node2"] },

  // TestPodEligibleToPreemptOthers
  { name: "one that has a node promised need not wait there once nobody's going helps", nodes: two, wants: { ...expecting, spec: { nodeSelector: { hostname: "node2" } } }, pods: [{ name: "p1", node: "node1", priority: low, size: "whole", metadata: leaving, status: byScheduler }, ...on("node2", ["p2", mid, "whole"])], picks: ["node2"] },
  { name: "one waits for those that go for it", nodes: two, wants: expecting, pods: [{ name: "p1", node: "node1", priority: low, size: "whole", metadata: leaving, status: byScheduler }, ...on("node2", ["p2", mid, "whole"])], picks: [], message: "preemption: not eligible due to a terminating pod on the nominated node." },
  { name: "not for one that is marked, and stays", nodes: two, wants: expecting, pods: [{ name: "p1", node: "node1", priority: low, size: "whole", status: byScheduler }, ...on("node2", ["p2", mid, "whole"])], picks: ["node1"] },
  { name: "nor for one that goes for another reason", nodes: two, wants: expecting, pods: [{ name: "p1", node: "node1", priority: mid, size: "whole", metadata: leaving, status: { conditions: [{ type: "DisruptionTarget", status: "True", reason: "EvictionByEvictionAPI" }] } }, ...on("node2", ["p2", low, "whole"])], picks: ["node2"] },
  { name: "one may be told never to preempt", nodes: ["node1"], wants: { priority: high, size: "whole", spec: { preemptionPolicy: "Never" } }, pods: on("node1", ["p1", low, "small"]), picks: [], message: "preemption: not eligible due to preemptionPolicy=Never." },

  // TestPreempt
  { name: "the plain case, told to preempt", nodes: three, wants: { priority: high, size: "whole", spec: { preemptionPolicy: "PreemptLowerPriority" } }, pods: [...on("node1", ["p1.1", low, "small"], ["p1.2", low, "small"]), ...on("node2", ["p2.1", high, "large"]), ...on("node3", ["p3.1", mid, "medium"])], candidates: { node1: ["p1.1 p1.2"], node3: ["p3.1"] }, picks: ["node1"] },
  { name: "the plain case, told nothing", nodes: three, wants: { priority: high, size: "whole" }, pods: [...on("node1", ["p1.1", low, "small"], ["p1.2", low, "small"]), ...on("node2", ["p2.1", high, "large"]), ...on("node3", ["p3.1", mid, "medium"])], picks: ["node1"] },
  { name: "one goes for an even spread, where only one may", nodes: zones, wants: spreading, pods: labelled([...one("node-a", "p-a1", high), ...one("node-a", "p-a2", high), ...one("node-b", "p-b1", low), ...one("node-x", "p-x1", high), ...one("node-x", "p-x2", high)]), candidates: { "node-b": ["p-b1"] }, picks: ["node-b"] },
];
