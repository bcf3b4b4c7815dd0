/** The conformance texts of sig-network about who reaches whom: Pods each other, and Services by name, address and node port. */
import { expect } from "vitest";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { agnhost } from "./pod-output.ts";
import { expectPodPorts } from "./sig-network-endpoints.ts";

const domain = "cluster.local";
/** AffinityConfirmCount. */
const affinityRequests = 15;
const serverPort = 9376;

/** ExecShellInPod. */
async function shell(
  api: ConformanceApi,
  name: string,
  script: string,
): Promise<{ readonly exitCode: number; readonly stdout: string }> {
  const command = ["/bin/sh", "-c", script];
  return api.cluster.exec({ namespace: api.namespace, name }, { command });
}

const execPod = { name: "execpod" };

/** CreateExecPodOrFail. */
async function createExecPod(api: ConformanceApi): Promise<void> {
  const containers = [{ name: "agnhost-container", image: agnhost, args: ["pause"] }];
  await api.runPod({ metadata: execPod, spec: { containers } });
}

/** CreateServicePods: Pods behind a Service that say who they are. */
async function createServers(api: ConformanceApi, name: string, replicas: number): Promise<void> {
  await api.post(api.path("v1/replicationcontrollers"), {
    metadata: { name },
    spec: {
      replicas,
      selector: { testid: name },
      template: {
        metadata: { labels: { testid: name } },
        spec: {
          containers: [
            {
              name,
              image: agnhost,
              command: ["/agnhost", "serve-hostname"],
              ports: [{ containerPort: serverPort }],
            },
          ],
        },
      },
    },
  });
  await api.until(api.path(`v1/pods?labelSelector=testid%3D${name}`), ({ items }) => {
    expect(items).toHaveLength(replicas);
    for (const { status } of items) expect(status.phase).toBe("Running");
  });
}

const httpPorts = [{ port: 80, name: "http", protocol: "TCP", targetPort: serverPort }];

/** testEndpointReachability: something answers. */
async function expectReachable(
  api: ConformanceApi,
  host: string,
  port: number,
  protocol: "TCP" | "UDP" = "TCP",
): Promise<void> {
  const script = `echo hostName | nc -v ${protocol === "TCP" ? "-t" : "-u"} -w 2 ${host} ${port}`;
  await api.eventually(async () => {
    const { exitCode, stdout } = await shell(api, execPod.name, script);
    expect(exitCode, script).toBe(0);
    expect(stdout.trim(), script).not.toBe("");
  }, 120_000);
}

async function expectUnreachable(
  api: ConformanceApi,
  host: string,
  port: number,
  protocol: "TCP" | "UDP",
): Promise<void> {
  const script = `echo hostName | nc -v ${protocol === "TCP" ? "-t" : "-u"} -w 2 ${host} ${port}`;
  await api.eventually(async () =>
    expect((await shell(api, execPod.name, script)).exitCode, script).not.toBe(0),
  );
}

async function nodeAddresses(api: ConformanceApi): Promise<readonly string[]> {
  const { items } = await api.get("/api/v1/nodes");
  return items.map((node) => {
    const addresses = node["status"].addresses as readonly { type: string; address: string }[];
    return addresses.find(({ type }) => type === "InternalIP")?.address ?? "";
  });
}

/** CheckServiceReachability. */
async function expectServed(api: ConformanceApi, name: string): Promise<void> {
  const { spec } = await api.get(api.path(`v1/services/${name}`));
  if (spec.type === "ExternalName") {
    const script = `nslookup ${name}.${api.namespace}.svc.${domain}`;
    await api.eventually(async () =>
      expect((await shell(api, execPod.name, script)).exitCode).toBe(0),
    );
    return;
  }
  for (const { port, nodePort } of spec.ports) {
    await expectReachable(api, name, port);
    await expectReachable(api, spec.clusterIP, port);
    if (spec.type !== "NodePort") continue;
    for (const address of await nodeAddresses(api)) await expectReachable(api, address, nodePort);
  }
}

/** checkAffinity: whether all of many requests are answered by one Pod. */
async function expectAffinity(
  api: ConformanceApi,
  at: { readonly ip: string; readonly port: number },
  holds: boolean,
): Promise<void> {
  const curl = `curl -q -s --connect-timeout 2 http://${at.ip}:${at.port}/`;
  const script = `for i in $(seq 0 ${affinityRequests}); do echo; ${curl} ; done`;
  await api.eventually(async () => {
    const { stdout } = await shell(api, execPod.name, script);
    const hosts = stdout.split("\n").filter((line) => line.trim() !== "");
    expect(hosts.length).toBeGreaterThanOrEqual(affinityRequests);
    if (holds) expect(new Set(hosts).size).toBe(1);
    else expect(new Set(hosts).size).toBeGreaterThan(1);
  });
}

