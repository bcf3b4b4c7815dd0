/**
 * What Kubernetes 1.36.0 publishes of its stable group versions' discovery, as facts (kubernetes/kubernetes, api/discovery). A resource's
 * row: name, singular name, kind, scope, verbs, short names, categories and hash of the storage version; indented below it, each
 * subresource's name, kind (with its group version, where that differs) and verbs. Rows and groups are in the published order.
 */
const verbs: Readonly<Record<string, string>> = {
  c: "create",
  d: "delete",
  D: "deletecollection",
  g: "get",
  l: "list",
  p: "patch",
  u: "update",
  w: "watch",
};

const table = `
# v1
bindings binding Binding ns c - - -
componentstatuses componentstatus ComponentStatus cluster gl cs - -
configmaps configmap ConfigMap ns cdDglpuw cm - qFsyl6wFWjQ=
endpoints endpoints Endpoints ns cdDglpuw ep - fWeeMqaN/OA=
events event Event ns cdDglpuw ev - r2yiGXH7wu8=
limitranges limitrange LimitRange ns cdDglpuw limits - EBKMFVe6cwo=
namespaces namespace Namespace cluster cdglpuw ns - Q3oi5N2YM8M=
  finalize Namespace u
  status Namespace gpu
nodes node Node cluster cdDglpuw no - XwShjMxG9Fs=
  proxy NodeProxyOptions cdgpu
  status Node gpu
persistentvolumeclaims persistentvolumeclaim PersistentVolumeClaim ns cdDglpuw pvc - QWTyNDq0dC4=
  status PersistentVolumeClaim gpu
persistentvolumes persistentvolume PersistentVolume cluster cdDglpuw pv - HN/zwEC+JgM=
  status PersistentVolume gpu
pods pod Pod ns cdDglpuw po all xPOwRZ+Yhw8=
  attach PodAttachOptions cg
  binding Binding c
  ephemeralcontainers Pod gpu
  eviction policy/v1.Eviction c
  exec PodExecOptions cg
  log Pod g
  portforward PodPortForwardOptions cg
  proxy PodProxyOptions cdgpu
  resize Pod gpu
  status Pod gpu
podtemplates podtemplate PodTemplate ns cdDglpuw - - LIXB2x4IFpk=
replicationcontrollers replicationcontroller ReplicationController ns cdDglpuw rc all Jond2If31h0=
  scale autoscaling/v1.Scale gpu
  status ReplicationController gpu
resourcequotas resourcequota ResourceQuota ns cdDglpuw quota - 8uhSgffRX6w=
  status ResourceQuota gpu
secrets secret Secret ns cdDglpuw - - S6u1pOWzb84=
serviceaccounts serviceaccount ServiceAccount ns cdDglpuw sa - pbx9ZvyFpBE=
  token authentication.k8s.io/v1.TokenRequest c
services service Service ns cdDglpuw svc all 0/CO1lhkEBI=
  proxy ServiceProxyOptions cdgpu
  status Service gpu

# apiregistration.k8s.io/v1
apiservices apiservice APIService cluster cdDglpuw - api-extensions InPBPD7+PqM=
  status APIService gpu

# apps/v1
controllerrevisions controllerrevision ControllerRevision ns cdDglpuw - - 85nkx63pcBU=
daemonsets daemonset DaemonSet ns cdDglpuw ds all dd7pWHUlMKQ=
  status DaemonSet gpu
deployments deployment Deployment ns cdDglpuw deploy all 8aSe+NMegvE=
  scale autoscaling/v1.Scale gpu
  status Deployment gpu
replicasets replicaset ReplicaSet ns cdDglpuw rs all P1RzHs8/mWQ=
  scale autoscaling/v1.Scale gpu
  status ReplicaSet gpu
statefulsets statefulset StatefulSet ns cdDglpuw sts all H+vl74LkKdo=
  scale autoscaling/v1.Scale gpu
  status StatefulSet gpu

# events.k8s.io/v1
events event Event ns cdDglpuw ev - r2yiGXH7wu8=

# authentication.k8s.io/v1
selfsubjectreviews selfsubjectreview SelfSubjectReview cluster c - - -
tokenreviews tokenreview TokenReview cluster c - - -

# authorization.k8s.io/v1
localsubjectaccessreviews localsubjectaccessreview LocalSubjectAccessReview ns c - - -
selfsubjectaccessreviews selfsubjectaccessreview SelfSubjectAccessReview cluster c - - -
selfsubjectrulesreviews selfsubjectrulesreview SelfSubjectRulesReview cluster c - - -
subjectaccessreviews subjectaccessreview SubjectAccessReview cluster c - - -

# autoscaling/v2
horizontalpodautoscalers horizontalpodautoscaler HorizontalPodAutoscaler ns cdDglpuw hpa all qwQve8ut294=
  status HorizontalPodAutoscaler gpu

# autoscaling/v1
horizontalpodautoscalers horizontalpodautoscaler HorizontalPodAutoscaler ns cdDglpuw hpa all qwQve8ut294=
  status HorizontalPodAutoscaler gpu

# batch/v1
cronjobs cronjob CronJob ns cdDglpuw cj all sd5LIXh4Fjs=
  status CronJob gpu
jobs job Job ns cdDglpuw - all mudhfqk/qZY=
  status Job gpu

# certificates.k8s.io/v1
certificatesigningrequests certificatesigningrequest CertificateSigningRequest cluster cdDglpuw csr - 95fRKMXA+00=
  approval CertificateSigningRequest gpu
  status CertificateSigningRequest gpu

# networking.k8s.io/v1
ingressclasses ingressclass IngressClass cluster cdDglpuw - - l/iqIbDgFyQ=
ingresses ingress Ingress ns cdDglpuw ing - 39NQlfNR+bo=
  status Ingress gpu
ipaddresses ipaddress IPAddress cluster cdDglpuw ip - 3f/plJFChNE=
networkpolicies networkpolicy NetworkPolicy ns cdDglpuw netpol - YpfwF18m1G8=
servicecidrs servicecidr ServiceCIDR cluster cdDglpuw - - gNLvruQhW2g=
  status ServiceCIDR gpu

# policy/v1
poddisruptionbudgets poddisruptionbudget PodDisruptionBudget ns cdDglpuw pdb - EVWiDmWqyJw=
  status PodDisruptionBudget gpu

# rbac.authorization.k8s.io/v1
clusterrolebindings clusterrolebinding ClusterRoleBinding cluster cdDglpuw - - 48tpQ8gZHFc=
clusterroles clusterrole ClusterRole cluster cdDglpuw - - bYE5ZWDrJ44=
rolebindings rolebinding RoleBinding ns cdDglpuw - - eGsCzGH6b1g=
roles role Role ns cdDglpuw - - 7FuwZcIIItM=

# storage.k8s.io/v1
csidrivers csidriver CSIDriver cluster cdDglpuw - - hL6j/rwBV5w=
csinodes csinode CSINode cluster cdDglpuw - - Pe62DkZtjuo=
csistoragecapacities csistoragecapacity CSIStorageCapacity ns cdDglpuw - - xeVl+2Ly1kE=
storageclasses storageclass StorageClass cluster cdDglpuw sc - K+m6uJwbjGY=
volumeattachments volumeattachment VolumeAttachment cluster cdDglpuw - - tJx/ezt6UDU=
  status VolumeAttachment gpu
volumeattributesclasses volumeattributesclass VolumeAttributesClass cluster cdDglpuw vac - tIjydgKBC5w=

# admissionregistration.k8s.io/v1
mutatingadmissionpolicies mutatingadmissionpolicy MutatingAdmissionPolicy cluster cdDglpuw - api-extensions LYmCf+UMVdg=
mutatingadmissionpolicybindings mutatingadmissionpolicybinding MutatingAdmissionPolicyBinding cluster cdDglpuw - api-extensions 90V5FRZZ3Zg=
mutatingwebhookconfigurations mutatingwebhookconfiguration MutatingWebhookConfiguration cluster cdDglpuw - api-extensions Sqi0GUgDaX0=
validatingadmissionpolicies validatingadmissionpolicy ValidatingAdmissionPolicy cluster cdDglpuw - api-extensions 6OxvlMmQ6is=
  status ValidatingAdmissionPolicy gpu
validatingadmissionpolicybindings validatingadmissionpolicybinding ValidatingAdmissionPolicyBinding cluster cdDglpuw - api-extensions v9715VZqakg=
validatingwebhookconfigurations validatingwebhookconfiguration ValidatingWebhookConfiguration cluster cdDglpuw - api-extensions B0wHjQmsGNk=

# apiextensions.k8s.io/v1
customresourcedefinitions customresourcedefinition CustomResourceDefinition cluster cdDglpuw crd,crds api-extensions jfWCUB31mvA=
  status CustomResourceDefinition gpu

# scheduling.k8s.io/v1
priorityclasses priorityclass PriorityClass cluster cdDglpuw pc - 1QwjyaZjj3Y=

# coordination.k8s.io/v1
leases lease Lease ns cdDglpuw - - gqkMMb/YqFM=

# node.k8s.io/v1
runtimeclasses runtimeclass RuntimeClass cluster cdDglpuw - - WQTu1GL3T2Q=

# discovery.k8s.io/v1
endpointslices endpointslice EndpointSlice ns cdDglpuw - - qgS0xkrxYAI=

# resource.k8s.io/v1
deviceclasses deviceclass DeviceClass cluster cdDglpuw - - Yk2PTc1Ybxk=
resourceclaims resourceclaim ResourceClaim ns cdDglpuw - - wgAZaHcZxUg=
  status ResourceClaim gpu
resourceclaimtemplates resourceclaimtemplate ResourceClaimTemplate ns cdDglpuw - - TuzjC49aUfM=
resourceslices resourceslice ResourceSlice cluster cdDglpuw - - KsC072WgaEY=

# flowcontrol.apiserver.k8s.io/v1
flowschemas flowschema FlowSchema cluster cdDglpuw - - GJVAJZSZBIw=
  status FlowSchema gpu
prioritylevelconfigurations prioritylevelconfiguration PriorityLevelConfiguration cluster cdDglpuw - - Kir5PVfvNeI=
  status PriorityLevelConfiguration gpu`;

