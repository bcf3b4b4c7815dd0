/**
 * The default ClusterRoles and their bindings as rows of data. Facts from plugin/pkg/auth/authorizer/rbac/bootstrappolicy
 * (policy.go) of Kubernetes 1.36, feature gates at their defaults. Lists are written as words; roles.ts makes objects of them.
 */

/** Verbs, API groups (`core` is the one without a name), resources, and the names that the rule is limited to. */
export type RuleRow = readonly [
  verbs: string,
  groups: string,
  resources: string,
  resourceNames?: string,
];

export interface RoleRow {
  readonly name: string;
  readonly rules?: readonly RuleRow[];
  /** Paths that may be read. */
  readonly urls?: string;
  /** Rules that stand after the one of the paths. */
  readonly furtherRules?: readonly RuleRow[];
  /** `view`: carries the label that adds it to the role `view`. */
  readonly aggregatedTo?: string;
  /** The role's own rules are the sum of those labelled for this name. */
  readonly sumOf?: string;
}

const read = "get list watch";
const write = "create delete deletecollection patch update";
const readWrite = `${read} ${write}`;
const readUpdate = "get list patch update watch";

export const eventsRule: RuleRow = ["create patch update", "core events.k8s.io", "events"];

const reviews: readonly RuleRow[] = [
  ["create", "authentication.k8s.io", "tokenreviews"],
  ["create", "authorization.k8s.io", "subjectaccessreviews"],
];

const viewed: readonly RuleRow[] = [
  [
    read,
    "core",
    "configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status",
  ],
  [
    read,
    "core",
    "bindings limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status",
  ],
  [read, "core", "namespaces"],
  [read, "core events.k8s.io", "events"],
  [read, "discovery.k8s.io", "endpointslices"],
  [
    read,
    "apps",
    "controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status",
  ],
  [read, "autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status"],
  [read, "batch", "cronjobs cronjobs/status jobs jobs/status"],
  [
    read,
    "extensions",
    "daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale",
  ],
  [read, "policy", "poddisruptionbudgets poddisruptionbudgets/status"],
  [read, "networking.k8s.io", "ingresses ingresses/status networkpolicies"],
  [read, "resource.k8s.io", "resourceclaims resourceclaims/status resourceclaimtemplates"],
];

const edited: readonly RuleRow[] = [
  [read, "core", "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy"],
  ["impersonate", "core", "serviceaccounts"],
  [write, "core", "pods pods/attach pods/exec pods/portforward pods/proxy"],
  ["create", "core", "pods/eviction"],
  [
    write,
    "core",
    "configmaps persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy",
  ],
  ["create", "core", "serviceaccounts/token"],
  [write, "core events.k8s.io", "events"],
  [
    write,
    "apps",
    "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale",
  ],
  [write, "autoscaling", "horizontalpodautoscalers"],
  [write, "batch", "cronjobs jobs"],
  [
    write,
    "extensions",
    "daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale",
  ],
  [write, "policy", "poddisruptionbudgets"],
  [write, "networking.k8s.io", "ingresses networkpolicies"],
  [readWrite, "coordination.k8s.io", "leases"],
  [write, "resource.k8s.io", "resourceclaims resourceclaimtemplates"],
];

export const nodeRuleRows: readonly RuleRow[] = [
  ["create", "authentication.k8s.io", "tokenreviews"],
  ["create", "authorization.k8s.io", "localsubjectaccessreviews subjectaccessreviews"],
  [read, "core", "services"],
  ["create get list watch", "core", "nodes"],
  ["patch update", "core", "nodes/status"],
  ["patch update", "core", "nodes"],
  eventsRule,
  [read, "core", "pods"],
  ["create delete", "core", "pods"],
  ["patch update", "core", "pods/status"],
  ["create", "core", "pods/eviction"],
  [read, "core", "configmaps secrets"],
  ["get", "core", "persistentvolumeclaims persistentvolumes"],
  ["get", "core", "endpoints"],
  ["create get list watch", "certificates.k8s.io", "certificatesigningrequests"],
  ["create delete get patch update", "coordination.k8s.io", "leases"],
  ["get", "storage.k8s.io", "volumeattachments"],
  ["create", "core", "serviceaccounts/token"],
  ["get patch update", "core", "persistentvolumeclaims/status"],
  [read, "storage.k8s.io", "csidrivers"],
  ["create delete get patch update", "storage.k8s.io", "csinodes"],
  [read, "node.k8s.io", "runtimeclasses"],
  ["get", "resource.k8s.io", "resourceclaims"],
  ["deletecollection", "resource.k8s.io", "resourceslices"],
  ["get", "core", "serviceaccounts"],
];

