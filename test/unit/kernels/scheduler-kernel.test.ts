import { describe, expect, test } from "vitest";
import { instantiateScheduler, requireWasmMemory } from "../../../src/kernels/scheduler/kernel.ts";
import type { SchedulerKernel } from "../../../src/kernels/scheduler/kernel.ts";
import { EXPLAIN, EXPLAIN_ROWS, REASON } from "../../../src/kernels/scheduler/layout.ts";
import type { SchedulerCapacity } from "../../../src/kernels/scheduler/layout.ts";
import { SchedulerMemory } from "../../../src/kernels/scheduler/memory.ts";
import type { Placement } from "../../../src/kernels/scheduler/records.ts";
import type { PodRecord } from "../../../src/kernels/scheduler/records.ts";
import { defaultKernelProfile, noEntries } from "../../../src/kernels/scheduler/records.ts";
import { ReferenceScheduler } from "../../../src/kernels/scheduler/reference.ts";
import { kernelFiles } from "./kernel-files.ts";
import { gi, podRecord, randomCase, setMaskBit, writeNode } from "./scheduler-cases.ts";
import type { NodeCase } from "./scheduler-cases.ts";

const small: SchedulerCapacity = {
  nodes: 64,
  resources: 5,
  taintWords: 1,
  portWords: 1,
  masks: 4,
  scoreColumns: 2,
  pods: 16,
};

interface Setup {
  readonly memory: SchedulerMemory;
  readonly kernel: SchedulerKernel;
}

const implementations: Record<string, (capacity: SchedulerCapacity) => Promise<Setup>> = {
  reference: (capacity) => Promise.resolve(referenceSetup(capacity)),
  "wasm debug": (capacity) => wasmSetup("debug", capacity),
  "wasm release": (capacity) => wasmSetup("release", capacity),
};

function referenceSetup(capacity: SchedulerCapacity): Setup {
  const memory = new SchedulerMemory("plain", capacity);
  memory.writeProfile(0, defaultKernelProfile);
  return { memory, kernel: new ReferenceScheduler(memory) };
}

async function wasmSetup(build: "debug" | "release", capacity: SchedulerCapacity): Promise<Setup> {
  const memory = new SchedulerMemory("shared", capacity);
  memory.writeProfile(0, defaultKernelProfile);
  const module = await kernelFiles(build).module("scheduler");
  return { memory, kernel: await instantiateScheduler(module, requireWasmMemory(memory)) };
}

const node4 = (parts: Partial<NodeCase> = {}): NodeCase => ({
  allocatable: [4000, 8 * gi, 100 * gi, 110, 0],
  ...parts,
});

