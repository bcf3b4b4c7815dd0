/** Which Pods are evicted from tainted nodes, and when. Rows from pkg/controller/tainteviction/taint_eviction_test.go. */
import { describe, expect, it } from "vitest";
import type { Pod, Taint, Toleration } from "../../../src/api/generated/types.ts";
import { NODES, PODS } from "../../../src/api/kinds.ts";
import { deepFreeze } from "../../../src/api/json.ts";
import type { Stored } from "../../../src/api/object.ts";
import {
  taintEvictionController,
  tolerationMs,
  type TaintEvictionView,
} from "../../../src/controllers/taint-eviction.ts";
import type { Action, Plan } from "../../../src/loop/plan.ts";

const nowMs = 1_767_225_600_000;

const taint = (index: number): Taint => ({
  key: `testTaint${index}`,
  value: `test${index}`,
  effect: "NoExecute",
});
const toleration = (index: number, tolerationSeconds?: number): Toleration => ({
  key: `testTaint${index}`,
  value: `test${index}`,
  effect: "NoExecute",
  ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
});

function pod(tolerations: readonly Toleration[] = [], metadata: object = {}): Stored<Pod> {
  return deepFreeze({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "pod1",
      namespace: "default",
      uid: "1",
      resourceVersion: "7",
      creationTimestamp: "2026-01-01T00:00:00Z",
      generation: 3,
      ...metadata,
    },
    spec: { nodeName: "node1", containers: [], tolerations },
    status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
  });
}

function decide(
  one: Stored<Pod> | undefined,
  taints: readonly Taint[] | undefined,
  { memory, atMs = nowMs }: { readonly memory?: unknown; readonly atMs?: number } = {},
): Plan {
  const view: TaintEvictionView = { key: "default/pod1", pod: one, taints };
  return taintEvictionController.reconcile(deepFreeze(view), atMs, memory);
}

/** `evicts`, `cancels`, both, or nothing. */
function said({ actions }: Plan): string {
  const words = actions.map((action: Action): string => {
    if (action.verb === "delete") return "evicts";
    if (action.verb === "event") return action.announce.message.split(" ")[0] ?? "";
    return "";
  });
  return words.filter((word) => word !== "").join(", ");
}

describe("a Pod on a node", () => {
  it.each<readonly [string, readonly Toleration[], readonly Taint[], string, number | undefined]>([
    ["without taints", [], [], "", undefined],
    ["with a taint that it does not tolerate", [], [taint(1)], "evicts", undefined],
    ["with one that it tolerates for a while", [toleration(1, 100)], [taint(1)], "", 100_000],
    ["with one that it tolerates for ever", [toleration(1)], [taint(1)], "", undefined],
    ["with one, tolerating another", [toleration(2)], [taint(1)], "evicts", undefined],
    [
      "with two, tolerating one of them",
      [toleration(1, 100)],
      [taint(1), taint(2)],
      "evicts",
      undefined,
    ],
    [
      "with two, tolerating each for a while",
      [toleration(1, 1), toleration(2, 100)],
      [taint(1), taint(2)],
      "",
      1_000,
    ],
    [
      "with two, tolerating one of them for ever",
      [toleration(1), toleration(2, 60)],
      [taint(1), taint(2)],
      "",
      60_000,
    ],
    ["with one that it tolerates for no time", [toleration(1, 0)], [taint(1)], "evicts", undefined],
    [
      "with one, tolerating less than nothing",
      [toleration(1, -5)],
      [taint(1)],
      "evicts",
      undefined,
    ],
  ])("%s", (_title, tolerations, taints, what, waitMs) => {
    const plan = decide(pod(tolerations), taints);
    expect(said(plan)).toBe(what);
    expect(plan.requeueAfterMs).toBe(waitMs);
  });

  it("is marked, told of and deleted as Kubernetes does it", () => {
    const [mark, removal, ...others] = decide(pod(), [taint(1)]).actions;
    expect(others).toEqual([]);
    expect(mark).toMatchObject({
      verb: "update",
      subresource: "status",
      object: {
        status: {
          phase: "Running",
          conditions: [
            { type: "Ready", status: "True" },
            {
              type: "DisruptionTarget",
              status: "True",
              lastTransitionTime: "2026-01-01T00:00:00Z",
              reason: "DeletionByTaintManager",
              message: "Taint manager: deleting due to NoExecute taint",
              observedGeneration: 3,
            },
          ],
        },
      },
    });
    expect(removal).toMatchObject({
      verb: "delete",
      object: { metadata: { name: "pod1" } },
      announce: {
        regarding: { kind: "Pod", metadata: { name: "pod1", namespace: "default", uid: "" } },
        reason: "TaintManagerEviction",
        message: "Marking for deletion Pod default/pod1",
      },
    });
  });

  it("is left alone when it is on its way out", () => {
    const going = pod([], { deletionTimestamp: "2026-01-01T00:00:00Z" });
    expect(decide(going, [taint(1)]).actions).toEqual([]);
  });
});

