/** Which nodes are tainted NoExecute, and how fast. Facts from pkg/controller/nodelifecycle (node_lifecycle_controller.go and its tests). */
import { describe, expect, it } from "vitest";
import type { Node, Taint } from "../../../src/api/generated/types.ts";
import { deepFreeze } from "../../../src/api/json.ts";
import type { Stored } from "../../../src/api/object.ts";
import { rfc3339 } from "../../../src/api/time.ts";
import { nodeEvictionController } from "../../../src/controllers/node-evictions.ts";
import type { Plan } from "../../../src/loop/plan.ts";

const nowMs = 1_767_225_600_000;
const key = (name: string) => `node.kubernetes.io/${name}`;
const evicting = (name: string): Taint => ({ key: key(name), effect: "NoExecute" });
const [unreachable, notReady] = [evicting("unreachable"), evicting("not-ready")];
const foreign: Taint = { key: "dedicated", effect: "NoExecute" };

interface Parts {
  readonly taints?: readonly Taint[];
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly sinceMs?: number;
}

function node(name: string, status: string | undefined, parts: Parts = {}): Stored<Node> {
  const { taints = [], zone, labels = {}, sinceMs = nowMs - 60_000 } = parts;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      uid: name,
      resourceVersion: "1",
      creationTimestamp: rfc3339(nowMs),
      labels: { ...labels, ...(zone ? { "topology.kubernetes.io/zone": zone } : {}) },
    },
    spec: { taints },
    status: {
      conditions: status ? [{ type: "Ready", status, lastTransitionTime: rfc3339(sinceMs) }] : [],
    },
  };
}

const up = (count: number, parts: Parts = {}) =>
  Array.from({ length: count }, (_, at) => node(`up-${parts.zone ?? ""}${at}`, "True", parts));
const down = (count: number, parts: Parts = {}) =>
  Array.from({ length: count }, (_, at) => node(`down-${parts.zone ?? ""}${at}`, "Unknown", parts));

function look(nodes: readonly Stored<Node>[], atMs = nowMs, memory?: unknown): Plan {
  return nodeEvictionController.reconcile(deepFreeze({ nodes }), atMs, memory);
}

/** By node, the NoExecute taints that are written. */
function written({ actions }: Plan): Readonly<Record<string, readonly string[]>> {
  const [batch] = actions;
  if (batch?.verb !== "batch") return {};
  const entries = batch.actions.map((action): [string, readonly string[]] => {
    if (action.verb !== "patch") throw new Error("only patches are written");
    const { taints } = action.patch["spec"] as { readonly taints: readonly Taint[] | null };
    return [action.object.metadata.name, (taints ?? []).map((taint) => taint.key ?? "")];
  });
  return Object.fromEntries(entries);
}

describe("a node", () => {
  it.each<readonly [string, Stored<Node>, readonly string[] | undefined]>([
    ["that is ready", node("a", "True"), undefined],
    ["that is not ready", node("a", "False"), [key("not-ready")]],
    ["that nothing is known of", node("a", "Unknown"), [key("unreachable")]],
    ["that never said anything", node("a", undefined), undefined],
    ["that is tainted already", node("a", "Unknown", { taints: [unreachable] }), undefined],
    [
      "that is not ready any more where it was not known",
      node("a", "False", { taints: [unreachable, foreign] }),
      ["dedicated", key("not-ready")],
    ],
    [
      "that is not known any more where it was not ready",
      node("a", "Unknown", { taints: [notReady] }),
      [key("unreachable")],
    ],
    ["that is ready again", node("a", "True", { taints: [unreachable] }), []],
    [
      "that is ready again, and tainted by others",
      node("a", "True", { taints: [notReady, foreign] }),
      ["dedicated"],
    ],
  ])("%s", (_title, one, expected) => {
    expect(written(look([one, ...up(2)]))).toEqual(expected ? { a: expected } : {});
  });

  it("is tainted with the time", () => {
    const [batch] = look([node("a", "Unknown"), ...up(2)]).actions;
    expect(batch).toMatchObject({
      actions: [
        {
          patch: {
            spec: {
              taints: [{ key: key("unreachable"), effect: "NoExecute", timeAdded: rfc3339(nowMs) }],
            },
          },
        },
      ],
    });
  });
});

describe("nodes of a zone", () => {
  it("are tainted one in ten seconds, those that are down the longest first", () => {
    const [a, b] = [
      node("a", "Unknown", { sinceMs: nowMs - 1_000 }),
      node("b", "Unknown", { sinceMs: nowMs - 2_000 }),
    ];
    const first = look([a, b, ...up(3)]);
    expect([Object.keys(written(first)), first.requeueAfterMs]).toEqual([["b"], 10_000]);
    const tainted = node("b", "Unknown", { taints: [unreachable] });
    const early = look([a, tainted, ...up(3)], nowMs + 4_000, first.remember);
    expect([written(early), early.requeueAfterMs]).toEqual([{}, 6_000]);
    const due = look([a, tainted, ...up(3)], nowMs + 10_000, early.remember);
    expect([Object.keys(written(due)), due.requeueAfterMs]).toEqual([["a"], undefined]);
  });

  it("are not tainted when more than half of a small zone are down", () => {
    expect(written(look([...down(4), ...up(3)]))).toEqual({});
    expect(Object.keys(written(look([...down(3), ...up(3)])))).toHaveLength(1);
    expect(Object.keys(written(look([...down(2), ...up(1)])))).toHaveLength(1);
  });

  it("are tainted ten times as slowly when more than half of a large zone are down", () => {
    const plan = look([...down(30), ...up(21)]);
    expect([Object.keys(written(plan)).length, plan.requeueAfterMs]).toEqual([1, 100_000]);
  });

  it("are tainted as usual when all of the zone is down, but another one is not", () => {
    const plan = look([...down(4, { zone: "a" }), ...up(1, { zone: "b" })]);
    expect([Object.keys(written(plan)).length, plan.requeueAfterMs]).toEqual([1, 10_000]);
  });

  it("are counted for each zone on its own", () => {
    const plan = look([
      ...down(1, { zone: "a" }),
      ...up(2, { zone: "a" }),
      ...down(1, { zone: "b" }),
      ...up(2, { zone: "b" }),
    ]);
    expect(Object.keys(written(plan)).sort()).toEqual(["down-a0", "down-b0"]);
  });
});

describe("when everything is down", () => {
  const labels = { "node.kubernetes.io/exclude-disruption": "" };

  it("no node is tainted, and the taints that there are go", () => {
    const nodes = [node("a", "Unknown", { taints: [unreachable, foreign] }), node("b", "False")];
    const first = look(nodes);
    expect(written(first)).toEqual({ a: ["dedicated"] });
    const later = look(
      [node("a", "Unknown", { taints: [foreign] }), node("b", "False")],
      nowMs + 60_000,
      first.remember,
    );
    expect([later.actions, later.requeueAfterMs]).toEqual([[], undefined]);
  });

  it("it counts for nothing that a node is ready which is left out of account", () => {
    expect(written(look([node("a", "Unknown"), node("b", "True", { labels })]))).toEqual({});
  });

  it("nodes are tainted as soon as one of them is back", () => {
    const { remember } = look(down(2));
    const back = look([...down(1), ...up(1)], nowMs + 10_000, remember);
    expect(Object.keys(written(back))).toEqual(["down-0"]);
  });
});