describe.each(Object.keys(implementations))("scheduling kernel: %s", (name) => {
  const setup = implementations[name] as (capacity: SchedulerCapacity) => Promise<Setup>;

  async function placed(
    nodes: readonly NodeCase[],
    pods: readonly PodRecord[],
  ): Promise<Placement[]> {
    const { memory, kernel } = await setup(small);
    nodes.forEach((node, i) => writeNode(memory, i, node));
    pods.forEach((pod, i) => memory.writePod(i, pod));
    kernel.place(0, pods.length);
    return pods.map((_, i) => memory.readResult(i));
  }

  // Expected scores follow kube-scheduler 1.36: LeastAllocated + BalancedAllocation + 3 x TaintToleration(100).
  test.each([
    // An empty node of 4 cpu and 8 Gi: least (75 + 75) / 2; balance unchanged: 75.
    { request: [1000, 2 * gi, 0, 1], node: node4(), score: 75 + 75 + 300 },
    // least (25 + 75) / 2 = 50; fractions 0.75 and 0.25: 75; 50 + (50 + 75 - 100) / 2 = 62.
    { request: [3000, 2 * gi, 0, 1], node: node4(), score: 50 + 62 + 300 },
    // No cpu on the node and none asked: memory alone counts; one resource is always even.
    {
      request: [0, 2 * gi, 0, 1],
      node: node4({ allocatable: [0, 8 * gi, 0, 110] }),
      score: 75 + 75 + 300,
    },
    // Floors: (4000 - 1) * 100 / 4000 = 99.975, (8 Gi - 1) * 100 / 8 Gi = 99.99...
    { request: [1, 1, 0, 1], node: node4(), score: 99 + 74 + 300 },
    // Best effort: no balance score.
    { request: [0, 0, 0, 1], node: node4(), score: 100 + 0 + 300 },
  ])("gives $request on one node the score $score", async ({ request, node, score }) => {
    const [result] = await placed([node], [podRecord({ requests: request })]);
    expect(result).toMatchObject({ node: 0, feasible: 1, score, unresolvable: 0 });
  });

  test("counts each refusal by the first plugin that refuses, all lacking resources together", async () => {
    const nodes = [
      node4({ hardTaints: [0, 3] }),
      node4({ hardTaints: [3] }),
      node4({ ports: [5] }),
      node4({ allocatable: [500, gi, 0, 110, 0] }),
      node4({ requested: [3500, 0, 0, 110, 0] }),
    ];
    const pod = podRecord({
      requests: [1000, 2 * gi, 0, 1, 0],
      portConflicts: [5],
      portsTaken: [5],
    });
    const [result] = await placed(nodes, [pod]);
    expect(result?.node).toBe(-1);
    expect(result?.feasible).toBe(0);
    expect(result?.unresolvable).toBe(3);
    expect(refusals(result)).toEqual({
      [REASON.unschedulable]: 1,
      [REASON.taint]: 1,
      [REASON.ports]: 1,
      [REASON.resource]: 2,
      [REASON.resource + 1]: 1,
      [REASON.resource + 3]: 1,
    });
  });

  test("lets a pod onto an overdrawn node when it asks for nothing of what is overdrawn", async () => {
    const node = node4({ requested: [5000, 9 * gi, 0, 1, 0] });
    const [result] = await placed([node], [podRecord({ requests: [0, 0, 0, 1, 0] })]);
    expect(result).toMatchObject({ node: 0, feasible: 1 });
  });

  test("refuses an extended resource that no node has", async () => {
    const [result] = await placed([node4()], [podRecord({ requests: [0, 0, 0, 1, 2] })]);
    expect(refusals(result)).toEqual({ [REASON.resource + 4]: 1 });
    expect(result?.unresolvable).toBe(1);
  });

  test("lets each pod of a batch see those before it", async () => {
    const nodes = [
      node4({ allocatable: [1000, gi, 0, 2, 0] }),
      node4({ allocatable: [1000, gi, 0, 2, 0] }),
    ];
    const pod = podRecord({ requests: [600, gi / 4, 0, 1], portConflicts: [7], portsTaken: [7] });
    const results = await placed(nodes, [pod, pod, pod]);
    expect(new Set([results[0]?.node, results[1]?.node])).toEqual(new Set([0, 1]));
    expect(results[2]?.node).toBe(-1);
    expect(refusals(results[2])).toEqual({ [REASON.ports]: 2 });
  });

  test("prefers the node with fewer intolerable soft taints, then the one with more preferred weight", async () => {
    const { memory, kernel } = await setup(small);
    writeNode(memory, 0, node4({ softTaints: [4, 5] }));
    writeNode(memory, 1, node4({ softTaints: [4] }));
    writeNode(memory, 2, node4({ softTaints: [6] }));
    memory.row("scoreColumns", 1).set([90, 60, 30]);
    memory.writePod(0, podRecord({ toleratedTaints: [6] }));
    memory.writePod(1, podRecord({ toleratedTaints: [4, 5, 6], preferredColumn: 1 }));
    kernel.place(0, 2);
    expect(memory.readResult(0).node).toBe(2);
    expect(memory.readResult(1).node).toBe(0);
  });

  test("breaks ties by the mixed keys, not by the order of the nodes", async () => {
    const keys = [11, 22, 33, 44];
    const chosen = new Map<number, number>();
    for (const order of [keys, keys.toReversed()]) {
      const nodes = order.map((key) => node4({ key }));
      for (let tie = 0; tie < 12; tie++) {
        const [result] = await placed(nodes, [podRecord({ tie })]);
        const key = order[result?.node ?? -1] ?? -1;
        expect(chosen.get(tie) ?? key).toBe(key);
        chosen.set(tie, key);
      }
    }
    expect(new Set(chosen.values()).size).toBeGreaterThan(1);
  });

  test("keeps to masks, to the named node and to nodes that exist", async () => {
    const { memory, kernel } = await setup(small);
    for (let i = 0; i < 6; i++) if (i !== 2) writeNode(memory, i, node4());
    setMaskBit(memory, 1, 2);
    setMaskBit(memory, 1, 4);
    setMaskBit(memory, 2, 4);
    memory.writePod(0, podRecord({ selectorMask: 1 }));
    memory.writePod(1, podRecord({ requiredNode: 5 }));
    memory.writePod(2, podRecord({ requiredNode: 2 }));
    memory.writePod(
      3,
      podRecord({
        selectorMask: 1,
        entries: { ...noEntries, posts: [{ mask: 3, reason: REASON.spread }] },
      }),
    );
    kernel.place(0, 4);
    expect([0, 1, 2, 3].map((i) => memory.readResult(i).node)).toEqual([4, 5, -1, -1]);
    expect(refusals(memory.readResult(2))).toEqual({ [REASON.nodeName]: 5 });
    expect(refusals(memory.readResult(3))).toEqual({ [REASON.affinity]: 4, [REASON.spread]: 1 });
  });

  test.each([
    { what: "on nodes of one size", same: true },
    { what: "on nodes of many sizes", same: false },
  ])("sends each replica of a run, $what, where it goes on its own", async ({ same }) => {
    const place = async (calls: "one" | "many"): Promise<readonly Placement[]> => {
      const { memory, kernel } = await setup({ ...small, nodes: 150, pods: 40 });
      for (let i = 0; i < 150; i++) {
        const allocatable = [same ? 4000 : 2000 + (i % 7) * 500, 8 * gi, 0, 1 + (i % 3), 0];
        writeNode(memory, i, { allocatable, key: Math.imul(i, 0x9e3779b1) >>> 0 });
      }
      for (let i = 0; i < 40; i++) {
        memory.writePod(i, podRecord({ tie: 5, tieOffset: Math.imul(i, 0x85ebca6b) >>> 0 }));
      }
      if (calls === "one") kernel.place(0, 40);
      else for (let i = 0; i < 40; i++) kernel.place(i, 1);
      return Array.from({ length: 40 }, (_, i) => memory.readResult(i));
    };
    const together = await place("one");
    expect(together).toEqual(await place("many"));
    expect(new Set(together.map(({ node }) => node)).size).toBeGreaterThan(10);
  });

  test("answers -1 with nothing refused when there is no node", async () => {
    const [result] = await placed([], [podRecord()]);
    expect(result).toMatchObject({ node: -1, feasible: 0, score: 0, unresolvable: 0 });
    expect(refusals(result)).toEqual({});
  });

  test("explains scores that add up to the placement's, and places nothing", async () => {
    const { memory, kernel } = await setup(small);
    writeNode(memory, 0, node4({ requested: [1000, gi, 0, 3, 0], softTaints: [9] }));
    writeNode(memory, 1, node4({ hardTaints: [1] }));
    memory.row("scoreColumns", 0).set([40, 40]);
    memory.writePod(0, podRecord({ imageColumn: 0 }));
    kernel.explain(0);
    expect(memory.row("requested", 0)[0]).toBe(1000);
    const part = (key: keyof typeof EXPLAIN): number =>
      memory.row("explain", EXPLAIN[key])[0] ?? -1;
    expect(part("taint")).toBe(0);
    expect(part("image")).toBe(40);
    expect(part("total")).toBe(part("fit") + part("balanced") + 40);
    const reasons = memory.row("explain", EXPLAIN_ROWS);
    const bits = new BigUint64Array(reasons.buffer, reasons.byteOffset, 2);
    expect([...bits]).toEqual([0n, 1n << BigInt(REASON.taint)]);
    kernel.place(0, 1);
    expect(memory.readResult(0).score).toBe(part("total"));
  });

  test("gives the same answers after its memory has grown", async () => {
    const { memory, kernel } = await setup(small);
    writeNode(memory, 0, node4({ hardTaints: [3], ports: [7] }));
    writeNode(memory, 63, node4({ softTaints: [2], key: 5 }));
    setMaskBit(memory, 3, 63);
    memory.grow({ nodes: 1000, resources: 7, taintWords: 2, portWords: 3, masks: 9, pods: 40 });
    writeNode(memory, 900, node4({ hardTaints: [100] }));
    memory.writePod(39, podRecord({ selectorMask: 3 }));
    memory.writePod(38, podRecord({ toleratedTaints: [3, 100], portConflicts: [7] }));
    kernel.place(38, 2);
    expect(memory.readResult(39).node).toBe(63);
    expect(memory.readResult(38).node).toBe(900);
    expect(memory.bits("ports", 0, 0)).toEqual([128, 0]);
  });

  test("refuses a pod record outside of its memory", async () => {
    const { memory, kernel } = await setup(small);
    expect(() => memory.writePod(16, podRecord())).toThrow(RangeError);
    expect(() => kernel.place(16, 1)).toThrow();
  });
});

