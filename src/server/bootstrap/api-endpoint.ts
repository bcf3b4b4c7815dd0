/**
 * The API's own Service, and the endpoints that it has: what clients in the cluster find the API by. Source: pkg/controlplane/controller/
 * kubernetesservice and pkg/controlplane/reconcilers, which look every 10 s.
 */
import type { Endpoints, EndpointSlice, Service } from "../../api/generated/types.ts";
import { ENDPOINT_SLICES, ENDPOINTS, SERVICES } from "../../api/kinds.ts";
import {
  groupResourceOf,
  type KubeObject,
  type ResourceRef,
  type Stored,
} from "../../api/object.ts";
import { hasReason } from "../../api/status.ts";
import { identical } from "../../api/validation/same.ts";
import type { Client, NewObject } from "../../loop/client.ts";
import type { Store } from "../../store/store.ts";

/** Where Pods reach the API. */
export interface ApiEndpoint {
  readonly ip: string;
  readonly port: number;
}

/**
 * Beside the addresses of simulated nodes, in a network that nothing routes to: simulated Pods reach the API there. Its listener for those
 * outside is on loopback, which Kubernetes publishes for no API server either.
 */
export const simulatedApiEndpoint: ApiEndpoint = { ip: "172.30.0.1", port: 6443 };

export interface ApiEndpointOptions {
  readonly client: Client;
  readonly store: Store;
  readonly apiEndpoint: ApiEndpoint | undefined;
}

const key = { namespace: "default", name: "kubernetes" };
const httpsPort = 443;

/** Makes the Service, or gives it the ports that it has to have. `clusterIP`: the first address of its range. */
export async function ensureApiService(
  options: ApiEndpointOptions,
  clusterIP: string,
): Promise<void> {
  const targetPort = options.apiEndpoint?.port ?? httpsPort;
  const ports = [{ name: "https", protocol: "TCP" as const, port: httpsPort, targetPort }];
  await put<Service>(options, SERVICES, {
    wanted: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...key, labels: { component: "apiserver", provider: "kubernetes" } },
      spec: { type: "ClusterIP", clusterIP, ports, sessionAffinity: "None" },
    },
    isRight: ({ spec }) => identical(spec?.ports, ports),
    change: (service) => ({ ...service, spec: { ...service.spec, ports } }),
  });
}

/** Keeps the endpoints of the `kubernetes` Service at the address where the API is reached. */
export async function publishEndpoint(
  options: ApiEndpointOptions,
  { ip, port }: ApiEndpoint,
): Promise<void> {
  const ports = [{ name: "https", port, protocol: "TCP" as const }];
  const subsets = [{ addresses: [{ ip }], ports }];
  const unmirrored = { "endpointslice.kubernetes.io/skip-mirror": "true" };
  await put<Endpoints>(options, ENDPOINTS, {
    wanted: {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: { ...key, labels: unmirrored },
      subsets,
    },
    isRight: ({ metadata, subsets: found }) =>
      identical(found, subsets) && hasLabels(metadata.labels, unmirrored),
    change: ({ metadata, ...rest }) => ({
      ...rest,
      metadata: { ...metadata, labels: { ...metadata.labels, ...unmirrored } },
      subsets,
    }),
  });
  const labels = { "kubernetes.io/service-name": key.name };
  const endpoints = [{ addresses: [ip], conditions: { ready: true } }];
  await put<EndpointSlice>(options, ENDPOINT_SLICES, {
    wanted: {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { ...key, labels },
      addressType: "IPv4",
      endpoints,
      ports,
    },
    isRight: (slice) =>
      identical(slice.endpoints, endpoints) &&
      identical(slice.ports, ports) &&
      hasLabels(slice.metadata.labels, labels),
    change: (slice) => ({
      ...slice,
      metadata: { ...slice.metadata, labels: { ...slice.metadata.labels, ...labels } },
      endpoints,
      ports,
    }),
  });
}

interface Put<T extends KubeObject> {
  readonly wanted: NewObject<T>;
  isRight(stored: Stored<T>): boolean;
  change(stored: Stored<T>): T;
}

async function put<T extends KubeObject>(
  { client, store }: ApiEndpointOptions,
  ref: ResourceRef<T>,
  { wanted, isRight, change }: Put<T>,
): Promise<void> {
  const entry = store.get({ resource: groupResourceOf(ref), ...key });
  try {
    if (!entry) await client.create(ref, wanted);
    else {
      const stored = entry.object as unknown as Stored<T>;
      if (!isRight(stored)) await client.update(ref, change(stored));
    }
  } catch (error) {
    // Somebody else was faster: the next look will tell whether it is right.
    if (!hasReason(error, "AlreadyExists") && !hasReason(error, "Conflict")) throw error;
  }
}

type Labels = Readonly<Record<string, string>>;

function hasLabels(found: Labels | undefined, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => found?.[name] === value);
}
