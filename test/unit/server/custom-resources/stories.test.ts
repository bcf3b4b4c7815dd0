/** Custom resources as clients meet them. Expectations are Kubernetes' documentation and apiextensions' integration tests. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";
import { crontabs, definitionsPath } from "./definitions.ts";

let api: ApiOnly;
const base = "/apis/stable.example.com/v1/namespaces/default/crontabs";
const merge = { "content-type": "application/merge-patch+json" };

beforeEach(async () => {
  api = await startApiOnly();
});
afterEach(() => api.stop());

const crontab = (name: string, spec: object, more: object = {}) => ({
  apiVersion: "stable.example.com/v1",
  kind: "CronTab",
  metadata: { name, ...more },
  spec,
});

async function define(definition: object = crontabs()): Promise<void> {
  const { status, body } = await api.call("POST", definitionsPath, definition);
  expect([status, body.message]).toEqual([201, undefined]);
  await api.host.settle();
}

async function definition(): Promise<Body> {
  return (await api.call("GET", `${definitionsPath}/crontabs.stable.example.com`)).body;
}

async function change(edit: (crd: Body) => void): Promise<Body> {
  const crd = structuredClone(await definition());
  edit(crd);
  const answer = await api.call("PUT", `${definitionsPath}/crontabs.stable.example.com`, crd);
  await api.host.settle();
  return answer;
}

describe("a definition", () => {
  test("is served once it is established, and not before", async () => {
    expect((await api.call("GET", base)).status).toBe(404);
    await define();
    const { status } = await definition();
    expect(status.acceptedNames).toEqual({
      plural: "crontabs",
      singular: "crontab",
      kind: "CronTab",
      listKind: "CronTabList",
      shortNames: ["ct"],
    });
    expect(status.storedVersions).toEqual(["v1"]);
    expect(
      status.conditions.map(({ type, status: is, reason }: Body) => [type, is, reason]),
    ).toEqual([
      ["NamesAccepted", "True", "NoConflicts"],
      ["Established", "True", "InitialNamesAccepted"],
    ]);
    expect((await api.call("GET", base)).body).toMatchObject({ kind: "CronTabList", items: [] });
    const discovery = (await api.call("GET", "/apis/stable.example.com/v1")).body;
    expect(discovery.resources.map(({ name }: Body) => name)).toEqual([
      "crontabs",
      "crontabs/status",
      "crontabs/scale",
    ]);
  });

  test("goes with its instances, which may take their time", async () => {
    await define();
    await api.call("POST", base, crontab("a", { cronSpec: "1" }));
    await api.call(
      "POST",
      base,
      crontab("b", { cronSpec: "1" }, { finalizers: ["example.com/wait"] }),
    );
    const { body } = await api.call("DELETE", `${definitionsPath}/crontabs.stable.example.com`);
    expect(body.metadata.finalizers).toEqual(["customresourcecleanup.apiextensions.k8s.io"]);
    await api.host.settle();
    const { status } = await definition();
    expect(status.conditions.at(-1)).toMatchObject({
      type: "Terminating",
      status: "True",
      reason: "InstanceDeletionInProgress",
    });
    expect(
      (await api.call("GET", base)).body.items.map(({ metadata }: Body) => metadata.name),
    ).toEqual(["b"]);
    const refused = await api.call("POST", base, crontab("c", { cronSpec: "1" }));
    expect([refused.status, refused.body.message]).toEqual([
      403,
      'crontabs.stable.example.com "c" is forbidden: create not allowed while custom resource definition is terminating',
    ]);
    await api.call("PATCH", `${base}/b`, { metadata: { finalizers: null } }, merge);
    await api.host.settle();
    expect((await definition()).reason).toBe("NotFound");
    expect((await api.call("GET", base)).status).toBe(404);
    expect((await api.call("GET", "/apis/stable.example.com")).status).toBe(404);
  });

  test("may not change its scope, its group or its stored versions", async () => {
    await define();
    const scope = await change((crd) => (crd.spec.scope = "Cluster"));
    expect(scope.body.message).toContain(
      'spec.scope: Invalid value: "Cluster": field is immutable',
    );
    const renamed = await change((crd) => (crd.spec.versions[0].name = "v2"));
    expect(renamed.body.message).toContain(
      'status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage version',
    );
  });

  test("of a name that is taken waits for it", async () => {
    await define();
    const other = crontabs({ plural: "tabs" });
    other.spec.names.shortNames = ["ct"];
    await define(other);
    const path = `${definitionsPath}/tabs.stable.example.com`;
    const waiting = (await api.call("GET", path)).body.status.conditions;
    expect(waiting[0]).toMatchObject({
      type: "NamesAccepted",
      status: "False",
      reason: "ListKindConflict",
      message: '"CronTabList" is already in use',
    });
    expect((await api.call("GET", "/apis/stable.example.com/v1/tabs")).status).toBe(404);
    await api.call("DELETE", `${definitionsPath}/crontabs.stable.example.com`);
    await api.host.settle();
    expect((await api.call("GET", "/apis/stable.example.com/v1/tabs")).status).toBe(200);
  });

  test("of one of Kubernetes' own groups needs approval", async () => {
    const { status, body } = await api.call(
      "POST",
      definitionsPath,
      crontabs({ group: "x.k8s.io" }),
    );
    expect([status, body.message]).toEqual([
      422,
      expect.stringContaining(
        'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io"',
      ),
    ]);
  });

  test("warns of formats that nothing enforces", async () => {
    const crd = crontabs();
    crd.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.image.format = "odd";
    const { headers } = await api.call("POST", definitionsPath, crd);
    expect(headers.get("warning")).toBe('299 - "unrecognized format \\"odd\\""');
  });

  test("changes OpenAPI and discovery with it, and their marks", async () => {
    const mark = async (path: string) => (await api.call("GET", path)).headers.get("etag");
    const [openApi, discovery] = [await mark("/openapi/v3"), await mark("/apis")];
    await define();
    expect(await mark("/openapi/v3")).not.toBe(openApi);
    expect(await mark("/apis")).not.toBe(discovery);
    const root = (await api.call("GET", "/openapi/v3")).body;
    const url = root.paths["apis/stable.example.com/v1"].serverRelativeURL;
    const document = await api.call("GET", url);
    expect(document.headers.get("cache-control")).toBe("public, immutable");
    expect(document.headers.get("expires")).toBe("Fri, 01 Jan 2027 00:00:00 UTC");
    const kind = document.body.components.schemas["com.example.stable.v1.CronTab"];
    expect(kind.properties.spec.properties.cronSpec.type).toBe("string");
    const before = await mark("/openapi/v3/apis/stable.example.com/v1");
    await change((crd) => {
      crd.spec.versions[0].schema.openAPIV3Schema.description = "New.";
    });
    expect(await mark("/openapi/v3/apis/stable.example.com/v1")).not.toBe(before);
  });
});

describe("an object", () => {
  beforeEach(() => define());

  test("is defaulted, pruned with a warning, refused by Strict", async () => {
    const wrong = crontab("a", { cronSpec: "1", odd: 1 });
    const { status, headers, body } = await api.call("POST", base, wrong);
    expect([status, headers.get("warning")]).toEqual([201, '299 - "unknown field \\"spec.odd\\""']);
    expect(body.spec).toEqual({ cronSpec: "1", replicas: 1 });
    const text = `{"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":"b","odd":1},"spec":{"cronSpec":"1","cronSpec":"2","odd":1}}`;
    const strict = await api.call("POST", `${base}?fieldValidation=Strict`, text);
    expect([strict.status, strict.body.message]).toEqual([
      400,
      'CronTab in version "v1" cannot be handled as a CronTab: strict decoding error: duplicate field "spec.cronSpec", unknown field "metadata.odd", unknown field "spec.odd"',
    ]);
  });

  test("is refused with every fault, and its causes", async () => {
    const { status, body } = await api.call("POST", base, crontab("a", { replicas: 11, image: 5 }));
    expect(status).toBe(422);
    expect(body).toMatchObject({
      reason: "Invalid",
      details: { name: "a", group: "stable.example.com", kind: "CronTab" },
    });
    expect(body.details.causes).toEqual(
      expect.arrayContaining([
        { reason: "FieldValueRequired", message: "Required value", field: "spec.cronSpec" },
        {
          reason: "FieldValueTypeInvalid",
          message: 'Invalid value: "integer": spec.image in body must be of type string: "integer"',
          field: "spec.image",
        },
      ]),
    );
  });

  test("has its status apart, and counts generations by the rest", async () => {
    const created = await api.call("POST", base, {
      ...crontab("a", { cronSpec: "1" }),
      status: { replicas: 9 },
    });
    expect(created.body.status).toBeUndefined();
    expect(created.body.metadata.generation).toBe(1);
    const status = await api.call(
      "PATCH",
      `${base}/a/status`,
      { metadata: { labels: { a: "b" } }, spec: { cronSpec: "2" }, status: { replicas: 2 } },
      merge,
    );
    expect(status.body).toMatchObject({
      metadata: { generation: 1 },
      spec: { cronSpec: "1" },
      status: { replicas: 2 },
    });
    expect(status.body.metadata.labels).toBeUndefined();
    const spec = await api.call(
      "PATCH",
      `${base}/a`,
      { spec: { cronSpec: "2" }, status: { replicas: 7 } },
      merge,
    );
    expect(spec.body).toMatchObject({ metadata: { generation: 2 }, status: { replicas: 2 } });
    const bad = await api.call("PATCH", `${base}/a/status`, { status: { replicas: "x" } }, merge);
    expect(bad.body.message).toContain("status.replicas: Invalid value");
  });

  test("is scaled through its paths", async () => {
    await api.call("POST", base, crontab("a", { cronSpec: "1" }));
    await api.call(
      "PATCH",
      `${base}/a/status`,
      { status: { replicas: 1, labelSelector: "a=b" } },
      merge,
    );
    const { body } = await api.call("GET", `${base}/a/scale`);
    expect(body).toMatchObject({
      kind: "Scale",
      apiVersion: "autoscaling/v1",
      spec: { replicas: 1 },
      status: { replicas: 1, selector: "a=b" },
    });
    const scaled = await api.call("PUT", `${base}/a/scale`, { ...body, spec: { replicas: 5 } });
    expect([scaled.status, scaled.body.spec.replicas]).toEqual([200, 5]);
    const stale = await api.call("PUT", `${base}/a/scale`, { ...body, spec: { replicas: 6 } });
    expect([stale.status, stale.body.reason]).toEqual([409, "Conflict"]);
    const many = await api.call("PATCH", `${base}/a/scale`, { spec: { replicas: 50 } }, merge);
    expect([many.status, many.body.message]).toEqual([
      422,
      expect.stringContaining("spec.replicas in body should be less than or equal to 10"),
    ]);
  });

  test("is found by its selectable fields, and by no others", async () => {
    await api.call("POST", base, crontab("a", { cronSpec: "1" }));
    await api.call("POST", base, crontab("b", { cronSpec: "2" }));
    const found = await api.call("GET", `${base}?fieldSelector=spec.cronSpec%3D2`);
    expect(found.body.items.map(({ metadata }: Body) => metadata.name)).toEqual(["b"]);
    const other = await api.call("GET", `${base}?fieldSelector=spec.image%3D2`);
    expect([other.status, other.body.message]).toEqual([
      400,
      "field label not supported: spec.image",
    ]);
  });

  test("knows every patch but the strategic one", async () => {
    await api.call("POST", base, crontab("a", { cronSpec: "1" }));
    const strategic = { "content-type": "application/strategic-merge-patch+json" };
    const refused = await api.call("PATCH", `${base}/a`, {}, strategic);
    expect([refused.status, refused.body.message]).toEqual([
      415,
      "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
    ]);
    const json = { "content-type": "application/json-patch+json" };
    const { body } = await api.call(
      "PATCH",
      `${base}/a`,
      [{ op: "replace", path: "/spec/cronSpec", value: "3" }],
      json,
    );
    expect(body.spec.cronSpec).toBe("3");
  });

  test("has no protobuf, and may be YAML", async () => {
    const protobuf = { "content-type": "application/vnd.kubernetes.protobuf" };
    expect((await api.call("POST", base, "x", protobuf)).status).toBe(415);
    const yaml =
      "apiVersion: stable.example.com/v1\nkind: CronTab\nmetadata: {name: text}\nspec: {cronSpec: '1'}\n";
    const { status } = await api.call("POST", base, yaml, { "content-type": "application/yaml" });
    expect(status).toBe(201);
  });

  test("prints its columns", async () => {
    await api.call("POST", base, crontab("a", { cronSpec: "1" }));
    const { body } = await api.call("GET", base, undefined, {
      accept: "application/json;as=Table;v=v1;g=meta.k8s.io",
    });
    expect(body.columnDefinitions.map(({ name }: Body) => name)).toEqual([
      "Name",
      "Spec",
      "Replicas",
    ]);
    expect(body.rows[0].cells).toEqual(["a", "1", 1]);
  });

  test("needs a resourceVersion to be replaced", async () => {
    await api.call("POST", base, crontab("a", { cronSpec: "1" }));
    const { status, body } = await api.call("PUT", `${base}/a`, crontab("a", { cronSpec: "2" }));
    expect([status, body.message]).toEqual([
      422,
      'CronTab.stable.example.com "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    ]);
  });

  test("is tried without being stored, and deleted with others", async () => {
    const tried = await api.call("POST", `${base}?dryRun=All`, crontab("a", { cronSpec: "1" }));
    expect([tried.status, tried.body.spec.replicas]).toEqual([201, 1]);
    expect((await api.call("GET", `${base}/a`)).status).toBe(404);
    for (const name of ["a", "b", "c"])
      await api.call("POST", base, crontab(name, { cronSpec: "1" }));
    await api.call("DELETE", base);
    expect((await api.call("GET", base)).body.items).toEqual([]);
  });

  test("of a schema that has changed is read by the new one", async () => {
    await api.call("POST", base, crontab("a", { cronSpec: "1", image: "x" }));
    await change((crd) => {
      const { properties } = crd.spec.versions[0].schema.openAPIV3Schema.properties.spec;
      delete properties.image;
      properties.size = { type: "integer", default: 7 };
    });
    expect((await api.call("GET", `${base}/a`)).body.spec).toEqual({
      cronSpec: "1",
      replicas: 1,
      size: 7,
    });
    const labelled = await api.call(
      "PATCH",
      `${base}/a`,
      { metadata: { labels: { a: "b" } } },
      merge,
    );
    expect(labelled.body.spec).toEqual({ cronSpec: "1", replicas: 1, size: 7 });
  });

  test("is not served any more in a version that is not", async () => {
    await change((crd) => {
      crd.spec.versions[0].served = false;
    });
    expect((await api.call("GET", base)).status).toBe(404);
  });

  test("is watched until its definition goes", async () => {
    const response = await api.fetch(new Request(`http://kubarium${base}?watch=true`));
    const text = response.text();
    await api.call("POST", base, crontab("a", { cronSpec: "1" }));
    await api.host.settle();
    await api.call("DELETE", `${definitionsPath}/crontabs.stable.example.com`);
    await api.host.settle();
    const events = (await text)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(["ADDED", "DELETED"]);
  });
});

test("a snapshot brings what is served along, and its absence takes it away", async () => {
  const empty = api.store.exportSnapshot();
  await define();
  await api.call("POST", base, crontab("a", { cronSpec: "1" }));
  const full = api.store.exportSnapshot();
  await api.store.restoreSnapshot(empty);
  await api.host.settle();
  expect((await api.call("GET", base)).status).toBe(404);
  await api.store.restoreSnapshot(full);
  await api.host.settle();
  expect((await api.call("GET", `${base}/a`)).body.spec.cronSpec).toBe("1");
});
