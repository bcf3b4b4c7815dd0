/** Names and Service addresses, as the Kubernetes DNS specification and kube-proxy have them. */
import { describe, expect, it } from "vitest";
import type { EndpointSlice, Service, ServiceSpec } from "../../../src/api/generated/types.ts";
import { ENDPOINT_SLICES, NODES, SERVICES } from "../../../src/api/kinds.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { InformerFactory } from "../../../src/loop/informer.ts";
import { dnsServerOf, ServiceDirectory } from "../../../src/network/service-directory.ts";
import { MemoryClient } from "../../fixtures/memory-client.ts";

const http = { name: "http", port: 80, protocol: "TCP" } as const;

function service(name: string, spec: ServiceSpec): Service {
  const metadata = { name, namespace: "ns" };
  return { apiVersion: "v1", kind: "Service", metadata, spec: { ports: [http], ...spec } };
}

function slice(of: string, endpoints: NonNullable<EndpointSlice["endpoints"]>): EndpointSlice {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: of, namespace: "ns", labels: { "kubernetes.io/service-name": of } },
    addressType: "IPv4",
    endpoints,
    ports: [{ name: "http", port: 8080, protocol: "TCP" }],
  };
}

const ready = (ip: string, hostname?: string) => ({
  addresses: [ip],
  conditions: { ready: true },
  ...(hostname === undefined ? {} : { hostname }),
});
const unready = (ip: string) => ({ addresses: [ip], conditions: { ready: false } });
const going = (ip: string) => ({
  addresses: [ip],
  conditions: { ready: false, serving: true, terminating: true },
});

async function directory() {
  const host = createSimulatedHost();
  const client = new MemoryClient({ host });
  const informers = new InformerFactory(client, host);
  const found = new ServiceDirectory({
    host,
    informers,
    domain: "cluster.local",
    server: "10.96.0.10",
  });
  for (const made of [
    service("web", {
      clusterIP: "10.96.0.1",
      type: "NodePort",
      ports: [{ ...http, nodePort: 30_080 }],
    }),
    service("sticky", {
      clusterIP: "10.96.0.2",
      sessionAffinity: "ClientIP",
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
    }),
    service("idle", { clusterIP: "10.96.0.3" }),
    service("last", { clusterIP: "10.96.0.4" }),
    service("db", { clusterIP: "None" }),
    service("early", { clusterIP: "None", publishNotReadyAddresses: true }),
    service("outside", { type: "ExternalName", externalName: "example.com" }),
    service("alias", { type: "ExternalName", externalName: "web.ns.svc.cluster.local" }),
    service("loop", { type: "ExternalName", externalName: "loop.ns.svc.cluster.local" }),
  ])
    await client.create(SERVICES, made);
  for (const made of [
    slice("web", [ready("10.0.0.2"), ready("10.0.0.1"), unready("10.0.0.3")]),
    slice("sticky", [ready("10.0.0.1"), ready("10.0.0.2")]),
    slice("last", [going("10.0.0.7"), unready("10.0.0.8")]),
    slice("db", [ready("10.0.0.4", "db-0"), ready("10.0.0.5"), unready("10.0.0.6")]),
    slice("early", [unready("10.0.0.9")]),
  ])
    await client.create(ENDPOINT_SLICES, made);
  await client.create(NODES, {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "node-1" },
    status: { addresses: [{ type: "InternalIP", address: "172.30.0.2" }] },
  });
  await informers.start();
  await host.settle();
  return { found, host };
}

