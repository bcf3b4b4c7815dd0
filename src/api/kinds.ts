/** Typed names of the built-in resources that the engine's own components work on: `client.list(PODS)`. */
import type * as t from "./generated/types.ts";
import type { KubeObject, ResourceRef } from "./object.ts";

function ref<T extends KubeObject>(
  path: string,
  resource: string,
  kind: string,
  scope: "namespaced" | "cluster" = "namespaced",
): ResourceRef<T> {
  const [first, second] = path.split("/");
  const [group, version] = second === undefined ? ["", path] : [first ?? "", second];
  return { group, version, resource, kind, namespaced: scope === "namespaced" };
}

export const CONFIG_MAPS = ref<t.ConfigMap>("v1", "configmaps", "ConfigMap");
export const ENDPOINTS = ref<t.Endpoints>("v1", "endpoints", "Endpoints");
export const EVENTS = ref<t.Event>("v1", "events", "Event");
export const LIMIT_RANGES = ref<t.LimitRange>("v1", "limitranges", "LimitRange");
export const NAMESPACES = ref<t.Namespace>("v1", "namespaces", "Namespace", "cluster");
export const NODES = ref<t.Node>("v1", "nodes", "Node", "cluster");
export const PERSISTENT_VOLUME_CLAIMS = ref<t.PersistentVolumeClaim>(
  "v1",
  "persistentvolumeclaims",
  "PersistentVolumeClaim",
);
export const PERSISTENT_VOLUMES = ref<t.PersistentVolume>(
  "v1",
  "persistentvolumes",
  "PersistentVolume",
  "cluster",
);
export const PODS = ref<t.Pod>("v1", "pods", "Pod");
export const REPLICATION_CONTROLLERS = ref<t.ReplicationController>(
  "v1",
  "replicationcontrollers",
  "ReplicationController",
);
export const RESOURCE_QUOTAS = ref<t.ResourceQuota>("v1", "resourcequotas", "ResourceQuota");
export const SECRETS = ref<t.Secret>("v1", "secrets", "Secret");
export const SERVICE_ACCOUNTS = ref<t.ServiceAccount>("v1", "serviceaccounts", "ServiceAccount");
export const SERVICES = ref<t.Service>("v1", "services", "Service");
export const CONTROLLER_REVISIONS = ref<t.ControllerRevision>(
  "apps/v1",
  "controllerrevisions",
  "ControllerRevision",
);
export const DAEMON_SETS = ref<t.DaemonSet>("apps/v1", "daemonsets", "DaemonSet");
export const DEPLOYMENTS = ref<t.Deployment>("apps/v1", "deployments", "Deployment");
export const REPLICA_SETS = ref<t.ReplicaSet>("apps/v1", "replicasets", "ReplicaSet");
export const STATEFUL_SETS = ref<t.StatefulSet>("apps/v1", "statefulsets", "StatefulSet");
export const HORIZONTAL_POD_AUTOSCALERS = ref<t.HorizontalPodAutoscaler>(
  "autoscaling/v2",
  "horizontalpodautoscalers",
  "HorizontalPodAutoscaler",
);
export const CRON_JOBS = ref<t.CronJob>("batch/v1", "cronjobs", "CronJob");
export const JOBS = ref<t.Job>("batch/v1", "jobs", "Job");
export const LEASES = ref<t.Lease>("coordination.k8s.io/v1", "leases", "Lease");
export const ENDPOINT_SLICES = ref<t.EndpointSlice>(
  "discovery.k8s.io/v1",
  "endpointslices",
  "EndpointSlice",
);
export const FLOW_SCHEMAS = ref<t.FlowSchema>(
  "flowcontrol.apiserver.k8s.io/v1",
  "flowschemas",
  "FlowSchema",
  "cluster",
);
export const PRIORITY_LEVEL_CONFIGURATIONS = ref<t.PriorityLevelConfiguration>(
  "flowcontrol.apiserver.k8s.io/v1",
  "prioritylevelconfigurations",
  "PriorityLevelConfiguration",
  "cluster",
);
export const INGRESSES = ref<t.Ingress>("networking.k8s.io/v1", "ingresses", "Ingress");
export const INGRESS_CLASSES = ref<t.IngressClass>(
  "networking.k8s.io/v1",
  "ingressclasses",
  "IngressClass",
  "cluster",
);
export const SERVICE_CIDRS = ref<t.ServiceCIDR>(
  "networking.k8s.io/v1",
  "servicecidrs",
  "ServiceCIDR",
  "cluster",
);
export const IP_ADDRESSES = ref<t.IPAddress>(
  "networking.k8s.io/v1",
  "ipaddresses",
  "IPAddress",
  "cluster",
);
export const NETWORK_POLICIES = ref<t.NetworkPolicy>(
  "networking.k8s.io/v1",
  "networkpolicies",
  "NetworkPolicy",
);
export const POD_DISRUPTION_BUDGETS = ref<t.PodDisruptionBudget>(
  "policy/v1",
  "poddisruptionbudgets",
  "PodDisruptionBudget",
);
export const CLUSTER_ROLES = ref<t.ClusterRole>(
  "rbac.authorization.k8s.io/v1",
  "clusterroles",
  "ClusterRole",
  "cluster",
);
export const CLUSTER_ROLE_BINDINGS = ref<t.ClusterRoleBinding>(
  "rbac.authorization.k8s.io/v1",
  "clusterrolebindings",
  "ClusterRoleBinding",
  "cluster",
);
export const ROLES = ref<t.Role>("rbac.authorization.k8s.io/v1", "roles", "Role");
export const ROLE_BINDINGS = ref<t.RoleBinding>(
  "rbac.authorization.k8s.io/v1",
  "rolebindings",
  "RoleBinding",
);
export const PRIORITY_CLASSES = ref<t.PriorityClass>(
  "scheduling.k8s.io/v1",
  "priorityclasses",
  "PriorityClass",
  "cluster",
);
export const STORAGE_CLASSES = ref<t.StorageClass>(
  "storage.k8s.io/v1",
  "storageclasses",
  "StorageClass",
  "cluster",
);
export const CSI_NODES = ref<t.CSINode>("storage.k8s.io/v1", "csinodes", "CSINode", "cluster");
export const CSI_DRIVERS = ref<t.CSIDriver>(
  "storage.k8s.io/v1",
  "csidrivers",
  "CSIDriver",
  "cluster",
);
export const CSI_STORAGE_CAPACITIES = ref<t.CSIStorageCapacity>(
  "storage.k8s.io/v1",
  "csistoragecapacities",
  "CSIStorageCapacity",
);
export const VOLUME_ATTACHMENTS = ref<t.VolumeAttachment>(
  "storage.k8s.io/v1",
  "volumeattachments",
  "VolumeAttachment",
  "cluster",
);
export const CERTIFICATE_SIGNING_REQUESTS = ref<t.CertificateSigningRequest>(
  "certificates.k8s.io/v1",
  "certificatesigningrequests",
  "CertificateSigningRequest",
  "cluster",
);
export const SUBJECT_ACCESS_REVIEWS = ref<t.SubjectAccessReview>(
  "authorization.k8s.io/v1",
  "subjectaccessreviews",
  "SubjectAccessReview",
  "cluster",
);
export const VOLUME_ATTRIBUTES_CLASSES = ref<t.VolumeAttributesClass>(
  "storage.k8s.io/v1",
  "volumeattributesclasses",
  "VolumeAttributesClass",
  "cluster",
);

export const DEVICE_CLASSES = ref<t.DeviceClass>(
  "resource.k8s.io/v1",
  "deviceclasses",
  "DeviceClass",
  "cluster",
);
export const RESOURCE_CLAIMS = ref<t.ResourceV1ResourceClaim>(
  "resource.k8s.io/v1",
  "resourceclaims",
  "ResourceClaim",
);
export const RESOURCE_CLAIM_TEMPLATES = ref<t.ResourceClaimTemplate>(
  "resource.k8s.io/v1",
  "resourceclaimtemplates",
  "ResourceClaimTemplate",
);
