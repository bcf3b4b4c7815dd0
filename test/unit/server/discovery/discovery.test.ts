import { describe, expect, test } from "vitest";
import { builtInResources, type ResourceDefinition } from "../../../../src/api/resources.ts";
import { aggregatedDiscovery } from "../../../../src/server/discovery/aggregated.ts";
import { compareVersions, servedGroups } from "../../../../src/server/discovery/group-order.ts";
import { legacyDiscovery } from "../../../../src/server/discovery/legacy.ts";
import { negotiateDiscovery } from "../../../../src/server/discovery/negotiate.ts";
import { discoveryResponse } from "../../../../src/server/discovery/respond.ts";
import { version, versionInfo } from "../../../../src/server/discovery/version.ts";

const widget = (served: string): ResourceDefinition => ({
  group: "example.com",
  version: served,
  resource: "widgets",
  singular: "widget",
  kind: "Widget",
  namespaced: true,
  shortNames: ["wd"],
  categories: ["all"],
  verbs: ["get", "list"],
  subresources: [],
  definition: `com.example.${served}.Widget`,
});
const withWidgets = [...builtInResources, widget("v1beta1"), widget("v1"), widget("v1alpha1")];

const full = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const beta = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

describe("order", () => {
  test("groups are in the order of kube-apiserver's priorities, custom ones last", () => {
    expect(servedGroups(withWidgets).map(({ group }) => group)).toEqual([
      "apiregistration.k8s.io",
      "",
      "apps",
      "events.k8s.io",
      "authentication.k8s.io",
      "authorization.k8s.io",
      "autoscaling",
      "batch",
      "certificates.k8s.io",
      "networking.k8s.io",
      "policy",
      "rbac.authorization.k8s.io",
      "storage.k8s.io",
      "admissionregistration.k8s.io",
      "apiextensions.k8s.io",
      "scheduling.k8s.io",
      "coordination.k8s.io",
      "node.k8s.io",
      "discovery.k8s.io",
      "resource.k8s.io",
      "flowcontrol.apiserver.k8s.io",
      "example.com",
    ]);
  });

  test("versions are in the order that Kubernetes prefers them in", () => {
    const versions = [
      "foo10",
      "v1",
      "v11alpha2",
      "v10",
      "foo1",
      "v3beta1",
      "v12alpha1",
      "v2",
      "v10beta3",
      "v11beta2",
    ];
    expect(versions.sort((a, b) => compareVersions(b, a))).toEqual([
      "v10",
      "v2",
      "v1",
      "v11beta2",
      "v10beta3",
      "v3beta1",
      "v12alpha1",
      "v11alpha2",
      "foo1",
      "foo10",
    ]);
  });

  test("the order does not depend on the registry's", () => {
    const reversed = withWidgets.toReversed();
    expect(aggregatedDiscovery(reversed, "/apis", "v2")).toEqual(
      aggregatedDiscovery(withWidgets, "/apis", "v2"),
    );
  });
});

describe("aggregated discovery", () => {
  test("/api has the core group alone, resources by name", () => {
    const document = aggregatedDiscovery(builtInResources, "/api", "v2");
    expect(document).toMatchObject({
      kind: "APIGroupDiscoveryList",
      apiVersion: "apidiscovery.k8s.io/v2",
      metadata: {},
      items: [{ metadata: {}, versions: [{ version: "v1", freshness: "Current" }] }],
    });
    const [item] = document["items"] as { versions: { resources: { resource: string }[] }[] }[];
    const names = item?.versions[0]?.resources.map(({ resource }) => resource) ?? [];
    expect(names).toHaveLength(17);
    expect(names).toEqual([...names].sort());
  });

  test("custom kinds have their group and version spelled out, built-in ones have not", () => {
    const served = { ...widget("v1"), custom: true as const };
    const document = JSON.stringify(aggregatedDiscovery([served], "/apis", "v2beta1"));
    expect(document).toContain('"apiVersion":"apidiscovery.k8s.io/v2beta1"');
    expect(document).toContain(
      '{"resource":"widgets","responseKind":{"group":"example.com","version":"v1","kind":"Widget"},"scope":"Namespaced",',
    );
  });
});

