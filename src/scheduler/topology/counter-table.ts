/**
 * Counters of Pods by topology domain in the kernel's memory: room for them, and their change step by step. What a counter
 * counts is pod-topology.ts's business.
 */
import { NOT_KEPT } from "../../kernels/scheduler/layout.ts";
import type { SchedulerMemory } from "../../kernels/scheduler/memory.ts";
import type { TopologyKeys } from "./topology-keys.ts";

export interface CounterShape {
  /** Row of the topology key. */
  readonly key: number;
  /** Nodes whose Pods count, -1: all. */
  readonly mask: number;
  /** Whether it is kept how many of these nodes each domain has. */
  readonly keepsPresent: boolean;
}

interface Counter extends CounterShape {
  counts: number;
  present: number;
  size: number;
}

export class CounterTable {
  readonly #memory: SchedulerMemory;
  readonly #keys: TopologyKeys;
  readonly #counters: (Counter | undefined)[] = [];
  readonly #freeIndexes: number[] = [];
  /** Free blocks by their size in words. */
  readonly #freeBlocks = new Map<number, number[]>();
  #end = 0;
  #used = 0;
  #fitted = -1;
  #version = -1;
  #counts: Int32Array = new Int32Array(0);
  #domains: Uint32Array[] = [];

  constructor(memory: SchedulerMemory, keys: TopologyKeys) {
    this.#memory = memory;
    this.#keys = keys;
  }

  /** Words of counts in use. */
  get words(): number {
    return this.#used;
  }

  /** A counter that has counted nothing. */
  create(shape: CounterShape): number {
    const index = this.#freeIndexes.pop() ?? this.#counters.length;
    const { counters } = this.#memory.capacity;
    if (index >= counters) this.#memory.grow({ counters: Math.max(64, counters * 2) });
    const size = roomFor(this.#keys.sizeOf(shape.key));
    const counter = { ...shape, size, ...this.#allocate(shape, size) };
    this.#counters[index] = counter;
    this.#memory.writeCounter(index, counter);
    return index;
  }

  remove(index: number): void {
    const counter = this.#counters[index];
    if (counter === undefined) return;
    this.#free(counter);
    this.#counters[index] = undefined;
    this.#freeIndexes.push(index);
  }

  /** Adds to the count of the node's domain, if the node's Pods count. */
  add(index: number, node: number, amount: number): void {
    const counter = this.#counters[index];
    const domain = counter === undefined ? 0 : this.#domainIn(counter, node);
    if (counter === undefined || domain === 0) return;
    const at = counter.counts + domain;
    this.#counts[at] = (this.#counts[at] ?? 0) + amount;
    this.#memory.sumCounter(index, amount, 0);
  }

  /** Says that the node has come into its domain (1), or is about to leave it (-1). */
  addNode(index: number, node: number, sign: 1 | -1): void {
    const counter = this.#counters[index];
    if (counter?.keepsPresent !== true) return;
    const domain = this.#domainIn(counter, node);
    if (domain === 0) return;
    const at = counter.present + domain;
    const after = (this.#counts[at] ?? 0) + sign;
    this.#counts[at] = after;
    if (after === (sign === 1 ? 1 : 0)) this.#memory.sumCounter(index, 0, sign);
  }

  /** Makes room in every counter for the domains that there are by now. */
  fit(): void {
    if (this.#fitted === this.#keys.sizesVersion) return;
    this.#fitted = this.#keys.sizesVersion;
    this.#counters.forEach((counter, index) => {
      if (counter === undefined || counter.size >= this.#keys.sizeOf(counter.key)) return;
      this.#enlarge(counter, index);
    });
  }

  #enlarge(counter: Counter, index: number): void {
    const { total, presentDomains } = this.#memory.readCounter(index);
    const old = { ...counter };
    counter.size = roomFor(this.#keys.sizeOf(counter.key));
    Object.assign(counter, this.#allocate(counter, counter.size));
    const all = this.#view();
    all.copyWithin(counter.counts, old.counts, old.counts + old.size);
    if (counter.keepsPresent) all.copyWithin(counter.present, old.present, old.present + old.size);
    this.#free(old);
    this.#memory.writeCounter(index, counter);
    this.#memory.sumCounter(index, total, presentDomains);
  }

  #domainIn({ key, mask }: Counter, node: number): number {
    this.#view();
    const domain = this.#domains[key]?.[node] ?? 0;
    if (domain === 0 || mask === -1) return domain;
    return (((this.#memory.mask(mask)[node >> 5] ?? 0) >>> (node & 31)) & 1) === 1 ? domain : 0;
  }

  /** The counts, and the rows of domains: views that last until the memory grows. */
  #view(): Int32Array {
    const { version } = this.#memory;
    if (version !== this.#version) {
      this.#version = version;
      this.#counts = this.#memory.counts;
      const { keys } = this.#memory.capacity;
      this.#domains = Array.from({ length: keys }, (_, row) => this.#memory.domains(row));
    }
    return this.#counts;
  }

  #allocate(shape: CounterShape, size: number): { counts: number; present: number } {
    const counts = this.#block(size);
    return { counts, present: shape.keepsPresent ? this.#block(size) : NOT_KEPT };
  }

  /** A block of zeros. */
  #block(size: number): number {
    this.#used += size;
    let at = this.#freeBlocks.get(size)?.pop();
    if (at === undefined) {
      at = this.#end;
      this.#end += size;
      const have = this.#memory.capacity.counts;
      if (this.#end > have) this.#memory.grow({ counts: Math.max(4096, this.#end, have * 2) });
    }
    this.#view().fill(0, at, at + size);
    return at;
  }

  #free({ counts, present, size, keepsPresent }: Counter): void {
    this.#used -= keepsPresent ? size * 2 : size;
    const blocks = this.#freeBlocks.get(size) ?? [];
    blocks.push(counts);
    if (keepsPresent) blocks.push(present);
    this.#freeBlocks.set(size, blocks);
  }
}

/** Powers of two: blocks of counters that went fit those that come. */
function roomFor(domains: number): number {
  let size = 4;
  while (size < domains) size *= 2;
  return size;
}
