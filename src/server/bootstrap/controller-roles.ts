/**
 * The roles of kube-controller-manager's controllers, each bound to the ServiceAccount of its name in kube-system. Facts from
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy (controller_policy.go) of Kubernetes 1.36, feature gates at their defaults.
 */
import { eventsRule, type RoleRow, type RuleRow } from "./cluster-roles.ts";

const read = "get list watch";

const rulesByController: Readonly<Record<string, readonly RuleRow[]>> = {
  "attachdetach-controller": [
    ["list watch", "core", "persistentvolumeclaims persistentvolumes"],
    [read, "core", "nodes"],
    ["patch update", "core", "nodes/status"],
    ["list watch", "core", "pods"],
    eventsRule,
    ["create delete get list watch", "storage.k8s.io", "volumeattachments"],
    [read, "storage.k8s.io", "csidrivers"],
    [read, "storage.k8s.io", "csinodes"],
  ],
  "clusterrole-aggregation-controller": [
    ["escalate get list patch update watch", "rbac.authorization.k8s.io", "clusterroles"],
  ],
  "cronjob-controller": [
    ["get list update watch", "batch", "cronjobs"],
    ["create delete get list patch update watch", "batch", "jobs"],
    ["update", "batch", "cronjobs/status"],
    ["update", "batch", "cronjobs/finalizers"],
    ["delete list watch", "core", "pods"],
    eventsRule,
  ],
  "daemon-set-controller": [
    [read, "apps extensions", "daemonsets"],
    ["update", "apps extensions", "daemonsets/status"],
    ["update", "apps extensions", "daemonsets/finalizers"],
    ["list watch", "core", "nodes"],
    ["create delete list patch watch", "core", "pods"],
    ["create", "core", "pods/binding"],
    ["create delete get list patch update watch", "apps", "controllerrevisions"],
    eventsRule,
  ],
  "deployment-controller": [
    ["get list update watch", "apps extensions", "deployments"],
    ["update", "apps extensions", "deployments/status"],
    ["update", "apps extensions", "deployments/finalizers"],
    ["create delete get list patch update watch", "apps extensions", "replicasets"],
    ["get list update watch", "core", "pods"],
    eventsRule,
  ],
  "disruption-controller": [
    [read, "apps extensions", "deployments"],
    [read, "apps extensions", "replicasets"],
    [read, "core", "replicationcontrollers"],
    [read, "policy", "poddisruptionbudgets"],
    [read, "apps", "statefulsets"],
    ["update", "policy", "poddisruptionbudgets/status"],
    ["patch update", "core", "pods/status"],
    ["get", "*", "*/scale"],
    eventsRule,
  ],
  "endpoint-controller": [
    [read, "core", "pods services"],
    ["create delete get list update watch", "core", "endpoints"],
    ["create", "core", "endpoints/restricted"],
    eventsRule,
  ],
  "endpointslice-controller": [
    [read, "core", "nodes pods services"],
    ["update", "core", "services/finalizers"],
    ["create delete get list update watch", "discovery.k8s.io", "endpointslices"],
    eventsRule,
  ],
  "endpointslicemirroring-controller": [
    [read, "core", "endpoints services"],
    ["update", "core", "services/finalizers"],
    ["update", "core", "endpoints/finalizers"],
    ["create delete get list update watch", "discovery.k8s.io", "endpointslices"],
    eventsRule,
  ],
  "expand-controller": [
    ["get list patch update watch", "core", "persistentvolumes"],
    ["patch update", "core", "persistentvolumeclaims/status"],
    [read, "core", "persistentvolumeclaims"],
    eventsRule,
  ],
  "ephemeral-volume-controller": [
    [read, "core", "pods"],
    ["update", "core", "pods/finalizers"],
    ["create get list watch", "core", "persistentvolumeclaims"],
    eventsRule,
  ],
  "resource-claim-controller": [
    [read, "core", "pods"],
    ["update", "core", "pods/finalizers"],
    ["create delete get list watch", "resource.k8s.io", "resourceclaims"],
    ["patch update", "resource.k8s.io", "resourceclaims resourceclaims/status"],
    ["patch update", "core", "pods/status"],
    eventsRule,
    ["patch update", "resource.k8s.io", "resourceclaims/binding"],
  ],
  "device-taint-eviction-controller": [
    ["delete get list watch", "core", "pods"],
    ["patch update", "core", "pods/status"],
    [read, "resource.k8s.io", "resourceclaims"],
    [read, "resource.k8s.io", "resourceslices"],
    [read, "resource.k8s.io", "deviceclasses"],
    eventsRule,
  ],
  "generic-garbage-collector": [["delete get list patch update watch", "*", "*"], eventsRule],
  "horizontal-pod-autoscaler": [
    [read, "autoscaling", "horizontalpodautoscalers"],
    ["update", "autoscaling", "horizontalpodautoscalers/status"],
    ["get update", "*", "*/scale"],
    ["list watch", "core", "pods"],
    ["list watch", "metrics.k8s.io", "pods"],
    [read, "custom.metrics.k8s.io", "*"],
    [read, "external.metrics.k8s.io", "*"],
    eventsRule,
  ],
  "job-controller": [
    ["get list patch update watch", "batch", "jobs"],
    ["update", "batch", "jobs/status"],
    ["update", "batch", "jobs/finalizers"],
    ["create delete list patch watch", "core", "pods"],
    eventsRule,
  ],
  "namespace-controller": [
    ["delete get list watch", "core", "namespaces"],
    ["update", "core", "namespaces/finalize namespaces/status"],
    ["delete deletecollection get list watch", "*", "*"],
  ],
  "node-controller": [
    ["delete get list patch update watch", "core", "nodes"],
    ["patch update", "core", "nodes/status"],
    ["patch update", "core", "pods/status"],
    ["delete get list watch", "core", "pods"],
    eventsRule,
  ],
  "persistent-volume-binder": [
    ["create delete get list update watch", "core", "persistentvolumes"],
    ["update", "core", "persistentvolumes/status"],
    ["get list update watch", "core", "persistentvolumeclaims"],
    ["update", "core", "persistentvolumeclaims/status"],
    ["create delete get list watch", "core", "pods"],
    [read, "storage.k8s.io", "storageclasses"],
    ["list watch", "core", "nodes"],
    eventsRule,
    ["watch", "core", "events"],
  ],
  "pod-garbage-collector": [
    ["delete list watch", "core", "pods"],
    [read, "core", "nodes"],
    ["patch", "core", "pods/status"],
  ],
  "replicaset-controller": [
    ["get list update watch", "apps extensions", "replicasets"],
    ["update", "apps extensions", "replicasets/status"],
    ["update", "apps extensions", "replicasets/finalizers"],
    ["create delete list patch watch", "core", "pods"],
    eventsRule,
  ],
  "replication-controller": [
    ["get list update watch", "core", "replicationcontrollers"],
    ["update", "core", "replicationcontrollers/status"],
    ["update", "core", "replicationcontrollers/finalizers"],
    ["create delete list patch watch", "core", "pods"],
    eventsRule,
  ],
  "resourcequota-controller": [
    ["list watch", "*", "*"],
    ["update", "core", "resourcequotas/status"],
    eventsRule,
  ],
  "route-controller": [
    ["list watch", "core", "nodes"],
    ["patch", "core", "nodes/status"],
    eventsRule,
  ],
  "service-account-controller": [["create", "core", "serviceaccounts"], eventsRule],
  "service-controller": [
    [read, "core", "services"],
    ["patch update", "core", "services/status"],
    ["list watch", "core", "nodes"],
    eventsRule,
  ],
  "service-cidrs-controller": [
    ["get list patch update watch", "networking.k8s.io", "servicecidrs"],
    ["patch update", "networking.k8s.io", "servicecidrs/finalizers"],
    ["patch update", "networking.k8s.io", "servicecidrs/status"],
    [read, "networking.k8s.io", "ipaddresses"],
    eventsRule,
  ],
  "statefulset-controller": [
    ["list watch", "core", "pods"],
    [read, "apps", "statefulsets"],
    ["update", "apps", "statefulsets/status"],
    ["update", "apps", "statefulsets/finalizers"],
    ["create delete get patch update", "core", "pods"],
    ["create delete get list patch update watch", "apps", "controllerrevisions"],
    ["create get list watch", "core", "persistentvolumeclaims"],
    ["delete update", "core", "persistentvolumeclaims"],
    ["update", "core", "pods/finalizers"],
    eventsRule,
  ],
  "ttl-controller": [["list patch update watch", "core", "nodes"], eventsRule],
  "certificate-controller": [
    ["delete get list watch", "certificates.k8s.io", "certificatesigningrequests"],
    [
      "update",
      "certificates.k8s.io",
      "certificatesigningrequests/approval certificatesigningrequests/status",
    ],
    ["approve", "certificates.k8s.io", "signers", "kubernetes.io/kube-apiserver-client-kubelet"],
    [
      "sign",
      "certificates.k8s.io",
      "signers",
      "kubernetes.io/kube-apiserver-client kubernetes.io/kube-apiserver-client-kubelet kubernetes.io/kubelet-serving kubernetes.io/legacy-unknown",
    ],
    ["create", "authorization.k8s.io", "subjectaccessreviews"],
    eventsRule,
  ],
  "pvc-protection-controller": [
    ["get list update watch", "core", "persistentvolumeclaims"],
    ["update", "core", "persistentvolumeclaims/status"],
    [read, "core", "pods"],
    eventsRule,
  ],
  "pv-protection-controller": [["get list update watch", "core", "persistentvolumes"], eventsRule],
  "volumeattributesclass-protection-controller": [
    [read, "core", "persistentvolumeclaims"],
    [read, "core", "persistentvolumes"],
    ["get list update watch", "storage.k8s.io", "volumeattributesclasses"],
    eventsRule,
  ],
  "ttl-after-finished-controller": [["delete get list watch", "batch", "jobs"], eventsRule],
  "root-ca-cert-publisher": [["create update", "core", "configmaps"], eventsRule],
  "validatingadmissionpolicy-status-controller": [
    [read, "admissionregistration.k8s.io", "validatingadmissionpolicies"],
    ["get patch update", "admissionregistration.k8s.io", "validatingadmissionpolicies/status"],
    eventsRule,
  ],
  "legacy-service-account-token-cleaner": [
    ["get", "core", "configmaps", "kube-apiserver-legacy-service-account-token-tracking"],
    ["delete patch", "core", "secrets"],
  ],
  "selinux-warning-controller": [
    eventsRule,
    [read, "core", "persistentvolumes"],
    [read, "core", "persistentvolumeclaims"],
    [read, "core", "pods"],
    [read, "storage.k8s.io", "csidrivers"],
  ],
};

