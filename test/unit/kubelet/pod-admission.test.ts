/** What a node refuses, in the words of Kubernetes (pkg/kubelet/lifecycle/predicate_test.go), and what becomes of it. */
import { describe, expect, it, test } from "vitest";
import type { Node, Pod, PodSpec } from "../../../src/api/generated/types.ts";
import { NODES, PODS } from "../../../src/api/kinds.ts";
import { rejectionOf } from "../../../src/kubelet/pod-admission.ts";
import { nodeWorld, one, shell, startEngine } from "./node-world.ts";

type Requests = Readonly<Record<string, string>>;

const pod = (spec: Partial<PodSpec>, labels: Requests = {}): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p", labels },
  spec: { nodeName: "machine", containers: [], ...spec },
});
const asking = (...all: Requests[]): Pod =>
  pod({
    containers: all.map((requests, at) => ({ name: `c${at}`, resources: { requests } })),
  });
const onPort = (hostPort: number, more: object = {}): Pod =>
  pod({ containers: [{ name: "c", ports: [{ containerPort: 80, hostPort, ...more }] }] });
const machine = (more: object = {}, labels: Requests = {}): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "machine", labels },
  ...more,
});
const room: Requests = { cpu: "10m", memory: "20", pods: "32", "example.com/a": "5" };

function verdict(
  asked: Pod,
  at: { others?: readonly Pod[]; allocatable?: Requests; node?: Node } = {},
): string {
  const { others = [], allocatable = room, node = machine() } = at;
  const found = rejectionOf({ pod: asked, nodeName: "machine", node, allocatable, others });
  return found ? `${found.reason}: ${found.message}` : "taken";
}

