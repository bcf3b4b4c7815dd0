/** States of nodes as values: what is kept does not change, what is equal is shared. */
import { describe, expect, test } from "vitest";
import {
  NodeStateKeeper,
  type NodeSource,
  type NodeState,
} from "../../../../src/scheduler/explain/node-states.ts";
import { node, pod } from "../../../vectors/scheduler/vector.ts";

/** A cache that forgets its changes after `logMax` of them. */
class Source implements NodeSource {
  readonly #states = new Map<string, NodeState>();
  readonly #log: string[] = [];
  readonly #logMax: number;
  looks = 0;

  constructor(logMax = Infinity) {
    this.#logMax = logMax;
  }

  get generation(): number {
    return this.#log.length;
  }

  changedSince(generation: number): readonly string[] | undefined {
    if (generation < 0 || this.#log.length - generation > this.#logMax) return undefined;
    return this.#log.slice(generation);
  }

  nodeNames(): Iterable<string> {
    return this.#states.keys();
  }

  state(name: string): NodeState | undefined {
    this.looks += 1;
    return this.#states.get(name);
  }

  set(name: string, ...pods: readonly string[]): void {
    this.#states.set(name, { node: node(name), pods: pods.map((each) => pod({ name: each })) });
    this.#log.push(name);
  }

  remove(name: string): void {
    this.#states.delete(name);
    this.#log.push(name);
  }
}

function contents(states: Iterable<NodeState>): Record<string, readonly string[]> {
  return Object.fromEntries(
    Array.from(states, ({ node: { metadata }, pods }): [string, string[]] => [
      metadata.name ?? "",
      pods.map((each) => each.metadata.name ?? ""),
    ]),
  );
}

describe("node states", () => {
  test("an earlier state stays as it was when nodes change, come and go", () => {
    const source = new Source();
    source.set("a", "p1");
    source.set("b");
    const keeper = new NodeStateKeeper(source);
    const first = keeper.latest();
    source.set("a", "p1", "p2");
    source.remove("b");
    source.set("c");
    const second = keeper.latest();
    expect(contents(first)).toEqual({ a: ["p1"], b: [] });
    expect(first.count).toBe(2);
    expect(contents(second)).toEqual({ a: ["p1", "p2"], c: [] });
    expect(second.count).toBe(2);
  });

  test("nothing new gives the very same state, and looks at nothing", () => {
    const source = new Source();
    source.set("a");
    const keeper = new NodeStateKeeper(source);
    const first = keeper.latest();
    source.looks = 0;
    expect(keeper.latest()).toBe(first);
    expect(source.looks).toBe(0);
  });

  test("only what has changed is looked at", () => {
    const source = new Source();
    for (let i = 0; i < 3000; i++) source.set(`n${i}`);
    const keeper = new NodeStateKeeper(source);
    const first = keeper.latest();
    expect([first.count, [...first].length]).toEqual([3000, 3000]);
    source.looks = 0;
    source.set("n7", "p");
    source.set("n7", "p", "q");
    source.set("n2999", "r");
    const second = contents(keeper.latest());
    expect([second["n7"], second["n2999"], second["n1024"]]).toEqual([["p", "q"], ["r"], []]);
    expect(source.looks).toBe(2);
    expect(contents(first)["n7"]).toEqual([]);
  });

  test("changes that are too many to be remembered are found all the same", () => {
    const source = new Source(2);
    source.set("a");
    source.set("b");
    const keeper = new NodeStateKeeper(source);
    expect(contents(keeper.latest())).toEqual({ a: [], b: [] });
    source.remove("a");
    source.set("b", "p");
    source.set("c");
    expect(contents(keeper.latest())).toEqual({ b: ["p"], c: [] });
  });

  test("a node's place is used again after it is gone", () => {
    const source = new Source();
    const keeper = new NodeStateKeeper(source);
    for (let i = 0; i < 200; i++) {
      source.set(`n${i}`);
      if (i >= 3) source.remove(`n${i - 3}`);
      keeper.latest();
    }
    expect(contents(keeper.latest())).toEqual({ n197: [], n198: [], n199: [] });
    expect(keeper.latest().count).toBe(3);
  });
});
