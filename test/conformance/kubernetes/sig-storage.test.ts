/** The conformance texts of sig-storage whose subject is the API of storage kinds, or that an object does not change. */
import { expect } from "vitest";
import {
  type ConformanceApi,
  type ConformanceSuite,
  describeConformance,
} from "./conformance-suite.ts";
import { expectApiOperations } from "./resource-operations.ts";

describeConformance("sig-storage", (suite) => {
  const storage = { group: "storage.k8s.io", version: "v1" };

  suite.test("CSIDriver, lifecycle", (api) =>
    expectApiOperations(api, {
      ...storage,
      resource: "csidrivers",
      kind: "CSIDriver",
      namespaced: false,
      names: named("inline-driver", api),
      body: { spec: { attachRequired: false, volumeLifecycleModes: ["Ephemeral"] } },
    }),
  );

  suite.test("CSIInlineVolumes should support Pods with inline volumes", async (api) => {
    const csi = { driver: "e2e.example.com", readOnly: true, volumeAttributes: { a: "b" } };
    const path = api.path("v1/pods/pod-csi-inline");
    await api.post("/apis/storage.k8s.io/v1/csidrivers", {
      metadata: { name: "e2e.example.com" },
      spec: { volumeLifecycleModes: ["Ephemeral"] },
    });
    await api.post(api.path("v1/pods"), {
      metadata: { name: "pod-csi-inline", labels: { csi: "inline" } },
      spec: {
        nodeSelector: { "e2e.example.com/none": "" },
        containers: [{ name: "a", image: "pause", volumeMounts: [{ name: "v", mountPath: "/v" }] }],
        volumes: [{ name: "v", csi }],
      },
    });
    expect((await api.get(path))["spec"].volumes).toContainEqual({ name: "v", csi });
    const { items } = await api.get(api.path("v1/pods?labelSelector=csi%3Dinline"));
    expect(items).toMatchObject([{ metadata: { name: "pod-csi-inline" } }]);
    await api.patch(path, { metadata: { labels: { patched: "true" } } });
    expect((await api.get(path)).metadata.labels).toMatchObject({ patched: "true" });
    await api.delete(path);
    await api.expectGone(path);
    await api.delete("/apis/storage.k8s.io/v1/csidrivers/e2e.example.com");
  });

  suite.test("CSINode, lifecycle", (api) =>
    expectApiOperations(api, {
      ...storage,
      resource: "csinodes",
      kind: "CSINode",
      namespaced: false,
      names: named("e2e-csinode", api),
      body: {
        spec: {
          drivers: [
            { name: "e2e.example.com", nodeID: "e2e-node", topologyKeys: ["example.com/zone"] },
          ],
        },
      },
    }),
  );

  suite.test("CSIStorageCapacity API", (api) =>
    expectApiOperations(api, {
      ...storage,
      resource: "csistoragecapacities",
      kind: "CSIStorageCapacity",
      namespaced: true,
      body: { storageClassName: "e2e-storage-class", capacity: "10Gi" },
      change: (capacity) => ({ ...capacity, capacity: "20Gi" }),
    }),
  );

  immutability(suite, "ConfigMap Volume, immutability", {
    resource: "configmaps",
    before: { data: "1" },
    after: { data: "2" },
  });

  suite.test("PersistentVolumes(Claims), apply changes to a pv/pvc status", async (api) => {
    const { volume, claim } = await volumeAndClaim(api);
    const volumes = `/api/v1/persistentvolumes?labelSelector=e2e%3D${api.namespace}`;
    expect((await api.get(volumes)).items).toHaveLength(1);
    expect((await api.get(api.path("v1/persistentvolumeclaims"))).items).toHaveLength(1);
    const phases = ["Pending", "Available", "Bound"];
    expect(phases).toContain((await api.get(`${claim}/status`))["status"].phase);
    expect(phases).toContain((await api.get(`${volume}/status`))["status"].phase);

    const condition = (type: string) => ({
      type,
      status: "True",
      reason: "E2E",
      message: "Set by a test",
    });
    const patchedClaim = await api.patch(`${claim}/status`, {
      status: { conditions: [condition("StatusPatched")] },
    });
    expect(patchedClaim["status"].conditions).toContainEqual(
      expect.objectContaining(condition("StatusPatched")),
    );
    const patched = { message: "StatusPatched", reason: "E2E patchStatus" };
    expect((await api.patch(`${volume}/status`, { status: patched }))["status"]).toMatchObject(
      patched,
    );

    const updatedClaim = await api.update(`${claim}/status`, (object) => ({
      ...object,
      status: { ...object["status"], conditions: [condition("StatusUpdated")] },
    }));
    expect(updatedClaim["status"].conditions).toMatchObject([condition("StatusUpdated")]);
    const updated = { message: "StatusUpdated", reason: "E2E updateStatus" };
    const updatedVolume = await api.update(`${volume}/status`, (object) => ({
      ...object,
      status: { ...object["status"], ...updated },
    }));
    expect(updatedVolume["status"]).toMatchObject(updated);
    await api.delete(claim);
    await api.expectGone(claim);
    await api.delete(volume);
    await api.expectGone(volume);
  });

  suite.test("PersistentVolumes(Claims), lifecycle", async (api) => {
    const selector = `labelSelector=e2e%3D${api.namespace}`;
    const volumes = `/api/v1/persistentvolumes?${selector}`;
    const claims = api.path(`v1/persistentvolumeclaims?${selector}`);
    const first = await volumeAndClaim(api);
    expect((await api.get(volumes)).items).toHaveLength(1);
    expect((await api.get(claims)).items).toHaveLength(1);
    for (const path of [first.volume, first.claim]) {
      const { metadata } = await api.get(path);
      const patched = await api.patch(path, { metadata: { labels: { patched: "true" } } });
      expect(patched.metadata.labels).toMatchObject({ patched: "true" });
      expect((await api.get(path)).metadata.uid).toBe(metadata.uid);
    }
    for (const path of [first.claim, first.volume]) {
      await api.delete(path);
      await api.expectGone(path);
    }
    const second = await volumeAndClaim(api);
    for (const path of [second.volume, second.claim]) {
      const updated = await api.update(path, (object) => ({
        ...object,
        metadata: { ...object.metadata, labels: { ...object.metadata.labels, updated: "true" } },
      }));
      expect(updated.metadata.labels).toMatchObject({ updated: "true" });
    }
    await api.delete(claims);
    await api.until(claims, ({ items }) => expect(items).toEqual([]));
    await api.delete(volumes);
    await api.until(volumes, ({ items }) => expect(items).toEqual([]));
  });

  immutability(suite, "Secrets Volume, immutability", {
    resource: "secrets",
    before: { data: "MQ==" },
    after: { data: "Mg==" },
  });

  suite.test("StorageClass, lifecycle", (api) =>
    expectApiOperations(api, {
      ...storage,
      resource: "storageclasses",
      kind: "StorageClass",
      namespaced: false,
      body: { provisioner: "e2e-fake-provisioner", reclaimPolicy: "Delete" },
    }),
  );

  const attachment = {
    ...storage,
    resource: "volumeattachments",
    kind: "VolumeAttachment",
    namespaced: false,
    body: {
      spec: {
        attacher: "e2e.example.com",
        nodeName: "node-1",
        source: { persistentVolumeName: "pv" },
      },
    },
  };

  suite.test("VolumeAttachment, apply changes to a volumeattachment status", async (api) => {
    const collection = "/apis/storage.k8s.io/v1/volumeattachments";
    const { metadata, status } = await api.post(collection, {
      metadata: { generateName: "va-" },
      ...attachment.body,
    });
    expect(status).toEqual({ attached: false });
    const path = `${collection}/${metadata.name}`;
    const labelled = await api.patch(path, { metadata: { labels: { e2e: "patched" } } });
    expect(labelled.metadata.labels).toMatchObject({ e2e: "patched" });
    expect((await api.get(`${path}/status`))["status"].attached).toBe(false);
    const attached = await api.patch(`${path}/status`, { status: { attached: true } }, "merge");
    expect(attached["status"].attached).toBe(true);
    const detached = await api.update(`${path}/status`, (object) => ({
      ...object,
      status: { ...object["status"], attached: false },
    }));
    expect(detached["status"].attached).toBe(false);
    await api.delete(path);
    await api.expectGone(path);
  });

  suite.test("VolumeAttachment, lifecycle", (api) =>
    expectApiOperations(api, { ...attachment, subresources: ["status"] }),
  );
});

