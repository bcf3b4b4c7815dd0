/** Workloads as the conformance texts of sig-apps make them, and the steps that several of those texts share. */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import type { ConformanceApi } from "./conformance-suite.ts";

interface PodTemplate {
  readonly metadata: object;
  readonly spec: object;
}

export const template = (
  labels: object,
  container: object = {},
  spec: object = {},
): PodTemplate => ({
  metadata: { labels },
  spec: {
    ...spec,
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "main", image: "httpd:1", ...container }],
  },
});

/** A Deployment, ReplicaSet, StatefulSet or DaemonSet whose Pods have the label `app` with its name. */
export const workload = (name: string, spec: object = {}, container: object = {}) => ({
  metadata: { name, labels: { e2e: name } },
  spec: {
    selector: { matchLabels: { app: name } },
    template: template({ app: name }, container),
    ...spec,
  },
});

export const ready = (replicas: number) => (object: AnyBody) =>
  expect(object["status"]).toMatchObject({
    observedGeneration: object.metadata["generation" as "name"],
    replicas,
    readyReplicas: replicas,
  });

/** get, update and patch of `/scale`; each is seen in the object. */
export async function expectScale(api: ConformanceApi, path: string): Promise<void> {
  const scale = await api.get(`${path}/scale`);
  expect(scale).toMatchObject({
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    spec: { replicas: 1 },
  });
  const changed = { ...scale, spec: { replicas: 2 } };
  const { metadata } = await api.get(path);
  const { resourceVersion } = metadata as unknown as { resourceVersion: string };
  await api.put(`${path}/scale`, { ...changed, metadata: { ...scale.metadata, resourceVersion } });
  expect((await api.get(path))["spec"].replicas).toBe(2);
  await api.patch(`${path}/scale`, { spec: { replicas: 4 } }, "merge");
  expect((await api.get(`${path}/scale`))["spec"].replicas).toBe(4);
  expect((await api.get(path))["spec"].replicas).toBe(4);
}

const condition = (type: string, message: string) => ({
  type,
  status: "True",
  reason: "E2E",
  message,
});

/** Patch, then update of the conditions in `/status`; both are watched. */
export async function expectConditions(api: ConformanceApi, path: string): Promise<void> {
  const collection = path.slice(0, path.lastIndexOf("/"));
  const name = path.slice(path.lastIndexOf("/") + 1);
  const watch = await api.watch(`${collection}?fieldSelector=metadata.name%3D${name}`);
  const has = (wanted: object) => (object: AnyBody) =>
    (object["status"].conditions ?? []).some(
      (one: { type: string }) => one.type === (wanted as { type: string }).type,
    );
  await api.get(`${path}/status`);
  const updated = condition("StatusUpdate", "Set from e2e test");
  await api.update(`${path}/status`, (object) => ({
    ...object,
    status: { ...object["status"], conditions: [...(object["status"].conditions ?? []), updated] },
  }));
  await watch.until(({ object }) => has(updated)(object));
  const patched = condition("StatusPatched", "Set by a patch");
  await api.patch(`${path}/status`, { status: { conditions: [patched] } }, "merge");
  await watch.until(({ object }) => has(patched)(object));
}

export const labelled = (app: string) => `v1/pods?labelSelector=app%3D${app}`;

export async function listAndDeleteCollection(
  api: ConformanceApi,
  collection: string,
  make: (name: string) => object,
): Promise<void> {
  for (const name of ["one", "two", "three"]) {
    const object = make(name) as { metadata: object };
    const labels = { e2e: api.namespace };
    await api.post(collection, { ...object, metadata: { ...object.metadata, labels } });
  }
  const selected = `${collection}?labelSelector=e2e%3D${api.namespace}`;
  expect((await api.get(selected)).items).toHaveLength(3);
  await api.delete(selected);
  await api.until(selected, ({ items }) => expect(items).toEqual([]));
}
