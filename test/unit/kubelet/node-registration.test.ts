/**
 * What a kubelet does with its own Node and Lease while clients change them. Expectations: pkg/kubelet/kubelet_node_status.go,
 * nodestatus/setters.go, component-helpers/apimachinery/lease/controller.go, and the task "Advertise Extended Resources for a Node".
 */
import { expect, test } from "vitest";
import type { Lease, Node, NodeStatus } from "../../../src/api/generated/types.ts";
import { CSI_NODES, EVENTS, LEASES, NODES } from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { type NodeWorld, nodeWorld } from "./node-world.ts";

const name = "node-1";
const leaseKey = { namespace: "kube-node-lease", name };
/** The kubelet's nodeStatusUpdateFrequency. */
const withinMs = 10_000;

const nodeOf = ({ client }: NodeWorld): Promise<Stored<Node>> => client.get(NODES, { name });
const leaseOf = ({ client }: NodeWorld): Promise<Stored<Lease>> => client.get(LEASES, leaseKey);

async function changeStatus(world: NodeWorld, change: (status: NodeStatus) => NodeStatus) {
  const node = await nodeOf(world);
  const status = change(node.status ?? {});
  await world.client.update(NODES, { ...node, status }, { subresource: "status" });
  await world.host.advance(withinMs);
  return (await nodeOf(world)).status ?? {};
}

async function nodeEvents({ client }: NodeWorld): Promise<readonly string[]> {
  const { items } = await client.list(EVENTS);
  return items
    .filter(({ involvedObject }) => involvedObject.kind === "Node")
    .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
}

test.each([
  "conditions",
  "addresses",
  "capacity",
  "allocatable",
  "nodeInfo",
  "features",
  "runtimeHandlers",
])("%s that a client removes are posted again within 10 s", async (field) => {
  const change = (status: NodeStatus): NodeStatus =>
    Object.fromEntries(Object.entries(status).filter(([name]) => name !== field));
  const world = await nodeWorld();
  const before = (await nodeOf(world)).status as Record<string, unknown>;
  const after = (await changeStatus(world, change)) as Record<string, unknown>;
  expect(before[field]).toBeDefined();
  const untimed = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll(/"last\w+Time":"[^"]*"/g, '"time":""'));
  expect(untimed(after[field])).toEqual(untimed(before[field]));
});

test("an extended resource in the capacity becomes allocatable, and goes from there when it goes", async () => {
  const world = await nodeWorld();
  const dongles = "example.com/dongle";
  const added = await changeStatus(world, (status) => ({
    ...status,
    capacity: { ...status.capacity, [dongles]: "4" },
  }));
  expect(added.allocatable?.[dongles]).toBe("4");
  expect(added.capacity?.[dongles]).toBe("4");
  const removed = await changeStatus(world, (status) => {
    const { [dongles]: _dongles, ...capacity } = status.capacity ?? {};
    return { ...status, capacity };
  });
  expect(removed.allocatable).not.toHaveProperty([dongles]);
});

test("a condition that is turned is turned back, with an event; conditions of others stay", async () => {
  const world = await nodeWorld();
  const foreign = { type: "FrequentReboots", status: "True", reason: "R", message: "m" };
  const status = await changeStatus(world, ({ conditions = [], ...rest }) => ({
    ...rest,
    conditions: [
      ...conditions.map((each) =>
        each.type === "MemoryPressure" ? { ...each, status: "True", reason: "Mine" } : each,
      ),
      foreign,
    ],
  }));
  const memory = status.conditions?.find(({ type }) => type === "MemoryPressure");
  expect(memory).toMatchObject({ status: "False", reason: "KubeletHasSufficientMemory" });
  expect(memory?.lastTransitionTime).toBe(memory?.lastHeartbeatTime);
  expect(status.conditions).toContainEqual(foreign);
  expect((await nodeEvents(world)).at(-1)).toBe(
    "Normal NodeHasSufficientMemory: Node node-1 status is now: NodeHasSufficientMemory",
  );
});

test("the text of a pressure that did not turn stays as a client wrote it; that of readiness does not", async () => {
  const world = await nodeWorld();
  const status = await changeStatus(world, ({ conditions = [], ...rest }) => ({
    ...rest,
    conditions: conditions.map((each) => ({ ...each, message: "edited" })),
  }));
  const messages = status.conditions?.map(({ type, message }) => `${type}: ${message}`);
  expect(messages).toEqual([
    "MemoryPressure: edited",
    "DiskPressure: edited",
    "PIDPressure: edited",
    "Ready: kubelet is posting ready status",
  ]);
});

