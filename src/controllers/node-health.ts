/**
 * Says of a node whose kubelet has stopped that nothing is known of it: its conditions turn Unknown, its Pods are not ready any more.
 * Taints follow from the conditions (node-taints.ts, node-evictions.ts). Source: pkg/controller/nodelifecycle, monitorNodeHealth.
 * Kubernetes looks at all nodes every 5 s; this waits for one deadline a node, and for none where the kubelet runs in this process.
 */
import type { Lease, Node, NodeCondition, Pod } from "../api/generated/types.ts";
import { LEASES, NODES, PODS } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { parseTime, rfc3339 } from "../api/time.ts";
import { lookUp, watch, type Controller } from "../loop/controller.ts";
import {
  plan,
  updateStatus,
  type Action,
  type Announcement,
  type PatchAction,
  type Plan,
} from "../loop/plan.ts";
import { podCondition, podsByNode } from "./pod-state.ts";

export interface NodeHealthView {
  readonly name: string;
  /** Undefined when it is gone. */
  readonly node: Stored<Node> | undefined;
  readonly lease: Stored<Lease> | undefined;
  /** Its kubelet runs in this process, and is as alive as the engine. */
  readonly isOwn: boolean;
  /** There are so many nodes that those of this process are not told of one by one. */
  readonly isCrowd: boolean;
  /** Those on it that say that they are ready. */
  readonly readyPods: readonly Stored<Pod>[];
}

/** When a node was last heard of, by our own clock: nodes may have others. */
interface Health {
  readonly uid: string;
  readonly heardMs: number;
  /** What the Ready condition said then; undefined when there was none. */
  readonly heartbeat: string | undefined;
  readonly renewedMs: number | undefined;
}

/** kube-controller-manager's --node-monitor-grace-period of 1.32 on, and --node-startup-grace-period. */
const graceMs = 50_000;
const startupGraceMs = 60_000;

/** Nodes of this process that are told of by events, so that thousands of simulated ones start as cheaply as a few. */
const announcedMax = 100;

const leaseNamespace = "kube-node-lease";
/** NetworkUnavailable is not the kubelet's to say. */
const kubeletConditions = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

/** `runsHere`: whether a node's kubelet runs in this process. */
export function nodeHealthController(
  runsHere: (nodeName: string) => boolean,
): Controller<NodeHealthView> {
  return {
    name: "node-lifecycle-controller",
    component: "node-controller",
    serviceAccount: "node-controller",
    watches: [
      watch(NODES, ({ before, after }) => {
        const node = after ?? before;
        if (node === undefined) return [];
        const isSame = before !== undefined && before.status === after?.status;
        return isSame ? [] : [node.metadata.name];
      }),
      watch(LEASES, ({ after }) => {
        const isNode = after?.metadata.namespace === leaseNamespace;
        return isNode && !runsHere(after.metadata.name) ? [after.metadata.name] : [];
      }),
      watch(
        PODS,
        ({ before, after }, listers) => {
          const nodeName = after?.spec?.nodeName ?? "";
          if (nodeName === "" || before?.spec?.nodeName === nodeName) return [];
          const node = listers.of(NODES).get(nodeName);
          return node && readyOf(node)?.status === "Unknown" ? [nodeName] : [];
        },
        podsByNode,
      ),
      lookUp(LEASES),
    ],
    view(listers, name) {
      const isOwn = runsHere(name);
      const node = listers.of(NODES).get(name);
      const isCrowd = listers.of(NODES).size > announcedMax;
      if (isOwn) return { name, node, lease: undefined, isOwn, isCrowd, readyPods: [] };
      const lease = listers.of(LEASES).get(`${leaseNamespace}/${name}`);
      const pods = node === undefined ? [] : listers.of(PODS).byIndex("byNode", name);
      const readyPods = pods.filter((pod) => podCondition(pod, "Ready")?.status === "True");
      return { name, node, lease, isOwn, isCrowd, readyPods: readyPods.sort(byKey) };
    },
    reconcile,
  };
}

function byKey(a: Stored<Pod>, b: Stored<Pod>): number {
  const key = ({ metadata }: Stored<Pod>): string => `${metadata.namespace ?? ""}/${metadata.name}`;
  return key(a) < key(b) ? -1 : 1;
}

function readyOf(node: Node): NodeCondition | undefined {
  return node.status?.conditions?.find(({ type }) => type === "Ready");
}