const prefix = "system:controller:";

export const controllerRoleRows: readonly RoleRow[] = Object.entries(rulesByController).map(
  ([name, rules]) => ({ name: `${prefix}${name}`, rules }),
);

export const controllerBindingRows: Readonly<Record<string, readonly string[]>> =
  Object.fromEntries(
    Object.keys(rulesByController).map((name) => [
      `${prefix}${name}`,
      [`ServiceAccount:kube-system/${name}`],
    ]),
  );

interface NamespaceRoleRow {
  readonly namespace: string;
  readonly role: string;
  readonly rules: readonly RuleRow[];
  readonly subjects: readonly string[];
  /** The binding's name, where it is not the role's. */
  readonly binding?: string;
}

const leaderElection: readonly RuleRow[] = ["leases", "leasecandidates"].map((resource) => [
  "create get list update watch",
  "coordination.k8s.io",
  resource,
]);

/** namespace_policy.go */
export const namespaceRoleRows: readonly NamespaceRoleRow[] = [
  {
    namespace: "kube-system",
    role: "extension-apiserver-authentication-reader",
    rules: [[read, "core", "configmaps", "extension-apiserver-authentication"]],
    binding: "system::extension-apiserver-authentication-reader",
    subjects: ["User:system:kube-controller-manager", "User:system:kube-scheduler"],
  },
  {
    namespace: "kube-system",
    role: `${prefix}bootstrap-signer`,
    rules: [[read, "core", "secrets"]],
    subjects: ["ServiceAccount:kube-system/bootstrap-signer"],
  },
  {
    namespace: "kube-system",
    role: `${prefix}cloud-provider`,
    rules: [["create get list watch", "core", "configmaps"]],
    subjects: ["ServiceAccount:kube-system/cloud-provider"],
  },
  {
    namespace: "kube-system",
    role: `${prefix}token-cleaner`,
    rules: [["delete get list watch", "core", "secrets"], eventsRule],
    subjects: ["ServiceAccount:kube-system/token-cleaner"],
  },
  {
    namespace: "kube-system",
    role: "system::leader-locking-kube-controller-manager",
    rules: leaderElection,
    subjects: [
      "User:system:kube-controller-manager",
      "ServiceAccount:kube-system/kube-controller-manager",
      "ServiceAccount:kube-system/leader-election-controller",
    ],
  },
  {
    namespace: "kube-system",
    role: "system::leader-locking-kube-scheduler",
    rules: leaderElection,
    subjects: ["User:system:kube-scheduler", "ServiceAccount:kube-system/kube-scheduler"],
  },
  {
    namespace: "kube-public",
    role: `${prefix}bootstrap-signer`,
    rules: [
      [read, "core", "configmaps"],
      ["update", "core", "configmaps", "cluster-info"],
      eventsRule,
    ],
    subjects: ["ServiceAccount:kube-system/bootstrap-signer"],
  },
];
