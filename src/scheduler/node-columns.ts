/**
 * Writes the cluster, as the cache has it, into the kernel's columns: which column a node has, which row a resource, which
 * bit a taint or a host port.
 */
import type { Node, Pod, Taint } from "../api/generated/types.ts";
import { RESOURCE } from "../kernels/scheduler/layout.ts";
import type { SchedulerMemory } from "../kernels/scheduler/memory.ts";
import { evenness } from "../kernels/scheduler/reference.ts";
import type { ClusterCache, NodeEntry } from "./cluster-cache.ts";
import { HostPortBits } from "./host-ports.ts";
import { ImageLocality } from "./image-locality.ts";
import { NodeAnswers, setMaskBit } from "./node-answers.ts";
import { hostPortsOf } from "../api/host-ports.ts";
import { toleratesTaint } from "../api/node-selection.ts";
import { amountsOf } from "../api/pod-requests.ts";
import type { Amounts } from "../api/pod-requests.ts";
import type { ClusterObjects } from "./plugins/snapshot.ts";
import type { CounterLimits } from "./topology/counters.ts";
import { PodTopology } from "./topology/pod-topology.ts";
import { exactJson } from "../api/wide-integers.ts";

/** What `spec.unschedulable` is to a Pod's tolerations. */
const unschedulableTaint: Taint = {
  key: "node.kubernetes.io/unschedulable",
  effect: "NoSchedule",
};

export class NodeColumns {
  readonly memory: SchedulerMemory;
  readonly masks: NodeAnswers;
  readonly scores: NodeAnswers;
  readonly images = new ImageLocality();
  readonly topology: PodTopology;
  readonly #cache: ClusterCache;
  readonly #ports = new HostPortBits();
  readonly #indexes = new Map<string, number>();
  readonly #names: (string | undefined)[] = [];
  readonly #freeIndexes: number[] = [];
  /** The node object that each column was last written from. */
  readonly #written: (Node | undefined)[] = [];
  readonly #softNodes = new Set<number>();
  readonly #resources = ["cpu", "memory", "ephemeral-storage", "pods"];
  readonly #resourceRows = new Map(this.#resources.map((name, row) => [name, row]));
  readonly #taints: Taint[] = [unschedulableTaint];
  readonly #taintBits = new Map<string, number>();
  readonly #tolerated = new Map<string, { known: number; bits: number[] }>();

  constructor(
    memory: SchedulerMemory,
    cache: ClusterCache,
    {
      objects,
      limits,
    }: { readonly objects: ClusterObjects; readonly limits?: CounterLimits | undefined },
  ) {
    this.memory = memory;
    this.#cache = cache;
    const nodes = (): Iterable<readonly [number, Node]> => this.nodes();
    this.masks = new NodeAnswers(memory, "masks", nodes);
    this.scores = new NodeAnswers(memory, "scoreColumns", nodes);
    this.topology = new PodTopology(memory, this.masks, { objects, limits });
  }

  nameOf(index: number): string | undefined {
    return this.#names[index];
  }

  indexOf(name: string): number | undefined {
    return this.#indexes.get(name);
  }

  /** The resource of row `r`, for messages. */
  resourceName(r: number): string {
    return this.#resources[r] ?? "";
  }

  /** Nodes that exist, with their columns. */
  *nodes(): Iterable<readonly [index: number, node: Node]> {
    for (const [name, index] of this.#indexes) {
      const node = this.#cache.entry(name)?.node;
      if (node !== undefined) yield [index, node];
    }
  }

  /** Brings the columns up to date with the cache, and opens a batch. Not while the kernel runs. */
  flush(): void {
    this.masks.startBatch();
    this.scores.startBatch();
    if (this.topology.startBatch()) this.#cache.markStale();
    for (const name of this.#cache.takeDirty()) {
      const entry = this.#cache.entry(name);
      if (entry?.node === undefined) this.#remove(name);
      else this.#write(entry, entry.node);
    }
    this.memory.anySoftTaint = this.#softNodes.size > 0;
  }

  /** What the kernel has counted cannot be trusted: everything is counted anew by the next `flush`. */
  distrust(): void {
    this.topology.reset();
    this.#cache.markStale();
  }

  /** Amounts by row of their resource; with a Pod's own place among a node's Pods. */
  requestRow(amounts: Amounts): number[] {
    const row = [0, 0, 0, 1];
    for (const [name, amount] of amounts) {
      const index = this.resourceRow(name);
      if (index === undefined || index === RESOURCE.pods || amount === 0) continue;
      while (row.length <= index) row.push(0);
      row[index] = amount;
    }
    return row;
  }

