/**
 * The scheduling kernel's memory, seen from the host: allocation, growth, and typed access to node columns, bitsets,
 * pod records and results. What the columns mean to Kubernetes is src/scheduler/node-columns.ts's business.
 */
import {
  COUNTER,
  FIELD,
  HEADER_BYTES,
  HEADER_OFFSET,
  MAGIC,
  PAGES_MAX,
  PAGE_BYTES,
  REASON,
  RESULT,
  fullCapacity,
  planLayout,
} from "./layout.ts";
import type {
  ColumnName,
  FullCapacity,
  SchedulerCapacity,
  SchedulerLayout,
  Section,
} from "./layout.ts";
import { entryCountOf, writeEntries, writePodRecord, writeProfileRecord } from "./records.ts";
import type { Counter, KernelProfile, Placement, PodEntries, PodRecord } from "./records.ts";

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
  "profiles",
  "domains",
  "keys",
  "counters",
];

export class SchedulerMemory {
  /** What a WASM instance imports; undefined when the kernels are off. */
  readonly wasm: WebAssembly.Memory | undefined;
  #capacity: FullCapacity;
  #layout: SchedulerLayout;
  #buffer: MemoryBuffer;
  #f64!: Float64Array;
  #u32!: Uint32Array;
  #nodeCount = 0;
  #anySoftTaint = false;
  #entriesEnd = 0;
  #version = 0;
  readonly #entriesAt = new Map<PodEntries, number>();

