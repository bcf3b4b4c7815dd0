/** Owners in namespaces that a dependent cannot have owners in (test/integration/garbagecollector: TestCrossNamespaceReferences). */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ClusterRole, ConfigMap, OwnerReference } from "../../../src/api/generated/types.ts";
import { CLUSTER_ROLES, CONFIG_MAPS, EVENTS, NAMESPACES } from "../../../src/api/kinds.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import { createCluster, type Cluster } from "../../../src/index.ts";

let host: SimulatedHost;
let cluster: Cluster;
beforeEach(async () => {
  host = createSimulatedHost({ seed: 5 });
  cluster = await createCluster({ host, nodes: 0 });
  await cluster.client.create(NAMESPACES, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "other" },
  });
  await host.settle();
});
afterEach(() => cluster.stop());

async function configMap(
  namespace: string,
  name: string,
  ...ownerReferences: readonly OwnerReference[]
): Promise<OwnerReference> {
  const object: ConfigMap = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace, name, ownerReferences },
  };
  const { metadata } = await cluster.client.create(CONFIG_MAPS, object);
  await host.settle();
  return { apiVersion: "v1", kind: "ConfigMap", name, uid: metadata.uid };
}

async function names(namespace: string): Promise<readonly (string | undefined)[]> {
  const { items } = await cluster.client.list(CONFIG_MAPS, { namespace });
  const own = items.filter(({ metadata }) => metadata.name !== "kube-root-ca.crt");
  return own.map(({ metadata }) => metadata.name);
}

async function told(): Promise<readonly unknown[]> {
  await host.advance(2000);
  const { items } = await cluster.client.list(EVENTS);
  return items
    .filter(({ reason }) => reason === "OwnerRefInvalidNamespace")
    .map(({ type, message, source, involvedObject, count }) => [
      type,
      message,
      source?.component,
      involvedObject.name,
      count,
    ]);
}

const warned = (owner: OwnerReference, namespace: string, name: string): readonly unknown[] => [
  "Warning",
  `ownerRef [v1/ConfigMap, namespace: ${namespace}, name: ${owner.name}, uid: ${owner.uid}] does not exist in namespace "${namespace}"`,
  "garbage-collector-controller",
  name,
  1,
];

test("a dependent in another namespace goes, and an event says why; those beside the owner stay", async () => {
  const owner = await configMap("default", "owner");
  await configMap("default", "valid", owner);
  await configMap("other", "invalid", owner);
  await host.advance(1000);
  expect([await names("default"), await names("other")]).toEqual([["owner", "valid"], []]);
  expect(await told()).toEqual([warned(owner, "other", "invalid")]);
});

test("what has another owner as well only loses the one that it cannot have", async () => {
  const owner = await configMap("default", "owner");
  const own = await configMap("other", "own");
  await configMap("other", "both", owner, own);
  await host.advance(1000);
  const { metadata } = await cluster.client.get(CONFIG_MAPS, { namespace: "other", name: "both" });
  expect(metadata.ownerReferences).toEqual([own]);
  expect(await told()).toEqual([warned(owner, "other", "both")]);
});

test("a cluster-wide dependent of an owner in a namespace is never collected", async () => {
  const owner = await configMap("default", "owner");
  const role = (name: string, ownerReferences: readonly OwnerReference[]) => {
    const object: ClusterRole = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name, ownerReferences },
      rules: [],
    };
    return cluster.client.create(CLUSTER_ROLES, object);
  };
  await role("there", [owner]);
  await role("never", [{ ...owner, name: "never", uid: "no-such-uid" }]);
  await role("cluster-wide", [
    { apiVersion: "v1", kind: "Node", name: "never", uid: "no-such-node" },
  ]);
  await host.advance(5000);
  const kept = async (name: string): Promise<boolean> =>
    cluster.client.get(CLUSTER_ROLES, { name }).then(
      () => true,
      () => false,
    );
  expect([await kept("there"), await kept("never"), await kept("cluster-wide")]).toEqual([
    true,
    true,
    false,
  ]);
  expect(await told()).toEqual([warned(owner, "", "there")]);
  await cluster.client.delete(CONFIG_MAPS, { namespace: "default", name: "owner" });
  await host.advance(5000);
  expect(await kept("there")).toBe(true);
});
