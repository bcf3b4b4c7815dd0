/**
 * The feature gates of Kubernetes 1.36 that concern what is served here, at their defaults, as clients look them up in
 * `kubernetes_feature_enabled` (component-base, metrics/prometheus/feature; pkg/features and the changelog of 1.36).
 */
import { simpleFamily, type MetricFamily } from "../../api/prometheus.ts";

/** By stage, which is empty for those that are generally available; `-` before what is off. */
const gates: Readonly<Record<string, string>> = {
  "": `
AnonymousAuthConfigurableEndpoints AnyVolumeDataSource AuthorizeNodeWithSelectors AuthorizeWithSelectors CRDValidationRatcheting
CSIServiceAccountTokenSecrets ConsistentListFromCache CustomResourceFieldSelectors DRAAdminAccess DRAPrioritizedList
DynamicResourceAllocation ExecProbeTimeout HonorPVReclaimPolicy ImageVolume InPlacePodVerticalScaling JobBackoffLimitPerIndex JobManagedBy
JobPodReplacementPolicy JobSuccessPolicy LogarithmicScaleDown MatchLabelKeysInPodAffinity MultiCIDRServiceAllocator
MutableCSINodeAllocatableCount MutatingAdmissionPolicy NodeInclusionPolicyInPodTopologySpread OrderedNamespaceDeletion
PodLifecycleSleepAction PodLifecycleSleepActionAllowZero PodObservedGenerationTracking PodSchedulingReadiness
PreferSameTrafficDistribution ProcMountType RecoverVolumeExpansionFailure RecursiveReadOnlyMounts RelaxedDNSSearchValidation
RelaxedEnvironmentVariableValidation RetryGenerateName SchedulerQueueingHints SeparateTaintEvictionController ServiceAccountTokenJTI
ServiceAccountTokenNodeBinding ServiceAccountTokenNodeBindingValidation ServiceAccountTokenPodNodeInfo SidecarContainers
SupplementalGroupsPolicy UserNamespacesSupport VolumeAttributesClass
`,
  ALPHA: `
-AllAlpha -CBORServingAndStorage -ContainerStopSignals -CrossNamespaceVolumeDataSource -DRAListTypeAttributes -GangScheduling
-GenericWorkload -HPAScaleToZero -MutablePVNodeAffinity -StorageVersionAPI -TaintTolerationComparisonOperators
-UserNamespacesHostNetworkSupport -VolumeLimitScaling
`,
  BETA: `
APIResponseCompression -AllBeta AllowParsingUserUIDFromCertAuth AuthorizePodWebsocketUpgradeCreatePermission
ClearingNominatedNodeNameAfterBinding -ClusterTrustBundle -ClusterTrustBundleProjection ComponentFlagz ComponentStatusz
ConstrainedImpersonation ContainerRestartRules
-CoordinatedLeaderElection DRAConsumableCapacity -DRADeviceTaintRules DRADeviceBindingConditions DRADeviceTaints DRAExtendedResource
DRAPartitionableDevices DRAResourceClaimDeviceStatus DRAResourceClaimGranularStatusAuthorization
DeploymentReplicaSetTerminatingReplicas EnvFiles HPAConfigurableTolerance HostnameOverride InPlacePodLevelResourcesVerticalScaling
MatchLabelKeysInPodTopologySpread MatchLabelKeysInPodTopologySpreadSelectorMerge -MaxUnavailableStatefulSet
MutablePodResourcesForSuspendedJobs MutableSchedulingDirectivesForSuspendedJobs OpenAPIEnums -PodCertificateRequest PodDeletionCost
PodLevelResources PodReadyToStartContainersCondition PodTopologyLabelsAdmission PortForwardWebsockets RelaxedServiceNameValidation
RemoteRequestHeaderUID ResourceHealthStatus RestartAllContainersOnContainerExits SELinuxChangePolicy SELinuxMountReadWriteOncePod
-SELinuxMount ServiceAccountNodeAudienceRestriction StorageVersionHash -StorageVersionMigrator StrictIPCIDRValidation
TokenRequestServiceAccountUIDValidation TranslateStreamCloseWebsocketRequests WatchList
`,
  DEPRECATED: `
-AllowDNSOnlyNodeCSR -AllowInsecureKubeletCertificateSigningRequests -AllowServiceLBStatusOnNonLB -GitRepoVolumeDriver
`,
};

export function featureFamily(): MetricFamily {
  const values = Object.entries(gates).flatMap(([stage, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((gate) => {
        const isOff = gate.startsWith("-");
        return [{ name: isOff ? gate.slice(1) : gate, stage }, isOff ? 0 : 1] as const;
      }),
  );
  return simpleFamily(
    [
      "gauge",
      "kubernetes_feature_enabled",
      "[BETA] This metric records the data about the stage and enablement of a k8s feature.",
    ],
    values.toSorted(([a], [b]) => (a.name < b.name ? -1 : 1)),
  );
}
