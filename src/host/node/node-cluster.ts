/** A cluster on this machine: the engine with SQLite, TLS, the dashboard's listener, kernels in workers, real and simulated nodes. */
import { mkdir } from "node:fs/promises";
import { ClusterEngine, defaultServiceCidr } from "../../cluster.ts";
import type { AuditOptions } from "../../server/audit/auditor.ts";
import type { ApiRequest } from "../../server/message.ts";
import type { Host, Log } from "../host.ts";
import { createSeededRandom } from "../simulated/random.ts";
import { createSystemHost } from "../system.ts";
import { listenForApi, type DrainingListener, type Listener } from "./api-listener.ts";
import { kernelsDir, rendererDir, workerUrl } from "./assets.ts";
import { loadCredentials, type Credentials } from "./credentials.ts";
import { listenForDashboard } from "./dashboard-listener.ts";
import { type DockerNode, dockerNode } from "./docker-node.ts";
import { createNodeKernelPool, nodeKernelBinaries } from "./kernel-pool.ts";
import { schedulerWorkersMax } from "./scheduler-workers.ts";
import { proxyClientName } from "../../server/bootstrap/bootstrap.ts";
import { createNodeOutbound } from "./outbound.ts";
import { listenForPods } from "./pod-switch.ts";
import { processMetrics } from "./process-metrics.ts";
import { createWorkerProxy } from "./worker-proxy.ts";
import { checkWorkers } from "../../kernels/pool.ts";
import type { NodeSpec } from "../../kubelet/node-agents.ts";
import type { SchedulerConfiguration } from "../../scheduler/profile/profile.ts";
import type { StateLog } from "../../store/state-log.ts";
import { dnsServerOf } from "../../network/service-directory.ts";
import { apiServiceAddress } from "../../server/bootstrap/bootstrap.ts";
import { keepNetwork } from "./network-file.ts";
import { keptServiceRange } from "./service-range.ts";
import { openSqliteLog } from "./sqlite-log.ts";

const loopback = "127.0.0.1";
/** How long a stop waits for answers that are on their way, and for clients to read them: a user waits for the prompt. */
const answeredWithinMs = 10_000;
const readWithinMs = 1000;

