/**
 * Finds what asks for one label among much that asks for others: rules by a label that they want, and Pods by those they
 * have. With as many labels as Pods, no rule has to be asked about each Pod.
 */
import type { LabelMatcher, Labels } from "../../api/label-selector.ts";

/** A label that whatever a selector speaks of has; undefined when it asks for no single one. */
export type WantedLabel = string | undefined;

export function wantedLabel({ requirements }: LabelMatcher): WantedLabel {
  for (const { key, operator, values } of requirements) {
    const [value] = values;
    if ((operator === "=" || operator === "in") && values.length === 1 && value !== undefined) {
      return pairOf(key, value);
    }
  }
  return undefined;
}

/** The same of a LabelSelector's matchLabels. */
export function wantedOf(labels: Labels | undefined): WantedLabel {
  for (const [key, value] of Object.entries(labels ?? {})) return pairOf(key, value);
  return undefined;
}

function pairOf(key: string, value: string): string {
  return `${key}=${value}`;
}

/** Things by a label that each wants. */
export class ByWantedLabel<T> {
  readonly #wanting = new Map<string, Set<T>>();
  readonly #others = new Set<T>();

  add(label: WantedLabel, thing: T): void {
    if (label === undefined) this.#others.add(thing);
    else addTo(this.#wanting, label, thing);
  }

  remove(label: WantedLabel, thing: T): void {
    if (label === undefined) this.#others.delete(thing);
    else removeFrom(this.#wanting, label, thing);
  }

  clear(): void {
    this.#wanting.clear();
    this.#others.clear();
  }

  /** All that may speak of something with these labels. */
  *about(labels: Labels | undefined): Iterable<T> {
    for (const [key, value] of Object.entries(labels ?? {})) {
      yield* this.#wanting.get(pairOf(key, value)) ?? [];
    }
    yield* this.#others;
  }
}

/** Things by the labels that each has. */
export class ByOwnLabels<T> {
  readonly #having = new Map<string, Set<T>>();
  readonly #all = new Set<T>();

  add(labels: Labels | undefined, thing: T): void {
    this.#all.add(thing);
    for (const [key, value] of Object.entries(labels ?? {})) {
      addTo(this.#having, pairOf(key, value), thing);
    }
  }

  remove(labels: Labels | undefined, thing: T): void {
    this.#all.delete(thing);
    for (const [key, value] of Object.entries(labels ?? {})) {
      removeFrom(this.#having, pairOf(key, value), thing);
    }
  }

  clear(): void {
    this.#having.clear();
    this.#all.clear();
  }

  /** All that something may speak of that wants the label. */
  with(label: WantedLabel): Iterable<T> {
    return label === undefined ? this.#all : (this.#having.get(label) ?? []);
  }
}

function addTo<T>(sets: Map<string, Set<T>>, key: string, thing: T): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([thing]));
  else set.add(thing);
}

function removeFrom<T>(sets: Map<string, Set<T>>, key: string, thing: T): void {
  const set = sets.get(key);
  set?.delete(thing);
  if (set?.size === 0) sets.delete(key);
}
