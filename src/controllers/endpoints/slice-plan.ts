/**
 * Distributes a Service's endpoints over its slices with few writes: what is in place stays, changed slices are filled
 * first, then the one with just enough room, then new ones. Source: staging/src/k8s.io/endpointslice/reconciler.go.
 */
import type {
  DiscoveryV1EndpointPort,
  Endpoint,
  EndpointSlice,
} from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { canonicalJson, semanticallyEqual } from "../equality.ts";

/** Endpoints that one slice holds at most; kube-controller-manager's default. */
export const endpointsMax = 100;

export type AddressType = EndpointSlice["addressType"];

/** Endpoints that share their ports and address family, hence slices. */
export interface EndpointGroup {
  readonly addressType: AddressType;
  readonly ports: readonly DiscoveryV1EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface SlicePlan {
  /** Endpoints of slices to make. */
  readonly create: readonly EndpointGroup[];
  readonly update: readonly {
    readonly slice: Stored<EndpointSlice>;
    readonly endpoints: readonly Endpoint[];
  }[];
  readonly remove: readonly Stored<EndpointSlice>[];
  /** Slices that keep their endpoints. */
  readonly keep: readonly Stored<EndpointSlice>[];
}

export function groupKey(group: Pick<EndpointGroup, "addressType" | "ports">): string {
  const ports = group.ports.map(canonicalJson).sort((a, b) => (a < b ? -1 : 1));
  return `${group.addressType} ${ports.join()}`;
}

/** An endpoint is the same one as long as its Pod is. */
export function endpointKey(endpoint: Endpoint): string {
  return `${endpoint.targetRef?.uid ?? ""} ${endpoint.addresses.join()}`;
}

interface Draft {
  readonly slice: Stored<EndpointSlice>;
  readonly endpoints: Endpoint[];
  changed: boolean;
}

/** Plans one group; `slices` are the existing ones of the same key. */
export function planGroup(
  group: EndpointGroup,
  slices: readonly Stored<EndpointSlice>[],
): SlicePlan {
  const wanted = new Map(group.endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const sorted = [...slices].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const drafts = sorted.map((slice) => draftOf(slice, wanted));
  const rest = [...wanted.values()];
  for (const draft of drafts.filter(({ changed }) => changed)) {
    draft.endpoints.push(...rest.splice(0, endpointsMax - draft.endpoints.length));
  }
  while (rest.length > 0 && rest.length < endpointsMax) {
    const fitting = drafts
      .filter(({ endpoints }) => endpoints.length + rest.length <= endpointsMax)
      .sort((a, b) => b.endpoints.length - a.endpoints.length)[0];
    if (fitting === undefined) break;
    fitting.endpoints.push(...rest.splice(0));
    fitting.changed = true;
  }
  const create: EndpointGroup[] = [];
  while (rest.length > 0) create.push({ ...group, endpoints: rest.splice(0, endpointsMax) });
  const filled = drafts.filter(({ endpoints }) => endpoints.length > 0);
  return {
    create,
    update: filled.filter(({ changed }) => changed),
    remove: drafts.filter(({ endpoints }) => endpoints.length === 0).map(({ slice }) => slice),
    keep: filled.filter(({ changed }) => !changed).map(({ slice }) => slice),
  };
}

/** The slice with what it has and should have; takes those endpoints out of `wanted`. */
function draftOf(slice: Stored<EndpointSlice>, wanted: Map<string, Endpoint>): Draft {
  const endpoints: Endpoint[] = [];
  let changed = false;
  for (const existing of slice.endpoints ?? []) {
    const key = endpointKey(existing);
    const desired = wanted.get(key);
    if (desired === undefined) {
      changed = true;
      continue;
    }
    wanted.delete(key);
    endpoints.push(desired);
    changed ||= !semanticallyEqual(existing, desired);
  }
  return { slice, endpoints, changed };
}
