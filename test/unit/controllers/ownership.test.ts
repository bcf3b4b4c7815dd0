/** Stories of owning: garbage collection in its three ways, adopting, releasing, and the end of a namespace. */
import { afterEach, describe, expect, it } from "vitest";

import type {
  ConfigMap,
  OwnerReference,
  Pod,
  ReplicaSet,
} from "../../../src/api/generated/types.ts";
import {
  CONFIG_MAPS,
  DEPLOYMENTS,
  EVENTS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
  SERVICE_ACCOUNTS,
} from "../../../src/api/kinds.ts";
import type { ResourceRef, Stored } from "../../../src/api/object.ts";
import { builtInControllers } from "../../../src/controllers/registry.ts";
import type { DeleteOptions, NewObject } from "../../../src/loop/client.ts";
import { startWorld, type World, type WorldOptions } from "../../fixtures/controller-world.ts";

let world: World;

afterEach(() => world.stop());

async function start(options: Partial<WorldOptions> = {}): Promise<void> {
  world = await startWorld({ controllers: builtInControllers({ caPem: "CA" }), ...options });
}

const labels = { app: "web" };
const podTemplate = {
  metadata: { labels },
  spec: { containers: [{ name: "web", image: "nginx" }] },
};
const web = { namespace: "default", name: "web" };

function deployment() {
  const spec = { replicas: 2, selector: { matchLabels: labels }, template: podTemplate };
  return { apiVersion: "apps/v1" as const, kind: "Deployment" as const, metadata: web, spec };
}

function replicaSet(replicas: number): NewObject<ReplicaSet> {
  const spec = { replicas, selector: { matchLabels: labels }, template: podTemplate };
  return { apiVersion: "apps/v1", kind: "ReplicaSet", metadata: web, spec };
}

function barePod(name: string): NewObject<Pod> {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels },
    spec: podTemplate.spec,
  };
}

async function left(): Promise<{ deployments: number; sets: number; pods: number }> {
  await world.host.settle();
  return {
    deployments: (await world.list(DEPLOYMENTS)).length,
    sets: (await world.list(REPLICA_SETS)).length,
    pods: (await world.list(PODS)).length,
  };
}

/** Deletes the Deployment once it is up. */
async function deleteDeployment(options: DeleteOptions): Promise<void> {
  await start();
  await world.client.create(DEPLOYMENTS, deployment());
  expect(await left()).toEqual({ deployments: 1, sets: 1, pods: 2 });
  world.client.writes.length = 0;
  await world.client.delete(DEPLOYMENTS, web, options);
}

const deletions = (): readonly string[] =>
  world.client.writes.filter(({ verb }) => verb === "delete").map(({ resource }) => resource);

describe("deleting a Deployment", () => {
  it("in the background removes it first and then all that it owns", async () => {
    await deleteDeployment({ propagationPolicy: "Background" });
    expect(await left()).toEqual({ deployments: 0, sets: 0, pods: 0 });
    expect(deletions()).toEqual(["deployments", "replicasets", "pods", "pods"]);
  });

  it("in the foreground removes what it owns first, from the bottom up", async () => {
    await deleteDeployment({ propagationPolicy: "Foreground" });
    expect(await left()).toEqual({ deployments: 0, sets: 0, pods: 0 });
    expect(deletions()).toEqual(["pods", "pods", "replicasets", "deployments"]);
  });

  it("with orphaning leaves the ReplicaSet, ownerless, and its Pods running", async () => {
    await deleteDeployment({ propagationPolicy: "Orphan" });
    expect(await left()).toEqual({ deployments: 0, sets: 1, pods: 2 });
    const [set] = await world.list(REPLICA_SETS);
    expect(set?.metadata.ownerReferences ?? []).toEqual([]);
    expect(set?.status?.readyReplicas).toBe(2);
  });

  it("and making it anew after orphaning adopts the ReplicaSet and touches no Pod", async () => {
    await deleteDeployment({ propagationPolicy: "Orphan" });
    const before = (await left()) && (await world.list(PODS)).map(({ metadata }) => metadata.uid);
    await world.client.create(DEPLOYMENTS, deployment());
    expect(await left()).toEqual({ deployments: 1, sets: 1, pods: 2 });
    expect((await world.list(PODS)).map(({ metadata }) => metadata.uid)).toEqual(before);
    const [set] = await world.list(REPLICA_SETS);
    expect(set?.metadata.ownerReferences?.[0]?.name).toBe("web");
  });
});

