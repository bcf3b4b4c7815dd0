/** Mirrors Endpoints that somebody has made for a Service without a selector into EndpointSlices. Source: pkg/controller/endpointslicemirroring. */
import type {
  DiscoveryV1EndpointPort,
  Endpoint,
  EndpointAddress,
  Endpoints,
  EndpointSlice,
  Service,
} from "../api/generated/types.ts";
import { ENDPOINT_SLICES, ENDPOINTS, SERVICES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { ownKey, statesOf, watch, type Controller } from "../loop/controller.ts";
import { plan, type Action, type Plan } from "../loop/plan.ts";
import {
  groupKey,
  planGroup,
  type AddressType,
  type EndpointGroup,
} from "./endpoints/slice-plan.ts";
import { semanticallyEqual } from "./equality.ts";
import { byName, controllerReference } from "./ownership.ts";

const serviceNameLabel = "kubernetes.io/service-name";
const managedByLabel = "endpointslice.kubernetes.io/managed-by";
const managedBy = "endpointslicemirroring-controller.k8s.io";
const skipLabel = "endpointslice.kubernetes.io/skip-mirror";
/** Leader election of old keeps its lease there. */
const leaderAnnotation = "control-plane.alpha.kubernetes.io/leader";
const ownAnnotations = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "endpoints.kubernetes.io/last-change-trigger-time",
]);
/** Addresses of one subset that are mirrored at most. */
const addressesMax = 1000;

export interface MirrorView {
  /** Undefined where nothing is to be mirrored: the slices go. */
  readonly endpoints: Stored<Endpoints> | undefined;
  /** Those that mirror them. */
  readonly slices: readonly Stored<EndpointSlice>[];
}

const isMirror = (slice: EndpointSlice): boolean =>
  slice.metadata.labels?.[managedByLabel] === managedBy;

function keyOf({ metadata }: EndpointSlice): string {
  return `${metadata.namespace ?? ""}/${metadata.labels?.[serviceNameLabel] ?? ""}`;
}

export const endpointSliceMirroringController: Controller<MirrorView> = {
  name: "endpointslice-mirroring-controller",
  serviceAccount: "endpointslicemirroring-controller",
  watches: [
    watch(ENDPOINTS, ownKey),
    watch(SERVICES, ownKey),
    watch(ENDPOINT_SLICES, (change) => statesOf(change).filter(isMirror).map(keyOf), {
      mirrors: (slice) => (isMirror(slice) ? [keyOf(slice)] : []),
    }),
  ],
  view(listers, key) {
    const endpoints = listers.of(ENDPOINTS).get(key);
    const service = listers.of(SERVICES).get(key);
    const slices = listers.of(ENDPOINT_SLICES).byIndex("mirrors", key);
    const mirrored = endpoints && shouldMirror(endpoints, service) ? endpoints : undefined;
    if (mirrored === undefined && slices.length === 0) return undefined;
    return { endpoints: mirrored, slices };
  },
  reconcile,
};

function shouldMirror(
  { metadata }: Stored<Endpoints>,
  service: Stored<Service> | undefined,
): boolean {
  return (
    service !== undefined &&
    service.spec?.selector === undefined &&
    metadata.deletionTimestamp === undefined &&
    metadata.labels?.[skipLabel] !== "true" &&
    metadata.annotations?.[leaderAnnotation] === undefined
  );
}

function reconcile({ endpoints, slices }: MirrorView): Plan {
  const existing = new Map<string, Stored<EndpointSlice>[]>();
  for (const slice of slices) {
    const key = groupKey({ addressType: slice.addressType, ports: slice.ports ?? [] });
    existing.set(key, [...(existing.get(key) ?? []), slice]);
  }
  const actions = endpoints === undefined ? [] : mirror(endpoints, existing);
  for (const slice of [...existing.values()].flat().sort(byName)) actions.push(remove(slice));
  return plan(actions);
}

