/** What a Pod's spec makes of its sandbox: names, name servers, host ports (network/dns/dns_test.go, kubelet_pods_test.go). */
import { describe, expect, it, test } from "vitest";
import type { PodSpec } from "../../../src/api/generated/types.ts";
import { containerStatus } from "../../../src/kubelet/container-status.ts";
import type { RuntimeContainer } from "../../../src/kubelet/container-runtime.ts";
import { hostsFile, resolverFile } from "../../../src/kubelet/pod-name-files.ts";
import type { PodObject } from "../../../src/kubelet/pod-view.ts";
import { sandboxConfig } from "../../../src/kubelet/sandbox-config.ts";

const dns = { server: "10.96.0.10", domain: "cluster.local" };

function pod(spec: Partial<PodSpec>): PodObject {
  const metadata = {
    namespace: "ns",
    name: "web-0",
    uid: "u",
    resourceVersion: "1",
    creationTimestamp: "",
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: { containers: [{ name: "a" }], ...spec },
  };
}

const made = (spec: Partial<PodSpec>, cluster: typeof dns | undefined = dns) =>
  sandboxConfig(pod(spec), 0, { nodeName: "n", dns: cluster, volumes: [] });

const clusterSearches = ["ns.svc.cluster.local", "svc.cluster.local", "cluster.local"];
const own = { nameservers: ["1.1.1.1"], searches: ["my.example"], options: [{ name: "edns0" }] };

describe("name servers", () => {
  it.each<[string, Partial<PodSpec>, object]>([
    [
      "ClusterFirst",
      {},
      { servers: ["10.96.0.10"], searches: clusterSearches, options: ["ndots:5"] },
    ],
    [
      "ClusterFirst with more",
      { dnsConfig: own },
      {
        servers: ["10.96.0.10", "1.1.1.1"],
        searches: [...clusterSearches, "my.example"],
        options: ["ndots:5", "edns0"],
      },
    ],
    [
      "an option in place of the cluster's",
      { dnsConfig: { options: [{ name: "ndots", value: "2" }] } },
      { servers: ["10.96.0.10"], searches: clusterSearches, options: ["ndots:2"] },
    ],
    [
      "ClusterFirst on the node's network",
      { hostNetwork: true },
      { servers: [], searches: [], options: [], fromNode: true },
    ],
    [
      "ClusterFirstWithHostNet",
      { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" },
      { servers: ["10.96.0.10"], searches: clusterSearches, options: ["ndots:5"] },
    ],
    [
      "None",
      { dnsPolicy: "None", dnsConfig: own },
      { servers: ["1.1.1.1"], searches: ["my.example"], options: ["edns0"] },
    ],
    [
      "Default",
      { dnsPolicy: "Default", dnsConfig: { nameservers: ["1.1.1.1"] } },
      { servers: ["1.1.1.1"], searches: [], options: [], fromNode: true },
    ],
  ])("of %s", (_policy, spec, expected) => {
    expect(made(spec).dns).toEqual(expected);
  });

  it("are written in the order of resolv.conf(5), without empty lines", () => {
    expect(resolverFile(made({ dnsConfig: own }).dns)).toBe(
      `search ${clusterSearches.join(" ")} my.example\nnameserver 10.96.0.10\nnameserver 1.1.1.1\noptions ndots:5 edns0\n`,
    );
    expect(resolverFile({ servers: [], searches: [], options: [] })).toBe("");
  });
});

describe("names", () => {
  it.each<[Partial<PodSpec>, object]>([
    [{}, { hostname: "web-0" }],
    [
      { hostname: "me", subdomain: "sub" },
      { hostname: "me", domain: "sub.ns.svc.cluster.local" },
    ],
    [
      { subdomain: "sub", setHostnameAsFQDN: true },
      {
        hostname: "web-0",
        domain: "sub.ns.svc.cluster.local",
        kernelHostname: "web-0.sub.ns.svc.cluster.local",
      },
    ],
    [{ setHostnameAsFQDN: true }, { hostname: "web-0" }],
    [{ hostNetwork: true }, { hostname: "n" }],
  ])("of %j are %j", (spec, expected) => {
    const { hostname, domain, kernelHostname } = made(spec);
    expect(JSON.parse(JSON.stringify({ hostname, domain, kernelHostname }))).toEqual(expected);
  });

  it("stand in /etc/hosts with the Pod's address, the full one first, and after them its aliases", () => {
    const hostAliases = [{ ip: "10.1.2.3", hostnames: ["foo", "bar"] }];
    const text = hostsFile(made({ subdomain: "sub", hostAliases }), "10.0.0.5");
    expect(text.split("\n").slice(-5)).toEqual([
      "10.0.0.5\tweb-0.sub.ns.svc.cluster.local\tweb-0",
      "",
      "# Entries added by HostAliases.",
      "10.1.2.3\tfoo\tbar",
      "",
    ]);
  });
});

describe("host ports", () => {
  const ports = [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81 }];

  it("are those that ask for one, unless the Pod has the node's network", () => {
    const containers = [{ name: "a", ports }];
    expect(made({ containers }).hostPorts).toEqual([{ containerPort: 80, hostPort: 8080 }]);
    expect(made({ containers, hostNetwork: true }).hostPorts).toBeUndefined();
    expect(made({}).hostPorts).toBeUndefined();
  });
});

