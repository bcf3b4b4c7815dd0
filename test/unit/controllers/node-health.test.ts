/** What is made of nodes' signs of life. Facts from pkg/controller/nodelifecycle (tryUpdateNodeHealth, monitorNodeHealth). */
import { describe, expect, it } from "vitest";
import type { Lease, Node, NodeCondition, Pod } from "../../../src/api/generated/types.ts";
import { deepFreeze } from "../../../src/api/json.ts";
import type { Stored } from "../../../src/api/object.ts";
import { rfc3339, rfc3339Micro } from "../../../src/api/time.ts";
import { nodeHealthController, type NodeHealthView } from "../../../src/controllers/node-health.ts";
import type { Plan } from "../../../src/loop/plan.ts";

const nowMs = 1_767_225_600_000;
const controller = nodeHealthController(() => false);

const condition = (type: string, status: string, at = nowMs): NodeCondition => ({
  type,
  status,
  reason: "KubeletSays",
  message: "so",
  lastHeartbeatTime: rfc3339(at),
  lastTransitionTime: rfc3339(nowMs - 3_600_000),
});

function node(conditions: readonly NodeCondition[], bornMs = nowMs): Stored<Node> {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "far", uid: "u1", resourceVersion: "5", creationTimestamp: rfc3339(bornMs) },
    status: { conditions },
  };
}

function lease(renewedMs: number): Stored<Lease> {
  const metadata = { name: "far", namespace: "kube-node-lease", uid: "l", resourceVersion: "6" };
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { ...metadata, creationTimestamp: rfc3339(nowMs) },
    spec: { holderIdentity: "far", renewTime: rfc3339Micro(renewedMs) },
  };
}

const readyPod: Stored<Pod> = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "p",
    namespace: "default",
    uid: "p1",
    resourceVersion: "9",
    creationTimestamp: rfc3339(nowMs),
  },
  status: {
    phase: "Running",
    conditions: [
      { type: "Initialized", status: "True" },
      { type: "Ready", status: "True", lastTransitionTime: rfc3339(nowMs - 1000) },
    ],
  },
};

function look(
  one: Stored<Node> | undefined,
  parts: {
    readonly lease?: Stored<Lease>;
    readonly atMs?: number;
    readonly memory?: unknown;
    readonly pods?: readonly Stored<Pod>[];
    readonly isOwn?: boolean;
    readonly isCrowd?: boolean;
  } = {},
): Plan {
  const { atMs = nowMs, memory, pods = [], isOwn = false } = parts;
  const view: NodeHealthView = {
    name: "far",
    node: one,
    lease: parts.lease,
    isOwn,
    isCrowd: parts.isCrowd ?? false,
    readyPods: pods,
  };
  return controller.reconcile(deepFreeze(view), atMs, memory);
}

const ready = node([condition("Ready", "True"), condition("NetworkUnavailable", "False")]);
const said = ({ actions }: Plan): readonly string[] =>
  actions.map((action) => (action.verb === "event" ? action.announce.message : action.verb));

describe("a node that is new here", () => {
  it("is told of, and given 50 seconds", () => {
    const plan = look(ready);
    expect(plan.requeueAfterMs).toBe(50_001);
    expect(plan.actions).toMatchObject([
      {
        verb: "event",
        announce: {
          regarding: { kind: "Node", metadata: { name: "far", uid: "u1" } },
          reason: "RegisteredNode",
          message: "Node far event: Registered Node far in Controller",
        },
      },
    ]);
  });

  it("has a minute from its making to say something", () => {
    expect(look(node([], nowMs - 20_000)).requeueAfterMs).toBe(40_001);
    expect(look(node([], nowMs - 60_000)).requeueAfterMs).toBe(1);
    expect(look(node([], nowMs - 60_001)).requeueAfterMs).toBeUndefined();
  });

  it("is told of, and no more of the controller's business, when its kubelet runs here", () => {
    const young = node([condition("Ready", "True")], nowMs - 20_000);
    const plan = look(young, { isOwn: true });
    expect(said(plan)).toEqual(["Node far event: Registered Node far in Controller"]);
    expect(plan.requeueAfterMs).toBeUndefined();
    expect(look(young, { isOwn: true, memory: plan.remember }).actions).toEqual([]);
    expect(look(young, { isOwn: true, isCrowd: true }).actions).toEqual([]);
  });

  it("is told of when it is gone", () => {
    const { remember: memory } = look(ready);
    expect(said(look(undefined, { memory }))).toEqual([
      "Node far event: Removing Node far from Controller",
    ]);
    expect(look(undefined).actions).toEqual([]);
  });
});

