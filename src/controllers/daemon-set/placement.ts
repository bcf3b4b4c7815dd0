/** On which nodes a DaemonSet's Pods belong, and the Pod that is made for a node. Source: pkg/controller/daemon and its util. */
import type {
  Affinity,
  DaemonSet,
  Node,
  Pod,
  PodSpec,
  Toleration,
} from "../../api/generated/types.ts";
import { DAEMON_SETS } from "../../api/kinds.ts";
import { matchesRequiredNodes, toleratesTaint } from "../../api/node-selection.ts";
import type { Stored } from "../../api/object.ts";
import type { NewObject } from "../../loop/client.ts";
import { podFromTemplate } from "../pod-from-template.ts";
import { revisionLabel } from "../revisions.ts";

const templateGeneration = "deprecated.daemonset.template.generation";

export interface Placement {
  /** A Pod is to be made where there is none. */
  readonly shouldRun: boolean;
  /** A Pod that is there may stay. */
  readonly mayStay: boolean;
}

/** What Pods of DaemonSets put up with, whatever their template says. */
const tolerations: readonly Toleration[] = [
  { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/disk-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/pid-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/unschedulable", operator: "Exists", effect: "NoSchedule" },
];
const onHostNetwork: Toleration = {
  key: "node.kubernetes.io/network-unavailable",
  operator: "Exists",
  effect: "NoSchedule",
};

export function placementOn(set: Stored<DaemonSet>, node: Stored<Node>): Placement {
  const { name } = node.metadata;
  const spec = tolerantSpec(set);
  if (spec.nodeName && spec.nodeName !== name) return { shouldRun: false, mayStay: false };
  const pod: Pod = { apiVersion: "v1", kind: "Pod", metadata: {}, spec };
  if (!matchesRequiredNodes(pod, node)) return { shouldRun: false, mayStay: false };
  const keepsAway = (node.spec?.taints ?? []).filter(
    (taint) =>
      taint.effect !== "PreferNoSchedule" && !toleratesTaint(spec.tolerations ?? [], taint),
  );
  return {
    shouldRun: keepsAway.length === 0,
    mayStay: keepsAway.every(({ effect }) => effect !== "NoExecute"),
  };
}

/** The Pod of a node: the scheduler can bind it to no other one. */
export function podFor(set: Stored<DaemonSet>, nodeName: string, hash: string): NewObject<Pod> {
  const pod = podFromTemplate(DAEMON_SETS, set, set.spec?.template);
  const generation = set.metadata.annotations?.[templateGeneration];
  const labels = {
    ...pod.metadata.labels,
    [revisionLabel]: hash,
    ...(generation === undefined ? {} : { "pod-template-generation": generation }),
  };
  const spec = tolerantSpec(set);
  const affinity = boundTo(spec.affinity, nodeName);
  return { ...pod, metadata: { ...pod.metadata, labels }, spec: { ...spec, affinity } };
}

function tolerantSpec(set: Stored<DaemonSet>): PodSpec {
  const spec = set.spec?.template.spec ?? { containers: [] };
  const added = spec.hostNetwork === true ? [...tolerations, onHostNetwork] : tolerations;
  const own = (spec.tolerations ?? []).filter((each) => !added.some((other) => same(each, other)));
  return { ...spec, tolerations: [...own, ...added] };
}

function same(a: Toleration, b: Toleration): boolean {
  return a.key === b.key && a.effect === b.effect && (a.operator ?? "Equal") === b.operator;
}

/** Required node affinity for this node's name, in place of what the template requires: the node is known to satisfy that. */
function boundTo(affinity: Affinity | undefined, nodeName: string): Affinity {
  const required = "requiredDuringSchedulingIgnoredDuringExecution";
  const byName = { key: "metadata.name", operator: "In" as const, values: [nodeName] };
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      [required]: { nodeSelectorTerms: [{ matchFields: [byName] }] },
    },
  };
}

/** The node that a Pod is on or made for. */
export function nodeOf(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const terms =
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      ?.nodeSelectorTerms ?? [];
  for (const { matchFields = [] } of terms) {
    const found = matchFields.find(
      ({ key, operator, values = [] }) =>
        key === "metadata.name" && operator === "In" && values.length === 1,
    );
    if (found) return found.values?.[0];
  }
  return undefined;
}
