/** The conformance texts of sig-api-machinery on ResourceQuota, by their testnames; figures of test/e2e/apimachinery/resource_quota.go. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ConformanceCluster, type Body } from "../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
let namespace = "";
beforeAll(async () => {
  cluster = await ConformanceCluster.start();
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  namespace = await cluster.namespace("resourcequota");
});

type Amounts = Readonly<Record<string, string>>;
const core = (resource: string, name = "") =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`;
const quotas = (name = "") => core("resourcequotas", name);

/** newTestResourceQuota. */
const testHard: Amounts = {
  pods: "5",
  services: "10",
  "services.nodeports": "1",
  "services.loadbalancers": "1",
  replicationcontrollers: "10",
  resourcequotas: "1",
  configmaps: "10",
  secrets: "10",
  cpu: "1",
  memory: "500Mi",
  persistentvolumeclaims: "10",
  "requests.storage": "10Gi",
  "ephemeral-storage": "50Gi",
  "count/replicasets.apps": "5",
  "requests.example.com/dongle": "3",
};

const createQuota = (name: string, hard: Amounts, spec: object = {}) =>
  cluster.ok("POST", quotas(), { metadata: { name }, spec: { hard, ...spec } });

/** Waits until a quota has seen what is used. */
const uses = (name: string, used: Amounts) =>
  cluster.until(async () => {
    const { spec, status } = await cluster.ok("GET", quotas(name));
    expect(status?.hard).toEqual(spec.hard);
    expect(status?.used).toMatchObject(used);
  });

const pod = (name: string, resources: object = {}, spec: object = {}): Body => ({
  metadata: { name },
  spec: { containers: [{ name: "pause", image: "pause", resources }], ...spec },
});
const now = { kind: "DeleteOptions", apiVersion: "v1", gracePeriodSeconds: 0 };

