/** What a new cluster has before anyone touches it: namespaces, roles, priority and storage classes, the API's own Service. */
import type { ConfigMap, PriorityClass, StorageClass } from "../../api/generated/types.ts";
import {
  CONFIG_MAPS,
  FLOW_SCHEMAS,
  NAMESPACES,
  PRIORITY_CLASSES,
  PRIORITY_LEVEL_CONFIGURATIONS,
  SERVICE_CIDRS,
  STORAGE_CLASSES,
} from "../../api/kinds.ts";
import { localProvisionerName } from "../../api/local-volumes.ts";
import { groupResourceOf, type KubeObject, type ResourceRef } from "../../api/object.ts";
import { hasReason } from "../../api/status.ts";
import type { Client, NewObject } from "../../loop/client.ts";
import type { Store } from "../../store/store.ts";
import { defaultFlowSchemas, defaultPriorityLevels } from "../flow-control/defaults.ts";
import { formatIpv4, parseIpv4Range } from "../services/addresses.ts";
import { type ApiEndpoint, ensureApiService, publishEndpoint } from "./api-endpoint.ts";
import { reconcileRoles } from "./reconcile-roles.ts";

export interface BootstrapOptions {
  readonly client: Client;
  readonly store: Store;
  readonly serviceCidr: string;
  /** PEM of the authority behind client certificates; undefined or empty where there is none. */
  readonly caPem?: string;
  /** `2026-11-24`: from which day on the use of Secrets' tokens is noted, where it is. */
  readonly today?: string;
  /** Where Pods reach the API; undefined when nothing listens (an embedded cluster). */
  readonly apiEndpoint: ApiEndpoint | undefined;
}

const systemNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** Creates what is missing and completes the default roles; in one group commit for a new cluster. */
export async function bootstrap(options: BootstrapOptions): Promise<void> {
  const ensure = <T extends KubeObject>(ref: ResourceRef<T>, object: NewObject<T>) =>
    ensureObject(options, ref, object);
  await ensureNamespaces(options);
  await Promise.all([
    reconcileRoles(options),
    ...priorityClasses.map((priority) => ensure(PRIORITY_CLASSES, priority)),
    ...defaultPriorityLevels.map((level) => ensure(PRIORITY_LEVEL_CONFIGURATIONS, level)),
    ...defaultFlowSchemas.map((schema) => ensure(FLOW_SCHEMAS, schema)),
    ensure(STORAGE_CLASSES, standardStorageClass),
    ...(options.caPem ? [publishAuthority(options, options.caPem)] : []),
    ...(options.today ? [ensureTokenTracking(options, options.today)] : []),
    ensureService(options),
  ]);
}

/** Source: pkg/controlplane/controller/legacytokentracking. */
async function ensureTokenTracking(options: BootstrapOptions, since: string): Promise<void> {
  await ensureObject(options, CONFIG_MAPS, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "kube-apiserver-legacy-service-account-token-tracking",
      namespace: "kube-system",
    },
    data: { since },
  });
}

/** Of all that, what is brought back when it goes. */
export async function restoreBootstrapped(options: BootstrapOptions): Promise<void> {
  await ensureNamespaces(options);
  await ensureService(options);
}

async function ensureNamespaces(options: BootstrapOptions): Promise<void> {
  const namespaces = systemNamespaces.map((name) =>
    ensureObject(options, NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name } }),
  );
  await Promise.all(namespaces);
}

async function ensureService(options: BootstrapOptions): Promise<void> {
  await Promise.all([
    ensureServiceCidr(options),
    ensureApiService(options, apiServiceAddress(options.serviceCidr)),
  ]);
  if (options.apiEndpoint) await publishEndpoint(options, options.apiEndpoint);
}

