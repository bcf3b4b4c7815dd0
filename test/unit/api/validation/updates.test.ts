/** What updates refuse, in whole messages. Rows are facts from the update tests of Kubernetes' validation packages. */
import { describe, expect, it } from "vitest";
import { deepFreeze } from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import { resourceOf, sampleOf } from "../strategy/samples.ts";
import { lines, type Body } from "./refusals.ts";

type Loose = KubeObject & { spec?: Body; status?: Body };

function merge(target: unknown, change: unknown): unknown {
  const plain = (value: unknown): value is Body =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!plain(change)) return change;
  const result: Body = plain(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(change)) result[key] = merge(result[key], value);
  return result;
}

function stored(kind: string, body: Body = {}): Loose {
  const definition = resourceOf(kind);
  const strategy = strategyFor(definition);
  const object = merge(sampleOf(definition), body) as KubeObject;
  const made = strategy.prepareForCreate(strategy.default(deepFreeze(object)));
  return deepFreeze(merge(made, { status: body["status"] ?? (made as Loose).status })) as Loose;
}

function refusedUpdate(kind: string, before: Body, change: Body): readonly string[] {
  const strategy = strategyFor(resourceOf(kind));
  const previous = stored(kind, before);
  const next = deepFreeze(strategy.default(deepFreeze(merge(previous, change) as KubeObject)));
  const errors = strategy.validateUpdate(strategy.prepareForUpdate(next, previous), previous);
  return once(lines(errors));
}