function reconcile(view: NodeHealthView, nowMs: number, memory?: unknown): Plan {
  const known = memory as Health | undefined;
  const { name, node, isOwn } = view;
  if (node === undefined) {
    return plan(known ? [nodeEvent(name, known.uid, removing(name))] : []);
  }
  const { uid } = node.metadata;
  if (isOwn) {
    const own: Health = { uid, heardMs: nowMs, heartbeat: undefined, renewedMs: undefined };
    // Kubernetes tells of all nodes when its controllers start: here of new ones alone, to start cheaply.
    const bornMs = parseTime(node.metadata.creationTimestamp) ?? nowMs;
    const isNew = known?.uid !== uid && nowMs - bornMs < startupGraceMs && !view.isCrowd;
    return { actions: isNew ? [nodeEvent(name, uid, registered(name))] : [], remember: own };
  }
  const health = heard(view, node, { known: known?.uid === uid ? known : undefined, nowMs });
  const actions: Action[] = known ? [] : [nodeEvent(name, uid, registered(name))];
  const ready = readyOf(node);
  if (ready?.status === "Unknown") {
    return { actions: [...actions, ...notReady(view, nowMs)], remember: health };
  }
  const leftMs = health.heardMs + (ready ? graceMs : startupGraceMs) - nowMs;
  // Only after the time has passed is it over.
  if (leftMs >= 0) return { actions, requeueAfterMs: leftMs + 1, remember: health };
  actions.push(updateStatus(NODES, node, { ...node.status, conditions: unknown(node, nowMs) }));
  if (ready?.status === "True") {
    const message = `Node ${name} status is now: NodeNotReady`;
    actions.push(
      nodeEvent(name, uid, { reason: "NodeNotReady", message }),
      ...notReady(view, nowMs),
    );
  }
  return { actions, remember: health };
}

/** What is known of the node's signs of life after this look. */
function heard(
  { lease }: NodeHealthView,
  node: Stored<Node>,
  { known, nowMs }: { readonly known: Health | undefined; readonly nowMs: number },
): Health {
  const { uid, creationTimestamp } = node.metadata;
  const ready = readyOf(node);
  const heartbeat = ready && (ready.lastHeartbeatTime ?? "");
  const renewedMs = parseTime(lease?.spec?.renewTime) ?? known?.renewedMs;
  const isRenewed = (renewedMs ?? -Infinity) > (known?.renewedMs ?? -Infinity);
  const bornMs = parseTime(creationTimestamp) ?? nowMs;
  const first = ready === undefined ? bornMs : nowMs;
  const isNew = known === undefined || known.heartbeat !== heartbeat;
  const since = known === undefined ? first : isNew ? nowMs : known.heardMs;
  return { uid, heardMs: isRenewed ? nowMs : since, heartbeat, renewedMs };
}

function unknown(node: Stored<Node>, nowMs: number): readonly NodeCondition[] {
  const lastTransitionTime = rfc3339(nowMs);
  const conditions = node.status?.conditions ?? [];
  const stopped = {
    status: "Unknown",
    reason: "NodeStatusUnknown",
    message: "Kubelet stopped posting node status.",
    lastTransitionTime,
  };
  const never = {
    status: "Unknown",
    reason: "NodeStatusNeverUpdated",
    message: "Kubelet never posted node status.",
    lastHeartbeatTime: node.metadata.creationTimestamp,
    lastTransitionTime,
  };
  const isKubelets = ({ type, status }: NodeCondition): boolean =>
    kubeletConditions.includes(type) && status !== "Unknown";
  const missing = kubeletConditions.filter((type) =>
    conditions.every((each) => each.type !== type),
  );
  return [
    ...conditions.map((each) => (isKubelets(each) ? { ...each, ...stopped } : each)),
    ...missing.map((type) => ({ type, ...never })),
  ];
}

/** Its Pods cannot be relied on, whatever they said last. */
function notReady({ readyPods }: NodeHealthView, nowMs: number): readonly Action[] {
  if (readyPods.length === 0) return [];
  const patches = readyPods.map((pod): PatchAction => {
    const conditions = (pod.status?.conditions ?? []).map((each) =>
      each.type === "Ready"
        ? { ...each, status: "False", lastTransitionTime: rfc3339(nowMs) }
        : { ...each },
    );
    const reason = "NodeNotReady";
    return {
      verb: "patch",
      resource: PODS,
      object: pod,
      type: "merge",
      subresource: "status",
      patch: { status: { conditions } },
      announce: { regarding: pod, type: "Warning", reason, message: "Node is not ready" },
    };
  });
  return [{ verb: "batch", actions: patches }];
}

const registered = (name: string) => ({
  reason: "RegisteredNode",
  message: `Node ${name} event: Registered Node ${name} in Controller`,
});
const removing = (name: string) => ({
  reason: "RemovingNode",
  message: `Node ${name} event: Removing Node ${name} from Controller`,
});

function nodeEvent(
  name: string,
  uid: string,
  { reason, message }: Pick<Announcement, "reason" | "message">,
): Action {
  const metadata = { name, uid, resourceVersion: "", creationTimestamp: "" };
  const regarding = { apiVersion: "v1", kind: "Node", metadata };
  return { verb: "event", announce: { regarding, reason, message } };
}
