/** How long the command takes to start, and a Pod's way from create to Running through the whole engine, on 1,000 simulated nodes. */
import { createCluster, PODS } from "../src/index.ts";
import type { Pod } from "../src/api/generated/types.ts";
import { createSystemHost } from "../src/host/system.ts";
import { openStore } from "../src/store/engine.ts";
import { MemoryLog } from "../src/store/memory-log.ts";
import { createNodeKernelPool } from "../src/host/node/kernel-pool.ts";
import { startRows } from "./cluster/start.ts";
import type { BenchRow } from "./row.ts";

const nodes = 1000;
const pods = 4000;
/** A Pod's life to Running in writes: create, bind, status. */
const writesPerPod = 3;

export async function run(): Promise<BenchRow[]> {
  const started = performance.now();
  const cluster = await createCluster({ nodes, kernels: createNodeKernelPool() });
  const startMs = performance.now() - started;
  const podsPerSecond = await createToRunning(cluster);
  const sample = (await cluster.client.list(PODS)).items[0];
  await cluster.stop();
  const bare = await barePuts(sample as Pod);
  return [
    ...(await startRows()),
    {
      bench: "cluster",
      metric: `start with ${nodes} nodes`,
      value: startMs,
      unit: "ms",
      baseline: "",
      target: "",
    },
    {
      bench: "cluster",
      metric: `create to Running, ${pods} Pods on ${nodes} nodes`,
      value: podsPerSecond,
      unit: "pods/s",
      baseline: "",
      target: "",
    },
    {
      bench: "cluster",
      metric: "whole engine against the store's bare writes",
      value: (podsPerSecond * writesPerPod) / bare,
      unit: "x",
      baseline: `the same Pods put ${writesPerPod} times each into the store alone`,
      target: "",
    },
  ];
}

async function createToRunning(
  cluster: Awaited<ReturnType<typeof createCluster>>,
): Promise<number> {
  const { client } = cluster;
  const { resourceVersion } = await client.list(PODS);
  const running = new Set<string>();
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const stop = await client.watch(
    PODS,
    { resourceVersion },
    {
      onEvents: (events) => {
        for (const { object } of events) {
          if (object.status?.phase === "Running") running.add(object.metadata.name);
        }
        if (running.size === pods) finish();
      },
      onEnd: (error) => {
        throw error;
      },
    },
  );
  const started = performance.now();
  await Promise.all(
    Array.from({ length: pods }, (_, i) => client.create(PODS, podNamed(`pod-${i}`))),
  );
  await done;
  const seconds = (performance.now() - started) / 1000;
  stop();
  return pods / seconds;
}

function podNamed(name: string): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels: { app: "bench" } },
    spec: {
      containers: [
        { name: "web", image: "web:1", resources: { requests: { cpu: "100m", memory: "64Mi" } } },
      ],
    },
  };
}

/** Puts per second of the store alone, with objects of the same size. */
async function barePuts(sample: Pod): Promise<number> {
  const store = await openStore({ log: new MemoryLog(), host: createSystemHost() });
  const started = performance.now();
  for (let round = 0; round < writesPerPod; round++) {
    await Promise.all(
      Array.from({ length: pods }, (_, i) => {
        const key = { resource: "pods", namespace: "default", name: `pod-${i}` };
        const object = { ...sample, metadata: { ...sample.metadata, name: key.name } };
        return store.put(key, object, store.head(key)?.revision ?? 0);
      }),
    );
  }
  const seconds = (performance.now() - started) / 1000;
  await store.close();
  return (pods * writesPerPod) / seconds;
}