/** execAffinityTestForNonLBService, with the transition to None and back where it is asked for. */
async function expectSessionAffinity(
  api: ConformanceApi,
  type: "ClusterIP" | "NodePort",
  options: { readonly transition: boolean },
): Promise<void> {
  const name = `affinity-${type.toLowerCase()}`;
  const path = api.path(`v1/services/${name}`);
  await createServers(api, name, 3);
  const { spec } = await api.post(api.path("v1/services"), {
    metadata: { name },
    spec: { type, sessionAffinity: "ClientIP", selector: { testid: name }, ports: httpPorts },
  });
  await api.until(api.path(`v1/endpoints/${name}`), ({ subsets }) =>
    expect(subsets?.[0]?.addresses).toHaveLength(3),
  );
  const [node = ""] = await nodeAddresses(api);
  const at =
    type === "NodePort"
      ? { ip: node, port: spec.ports[0].nodePort as number }
      : { ip: spec.clusterIP as string, port: 80 };
  await createExecPod(api);
  await expectReachable(api, at.ip, at.port);
  if (!options.transition) return expectAffinity(api, at, true);
  const become = (sessionAffinity: string) =>
    api.update(path, (service) => ({
      ...service,
      spec: { ...service["spec"], sessionAffinity, sessionAffinityConfig: undefined },
    }));
  await become("None");
  await expectAffinity(api, at, false);
  await become("ClientIP");
  await expectAffinity(api, at, true);
}

/** From another type to ExternalName: the name of a Service that has Pods. */
async function expectToExternalName(
  api: ConformanceApi,
  type: "ClusterIP" | "NodePort",
): Promise<void> {
  const name = `${type.toLowerCase()}-service`;
  const path = api.path(`v1/services/${name}`);
  const { spec } = await api.post(api.path("v1/services"), {
    metadata: { name },
    spec: { type, selector: { testid: name }, ports: httpPorts },
  });
  expect(spec.type).toBe(type);
  await createServers(api, name, 2);
  await createServers(api, "externalsvc", 2);
  await api.post(api.path("v1/services"), {
    metadata: { name: "externalsvc" },
    spec: { selector: { testid: "externalsvc" }, ports: httpPorts },
  });
  const changed = await api.update(path, (service) => ({
    ...service,
    spec: {
      ...service["spec"],
      type: "ExternalName",
      externalName: `externalsvc.${api.namespace}.svc.${domain}`,
    },
  }));
  expect(changed["spec"].clusterIP ?? "").toBe("");
  await createExecPod(api);
  await expectServed(api, name);
}

async function expectFromExternalName(
  api: ConformanceApi,
  type: "ClusterIP" | "NodePort",
): Promise<void> {
  const name = "externalname-service";
  await api.post(api.path("v1/services"), {
    metadata: { name },
    spec: { type: "ExternalName", externalName: "foo.example.com" },
  });
  await api.update(api.path(`v1/services/${name}`), (service) => ({
    ...service,
    spec: {
      ...service["spec"],
      type,
      externalName: "",
      selector: { testid: name },
      ports: httpPorts,
    },
  }));
  await createServers(api, name, 2);
  await createExecPod(api);
  await expectServed(api, name);
}

const endpointHttpPort = 8083;
const endpointUdpPort = 8081;
const testContainerPort = 9080;

/** NewCoreNetworkingTestConfig: a server on each node, and Pods that ask. Gives the servers' addresses by name. */
async function createNetwork(
  api: ConformanceApi,
  options: { readonly hostNetwork: boolean },
): Promise<ReadonlyMap<string, string>> {
  const servers = new Map<string, string>();
  const { items } = await api.get("/api/v1/nodes");
  const healthz = {
    httpGet: { path: "/healthz", port: endpointHttpPort },
    initialDelaySeconds: 10,
    timeoutSeconds: 30,
    periodSeconds: 10,
  };
  for (const [i, node] of items.entries()) {
    const name = `netserver-${i}`;
    await api.runPod({
      metadata: { name },
      spec: {
        nodeSelector: { "kubernetes.io/hostname": node.metadata.name },
        containers: [
          {
            name: "webserver",
            image: agnhost,
            args: ["netexec", `--http-port=${endpointHttpPort}`, `--udp-port=${endpointUdpPort}`],
            ports: [
              { name: "http", containerPort: endpointHttpPort },
              { name: "udp", containerPort: endpointUdpPort, protocol: "UDP" },
            ],
            livenessProbe: healthz,
            readinessProbe: healthz,
          },
        ],
      },
    });
    const { status } = await api.until(api.path(`v1/pods/${name}`), (pod) =>
      expect(pod["status"].containerStatuses[0].ready).toBe(true),
    );
    servers.set(name, status["podIP" as never]);
  }
  const asking = (name: string, spec: object = {}) =>
    api.runPod({
      metadata: { name },
      spec: {
        ...spec,
        containers: [
          {
            name: "webserver",
            image: agnhost,
            args: ["netexec", `--http-port=${testContainerPort}`, `--udp-port=${endpointUdpPort}`],
          },
        ],
      },
    });
  await asking("test-container-pod");
  if (options.hostNetwork) await asking("host-test-container-pod", { hostNetwork: true });
  return servers;
}

