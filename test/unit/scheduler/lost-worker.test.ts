import { afterEach, expect, test, vi } from "vitest";
import type { Pod } from "../../../src/api/generated/types.ts";
import { NODES, PODS } from "../../../src/api/kinds.ts";
import type { LogLevel } from "../../../src/host/host.ts";
import {
  createNodeKernelPool,
  nodeKernelBinaries,
  startKernelThread,
} from "../../../src/host/node/kernel-pool.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { createWorkerPool, workerNodesMin } from "../../../src/kernels/pool.ts";
import type { KernelPool } from "../../../src/kernels/pool.ts";
import { startScheduler } from "../../../src/scheduler/scheduler.ts";
import type { RunningScheduler } from "../../../src/scheduler/scheduler.ts";
import { SchedulerApi, container } from "./scheduler-world.ts";

const lost = new URL("../kernels/lost-worker.ts", import.meta.url);
const good = new URL("../../../src/host/node/kernel-worker.ts", import.meta.url);

let scheduler: RunningScheduler | undefined;
let pool: KernelPool | undefined;
afterEach(async () => {
  await scheduler?.stop();
  await pool?.close();
});

/** The nodes of `pods` Pods, which come at once, in their order. */
async function placedOn(
  kernels: KernelPool,
  { nodes, pods }: { readonly nodes: number; readonly pods: number },
): Promise<{ readonly placed: readonly string[]; readonly logged: readonly string[] }> {
  pool = kernels;
  const logged: string[] = [];
  const write = (level: LogLevel, message: string, fields: object = {}): void => {
    logged.push(`${level}: ${message} ${JSON.stringify(fields)}`);
  };
  const host = { ...createSimulatedHost({ seed: 1 }), log: { write } };
  const api = new SchedulerApi({ host, watchLagMs: 0 });
  for (let i = 0; i < nodes; i++) {
    const allocatable = { cpu: "4", memory: "8Gi", pods: "110" };
    const metadata = { name: `n${i}`, labels: { "kubernetes.io/hostname": `n${i}` } };
    await api.create(NODES, { apiVersion: "v1", kind: "Node", metadata, status: { allocatable } });
  }
  for (let i = 0; i < pods; i++) {
    const metadata = { namespace: "default", name: `p${i}` };
    const spec = { containers: [], ...container({ cpu: `${100 + i}m` }) };
    await api.create(PODS, { apiVersion: "v1", kind: "Pod", metadata, spec } satisfies Pod);
  }
  scheduler = startScheduler({ client: api, host, kernels });
  await scheduler.ready;
  const placed = await vi.waitFor(
    async () => {
      await host.advance(1);
      const { items } = await api.list(PODS);
      const names = items.map(({ spec }) => spec?.nodeName ?? "");
      expect(names).not.toContain("");
      return names;
    },
    { timeout: 20_000 },
  );
  return { placed, logged };
}

test.each([
  { workers: 1, nodes: 400, pods: 64 },
  { workers: 2, nodes: 2 * workerNodesMin, pods: 32 },
])(
  "of $workers workers one ends in the middle of a batch: its Pods are placed as if nothing had been, and it is logged",
  { timeout: 60_000 },
  async ({ workers, nodes, pods }) => {
    const expected = await placedOn(createNodeKernelPool({ mode: "thread" }), { nodes, pods });
    expect(expected.logged).toEqual([]);
    await scheduler?.stop();
    const modules = [lost, good];
    const kernels = createWorkerPool({
      binaries: nodeKernelBinaries(),
      workers,
      startWorker: () => startKernelThread(modules.shift() ?? good),
      startTimer: () => ({ cancel: () => undefined }),
    });
    const { placed, logged } = await placedOn(kernels, { nodes, pods });
    expect(placed).toEqual(expected.placed);
    expect(logged).toEqual([
      'warn: batch is placed again {"error":"Internal error occurred: the kernel worker ended with code 3"}',
    ]);
  },
);
