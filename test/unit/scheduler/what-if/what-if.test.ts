/** What-if and explanations asked of a whole cluster: over its API and as a library. */
import { afterEach, describe, expect, test } from "vitest";
import { createCluster, PODS, SERVICE_ACCOUNTS, type Cluster } from "../../../../src/index.ts";
import type {
  DecisionListDocument,
  PodExplanationDocument,
  WhatIfDocument,
} from "../../../../src/index.ts";
import type { JsonObject } from "../../../../src/api/json.ts";
import { eventually } from "../../../fixtures/eventually.ts";

let cluster: Cluster | undefined;
afterEach(() => cluster?.stop());

const spec = (cpu: string, more: JsonObject = {}): JsonObject => ({
  containers: [{ name: "c", image: "web:1", resources: { requests: { cpu } } }],
  ...more,
});
const podOf = (cpu: string, more: JsonObject = {}): JsonObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p", labels: { app: "p" } },
  spec: spec(cpu, more),
});
const deployment = (replicas: number, cpu: string): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web" },
  spec: {
    replicas,
    selector: {},
    template: { metadata: { labels: { app: "web" } }, spec: spec(cpu) },
  },
});

async function open(nodes = 2): Promise<Cluster> {
  const { client } = (cluster = await createCluster({ nodes }));
  // Pods are only let in once their service account is there.
  await eventually(() => client.get(SERVICE_ACCOUNTS, { namespace: "default", name: "default" }));
  return cluster;
}

async function ask(question: unknown): Promise<{ status: number; body: JsonObject }> {
  if (cluster === undefined) throw new Error("no cluster");
  const response = await cluster.fetch(
    new Request("http://kubarium/kubarium/v1/what-if", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof question === "string" ? question : JSON.stringify(question),
    }),
  );
  return { status: response.status, body: (await response.json()) as JsonObject };
}

async function run(name: string, cpu: string): Promise<string> {
  const { client } = await Promise.resolve(cluster as Cluster);
  await client.create(PODS, {
    ...(podOf(cpu) as unknown as Parameters<typeof client.create<never>>[1] & object),
    metadata: { name, namespace: "default" },
  } as never);
  return eventually(async () => {
    const { spec: placed } = await client.get(PODS, { namespace: "default", name });
    if (!placed?.nodeName) throw new Error("not placed yet");
    return placed.nodeName;
  });
}

