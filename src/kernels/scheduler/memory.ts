/**
 * The scheduling kernel's memory, seen from the host: allocation, growth, and typed access to node columns, bitsets,
 * pod records and results. What the columns mean to Kubernetes is src/scheduler/node-columns.ts's business.
 */
import {
  FIELD,
  FLAG_BEST_EFFORT,
  HEADER_BYTES,
  HEADER_OFFSET,
  MAGIC,
  PAGES_MAX,
  PAGE_BYTES,
  POD,
  POST_MASKS_MAX,
  RESULT,
  WEIGHTS_OFFSET,
  planLayout,
} from "./layout.ts";
import type { ColumnName, SchedulerCapacity, SchedulerLayout, Section } from "./layout.ts";

/** Weights of the score plugins. */
export interface ScoreWeights {
  readonly least: number;
  readonly balanced: number;
  readonly taint: number;
  readonly affinity: number;
  readonly image: number;
}

/** kube-scheduler's default profile. */
export const defaultWeights: ScoreWeights = {
  least: 1,
  balanced: 1,
  taint: 3,
  affinity: 2,
  image: 1,
};

/** A pod as the kernel wants it. Bit lists are bit numbers; masks and columns are indexes, -1 for none. */
export interface PodRecord {
  readonly requiredNode: number;
  readonly selectorMask: number;
  readonly selectorReason: number;
  readonly imageColumn: number;
  readonly preferredColumn: number;
  /** Requests neither cpu nor memory. */
  readonly bestEffort: boolean;
  readonly tie: number;
  readonly postMasks: readonly { readonly mask: number; readonly reason: number }[];
  /** cpu in milli and memory in bytes as scoring counts them: containers without a request count for a default one. */
  readonly nonZero: readonly [cpu: number, memory: number];
  /** By resource index; missing ones are 0. */
  readonly requests: readonly number[];
  readonly toleratedTaints: readonly number[];
  readonly portConflicts: readonly number[];
  readonly portsTaken: readonly number[];
}

export interface Placement {
  /** Index of the chosen node, -1 when none fits. */
  readonly node: number;
  readonly feasible: number;
  readonly score: number;
  /** Nodes that no eviction would open; 0 when a node was chosen. */
  readonly unresolvable: number;
  /** Refused nodes by reason code (see REASON); all 0 when a node was chosen. */
  readonly refused: readonly number[];
}

type MemoryBuffer = ArrayBuffer | SharedArrayBuffer;

/** Sections whose content outlives a call and so moves along when the memory grows. */
const lasting: readonly ColumnName[] = [
  "allocatable",
  "requested",
  "nonZero",
  "balance",
  "hardTaints",
  "softTaints",
  "ports",
  "nodeKeys",
  "masks",
  "scoreColumns",
];

export class SchedulerMemory {
  /** What a WASM instance imports; undefined when the kernels are off. */
  readonly wasm: WebAssembly.Memory | undefined;
  #capacity: SchedulerCapacity;
  #layout: SchedulerLayout;
  #buffer: MemoryBuffer;
  #f64!: Float64Array;
  #u32!: Uint32Array;
  #weights: ScoreWeights = defaultWeights;
  #nodeCount = 0;
  #anySoftTaint = false;