  /** `shared` memory for WASM instances, or (`plain`) an ordinary buffer for the reference alone. */
  constructor(kind: "shared" | "plain", capacity: SchedulerCapacity) {
    this.#capacity = fullCapacity(capacity);
    this.#layout = planLayout(this.#capacity);
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

  /** Differs whenever views of the memory have become invalid. */
  get version(): number {
    return this.#version;
  }

  get capacity(): FullCapacity {
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

  /**
   * Grows to at least `wanted` in every respect; columns, masks and counts keep their content, pod records and results do not.
   * Throws RangeError when there is no more memory; all is as before then.
   */
  grow(wanted: Partial<SchedulerCapacity>): void {
    const next = largest(this.#capacity, wanted);
    const layout = planLayout(next);
    const old = this.#layout;
    const stays = layout.sections.counts.offset === old.sections.counts.offset;
    const saved = (stays && this.wasm !== undefined ? [] : lasting).map((name) => ({
      name,
      bytes: this.#copyOut(old.sections[name]),
    }));
    const from = this.#buffer;
    const { offset: countsFrom, rows: counts } = old.sections.counts;
    const { offset: countsTo } = layout.sections.counts;
    if (this.wasm === undefined) {
      this.#buffer = new ArrayBuffer(layout.totalBytes);
      new Int32Array(this.#buffer, countsTo, counts).set(new Int32Array(from, countsFrom, counts));
    } else {
      const missing = Math.ceil((layout.totalBytes - from.byteLength) / PAGE_BYTES);
      if (missing > 0) this.wasm.grow(missing);
      this.#buffer = this.wasm.buffer;
      // Where only the counts are more all else stays where it is.
      if (!stays) {
        const bytes = new Uint8Array(this.#buffer, 0, layout.totalBytes);
        bytes.copyWithin(countsTo, countsFrom, countsFrom + counts * 4);
        bytes.fill(0, HEADER_OFFSET, countsTo);
      }
    }
    this.#capacity = next;
    this.#layout = layout;
    this.#open();
    for (const { name, bytes } of saved) this.#copyIn(old.sections[name], name, bytes);
  }

  /** Row `row` of an f64 column, as a live view: valid until the next `grow`. */
  row(name: ColumnName, row: number): Float64Array {
    const section = this.#section(name, row);
    const length = name === "logs" ? this.stride + 64 : this.stride;
    return new Float64Array(this.#buffer, section.offset + row * section.rowBytes, length);
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

  /** Writes records [0, pods.length), growing as far as they ask for it. */
  writeBatch(pods: readonly PodRecord[]): void {
    const distinct = new Set(pods.map((pod) => pod.entries));
    let entries = 0;
    for (const each of distinct) entries += entryCountOf(each);
    if (pods.length > this.#capacity.pods || entries > this.#capacity.entries) {
      this.grow({ pods: pods.length, entries });
    }
    this.clearEntries();
    pods.forEach((pod, index) => this.writePod(index, pod));
  }

  /** Forgets the entries of pods written so far: their records must not be used any more. */
  clearEntries(): void {
    this.#entriesEnd = 0;
    this.#entriesAt.clear();
  }

  /** Writes one record; pods with the same `entries` object share their entries. Throws RangeError when there is no room. */
  writePod(index: number, pod: PodRecord): void {
    let first = this.#entriesAt.get(pod.entries);
    if (first === undefined) {
      first = this.#entriesEnd;
      const count = entryCountOf(pod.entries);
      if (first + count > this.#capacity.entries) {
        throw new RangeError(`${first + count} entries of ${this.#capacity.entries}`);
      }
      writeEntries(this.words, this.#layout.sections.entries.offset + first * 16, pod.entries);
      this.#entriesEnd = first + count;
      this.#entriesAt.set(pod.entries, first);
    }
    writePodRecord(
      { words: this.words, at: this.podOffset(index), capacity: this.#capacity },
      pod,
      first,
    );
  }

  writeProfile(index: number, profile: KernelProfile): void {
    const section = this.#section("profiles", index);
    const at = section.offset + index * section.rowBytes;
    writeProfileRecord(this.#f64.subarray(at >> 3, (at + section.rowBytes) >> 3), profile);
  }

  /** A node's domain of each topology key: row `key` of u32. Valid until the next `grow`. */
  domains(key: number): Uint32Array {
    const section = this.#section("domains", key);
    return new Uint32Array(this.#buffer, section.offset + key * section.rowBytes, this.stride);
  }

  /** How many domains of each key have nodes, nodes without the key being one more. */
  get keyDomains(): Uint32Array {
    const { offset, rows } = this.#layout.sections.keys;
    return new Uint32Array(this.#buffer, offset, rows);
  }

  /** What the counters count: valid until the next `grow`. */
  get counts(): Int32Array {
    const { offset, rows } = this.#layout.sections.counts;
    return new Int32Array(this.#buffer, offset, rows);
  }

  /** Defines a counter; its total and its present domains start at 0. */
  writeCounter(index: number, counter: Counter): void {
    const at = this.#recordOffset("counters", index) >> 2;
    const words = this.#u32;
    words[at + (COUNTER.key >> 2)] = counter.key;
    words[at + (COUNTER.counts >> 2)] = counter.counts;
    words[at + (COUNTER.mask >> 2)] = counter.mask;
    words[at + (COUNTER.present >> 2)] = counter.present;
    words[at + (COUNTER.size >> 2)] = counter.size;
    words[at + (COUNTER.total >> 2)] = 0;
    words[at + (COUNTER.presentDomains >> 2)] = 0;
  }

  /** A counter with its running sums. */
  readCounter(
    index: number,
  ): Counter & { readonly total: number; readonly presentDomains: number } {
    const at = this.#recordOffset("counters", index) >> 2;
    const word = (offset: number): number => this.#u32[at + (offset >> 2)] ?? 0;
    return {
      key: word(COUNTER.key),
      counts: word(COUNTER.counts),
      mask: word(COUNTER.mask) | 0,
      present: word(COUNTER.present),
      size: word(COUNTER.size),
      total: word(COUNTER.total) | 0,
      presentDomains: word(COUNTER.presentDomains),
    };
  }

  /** Adds to a counter's total and to its number of domains with nodes. */
  sumCounter(index: number, total: number, presentDomains: number): void {
    const at = this.#recordOffset("counters", index) >> 2;
    const words = this.#u32;
    words[at + (COUNTER.total >> 2)] = ((words[at + (COUNTER.total >> 2)] ?? 0) + total) | 0;
    const present = at + (COUNTER.presentDomains >> 2);
    words[present] = (words[present] ?? 0) + presentDomains;
  }

  readResult(index: number): Placement {
    const at = this.#recordOffset("results", index);
    const int = at >> 2;
    const refusedAt = (at + RESULT.refused) >> 2;
    const node = (this.#u32[int] ?? 0) | 0;
    const codes = REASON.resource + this.#capacity.resources;
    return {
      node,
      feasible: this.#u32[int + 1] ?? 0,
      score: this.#f64[(at + RESULT.score) >> 3] ?? 0,
      unresolvable: this.#u32[(at + RESULT.unresolvable) >> 2] ?? 0,
      refused: node >= 0 ? [] : Array.from(this.#u32.subarray(refusedAt, refusedAt + codes)),
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

  /** Byte offset of a section, for the reference. */
  offsetOf(name: ColumnName): number {
    return this.#layout.sections[name].offset;
  }

  get profileBytes(): number {
    return this.#layout.sections.profiles.rowBytes;
  }

  #recordOffset(name: "pods" | "results" | "counters", index: number): number {
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

  #copyOut(section: Section): Uint8Array {
    return new Uint8Array(this.#buffer, section.offset, section.rows * section.rowBytes).slice();
  }

  #copyIn(from: Section, name: ColumnName, bytes: Uint8Array): void {
    const to = this.#layout.sections[name];
    const target = new Uint8Array(this.#buffer);
    if (from.rowBytes === to.rowBytes) {
      target.set(bytes, to.offset);
      return;
    }
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
    header[FIELD.profileCapacity] = this.#capacity.profiles;
    header[FIELD.keyCapacity] = this.#capacity.keys;
    header[FIELD.counterCapacity] = this.#capacity.counters;
    header[FIELD.countCapacity] = this.#capacity.counts;
    header[FIELD.entryCapacity] = this.#capacity.entries;
    header[FIELD.partCapacity] = this.#capacity.parts;
    header[FIELD.profileBytes] = sections.profiles.rowBytes;
    header[FIELD.podBytes] = sections.pods.rowBytes;
    header[FIELD.resultBytes] = sections.results.rowBytes;
    for (const name of Object.keys(sections) as ColumnName[]) {
      header[FIELD[name]] = sections[name].offset;
    }
    this.nodeCount = this.#nodeCount;
    this.anySoftTaint = this.#anySoftTaint;
    this.#version += 1;
    this.#fillLogs();
    this.clearEntries();
  }

  #fillLogs(): void {
    const { stride } = this;
    const logs = this.row("logs", 0);
    for (let size = 0; size < stride + 64; size++) logs[size] = Math.log(size + 2);
  }
}

function largest(capacity: FullCapacity, wanted: Partial<SchedulerCapacity>): FullCapacity {
  const entries = Object.entries(capacity) as [keyof FullCapacity, number][];
  return Object.fromEntries(
    entries.map(([name, size]) => [name, Math.max(size, wanted[name] ?? 0)]),
  ) as unknown as FullCapacity;
}
