/** States of nodes, for the laws of controllers. */
import { LEASES, NODES } from "../../../src/api/kinds.ts";
import { nodeEvictionController } from "../../../src/controllers/node-evictions.ts";
import { nodeHealthController } from "../../../src/controllers/node-health.ts";
import { nodeTtlController } from "../../../src/controllers/node-ttl.ts";
import { nodeTaintController } from "../../../src/controllers/node-taints.ts";
import { taintEvictionController } from "../../../src/controllers/taint-eviction.ts";
import { placed, pod, type LawWorld } from "./law-worlds.ts";

const node = (name: string, spec: object, ...conditions: readonly (readonly [string, string])[]) =>
  placed(NODES, {
    name,
    spec,
    status: { conditions: conditions.map(([type, status]) => ({ type, status })) },
  });

const out = { key: "out", effect: "NoExecute" };
const going = { key: "node.kubernetes.io/unreachable", effect: "NoExecute" };
const tolerating = (tolerationSeconds?: number) => [
  { key: "out", operator: "Exists", ...(tolerationSeconds ? { tolerationSeconds } : {}) },
];

export const nodeLawWorlds: readonly LawWorld[] = [
  {
    state: "with nodes whose kubelets were told how long to keep things, and others",
    controller: nodeTtlController,
    objects: [node("new", {}), node("silent", {}, ["Ready", "Unknown"])],
  },
  {
    state: "with nodes in every state",
    controller: nodeTaintController,
    objects: [
      node("ready", {}, ["Ready", "True"]),
      node("cordoned", { unschedulable: true }, ["Ready", "True"], ["DiskPressure", "True"]),
      node("gone", { taints: [{ key: "dedicated", effect: "NoSchedule" }] }, ["Ready", "Unknown"]),
      node("silent", {}),
    ],
  },
  {
    state: "with nodes that go silent",
    controller: nodeHealthController((name) => name === "own"),
    objects: [
      node("own", {}, ["Ready", "True"]),
      node("node-1", {}, ["Ready", "True"], ["NetworkUnavailable", "False"]),
      node("silent", {}),
      node("lost", {}, ["Ready", "Unknown"]),
      placed(LEASES, {
        name: "node-1",
        metadata: { namespace: "kube-node-lease" },
        spec: { holderIdentity: "node-1", renewTime: "2025-12-31T23:59:50.000000Z" },
      }),
      pod("on-it", { ready: true }),
      pod("stranded", { ready: true, spec: { nodeName: "lost" } }),
    ],
  },
  {
    state: "with nodes that are not ready",
    controller: nodeEvictionController,
    objects: [
      node("a", {}, ["Ready", "True"]),
      node("b", { taints: [out] }, ["Ready", "False"]),
      node("c", {}, ["Ready", "Unknown"]),
      node("d", { taints: [going] }, ["Ready", "False"]),
      node("e", { taints: [going] }, ["Ready", "True"]),
      node("f", {}, ["Ready", "True"]),
    ],
  },
  {
    state: "with every node down",
    controller: nodeEvictionController,
    objects: [
      node("a", { taints: [going, out] }, ["Ready", "Unknown"]),
      node("b", {}, ["Ready", "False"]),
    ],
  },
  {
    state: "with Pods on a tainted node",
    controller: taintEvictionController,
    objects: [
      node("tainted", { taints: [out] }, ["Ready", "True"]),
      pod("intolerant", { ready: true, spec: { nodeName: "tainted" } }),
      pod("patient", { ready: true, spec: { nodeName: "tainted", tolerations: tolerating(60) } }),
      pod("tolerant", { ready: true, spec: { nodeName: "tainted", tolerations: tolerating() } }),
      pod("elsewhere", { ready: true }),
    ],
  },
];
