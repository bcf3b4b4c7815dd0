/** Keeps the rules of aggregated ClusterRoles the sum of those that they select. Source: pkg/controller/clusterroleaggregation. */
import type { ClusterRole, PolicyRule } from "../api/generated/types.ts";
import { CLUSTER_ROLES } from "../api/kinds.ts";
import { labelSelectorOf, matchesLabels } from "../api/label-selector.ts";
import type { Stored } from "../api/object.ts";
import { watch, type Controller } from "../loop/controller.ts";
import { plan } from "../loop/plan.ts";
import { semanticallyEqual } from "./equality.ts";

export interface AggregationView {
  readonly role: Stored<ClusterRole>;
  /** All others, in any order. */
  readonly others: readonly Stored<ClusterRole>[];
}

export const clusterRoleAggregationController: Controller<AggregationView> = {
  name: "clusterrole-aggregation-controller",
  watches: [
    // Any role may be part of any sum: a change leads to all that aggregate.
    watch(CLUSTER_ROLES, (_change, listers) =>
      listers
        .of(CLUSTER_ROLES)
        .all()
        .filter((role) => role.aggregationRule)
        .map((role) => role.metadata.name),
    ),
  ],
  view(listers, key) {
    const roles = listers.of(CLUSTER_ROLES);
    const role = roles.get(key);
    if (!role?.aggregationRule) return undefined;
    return { role, others: roles.all().filter((each) => each.metadata.name !== key) };
  },
  reconcile({ role, others }) {
    const sorted = others.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    const rules: PolicyRule[] = [];
    for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
      const parsed = labelSelectorOf(selector);
      for (const other of sorted) {
        if (!matchesLabels(parsed, other.metadata.labels)) continue;
        for (const rule of other.rules ?? []) {
          if (!rules.some((known) => semanticallyEqual(known, rule))) rules.push(rule);
        }
      }
    }
    if (semanticallyEqual(role.rules ?? [], rules)) return plan([]);
    const object: Stored<ClusterRole> = { ...role, rules };
    return plan([{ verb: "update", resource: CLUSTER_ROLES, object }]);
  },
};
