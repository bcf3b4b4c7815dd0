/**
 * Remembered answers of nodes to the questions that Pods ask (selectors, preferred terms), as bitsets and score columns in
 * the kernel's memory. Each distinct question is asked once a node, and again when that node changes.
 */
import type { Node } from "../api/generated/types.ts";
import type { SchedulerMemory } from "../kernels/scheduler/memory.ts";
import type { NodeQuestion } from "./node-affinity.ts";

/** Distinct questions kept before the oldest unused ones make room. */
const rememberedMax = 256;

interface Slot {
  readonly question: NodeQuestion;
  readonly index: number;
  /** Batch in which it was last asked: slots of the running batch stay. */
  usedIn: number;
  /** Whoever holds it keeps it. */
  holders: number;
}

/** The nodes that have columns. */
export type NodesWithIndexes = () => Iterable<readonly [index: number, node: Node]>;

export class NodeAnswers {
  readonly #memory: SchedulerMemory;
  readonly #kind: "masks" | "scoreColumns";
  readonly #nodes: NodesWithIndexes;
  readonly #slots = new Map<string, Slot>();
  readonly #free: number[] = [];
  #next: number;
  #batch = 0;

  /** Mask 0 is the nodes that exist; score columns start at 0. */
  constructor(memory: SchedulerMemory, kind: "masks" | "scoreColumns", nodes: NodesWithIndexes) {
    this.#memory = memory;
    this.#kind = kind;
    this.#nodes = nodes;
    this.#next = kind === "masks" ? 1 : 0;
  }

  startBatch(): void {
    this.#batch += 1;
  }

  /** Index of the question's mask or column, valid in this batch. */
  ask(question: NodeQuestion): number {
    return this.#slotOf(question).index;
  }

  /** The same, valid until as many calls of `letGo`. */
  hold(question: NodeQuestion): number {
    const slot = this.#slotOf(question);
    slot.holders += 1;
    return slot.index;
  }

  letGo({ key }: NodeQuestion): void {
    const slot = this.#slots.get(key);
    if (slot !== undefined) slot.holders -= 1;
  }

  /** An empty mask or column that the caller fills and gives back with `release`. */
  take(): number {
    const index = this.#free.pop() ?? this.#evict() ?? this.#grow();
    if (this.#kind === "masks") this.#memory.mask(index).fill(0);
    else this.#memory.row("scoreColumns", index).fill(0);
    return index;
  }

  release(index: number): void {
    this.#free.push(index);
  }

  /** Asks every remembered question of a node that is new or has changed. */
  refresh(index: number, node: Node): void {
    for (const slot of this.#slots.values()) {
      this.#write(slot.index, index, slot.question.answer(node));
    }
  }

  #slotOf(question: NodeQuestion): Slot {
    let slot = this.#slots.get(question.key);
    if (slot === undefined) {
      slot = { question, index: this.take(), usedIn: this.#batch, holders: 0 };
      for (const [index, node] of this.#nodes()) {
        this.#write(slot.index, index, question.answer(node));
      }
    } else this.#slots.delete(question.key);
    // Most recently used last.
    this.#slots.set(question.key, slot);
    slot.usedIn = this.#batch;
    return slot;
  }

  #write(slot: number, node: number, answer: number): void {
    if (this.#kind === "scoreColumns") {
      this.#memory.row("scoreColumns", slot)[node] = answer;
      return;
    }
    setMaskBit(this.#memory.mask(slot), node, answer !== 0);
  }

  #evict(): number | undefined {
    if (this.#slots.size < rememberedMax) return undefined;
    for (const [key, slot] of this.#slots) {
      if (slot.usedIn === this.#batch || slot.holders > 0) continue;
      this.#slots.delete(key);
      return slot.index;
    }
    return undefined;
  }

  #grow(): number {
    const index = this.#next;
    this.#next += 1;
    const have = this.#memory.capacity[this.#kind];
    if (index >= have) this.#memory.grow({ [this.#kind]: Math.max(index + 1, have * 2) });
    return index;
  }
}

export function setMaskBit(mask: Uint32Array, node: number, on: boolean): void {
  const bit = 1 << (node & 31);
  const word = mask[node >> 5] ?? 0;
  mask[node >> 5] = on ? word | bit : word & ~bit;
}
