/** Nodes whose kubelets run elsewhere, in a whole cluster on a virtual clock: what becomes of them and of their Pods when they go silent. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Node, NodeCondition, Pod, Service } from "../../../src/api/generated/types.ts";
import { LEASES } from "../../../src/api/kinds.ts";
import { rfc3339, rfc3339Micro } from "../../../src/api/time.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import {
  createCluster,
  ENDPOINT_SLICES,
  EVENTS,
  NODES,
  PODS,
  SERVICES,
  type Cluster,
} from "../../../src/index.ts";

let host: SimulatedHost;
let cluster: Cluster;

beforeEach(async () => {
  host = createSimulatedHost({ seed: 9 });
  cluster = await createCluster({ host, nodes: 3 });
  await host.settle();
});

afterEach(() => cluster.stop());

const far = { name: "far" };
const lease = { namespace: "kube-node-lease", name: "far" };
const labels = { app: "web" };
const web = { namespace: "default", name: "web" };

const condition = (type: string, status: string): NodeCondition => ({
  type,
  status,
  reason: "KubeletSays",
  message: "so",
  lastHeartbeatTime: rfc3339(host.clock.nowMs()),
  lastTransitionTime: rfc3339(host.clock.nowMs()),
});

const healthy = (): readonly NodeCondition[] => [
  condition("Ready", "True"),
  ...["MemoryPressure", "DiskPressure", "PIDPressure"].map((type) => condition(type, "False")),
];

/** A kubelet elsewhere joins: a Node that is ready, and a Lease. */
async function join(): Promise<void> {
  const node: Node = { apiVersion: "v1", kind: "Node", metadata: far };
  const made = await cluster.client.create(NODES, node);
  const capacity = { cpu: "4", memory: "8Gi", pods: "110" };
  const status = { capacity, allocatable: capacity, conditions: healthy() };
  await cluster.client.update(NODES, { ...made, status }, { subresource: "status" });
  await cluster.client.create(LEASES, {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: lease,
    spec: { holderIdentity: "far", renewTime: rfc3339Micro(host.clock.nowMs()) },
  });
}

/** The kubelet renews its Lease every 10 seconds, for so long. */
async function renewFor(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 10) {
    const renewTime = rfc3339Micro(host.clock.nowMs());
    await cluster.client.patch(LEASES, lease, { spec: { renewTime } }, { type: "merge" });
    await host.advance(10_000);
  }
}

async function ready(): Promise<string | undefined> {
  const { status } = await cluster.client.get(NODES, far);
  return status?.conditions?.find(({ type }) => type === "Ready")?.status;
}

