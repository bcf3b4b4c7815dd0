/**
 * What fits by resources: noderesources/fit_test.go. Rows on extended resources behind DRA, and on features switched off that
 * cannot be here (sidecars, pod-level resources), are left out; scores are in resource-scores.ts.
 */
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

const podLevel = (requests: Requests): object => ({ resources: { requests } });
const moreRows: typeof fitRows = [
  ["an extended resource of quantity zero is not checked, even where it is overdrawn", wanting([usage(1, 1, { [A]: "0" })]), [taken(0, 0, { [A]: "6" })], "fits"],
  ["resources that are not asked for are not checked, even where they are overdrawn", wanting([{ [A]: "1" }]), [taken(20, 30, { [A]: "1" })], "fits"],
  ["both pod-level and container-level resources fit", wanting([one], [], podLevel(usage(1, 2))), [taken(5, 5)], "fits"],
  ["pod-level cpu resource not fit", wanting([one], [], podLevel(usage(7, 2))), [taken(5, 5)], short("cpu")],
  ["pod-level memory resource not fit", wanting([one], [], podLevel(usage(3, 2))), [taken(5, 19)], short("memory")],
  ["pod-level hugepages resource fit", wanting([], [], podLevel(usage(3, 2, { [huge]: "5" }))), [], "fits"],
  ["both pod-level and container-level hugepages resource fit", wanting([usage(1, 1, { [huge]: "3" })], [], podLevel(usage(3, 2, { [huge]: "5" }))), [], "fits"],
  ["pod-level hugepages resource not fit", wanting([], [], podLevel(usage(3, 2, { [huge]: "10" }))), [], hopeless(huge)],
  ["pod-level resources beside init containers", wanting([one], [one], podLevel(usage(3, 2))), [taken(5, 19)], short("memory")],
  ["empty storage requested, and pod fits", wanting([one]), [taken(2, 10)], "fits"],
  ["storage of an init container where some is taken", wanting([{ "ephemeral-storage": "5" }]), [taken(2, 2, { "ephemeral-storage": "10" })], "fits"],
];

/** A node that has one Pod and takes no second. */
const crowdedRows: readonly [string, Pod, readonly Pod[]][] = [
  ["no space for an additional pod, even without specified resources", wanting([]), [taken(10, 20)]],
  ["no space for an additional pod, even if both resources fit", wanting([one]), [taken(5, 5)]],
  ["no space for an additional pod, even for equal edge case", wanting([usage(5, 1)]), [taken(5, 19)]],
  ["no space for an additional pod, even for equal edge case due to init container", wanting([usage(5, 1)], [usage(5, 1)]), [taken(5, 19)]],
];

const sidecar = (requests: Requests): object => ({
  initContainers: [{ name: "s", image: "i", restartPolicy: "Always", resources: { requests } }],
});
/** On 2m of cpu and no memory. */
const sidecarRows: readonly [string, Pod, NodeVerdict][] = [
  ["a pod without restartable init containers", wanting([{}]), "fits"],
  ["a pod with restartable init containers", wanting([{}], [], sidecar({})), "fits"],
  ["containers and sidecars together do not exceed allocatable", wanting([{ cpu: "1m" }], [], sidecar({ cpu: "1m" })), "fits"],
  ["containers and sidecars together exceed allocatable", wanting([{ cpu: "1m" }], [], sidecar({ cpu: "2m" })), hopeless("cpu")],
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
    name: "of two unknown resources only the one of the ignored group is skipped",
    args: { NodeResourcesFit: ignoring([], ["example.com"]) },
    pod: wanting([usage(1, 1, { [B]: "1", "kubernetes.io/something": "1" })]),
    nodes: [machine],
    pods: [empty],
    filter: { machine: hopeless("kubernetes.io/something") },
  },
  {
    name: "a node with nothing",
    pod: wanting([one]),
    nodes: [node("machine", {}, { allocatable: {} })],
    filter: { machine: { never: ["Too many pods", "Insufficient cpu", "Insufficient memory"] } },
  },
];

export const nodeResourcesVectors: readonly PluginVector[] = [
  ...[...fitRows, ...moreRows].map(([name, wanted, pods, verdict]) => ({
    name,
    plugin: "NodeResourcesFit",
    pod: wanted,
    nodes: [machine],
    pods,
    filter: { machine: verdict },
  })),
  ...others.map((vector) => ({ plugin: "NodeResourcesFit", ...vector })),
  ...crowdedRows.map(([name, wanted, pods]) => ({
    name,
    plugin: "NodeResourcesFit",
    pod: wanted,
    nodes: [node("machine", {}, { allocatable: { cpu: "10m", memory: "20", pods: "1" } })],
    pods,
    filter: { machine: { no: ["Too many pods"] } },
  })),
  ...sidecarRows.map(([name, wanted, verdict]) => ({
    name,
    plugin: "NodeResourcesFit",
    pod: wanted,
    nodes: [node("machine", {}, { allocatable: { cpu: "2m", memory: "0", pods: "1" } })],
    filter: { machine: verdict },
  })),
];
