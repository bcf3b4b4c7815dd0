/** What no cluster is without (pkg/controlplane/controller: kubernetesservice, systemnamespaces; registry/scheduling/priorityclass). */
import { afterEach, beforeEach, expect, test } from "vitest";
import { simulatedApiEndpoint } from "../../../../src/server/bootstrap/api-endpoint.ts";
import { bootstrap, restoreBootstrapped } from "../../../../src/server/bootstrap/bootstrap.ts";
import { keepBootstrapped } from "../../../../src/server/bootstrap/keeper.ts";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
let stop: () => void;
beforeEach(async () => {
  api = await startApiOnly();
  const { host, store, server } = api;
  const client = server.client("kube-apiserver");
  const options = {
    client,
    store,
    serviceCidr: "10.244.128.0/17",
    apiEndpoint: simulatedApiEndpoint,
  };
  await bootstrap(options);
  stop = keepBootstrapped({ host, store, restore: () => restoreBootstrapped(options) });
});
afterEach(async () => {
  stop();
  await api.stop();
});

const service = "/api/v1/namespaces/default/services/kubernetes";

test.each([
  [service, 10],
  ["/apis/networking.k8s.io/v1/servicecidrs/kubernetes", 10],
])("%s is there again within %i seconds, as it was", async (path, seconds) => {
  const before = (await api.call("GET", path)).body;
  expect((await api.call("DELETE", path)).status).toBe(200);
  expect((await api.call("GET", path)).status).toBe(404);
  await api.host.advance(seconds * 1000);
  const { status, body } = await api.call("GET", path);
  expect(status).toBe(200);
  expect(body.metadata.uid).not.toBe(before.metadata.uid);
  expect(body.spec).toEqual(before.spec);
});

const endpoints = "/api/v1/namespaces/default/endpoints/kubernetes";
const slice = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes";

test("the API has an address from the start", async () => {
  const ports = [{ name: "https", port: 6443, protocol: "TCP" }];
  expect((await api.call("GET", endpoints)).body).toMatchObject({
    metadata: { labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } },
    subsets: [{ addresses: [{ ip: "172.30.0.1" }], ports }],
  });
  expect((await api.call("GET", slice)).body).toMatchObject({
    metadata: { labels: { "kubernetes.io/service-name": "kubernetes" } },
    addressType: "IPv4",
    endpoints: [{ addresses: ["172.30.0.1"], conditions: { ready: true } }],
    ports,
  });
  expect((await api.call("GET", service)).body.spec.ports).toEqual([
    { name: "https", port: 443, protocol: "TCP", targetPort: 6443 },
  ]);
});

test.each([
  [endpoints, { subsets: [] }, "subsets"],
  [slice, { endpoints: [] }, "endpoints"],
  [service, { spec: { ports: [{ name: "https", port: 443, targetPort: 1 }] } }, "spec"],
])(
  "%s is put right within 10 seconds when it is changed or deleted",
  async (path, patch, field) => {
    const before = (await api.call("GET", path)).body;
    const type = { "content-type": "application/merge-patch+json" };
    expect((await api.call("PATCH", path, patch, type)).status).toBe(200);
    await api.host.advance(10_000);
    expect((await api.call("GET", path)).body[field]).toEqual(before[field]);
    expect((await api.call("DELETE", path)).status).toBe(200);
    await api.host.advance(10_000);
    expect((await api.call("GET", path)).body[field]).toEqual(before[field]);
  },
);

test("others' Services of that name are nobody's business", async () => {
  const path = "/api/v1/namespaces/kube-public/services";
  const spec = { ports: [{ port: 80 }] };
  await api.call("POST", path, { metadata: { name: "kubernetes" }, spec });
  await api.call("DELETE", `${path}/kubernetes`);
  await api.host.advance(60_000);
  expect((await api.call("GET", `${path}/kubernetes`)).status).toBe(404);
});

test("nothing comes back once it is ended", async () => {
  await api.call("DELETE", service);
  stop();
  await api.host.advance(60_000);
  expect((await api.call("GET", service)).status).toBe(404);
});

test.each(["system-node-critical", "system-cluster-critical"])("%s stays", async (name) => {
  const path = `/apis/scheduling.k8s.io/v1/priorityclasses/${name}`;
  const { status, body } = await api.call("DELETE", path, { preconditions: { uid: "other" } });
  expect([status, body.message]).toEqual([
    403,
    `priorityclasses.scheduling.k8s.io "${name}" is forbidden: this is a system priority class and cannot be deleted`,
  ]);
});