describe("what-if", () => {
  test("places Pods one on top of the other, and writes nothing", async () => {
    const { whatIf, client, exportSnapshot } = await open();
    const before = exportSnapshot().objects.length;
    const answer = await whatIf({ workload: deployment(3, "6") });
    expect(answer).toMatchObject({ kind: "WhatIf", placed: 2 });
    expect(answer.pods.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["web-0", "placed"],
      ["web-1", "placed"],
      ["web-2", "unschedulable"],
    ]);
    expect(new Set(answer.pods.flatMap(({ nodeName }) => nodeName ?? []))).toEqual(
      new Set(["node-1", "node-2"]),
    );
    expect(answer.pods[2]?.message).toBe(
      "0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, " +
        "preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.",
    );
    expect((await client.list(PODS)).items).toEqual([]);
    expect(exportSnapshot().objects.length).toBe(before);
  });

  test("counts nodes that would be added, and leaves out those that would be removed", async () => {
    const { whatIf } = await open();
    const picky = podOf("1", { nodeSelector: { zone: "a" } });
    expect((await whatIf({ pod: picky })).placed).toBe(0);
    const answer = await whatIf({
      pod: picky,
      addNodes: [
        { name: "extra", labels: { zone: "a" }, allocatable: { cpu: "2", memory: "4Gi" } },
      ],
      removeNodes: ["node-1"],
    });
    expect(answer.pods[0]).toMatchObject({ outcome: "placed", nodeName: "extra", nodeCount: 2 });
    expect(answer.nodes).toMatchObject([
      {
        name: "extra",
        added: true,
        pods: 1,
        requested: { cpu: 1000 },
        allocatable: { cpu: 2000, pods: 110 },
      },
      { name: "node-1", removed: true, pods: 0 },
    ]);
  });

  test("makes a node like another, several at once", async () => {
    const { whatIf } = await open(1);
    const answer = await whatIf({
      workload: deployment(3, "6"),
      addNodes: [{ name: "twin", like: "node-1", count: 2 }],
    });
    expect(answer.placed).toBe(3);
    expect(answer.nodes.map(({ name, added }) => [name, added])).toEqual([
      ["node-1", undefined],
      ["twin-1", true],
      ["twin-2", true],
    ]);
  });

  test("a DaemonSet has one Pod for every node", async () => {
    const { whatIf } = await open();
    const answer = await whatIf({ workload: { ...deployment(9, "1"), kind: "DaemonSet" } });
    expect(answer.pods.map(({ nodeName }) => nodeName)).toEqual(["node-1", "node-2"]);
  });

  test("says where the Pods of a removed node could go", async () => {
    await open();
    const on = await run("big", "6");
    const other = on === "node-1" ? "node-2" : "node-1";
    const answer = (await ask({ removeNodes: [on] })).body as unknown as WhatIfDocument;
    expect(answer.displaced).toEqual([
      { namespace: "default", name: "big", from: on, outcome: "placed", nodeName: other },
    ]);
    const both = (await ask({ removeNodes: ["node-1", "node-2"] }))
      .body as unknown as WhatIfDocument;
    expect(both.displaced).toMatchObject([
      { name: "big", outcome: "unschedulable", message: "no nodes available to schedule pods" },
    ]);
  });

  test.each([
    ["nothing asked", {}, 422, "pod: Required value"],
    ["an unknown field", { pod: podOf("1"), zork: 1 }, 422, "zork: Unsupported value"],
    [
      "pod and workload",
      { pod: podOf("1"), workload: deployment(1, "1") },
      422,
      "may not be given beside pod",
    ],
    ["a pod that is no object", { pod: "x" }, 422, "pod: Invalid value"],
    ["a workload without kind", { workload: {} }, 422, "workload.kind: Required value"],
    [
      "a workload of another kind",
      { workload: { kind: "Service" } },
      422,
      "workload.kind: Unsupported value",
    ],
    [
      "a negative number of replicas",
      { pod: podOf("1"), replicas: -1 },
      422,
      "replicas: Invalid value",
    ],
    ["too many replicas", { pod: podOf("1"), replicas: 1e9 }, 422, "replicas: Invalid value"],
    [
      "a node that is not there",
      { removeNodes: ["nope"] },
      422,
      `removeNodes[0]: Not found: "nope"`,
    ],
    [
      "a node that is there already",
      { addNodes: [{ like: "node-1", name: "node-1" }] },
      422,
      "there is a node of that name",
    ],
    [
      "no such pattern",
      { addNodes: [{ like: "nope" }] },
      422,
      `addNodes[0].like: Not found: "nope"`,
    ],
    [
      "a node without memory",
      { addNodes: [{ allocatable: { cpu: "1" } }] },
      422,
      "addNodes[0].allocatable.memory: Required value",
    ],
    [
      "a negative capacity",
      { addNodes: [{ allocatable: { cpu: "-1", memory: "1" } }] },
      422,
      "must be greater than or equal to 0",
    ],
    [
      "more nodes than can be added",
      { addNodes: Array.from({ length: 50 }, () => ({ like: "node-1", count: 999 })) },
      422,
      "addNodes: Too many",
    ],
    [
      "more work than can be done at once",
      {
        pod: podOf("1"),
        replicas: 10_000,
        addNodes: [{ like: "node-1", name: "n", count: 999 }],
      },
      422,
      "are more than can be tried at once",
    ],
    [
      "no quantity",
      { addNodes: [{ allocatable: { cpu: "x", memory: "1" } }] },
      422,
      "quantities must match",
    ],
    [
      "a bad label",
      { addNodes: [{ like: "node-1", name: "n", labels: { "a b": "c" } }] },
      422,
      "metadata.labels",
    ],
    [
      "a bad taint",
      { addNodes: [{ like: "node-1", name: "n", taints: [{ key: "k", effect: "Never" }] }] },
      422,
      "taints[0].effect",
    ],
    [
      "an unknown field of the Pod",
      { pod: podOf("1", { zork: 1 }) },
      400,
      `unknown field "spec.zork"`,
    ],
    [
      "a Pod of the wrong shape",
      { pod: { spec: { containers: "x" } } },
      400,
      "json: cannot unmarshal string",
    ],
    [
      "an invalid Pod",
      { pod: { spec: { containers: [] } } },
      422,
      "spec.containers: Required value",
    ],
    [
      "another scheduler",
      { pod: podOf("1", { schedulerName: "other" }) },
      422,
      `pod.spec.schedulerName: Not found: "other"`,
    ],
    ["a list", "[]", 400, "cannot unmarshal array"],
    ["half an object", "{", 400, "unexpected end of JSON input"],
    ["nothing", "", 400, "must not be empty"],
  ])("refuses %s", async (_, question, code, message) => {
    await open(1);
    const { status, body } = await ask(question);
    expect([status, body["kind"]]).toEqual([code, "Status"]);
    expect(body["message"]).toContain(message);
  });
});