export interface NodeClusterOptions {
  readonly dataDir: string;
  /** 0 picks a free one. */
  readonly apiPort: number;
  readonly dashboardPort: number;
  /** `auto`: Docker where a socket answers, beside the simulated nodes. */
  readonly runtime: "auto" | "docker" | "simulated";
  readonly dockerHost: string | undefined;
  /** An image with Node.js in it for the gateway of the Docker node, where this machine's own Node.js cannot be used. */
  readonly gatewayImage?: string | undefined;
  /** Simulated nodes; undefined: one where there is no Docker node, else none. */
  readonly nodes: number | undefined;
  readonly seed: number | undefined;
  /** Undefined: kube-scheduler's defaults. */
  readonly schedulerConfiguration?: SchedulerConfiguration | undefined;
  /** Threads that place the Pods of a very large cluster together: 1 by default, at most one a core. */
  readonly schedulerWorkers?: number | undefined;
  /** What is written down of requests; nothing without it. */
  readonly audit?: AuditOptions | undefined;
  readonly log: Log;
  /** Where the state is kept; by default in a file of the data directory. Becomes the cluster's own. */
  readonly stateLog?: StateLog;
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

/**
 * Rejects with DataDirectoryInUse, EADDRINUSE, NoDockerEngine, RangeError for a bad number of scheduler workers and the like;
 * what was started by then is stopped again.
 */
export async function startNodeCluster(options: NodeClusterOptions): Promise<NodeCluster> {
  const { dataDir, log, seed, schedulerWorkers = 1 } = options;
  checkWorkers(schedulerWorkers, schedulerWorkersMax());
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const kept = await keptServiceRange(dataDir, options.stateLog !== undefined);
  const stateLog = options.stateLog ?? openSqliteLog(dataDir);
  try {
    const system = createSystemHost(log);
    const host: Host =
      seed === undefined ? system : { ...system, random: createSeededRandom(seed) };
    const docker = await dockerNode({
      host,
      dataDir,
      runtime: options.runtime,
      dockerHost: options.dockerHost,
      serviceCidr: kept,
      gatewayImage: options.gatewayImage,
    });
    const serviceCidr = kept ?? docker?.serviceCidr ?? defaultServiceCidr;
    const serverAddresses = [apiServiceAddress(serviceCidr), dnsServerOf(serviceCidr)];
    const dockerHost = docker?.endpoint;
    await keepNetwork(dataDir, { serviceCidr, serverAddresses, dockerHost });
    const credentials = await loadCredentials({
      dataDir,
      addresses: serverAddresses,
      nowMs: host.clock.nowMs(),
    });
    // Real containers are what a user with Docker means; simulated nodes beside them are asked for.
    const count = options.nodes ?? (docker ? 0 : 1);
    const simulated = Array.from({ length: count }, (_, i) => ({ name: `node-${i + 1}` }));
    const nodes: readonly NodeSpec[] = docker ? [docker.spec, ...simulated] : simulated;
    const { schedulerConfiguration, audit } = options;
    const configured = { schedulerConfiguration, schedulerWorkers, audit };
    const found = { credentials, nodes, docker, serviceCidr };
    return await startListening(options, { host, stateLog, ...found, ...configured });
  } catch (error) {
    await stateLog.close();
    throw error;
  }
}

interface Parts {
  readonly host: Host;
  readonly stateLog: StateLog;
  readonly credentials: Credentials;
  readonly nodes: readonly NodeSpec[];
  readonly docker: DockerNode | undefined;
  readonly serviceCidr: string;
  readonly schedulerConfiguration: SchedulerConfiguration | undefined;
  readonly schedulerWorkers: number;
  readonly audit: AuditOptions | undefined;
}

/** The engine, with what it reaches the outside by. */
async function openEngine(parts: Parts): Promise<{
  readonly engine: ClusterEngine;
  /** Of the listener for simulated Pods, which is opened when it is first asked for. */
  switchPort(): Promise<number>;
  closePods(): Promise<void>;
}> {
  const { host, stateLog, credentials, nodes, schedulerConfiguration, audit, docker } = parts;
  let podSwitch: Promise<Listener> | undefined;
  const switchPort = async (): Promise<number> => {
    podSwitch ??= listenForPods(() => engine.simulatedNetwork, missedBy(host.log));
    return (await podSwitch).port;
  };
  const engine: ClusterEngine = await ClusterEngine.open({
    host,
    log: stateLog,
    processMetrics,
    serviceCidr: parts.serviceCidr,
    ...(docker?.localAddress === undefined ? {} : { nodeAddresses: [docker.localAddress] }),
    ...(schedulerConfiguration ? { schedulerConfiguration } : {}),
    ...(audit ? { audit } : {}),
    kernels: createNodeKernelPool({
      workers: parts.schedulerWorkers,
      tell: (message) => host.log.write("warn", message),
      dir: kernelsDir,
      workerUrl: workerUrl("kernel-worker"),
    }),
    tokenKeys: credentials.tokenKeys,
    caPem: credentials.authority.certificate,
    signer: {
      async sign(request) {
        const { signRequest } = await import("../certificates.ts");
        return signRequest(credentials.authority, request);
      },
    },
    nodes,
    proxyClient: onceAsked(async () => {
      const { issueCertificate } = await import("../certificates.ts");
      const request = { usage: "client", commonName: proxyClientName } as const;
      return issueCertificate(credentials.authority, request, host.clock.nowMs());
    }),
    outbound: createNodeOutbound(),
    proxy: createWorkerProxy({
      binaries: nodeKernelBinaries(kernelsDir),
      url: workerUrl("proxy-worker"),
      switchPort,
      network: docker?.prefix,
    }),
  });
  return {
    engine,
    switchPort,
    async closePods() {
      await (await podSwitch)?.close();
    },
  };
}

async function startListening(options: NodeClusterOptions, parts: Parts): Promise<NodeCluster> {
  const { credentials, docker } = parts;
  const { engine, switchPort, closePods } = await openEngine(parts);
  docker?.bind(engine);
  const handle = (request: ApiRequest) => engine.answer(request);
  const missed = missedBy(parts.host.log);
  const listeners: Listener[] = [];
  let listener: DrainingListener | undefined;
  const stop = async () => {
    await engine.drain(answeredWithinMs);
    await listener?.drain(readWithinMs);
    await engine.stop();
    await closePods();
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
      missed,
    });
    listeners.push(api);
    listener = api;
    const dashboard = await listenForDashboard({
      handle,
      token: credentials.dashboardToken,
      assetsDir: rendererDir,
      address: loopback,
      port: options.dashboardPort,
      missed,
    });
    listeners.push(dashboard);
    // The API listens on loopback alone, which is nothing to publish: Pods reach it through the gateway, or within the engine.
    await engine.start(docker?.apiEndpoint);
    await docker?.attach(engine, { apiPort: api.port, switchPort });
    return {
      dataDir: options.dataDir,
      engine,
      credentials,
      apiPort: api.port,
      dashboardPort: dashboard.port,
      apiUrl: `https://${loopback}:${api.port}`,
      dashboardUrl: `http://${loopback}:${dashboard.port}/#token=${credentials.dashboardToken}`,
      description: describe(parts.nodes),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Tells of connections that could not be accepted. */
function missedBy(log: Log): (error: Error) => void {
  return (error) => log.write("error", "a connection could not be accepted", { error });
}

function describe(nodes: readonly NodeSpec[]): string {
  const simulated = nodes.filter(({ runtime }) => !runtime).length;
  const words = nodes.length > simulated ? ["a Docker node"] : [];
  if (simulated > 0) words.push(`${simulated} simulated ${simulated === 1 ? "node" : "nodes"}`);
  return words.length > 0 ? words.join(" and ") : "no nodes";
}

/** Makes a value when it is first asked for. */
function onceAsked<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
