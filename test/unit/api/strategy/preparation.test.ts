/** Status, generation and what else creation and updates set. Facts from pkg/registry. */
import { describe, expect, it } from "vitest";
import { deepFreeze } from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import { resourceOf, sampleOf, storedResources } from "./samples.ts";

type Loose = KubeObject & Record<string, unknown> & { spec?: Record<string, unknown> };

function create(kind: string, body: object = {}): Loose {
  const definition = resourceOf(kind);
  const strategy = strategyFor(definition);
  const object = deepFreeze({ ...sampleOf(definition), ...body });
  return deepFreeze(strategy.prepareForCreate(strategy.default(object))) as Loose;
}

const status = { meddled: true };
/** What a kubelet reports of its machine is written whole. */
const nodeInfo = Object.fromEntries(
  [
    ["architecture", "bootID", "containerRuntimeVersion", "kernelVersion", "kubeProxyVersion"],
    ["kubeletVersion", "machineID", "operatingSystem", "osImage", "systemUUID"],
  ]
    .flat()
    .map((name) => [name, ""]),
);

describe("status at creation", () => {
  it.each([
    ["Pod", { phase: "Pending", qosClass: "BestEffort" }],
    ["Namespace", { phase: "Active" }],
    ["PersistentVolume", { phase: "Pending", lastPhaseTransitionTime: "2026-01-01T00:00:00Z" }],
    ["PersistentVolumeClaim", { phase: "Pending" }],
    [
      "CustomResourceDefinition",
      { conditions: null, acceptedNames: { plural: "", kind: "" }, storedVersions: ["v1"] },
    ],
    ["Deployment", {}],
    ["ReplicaSet", { replicas: 0 }],
    ["Service", { loadBalancer: {} }],
    ["Node", { meddled: true, daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo }],
  ])("of a %s is not the creator's to set", (kind, expected) => {
    expect(create(kind, { status })["status"]).toEqual(expected);
  });
});

describe("generation", () => {
  const without = [
    "ConfigMap",
    "Secret",
    "Event",
    "Endpoints",
    "Node",
    "Namespace",
    "Service",
    "ServiceAccount",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "Lease",
    "StorageClass",
    "ControllerRevision",
    "ResourceQuota",
    "LimitRange",
  ];

  it("is never there for the kinds that have none", () => {
    for (const kind of without)
      expect([kind, create(kind).metadata.generation]).toEqual([kind, undefined]);
  });

  it("begins at 1 for the kinds that have one", () => {
    for (const kind of [
      "Pod",
      "Deployment",
      "ReplicaSet",
      "Job",
      "Ingress",
      "NetworkPolicy",
      "EndpointSlice",
    ]) {
      expect([kind, create(kind).metadata.generation]).toEqual([kind, 1]);
    }
  });

  it.each([
    ["Deployment", { spec: { replicas: 5 } }, 2],
    ["Deployment", { metadata: { annotations: { a: "b" } } }, 2],
    ["Deployment", { metadata: { labels: { a: "b" } } }, 1],
    ["ReplicaSet", { metadata: { annotations: { a: "b" } } }, 1],
    ["EndpointSlice", { metadata: { labels: { a: "b" } } }, 2],
    ["PriorityClass", { description: "new" }, 1],
    ["ConfigMap", { data: { a: "b" } }, undefined],
  ])("of a %s after the change %j is %s", (kind, change, expected) => {
    const previous = create(kind);
    const { spec, metadata, ...rest } = change as Partial<Loose>;
    const next = deepFreeze({
      ...previous,
      ...rest,
      ...(spec ? { spec: { ...previous.spec, ...spec } } : {}),
      metadata: { ...previous.metadata, ...metadata },
    });
    const prepared = strategyFor(resourceOf(kind)).prepareForUpdate(next, previous);
    expect(prepared.metadata.generation).toBe(expected);
  });

  it("does not count a spec that means the same", () => {
    const previous = create("Deployment");
    const next = deepFreeze({ ...previous, spec: { ...previous.spec, nothing: {}, empty: [] } });
    const prepared = strategyFor(resourceOf("Deployment")).prepareForUpdate(next, previous);
    expect(prepared.metadata.generation).toBe(1);
  });
});