describe("names", () => {
  it.each([
    ["web.ns.svc.cluster.local", "A", ["10.96.0.1"]],
    ["WEB.ns.svc.cluster.local", "A", ["10.96.0.1"]],
    ["web.other.svc.cluster.local", "A", []],
    ["web.ns.svc", "A", []],
    ["web.ns.cluster.local", "A", []],
    ["example.com", "A", []],
    ["db.ns.svc.cluster.local", "A", ["10.0.0.4", "10.0.0.5"]],
    ["db-0.db.ns.svc.cluster.local", "A", ["10.0.0.4"]],
    ["10-0-0-5.db.ns.svc.cluster.local", "A", ["10.0.0.5"]],
    ["db-1.db.ns.svc.cluster.local", "A", []],
    ["x.web.ns.svc.cluster.local", "A", []],
    ["early.ns.svc.cluster.local", "A", ["10.0.0.9"]],
    ["10-0-0-1.ns.pod.cluster.local", "A", ["10.0.0.1"]],
    ["web.ns.pod.cluster.local", "A", []],
    ["outside.ns.svc.cluster.local", "A", []],
    ["outside.ns.svc.cluster.local", "CNAME", ["example.com."]],
    ["web.ns.svc.cluster.local", "CNAME", []],
    ["alias.ns.svc.cluster.local", "A", ["10.96.0.1"]],
    ["loop.ns.svc.cluster.local", "A", []],
    ["_http._tcp.web.ns.svc.cluster.local", "SRV", ["0 100 80 web.ns.svc.cluster.local."]],
    ["_http._udp.web.ns.svc.cluster.local", "SRV", []],
    [
      "_http._tcp.db.ns.svc.cluster.local",
      "SRV",
      ["0 100 8080 db-0.db.ns.svc.cluster.local.", "0 100 8080 10-0-0-5.db.ns.svc.cluster.local."],
    ],
    ["1.0.96.10.in-addr.arpa", "PTR", ["web.ns.svc.cluster.local."]],
    ["4.0.0.10.in-addr.arpa", "PTR", ["db-0.db.ns.svc.cluster.local."]],
    ["9.9.9.9.in-addr.arpa", "PTR", []],
  ] as const)("%s %s is %j", async (name, type, answers) => {
    const { found } = await directory();
    expect(found.query(name, type)).toEqual(answers);
  });

  it.each([
    ["web.ns.svc.cluster.local", true],
    ["WEB.ns.svc.cluster.local", true],
    ["idle.ns.svc.cluster.local", true],
    ["outside.ns.svc.cluster.local", true],
    ["db.ns.svc.cluster.local", true],
    ["db-0.db.ns.svc.cluster.local", true],
    ["db-1.db.ns.svc.cluster.local", false],
    ["x.web.ns.svc.cluster.local", false],
    ["nobody.ns.svc.cluster.local", false],
    ["_http._tcp.web.ns.svc.cluster.local", true],
    ["_none._tcp.web.ns.svc.cluster.local", false],
    ["10-0-0-1.ns.pod.cluster.local", true],
    ["svc.cluster.local", true],
    ["cluster.local", true],
    ["example.com", false],
    ["1.0.96.10.in-addr.arpa", true],
    ["9.9.9.9.in-addr.arpa", false],
  ] as const)("%s is there, whatever it is asked for: %s", async (name, there) => {
    const { found } = await directory();
    expect(found.has(name)).toBe(there);
  });

  it.each([
    ["10.96.0.0/12", "10.96.0.10"],
    ["10.0.0.250/24", "10.0.1.4"],
    ["fd00::/108", ""],
  ])("are asked for in %s at %s", (range, server) => {
    expect(dnsServerOf(range)).toBe(server);
  });
});

describe("connections", () => {
  const how = { protocol: "TCP", from: "10.0.0.100" };

  it("go to the ready endpoints in turn", async () => {
    const { found } = await directory();
    const ips = Array.from({ length: 4 }, () => found.route("10.96.0.1", 80, how));
    expect(ips).toEqual(
      ["10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.2"].map((ip) => ({ ip, port: 8080 })),
    );
  });

  it.each([
    ["10.96.0.3", 80, "TCP", "refused"],
    ["10.96.0.1", 81, "TCP", "refused"],
    ["10.96.0.1", 80, "UDP", "refused"],
    ["10.0.0.1", 80, "TCP", undefined],
    ["172.30.0.2", 30_080, "TCP", { ip: "10.0.0.1", port: 8080 }],
    ["172.30.0.2", 80, "TCP", undefined],
    ["10.96.0.4", 80, "TCP", { ip: "10.0.0.7", port: 8080 }],
  ] as const)("to %s:%d by %s lead to %j", async (ip, port, protocol, target) => {
    const { found } = await directory();
    expect(found.route(ip, port, { ...how, protocol })).toEqual(target);
  });

  it("of a client stay with an endpoint for as long as its Service says", async () => {
    const { found, host } = await directory();
    const first = found.route("10.96.0.2", 80, how);
    const other = found.route("10.96.0.2", 80, { ...how, from: "10.0.0.101" });
    expect(other).not.toEqual(first);
    await host.advance(59_000);
    expect(found.route("10.96.0.2", 80, how)).toEqual(first);
    await host.advance(59_000);
    expect(found.route("10.96.0.2", 80, how)).toEqual(first);
    await host.advance(61_000);
    const turns = [found.route("10.96.0.2", 80, how), found.route("10.96.0.2", 80, how)];
    expect(turns[0]).toEqual(turns[1]);
  });
});
