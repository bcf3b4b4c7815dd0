/** The states from which the laws are tried on the controllers of roles, accounts, certificates and quotas. */
import { CLUSTER_ROLES } from "../../../src/api/kinds.ts";
import { clusterRoleAggregationController } from "../../../src/controllers/cluster-role-aggregation.ts";
import { placed, type LawWorld, type Placed } from "./law-worlds.ts";

const aggregated = { "rbac.example.com/aggregate-to-sum": "true" };

function clusterRole(
  name: string,
  parts: { labels?: Readonly<Record<string, string>>; rules?: unknown; aggregationRule?: unknown },
): Placed {
  const { labels, ...rest } = parts;
  const [resource, object] = placed(CLUSTER_ROLES, {
    name,
    ...(labels ? { metadata: { labels } } : {}),
  });
  return [resource, { ...object, ...rest } as typeof object];
}

function roleWorlds(): readonly LawWorld[] {
  const rule = (resource: string) => ({ apiGroups: [""], resources: [resource], verbs: ["get"] });
  const sum = clusterRole("sum", {
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregated }] },
    rules: [rule("secrets")],
  });
  return [
    {
      state: "with a sum that is out of date",
      controller: clusterRoleAggregationController,
      objects: [
        sum,
        clusterRole("part-b", { labels: aggregated, rules: [rule("pods"), rule("services")] }),
        clusterRole("part-a", { labels: aggregated, rules: [rule("pods")] }),
        clusterRole("other", { rules: [rule("nodes")] }),
      ],
    },
    {
      state: "with nothing to add up",
      controller: clusterRoleAggregationController,
      objects: [sum],
    },
  ];
}

export const accessLawWorlds: readonly LawWorld[] = [...roleWorlds()];
