import { describe, expect, test } from "vitest";
import type { AddressWords, Flow } from "../../../src/kernels/ipvs/flow.ts";
import { SCHEDULERS, instantiateConnections } from "../../../src/kernels/ipvs/kernel.ts";
import type {
  BackendWeight,
  ConnectionCapacity,
  ConnectionKernel,
  SchedulerName,
  ServiceSettings,
} from "../../../src/kernels/ipvs/kernel.ts";
import { ReferenceConnections } from "../../../src/kernels/ipvs/reference.ts";
import { kernelFiles } from "./kernel-files.ts";
import { seeded } from "./seeded.ts";

const small: ConnectionCapacity = { services: 4, backends: 64, slotsLog2: 8 };

const implementations: Record<string, (capacity: ConnectionCapacity) => Promise<ConnectionKernel>> =
  {
    reference: (capacity) => Promise.resolve(new ReferenceConnections(capacity)),
    "wasm debug": async (capacity) =>
      instantiateConnections(await kernelFiles("debug").module("ipvs"), capacity),
    "wasm release": async (capacity) =>
      instantiateConnections(await kernelFiles("release").module("ipvs"), capacity),
  };

function settings(
  scheduler: SchedulerName,
  weights: readonly number[],
  parts: Partial<ServiceSettings> = {},
): ServiceSettings {
  const backends = weights.map((weight, i): BackendWeight => ({
    backend: i,
    weight,
    key: 1000 + i * 7,
  }));
  return { scheduler, backends, affinityMs: 0, timeoutMs: 10_000, destination: 9, ...parts };
}

function flow(client: number, port = 1, service = 0): Flow {
  return { service, address: [0, 0, 0xffff, client] as AddressWords, port, protocol: 6 };
}

