import { beforeAll, describe, expect, test } from "vitest";
import { builtInResources, type ResourceDefinition } from "../../../../src/api/resources.ts";
import { definitions } from "../../../../src/api/schema/definitions.ts";
import { servedGroups } from "../../../../src/server/discovery/group-order.ts";
import { OpenApi } from "../../../../src/server/openapi/open-api.ts";

interface Node {
  readonly [key: string]: unknown;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Node>> };
  readonly definitions: Readonly<Record<string, Node>>;
  readonly parameters: Readonly<Record<string, Node>>;
}
interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly "x-kubernetes-action": string;
  readonly "x-kubernetes-group-version-kind": Readonly<Record<string, string>>;
}

const parse = (body: Uint8Array): Document =>
  JSON.parse(new TextDecoder().decode(body)) as Document;
const api = new OpenApi(() => builtInResources);
const groupVersion = async (path: string): Promise<Document> => {
  const document = await api.groupVersion(path);
  if (document === undefined) throw new Error(`no ${path}`);
  return parse(document.body);
};
const allVersions = servedGroups(builtInResources).flatMap(({ versions }) => versions);
const pathOf = ({ group, version }: { group: string; version: string }): string =>
  group === "" ? `api/${version}` : `apis/${group}/${version}`;

const operationsOf = (item: Readonly<Record<string, Operation>>): readonly Operation[] =>
  Object.entries(item).flatMap(([key, operation]) => (key === "parameters" ? [] : [operation]));

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === "$ref" && typeof part === "string" ? [part] : refsIn(part),
  );
}

test("version 2 has the words by which the command suite of Kubernetes knows it", async () => {
  const text = new TextDecoder().decode((await api.v2()).body);
  expect(text).toContain("list of returned");
  expect(text).toContain("List of services");
  expect(text).toContain("Watch for changes to the described resources");
});

describe("the root", () => {
  test("has the hashed address of each document, by name", () => {
    const root = JSON.parse(new TextDecoder().decode(api.root().body)) as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    expect(Object.keys(root.paths)).toEqual(Object.keys(root.paths).sort());
    expect(Object.keys(root.paths)).toEqual(expect.arrayContaining(allVersions.map(pathOf)));
    expect(root.paths["apis/apps/v1"]?.serverRelativeURL).toMatch(
      /^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{32}$/,
    );
  });

  test("is the same for the same resources, and another for others", () => {
    expect(new OpenApi(() => [...builtInResources]).root().etag).toBe(api.root().etag);
    expect(new OpenApi(() => builtInResources.slice(1)).root().etag).not.toBe(api.root().etag);
  });
});