describe("ResourceQuota", () => {
  test("ResourceQuota, apply changes to a ResourceQuota status", async () => {
    const status = quotas("test-quota/status");
    await createQuota("test-quota", { cpu: "500m", memory: "500Mi" });
    await uses("test-quota", { cpu: "0", memory: "0" });
    const updated = await cluster.update(status, (object) => {
      object.status = { hard: { cpu: "500m", memory: "500Mi" } };
    });
    expect(updated.status.hard).toEqual(updated.spec.hard);

    const hard = { cpu: "1", memory: "1Gi" };
    const patched = await cluster.patch(quotas("test-quota"), { spec: { hard } });
    expect(patched.spec.hard).toEqual(hard);
    await uses("test-quota", {});
    await cluster.patch(status, { status: { hard } });
    expect((await cluster.ok("GET", status)).status.hard).toEqual(hard);

    const other = { cpu: "2", memory: "2Gi" };
    const repatched = await cluster.patch(status, {
      spec: { hard: other },
      status: { hard: other },
    });
    expect(repatched.status.hard).toEqual(other);
    expect((await cluster.ok("GET", quotas("test-quota"))).spec.hard).toEqual(hard);
  });

  test("ResourceQuota, update and delete", async () => {
    await createQuota("test-quota", { cpu: "1", memory: "500Mi" });
    expect((await cluster.ok("GET", quotas("test-quota"))).spec.hard).toEqual({
      cpu: "1",
      memory: "500Mi",
    });
    const hard = { cpu: "2", memory: "1Gi" };
    const updated = await cluster.update(quotas("test-quota"), ({ spec }) => {
      spec.hard = hard;
    });
    expect(updated.spec.hard).toEqual(hard);
    expect((await cluster.ok("GET", quotas("test-quota"))).spec.hard).toEqual(hard);
    await cluster.ok("DELETE", quotas("test-quota"));
    expect((await cluster.refused("GET", quotas("test-quota"))).reason).toBe("NotFound");
  });

  const controlled = {
    selector: { name: "x" },
    template: { ...pod(""), metadata: { labels: { name: "x" } } },
  };
  test.each<[what: string, path: () => string, counted: string, body: object]>([
    ["configmap", () => core("configmaps"), "configmaps", { data: { a: "b" } }],
    [
      "replicaSet",
      () => `/apis/apps/v1/namespaces/${namespace}/replicasets`,
      "count/replicasets.apps",
      { spec: { ...controlled, replicas: 0, selector: { matchLabels: { name: "x" } } } },
    ],
    [
      "replicationController",
      () => core("replicationcontrollers"),
      "replicationcontrollers",
      { spec: { ...controlled, replicas: 0 } },
    ],
    ["secret", () => core("secrets"), "secrets", { data: { "data-1": "dmFsdWUtMQo=" } }],
  ])("ResourceQuota, object count quota, %s", async (_what, path, counted, body) => {
    const before: number = (await cluster.ok("GET", path())).items.length;
    await createQuota("test-quota", testHard);
    await uses("test-quota", { resourcequotas: "1", [counted]: String(before) });
    await cluster.ok("POST", path(), { metadata: { name: "test-object" }, ...body });
    await uses("test-quota", { [counted]: String(before + 1) });
    await cluster.ok("DELETE", `${path()}/test-object`);
    await uses("test-quota", { [counted]: String(before) });
  });

  test("ResourceQuota, object count quota, pod", async () => {
    await createQuota("test-quota", testHard);
    await uses("test-quota", { resourcequotas: "1" });
    const dongle = { "example.com/dongle": "2" };
    const requests = { cpu: "500m", memory: "252Mi", "ephemeral-storage": "30Gi", ...dongle };
    const created = await cluster.ok(
      "POST",
      core("pods"),
      pod("test-pod", { requests, limits: dongle }),
    );
    const used = {
      resourcequotas: "1",
      pods: "1",
      cpu: "500m",
      memory: "252Mi",
      "ephemeral-storage": "30Gi",
      "requests.example.com/dongle": "2",
    };
    await uses("test-quota", used);
    const tooMuch = pod("fail-pod", { requests: { cpu: "600m", memory: "100Mi" } });
    const more = { ...requests, memory: "100Mi" };
    const tooMany = pod("fail-pod-for-extended-resource", { requests: more, limits: dongle });
    for (const body of [tooMuch, tooMany]) {
      const { code, message } = await cluster.refused("POST", core("pods"), body);
      expect(code).toBe(403);
      expect(message).toContain("exceeded quota: test-quota");
    }
    created.spec.containers[0].resources.requests = {
      cpu: "100m",
      memory: "100Mi",
      "ephemeral-storage": "10Gi",
    };
    await cluster.refused("PUT", core("pods", "test-pod"), created);
    await uses("test-quota", used);
    await cluster.ok("DELETE", core("pods", "test-pod"), now);
    await uses("test-quota", {
      pods: "0",
      cpu: "0",
      memory: "0",
      "ephemeral-storage": "0",
      "requests.example.com/dongle": "0",
    });
  });

  test("ResourceQuota, object count quota, service", async () => {
    await createQuota("test-quota", testHard);
    await uses("test-quota", { resourcequotas: "1" });
    const service = (name: string, type: string, spec: object = {}) => ({
      metadata: { name },
      spec: { type, ports: [{ port: 80, targetPort: 80 }], ...spec },
    });
    await cluster.ok("POST", core("services"), service("test-service", "ClusterIP"));
    await cluster.ok("POST", core("services"), service("test-service-np", "NodePort"));
    const balancer = service("test-service-lb", "LoadBalancer", {
      allocateLoadBalancerNodePorts: true,
    });
    await cluster.refused("POST", core("services"), balancer);
    await uses("test-quota", { services: "2", "services.nodeports": "1" });
    await cluster.ok("DELETE", core("services", "test-service"));
    await cluster.ok("DELETE", core("services", "test-service-np"));
    await uses("test-quota", { services: "0", "services.nodeports": "0" });
  });

  test("ResourceQuota, object count quota, resourcequotas", async () => {
    await createQuota("test-quota", testHard);
    await uses("test-quota", { resourcequotas: "1" });
  });

  test("ResourceQuota, manage lifecycle of a ResourceQuota", async () => {
    const labels = { "e2e-rq-label": namespace };
    const selector = `?labelSelector=e2e-rq-label=${namespace}`;
    const hard = { cpu: "500m", memory: "500Mi" };
    await cluster.ok("POST", quotas(), { metadata: { name: "e2e-quota", labels }, spec: { hard } });
    const found = await cluster.ok("GET", `/api/v1/resourcequotas${selector}`);
    expect(found.items.length).toBe(1);
    const patched = await cluster.patch(
      quotas("e2e-quota"),
      {
        metadata: { labels: { "e2e-quota": "patched" } },
        spec: { hard: { memory: "750Mi" } },
      },
      "strategic",
    );
    expect(patched.metadata.labels).toEqual({ ...labels, "e2e-quota": "patched" });
    expect(patched.spec.hard).toEqual({ cpu: "500m", memory: "750Mi" });
    await cluster.ok("DELETE", `${quotas()}${selector}`);
    await cluster.until(async () =>
      expect((await cluster.ok("GET", `/api/v1/resourcequotas${selector}`)).items).toEqual([]),
    );
  });

  test("ResourceQuota, quota scope, BestEffort and NotBestEffort scope", async () => {
    await createQuota("quota-besteffort", { pods: "5" }, { scopes: ["BestEffort"] });
    await createQuota("quota-not-besteffort", { pods: "5" }, { scopes: ["NotBestEffort"] });
    const pods = (bestEffort: string, not: string) => async () => {
      await uses("quota-besteffort", { pods: bestEffort });
      await uses("quota-not-besteffort", { pods: not });
    };
    await pods("0", "0")();
    await cluster.ok("POST", core("pods"), pod("besteffort-pod"));
    await pods("1", "0")();
    await cluster.ok("DELETE", core("pods", "besteffort-pod"), now);
    await pods("0", "0")();
    const resources = {
      requests: { cpu: "500m", memory: "200Mi" },
      limits: { cpu: "1", memory: "400Mi" },
    };
    await cluster.ok("POST", core("pods"), pod("burstable-pod", resources));
    await pods("0", "1")();
    await cluster.ok("DELETE", core("pods", "burstable-pod"), now);
    await pods("0", "0")();
  });

  test("ResourceQuota, quota scope, Terminating and NotTerminating scope", async () => {
    const hard = {
      pods: "5",
      "requests.cpu": "1",
      "requests.memory": "500Mi",
      "limits.cpu": "2",
      "limits.memory": "1Gi",
    };
    const none = {
      pods: "0",
      "requests.cpu": "0",
      "requests.memory": "0",
      "limits.cpu": "0",
      "limits.memory": "0",
    };
    const some = {
      pods: "1",
      "requests.cpu": "500m",
      "requests.memory": "200Mi",
      "limits.cpu": "1",
      "limits.memory": "400Mi",
    };
    await createQuota("quota-terminating", hard, { scopes: ["Terminating"] });
    await createQuota("quota-not-terminating", hard, { scopes: ["NotTerminating"] });
    const both = async (terminating: Amounts, not: Amounts) => {
      await uses("quota-terminating", terminating);
      await uses("quota-not-terminating", not);
    };
    await both(none, none);
    const resources = {
      requests: { cpu: "500m", memory: "200Mi" },
      limits: { cpu: "1", memory: "400Mi" },
    };
    await cluster.ok("POST", core("pods"), pod("test-pod", resources));
    await both(none, some);
    await cluster.ok("DELETE", core("pods", "test-pod"), now);
    await both(none, none);
    const deadline = { activeDeadlineSeconds: 3600 };
    await cluster.ok("POST", core("pods"), pod("terminating-pod", resources, deadline));
    await both(some, none);
    await cluster.ok("DELETE", core("pods", "terminating-pod"), now);
    await both(none, none);
  });
});