describe("a termination message", () => {
  const instance: RuntimeContainer = {
    id: "i",
    sandboxId: "s",
    podUid: "u",
    name: "a",
    attempt: 0,
    state: "exited",
    image: "image",
    imageId: "image",
    specHash: "h",
    createdAtMs: 0,
    exitCode: 1,
  };

  it.each([
    [1, "x".repeat(4096), 4096],
    [3, "x".repeat(4096), 4096],
    [4, "x".repeat(4096), 3072],
    [12, "x".repeat(4096), 1024],
    [12, "\u00e9".repeat(600), 1024],
    [12, "short", 5],
  ])("of one of %i containers keeps its share of twelve kilobytes", (count, message, bytes) => {
    const containers = Array.from({ length: count }, (_, i) => ({ name: i === 0 ? "a" : `c${i}` }));
    const { state } = containerStatus({
      pod: pod({ containers }),
      container: { role: "main", spec: { name: "a" } },
      instances: [{ ...instance, message }],
      waiting: undefined,
      probe: undefined,
      previous: undefined,
      ending: true,
      runtimeName: "docker",
    });
    const kept = state?.terminated?.message ?? "";
    expect(new TextEncoder().encode(kept)).toHaveLength(bytes);
    expect(message.startsWith(kept)).toBe(true);
  });
});

// As kubelet_pods.go resolves the mode (resolveRecursiveReadOnly), by whether the runtime can do it.
test.each([
  ["simulated", { readOnly: true, recursiveReadOnly: "Enabled" }, "Enabled"],
  ["simulated", { readOnly: true, recursiveReadOnly: "IfPossible" }, "Enabled"],
  ["simulated", { readOnly: true, recursiveReadOnly: "Disabled" }, "Disabled"],
  ["simulated", { readOnly: true }, "Disabled"],
  ["simulated", {}, undefined],
  ["docker", { readOnly: true, recursiveReadOnly: "IfPossible" }, "Disabled"],
])("on a %s node a mount %j is read-only below: %s", (runtimeName, mode, recursiveReadOnly) => {
  const spec = { name: "a", volumeMounts: [{ name: "v", mountPath: "/v", ...mode }] };
  const { volumeMounts } = containerStatus({
    pod: pod({ containers: [spec] }),
    container: { role: "main", spec },
    instances: [],
    waiting: undefined,
    probe: undefined,
    previous: undefined,
    ending: false,
    runtimeName,
  });
  expect(volumeMounts?.map((mount) => mount.recursiveReadOnly)).toEqual([recursiveReadOnly]);
});
