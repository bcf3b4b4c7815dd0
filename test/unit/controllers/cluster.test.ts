/** The controllers in a whole cluster, through its real API, on a virtual clock: what the parts promise, together. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Deployment, Job } from "../../../src/api/generated/types.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import {
  CONFIG_MAPS,
  createCluster,
  DEPLOYMENTS,
  ENDPOINT_SLICES,
  ENDPOINTS,
  JOBS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
  SERVICE_ACCOUNTS,
  SERVICES,
  type Cluster,
  type ResourceRef,
} from "../../../src/index.ts";

let host: SimulatedHost;
let cluster: Cluster;

beforeEach(async () => {
  host = createSimulatedHost({ seed: 3 });
  cluster = await createCluster({ host, nodes: 2 });
  await host.settle();
});

afterEach(() => cluster.stop());

const labels = { app: "web" };
const containers = [
  { name: "web", image: "nginx:1", ports: [{ name: "http", containerPort: 8080 }] },
];

function deployment(namespace: string): Deployment {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
}

const web = { namespace: "default", name: "web" };

async function setImage(image: string): Promise<void> {
  const patch = { spec: { template: { spec: { containers: [{ name: "web", image }] } } } };
  await cluster.client.patch(DEPLOYMENTS, web, patch, { type: "strategic" });
  await host.advance(120_000);
}

describe("in a whole cluster", () => {
  it("a Deployment behind a Service comes up, rolls over, and is undone", async () => {
    const { client } = cluster;
    await client.create(DEPLOYMENTS, deployment("default"));
    await client.create(SERVICES, {
      apiVersion: "v1",
      kind: "Service",
      metadata: web,
      spec: { selector: labels, ports: [{ port: 80, targetPort: "http" }] },
    });
    await host.advance(120_000);
    const slices = (await client.list(ENDPOINT_SLICES, { namespace: "default" })).items;
    const [slice] = slices.filter(
      ({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === "web",
    );
    expect(slice?.ports).toMatchObject([{ port: 8080, protocol: "TCP" }]);
    expect(slice?.endpoints?.map(({ conditions }) => conditions?.ready)).toEqual([
      true,
      true,
      true,
    ]);
    const endpoints = await client.get(ENDPOINTS, web);
    expect(endpoints.subsets?.[0]?.addresses?.length).toBe(3);

    const before = await client.get(DEPLOYMENTS, web);
    await setImage("nginx:2");
    const after = await client.get(DEPLOYMENTS, web);
    expect(after.metadata.generation).toBe(Number(before.metadata.generation ?? 0) + 1);
    expect(after.status).toMatchObject({ updatedReplicas: 3, availableReplicas: 3, replicas: 3 });
    expect(after.status?.observedGeneration).toBe(after.metadata.generation);
    await setImage("nginx:1");
    const undone = await client.get(DEPLOYMENTS, web);
    expect(undone.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
    expect((await client.list(REPLICA_SETS)).items.length).toBe(2);
    const pods = (await client.list(PODS)).items;
    expect(pods.map(({ spec }) => spec?.containers[0]?.image)).toEqual([
      "nginx:1",
      "nginx:1",
      "nginx:1",
    ]);
  });

  it("deleting in the foreground and deleting a namespace both leave nothing behind", async () => {
    const { client } = cluster;
    await client.create(NAMESPACES, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "team" },
    });
    await host.advance(1_000);
    await client.create(DEPLOYMENTS, deployment("default"));
    await client.create(DEPLOYMENTS, deployment("team"));
    await host.advance(10_000);
    expect((await client.list(PODS)).items.length).toBe(6);
    await client.delete(DEPLOYMENTS, web, { propagationPolicy: "Foreground" });
    await client.delete(NAMESPACES, { name: "team" });
    await host.advance(120_000);

    const owned: readonly ResourceRef[] = [PODS, REPLICA_SETS, DEPLOYMENTS];
    for (const resource of owned) expect((await client.list(resource)).items).toEqual([]);
    const inTeam: readonly ResourceRef[] = [CONFIG_MAPS, SERVICE_ACCOUNTS];
    for (const resource of inTeam) {
      expect((await client.list(resource, { namespace: "team" })).items).toEqual([]);
    }
    const names = (await client.list(NAMESPACES)).items.map(({ metadata }) => metadata.name);
    expect(names).not.toContain("team");
  });

  it("a Job's Pods are labelled, counted, and gone with it", async () => {
    const { client } = cluster;
    const job: Job = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "sum", namespace: "default" },
      spec: {
        parallelism: 2,
        completions: 2,
        template: { spec: { containers, restartPolicy: "Never" } },
      },
    };
    await client.create(JOBS, job);
    await host.advance(5_000);
    const pods = (await client.list(PODS)).items;
    expect(pods.map(({ metadata }) => metadata.labels?.["job-name"])).toEqual(["sum", "sum"]);
    for (const pod of pods) {
      await client.update(
        PODS,
        {
          ...(await client.get(PODS, { namespace: "default", name: pod.metadata.name })),
          status: { phase: "Succeeded" },
        },
        { subresource: "status" },
      );
    }
    await host.advance(5_000);
    const { status } = await client.get(JOBS, { namespace: "default", name: "sum" });
    expect(status).toMatchObject({ succeeded: 2 });
    expect(status?.conditions?.map(({ type }) => type)).toContain("Complete");
    await client.delete(
      JOBS,
      { namespace: "default", name: "sum" },
      { propagationPolicy: "Background" },
    );
    await host.advance(60_000);
    expect((await client.list(PODS)).items).toEqual([]);
  });
});
