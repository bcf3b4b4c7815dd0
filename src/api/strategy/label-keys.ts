/**
 * Labels of the Pod itself that its affinity terms and spread constraints select by: on creation their values are written into the
 * selectors. Source: mutatePodAffinity and mutateTopologySpreadConstraints in pkg/registry/core/pod.
 */
import { mapShared, put, within } from "../defaults/fill.ts";
import type {
  Affinity,
  LabelSelector,
  Pod,
  PodAffinityTerm,
  TopologySpreadConstraint,
} from "../generated/types.ts";

type Labels = Readonly<Record<string, string>>;

/** The very Pod, where nothing is selected so. */
export function fillLabelKeys(pod: Pod): Pod {
  const { spec } = pod;
  if (!spec?.affinity && !spec?.topologySpreadConstraints) return pod;
  const labels = pod.metadata.labels ?? {};
  let result = within(spec, "affinity", (affinity) => filledAffinity(affinity, labels));
  const constraints = mapShared(result.topologySpreadConstraints, (constraint) =>
    filledConstraint(constraint, labels),
  );
  result = put(result, "topologySpreadConstraints", constraints);
  return put(pod, "spec", result);
}

function filledAffinity(affinity: Affinity, labels: Labels): Affinity {
  const term = (given: PodAffinityTerm): PodAffinityTerm => filledTerm(given, labels);
  let result = affinity;
  for (const kind of ["podAffinity", "podAntiAffinity"] as const) {
    result = within(result, kind, (terms) => {
      const hard = "requiredDuringSchedulingIgnoredDuringExecution";
      const soft = "preferredDuringSchedulingIgnoredDuringExecution";
      const filled = put(terms, hard, mapShared(terms[hard], term));
      const weighted = mapShared(terms[soft], (preference) =>
        within(preference, "podAffinityTerm", term),
      );
      return put(filled, soft, weighted);
    });
  }
  return result;
}

function filledTerm(term: PodAffinityTerm, labels: Labels): PodAffinityTerm {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  if (!labelSelector) return term;
  const matching = extended(labelSelector, { keys: matchLabelKeys, operator: "In", labels });
  const keys = mismatchLabelKeys;
  return put(term, "labelSelector", extended(matching, { keys, operator: "NotIn", labels }));
}

function filledConstraint(
  constraint: TopologySpreadConstraint,
  labels: Labels,
): TopologySpreadConstraint {
  const { labelSelector, matchLabelKeys: keys = [] } = constraint;
  if (!labelSelector) return constraint;
  return put(
    constraint,
    "labelSelector",
    extended(labelSelector, { keys, operator: "In", labels }),
  );
}

function extended(
  selector: LabelSelector,
  added: {
    readonly keys: readonly string[];
    readonly operator: "In" | "NotIn";
    readonly labels: Labels;
  },
): LabelSelector {
  const { keys, operator, labels } = added;
  const requirements = keys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
  if (requirements.length === 0) return selector;
  return {
    ...selector,
    matchExpressions: [...(selector.matchExpressions ?? []), ...requirements],
  };
}
