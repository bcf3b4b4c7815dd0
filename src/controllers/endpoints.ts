/** The Endpoints controller, for clients of the older API. Source: pkg/controller/endpoint and pkg/api/v1/endpoints. */
import type {
  EndpointAddress,
  EndpointPort,
  Endpoints,
  EndpointSubset,
  Pod,
  Service,
} from "../api/generated/types.ts";
import { ENDPOINTS, SERVICES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { ownKey, watch, type Controller } from "../loop/controller.ts";
import { plan, type Plan } from "../loop/plan.ts";
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
import { triggerOf, withTrigger, withoutTrigger } from "./endpoints/trigger-time.ts";
import { canonicalJson, semanticallyEqual } from "./equality.ts";
import { isReady } from "./pod-state.ts";

const managedByLabel = "endpoints.kubernetes.io/managed-by";
const managedBy = "endpoint-controller";
const reserved = new Set([managedByLabel, headlessLabel]);
const overCapacityAnnotation = "endpoints.kubernetes.io/over-capacity";

/** Addresses that one object holds at most; the rest is left to the slices. */
const addressesMax = 1000;

export interface EndpointsView {
  /** Undefined when it is gone, and only what was made for it is left. */
  readonly service: Stored<Service> | undefined;
  readonly pods: readonly Stored<Pod>[];
  readonly endpoints: Stored<Endpoints> | undefined;
}

export const endpointsController: Controller<EndpointsView> = {
  name: "endpoints-controller",
  serviceAccount: "endpoint-controller",
  watches: [...serviceAndPodWatches, watch(ENDPOINTS, ownKey)],
  view(listers, key) {
    const service = listers.of(SERVICES).get(key);
    const endpoints = listers.of(ENDPOINTS).get(key);
    if (service === undefined) {
      const own = endpoints?.metadata.labels?.[managedByLabel] === managedBy;
      return own ? { service, pods: [], endpoints } : undefined;
    }
    if (!hasEndpoints(service)) return undefined;
    if (service.metadata.deletionTimestamp !== undefined) return undefined;
    return { service, pods: podsOf(service, listers), endpoints };
  },
  reconcile,
};

function reconcile(
  { service, pods, endpoints }: EndpointsView,
  _nowMs: number,
  memory?: unknown,
): Plan {
  if (service === undefined) {
    return plan(endpoints ? [{ verb: "delete", resource: ENDPOINTS, object: endpoints }] : []);
  }
  const trigger = triggerOf(service, pods, memory);
  const { remember } = trigger;
  const { name, namespace } = service.metadata;
  const { subsets, truncated } = subsetsOf(service, pods);
  const labels = {
    ...ownLabels(service, reserved),
    ...(isHeadless(service) ? { [headlessLabel]: "" } : {}),
    [managedByLabel]: managedBy,
  };
  const before = withoutTrigger(endpoints?.metadata.annotations);
  const { [overCapacityAnnotation]: _, ...kept } = before;
  const annotations = truncated ? { ...kept, [overCapacityAnnotation]: "truncated" } : kept;
  if (endpoints === undefined) {
    const object: Endpoints = {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        labels,
        annotations: withTrigger(annotations, trigger),
      },
      subsets,
    };
    return { ...plan([{ verb: "create", resource: ENDPOINTS, object }]), remember };
  }
  const unchanged =
    semanticallyEqual(endpoints.subsets, subsets) &&
    semanticallyEqual(endpoints.metadata.labels, labels) &&
    semanticallyEqual(before, annotations);
  if (unchanged) return { ...plan([]), remember };
  const metadata = {
    ...endpoints.metadata,
    labels,
    annotations: withTrigger(annotations, trigger),
  };
  const object: Stored<Endpoints> = { ...endpoints, metadata, subsets };
  return { ...plan([{ verb: "update", resource: ENDPOINTS, object }]), remember };
}

interface Subset {
  readonly ports: readonly EndpointPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

/** Addresses by the ports that they have, ready and not; in the order of the ports' and addresses' texts. */
function subsetsOf(
  service: Stored<Service>,
  pods: readonly Stored<Pod>[],
): { readonly subsets: readonly EndpointSubset[]; readonly truncated: boolean } {
  const publishAll = service.spec?.publishNotReadyAddresses === true;
  const candidates = pods
    .filter((pod) => publishAll || pod.metadata.deletionTimestamp === undefined)
    .map((pod) => ({ pod, ready: publishAll || isReady(pod), address: addressOf(service, pod) }))
    .sort((a, b) => Number(b.ready) - Number(a.ready) || compareAddresses(a.address, b.address));
  const groups = new Map<string, Subset>();
  for (const { pod, ready, address } of candidates.slice(0, addressesMax)) {
    const ports = portsFor(service, pod);
    // A Pod with none of the ports cannot be reached, unless the Service is headless and has no ports at all.
    if (ports.length === 0 && !(isHeadless(service) && (service.spec?.ports ?? []).length === 0)) {
      continue;
    }
    const key = canonicalJson(ports);
    const group = groups.get(key) ?? { ports, ready: [], notReady: [] };
    (ready ? group.ready : group.notReady).push(address);
    groups.set(key, group);
  }
  const subsets = [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { ports, ready, notReady }]) => ({
      ...(ready.length === 0 ? {} : { addresses: ready }),
      ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady }),
      ...(ports.length === 0 ? {} : { ports }),
    }));
  return { subsets, truncated: candidates.length > addressesMax };
}

function compareAddresses(a: EndpointAddress, b: EndpointAddress): number {
  const [first, second] = [`${a.ip} ${a.targetRef?.uid}`, `${b.ip} ${b.targetRef?.uid}`];
  return first === second ? 0 : first < second ? -1 : 1;
}

function addressOf(service: Service, pod: Stored<Pod>): EndpointAddress {
  const { name, namespace, uid } = pod.metadata;
  const hostname = hostnameUnder(service, pod);
  return {
    ip: addressesOf(pod)[0] ?? "",
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: { kind: "Pod", ...(namespace === undefined ? {} : { namespace }), name, uid },
  };
}

function portsFor(service: Service, pod: Pod): readonly EndpointPort[] {
  const ports = (service.spec?.ports ?? []).flatMap((servicePort) => {
    const port = targetPortOf(pod, servicePort);
    if (port === undefined) return [];
    const { name, protocol = "TCP", appProtocol } = servicePort;
    return [
      {
        ...(name === undefined ? {} : { name }),
        port,
        protocol,
        ...(appProtocol === undefined ? {} : { appProtocol }),
      },
    ];
  });
  return ports.sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
}