  /** The bits of a Pod's host ports: those that must be free, and those that it takes. */
  portBits(pod: Pod): { readonly conflicts: readonly number[]; readonly taken: readonly number[] } {
    const ports = hostPortsOf(pod);
    if (ports.length === 0) return { conflicts: [], taken: [] };
    const taken = ports.map((port) => this.#ports.bitOf(port));
    const conflicts = ports.flatMap((port) => this.#ports.conflictsOf(port));
    this.#growBits();
    return { conflicts, taken };
  }

  #write(entry: NodeEntry, node: Node): void {
    const index = this.#indexes.get(entry.name) ?? this.#takeIndex(entry.name);
    if (this.#written[index] !== node) {
      this.topology.withdraw(index);
      this.#writeNode(index, node);
      this.topology.enter(index, node);
    }
    const { memory } = this;
    for (const name of entry.requested.keys()) this.resourceRow(name);
    // What nobody requests any more as well: the kernel may have counted a Pod that never came.
    this.#resources.forEach((name, r) => {
      memory.row("requested", r)[index] = entry.requested.get(name) ?? 0;
    });
    memory.row("requested", RESOURCE.pods)[index] = entry.pods.size;
    memory.row("nonZero", 0)[index] = entry.nonZero[0];
    memory.row("nonZero", 1)[index] = entry.nonZero[1];
    memory.row("balance", 0)[index] = evenness(
      { cpu: this.#cell("requested", 0, index), memory: this.#cell("requested", 1, index) },
      { cpu: this.#cell("allocatable", 0, index), memory: this.#cell("allocatable", 1, index) },
    );
    const placed = [...entry.pods.values()];
    const bits = placed.flatMap(({ ports }) => ports.map((port) => this.#ports.bitOf(port)));
    this.#growBits();
    memory.setBits("ports", index, bits);
    // Rules between Pods are about those that are there.
    const there = placed.filter(({ state }) => state !== "nominated");
    this.topology.sync(
      index,
      there.map(({ pod }) => pod),
    );
  }

  #writeNode(index: number, node: Node): void {
    const allocatable = amountsOf(node.status?.allocatable);
    for (const name of allocatable.keys()) this.resourceRow(name);
    for (let r = 0; r < this.#resources.length; r++) {
      const amount = allocatable.get(this.#resources[r] ?? "") ?? 0;
      this.memory.row("allocatable", r)[index] = Math.max(0, amount);
    }
    const hard: number[] = node.spec?.unschedulable === true ? [0] : [];
    const soft: number[] = [];
    for (const taint of node.spec?.taints ?? []) {
      (taint.effect === "PreferNoSchedule" ? soft : hard).push(this.#taintBit(taint));
    }
    this.#growBits();
    this.memory.setBits("hardTaints", index, hard);
    this.memory.setBits("softTaints", index, soft);
    if (soft.length > 0) this.#softNodes.add(index);
    else this.#softNodes.delete(index);
    this.images.setNode(node);
    this.masks.refresh(index, node);
    this.scores.refresh(index, node);
    this.#written[index] = node;
  }

  #takeIndex(name: string): number {
    const index = this.#freeIndexes.pop() ?? this.#names.length;
    if (index >= this.memory.stride) this.memory.grow({ nodes: this.memory.stride * 2 });
    this.#names[index] = name;
    this.#indexes.set(name, index);
    this.memory.nodeKeys[index] = hashText(name);
    this.memory.nodeCount = this.#names.length;
    for (let r = 0; r < this.memory.capacity.resources; r++) {
      this.memory.row("requested", r)[index] = 0;
      this.memory.row("allocatable", r)[index] = 0;
    }
    setMaskBit(this.memory.mask(0), index, true);
    return index;
  }

  #remove(name: string): void {
    const index = this.#indexes.get(name);
    if (index === undefined) return;
    setMaskBit(this.memory.mask(0), index, false);
    this.#indexes.delete(name);
    this.#names[index] = undefined;
    this.#written[index] = undefined;
    this.#softNodes.delete(index);
    this.topology.withdraw(index);
    this.topology.enter(index, undefined);
    this.images.removeNode(name);
    this.#freeIndexes.push(index);
  }

  /** Row of a resource; undefined for names that scheduling does not count (`storage`). */
  resourceRow(name: string): number | undefined {
    const known = this.#resourceRows.get(name);
    if (known !== undefined || !isScalarResource(name)) return known;
    const row = this.#resources.length;
    const { resources } = this.memory.capacity;
    if (row >= resources) this.memory.grow({ resources: resources * 2 });
    this.#resources.push(name);
    this.#resourceRows.set(name, row);
    return row;
  }

  #taintBit(taint: Taint): number {
    const key = JSON.stringify([taint.key, taint.value ?? "", taint.effect]);
    let bit = this.#taintBits.get(key);
    if (bit === undefined) {
      bit = this.#taints.length;
      this.#taints.push(taint);
      this.#taintBits.set(key, bit);
    }
    return bit;
  }

  /** The bits of all taints that the Pod tolerates. */
  toleratedBits(pod: Pod): readonly number[] {
    const tolerations = pod.spec?.tolerations ?? [];
    const key = exactJson(tolerations);
    const remembered = this.#tolerated.get(key) ?? { known: 0, bits: [] };
    for (; remembered.known < this.#taints.length; remembered.known++) {
      const taint = this.#taints[remembered.known];
      if (taint !== undefined && toleratesTaint(tolerations, taint)) {
        remembered.bits.push(remembered.known);
      }
    }
    if (this.#tolerated.size > 1024) this.#tolerated.clear();
    this.#tolerated.set(key, remembered);
    return remembered.bits;
  }

  /** The bits of all taints that keep Pods away. */
  hardTaintBits(): readonly number[] {
    return this.#taints.flatMap(({ effect }, bit) =>
      bit > 0 && effect !== "PreferNoSchedule" ? [bit] : [],
    );
  }

  #growBits(): void {
    const taintWords = Math.ceil(this.#taints.length / 64);
    const portWords = Math.ceil(this.#ports.count / 64);
    const { capacity } = this.memory;
    if (taintWords > capacity.taintWords || portWords > capacity.portWords) {
      this.memory.grow({ taintWords, portWords });
    }
  }

  #cell(name: "requested" | "allocatable", row: number, index: number): number {
    return this.memory.row(name, row)[index] ?? 0;
  }
}

/** Names that Kubernetes counts as scalar resources (v1helper.IsScalarResourceName). */
function isScalarResource(name: string): boolean {
  return (
    name.includes("/") || name.startsWith("hugepages-") || name.startsWith("attachable-volumes-")
  );
}

/** FNV-1a over code units, unsigned: a node's tie key does not depend on its column. */
export function hashText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}
