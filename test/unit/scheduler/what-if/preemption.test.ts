/** Whom a what-if says preemption would evict, and in whose name it asks the API. */
import { afterEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/api/json.ts";
import { apiVersionOf, type KubeObject, type ResourceRef } from "../../../../src/api/object.ts";
import {
  CLUSTER_ROLE_BINDINGS,
  CLUSTER_ROLES,
  POD_DISRUPTION_BUDGETS,
  PRIORITY_CLASSES,
} from "../../../../src/api/kinds.ts";
import { createCluster, PODS, SERVICE_ACCOUNTS, type Cluster } from "../../../../src/index.ts";
import { eventually } from "../../../fixtures/eventually.ts";

let cluster: Cluster | undefined;
afterEach(() => cluster?.stop());

async function open(nodes: number): Promise<Cluster> {
  cluster = await createCluster({ nodes });
  const { client } = cluster;
  await eventually(() => client.get(SERVICE_ACCOUNTS, { namespace: "default", name: "default" }));
  for (const [name, value] of Object.entries({ low: 10, middle: 100, high: 1000 })) {
    await create(PRIORITY_CLASSES, { metadata: { name }, value });
  }
  return cluster;
}

async function create<T extends KubeObject>(kind: ResourceRef<T>, object: object): Promise<void> {
  const typed = { apiVersion: apiVersionOf(kind), kind: kind.kind, ...object } as unknown as T;
  await (cluster as Cluster).client.create(kind, typed);
}

const podOf = (cpu: string, priorityClassName: string, more: JsonObject = {}): JsonObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "vip", labels: { app: "vip" } },
  spec: {
    priorityClassName,
    containers: [{ name: "c", image: "web:1", resources: { requests: { cpu } } }],
    ...more,
  },
});

/** Puts a Pod on a node, and waits until it is Ready. */
async function run(name: string, node: string, pod: JsonObject): Promise<void> {
  const spec = { ...(pod["spec"] as JsonObject), nodeName: node };
  const metadata = { name, namespace: "default", labels: { app: name } };
  await create(PODS, { ...pod, metadata, spec });
  await eventually(async () => {
    const { status } = await (cluster as Cluster).client.get(PODS, { namespace: "default", name });
    if (status?.phase !== "Running") throw new Error("not running yet");
  });
}

const keeping = (name: string, app: string, minAvailable: number): object => ({
  metadata: { name, namespace: "default" },
  spec: { minAvailable, selector: { matchLabels: { app } } },
});

describe("preemption in a what-if", () => {
  test("names node and victims, and evicts nobody", async () => {
    const { whatIf, client } = await open(2);
    await run("a1", "node-1", podOf("3", "middle"));
    await run("a2", "node-1", podOf("4", "low"));
    await run("b1", "node-2", podOf("7", "middle"));
    const answer = await whatIf({ pod: podOf("4", "high") });
    expect(answer).toMatchObject({ placed: 0, preempting: 1 });
    expect(answer.pods[0]).toMatchObject({
      outcome: "unschedulable",
      // As in the event of a Pod that room is being made for.
      message: "0/2 nodes are available: 2 Insufficient cpu.",
      preemption: {
        nominatedNodeName: "node-1",
        victims: [{ namespace: "default", name: "a2", priority: 10 }],
        budgetsViolated: [],
      },
    });
    expect(answer.nodes).toMatchObject([
      { name: "node-1", pods: 1, evicted: ["default/a2"], requested: { cpu: 7000 } },
    ]);
    const { items } = await client.list(PODS);
    expect(items.map(({ metadata }) => [metadata.name, metadata.deletionTimestamp])).toEqual([
      ["a1", undefined],
      ["a2", undefined],
      ["b1", undefined],
    ]);
  });

  test("goes on with those gone who would be evicted, until nobody is left to be", async () => {
    const { whatIf } = await open(1);
    await run("low", "node-1", podOf("4", "low"));
    await run("middle", "node-1", podOf("3", "middle"));
    const answer = await whatIf({ pod: podOf("4", "high"), replicas: 3 });
    expect(
      answer.pods.map(({ name, preemption }) => [
        name,
        preemption?.victims.map((victim) => victim.name),
      ]),
    ).toEqual([
      ["vip-0", ["low"]],
      ["vip-1", ["middle"]],
      ["vip-2", undefined],
    ]);
    expect(answer.pods[2]?.message).toBe(
      "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, " +
        "preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
    );
    expect(answer).toMatchObject({ placed: 0, preempting: 2 });
  });

  test("keeps to budgets where it can, and says which it breaks where it cannot", async () => {
    const { whatIf, client } = await open(2);
    await run("kept", "node-1", podOf("6", "low"));
    await run("free", "node-2", podOf("6", "middle"));
    await create(POD_DISRUPTION_BUDGETS, keeping("keep", "kept", 1));
    await eventually(async () => {
      const at = { namespace: "default", name: "keep" };
      const { status } = await client.get(POD_DISRUPTION_BUDGETS, at);
      if (status?.currentHealthy !== 1) throw new Error("not counted yet");
    });
    const spared = await whatIf({ pod: podOf("6", "high") });
    expect(spared.pods[0]?.preemption).toEqual({
      nominatedNodeName: "node-2",
      victims: [{ namespace: "default", name: "free", priority: 100 }],
      budgetsViolated: [],
    });
    const broken = await whatIf({ pod: podOf("6", "middle") });
    expect(broken.pods[0]?.preemption).toEqual({
      nominatedNodeName: "node-1",
      victims: [
        { namespace: "default", name: "kept", priority: 10, budgetsViolated: ["default/keep"] },
      ],
      budgetsViolated: ["default/keep"],
    });
  });

  test("says what the Pods of a removed node would evict elsewhere", async () => {
    const { whatIf } = await open(2);
    await run("vip", "node-1", podOf("6", "high"));
    await run("low", "node-2", podOf("6", "low"));
    const { displaced, nodes } = await whatIf({ removeNodes: ["node-1"] });
    expect(displaced).toMatchObject([
      {
        name: "vip",
        outcome: "unschedulable",
        preemption: { nominatedNodeName: "node-2", victims: [{ name: "low" }] },
      },
    ]);
    expect(nodes).toMatchObject([
      { name: "node-1", removed: true },
      { name: "node-2", evicted: ["default/low"] },
    ]);
  });

  test.each([
    [
      "a Pod that never preempts",
      podOf("6", "high", { preemptionPolicy: "Never" }),
      "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, " +
        "preemption: not eligible due to preemptionPolicy=Never.",
    ],
    [
      "a Pod that no eviction would help",
      podOf("6", "high", { nodeSelector: { zone: "a" } }),
      "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. " +
        "no new claims to deallocate, preemption: 0/1 nodes are available: " +
        "1 Preemption is not helpful for scheduling.",
    ],
    [
      "a Pod that is too big even for an empty node",
      podOf("100", "high"),
      "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, " +
        "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
    ],
  ])("has nobody evicted for %s", async (_, pod, message) => {
    const { whatIf } = await open(1);
    await run("low", "node-1", podOf("6", "low"));
    // A policy of Never may only be given by a class.
    const never = (pod["spec"] as JsonObject)["preemptionPolicy"] !== undefined;
    if (never) {
      const metadata = { name: "polite" };
      await create(PRIORITY_CLASSES, { metadata, value: 1000, preemptionPolicy: "Never" });
    }
    const asked = never ? podOf("6", "polite") : pod;
    const answer = await whatIf({ pod: asked });
    expect(answer.preempting).toBe(0);
    expect(answer.pods[0]?.preemption).toBeUndefined();
    expect(answer.pods[0]?.message).toBe(message);
  });
});

