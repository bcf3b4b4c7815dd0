/** A cluster on this machine: the engine with SQLite, TLS, the dashboard's listener, kernels in workers, real and simulated nodes. */
import { mkdir } from "node:fs/promises";
import { ClusterEngine, defaultServiceCidr } from "../../cluster.ts";
import { apiServiceAddress } from "../../server/bootstrap/bootstrap.ts";
import type { ApiRequest } from "../../server/message.ts";
import type { Host, Log } from "../host.ts";
import { createSeededRandom } from "../simulated/random.ts";
import { createSystemHost } from "../system.ts";
import { listenForApi, type Listener } from "./api-listener.ts";
import { kernelsDir, rendererDir, workerUrl } from "./assets.ts";
import { loadCredentials, type Credentials } from "./credentials.ts";
import { listenForDashboard } from "./dashboard-listener.ts";
import { createNodeKernelPool } from "./kernel-pool.ts";
import { openSqliteLog } from "./sqlite-log.ts";

const loopback = "127.0.0.1";

export interface NodeClusterOptions {
  readonly dataDir: string;
  /** 0 picks a free one. */
  readonly apiPort: number;
  readonly dashboardPort: number;
  /** `auto`: Docker where a socket answers, beside the simulated nodes. */
  readonly runtime: "auto" | "docker" | "simulated";
  readonly dockerHost: string | undefined;
  /** Simulated nodes. */
  readonly nodes: number;
  readonly seed: number | undefined;
  readonly log: Log;
}

export interface NodeCluster {
  readonly dataDir: string;
  readonly engine: ClusterEngine;
  readonly credentials: Credentials;
  readonly apiPort: number;
  readonly dashboardPort: number;
  readonly apiUrl: string;
  /** With the token, in the fragment: it is never sent over the wire by itself. */
  readonly dashboardUrl: string;
  /** What it consists of, for the user: `2 simulated nodes`. */
  readonly description: string;
  stop(): Promise<void>;
}

/** Rejects with DataDirectoryInUse, EADDRINUSE and the like; what was started by then is stopped again. */
export async function startNodeCluster(options: NodeClusterOptions): Promise<NodeCluster> {
  const { dataDir, log, seed } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const stateLog = openSqliteLog(dataDir);
  const system = createSystemHost(log);
  const host: Host = seed === undefined ? system : { ...system, random: createSeededRandom(seed) };
  const credentials = await loadCredentials({
    dataDir,
    addresses: [apiServiceAddress(defaultServiceCidr)],
    nowMs: host.clock.nowMs(),
  });
  const simulated = Array.from({ length: options.nodes }, (_, i) => ({ name: `node-${i + 1}` }));
  const engine = await ClusterEngine.open({
    host,
    log: stateLog,
    kernels: createNodeKernelPool({ dir: kernelsDir, workerUrl: workerUrl("kernel-worker") }),
    tokenKeys: credentials.tokenKeys,
    caPem: credentials.authority.certificate,
    nodes: simulated,
  });
  return startListening(options, { engine, credentials });
}

async function startListening(
  options: NodeClusterOptions,
  parts: { readonly engine: ClusterEngine; readonly credentials: Credentials },
): Promise<NodeCluster> {
  const { engine, credentials } = parts;
  const handle = (request: ApiRequest) => engine.handle(request);
  const listeners: Listener[] = [];
  const stop = async () => {
    await engine.stop();
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  try {
    const api = await listenForApi({
      handle,
      caCertificate: credentials.authority.certificate,
      certificate: credentials.server.certificate,
      key: credentials.server.key,
      address: loopback,
      port: options.apiPort,
    });
    listeners.push(api);
    const dashboard = await listenForDashboard({
      handle,
      token: credentials.dashboardToken,
      assetsDir: rendererDir,
      address: loopback,
      port: options.dashboardPort,
    });
    listeners.push(dashboard);
    await engine.start({ ip: loopback, port: api.port });
    return {
      dataDir: options.dataDir,
      engine,
      credentials,
      apiPort: api.port,
      dashboardPort: dashboard.port,
      apiUrl: `https://${loopback}:${api.port}`,
      dashboardUrl: `http://${loopback}:${dashboard.port}/#token=${credentials.dashboardToken}`,
      description: describe(options.nodes),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function describe(simulated: number): string {
  return `${simulated} simulated ${simulated === 1 ? "node" : "nodes"}`;
}
