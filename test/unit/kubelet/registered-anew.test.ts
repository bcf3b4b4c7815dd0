/** Nodes after the state of another cluster has come in place of theirs: kubelets register again, as they do at their start. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConformanceCluster } from "../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
beforeAll(async () => {
  cluster = await ConformanceCluster.start({ nodes: 2 });
});
afterAll(() => cluster.stop());

const names = async (path: string): Promise<readonly string[]> => {
  const { items } = await cluster.ok("GET", path);
  return items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
};

test("kubelets whose Nodes are not in a snapshot make them anew, with Lease and CSINode", async () => {
  const path = "/kubarium/v1/snapshot";
  const snapshot = await cluster.ok("GET", path);
  const own = ["nodes", "leases.coordination.k8s.io", "csinodes.storage.k8s.io"];
  const objects = snapshot.objects.filter(
    (entry: { resource: string }) => !own.includes(entry.resource),
  );
  await cluster.ok("PUT", path, { ...snapshot, objects });
  await cluster.until(async () => {
    expect(await names("/api/v1/nodes")).toEqual(["node-1", "node-2"]);
    expect(await names("/apis/storage.k8s.io/v1/csinodes")).toEqual(["node-1", "node-2"]);
    const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
    expect(await names(leases)).toEqual(["node-1", "node-2"]);
  });
  const { items } = await cluster.ok("GET", "/api/v1/nodes");
  expect(items[0].status.conditions).toHaveLength(4);
});

test("a cluster that is emptied keeps its nodes and what is theirs", async () => {
  const uids = async (path: string) => {
    const { items } = await cluster.ok("GET", path);
    return items.map(({ metadata }: { metadata: { uid: string } }) => metadata.uid);
  };
  const paths = ["/api/v1/nodes", "/apis/storage.k8s.io/v1/csinodes"];
  const before = await Promise.all(paths.map(uids));
  await cluster.ok("POST", "/kubarium/v1/reset");
  expect(await Promise.all(paths.map(uids))).toEqual(before);
});

test("a kubelet that finds all as it has posted it writes nothing", async () => {
  const path = "/kubarium/v1/snapshot";
  const snapshot = await cluster.ok("GET", path);
  await cluster.ok("PUT", path, snapshot);
  await cluster.advance(20_000);
  const writers = async () => {
    const { items } = await cluster.ok("GET", "/api/v1/nodes");
    return items.map(({ status }: { status: { conditions: { lastHeartbeatTime: string }[] } }) =>
      status.conditions.map(({ lastHeartbeatTime }) => lastHeartbeatTime),
    );
  };
  const before = await writers();
  await cluster.ok("PUT", path, await cluster.ok("GET", path));
  await cluster.advance(20_000);
  expect(await writers()).toEqual(before);
});
