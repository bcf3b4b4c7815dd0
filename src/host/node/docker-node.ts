/**
 * The node that runs real containers: finds the Docker Engine, if there is one, opens the runtime on it, and ties its gateway to the
 * engine. What it has made in Docker goes when the cluster stops and no Pod is left there.
 */
import { createHash } from "node:crypto";
import { createServer } from "node:net";
import type { ClusterEngine } from "../../cluster.ts";
import { RuntimeError } from "../../kubelet/container-runtime.ts";
import { SIMULATED_POD_RANGES } from "../../kubelet/pod-addresses.ts";
import type { NodeSpec } from "../../kubelet/node-agents.ts";
import { InformerFactory } from "../../loop/informer.ts";
import { dnsServerOf } from "../../network/service-directory.ts";
import type { Host } from "../host.ts";
import { secondByteOf, serviceRangeOf } from "./docker/cluster-network.ts";
import { DockerClient } from "./docker/docker-client.ts";
import { DockerRuntime } from "./docker/docker-runtime.ts";
import { connectTcp, requestHttp } from "./docker/pod-dialer.ts";
import type { OutsideNetwork } from "../../kubelet/runtimes/simulated-network.ts";
import { removeEmptyCluster, removeWholeCluster } from "./docker/remove-cluster.ts";
import { forgetNetwork, readNetwork } from "./network-file.ts";

export interface DockerNodeOptions {
  readonly host: Host;
  /** `auto` does without when nobody answers; `docker` insists. */
  readonly runtime: "auto" | "docker" | "simulated";
  readonly dockerHost: string | undefined;
  /** Tells this cluster's containers from another's: each data directory has its own. */
  readonly dataDir: string;
  /** The Service range that the cluster has already; undefined for a new one, which takes the network's. */
  readonly serviceCidr: string | undefined;
  /** An image with Node.js for the gateway, where this machine's own cannot be used. */
  readonly gatewayImage: string | undefined;
}

/** The engine could not be had though it was asked for. */
export class NoDockerEngine extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NoDockerEngine";
  }
}

export interface DockerNode {
  readonly spec: NodeSpec;
  /** Where the Docker Engine is. */
  readonly endpoint: string;
  /** `10.244.128.0/17`: what Pods of this node reach as Services. */
  readonly serviceCidr: string;
  /** Where Pods find the API server. */
  readonly apiEndpoint: { readonly ip: string; readonly port: number };
  /** Beginning of the addresses that its Pods have: `10.244.`. */
  readonly prefix: string;
  /** The node's own address, where this machine has it. */
  readonly localAddress: string | undefined;
  /** Before the engine is started: sees to what is left in Docker when it stops. */
  bind(engine: ClusterEngine): void;
  /** Once the engine has started: gives the gateway what it needs of it. */
  attach(engine: ClusterEngine, ports: GatewayPorts): Promise<void>;
}

export interface GatewayPorts {
  readonly apiPort: number;
  switchPort(): Promise<number>;
}

const nodeName = "docker";
const openTimeoutMs = 60_000;
const apiPort = 6443;
export const clusterDomain = "cluster.local";

/** The name of a data directory's things in Docker. */
export function clusterIdOf(dataDir: string): string {
  return createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
}

export async function dockerNode(options: DockerNodeOptions): Promise<DockerNode | undefined> {
  const { host, runtime, dockerHost, dataDir, serviceCidr } = options;
  if (runtime === "simulated") return undefined;
  const client = await DockerClient.find(dockerHost === undefined ? {} : { flag: dockerHost });
  const insists = runtime === "docker" || dockerHost !== undefined;
  if (!client) {
    if (!insists) return undefined;
    const where = dockerHost ?? "any of the usual sockets";
    throw new NoDockerEngine(`no Docker Engine answers at ${where}`);
  }
  const cluster = clusterIdOf(dataDir);
  const preferredNetwork = serviceCidr === undefined ? undefined : secondByteOf(serviceCidr);
  try {
    const opened = await DockerRuntime.open(
      { client, host, cluster, preferredNetwork },
      AbortSignal.timeout(openTimeoutMs),
    );
    return await nodeOn({ client, cluster, runtime: opened, options });
  } catch (error) {
    const why = `the Docker Engine at ${client.endpoint} cannot be used: ${(error as Error).message}`;
    if (insists) throw new NoDockerEngine(why, { cause: error });
    host.log.write("warn", why);
    return undefined;
  }
}

