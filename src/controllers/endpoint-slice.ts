/** The EndpointSlice controller: the Pods of every Service with a selector. Source: pkg/controller/endpointslice. */
import type {
  DiscoveryV1EndpointPort,
  Endpoint,
  EndpointHints,
  EndpointSlice,
  Node,
  Pod,
  Service,
} from "../api/generated/types.ts";
import { ENDPOINT_SLICES, NODES, SERVICES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { lookUp, statesOf, watch, type Controller } from "../loop/controller.ts";
import { plan, type Action, type Plan } from "../loop/plan.ts";
import {
  addressesOf,
  hasEndpoints,
  headlessLabel,
  hostnameUnder,
  isHeadless,
  ownLabels,
  podsOf,
  serviceAndPodWatches,
  targetPortOf,
} from "./endpoints/service-pods.ts";
import {
  groupKey,
  planGroup,
  type AddressType,
  type EndpointGroup,
} from "./endpoints/slice-plan.ts";
import { triggerOf, withTrigger, type Trigger } from "./endpoints/trigger-time.ts";
import { semanticallyEqual } from "./equality.ts";
import { byName, controllerReference } from "./ownership.ts";
import { isReady } from "./pod-state.ts";

const serviceNameLabel = "kubernetes.io/service-name";
const managedByLabel = "endpointslice.kubernetes.io/managed-by";
const managedBy = "endpointslice-controller.k8s.io";
const zoneLabel = "topology.kubernetes.io/zone";
const reserved = new Set([serviceNameLabel, managedByLabel, headlessLabel]);

export interface EndpointSliceView {
  readonly service: Stored<Service>;
  readonly pods: readonly Stored<Pod>[];
  /** The slices of the Service that this controller manages. */
  readonly slices: readonly Stored<EndpointSlice>[];
  /** Zones by node name, of the nodes that have one. */
  readonly zones: Readonly<Record<string, string>>;
}

/** Whether a slice is this controller's to keep. */
export function isManaged(slice: EndpointSlice): boolean {
  return slice.metadata.labels?.[managedByLabel] === managedBy;
}

function serviceKeyOf(slice: EndpointSlice): string {
  return `${slice.metadata.namespace ?? ""}/${slice.metadata.labels?.[serviceNameLabel] ?? ""}`;
}

export const endpointSliceController: Controller<EndpointSliceView> = {
  name: "endpoint-slice-controller",
  serviceAccount: "endpointslice-controller",
  watches: [
    ...serviceAndPodWatches,
    watch(ENDPOINT_SLICES, (change) => statesOf(change).filter(isManaged).map(serviceKeyOf), {
      byService: (slice) => (isManaged(slice) ? [serviceKeyOf(slice)] : []),
    }),
    lookUp(NODES),
  ],
  view(listers, key) {
    const service = listers.of(SERVICES).get(key);
    if (service === undefined || !hasEndpoints(service)) return undefined;
    if (service.metadata.deletionTimestamp !== undefined) return undefined;
    const pods = podsOf(service, listers);
    const zones: Record<string, string> = {};
    for (const name of new Set(pods.map((pod) => pod.spec?.nodeName ?? ""))) {
      const zone = listers.of<Node>(NODES).get(name)?.metadata.labels?.[zoneLabel];
      if (zone !== undefined) zones[name] = zone;
    }
    return { service, pods, slices: listers.of(ENDPOINT_SLICES).byIndex("byService", key), zones };
  },
  reconcile,
};

function reconcile(
  { service, pods, slices, zones }: EndpointSliceView,
  _nowMs: number,
  memory?: unknown,
): Plan {
  const trigger = triggerOf(service, pods, memory);
  const groups = groupsOf(service, pods, zones);
  const existing = new Map<string, Stored<EndpointSlice>[]>();
  for (const slice of slices) {
    const key = groupKey({ addressType: slice.addressType, ports: slice.ports ?? [] });
    existing.set(key, [...(existing.get(key) ?? []), slice]);
  }
  const actions: Action[] = [];
  for (const [key, group] of groups) {
    const groupPlan = planGroup(group, existing.get(key) ?? []);
    existing.delete(key);
    // A Service without endpoints keeps one empty slice, so that its readers know that somebody has looked.
    const placeholder = group.endpoints.length === 0 ? groupPlan.remove[0] : undefined;
    const updates = [
      ...groupPlan.update,
      ...groupPlan.keep.map((slice) => ({ slice, endpoints: slice.endpoints ?? [] })),
      ...(placeholder === undefined ? [] : [{ slice: placeholder, endpoints: [] }]),
    ];
    actions.push(...updates.flatMap((each) => updateSlice(service, each, trigger)));
    for (const slice of groupPlan.remove) if (slice !== placeholder) actions.push(remove(slice));
    const creations =
      group.endpoints.length === 0 && placeholder === undefined ? [group] : groupPlan.create;
    for (const creation of creations) actions.push(create(service, creation, trigger));
  }
  for (const slice of [...existing.values()].flat().sort(byName)) actions.push(remove(slice));
  return { ...plan(actions), remember: trigger.remember };
}

/** The endpoints by the ports that they have: named target ports may differ from Pod to Pod. */
function groupsOf(
  service: Stored<Service>,
  pods: readonly Stored<Pod>[],
  zones: Readonly<Record<string, string>>,
): ReadonlyMap<string, EndpointGroup> {
  const groups = new Map<string, EndpointGroup>();
  for (const addressType of addressTypesOf(service)) {
    let found = false;
    for (const pod of [...pods].sort(byName)) {
      const addresses = addressesOf(pod)
        .filter((ip) => typeOf(ip) === addressType)
        .slice(0, 1);
      if (addresses.length === 0) continue;
      found = true;
      const empty: EndpointGroup = { addressType, ports: portsFor(service, pod), endpoints: [] };
      const group = groups.get(groupKey(empty)) ?? empty;
      const endpoint = endpointOf(service, pod, { addresses, zones });
      groups.set(groupKey(empty), { ...group, endpoints: [...group.endpoints, endpoint] });
    }
    const placeholder: EndpointGroup = { addressType, ports: [], endpoints: [] };
    if (!found) groups.set(groupKey(placeholder), placeholder);
  }
  return groups;
}

const typeOf = (ip: string): AddressType => (ip.includes(":") ? "IPv6" : "IPv4");

function addressTypesOf(service: Service): readonly AddressType[] {
  const families = service.spec?.ipFamilies ?? [];
  const types = families.filter((family) => family === "IPv4" || family === "IPv6");
  return types.length === 0 ? ["IPv4"] : types;
}

function portsFor(service: Service, pod: Pod): readonly DiscoveryV1EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((servicePort) => {
    const port = targetPortOf(pod, servicePort);
    if (port === undefined) return [];
    const { name = "", protocol = "TCP", appProtocol } = servicePort;
    return [{ name, protocol, port, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

function endpointOf(
  service: Service,
  pod: Stored<Pod>,
  where: { addresses: readonly string[]; zones: Readonly<Record<string, string>> },
): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const nodeName = pod.spec?.nodeName;
  const zone = nodeName === undefined ? undefined : where.zones[nodeName];
  const hostname = hostnameUnder(service, pod);
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const hints = ready ? hintsFor(service, { nodeName, zone }) : undefined;
  return {
    addresses: where.addresses,
    conditions: { ready, serving, terminating },
    ...(hints === undefined ? {} : { hints }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName ? { nodeName } : {}),
    targetRef: {
      kind: "Pod",
      ...(pod.metadata.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
      name: pod.metadata.name,
      uid: pod.metadata.uid,
    },
    ...(zone === undefined ? {} : { zone }),
  };
}

/** Whom an endpoint is meant for: those near it, where the Service prefers them (endpointslice/trafficdist). */
function hintsFor(
  { spec }: Service,
  { nodeName, zone }: { readonly nodeName: string | undefined; readonly zone: string | undefined },
): EndpointHints | undefined {
  const forZones = zone === undefined ? {} : { forZones: [{ name: zone }] };
  switch (spec?.trafficDistribution) {
    case "PreferClose":
    case "PreferSameZone":
      return zone === undefined ? undefined : forZones;
    case "PreferSameNode":
      return nodeName ? { forNodes: [{ name: nodeName }], ...forZones } : undefined;
    default:
      return undefined;
  }
}

function labelsOf(service: Stored<Service>): Readonly<Record<string, string>> {
  return {
    ...ownLabels(service, reserved),
    ...(isHeadless(service) ? { [headlessLabel]: "" } : {}),
    [serviceNameLabel]: service.metadata.name,
    [managedByLabel]: managedBy,
  };
}

function create(service: Stored<Service>, group: EndpointGroup, trigger: Trigger): Action {
  const { name, namespace } = service.metadata;
  const object: EndpointSlice = {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${name}-`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: labelsOf(service),
      ...(trigger.atMs === undefined ? {} : { annotations: withTrigger(undefined, trigger) }),
      ownerReferences: [controllerReference(SERVICES, service)],
    },
    ...group,
  };
  return { verb: "create", resource: ENDPOINT_SLICES, object };
}

function updateSlice(
  service: Stored<Service>,
  { slice, endpoints }: { slice: Stored<EndpointSlice>; endpoints: readonly Endpoint[] },
  trigger: Trigger,
): readonly Action[] {
  const labels = labelsOf(service);
  const unchanged =
    semanticallyEqual(slice.endpoints, endpoints) &&
    semanticallyEqual(slice.metadata.labels, labels);
  if (unchanged) return [];
  const object: Stored<EndpointSlice> = {
    ...slice,
    metadata: {
      ...slice.metadata,
      labels,
      annotations: withTrigger(slice.metadata.annotations, trigger),
    },
    endpoints,
  };
  return [{ verb: "update", resource: ENDPOINT_SLICES, object }];
}

function remove(object: Stored<EndpointSlice>): Action {
  return { verb: "delete", resource: ENDPOINT_SLICES, object };
}
