/**
 * Facts of the Go types of Kubernetes 1.36 that their schema does not tell: which fields encode although nothing was
 * set. A struct that is no pointer encodes as `{}` whatever its tag says, a number without `omitempty` as 0.
 */

/** `package.Struct: field field`: fields that hold a struct itself, not a pointer to one. Of the required ones, the templates. */
const structs = `
admissionregistration.v1.MutatingAdmissionPolicy: spec
admissionregistration.v1.MutatingAdmissionPolicyBinding: spec
admissionregistration.v1.ValidatingAdmissionPolicy: spec status
admissionregistration.v1.ValidatingAdmissionPolicyBinding: spec
apiextensions.v1.CustomResourceDefinition: status
apiextensions.v1.CustomResourceDefinitionStatus: acceptedNames
apiregistration.v1.APIService: spec status
apps.v1.DaemonSet: spec status
apps.v1.DaemonSetSpec: template updateStrategy
apps.v1.Deployment: spec status
apps.v1.DeploymentSpec: strategy template
apps.v1.ReplicaSet: spec status
apps.v1.ReplicaSetSpec: template
apps.v1.StatefulSet: spec status
apps.v1.StatefulSetSpec: template updateStrategy
authentication.v1.SelfSubjectReview: status
authentication.v1.SelfSubjectReviewStatus: userInfo
authentication.v1.TokenRequest: spec status
authentication.v1.TokenReview: status
authentication.v1.TokenReviewStatus: user
authorization.v1.LocalSubjectAccessReview: status
authorization.v1.SelfSubjectAccessReview: status
authorization.v1.SelfSubjectRulesReview: status
authorization.v1.SubjectAccessReview: status
autoscaling.v1.HorizontalPodAutoscaler: spec status
autoscaling.v1.Scale: spec status
autoscaling.v2.HorizontalPodAutoscaler: spec status
batch.v1.CronJob: spec status
batch.v1.CronJobSpec: jobTemplate
batch.v1.Job: spec status
batch.v1.JobSpec: template
batch.v1.JobTemplateSpec: metadata spec
certificates.v1.CertificateSigningRequest: status
coordination.v1.Lease: spec
core.v1.Container: resources
core.v1.ContainerStatus: lastState state
core.v1.EphemeralContainer: resources
core.v1.Event: involvedObject source
core.v1.LimitRange: spec
core.v1.Namespace: spec status
core.v1.Node: spec status
core.v1.NodeDaemonEndpoints: kubeletEndpoint
core.v1.NodeStatus: daemonEndpoints nodeInfo
core.v1.PersistentVolume: spec status
core.v1.PersistentVolumeClaim: spec status
core.v1.PersistentVolumeClaimSpec: resources
core.v1.PersistentVolumeClaimTemplate: metadata
core.v1.Pod: spec status
core.v1.PodTemplate: template
core.v1.PodTemplateSpec: metadata spec
core.v1.PreferredSchedulingTerm: preference
core.v1.ReplicationController: spec status
core.v1.ResourceQuota: spec status
core.v1.Service: spec status
core.v1.ServiceStatus: loadBalancer
core.v1.WeightedPodAffinityTerm: podAffinityTerm
discovery.v1.Endpoint: conditions
events.v1.Event: deprecatedSource regarding
flowcontrol.v1.FlowSchema: spec status
flowcontrol.v1.LimitedPriorityLevelConfiguration: limitResponse
flowcontrol.v1.PriorityLevelConfiguration: spec status
networking.v1.Ingress: spec status
networking.v1.IngressClass: spec
networking.v1.IngressServiceBackend: port
networking.v1.IngressStatus: loadBalancer
networking.v1.NetworkPolicy: spec
networking.v1.NetworkPolicySpec: podSelector
networking.v1.ServiceCIDR: spec status
policy.v1.PodDisruptionBudget: spec status
resource.v1.AllocationResult: devices
resource.v1.DeviceClass: spec
resource.v1.ResourceClaim: spec status
resource.v1.ResourceClaimSpec: devices
resource.v1.ResourceClaimTemplate: spec
resource.v1.ResourceClaimTemplateSpec: metadata spec
storage.v1.CSIDriver: spec
storage.v1.CSINode: spec
storage.v1.VolumeAttachment: status
`;

/** Counters and flags of a status that are written even when they are 0 or false. */
const counters = `
apiextensions.v1.CustomResourceDefinitionVersion: served storage
apps.v1.ControllerRevision: revision
apps.v1.DaemonSetStatus: currentNumberScheduled desiredNumberScheduled numberMisscheduled numberReady
apps.v1.ReplicaSetStatus: replicas
apps.v1.StatefulSetOrdinals: start
apps.v1.StatefulSetStatus: availableReplicas replicas
autoscaling.v1.HorizontalPodAutoscalerStatus: currentReplicas desiredReplicas
autoscaling.v1.ScaleStatus: replicas
autoscaling.v2.HorizontalPodAutoscalerStatus: desiredReplicas
core.v1.ContainerStateTerminated: exitCode
core.v1.ContainerStatus: ready restartCount
core.v1.DaemonEndpoint: Port
core.v1.ISCSIPersistentVolumeSource: lun
core.v1.ISCSIVolumeSource: lun
core.v1.PortStatus: port
core.v1.ReplicationControllerStatus: replicas
events.v1.EventSeries: count
policy.v1.PodDisruptionBudgetStatus: currentHealthy desiredHealthy disruptionsAllowed expectedPods
resource.v1.ResourcePool: generation resourceSliceCount
scheduling.v1.PriorityClass: value
storage.v1.VolumeAttachmentStatus: attached
`;

