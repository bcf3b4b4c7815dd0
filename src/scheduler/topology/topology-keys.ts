/**
 * Gives topology keys rows and their values small numbers, node by node, in the kernel's memory. Row 0 has each node that
 * has a hostname label in a domain of its own: soft spreading over hostnames counts by node, not by the label's value.
 */
import type { Labels } from "../../api/label-selector.ts";
import type { SchedulerMemory } from "../../kernels/scheduler/memory.ts";
import { hostnameLabel } from "../plugins/spread-constraint.ts";

interface Domain {
  readonly id: number;
  nodes: number;
}

interface Row {
  readonly topologyKey: string;
  readonly domains: Map<string, Domain>;
  readonly free: number[];
  /** The next number that was never used. */
  next: number;
  labelled: number;
}

export class TopologyKeys {
  readonly #memory: SchedulerMemory;
  readonly #rows: Row[] = [emptyRow(hostnameLabel)];
  readonly #rowOf = new Map<string, number>();
  /** Labels of the nodes that have columns. */
  readonly #labels = new Map<number, Labels>();
  #sizesVersion = 0;

  constructor(memory: SchedulerMemory) {
    this.#memory = memory;
  }

  /** The row of a topology key; a new one is filled for all nodes. */
  rowOf(topologyKey: string): number {
    const known = this.#rowOf.get(topologyKey);
    if (known !== undefined) return known;
    const row = this.#rows.length;
    if (row >= this.#memory.capacity.keys) this.#memory.grow({ keys: Math.max(4, row * 2) });
    this.#memory.domains(row).fill(0);
    this.#rows.push(emptyRow(topologyKey));
    this.#rowOf.set(topologyKey, row);
    for (const [index, labels] of this.#labels) this.#enter(row, index, labels);
    this.#count(row);
    return row;
  }

  /** Differs whenever some row has come to need more numbers. */
  get sizesVersion(): number {
    return this.#sizesVersion + this.#memory.stride;
  }

  /** Numbers that domains of a row may have: one more than the highest. */
  sizeOf(row: number): number {
    if (row === 0) return this.#memory.stride + 1;
    return this.#rows[row]?.next ?? 1;
  }

  /** Takes a node's labels in; undefined when the node is gone. Whatever counts by domain must have left the node before. */
  setNode(index: number, labels: Labels | undefined): void {
    const before = this.#labels.get(index);
    if (labels === undefined) this.#labels.delete(index);
    else this.#labels.set(index, labels);
    for (let row = 0; row < this.#rows.length; row++) {
      if (before !== undefined) this.#leave(row, index, before);
      if (labels !== undefined) this.#enter(row, index, labels);
      this.#count(row);
    }
  }

  #enter(row: number, index: number, labels: Labels): void {
    const keys = this.#rows[row];
    const value = keys === undefined ? undefined : valueOf(labels, keys.topologyKey);
    if (keys === undefined || value === undefined) {
      this.#memory.domains(row)[index] = 0;
      return;
    }
    keys.labelled += 1;
    const { next } = keys;
    const domain = row === 0 ? { id: index + 1, nodes: 0 } : domainOf(keys, value);
    if (keys.next !== next) this.#sizesVersion += 1;
    domain.nodes += 1;
    this.#memory.domains(row)[index] = domain.id;
  }

  #leave(row: number, index: number, labels: Labels): void {
    const keys = this.#rows[row];
    const value = keys === undefined ? undefined : valueOf(labels, keys.topologyKey);
    if (keys === undefined || value === undefined) return;
    keys.labelled -= 1;
    this.#memory.domains(row)[index] = 0;
    const domain = keys.domains.get(value);
    if (domain === undefined) return;
    domain.nodes -= 1;
    if (domain.nodes > 0) return;
    keys.domains.delete(value);
    keys.free.push(domain.id);
  }

  #count(row: number): void {
    const keys = this.#rows[row];
    if (keys === undefined) return;
    const domains = row === 0 ? keys.labelled : keys.domains.size;
    const others = keys.labelled < this.#labels.size ? 1 : 0;
    this.#memory.keyDomains[row] = domains + others;
  }
}

function emptyRow(topologyKey: string): Row {
  return { topologyKey, domains: new Map(), free: [], next: 1, labelled: 0 };
}

function domainOf(keys: Row, value: string): Domain {
  let domain = keys.domains.get(value);
  if (domain === undefined) {
    domain = { id: keys.free.pop() ?? keys.next++, nodes: 0 };
    keys.domains.set(value, domain);
  }
  return domain;
}

function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
