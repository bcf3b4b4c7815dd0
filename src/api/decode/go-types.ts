/**
 * Names of the Go string types that fields have: a client that sends `imagePullPolicy: true` is told of
 * `v1.PullPolicy`. One line a type: `Type: Struct.field Struct.field`. Facts of the Go types of Kubernetes 1.36.
 */
import type { StructSchema } from "../schema/type-schema.ts";

let parsed: ReadonlyMap<string, string> | undefined;

/** Every field that the table knows, `Container.imagePullPolicy`. */
export function goStringFields(): Iterable<string> {
  return fieldTypes().keys();
}

/** The Go name of the string type of a field (or of its items): `v1.PullPolicy`; `string` when it has none of its own. */
export function goStringTypeOf(struct: StructSchema, field: string): string {
  const [kind = "", version = ""] = struct.name.split(".").reverse();
  const type = fieldTypes().get(`${kind}.${field}`);
  if (type === undefined) return "string";
  return type.includes(".") ? type : `${version}.${type}`;
}

function fieldTypes(): ReadonlyMap<string, string> {
  parsed ??= new Map(table.trim().split("\n").flatMap(parseLine));
  return parsed;
}

function parseLine(line: string): [string, string][] {
  const [type = "", fields = ""] = line.split(": ");
  return fields.split(" ").map((field) => [field, type]);
}