describe("reference and kernels, bit for bit", () => {
  const capacities: SchedulerCapacity[] = [
    // Long runs of replicas over several blocks of nodes.
    { ...small, nodes: 200, portWords: 0, pods: 40 },
    { ...small, nodes: 200, resources: 7, taintWords: 2, portWords: 2, masks: 6, pods: 8 },
    {
      ...small,
      nodes: 40,
      resources: 70,
      masks: 6,
      pods: 12,
      keys: 4,
      counters: 12,
      counts: 1200,
      entries: 400,
      profiles: 3,
      profileWords: 300,
    },
  ];
  test.each(["debug", "release"] as const)("%s: random clusters and pods", async (build) => {
    for (const capacity of capacities) {
      for (let seed = 1; seed <= 120; seed++) {
        const reference = referenceSetup(capacity);
        const wasm = await wasmSetup(build, capacity);
        const { pods } = randomCase(reference.memory, seed);
        randomCase(wasm.memory, seed);
        // Two calls in a row: the second starts from what the first has left.
        for (let call = 0; call < 2; call++) {
          reference.kernel.place(0, pods);
          wasm.kernel.place(0, pods);
          for (let i = 0; i < pods; i++) {
            expect(wasm.memory.readResult(i), `seed ${seed} pod ${i}`).toEqual(
              reference.memory.readResult(i),
            );
          }
          expect(columns(wasm.memory), `seed ${seed} columns`).toEqual(columns(reference.memory));
        }
        reference.kernel.explain(pods - 1);
        wasm.kernel.explain(pods - 1);
        expect(explanation(wasm.memory), `seed ${seed} explanation`).toEqual(
          explanation(reference.memory),
        );
      }
    }
  });
});

