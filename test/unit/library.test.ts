/** The library as an embedder uses it: the README's example, run. */
import { afterEach, expect, test } from "vitest";
import { CONFIG_MAPS, createCluster, DEPLOYMENTS, PODS, type Cluster } from "../../src/index.ts";
import type { Deployment } from "../../src/api/generated/types.ts";
import { eventually } from "../fixtures/eventually.ts";

let cluster: Cluster | undefined;
afterEach(() => cluster?.stop());

test("the README's example stores an object and reads it over fetch", async () => {
  cluster = await createCluster({ nodes: 3 });
  await cluster.client.create(CONFIG_MAPS, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "default" },
    data: { theme: "plain" },
  });
  const response = await cluster.fetch("/api/v1/namespaces/default/configmaps/settings");
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ data: { theme: "plain" } });
});

test("its health is told under the names that kube-apiserver has for the parts of a start", async () => {
  cluster = await createCluster();
  // What test/e2e/apimachinery/health_handlers.go requires, in the words of a server of 1.36.
  const required = [
    "poststarthook/start-apiserver-admission-initializer",
    "poststarthook/generic-apiserver-start-informers",
    "poststarthook/start-apiextensions-informers",
    "poststarthook/start-apiextensions-controllers",
    "poststarthook/crd-informer-synced",
    "poststarthook/start-system-namespaces-controller",
    "poststarthook/start-cluster-authentication-info-controller",
    "poststarthook/scheduling/bootstrap-system-priority-classes",
    "poststarthook/bootstrap-controller",
    "poststarthook/start-kube-aggregator-informers",
    "poststarthook/apiservice-status-local-available-controller",
    "poststarthook/apiservice-status-remote-available-controller",
    "poststarthook/apiservice-registration-controller",
    "poststarthook/kube-apiserver-autoregistration",
    "autoregister-completion",
    "poststarthook/apiservice-openapi-controller",
  ];
  for (const endpoint of ["healthz", "livez", "readyz"]) {
    const response = await cluster.fetch(`/${endpoint}?verbose=1`);
    expect(response.status).toBe(200);
    const lines = (await response.text()).split("\n");
    const own = endpoint === "readyz" ? ["informer-sync", "shutdown"] : [];
    const named = ["ping", "log", "etcd", ...own, ...required];
    expect(lines).toEqual(expect.arrayContaining(named.map((name) => `[+]${name} ok`)));
  }
});

test("a Deployment's Pods run on the simulated nodes, and a user without rights sees none of them", async () => {
  cluster = await createCluster({ nodes: 2 });
  const { client } = cluster;
  const deployment: Deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas: 4,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "web:1", ports: [{ containerPort: 80 }] }] },
      },
    },
  };
  await client.create(DEPLOYMENTS, deployment);
  const pods = await eventually(async () => {
    const { items } = await client.list(PODS, { namespace: "default" });
    expect(items.filter(({ status }) => status?.phase === "Running")).toHaveLength(4);
    return items;
  });
  expect(new Set(pods.map(({ spec }) => spec?.nodeName))).toEqual(new Set(["node-1", "node-2"]));
  const nobody = cluster.as({ name: "nobody", groups: ["system:authenticated"] });
  await expect(nobody.list(PODS, { namespace: "default" })).rejects.toMatchObject({
    code: 403,
    reason: "Forbidden",
    message:
      'pods is forbidden: User "nobody" cannot list resource "pods" in API group "" in the namespace "default"',
  });
});

test("a snapshot moves a cluster's state into another one", async () => {
  const first = await createCluster();
  await first.client.create(CONFIG_MAPS, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "kept", namespace: "default" },
    data: { key: "value" },
  });
  const snapshot = first.exportSnapshot();
  await first.stop();
  cluster = await createCluster();
  await cluster.restoreSnapshot(snapshot);
  const kept = await cluster.client.get(CONFIG_MAPS, { namespace: "default", name: "kept" });
  expect(kept.data).toEqual({ key: "value" });
  await expect(cluster.restoreSnapshot({ format: "?" })).rejects.toMatchObject({ code: 400 });
});

test("a watch over fetch is told of a change and ends when it is cancelled", async () => {
  cluster = await createCluster({ nodes: 0 });
  const response = await cluster.fetch("/api/v1/namespaces/default/configmaps?watch=true");
  const reader = response.body?.getReader();
  await cluster.client.create(CONFIG_MAPS, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "seen", namespace: "default" },
  });
  let text = "";
  while (!text.includes('"name":"seen"')) {
    text += new TextDecoder().decode((await reader?.read())?.value);
  }
  expect(JSON.parse(text.trim().split("\n").at(-1) ?? "")).toMatchObject({ type: "ADDED" });
  await reader?.cancel();
  const stats = await (await cluster.fetch("/kubarium/v1/stats")).json();
  expect(stats.api.watches).toBe(0);
});
