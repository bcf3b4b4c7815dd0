import { beforeEach, describe, expect, test } from "vitest";
import type { Node, Pod } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import type { ClusterEvent } from "../../../src/scheduler/queue/cluster-event.ts";
import type { SchedulingQueue } from "../../../src/scheduler/scheduling-queue.ts";
import { createQueueWorld, gone, node, pod, profile } from "./queue-world.ts";
import type { QueueWorld } from "./queue-world.ts";

let queue: SchedulingQueue;
let refuse: QueueWorld["refuse"];

beforeEach(() => {
  ({ queue, refuse } = createQueueWorld());
});

interface HintRow {
  readonly plugin: string;
  readonly waiting?: Stored<Pod>;
  readonly event: ClusterEvent;
  readonly helps: boolean;
}

function nodeEvent(
  action: ClusterEvent["action"],
  before: object | undefined,
  after: object,
): ClusterEvent {
  const make = (parts: object): Stored<Node> =>
    ({ apiVersion: "v1", kind: "Node", metadata: { name: "n" }, ...parts }) as Stored<Node>;
  return {
    resource: "Node",
    action,
    after: make(after),
    ...(before === undefined ? {} : { before: make(before) }),
  };
}

const room = (cpu: string, more: object = {}) => ({
  status: { allocatable: { cpu, memory: "1Gi", pods: "5", ...more } },
});
const tainted = (key: string) => ({ spec: { taints: [{ key, effect: "NoSchedule" }] } });
const labelled = (labels: object) => ({ metadata: { name: "n", labels } });
const claimed = (name: string, namespace = "default"): ClusterEvent => ({
  resource: "PersistentVolumeClaim",
  action: "Add",
  after: pod(name, {}, { namespace }),
});
const withClaim = pod("a", {
  volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
});
const ports = (hostPort: number, nodeName?: string) =>
  pod("p", {
    containers: [{ name: "c", image: "i", ports: [{ containerPort: 1, hostPort }] }],
    ...(nodeName === undefined ? {} : { nodeName }),
  });
const near = (kind: "podAffinity" | "podAntiAffinity") =>
  pod("a", {
    affinity: {
      [kind]: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: "zone", labelSelector: { matchLabels: { app: "db" } } },
        ],
      },
    },
  });
const spread = pod("a", {
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "zone",
      whenUnsatisfiable: "DoNotSchedule",
      labelSelector: { matchLabels: { app: "db" } },
    },
  ],
});
const assigned = (
  action: ClusterEvent["action"],
  before: Stored<Pod> | undefined,
  after: Stored<Pod> | undefined,
): ClusterEvent => ({
  resource: "AssignedPod",
  action,
  ...(before ? { before } : {}),
  ...(after ? { after } : {}),
});
const app = (name: string) => pod("other", { nodeName: "n" }, { labels: { app: name } });
const resized = (cpu: string) =>
  pod("other", {
    nodeName: "n",
    containers: [{ name: "c", image: "i", resources: { requests: { cpu } } }],
  });

