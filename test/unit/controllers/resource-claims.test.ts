/** Claims of devices, in a whole cluster on a virtual clock. After pkg/controller/resourceclaim/controller_test.go and test/e2e/dra. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Body, ConformanceCluster } from "../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
let namespace: string;
beforeAll(async () => {
  cluster = await ConformanceCluster.start({ nodes: 1 });
  namespace = await cluster.namespace("devices");
});
afterAll(() => cluster.stop());

const pods = () => `/api/v1/namespaces/${namespace}/pods`;
const claims = () => `/apis/resource.k8s.io/v1/namespaces/${namespace}/resourceclaims`;
const templates = () => claims().replace(/claims$/, "claimtemplates");
const requests = [{ name: "gpu", exactly: { deviceClassName: "gpu.example.com" } }];
const spec = { devices: { requests } };

async function run(name: string, resourceClaims: readonly object[]): Promise<Body> {
  const containers = [{ name: "main", image: "busybox", command: ["sleep", "1d"] }];
  await cluster.ok("POST", pods(), { metadata: { name }, spec: { containers, resourceClaims } });
  await cluster.advance(2_000);
  return cluster.ok("GET", `${pods()}/${name}`);
}

test("a Pod gets a claim of its own by its template, and is told its name", async () => {
  const metadata = { labels: { a: "1" }, annotations: { b: "2" } };
  await cluster.ok("POST", templates(), { metadata: { name: "gpu" }, spec: { metadata, spec } });
  const pod = await run("worker", [{ name: "device", resourceClaimTemplateName: "gpu" }]);
  const [{ name, resourceClaimName }] = pod.status.resourceClaimStatuses;
  expect(name).toBe("device");
  expect(resourceClaimName).toMatch(/^worker-device-[a-z0-9]{5}$/);
  const claim = await cluster.ok("GET", `${claims()}/${resourceClaimName}`);
  expect(claim.metadata).toMatchObject({
    labels: { a: "1" },
    annotations: { b: "2", "resource.kubernetes.io/pod-claim-name": "device" },
    ownerReferences: [
      {
        kind: "Pod",
        name: "worker",
        uid: pod.metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  });
  expect(claim.spec.devices.requests[0].exactly.deviceClassName).toBe("gpu.example.com");
  await cluster.ok("DELETE", `${pods()}/worker?gracePeriodSeconds=0`);
  await cluster.gone(`${claims()}/${resourceClaimName}`);
});

test("a template that comes late is waited for, with a warning", async () => {
  const early = await run("early", [{ name: "device", resourceClaimTemplateName: "late" }]);
  expect(early.status.resourceClaimStatuses).toBeUndefined();
  const { items } = await cluster.ok("GET", `/api/v1/namespaces/${namespace}/events`);
  expect(items).toContainEqual(
    expect.objectContaining({
      type: "Warning",
      reason: "FailedResourceClaimCreation",
      message:
        'PodResourceClaim device: resource claim template "late": resourceclaimtemplate.resource.k8s.io "late" not found',
      reportingComponent: "resource_claim",
    }),
  );
  await cluster.ok("POST", templates(), { metadata: { name: "late" }, spec: { spec } });
  await cluster.until(async () => {
    const pod = await cluster.ok("GET", `${pods()}/early`);
    expect(pod.status.resourceClaimStatuses).toHaveLength(1);
  });
});

test("a long name leaves room for what completes it", async () => {
  const long = "p".repeat(60);
  const pod = await run(long, [{ name: "c".repeat(40), resourceClaimTemplateName: "gpu" }]);
  const [{ resourceClaimName }] = pod.status.resourceClaimStatuses;
  expect(resourceClaimName.length).toBeLessThanOrEqual(63);
  expect(resourceClaimName).toMatch(/^p+-c+-[a-z0-9]{5}$/);
});

test("a reservation goes with its Pod, and with the last one the claim is free again", async () => {
  const finalizers = ["resource.kubernetes.io/delete-protection"];
  const claim = await cluster.ok("POST", claims(), { metadata: { name: "shared" }, spec });
  const pod = await run("user", [{ name: "device", resourceClaimName: "shared" }]);
  const { name, uid } = pod.metadata;
  const result = { request: "gpu", driver: "gpu.example.com", pool: "p", device: "d" };
  const status = {
    allocation: { devices: { results: [result] } },
    reservedFor: [{ resource: "pods", name, uid }],
  };
  await cluster.ok("PUT", `${claims()}/shared/status`, { ...claim, status });
  await cluster.patch(`${claims()}/shared`, { metadata: { finalizers } });
  await cluster.advance(2_000);
  expect((await cluster.ok("GET", `${claims()}/shared`)).status.reservedFor).toHaveLength(1);
  await cluster.ok("DELETE", `${pods()}/user?gracePeriodSeconds=0`);
  await cluster.until(async () => {
    const freed = await cluster.ok("GET", `${claims()}/shared`);
    expect(freed.status ?? {}).toEqual({});
    expect(freed.metadata.finalizers).toBeUndefined();
  });
});
