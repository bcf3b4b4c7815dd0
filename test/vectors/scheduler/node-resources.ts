/** NodeResourcesFit: noderesources/fit_test.go, least_allocated_test.go; NodeResourcesBalancedAllocation by its formula. */
import type { Pod } from "../../../src/api/generated/types.ts";
import type { NodeResourcesFitArgs } from "../../../src/scheduler/profile/profile.ts";
import { asking, node, pod } from "./vector.ts";
import type { NodeVerdict, PluginVector } from "./vector.ts";

type Requests = Readonly<Record<string, string>>;

/** 10m of cpu, 20 bytes, 32 Pods, 5 of example.com/aaa, 20 of storage, 5 of a hugepage size. */
const room = {
  cpu: "10m",
  memory: "20",
  pods: "32",
  "example.com/aaa": "5",
  "ephemeral-storage": "20",
  "hugepages-2Mi": "5",
};
const machine = node("machine", {}, { allocatable: room });
const usage = (cpu: number, memory: number, more: Requests = {}): Requests => ({
  cpu: `${cpu}m`,
  memory: `${memory}`,
  ...more,
});
const taken = (cpu: number, memory: number, more: Requests = {}): Pod =>
  pod({ on: "machine", spec: asking(usage(cpu, memory, more)) });
const short = (...names: string[]): NodeVerdict => ({ no: names.map((name) => `Insufficient ${name}`) });
const hopeless = (...names: string[]): NodeVerdict => ({
  never: names.map((name) => `Insufficient ${name}`),
});

function wanting(containers: readonly Requests[], init: readonly Requests[] = [], more: object = {}): Pod {
  const initContainers = asking(...init).containers.map((each) => ({ ...each, name: `i-${each.name}` }));
  return pod({
    spec: { ...asking(...containers), ...(init.length === 0 ? {} : { initContainers }), ...more },
  });
}

const A = "example.com/aaa";
const B = "example.com/bbb";
const huge = "hugepages-2Mi";
const one = usage(1, 1);
const empty = taken(0, 0);

const fitRows: readonly [string, Pod, readonly Pod[], NodeVerdict][] = [
  ["no resources requested always fits", wanting([{}]), [taken(10, 20)], "fits"],
  ["too many resources fails", wanting([one]), [taken(10, 20)], short("cpu", "memory")],
  ["too many resources fails due to init container cpu", wanting([one], [usage(3, 1)]), [taken(8, 19)], short("cpu")],
  ["due to the highest init container cpu", wanting([one], [usage(3, 1), usage(2, 1)]), [taken(8, 19)], short("cpu")],
  ["due to init container memory", wanting([one], [usage(1, 3)]), [taken(9, 19)], short("memory")],
  ["due to the highest init container memory", wanting([one], [usage(1, 3), usage(1, 2)]), [taken(9, 19)], short("memory")],
  ["the maximum, not the sum, of containers and init containers", wanting([one], [one]), [taken(9, 19)], "fits"],
  ["the maximum with several init containers", wanting([one], [one, one]), [taken(9, 19)], "fits"],
  ["both resources fit", wanting([one]), [taken(5, 5)], "fits"],
  ["only memory fits", wanting([usage(2, 1)]), [taken(9, 5)], short("cpu")],
  ["only cpu fits", wanting([usage(1, 2)]), [taken(5, 19)], short("memory")],
  ["equal edge case", wanting([usage(5, 1)]), [taken(5, 19)], "fits"],
  ["equal edge case for init container", wanting([usage(4, 1)], [usage(5, 1)]), [taken(5, 19)], "fits"],
  ["extended resource fits", wanting([{ [A]: "1" }]), [empty], "fits"],
  ["extended resource fits for init container", wanting([{}], [{ [A]: "1" }]), [empty], "fits"],
  ["extended resource capacity enforced", wanting([usage(1, 1, { [A]: "10" })]), [empty], hopeless(A)],
  ["extended resource capacity enforced for init container", wanting([{}], [usage(1, 1, { [A]: "10" })]), [empty], hopeless(A)],
  ["extended resource allocatable enforced", wanting([usage(1, 1, { [A]: "1" })]), [taken(0, 0, { [A]: "5" })], short(A)],
  ["allocatable enforced for init container", wanting([{}], [usage(1, 1, { [A]: "1" })]), [taken(0, 0, { [A]: "5" })], short(A)],
  ["allocatable enforced for multiple containers", wanting([{ [A]: "3" }, { [A]: "3" }]), [taken(0, 0, { [A]: "2" })], hopeless(A)],
  ["allocatable admits multiple init containers", wanting([{}], [{ [A]: "3" }, { [A]: "3" }]), [taken(0, 0, { [A]: "2" })], "fits"],
  ["allocatable enforced for multiple init containers", wanting([{}], [{ [A]: "6" }, { [A]: "3" }]), [taken(0, 0, { [A]: "2" })], hopeless(A)],
  ["unknown extended resource", wanting([usage(1, 1, { [B]: "1" })]), [empty], hopeless(B)],
  ["unknown extended resource for init container", wanting([{}], [usage(1, 1, { [B]: "1" })]), [empty], hopeless(B)],
  ["kubernetes.io resource capacity enforced", wanting([{ "kubernetes.io/something": "10" }]), [empty], hopeless("kubernetes.io/something")],
  ["subdomain.kubernetes.io for init container", wanting([{}], [{ "subdomain.kubernetes.io/something": "10" }]), [empty], hopeless("subdomain.kubernetes.io/something")],
  ["hugepages capacity enforced", wanting([usage(1, 1, { [huge]: "10" })]), [empty], hopeless(huge)],
  ["hugepages capacity enforced for init container", wanting([{}], [usage(1, 1, { [huge]: "10" })]), [empty], hopeless(huge)],
  ["hugepages allocatable enforced for multiple containers", wanting([{ [huge]: "3" }, { [huge]: "3" }]), [taken(0, 0, { [huge]: "2" })], hopeless(huge)],
  ["resources + pod overhead fits", wanting([one], [], { overhead: { cpu: "3m", memory: "13" } }), [taken(5, 5)], "fits"],
  ["requests + overhead does not fit for memory", wanting([one], [], { overhead: { cpu: "1m", memory: "15" } }), [taken(5, 5)], short("memory")],
  ["storage ephemeral local storage request exceeds allocatable", wanting([{ "ephemeral-storage": "25" }]), [taken(2, 2)], hopeless("ephemeral-storage")],
  ["ephemeral local storage is sufficient", wanting([{ "ephemeral-storage": "10" }]), [taken(2, 2)], "fits"],
  ["a sidecar runs beside the containers", wanting([usage(4, 1)], [], { initContainers: [{ name: "s", image: "i", restartPolicy: "Always", resources: { requests: usage(3, 1) } }] }), [taken(4, 1)], short("cpu")],
  ["pod-level requests take the place of those of containers", wanting([usage(1, 1)], [], { resources: { requests: usage(6, 1) } }), [taken(5, 1)], short("cpu")],
];

