/**
 * The whole scheduling cycle but for the API: queue, cache, records, kernel, assumed Pods, bindings and events against a
 * client that answers at once. What the API adds is bench/cluster's to say.
 */
import type { Node, Pod } from "../src/api/generated/types.ts";
import type { Stored } from "../src/api/object.ts";
import { createNodeKernelPool } from "../src/host/node/kernel-pool.ts";
import { createSystemHost } from "../src/host/system.ts";
import { startScheduler } from "../src/scheduler/scheduler.ts";
import type { BenchRow } from "./row.ts";
import { InstantClient } from "./scheduler/instant-client.ts";
import { makeWorkloads } from "./scheduler/workloads.ts";
import type { Workload } from "./scheduler/workloads.ts";

const nodeCount = 5000;
/** The reference takes about a millisecond a Pod and thousand nodes: it gets fewer. */
const pods = { worker: 6000, thread: 6000, off: 64 } as const;

export async function run(): Promise<BenchRow[]> {
  const alive = setInterval(() => undefined, 1000);
  try {
    const worker = await podsPerSecond("worker");
    const thread = await podsPerSecond("thread");
    const off = await podsPerSecond("off");
    const metric = `cycle without API, ${nodeCount} nodes`;
    return [
      { bench: "scheduler", metric, value: worker, unit: "pods/s", baseline: "", target: "" },
      row(`${metric}, kernel in a worker`, worker / thread, "same thread", ""),
      row(`${metric}, kernel on`, thread / off, "kernels off", ""),
      ...(await workloads()),
    ];
  } finally {
    clearInterval(alive);
  }
}

function row(metric: string, value: number, baseline: string, target: string): BenchRow {
  return { bench: "scheduler", metric, value, unit: "x", baseline, target };
}

async function workloads(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const workload of makeWorkloads()) {
    const value = await rateOf(workload);
    const metric = `${workload.name}, without API, ${nodeCount} nodes`;
    const target = `published floor ${workload.floor}, >= ${workload.floor * 10}`;
    rows.push({ bench: "scheduler", metric, value, unit: "pods/s", baseline: "", target });
  }
  return rows;
}

async function rateOf({ nodes, placed, hopeless, measured }: Workload): Promise<number> {
  const client = new InstantClient(nodes, placed);
  const kernels = createNodeKernelPool({ mode: "thread" });
  const scheduler = startScheduler({ client, host: createSystemHost(), kernels });
  await scheduler.ready;
  client.addPods(hopeless);
  while (client.refused < hopeless.length) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const started = performance.now();
  client.addPods(measured);
  while (client.bound < measured.length) await new Promise((resolve) => setImmediate(resolve));
  const rate = measured.length / ((performance.now() - started) / 1000);
  await scheduler.stop();
  await kernels.close();
  return rate;
}

async function podsPerSecond(mode: keyof typeof pods): Promise<number> {
  const client = new InstantClient(Array.from({ length: nodeCount }, (_, i) => nodeOf(i)));
  const kernels = createNodeKernelPool({ mode });
  const host = createSystemHost();
  const scheduler = startScheduler({ client, host, kernels });
  await scheduler.ready;
  const place = async (count: number, first: number): Promise<number> => {
    const wanted = client.bound + count;
    const list = Array.from({ length: count }, (_, i) => podOf(first + i));
    const started = performance.now();
    client.addPods(list);
    while (client.bound < wanted) await new Promise((resolve) => setImmediate(resolve));
    return count / ((performance.now() - started) / 1000);
  };
  // The first call starts the worker and fills the columns.
  await place(Math.min(600, pods[mode]), 0);
  const rate = await place(pods[mode], 10_000);
  await scheduler.stop();
  await kernels.close();
  return rate;
}

function meta(name: string, revision: number): Stored<Node>["metadata"] {
  return {
    name,
    uid: name,
    resourceVersion: String(revision),
    creationTimestamp: "2026-01-01T00:00:00Z",
    generation: 1,
  };
}

function nodeOf(index: number): Stored<Node> {
  const allocatable = { cpu: "32", memory: "128Gi", pods: "110" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: meta(`node-${index}`, 1),
    status: { allocatable },
  };
}

function podOf(index: number): Stored<Pod> {
  const requests = { cpu: `${100 + (index % 9) * 10}m`, memory: `${128 + (index % 7) * 16}Mi` };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...meta(`pod-${index}`, index + 2), namespace: "default" },
    spec: { containers: [{ name: "c", image: "web:1", resources: { requests } }] },
    status: { phase: "Pending" },
  };
}