interface Opened {
  readonly client: DockerClient;
  readonly cluster: string;
  readonly runtime: DockerRuntime;
  readonly options: DockerNodeOptions;
}

async function nodeOn({ client, cluster, runtime, options }: Opened): Promise<DockerNode> {
  const { host, gatewayImage } = options;
  const { network } = runtime;
  const own = serviceRangeOf(network);
  const serviceCidr = options.serviceCidr ?? own;
  const address = dnsServerOf(serviceCidr);
  const prefix = network.subnet.split(".").slice(0, 2).join(".") + ".";
  const { DockerGateway } = await import("./docker/docker-gateway.ts");
  const gateway = new DockerGateway({
    client,
    host,
    cluster,
    network: network.name,
    info: runtime.info,
    settings: {
      address,
      apiPort,
      domain: clusterDomain,
      ranges: [serviceCidr, ...SIMULATED_POD_RANGES.filter((range) => range.startsWith(prefix))],
    },
    machine: {
      platform: process.platform,
      architecture: process.arch,
      isElectron: process.versions["electron"] !== undefined,
    },
    image: gatewayImage,
    obstacle:
      serviceCidr === own
        ? undefined
        : `the Service range ${serviceCidr} of this cluster is not on its Docker network ${network.subnet}, for another network has that range`,
  });
  runtime.gateway = gateway;
  const localAddress = (await isLocal(network.gateway)) ? network.gateway : undefined;
  if (localAddress !== undefined) runtime.hostAddresses = ["127.0.0.1", localAddress];
  return {
    spec: {
      name: nodeName,
      runtime,
      dns: { server: address, domain: clusterDomain },
      ...(localAddress === undefined ? {} : { ip: localAddress }),
    },
    endpoint: client.endpoint,
    serviceCidr,
    apiEndpoint: { ip: address, port: apiPort },
    prefix,
    localAddress,
    bind(engine) {
      engine.ends.last.push(async () => {
        await gateway.stop();
        await removeEmptyCluster(client, cluster, host.log);
        client.close();
      });
    },
    async attach(engine, ports) {
      const [{ gatewaySource }, { reportGateway }] = await Promise.all([
        import("./docker/gateway-source.ts"),
        import("./docker/gateway-report.ts"),
      ]);
      if (localAddress !== undefined && engine.simulatedNetwork)
        engine.simulatedNetwork.outside = outsideNetwork(network.subnet);
      const informers = new InformerFactory(engine.client("service-network"), host);
      const simulated = () => engine.simulatedNetwork;
      const source = gatewaySource({ informers, simulated, ...ports });
      await informers.start();
      gateway.start(source);
      const report = reportGateway(gateway, {
        client: engine.client("service-network"),
        host,
        nodeName,
      });
      engine.ends.first.push(async () => {
        await report.stop();
        informers.stop();
      });
    },
  };
}

/** How long a simulated Pod waits for a real one. */
const dialTimeoutMs = 10_000;

/** The Pods of the cluster's network, its first quarter, as simulated ones reach them: from this process. */
function outsideNetwork(subnet: string): OutsideNetwork {
  const [first, second] = subnet.split(".");
  return {
    holds(ip) {
      const [a, b, c] = ip.split(".");
      return a === first && b === second && Number(c) < 64;
    },
    accepts: (ip, port) =>
      connectTcp(ip, port, AbortSignal.timeout(dialTimeoutMs)).then(
        () => true,
        () => false,
      ),
    async request(ip, port, request) {
      const signal = AbortSignal.timeout(dialTimeoutMs);
      try {
        return await requestHttp(ip, port, { request, signal });
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new RuntimeError("timeout", `dial tcp ${ip}:${port}: i/o timeout`, { cause: error });
      }
    },
  };
}

/** Whether this machine can listen there: with Docker in a virtual machine or a namespace of its own it cannot. */
function isLocal(address: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(0, address, () => server.close(() => resolve(true)));
  });
}

/**
 * Removes what the cluster of a data directory has in Docker, its volumes included, while no engine runs on it. Gives the endpoint of the
 * Docker Engine where there was something to look for; rejects with RuntimeError when that one does not answer.
 */
export async function removeFromDocker(dataDir: string): Promise<string | undefined> {
  const endpoint = (await readNetwork(dataDir))?.dockerHost;
  if (endpoint !== undefined) {
    const client = await DockerClient.connect(endpoint);
    try {
      await removeWholeCluster(client, clusterIdOf(dataDir));
    } finally {
      client.close();
    }
  }
  await forgetNetwork(dataDir);
  return endpoint;
}
