/** The conformance texts of sig-api-machinery on garbage collection and namespaces, by their testnames. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ConformanceCluster, pod, type Body } from "../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
let namespace = "";
beforeAll(async () => {
  cluster = await ConformanceCluster.start();
});
afterAll(() => cluster.stop());

const core = (resource: string, name = "") =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`;
const apps = (resource: string, name = "") =>
  `/apis/apps/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`;
const template = (app: string) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: "nginx", image: "nginx" }] },
});

async function controller(name: string, replicas: number): Promise<Body> {
  const spec = { replicas, selector: { app: name }, template: template(name) };
  await cluster.ok("POST", core("replicationcontrollers"), { metadata: { name }, spec });
  return cluster.until(async () => {
    const found = await cluster.ok("GET", core("replicationcontrollers", name));
    expect(found.status.replicas).toBe(replicas);
    return found;
  });
}

async function deployment(name: string): Promise<Body> {
  const spec = { replicas: 2, selector: { matchLabels: { app: name } }, template: template(name) };
  await cluster.ok("POST", apps("deployments"), { metadata: { name }, spec });
  return cluster.until(async () => {
    expect((await itemsOf(apps("replicasets"))).length).toBe(1);
    expect((await itemsOf(core("pods"))).length).toBe(2);
    return cluster.ok("GET", apps("deployments", name));
  });
}

const itemsOf = async (path: string): Promise<readonly Body[]> =>
  (await cluster.ok("GET", path)).items;

/** Deletes by DeleteOptions with the uid as a precondition, as the tests of Kubernetes do. */
const remove = (path: string, { metadata }: Body, propagationPolicy: string) =>
  cluster.ok("DELETE", path, {
    kind: "DeleteOptions",
    apiVersion: "v1",
    propagationPolicy,
    preconditions: { uid: metadata.uid },
  });

describe("Garbage collector", () => {
  beforeEach(async () => {
    namespace = await cluster.namespace("gc");
  });

  test("Garbage Collector, delete deployment, propagation policy background", async () => {
    const owner = await deployment("simple");
    await remove(apps("deployments", "simple"), owner, "Background");
    await cluster.until(async () => {
      expect(await itemsOf(apps("replicasets"))).toEqual([]);
      expect(await itemsOf(core("pods"))).toEqual([]);
    });
  });

  test("Garbage Collector, delete replication controller, propagation policy background", async () => {
    const owner = await controller("simpletest-rc", 2);
    await remove(core("replicationcontrollers", "simpletest-rc"), owner, "Background");
    await cluster.until(async () => expect(await itemsOf(core("pods"))).toEqual([]));
  });

  test("Garbage Collector, delete replication controller, after owned pods", async () => {
    const path = core("replicationcontrollers", "simpletest-rc");
    const owner = await controller("simpletest-rc", 10);
    const watched = await cluster.watch(core("pods"));
    const owners = await cluster.watch(core("replicationcontrollers"));
    await remove(path, owner, "Foreground");
    const waiting = await cluster.ok("GET", path);
    expect(waiting.metadata.deletionTimestamp).toBeDefined();
    expect(waiting.metadata.finalizers).toContain("foregroundDeletion");
    await cluster.gone(path);
    expect(await itemsOf(core("pods"))).toEqual([]);
    await cluster.advance(100);
    const deleted = (events: typeof watched.events) =>
      events
        .filter(({ type }) => type === "DELETED")
        .map(({ object }) => Number(object.metadata.resourceVersion));
    const [own] = deleted(owners.events);
    expect(deleted(watched.events).length).toBe(10);
    for (const revision of deleted(watched.events)) expect(revision).toBeLessThan(own ?? 0);
    await watched.close();
    await owners.close();
  });

  test("Garbage Collector, dependency cycle", async () => {
    const names = ["pod1", "pod2", "pod3"];
    const uids = new Map<string, string>();
    for (const name of names) {
      uids.set(name, (await cluster.ok("POST", core("pods"), pod(name))).metadata.uid);
    }
    const owns = async (owner: string, dependent: string) => {
      const reference = {
        apiVersion: "v1",
        kind: "Pod",
        name: owner,
        uid: uids.get(owner),
        controller: true,
        blockOwnerDeletion: true,
      };
      await cluster.patch(core("pods", dependent), { metadata: { ownerReferences: [reference] } });
    };
    await owns("pod3", "pod1");
    await owns("pod1", "pod2");
    await owns("pod2", "pod3");
    await remove(core("pods", "pod1"), { metadata: { uid: uids.get("pod1") } }, "Foreground");
    await cluster.until(async () => expect(await itemsOf(core("pods"))).toEqual([]), 120_000);
  });

  test("Garbage Collector, multiple owners", async () => {
    const path = core("replicationcontrollers", "rc-to-be-deleted");
    const first = await controller("rc-to-be-deleted", 10);
    const spec = { replicas: 0, selector: { app: "rc-to-stay" }, template: template("rc-to-stay") };
    const second = await cluster.ok("POST", core("replicationcontrollers"), {
      metadata: { name: "rc-to-stay" },
      spec,
    });
    const { uid } = second.metadata;
    const reference = { apiVersion: "v1", kind: "ReplicationController", name: "rc-to-stay", uid };
    const pods = await itemsOf(core("pods"));
    const kept = pods.slice(0, 5).map(({ metadata }) => metadata.name);
    for (const name of kept) {
      const ownerReferences = [reference];
      await cluster.patch(core("pods", name), { metadata: { ownerReferences } }, "strategic");
    }
    await remove(path, first, "Foreground");
    await cluster.gone(path, 120_000);
    const left = await itemsOf(core("pods"));
    expect(new Set(left.map(({ metadata }) => metadata.name))).toEqual(new Set(kept));
    for (const { metadata } of left) {
      expect(metadata.deletionTimestamp).toBeUndefined();
      expect(metadata.ownerReferences.map((owner: Body) => owner.name)).toEqual(["rc-to-stay"]);
    }
  });

  test("Garbage Collector, delete deployment, propagation policy orphan", async () => {
    const owner = await deployment("simple");
    await remove(apps("deployments", "simple"), owner, "Orphan");
    await cluster.gone(apps("deployments", "simple"));
    await cluster.advance(30_000);
    const [set, ...others] = await itemsOf(apps("replicasets"));
    expect(others).toEqual([]);
    expect(set.metadata.ownerReferences).toBeUndefined();
    const pods = await itemsOf(core("pods"));
    expect(pods.map(({ metadata }) => metadata.ownerReferences[0].uid)).toEqual([
      set.metadata.uid,
      set.metadata.uid,
    ]);
  });

  test("Garbage Collector, delete replication controller, propagation policy orphan", async () => {
    const path = core("replicationcontrollers", "simpletest-rc");
    await remove(path, await controller("simpletest-rc", 10), "Orphan");
    await cluster.gone(path);
    await cluster.advance(30_000);
    const pods = await itemsOf(core("pods"));
    expect(pods.length).toBe(10);
    for (const { metadata } of pods) expect(metadata.ownerReferences).toBeUndefined();
  });
});