describe("a node's next look is 50 seconds", () => {
  const { remember: memory } = look(ready, { lease: lease(nowMs) });
  const atMs = nowMs + 30_000;
  it.each<readonly [string, Stored<Node>, Stored<Lease> | undefined, number]>([
    ["from the first when nothing has changed", ready, lease(nowMs), 20_001],
    ["from now when its Lease was renewed", ready, lease(nowMs + 1), 50_001],
    ["from the first when its Lease is an older one", ready, lease(nowMs - 1), 20_001],
    ["from the first when its Lease is gone", ready, undefined, 20_001],
    [
      "from now when it has posted again",
      node([condition("Ready", "True", atMs)]),
      lease(nowMs),
      50_001,
    ],
    [
      "from now when it says that it is not ready",
      node([condition("Ready", "False", atMs)]),
      lease(nowMs),
      50_001,
    ],
  ])("%s", (_title, one, held, waitMs) => {
    const plan = look(one, { atMs, memory, ...(held ? { lease: held } : {}) });
    expect([plan.actions, plan.requeueAfterMs]).toEqual([[], waitMs]);
  });
});

describe("a node that has stopped", () => {
  const { remember: memory } = look(ready);
  const atMs = nowMs + 50_001;
  const plan = look(ready, { atMs, memory, pods: [readyPod] });

  it("is not known any more in what its kubelet says, and nothing is waited for", () => {
    expect(plan.requeueAfterMs).toBeUndefined();
    const now = rfc3339(atMs);
    const never = {
      status: "Unknown",
      reason: "NodeStatusNeverUpdated",
      message: "Kubelet never posted node status.",
      lastHeartbeatTime: rfc3339(nowMs),
      lastTransitionTime: now,
    };
    expect(plan.actions[0]).toMatchObject({
      verb: "update",
      subresource: "status",
      object: {
        status: {
          conditions: [
            {
              type: "Ready",
              status: "Unknown",
              reason: "NodeStatusUnknown",
              message: "Kubelet stopped posting node status.",
              lastHeartbeatTime: rfc3339(nowMs),
              lastTransitionTime: now,
            },
            condition("NetworkUnavailable", "False"),
            { type: "MemoryPressure", ...never },
            { type: "DiskPressure", ...never },
            { type: "PIDPressure", ...never },
          ],
        },
      },
    });
  });

  it("is told of, and its Pods are not ready", () => {
    const now = rfc3339(atMs);
    expect(plan.actions.slice(1)).toMatchObject([
      {
        verb: "event",
        announce: { reason: "NodeNotReady", message: "Node far status is now: NodeNotReady" },
      },
      {
        verb: "batch",
        actions: [
          {
            verb: "patch",
            subresource: "status",
            patch: {
              status: {
                conditions: [
                  { type: "Initialized", status: "True" },
                  { type: "Ready", status: "False", lastTransitionTime: now },
                ],
              },
            },
            announce: { type: "Warning", reason: "NodeNotReady", message: "Node is not ready" },
          },
        ],
      },
    ]);
  });

  it("says nothing of its Pods when it was not ready before", () => {
    const notReady = node([condition("Ready", "False")]);
    const before = look(notReady).remember;
    const after = look(notReady, { atMs, memory: before, pods: [readyPod] });
    expect(said(after)).toEqual(["update"]);
  });

  it("is left as it is from then on, but for Pods that still say that they are ready", () => {
    const lost = node([condition("Ready", "Unknown")]);
    const again = look(lost, { atMs: atMs + 1, memory: plan.remember });
    expect([again.actions, again.requeueAfterMs]).toEqual([[], undefined]);
    const late = look(lost, { atMs: atMs + 1, memory: plan.remember, pods: [readyPod] });
    expect(said(late)).toEqual(["batch"]);
  });

  it("counts as new under another uid", () => {
    const other = { ...ready, metadata: { ...ready.metadata, uid: "u2" } };
    expect(look(other, { atMs, memory }).requeueAfterMs).toBe(50_001);
  });
});
