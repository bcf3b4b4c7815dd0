/** The WASM kernels against the best TypeScript over typed arrays, against plain objects and Maps, and across a worker. */
import { createNodeKernelPool, nodeKernelBinaries } from "../src/host/node/kernel-pool.ts";
import { instantiateConnections } from "../src/kernels/ipvs/kernel.ts";
import type { ConnectionKernel } from "../src/kernels/ipvs/kernel.ts";
import type { Flow } from "../src/kernels/ipvs/flow.ts";
import type { SchedulerEngine } from "../src/kernels/pool.ts";
import type { PodRecord } from "../src/kernels/scheduler/records.ts";
import { defaultKernelProfile, noEntries } from "../src/kernels/scheduler/records.ts";
import type { Columns, PlainNode, PodAsk } from "./kernels/baselines.ts";
import { maglevOnArrays, placeOnColumns, placeOnObjects } from "./kernels/baselines.ts";
import { addWholeProfile } from "./kernels/profiles.ts";
import type { BenchRow } from "./row.ts";

const nodes = 5000;
const gi = 1024 ** 3;
const backendCount = 100;

export async function run(): Promise<BenchRow[]> {
  // The pools' workers keep no process alive: this timer does while we measure.
  const alive = setInterval(() => undefined, 1000);
  try {
    return [
      ...(await placement()),
      ...(await profiles()),
      ...(await crossing()),
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

function keyOf(index: number): number {
  return Math.imul(index ^ 0x5bd1e995, 0x85ebca6b) >>> 0;
}

async function openEngine(mode: "thread" | "worker", pods: number): Promise<OpenEngine> {
  const pool = createNodeKernelPool({ mode });
  const capacity = {
    nodes,
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
  for (let i = 0; i < nodes; i++) {
    const { cpu, mem, taint } = nodeOf(i);
    [cpu, mem, 0, 250].forEach((amount, r) => {
      memory.row("allocatable", r)[i] = amount;
    });
    memory.row("balance", 0)[i] = 100;
    memory.setBits("hardTaints", i, taint ? [1] : []);
    memory.nodeKeys[i] = keyOf(i);
  }
  memory.mask(0).fill(0xffffffff, 0, Math.floor(nodes / 32));
  memory.mask(0)[Math.floor(nodes / 32)] = 2 ** (nodes % 32) - 1;
  memory.nodeCount = nodes;
  for (let i = 0; i < pods; i++) writePod(engine, i);
  return { engine, close: () => pool.close() };
}

interface OpenEngine {
  readonly engine: SchedulerEngine;
  close(): Promise<void>;
}

function writePod(engine: SchedulerEngine, index: number, more: Partial<PodRecord> = {}): void {
  const { cpu, mem, tie } = podOf(index);
  engine.memory.writePod(index, {
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
    ...more,
  });
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
  ];
}

async function connections(): Promise<BenchRow[]> {
  const module = await nodeKernelBinaries().module("ipvs");
  const capacity = { services: 1, backends: 128, slotsLog2: 15 };
  const kernel = await instantiateConnections(module, capacity);
  const backends = Array.from({ length: backendCount }, (_, i) => ({
    backend: i,
    weight: 1,
    key: keyOf(i),
  }));
  const service = { backends, affinityMs: 0, timeoutMs: 1e9, destination: 1 };
  kernel.setService(0, { ...service, scheduler: "mh" });
  const build: number[] = [];
  for (let i = 0; i < 9; i++) {
    build.push(await timed(() => kernel.setService(0, { ...service, scheduler: "mh" })));
  }
  const hits = await connectionHits(kernel);
  return [
    row("connection hit, packed, 10k open", hits.map / hits.packed, "x", "Map of texts", ">= 15"),
    row("connection hit, flow objects, 10k open", hits.map / hits.objects, "x", "Map of texts", ""),
    row("connection hit, packed", hits.packed, "ns", "", ""),
    row("Maglev table of 100 backends", median(build), "ms", "", "<= 2.5"),
    await maglevRow(),
  ];
}

/** Nanoseconds a hit: packed flows copied in and looked up, flow objects looked up, and a Map keyed by text. */
async function connectionHits(
  kernel: ConnectionKernel,
): Promise<{ readonly packed: number; readonly objects: number; readonly map: number }> {
  const flows = Array.from({ length: 10_000 }, (_, i) => flowOf(i));
  const batches = [0, 4000, 8000].map((start) => flows.slice(start, start + 4000));
  const raw = await openRaw(15);
  const packed = batches.map((batch) => pack(batch));
  const map = new Map<string, { backend: number; expiresMs: number }>();
  const keyText = (flow: Flow): string =>
    `${flow.service}|${flow.address.join(".")}|${flow.port}|${flow.protocol}`;
  for (const flow of flows) map.set(keyText(flow), { backend: 1, expiresMs: 0 });
  const times: Record<"packed" | "objects" | "map", number[]> = {
    packed: [],
    objects: [],
    map: [],
  };
  for (let round = 0; round < 60; round++) {
    times.packed.push(
      await timed(() => {
        for (const words of packed) {
          raw.exchange().set(words);
          raw.kernel.lookupBatch(words.length / 8, round);
        }
      }),
    );
    times.objects.push(
      await timed(() => {
        for (const batch of batches) kernel.lookupBatch(batch, round);
      }),
    );
    times.map.push(
      await timed(() => {
        for (const flow of flows) {
          const entry = map.get(keyText(flow));
          if (entry !== undefined) entry.expiresMs = round;
        }
      }),
    );
  }
  if (kernel.entries !== flows.length) throw new Error(`${kernel.entries} connections`);
  const each = (ms: readonly number[]): number => (median(ms.slice(20)) * 1e6) / flows.length;
  return { packed: each(times.packed), objects: each(times.objects), map: each(times.map) };
}

interface RawKernel {
  init(services: number, backends: number, slotsLog2: number): void;
  setService(...settings: readonly number[]): void;
  chooseBatch(count: number): void;
  lookupBatch(count: number, now: number): void;
}

interface OpenRaw {
  readonly kernel: RawKernel;
  /** The exchange, where packed flows go in. */
  exchange(): Uint32Array;
}

/** The kernel without its TypeScript side: one mh service of 100 backends. */
async function openRaw(slotsLog2: number): Promise<OpenRaw> {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const module = await nodeKernelBinaries().module("ipvs");
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const kernel = instance.exports as unknown as RawKernel;
  kernel.init(1, backendCount, slotsLog2);
  const exchange = (): Uint32Array => new Uint32Array(memory.buffer, 65_536, 4096 * 8);
  for (let i = 0; i < backendCount; i++) exchange().set([i, 1, keyOf(i)], i * 4);
  kernel.setService(0, 7, backendCount, 0, 1e9, 0);
  return { kernel, exchange };
}

function pack(flows: readonly Flow[]): Uint32Array {
  const words = new Uint32Array(flows.length * 8);
  flows.forEach((flow, i) => {
    words.set([...flow.address, flow.service, flow.port * 256 + flow.protocol], i * 8);
  });
  return words;
}

/** Flows already in memory on both sides: hash and table in WASM against the same on typed arrays. */
async function maglevRow(): Promise<BenchRow> {
  const count = 4096;
  const { kernel, exchange } = await openRaw(10);
  const flows = pack(Array.from({ length: count }, (_, i) => flowOf(i)));
  exchange().set(flows);
  const table = Uint16Array.from({ length: 65_537 }, (_, i) => i % backendCount);
  const chosen = new Uint32Array(count);
  const arrays: number[] = [];
  const wasm: number[] = [];
  for (let round = 0; round < 30; round++) {
    arrays.push(await timed(() => repeat(20, () => maglevOnArrays(flows, table, chosen))));
    wasm.push(await timed(() => repeat(20, () => kernel.chooseBatch(count))));
  }
  const ratio = median(arrays) / median(wasm);
  return row("Maglev lookup, batched", ratio, "x", "typed arrays", ">= 4");
}

function flowOf(index: number): Flow {
  const host = (0x0a000000 + ((index * 7919) % 65_536)) >>> 0;
  return { service: 0, address: [0, 0, 0xffff, host], port: 1024 + (index % 60_000), protocol: 6 };
}

function repeat(times: number, fn: () => void): void {
  for (let i = 0; i < times; i++) fn();
}

async function timed(fn: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await fn();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function row(
  metric: string,
  value: number,
  unit: string,
  baseline: string,
  target: string,
): BenchRow {
  return { bench: "kernels", metric, value, unit, baseline, target };
}
