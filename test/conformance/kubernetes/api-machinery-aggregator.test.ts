/**
 * The conformance text of sig-api-machinery on aggregation, with an API server of this test in the place of the sample one: on loopback,
 * behind a Service, certified and authenticated as test/e2e/apimachinery/aggregator.go sets it up.
 */
import type { TLSSocket } from "node:tls";
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

const group = "wardle.example.com";
const version = "v1alpha1";
const apiServices = "/apis/apiregistration.k8s.io/v1/apiservices";
const name = `${version}.${group}`;
const base = `/apis/${group}/${version}`;

let cluster: ConformanceCluster;
let server: ExtensionServer;
let namespace = "";
/** Who the extension server was called by, as the headers and the certificate said. */
const callers: { user: string; groups: string; commonName: string }[] = [];
const flunders = new Map<string, Body>();
let healthy = true;

const resource = {
  name: "flunders",
  singularName: "flunder",
  namespaced: true,
  kind: "Flunder",
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
};

function serve({ method, path, query, message, body }: ExtensionRequest, response: Body): unknown {
  const { headers } = message;
  const peer = (message.socket as TLSSocket).getPeerCertificate();
  callers.push({
    user: String(headers["x-remote-user"]),
    groups: String(headers["x-remote-group"]),
    commonName: String(peer.subject?.CN),
  });
  if (!healthy) {
    response.statusCode = 500;
    return {};
  }
  if (path === base) {
    return {
      kind: "APIResourceList",
      apiVersion: "v1",
      groupVersion: `${group}/${version}`,
      resources: [resource],
    };
  }
  if (path === "/openapi/v3") {
    return { paths: { [base.slice(1)]: { serverRelativeURL: `/openapi/v3${base}?hash=1` } } };
  }
  if (path === `/openapi/v3${base}`) return { openapi: "3.0.0", components: { schemas: {} } };
  if (path === "/openapi/v2") {
    const list = { operationId: "listFlunders", "x-kubernetes-action": "list", parameters: [] };
    return {
      swagger: "2.0",
      paths: { [`${base}/flunders`]: { get: list }, "/apis/other.example.com/v1/others": {} },
      definitions: { "com.example.wardle.Flunder": { type: "object" } },
    };
  }
  const found = /\/flunders(?:\/([^/]+))?$/.exec(path);
  if (!found) {
    response.statusCode = 404;
    return { kind: "Status", apiVersion: "v1", status: "Failure", code: 404, reason: "NotFound" };
  }
  const meta = { apiVersion: `${group}/${version}` };
  const [, one] = found;
  if (query.get("watch")) {
    response.setHeader("content-type", "application/json");
    for (const object of flunders.values()) {
      response.write(`${JSON.stringify({ type: "ADDED", object })}\n`);
    }
    return undefined;
  }
  if (method === "POST") {
    const object = { ...meta, kind: "Flunder", ...JSON.parse(body) };
    flunders.set(object.metadata.name, object);
    response.statusCode = 201;
    return object;
  }
  if (method === "DELETE") {
    const gone = flunders.get(one ?? "");
    flunders.delete(one ?? "");
    return { kind: "Status", apiVersion: "v1", status: "Success", details: gone?.metadata };
  }
  if (one !== undefined) return flunders.get(one);
  return { ...meta, kind: "FlunderList", metadata: {}, items: [...flunders.values()] };
}

const availability = async () => {
  const { status } = await cluster.ok("GET", `${apiServices}/${name}`);
  return status?.conditions?.find(({ type }: Body) => type === "Available");
};
const becomes = (reason: string) =>
  cluster.until(async () => expect((await availability())?.reason).toBe(reason));

beforeAll(async () => {
  cluster = await ConformanceCluster.start({ real: true, nodes: 1 });
  namespace = await cluster.namespace("aggregator");
  server = await startExtensionServer(serve, {
    dnsName: `sample-api.${namespace}.svc`,
    clientCaPem: cluster.caPem,
  });
});
afterAll(async () => {
  await server.close();
  await cluster.stop();
});