async function taints(): Promise<readonly string[]> {
  const { spec } = await cluster.client.get(NODES, far);
  return (spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`).sort();
}

/** A Pod of a Service that the kubelet elsewhere has started. */
async function runPod(): Promise<void> {
  const service: Service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: web,
    spec: { selector: labels, ports: [{ port: 80, protocol: "TCP" }] },
  };
  await cluster.client.create(SERVICES, service);
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...web, labels },
    spec: { nodeName: "far", containers: [{ name: "web", image: "nginx:1" }] },
  };
  const made = await cluster.client.create(PODS, pod);
  await setPodReady(made);
}

async function setPodReady(pod: Pod): Promise<void> {
  const status = {
    phase: "Running" as const,
    podIP: "10.9.0.1",
    podIPs: [{ ip: "10.9.0.1" }],
    conditions: [{ ...condition("Ready", "True"), type: "Ready" as const }],
  };
  await cluster.client.update(PODS, { ...pod, status }, { subresource: "status" });
  await host.advance(1_000);
}

async function endpointReady(): Promise<readonly (boolean | undefined)[]> {
  const { items } = await cluster.client.list(ENDPOINT_SLICES, { namespace: "default" });
  return items
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === "web")
    .flatMap(({ endpoints = [] }) => endpoints.map(({ conditions }) => conditions?.ready));
}

const eventsOf = async (name: string): Promise<readonly string[]> =>
  (await cluster.client.list(EVENTS)).items
    .filter(({ involvedObject }) => involvedObject.name === name)
    .map(({ type, reason, message }) => `${type} ${reason}: ${message}`);

const unreachable = "node.kubernetes.io/unreachable";

describe("a node whose kubelet runs elsewhere", () => {
  it("is ready as long as its Lease is renewed", async () => {
    await join();
    await renewFor(300);
    expect([await ready(), await taints()]).toEqual(["True", []]);
    expect(await eventsOf("far")).toEqual([
      "Normal RegisteredNode: Node far event: Registered Node far in Controller",
    ]);
  });

  it("is lost when it is silent for 50 seconds, with its Pods, and found again", async () => {
    await join();
    await renewFor(20);
    await runPod();
    expect(await endpointReady()).toEqual([true]);
    await host.advance(38_000);
    expect(await ready()).toBe("True");
    await host.advance(6_000);
    expect(await ready()).toBe("Unknown");
    expect(await taints()).toEqual([`${unreachable}:NoExecute`, `${unreachable}:NoSchedule`]);
    expect(await endpointReady()).toEqual([false]);
    expect(await eventsOf("far")).toContain(
      "Normal NodeNotReady: Node far status is now: NodeNotReady",
    );
    expect(await eventsOf("web")).toEqual(["Warning NodeNotReady: Node is not ready"]);

    const node = await cluster.client.get(NODES, far);
    const status = { ...node.status, conditions: healthy() };
    await cluster.client.update(NODES, { ...node, status }, { subresource: "status" });
    await setPodReady(await cluster.client.get(PODS, web));
    await renewFor(400);
    expect([await ready(), await taints(), await endpointReady()]).toEqual(["True", [], [true]]);
    expect((await eventsOf("web")).slice(1)).toEqual([
      "Normal TaintManagerEviction: Cancelling deletion of Pod default/web",
    ]);
  });

  it("loses its Pods after five minutes, and for good when it is put out of service", async () => {
    await join();
    await runPod();
    await host.advance(55_000);
    await host.advance(290_000);
    expect((await cluster.client.get(PODS, web)).metadata.deletionTimestamp).toBeUndefined();
    await host.advance(15_000);
    const going = await cluster.client.get(PODS, web);
    expect(going.metadata.deletionTimestamp).toBeDefined();
    expect(going.status?.conditions).toContainEqual(
      expect.objectContaining({ type: "DisruptionTarget", reason: "DeletionByTaintManager" }),
    );
    await host.advance(600_000);
    expect((await cluster.client.list(PODS)).items).toHaveLength(1);

    const { spec } = await cluster.client.get(NODES, far);
    const out = {
      key: "node.kubernetes.io/out-of-service",
      value: "nodeshutdown",
      effect: "NoExecute",
    };
    const patch = { spec: { taints: [...(spec?.taints ?? []).map((each) => ({ ...each })), out] } };
    await cluster.client.patch(NODES, far, patch, { type: "merge" });
    await host.advance(1_000);
    expect((await cluster.client.list(PODS)).items).toEqual([]);
  });

  it("that never says a word is unknown after a minute", async () => {
    await cluster.client.create(NODES, { apiVersion: "v1", kind: "Node", metadata: far });
    await host.advance(59_000);
    expect(await ready()).toBeUndefined();
    await host.advance(3_000);
    expect(await ready()).toBe("Unknown");
    const { status } = await cluster.client.get(NODES, far);
    expect(status?.conditions?.map(({ type, reason }) => `${type} ${reason}`)).toEqual(
      ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"].map(
        (type) => `${type} NodeStatusNeverUpdated`,
      ),
    );
  });

  it("is told of when it is removed", async () => {
    await join();
    await host.advance(1_000);
    await cluster.client.delete(NODES, far);
    await host.advance(1_000);
    expect(await eventsOf("far")).toContain(
      "Normal RemovingNode: Node far event: Removing Node far from Controller",
    );
  });
});

it("nodes of this process are ready for ever, and cost nothing", async () => {
  await host.advance(60_000);
  const before = (await cluster.client.list(NODES)).resourceVersion;
  await host.advance(1_800_000);
  const { items, resourceVersion } = await cluster.client.list(NODES);
  expect(resourceVersion).toBe(before);
  for (const { status, spec } of items) {
    expect(status?.conditions?.find(({ type }) => type === "Ready")?.status).toBe("True");
    expect(spec?.taints).toBeUndefined();
  }
});
