/**
 * Scores by resources: noderesources/least_allocated_test.go, most_allocated_test.go, requested_to_capacity_ratio_test.go,
 * balanced_allocation_test.go and TestFitScore of fit_test.go. Rows for plugins whose PreScore was not called are left out:
 * nothing can leave it out here. Rows whose arguments are refused are in configuration-errors.ts; those with devices of
 * DRA behind extended resources are left out with DRA.
 */
import type { NodeResourcesFitArgs } from "../../../src/scheduler/profile/profile.ts";
import { asking, node, pod } from "./vector.ts";
import type { PluginVector } from "./vector.ts";

type Requests = Readonly<Record<string, string>>;
type Strategy = NodeResourcesFitArgs["scoringStrategy"];
type Weights = Readonly<Record<string, number>>;

interface ScoreRow {
  readonly name: string;
  /** What each node has to offer: cpu and memory, or whatever is named. */
  readonly nodes: readonly (readonly [cpu: string, memory: string] | Requests)[];
  /** Of each container. */
  readonly wanted: readonly Requests[];
  /** By node, by Pod, its containers' requests. */
  readonly placed?: readonly (readonly (readonly Requests[])[])[];
  readonly scores: readonly number[];
  readonly weights?: Weights;
}

const half = [{ cpu: "1000", memory: "2000" }, { cpu: "2000", memory: "3000" }] as const;
const cpuOnly = [{ cpu: "3000", memory: "0" }] as const;
const cpuAndMemory = [{ cpu: "3000", memory: "5000" }] as const;
const equal = [["4000", "10000"], ["4000", "10000"]] as const;
const unequal = [["4000", "10000"], ["6000", "10000"]] as const;
const large = [["10000", "20000"], ["10000", "20000"]] as const;
const device = "abc.com/xyz";
const withDevice = { cpu: 1, memory: 1, [device]: 1 };
const offering = (cpu: string, memory: string, devices?: string): Requests =>
  devices === undefined ? { cpu, memory } : { cpu, memory, [device]: devices };
const memoryFirst = { memory: 2, cpu: 1 };
/** A Pod with one container that asks for nothing counts for 100m and 200Mi. */
const unasking = [{}] as const;
const bare = [] as const;

const leastRows: readonly ScoreRow[] = [
  { name: "nothing scheduled, nothing requested", nodes: equal, wanted: bare, scores: [100, 100] },
  { name: "nothing scheduled, resources requested, differently sized nodes", nodes: unequal, wanted: half, scores: [37, 50] },
  { name: "no resources requested, pods scheduled", nodes: equal, wanted: bare, placed: [[bare, bare], [bare, bare]], scores: [100, 100] },
  { name: "no resources requested, pods scheduled with resources", nodes: large, wanted: bare, placed: [[cpuOnly, cpuOnly], [cpuOnly, cpuAndMemory]], scores: [70, 57] },
  { name: "resources requested, pods scheduled with resources", nodes: large, wanted: half, placed: [[cpuOnly], [cpuAndMemory]], scores: [57, 45] },
  { name: "resources requested, pods scheduled with resources, differently sized nodes", nodes: [["10000", "20000"], ["10000", "50000"]], wanted: half, placed: [[cpuOnly], [cpuAndMemory]], scores: [57, 60] },
  { name: "requested resources exceed node capacity", nodes: equal, wanted: cpuOnly, placed: [[cpuOnly], [cpuAndMemory]], scores: [50, 25] },
  { name: "zero node resources, pods scheduled with resources", nodes: [{}, {}], wanted: bare, placed: [[cpuOnly], [cpuAndMemory]], scores: [0, 0] },
  { name: "different weight on cpu and memory, differently sized nodes", nodes: unequal, wanted: half, scores: [41, 50], weights: memoryFirst },
  { name: "bypass extended resource if the pod does not request", nodes: [offering("6000", "10000"), offering("6000", "10000", "4")], wanted: half, scores: [50, 50], weights: withDevice },
  { name: "honor extended resource if the pod requests", nodes: [offering("6000", "10000", "4"), offering("6000", "10000", "10")], wanted: [{ cpu: "3000", memory: "5000", [device]: "2" }], scores: [50, 60], weights: withDevice },
  { name: "if the node doesn't have a resource", nodes: [offering("6000", "10000"), offering("6000", "10000", "4")], wanted: [{ cpu: "3000", memory: "4000" }], scores: [55, 55], weights: { [device]: 2, cpu: 1, memory: 1 } },
  { name: "TestFitScore", nodes: unequal, wanted: [{ cpu: "1000", memory: "2000" }], placed: [[[{ cpu: "2000", memory: "4000" }]], [[{ cpu: "1000", memory: "2000" }]]], scores: [32, 63] },
];

