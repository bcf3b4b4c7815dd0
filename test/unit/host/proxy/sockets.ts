/** Loopback sockets and tables of services for tests of the proxies. */
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { bind } from "../../../../src/host/node/listening.ts";
import { ConnectionTable } from "../../../../src/kernels/ipvs/connection-table.ts";
import { ReferenceConnections } from "../../../../src/kernels/ipvs/reference.ts";
import type {
  ProxyBackend,
  ProxyListener,
  ProxyService,
} from "../../../../src/network/service-table.ts";

export const loopback = "127.0.0.1";

export function connectionTable(services = 8): ConnectionTable {
  const capacity = { services, backends: 16, slotsLog2: 12 };
  return new ConnectionTable(new ReferenceConnections(capacity), capacity);
}

export const backendAt = (port: number, route: ProxyBackend["route"] = "direct"): ProxyBackend => ({
  id: `${loopback}:${port}`,
  address: loopback,
  port,
  route,
});

export function serviceAt(
  port: number,
  backends: readonly ProxyBackend[],
  { name = "web", protocol }: { readonly name?: string; readonly protocol?: "UDP" } = {},
): ProxyService {
  const listener: ProxyListener = {
    address: loopback,
    port,
    reason: "ClusterIP",
    ...(protocol ? { protocol } : {}),
  };
  return {
    id: `ns/${name}:`,
    namespace: "ns",
    name,
    listeners: [listener],
    scheduler: "rr",
    affinitySeconds: 0,
    backends,
  };
}

/** A bound socket of a free port, and what came to it. */
export async function udpSocket(): Promise<{
  readonly socket: UdpSocket;
  readonly port: number;
  readonly heard: string[];
}> {
  const socket = createSocket("udp4");
  const heard: string[] = [];
  socket.on("message", (message) => heard.push(message.toString()));
  await bind(socket, { address: loopback, port: 0 });
  return { socket, port: socket.address().port, heard };
}

/** A port that nobody has. */
export async function freeUdpPort(): Promise<number> {
  const { socket, port } = await udpSocket();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}