describe.each(allVersions.map((served) => [pathOf(served), served] as const))(
  "%s",
  (path, served) => {
    let document: Document;
    beforeAll(async () => {
      document = await groupVersion(path);
    });

    test("refers to no schema that it does not have", () => {
      const known = new Set(
        Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`),
      );
      expect(refsIn(document).filter((ref) => !known.has(ref))).toEqual([]);
    });

    test("has a PATCH with fieldValidation for every kind that can be patched: kubectl looks for it", () => {
      for (const { kind } of served.resources.filter(({ verbs }) => verbs.includes("patch"))) {
        const operations = Object.values(document.paths).map(({ patch }) => patch);
        const found = operations.find(
          (op) => op?.["x-kubernetes-group-version-kind"]["kind"] === kind,
        );
        expect(
          found?.parameters.map(({ name }) => name),
          kind,
        ).toContain("fieldValidation");
      }
    });

    test("has each operation once, under its own ID", () => {
      const ids = Object.values(document.paths).flatMap((item) =>
        operationsOf(item).map(({ operationId }) => operationId),
      );
      expect(new Set(ids).size).toBe(ids.length);
    });

    test("has every verb of every resource", () => {
      const served2 = Object.entries(document.paths).flatMap(([at, item]) =>
        operationsOf(item).map((op) => `${at} ${op["x-kubernetes-action"]}`),
      );
      for (const { resource, namespaced, verbs } of served.resources) {
        const base = `/${path}${namespaced ? "/namespaces/{namespace}" : ""}/${resource}`;
        for (const verb of verbs) {
          if (verb === "watch") continue;
          const at = ["create", "list", "deletecollection"].includes(verb)
            ? base
            : `${base}/{name}`;
          const action = { create: "post", update: "put" }[verb as string] ?? verb;
          expect(served2).toContain(`${at} ${action}`);
        }
      }
    });
  },
);

describe("schemas", () => {
  test("show references in allOf, beside their description", async () => {
    const { schemas } = (await groupVersion("apis/apps/v1")).components;
    expect(schemas["io.k8s.api.apps.v1.Deployment"]).toMatchObject({
      type: "object",
      description: expect.stringMatching(/^Deployment enables/),
      properties: {
        spec: {
          description: expect.any(String),
          default: {},
          allOf: [{ $ref: "#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec" }],
        },
      },
      "x-kubernetes-group-version-kind": [{ group: "apps", version: "v1", kind: "Deployment" }],
    });
  });

  test.each<[string, string, object]>([
    [
      "PodSpec",
      "containers",
      {
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["name"],
        "x-kubernetes-patch-merge-key": "name",
        "x-kubernetes-patch-strategy": "merge",
      },
    ],
    ["PodSpec", "volumes", { "x-kubernetes-patch-strategy": "merge,retainKeys" }],
    ["PodSpec", "tolerations", { "x-kubernetes-list-type": "atomic" }],
    ["PodSpec", "nodeSelector", { "x-kubernetes-map-type": "atomic" }],
    [
      "NodeSpec",
      "podCIDRs",
      { "x-kubernetes-list-type": "set", "x-kubernetes-patch-strategy": "merge" },
    ],
    ["PersistentVolumeSpec", "claimRef", { "x-kubernetes-map-type": "granular" }],
  ])("%s.%s tells clients how it merges", async (kind, field, extensions) => {
    const { schemas } = (await groupVersion("api/v1")).components;
    const schema = schemas[`io.k8s.api.core.v1.${kind}`] as { properties: Record<string, object> };
    expect(schema.properties[field]).toMatchObject(extensions);
  });

  test.each<[string, object]>([
    [
      "io.k8s.apimachinery.pkg.api.resource.Quantity",
      { oneOf: [{ type: "string" }, { type: "number" }] },
    ],
    [
      "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
      { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] },
    ],
    ["io.k8s.apimachinery.pkg.apis.meta.v1.Time", { type: "string", format: "date-time" }],
    ["io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1", { type: "object" }],
    ["io.k8s.api.core.v1.LocalObjectReference", { "x-kubernetes-map-type": "atomic" }],
  ])("%s has its v3 form", async (name, expected) => {
    expect((await groupVersion("api/v1")).components.schemas[name]).toMatchObject(expected);
  });

  test("a patch is accepted in four media types", async () => {
    const { paths } = await groupVersion("api/v1");
    const patch = paths["/api/v1/namespaces/{namespace}/pods/{name}"]?.["patch"];
    expect(Object.keys(patch?.requestBody?.content ?? {})).toEqual([
      "application/json-patch+json",
      "application/merge-patch+json",
      "application/strategic-merge-patch+json",
      "application/apply-patch+yaml",
    ]);
    expect(patch?.operationId).toBe("patchCoreV1NamespacedPod");
  });
});

describe("custom resources", () => {
  const widget: ResourceDefinition = {
    group: "example.com",
    version: "v1",
    resource: "widgets",
    singular: "widget",
    kind: "Widget",
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: ["create", "get", "list", "patch"],
    subresources: [],
    definition: "com.example.v1.Widget",
  };
  const own = { description: "Ours.", type: "object", properties: { spec: { type: "integer" } } };

  test("show their own schema with the fields that every object has", async () => {
    const open = new OpenApi(
      () => resources,
      () => ({ schema: own, listKind: "WidgetList", selectableFields: ["spec"] }),
    );
    const resources = [...builtInResources, widget];
    const { body } = (await open.groupVersion("apis/example.com/v1"))!;
    const { components, paths } = parse(body);
    expect(components.schemas["com.example.v1.Widget"]).toEqual({
      ...own,
      properties: {
        apiVersion: expect.objectContaining({ type: "string" }),
        kind: expect.objectContaining({ type: "string" }),
        metadata: {
          description: expect.stringContaining("Standard object's metadata"),
          allOf: [{ $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" }],
        },
        spec: { type: "integer" },
      },
      "x-kubernetes-group-version-kind": [{ group: "example.com", version: "v1", kind: "Widget" }],
      "x-kubernetes-selectable-fields": [{ fieldPath: "spec" }],
    });
    const patch = paths["/apis/example.com/v1/namespaces/{namespace}/widgets/{name}"]?.["patch"];
    expect(patch?.parameters.map(({ name }) => name)).toContain("fieldValidation");
    expect(components.schemas["com.example.v1.WidgetList"]).toBeDefined();
  });

  test("come and go with the registry's array; a changed schema changes the hash", async () => {
    let resources = builtInResources;
    let schema: typeof own = own;
    const open = new OpenApi(
      () => resources,
      () => ({ schema, listKind: "WidgetList", selectableFields: [] }),
    );
    expect(open.groupVersion("apis/example.com/v1")).toBeUndefined();
    resources = [...builtInResources, widget];
    const first = await open.groupVersion("apis/example.com/v1");
    schema = { ...own, description: "Changed." };
    resources = [...resources];
    const second = await open.groupVersion("apis/example.com/v1");
    expect(second?.hash).not.toBe(first?.hash);
    expect((await open.groupVersion("apis/apps/v1"))?.hash).toBe(
      (await api.groupVersion("apis/apps/v1"))?.hash,
    );
  });
});

describe("responses", () => {
  const get = (path: string, headers: Record<string, string> = {}, query = "") =>
    api.respond({ path, query: new URLSearchParams(query), headers });

  test("the hashed address may be kept for ever, the plain one may not", async () => {
    const { hash, etag } = (await api.groupVersion("apis/batch/v1"))!;
    const path = "/openapi/v3/apis/batch/v1";
    const [hashed, stale, plain] = await Promise.all([
      get(path, {}, `hash=${hash}&timeout=32s`),
      get(path, {}, "hash=0"),
      get(path),
    ]);
    expect(hashed?.headers).toMatchObject({
      "content-type": "application/json",
      "cache-control": "public, immutable",
      etag,
    });
    expect([stale?.status, stale?.headers["location"]]).toEqual([301, `${path}?hash=${hash}`]);
    expect(plain?.headers["cache-control"]).toBe("no-cache, private");
    expect(plain?.body).toBe(hashed?.body);
    expect(await get(path, { "if-none-match": etag })).toMatchObject({ status: 304 });
  });

  test.each([
    ["/openapi/v2", "text/html"],
    ["/openapi/v2", "application/yaml"],
    ["/openapi/v3/apis/apps/v1", "text/html"],
    ["/openapi/v3/apis/apps/v1", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"],
  ])("%s is not there as %s", async (path, accept) => {
    expect(await get(path, { accept })).toMatchObject({ status: 406, body: "" });
  });

  test.each([
    ["application/json, application/com.github.proto-openapi.spec.v2@v1.0+protobuf", "json"],
    [
      "application/json;q=0.5, application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
      "protobuf",
    ],
    ["application/*", "json"],
    ["", "json"],
  ])("v2 for %s is %s", async (accept, form) => {
    const answer = await get("/openapi/v2", { accept });
    expect(String(answer?.headers["content-type"])).toMatch(new RegExp(`${form}$`));
  });

  test("v2 is there as JSON and as protobuf, whichever is asked for", async () => {
    const protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    expect(await get("/openapi/v2", { accept: protobuf })).toMatchObject({
      status: 200,
      headers: { "content-type": "application/com.github.proto-openapi.spec.v2.v1.0+protobuf" },
    });
    const answer = await get("/openapi/v2", { accept: "application/json" });
    const document = parse(answer?.body as Uint8Array);
    const known = new Set([
      ...Object.keys(document.definitions).map((name) => `#/definitions/${name}`),
      ...Object.keys(document.parameters).map((name) => `#/parameters/${name}`),
    ]);
    expect(refsIn(document).filter((ref) => !known.has(ref))).toEqual([]);
    expect(document).toMatchObject({ swagger: "2.0" });
    expect(document.definitions["io.k8s.api.apps.v1.Deployment"]?.["properties"]).toMatchObject({
      spec: { $ref: "#/definitions/io.k8s.api.apps.v1.DeploymentSpec" },
    });
    expect(
      document.paths["/apis/apps/v1/namespaces/{namespace}/deployments"]?.["post"],
    ).toMatchObject({
      parameters: expect.arrayContaining([
        {
          name: "body",
          in: "body",
          required: true,
          schema: { $ref: "#/definitions/io.k8s.api.apps.v1.Deployment" },
        },
      ]) as unknown,
    });
    expect(Object.keys(document.definitions).length).toBeGreaterThan(500);
    expect(Object.keys(document.definitions).every((name) => definitions().has(name))).toBe(true);
  });

  test.each(["/openapi", "/openapi/v3/apis/nothing/v1", "/openapi/v4", "/api"])(
    "%s is none of ours",
    (path) => {
      expect(get(path)).toBeUndefined();
    },
  );
});
