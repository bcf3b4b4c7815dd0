/** The conformance texts of sig-api-machinery on discovery and versions, by their testnames in test/conformance/testdata/conformance.yaml. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ConformanceCluster,
  define,
  definitionOf,
  definitions,
  type Body,
} from "../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
beforeAll(async () => {
  cluster = await ConformanceCluster.start();
});
afterAll(() => cluster.stop());

/** group, version, resource: those that test/e2e/apimachinery/aggregated_discovery.go names. */
const builtIn = [
  ["admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations"],
  ["apiextensions.k8s.io", "v1", "customresourcedefinitions"],
  ["apiregistration.k8s.io", "v1", "apiservices"],
  ["apps", "v1", "deployments"],
  ["authentication.k8s.io", "v1", "tokenreviews"],
  ["authorization.k8s.io", "v1", "selfsubjectaccessreviews"],
  ["autoscaling", "v1", "horizontalpodautoscalers"],
  ["autoscaling", "v2", "horizontalpodautoscalers"],
  ["batch", "v1", "jobs"],
  ["certificates.k8s.io", "v1", "certificatesigningrequests"],
  ["coordination.k8s.io", "v1", "leases"],
  ["discovery.k8s.io", "v1", "endpointslices"],
  ["events.k8s.io", "v1", "events"],
  ["networking.k8s.io", "v1", "ingresses"],
  ["node.k8s.io", "v1", "runtimeclasses"],
  ["policy", "v1", "poddisruptionbudgets"],
  ["scheduling.k8s.io", "v1", "priorityclasses"],
  ["storage.k8s.io", "v1", "csinodes"],
] as const;

const v2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
/** What client-go's AggregatedDiscoveryInterface asks for. */
const clientGo = `${v2},application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json`;

async function resourcesOf(path: string, accept: string): Promise<readonly string[]> {
  const { status, headers, body } = await cluster.call("GET", path, undefined, { accept });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe(v2);
  return body.items.flatMap((group: Body) =>
    group.versions.flatMap((version: Body) =>
      version.resources.map((resource: Body) =>
        [group.metadata.name ?? "", version.version, resource.resource].join("/"),
      ),
    ),
  );
}

const crdIn = (group: string) =>
  define(
    cluster,
    definitionOf({ group, plural: "testcrds", kind: "testcrd", scope: "Namespaced" }),
  );

describe("AdmissionWebhook", () => {
  test("Admission webhook, discovery document", async () => {
    const group = "admissionregistration.k8s.io";
    const { groups } = await cluster.ok("GET", "/apis");
    const found = groups.find(({ name }: Body) => name === group);
    expect(found.versions).toContainEqual({ groupVersion: `${group}/v1`, version: "v1" });
    expect((await cluster.ok("GET", `/apis/${group}`)).versions).toEqual(found.versions);
    const { resources } = await cluster.ok("GET", `/apis/${group}/v1`);
    for (const name of ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"]) {
      expect(resources).toContainEqual(expect.objectContaining({ name }));
    }
  });
});

describe("AggregatedDiscovery", () => {
  test("Aggregated Discovery Interface", async () => {
    const resources = [
      ...(await resourcesOf("/apis", clientGo)),
      ...(await resourcesOf("/api", clientGo)),
    ];
    expect(resources).toEqual(
      expect.arrayContaining([...builtIn.map((row) => row.join("/")), "/v1/namespaces"]),
    );
  });

  test("Aggregated Discovery Interface CRDs", async () => {
    await crdIn("interface.example.com");
    await cluster.until(async () =>
      expect(await resourcesOf("/apis", clientGo)).toContain("interface.example.com/v1/testcrds"),
    );
  });

  test("Aggregated Discovery Endpoint Accept Headers", async () => {
    expect(await resourcesOf("/apis", v2)).toEqual(
      expect.arrayContaining(builtIn.map((row) => row.join("/"))),
    );
    expect(await resourcesOf("/api", v2)).toContain("/v1/namespaces");
  });

  test("Aggregated Discovery Endpoint Accept Headers CRDs", async () => {
    await crdIn("headers.example.com");
    await cluster.until(async () =>
      expect(await resourcesOf("/apis", v2)).toContain("headers.example.com/v1/testcrds"),
    );
  });
});

describe("CustomResourceDefinition resources", () => {
  test("Custom Resource Definition, discovery", async () => {
    const group = "apiextensions.k8s.io";
    const version = { groupVersion: `${group}/v1`, version: "v1" };
    const { groups } = await cluster.ok("GET", "/apis");
    expect(groups.find(({ name }: Body) => name === group).versions).toContainEqual(version);
    const document = await cluster.ok("GET", `/apis/${group}`);
    expect(document).toMatchObject({ kind: "APIGroup", name: group, preferredVersion: version });
    const { groupVersion, resources } = await cluster.ok("GET", `/apis/${group}/v1`);
    expect(groupVersion).toBe(`${group}/v1`);
    expect(resources).toContainEqual(
      expect.objectContaining({
        name: "customresourcedefinitions",
        kind: "CustomResourceDefinition",
      }),
    );
    expect((await cluster.call("GET", definitions)).status).toBe(200);
  });
});

describe("Discovery", () => {
  test("Discovery, confirm the groupVersion and a resource from each apiGroup", async () => {
    const { groups } = await cluster.ok("GET", "/apis");
    expect(groups.length).toBeGreaterThan(15);
    for (const group of groups) {
      for (const { groupVersion } of group.versions) {
        const list = await cluster.ok("GET", `/apis/${groupVersion}`);
        expect(list).toMatchObject({ kind: "APIResourceList", groupVersion });
        expect(list.resources[0].name, groupVersion).not.toBe("");
      }
    }
  });

  test("Discovery, confirm the PreferredVersion for each api group", async () => {
    const { groups } = await cluster.ok("GET", "/apis");
    for (const { name } of groups) {
      const { preferredVersion, versions } = await cluster.ok("GET", `/apis/${name}`);
      expect(preferredVersion.groupVersion).toBe(`${name}/${preferredVersion.version}`);
      expect(versions, name).toContainEqual(preferredVersion);
    }
  });
});

describe("server version", () => {
  test("Confirm a server version", async () => {
    const { major, minor } = await cluster.ok("GET", "/version");
    expect(major).toMatch(/^\d+$/);
    expect(minor).toMatch(/^\d+$/);
  });
});
