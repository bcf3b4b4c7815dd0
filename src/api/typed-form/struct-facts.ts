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
authentication.v1.TokenReview: status
authentication.v1.TokenReviewStatus: user
authorization.v1.LocalSubjectAccessReview: status
authorization.v1.SelfSubjectAccessReview: status
authorization.v1.SelfSubjectRulesReview: status
authorization.v1.SubjectAccessReview: status
autoscaling.v1.HorizontalPodAutoscaler: spec status
autoscaling.v2.HorizontalPodAutoscaler: spec status
batch.v1.CronJob: spec status
batch.v1.Job: spec status
batch.v1.CronJobSpec: jobTemplate
batch.v1.JobSpec: template
batch.v1.JobTemplateSpec: metadata spec
certificates.v1.CertificateSigningRequest: status
coordination.v1.Lease: spec
core.v1.Container: resources
core.v1.ContainerStatus: lastState state
core.v1.EphemeralContainer: resources
core.v1.Event: source
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
core.v1.ReplicationController: spec status
core.v1.ResourceQuota: spec status
core.v1.Service: spec status
core.v1.ServiceStatus: loadBalancer
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
resource.v1.ResourceClaim: status
resource.v1.ResourceClaimSpec: devices
storage.v1.VolumeAttachment: status
`;

/** Counters and flags of a status that are written even when they are 0 or false. */
const counters = `
apps.v1.DaemonSetStatus: currentNumberScheduled desiredNumberScheduled numberMisscheduled numberReady
apps.v1.ReplicaSetStatus: replicas
apps.v1.StatefulSetStatus: availableReplicas replicas
autoscaling.v1.HorizontalPodAutoscalerStatus: currentReplicas desiredReplicas
autoscaling.v1.ScaleStatus: replicas
autoscaling.v2.HorizontalPodAutoscalerStatus: desiredReplicas
core.v1.ReplicationControllerStatus: replicas
policy.v1.PodDisruptionBudgetStatus: currentHealthy desiredHealthy disruptionsAllowed expectedPods
storage.v1.VolumeAttachmentStatus: attached
`;

export interface StructFacts {
  readonly structs: readonly string[];
  readonly counters: readonly string[];
}

const none: StructFacts = { structs: [], counters: [] };
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

function parse(): ReadonlyMap<string, StructFacts> {
  const facts = new Map<string, StructFacts>();
  for (const [what, table] of Object.entries({ structs, counters })) {
    for (const line of table.trim().split("\n")) {
      const [name = "", fields = ""] = line.split(": ");
      const definition = `io.k8s.api.${name}`;
      facts.set(definition, {
        ...(facts.get(definition) ?? none),
        [what]: fields.split(" "),
      });
    }
  }
  return facts;
}
