/** What every answer has, and what is answered where nothing is: apiserver's filters and handlers. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../src/index.ts";

let cluster: Cluster;
beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
});
afterAll(() => cluster.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  cluster.fetch(new Request(`http://kubarium${path}`, { headers }));

describe("an answer", () => {
  test("names its request, by the client's name for it where there is one", async () => {
    const own = (await get("/api/v1/namespaces/default")).headers.get("audit-id");
    expect(own).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const named = await get("/api/v1/namespaces/none", { "Audit-Id": "mine-1" });
    expect([named.status, named.headers.get("audit-id")]).toEqual([404, "mine-1"]);
  });

  test("says under which flow schema and priority level it was made", async () => {
    const { headers } = await get("/api/v1/nodes");
    const uid = async (path: string) =>
      ((await (await get(path)).json()) as { metadata: { uid: string } }).metadata.uid;
    const group = "/apis/flowcontrol.apiserver.k8s.io/v1";
    expect(headers.get("x-kubernetes-pf-flowschema-uid")).toBe(
      await uid(`${group}/flowschemas/exempt`),
    );
    expect(headers.get("x-kubernetes-pf-prioritylevel-uid")).toBe(
      await uid(`${group}/prioritylevelconfigurations/exempt`),
    );
  });

  test("says so of what is refused, too", async () => {
    const names = ["x-kubernetes-pf-flowschema-uid", "x-kubernetes-pf-prioritylevel-uid"];
    const found = (await get("/api/v1/nodes")).headers;
    for (const path of ["/api/v1/namespaces/none", "/api/v1/nodes?limit=x", "/api/v1/none"]) {
      const { status, headers } = await get(path);
      expect([status >= 400, ...names.map((name) => headers.get(name))]).toEqual([
        true,
        ...names.map((name) => found.get(name)),
      ]);
    }
  });

  test("where nothing is, is text; below the API it is a Status", async () => {
    const nowhere = await get("/nowhere");
    expect([nowhere.status, await nowhere.text()]).toEqual([404, "404 page not found\n"]);
    const resource = await get("/api/v1/nothings");
    expect(await resource.json()).toMatchObject({ kind: "Status", reason: "NotFound", code: 404 });
  });
});

describe("a list of built-in objects", () => {
  test("leaves kind and apiVersion out of its items, and no other kind of read does", async () => {
    const list = (await (await get("/api/v1/namespaces")).json()) as {
      kind: string;
      items: Record<string, unknown>[];
    };
    expect(list.kind).toBe("NamespaceList");
    expect(list.items.length).toBeGreaterThan(3);
    for (const item of list.items) expect(Object.keys(item)).not.toContain("kind");
    for (const item of list.items) expect(Object.keys(item)).not.toContain("apiVersion");
    expect(await (await get("/api/v1/namespaces/default")).json()).toMatchObject({
      kind: "Namespace",
      apiVersion: "v1",
    });
  });
});

test("/metrics counts requests as Kubernetes names them", async () => {
  await get("/api/v1/namespaces/default/pods");
  const text = await (await get("/metrics")).text();
  const labels =
    'code="200",component="apiserver",dry_run="",group="",resource="pods",scope="namespace",subresource="",verb="LIST",version="v1"';
  expect(text).toContain(`apiserver_request_total{${labels}} 1\n`);
  expect(text).toMatch(/^apiserver_request_duration_seconds_bucket\{.*le="\+Inf"\} 1$/m);
  expect(text).toContain('apiserver_storage_objects{resource="namespaces"} 4\n');
  expect(text).toContain('kubernetes_healthcheck{name="etcd",type="livez"} 1\n');
});

describe("JSON ends as Go's encoder ends it (apimachinery, serializer/json: doEncode)", () => {
  const textOf = async (path: string, init: RequestInit = {}): Promise<string> =>
    (await cluster.fetch(new Request(`http://kubarium${path}`, init))).text();
  const core = "/api/v1/namespaces/default";

  test.each([
    ["an object", `${core}/configmaps/kube-root-ca.crt`],
    ["a list", `${core}/configmaps`],
    ["a Status", `${core}/serviceaccounts/nobody`],
    ["a group's resources", "/api/v1"],
  ])("with a newline: %s", async (_what, path) => {
    const text = await textOf(path);
    expect(text.indexOf("\n")).toBe(text.length - 1);
  });

  test("with a newline: what was created", async () => {
    const text = await textOf(`${core}/configmaps`, {
      method: "POST",
      body: JSON.stringify({ metadata: { name: "with-a-newline" } }),
    });
    expect(text.indexOf("\n")).toBe(text.length - 1);
  });

  test.each([
    ["indented JSON", `${core}/configmaps/kube-root-ca.crt?pretty=true`],
    ["the version, which is always indented", "/version"],
    ["the paths, too", "/"],
  ])("without one: %s", async (_what, path) => {
    const text = await textOf(path);
    expect(text).toMatch(/^\{\n {2}"/);
    expect(text.endsWith("\n}")).toBe(true);
  });
});