/** DialFromTestContainer: each server says its name. */
async function expectDialled(api: ConformanceApi, protocol: "http" | "udp"): Promise<void> {
  const servers = await createNetwork(api, { hostNetwork: false });
  const { status } = await api.get(api.path("v1/pods/test-container-pod"));
  const port = protocol === "http" ? endpointHttpPort : endpointUdpPort;
  for (const [name, ip] of servers) {
    const query = `request=hostname&protocol=${protocol}&host=${ip}&port=${port}&tries=1`;
    const url = `http://${status["podIP" as never]}:${testContainerPort}/dial?${query}`;
    await api.eventually(async () => {
      const { stdout } = await shell(api, "test-container-pod", `curl -g -q -s '${url}'`);
      expect(JSON.parse(stdout)).toEqual({ responses: [name] });
    });
  }
}

/** DialFromNode. */
async function expectDialledFromNode(
  api: ConformanceApi,
  commandFor: (ip: string) => string,
): Promise<void> {
  for (const [name, ip] of await createNetwork(api, { hostNetwork: true })) {
    const script = `${commandFor(ip)} | grep -v '^\\s*$'`;
    await api.eventually(async () => {
      const { stdout } = await shell(api, "host-test-container-pod", script);
      expect(stdout.trim()).toBe(name);
    });
  }
}

describeConformance(
  "sig-network",
  (suite) => {
    suite.test("Networking, intra pod http", (api) => expectDialled(api, "http"));
    suite.test("Networking, intra pod udp", (api) => expectDialled(api, "udp"));
    suite.test("Networking, intra pod http, from node", (api) =>
      expectDialledFromNode(
        api,
        (ip) =>
          `curl -g -q -s --max-time 15 --connect-timeout 1 http://${ip}:${endpointHttpPort}/hostName`,
      ),
    );
    suite.test("Networking, intra pod http, from node (udp)", (api) =>
      expectDialledFromNode(api, (ip) => `echo hostName | nc -w 1 -u ${ip} ${endpointUdpPort}`),
    );

    suite.test("Service, NodePort Service", async (api) => {
      await api.post(api.path("v1/services"), {
        metadata: { name: "nodeport-test" },
        spec: { type: "NodePort", selector: { testid: "nodeport-test" }, ports: httpPorts },
      });
      await createServers(api, "nodeport-test", 2);
      await createExecPod(api);
      await expectServed(api, "nodeport-test");
    });

    suite.test("Service, change type, ExternalName to ClusterIP", (api) =>
      expectFromExternalName(api, "ClusterIP"),
    );
    suite.test("Service, change type, ExternalName to NodePort", (api) =>
      expectFromExternalName(api, "NodePort"),
    );
    suite.test("Service, change type, ClusterIP to ExternalName", (api) =>
      expectToExternalName(api, "ClusterIP"),
    );
    suite.test("Service, change type, NodePort to ExternalName", (api) =>
      expectToExternalName(api, "NodePort"),
    );
    for (const type of ["ClusterIP", "NodePort"] as const) {
      suite.test(`Service, ${type} type, session affinity to ClientIP`, (api) =>
        expectSessionAffinity(api, type, { transition: false }),
      );
      suite.test(`Service, ${type} type, session affinity to None`, (api) =>
        expectSessionAffinity(api, type, { transition: true }),
      );
    }

    suite.test(
      "Service, should serve endpoints on same port and different protocols.",
      async (api) => {
        const name = "multiprotocol-test";
        const labels = { app: "multiport" };
        const tcp = { name: "tcp-port", port: 80, protocol: "TCP" };
        const udp = { name: "udp-port", port: 80, protocol: "UDP" };
        const { spec } = await api.post(api.path("v1/services"), {
          metadata: { name },
          spec: { selector: labels, ports: [tcp, udp] },
        });
        await api.runPod({
          metadata: { name: "pod1", labels },
          spec: {
            containers: [
              {
                name: "agnhost-container",
                image: agnhost,
                args: ["netexec", "--http-port", "80", "--udp-port", "80"],
                ports: [
                  { containerPort: 80, protocol: "TCP" },
                  { containerPort: 80, protocol: "UDP" },
                ],
              },
            ],
          },
        });
        const ports = (...wanted: object[]) =>
          api.update(api.path(`v1/services/${name}`), (service) => ({
            ...service,
            spec: { ...service["spec"], ports: wanted },
          }));
        await api.until(api.path(`v1/endpoints/${name}`), ({ subsets }) =>
          expect(subsets?.[0]?.ports).toHaveLength(2),
        );
        await createExecPod(api);
        await expectReachable(api, spec.clusterIP, 80, "TCP");
        await expectReachable(api, spec.clusterIP, 80, "UDP");
        await ports(tcp);
        await expectPodPorts(api, name, { pod1: [80] });
        await expectReachable(api, spec.clusterIP, 80, "TCP");
        await expectUnreachable(api, spec.clusterIP, 80, "UDP");
        await ports(udp);
        await expectReachable(api, spec.clusterIP, 80, "UDP");
        await expectUnreachable(api, spec.clusterIP, 80, "TCP");
      },
    );
  },
  { clock: "virtual" },
);
