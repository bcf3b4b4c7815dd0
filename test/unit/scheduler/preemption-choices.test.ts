import { describe, expect, test } from "vitest";
import type { Node, Pod, PodDisruptionBudget } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import { NodeInfo } from "../../../src/scheduler/plugins/node-info.ts";
import { profileFramework } from "../../../src/scheduler/plugins/profile-framework.ts";
import { ClusterSnapshot } from "../../../src/scheduler/plugins/snapshot.ts";
import { budgetsOf, splitByViolation } from "../../../src/scheduler/preemption/budgets.ts";
import {
  byImportance,
  harmOf,
  isLessHarmful,
} from "../../../src/scheduler/preemption/importance.ts";
import { NodeJudge } from "../../../src/scheduler/preemption/node-judge.ts";
import { defaultProfile } from "../../../src/scheduler/profile/profile.ts";
import { NominatedPods } from "../../../src/scheduler/queue/nominated-pods.ts";

interface Parts {
  readonly cpu?: string;
  readonly start?: string;
  readonly labels?: Record<string, string>;
  readonly hostPort?: number;
  readonly nominated?: string;
}

function pod(name: string, priority: number, parts: Parts = {}): Stored<Pod> {
  const { cpu = "1", start, labels = {}, hostPort, nominated } = parts;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels,
    },
    spec: {
      priority,
      containers: [
        {
          name: "c",
          image: "web:1",
          resources: { requests: { cpu } },
          ...(hostPort === undefined ? {} : { ports: [{ containerPort: 80, hostPort }] }),
        },
      ],
    },
    status: {
      phase: "Running",
      ...(start === undefined ? {} : { startTime: `2026-01-0${start}T00:00:00Z` }),
      ...(nominated === undefined ? {} : { nominatedNodeName: nominated }),
    },
  };
}

const names = (pods: readonly Pod[]): readonly (string | undefined)[] =>
  pods.map(({ metadata }) => metadata.name);

describe("who is missed more", () => {
  test("is a matter of priority, then of age; one that has not started is the youngest", () => {
    const pods = [
      pod("fresh", 5),
      pod("young", 5, { start: "3" }),
      pod("old", 5, { start: "1" }),
      pod("dear", 9, { start: "4" }),
    ];
    expect(names(pods.toSorted(byImportance))).toEqual(["dear", "old", "young", "fresh"]);
  });
});

// default_preemption_test.go, TestPickOneNodeForPreemption.
describe("the node where making room does the least harm", () => {
  const low = 0;
  const mid = 100;
  const high = 1000;
  interface Row {
    readonly why: string;
    readonly nodes: Readonly<Record<string, readonly Pod[]>>;
    readonly violations?: Readonly<Record<string, number>>;
    readonly best: string;
  }
  test.each<Row>([
    { why: "the only one", nodes: { a: [pod("p", mid)] }, best: "a" },
    {
      why: "fewer violations of budgets come before all else",
      nodes: { a: [pod("p", low)], b: [pod("p", high), pod("q", high)] },
      violations: { a: 1 },
      best: "b",
    },
    {
      why: "a lower highest priority",
      nodes: { a: [pod("p", high)], b: [pod("p", mid), pod("q", mid)] },
      best: "b",
    },
    {
      why: "a smaller sum of priorities, where a Pod of negative priority adds, too",
      nodes: { a: [pod("p", mid), pod("q", -5)], b: [pod("p", mid), pod("q", -5), pod("r", -5)] },
      best: "a",
    },
    {
      why: "a smaller sum with as many Pods",
      nodes: { a: [pod("p", mid), pod("q", mid)], b: [pod("p", mid), pod("q", low)] },
      best: "b",
    },
    {
      why: "the later start of the victims of highest priority",
      nodes: {
        a: [pod("p", mid, { start: "1" }), pod("q", low, { start: "5" })],
        b: [pod("p", mid, { start: "2" }), pod("q", low, { start: "3" })],
      },
      best: "b",
    },
    {
      why: "the earliest of several of highest priority counts",
      nodes: {
        a: [pod("p", mid, { start: "3" }), pod("q", mid, { start: "1" })],
        b: [pod("p", mid, { start: "2" }), pod("q", mid, { start: "2" })],
      },
      best: "b",
    },
    { why: "of equals the first", nodes: { a: [pod("p", mid)], b: [pod("q", mid)] }, best: "a" },
  ])("$why", ({ nodes, violations = {}, best }) => {
    const harms = Object.entries(nodes).map(([node, pods]) => ({
      node,
      harm: harmOf({ pods, violations: violations[node] ?? 0 }),
    }));
    const chosen = harms.reduce((a, b) => (isLessHarmful(b.harm, a.harm) ? b : a));
    expect(chosen.node).toBe(best);
  });
});

function budget(name: string, parts: object, status: object): Stored<PodDisruptionBudget> {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
    },
    spec: { selector: { matchLabels: { app: "db" } }, ...parts },
    status,
  };
}