describe("legacy discovery", () => {
  test.each<[string, object]>([
    ["/api", { kind: "APIVersions", versions: ["v1"] }],
    [
      "/apis/autoscaling",
      {
        kind: "APIGroup",
        apiVersion: "v1",
        name: "autoscaling",
        versions: [
          { groupVersion: "autoscaling/v2", version: "v2" },
          { groupVersion: "autoscaling/v1", version: "v1" },
        ],
        preferredVersion: { groupVersion: "autoscaling/v2", version: "v2" },
      },
    ],
    ["/apis/example.com", { preferredVersion: { groupVersion: "example.com/v1", version: "v1" } }],
    ["/apis/apps/v1", { kind: "APIResourceList", apiVersion: "v1", groupVersion: "apps/v1" }],
  ])("%s", (path, expected) => {
    expect(legacyDiscovery(withWidgets, path)).toMatchObject(expected);
  });

  test("/api says where the server is, as far as that is known", () => {
    const addresses = (address?: string) =>
      legacyDiscovery(builtInResources, "/api", address)?.["serverAddressByClientCIDRs"];
    expect(addresses()).toEqual([]);
    expect(addresses("10.10.10.10:8050")).toEqual([
      { clientCIDR: "0.0.0.0/0", serverAddress: "10.10.10.10:8050" },
    ]);
  });

  test("/apis lists the groups without the core one", () => {
    const document = legacyDiscovery(withWidgets, "/apis") as { groups: { name: string }[] };
    expect(document).toMatchObject({ kind: "APIGroupList", apiVersion: "v1" });
    expect(document.groups).toHaveLength(21);
    expect(document.groups[0]?.name).toBe("apiregistration.k8s.io");
  });

  test("/api/v1 lists resources and subresources, which kubectl looks for eviction in", () => {
    const document = legacyDiscovery(builtInResources, "/api/v1") as { resources: object[] };
    expect(document).toMatchObject({ kind: "APIResourceList", groupVersion: "v1" });
    expect("apiVersion" in document).toBe(false);
    expect(document.resources).toContainEqual({
      name: "pods",
      singularName: "pod",
      namespaced: true,
      kind: "Pod",
      verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
      shortNames: ["po"],
      categories: ["all"],
      storageVersionHash: "xPOwRZ+Yhw8=",
    });
    expect(document.resources).toContainEqual({
      name: "pods/eviction",
      singularName: "",
      namespaced: true,
      group: "policy",
      version: "v1",
      kind: "Eviction",
      verbs: ["create"],
    });
    expect(document.resources).toContainEqual({
      name: "namespaces/status",
      singularName: "",
      namespaced: false,
      kind: "Namespace",
      verbs: ["get", "patch", "update"],
    });
  });

  test.each([
    "/api/v2",
    "/api/v1/pods",
    "/apis/nothing",
    "/apis/apps/v2",
    "/apis/apps/v1/x",
    "/x",
    "",
  ])("%s is not served", (path) => {
    expect(legacyDiscovery(builtInResources, path)).toBeUndefined();
  });
});

describe("negotiation", () => {
  const root = { isRoot: true, hasRoute: false };
  const json = "application/json";
  const fullYaml = "application/yaml;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  test.each<[string | undefined, string, string]>([
    [undefined, "legacy", json],
    ["", "legacy", json],
    ["*/*", "legacy", json],
    ["application/json, */*", "legacy", json],
    ["application/yaml", "legacy", "application/yaml"],
    [`${full},${beta},application/json`, "v2", full],
    [`${beta},application/json`, "v2beta1", beta],
    [`${full};q=0.5,${beta};q=0.9,application/json;q=0.1`, "v2beta1", beta],
    // What asks for nothing special is no answer to whether something special is wanted.
    [`application/json,${full}`, "v2", full],
    [`${full};q=0,application/json`, "v2", full],
    [`${fullYaml},application/json`, "v2", fullYaml],
    ["application/json;as=APIGroupDiscoveryList;g=apidiscovery.k8s.io;v=v2", "v2", full],
    [
      "application/json; g=apidiscovery.k8s.io; v=v2; as=APIGroupDiscoveryList; profile=nopeer",
      "v2",
      full,
    ],
    [
      "application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList,application/json",
      "legacy",
      json,
    ],
    ["application/vnd.kubernetes.protobuf", "legacy", "application/vnd.kubernetes.protobuf"],
  ])("%s gets %s", (accept, format, contentType) => {
    expect(negotiateDiscovery(accept, root)).toMatchObject({ format, contentType });
  });

  test.each(["text/html;q=x", "application/json;g=other;v=v2;as=APIGroupDiscoveryList", "json"])(
    "%s is refused",
    (accept) => {
      expect(() => negotiateDiscovery(accept, root)).toThrow(
        "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
      );
    },
  );

  test("only the roots have an aggregated form", () => {
    expect(() => negotiateDiscovery(full, { isRoot: false, hasRoute: true })).toThrow(
      "only the following media types",
    );
    expect(negotiateDiscovery(`${full},*/*`, { isRoot: false, hasRoute: true }).format).toBe(
      "legacy",
    );
  });
});

describe("responses", () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    discoveryResponse(builtInResources, { path, headers });

  test("have the negotiated type, and an ETag that answers 304", () => {
    const first = get("/apis", { accept: `${full},application/json` });
    expect(first?.status).toBe(200);
    expect(first?.headers).toMatchObject({ "content-type": full, vary: "Accept" });
    const etag = String(first?.headers["etag"]);
    expect(etag).toMatch(/^"[0-9A-F]{32}"$/);
    expect(get("/apis", { accept: full, "if-none-match": etag })).toMatchObject({
      status: 304,
      body: undefined,
    });
    expect(get("/apis", { "if-none-match": etag })?.status).toBe(200);
    expect(get("/apis", { accept: full })?.body).toBe(first?.body);
  });

  test("change with the resources", () => {
    const before = get("/apis")?.headers["etag"];
    const after = discoveryResponse(withWidgets, { path: "/apis", headers: {} });
    expect(after?.headers["etag"]).not.toBe(before);
  });

  test("a trailing slash is the same path; group versions have no aggregated form", () => {
    expect(get("/api/")?.body).toBe(get("/api")?.body);
    expect(get("/apis/apps/v1", { accept: `${full},*/*` })?.headers["content-type"]).toBe(
      "application/json",
    );
    expect(get("/apis/nothing")).toBeUndefined();
  });
});

test("/version has only strings, and a version that Helm does not take for a pre-release", () => {
  expect(Object.values(version).every((value) => typeof value === "string")).toBe(true);
  expect(version.gitVersion).toMatch(/^v1\.36\.\d+\+kubarium\.\d+$/);
  expect(versionInfo({ release: 7, commit: "abc", platform: "darwin/arm64" })).toMatchObject({
    major: "1",
    minor: "36",
    gitVersion: "v1.36.0+kubarium.7",
    gitCommit: "abc",
    platform: "darwin/arm64",
  });
});
