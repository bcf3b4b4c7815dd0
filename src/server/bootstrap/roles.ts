/** The default roles and bindings (plugin/pkg/auth/authorizer/rbac/bootstrappolicy), as data. */
import type { ClusterRole, ClusterRoleBinding, PolicyRule } from "../../api/generated/types.ts";

const group = "rbac.authorization.k8s.io";
const label = { "kubernetes.io/bootstrapping": "rbac-defaults" };
const update = { "rbac.authorization.kubernetes.io/autoupdate": "true" };
const read = ["get", "list", "watch"];
const write = ["create", "delete", "deletecollection", "patch", "update"];

function rule(groups: string, resources: string, verbs: readonly string[]): PolicyRule {
  return { apiGroups: groups.split(","), resources: resources.split(","), verbs };
}

function paths(verbs: readonly string[], ...nonResourceURLs: string[]): PolicyRule {
  return { nonResourceURLs, verbs };
}

const viewed: readonly PolicyRule[] = [
  rule(
    "",
    "configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status",
    read,
  ),
  rule(
    "",
    "bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status",
    read,
  ),
  rule("", "namespaces", read),
  rule("discovery.k8s.io", "endpointslices", read),
  rule(
    "apps",
    "controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status",
    read,
  ),
  rule("autoscaling", "horizontalpodautoscalers,horizontalpodautoscalers/status", read),
  rule("batch", "cronjobs,cronjobs/status,jobs,jobs/status", read),
  rule("policy", "poddisruptionbudgets,poddisruptionbudgets/status", read),
  rule("networking.k8s.io", "ingresses,ingresses/status,networkpolicies", read),
];

const edited: readonly PolicyRule[] = [
  rule("", "pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy", read),
  rule("", "serviceaccounts", ["impersonate"]),
  rule("", "pods,pods/attach,pods/exec,pods/portforward,pods/proxy", write),
  rule("", "pods/eviction", ["create"]),
  rule(
    "",
    "configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy",
    write,
  ),
  rule("", "serviceaccounts/token", ["create"]),
  rule(
    "apps",
    "daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale",
    write,
  ),
  rule("autoscaling", "horizontalpodautoscalers", write),
  rule("batch", "cronjobs,jobs", write),
  rule("policy", "poddisruptionbudgets", write),
  rule("networking.k8s.io", "ingresses,networkpolicies", write),
  rule("coordination.k8s.io", "leases", [...write, ...read]),
];

const administered: readonly PolicyRule[] = [
  rule("authorization.k8s.io", "localsubjectaccessreviews", ["create"]),
  rule(group, "rolebindings,roles", [...write, ...read]),
];

const rolesByName: Readonly<Record<string, readonly PolicyRule[]>> = {
  "cluster-admin": [rule("*", "*", ["*"]), paths(["*"], "*")],
  admin: [...edited, ...viewed, ...administered],
  edit: [...edited, ...viewed],
  view: viewed,
  "system:discovery": [
    paths(
      ["get"],
      "/api",
      "/api/*",
      "/apis",
      "/apis/*",
      "/healthz",
      "/livez",
      "/openapi",
      "/openapi/*",
      "/readyz",
      "/version",
      "/version/",
    ),
  ],
  "system:basic-user": [
    rule("authorization.k8s.io", "selfsubjectaccessreviews,selfsubjectrulesreviews", ["create"]),
    rule("authentication.k8s.io", "selfsubjectreviews", ["create"]),
  ],
  "system:public-info-viewer": [
    paths(["get"], "/healthz", "/livez", "/readyz", "/version", "/version/"),
  ],
  "system:service-account-issuer-discovery": [
    paths(
      ["get"],
      "/.well-known/openid-configuration",
      "/.well-known/openid-configuration/",
      "/openid/v1/jwks",
      "/openid/v1/jwks/",
    ),
  ],
  "system:monitoring": [
    paths(
      ["get"],
      "/healthz",
      "/healthz/*",
      "/livez",
      "/livez/*",
      "/metrics",
      "/metrics/slis",
      "/readyz",
      "/readyz/*",
    ),
  ],
};

const bindings: Readonly<Record<string, readonly string[]>> = {
  "cluster-admin": ["system:masters"],
  "system:discovery": ["system:authenticated"],
  "system:basic-user": ["system:authenticated"],
  "system:public-info-viewer": ["system:authenticated", "system:unauthenticated"],
  "system:service-account-issuer-discovery": ["system:serviceaccounts"],
  "system:monitoring": ["system:monitoring"],
};

/** Labels by which the user-facing roles are aggregated and add up. */
const aggregateTo: Readonly<Record<string, string>> = {
  edit: "rbac.authorization.k8s.io/aggregate-to-admin",
  view: "rbac.authorization.k8s.io/aggregate-to-edit",
};

export const defaultClusterRoles: readonly ClusterRole[] = Object.entries(rolesByName).map(
  ([name, rules]) => ({
    apiVersion: `${group}/v1`,
    kind: "ClusterRole",
    metadata: {
      name,
      labels: { ...label, ...(aggregateTo[name] ? { [aggregateTo[name]]: "true" } : {}) },
      annotations: update,
    },
    rules,
  }),
);

export const defaultClusterRoleBindings: readonly ClusterRoleBinding[] = Object.entries(
  bindings,
).map(([name, groups]) => ({
  apiVersion: `${group}/v1`,
  kind: "ClusterRoleBinding",
  metadata: { name, labels: label, annotations: update },
  roleRef: { apiGroup: group, kind: "ClusterRole", name },
  subjects: groups.map((subject) => ({ apiGroup: group, kind: "Group", name: subject })),
}));
