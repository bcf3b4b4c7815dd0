/**
 * Facts of the Go types that only OpenAPI shows: in which order required fields stand, what fields default to, unions. Source: the OpenAPI
 * documents of Kubernetes 1.36 (api/openapi-spec/v3). Definitions are named without their `io.k8s.`.
 */
import type { JsonObject, JsonValue } from "../../api/json.ts";

/** Required fields where their order is that of the struct, not of the alphabet. */
const requiredOrders = `
api.admissionregistration.v1.MatchCondition: name expression
api.admissionregistration.v1.MutatingWebhook: name clientConfig sideEffects admissionReviewVersions
api.admissionregistration.v1.ServiceReference: namespace name
api.admissionregistration.v1.ValidatingWebhook: name clientConfig sideEffects admissionReviewVersions
api.admissionregistration.v1.Variable: name expression
api.apps.v1.DaemonSetCondition: type status
api.apps.v1.DaemonSetStatus: currentNumberScheduled numberMisscheduled desiredNumberScheduled numberReady
api.apps.v1.DeploymentCondition: type status
api.apps.v1.ReplicaSetCondition: type status
api.apps.v1.StatefulSetCondition: type status
api.authorization.v1.SubjectRulesReviewStatus: resourceRules nonResourceRules incomplete
api.autoscaling.v1.HorizontalPodAutoscalerSpec: scaleTargetRef maxReplicas
api.autoscaling.v2.ContainerResourceMetricSource: name target container
api.autoscaling.v2.ContainerResourceMetricStatus: name current container
api.autoscaling.v2.ExternalMetricStatus: metric current
api.autoscaling.v2.HPAScalingPolicy: type value periodSeconds
api.autoscaling.v2.HorizontalPodAutoscalerCondition: type status
api.autoscaling.v2.HorizontalPodAutoscalerSpec: scaleTargetRef maxReplicas
api.autoscaling.v2.ObjectMetricSource: describedObject target metric
api.autoscaling.v2.ObjectMetricStatus: metric current describedObject
api.autoscaling.v2.PodsMetricStatus: metric current
api.autoscaling.v2.ResourceMetricStatus: name current
api.batch.v1.CronJobSpec: schedule jobTemplate
api.batch.v1.JobCondition: type status
api.certificates.v1.CertificateSigningRequestCondition: type status
api.core.v1.AttachedVolume: name devicePath
api.core.v1.ComponentCondition: type status
api.core.v1.ConfigMapNodeConfigSource: namespace name kubeletConfigKey
api.core.v1.ContainerExtendedResourceRequest: containerName resourceName requestName
api.core.v1.ContainerStatus: name ready restartCount image imageID
api.core.v1.Event: metadata involvedObject
api.core.v1.FileKeySelector: volumeName path key
api.core.v1.ISCSIPersistentVolumeSource: targetPortal iqn lun
api.core.v1.ISCSIVolumeSource: targetPortal iqn lun
api.core.v1.LinuxContainerUser: uid gid
api.core.v1.NFSVolumeSource: server path
api.core.v1.NamespaceCondition: type status
api.core.v1.NodeAddress: type address
api.core.v1.NodeCondition: type status
api.core.v1.NodeSystemInfo: machineID systemUUID bootID kernelVersion osImage containerRuntimeVersion kubeletVersion kubeProxyVersion operatingSystem architecture
api.core.v1.PersistentVolumeClaimCondition: type status
api.core.v1.PodCertificateProjection: signerName keyType
api.core.v1.PodCondition: type status
api.core.v1.PreferredSchedulingTerm: weight preference
api.core.v1.RBDPersistentVolumeSource: monitors image
api.core.v1.RBDVolumeSource: monitors image
api.core.v1.ReplicationControllerCondition: type status
api.core.v1.ScaleIOPersistentVolumeSource: gateway system secretRef
api.core.v1.ScaleIOVolumeSource: gateway system secretRef
api.core.v1.ScopedResourceSelectorRequirement: scopeName operator
api.core.v1.Taint: key effect
api.core.v1.VolumeDevice: name devicePath
api.core.v1.VolumeMount: name mountPath
api.core.v1.VolumeMountStatus: name mountPath
api.core.v1.WeightedPodAffinityTerm: weight podAffinityTerm
api.flowcontrol.v1.NonResourcePolicyRule: verbs nonResourceURLs
api.flowcontrol.v1.ResourcePolicyRule: verbs apiGroups resources
api.flowcontrol.v1.ServiceAccountSubject: namespace name
api.networking.v1.HTTPIngressPath: pathType backend
api.networking.v1.ParentReference: resource name
api.resource.v1.AllocatedDeviceStatus: driver pool device
api.resource.v1.CounterSet: name counters
api.resource.v1.DeviceRequestAllocationResult: request driver pool device
api.resource.v1.DeviceSubRequest: name deviceClassName
api.resource.v1.DeviceTaint: key effect
api.resource.v1.ResourceClaimConsumerReference: resource name uid
api.resource.v1.ResourcePool: name generation resourceSliceCount
api.storage.v1.VolumeAttachmentSpec: attacher source nodeName
apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition: name type jsonPath
apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition: type status
apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames: plural kind
apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference: namespace name
apimachinery.pkg.apis.meta.v1.APIResource: name singularName namespaced kind verbs
apimachinery.pkg.apis.meta.v1.APIVersions: versions serverAddressByClientCIDRs
apimachinery.pkg.apis.meta.v1.Condition: type status lastTransitionTime reason message
apimachinery.pkg.apis.meta.v1.WatchEvent: type object
apimachinery.pkg.version.Info: major minor gitVersion gitCommit gitTreeState buildDate goVersion compiler platform
kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition: type status
`;

