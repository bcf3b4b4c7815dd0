/** Objects that are made when they are asked for, over HTTP on a whole cluster with simulated nodes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../src/index.ts";
import { eventually } from "../../fixtures/eventually.ts";

let cluster: Cluster;

beforeAll(async () => {
  cluster = await createCluster({ nodes: 2 });
  await eventually(async () => {
    const account = await call("GET", "/api/v1/namespaces/default/serviceaccounts/default");
    expect(account.status).toBe(200);
  });
  await call("POST", "/api/v1/namespaces/default/pods", {
    metadata: { name: "web", labels: { app: "web" } },
    spec: { containers: [{ name: "main", image: "example/web:1" }] },
  });
  await eventually(async () => {
    const { body } = await call("GET", "/api/v1/namespaces/default/pods/web");
    expect(body["status"]).toMatchObject({ phase: "Running" });
  });
});
afterAll(() => cluster.stop());

interface Item {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly usage: { readonly cpu: string; readonly memory: string };
  readonly containers: readonly Pick<Item, "usage">[];
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  accept = "application/json",
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const init = { method, headers: { accept, "content-type": "application/json" } };
  const full = body === undefined ? init : { ...init, body: JSON.stringify(body) };
  const response = await cluster.fetch(new Request(`http://kubarium${path}`, full));
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const metrics = "/apis/metrics.k8s.io/v1beta1";

describe("metrics.k8s.io", () => {
  test("is discovered", async () => {
    const { body } = await call("GET", metrics);
    expect(body).toMatchObject({
      kind: "APIResourceList",
      groupVersion: "metrics.k8s.io/v1beta1",
      resources: [
        { name: "nodes", kind: "NodeMetrics", namespaced: false, verbs: ["get", "list"] },
        { name: "pods", kind: "PodMetrics", namespaced: true, verbs: ["get", "list"] },
      ],
    });
  });

  test("lists what every node uses, in Kubernetes' units", async () => {
    const { body } = await call("GET", `${metrics}/nodes`);
    expect(body).toMatchObject({ kind: "NodeMetricsList", apiVersion: "metrics.k8s.io/v1beta1" });
    const items = body["items"] as Item[];
    expect(items).toHaveLength(2);
    for (const { usage, metadata } of items) {
      expect(usage.cpu).toMatch(/^(0|\d+n)$/);
      expect(usage.memory).toMatch(/^\d+Ki$/);
      expect(metadata.labels).toHaveProperty(["kubernetes.io/hostname"]);
    }
  });

  test("shows each container of a Pod", async () => {
    const { body } = await call("GET", `${metrics}/namespaces/default/pods/web`);
    expect(body).toMatchObject({
      kind: "PodMetrics",
      metadata: { name: "web", namespace: "default", labels: { app: "web" } },
      window: expect.stringMatching(/^\d+s$/),
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      containers: [{ name: "main", usage: { memory: expect.stringMatching(/^\d+Ki$/) } }],
    });
  });

  test.each([
    ["labelSelector=app%3Dweb", 1],
    ["labelSelector=app%3Dother", 0],
    ["fieldSelector=metadata.name%3Dweb", 1],
    ["fieldSelector=metadata.namespace%3Dkube-system", 0],
  ])("selects by %s", async (query, count) => {
    const { body } = await call("GET", `${metrics}/pods?${query}`);
    expect(body["items"]).toHaveLength(count);
  });

  test.each([
    ["GET", `${metrics}/namespaces/default/pods/absent`, 404, "NotFound"],
    ["GET", `${metrics}/nodes/absent`, 404, "NotFound"],
    ["GET", `${metrics}/pods?labelSelector=a%20b%20c`, 400, "BadRequest"],
    ["POST", `${metrics}/namespaces/default/pods`, 405, "MethodNotAllowed"],
    ["DELETE", `${metrics}/nodes/node-1`, 405, "MethodNotAllowed"],
  ])("answers %s %s with %i %s", async (method, path, status, reason) => {
    const answer = await call(method, path, method === "POST" ? {} : undefined);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ kind: "Status", reason });
  });

  // metrics-server, pkg/api: what is not there, and what nothing is known of.
  test("says what is not there, and of what there are no metrics", async () => {
    const held = { metadata: { name: "held" }, spec: { schedulingGates: [{ name: "g.io/g" }] } };
    const containers = [{ name: "c", image: "i" }];
    const pod = { ...held, spec: { ...held.spec, containers } };
    expect((await call("POST", "/api/v1/namespaces/default/pods", pod)).status).toBe(201);
    const messages = [
      "namespaces/default/pods/absent",
      "nodes/absent",
      "namespaces/default/pods/held",
    ];
    const answers = await Promise.all(messages.map((path) => call("GET", `${metrics}/${path}`)));
    expect(answers.map(({ body }) => body["message"])).toEqual([
      'pods "absent" not found',
      'nodes "absent" not found',
      'podmetrics.metrics.k8s.io "default/held" not found',
    ]);
  });

  test.each([
    [`${metrics}/nodes`, "NodeMetricsList"],
    [`${metrics}/nodes/node-1`, "NodeMetrics"],
    [`${metrics}/pods`, "PodMetricsList"],
    [metrics, "APIResourceList"],
  ])("has protobuf of %s", async (path, kind) => {
    const accept = "application/vnd.kubernetes.protobuf";
    const response = await cluster.fetch(
      new Request(`http://kubarium${path}`, { headers: { accept } }),
    );
    expect([response.status, response.headers.get("content-type")]).toEqual([200, accept]);
    expect((await response.text()).replace(/^k8s\0/, "").slice(0, 60)).toContain(kind);
  });

  test("is a Table for who asks for one", async () => {
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    const { body } = await call("GET", `${metrics}/nodes`, undefined, accept);
    expect(body).toMatchObject({ kind: "Table", rows: [{}, {}] });
  });
});

describe("component statuses", () => {
  test("are healthy while the cluster runs", async () => {
    const { body, headers } = await call("GET", "/api/v1/componentstatuses");
    expect(headers.get("warning")).toBe('299 - "v1 ComponentStatus is deprecated in v1.19+"');
    const healthy = [{ type: "Healthy", status: "True", message: "ok" }];
    expect(body["items"]).toMatchObject([
      { metadata: { name: "controller-manager" }, conditions: healthy },
      { metadata: { name: "etcd-0" }, conditions: healthy },
      { metadata: { name: "scheduler" }, conditions: healthy },
    ]);
  });

  test("can be asked for one by one", async () => {
    const one = await call("GET", "/api/v1/componentstatuses/scheduler");
    expect(one.body).toMatchObject({ kind: "ComponentStatus", apiVersion: "v1" });
    const none = await call("GET", "/api/v1/componentstatuses/absent");
    expect([none.status, none.body["message"]]).toEqual([
      404,
      'componentstatuses "absent" not found',
    ]);
  });
});

// metrics-server looks at the nodes that are listed, whatever others say of themselves.
test("a node that has been deleted uses nothing", async () => {
  expect((await call("DELETE", "/api/v1/nodes/node-2")).status).toBe(200);
  const { body } = await call("GET", `${metrics}/nodes`);
  expect((body["items"] as Item[]).map(({ metadata }) => metadata.name)).toEqual(["node-1"]);
  expect((await call("GET", `${metrics}/nodes/node-2`)).status).toBe(404);
});