describe("Aggregator", () => {
  test("every served group version is a local APIService", async () => {
    await cluster.until(async () => {
      const { items } = await cluster.ok("GET", apiServices);
      const found = new Map<string, Body>(items.map((item: Body) => [item.metadata.name, item]));
      const { groups } = await cluster.ok("GET", "/apis");
      for (const { versions } of groups) {
        for (const { groupVersion } of versions) {
          const [served, of] = groupVersion.split("/").toReversed();
          if (of === "apiregistration.k8s.io") continue;
          expect(found.get(`${served}.${of}`)?.status?.conditions, groupVersion).toMatchObject([
            {
              type: "Available",
              status: "True",
              reason: "Local",
              message: "Local APIServices are always available",
            },
          ]);
        }
      }
      expect(found.get("v1.")?.spec).toEqual({
        version: "v1",
        groupPriorityMinimum: 18_000,
        versionPriority: 1,
      });
    });
  });

  test("aggregator-supports-the-sample-apiserver", async () => {
    const services = `/api/v1/namespaces/${namespace}/services`;
    await cluster.ok("POST", apiServices, {
      metadata: { name },
      spec: {
        service: { namespace, name: "sample-api", port: 7443 },
        group,
        version,
        groupPriorityMinimum: 2000,
        versionPriority: 200,
        caBundle: server.caBundle,
      },
    });
    await becomes("ServiceNotFound");
    expect(await availability()).toMatchObject({
      status: "False",
      message: `service/sample-api in "${namespace}" is not present`,
    });
    const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    const { items } = await cluster.ok("GET", "/apis", undefined, { accept });
    expect(items.find(({ metadata }: Body) => metadata.name === group)?.versions).toEqual([
      { version, freshness: "Stale", resources: [] },
    ]);
    expect((await cluster.ok("GET", `/apis/${group}`)).preferredVersion.version).toBe(version);
    const early = await cluster.call("GET", `${base}/namespaces/${namespace}/flunders`);
    expect([early.status, early.body]).toEqual([503, "service unavailable\n"]);

    const ports = [{ name: "https", port: 7444 }];
    await cluster.ok("POST", services, { metadata: { name: "sample-api" }, spec: { ports } });
    await becomes("ServicePortError");
    await cluster.patch(`${services}/sample-api`, {
      spec: { ports: [{ name: "https", port: 7443 }] },
    });
    await becomes("EndpointsNotFound");
    await cluster.patch(`${services}/sample-api`, { spec: { selector: { app: "nobody" } } });
    await becomes("MissingEndpoints");
    expect(await availability()).toMatchObject({
      message: `endpointslices for service/sample-api in "${namespace}" have no addresses with port name "https"`,
    });
    await cluster.ok("DELETE", `${services}/sample-api`);
    await cluster.ok("POST", services, {
      metadata: { name: "sample-api" },
      spec: { type: "ExternalName", externalName: "localhost" },
    });
    await cluster.patch(`${apiServices}/${name}`, { spec: { service: { port: server.port } } });
    await becomes("Passed");
    expect(callers).toContainEqual({
      user: "system:kube-aggregator",
      groups: "system:masters",
      commonName: "front-proxy-client",
    });

    const path = `${base}/namespaces/${namespace}/flunders`;
    const flunder = {
      metadata: { name: "rest-flunder", labels: { "sample-label": "true" } },
      spec: {},
    };
    const created = await cluster.call("POST", path, flunder);
    expect([created.status, created.body.kind]).toEqual([201, "Flunder"]);
    const list = await cluster.ok("GET", path, undefined, {
      "impersonate-user": "jane",
      "impersonate-group": "system:masters",
      "x-remote-user": "mallory",
    });
    expect(list.items.map(({ metadata }: Body) => metadata.name)).toEqual(["rest-flunder"]);
    expect(callers.filter(({ user }) => user === "jane")).toEqual([
      {
        user: "jane",
        groups: "system:masters, system:authenticated",
        commonName: "front-proxy-client",
      },
    ]);
    expect(callers.map(({ user }) => user)).not.toContain("mallory");
    const watched = await cluster.watch(path);
    await cluster.until(async () => expect(watched.events.length).toBe(1));
    await watched.close();
    await cluster.ok("DELETE", `${path}/rest-flunder`);
    expect((await cluster.ok("GET", path)).items).toEqual([]);
    const forbidden = await cluster.refused("GET", path, undefined, { "impersonate-user": "jane" });
    expect(forbidden.message).toContain(
      `flunders.${group} is forbidden: User "jane" cannot list resource "flunders" in API group "${group}"`,
    );
  });

  test("discovery and OpenAPI show what it serves", async () => {
    await cluster.until(async () => {
      const { groups } = await cluster.ok("GET", "/apis");
      expect(groups).toContainEqual(expect.objectContaining({ name: group }));
    });
    expect((await cluster.ok("GET", base)).resources[0].name).toBe("flunders");
    const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    const discovered = async () => {
      const { items } = await cluster.ok("GET", "/apis", undefined, { accept });
      return items.find(({ metadata }: Body) => metadata.name === group)?.versions[0];
    };
    expect(await discovered()).toMatchObject({
      version,
      freshness: "Current",
      resources: [{ resource: "flunders", scope: "Namespaced" }],
    });
    await cluster.until(async () => {
      const { paths } = await cluster.ok("GET", "/openapi/v3");
      expect(paths[base.slice(1)].serverRelativeURL).toBe(`/openapi/v3${base}?hash=1`);
    });
    expect((await cluster.ok("GET", `/openapi/v3${base}`)).openapi).toBe("3.0.0");
    const swagger = await cluster.ok("GET", "/openapi/v2");
    expect(swagger.paths[`${base}/flunders`].get.operationId).toBe("listFlunders");
    expect(swagger.paths["/apis/other.example.com/v1/others"]).toBeUndefined();
    expect(swagger.paths["/api/v1/pods"]).toBeDefined();
    expect(swagger.definitions).toHaveProperty(["com.example.wardle.Flunder"]);

    healthy = false;
    await cluster.patch(`${apiServices}/${name}`, { spec: { versionPriority: 100 } });
    await becomes("FailedDiscoveryCheck");
    const url = `https://localhost:${server.port}${base}`;
    expect((await availability()).message).toBe(
      `failing or missing response from ${url}: bad status from ${url}: 500`,
    );
    expect((await discovered()).freshness).toBe("Stale");
    expect((await cluster.call("GET", base)).status).toBe(503);
    healthy = true;
    await becomes("Passed");
  });

  test("an APIService that goes takes its group along", async () => {
    await cluster.ok("DELETE", `${apiServices}/${name}`);
    await cluster.until(async () => {
      const { groups } = await cluster.ok("GET", "/apis");
      expect(groups.map((one: Body) => one.name)).not.toContain(group);
    });
    expect((await cluster.call("GET", base)).status).toBe(404);
    const { paths } = await cluster.ok("GET", "/openapi/v2");
    expect(paths[`${base}/flunders`]).toBeUndefined();
  });

  test("a custom resource's group version has an APIService while it is served", async () => {
    await define(cluster, definitionOf({ group: "registered.example.com" }));
    const path = `${apiServices}/v1.registered.example.com`;
    const registered = await cluster.until(() => cluster.ok("GET", path));
    expect(registered.metadata.labels).toEqual({
      "kube-aggregator.kubernetes.io/automanaged": "true",
    });
    expect(registered.spec).toEqual({
      group: "registered.example.com",
      version: "v1",
      groupPriorityMinimum: 1000,
      versionPriority: 100,
    });
    await cluster.ok("DELETE", `${definitions}/tests.registered.example.com`);
    await cluster.gone(path);
  });

  test("built-in metrics give way to a server of the user's", async () => {
    const metrics = "/apis/metrics.k8s.io/v1beta1";
    expect((await cluster.ok("GET", `${metrics}/nodes`)).kind).toBe("NodeMetricsList");
    await cluster.until(() => cluster.ok("GET", `${apiServices}/v1beta1.metrics.k8s.io`));
    await cluster.patch(`${apiServices}/v1beta1.metrics.k8s.io`, {
      spec: { service: { namespace, name: "metrics-server" } },
    });
    await cluster.until(async () =>
      expect((await cluster.call("GET", `${metrics}/nodes`)).body).toBe("service unavailable\n"),
    );
    await cluster.patch(`${apiServices}/v1beta1.metrics.k8s.io`, { metadata: { labels: null } });
    await cluster.ok("DELETE", `${apiServices}/v1beta1.metrics.k8s.io`);
    await cluster.until(() => cluster.ok("GET", `${metrics}/nodes`));
  });
});