/** Kubernetes checks metadata, and parts of some kinds, two or three times; vectors.test.ts holds us to the number. */
function once(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

const only =
  "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
const container = { name: "main", image: "registry.example/app:1" };
const fixed = "field is immutable when `immutable` is set";
const toleration = { key: "a", operator: "Exists", effect: "NoExecute", tolerationSeconds: 5 };

describe("an update", () => {
  it.each<[string, string, Body, Body, readonly string[]]>([
    [
      "ConfigMap",
      "of the name",
      {},
      { metadata: { name: "other" } },
      ['FieldValueInvalid metadata.name: Invalid value: "other": field is immutable'],
    ],
    [
      "ConfigMap",
      "of the uid",
      {},
      { metadata: { uid: "other" } },
      ['FieldValueInvalid metadata.uid: Invalid value: "other": field is immutable'],
    ],
    [
      "ConfigMap",
      "that adds a finalizer to what is being deleted",
      { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["a.io/a"] } },
      { metadata: { finalizers: ["a.io/a", "a.io/b"] } },
      [
        'FieldValueForbidden metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.io/b"}',
      ],
    ],
    [
      "ConfigMap",
      "of frozen data",
      { immutable: true, data: { a: "b" } },
      { immutable: false, data: { a: "c" } },
      [
        `FieldValueForbidden immutable: Forbidden: ${fixed}`,
        `FieldValueForbidden data: Forbidden: ${fixed}`,
      ],
    ],
    [
      "Secret",
      "of the type",
      { type: "a/b" },
      { type: "c/d" },
      ['FieldValueInvalid type: Invalid value: "c/d": field is immutable'],
    ],
    ["Pod", "of an image", {}, { spec: { containers: [{ ...container, image: "b:2" }] } }, []],
    [
      "Pod",
      "that adds a container",
      {},
      { spec: { containers: [container, { ...container, name: "b" }] } },
      [
        "FieldValueForbidden spec.containers: Forbidden: pod updates may not add or remove containers",
      ],
    ],
    [
      "Pod",
      "of the account",
      {},
      { spec: { serviceAccountName: "b" } },
      [
        `FieldValueForbidden spec: Forbidden: ${only}\n${[
          "@@ -40,7 +40,7 @@",
          '  "ActiveDeadlineSeconds": null,',
          '  "DNSPolicy": "ClusterFirst",',
          '  "NodeSelector": null,',
          '- "ServiceAccountName": "",',
          '+ "ServiceAccountName": "b",',
          '  "AutomountServiceAccountToken": null,',
          '  "NodeName": "",',
          '  "SecurityContext": {',
          "",
        ].join("\n")}`,
      ],
    ],
    [
      "Pod",
      "of a request",
      {},
      { spec: { containers: [{ ...container, resources: { requests: { cpu: "1" } } }] } },
      [
        `FieldValueForbidden spec: Forbidden: ${only}\n${[
          "@@ -13,7 +13,9 @@",
          '    "Env": null,',
          '    "Resources": {',
          '     "Limits": null,',
          '-    "Requests": null,',
          '+    "Requests": {',
          '+     "cpu": "1"',
          "+    },",
          '     "Claims": null',
          "    },",
          '    "ResizePolicy": null,',
          "",
        ].join("\n")}`,
      ],
    ],
    ["Pod", "that sets a deadline", {}, { spec: { activeDeadlineSeconds: 10 } }, []],
    [
      "Pod",
      "that puts the deadline off",
      { spec: { activeDeadlineSeconds: 10 } },
      { spec: { activeDeadlineSeconds: 11 } },
      [
        "FieldValueInvalid spec.activeDeadlineSeconds: Invalid value: 11: must be less than or equal to previous value",
      ],
    ],
    [
      "Pod",
      "that adds a toleration",
      { spec: { tolerations: [toleration] } },
      { spec: { tolerations: [toleration, { ...toleration, key: "b" }] } },
      [],
    ],
    [
      "Pod",
      "of a toleration's seconds",
      { spec: { tolerations: [toleration] } },
      { spec: { tolerations: [{ ...toleration, tolerationSeconds: 9 }] } },
      [],
    ],
    [
      "Pod",
      "that takes a toleration away",
      { spec: { tolerations: [toleration] } },
      { spec: { tolerations: [] } },
      [
        "FieldValueForbidden spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds",
      ],
    ],
    [
      "Pod",
      "that opens a gate",
      { spec: { schedulingGates: [{ name: "a.io/b" }] } },
      { spec: { schedulingGates: [] } },
      [],
    ],
    [
      "Pod",
      "that shuts one",
      {},
      { spec: { schedulingGates: [{ name: "a.io/b" }] } },
      [
        "FieldValueForbidden spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a.io/b'",
      ],
    ],
    [
      "Deployment",
      "of the selector",
      {},
      {
        spec: {
          selector: { matchLabels: { app: "a", b: "c" } },
          template: { metadata: { labels: { app: "a", b: "c" } } },
        },
      },
      [
        'FieldValueInvalid spec.selector: Invalid value: {"matchLabels":{"app":"a","b":"c"}}: field is immutable',
      ],
    ],
    [
      "Deployment",
      "of the template",
      {},
      { spec: { template: { metadata: { labels: { more: "b" } } } } },
      [],
    ],
    [
      "StatefulSet",
      "of the service",
      {},
      { spec: { serviceName: "b" } },
      [
        "FieldValueForbidden spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      ],
    ],
    ["StatefulSet", "of replicas", {}, { spec: { replicas: 4 } }, []],
    [
      "Job",
      "of completions",
      {},
      { spec: { completions: 2 } },
      ["FieldValueInvalid spec.completions: Invalid value: 2: field is immutable"],
    ],
    ["Job", "of parallelism", {}, { spec: { parallelism: 2 } }, []],
    [
      "Service",
      "of the address",
      { spec: { clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.1"] } },
      { spec: { clusterIP: "10.0.0.2", clusterIPs: ["10.0.0.2"] } },
      [
        'FieldValueInvalid spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set',
      ],
    ],
    [
      "Service",
      "that gives the address up",
      { spec: { clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.1"] } },
      { spec: { clusterIP: "", clusterIPs: [] } },
      [
        "FieldValueInvalid spec.clusterIPs[0]: Invalid value: null: primary clusterIP can not be unset",
      ],
    ],
    [
      "PersistentVolumeClaim",
      "of the class",
      { spec: { storageClassName: "a" } },
      { spec: { storageClassName: "b" } },
      [
        'FieldValueForbidden spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n@@ -10,7 +10,7 @@\n   }\n  },\n  "VolumeName": "",\n- "StorageClassName": "a",\n+ "StorageClassName": "b",\n  "VolumeMode": "Filesystem",\n  "DataSource": null,\n  "DataSourceRef": null,\n',
      ],
    ],
    ["PersistentVolumeClaim", "of the volume, once", {}, { spec: { volumeName: "v" } }, []],
    [
      "PersistentVolumeClaim",
      "of the size, when bound",
      { status: { phase: "Bound" } },
      { spec: { resources: { requests: { storage: "2Gi" } } } },
      [],
    ],
    [
      "PersistentVolumeClaim",
      "of the size, when not bound",
      {},
      { spec: { resources: { requests: { storage: "2Gi" } } } },
      [
        'FieldValueForbidden spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n@@ -6,7 +6,7 @@\n  "Resources": {\n   "Limits": null,\n   "Requests": {\n-   "storage": "1Gi"\n+   "storage": "2Gi"\n   }\n  },\n  "VolumeName": "",\n',
      ],
    ],
    [
      "PersistentVolume",
      "of the source",
      {},
      { spec: { hostPath: { path: "/other" } } },
      [
        'FieldValueForbidden spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n@@ -2,7 +2,7 @@\n  "GCEPersistentDisk": null,\n  "AWSElasticBlockStore": null,\n  "HostPath": {\n-  "Path": "/data",\n+  "Path": "/other",\n   "Type": ""\n  },\n  "Glusterfs": null,\n',
      ],
    ],
    [
      "ClusterRoleBinding",
      "of the role",
      {},
      { roleRef: { name: "edit" } },
      [
        'FieldValueInvalid roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"ClusterRole","Name":"edit"}: cannot change roleRef',
      ],
    ],
    [
      "StorageClass",
      "of the provisioner",
      {},
      { provisioner: "a.io/b" },
      ['FieldValueInvalid provisioner: Invalid value: "a.io/b": field is immutable'],
    ],
    [
      "PriorityClass",
      "of the value",
      { value: 1 },
      { value: 2 },
      ["FieldValueForbidden value: Forbidden: may not be changed in an update."],
    ],
    [
      "IngressClass",
      "of the controller",
      {},
      { spec: { controller: "a.io/b" } },
      ['FieldValueInvalid spec.controller: Invalid value: "a.io/b": field is immutable'],
    ],
    [
      "Node",
      "of the provider's name for it",
      { spec: { providerID: "a" } },
      { spec: { providerID: "b" } },
      [
        'FieldValueForbidden spec.providerID: Forbidden: node updates may not change providerID except from "" to valid',
      ],
    ],
    [
      "CustomResourceDefinition",
      "of an established scope",
      { status: { conditions: [{ type: "Established", status: "True" }] } },
      { spec: { scope: "Cluster" } },
      ['FieldValueInvalid spec.scope: Invalid value: "Cluster": field is immutable'],
    ],
  ])("of a %s: %s", (kind, _name, before, change, expected) => {
    expect(refusedUpdate(kind, before, change)).toEqual(expected);
  });
});

function refusedStatus(kind: string, before: Body, status: Body): readonly string[] {
  const strategy = strategyFor(resourceOf(kind));
  const previous = stored(kind, before);
  const next = deepFreeze({ ...previous, status });
  return lines(
    strategy.validateStatusUpdate(strategy.prepareForStatusUpdate(next, previous), previous),
  );
}

describe("a status", () => {
  const ended = { name: "main", state: { terminated: { exitCode: 0 } } };
  it.each<[string, string, Body, Body, readonly string[]]>([
    [
      "Deployment",
      "with more ready than there are",
      {},
      { replicas: 1, readyReplicas: 2 },
      [
        "FieldValueInvalid status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas",
      ],
    ],
    [
      "Deployment",
      "with fewer than none",
      {},
      { replicas: -1 },
      [
        "FieldValueInvalid status.replicas: Invalid value: -1: must be greater than or equal to 0",
        ...["updatedReplicas", "readyReplicas", "availableReplicas"].map(
          (field) =>
            `FieldValueInvalid status.${field}: Invalid value: 0: cannot be greater than status.replicas`,
        ),
      ],
    ],
    [
      "ReplicaSet",
      "with more available than ready",
      {},
      { replicas: 2, readyReplicas: 1, availableReplicas: 2 },
      [
        "FieldValueInvalid status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas",
      ],
    ],
    [
      "Pod",
      "of another class",
      {},
      { qosClass: "Guaranteed" },
      ['FieldValueInvalid status.qosClass: Invalid value: "Guaranteed": field is immutable'],
    ],
    [
      "Pod",
      "that revives a container",
      { spec: { restartPolicy: "Never" }, status: { containerStatuses: [ended] } },
      { containerStatuses: [{ name: "main", state: { running: {} } }] },
      [
        "FieldValueForbidden status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state",
      ],
    ],
    [
      "Namespace",
      "that ends what nobody deleted",
      {},
      { phase: "Terminating" },
      [
        "FieldValueInvalid status.Phase: Invalid value: \"Terminating\": may only be 'Active' if `deletionTimestamp` is empty",
      ],
    ],
    [
      "Job",
      "that forgets failures",
      { status: { failed: 2 } },
      { failed: 1 },
      ["FieldValueInvalid status.failed: Invalid value: 1: cannot decrease the failed counter"],
    ],
  ])("of a %s: %s", (kind, _name, before, status, expected) => {
    expect(refusedStatus(kind, before, status)).toEqual(expected);
  });
});
