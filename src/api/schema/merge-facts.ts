/**
 * How the built-in definitions' lists and maps merge: the facts that no npm package carries. One line a definition:
 * `field fact fact; field fact`, with `*` for the type itself.
 * Server-side apply: `map(keys)`, `set` for lists; `atomic` or `granular` for maps and structs. A list in none of these
 * is atomic. Strategic merge: `merge` (by the first map key, or by the key in brackets; without any, as a set of scalars),
 * `retainKeys`, `replace`. Source: the x-kubernetes extensions of the OpenAPI document of Kubernetes 1.36.
 */

import { LazyTable, sectionedLines } from "../lazy-table.ts";

/** What the table says of one field, or of a type itself. */
export interface MergeFact {
  readonly list?: "map" | "set";
  readonly mapKeys: readonly string[];
  readonly map?: "atomic" | "granular";
  readonly merge: boolean;
  readonly mergeKey?: string;
  readonly retainKeys: boolean;
  readonly replace: boolean;
}

let known: ReadonlyMap<string, ReadonlyMap<string, MergeFact>> | undefined;

/** Every definition that the table speaks of: its facts by field name, `*` for the type itself. */
export function mergeFacts(): ReadonlyMap<string, ReadonlyMap<string, MergeFact>> {
  known ??= new LazyTable(sectionedLines(table, ": "), parseFacts);
  return known;
}

function parseFacts(line: string): ReadonlyMap<string, MergeFact> {
  return new Map(
    line.split("; ").map((text): [string, MergeFact] => {
      const [field = "", ...words] = text.split(" ");
      return [field, parseFact(words)];
    }),
  );
}

function parseFact(words: readonly string[]): MergeFact {
  const list = words.find((word) => word === "set" || word.startsWith("map("));
  const mapKeys = list?.startsWith("map(") ? list.slice(4, -1).split(",") : [];
  const map = words.find((word) => word === "atomic" || word === "granular");
  const patch = words.find((word) => /^(merge|retainKeys|replace)/.test(word)) ?? "";
  const mergeKey = /^merge\((.+)\)$/.exec(patch)?.[1] ?? mapKeys[0];
  const merge = patch.startsWith("merge");
  return {
    ...(list ? { list: mapKeys.length > 0 ? "map" : "set" } : {}),
    mapKeys,
    ...(map ? { map } : {}),
    merge,
    ...(merge && mergeKey !== undefined ? { mergeKey } : {}),
    retainKeys: patch.includes("retainKeys"),
    replace: patch === "replace",
  };
}