  /** `shared` memory for WASM instances, or (`plain`) an ordinary buffer for the reference alone. */
  constructor(kind: "shared" | "plain", capacity: SchedulerCapacity) {
    this.#capacity = capacity;
    this.#layout = planLayout(capacity);
    if (kind === "shared") {
      const initial = Math.max(2, Math.ceil(this.#layout.totalBytes / PAGE_BYTES));
      this.wasm = new WebAssembly.Memory({ initial, maximum: PAGES_MAX, shared: true });
      this.#buffer = this.wasm.buffer;
    } else {
      this.wasm = undefined;
      this.#buffer = new ArrayBuffer(this.#layout.totalBytes);
    }
    this.#open();
  }

  get capacity(): SchedulerCapacity {
    return this.#capacity;
  }

  get stride(): number {
    return this.#layout.stride;
  }

  get nodeCount(): number {
    return this.#nodeCount;
  }

  /** Columns [0, count) are looked at; bit 0 of mask 0 and following says which of them hold a node. */
  set nodeCount(count: number) {
    if (count > this.stride) throw new RangeError(`${count} nodes in ${this.stride} columns`);
    this.#nodeCount = count;
    this.#u32[(HEADER_OFFSET >> 2) + FIELD.nodeCount] = count;
  }

  set anySoftTaint(any: boolean) {
    this.#anySoftTaint = any;
    this.#u32[(HEADER_OFFSET >> 2) + FIELD.anySoftTaint] = any ? 1 : 0;
  }

  get weights(): ScoreWeights {
    return this.#weights;
  }

  set weights(weights: ScoreWeights) {
    this.#weights = weights;
    const at = WEIGHTS_OFFSET >> 3;
    const order = [weights.least, weights.balanced, weights.taint, weights.affinity, weights.image];
    this.#f64.set(order, at);
  }

  /** Grows to at least `wanted` in every respect; columns and masks keep their content, pod records and results do not. */
  grow(wanted: Partial<SchedulerCapacity>): void {
    const next = largest(this.#capacity, wanted);
    const layout = planLayout(next);
    const old = this.#layout;
    const saved = lasting.map((name) => ({ name, bytes: this.#copyOut(old.sections[name]) }));
    if (this.wasm === undefined) {
      this.#buffer = new ArrayBuffer(layout.totalBytes);
    } else {
      const missing = Math.ceil((layout.totalBytes - this.#buffer.byteLength) / PAGE_BYTES);
      if (missing > 0) this.wasm.grow(missing);
      this.#buffer = this.wasm.buffer;
      new Uint8Array(this.#buffer, HEADER_OFFSET, layout.totalBytes - HEADER_OFFSET).fill(0);
    }
    this.#capacity = next;
    this.#layout = layout;
    this.#open();
    for (const { name, bytes } of saved) this.#copyIn(old.sections[name], name, bytes);
  }

  /** Row `row` of an f64 column, as a live view: valid until the next `grow`. */
  row(name: ColumnName, row: number): Float64Array {
    const section = this.#section(name, row);
    return new Float64Array(this.#buffer, section.offset + row * section.rowBytes, this.stride);
  }

  get nodeKeys(): Uint32Array {
    return new Uint32Array(this.#buffer, this.#layout.sections.nodeKeys.offset, this.stride);
  }

  /** One bitset over the nodes: 32 nodes a word. */
  mask(index: number): Uint32Array {
    const section = this.#section("masks", index);
    const offset = section.offset + index * section.rowBytes;
    return new Uint32Array(this.#buffer, offset, this.stride / 32);
  }

  /** Replaces the bits of one node in a bit column: `hardTaints`, `softTaints` or `ports`. */
  setBits(
    name: "hardTaints" | "softTaints" | "ports",
    node: number,
    bits: readonly number[],
  ): void {
    const section = this.#layout.sections[name];
    for (let word = 0; word < section.rows; word++) {
      const at = (section.offset + word * section.rowBytes + node * 8) >> 2;
      this.#u32[at] = 0;
      this.#u32[at + 1] = 0;
    }
    for (const bit of bits) {
      const word = this.#section(name, bit >> 6);
      const at = ((word.offset + (bit >> 6) * word.rowBytes + node * 8) >> 2) + ((bit >> 5) & 1);
      this.#u32[at] = (this.#u32[at] ?? 0) | (1 << (bit & 31));
    }
  }

  /** The low and the high half of one word of a bit column. */
  bits(name: "hardTaints" | "softTaints" | "ports", node: number, word: number): [number, number] {
    const section = this.#section(name, word);
    const at = (section.offset + word * section.rowBytes + node * 8) >> 2;
    return [this.#u32[at] ?? 0, this.#u32[at + 1] ?? 0];
  }

  writePod(index: number, pod: PodRecord): void {
    if (pod.postMasks.length > POST_MASKS_MAX) {
      throw new RangeError(`${pod.postMasks.length} masks in a pod record`);
    }
    const at = this.podOffset(index);
    const { resources, taintWords, portWords } = this.#capacity;
    const words = this.#u32;
    const int = (offset: number, value: number): void => {
      words[(at + offset) >> 2] = value;
    };
    int(POD.requiredNode, pod.requiredNode);
    int(POD.selectorMask, pod.selectorMask);
    int(POD.selectorReason, pod.selectorReason);
    int(POD.imageColumn, pod.imageColumn);
    int(POD.preferredColumn, pod.preferredColumn);
    int(POD.flags, pod.bestEffort ? FLAG_BEST_EFFORT : 0);
    int(POD.tie, pod.tie);
    int(POD.postMaskCount, pod.postMasks.length);
    pod.postMasks.forEach(({ mask, reason }, i) => {
      int(POD.postMasks + i * 8, mask);
      int(POD.postMasks + i * 8 + 4, reason);
    });
    this.#f64[(at + POD.nonZero) >> 3] = pod.nonZero[0];
    this.#f64[(at + POD.nonZero + 8) >> 3] = pod.nonZero[1];
    for (let r = 0; r < resources; r++) {
      this.#f64[((at + POD.requests) >> 3) + r] = pod.requests[r] ?? 0;
    }
    const tolerated = at + POD.requests + resources * 8;
    this.#writeBitset(tolerated, taintWords, pod.toleratedTaints);
    this.#writeBitset(tolerated + taintWords * 8, portWords, pod.portConflicts);
    this.#writeBitset(tolerated + (taintWords + portWords) * 8, portWords, pod.portsTaken);
  }

  readResult(index: number): Placement {
    const at = this.#recordOffset("results", index);
    const int = at >> 2;
    const refusedAt = (at + RESULT.refused) >> 2;
    return {
      node: (this.#u32[int] ?? 0) | 0,
      feasible: this.#u32[int + 1] ?? 0,
      score: this.#f64[(at + RESULT.score) >> 3] ?? 0,
      unresolvable: this.#u32[(at + RESULT.unresolvable) >> 2] ?? 0,
      refused: Array.from(this.#u32.subarray(refusedAt, refusedAt + 16 + this.#capacity.resources)),
    };
  }

  /** Byte offset of a pod record, for the reference, which reads the same records. */
  podOffset(index: number): number {
    return this.#recordOffset("pods", index);
  }

  resultOffset(index: number): number {
    return this.#recordOffset("results", index);
  }

  /** The whole memory as words; valid until the next `grow`. */
  get words(): { readonly f64: Float64Array; readonly u32: Uint32Array } {
    return { f64: this.#f64, u32: this.#u32 };
  }

  #recordOffset(name: "pods" | "results", index: number): number {
    const section = this.#section(name, index);
    return section.offset + index * section.rowBytes;
  }

  #section(name: ColumnName, row: number): Section {
    const section = this.#layout.sections[name];
    if (row < 0 || row >= section.rows) {
      throw new RangeError(`${name}: row ${row} of ${section.rows}`);
    }
    return section;
  }

  #writeBitset(offset: number, words: number, bits: readonly number[]): void {
    this.#u32.fill(0, offset >> 2, (offset >> 2) + words * 2);
    for (const bit of bits) {
      if (bit >= words * 64) throw new RangeError(`bit ${bit} of ${words} words`);
      const at = (offset >> 2) + (bit >> 5);
      this.#u32[at] = (this.#u32[at] ?? 0) | (1 << (bit & 31));
    }
  }

  #copyOut(section: Section): Uint8Array {
    return new Uint8Array(this.#buffer, section.offset, section.rows * section.rowBytes).slice();
  }

  #copyIn(from: Section, name: ColumnName, bytes: Uint8Array): void {
    const to = this.#layout.sections[name];
    const target = new Uint8Array(this.#buffer);
    for (let row = 0; row < from.rows; row++) {
      const part = bytes.subarray(row * from.rowBytes, (row + 1) * from.rowBytes);
      target.set(part, to.offset + row * to.rowBytes);
    }
  }

  #open(): void {
    this.#f64 = new Float64Array(this.#buffer, 0, this.#buffer.byteLength >> 3);
    this.#u32 = new Uint32Array(this.#buffer, 0, this.#buffer.byteLength >> 2);
    const header = new Uint32Array(this.#buffer, HEADER_OFFSET, HEADER_BYTES >> 2);
    const { sections, stride } = this.#layout;
    header[FIELD.magic] = MAGIC;
    header[FIELD.stride] = stride;
    header[FIELD.resources] = this.#capacity.resources;
    header[FIELD.taintWords] = this.#capacity.taintWords;
    header[FIELD.portWords] = this.#capacity.portWords;
    header[FIELD.maskCapacity] = this.#capacity.masks;
    header[FIELD.scoreCapacity] = this.#capacity.scoreColumns;
    header[FIELD.podCapacity] = this.#capacity.pods;
    header[FIELD.podBytes] = sections.pods.rowBytes;
    header[FIELD.resultBytes] = sections.results.rowBytes;
    for (const name of Object.keys(sections) as ColumnName[]) {
      header[FIELD[name]] = sections[name].offset;
    }
    this.nodeCount = this.#nodeCount;
    this.anySoftTaint = this.#anySoftTaint;
    this.weights = this.#weights;
  }
}

function largest(
  capacity: SchedulerCapacity,
  wanted: Partial<SchedulerCapacity>,
): SchedulerCapacity {
  const pick = (name: keyof SchedulerCapacity): number =>
    Math.max(capacity[name], wanted[name] ?? 0);
  return {
    nodes: pick("nodes"),
    resources: pick("resources"),
    taintWords: pick("taintWords"),
    portWords: pick("portWords"),
    masks: pick("masks"),
    scoreColumns: pick("scoreColumns"),
    pods: pick("pods"),
  };
}
