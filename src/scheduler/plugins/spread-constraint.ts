/** Spread constraints made ready: own ones of the Pod or the profile's, with their selectors and node policies. */
import type { Node, Pod, TopologySpreadConstraint } from "../../api/generated/types.ts";
import { labelSelectorOf } from "../../api/label-selector.ts";
import type { LabelMatcher } from "../../api/label-selector.ts";
import type { PodTopologySpreadArgs } from "../profile/profile.ts";
import { withLabelKeys } from "./affinity-term.ts";
import { defaultSelector, selects } from "./default-selector.ts";
import type { NodeInfo } from "./node-info.ts";
import { matchesRequiredNodes, untoleratedTaint } from "../../api/node-selection.ts";
import type { ClusterObjects } from "./snapshot.ts";

export const hostnameLabel = "kubernetes.io/hostname";
const zoneLabel = "topology.kubernetes.io/zone";

export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly minDomains: number;
  readonly matcher: LabelMatcher;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

/** What defaultingType System stands for. */
const systemDefaults: readonly TopologySpreadConstraint[] = [
  { topologyKey: hostnameLabel, whenUnsatisfiable: "ScheduleAnyway", maxSkew: 3 },
  { topologyKey: zoneLabel, whenUnsatisfiable: "ScheduleAnyway", maxSkew: 5 },
];

export type SpreadAction = TopologySpreadConstraint["whenUnsatisfiable"];

/** Throws StatusError 400 for a selector that cannot be read. */
export function spreadConstraints(
  pod: Pod,
  action: SpreadAction,
  context: { readonly args: PodTopologySpreadArgs; readonly objects: ClusterObjects },
): readonly SpreadConstraint[] {
  const own = pod.spec?.topologySpreadConstraints ?? [];
  if (own.length > 0) return own.filter(isFor(action)).map((each) => constraintOf(each, pod));
  const { args, objects } = context;
  const defaults = args.defaultingType === "System" ? systemDefaults : args.defaultConstraints;
  const wanted = defaults.filter(isFor(action));
  if (wanted.length === 0) return [];
  const matcher = defaultSelector(pod, objects);
  if (matcher === undefined) return [];
  return wanted.map((each) => ({ ...constraintOf(each, pod), matcher }));
}

function isFor(action: SpreadAction): (constraint: TopologySpreadConstraint) => boolean {
  return ({ whenUnsatisfiable }) => whenUnsatisfiable === action;
}

function constraintOf(constraint: TopologySpreadConstraint, pod: Pod): SpreadConstraint {
  const { maxSkew, topologyKey, minDomains = 1, labelSelector } = constraint;
  return {
    maxSkew,
    topologyKey,
    minDomains,
    matcher: withLabelKeys(labelSelectorOf(labelSelector), pod, {
      same: constraint.matchLabelKeys ?? [],
    }),
    honorsAffinity: constraint.nodeAffinityPolicy !== "Ignore",
    honorsTaints: constraint.nodeTaintsPolicy === "Honor",
  };
}

/** Whether the node is one that the constraint's skew is worked out over. */
export function isIncluded(constraint: SpreadConstraint, pod: Pod, node: Node): boolean {
  if (constraint.honorsAffinity && !matchesRequiredNodes(pod, node)) return false;
  return !constraint.honorsTaints || untoleratedTaint(pod, node) === undefined;
}

export function hasAllKeys(constraints: readonly SpreadConstraint[], node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  return constraints.every(({ topologyKey }) => Object.hasOwn(labels, topologyKey));
}

/** Pods of the namespace that the selector speaks of, less those that are being deleted. */
export function countMatching(
  nodeInfo: NodeInfo,
  matcher: LabelMatcher,
  namespace: string | undefined,
): number {
  // A selector that asks for nothing counts nobody here.
  if (matcher.nothing !== true && matcher.requirements.length === 0) return 0;
  let count = 0;
  for (const { pod } of nodeInfo.pods) {
    if (pod.metadata.deletionTimestamp !== undefined) continue;
    if (pod.metadata.namespace === namespace && selects(matcher, pod)) count += 1;
  }
  return count;
}