describe("what budgets say of possible victims", () => {
  const db = { labels: { app: "db" } };
  const victims = ["a", "b", "c"].map((name) => ({ pod: pod(name, 0, db) }));

  test.each<readonly [string, object, object, readonly string[]]>([
    ["lets as many go as it allows, the first ones", { disruptionsAllowed: 1 }, {}, ["b", "c"]],
    ["lets all go that it has room for", { disruptionsAllowed: 3 }, {}, []],
    ["lets none go without a status", {}, {}, ["a", "b", "c"]],
    [
      "does not count again whom the API has let go",
      { disruptionsAllowed: 0, disruptedPods: { b: "2026-01-01T00:00:00Z" } },
      {},
      ["a", "c"],
    ],
    ["of an empty selector covers nobody", { disruptionsAllowed: 0 }, { selector: {} }, []],
    [
      "of a broken selector covers nobody",
      { disruptionsAllowed: 0 },
      { selector: { matchExpressions: [{ key: "app", operator: "Near" }] } },
      [],
    ],
  ])("a budget %s", (_, status, parts, violating) => {
    const split = splitByViolation(victims, budgetsOf([budget("x", parts, status)]));
    expect(names(split.violating.map((each) => each.pod))).toEqual(violating);
    const others = ["a", "b", "c"].filter((name) => !violating.includes(name));
    expect(names(split.others.map((each) => each.pod))).toEqual(others);
  });

  test("two budgets must both have room", () => {
    const budgets = [
      budget("x", {}, { disruptionsAllowed: 2 }),
      budget("y", {}, { disruptionsAllowed: 1 }),
    ];
    const { violating } = splitByViolation(victims, budgetsOf(budgets));
    expect(names(violating.map((each) => each.pod))).toEqual(["b", "c"]);
  });
});

// default_preemption_test.go, TestDryRunPreemption.
describe("a dry run on one node", () => {
  const node: Node = {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "n" },
    status: { allocatable: { cpu: "4", memory: "8Gi", pods: "110" } },
  };
  const run = (
    preemptor: Stored<Pod>,
    pods: readonly Stored<Pod>[],
    more: {
      readonly budgets?: readonly Stored<PodDisruptionBudget>[];
      readonly nominated?: readonly Stored<Pod>[];
    } = {},
  ) => {
    const nominated = new NominatedPods();
    for (const each of more.nominated ?? []) nominated.put(each);
    const info = new NodeInfo(node, pods);
    const judge = new NodeJudge(profileFramework(defaultProfile()), nominated);
    const cycle = judge.framework.begin(preemptor, new ClusterSnapshot([info]));
    const before = names([...info.pods].map((each) => each.pod));
    const answer = judge.dryRun(cycle, info, budgetsOf(more.budgets ?? []));
    // It leaves no trace.
    expect(names([...info.pods].map((each) => each.pod))).toEqual(before);
    return answer;
  };
  const victimsOf = (answer: ReturnType<typeof run>) =>
    "victims" in answer ? names(answer.victims.pods) : answer.refusal.reasons;

  test("sends the least important away, only as many as must go, the most important of them first", () => {
    const pods = [
      pod("low", 0, { cpu: "1" }),
      pod("mid", 50, { cpu: "1" }),
      pod("high", 90, { cpu: "2" }),
    ];
    expect(victimsOf(run(pod("urgent", 100, { cpu: "1" }), pods))).toEqual(["low"]);
    expect(victimsOf(run(pod("urgent", 100, { cpu: "2" }), pods))).toEqual(["mid", "low"]);
    expect(victimsOf(run(pod("urgent", 100, { cpu: "3" }), pods))).toEqual(["high", "low"]);
  });

  test("finds nobody among Pods of the same or a higher priority", () => {
    expect(victimsOf(run(pod("urgent", 100), [pod("same", 100), pod("higher", 200)]))).toEqual([
      "No preemption victims found for incoming pod",
    ]);
  });

  test("says why the Pod does not fit even without them", () => {
    const pods = [pod("low", 0), pod("same", 100, { cpu: "3" })];
    expect(victimsOf(run(pod("urgent", 100, { cpu: "2" }), pods))).toEqual(["Insufficient cpu"]);
  });

  test("sends away who holds a host port", () => {
    const pods = [pod("holder", 50, { hostPort: 80 }), pod("other", 0, { hostPort: 81 })];
    expect(victimsOf(run(pod("urgent", 100, { hostPort: 80 }), pods))).toEqual(["holder"]);
  });

  test("keeps first whom a budget guards, and counts those that it cannot keep", () => {
    const guarded = { labels: { app: "db" } };
    const pods = [pod("guarded", 0, { cpu: "2", ...guarded }), pod("free", 50, { cpu: "2" })];
    const budgets = [budget("x", {}, { disruptionsAllowed: 0 })];
    const kept = run(pod("urgent", 100, { cpu: "2" }), pods, { budgets });
    expect(kept).toMatchObject({ covered: true, victims: { violations: 0 } });
    expect(victimsOf(kept)).toEqual(["free"]);
    const all = run(pod("urgent", 100, { cpu: "4" }), pods, { budgets });
    expect(all).toMatchObject({ victims: { violations: 1 } });
    expect(victimsOf(all)).toEqual(["free", "guarded"]);
  });

  test("counts nominated Pods of the same or a higher priority as there, others not", () => {
    const pods = [pod("low", 0, { cpu: "4" })];
    const urgent = pod("urgent", 100, { cpu: "3" });
    const expecting = (priority: number) => ({
      nominated: [pod("expected", priority, { cpu: "2", nominated: "n" })],
    });
    expect(victimsOf(run(urgent, pods, expecting(100)))).toEqual(["Insufficient cpu"]);
    expect(victimsOf(run(urgent, pods, expecting(99)))).toEqual(["low"]);
  });
});
