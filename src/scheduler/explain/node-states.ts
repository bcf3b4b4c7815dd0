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
type Group = readonly Row[];

/** All nodes at one moment. */
export class NodeStates {
  readonly #groups: readonly Group[];
  readonly count: number;

  constructor(groups: readonly Group[], count: number) {
    this.#groups = groups;
    this.count = count;
  }

  *[Symbol.iterator](): Generator<NodeState> {
    for (const group of this.#groups) {
      for (const row of group) for (const state of row) if (state !== undefined) yield state;
    }
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

/** A row has 32 nodes and a group 32 rows: in a cluster of 15,000 a change copies some 80 references. */
const fanBits = 5;
const fan = 1 << fanBits;

/** Keeps the newest state, and looks only at what has changed since it was last asked for it. */
export class NodeStateKeeper {
  readonly #source: NodeSource;
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  #generation = -1;
  #groups: readonly Group[] = [];
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
    const draft = new Draft(this.#groups);
    for (const name of changed) {
      const state = this.#source.state(name);
      const slot = this.#slotOf(name, state !== undefined);
      if (slot === undefined) continue;
      draft.set(slot, state);
      if (state === undefined) this.#release(name, slot);
    }
    this.#groups = draft.groups;
    this.#latest = new NodeStates(draft.groups, this.#slots.size);
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

/** The next state in the making: copies a row and its group the first time that one of its nodes is set. */
class Draft {
  readonly groups: Group[];
  readonly #copied = new Set<Group | Row>();

  constructor(groups: readonly Group[]) {
    this.groups = [...groups];
  }

  set(slot: number, state: NodeState | undefined): void {
    const [group, row] = [slot >> (2 * fanBits), (slot >> fanBits) & (fan - 1)];
    const rows = this.#own(this.groups, group);
    this.#own(rows, row)[slot & (fan - 1)] = state;
  }

  #own<T extends Group | Row>(parent: T[], index: number): T[number][] {
    const known = parent[index];
    if (known !== undefined && this.#copied.has(known)) return known as T[number][];
    const copy: T[number][] = known === undefined ? [] : [...known];
    this.#copied.add(copy as Group | Row);
    parent[index] = copy as unknown as T;
    return copy;
  }
}
