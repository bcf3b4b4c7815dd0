/** Quotas of devices as clients meet them: admission charges claims and Pods, the controller counts again when they go. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../../src/index.ts";
import { apiCaller } from "../../../fixtures/api-call.ts";
import { eventually } from "../../../fixtures/eventually.ts";

let cluster: Cluster;
const call = apiCaller(() => cluster);
const within = (resource: string) => `/api/v1/namespaces/default/${resource}`;
const claims = "/apis/resource.k8s.io/v1/namespaces/default/resourceclaims";

beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
  await eventually(async () => {
    expect((await call("GET", within("serviceaccounts/default"))).status).toBe(200);
  });
});
afterAll(() => cluster.stop());

const used = async () => (await call("GET", within("resourcequotas/q"))).body["status"]?.used;
const claim = (name: string, count: number) => {
  const requests = [{ name: "a", exactly: { deviceClassName: "gpu", count } }];
  return call("POST", claims, { metadata: { name }, spec: { devices: { requests } } });
};
const pod = (name: string, gpus: string) => {
  const resources = { limits: { "example.com/gpu": gpus } };
  const spec = { containers: [{ name: "c", image: "i", resources }] };
  return call("POST", within("pods"), { metadata: { name }, spec });
};

test("a quota counts the devices of claims, and the extended resources that their classes stand for", async () => {
  const gpu = { metadata: { name: "gpu" }, spec: { extendedResourceName: "example.com/gpu" } };
  await call("POST", "/apis/resource.k8s.io/v1/deviceclasses", gpu);
  const hard = { "gpu.deviceclass.resource.k8s.io/devices": "3", "requests.example.com/gpu": "2" };
  await call("POST", within("resourcequotas"), { metadata: { name: "q" }, spec: { hard } });
  const none = { "gpu.deviceclass.resource.k8s.io/devices": "0", "requests.example.com/gpu": "0" };
  await eventually(async () => expect(await used()).toEqual(none));

  expect((await claim("a", 1)).status).toBe(201);
  expect((await pod("p", "2")).body.message).toBe(
    'pods "p" is forbidden: exceeded quota: q, requested: requests.example.com/gpu=2, used: requests.example.com/gpu=1, limited: requests.example.com/gpu=2',
  );
  expect((await pod("p", "1")).status).toBe(201);
  expect((await claim("b", 1)).body.message).toBe(
    'resourceclaims.resource.k8s.io "b" is forbidden: exceeded quota: q, requested: requests.example.com/gpu=1, used: requests.example.com/gpu=2, limited: requests.example.com/gpu=2',
  );
  await call("DELETE", `${claims}/a`);
  await eventually(async () =>
    expect(await used()).toEqual({ ...none, "requests.example.com/gpu": "1" }),
  );
});