function refusals(result: Placement | undefined): Record<number, number> {
  const counts = (result?.refused ?? []).map((count, code) => [code, count] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function columns(memory: SchedulerMemory): number[][] {
  const { resources, portWords } = memory.capacity;
  const live = (row: Float64Array): number[] => [...row.subarray(0, memory.nodeCount)];
  return [
    ...Array.from({ length: resources }, (_, r) => live(memory.row("requested", r))),
    live(memory.row("nonZero", 0)),
    live(memory.row("nonZero", 1)),
    live(memory.row("balance", 0)),
    [...memory.counts],
    Array.from({ length: memory.capacity.counters }, (_, i) => memory.readCounter(i).total),
    ...Array.from({ length: portWords }, (_, w) =>
      Array.from({ length: memory.nodeCount }, (_2, node) => memory.bits("ports", node, w)).flat(),
    ),
  ];
}

function explanation(memory: SchedulerMemory): unknown {
  const rows = Array.from({ length: EXPLAIN_ROWS }, (_, r) => [
    ...memory.row("explain", r).subarray(0, memory.nodeCount),
  ]);
  const words = 1 + Math.ceil(memory.capacity.resources / 64);
  const reasons = Array.from({ length: words }, (_, w) => {
    const row = memory.row("explain", EXPLAIN_ROWS + w);
    return [...new BigUint64Array(row.buffer, row.byteOffset, memory.nodeCount)];
  });
  return [rows, reasons];
}
