/** Stories of Pods on a real Docker engine: the kubelet, the Docker runtime and busybox, against the API in memory. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBody } from "../../src/server/outbound/services.ts";
import type { ContainerStatus, Pod, PodSpec } from "../../src/api/generated/types.ts";
import { CONFIG_MAPS, PODS, SECRETS } from "../../src/api/kinds.ts";
import type { Stored } from "../../src/api/object.ts";
import type { DockerClient } from "../../src/host/node/docker/docker-client.ts";
import { DockerRuntime } from "../../src/host/node/docker/docker-runtime.ts";
import { label } from "../../src/host/node/docker/labels.ts";
import { createSystemHost } from "../../src/host/system.ts";
import { type NodeAgents, startNodeAgents } from "../../src/kubelet/node-agents.ts";
import { MemoryClient } from "../fixtures/memory-client.ts";
import { type TestDaemon, daemonObstacle, startDaemon, startTimeoutMs } from "./docker-daemon.ts";

const obstacle = daemonObstacle();
const cluster = "stories";
const host = createSystemHost();
const api = new MemoryClient({ host });
let daemon: TestDaemon;
let docker: DockerClient;
let agents: NodeAgents;

async function startAgents(): Promise<NodeAgents> {
  const client = await daemon.client();
  const runtime = await DockerRuntime.open({ client, host, cluster }, AbortSignal.timeout(60_000));
  return startNodeAgents({ client: api, host, nodes: [{ name: "docker", runtime }] });
}

function pod(name: string, spec: PodSpec): Promise<Stored<Pod>> {
  return api.create(PODS, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: "default", name },
    spec: { nodeName: "docker", ...spec },
  });
}

const get = (name: string) => api.get(PODS, { namespace: "default", name });

async function until(name: string, holds: (pod: Stored<Pod>) => boolean): Promise<Stored<Pod>> {
  let seen = await get(name);
  for (const end = Date.now() + 15_000; Date.now() < end; seen = await get(name)) {
    if (holds(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`${name} stayed at ${JSON.stringify(seen.status, undefined, 1)}`);
}

const main = (of: Stored<Pod>): ContainerStatus | undefined => of.status?.containerStatuses?.[0];
const isReady = (of: Stored<Pod>): boolean =>
  of.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;

/** Names of the cluster's containers and volumes in the daemon that belong to a Pod. */
async function left(podName: string): Promise<readonly string[]> {
  const filters = JSON.stringify({
    label: [`${label.cluster}=${cluster}`, `${label.podName}=${podName}`],
  });
  const query = { all: 1, filters };
  const containers = await docker.call<readonly { Names: string[] }[]>("GET", "/containers/json", {
    query,
  });
  const { Volumes } = await docker.call<{ Volumes?: readonly { Name: string }[] }>(
    "GET",
    "/volumes",
    { query },
  );
  return [...containers.flatMap(({ Names }) => Names), ...(Volumes ?? []).map(({ Name }) => Name)];
}

async function remove(name: string): Promise<void> {
  await api.delete(PODS, { namespace: "default", name }, { gracePeriodSeconds: 1 });
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    const { items } = await api.list(PODS);
    if (!items.some((item) => item.metadata.name === name)) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`${name} was not removed`);
}

async function logOf(name: string, options: { previous?: boolean } = {}): Promise<string> {
  const query = {
    container: "main",
    follow: false,
    timestamps: false,
    previous: false,
    ...options,
  };
  const stream = await agents.podLogs(await get(name), query, AbortSignal.timeout(10_000));
  let text = "";
  await new Promise<void>((resolve) => {
    stream.start({
      write: (chunk) => {
        text += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
        return 0;
      },
      end: resolve,
    });
  });
  return text;
}

