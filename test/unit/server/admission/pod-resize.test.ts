/** What a bound Pod may grow to: TestResizeAdmission of plugin/pkg/admission/podresize. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
const pods = "/api/v1/namespaces/default/pods";
const node = (name: string, os: string) => ({
  metadata: { name, labels: { "kubernetes.io/os": os } },
  status: { allocatable: { cpu: "4", memory: "8Gi" } },
});

beforeAll(async () => {
  api = await startApiOnly();
  await api.call("POST", "/api/v1/nodes", node("linux-node", "linux"));
  await api.call("POST", "/api/v1/nodes", node("windows-node", "windows"));
});
afterAll(() => api.stop());

const container = (requests: Body) => ({ name: "main", image: "i", resources: { requests } });
const few = { cpu: "1", memory: "1Gi" };

test.each<[string, string, Body, Body]>([
  ["cpu", "linux-node", { ...few, cpu: "2" }, undefined],
  ["memory", "linux-node", { ...few, memory: "2Gi" }, undefined],
  ["a Pod that has no node yet", "", { ...few, cpu: "10" }, undefined],
  ["nothing, where its node is gone", "missing-node", few, undefined],
  [
    "more cpu than there is",
    "linux-node",
    { ...few, cpu: "10" },
    [
      "Node didn't have enough allocatable resources: cpu, requested: 10000, allocatable: 4000",
      "NodeCapacity",
    ],
  ],
  [
    "more of both than there is",
    "linux-node",
    { cpu: "10", memory: "10Gi" },
    [
      "Node didn't have enough allocatable resources: cpu, requested: 10000, allocatable: 4000; memory, requested: 10737418240, allocatable: 8589934592",
      "NodeCapacity",
    ],
  ],
  [
    "where Windows is",
    "windows-node",
    { ...few, cpu: "2" },
    [
      'pod resize is only supported on linux nodes, node "windows-node" is "windows"',
      "UnsupportedPlatform",
    ],
  ],
  [
    "where its node is gone",
    "missing-node",
    { ...few, cpu: "2" },
    ['node "missing-node" not found', undefined],
  ],
])("a resize of %s", async (_what, nodeName, requests, refusal) => {
  const spec = { ...(nodeName ? { nodeName } : {}), containers: [container(few)] };
  const pod = (await api.call("POST", pods, { metadata: { generateName: "p-" }, spec })).body;
  const { name } = pod.metadata;
  const patch = { spec: { containers: [container(requests)] } };
  const { status, body } = await api.call("PATCH", `${pods}/${name}/resize`, patch, {
    "content-type": "application/strategic-merge-patch+json",
  });
  if (refusal === undefined) {
    expect([status, body.message]).toEqual([200, undefined]);
    return;
  }
  const [why, reason] = refusal;
  expect([status, body.message]).toEqual([403, `pods "${name}" is forbidden: ${why}`]);
  expect(body.details.causes).toEqual(reason === undefined ? undefined : [{ reason }]);
});
