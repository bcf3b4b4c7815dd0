/**
 * The registry table: every stable built-in resource of Kubernetes 1.36, as data. Discovery, routing, storage, RBAC
 * and kubectl's short names all read it; custom resources add rows of the same shape at run time.
 * Source: the resource lists and REST storage of kubernetes/kubernetes release 1.36.
 */

export type Verb =
  | "create"
  | "delete"
  | "deletecollection"
  | "get"
  | "list"
  | "patch"
  | "update"
  | "watch";

export interface SubresourceDefinition {
  readonly name: string;
  /** The kind of its request and response bodies; its group and version where they differ from the parent's. */
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly Verb[];
}

export interface ResourceDefinition {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly Verb[];
  readonly subresources: readonly SubresourceDefinition[];
  /** Key of its definition in the schema: `io.k8s.api.apps.v1.Deployment`. */
  readonly definition: string;
  /** The group-resource that it is stored under, where another version or group shares the storage. */
  readonly storedAs?: { readonly group: string; readonly version: string };
  /** Reviews and the like: created, answered and never stored. */
  readonly ephemeral?: true;
  /** Defined by a CustomResourceDefinition. */
  readonly custom?: true;
  /** Of a custom resource's versions the one that objects are stored in. */
  readonly isStorageVersion?: boolean;
  /** What discovery shows in the place of `verbs`, while the resource is going away. */
  readonly shownVerbs?: readonly Verb[];
  /** Of another API server that does not answer any more: what it served when it last did. */
  readonly stale?: true;
}

const everything: readonly Verb[] = [
  "create",
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "update",
  "watch",
];
const modify: readonly Verb[] = ["get", "patch", "update"];

interface Row {
  kind: string;
  resource: string;
  short?: string;
  categories?: string;
  scope?: "cluster";
  status?: false;
  more?: readonly SubresourceDefinition[];
  ephemeral?: true;
  verbs?: readonly Verb[];
  storedAs?: { group: string; version: string };
}

const scale: SubresourceDefinition = {
  name: "scale",
  kind: "Scale",
  group: "autoscaling",
  version: "v1",
  verbs: modify,
};
const connect = (name: string, kind: string): SubresourceDefinition => ({
  name,
  kind,
  verbs: ["create", "get"],
});
const proxy = (kind: string): SubresourceDefinition => ({
  name: "proxy",
  kind,
  verbs: ["create", "delete", "get", "patch", "update"],
});