describe.skipIf(obstacle !== undefined)(`pods on Docker${obstacle ? ` (${obstacle})` : ""}`, () => {
  beforeAll(async () => {
    daemon = await startDaemon();
    docker = await daemon.client();
    agents = await startAgents();
  }, startTimeoutMs);
  afterAll(async () => {
    await agents?.stop();
    docker?.close();
    await daemon?.stop();
  });

  it("serve what their volumes hold, with init containers, probes and the environment in place, and leave nothing behind", async () => {
    const { image } = daemon;
    const metadata = { namespace: "default", name: "site" };
    await api.create(CONFIG_MAPS, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { "index.html": "from the config map\n", greeting: "hello" },
    });
    await api.create(SECRETS, {
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      data: { password: btoa("s3cret") },
    });
    await pod("site", {
      securityContext: { fsGroup: 2000 },
      initContainers: [
        {
          name: "prepare",
          image,
          command: ["sh", "-c", "echo prepared by $(hostname) > /prep/note; sleep 0.2"],
          volumeMounts: [{ name: "work", mountPath: "/prep" }],
        },
      ],
      containers: [
        {
          name: "main",
          image,
          command: ["sh", "-c", "echo $GREETING $POD_NAME; exec httpd -f -p 8080 -h /www"],
          env: [
            { name: "GREETING", valueFrom: { configMapKeyRef: { name: "site", key: "greeting" } } },
            { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
          ],
          ports: [{ name: "http", containerPort: 8080 }],
          readinessProbe: { httpGet: { path: "/index.html", port: "http" }, periodSeconds: 1 },
          livenessProbe: { exec: { command: ["test", "-s", "/secret/password"] } },
          resources: { limits: { cpu: "500m", memory: "64Mi" } },
          volumeMounts: [
            { name: "pages", mountPath: "/www" },
            { name: "secret", mountPath: "/secret", readOnly: true },
            { name: "work", mountPath: "/notes", subPath: "deep/er" },
            { name: "work", mountPath: "/prep" },
          ],
        },
      ],
      volumes: [
        { name: "pages", configMap: { name: "site" } },
        { name: "secret", secret: { secretName: "site", defaultMode: 0o400 } },
        { name: "work", emptyDir: {} },
      ],
    });
    const ready = await until("site", isReady);
    expect(ready.status).toMatchObject({ phase: "Running", podIP: expect.any(String) as string });
    expect(ready.status?.initContainerStatuses?.[0]).toMatchObject({
      ready: true,
      state: { terminated: { exitCode: 0, reason: "Completed" } },
    });
    expect(main(ready)?.containerID).toMatch(/^docker:\/\/[0-9a-f]{64}$/);
    const { signal } = new AbortController();
    const request = { method: "GET", path: "/index.html", headers: {}, signal };
    const answer = await agents.podRequest(ready, 8080, request);
    const text = new TextDecoder().decode(await readBody(answer, 1000));
    expect([answer.status, text]).toEqual([200, "from the config map\n"]);
    expect(await logOf("site")).toBe("hello site\n");

    const id = main(ready)?.containerID?.slice("docker://".length) ?? "";
    const { runtime } = agents.kubelets.get("docker")?.node ?? {};
    const seen = await runtime?.execSync(
      id,
      [
        "sh",
        "-c",
        "cat /secret/password /prep/note; stat -Lc %a:%g /secret/password; ls -d /prep/deep/er; touch /www/x 2>&1",
      ],
      { timeoutMs: 5_000, signal: AbortSignal.timeout(5_000) },
    );
    expect(seen?.output).toBe(
      "s3cretprepared by site\n440:2000\n/prep/deep/er\ntouch: /www/x: Read-only file system\n",
    );
    const inspected = await docker.call<{ HostConfig: { Memory: number; NanoCpus: number } }>(
      "GET",
      `/containers/${id}/json`,
    );
    expect(inspected.HostConfig).toMatchObject({ Memory: 64 * 2 ** 20, NanoCpus: 5e8 });

    await remove("site");
    expect(await left("site")).toEqual([]);
  });

  it("crash, wait and come again, and keep the log of the time before", async () => {
    const command = ["sh", "-c", "echo try; exit 7"];
    await pod("crash", { containers: [{ name: "main", image: daemon.image, command }] });
    const waiting = await until(
      "crash",
      (seen) => main(seen)?.state?.waiting?.reason === "CrashLoopBackOff",
    );
    expect(main(waiting)).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 7, reason: "Error" } },
    });
    expect(await logOf("crash", { previous: true })).toBe("try\n");
    await remove("crash");
    expect(await left("crash")).toEqual([]);
  });

  it("whose program does not exist say StartError, whose image is not here and never pulled say so", async () => {
    const { image } = daemon;
    await pod("nothing", {
      restartPolicy: "Never",
      containers: [{ name: "main", image, command: ["/no/such/program"] }],
    });
    const failed = await until("nothing", (seen) => seen.status?.phase === "Failed");
    expect(main(failed)?.state?.terminated).toMatchObject({ exitCode: 128, reason: "StartError" });
    expect(main(failed)?.state?.terminated?.message).toContain("no such file");
    await pod("absent", {
      containers: [{ name: "main", image: "kubarium-test/none:9", imagePullPolicy: "Never" }],
    });
    await until("absent", (seen) => main(seen)?.state?.waiting?.reason === "ErrImageNeverPull");
    await remove("nothing");
    await remove("absent");
  });

  it("go on running while no engine is there, and are known again, restart counts and all", async () => {
    const command = ["sh", "-c", "echo up; exec sleep 1000"];
    await pod("steady", { containers: [{ name: "main", image: daemon.image, command }] });
    const before = await until("steady", isReady);
    await agents.stop();
    agents = await startAgents();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(main(await get("steady"))).toEqual(main(before));
    expect(await logOf("steady")).toBe("up\n");

    // A container that dies behind the engine's back is started again by the events alone.
    const id = main(before)?.containerID?.slice("docker://".length) ?? "";
    await docker.call("POST", `/containers/${id}/kill`);
    const again = await until("steady", (seen) => main(seen)?.restartCount === 1);
    expect(main(again)?.lastState?.terminated?.exitCode).toBe(137);

    // A sandbox that dies takes the Pod's network along: all of it is made anew.
    const uid = before.metadata.uid;
    await docker.call("POST", `/containers/kubarium_${cluster}_${uid}_sandbox_0/kill`);
    await until("steady", (seen) => main(seen)?.restartCount === 2 && isReady(seen));
    await remove("steady");
    expect(await left("steady")).toEqual([]);
  });

  it("begin again in place when a container ends as its rule says: same address, same volumes, nothing left of before", async () => {
    const { image } = daemon;
    const volumeMounts = [{ name: "data", mountPath: "/data" }];
    const run = (script: string) => ({ image, command: ["sh", "-c", script], volumeMounts });
    const exitCodes = { operator: "In", values: [42] };
    const trigger = {
      name: "trigger",
      ...run("if test -f /data/once; then sleep 600; fi; sleep 2; touch /data/once; exit 42"),
      restartPolicy: "Never",
      restartPolicyRules: [{ action: "RestartAllContainers", exitCodes }],
    };
    await pod("again", {
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 1,
      volumes: [{ name: "data", emptyDir: {} }],
      initContainers: [{ name: "init", ...run("echo run >> /data/init") }],
      containers: [trigger, { name: "main", ...run("cat /data/init; exec sleep 600") }],
    });
    const before = await until("again", isReady);
    const counts = ({ status }: Stored<Pod>): readonly (number | undefined)[] =>
      [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(
        ({ restartCount }) => restartCount,
      );
    const after = await until("again", (now) => isReady(now) && counts(now)[0] === 1);
    expect(counts(after)).toEqual([1, 1, 1]);
    expect(after.status?.podIP).toBe(before.status?.podIP);
    expect(await logOf("again")).toBe("run\nrun\n");
    expect(main(after)?.lastState?.terminated).toMatchObject({
      exitCode: 137,
      reason: "RestartingAllContainers",
    });
    const conditions = new Map(after.status?.conditions?.map(({ type, status }) => [type, status]));
    expect(conditions.get("AllContainersRestarting")).toBe("False");
    // The sandbox and the three containers.
    const containers = (await left("again")).filter((name) => name.startsWith("/"));
    expect(containers).toHaveLength(4);
    await remove("again");
  });

  it("are resized as a whole where containers have no limits of their own", async () => {
    const { image } = daemon;
    const command = ["sleep", "600"];
    const sized = (cpu: string, memory: string): PodSpec => ({
      nodeName: "docker",
      terminationGracePeriodSeconds: 1,
      resources: { requests: { cpu: "100m", memory: "32Mi" }, limits: { cpu, memory } },
      containers: [{ name: "main", image, command }],
    });
    await pod("whole", sized("200m", "64Mi"));
    const before = await until("whole", isReady);
    const id = main(before)?.containerID?.replace("docker://", "") ?? "";
    const limits = async (): Promise<readonly number[]> => {
      const { HostConfig } = await docker.call<{
        HostConfig: { Memory: number; NanoCpus: number };
      }>("GET", `/containers/${id}/json`);
      return [HostConfig.Memory / 2 ** 20, HostConfig.NanoCpus / 1e9];
    };
    expect(await limits()).toEqual([64, 0.2]);
    const generation = Number(before.metadata.generation ?? 1) + 1;
    const metadata = { ...before.metadata, generation };
    await api.update(PODS, { ...before, metadata, spec: sized("400m", "128Mi") });
    const is = { cpu: "400m", memory: "128Mi" };
    const after = await until(
      "whole",
      ({ status }) => status?.resources?.limits?.["cpu"] === is.cpu,
    );
    expect(await limits()).toEqual([128, 0.4]);
    expect(after.status?.resources?.limits).toEqual(is);
    expect(main(after)).toMatchObject({ restartCount: 0, resources: { limits: is } });
    await remove("whole");
  });
});