const table = `
APIServiceConditionType: APIServiceCondition.type
AddressType: EndpointSlice.addressType
AllocationConfigSource: DeviceAllocationConfiguration.source
AppArmorProfileType: AppArmorProfile.type
AzureDataDiskCachingMode: AzureDiskVolumeSource.cachingMode
Capability: Capabilities.add Capabilities.drop
CauseType: StatusCause.reason
CompletionMode: JobSpec.completionMode
ComponentConditionType: ComponentCondition.type
ConcurrencyPolicy: CronJobSpec.concurrencyPolicy
ConditionStatus: APIServiceCondition.status CertificateSigningRequestCondition.status ComponentCondition.status Condition.status CustomResourceDefinitionCondition.status DaemonSetCondition.status DeploymentCondition.status FlowSchemaCondition.status HorizontalPodAutoscalerCondition.status JobCondition.status NamespaceCondition.status NodeCondition.status PersistentVolumeClaimCondition.status PodCondition.status PodFailurePolicyOnPodConditionsPattern.status PriorityLevelConfigurationCondition.status ReplicaSetCondition.status ReplicationControllerCondition.status StatefulSetCondition.status
ContainerRestartPolicy: Container.restartPolicy EphemeralContainer.restartPolicy
ContainerRestartRuleAction: ContainerRestartRule.action
ContainerRestartRuleOnExitCodesOperator: ContainerRestartRuleOnExitCodes.operator
ConversionStrategyType: CustomResourceConversion.strategy
CoordinatedLeaseStrategy: LeaseSpec.strategy
CustomResourceDefinitionConditionType: CustomResourceDefinitionCondition.type
DNSPolicy: PodSpec.dnsPolicy
DaemonSetConditionType: DaemonSetCondition.type
DaemonSetUpdateStrategyType: DaemonSetUpdateStrategy.type
DeletionPropagation: DeleteOptions.propagationPolicy
DeploymentConditionType: DeploymentCondition.type
DeploymentStrategyType: DeploymentStrategy.type
DeviceAllocationMode: DeviceSubRequest.allocationMode ExactDeviceRequest.allocationMode
DeviceTaintEffect: DeviceTaint.effect DeviceToleration.effect
DeviceTolerationOperator: DeviceToleration.operator
FSGroupPolicy: CSIDriverSpec.fsGroupPolicy
FailurePolicyType: MutatingAdmissionPolicySpec.failurePolicy MutatingWebhook.failurePolicy ValidatingAdmissionPolicySpec.failurePolicy ValidatingWebhook.failurePolicy
FieldSelectorOperator: FieldSelectorRequirement.operator
FieldValueErrorReason: ValidationRule.reason
FinalizerName: NamespaceSpec.finalizers
FlowDistinguisherMethodType: FlowDistinguisherMethod.type
FlowSchemaConditionType: FlowSchemaCondition.type
FullyQualifiedName: DeviceConstraint.distinctAttribute DeviceConstraint.matchAttribute
HPAScalingPolicyType: HPAScalingPolicy.type
HorizontalPodAutoscalerConditionType: HorizontalPodAutoscalerCondition.type
HostPathType: HostPathVolumeSource.type
IPFamily: ServiceSpec.ipFamilies
IPFamilyPolicy: ServiceSpec.ipFamilyPolicy
JSONSchemaURL: JSONSchemaProps.$schema
JobConditionType: JobCondition.type
KeyUsage: CertificateSigningRequestSpec.usages
LabelSelectorOperator: LabelSelectorRequirement.operator
LimitResponseType: LimitResponse.type
LimitType: LimitRangeItem.type
LoadBalancerIPMode: LoadBalancerIngress.ipMode
ManagedFieldsOperationType: ManagedFieldsEntry.operation
MatchPolicyType: MatchResources.matchPolicy MutatingWebhook.matchPolicy ValidatingWebhook.matchPolicy
MetricSourceType: MetricSpec.type MetricStatus.type
MetricTargetType: MetricTarget.type
MountPropagationMode: VolumeMount.mountPropagation
NamespaceConditionType: NamespaceCondition.type
NamespacePhase: NamespaceStatus.phase
NodeAddressType: NodeAddress.type
NodeConditionType: NodeCondition.type
NodeInclusionPolicy: TopologySpreadConstraint.nodeAffinityPolicy TopologySpreadConstraint.nodeTaintsPolicy
NodePhase: NodeStatus.phase
NodeSelectorOperator: NodeSelectorRequirement.operator
OSName: PodOS.name
OperationType: NamedRuleWithOperations.operations RuleWithOperations.operations
ParameterNotFoundActionType: ParamRef.parameterNotFoundAction
PatchType: Mutation.patchType
PathType: HTTPIngressPath.pathType
PersistentVolumeAccessMode: PersistentVolumeClaimSpec.accessModes PersistentVolumeClaimStatus.accessModes PersistentVolumeSpec.accessModes
PersistentVolumeClaimConditionType: PersistentVolumeClaimCondition.type
PersistentVolumeClaimModifyVolumeStatus: ModifyVolumeStatus.status
PersistentVolumeClaimPhase: PersistentVolumeClaimStatus.phase
PersistentVolumeClaimRetentionPolicyType: StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled
PersistentVolumeMode: PersistentVolumeClaimSpec.volumeMode PersistentVolumeSpec.volumeMode
PersistentVolumePhase: PersistentVolumeStatus.phase
PersistentVolumeReclaimPolicy: PersistentVolumeSpec.persistentVolumeReclaimPolicy StorageClass.reclaimPolicy
PodConditionType: PodCondition.type PodFailurePolicyOnPodConditionsPattern.type PodReadinessGate.conditionType
PodFSGroupChangePolicy: PodSecurityContext.fsGroupChangePolicy
PodFailurePolicyAction: PodFailurePolicyRule.action
PodFailurePolicyOnExitCodesOperator: PodFailurePolicyOnExitCodesRequirement.operator
PodManagementPolicyType: StatefulSetSpec.podManagementPolicy
PodPhase: PodStatus.phase
PodQOSClass: PodStatus.qosClass
PodReplacementPolicy: JobSpec.podReplacementPolicy
PodResizeStatus: PodStatus.resize
PodSELinuxChangePolicy: PodSecurityContext.seLinuxChangePolicy
PolicyType: NetworkPolicySpec.policyTypes
PreemptionPolicy: PodSpec.preemptionPolicy PriorityClass.preemptionPolicy
PriorityLevelConfigurationConditionType: PriorityLevelConfigurationCondition.type
PriorityLevelEnablement: PriorityLevelConfigurationSpec.type
ProcMountType: SecurityContext.procMount
Protocol: ContainerPort.protocol EndpointPort.protocol IngressPortStatus.protocol NetworkPolicyPort.protocol PortStatus.protocol ServicePort.protocol
PullPolicy: Container.imagePullPolicy EphemeralContainer.imagePullPolicy ImageVolumeSource.pullPolicy
QualifiedName: NodeAllocatableResourceMapping.capacityKey
RecursiveReadOnlyMode: VolumeMount.recursiveReadOnly VolumeMountStatus.recursiveReadOnly
ReinvocationPolicyType: MutatingAdmissionPolicySpec.reinvocationPolicy MutatingWebhook.reinvocationPolicy
ReplicaSetConditionType: ReplicaSetCondition.type
ReplicationControllerConditionType: ReplicationControllerCondition.type
RequestConditionType: CertificateSigningRequestCondition.type
ResourceHealthStatus: ResourceHealth.health
ResourceID: ResourceHealth.resourceID
ResourceName: ContainerResizePolicy.resourceName ContainerResourceMetricSource.name ContainerResourceMetricStatus.name ResourceMetricSource.name ResourceMetricStatus.name ResourceStatus.name
ResourceQuotaScope: ResourceQuotaSpec.scopes ScopedResourceSelectorRequirement.scopeName
ResourceResizeRestartPolicy: ContainerResizePolicy.restartPolicy
ResourceScope: CustomResourceDefinitionSpec.scope
RestartPolicy: PodSpec.restartPolicy
ScalingPolicySelect: HPAScalingRules.selectPolicy
ScopeSelectorOperator: ScopedResourceSelectorRequirement.operator
ScopeType: RuleWithOperations.scope
SeccompProfileType: SeccompProfile.type
SecretType: Secret.type
ServiceAffinity: ServiceSpec.sessionAffinity
ServiceExternalTrafficPolicy: ServiceSpec.externalTrafficPolicy
ServiceInternalTrafficPolicy: ServiceSpec.internalTrafficPolicy
ServiceType: ServiceSpec.type
SideEffectClass: MutatingWebhook.sideEffects ValidatingWebhook.sideEffects
Signal: ContainerStatus.stopSignal Lifecycle.stopSignal
StatefulSetConditionType: StatefulSetCondition.type
StatefulSetUpdateStrategyType: StatefulSetUpdateStrategy.type
StatusReason: Status.reason Validation.reason
StorageMedium: EmptyDirVolumeSource.medium
SupplementalGroupsPolicy: PodSecurityContext.supplementalGroupsPolicy
TaintEffect: Taint.effect Toleration.effect
TerminationMessagePolicy: Container.terminationMessagePolicy EphemeralContainer.terminationMessagePolicy
TolerationOperator: Toleration.operator
URIScheme: HTTPGetAction.scheme
UnhealthyPodEvictionPolicyType: PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy
UniqueVolumeName: AttachedVolume.name NodeStatus.volumesInUse
UnsatisfiableConstraintAction: TopologySpreadConstraint.whenUnsatisfiable
ValidationAction: ValidatingAdmissionPolicyBindingSpec.validationActions
VolumeBindingMode: StorageClass.volumeBindingMode
VolumeLifecycleMode: CSIDriverSpec.volumeLifecycleModes
types.UID: BoundObjectReference.uid ConfigMapNodeConfigSource.uid DeviceRequestAllocationResult.shareID ObjectMeta.uid ObjectReference.uid OwnerReference.uid Preconditions.uid ResourceClaimConsumerReference.uid StatusDetails.uid UncountedTerminatedPods.failed UncountedTerminatedPods.succeeded
`;
