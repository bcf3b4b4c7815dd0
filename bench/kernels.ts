/** The WASM kernels against the best TypeScript over typed arrays, against plain objects and Maps, and across a worker. */
import { createNodeKernelPool } from "../src/host/node/kernel-pool.ts";
import type { SchedulerEngine } from "../src/kernels/pool.ts";
import type { PodRecord } from "../src/kernels/scheduler/records.ts";
import { defaultKernelProfile, noEntries } from "../src/kernels/scheduler/records.ts";
import type { Columns, PlainNode, PodAsk } from "./kernels/baselines.ts";
import { placeOnColumns, placeOnObjects } from "./kernels/baselines.ts";
import { connections } from "./kernels/connections.ts";
import { keyOf, median, row, timed } from "./kernels/measure.ts";
import { addWholeProfile, withPodRules } from "./kernels/profiles.ts";
import type { BenchRow } from "./row.ts";

const nodes = 5000;
/** Where a scan outlasts the meetings of several workers by far. */
const manyNodes = 15_000;
const gi = 1024 ** 3;

export async function run(): Promise<BenchRow[]> {
  // The pools' workers keep no process alive: this timer does while we measure.
  const alive = setInterval(() => undefined, 1000);
  try {
    return [
      ...(await placement()),
      ...(await profiles()),
      ...(await crossing()),
      ...(await together()),
      ...(await connections()),
    ];
  } finally {
    clearInterval(alive);
  }
}

/** Nodes of three sizes, some with a taint that no pod tolerates. */
function nodeOf(index: number): { cpu: number; mem: number; taint: boolean } {
  return {
    cpu: 16_000 + (index % 3) * 16_000,
    mem: (64 + (index % 3) * 64) * gi,
    taint: index % 50 === 49,
  };
}

/** Distinct pods: no run of equals to profit from. */
function podOf(index: number): PodAsk {
  return {
    cpu: 50 + (index % 37) * 10,
    mem: (64 + (index % 29) * 16) * 1024 * 1024,
    tolerated: 1,
    tie: Math.imul(index + 1, 0x9e3779b1) >>> 0,
  };
}

async function openEngine(
  mode: "thread" | "worker",
  pods: number,
  options: { readonly nodes?: number; readonly workers?: number } = {},
): Promise<OpenEngine> {
  const { nodes: count = nodes, workers = 1 } = options;
  const pool = createNodeKernelPool({ mode, workers });
  const capacity = {
    nodes: count,
    resources: 4,
    taintWords: 1,
    portWords: 0,
    masks: 1,
    scoreColumns: 0,
    pods,
  };
  const engine = await pool.scheduler(capacity);
  const { memory } = engine;
  memory.writeProfile(0, defaultKernelProfile);
  for (let i = 0; i < count; i++) {
    const { cpu, mem, taint } = nodeOf(i);
    [cpu, mem, 0, 250].forEach((amount, r) => {
      memory.row("allocatable", r)[i] = amount;
    });
    memory.row("balance", 0)[i] = 100;
    memory.setBits("hardTaints", i, taint ? [1] : []);
    memory.nodeKeys[i] = keyOf(i);
  }
  memory.mask(0).fill(0xffffffff, 0, Math.floor(count / 32));
  memory.mask(0)[Math.floor(count / 32)] = 2 ** (count % 32) - 1;
  memory.nodeCount = count;
  for (let i = 0; i < pods; i++) writePod(engine, i);
  return { engine, close: () => pool.close() };
}

interface OpenEngine {
  readonly engine: SchedulerEngine;
  close(): Promise<void>;
}

function writePod(engine: SchedulerEngine, index: number, more: Partial<PodRecord> = {}): void {
  engine.memory.writePod(index, { ...recordOf(index), ...more });
}

function recordOf(index: number): PodRecord {
  const { cpu, mem, tie } = podOf(index);
  return {
    requiredNode: -1,
    selectorMask: -1,
    namesMask: -1,
    enforcedMask: -1,
    spreadMask: -1,
    selfAffine: false,
    profile: 0,
    tieOffset: 0,
    imageColumn: -1,
    preferredColumn: -1,
    bestEffort: false,
    tie,
    entries: noEntries,
    nonZero: [cpu, mem],
    requests: [cpu, mem, 0, 1],
    needs: [cpu, mem, 0, 1],
    toleratedTaints: [0],
    portConflicts: [],
    portsTaken: [],
  };
}