test("a kubelet tells of its start, and of what its conditions turned to", async () => {
  const world = await nodeWorld();
  await world.host.settle();
  expect(await nodeEvents(world)).toEqual([
    "Normal Starting: Starting kubelet.",
    "Normal NodeHasSufficientMemory: Node node-1 status is now: NodeHasSufficientMemory",
    "Normal NodeHasNoDiskPressure: Node node-1 status is now: NodeHasNoDiskPressure",
    "Normal NodeHasSufficientPID: Node node-1 status is now: NodeHasSufficientPID",
    "Normal NodeReady: Node node-1 status is now: NodeReady",
    "Normal NodeAllocatableEnforced: Updated Node Allocatable limit across pods",
  ]);
  const [event] = (await world.client.list(EVENTS)).items;
  expect(event).toMatchObject({
    involvedObject: { kind: "Node", name, uid: name },
    source: { component: "kubelet", host: name },
    reportingComponent: "kubelet",
    reportingInstance: name,
    metadata: { namespace: "default" },
  });
});

test("cordoning and uncordoning is told of", async () => {
  const world = await nodeWorld();
  for (const unschedulable of [true, false]) {
    const node = await nodeOf(world);
    await world.client.update(NODES, { ...node, spec: { ...node.spec, unschedulable } });
    await world.host.advance(withinMs);
  }
  expect((await nodeEvents(world)).slice(-2)).toEqual([
    "Normal NodeNotSchedulable: Node node-1 status is now: NodeNotSchedulable",
    "Normal NodeSchedulable: Node node-1 status is now: NodeSchedulable",
  ]);
});

test("a Node that is deleted stays away, as with a kubelet that is not started again", async () => {
  const world = await nodeWorld();
  await world.client.delete(NODES, { name });
  await world.host.advance(60_000);
  await expect(nodeOf(world)).rejects.toMatchObject({ status: { reason: "NotFound" } });
});

test("a Node that a client makes under a kubelet's name is filled with its status", async () => {
  const world = await nodeWorld();
  const before = await nodeOf(world);
  await world.client.delete(NODES, { name });
  await world.client.create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name } });
  await world.host.advance(withinMs);
  const node = await nodeOf(world);
  expect(node.status?.capacity).toEqual(before.status?.capacity);
  expect(node.status?.conditions).toHaveLength(4);
  expect(node.spec?.podCIDR).toBe(before.spec?.podCIDR);
  // Labels are given with the registration alone.
  expect(node.metadata.labels).toBeUndefined();
});

test("a Lease belongs to its Node, comes back when it is deleted, and is not made for a Node that is gone", async () => {
  const world = await nodeWorld();
  const { uid } = (await nodeOf(world)).metadata;
  expect(await leaseOf(world)).toMatchObject({
    metadata: { ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid }] },
    spec: { holderIdentity: name },
  });
  await world.client.delete(LEASES, leaseKey);
  await world.host.advance(withinMs);
  expect((await leaseOf(world)).spec?.holderIdentity).toBe(name);
  await world.client.delete(NODES, { name });
  await world.client.delete(LEASES, leaseKey);
  await world.host.advance(60_000);
  await expect(leaseOf(world)).rejects.toMatchObject({ status: { reason: "NotFound" } });
});

test("a kubelet speaks of its own version alone", async () => {
  const { nodeInfo } = (await nodeOf(await nodeWorld())).status ?? {};
  expect(nodeInfo?.kubeletVersion).toMatch(/^v1\.36\./);
  expect(nodeInfo?.kubeProxyVersion).toBe("");
});

test("a node has an object for its storage drivers, of which there are none", async () => {
  const world = await nodeWorld();
  const { uid } = (await nodeOf(world)).metadata;
  expect(await world.client.get(CSI_NODES, { name })).toMatchObject({
    metadata: { ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid }] },
    spec: { drivers: [] },
  });
});

test("an idle kubelet writes nothing for half an hour", async () => {
  const world = await nodeWorld();
  await world.host.settle();
  const writes = world.client.writes.length;
  await world.host.advance(1_800_000);
  expect(world.client.writes.length).toBe(writes);
});

// setters.go, NodeFeatures and RuntimeHandlers: what no runtime tells of is not there.
test("what a runtime can do is told by handler", async () => {
  const { features, runtimeHandlers } = (await nodeOf(await nodeWorld())).status ?? {};
  expect(features).toEqual({ supplementalGroupsPolicy: true });
  expect(runtimeHandlers).toEqual([
    { name: "", features: { recursiveReadOnlyMounts: true, userNamespaces: true } },
  ]);
});