describe("a what-if is asked in the name of its user", () => {
  const rule = (verbs: readonly string[], resources: readonly string[]): object => ({
    apiGroups: [""],
    verbs,
    resources,
  });
  const looking = rule(["list"], ["pods", "nodes"]);

  async function grant(...rules: readonly object[]): Promise<void> {
    await create(CLUSTER_ROLES, { metadata: { name: "asker" }, rules });
    await create(CLUSTER_ROLE_BINDINGS, {
      metadata: { name: "asker" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "asker" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" }],
    });
  }

  async function ask(question: object): Promise<{ code: number; message: unknown }> {
    const response = await (cluster as Cluster).fetch(
      new Request("http://kubarium/kubarium/v1/what-if", {
        method: "POST",
        headers: { "content-type": "application/json", "impersonate-user": "jane" },
        body: JSON.stringify(question),
      }),
    );
    const body = (await response.json()) as JsonObject;
    return { code: response.status, message: body["message"] };
  }

  const node = { allocatable: { cpu: "1", memory: "1Gi" }, name: "extra" };
  const pod = { pod: podOf("1", "low") };
  const forbidden = (verb: string, resource: string, where: string): string =>
    `User "jane" cannot ${verb} resource "${resource}" in API group "" ${where}`;

  test.each([
    ["no rights at all", [], pod, 403, forbidden("list", "pods", "at the cluster scope")],
    [
      "no right to look at nodes",
      [rule(["list", "create"], ["pods"])],
      pod,
      403,
      forbidden("list", "nodes", "at the cluster scope"),
    ],
    [
      "no right to create Pods",
      [looking],
      pod,
      403,
      `pods is forbidden: ${forbidden("create", "pods", 'in the namespace "default"')}`,
    ],
    ["the right to create Pods", [looking, rule(["create"], ["pods"])], pod, 200, undefined],
    [
      "no right to create nodes",
      [looking, rule(["create"], ["pods"])],
      { ...pod, addNodes: [node] },
      403,
      `nodes is forbidden: ${forbidden("create", "nodes", "at the cluster scope")}`,
    ],
    [
      "the right to create nodes",
      [looking, rule(["create"], ["nodes"])],
      { addNodes: [node] },
      200,
      undefined,
    ],
    ["nothing to be created", [looking], { removeNodes: ["node-1"] }, 200, undefined],
  ])("%s", async (_, rules, question, code, message) => {
    await open(1);
    await grant(...rules);
    const answer = await eventually(async () => {
      const given = await ask(question);
      // The authorizer hears of a new binding a moment later.
      if (given.code !== code) throw new Error(String(given.message));
      return given;
    });
    if (message === undefined) expect(answer.message).toBeUndefined();
    else expect(answer.message).toContain(message);
  });
});
