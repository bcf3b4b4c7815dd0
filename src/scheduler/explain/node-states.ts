/**
 * The cluster's nodes and Pods as values that outlive changes: each decision keeps the state it was made on, and states share
 * all that is equal. A change copies one short row of node states, not the cluster.
 */
import type { Node, Pod } from "../../api/generated/types.ts";

/** A node and its Pods at one moment. */
export interface NodeState {
  readonly node: Node;
  readonly pods: readonly Pod[];
}

type Row = readonly (NodeState | undefined)[];

/** All nodes at one moment. */
export class NodeStates {
  readonly #rows: readonly Row[];
  readonly count: number;

  constructor(rows: readonly Row[], count: number) {
    this.#rows = rows;
    this.count = count;
  }

  *[Symbol.iterator](): Generator<NodeState> {
    for (const row of this.#rows) for (const state of row) if (state !== undefined) yield state;
  }
}

/** Where states are read from: the scheduler's cache. */
export interface NodeSource {
  /** Differs whenever a node, or what is on one, does. */
  readonly generation: number;
  /** Nodes that have changed since; undefined when all have to be looked at. */
  changedSince(generation: number): Iterable<string> | undefined;
  nodeNames(): Iterable<string>;
  /** Undefined when there is no such node. */
  state(name: string): NodeState | undefined;
}

/** 64 references are copied as fast as one; a cluster of 15,000 nodes has 235 rows. */
const rowLength = 64;

/** Keeps the newest state, and looks only at what has changed since it was last asked for it. */
export class NodeStateKeeper {
  readonly #source: NodeSource;
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  #generation = -1;
  #rows: readonly Row[] = [];
  #latest = new NodeStates([], 0);

  constructor(source: NodeSource) {
    this.#source = source;
  }

  latest(): NodeStates {
    const { generation } = this.#source;
    if (generation === this.#generation) return this.#latest;
    const changed = new Set(
      this.#source.changedSince(this.#generation) ?? [
        ...this.#slots.keys(),
        ...this.#source.nodeNames(),
      ],
    );
    this.#generation = generation;
    const rows = [...this.#rows];
    const copied = new Set<number>();
    for (const name of changed) {
      const state = this.#source.state(name);
      const slot = this.#slotOf(name, state !== undefined);
      if (slot === undefined) continue;
      const at = Math.floor(slot / rowLength);
      const row = copied.has(at)
        ? (rows[at] as (NodeState | undefined)[])
        : [...(rows[at] ?? Array.from<NodeState | undefined>({ length: rowLength }))];
      copied.add(at);
      row[slot % rowLength] = state;
      rows[at] = row;
      if (state === undefined) this.#release(name, slot);
    }
    this.#rows = rows;
    this.#latest = new NodeStates(rows, this.#slots.size);
    return this.#latest;
  }

  #slotOf(name: string, exists: boolean): number | undefined {
    const known = this.#slots.get(name);
    if (known !== undefined || !exists) return known;
    const slot = this.#free.pop() ?? this.#slots.size;
    this.#slots.set(name, slot);
    return slot;
  }

  #release(name: string, slot: number): void {
    this.#slots.delete(name);
    this.#free.push(slot);
  }
}
