/** The default roles and bindings as objects, made from the rows of cluster-roles.ts and controller-roles.ts. */
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from "../../api/generated/types.ts";
import {
  clusterRoleBindingRows,
  clusterRoleRows,
  nodeRuleRows,
  type RoleRow,
  type RuleRow,
} from "./cluster-roles.ts";
import {
  controllerBindingRows,
  controllerRoleRows,
  namespaceRoleRows,
} from "./controller-roles.ts";

const group = "rbac.authorization.k8s.io";
const apiVersion = `${group}/v1`;
const labels = { "kubernetes.io/bootstrapping": "rbac-defaults" };
export const autoUpdateAnnotation = "rbac.authorization.kubernetes.io/autoupdate";
const annotations = { [autoUpdateAnnotation]: "true" };

function words(text: string): string[] {
  return text.split(" ").sort();
}

function ruleOf([verbs, groups, resources, resourceNames]: RuleRow): PolicyRule {
  return {
    apiGroups: words(groups).map((name) => (name === "core" ? "" : name)),
    ...(resourceNames ? { resourceNames: words(resourceNames) } : {}),
    resources: words(resources),
    verbs: words(verbs),
  };
}

function clusterRole(row: RoleRow): ClusterRole {
  const { name, rules = [], urls, furtherRules = [], aggregatedTo, sumOf } = row;
  const label = (role: string) => ({ [`${group}/aggregate-to-${role}`]: "true" });
  const readable = urls
    ? [{ nonResourceURLs: words(urls), verbs: [name === "cluster-admin" ? "*" : "get"] }]
    : [];
  return {
    ...(sumOf
      ? { aggregationRule: { clusterRoleSelectors: [{ matchLabels: label(sumOf) }] } }
      : {}),
    apiVersion,
    kind: "ClusterRole",
    metadata: {
      name,
      labels: { ...labels, ...(aggregatedTo ? label(aggregatedTo) : {}) },
      annotations,
    },
    rules: [...rules.map(ruleOf), ...readable, ...furtherRules.map(ruleOf)],
  };
}

function subjectOf(text: string): Subject {
  const [kind = ""] = text.split(":", 1);
  const name = text.slice(kind.length + 1);
  if (kind !== "ServiceAccount") return { apiGroup: group, kind, name };
  const [namespace = "", account = ""] = name.split("/");
  return { kind, name: account, namespace };
}

/** What every node may do, whichever it is: the rules of `system:node`, which the Node authorizer goes by. */
export function nodeRules(): readonly PolicyRule[] {
  return nodeRuleRows.map(ruleOf);
}

export const defaultClusterRoles: readonly ClusterRole[] = [
  ...clusterRoleRows,
  ...controllerRoleRows,
].map(clusterRole);

export const defaultClusterRoleBindings: readonly ClusterRoleBinding[] = Object.entries({
  ...clusterRoleBindingRows,
  ...controllerBindingRows,
}).map(([name, subjects]) => ({
  apiVersion,
  kind: "ClusterRoleBinding",
  metadata: { name, labels, annotations },
  roleRef: { apiGroup: group, kind: "ClusterRole", name },
  ...(subjects.length > 0 ? { subjects: subjects.map(subjectOf) } : {}),
}));

export const defaultRoles: readonly Role[] = namespaceRoleRows.map((row) => ({
  apiVersion,
  kind: "Role",
  metadata: { name: row.role, namespace: row.namespace, labels, annotations },
  rules: row.rules.map(ruleOf),
}));

export const defaultRoleBindings: readonly RoleBinding[] = namespaceRoleRows.map((row) => ({
  apiVersion,
  kind: "RoleBinding",
  metadata: { name: row.binding ?? row.role, namespace: row.namespace, labels, annotations },
  roleRef: { apiGroup: group, kind: "Role", name: row.role },
  subjects: row.subjects.map(subjectOf),
}));