describe("an eviction that is to come", () => {
  const { remember: memory } = decide(pod([toleration(1, 100)]), [taint(1)]);
  const laterMs = nowMs + 40_000;
  const later = { memory, atMs: laterMs };

  it("comes when its time is over", () => {
    const early = decide(pod([toleration(1, 100)]), [taint(1)], later);
    expect([said(early), early.requeueAfterMs]).toEqual(["", 60_000]);
    const due = { memory: early.remember, atMs: nowMs + 100_000 };
    expect(said(decide(pod([toleration(1, 100)]), [taint(1)], due))).toBe("evicts");
  });

  it.each<readonly [string, Stored<Pod> | undefined, readonly Taint[] | undefined, string]>([
    ["the taint is removed", pod([toleration(1, 100)]), [], "Cancelling"],
    ["the taint is tolerated for ever", pod([toleration(1)]), [taint(1)], "Cancelling"],
    ["the Pod is gone", undefined, undefined, "Cancelling"],
    [
      "the taint is not tolerated any more, and evicts at once",
      pod(),
      [taint(1)],
      "Cancelling, evicts",
    ],
  ])("is cancelled when %s", (_title, one, taints, what) => {
    const plan = decide(one, taints, later);
    expect(said(plan)).toBe(what);
    expect(plan.remember).toBeUndefined();
    expect(plan.actions[0]).toMatchObject({
      announce: {
        reason: "TaintManagerEviction",
        message: "Cancelling deletion of Pod default/pod1",
      },
    });
  });

  it.each<readonly [string, readonly Toleration[], readonly Taint[] | undefined]>([
    ["the taint is tolerated for longer", [toleration(1, 500)], [taint(1)]],
    ["the taint is tolerated for less", [toleration(1, 50)], [taint(1)]],
    ["the node is gone", [toleration(1, 100)], undefined],
  ])("stands when %s", (_title, tolerations, taints) => {
    const plan = decide(pod(tolerations), taints, later);
    expect([said(plan), plan.requeueAfterMs, plan.remember]).toEqual(["", 60_000, memory]);
  });
});

/** TestGetMinTolerationTime. */
it.each<readonly [readonly (number | undefined)[], number]>([
  [[undefined], Infinity],
  [[1, 2], 1_000],
  [[1, undefined], 1_000],
  [[undefined, 1], 1_000],
])("of tolerations for %j seconds the shortest counts", (seconds, ms) => {
  const taints = seconds.map((_, at) => taint(at));
  expect(
    tolerationMs(
      taints,
      seconds.map((each, at) => toleration(at, each)),
    ),
  ).toBe(ms);
});

describe("what is looked at", () => {
  const [podWatch, nodeWatch] = taintEvictionController.watches;
  const node = (taints: readonly Taint[], spec: object = {}) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "node1", uid: "n" },
    spec: { taints, ...spec },
  });
  const listers = (taints: readonly Taint[] | undefined) =>
    ({
      of: (resource: unknown) =>
        resource === NODES
          ? { get: () => taints && node(taints) }
          : { byIndex: () => (resource === PODS ? [pod()] : []) },
    }) as never;
  const keys = (watch: typeof podWatch, change: object, taints?: readonly Taint[]) => [
    ...(watch?.keys(change, listers(taints)) ?? []),
  ];
  const unbound = { ...pod(), spec: { containers: [] } };

  it.each<readonly [string, object, readonly Taint[] | undefined, readonly string[]]>([
    [
      "a Pod that comes to a tainted node",
      { before: unbound, after: pod() },
      [taint(1)],
      ["default/pod1"],
    ],
    ["a Pod that comes to another node", { before: unbound, after: pod() }, [], []],
    ["a Pod without a node", { after: unbound }, [taint(1)], []],
    ["a Pod that stays", { before: pod(), after: pod() }, [taint(1)], []],
    [
      "a Pod that tolerates otherwise",
      { before: pod([toleration(1)]), after: pod() },
      [taint(1)],
      ["default/pod1"],
    ],
    ["a Pod that leaves a tainted node", { before: pod() }, [taint(1)], ["default/pod1"]],
    ["a Pod that leaves another node", { before: pod() }, [], []],
    ["a Pod whose node is gone", { before: pod() }, undefined, ["default/pod1"]],
  ])("%s", (_title, change, taints, expected) => {
    expect(keys(podWatch, change, taints)).toEqual(expected);
  });

  it.each<readonly [string, object, readonly string[]]>([
    ["a node that is tainted", { before: node([]), after: node([taint(1)]) }, ["default/pod1"]],
    [
      "a node that is not any more",
      { before: node([taint(1)]), after: node([]) },
      ["default/pod1"],
    ],
    ["a node with taints, at the start", { after: node([taint(1)]) }, ["default/pod1"]],
    ["a node without, at the start", { after: node([]) }, []],
    ["a node that is gone", { before: node([taint(1)]) }, []],
    [
      "a node that is cordoned",
      { before: node([taint(1)]), after: node([taint(1)], { unschedulable: true }) },
      [],
    ],
    [
      "a node whose other taints change",
      { before: node([]), after: node([{ key: "a", effect: "NoSchedule" }]) },
      [],
    ],
  ])("the Pods of %s", (_title, change, expected) => {
    expect(keys(nodeWatch, change)).toEqual(expected);
  });
});