describe("updates", () => {
  it("of every kind with the subresource keep the status", () => {
    for (const definition of storedResources) {
      if (!definition.subresources.some(({ name }) => name === "status")) continue;
      const strategy = strategyFor(definition);
      const previous = deepFreeze({
        ...strategy.default(sampleOf(definition)),
        status: { kept: true },
      });
      const next = strategy.prepareForUpdate(
        deepFreeze({ ...previous, status }),
        previous,
      ) as Loose;
      expect([definition.kind, (next["status"] as { kept?: boolean }).kept]).toEqual([
        definition.kind,
        true,
      ]);
    }
  });

  it("of a Namespace leave its finalizers to /finalize", () => {
    const previous = create("Namespace");
    const next = deepFreeze({ ...previous, spec: { finalizers: [] } });
    expect(strategyFor(resourceOf("Namespace")).prepareForUpdate(next, previous)).toEqual(previous);
  });

  it("of a Pod's status leave owners alone and keep the class", () => {
    const previous = create("Pod");
    const ownerReferences = [{ apiVersion: "v1", kind: "Node", name: "n", uid: "u" }];
    const next = deepFreeze({
      ...previous,
      metadata: { ...previous.metadata, ownerReferences, labels: { new: "label" } },
      status: { phase: "Running" },
    });
    const prepared = strategyFor(resourceOf("Pod")).prepareForStatusUpdate(next, previous) as Loose;
    expect(prepared.metadata.ownerReferences).toBeUndefined();
    expect(prepared.metadata.labels).toEqual({ new: "label" });
    expect(prepared["status"]).toEqual({ phase: "Running", qosClass: "BestEffort" });
  });
});

describe("creation", () => {
  it("gives a Namespace its finalizer and keeps others", () => {
    expect(create("Namespace").spec).toEqual({ finalizers: ["kubernetes"] });
    expect(create("Namespace", { spec: { finalizers: ["a.io/b"] } }).spec).toEqual({
      finalizers: ["a.io/b", "kubernetes"],
    });
  });

  it("folds a Secret's stringData into data, over what is there", () => {
    const secret = create("Secret", { data: { a: "b2xk", b: "Yg==" }, stringData: { a: "né" } });
    expect(secret["data"]).toEqual({ a: "bsOp", b: "Yg==" });
    expect(secret["stringData"]).toBeUndefined();
  });

  it("selects a Job's Pods by its uid", () => {
    const job = create("Job");
    const uid = job.metadata.uid;
    expect(job.spec?.["selector"]).toEqual({
      matchLabels: { "batch.kubernetes.io/controller-uid": uid },
    });
    expect(job.spec?.["template"]).toMatchObject({
      metadata: {
        labels: {
          "controller-uid": uid,
          "batch.kubernetes.io/controller-uid": uid,
          "job-name": "sample",
          "batch.kubernetes.io/job-name": "sample",
        },
      },
    });
  });
});

describe("a Pod's quality of service", () => {
  const both = { cpu: "1", memory: "1Gi" };
  it.each([
    ["BestEffort", [undefined]],
    ["BestEffort", [{ requests: { cpu: "0" } }]],
    ["BestEffort", [{ limits: { "example.com/gpu": "1" } }]],
    ["Guaranteed", [{ limits: both }]],
    ["Guaranteed", [{ limits: both, requests: { cpu: "1000m", memory: "1024Mi" } }]],
    ["Burstable", [{ limits: both, requests: { cpu: "500m" } }]],
    ["Burstable", [{ limits: { cpu: "1" } }]],
    ["Burstable", [{ limits: both }, undefined]],
    ["Burstable", [{ requests: both }]],
  ])("is %s for containers with %j", (expected, resources) => {
    const containers = resources.map((one, index) => ({
      name: `c${index}`,
      image: "a:1",
      ...(one ? { resources: one } : {}),
    }));
    const pod = create("Pod", { spec: { containers } });
    expect(pod["status"]).toEqual({ phase: "Pending", qosClass: expected });
  });
});

