/** What the engine tells a gateway, and lets it reach: the Services and their endpoints as informers see them, its API, its simulated Pods. */
import { connect } from "node:net";
import type { EndpointSlice, Service } from "../../../api/generated/types.ts";
import { ENDPOINT_SLICES, NODES, SERVICES } from "../../../api/kinds.ts";
import { objectKey, type Stored } from "../../../api/object.ts";
import { simulatedMark } from "../../../kubelet/node-registration.ts";
import type { SimulatedNetwork } from "../../../kubelet/runtimes/simulated-network.ts";
import type { InformerFactory } from "../../../loop/informer.ts";
import type { GatewayUpdate } from "../gateway/protocol.ts";
import type { GatewaySource } from "./gateway-link.ts";

export interface SourceOptions {
  readonly informers: InformerFactory;
  readonly apiPort: number;
  /** Where simulated Pods answer; undefined while there are none. */
  simulated(): SimulatedNetwork | undefined;
  /** The port of the pod switch, opened at the first call. */
  switchPort(): Promise<number>;
}

/** Before the informers are started. */
export function gatewaySource(options: SourceOptions): GatewaySource {
  const { informers, apiPort } = options;
  const services = informers.of(SERVICES);
  const slices = informers.of(ENDPOINT_SLICES);
  const nodes = informers.of(NODES);
  const simulatedNodes = (): readonly string[] =>
    nodes.lister
      .all()
      .filter(({ metadata }) => metadata.annotations?.[simulatedMark] !== undefined)
      .map(({ metadata }) => metadata.name)
      .sort();
  return {
    follow(tell) {
      let told = simulatedNodes();
      tell([
        { simulated: told },
        ...services.lister.all().map((service) => ({ put: trimService(service) })),
        ...slices.lister.all().map((slice) => ({ put: trimSlice(slice) })),
        { synced: true },
      ]);
      const stops = [
        services.addHandlers({
          onChange: ({ before, after }) => tell([updateOf("Service", before, after, trimService)]),
        }),
        slices.addHandlers({
          onChange: ({ before, after }) =>
            tell([updateOf("EndpointSlice", before, after, trimSlice)]),
        }),
        nodes.addHandlers({
          onChange: ({ before, after }) => {
            // Nodes say often that they are alive: only those that come and go matter.
            if (before && after) return;
            const now = simulatedNodes();
            if (now.join() !== told.join()) tell([{ simulated: (told = now) }]);
          },
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    dialApi: () => connect({ host: "127.0.0.1", port: apiPort, allowHalfOpen: true }),
    async dialPod(ip, port, from) {
      if (!options.simulated()?.listens(ip, port)) return undefined;
      const host = "127.0.0.1";
      const socket = connect({ host, port: await options.switchPort(), allowHalfOpen: true });
      const [address = "", number = "0"] = from.split(":");
      socket.write(`PROXY TCP4 ${address || host} ${ip} ${number} ${port}\r\n`);
      return socket;
    },
    answerDatagram: (ip, port, of) => options.simulated()?.datagram(ip, port, of),
  };
}

function updateOf<T extends Service | EndpointSlice>(
  kind: "Service" | "EndpointSlice",
  before: Stored<T> | undefined,
  after: Stored<T> | undefined,
  trim: (object: Stored<T>) => Stored<T>,
): GatewayUpdate {
  if (after) return { put: trim(after) as never };
  return { drop: { kind, key: before ? objectKey(before) : "" } };
}

/** Without what only people and controllers read. */
function trimService({ metadata, spec, status }: Stored<Service>): Stored<Service> {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: trimMetadata(metadata),
    ...(spec ? { spec } : {}),
    ...(status ? { status } : {}),
  };
}

function trimSlice(slice: Stored<EndpointSlice>): Stored<EndpointSlice> {
  const { addressType, endpoints, ports } = slice;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: trimMetadata(slice.metadata),
    addressType,
    endpoints: endpoints ?? [],
    ...(ports ? { ports } : {}),
  };
}

function trimMetadata<M extends Stored<Service>["metadata"]>(metadata: M): M {
  const { managedFields: _fields, ownerReferences: _owners, ...kept } = metadata;
  return kept as M;
}