// The tables of the plugins' own tests (Test_isSchedulableAfter...).
describe("a Pod that a plugin has rejected", () => {
  test.each<HintRow>([
    { plugin: "NodeResourcesFit", event: gone(), helps: true },
    {
      plugin: "NodeResourcesFit",
      event: { ...gone(), before: pod("never-placed") },
      helps: false,
    },
    { plugin: "NodeResourcesFit", event: nodeEvent("Add", undefined, room("1")), helps: true },
    { plugin: "NodeResourcesFit", event: nodeEvent("Add", undefined, room("900m")), helps: false },
    {
      plugin: "NodeResourcesFit",
      event: nodeEvent("UpdateNodeAllocatable", room("1"), room("2")),
      helps: true,
    },
    {
      plugin: "NodeResourcesFit",
      event: nodeEvent("UpdateNodeAllocatable", room("2"), room("2", { memory: "2Gi" })),
      helps: false,
    },
    {
      plugin: "NodeResourcesFit",
      event: nodeEvent("UpdateNodeLabel", {}, room("9")),
      helps: false,
    },
    {
      plugin: "NodeResourcesFit",
      event: assigned("UpdatePodScaleDown", resized("2"), resized("1")),
      helps: true,
    },
    {
      plugin: "NodeResourcesFit",
      waiting: pod("a", { containers: [{ name: "c", image: "i" }] }),
      event: assigned("UpdatePodScaleDown", resized("2"), resized("1")),
      helps: false,
    },
    {
      plugin: "TaintToleration",
      event: nodeEvent("UpdateNodeTaint", tainted("x"), {}),
      helps: true,
    },
    {
      plugin: "TaintToleration",
      event: nodeEvent("UpdateNodeTaint", tainted("x"), tainted("y")),
      helps: false,
    },
    { plugin: "TaintToleration", event: nodeEvent("UpdateNodeTaint", {}, {}), helps: false },
    {
      plugin: "NodeUnschedulable",
      event: nodeEvent("UpdateNodeTaint", { spec: { unschedulable: true } }, {}),
      helps: true,
    },
    {
      plugin: "NodeUnschedulable",
      event: nodeEvent("Add", undefined, { spec: { unschedulable: true } }),
      helps: false,
    },
    {
      plugin: "NodeAffinity",
      waiting: pod("a", { nodeSelector: { disk: "ssd" } }),
      event: nodeEvent("UpdateNodeLabel", labelled({}), labelled({ disk: "ssd" })),
      helps: true,
    },
    {
      plugin: "NodeAffinity",
      waiting: pod("a", { nodeSelector: { disk: "ssd" } }),
      event: nodeEvent(
        "UpdateNodeLabel",
        labelled({ disk: "ssd" }),
        labelled({ disk: "ssd", x: "" }),
      ),
      helps: false,
    },
    {
      plugin: "NodeAffinity",
      waiting: pod("a", { nodeSelector: { disk: "ssd" } }),
      event: nodeEvent("Add", undefined, labelled({ disk: "hdd" })),
      helps: false,
    },
    {
      plugin: "NodePorts",
      waiting: ports(80),
      event: assigned("Delete", ports(80, "n"), undefined),
      helps: true,
    },
    {
      plugin: "NodePorts",
      waiting: ports(80),
      event: assigned("Delete", ports(81, "n"), undefined),
      helps: false,
    },
    { plugin: "NodePorts", waiting: ports(80), event: node, helps: true },
    {
      plugin: "InterPodAffinity",
      waiting: near("podAffinity"),
      event: assigned("Add", undefined, app("db")),
      helps: true,
    },
    {
      plugin: "InterPodAffinity",
      waiting: near("podAffinity"),
      event: assigned("Add", undefined, app("web")),
      helps: false,
    },
    {
      plugin: "InterPodAffinity",
      waiting: near("podAffinity"),
      event: assigned("UpdatePodLabel", app("web"), app("db")),
      helps: true,
    },
    {
      plugin: "InterPodAffinity",
      waiting: near("podAntiAffinity"),
      event: assigned("Delete", app("db"), undefined),
      helps: true,
    },
    {
      plugin: "InterPodAffinity",
      waiting: near("podAntiAffinity"),
      event: assigned("Delete", app("web"), undefined),
      helps: false,
    },
    {
      plugin: "InterPodAffinity",
      waiting: near("podAntiAffinity"),
      event: assigned("UpdatePodLabel", app("db"), app("web")),
      helps: true,
    },
    {
      plugin: "InterPodAffinity",
      waiting: near("podAffinity"),
      event: nodeEvent("UpdateNodeLabel", labelled({ zone: "a" }), labelled({ zone: "b" })),
      helps: true,
    },
    {
      plugin: "InterPodAffinity",
      waiting: near("podAffinity"),
      event: nodeEvent("Add", undefined, labelled({ disk: "ssd" })),
      helps: false,
    },
    {
      plugin: "PodTopologySpread",
      waiting: spread,
      event: assigned("Delete", app("db"), undefined),
      helps: true,
    },
    {
      plugin: "PodTopologySpread",
      waiting: spread,
      event: assigned("Add", undefined, app("web")),
      helps: false,
    },
    {
      plugin: "PodTopologySpread",
      waiting: spread,
      event: assigned("UpdatePodLabel", app("db"), app("web")),
      helps: true,
    },
    {
      plugin: "PodTopologySpread",
      waiting: spread,
      event: nodeEvent("Add", undefined, labelled({ zone: "b" })),
      helps: true,
    },
    {
      plugin: "PodTopologySpread",
      waiting: spread,
      event: nodeEvent("Add", undefined, labelled({ disk: "b" })),
      helps: false,
    },
    {
      plugin: "PodTopologySpread",
      waiting: spread,
      event: nodeEvent("UpdateNodeLabel", labelled({ zone: "a" }), labelled({ zone: "b" })),
      helps: true,
    },
    { plugin: "VolumeBinding", waiting: withClaim, event: claimed("data"), helps: true },
    { plugin: "VolumeBinding", waiting: withClaim, event: claimed("other"), helps: false },
    {
      plugin: "VolumeBinding",
      waiting: withClaim,
      event: claimed("data", "elsewhere"),
      helps: false,
    },
    {
      plugin: "VolumeRestrictions",
      waiting: withClaim,
      event: assigned(
        "Delete",
        { ...withClaim, spec: { containers: [], ...withClaim.spec, nodeName: "n" } },
        undefined,
      ),
      helps: true,
    },
    { plugin: "VolumeRestrictions", waiting: withClaim, event: gone(), helps: false },
    { plugin: "NodeVolumeLimits", waiting: withClaim, event: gone(), helps: false },
  ])(
    "$plugin: $event.resource $event.action helps: $helps",
    ({ plugin, waiting, event, helps }) => {
      queue.put(waiting ?? pod("a"), profile);
      refuse(new Set([plugin]));
      queue.happened(event);
      expect(queue.hasActive).toBe(helps);
    },
  );

  test("is tried again when its own tolerations grow, and not for another Pod's", () => {
    queue.put(pod("a"), profile);
    refuse(new Set(["TaintToleration"]));
    queue.put(pod("b", { tolerations: [{ operator: "Exists" }] }), profile);
    expect(queue.counts()).toMatchObject({ active: 1, unschedulable: 1 });
    queue.put(pod("a", { tolerations: [{ operator: "Exists" }] }), profile);
    expect(queue.counts()).toMatchObject({ active: 1, backoff: 1, unschedulable: 0 });
  });

  test("is tried again for anything when nobody in particular rejected it", () => {
    queue.put(pod("a"), profile);
    refuse(new Set());
    expect(queue.counts().unschedulable).toBe(0);
  });
});