/** Rows by group, version and the package of their definitions. `status: false` marks kinds without that subresource. */
const tables: readonly { group: string; version: string; pkg: string; rows: readonly Row[] }[] = [
  {
    group: "",
    version: "v1",
    pkg: "io.k8s.api.core.v1",
    rows: [
      { kind: "Binding", resource: "bindings", ephemeral: true, verbs: ["create"] },
      {
        kind: "ComponentStatus",
        resource: "componentstatuses",
        short: "cs",
        scope: "cluster",
        status: false,
        verbs: ["get", "list"],
      },
      { kind: "ConfigMap", resource: "configmaps", short: "cm", status: false },
      { kind: "Endpoints", resource: "endpoints", short: "ep", status: false },
      { kind: "Event", resource: "events", short: "ev", status: false },
      { kind: "LimitRange", resource: "limitranges", short: "limits", status: false },
      {
        kind: "Namespace",
        resource: "namespaces",
        short: "ns",
        scope: "cluster",
        verbs: everything.filter((verb) => verb !== "deletecollection"),
        more: [{ name: "finalize", kind: "Namespace", verbs: ["update"] }],
      },
      {
        kind: "Node",
        resource: "nodes",
        short: "no",
        scope: "cluster",
        more: [proxy("NodeProxyOptions")],
      },
      { kind: "PersistentVolumeClaim", resource: "persistentvolumeclaims", short: "pvc" },
      { kind: "PersistentVolume", resource: "persistentvolumes", short: "pv", scope: "cluster" },
      {
        kind: "Pod",
        resource: "pods",
        short: "po",
        categories: "all",
        more: [
          connect("attach", "PodAttachOptions"),
          { name: "binding", kind: "Binding", verbs: ["create"] },
          { name: "ephemeralcontainers", kind: "Pod", verbs: modify },
          { name: "eviction", kind: "Eviction", group: "policy", version: "v1", verbs: ["create"] },
          connect("exec", "PodExecOptions"),
          { name: "log", kind: "Pod", verbs: ["get"] },
          connect("portforward", "PodPortForwardOptions"),
          proxy("PodProxyOptions"),
          { name: "resize", kind: "Pod", verbs: modify },
        ],
      },
      { kind: "PodTemplate", resource: "podtemplates", status: false },
      {
        kind: "ReplicationController",
        resource: "replicationcontrollers",
        short: "rc",
        categories: "all",
        more: [scale],
      },
      { kind: "ResourceQuota", resource: "resourcequotas", short: "quota" },
      { kind: "Secret", resource: "secrets", status: false },
      {
        kind: "ServiceAccount",
        resource: "serviceaccounts",
        short: "sa",
        status: false,
        more: [
          {
            name: "token",
            kind: "TokenRequest",
            group: "authentication.k8s.io",
            version: "v1",
            verbs: ["create"],
          },
        ],
      },
      {
        kind: "Service",
        resource: "services",
        short: "svc",
        categories: "all",
        more: [proxy("ServiceProxyOptions")],
      },
    ],
  },
  {
    group: "admissionregistration.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.admissionregistration.v1",
    rows: [
      row("MutatingAdmissionPolicy", "mutatingadmissionpolicies", "cluster", "api-extensions"),
      row(
        "MutatingAdmissionPolicyBinding",
        "mutatingadmissionpolicybindings",
        "cluster",
        "api-extensions",
      ),
      row(
        "MutatingWebhookConfiguration",
        "mutatingwebhookconfigurations",
        "cluster",
        "api-extensions",
      ),
      {
        kind: "ValidatingAdmissionPolicy",
        resource: "validatingadmissionpolicies",
        scope: "cluster",
        categories: "api-extensions",
      },
      row(
        "ValidatingAdmissionPolicyBinding",
        "validatingadmissionpolicybindings",
        "cluster",
        "api-extensions",
      ),
      row(
        "ValidatingWebhookConfiguration",
        "validatingwebhookconfigurations",
        "cluster",
        "api-extensions",
      ),
    ],
  },
  {
    group: "apiextensions.k8s.io",
    version: "v1",
    pkg: "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1",
    rows: [
      {
        kind: "CustomResourceDefinition",
        resource: "customresourcedefinitions",
        short: "crd,crds",
        scope: "cluster",
        categories: "api-extensions",
      },
    ],
  },
  {
    group: "apiregistration.k8s.io",
    version: "v1",
    pkg: "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1",
    rows: [
      {
        kind: "APIService",
        resource: "apiservices",
        scope: "cluster",
        categories: "api-extensions",
      },
    ],
  },
  {
    group: "apps",
    version: "v1",
    pkg: "io.k8s.api.apps.v1",
    rows: [
      { kind: "ControllerRevision", resource: "controllerrevisions", status: false },
      { kind: "DaemonSet", resource: "daemonsets", short: "ds", categories: "all" },
      {
        kind: "Deployment",
        resource: "deployments",
        short: "deploy",
        categories: "all",
        more: [scale],
      },
      {
        kind: "ReplicaSet",
        resource: "replicasets",
        short: "rs",
        categories: "all",
        more: [scale],
      },
      {
        kind: "StatefulSet",
        resource: "statefulsets",
        short: "sts",
        categories: "all",
        more: [scale],
      },
    ],
  },
  {
    group: "authentication.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.authentication.v1",
    rows: [
      review("SelfSubjectReview", "selfsubjectreviews"),
      review("TokenReview", "tokenreviews"),
    ],
  },
  {
    group: "authorization.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.authorization.v1",
    rows: [
      {
        kind: "LocalSubjectAccessReview",
        resource: "localsubjectaccessreviews",
        ephemeral: true,
        verbs: ["create"],
      },
      review("SelfSubjectAccessReview", "selfsubjectaccessreviews"),
      review("SelfSubjectRulesReview", "selfsubjectrulesreviews"),
      review("SubjectAccessReview", "subjectaccessreviews"),
    ],
  },
  {
    group: "autoscaling",
    version: "v2",
    pkg: "io.k8s.api.autoscaling.v2",
    rows: [
      {
        kind: "HorizontalPodAutoscaler",
        resource: "horizontalpodautoscalers",
        short: "hpa",
        categories: "all",
      },
    ],
  },
  {
    group: "autoscaling",
    version: "v1",
    pkg: "io.k8s.api.autoscaling.v1",
    rows: [
      {
        kind: "HorizontalPodAutoscaler",
        resource: "horizontalpodautoscalers",
        short: "hpa",
        categories: "all",
        storedAs: { group: "autoscaling", version: "v2" },
      },
    ],
  },
  {
    group: "batch",
    version: "v1",
    pkg: "io.k8s.api.batch.v1",
    rows: [
      { kind: "CronJob", resource: "cronjobs", short: "cj", categories: "all" },
      { kind: "Job", resource: "jobs", categories: "all" },
    ],
  },
  {
    group: "certificates.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.certificates.v1",
    rows: [
      {
        kind: "CertificateSigningRequest",
        resource: "certificatesigningrequests",
        short: "csr",
        scope: "cluster",
        more: [{ name: "approval", kind: "CertificateSigningRequest", verbs: modify }],
      },
    ],
  },
  {
    group: "coordination.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.coordination.v1",
    rows: [{ kind: "Lease", resource: "leases", status: false }],
  },
  {
    group: "discovery.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.discovery.v1",
    rows: [{ kind: "EndpointSlice", resource: "endpointslices", status: false }],
  },
  {
    group: "events.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.events.v1",
    rows: [
      {
        kind: "Event",
        resource: "events",
        short: "ev",
        status: false,
        storedAs: { group: "", version: "v1" },
      },
    ],
  },
  {
    group: "flowcontrol.apiserver.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.flowcontrol.v1",
    rows: [
      { kind: "FlowSchema", resource: "flowschemas", scope: "cluster" },
      {
        kind: "PriorityLevelConfiguration",
        resource: "prioritylevelconfigurations",
        scope: "cluster",
      },
    ],
  },
  {
    group: "networking.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.networking.v1",
    rows: [
      { kind: "IngressClass", resource: "ingressclasses", scope: "cluster", status: false },
      { kind: "Ingress", resource: "ingresses", short: "ing" },
      { kind: "IPAddress", resource: "ipaddresses", short: "ip", scope: "cluster", status: false },
      { kind: "NetworkPolicy", resource: "networkpolicies", short: "netpol", status: false },
      { kind: "ServiceCIDR", resource: "servicecidrs", scope: "cluster" },
    ],
  },
  {
    group: "node.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.node.v1",
    rows: [{ kind: "RuntimeClass", resource: "runtimeclasses", scope: "cluster", status: false }],
  },
  {
    group: "policy",
    version: "v1",
    pkg: "io.k8s.api.policy.v1",
    rows: [{ kind: "PodDisruptionBudget", resource: "poddisruptionbudgets", short: "pdb" }],
  },
  {
    group: "rbac.authorization.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.rbac.v1",
    rows: [
      row("ClusterRoleBinding", "clusterrolebindings", "cluster"),
      row("ClusterRole", "clusterroles", "cluster"),
      { kind: "RoleBinding", resource: "rolebindings", status: false },
      { kind: "Role", resource: "roles", status: false },
    ],
  },
  {
    group: "resource.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.resource.v1",
    rows: [
      row("DeviceClass", "deviceclasses", "cluster"),
      { kind: "ResourceClaim", resource: "resourceclaims" },
      { kind: "ResourceClaimTemplate", resource: "resourceclaimtemplates", status: false },
      row("ResourceSlice", "resourceslices", "cluster"),
    ],
  },
  {
    group: "scheduling.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.scheduling.v1",
    rows: [
      {
        kind: "PriorityClass",
        resource: "priorityclasses",
        short: "pc",
        scope: "cluster",
        status: false,
      },
    ],
  },
  {
    group: "storage.k8s.io",
    version: "v1",
    pkg: "io.k8s.api.storage.v1",
    rows: [
      row("CSIDriver", "csidrivers", "cluster"),
      row("CSINode", "csinodes", "cluster"),
      { kind: "CSIStorageCapacity", resource: "csistoragecapacities", status: false },
      {
        kind: "StorageClass",
        resource: "storageclasses",
        short: "sc",
        scope: "cluster",
        status: false,
      },
      { kind: "VolumeAttachment", resource: "volumeattachments", scope: "cluster" },
      {
        kind: "VolumeAttributesClass",
        resource: "volumeattributesclasses",
        short: "vac",
        scope: "cluster",
        status: false,
      },
    ],
  },
];