describe("Namespaces", () => {
  const at = (name: string) => `/api/v1/namespaces/${name}`;

  test("Namespace, apply finalizer to a namespace", async () => {
    const name = await cluster.namespace("finalized");
    const finalizer = "e2e.example.com/fakeFinalizer";
    const finalize = (change: (finalizers: string[]) => readonly string[]) => async () => {
      const object = await cluster.ok("GET", at(name));
      const finalizers = change(object.spec.finalizers ?? []);
      const spec = { ...object.spec, finalizers };
      return cluster.ok("PUT", `${at(name)}/finalize`, { ...object, spec });
    };
    await cluster.until(finalize((finalizers) => [...finalizers, finalizer]));
    expect((await cluster.ok("GET", at(name))).spec.finalizers).toContain(finalizer);
    await cluster.until(finalize((finalizers) => finalizers.filter((one) => one !== finalizer)));
    expect((await cluster.ok("GET", at(name))).spec.finalizers).toEqual(["kubernetes"]);
  });

  test("Namespace, apply update to a namespace", async () => {
    const name = await cluster.namespace("updated");
    const updated = await cluster.update(at(name), ({ metadata }) => {
      metadata.labels["updated"] = name;
    });
    expect(updated.metadata.labels["updated"]).toBe(name);
  });

  test("Namespace, apply changes to a namespace status", async () => {
    const name = await cluster.namespace("status");
    const status = `${at(name)}/status`;
    expect((await cluster.ok("GET", status)).status.phase).toBe("Active");
    const condition = { type: "StatusPatch", status: "True", reason: "E2E", message: "Patched" };
    const patched = await cluster.patch(status, {
      metadata: { annotations: { "e2e-patched-ns-status": name } },
      status: { conditions: [condition] },
    });
    expect(patched.metadata.annotations).toEqual({ "e2e-patched-ns-status": name });
    expect(patched.status.conditions).toMatchObject([condition]);
    const updated = await cluster.update(status, (object) => {
      object.status.conditions.push({ ...condition, type: "StatusUpdate", message: "Updated" });
    });
    expect(updated.status.phase).toBe("Active");
    expect(updated.status.conditions.map(({ type }: Body) => type)).toEqual([
      "StatusPatch",
      "StatusUpdate",
    ]);
  });

  test("namespace-deletion-removes-pods", async () => {
    namespace = await cluster.namespace("nsdeletetest");
    await cluster.ok("POST", core("pods"), pod("test-pod"));
    await cluster.until(async () =>
      expect((await cluster.ok("GET", core("pods", "test-pod"))).status.phase).toBe("Running"),
    );
    await cluster.ok("DELETE", at(namespace));
    await cluster.gone(at(namespace), 120_000);
    await cluster.ok("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
    expect(await itemsOf(core("pods"))).toEqual([]);
  });

  test("namespace-deletion-removes-services", async () => {
    namespace = await cluster.namespace("nsdeletetest");
    const spec = { selector: { foo: "bar" }, ports: [{ port: 80 }] };
    await cluster.ok("POST", core("services"), { metadata: { name: "test-service" }, spec });
    await cluster.ok("DELETE", at(namespace));
    await cluster.gone(at(namespace), 120_000);
    await cluster.ok("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
    expect(await itemsOf(core("services"))).toEqual([]);
  });

  test("Namespace patching", async () => {
    const name = await cluster.namespace("nspatchtest");
    const labels = { testLabel: "testValue" };
    await cluster.patch(at(name), { metadata: { labels } }, "strategic");
    expect((await cluster.ok("GET", at(name))).metadata.labels).toMatchObject(labels);
  });
});
