/**
 * The gateway's program, a container's first process: answers for the Service addresses of a Docker network, and is its DNS. As
 * `connect` it joins its own standard streams to the running one's socket, for an engine that can only run commands in the container.
 */
import { readFileSync } from "node:fs";
import { connect as connectTo } from "node:net";
import { ConnectionTable } from "../../../kernels/ipvs/connection-table.ts";
import { instantiateConnections } from "../../../kernels/ipvs/kernel.ts";
import { ServiceDirectory } from "../../../network/service-directory.ts";
import { ClusterObjects } from "./cluster-objects.ts";
import { startDns } from "./dns-server.ts";
import { DnsUpstream, nameServersOf } from "./dns-upstream.ts";
import { encodeName } from "./dns-message.ts";
import { EngineLink } from "./engine-link.ts";
import { GatewayProxy } from "./gateway-proxy.ts";
import { addLocalRoute } from "./local-routes.ts";
import { gatewayPaths, type GatewaySettings, settingsVariable } from "./protocol.ts";
import { say } from "./say.ts";

const capacity = { services: 4096, backends: 32_768, slotsLog2: 17 } as const;

async function serve(settings: GatewaySettings): Promise<void> {
  for (const range of settings.ranges) addLocalRoute(gatewayPaths.netlink, range);
  const module = await WebAssembly.compile(readFileSync(gatewayPaths.kernel));
  const kernel = await instantiateConnections(module, capacity);
  const objects = new ClusterObjects(gatewayPaths.state);
  objects.restore();
  const link = new EngineLink({
    begin: () => objects.begin(),
    update: (update) => {
      if (objects.update(update)) proxy.schedule();
    },
  });
  const table = new ConnectionTable(kernel, capacity);
  const proxy = new GatewayProxy({ settings, objects, link, table });
  const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
  const { domain, address } = settings;
  const directory = new ServiceDirectory({
    host: { clock },
    informers: objects,
    domain,
    server: address,
  });
  const upstream = new DnsUpstream({ servers: nameServersOf("/etc/resolv.conf") });
  const lookUp = (name: string, type: number) => upstream.askOverUdp(question(name, type));
  await startDns({ address, upstream, zone: { directory, domain, lookUp } });
  await proxy.start();
  await link.listen(gatewayPaths.socket);
  say(`gateway of ${settings.ranges.join(", ")} at ${address}`);
}

function question(name: string, type: number): Buffer {
  const header = Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  header.writeUInt16BE(Math.floor(Math.random() * 65_536));
  return Buffer.concat([header, encodeName(name), Buffer.from([0, type, 0, 1])]);
}

/** How long a gateway that has just been started may take to listen. */
const startMs = 10_000;
const retryMs = 50;

/** Standard input waits unread until there is somebody to read it. */
function joinStreams(giveUpAt = performance.now() + startMs): void {
  const socket = connectTo(gatewayPaths.socket);
  socket.on("connect", () => {
    process.stdin.pipe(socket);
    socket.pipe(process.stdout);
    socket.on("close", () => process.exit());
  });
  socket.on("error", (error) => {
    if (!socket.connecting && !socket.pending) return void process.exit(1);
    if (performance.now() < giveUpAt) return void setTimeout(joinStreams, retryMs, giveUpAt);
    say(error.message);
    process.exit(1);
  });
}

if (process.argv[2] === "connect") joinStreams();
else {
  // The first process of a container has no default action for signals.
  process.on("SIGTERM", () => process.exit());
  process.on("SIGINT", () => process.exit());
  const text = process.env[settingsVariable] ?? "";
  await serve(JSON.parse(text) as GatewaySettings);
}