const mostRows: readonly ScoreRow[] = [
  { name: "nothing scheduled, nothing requested", nodes: equal, wanted: bare, scores: [0, 0] },
  { name: "nothing scheduled, resources requested, differently sized nodes", nodes: unequal, wanted: half, scores: [62, 50] },
  { name: "no resources requested, pods scheduled with resources", nodes: large, wanted: bare, placed: [[cpuOnly, cpuOnly], [cpuOnly, cpuAndMemory]], scores: [30, 42] },
  { name: "resources requested, pods scheduled with resources", nodes: large, wanted: half, placed: [[cpuOnly], [cpuAndMemory]], scores: [42, 55] },
  { name: "resources requested equal node capacity", nodes: [["5000", "10000"], ["10000", "9000"]], wanted: [{ cpu: "2000", memory: "4000" }, { cpu: "3000", memory: "5000" }], scores: [95, 75] },
  { name: "different weight on cpu and memory, differently sized nodes", nodes: unequal, wanted: half, scores: [58, 50], weights: memoryFirst },
  { name: "no resources requested, pods scheduled, nonzero request for resource", nodes: [["250m", "1000Mi"], ["250m", "1000Mi"]], wanted: unasking, placed: [[unasking, unasking]], scores: [80, 30] },
  { name: "bypass extended resource if the pod does not request", nodes: [offering("6000", "10000"), offering("6000", "10000", "4")], wanted: half, scores: [50, 50], weights: withDevice },
  { name: "honor extended resource if the pod request", nodes: [offering("6000", "10000", "4"), offering("6000", "10000", "10")], wanted: [{ cpu: "3000", memory: "5000", [device]: "2" }], scores: [50, 40], weights: withDevice },
  { name: "if the node doesn't have a resource", nodes: [offering("6000", "10000"), offering("6000", "10000", "4")], wanted: [{ cpu: "3000", memory: "4000" }], scores: [45, 45], weights: { [device]: 2, cpu: 1, memory: 1 } },
  { name: "TestFitScore", nodes: unequal, wanted: [{ cpu: "1000", memory: "2000" }], placed: [[[{ cpu: "2000", memory: "4000" }]], [[{ cpu: "1000", memory: "2000" }]]], scores: [67, 36] },
];