function openColumns(): Columns {
  const columns: Columns = {
    count: nodes,
    allocCpu: Float64Array.from({ length: nodes }, (_, i) => nodeOf(i).cpu),
    allocMem: Float64Array.from({ length: nodes }, (_, i) => nodeOf(i).mem),
    allocPods: new Float64Array(nodes).fill(250),
    usedCpu: new Float64Array(nodes),
    usedMem: new Float64Array(nodes),
    usedPods: new Float64Array(nodes),
    nonZeroCpu: new Float64Array(nodes),
    nonZeroMem: new Float64Array(nodes),
    balance: new Float64Array(nodes).fill(100),
    taints: Uint32Array.from({ length: nodes }, (_, i) => (nodeOf(i).taint ? 2 : 0)),
    keys: Uint32Array.from({ length: nodes }, (_, i) => keyOf(i)),
  };
  return columns;
}

function openObjects(): PlainNode[] {
  return Array.from({ length: nodes }, (_, i) => {
    const { cpu, mem, taint } = nodeOf(i);
    return {
      name: `node-${i}`,
      allocatable: { cpu, memory: mem, pods: 250 },
      requested: {},
      nonZero: {},
      taints: taint ? [{ key: "dedicated", effect: "NoSchedule" }] : [],
      key: keyOf(i),
      pods: 0,
    };
  });
}

async function placement(): Promise<BenchRow[]> {
  const batch = 256;
  const { engine, close } = await openEngine("thread", batch);
  const columns = openColumns();
  const wasm: number[] = [];
  const arrays: number[] = [];
  for (let round = 0; round < 24; round++) {
    wasm.push(await timed(() => engine.place(batch)));
    const chosen: number[] = [];
    arrays.push(
      await timed(() => {
        for (let i = 0; i < batch; i++) chosen.push(placeOnColumns(columns, podOf(i)));
      }),
    );
    // A race is one only between equals: every placement of both is compared.
    chosen.forEach((node, i) => {
      const { node: other } = engine.memory.readResult(i);
      if (node !== other) throw new Error(`round ${round} pod ${i}: ${node} is not ${other}`);
    });
  }
  await close();
  const plain = openObjects();
  const objects: number[] = [];
  for (let i = 0; i < 60; i++) {
    const { cpu, mem, tie } = podOf(i);
    const pod = { requests: { cpu, memory: mem }, tolerations: [], tie };
    objects.push(await timed(() => void placeOnObjects(plain, pod)));
  }
  // The first rounds are the compilers' warming up.
  const perPod = median(wasm.slice(8)) / batch;
  const pair = (ms: number): number => (ms * 1e6) / nodes;
  return [
    row(
      `placement, ${nodes} nodes`,
      median(arrays.slice(8)) / median(wasm.slice(8)),
      "x",
      "typed arrays",
      ">= 2",
    ),
    row(`placement, ${nodes} nodes`, median(objects) / perPod, "x", "plain objects", ">= 60"),
    row("placement, one pod and node", pair(perPod), "ns", "", ""),
    row(`placement, ${nodes} nodes, distinct pods`, 1000 / perPod, "pods/s", "", ">= 10000"),
  ];
}

