/** The conformance texts of sig-api-machinery on custom resources, by their testnames. Conversion is by an HTTPS server of this test. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ConformanceCluster,
  define,
  definitionOf,
  definitions,
  type Body,
} from "../../fixtures/conformance.ts";
import {
  startExtensionServer,
  type ExtensionRequest,
  type ExtensionServer,
} from "../../fixtures/extension-server.ts";

let cluster: ConformanceCluster;
let server: ExtensionServer;
let namespace = "";

/** As the conversion webhook of Kubernetes' tests: v1 has one hostPort, v2 has host and port apart. */
function convert({ body }: ExtensionRequest): object {
  const { apiVersion, kind, request } = JSON.parse(body);
  const convertedObjects = request.objects.map((object: Body) => {
    if (object.apiVersion === request.desiredAPIVersion) return object;
    const { hostPort, host, port, ...rest } = object;
    const converted = { ...rest, apiVersion: request.desiredAPIVersion };
    if (request.desiredAPIVersion.endsWith("/v1")) {
      return { ...converted, hostPort: `${host}:${port}` };
    }
    const [toHost, toPort] = hostPort.split(":");
    return { ...converted, host: toHost, port: toPort };
  });
  const response = { uid: request.uid, convertedObjects, result: { status: "Success" } };
  return { apiVersion, kind, response };
}

beforeAll(async () => {
  cluster = await ConformanceCluster.start({ real: true, nodes: 1 });
  namespace = await cluster.namespace("custom");
  server = await startExtensionServer(convert, { dnsName: `e2e-test-conversion.${namespace}.svc` });
  await cluster.ok("POST", `/api/v1/namespaces/${namespace}/services`, {
    metadata: { name: "e2e-test-conversion" },
    spec: { type: "ExternalName", externalName: "localhost" },
  });
});
afterAll(async () => {
  await server.close();
  await cluster.stop();
});

const text = { type: "string" };

async function defineConverted(group: string): Promise<(version: string, name?: string) => string> {
  const version = (name: string, storage: boolean, properties: object) => ({
    name,
    served: true,
    storage,
    schema: { openAPIV3Schema: { type: "object", properties } },
  });
  const definition = definitionOf({
    group,
    plural: "e2e-test-crds",
    kind: "E2eTestCrd",
    scope: "Namespaced",
    versions: [
      version("v1", true, { hostPort: text }),
      version("v2", false, { host: text, port: text }),
    ],
  });
  const service = {
    namespace,
    name: "e2e-test-conversion",
    path: "/crdconvert",
    port: server.port,
  };
  const webhook = {
    clientConfig: { service, caBundle: server.caBundle },
    conversionReviewVersions: ["v1", "v1beta1"],
  };
  definition.spec.conversion = { strategy: "Webhook", webhook };
  await define(cluster, definition);
  return (served, name = "") =>
    `/apis/${group}/${served}/namespaces/${namespace}/e2e-test-crds${name && `/${name}`}`;
}

const hostPort = (group: string, name: string) => ({
  apiVersion: `${group}/v1`,
  kind: "E2eTestCrd",
  metadata: { name },
  hostPort: "localhost:8080",
});

describe("CustomResourceConversionWebhook", () => {
  test("Custom Resource Definition Conversion Webhook, convert mixed version list", async () => {
    const group = "mixed.example.com";
    const at = await defineConverted(group);
    await cluster.ok("POST", at("v1"), hostPort(group, "cr-instance-1"));
    const versions = [
      { op: "replace", path: "/spec/versions/0/storage", value: false },
      { op: "replace", path: "/spec/versions/1/storage", value: true },
    ];
    await cluster.patch(`${definitions}/e2e-test-crds.${group}`, versions, "json");
    await cluster.ok("POST", at("v1"), hostPort(group, "cr-instance-2"));
    const stored = await cluster.ok("GET", `${definitions}/e2e-test-crds.${group}`);
    expect(stored.status.storedVersions).toEqual(["v1", "v2"]);
    for (const [version, fields] of [
      ["v1", { hostPort: "localhost:8080" }],
      ["v2", { host: "localhost", port: "8080" }],
    ] as const) {
      const { items } = await cluster.ok("GET", at(version));
      const apiVersion = `${group}/${version}`;
      expect(items).toMatchObject([
        { apiVersion, metadata: { name: "cr-instance-1" }, ...fields },
        { apiVersion, metadata: { name: "cr-instance-2" }, ...fields },
      ]);
    }
  });

  test("Custom Resource Definition Conversion Webhook, conversion custom resource", async () => {
    const group = "converted.example.com";
    const at = await defineConverted(group);
    await cluster.ok("POST", at("v1"), hostPort(group, "cr-instance-1"));
    const read = await cluster.ok("GET", at("v2", "cr-instance-1"));
    expect(read).toMatchObject({ apiVersion: `${group}/v2`, host: "localhost", port: "8080" });
    expect(read.hostPort).toBeUndefined();
  });
});