const ignoring = (ignoredResources: string[], ignoredResourceGroups: string[] = []): NodeResourcesFitArgs => ({
  ignoredResources,
  ignoredResourceGroups,
  scoringStrategy: { type: "LeastAllocated", resources: [{ name: "cpu", weight: 1 }] },
});

const others: readonly Omit<PluginVector, "plugin">[] = [
  {
    name: "skip checking ignored extended resource",
    args: { NodeResourcesFit: ignoring([B]) },
    pod: wanting([usage(1, 1, { [B]: "1" })]),
    nodes: [machine],
    pods: [empty],
    filter: { machine: "fits" },
  },
  {
    name: "skip checking extended resources of an ignored group",
    args: { NodeResourcesFit: ignoring([], ["example.com"]) },
    pod: wanting([usage(1, 1, { [B]: "1" })]),
    nodes: [machine],
    pods: [empty],
    filter: { machine: "fits" },
  },
  {
    name: "another group is not ignored",
    args: { NodeResourcesFit: ignoring([], ["kubernetes.io"]) },
    pod: wanting([usage(1, 1, { [B]: "1" })]),
    nodes: [machine],
    pods: [empty],
    filter: { machine: hopeless(B) },
  },
  {
    name: "even without specified resources, fails when there's no space for additional pod",
    pod: wanting([{}]),
    nodes: [node("machine", {}, { allocatable: { cpu: "10m", memory: "20", pods: "1" } })],
    pods: [taken(9, 19)],
    filter: { machine: { no: ["Too many pods"] } },
  },
  {
    name: "a node with nothing",
    pod: wanting([one]),
    nodes: [node("machine", {}, { allocatable: {} })],
    filter: { machine: { never: ["Too many pods", "Insufficient cpu", "Insufficient memory"] } },
  },
];

interface ScoreRow {
  readonly name: string;
  /** cpu and memory of each node. */
  readonly nodes: readonly (readonly [string, string] | undefined)[];
  readonly wanted: readonly Requests[];
  /** On the first node, then on the second. */
  readonly placed?: readonly (readonly Requests[])[];
  readonly scores: readonly number[];
}

const half = [{ cpu: "1000", memory: "2000" }, { cpu: "2000", memory: "3000" }] as const;
const cpuOnly = { cpu: "3000", memory: "0" };
const cpuAndMemory = { cpu: "3000", memory: "5000" };