const lack = (name: string, requested: number, used: number, capacity: number): string =>
  `OutOf${name}: Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;

test.each([
  [["kernel.shm_rmid_forced"], "taken"],
  [["net.ipv4.tcp_wmem", "net/ipv4/ip_local_port_range"], "taken"],
  [
    ["kernel.shm_rmid_forced", "kernel.msgmax"],
    'SysctlForbidden: forbidden sysctl: "kernel.msgmax" not allowlisted',
  ],
  [
    ["net.core.somaxconn"],
    'SysctlForbidden: forbidden sysctl: "net.core.somaxconn" not allowlisted',
  ],
])("of kernel settings %j a node says: %s", (names, said) => {
  const sysctls = names.map((name) => ({ name, value: "1" }));
  expect(verdict(pod({ securityContext: { sysctls } }))).toBe(said);
});

const notStrict =
  "SupplementalGroupsPolicyNotSupported: SupplementalGroupsPolicy=Strict is not supported in this node";
// Rows of TestRejectPodAdmissionBasedOnSupplementalGroupsPolicy.
test.each<["Merge" | "Strict" | undefined, boolean | undefined, string]>([
  [undefined, true, "taken"],
  ["Merge", true, "taken"],
  ["Strict", true, "taken"],
  [undefined, undefined, "taken"],
  ["Merge", undefined, "taken"],
  ["Strict", undefined, notStrict],
  ["Merge", false, "taken"],
  ["Strict", false, notStrict],
])(
  "of the groups %s a node that says of its own policy: %s says: %s",
  (policy, supplementalGroupsPolicy, said) => {
    const features = supplementalGroupsPolicy === undefined ? {} : { supplementalGroupsPolicy };
    const node = machine({ status: { features } });
    const securityContext = policy === undefined ? {} : { supplementalGroupsPolicy: policy };
    expect(verdict(pod({ securityContext }), { node })).toBe(said);
  },
);

describe("room on a node", () => {
  test.each([
    ["there is some", asking({ cpu: "8m", memory: "10" }), [], "taken"],
    ["none is asked for", asking({}), [asking({ cpu: "10m", memory: "20" })], "taken"],
    ["cpu lacks", asking({ cpu: "8m" }), [asking({ cpu: "5m" })], lack("cpu", 8, 5, 10)],
    [
      "memory lacks",
      asking({ memory: "10" }),
      [asking({ memory: "19" })],
      lack("memory", 10, 19, 20),
    ],
    ["both lack: cpu is told", asking({ cpu: "11m", memory: "21" }), [], lack("cpu", 11, 0, 10)],
    ["all containers count", asking({ cpu: "6m" }, { cpu: "5m" }), [], lack("cpu", 11, 0, 10)],
    [
      "a part of a unit is a whole one",
      asking({ memory: "19500m" }),
      [asking({ memory: "1" })],
      lack("memory", 20, 1, 20),
    ],
    [
      "storage lacks where there is none",
      asking({ "ephemeral-storage": "1" }),
      [],
      lack("ephemeral-storage", 1, 0, 0),
    ],
    [
      "extended resources lack",
      asking({ "example.com/a": "4" }),
      [asking({ "example.com/a": "2" })],
      lack("example.com/a", 4, 2, 5),
    ],
    ["a resource is not the node's to give", asking({ "example.com/b": "4" }), [], "taken"],
  ])("%s", (_name, asked, others, expected) => {
    expect(verdict(asked, { others })).toBe(expected);
  });

  it("is for so many Pods", () => {
    const allocatable = { ...room, pods: "1" };
    expect(verdict(asking({}), { allocatable, others: [asking({})] })).toBe(lack("pods", 1, 1, 1));
  });
});

describe("a place on a node", () => {
  const noPorts =
    "NodePorts: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports";
  test.each([
    ["the port is free", onPort(8080), onPort(8081), "taken"],
    ["the port is taken", onPort(8080), onPort(8080), noPorts],
    ["by another protocol", onPort(8080), onPort(8080, { protocol: "UDP" }), "taken"],
    [
      "on another address",
      onPort(8080, { hostIP: "127.0.0.1" }),
      onPort(8080, { hostIP: "127.0.0.2" }),
      "taken",
    ],
    ["on every address", onPort(8080, { hostIP: "127.0.0.1" }), onPort(8080), noPorts],
  ])("%s", (_name, asked, other, expected) => {
    expect(verdict(asked, { others: [other] })).toBe(expected);
  });

  test.each([
    [
      "another node is selected",
      pod({ nodeSelector: { disk: "ssd" } }),
      "NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    ],
    ["this node is selected", pod({ nodeSelector: { zone: "a" } }), "taken"],
    [
      "another node is named",
      pod({ nodeName: "other" }),
      "NodeName: Predicate NodeName failed: node(s) didn't match the requested node name",
    ],
    [
      "it is for another system",
      pod({ os: { name: "windows" } }),
      "PodOSNotSupported: Failed to admit pod as the OS field doesn't match node OS",
    ],
    [
      "its label names another system",
      pod({}, { "kubernetes.io/os": "windows" }),
      "PodOSSelectorNodeLabelDoesNotMatch: Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    ],
  ])("%s", (_name, asked, expected) => {
    expect(verdict(asked, { node: machine({}, { zone: "a" }) })).toBe(expected);
  });

  test.each([
    [
      "NoExecute",
      undefined,
      "TaintToleration: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
    ],
    ["NoExecute", [{ key: "k", operator: "Exists" }], "taken"],
    ["NoSchedule", undefined, "taken"],
  ] as const)("a taint %s, tolerated by %j", (effect, tolerations, expected) => {
    const node = machine({ spec: { taints: [{ key: "k", effect }] } });
    expect(verdict(pod(tolerations ? { tolerations } : {}), { node })).toBe(expected);
  });
});

describe("a Pod that its node does not take", () => {
  const web = one({ ports: [{ containerPort: 80, hostPort: 8080 }], ...shell("sleep 1000") });

  it("has failed for good, says why, and leaves its room to the next", async () => {
    const world = await nodeWorld();
    expect((await world.run("first", web)).status?.phase).toBe("Running");
    const { status } = await world.run("second", web);
    expect(status).toEqual({
      observedGeneration: 1,
      phase: "Failed",
      reason: "NodePorts",
      message:
        "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
      startTime: status?.startTime,
      qosClass: "BestEffort",
    });
    expect(await world.events("second")).toEqual([
      "NodePorts: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports (1)",
    ]);
    await world.client.delete(PODS, { namespace: "default", name: "first" });
    await world.host.advance(60_000);
    expect((await world.pod("second")).status?.phase).toBe("Failed");
    expect((await world.run("third", web)).status?.phase).toBe("Running");
    await world.client.delete(PODS, { namespace: "default", name: "second" });
    await world.host.advance(60_000);
    expect(await world.exists("second")).toBe(false);
    await world.agents.stop();
  });

  it("stays so when the engine comes back, and those that run are not asked again", async () => {
    const world = await nodeWorld();
    await world.run("first", web);
    const { status } = await world.run("second", web);
    await world.agents.stop();
    const node = await world.client.get(NODES, { name: "node-1" });
    const taints = [{ key: "k", effect: "NoExecute" }] as const;
    await world.client.update(NODES, { ...node, spec: { ...node.spec, taints } });
    const agents = await startEngine(world);
    await world.host.settle();
    expect((await world.pod("first")).status?.phase).toBe("Running");
    expect((await world.pod("second")).status).toEqual(status);
    await agents.stop();
  });
});
