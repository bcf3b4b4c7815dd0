/** The texts of `kubarium explain` and `kubarium what-if`: what they read and what they print. */
import { describe, expect, test } from "vitest";
import { explanationText } from "../../../src/cli/explain.ts";
import { parseNodeSketch, whatIfText } from "../../../src/cli/what-if.ts";

describe("--add-node", () => {
  test.each([
    ["cpu=4,memory=8Gi", { allocatable: { cpu: "4", memory: "8Gi" } }],
    [
      "name=big,count=3,cpu=4,memory=8Gi,label=zone=a,label=gpu,taint=k=v:NoSchedule,taint=x:NoExecute",
      {
        name: "big",
        count: 3,
        allocatable: { cpu: "4", memory: "8Gi" },
        labels: { zone: "a", gpu: "" },
        taints: [
          { key: "k", value: "v", effect: "NoSchedule" },
          { key: "x", effect: "NoExecute" },
        ],
      },
    ],
    ["like=node-1", { like: "node-1" }],
    ["example.com/gpu=2,like=node-1", { like: "node-1", allocatable: { "example.com/gpu": "2" } }],
    ["count=many,like=n", { count: "many", like: "n" }],
  ])("%s", (text, sketch) => {
    expect(parseNodeSketch(text)).toEqual(sketch);
  });

  test.each([
    ["", `"" is not of the form key=value`],
    ["cpu", `"cpu" is not of the form key=value`],
    ["cpu=1,=2", `"=2" is not of the form key=value`],
    ["label==a", `"label==a" is not of the form label=key=value`],
    ["taint=k", `"k" is not of the form taint=key[=value]:effect`],
  ])("refuses %s", (text, message) => {
    expect(() => parseNodeSketch(text)).toThrow(message);
  });
});

const score = (plugin: string, raw: number, normalized: number, weight: number) => ({
  plugin,
  raw,
  normalized,
  weight,
  weighted: normalized * weight,
});

describe("texts", () => {
  test("an explanation as a table, wide with how scores come about", () => {
    const explanation = {
      apiVersion: "kubarium/v1",
      kind: "PodExplanation",
      pod: { namespace: "default", name: "web" },
      schedulerName: "default-scheduler",
      basis: "decision",
      time: "2026-01-01T00:00:00Z",
      outcome: "placed",
      nodeName: "a",
      total: 350,
      nodeCount: 2,
      feasibleCount: 1,
      refused: [{ plugin: "NodeResourcesFit", reason: "Insufficient cpu", count: 1, nodes: ["b"] }],
      nodes: [
        {
          name: "a",
          chosen: true,
          total: 350,
          scores: [score("TaintToleration", 0, 100, 3), score("NodeResourcesFit", 50, 50, 1)],
        },
        {
          name: "b",
          refusal: { plugin: "NodeResourcesFit", reasons: ["Insufficient cpu"], resolvable: true },
        },
      ],
      nodesOmitted: 0,
    } as const;
    expect(explanationText(explanation, false).split("\n")).toEqual([
      "Pod default/web, decided by default-scheduler at 2026-01-01T00:00:00Z",
      "Placed on a with a score of 350; 1 of 2 nodes fit",
      "",
      "REFUSED   PLUGIN             REASON             NODES",
      "1         NodeResourcesFit   Insufficient cpu   b",
      "",
      "NODE   TOTAL   TaintToleration   NodeResourcesFit   REFUSED BY",
      "* a    350     300               50",
      "  b    -       -                 -                  NodeResourcesFit: Insufficient cpu",
    ]);
    expect(explanationText(explanation, true)).toContain("0 -> 100 -> 300");
  });

  test("a what-if with Pods that must move and Pods that find no node", () => {
    const placement = { nodeCount: 1, refused: [], nodes: [], nodesOmitted: 0 };
    const text = whatIfText(
      {
        apiVersion: "kubarium/v1",
        kind: "WhatIf",
        time: "2026-01-01T00:00:00Z",
        placed: 1,
        preempting: 0,
        pods: [
          {
            name: "w-0",
            namespace: "d",
            outcome: "placed",
            nodeName: "a",
            total: 9,
            feasibleCount: 1,
            ...placement,
          },
          {
            name: "w-1",
            namespace: "d",
            outcome: "unschedulable",
            message: "no",
            feasibleCount: 0,
            ...placement,
          },
        ],
        displaced: [{ namespace: "d", name: "x", from: "b", outcome: "ends" }],
        nodes: [
          {
            name: "a",
            pods: 1,
            requested: { cpu: 500, memory: 1048576 },
            allocatable: { cpu: 1000, memory: 2097152 },
          },
          { name: "b", removed: true, pods: 0, requested: {}, allocatable: {} },
        ],
      },
      false,
    );
    expect(text.split("\n")).toEqual([
      "DISPLACED POD   FROM   TO                     WHY NOT",
      "d/x             b      (goes with its node)",
      "",
      "1 of 2 Pods find a node",
      "",
      "POD     NODE        TOTAL   WHY NOT",
      "d/w-0   a           9",
      "d/w-1   (nowhere)   -       no",
      "",
      "NODE   NEW PODS   CPU             MEMORY",
      "  a    1          500m of 1000m   1Mi of 2Mi",
      "- b    0          0m of 0m        0Mi of 0Mi",
    ]);
  });

  test("a what-if whose Pod would have others evicted", () => {
    const none = { nodeCount: 1, feasibleCount: 0, refused: [], nodes: [], nodesOmitted: 1 };
    const text = whatIfText(
      {
        apiVersion: "kubarium/v1",
        kind: "WhatIf",
        time: "2026-01-01T00:00:00Z",
        placed: 0,
        preempting: 1,
        pods: [
          {
            name: "vip",
            namespace: "d",
            outcome: "unschedulable",
            message: "0/1 nodes are available: 1 Insufficient cpu.",
            preemption: {
              nominatedNodeName: "a",
              victims: [
                { namespace: "d", name: "x", priority: 5, budgetsViolated: ["d/keep"] },
                { namespace: "d", name: "y", priority: 0 },
              ],
              budgetsViolated: ["d/keep"],
            },
            ...none,
          },
        ],
        displaced: [],
        nodes: [{ name: "a", pods: 1, evicted: ["d/x", "d/y"], requested: {}, allocatable: {} }],
      },
      false,
    );
    expect(text.split("\n")).toEqual([
      "Pod d/vip",
      "Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.",
      "",
      "Preemption would make room for it on a.",
      "",
      "WOULD BE EVICTED   PRIORITY   FROM   FOR     BUDGETS VIOLATED",
      "d/x                5          a      d/vip   d/keep",
      "d/y                0          a      d/vip   -",
      "",
      "NODE   NEW PODS   CPU        MEMORY",
      "  a    1          0m of 0m   0Mi of 0Mi",
    ]);
  });
});
