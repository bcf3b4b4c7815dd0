/** One small valid object of every built-in kind that is stored: what the laws are tried on. */
import { loadAdmissionCompiler } from "../../../../src/api/cel/admission-compiler.ts";
import { loadDeviceCompiler } from "../../../../src/api/cel/device-compiler.ts";
import { deepFreeze } from "../../../../src/api/json.ts";
import { apiVersionOf, type KubeObject } from "../../../../src/api/object.ts";
import { builtInResources, type ResourceDefinition } from "../../../../src/api/resources.ts";

// Policies among the samples have expressions.
await loadAdmissionCompiler();
await loadDeviceCompiler();

const container = { name: "main", image: "registry.example/app:1" };
const template = { metadata: { labels: { app: "a" } }, spec: { containers: [container] } };
const selector = { matchLabels: { app: "a" } };
const jobTemplate = { spec: { restartPolicy: "Never", containers: [container] } };
const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
const roleRef = { kind: "ClusterRole", name: "view" };
const webhook = {
  name: "check.example.com",
  clientConfig: { url: "https://hook.example" },
  sideEffects: "None",
  admissionReviewVersions: ["v1"],
};
const matchConstraints = {
  resourceRules: [
    { operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] },
  ],
};
const autoscaled = {
  maxReplicas: 3,
  scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
};

