/** How long kubelets may keep things, by the number of nodes (test/integration/ttlcontroller; pkg/controller/ttl). */
import { expect, test } from "vitest";
import { deepFreeze } from "../../../src/api/json.ts";
import { NODES } from "../../../src/api/kinds.ts";
import { nodeTtlController, type NodeTtlView } from "../../../src/controllers/node-ttl.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { createCluster } from "../../../src/index.ts";

const annotation = "node.alpha.kubernetes.io/ttl";
const view = (count: number): NodeTtlView =>
  deepFreeze({
    node: {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: "n", uid: "u", resourceVersion: "1" },
    },
    count,
  }) as never;

test.each([
  [1, "0"],
  [100, "0"],
  [101, "15"],
  [501, "30"],
  [1001, "60"],
  [5000, "300"],
])("a node among %i is told %s", (count, seconds) => {
  const patch = { metadata: { annotations: { [annotation]: seconds } } };
  expect(nodeTtlController.reconcile(view(count), 0).actions).toMatchObject([{ patch }]);
});

test("a node that somebody makes is told at once", async () => {
  const host = createSimulatedHost({ seed: 1 });
  const cluster = await createCluster({ host, nodes: 1 });
  await cluster.client.create(NODES, {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "by-hand" },
  });
  await host.settle();
  const { metadata } = await cluster.client.get(NODES, { name: "by-hand" });
  expect(metadata.annotations).toMatchObject({ [annotation]: "0" });
  const metadataOf = { annotations: { [annotation]: "7" } };
  const patch = { metadata: metadataOf };
  await cluster.client.patch(NODES, { name: "by-hand" }, patch, { type: "merge" });
  await host.settle();
  expect((await cluster.client.get(NODES, { name: "by-hand" })).metadata).toMatchObject(metadataOf);
  await cluster.stop();
});
