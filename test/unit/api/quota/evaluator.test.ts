/** What objects use of quotas. Rows after pods_test.go, services_test.go and persistent_volume_claims_test.go of pkg/quota/v1. */
import { describe, expect, test } from "vitest";
import type { KubeObject } from "../../../../src/api/object.ts";
import { amountsOf, amountsText, difference } from "../../../../src/api/quota/amounts.ts";
import { countName, evaluatorOf, inScope } from "../../../../src/api/quota/evaluator.ts";
import type { ResourceQuota } from "../../../../src/api/generated/types.ts";

const nowMs = 1_767_225_600_000;
const core = (resource: string) => evaluatorOf({ group: "", resource });
const object = (parts: object) =>
  ({ apiVersion: "v1", kind: "", metadata: {}, ...parts }) as KubeObject;
const usage = (resource: string, parts: object) =>
  amountsText(core(resource).usage(object(parts), nowMs));
const requests = (list: object, limits?: object) => ({
  resources: { requests: list, ...(limits ? { limits } : {}) },
});

describe("Pods", () => {
  test.each([
    ["one that asks for nothing", { containers: [{}] }, "count/pods=1,pods=1"],
    [
      "requests and limits",
      { containers: [requests({ cpu: "1m", memory: "1Mi" }, { cpu: "2m", memory: "2Mi" })] },
      "count/pods=1,cpu=1m,limits.cpu=2m,limits.memory=2Mi,memory=1Mi,pods=1,requests.cpu=1m,requests.memory=1Mi",
    ],
    [
      "the largest init container, where it asks for more",
      {
        initContainers: [requests({ cpu: "100m" }), requests({ cpu: "30m" })],
        containers: [requests({ cpu: "40m" }), requests({ cpu: "40m" })],
      },
      "count/pods=1,cpu=100m,pods=1,requests.cpu=100m",
    ],
    [
      "sidecars beside the containers",
      {
        initContainers: [
          { restartPolicy: "Always", ...requests({ cpu: "10m" }) },
          requests({ cpu: "30m" }),
        ],
        containers: [requests({ cpu: "40m" })],
      },
      "count/pods=1,cpu=50m,pods=1,requests.cpu=50m",
    ],
    [
      "the overhead of the runtime",
      {
        overhead: { cpu: "5m", memory: "1Mi" },
        containers: [requests({ cpu: "1m" }, { cpu: "2m" })],
      },
      "count/pods=1,cpu=6m,limits.cpu=7m,memory=1Mi,pods=1,requests.cpu=6m,requests.memory=1Mi",
    ],
    [
      "huge pages and extended resources",
      { containers: [requests({ "hugepages-2Mi": "4Mi", "example.com/gpu": "2" })] },
      "count/pods=1,hugepages-2Mi=4Mi,pods=1,requests.example.com/gpu=2,requests.hugepages-2Mi=4Mi",
    ],
  ])("use %s", (_name, spec, expected) => {
    expect(usage("pods", { spec })).toBe(expected);
  });

  const spec = { containers: [requests({ cpu: "1" })] };
  const grace = (seconds: number, deletionTimestamp: string) => ({
    metadata: { deletionTimestamp, deletionGracePeriodSeconds: seconds },
  });

  test.each([
    ["finished", { spec, status: { phase: "Succeeded" } }, "count/pods=1"],
    ["failed", { spec, status: { phase: "Failed" } }, "count/pods=1"],
    [
      "being deleted",
      { spec, ...grace(30, "2026-01-01T00:00:00Z") },
      "count/pods=1,cpu=1,pods=1,requests.cpu=1",
    ],
    ["past its grace", { spec, ...grace(30, "2025-12-31T23:59:00Z") }, "count/pods=1"],
  ])("%s use less", (_state, parts, expected) => {
    expect(usage("pods", parts)).toBe(expected);
  });

  test.each([
    [["limits.cpu"], [{ name: "a" }], "must specify limits.cpu for: a"],
    [
      ["requests.memory", "requests.cpu", "pods"],
      [{ name: "b" }, { name: "a", ...requests({ cpu: "1" }) }],
      "must specify requests.cpu for: b; requests.memory for: a,b",
    ],
    [["requests.example.com/gpu", "ephemeral-storage"], [{ name: "a" }], undefined],
  ])("must state what %j limits", (limited, containers, expected) => {
    expect(core("pods").constraint?.(object({ spec: { containers } }), limited)).toBe(expected);
  });
});

