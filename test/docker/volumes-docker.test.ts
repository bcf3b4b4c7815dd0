/** Claims on a real Docker engine: what a Pod writes in a volume of the cluster's own is there for the next, until it is given up. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pod } from "../../src/api/generated/types.ts";
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS } from "../../src/api/kinds.ts";
import type { Stored } from "../../src/api/object.ts";
import type { DockerClient } from "../../src/host/node/docker/docker-client.ts";
import { DockerRuntime } from "../../src/host/node/docker/docker-runtime.ts";
import { createSystemHost } from "../../src/host/system.ts";
import { type NodeAgents, startNodeAgents } from "../../src/kubelet/node-agents.ts";
import { eventually } from "../fixtures/eventually.ts";
import { MemoryClient } from "../fixtures/memory-client.ts";
import { type TestDaemon, daemonObstacle, startDaemon, startTimeoutMs } from "./docker-daemon.ts";

const obstacle = daemonObstacle();
const cluster = "volumes";
const namespace = "default";
const host = createSystemHost();
const api = new MemoryClient({ host });
let daemon: TestDaemon;
let docker: DockerClient;
let agents: NodeAgents;

const term = { key: "kubernetes.io/hostname", operator: "In", values: ["docker"] } as const;

/** A claim with a volume of ours, as the controllers leave them. */
async function bound(name: string): Promise<string> {
  const volumeName = `pvc-${name}`;
  const claim = await api.create(PERSISTENT_VOLUME_CLAIMS, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { namespace, name },
    spec: { volumeName },
    status: { phase: "Bound" },
  });
  await api.create(PERSISTENT_VOLUMES, {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: {
      name: volumeName,
      annotations: { "pv.kubernetes.io/provisioned-by": "kubarium.dev/local" },
    },
    spec: {
      capacity: { storage: "1Gi" },
      claimRef: { namespace, name, uid: claim.metadata.uid },
      persistentVolumeReclaimPolicy: "Delete",
      hostPath: { path: `/var/lib/kubarium/volumes/${volumeName}` },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [term] }] } },
    },
    status: { phase: "Bound" },
  });
  return volumeName;
}

type Mount = { readonly subPath?: string; readonly readOnly?: boolean };

/** Runs a script in a Pod of its own, as a user without rights, to its end; gives its phase and what it printed. */
async function runs(name: string, script: string, mount: Mount = {}): Promise<string> {
  const volumeMounts = [{ name: "data", mountPath: "/data", ...mount }];
  await api.create(PODS, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name },
    spec: {
      nodeName: "docker",
      restartPolicy: "Never",
      securityContext: { runAsUser: 1000 },
      containers: [
        {
          name: "main",
          image: daemon.image,
          command: ["sh", "-c", `(${script}) 2>&1`],
          volumeMounts,
        },
      ],
      volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
    },
  });
  const ended = await eventually(async (): Promise<Stored<Pod>> => {
    const pod = await api.get(PODS, { namespace, name });
    expect(pod.status?.phase).toMatch(/Succeeded|Failed/);
    return pod;
  });
  const output = await logOf(ended);
  await api.delete(PODS, { namespace, name }, { gracePeriodSeconds: 0 });
  await eventually(async () => {
    const { items } = await api.list(PODS);
    expect(items.filter(({ metadata }) => metadata.name === name)).toEqual([]);
  });
  return `${ended.status?.phase}: ${output.trim()}`;
}

async function logOf(pod: Stored<Pod>): Promise<string> {
  const options = { container: "main", follow: false, timestamps: false, previous: false };
  const stream = await agents.podLogs(pod, options, AbortSignal.timeout(10_000));
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

async function dockerVolumes(): Promise<readonly string[]> {
  const { Volumes } = await docker.call<{ Volumes?: readonly { Name: string }[] | null }>(
    "GET",
    "/volumes",
  );
  return (Volumes ?? []).map(({ Name }) => Name);
}

describe.skipIf(obstacle !== undefined)(
  `claims on Docker${obstacle ? ` (${obstacle})` : ""}`,
  () => {
    beforeAll(async () => {
      daemon = await startDaemon();
      docker = await daemon.client();
      const runtime = await DockerRuntime.open(
        { client: await daemon.client(), host, cluster },
        AbortSignal.timeout(60_000),
      );
      agents = await startNodeAgents({ client: api, host, nodes: [{ name: "docker", runtime }] });
    }, startTimeoutMs);
    afterAll(async () => {
      await agents?.stop();
      docker?.close();
      await daemon?.stop();
    });

    it("keep what a Pod wrote for the next one, whole or in part, and lose it with their volume", async () => {
      const volumeName = await bound("data");
      expect(await runs("one", "echo kept > /data/file; echo done")).toBe("Succeeded: done");
      expect(await runs("two", "cat /data/file")).toBe("Succeeded: kept");
      expect(await runs("part", "echo part > /data/file; ls /data", { subPath: "a/b" })).toBe(
        "Succeeded: file",
      );
      expect(await runs("whole", "cat /data/a/b/file")).toBe("Succeeded: part");
      expect(await runs("reader", "echo no > /data/file", { readOnly: true })).toMatch(
        /Failed: .*Read-only file system/,
      );
      const kept = `kubarium_${cluster}_pv_${volumeName}`;
      expect(await dockerVolumes()).toContain(kept);
      const volume = await api.get(PERSISTENT_VOLUMES, { name: volumeName });
      await api.update(
        PERSISTENT_VOLUMES,
        { ...volume, status: { phase: "Released" } },
        { subresource: "status" },
      );
      await eventually(async () => {
        expect((await api.list(PERSISTENT_VOLUMES)).items).toEqual([]);
      });
      expect(await dockerVolumes()).not.toContain(kept);
    }, 60_000);
  },
);
