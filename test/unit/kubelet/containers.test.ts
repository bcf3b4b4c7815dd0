/** Stories of Pods with more than one container, probes, references and images, on simulated nodes. */
import { describe, expect, it } from "vitest";
import { readBody } from "../../../src/server/outbound/services.ts";
import type { Probe } from "../../../src/api/generated/types.ts";
import { CONFIG_MAPS, NODES, PODS, SECRETS, LEASES } from "../../../src/api/kinds.ts";
import { nodeWorld, one, shell, startEngine } from "./node-world.ts";

const reasonOf = (status: { state?: { waiting?: { reason?: string } } }) =>
  status.state?.waiting?.reason;

describe("init containers", () => {
  it("run one after the other before the main ones, and the pod is Pending meanwhile", async () => {
    const world = await nodeWorld();
    const pod = await world.run("app", {
      initContainers: [
        { name: "first", image: "a:1", ...shell("sleep 5") },
        { name: "second", image: "a:1", ...shell("sleep 5") },
      ],
      ...one(),
    });
    expect(pod.status?.phase).toBe("Pending");
    expect(pod.status?.conditions?.find(({ type }) => type === "Initialized")).toMatchObject({
      status: "False",
      reason: "ContainersNotInitialized",
      message: "containers with incomplete status: [first second]",
    });
    expect(reasonOf(await world.container("app"))).toBe("PodInitializing");
    expect(reasonOf(await world.container("app", "second"))).toBe("PodInitializing");
    await world.host.advance(6_000);
    expect((await world.container("app", "first")).state?.terminated?.exitCode).toBe(0);
    expect((await world.container("app", "second")).state?.running).toBeDefined();
    await world.host.advance(5_000);
    expect((await world.pod("app")).status?.phase).toBe("Running");
    expect((await world.container("app", "first")).ready).toBe(true);
  });

  it("that fail are tried again, or fail the pod where nothing is restarted", async () => {
    const world = await nodeWorld();
    const init = [{ name: "init", image: "a:1", ...shell("exit 1") }];
    await world.run("again", { initContainers: init, ...one() });
    expect(await world.container("again", "init")).toMatchObject({
      restartCount: 1,
      state: { waiting: { reason: "CrashLoopBackOff" } },
    });
    await world.run("never", { initContainers: init, ...one({}, { restartPolicy: "Never" }) });
    expect((await world.pod("never")).status?.phase).toBe("Failed");
    expect((await world.container("never")).state?.running).toBeUndefined();
  });

  it("with an unknown program end well, so that the pod goes on", async () => {
    const world = await nodeWorld();
    const command = ["sh", "-c", "until nslookup db; do sleep 2; done"];
    await world.run("app", { initContainers: [{ name: "init", image: "a:1", command }], ...one() });
    await world.host.advance(1_500);
    expect((await world.pod("app")).status?.phase).toBe("Running");
  });

  it("that restart always run beside the main ones and end after them", async () => {
    const world = await nodeWorld();
    await world.run("job", {
      initContainers: [{ name: "proxy", image: "p:1", restartPolicy: "Always" }],
      ...one(shell("sleep 10"), { restartPolicy: "Never" }),
    });
    expect((await world.container("job", "proxy")).state?.running).toBeDefined();
    await world.host.advance(11_000);
    expect((await world.container("job", "proxy")).state?.terminated).toBeDefined();
    expect((await world.pod("job")).status?.phase).toBe("Succeeded");
  });
});

describe("probes", () => {
  const http = (more: Partial<Probe> = {}): Probe => ({
    httpGet: { port: 80, path: "/ok" },
    ...more,
  });

  it("make a pod ready when its port answers as it should, not before", async () => {
    const world = await nodeWorld();
    const readinessProbe = http({ initialDelaySeconds: 5 });
    await world.run("web", one({ readinessProbe }));
    expect((await world.container("web")).ready).toBe(false);
    expect(
      (await world.pod("web")).status?.conditions?.find(({ type }) => type === "Ready"),
    ).toMatchObject({
      status: "False",
      reason: "ContainersNotReady",
      message: "containers with unready status: [main]",
    });
    // The kubelet looks every ten seconds, and not before five are over.
    await world.host.advance(9_500);
    expect((await world.container("web")).ready).toBe(false);
    await world.host.advance(1_000);
    expect((await world.container("web")).ready).toBe(true);
  });

  it("that fail restart a container after their threshold, and say why", async () => {
    const world = await nodeWorld();
    const livenessProbe = http({ periodSeconds: 2, failureThreshold: 2 });
    const wish = { "kubarium.dev/simulate": '{"httpStatus":500}' };
    await world.run("sick", one({ livenessProbe }), wish);
    expect((await world.container("sick")).restartCount).toBe(0);
    await world.host.advance(2_500);
    expect((await world.container("sick")).restartCount).toBe(1);
    const events = await world.events("sick");
    expect(events).toContain(
      "Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500 (3)",
    );
    expect(events).toContain(
      "Killing: Container main failed liveness probe, will be restarted (1)",
    );
  });

  it("of startup hold the others back", async () => {
    const world = await nodeWorld();
    const startupProbe: Probe = { exec: { command: ["true"] }, initialDelaySeconds: 10 };
    const livenessProbe: Probe = { tcpSocket: { port: 80 } };
    await world.run("slow", one({ startupProbe, livenessProbe }));
    expect(await world.container("slow")).toMatchObject({ started: false, ready: false });
    await world.host.advance(11_000);
    expect(await world.container("slow")).toMatchObject({ started: true, ready: true });
  });
});