describe("the grace of a deletion", () => {
  const strategy = strategyFor(resourceOf("Pod"));
  const pod = (body: object): KubeObject => ({ ...create("Pod"), ...body });
  const spec = { containers: [], nodeName: "n", terminationGracePeriodSeconds: 30 };

  it.each([
    ["the Pod's own", { spec }, undefined, 30],
    ["what was asked for", { spec }, 5, 5],
    ["none at all when asked for", { spec }, 0, 0],
    ["none before a node has it", { spec: { ...spec, nodeName: "" } }, 5, 0],
    ["none when it has succeeded", { spec, status: { phase: "Succeeded" } }, 5, 0],
    ["none when it has failed", { spec, status: { phase: "Failed" } }, 5, 0],
  ])("is %s", (_name, body, asked, expected) => {
    expect(strategy.deletionGraceSeconds(pod(body), asked)).toBe(expected);
  });
});

describe("field selectors", () => {
  it.each([
    [
      "Pod",
      [
        "spec.hostNetwork",
        "spec.nodeName",
        "spec.restartPolicy",
        "spec.schedulerName",
        "spec.serviceAccountName",
        "status.nominatedNodeName",
        "status.phase",
        "status.podIP",
        "status.podIPs",
      ],
    ],
    ["Namespace", ["status.phase"]],
    ["Node", ["spec.unschedulable"]],
    ["Secret", ["type"]],
    ["Job", ["status.successful"]],
    ["ReplicaSet", ["status.replicas"]],
    ["ReplicationController", ["status.replicas"]],
    ["CertificateSigningRequest", ["spec.signerName"]],
    ["ConfigMap", []],
  ])("of a %s are known", (kind, expected) => {
    const fields = strategyFor(resourceOf(kind)).selectableFields(create(kind));
    expect(Object.keys(fields).sort()).toEqual(expected);
  });
});

describe("how a kind is written", () => {
  const kindsWith = (test: (strategy: ReturnType<typeof strategyFor>) => boolean): string[] =>
    [
      ...new Set(storedResources.filter((row) => test(strategyFor(row))).map(({ kind }) => kind)),
    ].sort();

  it("lets PUT create these kinds and no others", () => {
    expect(kindsWith((strategy) => strategy.allowCreateOnUpdate)).toEqual([
      "ClusterRole",
      "ClusterRoleBinding",
      "Endpoints",
      "Event",
      "Lease",
      "LimitRange",
      "Role",
      "RoleBinding",
      "RuntimeClass",
      "Service",
    ]);
  });

  it("wants a resourceVersion for updates of these kinds", () => {
    expect(kindsWith((strategy) => !strategy.allowUnconditionalUpdate)).toEqual([
      "APIService",
      "CSIDriver",
      "CSINode",
      "CSIStorageCapacity",
      "CustomResourceDefinition",
      "Lease",
      "MutatingAdmissionPolicy",
      "MutatingAdmissionPolicyBinding",
      "MutatingWebhookConfiguration",
      "PodDisruptionBudget",
      "RuntimeClass",
      "ValidatingAdmissionPolicy",
      "ValidatingAdmissionPolicyBinding",
      "ValidatingWebhookConfiguration",
      "VolumeAttachment",
    ]);
  });

  it("orphans the Pods of Jobs and ReplicationControllers alone", () => {
    expect(kindsWith((strategy) => strategy.defaultPropagation === "Orphan")).toEqual([
      "Job",
      "ReplicationController",
    ]);
  });
});

it.each([
  [undefined, [{ type: "Available", status: "True", reason: "Local" }]],
  [{ namespace: "a", name: "b" }, undefined],
])("an APIService with service %j is created with conditions %j", (service, conditions) => {
  const prepared = strategyFor(resourceOf("APIService")).prepareForCreate({
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name: "v1.example.com", creationTimestamp: "2026-01-01T00:00:00Z" },
    spec: { group: "example.com", version: "v1", service },
    status: { conditions: [{ type: "Available", status: "False" }] },
  } as never) as Loose;
  const { status = {} } = prepared as { status?: { conditions?: readonly object[] } };
  if (conditions === undefined) expect(status.conditions ?? []).toEqual([]);
  else expect(status.conditions).toMatchObject(conditions);
});
