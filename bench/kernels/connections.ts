/** The connection kernel: hits, tables and lookups of the Maglev scheduler. */
import { nodeKernelBinaries } from "../../src/host/node/kernel-pool.ts";
import { instantiateConnections } from "../../src/kernels/ipvs/kernel.ts";
import type { ConnectionKernel } from "../../src/kernels/ipvs/kernel.ts";
import type { Flow } from "../../src/kernels/ipvs/flow.ts";
import { maglevOnArrays } from "./baselines.ts";
import { keyOf, median, repeat, row, timed } from "./measure.ts";
import type { BenchRow } from "../row.ts";

const backendCount = 100;

export async function connections(): Promise<BenchRow[]> {
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