describe("garbage collection", () => {
  const owner = (object: Stored<ConfigMap>, name = object.metadata.name): OwnerReference => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    name,
    uid: object.metadata.uid,
  });
  const configMap = (
    name: string,
    ownerReferences: readonly OwnerReference[] = [],
  ): NewObject<ConfigMap> => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "default", ownerReferences },
  });
  const names = async (): Promise<readonly string[]> => {
    await world.host.settle();
    const found = await world.list(CONFIG_MAPS);
    return found.map(({ metadata }) => metadata.name).filter((name) => name !== "kube-root-ca.crt");
  };

  it("keeps an object as long as one owner is there, without the references to those that are gone", async () => {
    await start();
    const first = await world.client.create(CONFIG_MAPS, configMap("first"));
    const second = await world.client.create(CONFIG_MAPS, configMap("second"));
    await world.client.create(CONFIG_MAPS, configMap("child", [owner(first), owner(second)]));
    await world.host.settle();
    await world.client.delete(CONFIG_MAPS, { namespace: "default", name: "first" });
    expect(await names()).toEqual(["child", "second"]);
    const child = await world.client.get(CONFIG_MAPS, { namespace: "default", name: "child" });
    expect(child.metadata.ownerReferences).toEqual([owner(second)]);

    await world.client.delete(CONFIG_MAPS, { namespace: "default", name: "second" });
    expect(await names()).toEqual([]);
  });

  it("deletes an object whose owner's name now belongs to another object", async () => {
    await start();
    const first = await world.client.create(CONFIG_MAPS, configMap("first"));
    await world.client.create(
      CONFIG_MAPS,
      configMap("child", [{ ...owner(first), uid: "11111111-1111-4111-8111-111111111111" }]),
    );
    expect(await names()).toEqual(["first"]);
  });

  it("leaves alone what is owned by a kind that it does not know", async () => {
    await start();
    const stranger = { apiVersion: "example.com/v1", kind: "Thing", name: "x", uid: "1" };
    await world.client.create(CONFIG_MAPS, configMap("child", [stranger]));
    expect(await names()).toEqual(["child"]);
  });

  it("asks the API before it deletes, when the owner has not reached its caches yet", async () => {
    await start({ watchLagMs: 50 });
    const first = await world.client.create(CONFIG_MAPS, configMap("first"));
    await world.client.create(CONFIG_MAPS, configMap("child", [owner(first)]));
    await world.host.advance(5_000);
    expect(await names()).toEqual(["child", "first"]);
  });

  it("deletes chains to their end", async () => {
    await start();
    let above = await world.client.create(CONFIG_MAPS, configMap("c0"));
    for (let depth = 1; depth < 6; depth += 1) {
      above = await world.client.create(CONFIG_MAPS, configMap(`c${depth}`, [owner(above)]));
    }
    expect((await names()).length).toBe(6);
    await world.client.delete(CONFIG_MAPS, { namespace: "default", name: "c0" });
    expect(await names()).toEqual([]);
  });
});