const table = `
# io.k8s.api.admissionregistration.v1
MatchResources: * atomic
MutatingAdmissionPolicySpec: matchConditions map(name) merge
MutatingWebhook: matchConditions map(name) merge
MutatingWebhookConfiguration: webhooks map(name) merge
NamedRuleWithOperations: * atomic
ParamKind: * atomic
ParamRef: * atomic
ValidatingAdmissionPolicyBindingSpec: validationActions set
ValidatingAdmissionPolicySpec: matchConditions map(name) merge; variables map(name) merge
ValidatingAdmissionPolicyStatus: conditions map(type)
ValidatingWebhook: matchConditions map(name) merge
ValidatingWebhookConfiguration: webhooks map(name) merge
Variable: * atomic
# io.k8s.api.apps.v1
DaemonSetStatus: conditions map(type) merge
DeploymentSpec: strategy retainKeys
DeploymentStatus: conditions map(type) merge
ReplicaSetStatus: conditions map(type) merge
StatefulSetStatus: conditions map(type) merge
# io.k8s.api.autoscaling.v1
CrossVersionObjectReference: * atomic
# io.k8s.api.autoscaling.v2
HorizontalPodAutoscalerStatus: conditions map(type) merge
# io.k8s.api.batch.v1
JobStatus: conditions merge(type)
PodFailurePolicyOnExitCodesRequirement: values set
UncountedTerminatedPods: failed set; succeeded set
# io.k8s.api.certificates.v1
CertificateSigningRequestStatus: conditions map(type)
# io.k8s.api.core.v1
ComponentStatus: conditions map(type) merge
ConfigMapKeySelector: * atomic
Container: env map(name) merge; ports map(containerPort,protocol) merge; volumeDevices map(devicePath) merge; volumeMounts map(mountPath) merge
ContainerRestartRuleOnExitCodes: values set
ContainerStatus: allocatedResourcesStatus map(name) merge; volumeMounts map(mountPath) merge
EndpointAddress: * atomic
EndpointPort: * atomic
EphemeralContainer: env map(name) merge; ports map(containerPort,protocol) merge; volumeDevices map(devicePath) merge; volumeMounts map(mountPath) merge
FileKeySelector: * atomic
LocalObjectReference: * atomic
NamespaceStatus: conditions map(type) merge
NodeAllocatableResourceClaimStatus: containers set
NodeSelector: * atomic
NodeSelectorTerm: * atomic
NodeSpec: podCIDRs set merge
NodeStatus: addresses map(type) merge; conditions map(type) merge
ObjectFieldSelector: * atomic
ObjectReference: * atomic
PersistentVolumeClaimStatus: conditions map(type) merge; allocatedResourceStatuses granular
PersistentVolumeSpec: claimRef granular
PodSpec: containers map(name) merge; ephemeralContainers map(name) merge; hostAliases map(ip) merge; imagePullSecrets map(name) merge; initContainers map(name) merge; resourceClaims map(name) merge,retainKeys; schedulingGates map(name) merge; topologySpreadConstraints map(topologyKey,whenUnsatisfiable) merge; volumes map(name) merge,retainKeys; nodeSelector atomic
PodStatus: conditions map(type) merge; hostIPs merge(ip); podIPs map(ip) merge; resourceClaimStatuses map(name) merge,retainKeys
ReplicationControllerSpec: selector atomic
ReplicationControllerStatus: conditions map(type) merge
ResourceFieldSelector: * atomic
ResourceRequirements: claims map(name)
ResourceStatus: resources map(resourceID)
ScopeSelector: * atomic
SecretKeySelector: * atomic
SecretReference: * atomic
ServiceAccount: secrets map(name) merge
ServiceSpec: ports map(port,protocol) merge; selector atomic
ServiceStatus: conditions map(type) merge
TopologySelectorTerm: * atomic
TypedLocalObjectReference: * atomic
# io.k8s.api.discovery.v1
Endpoint: addresses set
EndpointPort: * atomic
# io.k8s.api.flowcontrol.v1
FlowSchemaStatus: conditions map(type) merge
NonResourcePolicyRule: nonResourceURLs set; verbs set
PriorityLevelConfigurationStatus: conditions map(type) merge
ResourcePolicyRule: apiGroups set; namespaces set; resources set; verbs set
# io.k8s.api.networking.v1
ServiceBackendPort: * atomic
ServiceCIDRStatus: conditions map(type) merge
# io.k8s.api.node.v1
Scheduling: nodeSelector atomic
# io.k8s.api.policy.v1
PodDisruptionBudgetSpec: selector replace
PodDisruptionBudgetStatus: conditions map(type) merge
# io.k8s.api.rbac.v1
RoleRef: * atomic
Subject: * atomic
# io.k8s.api.resource.v1
AllocatedDeviceStatus: conditions map(type)
ResourceClaimStatus: reservedFor map(uid) merge; devices map(driver,device,pool,shareID)
# io.k8s.api.storage.v1
CSIDriverSpec: volumeLifecycleModes set
CSINodeSpec: drivers map(name) merge
# io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1
CustomResourceDefinitionStatus: conditions map(type)
JSONSchemaProps: x-kubernetes-validations map(rule) merge
# io.k8s.apimachinery.pkg.apis.meta.v1
LabelSelector: * atomic
ObjectMeta: finalizers set merge; ownerReferences map(uid) merge
OwnerReference: * atomic
# io.k8s.kube-aggregator.pkg.apis.apiregistration.v1
APIServiceStatus: conditions map(type) merge
`;