export interface PublishedResource {
  readonly name: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly hash: string | undefined;
  readonly subresources: PublishedSubresource[];
}

export interface PublishedSubresource {
  readonly name: string;
  readonly kind: string;
  /** Empty where they are those of the resource. */
  readonly group: string;
  readonly version: string;
  readonly verbs: readonly string[];
}

/** By group version: `v1`, `apps/v1`. */
export const published: ReadonlyMap<string, readonly PublishedResource[]> = readTable();

/** Published, but off by default. */
export const offByDefault: readonly string[] = [
  "admissionregistration.k8s.io/v1alpha1",
  "admissionregistration.k8s.io/v1beta1",
  "certificates.k8s.io/v1alpha1",
  "certificates.k8s.io/v1beta1",
  "coordination.k8s.io/v1alpha2",
  "coordination.k8s.io/v1beta1",
  "internal.apiserver.k8s.io/v1alpha1",
  "networking.k8s.io/v1beta1",
  "resource.k8s.io/v1alpha3",
  "resource.k8s.io/v1beta1",
  "resource.k8s.io/v1beta2",
  "scheduling.k8s.io/v1alpha2",
  "storage.k8s.io/v1beta1",
  "storagemigration.k8s.io/v1beta1",
];

function readTable(): ReadonlyMap<string, readonly PublishedResource[]> {
  const groupVersions = new Map<string, PublishedResource[]>();
  let rows: PublishedResource[] = [];
  for (const line of table.split("\n")) {
    if (line.startsWith("# ")) groupVersions.set(line.slice(2), (rows = []));
    else if (line.startsWith("  ")) rows.at(-1)?.subresources.push(readSubresource(line.trim()));
    else if (line !== "") rows.push(readResource(line));
  }
  return groupVersions;
}

function readResource(line: string): PublishedResource {
  const [name = "", singular = "", kind = "", scope, letters = "", short = "", all = "", hash] =
    line.split(" ");
  const words = (list: string) => (list === "-" ? [] : list.split(","));
  return {
    name,
    singular,
    kind,
    namespaced: scope === "ns",
    verbs: verbsOf(letters),
    shortNames: words(short),
    categories: words(all),
    hash: hash === "-" ? undefined : hash,
    subresources: [],
  };
}

function readSubresource(line: string): PublishedSubresource {
  const [name = "", type = "", letters = ""] = line.split(" ");
  const at = type.lastIndexOf(".");
  const [group = "", version = ""] = at < 0 ? [] : type.slice(0, at).split("/");
  return { name, kind: type.slice(at + 1), group, version, verbs: verbsOf(letters) };
}

function verbsOf(letters: string): readonly string[] {
  return Array.from(letters, (letter) => verbs[letter] ?? letter);
}
