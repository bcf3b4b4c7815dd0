/**
 * The fields of Kubernetes 1.36's internal Go structs that errors print whole, in the order in which they are declared. A row is
 * `package.Struct field field`, a field `Name:zero`, or `Name=json:zero` where the API's name is another in more than its case, or
 * `=json?:zero` where the struct itself has tags (`?`: left out when empty). What follows the colon says how the field
 * prints when it is unset, and which struct it holds: nothing for "", `#` 0, `!` false, `*` null, `Q` a quantity, `{`
 * a struct, `%` values of a map. `&` names a struct that is embedded.
 */
export const goFormFacts = `
admissionregistration.AuditAnnotation Key: ValueExpression:
apiextensions.CustomResourceColumnDefinition Name: Type: Format: Description: Priority:# JSONPath:
apiextensions.CustomResourceDefinitionVersion Name: Served:! Storage:! Deprecated:! DeprecationWarning:* Schema:* Subresources:*apiextensions.CustomResourceSubresources AdditionalPrinterColumns:*apiextensions.CustomResourceColumnDefinition SelectableFields:*apiextensions.SelectableField
apiextensions.CustomResourceSubresourceScale SpecReplicasPath: StatusReplicasPath: LabelSelectorPath:*
apiextensions.CustomResourceSubresourceStatus
apiextensions.CustomResourceSubresources Status:*apiextensions.CustomResourceSubresourceStatus Scale:*apiextensions.CustomResourceSubresourceScale
apiextensions.SelectableField JSONPath:
apiextensions.ValidationRule Rule: Message: MessageExpression: Reason:* FieldPath: OptionalOldSelf:*
apps.DaemonSetUpdateStrategy Type: RollingUpdate:*apps.RollingUpdateDaemonSet
apps.DeploymentStrategy Type: RollingUpdate:*apps.RollingUpdateDeployment
apps.RollingUpdateDaemonSet MaxUnavailable:# MaxSurge:#
apps.RollingUpdateDeployment MaxUnavailable:# MaxSurge:#
apps.RollingUpdateStatefulSetStrategy Partition:# MaxUnavailable:*
apps.StatefulSetUpdateStrategy Type: RollingUpdate:*apps.RollingUpdateStatefulSetStrategy
batch.PodFailurePolicy Rules:*batch.PodFailurePolicyRule
batch.PodFailurePolicyOnExitCodesRequirement ContainerName:* Operator: Values:*
batch.PodFailurePolicyOnPodConditionsPattern Type: Status:
batch.PodFailurePolicyRule Action: OnExitCodes:*batch.PodFailurePolicyOnExitCodesRequirement OnPodConditions:*batch.PodFailurePolicyOnPodConditionsPattern
batch.SuccessPolicy Rules:*batch.SuccessPolicyRule
batch.SuccessPolicyRule SucceededIndexes:* SucceededCount:*
batch.UncountedTerminatedPods Succeeded:* Failed:*
core.AWSElasticBlockStoreVolumeSource VolumeID: FSType: Partition:# ReadOnly:!
core.Affinity NodeAffinity:*core.NodeAffinity PodAffinity:*core.PodAffinity PodAntiAffinity:*core.PodAntiAffinity
core.AppArmorProfile Type: LocalhostProfile:*
core.AzureDiskVolumeSource DiskName: DataDiskURI=diskURI: CachingMode:* FSType:* ReadOnly:* Kind:*
core.AzureFilePersistentVolumeSource SecretName: ShareName: ReadOnly:! SecretNamespace:*
core.AzureFileVolumeSource SecretName: ShareName: ReadOnly:!
core.CSIPersistentVolumeSource Driver: VolumeHandle: ReadOnly:! FSType: VolumeAttributes:* ControllerPublishSecretRef:*core.SecretReference NodeStageSecretRef:*core.SecretReference NodePublishSecretRef:*core.SecretReference ControllerExpandSecretRef:*core.SecretReference NodeExpandSecretRef:*core.SecretReference
core.CSIVolumeSource Driver: ReadOnly:* FSType:* VolumeAttributes:* NodePublishSecretRef:*core.LocalObjectReference
core.Capabilities Add:* Drop:*
core.CephFSPersistentVolumeSource Monitors:* Path: User: SecretFile: SecretRef:*core.SecretReference ReadOnly:!
core.CephFSVolumeSource Monitors:* Path: User: SecretFile: SecretRef:*core.LocalObjectReference ReadOnly:!
core.CinderPersistentVolumeSource VolumeID: FSType: ReadOnly:! SecretRef:*core.SecretReference
core.CinderVolumeSource VolumeID: FSType: ReadOnly:! SecretRef:*core.LocalObjectReference
core.ClusterTrustBundleProjection Name:* SignerName:* LabelSelector:*v1.LabelSelector Optional:* Path:
core.ConfigMapEnvSource Name: Optional:*
core.ConfigMapKeySelector Name: Key: Optional:*
core.ConfigMapProjection Name: Items:*core.KeyToPath Optional:*
core.ConfigMapVolumeSource Name: Items:*core.KeyToPath DefaultMode:* Optional:*
core.Container Name: Image: Command:* Args:* WorkingDir: Ports:*core.ContainerPort EnvFrom:*core.EnvFromSource Env:*core.EnvVar Resources:{core.ResourceRequirements ResizePolicy:*core.ContainerResizePolicy RestartPolicy:* RestartPolicyRules:*core.ContainerRestartRule VolumeMounts:*core.VolumeMount VolumeDevices:*core.VolumeDevice LivenessProbe:*core.Probe ReadinessProbe:*core.Probe StartupProbe:*core.Probe Lifecycle:*core.Lifecycle TerminationMessagePath: TerminationMessagePolicy: ImagePullPolicy: SecurityContext:*core.SecurityContext Stdin:! StdinOnce:! TTY:!
core.ContainerPort Name: HostPort:# ContainerPort:# Protocol: HostIP:
core.ContainerResizePolicy ResourceName: RestartPolicy:
core.ContainerRestartRule Action: ExitCodes:*core.ContainerRestartRuleOnExitCodes
core.ContainerRestartRuleOnExitCodes Operator: Values:*
core.DownwardAPIProjection Items:*core.DownwardAPIVolumeFile
core.DownwardAPIVolumeFile Path: FieldRef:*core.ObjectFieldSelector ResourceFieldRef:*core.ResourceFieldSelector Mode:*
core.DownwardAPIVolumeSource Items:*core.DownwardAPIVolumeFile DefaultMode:*
core.EmptyDirVolumeSource Medium: SizeLimit:*Q
core.EnvFromSource Prefix: ConfigMapRef:*core.ConfigMapEnvSource SecretRef:*core.SecretEnvSource
core.EnvVar Name: Value: ValueFrom:*core.EnvVarSource
core.EnvVarSource FieldRef:*core.ObjectFieldSelector ResourceFieldRef:*core.ResourceFieldSelector ConfigMapKeyRef:*core.ConfigMapKeySelector SecretKeyRef:*core.SecretKeySelector FileKeyRef:*core.FileKeySelector
core.EphemeralContainer Name: Image: Command:* Args:* WorkingDir: Ports:*core.ContainerPort EnvFrom:*core.EnvFromSource Env:*core.EnvVar Resources:{core.ResourceRequirements ResizePolicy:*core.ContainerResizePolicy RestartPolicy:* RestartPolicyRules:*core.ContainerRestartRule VolumeMounts:*core.VolumeMount VolumeDevices:*core.VolumeDevice LivenessProbe:*core.Probe ReadinessProbe:*core.Probe StartupProbe:*core.Probe Lifecycle:*core.Lifecycle TerminationMessagePath: TerminationMessagePolicy: ImagePullPolicy: SecurityContext:*core.SecurityContext Stdin:! StdinOnce:! TTY:! TargetContainerName:
core.EphemeralVolumeSource VolumeClaimTemplate:*core.PersistentVolumeClaimTemplate
core.ExecAction Command:*
core.FCVolumeSource TargetWWNs:* Lun:* FSType: ReadOnly:! WWIDs:*
core.FileKeySelector VolumeName: Path: Key: Optional:*
core.FlexPersistentVolumeSource Driver: FSType: SecretRef:*core.SecretReference ReadOnly:! Options:*
core.FlexVolumeSource Driver: FSType: SecretRef:*core.LocalObjectReference ReadOnly:! Options:*
core.FlockerVolumeSource DatasetName: DatasetUUID:
core.GCEPersistentDiskVolumeSource PDName: FSType: Partition:# ReadOnly:!
core.GRPCAction Port:# Service:*
core.GitRepoVolumeSource Repository: Revision: Directory:
core.GlusterfsPersistentVolumeSource EndpointsName=endpoints: Path: ReadOnly:! EndpointsNamespace:*
core.GlusterfsVolumeSource EndpointsName=endpoints: Path: ReadOnly:!
core.HTTPGetAction Path: Port:# Host: Scheme: HTTPHeaders:*core.HTTPHeader
core.HTTPHeader Name: Value:
core.HostAlias IP: Hostnames:*
core.HostIP IP:
core.HostPathVolumeSource Path: Type:*
core.ISCSIPersistentVolumeSource TargetPortal: IQN: Lun:# ISCSIInterface: FSType: ReadOnly:! Portals:* DiscoveryCHAPAuth=chapAuthDiscovery:! SessionCHAPAuth=chapAuthSession:! SecretRef:*core.SecretReference InitiatorName:*
core.ISCSIVolumeSource TargetPortal: IQN: Lun:# ISCSIInterface: FSType: ReadOnly:! Portals:* DiscoveryCHAPAuth=chapAuthDiscovery:! SessionCHAPAuth=chapAuthSession:! SecretRef:*core.LocalObjectReference InitiatorName:*
core.ImageVolumeSource Reference: PullPolicy:
core.KeyToPath Key: Path: Mode:*
core.Lifecycle PostStart:*core.LifecycleHandler PreStop:*core.LifecycleHandler StopSignal:*
core.LifecycleHandler Exec:*core.ExecAction HTTPGet:*core.HTTPGetAction TCPSocket:*core.TCPSocketAction Sleep:*core.SleepAction
core.LocalObjectReference Name:
core.LocalVolumeSource Path: FSType:*
core.ModifyVolumeStatus TargetVolumeAttributesClassName: Status:
core.NFSVolumeSource Server: Path: ReadOnly:!
core.NodeAddress Type: Address:
core.NodeAffinity RequiredDuringSchedulingIgnoredDuringExecution:*core.NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:*core.PreferredSchedulingTerm
core.NodeSelector NodeSelectorTerms:*core.NodeSelectorTerm
core.NodeSelectorRequirement Key: Operator: Values:*
core.NodeSelectorTerm MatchExpressions:*core.NodeSelectorRequirement MatchFields:*core.NodeSelectorRequirement
core.ObjectFieldSelector APIVersion: FieldPath:
core.ObjectReference Kind: Namespace: Name: UID: APIVersion: ResourceVersion: FieldPath:
core.PersistentVolumeClaim &v1.ObjectMeta Spec:{core.PersistentVolumeClaimSpec Status:{core.PersistentVolumeClaimStatus
core.PersistentVolumeClaimSpec AccessModes:* Selector:*v1.LabelSelector Resources:{core.VolumeResourceRequirements VolumeName: StorageClassName:* VolumeMode:* DataSource:*core.TypedLocalObjectReference DataSourceRef:*core.TypedObjectReference VolumeAttributesClassName:*
core.PersistentVolumeClaimStatus Phase: AccessModes:* Capacity:* Conditions:* AllocatedResources:* AllocatedResourceStatuses:* CurrentVolumeAttributesClassName:* ModifyVolumeStatus:*core.ModifyVolumeStatus
core.PersistentVolumeClaimTemplate &v1.ObjectMeta Spec:{core.PersistentVolumeClaimSpec
core.PersistentVolumeClaimVolumeSource ClaimName: ReadOnly:!
core.PersistentVolumeSource GCEPersistentDisk:*core.GCEPersistentDiskVolumeSource AWSElasticBlockStore:*core.AWSElasticBlockStoreVolumeSource HostPath:*core.HostPathVolumeSource Glusterfs:*core.GlusterfsPersistentVolumeSource NFS:*core.NFSVolumeSource RBD:*core.RBDPersistentVolumeSource Quobyte:*core.QuobyteVolumeSource ISCSI:*core.ISCSIPersistentVolumeSource FlexVolume:*core.FlexPersistentVolumeSource Cinder:*core.CinderPersistentVolumeSource CephFS:*core.CephFSPersistentVolumeSource FC:*core.FCVolumeSource Flocker:*core.FlockerVolumeSource AzureFile:*core.AzureFilePersistentVolumeSource VsphereVolume:*core.VsphereVirtualDiskVolumeSource AzureDisk:*core.AzureDiskVolumeSource PhotonPersistentDisk:*core.PhotonPersistentDiskVolumeSource PortworxVolume:*core.PortworxVolumeSource ScaleIO:*core.ScaleIOPersistentVolumeSource Local:*core.LocalVolumeSource StorageOS:*core.StorageOSPersistentVolumeSource CSI:*core.CSIPersistentVolumeSource
core.PersistentVolumeSpec Capacity:*%Q GCEPersistentDisk:*core.GCEPersistentDiskVolumeSource AWSElasticBlockStore:*core.AWSElasticBlockStoreVolumeSource HostPath:*core.HostPathVolumeSource Glusterfs:*core.GlusterfsPersistentVolumeSource NFS:*core.NFSVolumeSource RBD:*core.RBDPersistentVolumeSource Quobyte:*core.QuobyteVolumeSource ISCSI:*core.ISCSIPersistentVolumeSource FlexVolume:*core.FlexPersistentVolumeSource Cinder:*core.CinderPersistentVolumeSource CephFS:*core.CephFSPersistentVolumeSource FC:*core.FCVolumeSource Flocker:*core.FlockerVolumeSource AzureFile:*core.AzureFilePersistentVolumeSource VsphereVolume:*core.VsphereVirtualDiskVolumeSource AzureDisk:*core.AzureDiskVolumeSource PhotonPersistentDisk:*core.PhotonPersistentDiskVolumeSource PortworxVolume:*core.PortworxVolumeSource ScaleIO:*core.ScaleIOPersistentVolumeSource Local:*core.LocalVolumeSource StorageOS:*core.StorageOSPersistentVolumeSource CSI:*core.CSIPersistentVolumeSource AccessModes:* ClaimRef:*core.ObjectReference PersistentVolumeReclaimPolicy: StorageClassName: MountOptions:* VolumeMode:* NodeAffinity:*core.VolumeNodeAffinity VolumeAttributesClassName:*
core.PhotonPersistentDiskVolumeSource PdID: FSType:
core.PodAffinity RequiredDuringSchedulingIgnoredDuringExecution:*core.PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:*core.WeightedPodAffinityTerm
core.PodAffinityTerm LabelSelector:*v1.LabelSelector Namespaces:* TopologyKey: NamespaceSelector:*v1.LabelSelector MatchLabelKeys:* MismatchLabelKeys:*
core.PodAntiAffinity RequiredDuringSchedulingIgnoredDuringExecution:*core.PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:*core.WeightedPodAffinityTerm
core.PodCertificateProjection SignerName: KeyType: MaxExpirationSeconds:* CredentialBundlePath: KeyPath: CertificateChainPath: UserAnnotations:*
core.PodDNSConfig Nameservers:* Searches:* Options:*core.PodDNSConfigOption
core.PodDNSConfigOption Name: Value:*
core.PodIP IP:
core.PodOS Name:
core.PodReadinessGate ConditionType:
core.PodResourceClaim Name: ResourceClaimName:* ResourceClaimTemplateName:*
core.PodSchedulingGate Name:
core.PodSchedulingGroup PodGroupName:*
core.PodSecurityContext HostNetwork:! HostPID:! HostIPC:! ShareProcessNamespace:* HostUsers:* SELinuxOptions:*core.SELinuxOptions WindowsOptions:*core.WindowsSecurityContextOptions RunAsUser:* RunAsGroup:* RunAsNonRoot:* SupplementalGroups:* SupplementalGroupsPolicy:* FSGroup:* FSGroupChangePolicy:* Sysctls:*core.Sysctl SeccompProfile:*core.SeccompProfile AppArmorProfile:*core.AppArmorProfile SELinuxChangePolicy:*
core.PodSpec Volumes:*core.Volume InitContainers:*core.Container Containers:*core.Container EphemeralContainers:*core.EphemeralContainer RestartPolicy: TerminationGracePeriodSeconds:* ActiveDeadlineSeconds:* DNSPolicy: NodeSelector:* ServiceAccountName: AutomountServiceAccountToken:* NodeName: SecurityContext:*core.PodSecurityContext ImagePullSecrets:*core.LocalObjectReference Hostname: Subdomain: SetHostnameAsFQDN:* Affinity:*core.Affinity SchedulerName: Tolerations:*core.Toleration HostAliases:*core.HostAlias PriorityClassName: Priority:* PreemptionPolicy:* DNSConfig:*core.PodDNSConfig ReadinessGates:*core.PodReadinessGate RuntimeClassName:* Overhead:*%Q EnableServiceLinks:* TopologySpreadConstraints:*core.TopologySpreadConstraint OS:*core.PodOS SchedulingGates:*core.PodSchedulingGate ResourceClaims:*core.PodResourceClaim Resources:*core.ResourceRequirements HostnameOverride:* SchedulingGroup:*core.PodSchedulingGroup
core.PodTemplateSpec &v1.ObjectMeta Spec:{core.PodSpec
core.PortworxVolumeSource VolumeID: FSType: ReadOnly:!
core.PreferredSchedulingTerm Weight:# Preference:{core.NodeSelectorTerm
core.Probe Exec:*core.ExecAction HTTPGet:*core.HTTPGetAction TCPSocket:*core.TCPSocketAction GRPC:*core.GRPCAction InitialDelaySeconds:# TimeoutSeconds:# PeriodSeconds:# SuccessThreshold:# FailureThreshold:# TerminationGracePeriodSeconds:*
core.ProjectedVolumeSource Sources:*core.VolumeProjection DefaultMode:*
core.QuobyteVolumeSource Registry: Volume: ReadOnly:! User: Group: Tenant:
core.RBDPersistentVolumeSource CephMonitors=monitors:* RBDImage=image: FSType: RBDPool=pool: RadosUser=user: Keyring: SecretRef:*core.SecretReference ReadOnly:!
core.RBDVolumeSource CephMonitors=monitors:* RBDImage=image: FSType: RBDPool=pool: RadosUser=user: Keyring: SecretRef:*core.LocalObjectReference ReadOnly:!
core.ResourceClaim Name: Request:
core.ResourceFieldSelector ContainerName: Resource: Divisor:Q
core.ResourceRequirements Limits:*%Q Requests:*%Q Claims:*core.ResourceClaim
core.SELinuxOptions User: Role: Type: Level:
core.ScaleIOPersistentVolumeSource Gateway: System: SecretRef:*core.SecretReference SSLEnabled:! ProtectionDomain: StoragePool: StorageMode: VolumeName: FSType: ReadOnly:!
core.ScaleIOVolumeSource Gateway: System: SecretRef:*core.LocalObjectReference SSLEnabled:! ProtectionDomain: StoragePool: StorageMode: VolumeName: FSType: ReadOnly:!
core.ScopeSelector MatchExpressions:*core.ScopedResourceSelectorRequirement
core.ScopedResourceSelectorRequirement ScopeName: Operator: Values:*
core.SeccompProfile Type: LocalhostProfile:*
core.SecretEnvSource Name: Optional:*
core.SecretKeySelector Name: Key: Optional:*
core.SecretProjection Name: Items:*core.KeyToPath Optional:*
core.SecretReference Name: Namespace:
core.SecretVolumeSource SecretName: Items:*core.KeyToPath DefaultMode:* Optional:*
core.SecurityContext Capabilities:*core.Capabilities Privileged:* SELinuxOptions:*core.SELinuxOptions WindowsOptions:*core.WindowsSecurityContextOptions RunAsUser:* RunAsGroup:* RunAsNonRoot:* ReadOnlyRootFilesystem:* AllowPrivilegeEscalation:* ProcMount:* SeccompProfile:*core.SeccompProfile AppArmorProfile:*core.AppArmorProfile
core.ServiceAccountTokenProjection Audience: ExpirationSeconds:# Path:
core.ServicePort Name: Protocol: AppProtocol:* Port:# TargetPort:# NodePort:#
core.SleepAction Seconds:#
core.StorageOSPersistentVolumeSource VolumeName: VolumeNamespace: FSType: ReadOnly:! SecretRef:*core.ObjectReference
core.StorageOSVolumeSource VolumeName: VolumeNamespace: FSType: ReadOnly:! SecretRef:*core.LocalObjectReference
core.Sysctl Name: Value:
core.TCPSocketAction Port:# Host:
core.Taint Key: Value: Effect: TimeAdded:*
core.Toleration Key: Operator: Value: Effect: TolerationSeconds:*
core.TopologySpreadConstraint MaxSkew:# TopologyKey: WhenUnsatisfiable: LabelSelector:*v1.LabelSelector MinDomains:* NodeAffinityPolicy:* NodeTaintsPolicy:* MatchLabelKeys:*
core.TypedLocalObjectReference APIGroup:* Kind: Name:
core.TypedObjectReference APIGroup:* Kind: Name: Namespace:*
core.Volume Name: HostPath:*core.HostPathVolumeSource EmptyDir:*core.EmptyDirVolumeSource GCEPersistentDisk:*core.GCEPersistentDiskVolumeSource AWSElasticBlockStore:*core.AWSElasticBlockStoreVolumeSource GitRepo:*core.GitRepoVolumeSource Secret:*core.SecretVolumeSource NFS:*core.NFSVolumeSource ISCSI:*core.ISCSIVolumeSource Glusterfs:*core.GlusterfsVolumeSource PersistentVolumeClaim:*core.PersistentVolumeClaimVolumeSource RBD:*core.RBDVolumeSource Quobyte:*core.QuobyteVolumeSource FlexVolume:*core.FlexVolumeSource Cinder:*core.CinderVolumeSource CephFS:*core.CephFSVolumeSource Flocker:*core.FlockerVolumeSource DownwardAPI:*core.DownwardAPIVolumeSource FC:*core.FCVolumeSource AzureFile:*core.AzureFileVolumeSource ConfigMap:*core.ConfigMapVolumeSource VsphereVolume:*core.VsphereVirtualDiskVolumeSource AzureDisk:*core.AzureDiskVolumeSource PhotonPersistentDisk:*core.PhotonPersistentDiskVolumeSource Projected:*core.ProjectedVolumeSource PortworxVolume:*core.PortworxVolumeSource ScaleIO:*core.ScaleIOVolumeSource StorageOS:*core.StorageOSVolumeSource CSI:*core.CSIVolumeSource Ephemeral:*core.EphemeralVolumeSource Image:*core.ImageVolumeSource
core.VolumeDevice Name: DevicePath:
core.VolumeMount Name: ReadOnly:! RecursiveReadOnly:* MountPath: SubPath: MountPropagation:* SubPathExpr:
core.VolumeNodeAffinity Required:*core.NodeSelector
core.VolumeProjection Secret:*core.SecretProjection DownwardAPI:*core.DownwardAPIProjection ConfigMap:*core.ConfigMapProjection ServiceAccountToken:*core.ServiceAccountTokenProjection ClusterTrustBundle:*core.ClusterTrustBundleProjection PodCertificate:*core.PodCertificateProjection
core.VolumeResourceRequirements Limits:*%Q Requests:*%Q
core.VsphereVirtualDiskVolumeSource VolumePath: FSType: StoragePolicyName: StoragePolicyID:
core.WeightedPodAffinityTerm Weight:# PodAffinityTerm:{core.PodAffinityTerm
core.WindowsSecurityContextOptions GMSACredentialSpecName:* GMSACredentialSpec:* RunAsUserName:* HostProcess:*
flowcontrol.ExemptPriorityLevelConfiguration NominalConcurrencyShares:* LendablePercent:*
flowcontrol.FlowDistinguisherMethod Type:
flowcontrol.FlowSchemaSpec PriorityLevelConfiguration:{flowcontrol.PriorityLevelConfigurationReference MatchingPrecedence:# DistinguisherMethod:*flowcontrol.FlowDistinguisherMethod Rules:*flowcontrol.PolicyRulesWithSubjects
flowcontrol.GroupSubject Name:
flowcontrol.LimitResponse Type: Queuing:*flowcontrol.QueuingConfiguration
flowcontrol.LimitedPriorityLevelConfiguration NominalConcurrencyShares:# LimitResponse:{flowcontrol.LimitResponse LendablePercent:* BorrowingLimitPercent:*
flowcontrol.NonResourcePolicyRule Verbs:* NonResourceURLs:*
flowcontrol.PolicyRulesWithSubjects Subjects:*flowcontrol.Subject ResourceRules:*flowcontrol.ResourcePolicyRule NonResourceRules:*flowcontrol.NonResourcePolicyRule
flowcontrol.PriorityLevelConfigurationReference Name:
flowcontrol.PriorityLevelConfigurationSpec Type: Limited:*flowcontrol.LimitedPriorityLevelConfiguration Exempt:*flowcontrol.ExemptPriorityLevelConfiguration
flowcontrol.QueuingConfiguration Queues:# HandSize:# QueueLengthLimit:#
flowcontrol.ResourcePolicyRule Verbs:* APIGroups:* Resources:* ClusterScope:! Namespaces:*
flowcontrol.ServiceAccountSubject Namespace: Name:
flowcontrol.Subject Kind: User:*flowcontrol.UserSubject Group:*flowcontrol.GroupSubject ServiceAccount:*flowcontrol.ServiceAccountSubject
flowcontrol.UserSubject Name:
networking.ParentReference Group: Resource: Namespace: Name:
networking.ServiceCIDRSpec CIDRs:*
policy.PodDisruptionBudgetSpec MinAvailable:* Selector:*v1.LabelSelector MaxUnavailable:* UnhealthyPodEvictionPolicy:*
rbac.RoleRef APIGroup: Kind: Name:
resource.AllocationResult Devices:{resource.DeviceAllocationResult NodeSelector:*core.NodeSelector AllocationTimestamp:*
resource.CELDeviceSelector Expression:
resource.CapacityRequestPolicy Default:*Q ValidValues:*Q ValidRange:*resource.CapacityRequestPolicyRange
resource.CapacityRequestPolicyRange Min:*Q Max:*Q Step:*Q
resource.CapacityRequirements Requests:*%Q
resource.Counter Value:Q
resource.CounterSet Name: Counters:*%resource.Counter
resource.Device Name: Attributes:*%resource.DeviceAttribute Capacity:*%resource.DeviceCapacity ConsumesCounters:*resource.DeviceCounterConsumption NodeName:* NodeSelector:*core.NodeSelector AllNodes:* Taints:*resource.DeviceTaint BindsToNode:* BindingConditions:* BindingFailureConditions:* AllowMultipleAllocations:* NodeAllocatableResourceMappings:*%resource.NodeAllocatableResourceMapping
resource.DeviceAllocationConfiguration Source: Requests:* Opaque:*resource.OpaqueDeviceConfiguration
resource.DeviceAllocationResult Results:*resource.DeviceRequestAllocationResult Config:*resource.DeviceAllocationConfiguration
resource.DeviceAttribute IntValue=int:* BoolValue=bool:* StringValue=string:* VersionValue=version:* IntValues=ints:* BoolValues=bools:* StringValues=strings:* VersionValues=versions:*
resource.DeviceCapacity Value:Q RequestPolicy:*resource.CapacityRequestPolicy
resource.DeviceClaim Requests:*resource.DeviceRequest Constraints:*resource.DeviceConstraint Config:*resource.DeviceClaimConfiguration
resource.DeviceClaimConfiguration Requests:* Opaque:*resource.OpaqueDeviceConfiguration
resource.DeviceConstraint Requests:* MatchAttribute:* DistinctAttribute:*
resource.DeviceCounterConsumption CounterSet: Counters:*%resource.Counter
resource.DeviceRequest Name: Exactly:*resource.ExactDeviceRequest FirstAvailable:*resource.DeviceSubRequest
resource.DeviceRequestAllocationResult Request: Driver: Pool: Device: AdminAccess:* Tolerations:*resource.DeviceToleration BindingConditions:* BindingFailureConditions:* ShareID:* ConsumedCapacity:*%Q
resource.DeviceSelector CEL:*resource.CELDeviceSelector
resource.DeviceSubRequest Name: DeviceClassName: Selectors:*resource.DeviceSelector AllocationMode: Count:# Tolerations:*resource.DeviceToleration Capacity:*resource.CapacityRequirements
resource.DeviceTaint Key: Value: Effect: TimeAdded:*
resource.DeviceToleration Key: Operator: Value: Effect: TolerationSeconds:*
resource.ExactDeviceRequest DeviceClassName: Selectors:*resource.DeviceSelector AllocationMode: Count:# AdminAccess:* Tolerations:*resource.DeviceToleration Capacity:*resource.CapacityRequirements
resource.NodeAllocatableResourceMapping CapacityKey:* AllocationMultiplier:*Q
resource.OpaqueDeviceConfiguration Driver: Parameters:*
resource.ResourceClaimSpec Devices:{resource.DeviceClaim
resource.ResourceClaimTemplateSpec &v1.ObjectMeta Spec:{resource.ResourceClaimSpec
resource.ResourcePool Name: Generation:# ResourceSliceCount:#
resource.ResourceSliceSpec Driver: Pool:{resource.ResourcePool NodeName:* NodeSelector:*core.NodeSelector AllNodes:* Devices:*resource.Device PerDeviceNodeSelection:* SharedCounters:*resource.CounterSet
resource.SharedDeviceID Driver: Pool: Device: ShareID:
storage.CSINodeDriver Name: NodeID: TopologyKeys:* Allocatable:*storage.VolumeNodeResources
storage.VolumeAttachmentSource PersistentVolumeName:* InlineVolumeSpec:*core.PersistentVolumeSpec
storage.VolumeAttachmentSpec Attacher: Source:{storage.VolumeAttachmentSource NodeName:
storage.VolumeNodeResources Count:*
v1.LabelSelector =matchLabels?:* =matchExpressions?:*v1.LabelSelectorRequirement
v1.LabelSelectorRequirement =key: =operator: =values?:*
v1.ManagedFieldsEntry =manager?: =operation?: =apiVersion?: =time?:* =fieldsType?: =fieldsV1?:* =subresource?:
v1.ObjectMeta =name?: =generateName?: =namespace?: =selfLink?: =uid?: =resourceVersion?: =generation?:# =creationTimestamp?:* =deletionTimestamp?:* =deletionGracePeriodSeconds?:* =labels?:* =annotations?:* =ownerReferences?:*v1.OwnerReference =finalizers?:* =managedFields?:*v1.ManagedFieldsEntry
v1.OwnerReference =apiVersion: =kind: =name: =uid: =controller?:* =blockOwnerDeletion?:*
`;