describe("Services", () => {
  const ports = [{ port: 1 }, { port: 2 }];
  test.each([
    [
      { type: "ClusterIP", ports },
      "count/services=1,services=1,services.loadbalancers=0,services.nodeports=0",
    ],
    [
      { type: "NodePort", ports },
      "count/services=1,services=1,services.loadbalancers=0,services.nodeports=2",
    ],
    [
      { type: "LoadBalancer", ports },
      "count/services=1,services=1,services.loadbalancers=1,services.nodeports=2",
    ],
    [
      {
        type: "LoadBalancer",
        ports: [{ port: 1, nodePort: 30_000 }, { port: 2 }],
        allocateLoadBalancerNodePorts: false,
      },
      "count/services=1,services=1,services.loadbalancers=1,services.nodeports=1",
    ],
  ])("%j", (spec, expected) => {
    expect(usage("services", { spec })).toBe(expected);
  });
});

test("claims use storage by class, in whole bytes, and what they are being given", () => {
  const spec = { storageClassName: "gold", resources: { requests: { storage: "1500m" } } };
  expect(usage("persistentvolumeclaims", { spec })).toBe(
    "count/persistentvolumeclaims=1,gold.storageclass.storage.k8s.io/persistentvolumeclaims=1,gold.storageclass.storage.k8s.io/requests.storage=2,persistentvolumeclaims=1,requests.storage=2",
  );
  const status = { allocatedResources: { storage: "5Gi" } };
  expect(usage("persistentvolumeclaims", { spec: { ...spec, storageClassName: "" }, status })).toBe(
    "count/persistentvolumeclaims=1,persistentvolumeclaims=1,requests.storage=5Gi",
  );
});

test("anything else is counted, some kinds by their old names as well", () => {
  expect(countName({ group: "apps", resource: "deployments" })).toBe("count/deployments.apps");
  expect(usage("secrets", {})).toBe("count/secrets=1,secrets=1");
  const widgets = evaluatorOf({ group: "example.com", resource: "widgets" });
  expect(amountsText(widgets.usage(object({}), nowMs))).toBe("count/widgets.example.com=1");
  expect(["widgets", "count/widgets", "count/widgets.example.com"].filter(widgets.limits)).toEqual([
    "count/widgets.example.com",
  ]);
});

describe("scopes", () => {
  const podOf = (spec: object) => object({ spec: { containers: [{ name: "c" }], ...spec } });
  const one = (scopeName: string, operator = "Exists", values?: string[]) => ({
    scopeSelector: { matchExpressions: [{ scopeName, operator, ...(values ? { values } : {}) }] },
  });
  const crossing = {
    affinity: {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ namespaces: ["x"], topologyKey: "t" }],
      },
    },
  };
  test.each([
    [{ scopes: ["Terminating"] }, { activeDeadlineSeconds: 0 }, true],
    [{ scopes: ["Terminating"] }, {}, false],
    [{ scopes: ["NotTerminating", "BestEffort"] }, {}, true],
    [{ scopes: ["BestEffort"] }, { containers: [requests({ cpu: "1" })] }, false],
    [{ scopes: ["NotBestEffort"] }, { containers: [requests({ cpu: "1" })] }, true],
    [one("PriorityClass"), { priorityClassName: "high" }, true],
    [one("PriorityClass"), {}, false],
    [one("PriorityClass", "In", ["high", "low"]), { priorityClassName: "low" }, true],
    [one("PriorityClass", "NotIn", ["high"]), { priorityClassName: "high" }, false],
    [one("PriorityClass", "NotIn", ["high"]), {}, true],
    [one("PriorityClass", "DoesNotExist"), {}, true],
    [one("CrossNamespacePodAffinity"), crossing, true],
    [one("CrossNamespacePodAffinity"), {}, false],
    [one("VolumeAttributesClass"), {}, false],
  ])("%j for %j: %s", (spec, podSpec, expected) => {
    const quota = object({ spec }) as ResourceQuota;
    expect(inScope(core("pods"), quota, podOf(podSpec))).toBe(expected);
  });
});

test("an update is charged with what it adds, and never with less than nothing", () => {
  const after = amountsOf({ cpu: "2", memory: "1Gi" });
  const before = amountsOf({ cpu: "500m", memory: "2Gi", pods: "1" });
  expect(amountsText(difference(after, before))).toBe("cpu=1500m,memory=0,pods=0");
});