/** Texts that are written even when they are empty, of those that may be. */
const texts = `
apiextensions.v1.CustomResourceDefinitionNames: kind plural
apps.v1.StatefulSetSpec: serviceName
authentication.v1.TokenRequestStatus: token
core.v1.ContainerStatus: image imageID
core.v1.Event: reportingComponent reportingInstance
core.v1.HTTPHeader: value
core.v1.NodeRuntimeHandler: name
core.v1.NodeSystemInfo: architecture bootID containerRuntimeVersion kernelVersion kubeProxyVersion kubeletVersion machineID operatingSystem osImage systemUUID
core.v1.Sysctl: value
`;

/** Lists, times and pointers that are written as null when nobody set them, of those that need not be set. */
const nulls = `
apiextensions.v1.CustomResourceDefinitionCondition: lastTransitionTime
apiextensions.v1.CustomResourceDefinitionStatus: conditions storedVersions
apiregistration.v1.APIServiceCondition: lastTransitionTime
apps.v1.ControllerRevision: data
apps.v1.DaemonSetCondition: lastTransitionTime
apps.v1.DeploymentCondition: lastTransitionTime lastUpdateTime
apps.v1.ReplicaSetCondition: lastTransitionTime
apps.v1.StatefulSetCondition: lastTransitionTime
authentication.v1.TokenRequestSpec: audiences boundObjectRef expirationSeconds
authentication.v1.TokenRequestStatus: expirationTimestamp
autoscaling.v2.HorizontalPodAutoscalerCondition: lastTransitionTime
autoscaling.v2.HorizontalPodAutoscalerStatus: currentMetrics
batch.v1.JobCondition: lastProbeTime lastTransitionTime
batch.v1.PodFailurePolicy: rules
certificates.v1.CertificateSigningRequestCondition: lastTransitionTime lastUpdateTime
core.v1.AzureFilePersistentVolumeSource: secretNamespace
core.v1.ContainerImage: names
core.v1.ContainerStateRunning: startedAt
core.v1.ContainerStateTerminated: finishedAt startedAt
core.v1.Event: eventTime firstTimestamp lastTimestamp
core.v1.EventSeries: lastObservedTime
core.v1.LimitRangeSpec: limits
core.v1.NamespaceCondition: lastTransitionTime
core.v1.NodeCondition: lastHeartbeatTime lastTransitionTime
core.v1.PersistentVolumeClaimCondition: lastProbeTime lastTransitionTime
core.v1.PodCondition: lastProbeTime lastTransitionTime
core.v1.ProjectedVolumeSource: sources
core.v1.ReplicationControllerCondition: lastTransitionTime
core.v1.TypedLocalObjectReference: apiGroup
core.v1.TypedObjectReference: apiGroup
discovery.v1.EndpointSlice: endpoints ports
events.v1.Event: deprecatedFirstTimestamp deprecatedLastTimestamp eventTime
events.v1.EventSeries: lastObservedTime
flowcontrol.v1.FlowSchemaCondition: lastTransitionTime
flowcontrol.v1.PriorityLevelConfigurationCondition: lastTransitionTime
flowcontrol.v1.ResourcePolicyRule: namespaces
rbac.v1.ClusterRole: rules
rbac.v1.Role: rules
resource.v1.AllocatedDeviceStatus: conditions
resource.v1.CapacityRequestPolicy: default
resource.v1.DeviceClaim: requests
storage.v1.CSINodeDriver: topologyKeys
storage.v1.CSINodeSpec: drivers
storage.v1.VolumeError: time
`;

/** Quantities that are written as "0": structs, that leave nothing out. */
const quantities = `
core.v1.ResourceFieldSelector: divisor
`;

/** Lists and maps that have a default where there are none, and none where there is an empty one. */
const empties = `
autoscaling.v2.HPAScalingRules: policies
core.v1.NodeStatus: allocatable
`;

export interface StructFacts {
  readonly structs: readonly string[];
  readonly counters: readonly string[];
  readonly texts: readonly string[];
  readonly nulls: readonly string[];
  readonly quantities: readonly string[];
  readonly empties: readonly string[];
}

const none: StructFacts = {
  structs: [],
  counters: [],
  texts: [],
  nulls: [],
  quantities: [],
  empties: [],
};
let parsed: ReadonlyMap<string, StructFacts> | undefined;

/** The facts of one definition (`io.k8s.api.apps.v1.Deployment`). */
export function structFactsOf(definition: string): StructFacts {
  parsed ??= parse();
  return parsed.get(definition) ?? none;
}

/** Every definition that the tables name. */
export function definitionsWithFacts(): Iterable<[string, StructFacts]> {
  parsed ??= parse();
  return parsed;
}

const tables = { structs, counters, texts, nulls, quantities, empties };

function parse(): ReadonlyMap<string, StructFacts> {
  const facts = new Map<string, StructFacts>();
  for (const [what, table] of Object.entries(tables)) {
    for (const line of table.trim().split("\n")) {
      const [name = "", fields = ""] = line.split(": ");
      const definition = `${packageOf(name)}.${name}`;
      facts.set(definition, {
        ...(facts.get(definition) ?? none),
        [what]: fields.split(" "),
      });
    }
  }
  return facts;
}

function packageOf(name: string): string {
  if (name.startsWith("apiextensions.")) return "io.k8s.apiextensions-apiserver.pkg.apis";
  if (name.startsWith("apiregistration.")) return "io.k8s.kube-aggregator.pkg.apis";
  return "io.k8s.api";
}