async function ensureObject<T extends KubeObject>(
  { client, store }: BootstrapOptions,
  ref: ResourceRef<T>,
  object: NewObject<T>,
): Promise<void> {
  const { name = "", namespace = "" } = (object as unknown as KubeObject).metadata;
  if (store.get({ resource: groupResourceOf(ref), namespace, name })) return;
  try {
    await client.create(ref, object);
  } catch (error) {
    if (!hasReason(error, "AlreadyExists")) throw error;
  }
}

const priorityClasses: readonly PriorityClass[] = [
  priorityClass(
    "system-cluster-critical",
    2_000_000_000,
    "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
  ),
  priorityClass(
    "system-node-critical",
    2_000_001_000,
    "Used for system critical pods that must not be moved from their current node.",
  ),
];

function priorityClass(name: string, value: number, description: string): PriorityClass {
  return {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name },
    value,
    description,
    preemptionPolicy: "PreemptLowerPriority",
  };
}

/** Its provisioner is the engine's own. */
const standardStorageClass: StorageClass = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: {
    name: "standard",
    annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
  },
  provisioner: localProvisionerName,
  reclaimPolicy: "Delete",
  allowVolumeExpansion: true,
  volumeBindingMode: "WaitForFirstConsumer",
};

/** By which API servers of others know this cluster's users (pkg/controlplane/controller/clusterauthenticationtrust). */
async function publishAuthority({ client, store }: BootstrapOptions, caPem: string): Promise<void> {
  const key = { name: "extension-apiserver-authentication", namespace: "kube-system" };
  const data: ConfigMap["data"] = { "client-ca-file": caPem, ...requestHeaderSettings(caPem) };
  const resource = groupResourceOf(CONFIG_MAPS);
  const stored = store.get({ resource, ...key })?.object as ConfigMap | undefined;
  if (Object.entries(data).every(([name, value]) => stored?.data?.[name] === value)) return;
  await client.patch(
    CONFIG_MAPS,
    key,
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: key,
      data,
    },
    { type: "apply", force: true, fieldManager: "kube-apiserver" },
  );
}

/** The range of Services as an object that is ready (pkg/controlplane/controller/defaultservicecidr). */
async function ensureServiceCidr({ client, store, serviceCidr }: BootstrapOptions): Promise<void> {
  const name = "kubernetes";
  const resource = groupResourceOf(SERVICE_CIDRS);
  if (store.get({ resource, namespace: "", name })) return;
  const { metadata } = await client.create(SERVICE_CIDRS, {
    apiVersion: "networking.k8s.io/v1",
    kind: "ServiceCIDR",
    metadata: { name },
    spec: { cidrs: [serviceCidr] },
  });
  const ready = {
    type: "Ready",
    status: "True",
    reason: "",
    message: "Kubernetes default Service CIDR is ready",
    lastTransitionTime: metadata.creationTimestamp,
  };
  await client.patch(
    SERVICE_CIDRS,
    { name },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "ServiceCIDR",
      metadata: { name },
      status: { conditions: [ready] },
    },
    {
      type: "apply",
      force: true,
      subresource: "status",
      fieldManager: "kubernetes-service-cidr-controller",
    },
  );
}

/** The name in the certificate that this server shows to aggregated ones. */
export const proxyClientName = "front-proxy-client";

function requestHeaderSettings(caPem: string): Readonly<Record<string, string>> {
  return {
    "requestheader-allowed-names": JSON.stringify([proxyClientName]),
    "requestheader-client-ca-file": caPem,
    "requestheader-extra-headers-prefix": '["X-Remote-Extra-"]',
    "requestheader-group-headers": '["X-Remote-Group"]',
    "requestheader-uid-headers": '["X-Remote-Uid"]',
    "requestheader-username-headers": '["X-Remote-User"]',
  };
}

/** The first address of a service range: the API's. Throws for what is no range. */
export function apiServiceAddress(serviceCidr: string): string {
  const range = parseIpv4Range(serviceCidr);
  if (!range) throw new Error(`${serviceCidr} is not an IPv4 network in CIDR notation`);
  return formatIpv4(range.base + 1);
}
