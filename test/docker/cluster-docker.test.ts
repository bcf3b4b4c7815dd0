/** The whole engine on a Docker node: a Deployment becomes containers, with the service account's token in them, and goes again. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DockerClient } from "../../src/host/node/docker/docker-client.ts";
import { DockerRuntime } from "../../src/host/node/docker/docker-runtime.ts";
import { label } from "../../src/host/node/docker/labels.ts";
import {
  type Cluster,
  createCluster,
  createSystemHost,
  DEPLOYMENTS,
  PODS,
  type Stored,
} from "../../src/index.ts";
import type { Pod } from "../../src/api/generated/types.ts";
import { type TestDaemon, daemonObstacle, startDaemon, startTimeoutMs } from "./docker-daemon.ts";

const obstacle = daemonObstacle();
let daemon: TestDaemon;
let docker: DockerClient;
let runtime: DockerRuntime;
let cluster: Cluster;

const metadata = { namespace: "default", name: "web" };

async function podsOnce(
  holds: (pods: readonly Stored<Pod>[]) => boolean,
): Promise<readonly Stored<Pod>[]> {
  for (const end = Date.now() + 20_000; ;) {
    const { items } = await cluster.client.list(PODS, { namespace: "default" });
    if (holds(items)) return items;
    if (Date.now() > end)
      throw new Error(
        JSON.stringify(
          items.map(({ status }) => status),
          undefined,
          1,
        ),
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function containerCount(): Promise<number> {
  const filters = JSON.stringify({ label: [`${label.cluster}=whole`] });
  const query = { all: 1, filters };
  return (await docker.call<readonly unknown[]>("GET", "/containers/json", { query })).length;
}

describe.skipIf(obstacle !== undefined)(
  `a cluster on Docker${obstacle ? ` (${obstacle})` : ""}`,
  () => {
    beforeAll(async () => {
      daemon = await startDaemon();
      docker = await daemon.client();
      const client = await daemon.client();
      const host = createSystemHost();
      const signal = AbortSignal.timeout(60_000);
      runtime = await DockerRuntime.open({ client, host, cluster: "whole" }, signal);
      cluster = await createCluster({ host, nodes: [{ name: "docker", runtime }] });
    }, startTimeoutMs);
    afterAll(async () => {
      await cluster?.stop();
      docker?.close();
      await daemon?.stop();
    });

    it("runs a Deployment's pods as containers that know their service account, and removes them", async () => {
      const command = ["sh", "-c", "exec httpd -f -p 80 -h /var/run/secrets/kubernetes.io"];
      const labels = { app: "web" };
      await cluster.client.create(DEPLOYMENTS, {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              terminationGracePeriodSeconds: 1,
              containers: [
                {
                  name: "main",
                  image: daemon.image,
                  imagePullPolicy: "IfNotPresent",
                  command,
                  readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 1 },
                },
              ],
            },
          },
        },
      });
      const pods = await podsOnce(
        (all) => all.length === 2 && all.every((pod) => pod.status?.containerStatuses?.[0]?.ready),
      );
      expect(new Set(pods.map((pod) => pod.status?.podIP)).size).toBe(2);
      expect(await containerCount()).toBe(4);

      const signal = AbortSignal.timeout(10_000);
      const [first] = pods;
      const [sandbox] = await runtime.listPodSandboxes(
        { podUid: first?.metadata.uid ?? "" },
        signal,
      );
      const read = async (file: string): Promise<string> => {
        const path = `/serviceaccount/${file}`;
        const request = { method: "GET", path, headers: {} };
        const answer = await runtime.requestPort(sandbox?.id ?? "", 80, { request, signal });
        return new TextDecoder().decode(answer.body);
      };
      expect(await read("namespace")).toBe("default");
      const [, claims = ""] = (await read("token")).split(".");
      expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
        sub: "system:serviceaccount:default:default",
        "kubernetes.io": { pod: { name: first?.metadata.name } },
      });

      await cluster.client.delete(DEPLOYMENTS, metadata);
      await podsOnce((all) => all.length === 0);
      expect(await containerCount()).toBe(0);
    });
  },
);
