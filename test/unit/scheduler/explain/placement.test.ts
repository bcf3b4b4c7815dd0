/** One placement explained: scores, refusals, ties, gates, cut tables. */
import { describe, expect, test } from "vitest";
import type { Node, Pod } from "../../../../src/api/generated/types.ts";
import {
  explainPlacement,
  type PlacementOptions,
} from "../../../../src/scheduler/explain/placement.ts";
import type { PlacementDocument } from "../../../../src/scheduler/explain/explanation-document.ts";
import { NodeInfo } from "../../../../src/scheduler/plugins/node-info.ts";
import { profileFramework } from "../../../../src/scheduler/plugins/profile-framework.ts";
import { ClusterSnapshot } from "../../../../src/scheduler/plugins/snapshot.ts";
import { defaultProfile } from "../../../../src/scheduler/profile/profile.ts";
import { asking, node, pod } from "../../../vectors/scheduler/vector.ts";

const framework = profileFramework(defaultProfile());
const sized = (name: string, cpu: string, taints: NonNullable<Node["spec"]>["taints"] = []): Node =>
  node(name, {}, { allocatable: { cpu, memory: "8Gi", pods: "110" }, taints });

function explain(
  wanted: Pod,
  nodes: readonly Node[],
  options: Partial<PlacementOptions> = {},
): PlacementDocument {
  const snapshot = new ClusterSnapshot(nodes.map((each) => new NodeInfo(each)));
  return explainPlacement(wanted, { framework, snapshot }, { limit: 64, ...options });
}

const oneCpu = pod({ name: "p", spec: asking({ cpu: "1", memory: "2Gi" }) });

describe("a placement explained", () => {
  test("says of each node that fits what every plugin gives it, and adds that up", () => {
    const answer = explain(oneCpu, [sized("roomy", "4")]);
    expect(answer).toMatchObject({
      outcome: "placed",
      nodeName: "roomy",
      nodeCount: 1,
      feasibleCount: 1,
    });
    const [row] = answer.nodes;
    // 300 taints, 75 least allocated, 75 balanced (as even with the Pod as without)
    expect(row?.total).toBe(450);
    expect(row?.scores?.map(({ plugin, weighted }) => [plugin, weighted])).toEqual([
      ["TaintToleration", 300],
      ["NodeAffinity", 0],
      ["NodeResourcesFit", 75],
      ["PodTopologySpread", 0],
      ["InterPodAffinity", 0],
      ["NodeResourcesBalancedAllocation", 75],
      ["ImageLocality", 0],
    ]);
    const sum = row?.scores?.reduce(
      (total, { normalized, weight }) => total + normalized * weight,
      0,
    );
    expect(sum).toBe(row?.total);
    expect(answer.tie).toBeUndefined();
  });

  test("names the first filter that refuses, and counts nodes by reason", () => {
    const closed = [{ key: "k", effect: "NoSchedule" as const }];
    const answer = explain(oneCpu, [
      sized("small-1", "500m"),
      sized("small-2", "500m"),
      sized("tainted", "500m", closed),
    ]);
    expect(answer.outcome).toBe("unschedulable");
    expect(answer.message).toBe(
      "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.",
    );
    expect(answer.refused).toEqual([
      {
        plugin: "NodeResourcesFit",
        reason: "Insufficient cpu",
        count: 2,
        nodes: ["small-1", "small-2"],
      },
      {
        plugin: "TaintToleration",
        reason: "node(s) had untolerated taint(s)",
        count: 1,
        nodes: ["tainted"],
      },
    ]);
    expect(
      answer.nodes.map(({ name, refusal }) => [name, refusal?.plugin, refusal?.resolvable]),
    ).toEqual([
      ["small-1", "NodeResourcesFit", false],
      ["small-2", "NodeResourcesFit", false],
      ["tainted", "TaintToleration", false],
    ]);
  });

  test("tells of a tie, and marks the node that was picked", () => {
    const answer = explain(oneCpu, [sized("b", "4"), sized("a", "4"), sized("c", "2")], {
      chosen: "b",
    });
    expect(answer).toMatchObject({ nodeName: "b", tie: { nodes: ["a", "b"], count: 2 } });
    expect(answer.nodes.map(({ name, chosen }) => [name, chosen])).toEqual([
      ["a", undefined],
      ["b", true],
      ["c", undefined],
    ]);
  });

  test("cuts the table, but never the chosen node", () => {
    const nodes = Array.from({ length: 9 }, (_, index) => sized(`n${index}`, "4"));
    const answer = explain(oneCpu, nodes, { chosen: "n8", limit: 3 });
    expect(answer.nodes.map(({ name }) => name)).toEqual(["n0", "n1", "n8"]);
    expect(answer.nodesOmitted).toBe(6);
    expect(explain(oneCpu, nodes, { limit: 0 }).nodes).toEqual([]);
  });

  test("keeps the words of the event when there is one", () => {
    const answer = explain(oneCpu, [sized("small", "1m")], { message: "as the event said" });
    expect(answer.message).toBe("as the event said");
  });

  test("does not look at a gated Pod", () => {
    const gated = pod({ spec: { schedulingGates: [{ name: "a/b" }, { name: "c" }] } });
    expect(explain(gated, [sized("n", "4")])).toEqual({
      outcome: "gated",
      message: "waiting for scheduling gates: [a/b c]",
      nodeCount: 1,
      feasibleCount: 0,
      refused: [],
      nodes: [],
      nodesOmitted: 1,
    });
  });

  test("has a reason where there is no node", () => {
    expect(explain(oneCpu, [])).toMatchObject({
      outcome: "unschedulable",
      message: "no nodes available to schedule pods",
      nodes: [],
    });
  });

  test.each([
    ["9007199254740993", "8Gi"],
    ["1e30", "1e30"],
    ["-1", "-5Gi"],
  ])("answers for absurd amounts: %s cpu, %s memory", (cpu, memory) => {
    const absurd = pod({ spec: asking({ cpu, memory }) });
    const answer = explain(absurd, [sized("n", "4"), node("empty", {}, { allocatable: {} })]);
    expect(["placed", "unschedulable"]).toContain(answer.outcome);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });
});