function named(prefix: string, { namespace }: ConformanceApi): readonly [string, string, string] {
  return [`${prefix}-1-${namespace}`, `${prefix}-2-${namespace}`, `${prefix}-3-${namespace}`];
}

/** The paths of a volume, and of a claim that names it. */
async function volumeAndClaim(api: ConformanceApi) {
  const labels = { e2e: api.namespace };
  const name = `e2e-${api.namespace}`;
  const capacity = { storage: "2Gi" };
  await api.post("/api/v1/persistentvolumes", {
    metadata: { name, labels },
    spec: {
      capacity,
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: `e2e-${api.namespace}`,
      csi: { driver: "e2e.example.com", volumeHandle: "e2e-handle" },
    },
  });
  await api.post(api.path("v1/persistentvolumeclaims"), {
    metadata: { name, labels },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
      storageClassName: `e2e-${api.namespace}`,
      volumeName: name,
    },
  });
  return {
    volume: `/api/v1/persistentvolumes/${name}`,
    claim: api.path(`v1/persistentvolumeclaims/${name}`),
  };
}

function immutability(
  suite: ConformanceSuite,
  testname: string,
  { resource, before, after }: { resource: string; before: object; after: object },
): void {
  suite.test(testname, async (api) => {
    const collection = api.path(`v1/${resource}`);
    const path = `${collection}/immutable`;
    await api.post(collection, { metadata: { name: "immutable" }, data: before });
    await api.update(path, (object) => ({ ...object, data: after }));
    await api.update(path, (object) => ({ ...object, immutable: true }));
    const now = await api.get(path);
    const changed = await api.refused("PUT", path, { ...now, data: before });
    expect(changed).toMatchObject({ code: 422, reason: "Invalid" });
    expect(changed.message).toContain(
      "data: Forbidden: field is immutable when `immutable` is set",
    );
    expect((await api.refused("PUT", path, { ...now, immutable: false })).message).toContain(
      "immutable: Forbidden: field is immutable when `immutable` is set",
    );
    const labelled = await api.update(path, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { label1: "value1" } },
    }));
    expect(labelled.metadata.labels).toEqual({ label1: "value1" });
    await api.delete(path);
    await api.expectGone(path);
  });
}