describe("a ReplicaSet", () => {
  it("adopts matching Pods that have no controller and makes only what is missing", async () => {
    await start();
    await world.client.create(PODS, barePod("stray"));
    await world.client.create(REPLICA_SETS, replicaSet(2));
    expect((await left()).pods).toBe(2);
    const stray = await world.client.get(PODS, { namespace: "default", name: "stray" });
    expect(stray.metadata.ownerReferences).toMatchObject([
      { kind: "ReplicaSet", name: "web", controller: true, blockOwnerDeletion: true },
    ]);
  });

  it("releases a Pod whose labels no longer match and replaces it", async () => {
    await start();
    await world.client.create(REPLICA_SETS, replicaSet(2));
    await world.host.settle();
    const [first] = await world.list(PODS);
    await world.change(PODS, first!.metadata.name, (pod) => ({
      ...pod,
      metadata: { ...pod.metadata, labels: { app: "quarantined" } },
    }));
    expect((await left()).pods).toBe(3);
    const released = await world.client.get(PODS, {
      namespace: "default",
      name: first!.metadata.name,
    });
    expect(released.metadata.ownerReferences ?? []).toEqual([]);
  });

  it("deletes Pods that are not ready before ready ones, and says which", async () => {
    await start({ kubelet: false });
    await world.client.create(REPLICA_SETS, replicaSet(3));
    await world.host.settle();
    const [ready] = await world.list(PODS);
    await world.makeReady(ready!);
    await world.change(REPLICA_SETS, "web", (set) => ({
      ...set,
      spec: { ...set.spec!, replicas: 1 },
    }));
    await world.host.settle();
    const pods = await world.list(PODS);
    expect(pods.map(({ metadata }) => metadata.name)).toEqual([ready!.metadata.name]);
    const events = (await world.list(EVENTS)).map(({ reason, message }) => `${reason}: ${message}`);
    expect(
      events.filter((text) => text.startsWith("SuccessfulDelete: Deleted pod: web-")).length,
    ).toBe(2);
    expect(
      events.filter((text) => text.startsWith("SuccessfulCreate: Created pod: web-")).length,
    ).toBe(3);
  });

  it("counts a Pod as available only when it was ready for minReadySeconds", async () => {
    await start();
    const { spec, ...rest } = replicaSet(1);
    await world.client.create(REPLICA_SETS, { ...rest, spec: { ...spec!, minReadySeconds: 10 } });
    const status = async () => {
      await world.host.settle();
      return (await world.client.get(REPLICA_SETS, web)).status;
    };
    expect({ availableReplicas: 0, ...(await status()) }).toMatchObject({
      readyReplicas: 1,
      availableReplicas: 0,
    });
    await world.host.advance(9_000);
    expect({ availableReplicas: 0, ...(await status()) }).toMatchObject({
      readyReplicas: 1,
      availableReplicas: 0,
    });
    await world.host.advance(1_500);
    expect(await status()).toMatchObject({ readyReplicas: 1, availableReplicas: 1 });
  });

  it("tells in its status that Pods are refused, tries with one at a time, and recovers", async () => {
    let refuse = true;
    let attempts = 0;
    await start({
      beforeWrite(verb, resource) {
        if (verb !== "create" || resource.kind !== "Pod") return;
        attempts += 1;
        if (refuse) throw new Error("exceeded quota");
      },
    });
    await world.client.create(REPLICA_SETS, replicaSet(50));
    await world.host.settle();
    // One of the fifty was tried, and again because the status was written.
    expect(attempts).toBe(2);
    const failed = await world.client.get(REPLICA_SETS, web);
    expect(failed.status?.conditions).toMatchObject([
      { type: "ReplicaFailure", status: "True", reason: "FailedCreate" },
    ]);
    refuse = false;
    await world.host.advance(60_000);
    const healed = await world.client.get(REPLICA_SETS, web);
    expect(healed.status).toMatchObject({ replicas: 50, readyReplicas: 50 });
    expect(healed.status?.conditions ?? []).toEqual([]);
  });

  it("never makes a Pod twice when its cache is slow", async () => {
    await start({ watchLagMs: 700 });
    await world.client.create(REPLICA_SETS, replicaSet(5));
    await world.host.advance(30_000);
    const made = world.client.writes.filter(
      ({ verb, resource }) => verb === "create" && resource === "pods",
    );
    expect(made.length).toBe(5);
    await world.change(REPLICA_SETS, "web", (set) => ({
      ...set,
      spec: { ...set.spec!, replicas: 2 },
    }));
    await world.host.advance(30_000);
    expect(deletions().filter((resource) => resource === "pods").length).toBe(3);
  });
});