const schedulerRules: readonly RuleRow[] = [
  eventsRule,
  ["create", "coordination.k8s.io", "leases"],
  ["get list update watch", "coordination.k8s.io", "leases", "kube-scheduler"],
  [readWrite, "coordination.k8s.io", "leasecandidates"],
  [read, "core", "nodes"],
  ["delete get list watch", "core", "pods"],
  ["create", "core", "bindings pods/binding"],
  ["patch update", "core", "pods/status"],
  [read, "core", "replicationcontrollers services"],
  [read, "apps extensions", "replicasets"],
  [read, "apps", "statefulsets"],
  [read, "policy", "poddisruptionbudgets"],
  [read, "core", "persistentvolumeclaims persistentvolumes"],
  ...reviews,
  [read, "storage.k8s.io", "csinodes"],
  [read, "storage.k8s.io", "volumeattachments"],
  [read, "core", "namespaces"],
  [read, "storage.k8s.io", "csidrivers"],
  [read, "storage.k8s.io", "csistoragecapacities"],
  [read, "resource.k8s.io", "deviceclasses"],
  [readUpdate, "resource.k8s.io", "resourceclaims"],
  [readUpdate, "resource.k8s.io", "resourceclaims/status"],
  ["update", "core", "pods/finalizers"],
  [read, "resource.k8s.io", "resourceslices"],
  ["create delete", "resource.k8s.io", "resourceclaims"],
  ["patch update", "resource.k8s.io", "resourceclaims/binding"],
];

const managerRules: readonly RuleRow[] = [
  eventsRule,
  ["create", "coordination.k8s.io", "leases"],
  ["get update", "coordination.k8s.io", "leases", "kube-controller-manager"],
  ["create", "core", "secrets serviceaccounts"],
  ["delete", "core", "secrets"],
  ["get", "core", "configmaps namespaces secrets serviceaccounts"],
  ["update", "core", "secrets serviceaccounts"],
  ...reviews,
  ["list watch", "*", "*"],
  ["create", "core", "serviceaccounts/token"],
];

/** Who may approve requests for each of the built-in signers. */
const approvers: readonly RoleRow[] = [
  "kube-apiserver-client",
  "kube-apiserver-client-kubelet",
  "kubelet-serving",
  "legacy-unknown",
].map((signer) => ({
  name: `system:certificates.k8s.io:${signer}-approver`,
  rules: [["approve", "certificates.k8s.io", "signers", `kubernetes.io/${signer}`]],
}));

const csr = "system:certificates.k8s.io:certificatesigningrequests";
const health = "/healthz /livez /readyz";