function row(kind: string, resource: string, scope: "cluster", categories?: string): Row {
  return { kind, resource, scope, status: false, ...(categories ? { categories } : {}) };
}

function review(kind: string, resource: string): Row {
  return { kind, resource, scope: "cluster", ephemeral: true, verbs: ["create"] };
}

/** Every built-in resource, groups in the order in which discovery lists them. */
export const builtInResources: readonly ResourceDefinition[] = tables.flatMap(
  ({ group, version, pkg, rows }) =>
    rows.map((entry): ResourceDefinition => {
      const readOnly = entry.ephemeral === true || entry.resource === "componentstatuses";
      const status: SubresourceDefinition[] =
        entry.status === false || readOnly
          ? []
          : [{ name: "status", kind: entry.kind, verbs: modify }];
      return {
        group,
        version,
        resource: entry.resource,
        singular: entry.kind.toLowerCase(),
        kind: entry.kind,
        namespaced: entry.scope !== "cluster",
        shortNames: entry.short?.split(",") ?? [],
        categories: entry.categories?.split(",") ?? [],
        verbs: entry.verbs ?? everything,
        subresources: [...(entry.more ?? []), ...status].sort((a, b) => (a.name < b.name ? -1 : 1)),
        definition: `${pkg}.${entry.kind}`,
        ...(entry.storedAs ? { storedAs: entry.storedAs } : {}),
        ...(entry.ephemeral ? { ephemeral: true as const } : {}),
      };
    }),
);
