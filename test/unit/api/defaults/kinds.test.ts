/** What defaulting fills into the other kinds. Facts from pkg/apis/<group>/<version>/defaults.go. */
import { describe, expect, it } from "vitest";
import { defaulted, filledTemplate, inForm, template, type Body } from "./defaulted.ts";

describe("other kinds", () => {
  const rows: readonly (readonly [string, Body, Body, string?])[] = [
    [
      "Namespace",
      {},
      { metadata: { labels: { "kubernetes.io/metadata.name": "a" } }, status: { phase: "Active" } },
    ],
    ["Secret", {}, { type: "Opaque" }],
    ["ConfigMap", {}, {}],
    [
      "Service",
      { spec: { ports: [{ port: 80 }] } },
      {
        spec: {
          ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
          sessionAffinity: "None",
          type: "ClusterIP",
          internalTrafficPolicy: "Cluster",
        },
      },
    ],
    [
      "Service",
      {
        spec: {
          type: "LoadBalancer",
          sessionAffinity: "ClientIP",
          ports: [{ port: 1, targetPort: "web" }],
        },
      },
      {
        spec: {
          type: "LoadBalancer",
          sessionAffinity: "ClientIP",
          sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
          ports: [{ port: 1, protocol: "TCP", targetPort: "web" }],
          externalTrafficPolicy: "Cluster",
          internalTrafficPolicy: "Cluster",
          allocateLoadBalancerNodePorts: true,
        },
      },
    ],
    [
      "Service",
      { spec: { type: "ExternalName", externalName: "a.b" } },
      { spec: { type: "ExternalName", externalName: "a.b", sessionAffinity: "None" } },
    ],
    [
      "PersistentVolume",
      {},
      {
        spec: { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" },
        status: { phase: "Pending" },
      },
    ],
    [
      "PersistentVolumeClaim",
      {},
      { spec: { volumeMode: "Filesystem" }, status: { phase: "Pending" } },
    ],
    [
      "Node",
      { status: { capacity: { cpu: "1" } } },
      { status: { capacity: { cpu: "1" }, allocatable: { cpu: "1" } } },
    ],
    [
      "LimitRange",
      { spec: { limits: [{ type: "Container", max: { cpu: "2" }, min: { memory: "1" } }] } },
      {
        spec: {
          limits: [
            {
              type: "Container",
              max: { cpu: "2" },
              min: { memory: "1" },
              default: { cpu: "2" },
              defaultRequest: { cpu: "2", memory: "1" },
            },
          ],
        },
      },
    ],
    [
      "ReplicationController",
      { spec: { template: { metadata: { labels: { a: "b" } }, ...template } } },
      {
        metadata: { labels: { a: "b" } },
        spec: {
          replicas: 1,
          selector: { a: "b" },
          template: { metadata: { labels: { a: "b" } }, ...filledTemplate },
        },
      },
    ],
    [
      "Deployment",
      { spec: { template } },
      {
        spec: {
          progressDeadlineSeconds: 600,
          replicas: 1,
          revisionHistoryLimit: 10,
          strategy: {
            type: "RollingUpdate",
            rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
          },
          template: filledTemplate,
        },
      },
    ],
    [
      "Deployment",
      { spec: { replicas: 0, strategy: { type: "Recreate" }, template } },
      {
        spec: {
          progressDeadlineSeconds: 600,
          replicas: 0,
          revisionHistoryLimit: 10,
          strategy: { type: "Recreate" },
          template: filledTemplate,
        },
      },
    ],
    [
      "DaemonSet",
      { spec: { template } },
      {
        spec: {
          revisionHistoryLimit: 10,
          template: filledTemplate,
          updateStrategy: {
            type: "RollingUpdate",
            rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
          },
        },
      },
    ],
    [
      "StatefulSet",
      { spec: { template, volumeClaimTemplates: [{ metadata: { name: "d" }, spec: {} }] } },
      {
        spec: {
          podManagementPolicy: "OrderedReady",
          persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
          replicas: 1,
          revisionHistoryLimit: 10,
          template: filledTemplate,
          updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
          volumeClaimTemplates: [
            {
              apiVersion: "v1",
              kind: "PersistentVolumeClaim",
              metadata: { name: "d" },
              spec: { volumeMode: "Filesystem" },
              status: { phase: "Pending" },
            },
          ],
        },
      },
    ],
    [
      "Job",
      { spec: { template } },
      {
        spec: {
          completions: 1,
          parallelism: 1,
          backoffLimit: 6,
          completionMode: "NonIndexed",
          manualSelector: false,
          suspend: false,
          podReplacementPolicy: "TerminatingOrFailed",
          template: filledTemplate,
        },
      },
    ],
    [
      "Job",
      {
        spec: {
          parallelism: 2,
          backoffLimitPerIndex: 1,
          podFailurePolicy: { rules: [] },
          template,
        },
      },
      {
        spec: {
          parallelism: 2,
          manualSelector: false,
          backoffLimit: 2147483647,
          backoffLimitPerIndex: 1,
          completionMode: "NonIndexed",
          suspend: false,
          podFailurePolicy: { rules: [] },
          podReplacementPolicy: "Failed",
          template: filledTemplate,
        },
      },
    ],
    [
      "CronJob",
      { spec: { schedule: "@daily", jobTemplate: { spec: { template } } } },
      {
        spec: {
          schedule: "@daily",
          concurrencyPolicy: "Allow",
          suspend: false,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 1,
          jobTemplate: { spec: { template: filledTemplate } },
        },
      },
    ],
    [
      "HorizontalPodAutoscaler",
      { spec: { maxReplicas: 2, behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } } },
      {
        spec: {
          maxReplicas: 2,
          minReplicas: 1,
          metrics: [
            {
              type: "Resource",
              resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
            },
          ],
          behavior: {
            scaleUp: {
              stabilizationWindowSeconds: 0,
              selectPolicy: "Max",
              policies: [
                { type: "Pods", value: 4, periodSeconds: 15 },
                { type: "Percent", value: 100, periodSeconds: 15 },
              ],
            },
            scaleDown: {
              stabilizationWindowSeconds: 60,
              selectPolicy: "Max",
              policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
            },
          },
        },
      },
      "autoscaling",
    ],
    [
      "NetworkPolicy",
      { spec: { egress: [{ ports: [{ port: 53 }] }] } },
      {
        spec: {
          policyTypes: ["Ingress", "Egress"],
          egress: [{ ports: [{ port: 53, protocol: "TCP" }] }],
        },
      },
    ],
    [
      "EndpointSlice",
      { ports: [{ port: 80 }] },
      { ports: [{ name: "", port: 80, protocol: "TCP" }] },
    ],
    [
      "RoleBinding",
      {
        roleRef: { kind: "Role", name: "r" },
        subjects: [
          { kind: "User", name: "u" },
          { kind: "ServiceAccount", name: "s" },
        ],
      },
      {
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" },
        subjects: [
          { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "u" },
          { kind: "ServiceAccount", name: "s" },
        ],
      },
    ],
    [
      "StorageClass",
      { provisioner: "p" },
      { provisioner: "p", reclaimPolicy: "Delete", volumeBindingMode: "Immediate" },
    ],
    ["PriorityClass", { value: 1 }, { value: 1, preemptionPolicy: "PreemptLowerPriority" }],
    [
      "ValidatingWebhookConfiguration",
      {
        webhooks: [
          { name: "a", clientConfig: { service: { name: "s", namespace: "n" } }, rules: [{}] },
        ],
      },
      {
        webhooks: [
          {
            name: "a",
            clientConfig: { service: { name: "s", namespace: "n", port: 443 } },
            rules: [{ scope: "*" }],
            failurePolicy: "Fail",
            matchPolicy: "Equivalent",
            namespaceSelector: {},
            objectSelector: {},
            timeoutSeconds: 10,
          },
        ],
      },
    ],
    [
      "CustomResourceDefinition",
      { spec: { names: { plural: "foos", kind: "Foo" } } },
      {
        spec: {
          names: { plural: "foos", kind: "Foo", singular: "foo", listKind: "FooList" },
          conversion: { strategy: "None" },
        },
      },
    ],
    ["FlowSchema", { spec: {} }, { spec: { matchingPrecedence: 1000 } }],
    [
      "PriorityLevelConfiguration",
      { spec: { limited: { limitResponse: { queuing: {} } } } },
      {
        spec: {
          limited: {
            nominalConcurrencyShares: 30,
            lendablePercent: 0,
            limitResponse: { queuing: { handSize: 8, queues: 64, queueLengthLimit: 50 } },
          },
        },
      },
    ],
    [
      "CSIDriver",
      { spec: {} },
      {
        spec: {
          attachRequired: true,
          fsGroupPolicy: "ReadWriteOnceWithFSType",
          podInfoOnMount: false,
          requiresRepublish: false,
          seLinuxMount: false,
          storageCapacity: false,
          volumeLifecycleModes: ["Persistent"],
        },
      },
    ],
    [
      "ResourceClaim",
      { spec: { devices: { requests: [{ name: "r", exactly: { deviceClassName: "d" } }] } } },
      {
        spec: {
          devices: {
            requests: [
              {
                name: "r",
                exactly: { deviceClassName: "d", allocationMode: "ExactCount", count: 1 },
              },
            ],
          },
        },
      },
    ],
  ];

  const titled = rows.map(([kind, body, expected, group]) => ({ kind, body, expected, group }));

  it.each(titled)("$kind from $body", ({ kind, body, expected, group }) => {
    expect(defaulted(kind, body, group)).toEqual(inForm(kind, expected, group));
  });
});