describe.each(Object.keys(implementations))("connection kernel: %s", (name) => {
  const open = (capacity = small): Promise<ConnectionKernel> =>
    (implementations[name] as (typeof implementations)["reference"] & object)(capacity);

  test.each<{ scheduler: SchedulerName; weights: number[]; chosen: number[] }>([
    { scheduler: "rr", weights: [1, 1, 1], chosen: [0, 1, 2, 0, 1, 2] },
    { scheduler: "rr", weights: [1, 0, 5], chosen: [0, 2, 0, 2, 0, 2] },
    // As Linux' documentation of wrr has it: weights 4, 3, 2 give A A B A B C A B C.
    { scheduler: "wrr", weights: [4, 3, 2], chosen: [0, 0, 1, 0, 1, 2, 0, 1, 2, 0] },
    { scheduler: "wrr", weights: [10, 0, 20], chosen: [2, 0, 2, 2, 0, 2] },
    { scheduler: "lc", weights: [1, 1, 9], chosen: [0, 1, 2, 0, 1, 2] },
    { scheduler: "wlc", weights: [1, 3], chosen: [0, 1, 1, 1, 0, 1, 1, 1] },
    { scheduler: "sed", weights: [1, 3], chosen: [1, 1, 0, 1, 1, 1, 0, 1] },
    { scheduler: "nq", weights: [1, 3], chosen: [0, 1, 1, 1, 1, 1, 0] },
    { scheduler: "lc", weights: [0, 0], chosen: [-1, -1] },
    { scheduler: "mh", weights: [0, 0], chosen: [-1] },
    { scheduler: "rr", weights: [], chosen: [-1] },
  ])("$scheduler over weights $weights", async ({ scheduler, weights, chosen }) => {
    const kernel = await open();
    kernel.setService(0, settings(scheduler, weights));
    expect(chosen.map((_, i) => kernel.lookup(flow(i + 1), 0))).toEqual(chosen);
  });

  test("mh spreads its slots evenly, in proportion to the weights, and moves few when one goes", async () => {
    const kernel = await open({ services: 2, backends: 64, slotsLog2: 16 });
    const clients = Array.from({ length: 8000 }, (_, i) => flow(i * 7919, i % 60_000));
    const spread = (weights: readonly number[]): number[] => {
      kernel.removeService(0);
      kernel.setService(0, settings("mh", weights));
      return [clients.slice(0, 4000), clients.slice(4000)].flatMap((part) => [
        ...kernel.lookupBatch(part, 0),
      ]);
    };
    const count = (chosen: number[], backend: number): number =>
      chosen.filter((each) => each === backend).length;
    const before = spread([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    for (let i = 0; i < 10; i++) expect(Math.abs(count(before, i) - 800)).toBeLessThan(120);
    const after = spread([1, 1, 1, 1, 0, 1, 1, 1, 1, 1]);
    const moved = before.filter((backend, i) => backend !== 4 && backend !== after[i]).length;
    expect(count(after, 4)).toBe(0);
    expect(moved / (8000 - count(before, 4))).toBeLessThan(0.05);
    const weighted = spread([3, 1]);
    expect(Math.abs(count(weighted, 0) - 6000)).toBeLessThan(200);
  });

  test("sh keeps a client whatever its port, mh does not, dh keeps everyone together", async () => {
    const kernel = await open({ ...small, slotsLog2: 12 });
    const chosen = (scheduler: SchedulerName, make: (i: number) => Flow): Set<number> => {
      kernel.removeService(0);
      kernel.setService(0, settings(scheduler, [1, 1, 1, 1]));
      return new Set(Array.from({ length: 64 }, (_, i) => kernel.lookup(make(i), 0)));
    };
    expect(chosen("sh", (i) => flow(5, i)).size).toBe(1);
    expect(chosen("sh", (i) => flow(i)).size).toBe(4);
    expect(chosen("mh", (i) => flow(5, i)).size).toBe(4);
    expect(chosen("dh", (i) => flow(i)).size).toBe(1);
  });

  test("a connection stays with its backend, through changes and draining, until it expires", async () => {
    const kernel = await open();
    kernel.setService(0, settings("rr", [1, 1]));
    expect(kernel.lookup(flow(1), 0)).toBe(0);
    kernel.setService(0, settings("rr", [0, 1]));
    expect(kernel.lookup(flow(1), 9999)).toBe(0);
    expect(kernel.lookup(flow(2), 9999)).toBe(1);
    expect(kernel.active(0)).toBe(1);
    // Refreshed at 9999: it ends at 19999.
    expect(kernel.lookup(flow(1), 19_998)).toBe(0);
    expect(kernel.lookup(flow(1), 29_998)).toBe(1);
    expect(kernel.active(0)).toBe(0);
  });

  test("an affinity outlives connections, not its timeout, and not its backend's draining", async () => {
    const kernel = await open();
    const sticky = { affinityMs: 5000, timeoutMs: 100 };
    kernel.setService(0, settings("rr", [1, 1, 1], sticky));
    const first = kernel.lookup(flow(7, 1), 0);
    expect(kernel.lookup(flow(8, 1), 0)).not.toBe(first);
    expect([2, 3, 4].map((port) => kernel.lookup(flow(7, port), 4000))).toEqual([
      first,
      first,
      first,
    ]);
    expect(kernel.lookup(flow(7, 5), 8999)).toBe(first);
    expect(kernel.lookup(flow(7, 6), 13_999)).not.toBe(first);
    const second = kernel.lookup(flow(7, 7), 14_000);
    kernel.setService(
      0,
      settings(
        "rr",
        [0, 1, 2].map((i) => (i === second ? 0 : 1)),
        sticky,
      ),
    );
    expect(kernel.lookup(flow(7, 8), 14_001)).not.toBe(second);
  });

  test("closing, dropping, expiring and removing forget what they should, and count it", async () => {
    const kernel = await open();
    kernel.setService(0, settings("rr", [1, 1], { affinityMs: 60_000 }));
    const elsewhere = [{ backend: 40, weight: 1, key: 1 }];
    kernel.setService(1, { ...settings("rr", []), backends: elsewhere });
    for (let i = 0; i < 20; i++) kernel.lookup(flow(i), i * 100);
    for (let i = 0; i < 5; i++) kernel.lookup(flow(i, 1, 1), 0);
    expect(kernel.entries).toBe(45);
    expect(kernel.active(0)).toBe(10);
    expect(kernel.close(flow(0))).toBe(true);
    expect(kernel.close(flow(0))).toBe(false);
    expect(kernel.active(0)).toBe(9);
    expect(kernel.dropBackend(0)).toBe(19);
    expect(kernel.active(0)).toBe(0);
    // Service 1's connections and those of backend 1 made up to 900 ms.
    expect(kernel.expire(10_900)).toBe(10);
    expect(kernel.active(1)).toBe(5);
    kernel.removeService(0);
    expect(kernel.entries).toBe(0);
    expect(kernel.lookup(flow(3), 0)).toBe(-1);
  });

  test("goes on choosing when it can remember no more", async () => {
    const kernel = await open({ ...small, slotsLog2: 4 });
    kernel.setService(0, settings("rr", [1, 1]));
    const chosen = Array.from({ length: 20 }, (_, i) => kernel.lookup(flow(i), 0));
    expect(new Set(chosen)).toEqual(new Set([0, 1]));
    expect(kernel.entries).toBe(8);
    expect(kernel.lookup(flow(0), 1)).toBe(chosen[0]);
  });

  test("keeps time across the wrap of its 32-bit clock", async () => {
    const kernel = await open();
    kernel.setService(0, settings("rr", [1, 1]));
    const edge = 2 ** 32 - 5;
    expect(kernel.lookup(flow(1), edge)).toBe(0);
    expect(kernel.lookup(flow(2), edge)).toBe(1);
    expect(kernel.lookup(flow(1), edge + 9000)).toBe(0);
    expect(kernel.expire(edge + 10_000)).toBe(1);
    expect(kernel.entries).toBe(1);
  });

  test("refuses batches and services beyond its bounds", async () => {
    const kernel = await open();
    const many = Array.from({ length: 4097 }, (_, i) => flow(i));
    expect(() => kernel.lookupBatch(many, 0)).toThrow(RangeError);
    const backends = Array.from({ length: 8193 }, (_, i) => ({ backend: i, weight: 1, key: i }));
    expect(() => kernel.setService(0, { ...settings("rr", []), backends })).toThrow(RangeError);
  });
});

describe("reference and connection kernel, step for step", () => {
  test.each(["wasm debug", "wasm release"])("%s: random services and traffic", async (name) => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seeded(seed);
      const capacity = { ...small, slotsLog2: random.pick([4, 6, 10]) };
      const open = implementations[name] as (typeof implementations)["reference"] & object;
      const kernel = await open(capacity);
      const reference = new ReferenceConnections(capacity);
      let nowMs = 2 ** 32 - 20_000;
      for (let step = 0; step < 300; step++) {
        nowMs += random.int(400);
        const act = randomAct(random, nowMs);
        expect(act(kernel), `seed ${seed} step ${step}`).toEqual(act(reference));
        expect(kernel.entries, `seed ${seed} step ${step}`).toBe(reference.entries);
      }
      for (let i = 0; i < 48; i++) expect(kernel.active(i)).toBe(reference.active(i));
    }
  });
});