export const clusterRoleRows: readonly RoleRow[] = [
  { name: "cluster-admin", rules: [["*", "*", "*"]], urls: "*" },
  {
    name: "system:discovery",
    urls: `/api /api/* /apis /apis/* ${health} /openapi /openapi/* /version /version/`,
  },
  {
    name: "system:basic-user",
    rules: [
      ["create", "authorization.k8s.io", "selfsubjectaccessreviews selfsubjectrulesreviews"],
      ["create", "authentication.k8s.io", "selfsubjectreviews"],
    ],
  },
  { name: "system:public-info-viewer", urls: `${health} /version /version/` },
  {
    name: "system:monitoring",
    urls: "/flagz /healthz /healthz/* /livez /livez/* /metrics /metrics/slis /readyz /readyz/* /statusz",
    furtherRules: [["get", "core", "nodes/metrics"]],
  },
  { name: "admin", sumOf: "admin" },
  { name: "edit", sumOf: "edit", aggregatedTo: "admin" },
  { name: "view", sumOf: "view", aggregatedTo: "edit" },
  {
    name: "system:aggregate-to-admin",
    aggregatedTo: "admin",
    rules: [
      ["create", "authorization.k8s.io", "localsubjectaccessreviews"],
      [readWrite, "rbac.authorization.k8s.io", "rolebindings roles"],
    ],
  },
  { name: "system:aggregate-to-edit", aggregatedTo: "edit", rules: edited },
  { name: "system:aggregate-to-view", aggregatedTo: "view", rules: viewed },
  // What metrics-server brings, whose place metrics.k8s.io here takes.
  {
    name: "system:aggregated-metrics-reader",
    aggregatedTo: "view",
    rules: [[read, "metrics.k8s.io", "nodes pods"]],
  },
  {
    name: "system:heapster",
    rules: [
      [read, "core", "events namespaces nodes pods"],
      [read, "extensions", "deployments"],
    ],
  },
  { name: "system:node", rules: nodeRuleRows },
  {
    name: "system:node-problem-detector",
    rules: [["get", "core", "nodes"], ["patch", "core", "nodes/status"], eventsRule],
  },
  {
    name: "system:kubelet-api-admin",
    rules: [
      [read, "core", "nodes"],
      ["proxy", "core", "nodes"],
      ["*", "core", "nodes/log nodes/metrics nodes/proxy nodes/stats"],
      ["*", "core", "nodes/configz nodes/healthz nodes/pods"],
    ],
  },
  {
    name: "system:node-bootstrapper",
    rules: [["create get list watch", "certificates.k8s.io", "certificatesigningrequests"]],
  },
  { name: "system:auth-delegator", rules: reviews },
  { name: "system:kube-aggregator", rules: [[read, "core", "endpoints services"]] },
  { name: "system:kube-controller-manager", rules: managerRules },
  { name: "system:kube-dns", rules: [["list watch", "core", "endpoints services"]] },
  {
    name: "system:persistent-volume-provisioner",
    rules: [
      ["create delete get list watch", "core", "persistentvolumes"],
      ["get list update watch", "core", "persistentvolumeclaims"],
      [read, "storage.k8s.io", "storageclasses"],
      ["watch", "core", "events"],
      eventsRule,
    ],
  },
  {
    name: `${csr}:nodeclient`,
    rules: [["create", "certificates.k8s.io", "certificatesigningrequests/nodeclient"]],
  },
  {
    name: `${csr}:selfnodeclient`,
    rules: [["create", "certificates.k8s.io", "certificatesigningrequests/selfnodeclient"]],
  },
  {
    name: "system:volume-scheduler",
    rules: [
      [readUpdate, "core", "persistentvolumes"],
      [read, "storage.k8s.io", "storageclasses"],
      [readUpdate, "core", "persistentvolumeclaims"],
    ],
  },
  ...approvers,
  {
    name: "system:service-account-issuer-discovery",
    urls: "/.well-known/openid-configuration /.well-known/openid-configuration/ /openid/v1/jwks /openid/v1/jwks/",
  },
  {
    name: "system:node-proxier",
    rules: [
      ["list watch", "core", "endpoints services"],
      [read, "core", "nodes"],
      eventsRule,
      ["list watch", "networking.k8s.io", "servicecidrs"],
      ["list watch", "discovery.k8s.io", "endpointslices"],
    ],
  },
  { name: "system:kube-scheduler", rules: schedulerRules },
];

/** A binding has its role's name; subjects are `Kind:name`, ServiceAccounts `ServiceAccount:namespace/name`. */
export const clusterRoleBindingRows: Readonly<Record<string, readonly string[]>> = {
  "cluster-admin": ["Group:system:masters"],
  "system:monitoring": ["Group:system:monitoring"],
  "system:discovery": ["Group:system:authenticated"],
  "system:basic-user": ["Group:system:authenticated"],
  "system:public-info-viewer": ["Group:system:authenticated", "Group:system:unauthenticated"],
  "system:node-proxier": ["User:system:kube-proxy"],
  "system:kube-controller-manager": ["User:system:kube-controller-manager"],
  "system:kube-dns": ["ServiceAccount:kube-system/kube-dns"],
  "system:kube-scheduler": ["User:system:kube-scheduler"],
  "system:volume-scheduler": ["User:system:kube-scheduler"],
  "system:service-account-issuer-discovery": ["Group:system:serviceaccounts"],
  // Empty on purpose: nodes are authorized by the Node authorizer, and the binding is only kept to be found.
  "system:node": [],
};
