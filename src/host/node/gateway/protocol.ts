/**
 * What the engine and the gateway of a Docker node say to each other: HTTP/2 over one byte stream, the gateway being the client. It
 * reads the Services from one endless answer, and reaches through the others what only the engine can: its API, its simulated Pods.
 */
import type { EndpointSlice, Service } from "../../../api/generated/types.ts";
import type { Stored } from "../../../api/object.ts";
import type { ListenFailure } from "../../../network/service-network.ts";

/** What a gateway is told when it is made; another one means another gateway. */
export interface GatewaySettings {
  /** The gateway's own address, which is also the cluster's DNS. */
  readonly address: string;
  /** Where it takes connections to the API server. */
  readonly apiPort: number;
  /** `cluster.local`. */
  readonly domain: string;
  /** Ranges that it answers for: that of Services first, then those of simulated Pods on its network. */
  readonly ranges: readonly string[];
}

/** The environment variable that holds the settings as JSON. */
export const settingsVariable = "KUBARIUM_GATEWAY";

/** Where the parts of a gateway are in its container. */
export const gatewayPaths = {
  dir: "/kubarium",
  program: "/kubarium/gateway.mjs",
  kernel: "/kubarium/ipvs.wasm",
  netlink: "/kubarium/netlink",
  /** What it was told last, for when it is started anew and nobody tells it. */
  state: "/kubarium/state.json",
  socket: "/kubarium/engine.sock",
} as const;

/** One line of the answer to GET /state. */
export type GatewayUpdate =
  | { readonly put: Stored<Service> | Stored<EndpointSlice> }
  | { readonly drop: { readonly kind: "Service" | "EndpointSlice"; readonly key: string } }
  /** Names of the nodes whose Pods the engine answers for. */
  | { readonly simulated: readonly string[] }
  /** All that there is has been told: what was not is gone. */
  | { readonly synced: true };

/** Paths of the engine's side. */
export const enginePaths = {
  /** GET: GatewayUpdates, a line each, without an end. */
  state: "/state",
  /** POST of a GatewayReport: the tables of the last updates are in place. */
  report: "/report",
  /** POST, bytes both ways: a connection to the API server. */
  api: "/api",
  /** POST `/pods/<ip>/<port>?from=<ip>:<port>`, bytes both ways: a connection to a simulated Pod. */
  pods: "/pods/",
  /** POST of a datagram to a simulated Pod, answered with its answer. */
  datagrams: "/datagrams/",
} as const;

export interface GatewayReport {
  readonly failures: readonly ListenFailure[];
}