function randomAct(
  random: ReturnType<typeof seeded>,
  nowMs: number,
): (kernel: ConnectionKernel) => unknown {
  const service = random.int(4);
  const some = (): Flow => flow(random.int(40), random.int(3), random.int(4));
  const kind = random.int(100);
  if (kind < 10) {
    const scheduler = random.pick(Object.keys(SCHEDULERS) as SchedulerName[]);
    // Each service has backend numbers of its own, as the table of names sees to.
    const backends = Array.from({ length: random.int(9) }, (_, i) => ({
      backend: service * 12 + i,
      weight: random.int(4),
      key: random.int(2 ** 32),
    }));
    const affinityMs = random.pick([0, 0, 3000]);
    const chosen = {
      scheduler,
      backends,
      affinityMs,
      timeoutMs: 5000,
      destination: random.int(99),
    };
    return (kernel) => kernel.setService(service, chosen);
  }
  if (kind < 12) return (kernel) => kernel.removeService(service);
  if (kind < 15) {
    const backend = random.int(48);
    return (kernel) => kernel.dropBackend(backend);
  }
  if (kind < 22) return (kernel) => kernel.expire(nowMs);
  const target = some();
  if (kind < 32) return (kernel) => kernel.close(target);
  if (kind < 60) return (kernel) => kernel.lookup(target, nowMs);
  const flows = Array.from({ length: random.int(12) }, some);
  return (kernel) => [...kernel.lookupBatch(flows, nowMs)];
}
