/** How a Service is resolved to one endpoint, and what is said where that cannot be (apiserver, pkg/util/proxy). */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/api/json.ts";
import {
  readBody,
  ServiceOutbound,
  targetOfUrl,
} from "../../../../src/server/outbound/services.ts";
import { openTestStore } from "../../../fixtures/store.ts";

const slices = "endpointslices.discovery.k8s.io";

async function world(
  objects: readonly {
    readonly resource: string;
    readonly name: string;
    readonly rest: JsonObject;
  }[],
): Promise<ServiceOutbound> {
  const { store, host } = await openTestStore();
  for (const { resource, name, rest } of objects) {
    const { metadata, ...others } = rest as { metadata?: JsonObject };
    const object = {
      apiVersion: "v1",
      kind: "Test",
      ...others,
      metadata: { ...metadata, name, namespace: "ns" },
    };
    await store.put({ resource, namespace: "ns", name }, object, 0);
  }
  return new ServiceOutbound({
    store,
    random: host.random,
    outbound: undefined,
    nodes: () => undefined,
  });
}

const service = (spec: JsonObject) => ({ resource: "services", name: "hook", rest: { spec } });
const slice = (of: string, rest: JsonObject) => ({
  resource: slices,
  name: `${of}-1`,
  rest: { metadata: { labels: { "kubernetes.io/service-name": of } }, ...rest },
});
const tls = { name: "tls", port: 443 };
const endpoint = { addresses: ["10.1.2.3"], conditions: { ready: true } };

describe("a Service", () => {
  it("leads to the slice's port of the same name as the Service's port", async () => {
    const outbound = await world([
      service({ type: "ClusterIP", ports: [{ name: "web", port: 80 }, tls] }),
      slice("other", { ports: [{ name: "tls", port: 1 }], endpoints: [endpoint] }),
      slice("hook", {
        ports: [
          { name: "web", port: 8080 },
          { name: "tls", port: 8443 },
        ],
        endpoints: [endpoint],
      }),
    ]);
    const wanted = { type: "address", host: "10.1.2.3" };
    const reference = { namespace: "ns", name: "hook" };
    expect(outbound.resolve(reference)).toEqual({ ...wanted, port: 8443 });
    expect(outbound.resolve({ ...reference, port: 80 })).toEqual({ ...wanted, port: 8080 });
    expect(outbound.resolve({ ...reference, port: "web" })).toEqual({ ...wanted, port: 8080 });
  });

  it("of type ExternalName leads to that name and the very port", async () => {
    const outbound = await world([service({ type: "ExternalName", externalName: "example.org" })]);
    const reference = { namespace: "ns", name: "hook", port: 9443 };
    expect(outbound.resolve(reference)).toEqual({
      type: "address",
      host: "example.org",
      port: 9443,
    });
  });

  it.each([
    ["is not there", [], 404, 'services "hook" not found'],
    [
      "has another port",
      [service({ type: "ClusterIP", ports: [{ port: 80 }] })],
      503,
      'no service port 443 found for service "hook"',
    ],
    [
      "has no slice",
      [service({ type: "ClusterIP", ports: [tls] })],
      503,
      'no endpoints available for service "hook"',
    ],
    [
      "has only endpoints that are names",
      [
        service({ type: "ClusterIP", ports: [tls] }),
        slice("hook", {
          addressType: "FQDN",
          ports: [{ name: "tls", port: 8443 }],
          endpoints: [{ addresses: ["localhost"], conditions: { ready: true } }],
        }),
      ],
      503,
      'no endpoints available for service "hook"',
    ],
    [
      "has only endpoints that are not ready",
      [
        service({ type: "ClusterIP", ports: [tls] }),
        slice("hook", {
          ports: [{ name: "tls", port: 8443 }],
          endpoints: [{ addresses: ["10.1.2.3"], conditions: { ready: false } }],
        }),
      ],
      503,
      'no endpoints available for service "hook"',
    ],
  ])("that %s is refused", async (_why, objects, code, message) => {
    const outbound = await world(objects);
    expect(() => outbound.resolve({ namespace: "ns", name: "hook" })).toThrow(
      expect.objectContaining({ code, message }),
    );
  });

  it("cannot be called by address where the host opens no connections", async () => {
    const outbound = await world([service({ type: "ExternalName", externalName: "example.org" })]);
    const { signal } = new AbortController();
    const request = { method: "GET", path: "/", headers: {}, signal };
    await expect(
      outbound.requestService({ namespace: "ns", name: "hook" }, request),
    ).rejects.toMatchObject({ code: "unreachable" });
  });
});

describe("an address", () => {
  it.each([
    ["https://10.0.0.7:9443/a?b=1", "10.0.0.7", 9443, "/a?b=1", "10.0.0.7"],
    ["https://hook.example", "hook.example", 443, "/", "hook.example"],
    ["https://[::1]:8443/x", "::1", 8443, "/x", "::1"],
    ["http://plain.example/x", "plain.example", 80, "/x", undefined],
  ])("%s is taken apart", (url, host, port, path, serverName) => {
    const found = targetOfUrl(url, { caPem: "PEM" });
    expect(found.path).toBe(path);
    expect(found.target).toMatchObject({ host, port });
    expect(found.target.tls).toEqual(
      serverName === undefined ? undefined : { serverName, caPem: "PEM" },
    );
  });

  it("that is none is refused", () => {
    expect(() => targetOfUrl("nonsense")).toThrow(TypeError);
  });
});

describe("a body", () => {
  it("is read whole up to its limit, and refused beyond", async () => {
    const response = () => ({
      status: 200,
      headers: {},
      body: new Response("0123456789").body as ReadableStream<Uint8Array>,
    });
    expect(new TextDecoder().decode(await readBody(response(), 10))).toBe("0123456789");
    await expect(readBody(response(), 9)).rejects.toMatchObject({ code: "failed" });
  });
});
