/**
 * The patches by which kubelets write statuses. Expectations: TestPatchPodStatus of pkg/util/pod, TestCreateTwoWayMergePatch's rules for
 * merged lists, and fixupPatchForNodeStatusAddresses; and that each makes of the old status the new one.
 */
import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/api/json.ts";
import { strategicMerge } from "../../../src/api/patch/strategic-merge.ts";
import { schemaOf } from "../../../src/api/schema/built-in.ts";
import type { TypeSchema } from "../../../src/api/schema/type-schema.ts";
import { nodeStatusPatch, podStatusPatch } from "../../../src/kubelet/status-patch.ts";
import type { PodObject } from "../../../src/kubelet/pod-view.ts";

const schemaFor = (kind: string): TypeSchema => {
  const schema = schemaOf(`io.k8s.api.core.v1.${kind}`);
  if (!schema) throw new Error(`no schema of ${kind}`);
  return schema;
};
const metadata = {
  namespace: "ns",
  name: "name",
  uid: "myuid",
  resourceVersion: "1",
  creationTimestamp: "2026-01-01T00:00:00Z",
};
const podOf = (status: JsonObject): PodObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata,
  spec: { containers: [] },
  status,
});
const condition = (type: string, status = "True") => ({ type, status });
const message = "Message";

test.each<[string, JsonObject, JsonObject, JsonObject | undefined]>([
  ["nothing", { message }, { message }, undefined],
  [
    "nothing but what is null",
    { conditions: [{ ...condition("Ready"), lastProbeTime: null }] },
    { conditions: [condition("Ready")] },
    undefined,
  ],
  ["a message", { message }, { message: "new message" }, { message: "new message" }],
  ["a message that goes", { message }, {}, { message: null }],
  [
    "a condition",
    { message, conditions: [condition("Ready"), condition("PodScheduled")] },
    { message, conditions: [condition("Ready", "False"), condition("PodScheduled")] },
    {
      "$setElementOrder/conditions": [{ type: "Ready" }, { type: "PodScheduled" }],
      conditions: [condition("Ready", "False")],
    },
  ],
  [
    "conditions that come and go",
    { conditions: [{ ...condition("Ready"), reason: "r" }, condition("PodResizePending")] },
    { conditions: [condition("Initialized"), condition("Ready")] },
    {
      "$setElementOrder/conditions": [{ type: "Initialized" }, { type: "Ready" }],
      conditions: [
        condition("Initialized"),
        { reason: null, type: "Ready" },
        { $patch: "delete", type: "PodResizePending" },
      ],
    },
  ],
  [
    "init containers, all of them",
    { message },
    { message, initContainerStatuses: [{ name: "init-container", ready: true }] },
    { initContainerStatuses: [{ name: "init-container", ready: true }] },
  ],
  [
    "addresses",
    { podIPs: [{ ip: "10.0.0.1" }] },
    { podIP: "10.0.0.2", podIPs: [{ ip: "10.0.0.2" }] },
    {
      "$setElementOrder/podIPs": [{ ip: "10.0.0.2" }],
      podIP: "10.0.0.2",
      podIPs: [{ ip: "10.0.0.2" }, { $patch: "delete", ip: "10.0.0.1" }],
    },
  ],
  [
    "resources",
    { resources: { requests: { cpu: "1", memory: "1Gi" } } },
    { resources: { requests: { cpu: "2" }, limits: { cpu: "3" } } },
    { resources: { limits: { cpu: "3" }, requests: { cpu: "2", memory: null } } },
  ],
])("of a Pod: %s", (_what, before, after, status) => {
  const patch = podStatusPatch(podOf(before), after);
  expect(patch).toEqual({ metadata: { uid: "myuid" }, ...(status ? { status } : {}) });
  if (!status) return;
  const object = { metadata: { uid: "myuid" }, status: before };
  const made = strategicMerge(object, patch, schemaFor("Pod"));
  expect(made).toEqual({ metadata: { uid: "myuid" }, status: after });
});

test("of a Node: addresses are replaced", () => {
  const before = {
    addresses: [
      { type: "InternalIP", address: "1.2.3.4" },
      { type: "InternalIP", address: "1.2.3.5" },
    ],
    conditions: [condition("Ready", "False")],
    phase: "Running" as const,
  };
  const addresses = [
    { type: "InternalIP", address: "1.2.3.5" },
    { type: "Hostname", address: "n" },
  ];
  const after = { ...before, addresses, conditions: [condition("Ready")] };
  const patch = nodeStatusPatch(before, after);
  expect(patch).toEqual({
    status: {
      "$setElementOrder/conditions": [{ type: "Ready" }],
      addresses: [...addresses, { $patch: "replace" }],
      conditions: [condition("Ready")],
    },
  });
  expect(strategicMerge({ status: before }, patch, schemaFor("Node"))).toEqual({ status: after });
  expect(nodeStatusPatch(after, after)).toEqual({});
});
