/**
 * The "API operations" texts have one form whatever the resource: discovery, create, get, list, watch, patch, update, the status
 * subresource, delete and deletecollection. Follows the shared order of steps of test/e2e (auth/certificates.go,
 * network/ingress.go, common/node/runtimeclass.go and their like).
 */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import type { ConformanceApi } from "./conformance-suite.ts";

export interface ResourceOperations {
  /** `networking.k8s.io`. */
  readonly group: string;
  readonly version: string;
  /** `ingresses`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Subresources that discovery must name: `status`. */
  readonly subresources?: readonly string[];
  /** The rest of an object, without apiVersion, kind and metadata. */
  readonly body: object;
  /** Merge patch of `status`, and what then must be there. */
  readonly status?: object;
  /** Fields to change with an update of the object itself. */
  readonly change?: (object: AnyBody) => object;
  /** Names of the three objects where they are not free to choose. */
  readonly names?: readonly [string, string, string];
}

export async function expectApiOperations(
  api: ConformanceApi,
  resource: ResourceOperations,
): Promise<void> {
  await expectDiscovered(api, resource);
  const root = `/apis/${resource.group}/${resource.version}`;
  const all = `${root}/${resource.resource}`;
  const collection = resource.namespaced
    ? `${root}/namespaces/${api.namespace}/${resource.resource}`
    : all;
  const selector = `labelSelector=conformance%3D${api.namespace}`;
  const created = await createThree(api, collection, resource);
  const [first] = created;
  const path = `${collection}/${first.metadata.name}`;

  const got = await api.get(path);
  expect(got.metadata.uid).toBe(first.metadata.uid);
  expect(got).toMatchObject(resource.body);
  const list = await api.get(`${collection}?${selector}`);
  expect(list.items).toHaveLength(3);
  expect((await api.get(`${all}?${selector}`)).items).toHaveLength(3);

  const from = `resourceVersion=${list.metadata["resourceVersion" as "name"]}`;
  const watch = await api.watch(
    `${collection}?${from}&fieldSelector=metadata.name%3D${first.metadata.name}`,
  );
  const patched = await api.patch(
    path,
    { metadata: { annotations: { patched: "true" } } },
    "merge",
  );
  expect(patched.metadata.annotations).toMatchObject({ patched: "true" });
  const updated = await api.update(path, (object) => ({
    ...(resource.change?.(object) ?? object),
    metadata: {
      ...object.metadata,
      annotations: { ...object.metadata.annotations, updated: "true" },
    },
  }));
  expect(updated.metadata.annotations).toMatchObject({ patched: "true", updated: "true" });
  if (resource.change) {
    const { metadata: _, ...changed } = resource.change(got) as AnyBody;
    expect(updated).toMatchObject(changed);
  }
  expect((await watch.next()).type).toBe("MODIFIED");
  const seen = await watch.until(
    ({ object }) => object.metadata.annotations?.["updated"] === "true",
  );
  expect(seen).toMatchObject({ type: "MODIFIED", object: { kind: resource.kind } });

  if (resource.status) await expectStatusOperations(api, path, resource.status);

  await api.delete(path);
  await api.expectGone(path);
  expect((await watch.until(({ type }) => type === "DELETED")).object.metadata.uid).toBe(
    first.metadata.uid,
  );
  expect((await api.get(`${collection}?${selector}`)).items).toHaveLength(2);
  await api.delete(`${collection}?${selector}`);
  await api.until(`${collection}?${selector}`, ({ items }) => expect(items).toHaveLength(0));
}

/** The group, the version and the resource with its subresources are in the discovery documents, with the verbs it takes. */
export async function expectDiscovered(
  api: ConformanceApi,
  { group, version, resource, namespaced, subresources = [] }: ResourceOperations,
): Promise<void> {
  const { groups } = await api.get("/apis");
  const found = groups.find(({ name }: { name: string }) => name === group);
  const groupVersion = { groupVersion: `${group}/${version}`, version };
  expect(found.versions).toContainEqual(groupVersion);
  expect((await api.get(`/apis/${group}`))["versions"]).toContainEqual(groupVersion);
  const { resources } = await api.get(`/apis/${group}/${version}`);
  const named = new Map<string, { namespaced: boolean; verbs: string[] }>(
    resources.map((one: { name: string }) => [one.name, one]),
  );
  expect(named.get(resource)).toMatchObject({ namespaced });
  expect([...(named.get(resource)?.verbs ?? [])].sort()).toEqual([
    "create",
    "delete",
    "deletecollection",
    "get",
    "list",
    "patch",
    "update",
    "watch",
  ]);
  for (const name of subresources) {
    expect([...(named.get(`${resource}/${name}`)?.verbs ?? [])].sort()).toEqual([
      "get",
      "patch",
      "update",
    ]);
  }
}

async function createThree(
  api: ConformanceApi,
  collection: string,
  { body, names }: ResourceOperations,
): Promise<readonly [AnyBody, AnyBody, AnyBody]> {
  const create = (at: 0 | 1 | 2) =>
    api.post(collection, {
      metadata: {
        ...(names ? { name: names[at] } : { generateName: "e2e-example-" }),
        labels: { conformance: api.namespace },
      },
      ...body,
    });
  return [await create(0), await create(1), await create(2)];
}

/** get, patch and update of `/status`: each is seen by the next read, and the object's own fields stay. */
export async function expectStatusOperations(
  api: ConformanceApi,
  path: string,
  status: object,
): Promise<void> {
  const before = await api.get(`${path}/status`);
  expect(before.metadata.uid).toBe((await api.get(path)).metadata.uid);
  const annotations = { patchedstatus: "true" };
  const patched = await api.patch(`${path}/status`, { metadata: { annotations }, status }, "merge");
  expect(patched.metadata.annotations).toMatchObject(annotations);
  expect(patched["status"]).toMatchObject(status);
  expect(patched["spec"]).toEqual(before["spec"]);
  const updated = await api.update(`${path}/status`, (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      annotations: { ...object.metadata.annotations, updatedstatus: "true" },
    },
  }));
  expect(updated.metadata.annotations).toMatchObject({ ...annotations, updatedstatus: "true" });
  expect((await api.get(`${path}/status`)).metadata.annotations).toMatchObject({
    updatedstatus: "true",
  });
}