describe("explanations", () => {
  const path = (name: string): string => `/kubarium/v1/namespaces/default/pods/${name}/explanation`;

  async function get(at: string): Promise<{ status: number; body: PodExplanationDocument }> {
    const response = await (cluster as Cluster).fetch(at);
    return { status: response.status, body: (await response.json()) as PodExplanationDocument };
  }

  test("tell of a decision as it was made, and as it would be made now", async () => {
    await open();
    const first = await run("first", "1");
    const second = await run("second", "1");
    expect(second).not.toBe(first);
    const decided = (await get(path("first"))).body;
    expect(decided).toMatchObject({
      kind: "PodExplanation",
      basis: "decision",
      outcome: "placed",
      nodeName: first,
      boundTo: first,
      pod: { namespace: "default", name: "first" },
      feasibleCount: 2,
      // Both nodes were empty then.
      tie: { nodes: ["node-1", "node-2"], count: 2 },
    });
    expect(decided.notes).toBeUndefined();
    const now = await (cluster as Cluster).explain(
      { namespace: "default", name: "first" },
      { basis: "now" },
    );
    // Its own room is free again; the second Pod's is not.
    expect(now).toMatchObject({ basis: "now", nodeName: first, boundTo: first });
    expect(now.tie).toBeUndefined();
  });

  test("tell why a Pod waits, in the words of its event", async () => {
    const { client } = await open(1);
    await client.create(PODS, {
      ...podOf("100"),
      metadata: { name: "huge", namespace: "default" },
    } as never);
    const { message } = await eventually(async () => {
      const { status } = await client.get(PODS, { namespace: "default", name: "huge" });
      const condition = status?.conditions?.find(({ type }) => type === "PodScheduled");
      if (condition?.message === undefined) throw new Error("not decided yet");
      return condition;
    });
    const { body } = await get(path("huge"));
    expect(body).toMatchObject({ outcome: "unschedulable", basis: "decision", message });
    expect(body.nodes).toMatchObject([
      { name: "node-1", refusal: { plugin: "NodeResourcesFit", reasons: ["Insufficient cpu"] } },
    ]);
  });

  test("list the last decisions, the newest first", async () => {
    await open(1);
    await run("first", "1");
    await run("second", "1");
    const response = await (cluster as Cluster).fetch("/kubarium/v1/decisions");
    const { items } = (await response.json()) as DecisionListDocument;
    expect(items).toMatchObject([
      {
        pod: { name: "second" },
        outcome: "placed",
        nodeName: "node-1",
        nodeCount: 1,
        feasibleCount: 1,
      },
      { pod: { name: "first" }, outcome: "placed", nodeName: "node-1" },
    ]);
    const one = await (cluster as Cluster).fetch("/kubarium/v1/decisions?limit=1");
    expect(((await one.json()) as DecisionListDocument).items).toHaveLength(1);
  });

  test.each([
    ["no such Pod", path("nope"), 404],
    ["an unknown basis", `${path("web")}?basis=then`, 400],
    ["a negative limit", `${path("web")}?limit=-1`, 400],
    ["a limit that is no number", `${path("web")}?limit=many`, 400],
    ["a bad limit of decisions", "/kubarium/v1/decisions?limit=x", 400],
    ["a path without a name", "/kubarium/v1/namespaces/default/pods//explanation", 404],
  ])("refuse %s", async (_, at, code) => {
    await open(1);
    expect((await get(at)).status).toBe(code);
  });

  test("want the rights to the Pod and to nodes, not to a path", async () => {
    await open(1);
    await run("web", "1");
    const as = (user: string): Promise<Response> =>
      (cluster as Cluster).fetch(
        new Request(`http://kubarium${path("web")}`, { headers: { "impersonate-user": user } }),
      );
    const response = await as("nobody");
    expect(response.status).toBe(403);
    expect(((await response.json()) as { message: string }).message).toContain(
      `User "nobody" cannot get resource "pods" in API group "" in the namespace "default"`,
    );
    const written = await (cluster as Cluster).fetch(
      new Request(`http://kubarium${path("web")}`, { method: "DELETE" }),
    );
    expect(written.status).toBe(405);
  });
});