describe("CustomResourceDefinition Watch", () => {
  test("Custom Resource Definition, watch", async () => {
    const group = "watched.example.com";
    await define(cluster, definitionOf({ group, plural: "noxus", kind: "WishIHadChosenNoxu" }));
    const path = `/apis/${group}/v1/noxus`;
    const watched = await Promise.all(
      ["name1", "name2"].map((name) =>
        cluster.watch(`${path}?fieldSelector=metadata.name=${name}`),
      ),
    );
    const body = (name: string) => ({
      apiVersion: `${group}/v1`,
      kind: "WishIHadChosenNoxu",
      metadata: { name },
      content: { key: "value" },
    });
    for (const name of ["name1", "name2"]) await cluster.ok("POST", path, body(name));
    for (const name of ["name1", "name2"]) {
      await cluster.patch(`${path}/${name}`, { content: { key: "value1" } });
    }
    for (const name of ["name1", "name2"]) await cluster.ok("DELETE", `${path}/${name}`);
    for (const [at, name] of ["name1", "name2"].entries()) {
      await cluster.until(async () =>
        expect(watched[at]?.events.map(({ type, object }) => [type, object.metadata.name])).toEqual(
          [
            ["ADDED", name],
            ["MODIFIED", name],
            ["DELETED", name],
          ],
        ),
      );
      await watched[at]?.close();
    }
  });
});

describe("CustomResourceDefinition resources", () => {
  test("Custom Resource Definition, create", async () => {
    const definition = definitionOf({
      group: "created.example.com",
      plural: "noxus",
      kind: "Noxu",
    });
    await define(cluster, definition);
    await cluster.ok("DELETE", `${definitions}/noxus.created.example.com`);
    await cluster.gone(`${definitions}/noxus.created.example.com`);
    await cluster.gone("/apis/created.example.com/v1/noxus");
  });

  test("Custom Resource Definition, status sub-resource", async () => {
    const name = "noxus.status.example.com";
    await define(
      cluster,
      definitionOf({ group: "status.example.com", plural: "noxus", kind: "Noxu" }),
    );
    const path = `${definitions}/${name}/status`;
    expect((await cluster.ok("GET", path)).metadata.name).toBe(name);
    const condition = { type: "StatusUpdate", status: "True", reason: "E2E", message: "Set" };
    const updated = await cluster.update(path, ({ status }) => {
      status.conditions.push(condition);
    });
    expect(updated.status.conditions).toContainEqual(expect.objectContaining(condition));
    const { conditions } = updated.status;
    const patched = await cluster.patch(path, {
      status: { conditions: [...conditions, { ...condition, type: "StatusPatch" }] },
    });
    const types = patched.status.conditions.map(({ type }: Body) => type);
    expect(types).toEqual(expect.arrayContaining(["StatusUpdate", "StatusPatch", "Established"]));
    const read = await cluster.ok("GET", path);
    expect(read.status.conditions.map(({ type }: Body) => type)).toEqual(types);
  });

  test("Custom Resource Definition, list", async () => {
    const labels = { "e2e-list-test-uuid": "listed" };
    for (let i = 0; i < 10; i++) {
      await cluster.ok(
        "POST",
        definitions,
        definitionOf({ group: `listed-${i}.example.com`, labels }),
      );
    }
    await cluster.ok("POST", definitions, definitionOf({ group: "unlisted.example.com" }));
    const list = `${definitions}?labelSelector=e2e-list-test-uuid=listed`;
    const { items } = await cluster.ok("GET", list);
    expect(items.map(({ metadata }: Body) => metadata.name)).toEqual(
      Array.from({ length: 10 }, (_, i) => `tests.listed-${i}.example.com`),
    );
    await cluster.ok("DELETE", list);
    await cluster.until(async () => expect((await cluster.ok("GET", list)).items).toEqual([]));
    await cluster.ok("GET", `${definitions}/tests.unlisted.example.com`);
  });

  test("Custom Resource Definition, defaulting", async () => {
    const group = "defaulted.example.com";
    const schema = { type: "object", properties: { a: text, b: text } };
    await define(cluster, definitionOf({ group, schema }));
    const path = `/apis/${group}/v1/tests`;
    const setDefault = (field: string) => ({
      op: "add",
      path: `/spec/versions/0/schema/openAPIV3Schema/properties/${field}/default`,
      value: field.toUpperCase(),
    });
    const crd = `${definitions}/tests.${group}`;
    const body = (name: string) => ({
      apiVersion: `${group}/v1`,
      kind: "Test",
      metadata: { name },
    });
    const first = await cluster.ok("POST", path, body("first"));
    expect(first.a).toBeUndefined();

    await cluster.patch(crd, [setDefault("a")], "json");
    await cluster.until(async () => expect((await cluster.ok("GET", `${path}/first`)).a).toBe("A"));
    const second = await cluster.ok("POST", path, body("second"));
    expect([second.a, second.b]).toEqual(["A", undefined]);

    const { path: old } = setDefault("a");
    await cluster.patch(crd, [{ op: "remove", path: old }, setDefault("b")], "json");
    await cluster.until(async () => {
      const again = await cluster.ok("GET", `${path}/second`);
      expect([again.a, again.b]).toEqual(["A", "B"]);
    });
    expect((await cluster.ok("GET", `${path}/first`)).a).toBeUndefined();
  });
});

/**
 * Elsewhere: Custom Resource Definition, discovery -> api-machinery-discovery.test.ts
 */