/** What a kind needs beyond a name, by `group/Kind`, with the version where two share a kind. */
const bodies: Readonly<Record<string, Record<string, unknown>>> = {
  "/PersistentVolume": {
    spec: {
      accessModes: ["ReadWriteOnce"],
      capacity: { storage: "1Gi" },
      hostPath: { path: "/data" },
    },
  },
  "/PersistentVolumeClaim": { spec: claim },
  "/Pod": { spec: { containers: [container] } },
  "/PodTemplate": { template },
  "/ReplicationController": { spec: { template } },
  "/Service": { spec: { ports: [{ port: 80 }] } },
  "/Event": { involvedObject: { kind: "Pod", name: "a", namespace: "default" } },
  "admissionregistration.k8s.io/MutatingAdmissionPolicy": {
    spec: {
      matchConstraints,
      mutations: [
        {
          patchType: "JSONPatch",
          jsonPatch: { expression: '[JSONPatch{op: "remove", path: "/spec/a"}]' },
        },
      ],
      reinvocationPolicy: "Never",
    },
  },
  "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding": { spec: { policyName: "p" } },
  "admissionregistration.k8s.io/MutatingWebhookConfiguration": { webhooks: [webhook] },
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy": {
    spec: { matchConstraints, validations: [{ expression: "true" }] },
  },
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding": {
    spec: { policyName: "p", validationActions: ["Deny"] },
  },
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration": { webhooks: [webhook] },
  "apiextensions.k8s.io/CustomResourceDefinition": {
    metadata: { name: "foos.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "foos", kind: "Foo" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object" } },
        },
      ],
    },
  },
  "apiregistration.k8s.io/APIService": {
    metadata: { name: "v1.example.com" },
    spec: { group: "example.com", version: "v1", groupPriorityMinimum: 100, versionPriority: 10 },
  },
  "apps/ControllerRevision": { data: { spec: {} }, revision: 1 },
  "apps/DaemonSet": { spec: { selector, template } },
  "apps/Deployment": { spec: { selector, template } },
  "apps/ReplicaSet": { spec: { selector, template } },
  "apps/StatefulSet": {
    spec: { selector, template, volumeClaimTemplates: [{ metadata: { name: "d" }, spec: claim }] },
  },
  "autoscaling/HorizontalPodAutoscaler": { spec: autoscaled },
  "batch/CronJob": {
    spec: { schedule: "*/5 * * * *", jobTemplate: { spec: { template: jobTemplate } } },
  },
  "batch/Job": { spec: { template: jobTemplate } },
  "certificates.k8s.io/CertificateSigningRequest": {
    spec: {
      request: "cmVxdWVzdA==",
      signerName: "kubernetes.io/kube-apiserver-client",
      usages: ["client auth"],
    },
  },
  "discovery.k8s.io/EndpointSlice": {
    addressType: "IPv4",
    endpoints: [{ addresses: ["10.1.2.3"] }],
    ports: [{ port: 80 }],
  },
  "events.k8s.io/Event": { regarding: { kind: "Pod" } },
  "networking.k8s.io/IPAddress": {
    metadata: { name: "10.1.2.3" },
    spec: { parentRef: { resource: "services", name: "web" } },
  },
  "networking.k8s.io/Ingress": {
    spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } },
  },
  "networking.k8s.io/IngressClass": { spec: { controller: "example.com/ingress" } },
  "networking.k8s.io/NetworkPolicy": {
    spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] },
  },
  "networking.k8s.io/ServiceCIDR": { spec: { cidrs: ["10.0.0.0/16"] } },
  "node.k8s.io/RuntimeClass": { handler: "runc" },
  "policy/PodDisruptionBudget": { spec: { minAvailable: 1, selector } },
  "rbac.authorization.k8s.io/ClusterRole": {
    rules: [{ verbs: ["get"], nonResourceURLs: ["/livez"] }],
  },
  "rbac.authorization.k8s.io/ClusterRoleBinding": {
    roleRef,
    subjects: [{ kind: "User", name: "jo" }],
  },
  "rbac.authorization.k8s.io/RoleBinding": { roleRef, subjects: [{ kind: "Group", name: "ops" }] },
  "flowcontrol.apiserver.k8s.io/FlowSchema": {
    spec: { priorityLevelConfiguration: { name: "global-default" } },
  },
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration": {
    spec: { type: "Limited", limited: { limitResponse: { type: "Reject" } } },
  },
  "resource.k8s.io/ResourceSlice": {
    spec: {
      driver: "gpu.example.com",
      nodeName: "n",
      pool: { name: "n", generation: 1, resourceSliceCount: 1 },
      devices: [{ name: "gpu-0", attributes: { model: { string: "a" } } }],
    },
  },
  "storage.k8s.io/CSIStorageCapacity": { storageClassName: "fast", capacity: "1Gi" },
  "storage.k8s.io/VolumeAttributesClass": {
    driverName: "example.com",
    parameters: { iops: "1000" },
  },
  "storage.k8s.io/StorageClass": { provisioner: "example.com/disk" },
  "storage.k8s.io/VolumeAttachment": {
    spec: { attacher: "example.com", nodeName: "n", source: { persistentVolumeName: "v" } },
  },
};

/** Every resource with objects of its own that are kept. */
export const storedResources: readonly ResourceDefinition[] = builtInResources.filter(
  ({ ephemeral, resource }) => !ephemeral && resource !== "componentstatuses",
);

/** As the server hands it to a strategy: named, with a uid, deeply frozen. */
export function sampleOf(definition: ResourceDefinition): KubeObject {
  const body = bodies[`${definition.group}/${definition.kind}`] ?? {};
  const metadata = {
    name: "sample",
    uid: "0b9e1fa4-7f0a-4a53-9f9f-5d6d6f0c9b11",
    resourceVersion: "1",
    creationTimestamp: "2026-01-01T00:00:00Z",
    ...(definition.namespaced ? { namespace: "default" } : {}),
    ...(body["metadata"] as object | undefined),
  };
  const object = { apiVersion: apiVersionOf(definition), kind: definition.kind, ...body, metadata };
  return deepFreeze(object) as KubeObject;
}

export function resourceOf(kind: string, group?: string): ResourceDefinition {
  const found = builtInResources.find(
    (definition) => definition.kind === kind && (group === undefined || definition.group === group),
  );
  if (!found) throw new Error(`no built-in kind ${kind}`);
  return found;
}