describe("what a pod refers to", () => {
  it("is waited for: a missing ConfigMap is CreateContainerConfigError until it comes", async () => {
    const world = await nodeWorld();
    const env = [{ name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "a" } } }];
    await world.run("app", one({ ...shell("echo $A; sleep 1000"), env }));
    expect(await world.container("app")).toMatchObject({
      state: {
        waiting: {
          reason: "CreateContainerConfigError",
          message: 'configmap "settings" not found',
        },
      },
    });
    expect((await world.pod("app")).status?.phase).toBe("Pending");
    await world.client.create(CONFIG_MAPS, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace: "default", name: "settings" },
      data: { a: "found" },
    });
    await world.host.advance(11_000);
    expect((await world.pod("app")).status?.phase).toBe("Running");
    expect(await world.log("app")).toBe("found\n");
  });

  it("is mounted before anything runs: a missing Secret holds the sandbox back with FailedMount", async () => {
    const world = await nodeWorld();
    await world.run(
      "app",
      one({}, { volumes: [{ name: "keys", secret: { secretName: "keys" } }] }),
    );
    expect(reasonOf(await world.container("app"))).toBe("ContainerCreating");
    expect(await world.events("app")).toContain(
      'FailedMount: MountVolume.SetUp failed for volume "keys" : secret "keys" not found (1)',
    );
    await world.client.create(SECRETS, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace: "default", name: "keys" },
    });
    await world.host.advance(6_000);
    expect((await world.pod("app")).status?.phase).toBe("Running");
  });

  it("is no repository that would have to be cloned: no kubelet does that any more", async () => {
    const world = await nodeWorld();
    await world.run(
      "app",
      one({}, { volumes: [{ name: "source", gitRepo: { repository: "https://example.test/x" } }] }),
    );
    expect(reasonOf(await world.container("app"))).toBe("ContainerCreating");
    expect(await world.events("app")).toContain(
      'FailedMount: MountVolume.SetUp failed for volume "source" : git-repo volume plugin has been disabled; if necessary, it may be re-enabled by enabling the feature-gate `GitRepoVolumeDriver` (1)',
    );
  });

  it("may be an image that cannot be pulled: ErrImagePull, then ImagePullBackOff", async () => {
    const world = await nodeWorld();
    await world.run("app", one(), { "kubarium.dev/simulate": '{"imagePullError":true}' });
    expect(reasonOf(await world.container("app"))).toBe("ErrImagePull");
    await world.host.advance(5_000);
    world.agents.kubelets.get("node-1")?.pods[0]?.wake();
    await world.host.settle();
    expect((await world.container("app")).state?.waiting).toEqual({
      reason: "ImagePullBackOff",
      message:
        'Back-off pulling image "nginx:1": ErrImagePull: failed to resolve reference "nginx:1": not found',
    });
    await expect(world.log("app")).rejects.toMatchObject({
      status: {
        code: 400,
        message:
          'container "main" in pod "app" is waiting to start: trying and failing to pull image',
      },
    });
  });

  it.each([
    { image: "none:1", imagePullPolicy: "Never", reason: "ErrImageNeverPull" },
    { image: "No Such Image", imagePullPolicy: "IfNotPresent", reason: "InvalidImageName" },
  ] as const)("may be `$image` with policy $imagePullPolicy: $reason", async (row) => {
    const world = await nodeWorld();
    await world.run("app", one({ image: row.image, imagePullPolicy: row.imagePullPolicy }));
    expect(reasonOf(await world.container("app"))).toBe(row.reason);
  });
});

