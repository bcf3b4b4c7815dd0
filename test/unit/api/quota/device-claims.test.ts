/** What claims of devices use of quotas. Rows of resource_claims_test.go of pkg/quota/v1/evaluator/core, with DRAExtendedResource. */
import { describe, expect, test } from "vitest";
import type {
  DeviceClass,
  Pod,
  ResourceV1ResourceClaim as Claim,
} from "../../../../src/api/generated/types.ts";
import { amountsText } from "../../../../src/api/quota/amounts.ts";
import type { DeviceSources } from "../../../../src/api/quota/device-claims.ts";
import { evaluatorOf } from "../../../../src/api/quota/evaluator.ts";

const nowMs = 1_767_225_600_000;
const resource = { group: "resource.k8s.io", resource: "resourceclaims" };
const exactly = (more: object = {}) => ({
  name: "req-0",
  exactly: { deviceClassName: "gpu", allocationMode: "ExactCount", count: 1, ...more },
});
const way = (more: object = {}) => ({
  name: "subreq",
  deviceClassName: "gpu",
  allocationMode: "ExactCount",
  count: 1,
  ...more,
});
const claim = (requests: readonly object[], metadata: object = {}) =>
  ({
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaim",
    metadata: { name: "foo", namespace: "ns", ...metadata },
    spec: { devices: { requests } },
  }) as unknown as Claim;
const gpus = (count: number, name = "gpu") => [
  `${name}.deviceclass.resource.k8s.io/devices=${count}`,
  `requests.deviceclass.resource.kubernetes.io/${name}=${count}`,
];
const text = (...parts: readonly string[]) =>
  ["count/resourceclaims.resource.k8s.io=1", ...parts].sort().join(",");
const usage = (of: Claim, sources?: DeviceSources) => {
  const evaluator = evaluatorOf(resource, sources && (() => sources));
  return amountsText(evaluator.usage(of, nowMs));
};

describe("a claim of devices uses", () => {
  test.each<[string, readonly object[], readonly string[]]>([
    ["itself and a device of its class", [exactly()], gpus(1)],
    ["one for each request", Array.from({ length: 5 }, () => exactly()), gpus(5)],
    ["so many as are asked for", [exactly({ count: 5 })], gpus(5)],
    [
      "at the worst all that an allocation can have",
      [exactly({ allocationMode: "All" })],
      gpus(32),
    ],
    [
      "nothing of modes to come",
      [exactly({ allocationMode: "future-mode" })],
      ["gpu.deviceclass.resource.k8s.io/devices=0"],
    ],
    ["as much for administrators", [exactly({ adminAccess: true })], gpus(1)],
    ["what its only way takes", [{ name: "r", firstAvailable: [way()] }], gpus(1)],
    [
      "what the way takes that takes most",
      [{ name: "r", firstAvailable: [way({ count: 2 }), way()] }],
      gpus(2),
    ],
    [
      "all, where one of its ways does",
      [{ name: "r", firstAvailable: [way(), way({ allocationMode: "All" })] }],
      gpus(32),
    ],
    [
      "the most of each class",
      [
        {
          name: "r",
          firstAvailable: [way(), way({ deviceClassName: "tpu", allocationMode: "All" })],
        },
      ],
      [...gpus(1), ...gpus(32, "tpu")],
    ],
  ])("%s", (_what, requests, expected) => {
    expect(usage(claim(requests))).toBe(text(...expected));
  });
});

const gpuClass = {
  metadata: { name: "gpu" },
  spec: { extendedResourceName: "example.com/gpu" },
} as unknown as DeviceClass;
const implicit = "deviceclass.resource.kubernetes.io/gpu";
const explicit = "example.com/gpu";
const asks = (...names: readonly string[]) => ({
  resources: { requests: Object.fromEntries(names.map((name) => [name, "1"])) },
});
const owned = (name: string) => ({
  annotations: { "resource.kubernetes.io/extended-resource-claim": "true" },
  ownerReferences: [{ apiVersion: "v1", kind: "Pod", name, uid: "uid", controller: true }],
});
const pod = (
  spec: object,
  status: object = { extendedResourceClaimStatus: { resourceClaimName: "foo" } },
) => ({ metadata: { namespace: "ns", name: "pod", uid: "uid" }, spec, status }) as unknown as Pod;
const [devices, byClass] = gpus(1) as [string, string];
const [twoDevices, twoByClass] = gpus(2) as [string, string];
const byName = "requests.example.com/gpu=1";

describe("a claim that was made for a Pod's extended resources is not charged again for what the Pod was", () => {
  test.each<[string, Pod, number, readonly string[]]>([
    ["by class", pod({ containers: [asks(implicit)] }), 1, [devices, byName]],
    ["by name", pod({ initContainers: [asks(explicit)], containers: [] }), 1, [devices, byClass]],
    [
      "by both",
      pod({ initContainers: [asks(explicit, implicit)], containers: [asks(explicit, implicit)] }),
      2,
      [twoDevices, byClass, byName],
    ],
    [
      "whose status says nothing yet",
      pod({ initContainers: [asks(explicit)], containers: [asks(implicit)] }, {}),
      2,
      [twoDevices, byClass, byName],
    ],
    [
      "of another claim",
      pod(
        { containers: [asks(implicit)] },
        { extendedResourceClaimStatus: { resourceClaimName: "bar" } },
      ),
      1,
      [devices, byClass, byName],
    ],
  ])("%s", (_what, of, count, expected) => {
    const requests = Array.from({ length: count }, () => exactly());
    const sources = { classes: [gpuClass], pods: [of], claims: [] };
    expect(usage(claim(requests, owned("pod")), sources)).toBe(text(...expected));
  });

  test("but the first of two claims of a Pod whose status says nothing", () => {
    const of = pod({ initContainers: [asks(explicit)], containers: [asks(implicit)] }, {});
    const first = claim([exactly(), exactly()], owned("pod"));
    const second = claim([exactly(), exactly()], { ...owned("pod"), name: "foo-copy" });
    const sources = { classes: [gpuClass], pods: [of], claims: [first, second] };
    expect(usage(first, sources)).toBe(text(twoDevices, byClass, byName));
    expect(usage(second, sources)).toBe(text(twoDevices, twoByClass, "requests.example.com/gpu=2"));
  });
});

test.each<[string, boolean]>([
  ["count/resourceclaims.resource.k8s.io", true],
  ["gpu.deviceclass.resource.k8s.io/devices", true],
  ["requests.example.com/gpu", true],
  ["requests.deviceclass.resource.kubernetes.io/gpu", true],
  ["requests.example.com/tpu", false],
  ["requests.deviceclass.resource.kubernetes.io/tpu", false],
  ["resourceclaims", false],
  ["storage", false],
  ["ephemeral-storage", false],
  ["bronze.deviceclass.resource.k8s.io/storage", false],
  ["gpu.storage.k8s.io/requests.storage", false],
])("a quota of %s limits claims: %s", (name, expected) => {
  const evaluator = evaluatorOf(resource, () => ({ classes: [gpuClass], pods: [], claims: [] }));
  expect(evaluator.limits(name)).toBe(expected);
});

test.each<[string, boolean]>([
  ["requests.example.com/gpu", true],
  ["requests.deviceclass.resource.kubernetes.io/gpu", true],
  ["requests.kubernetes.io/gpu", false],
  ["requests.mykubernetes.io/gpu", false],
  ["example.com/gpu", false],
])("a quota of %s limits Pods: %s", (name, expected) => {
  expect(evaluatorOf({ group: "", resource: "pods" }).limits(name)).toBe(expected);
});
