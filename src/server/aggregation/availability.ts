/**
 * Whether an APIService answers: what can be told from its Service and endpoints, and the condition that says so
 * (kube-aggregator, pkg/controllers/status). Asking the server behind it is the aggregator's part.
 */
import type { APIService, EndpointSlice, Service } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { jsonEqual } from "../../api/patch/members.ts";
import type { JsonValue } from "../../api/json.ts";

export interface Availability {
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
}

export const passedAvailability: Availability = {
  status: "True",
  reason: "Passed",
  message: "all checks passed",
};

/** The Service that an APIService is answered by; the port is 443 where it names none. */
export interface BackingService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

export function backingServiceOf(api: APIService): BackingService | undefined {
  const service = api.spec?.service;
  if (!service) return undefined;
  const { namespace = "", name = "", port = 443 } = service;
  return { namespace, name, port };
}

/** What is wrong before anything is asked; undefined when the server itself has to be. */
export function unavailability(
  backing: BackingService,
  found: {
    readonly service: Stored<Service> | undefined;
    readonly slices: readonly Stored<EndpointSlice>[];
  },
): Availability | undefined {
  const where = `service/${backing.name} in ${JSON.stringify(backing.namespace)}`;
  const no = (reason: string, message: string): Availability => ({
    status: "False",
    reason,
    message,
  });
  const { service, slices } = found;
  if (!service) return no("ServiceNotFound", `${where} is not present`);
  if ((service.spec?.type ?? "ClusterIP") !== "ClusterIP") return undefined;
  const port = service.spec?.ports?.find((candidate) => candidate.port === backing.port);
  if (!port) return no("ServicePortError", `${where} is not listening on port ${backing.port}`);
  if (slices.length === 0) {
    return no("EndpointsNotFound", `cannot find endpointslices for ${where}`);
  }
  const name = port.name ?? "";
  if (slices.some((slice) => hasEndpoint(slice, name))) return undefined;
  return no(
    "MissingEndpoints",
    `endpointslices for ${where} have no addresses with port name ${JSON.stringify(name)}`,
  );
}

function hasEndpoint({ endpoints, ports }: Stored<EndpointSlice>, portName: string): boolean {
  const ready = (endpoints ?? []).some(({ conditions }) => conditions?.ready !== false);
  return (
    ready && (ports ?? []).some(({ name, port }) => (name ?? "") === portName && port !== undefined)
  );
}

export function isAvailable(api: APIService): boolean {
  return (api.status?.conditions ?? []).some(
    ({ type, status }) => type === "Available" && status === "True",
  );
}

/** The object with that condition; the very object when it says so already. */
export function withAvailability(
  api: Stored<APIService>,
  { status, reason, message }: Availability,
  nowRfc3339: string,
): Stored<APIService> {
  const conditions = api.status?.conditions ?? [];
  const before = conditions.find(({ type }) => type === "Available");
  const lastTransitionTime =
    before?.status === status ? (before.lastTransitionTime ?? nowRfc3339) : nowRfc3339;
  const next = { type: "Available", status, lastTransitionTime, reason, message };
  if (before && jsonEqual(before as unknown as JsonValue, next)) return api;
  const others = conditions.filter(({ type }) => type !== "Available");
  return { ...api, status: { ...api.status, conditions: [...others, next] } };
}