/** From utilization 0 to 100. */
const line = (from: number, to: number) => [
  { utilization: 0, score: from },
  { utilization: 100, score: to },
];
const fallingRows: readonly ScoreRow[] = [
  { name: "nothing scheduled, nothing requested", nodes: equal, wanted: bare, placed: [[bare, bare]], scores: [100, 100] },
  { name: "nothing scheduled, resources requested, differently sized nodes", nodes: unequal, wanted: half, placed: [[bare, bare]], scores: [38, 50] },
  { name: "no resources requested, pods scheduled with resources", nodes: unequal, wanted: bare, placed: [[cpuAndMemory], [cpuAndMemory]], scores: [38, 50] },
  { name: "TestFitScore case 1", nodes: unequal, wanted: cpuAndMemory, placed: [[[{ cpu: "2000", memory: "4000" }]], [[{ cpu: "1000", memory: "2000" }]]], scores: [10, 32] },
];
const risingRows: readonly ScoreRow[] = [
  { name: "TestFitScore case 2", nodes: unequal, wanted: cpuAndMemory, placed: [[[{ cpu: "2000", memory: "4000" }]], [[{ cpu: "1000", memory: "2000" }]]], scores: [95, 68] },
];
const foo = "intel.com/foo";
const bar = "intel.com/bar";
const big = { cpu: "4", memory: "10000Mi" };
const fooNodes = [{ ...big, [foo]: "8" }, { ...big, [foo]: "4" }] as const;
const single = { [foo]: 1 };
const singleRows: readonly ScoreRow[] = [
  { name: "nothing scheduled, nothing requested", nodes: fooNodes, wanted: bare, scores: [0, 0], weights: single },
  { name: "resources requested, pods scheduled with less resources", nodes: fooNodes, wanted: [{ [foo]: "2" }], scores: [2, 5], weights: single },
  { name: "resources requested, on node with existing pod running", nodes: fooNodes, wanted: [{ [foo]: "2" }], placed: [[], [[{ [foo]: "2" }]]], scores: [2, 10], weights: single },
  { name: "resources requested, pods scheduled with more resources", nodes: fooNodes, wanted: [{ [foo]: "4" }], scores: [5, 10], weights: single },
];
const bothNodes = [{ ...big, [foo]: "8", [bar]: "4" }, { ...big, [foo]: "4", [bar]: "8" }] as const;
const multiple = { [foo]: 3, [bar]: 5 };
const multipleRows: readonly ScoreRow[] = [
  { name: "nothing scheduled, nothing requested", nodes: bothNodes, wanted: bare, scores: [0, 0], weights: multiple },
  { name: "resources requested, pods scheduled with less resources", nodes: bothNodes, wanted: [{ [foo]: "2", [bar]: "2" }], scores: [4, 3], weights: multiple },
  { name: "resources requested, on node with existing pod running", nodes: bothNodes, wanted: [{ [foo]: "2", [bar]: "2" }], placed: [[], [[{ [foo]: "4", [bar]: "2" }]]], scores: [4, 7], weights: multiple },
  { name: "resources requested, pods scheduled with more resources", nodes: bothNodes, wanted: [{ [foo]: "4", [bar]: "2" }], scores: [5, 5], weights: multiple },
];

const gpu = "nvidia.com/gpu";
const gpuToo = { cpu: 1, memory: 1, [gpu]: 1 };
const one = (cpu: string, memory: string, more: Requests = {}) => [
  { cpu: cpu === "0" ? "0" : "1", memory: memory === "0" ? "0" : "2000" },
  { cpu: cpu === "0" ? "0" : "2", memory: memory === "0" ? "0" : "3000", ...more },
];
const cpus = one("3", "0");
const cpusAndMemory = one("3", "5000");
const memoryOnly = one("0", "5000");
const small = (cpu: string, memory: string, devices?: string): Requests =>
  devices === undefined ? { cpu, memory } : { cpu, memory, [gpu]: devices };
const balancedRows: readonly ScoreRow[] = [
  { name: "nothing scheduled, nothing requested, skip in PreScore", nodes: [small("4", "10000"), small("4", "10000")], wanted: bare, scores: [0, 0] },
  { name: "nothing scheduled, resources requested, differently sized nodes", nodes: [small("4", "10000"), small("6", "10000")], wanted: cpusAndMemory, scores: [68, 75] },
  { name: "resources requested, pods scheduled with resources", nodes: [small("10", "20000"), small("10", "20000")], wanted: cpusAndMemory, placed: [[cpus], [cpusAndMemory]], scores: [73, 74] },
  { name: "resources requested, pods scheduled with resources, differently sized nodes", nodes: [small("10", "20000"), small("10", "50000")], wanted: cpusAndMemory, placed: [[cpus], [cpusAndMemory]], scores: [73, 70] },
  { name: "resources requested, pods scheduled with resources, nodes to reach min/max score", nodes: [small("3", "5000"), small("3", "5000")], wanted: memoryOnly, placed: [[cpus]], scores: [100, 50] },
  { name: "requested resources at node capacity", nodes: [small("6", "10000"), small("6", "10000")], wanted: cpus, placed: [[cpus], [cpusAndMemory]], scores: [62, 62] },
  { name: "include scalar resource on a node", nodes: [small("3500m", "40000", "8"), small("3500m", "40000", "8")], wanted: [{ memory: "0", [gpu]: "1" }], placed: [[one("3", "5000", { [gpu]: "3" })], [cpusAndMemory]], scores: [75, 76], weights: gpuToo },
  { name: "node without the scalar resource should skip the scalar resource", nodes: [small("3500m", "40000", "8"), small("3500m", "40000")], wanted: cpusAndMemory, scores: [56, 56], weights: gpuToo },
];