const leastRows: readonly ScoreRow[] = [
  { name: "nothing scheduled, nothing requested", nodes: [["4000", "10000"], ["4000", "10000"]], wanted: [], scores: [100, 100] },
  { name: "resources requested, differently sized nodes", nodes: [["4000", "10000"], ["6000", "10000"]], wanted: half, scores: [37, 50] },
  { name: "no resources requested, pods scheduled with resources", nodes: [["10000", "20000"], ["10000", "20000"]], wanted: [], placed: [[cpuOnly, cpuOnly], [cpuOnly, cpuAndMemory]], scores: [70, 57] },
  { name: "resources requested, pods scheduled with resources", nodes: [["10000", "20000"], ["10000", "20000"]], wanted: half, placed: [[cpuOnly], [cpuAndMemory]], scores: [57, 45] },
  { name: "the same, differently sized nodes", nodes: [["10000", "20000"], ["10000", "50000"]], wanted: half, placed: [[cpuOnly], [cpuAndMemory]], scores: [57, 60] },
  { name: "requested resources exceed node capacity", nodes: [["4000", "10000"], ["4000", "10000"]], wanted: [cpuOnly], placed: [[cpuOnly], [cpuAndMemory]], scores: [50, 25] },
  { name: "zero node resources", nodes: [undefined, undefined], wanted: [], placed: [[cpuOnly], [cpuAndMemory]], scores: [0, 0] },
];

/** most_allocated_test.go */
const mostRows: readonly ScoreRow[] = [
  { name: "nothing scheduled, nothing requested", nodes: [["4000", "10000"], ["4000", "10000"]], wanted: [], scores: [0, 0] },
  { name: "resources requested, differently sized nodes", nodes: [["4000", "10000"], ["6000", "10000"]], wanted: half, scores: [62, 50] },
  { name: "no resources requested, pods scheduled with resources", nodes: [["10000", "20000"], ["10000", "20000"]], wanted: [], placed: [[cpuOnly, cpuOnly], [cpuOnly, cpuAndMemory]], scores: [30, 42] },
  { name: "resources requested, pods scheduled with resources", nodes: [["10000", "20000"], ["10000", "20000"]], wanted: half, placed: [[cpuOnly], [cpuAndMemory]], scores: [42, 55] },
  { name: "resources requested with more than the node", nodes: [["4000", "10000"], ["10000", "8000"]], wanted: [{ cpu: "2000", memory: "4000" }, { cpu: "3000", memory: "5000" }], scores: [95, 75] },
];

/** balancedResourceScorer: what the Pod makes of the evenness, 50 + (50 + with - without) / 2. */
const balancedRows: readonly ScoreRow[] = [
  { name: "nothing requested scores nothing", nodes: [["4000", "10000"], ["4000", "10000"]], wanted: [], scores: [0, 0] },
  // evenness with: 87 and 100; without: 100 and 100
  { name: "resources requested, differently sized nodes", nodes: [["4000", "10000"], ["6000", "10000"]], wanted: half, scores: [68, 75] },
  // with: |0.6 - 0.25| / 2 leaves 82, |0.6 - 0.5| / 2 leaves 95; without: |0.3 - 0| / 2 leaves 85, |0.3 - 0.25| / 2 leaves 97
  { name: "resources requested, pods scheduled with resources", nodes: [["10000", "20000"], ["10000", "20000"]], wanted: half, placed: [[cpuOnly], [cpuAndMemory]], scores: [73, 74] },
];

function scoreVectors(
  rows: readonly ScoreRow[],
  plugin: string,
  type?: NodeResourcesFitArgs["scoringStrategy"]["type"],
): readonly PluginVector[] {
  const resources = [
    { name: "cpu", weight: 1 },
    { name: "memory", weight: 1 },
  ];
  return rows.map((row) => ({
    name: `${type ?? plugin}: ${row.name}`,
    plugin,
    ...(type === undefined
      ? {}
      : {
          args: {
            NodeResourcesFit: {
              ignoredResources: [],
              ignoredResourceGroups: [],
              scoringStrategy: { type, resources },
            },
          },
        }),
    pod: pod({ spec: asking(...row.wanted) }),
    nodes: row.nodes.map((size, index) =>
      node(`node${index + 1}`, {}, {
        allocatable: size === undefined ? {} : { cpu: size[0], memory: size[1], pods: "110" },
      }),
    ),
    pods: (row.placed ?? []).flatMap((requests, index) =>
      requests.map((each) => pod({ on: `node${index + 1}`, spec: asking(each) })),
    ),
    scores: Object.fromEntries(row.scores.map((score, index) => [`node${index + 1}`, score])),
  }));
}

export const nodeResourcesVectors: readonly PluginVector[] = [
  ...fitRows.map(([name, wanted, pods, verdict]) => ({
    name,
    plugin: "NodeResourcesFit",
    pod: wanted,
    nodes: [machine],
    pods,
    filter: { machine: verdict },
  })),
  ...others.map((vector) => ({ plugin: "NodeResourcesFit", ...vector })),
  ...scoreVectors(leastRows, "NodeResourcesFit", "LeastAllocated"),
  ...scoreVectors(mostRows, "NodeResourcesFit", "MostAllocated"),
  ...scoreVectors(balancedRows, "NodeResourcesBalancedAllocation"),
];