describe("a namespace", () => {
  const team = {
    apiVersion: "v1" as const,
    kind: "Namespace" as const,
    metadata: { name: "team" },
  };

  it("gets its default service account and root CA, and gets them again when they are taken away", async () => {
    await start();
    await world.client.create(NAMESPACES, team);
    await world.host.settle();
    const account = { namespace: "team", name: "default" };
    const ca = { namespace: "team", name: "kube-root-ca.crt" };
    const { uid } = (await world.client.get(SERVICE_ACCOUNTS, account)).metadata;
    expect((await world.client.get(CONFIG_MAPS, ca)).data).toEqual({ "ca.crt": "CA" });

    await world.client.delete(SERVICE_ACCOUNTS, account);
    await world.client.update(CONFIG_MAPS, {
      ...(await world.client.get(CONFIG_MAPS, ca)),
      data: { "ca.crt": "another" },
    });
    await world.host.settle();
    expect((await world.client.get(SERVICE_ACCOUNTS, account)).metadata.uid).not.toBe(uid);
    expect((await world.client.get(CONFIG_MAPS, ca)).data).toEqual({ "ca.crt": "CA" });
  });

  it("is emptied, Pods first, and then goes", async () => {
    await start();
    await world.client.create(NAMESPACES, team);
    const metadata = { name: "web", namespace: "team" };
    await world.client.create(DEPLOYMENTS, { ...deployment(), metadata });
    await world.host.settle();
    expect((await world.client.list(PODS, { namespace: "team" })).items.length).toBe(2);
    world.client.writes.length = 0;
    await world.client.delete(NAMESPACES, { name: "team" });
    await world.host.advance(60_000);

    expect((await world.list(NAMESPACES)).map(({ metadata }) => metadata.name)).toEqual([
      "default",
    ]);
    const kinds: readonly ResourceRef[] = [PODS, REPLICA_SETS, DEPLOYMENTS, CONFIG_MAPS, EVENTS];
    for (const resource of kinds) {
      expect((await world.client.list(resource, { namespace: "team" })).items).toEqual([]);
    }
    const deleted = deletions();
    expect(deleted.lastIndexOf("pods")).toBeLessThan(deleted.indexOf("deployments"));
    expect(deleted.at(-1)).toBe("namespaces");
  });

  it("waits for finalizers and says whose", async () => {
    await start();
    await world.client.create(NAMESPACES, team);
    const metadata = { name: "held", namespace: "team", finalizers: ["example.com/hold"] };
    const held = await world.client.create(CONFIG_MAPS, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
    });
    await world.host.settle();
    await world.client.delete(NAMESPACES, { name: "team" });
    await world.host.advance(10_000);
    const { status } = await world.client.get(NAMESPACES, { name: "team" });
    expect(status?.phase).toBe("Terminating");
    const messages = Object.fromEntries(
      (status?.conditions ?? [])
        .filter(({ status }) => status === "True")
        .map(({ type, message }) => [type, message]),
    );
    expect(messages).toEqual({
      NamespaceContentRemaining:
        "Some resources are remaining: configmaps. has 1 resource instances",
      NamespaceFinalizersRemaining:
        "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances",
    });
    const current = await world.client.get(CONFIG_MAPS, {
      namespace: "team",
      name: held.metadata.name,
    });
    await world.client.update(CONFIG_MAPS, {
      ...current,
      metadata: { ...current.metadata, finalizers: [] },
    });
    await world.host.advance(60_000);
    expect((await world.list(NAMESPACES)).length).toBe(1);
  });
});
