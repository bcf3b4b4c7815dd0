/**
 * What counts as a new generation, of every built-in kind: the strategies under pkg/registry of Kubernetes 1.36, those of
 * apiextensions-apiserver and kube-aggregator. Autoscalers have none yet; Kubernetes gives them one from 1.37 on.
 */
import { describe, expect, it } from "vitest";
import { deepFreeze } from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import { resourceOf, sampleOf, storedResources } from "./samples.ts";

type Loose = KubeObject & Record<string, unknown>;

/** A creator's own generation, which those that have one replace. */
const own = 7;

interface Row {
  /** After creation, where the creator has said 7. */
  readonly created: number;
  /** How many it goes up by with another spec (or what the kind has in its place), annotations and labels. */
  readonly body: number;
  readonly annotations: number;
  readonly labels: number;
}

const none: Row = { created: own, body: 0, annotations: 0, labels: 0 };
const spec: Row = { created: 1, body: 1, annotations: 0, labels: 0 };

const rows: Readonly<Record<string, Row>> = {
  "/ConfigMap": none,
  "/Endpoints": none,
  "/Event": none,
  "/LimitRange": none,
  "/Namespace": none,
  "/Node": none,
  "/PersistentVolume": none,
  "/PersistentVolumeClaim": none,
  "/Pod": spec,
  "/PodTemplate": spec,
  "/ReplicationController": spec,
  "/ResourceQuota": none,
  "/Secret": none,
  "/Service": none,
  "/ServiceAccount": none,
  "admissionregistration.k8s.io/MutatingAdmissionPolicy": spec,
  "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding": spec,
  "admissionregistration.k8s.io/MutatingWebhookConfiguration": spec,
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy": spec,
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding": spec,
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration": spec,
  "apiextensions.k8s.io/CustomResourceDefinition": spec,
  "apiregistration.k8s.io/APIService": none,
  "apps/ControllerRevision": none,
  "apps/DaemonSet": spec,
  "apps/Deployment": { ...spec, annotations: 1 },
  "apps/ReplicaSet": spec,
  "apps/StatefulSet": spec,
  "autoscaling/HorizontalPodAutoscaler": none,
  "batch/CronJob": spec,
  "batch/Job": spec,
  "certificates.k8s.io/CertificateSigningRequest": none,
  "coordination.k8s.io/Lease": none,
  "discovery.k8s.io/EndpointSlice": { ...spec, labels: 1 },
  "events.k8s.io/Event": none,
  "flowcontrol.apiserver.k8s.io/FlowSchema": spec,
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration": spec,
  "networking.k8s.io/IPAddress": none,
  "networking.k8s.io/Ingress": spec,
  "networking.k8s.io/IngressClass": spec,
  "networking.k8s.io/NetworkPolicy": spec,
  "networking.k8s.io/ServiceCIDR": none,
  "node.k8s.io/RuntimeClass": none,
  "policy/PodDisruptionBudget": spec,
  "rbac.authorization.k8s.io/ClusterRole": none,
  "rbac.authorization.k8s.io/ClusterRoleBinding": none,
  "rbac.authorization.k8s.io/Role": none,
  "rbac.authorization.k8s.io/RoleBinding": none,
  "resource.k8s.io/DeviceClass": spec,
  "resource.k8s.io/ResourceClaim": none,
  "resource.k8s.io/ResourceClaimTemplate": none,
  "resource.k8s.io/ResourceSlice": spec,
  "scheduling.k8s.io/PriorityClass": { ...spec, body: 0 },
  "storage.k8s.io/CSIDriver": { ...spec, created: own },
  "storage.k8s.io/CSINode": none,
  "storage.k8s.io/CSIStorageCapacity": none,
  "storage.k8s.io/StorageClass": none,
  "storage.k8s.io/VolumeAttachment": none,
  "storage.k8s.io/VolumeAttributesClass": none,
};

/** What is outside metadata and status, changed. */
function changedBody(object: Loose): Loose {
  const { metadata, status, kind, apiVersion, ...body } = object;
  const [[field, value] = ["data", undefined]] = Object.entries(body);
  const other = Array.isArray(value)
    ? []
    : typeof value === "object"
      ? { ...value, changed: { more: "so" } }
      : `${String(value)}-changed`;
  const more = status === undefined ? {} : { status };
  return { kind, apiVersion, metadata, ...more, ...body, [field]: other };
}

it("the table has every kind that is stored", () => {
  const kinds = storedResources.map(({ group, kind }) => `${group}/${kind}`);
  expect(Object.keys(rows).sort()).toEqual([...new Set(kinds)].sort());
});

describe.each(Object.entries(rows))("the generation of a %s", (name, row) => {
  const [group, kind = ""] = name.split("/");
  const definition = resourceOf(kind, group);
  const strategy = strategyFor(definition);
  const sample = sampleOf(definition);
  const given = { ...sample, metadata: { ...sample.metadata, generation: own } };
  const created = deepFreeze(strategy.prepareForCreate(strategy.default(given))) as Loose;

  it(`begins at ${row.created === own ? "what the creator says" : row.created}`, () => {
    expect(created.metadata.generation).toBe(row.created);
  });

  it.each<[string, number, Loose]>([
    ["another body", row.body, changedBody(created)],
    [
      "other annotations",
      row.annotations,
      { ...created, metadata: { ...created.metadata, annotations: { other: "yes" } } },
    ],
    [
      "other labels",
      row.labels,
      { ...created, metadata: { ...created.metadata, labels: { other: "yes" } } },
    ],
    ["nothing new", 0, created],
  ])(`with %s goes up by %i`, (_what, more, next) => {
    const prepared = strategy.prepareForUpdate(deepFreeze(next), created);
    expect(prepared.metadata.generation).toBe(row.created + more);
  });

  it("does not change with its status", () => {
    const next = deepFreeze({ ...created, status: { conditions: [{ type: "Changed" }] } });
    const prepared = strategy.prepareForStatusUpdate(next, created, "2026-01-01T00:00:00Z");
    expect(prepared.metadata.generation).toBe(row.created);
  });
});
