/** What becomes of a node that somebody makes: it takes no Pods until it says that it is ready. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { NODES } from "../../../../src/api/kinds.ts";
import { createCluster, type Cluster } from "../../../../src/index.ts";

let cluster: Cluster;
beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
});
afterAll(() => cluster.stop());

const taint = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };
const node = (name: string, status: object, spec: object = {}) =>
  ({ apiVersion: "v1", kind: "Node", metadata: { name }, spec, status }) as const;
const isReady = { conditions: [{ type: "Ready", status: "True" }] };

test.each([
  ["silent", {}, {}, [taint]],
  ["unready", { conditions: [{ type: "Ready", status: "False" }] }, {}, [taint]],
  ["ready", isReady, {}, undefined],
  ["tainted", {}, { taints: [taint] }, [taint]],
])("a %s node", async (name, status, spec, taints) => {
  const created = await cluster.client.create(NODES, node(name, status, spec));
  expect(created.spec?.taints).toEqual(taints);
});