const byWeight = (weights: Weights = { cpu: 1, memory: 1 }) =>
  Object.entries(weights).map(([name, weight]) => ({ name, weight }));

function vectorOf(row: ScoreRow): Omit<PluginVector, "name" | "plugin"> {
  return {
    pod: pod({ spec: asking(...row.wanted) }),
    nodes: row.nodes.map((size, index) => {
      const [cpu, memory] = Array.isArray(size) ? (size as [string, string]) : [];
      const offered = cpu === undefined ? (size as Requests) : { cpu, memory: memory ?? "" };
      const allocatable = Object.keys(offered).length === 0 ? {} : { ...offered, pods: "110" };
      return node(`node${index + 1}`, {}, { allocatable });
    }),
    pods: (row.placed ?? []).flatMap((pods, index) =>
      pods.map((containers) => pod({ on: `node${index + 1}`, spec: asking(...containers) })),
    ),
    scores: Object.fromEntries(row.scores.map((score, index) => [`node${index + 1}`, score])),
  };
}

function byStrategy(
  title: string,
  rows: readonly ScoreRow[],
  strategy: Omit<Strategy, "resources">,
): readonly PluginVector[] {
  return rows.map((row) => ({
    name: `${title}: ${row.name}`,
    plugin: "NodeResourcesFit",
    args: {
      NodeResourcesFit: {
        ignoredResources: [],
        ignoredResourceGroups: [],
        scoringStrategy: { ...strategy, resources: byWeight(row.weights) },
      },
    },
    ...vectorOf(row),
  }));
}

const ratio = (shape: ReturnType<typeof line>): Omit<Strategy, "resources"> => ({
  type: "RequestedToCapacityRatio",
  requestedToCapacityRatio: { shape },
});

export const resourceScoreVectors: readonly PluginVector[] = [
  ...byStrategy("least allocated", leastRows, { type: "LeastAllocated" }),
  ...byStrategy("most allocated", mostRows, { type: "MostAllocated" }),
  ...byStrategy("requested to capacity ratio, falling", fallingRows, ratio(line(10, 0))),
  ...byStrategy("requested to capacity ratio, rising", risingRows, ratio(line(0, 10))),
  ...byStrategy("one extended resource", singleRows, ratio(line(0, 1))),
  ...byStrategy("two extended resources", multipleRows, ratio(line(0, 1))),
  ...balancedRows.map((row) => ({
    name: row.name,
    plugin: "NodeResourcesBalancedAllocation",
    args: { NodeResourcesBalancedAllocation: { resources: byWeight(row.weights) } },
    ...vectorOf(row),
  })),
];

/** TestBrokenLinearFunction: points, then what the line gives at a utilization. */
export const brokenLineVectors: readonly {
  readonly points: readonly (readonly [utilization: number, score: number])[];
  readonly at: readonly (readonly [utilization: number, score: number])[];
}[] = [
  {
    points: [[10, 1], [90, 9]],
    at: [[-10, 1], [0, 1], [9, 1], [10, 1], [15, 1], [19, 1], [20, 2], [89, 8], [90, 9], [99, 9], [100, 9], [110, 9]],
  },
  {
    points: [[0, 2], [40, 10], [100, 0]],
    at: [[-10, 2], [0, 2], [20, 6], [30, 8], [40, 10], [70, 5], [100, 0], [110, 0]],
  },
  {
    points: [[0, 2], [40, 2], [100, 2]],
    at: [[-10, 2], [0, 2], [20, 2], [30, 2], [40, 2], [70, 2], [100, 2], [110, 2]],
  },
];
