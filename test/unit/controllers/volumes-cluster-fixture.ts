/** A cluster for the tests of volumes, and short words for what they make in it and ask of it. */
import { afterEach, beforeEach } from "vitest";

import type {
  Event,
  PersistentVolume,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
  Pod,
  Volume,
} from "../../../src/api/generated/types.ts";
import {
  EVENTS,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
} from "../../../src/api/kinds.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import { createCluster, type Cluster } from "../../../src/index.ts";

export let host: SimulatedHost;
export let cluster: Cluster;

/** Gives each test of the file that calls it a cluster of its own. */
export function eachInACluster(): void {
  beforeEach(async () => {
    host = createSimulatedHost({ seed: 11 });
    cluster = await createCluster({ host, nodes: 3 });
    await host.settle();
  });

  afterEach(() => cluster.stop());
}

export const namespace = "default";
export const accessModes = ["ReadWriteOnce"] as const;

export async function claim(name: string, spec: PersistentVolumeClaimSpec = {}, storage = "1Gi") {
  return cluster.client.create(PERSISTENT_VOLUME_CLAIMS, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace },
    spec: { accessModes, resources: { requests: { storage } }, ...spec },
  });
}

export async function volume(
  name: string,
  spec: PersistentVolumeSpec = {},
  labels: Readonly<Record<string, string>> = {},
) {
  return cluster.client.create(PERSISTENT_VOLUMES, {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, labels },
    spec: {
      capacity: { storage: "1Gi" },
      accessModes,
      hostPath: { path: `/srv/${name}` },
      ...spec,
    },
  });
}

type Mount = NonNullable<NonNullable<Pod["spec"]>["containers"][number]["volumeMounts"]>[number];

export async function pod(name: string, source: Omit<Volume, "name">, mount: Partial<Mount> = {}) {
  await cluster.client.create(PODS, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: {
      containers: [
        {
          name: "main",
          image: "busybox",
          volumeMounts: [{ name: "data", mountPath: "/data", ...mount }],
        },
      ],
      volumes: [{ name: "data", ...source }],
    },
  });
  await host.advance(10_000);
}

export const uses = (claimName: string, readOnly = false) => ({
  persistentVolumeClaim: { claimName, readOnly },
});

export const getPod = (name: string) => cluster.client.get(PODS, { namespace, name });
export const getClaim = (name: string) =>
  cluster.client.get(PERSISTENT_VOLUME_CLAIMS, { namespace, name });
export const volumes = async (): Promise<readonly PersistentVolume[]> =>
  (await cluster.client.list(PERSISTENT_VOLUMES)).items;

export async function sh(name: string, script: string) {
  const running = cluster.exec({ namespace, name }, { command: ["sh", "-c", script] });
  await host.advance(1000);
  return running;
}

export async function removePod(name: string): Promise<void> {
  await cluster.client.delete(PODS, { namespace, name }, { gracePeriodSeconds: 0 });
  await host.advance(5000);
}

export async function removeClaim(name: string): Promise<void> {
  await cluster.client.delete(PERSISTENT_VOLUME_CLAIMS, { namespace, name });
  await host.advance(5000);
}

/** `Type Reason: message` of what was said about an object, each once, in order. */
export async function said(name: string): Promise<readonly string[]> {
  const { items } = await cluster.client.list<Event>(EVENTS);
  return items
    .filter(({ involvedObject }) => involvedObject.name === name)
    .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
}