/** Takes the slices that are made use of out of `existing`. */
function mirror(
  endpoints: Stored<Endpoints>,
  existing: Map<string, Stored<EndpointSlice>[]>,
): Action[] {
  const actions: Action[] = [];
  for (const [key, group] of groupsOf(endpoints)) {
    const wanted = planGroup(group, existing.get(key) ?? []);
    existing.delete(key);
    const kept = wanted.keep.map((slice) => ({ slice, endpoints: slice.endpoints ?? [] }));
    for (const each of [...wanted.update, ...kept]) actions.push(...update(endpoints, each));
    for (const slice of wanted.remove) actions.push(remove(slice));
    for (const creation of wanted.create) actions.push(create(endpoints, creation));
  }
  return actions;
}

/** The addresses of all subsets by family and ports, each once: the ready ones come first. */
function groupsOf({ subsets = [] }: Endpoints): ReadonlyMap<string, EndpointGroup> {
  const groups = new Map<string, { group: EndpointGroup; addresses: Set<string> }>();
  for (const subset of subsets) {
    const ports = (subset.ports ?? []).map(
      ({ name = "", port, protocol = "TCP", appProtocol }): DiscoveryV1EndpointPort => ({
        name,
        port,
        protocol,
        ...(appProtocol === undefined ? {} : { appProtocol }),
      }),
    );
    const all = [
      ...(subset.addresses ?? []).map((address) => ({ address, ready: true })),
      ...(subset.notReadyAddresses ?? []).map((address) => ({ address, ready: false })),
    ];
    for (const { address, ready } of all.slice(0, addressesMax)) {
      const addressType: AddressType = address.ip.includes(":") ? "IPv6" : "IPv4";
      const key = groupKey({ addressType, ports });
      const known = groups.get(key) ?? {
        group: { addressType, ports, endpoints: [] },
        addresses: new Set<string>(),
      };
      if (known.addresses.has(address.ip)) continue;
      known.addresses.add(address.ip);
      const endpoints = [...known.group.endpoints, endpointOf(address, ready)];
      groups.set(key, { ...known, group: { ...known.group, endpoints } });
    }
  }
  return new Map([...groups].map(([key, { group }]) => [key, group]));
}

function endpointOf(
  { ip, hostname, nodeName, targetRef }: EndpointAddress,
  ready: boolean,
): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    ...(targetRef ? { targetRef } : {}),
  };
}

type Marks = Readonly<Record<string, string>>;

function labelsOf({ metadata }: Stored<Endpoints>): Marks {
  return {
    ...metadata.labels,
    [serviceNameLabel]: metadata.name,
    [managedByLabel]: managedBy,
  };
}

function annotationsOf({ metadata }: Stored<Endpoints>): Marks {
  const all = Object.entries(metadata.annotations ?? {});
  return Object.fromEntries(all.filter(([key]) => !ownAnnotations.has(key)));
}

function create(endpoints: Stored<Endpoints>, group: EndpointGroup): Action {
  const { name, namespace } = endpoints.metadata;
  const annotations = annotationsOf(endpoints);
  const object: EndpointSlice = {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${name}-`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: labelsOf(endpoints),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [controllerReference(ENDPOINTS, endpoints)],
    },
    ...group,
  };
  return { verb: "create", resource: ENDPOINT_SLICES, object };
}

function update(
  mirrored: Stored<Endpoints>,
  { slice, endpoints }: { slice: Stored<EndpointSlice>; endpoints: readonly Endpoint[] },
): readonly Action[] {
  const labels = labelsOf(mirrored);
  const annotations = annotationsOf(mirrored);
  const unchanged =
    semanticallyEqual(slice.endpoints, endpoints) &&
    semanticallyEqual(slice.metadata.labels, labels) &&
    semanticallyEqual(slice.metadata.annotations, annotations);
  if (unchanged) return [];
  const metadata = { ...slice.metadata, labels, annotations };
  const object: Stored<EndpointSlice> = { ...slice, metadata, endpoints };
  return [{ verb: "update", resource: ENDPOINT_SLICES, object }];
}

function remove(object: Stored<EndpointSlice>): Action {
  return { verb: "delete", resource: ENDPOINT_SLICES, object };
}