/**
 * Where a field's default is not the rule's: a bare name has the zero value of its type, `-name` none, `name=text` that text. By rule
 * required scalars and structs that are no pointers have the zero value, and nothing else has any.
 */
const defaultExceptions = `
api.admissionregistration.v1.MutatingWebhook: -sideEffects
api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec: -policyName
api.admissionregistration.v1.ValidatingWebhook: -sideEffects
api.apps.v1.DaemonSetSpec: -selector
api.apps.v1.DeploymentSpec: -selector
api.apps.v1.ReplicaSetSpec: -selector
api.apps.v1.StatefulSetOrdinals: start
api.apps.v1.StatefulSetSpec: -selector serviceName
api.apps.v1.StatefulSetStatus: availableReplicas
api.authentication.v1.TokenRequest: spec status
api.authentication.v1.TokenRequestStatus: token
api.authentication.v1.TokenReviewSpec: -token
api.autoscaling.v1.Scale: spec status
api.autoscaling.v1.ScaleSpec: replicas
api.batch.v1.PodFailurePolicyOnPodConditionsPattern: status
api.core.v1.AzureDiskVolumeSource: cachingMode=ReadWrite fsType=ext4 kind=Shared readOnly
api.core.v1.ConfigMapEnvSource: name
api.core.v1.ConfigMapKeySelector: name
api.core.v1.ConfigMapProjection: name
api.core.v1.ConfigMapVolumeSource: name
api.core.v1.ContainerPort: protocol=TCP
api.core.v1.ContainerRestartRule: -action
api.core.v1.ContainerRestartRuleOnExitCodes: -operator
api.core.v1.Event: reportingComponent reportingInstance
api.core.v1.FileKeySelector: optional
api.core.v1.GRPCAction: service
api.core.v1.ISCSIPersistentVolumeSource: iscsiInterface=default
api.core.v1.ISCSIVolumeSource: iscsiInterface=default
api.core.v1.ImageVolumeStatus: -imageRef
api.core.v1.LocalObjectReference: name
api.core.v1.NodeRuntimeHandler: name
api.core.v1.PodCertificateProjection: -keyType -signerName
api.core.v1.RBDPersistentVolumeSource: keyring=/etc/ceph/keyring pool=rbd user=admin
api.core.v1.RBDVolumeSource: keyring=/etc/ceph/keyring pool=rbd user=admin
api.core.v1.ReplicationControllerSpec: minReadySeconds replicas=1
api.core.v1.ScaleIOPersistentVolumeSource: fsType=xfs -secretRef storageMode=ThinProvisioned
api.core.v1.ScaleIOVolumeSource: fsType=xfs -secretRef storageMode=ThinProvisioned
api.core.v1.SecretEnvSource: name
api.core.v1.SecretKeySelector: name
api.core.v1.SecretProjection: name
api.core.v1.ServicePort: protocol=TCP
api.flowcontrol.v1.FlowSchemaSpec: matchingPrecedence
api.flowcontrol.v1.QueuingConfiguration: handSize queueLengthLimit queues
api.networking.v1.HTTPIngressPath: -pathType
api.networking.v1.IPAddressSpec: -parentRef
api.networking.v1.ParentReference: -name -resource
api.policy.v1.PodDisruptionBudgetStatus: currentHealthy desiredHealthy disruptionsAllowed expectedPods
api.rbac.v1.RoleRef: apiGroup
api.resource.v1.DeviceToleration: operator=Equal
api.scheduling.v1.PriorityClass: value
apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition: status
apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus: acceptedNames
apimachinery.pkg.apis.meta.v1.APIGroup: preferredVersion
kube-aggregator.pkg.apis.apiregistration.v1.APIService: spec status
`;

