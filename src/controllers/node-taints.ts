/**
 * Keeps the NoSchedule taints that say of a node what its conditions and `spec.unschedulable` say: the scheduler looks at taints
 * alone; and the old labels of its system. Source: pkg/controller/nodelifecycle, doNoScheduleTaintingPass and reconcileNodeLabels.
 * Heartbeats are node-health.ts's, NoExecute taints node-evictions.ts's.
 */
import type { Node, Taint } from "../api/generated/types.ts";
import { NODES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { rfc3339 } from "../api/time.ts";
import { watch, type Controller } from "../loop/controller.ts";
import { plan } from "../loop/plan.ts";

const unschedulable = "node.kubernetes.io/unschedulable";
export const notReady = "node.kubernetes.io/not-ready";
export const unreachable = "node.kubernetes.io/unreachable";

/** What a condition's status makes of a node. */
const keysOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: notReady, Unknown: unreachable },
  MemoryPressure: { True: "node.kubernetes.io/memory-pressure" },
  DiskPressure: { True: "node.kubernetes.io/disk-pressure" },
  PIDPressure: { True: "node.kubernetes.io/pid-pressure" },
  NetworkUnavailable: { True: "node.kubernetes.io/network-unavailable" },
};
const ownKeys = new Set([unschedulable, ...Object.values(keysOf).flatMap(Object.values<string>)]);

export const nodeTaintController: Controller<Stored<Node>> = {
  name: "node-controller",
  watches: [watch(NODES, ({ after }) => (after ? [after.metadata.name] : []))],
  view: (listers, key) => listers.of(NODES).get(key),
  reconcile(node, nowMs) {
    const taints = node.spec?.taints ?? [];
    const wanted = wantedKeys(node);
    const isOwn = ({ key, effect }: Taint): boolean =>
      effect === "NoSchedule" && ownKeys.has(key ?? "");
    const kept = taints.filter((taint) => !isOwn(taint) || wanted.has(taint.key ?? ""));
    const known = new Set(kept.filter(isOwn).map(({ key }) => key));
    const added = [...wanted]
      .filter((key) => !known.has(key))
      .map((key): Taint => ({ key, effect: "NoSchedule", timeAdded: rfc3339(nowMs) }));
    const labels = oldLabels(node);
    const isTainted = added.length === 0 && kept.length === taints.length;
    if (isTainted && labels === undefined) return plan([]);
    const next = [...kept, ...added].map((taint) => ({ ...taint }));
    const patch = {
      ...(labels ? { metadata: { labels } } : {}),
      ...(isTainted ? {} : { spec: { taints: next.length > 0 ? next : null } }),
    };
    return plan([{ verb: "patch", resource: NODES, object: node, type: "merge", patch }]);
  },
};

/** Labels that are still to be found under their first names. */
const betaLabels = ["os", "arch"].map((name) => [
  `kubernetes.io/${name}`,
  `beta.kubernetes.io/${name}`,
]);

/** Those that have to be written, as the new names say; undefined when there are none. */
function oldLabels({
  metadata: { labels = {} },
}: Node): Readonly<Record<string, string>> | undefined {
  const wrong = betaLabels.flatMap(([name = "", old = ""]): [string, string][] => {
    const value = labels[name];
    return value === undefined || value === labels[old] ? [] : [[old, value]];
  });
  return wrong.length === 0 ? undefined : Object.fromEntries(wrong);
}

/** A node that has never said whether it is ready is taken for neither until its time to say so is over. */
function wantedKeys(node: Node): ReadonlySet<string> {
  const conditions = node.status?.conditions ?? [];
  const keys = conditions.flatMap(({ type, status }) => keysOf[type]?.[status] ?? []);
  if (node.spec?.unschedulable) keys.push(unschedulable);
  return new Set(keys.sort());
}
