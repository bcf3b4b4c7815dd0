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
}

export class NodeAnswers {
  readonly #memory: SchedulerMemory;
  readonly #kind: "masks" | "scoreColumns";
  readonly #slots = new Map<string, Slot>();
  readonly #free: number[] = [];
  #next: number;
  #batch = 0;

  /** Mask 0 is the nodes that exist; score columns start at 0. */
  constructor(memory: SchedulerMemory, kind: "masks" | "scoreColumns") {
    this.#memory = memory;
    this.#kind = kind;
    this.#next = kind === "masks" ? 1 : 0;
  }

  startBatch(): void {
    this.#batch += 1;
  }

  /** Index of the question's mask or column, answered for `nodes` when it is new. */
  ask(question: NodeQuestion, nodes: () => Iterable<readonly [index: number, node: Node]>): number {
    const known = this.#slots.get(question.key);
    if (known !== undefined) {
      known.usedIn = this.#batch;
      // Most recently used last.
      this.#slots.delete(question.key);
      this.#slots.set(question.key, known);
      return known.index;
    }
    const slot = { question, index: this.take(), usedIn: this.#batch };
    this.#slots.set(question.key, slot);
    for (const [index, node] of nodes()) this.#write(slot.index, index, question.answer(node));
    return slot.index;
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
      if (slot.usedIn === this.#batch) continue;
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
