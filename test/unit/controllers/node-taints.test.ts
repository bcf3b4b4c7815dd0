/** Which taints a node's conditions make. Facts from pkg/controller/nodelifecycle. */
import { describe, expect, it } from "vitest";
import type { Node, Taint } from "../../../src/api/generated/types.ts";
import { deepFreeze } from "../../../src/api/json.ts";
import type { Stored } from "../../../src/api/object.ts";
import { nodeTaintController } from "../../../src/controllers/node-taints.ts";

const nowMs = 1_767_225_600_000;
const timeAdded = "2026-01-01T00:00:00Z";
const key = (name: string) => `node.kubernetes.io/${name}`;
const taint = (name: string, rest: Partial<Taint> = {}): Taint => ({
  key: key(name),
  effect: "NoSchedule",
  ...rest,
});
const condition = (type: string, status: string) => ({ type, status });
const ready = condition("Ready", "True");

function node(conditions: readonly object[], spec: Node["spec"] = {}): Stored<Node> {
  const metadata = { name: "a", uid: "1", resourceVersion: "1" };
  return deepFreeze({
    apiVersion: "v1",
    kind: "Node",
    metadata,
    spec,
    status: { conditions },
  }) as never;
}

const foreign: Taint = { key: "dedicated", value: "x", effect: "NoSchedule" };
const evicting = taint("not-ready", { effect: "NoExecute" });

describe("a node's taints", () => {
  it.each<[string, Stored<Node>, readonly Taint[] | null | undefined]>([
    ["ready", node([ready]), undefined],
    ["not ready", node([condition("Ready", "False")]), [taint("not-ready", { timeAdded })]],
    ["unknown", node([condition("Ready", "Unknown")]), [taint("unreachable", { timeAdded })]],
    ["that never said a word", node([]), undefined],
    [
      "that never said a word, and was tainted when it was made",
      node([], { taints: [taint("not-ready")] }),
      null,
    ],
    [
      "short of memory and processes",
      node([ready, condition("MemoryPressure", "True"), condition("PIDPressure", "True")]),
      [taint("memory-pressure", { timeAdded }), taint("pid-pressure", { timeAdded })],
    ],
    ["at ease", node([ready, condition("DiskPressure", "False")]), undefined],
    [
      "without a network",
      node([ready, condition("NetworkUnavailable", "True")]),
      [taint("network-unavailable", { timeAdded })],
    ],
    ["cordoned", node([ready], { unschedulable: true }), [taint("unschedulable", { timeAdded })]],
    ["uncordoned", node([ready], { taints: [taint("unschedulable")] }), null],
    ["ready again", node([ready], { taints: [taint("not-ready"), foreign] }), [foreign]],
    [
      "that others have tainted",
      node([condition("Ready", "False")], { taints: [foreign, evicting] }),
      [foreign, evicting, taint("not-ready", { timeAdded })],
    ],
    [
      "tainted already",
      node([condition("Ready", "False")], { taints: [taint("not-ready"), evicting] }),
      undefined,
    ],
  ])("%s", (_title, object, expected) => {
    const { actions } = nodeTaintController.reconcile(object, nowMs);
    if (expected === undefined) expect(actions).toEqual([]);
    else expect(actions).toMatchObject([{ verb: "patch", patch: { spec: { taints: expected } } }]);
  });
});

/** reconcileNodeLabels of pkg/controller/nodelifecycle. */
describe("a node's old labels", () => {
  const os = (name: string, old?: string) => ({
    "kubernetes.io/os": name,
    ...(old === undefined ? {} : { "beta.kubernetes.io/os": old }),
  });
  it.each<readonly [string, Readonly<Record<string, string>>, object | undefined]>([
    ["follow the new ones", os("linux"), { "beta.kubernetes.io/os": "linux" }],
    ["give way to the new ones", os("linux", "windows"), { "beta.kubernetes.io/os": "linux" }],
    ["stay as they are", os("linux", "linux"), undefined],
    ["stay where there are no new ones", { "beta.kubernetes.io/arch": "arm64" }, undefined],
    [
      "are two",
      { ...os("linux"), "kubernetes.io/arch": "arm64" },
      { "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": "arm64" },
    ],
  ])("%s", (_title, labels, expected) => {
    const one = node([ready]);
    const labelled = deepFreeze({ ...one, metadata: { ...one.metadata, labels } });
    const { actions } = nodeTaintController.reconcile(labelled, nowMs);
    const patch = { metadata: { labels: expected } };
    expect(actions).toMatchObject(expected ? [{ verb: "patch", patch }] : []);
  });
});