describe("simulated nodes", () => {
  it("are registered with what schedulers and people look for, each with its own addresses", async () => {
    const world = await nodeWorld({ nodes: 3 });
    const { items } = await world.client.list(NODES);
    expect(items.map((node) => node.spec?.podCIDR)).toEqual([
      "10.244.64.0/24",
      "10.244.65.0/24",
      "10.244.66.0/24",
    ]);
    expect(items[0]).toMatchObject({
      metadata: {
        name: "node-1",
        labels: {
          "kubernetes.io/hostname": "node-1",
          "kubernetes.io/os": "linux",
          "kubernetes.io/arch": "amd64",
          type: "kwok",
        },
        annotations: { "kwok.x-k8s.io/node": "fake" },
      },
      status: {
        addresses: [
          { type: "InternalIP", address: "172.30.0.2" },
          { type: "Hostname", address: "node-1" },
        ],
        nodeInfo: {
          kubeletVersion: "v1.36.0+kubarium.1",
          containerRuntimeVersion: "simulated://1.0.0",
        },
      },
    });
    expect(items[0]?.status?.conditions?.map(({ type, status }) => [type, status])).toEqual([
      ["MemoryPressure", "False"],
      ["DiskPressure", "False"],
      ["PIDPressure", "False"],
      ["Ready", "True"],
    ]);
    const leases = (await world.client.list(LEASES)).items;
    expect(leases.map((lease) => lease.spec?.holderIdentity)).toEqual([
      "node-1",
      "node-2",
      "node-3",
    ]);
  });

  it("cost nothing while nothing happens: a thousand of them write nothing for half an hour", async () => {
    const world = await nodeWorld({ nodes: 1000 });
    await world.run("web", one());
    await world.host.advance(1_000);
    const writes = world.client.writes.length;
    await world.host.advance(30 * 60_000);
    expect(world.client.writes.length).toBe(writes);
  });

  it("stay who they are when the engine starts anew", async () => {
    const world = await nodeWorld({ nodes: 2 });
    await world.agents.stop();
    const before = await world.client.list(NODES);
    const writes = world.client.writes.length;
    const agents = await startEngine(world, 3);
    const made = world.client.writes.slice(writes).filter(({ resource }) => resource !== "events");
    expect(made.map(({ verb, resource, key }) => `${verb} ${resource} ${key}`).sort()).toEqual([
      "create csinodes node-3",
      "create leases kube-node-lease/node-3",
      "create nodes node-3",
    ]);
    expect((await world.client.list(NODES)).items.slice(0, 2)).toEqual(before.items);
    await agents.stop();
  });

  it("show a usage that follows requests and stays the same for the same moment", async () => {
    const world = await nodeWorld();
    const resources = { requests: { cpu: "1", memory: "1Gi" } };
    await world.run("busy", one({ resources }));
    const [node] = await world.agents.usage();
    const usage = node?.pods[0]?.containers[0];
    expect(node?.pods[0]).toMatchObject({ namespace: "default", name: "busy" });
    expect(usage?.cpuNanoCores).toBeGreaterThanOrEqual(3e8);
    expect(usage?.cpuNanoCores).toBeLessThanOrEqual(7e8);
    expect(usage?.memoryBytes).toBeGreaterThan(0.5 * 2 ** 30);
    expect(await world.agents.usage()).toEqual([node]);
  });

  it("answer HTTP on the ports of their pods with the pod's name, and log who asked", async () => {
    const world = await nodeWorld();
    const pod = await world.run("web", one({ ports: [{ containerPort: 80 }] }));
    const ask = async (port: number, headers: Record<string, string> = {}) => {
      const { signal } = new AbortController();
      const path = "/hello?x=1";
      const request = { method: "GET", path, headers, signal };
      const answer = await world.agents.podRequest(pod, port, request);
      return new TextDecoder().decode(await readBody(answer, 1000));
    };
    expect(await ask(80)).toBe(
      "web\npod: web\nnamespace: default\ncontainer: main\nnode: node-1\nip: 10.244.64.2\nport: 80\nmethod: GET\npath: /hello?x=1\n",
    );
    const json: unknown = JSON.parse(await ask(80, { accept: "application/json" }));
    expect(json).toMatchObject({ pod: "web", port: 80, path: "/hello?x=1" });
    expect((await world.log("web")).split("\n").slice(1)).toEqual([
      "GET /hello?x=1 :80 200",
      "GET /hello?x=1 :80 200",
      "",
    ]);
    await expect(ask(81)).rejects.toMatchObject({
      code: "refused",
      message: "dial tcp 10.244.64.2:81: connect: connection refused",
    });
  });

  it("let a pod that declares no port answer on any, and leave other nodes' pods alone", async () => {
    const world = await nodeWorld();
    await world.run("any", one());
    expect(world.agents.network.listens("10.244.64.2", 12_345)).toBe(true);
    await world.client.create(PODS, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace: "default", name: "foreign" },
      spec: { nodeName: "elsewhere", ...one() },
    });
    await world.host.settle();
    expect((await world.pod("foreign")).status).toEqual({ phase: "Pending" });
  });
});
