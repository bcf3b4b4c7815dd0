/**
 * The uid that a write names: of a PUT it is a precondition, of a patch a field that nobody may change (apiserver, registry/generic/registry;
 * test/integration/client: TestPatchWithCreateOnUpdate).
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApiOnly, type Answer, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";
import { definitionOf } from "../../../fixtures/definition.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
  const foo = definitionOf("Foo", { type: "object" });
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  expect((await api.call("POST", definitions, foo)).status).toBe(201);
  await api.host.settle();
});
afterAll(() => api.stop());

const told = ({ status, body }: Answer): unknown[] => [status, body.reason, body.message];
const mergePatch = { "content-type": "application/merge-patch+json" };
const within = (group: string): string => `/apis/${group}/v1/namespaces/default`;
const core = "/api/v1/namespaces/default";

const storageError = (key: string, found = ""): string =>
  `StorageError: invalid object, Code: 4, Key: /registry/${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: other, UID in object meta: ${found}`;
const metadata = { name: "x", uid: "other" };
const template = {
  metadata: { labels: { a: "b" } },
  spec: { containers: [{ name: "c", image: "i" }] },
};
const deployment: Body = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "d" },
  spec: { replicas: 1, selector: { matchLabels: { a: "b" } }, template },
};

describe("a PUT with a uid", () => {
  test.each<[string, string, string, Body]>([
    [core, "configmaps", "configmaps/default/x", {}],
    [core, "endpoints", "services/endpoints/default/x", {}],
    [core, "services", "services/specs/default/x", { spec: { ports: [{ port: 80 }] } }],
    [
      within("coordination.k8s.io"),
      "leases.coordination.k8s.io",
      "leases/default/x",
      { spec: { leaseDurationSeconds: 1 } },
    ],
    [
      within("networking.k8s.io"),
      "ingresses.networking.k8s.io",
      "ingress/default/x",
      { spec: { defaultBackend: { service: { name: "s", port: { number: 1 } } } } },
    ],
    ["/api/v1", "nodes", "minions/x", {}],
    [
      "/apis/apiregistration.k8s.io/v1",
      "apiservices.apiregistration.k8s.io",
      "apiregistration.k8s.io/apiservices/x",
      {
        metadata: { ...metadata, name: "x", resourceVersion: "1" },
        spec: { group: "g", version: "v", groupPriorityMinimum: 1, versionPriority: 1 },
      },
    ],
    [
      within("example.com"),
      "foos.example.com",
      "example.com/foos/default/x",
      {
        apiVersion: "example.com/v1",
        kind: "Foo",
        metadata: { ...metadata, resourceVersion: "1" },
      },
    ],
  ])("at %s of %s that are gone is refused with the key %s", async (base, qualified, key, body) => {
    const [resource] = qualified.split(".");
    const answer = await api.call("PUT", `${base}/${resource}/x`, { metadata, ...body });
    expect(told(answer)).toEqual([
      409,
      "Conflict",
      `Operation cannot be fulfilled on ${qualified} "x": ${storageError(key)}`,
    ]);
  });

  test("of another object is refused, also where its revision is old, and for all parts", async () => {
    const made = await api.call("POST", `${core}/configmaps`, { metadata: { name: "c" } });
    const words = storageError("configmaps/default/c", made.body.metadata.uid);
    for (const resourceVersion of [undefined, "1"]) {
      const body = { metadata: { name: "c", uid: "other", resourceVersion } };
      expect(told(await api.call("PUT", `${core}/configmaps/c`, body))).toEqual([
        409,
        "Conflict",
        `Operation cannot be fulfilled on configmaps "c": ${words}`,
      ]);
    }
    const path = `${within("apps")}/deployments`;
    const { body } = await api.call("POST", path, deployment);
    const other = { ...body, metadata: { ...body.metadata, uid: "other" } };
    const scale = {
      apiVersion: "autoscaling/v1",
      kind: "Scale",
      metadata: { name: "d", namespace: "default", uid: "other" },
      spec: { replicas: 2 },
    };
    for (const [part, sent] of Object.entries({ status: other, scale })) {
      expect(told(await api.call("PUT", `${path}/d/${part}`, sent))).toEqual([
        409,
        "Conflict",
        `Operation cannot be fulfilled on deployments.apps "d": ${storageError("deployments/default/d", body.metadata.uid)}`,
      ]);
    }
  });
});

describe("a patch with a uid", () => {
  test("may not change it", async () => {
    await api.call("POST", `${core}/configmaps`, { metadata: { name: "p" } });
    const patch = { metadata: { uid: "abc" } };
    expect(told(await api.call("PATCH", `${core}/configmaps/p`, patch, mergePatch))).toEqual([
      422,
      "Invalid",
      'ConfigMap "p" is invalid: metadata.uid: Invalid value: "abc": field is immutable',
    ]);
  });

  test("of nothing finds nothing", async () => {
    const patch = { metadata: { uid: "abc" } };
    const answer = await api.call("PATCH", `${core}/configmaps/none`, patch, mergePatch);
    expect(told(answer)).toEqual([404, "NotFound", 'configmaps "none" not found']);
  });

  test("of a Scale to fewer than none is refused as a Scale", async () => {
    const path = `${within("apps")}/deployments`;
    await api.call("POST", path, { ...deployment, metadata: { name: "n" } });
    const scale = { apiVersion: "autoscaling/v1", kind: "Scale", spec: { replicas: -1 } };
    const refused = [
      422,
      "Invalid",
      'Scale.autoscaling "n" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ];
    const applied = `${path}/n/scale?fieldManager=m&force=true`;
    const apply = { "content-type": "application/apply-patch+yaml" };
    for (const answer of [
      await api.call("PATCH", `${path}/n/scale`, { spec: { replicas: -1 } }, mergePatch),
      await api.call("PUT", `${path}/n/scale`, { ...scale, metadata: { name: "n" } }),
      await api.call("PATCH", applied, { ...scale, metadata: { name: "n" } }, apply),
    ]) {
      expect(told(answer)).toEqual(refused);
    }
  });

  test("of a Scale is of that object alone", async () => {
    const path = `${within("apps")}/deployments`;
    const made = await api.call("POST", path, { ...deployment, metadata: { name: "s" } });
    const patch = { metadata: { uid: "abc" }, spec: { replicas: 3 } };
    expect(told(await api.call("PATCH", `${path}/s/scale`, patch, mergePatch))).toEqual([
      409,
      "Conflict",
      `Operation cannot be fulfilled on deployments/scale.apps "s": Precondition failed: UID in precondition: abc, UID in object meta: ${made.body.metadata.uid}`,
    ]);
  });
});
