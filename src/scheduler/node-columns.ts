/**
 * Writes the cluster, as the cache has it, into the kernel's columns, and Pods into its records: which column a node has,
 * which row a resource, which bit a taint or a host port.
 */
import type { Node, Pod, Taint } from "../api/generated/types.ts";
import { REASON, RESOURCE, RESOURCES_MAX, RESOURCES_MIN } from "../kernels/scheduler/layout.ts";
import type { PodRecord, SchedulerMemory } from "../kernels/scheduler/memory.ts";
import { evenness } from "../kernels/scheduler/reference.ts";
import type { ClusterCache, NodeEntry } from "./cluster-cache.ts";
import { HostPortBits, hostPortsOf } from "./host-ports.ts";
import { ImageLocality } from "./image-locality.ts";
import { preferredNodes, requiredNodes } from "./node-affinity.ts";
import { NodeAnswers, setMaskBit } from "./node-answers.ts";
import { amountsOf } from "./pod-requests.ts";
import type { PodRequests, ResourceAmounts } from "./pod-requests.ts";
import { toleratesTaint, unschedulableTaint } from "./tolerations.ts";

/** What a record needs beyond the Pod itself. */
export interface RecordParts {
  readonly requests: PodRequests;
  readonly tie: number;
  readonly postMasks: PodRecord["postMasks"];
}

export class NodeColumns {
  readonly memory: SchedulerMemory;
  readonly masks: NodeAnswers;
  readonly #cache: ClusterCache;
  readonly #scores: NodeAnswers;
  readonly #images = new ImageLocality();
  readonly #ports = new HostPortBits();
  readonly #indexes = new Map<string, number>();
  readonly #names: (string | undefined)[] = [];
  readonly #freeIndexes: number[] = [];
  /** The node object that each column was last written from. */
  readonly #written: (Node | undefined)[] = [];
  readonly #softNodes = new Set<number>();
  readonly #resources = ["cpu", "memory", "ephemeral-storage", "pods"];
  readonly #taints: Taint[] = [unschedulableTaint];
  readonly #taintBits = new Map<string, number>();
  readonly #tolerated = new Map<string, { known: number; bits: number[] }>();

  constructor(memory: SchedulerMemory, cache: ClusterCache) {
    this.memory = memory;
    this.#cache = cache;
    this.masks = new NodeAnswers(memory, "masks");
    this.#scores = new NodeAnswers(memory, "scoreColumns");
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
    this.#scores.startBatch();
    for (const name of this.#cache.takeDirty()) {
      const entry = this.#cache.entry(name);
      if (entry?.node === undefined) this.#remove(name);
      else this.#write(entry, entry.node);
    }
    this.memory.anySoftTaint = this.#softNodes.size > 0;
  }

  /** The kernel's record of a Pod. Throws RangeError when the cluster has more kinds of resources than the kernel holds. */
  record(pod: Pod, parts: RecordParts): PodRecord {
    const required = requiredNodes(pod);
    const preferred = preferredNodes(pod);
    const images = this.#images.question(pod);
    const nodes = (): Iterable<readonly [number, Node]> => this.nodes();
    const ports = hostPortsOf(pod);
    const portsTaken = ports.map((port) => this.#ports.bitOf(port));
    const portConflicts = ports.flatMap((port) => this.#ports.conflictsOf(port));
    this.#growBits();
    const requests = this.#requestRow(parts.requests.amounts);
    return {
      requiredNode: -1,
      selectorMask: required === undefined ? -1 : this.masks.ask(required, nodes),
      selectorReason: required?.byName === true ? REASON.notNamed : REASON.affinity,
      preferredColumn: preferred === undefined ? -1 : this.#scores.ask(preferred, nodes),
      imageColumn: images === undefined ? -1 : this.#scores.ask(images, nodes),
      bestEffort: requests[RESOURCE.cpu] === 0 && requests[RESOURCE.memory] === 0,
      tie: parts.tie,
      postMasks: parts.postMasks,
      nonZero: parts.requests.nonZero,
      requests,
      toleratedTaints: this.#toleratedBits(pod),
      portConflicts,
      portsTaken,
    };
  }

  #requestRow(amounts: ResourceAmounts): number[] {
    const row = [0, 0, 0, 1];
    for (const [name, amount] of amounts) {
      const index = this.#resourceIndex(name);
      if (index === undefined || index === RESOURCE.pods || amount === 0) continue;
      row[index] = amount;
    }
    return Array.from(row, (amount) => amount ?? 0);
  }

  #write(entry: NodeEntry, node: Node): void {
    const index = this.#indexes.get(entry.name) ?? this.#takeIndex(entry.name);
    if (this.#written[index] !== node) this.#writeNode(index, node);
    const { memory } = this;
    for (const [name, amount] of entry.requested) {
      const r = this.#resourceIndex(name);
      if (r !== undefined) memory.row("requested", r)[index] = amount;
    }
    memory.row("requested", RESOURCE.pods)[index] = entry.pods.size;
    memory.row("nonZero", 0)[index] = entry.nonZero[0];
    memory.row("nonZero", 1)[index] = entry.nonZero[1];
    memory.row("balance", 0)[index] = evenness(
      { cpu: this.#cell("requested", 0, index), memory: this.#cell("requested", 1, index) },
      { cpu: this.#cell("allocatable", 0, index), memory: this.#cell("allocatable", 1, index) },
    );
    const ports = [...entry.pods.values()].flatMap((placed) => placed.ports);
    const bits = ports.map((port) => this.#ports.bitOf(port));
    this.#growBits();
    memory.setBits("ports", index, bits);
  }

  #writeNode(index: number, node: Node): void {
    const allocatable = amountsOf(node.status?.allocatable);
    for (const name of allocatable.keys()) this.#resourceIndex(name);
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
    this.#images.setNode(node);
    this.masks.refresh(index, node);
    this.#scores.refresh(index, node);
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
    this.#images.removeNode(name);
    this.#freeIndexes.push(index);
  }

  /** Row of a resource; undefined for names that scheduling does not count (`storage`). */
  #resourceIndex(name: string): number | undefined {
    const known = this.#resources.indexOf(name);
    if (known !== -1) return known;
    if (!isScalarResource(name)) return undefined;
    if (this.#resources.length >= RESOURCES_MAX) {
      throw new RangeError(
        `more than ${RESOURCES_MAX - RESOURCES_MIN} kinds of extended resources: ${name}`,
      );
    }
    this.#resources.push(name);
    this.memory.grow({ resources: this.#resources.length });
    return this.#resources.length - 1;
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

  #toleratedBits(pod: Pod): readonly number[] {
    const tolerations = pod.spec?.tolerations ?? [];
    const key = JSON.stringify(tolerations);
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