/** `definition: discriminator member member`; a dash where there is no discriminator. */
const unionMembers = `
api.core.v1.AppArmorProfile: type localhostProfile
api.core.v1.PodSchedulingGroup: - podGroupName
api.core.v1.SeccompProfile: type localhostProfile
api.flowcontrol.v1.LimitResponse: type queuing
api.flowcontrol.v1.PriorityLevelConfigurationSpec: type exempt limited
api.flowcontrol.v1.Subject: kind group serviceAccount user
`;

interface SchemaFacts {
  readonly required: ReadonlyMap<string, readonly string[]>;
  readonly defaults: ReadonlyMap<string, readonly string[]>;
  readonly unions: ReadonlyMap<string, readonly string[]>;
}

let parsed: SchemaFacts | undefined;

function facts(): SchemaFacts {
  parsed ??= {
    required: parseTable(requiredOrders),
    defaults: parseTable(defaultExceptions),
    unions: parseTable(unionMembers),
  };
  return parsed;
}

function parseTable(table: string): ReadonlyMap<string, readonly string[]> {
  const rows = table.trim().split("\n");
  return new Map(
    rows.map((row): [string, readonly string[]] => {
      const [name = "", fields = ""] = row.split(": ");
      return [`io.k8s.${name}`, fields.split(" ")];
    }),
  );
}

/** The required fields of a definition in their published order; `fields` are sorted. */
export function requiredInOrder(
  definition: string,
  fields: readonly string[] | undefined,
): readonly string[] | undefined {
  return facts().required.get(definition) ?? fields;
}

/** What the table says of a field's default: another value, none at all, the zero value; undefined for what the rule says. */
export function defaultException(
  definition: string,
  field: string,
): { readonly text: string } | "none" | "zero" | undefined {
  for (const token of facts().defaults.get(definition) ?? []) {
    if (token === field) return "zero";
    if (token === `-${field}`) return "none";
    if (token.startsWith(`${field}=`)) return { text: token.slice(field.length + 1) };
  }
  return undefined;
}

/** `x-kubernetes-unions` of a definition. */
export function unionsOf(definition: string): JsonObject[] | undefined {
  const row = facts().unions.get(definition);
  if (row === undefined) return undefined;
  const [discriminator = "-", ...members] = row;
  const goNames = members.map((name): [string, JsonValue] => [
    name,
    name.charAt(0).toUpperCase() + name.slice(1),
  ]);
  return [
    {
      ...(discriminator === "-" ? {} : { discriminator }),
      "fields-to-discriminateBy": Object.fromEntries(goNames),
    },
  ];
}

/** Every group version that knows DeleteOptions and WatchEvent, served or not: `/v1` and all of the scheme's. */
export const everyGroupVersion: readonly string[] = `
- v1
admission.k8s.io v1 v1beta1
admissionregistration.k8s.io v1 v1alpha1 v1beta1
apiextensions.k8s.io v1 v1beta1
apiregistration.k8s.io v1 v1beta1
apps v1 v1beta1 v1beta2
authentication.k8s.io v1 v1alpha1 v1beta1
authorization.k8s.io v1 v1beta1
autoscaling v1 v2
batch v1 v1beta1
certificates.k8s.io v1 v1alpha1 v1beta1
coordination.k8s.io v1 v1alpha2 v1beta1
discovery.k8s.io v1 v1beta1
events.k8s.io v1 v1beta1
extensions v1beta1
flowcontrol.apiserver.k8s.io v1 v1beta1 v1beta2 v1beta3
imagepolicy.k8s.io v1alpha1
internal.apiserver.k8s.io v1alpha1
networking.k8s.io v1 v1beta1
node.k8s.io v1 v1alpha1 v1beta1
policy v1 v1beta1
rbac.authorization.k8s.io v1 v1alpha1 v1beta1
resource.k8s.io v1 v1alpha3 v1beta1 v1beta2
scheduling.k8s.io v1 v1alpha2 v1beta1
storage.k8s.io v1 v1alpha1 v1beta1
storagemigration.k8s.io v1beta1
`
  .trim()
  .split("\n")
  .flatMap((row) => {
    const [group = "", ...versions] = row.split(" ");
    return versions.map((version) => `${group === "-" ? "" : group}/${version}`);
  });