/** Three plugins, the whole profile and replicas in turns, so that all see the same machine. */
async function profiles(): Promise<BenchRow[]> {
  const batch = 256;
  const three = await openEngine("thread", batch);
  const whole = await openEngine("thread", batch);
  const more = addWholeProfile(whole.engine, nodes);
  for (let i = 0; i < batch; i++) writePod(whole.engine, i, more);
  const replicas = await openEngine("thread", batch);
  const twin = { ...podOf(0), tieOffset: 0 };
  for (let i = 0; i < batch; i++) {
    writePod(replicas.engine, i, {
      requests: [twin.cpu, twin.mem, 0, 1],
      needs: [twin.cpu, twin.mem, 0, 1],
      nonZero: [twin.cpu, twin.mem],
      tie: twin.tie,
      tieOffset: podOf(i).tie,
    });
  }
  const times: Record<"three" | "whole" | "replicas", number[]> = {
    three: [],
    whole: [],
    replicas: [],
  };
  for (let round = 0; round < 16; round++) {
    times.three.push(await timed(() => three.engine.place(batch)));
    times.whole.push(await timed(() => whole.engine.place(batch)));
    times.replicas.push(await timed(() => replicas.engine.place(batch)));
  }
  for (const { close } of [three, whole, replicas]) await close();
  const [t, w, r] = [times.three, times.whole, times.replicas].map((all) => median(all.slice(4)));
  return [
    row(`whole default profile, ${nodes} nodes`, (w ?? 0) / (t ?? 1), "x", "3 plugins", "<= 2"),
    row("whole default profile", (1000 * batch) / (w ?? 1), "pods/s", "", ">= 10000"),
    row(`replicas, ${nodes} nodes`, (1000 * batch) / (r ?? 1), "pods/s", "", ">= 500000"),
  ];
}

async function crossing(): Promise<BenchRow[]> {
  const batch = 256;
  const direct = await openEngine("thread", batch);
  const worker = await openEngine("worker", batch);
  const times: Record<"direct" | "worker" | "held", number[]> = {
    direct: [],
    worker: [],
    held: [],
  };
  for (let round = 0; round < 14; round++) {
    times.direct.push(await timed(() => direct.engine.place(batch)));
    const started = performance.now();
    const done = worker.engine.place(batch);
    times.held.push(performance.now() - started);
    await done;
    times.worker.push(performance.now() - started);
  }
  const records = Array.from({ length: batch }, (_, i) => recordOf(i));
  const traffic: number[] = [];
  for (let round = 0; round < 40; round++) {
    traffic.push(
      await timed(() => {
        direct.engine.memory.writeBatch(records);
        for (let i = 0; i < batch; i++) direct.engine.memory.readResult(i);
      }),
    );
  }
  await direct.close();
  await worker.close();
  // The first rounds start the worker and warm both up.
  const [d, w, h] = [times.direct, times.worker, times.held].map((all) => median(all.slice(3)));
  return [
    row(
      `worker, ${batch} pods, ${nodes} nodes`,
      (w ?? 0) / (d ?? 1),
      "x",
      "same thread",
      "<= 1.15",
    ),
    row("API thread held by a batch", ((h ?? 0) * 1000) / batch, "us/pod", "", "<= 1"),
    row(
      "records written, results read",
      (median(traffic.slice(10)) * 1000) / batch,
      "us/pod",
      "",
      "<= 1",
    ),
  ];
}

/** Two workers against one, in turns; where the machine's cores are busy with other things both come to the same. */
async function together(): Promise<BenchRow[]> {
  const batch = 256;
  const open = async (workers: number): Promise<OpenEngine> => {
    const opened = await openEngine("worker", batch, { nodes: manyNodes, workers });
    const more = withPodRules(addWholeProfile(opened.engine, manyNodes));
    for (let i = 0; i < batch; i++) writePod(opened.engine, i, more);
    return opened;
  };
  const one = await open(1);
  const two = await open(2);
  const times: Record<"one" | "two", number[]> = { one: [], two: [] };
  for (let round = 0; round < 24; round++) {
    times.one.push(await timed(() => one.engine.place(batch)));
    times.two.push(await timed(() => two.engine.place(batch)));
    for (let i = 0; i < batch; i++) {
      const { node } = one.engine.memory.readResult(i);
      const { node: other } = two.engine.memory.readResult(i);
      if (node !== other) throw new Error(`round ${round} pod ${i}: ${node} is not ${other}`);
    }
  }
  await one.close();
  await two.close();
  const ratio = median(times.one.slice(4)) / median(times.two.slice(4));
  const metric = `two workers, ${batch} pods with rules, ${manyNodes} nodes`;
  return [row(metric, ratio, "x", "one worker", ">= 1.3")];
}
