/** The states from which the laws are tried on the controllers of roles, accounts, certificates and quotas. */
import {
  CERTIFICATE_SIGNING_REQUESTS,
  CLUSTER_ROLES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  RESOURCE_QUOTAS,
  SERVICES,
  VOLUME_ATTRIBUTES_CLASSES,
} from "../../../src/api/kinds.ts";
import type { ResourceRef } from "../../../src/api/object.ts";
import { certificateCleaner } from "../../../src/controllers/certificates/cleaner.ts";
import { clusterRoleAggregationController } from "../../../src/controllers/cluster-role-aggregation.ts";
import { resourceQuotaController } from "../../../src/controllers/resource-quota.ts";
import {
  attributesClassProtection,
  claimProtection,
  volumeProtection,
} from "../../../src/controllers/storage-protection.ts";
import { placed, type LawWorld, type Placed } from "./law-worlds.ts";

const aggregated = { "rbac.example.com/aggregate-to-sum": "true" };

function clusterRole(
  name: string,
  parts: { labels?: Readonly<Record<string, string>>; rules?: unknown; aggregationRule?: unknown },
): Placed {
  const { labels, ...rest } = parts;
  const [resource, object] = placed(CLUSTER_ROLES, {
    name,
    ...(labels ? { metadata: { labels } } : {}),
  });
  return [resource, { ...object, ...rest }];
}

function roleWorlds(): readonly LawWorld[] {
  const rule = (resource: string) => ({ apiGroups: [""], resources: [resource], verbs: ["get"] });
  const sum = clusterRole("sum", {
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregated }] },
    rules: [rule("secrets")],
  });
  return [
    {
      state: "with a sum that is out of date",
      controller: clusterRoleAggregationController,
      objects: [
        sum,
        clusterRole("part-b", { labels: aggregated, rules: [rule("pods"), rule("services")] }),
        clusterRole("part-a", { labels: aggregated, rules: [rule("pods")] }),
        clusterRole("other", { rules: [rule("nodes")] }),
      ],
    },
    {
      state: "with nothing to add up",
      controller: clusterRoleAggregationController,
      objects: [sum],
    },
  ];
}

function quotaWorlds(): readonly LawWorld[] {
  const controller = resourceQuotaController([PODS, SERVICES, RESOURCE_QUOTAS] as ResourceRef[]);
  const metadata = { namespace: "default" };
  const hard = { pods: "4", "requests.cpu": "2", services: "1", resourcequotas: "1" };
  const pod = (name: string, phase: string) =>
    placed(PODS, {
      name,
      metadata,
      spec: { containers: [{ name: "c", resources: { requests: { cpu: "250m" } } }] },
      status: { phase },
    });
  const objects = [
    pod("a", "Running"),
    pod("b", "Succeeded"),
    placed(SERVICES, { name: "s", metadata, spec: { type: "ClusterIP" } }),
  ];
  const quota = (status: object) =>
    placed(RESOURCE_QUOTAS, { name: "q", metadata, spec: { hard }, status });
  return [
    { state: "with a new quota", controller, objects: [...objects, quota({})] },
    {
      state: "with a quota that counts what is gone",
      controller,
      objects: [
        ...objects,
        quota({ hard, used: { pods: "3", "requests.cpu": "1", services: "1" } }),
      ],
    },
  ];
}

function certificateWorlds(): readonly LawWorld[] {
  const request = (name: string, type: string, lastUpdateTime: string) =>
    placed(CERTIFICATE_SIGNING_REQUESTS, {
      name,
      spec: { signerName: "example.com/any", request: "", usages: ["client auth"] },
      status: { conditions: [{ type, status: "True", lastUpdateTime }] },
    });
  return [
    {
      state: "with requests that are long decided, and others",
      controller: certificateCleaner,
      objects: [
        request("denied", "Denied", "2025-12-31T22:00:00Z"),
        request("failed", "Failed", "2025-12-31T23:30:00Z"),
        request("unsigned", "Approved", "2025-12-31T22:00:00Z"),
      ],
    },
  ];
}

function storageWorlds(): readonly LawWorld[] {
  const namespace = "default";
  const deletionTimestamp = "2025-12-31T23:30:00Z";
  const claim = (name: string, metadata: object) =>
    placed(PERSISTENT_VOLUME_CLAIMS, {
      name,
      metadata: { namespace, ...metadata },
      spec: { volumeAttributesClassName: "used" },
    });
  const finalizers = ["kubernetes.io/pvc-protection"];
  const user = placed(PODS, {
    name: "user",
    metadata: { namespace },
    spec: {
      nodeName: "n",
      containers: [],
      volumes: [{ name: "v", persistentVolumeClaim: { claimName: "used" } }],
    },
  });
  const attributes = (name: string) =>
    placed(VOLUME_ATTRIBUTES_CLASSES, {
      name,
      metadata: { deletionTimestamp, finalizers: ["kubernetes.io/vac-protection"] },
    });
  const volume = (name: string, phase: string) =>
    placed(PERSISTENT_VOLUMES, {
      name,
      metadata: { deletionTimestamp, finalizers: ["kubernetes.io/pv-protection"] },
      status: { phase },
    });
  const claims = [
    claim("new", {}),
    claim("used", { deletionTimestamp, finalizers }),
    claim("unused", { deletionTimestamp, finalizers }),
  ];
  return [
    { state: "with claims", controller: claimProtection, objects: [...claims, user] },
    {
      state: "with volumes",
      controller: volumeProtection,
      objects: [volume("bound", "Bound"), volume("released", "Released")],
    },
    {
      state: "with classes",
      controller: attributesClassProtection,
      objects: [attributes("used"), attributes("unused"), ...claims],
    },
  ];
}

export const accessLawWorlds: readonly LawWorld[] = [
  ...roleWorlds(),
  ...quotaWorlds(),
  ...certificateWorlds(),
  ...storageWorlds(),
];
