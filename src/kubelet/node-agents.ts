/**
 * All kubelets of one engine: shares their informers, gives simulated nodes their addresses, registers every node, and answers the
 * API server's questions to nodes (logs, requests to Pods, usage).
 */
import type { Lease, Node, Pod } from "../api/generated/types.ts";
import {
  CONFIG_MAPS,
  LEASES,
  NODES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  SECRETS,
  SERVICES,
} from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { notFound, serviceUnavailable } from "../api/status.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import { type Change, InformerFactory } from "../loop/informer.ts";
import type {
  ExecOptions,
  NodeConnector,
  NodeUsage,
  PodLogOptions,
} from "../server/node-connector.ts";
import type { ByteChannel } from "../server/streaming/byte-channel.ts";
import type { RunProcess } from "../server/streaming/process-streams.ts";
import type { BodyStream } from "../server/message.ts";
import type { OutboundRequest, OutboundResponse } from "../server/outbound/outbound.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import { EventRecorder } from "../loop/event-recorder.ts";
import { ImagePuller } from "./image-puller.ts";
import { Kubelet } from "./kubelet.ts";
import { LocalVolumes } from "./local-volumes.ts";
import { leaseNamespace } from "./node-lease.ts";
import { NodeRegistration } from "./node-registration.ts";
import { type NodeIdentity, allocatableOf } from "./node-status.ts";
import { nodeUsage } from "./node-usage.ts";
import { PodAddresses } from "./pod-addresses.ts";
import { podLogs } from "./pod-logs.ts";
import { attachTo, execIn, forwardTo } from "./pod-streams.ts";
import { requestPod } from "./pod-requests.ts";
import { SimulatedNetwork } from "./runtimes/simulated-network.ts";
import { type SimulatedNodeShape, SimulatedRuntime } from "./runtimes/simulated-runtime.ts";
import { SimulatedStorage } from "./runtimes/simulated-storage.ts";
import type { ClusterDns } from "./sandbox-config.ts";

/** A node to run: on a runtime of the host's, or simulated. */
export interface NodeSpec {
  readonly name: string;
  /** Absent: a simulated node. */
  readonly runtime?: ContainerRuntime;
  readonly shape?: SimulatedNodeShape;
  /** InternalIP; by default a made-up one for simulated nodes, 127.0.0.1 else. */
  readonly ip?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** 110 by default, as the kubelet's. */
  readonly maxPods?: number;
  /** Of a runtime's node: what its Pods ask for names; by default the one of all. */
  readonly dns?: ClusterDns;
}

export interface NodeAgentsOptions {
  readonly client: Client;
  /** Whom a node's kubelet writes as; by default all write as `client`. */
  clientOf?(nodeName: string): Client;
  readonly host: Host;
  readonly nodes: readonly NodeSpec[];
  /** Shared with others when given, and then not stopped here. */
  readonly informers?: InformerFactory;
  /** What nodes report as kubeletVersion. */
  readonly version?: string;
  readonly dns?: ClusterDns;
  /** For Pods of simulated nodes: answered for by `network.directory`. */
  readonly simulatedDns?: ClusterDns;
  /** Ranges of simulated Pods; SIMULATED_POD_RANGES by default. */
  readonly podRanges?: readonly string[];
}

export interface NodeAgents extends NodeConnector {
  /** Where simulated Pods answer: what a host's pod switch serves. */
  readonly network: SimulatedNetwork;
  readonly kubelets: ReadonlyMap<string, Kubelet>;
  /** Adds a node to the running engine. */
  addNode(spec: NodeSpec): Promise<void>;
  /** Registers all nodes anew, as kubelets do that start again: after others' Nodes have come in place of theirs. */
  register(): Promise<void>;
  /** Stops the kubelets and closes their runtimes. Real containers go on running. */
  stop(): Promise<void>;
}

const defaultVersion = "v1.36.0+kubarium.1";
/** Registrations at a time: enough to share group commits, few enough not to starve other work. */
const registrationsAtOnce = 64;
/** Nodes that are told of by events, so that thousands of simulated ones start as cheaply as a few. */
const announcedMax = 100;

/** Resolves when every node is registered and its Pods are looked after. Rejects with StatusError or RuntimeError. */
export async function startNodeAgents(options: NodeAgentsOptions): Promise<NodeAgents> {
  const agents = new Agents(options);
  await agents.start();
  return agents;
}

class Agents implements NodeAgents {
  readonly network = new SimulatedNetwork();
  readonly kubelets = new Map<string, Kubelet>();
  readonly #options: NodeAgentsOptions;
  readonly #informers: InformerFactory;
  readonly #addresses: PodAddresses;
  readonly #recorder: EventRecorder;
  readonly #clientOf: (nodeName: string) => Client;
  readonly #registrations = new Map<string, NodeRegistration>();
  readonly #abort = new AbortController();
  readonly #storage: SimulatedStorage;
  readonly #localVolumes: LocalVolumes;
  readonly #removals: (() => void)[] = [];
  #simulatedNodes = 0;

  constructor(options: NodeAgentsOptions) {
    this.#options = options;
    this.#informers = options.informers ?? new InformerFactory(options.client, options.host);
    this.#addresses = new PodAddresses(options.podRanges);
    const { client, host } = options;
    this.#clientOf = remembered((nodeName) => options.clientOf?.(nodeName) ?? client);
    this.#recorder = new EventRecorder({
      client,
      clientOf: this.#clientOf,
      host,
      component: "kubelet",
    });
    this.#storage = new SimulatedStorage(() => host.clock.nowMs());
    this.#localVolumes = new LocalVolumes({
      client,
      host,
      informers: this.#informers,
      runtimeOf: (nodeName) => this.kubelets.get(nodeName)?.node.runtime,
    });
  }

  async start(): Promise<void> {
    const { client, nodes } = this.#options;
    const pods = this.#informers.of(PODS);
    pods.addIndex(byNode, (pod) => (pod.spec?.nodeName ? [pod.spec.nodeName] : []));
    this.#informers.of(CONFIG_MAPS);
    this.#informers.of(SECRETS);
    this.#informers.of(SERVICES);
    this.#informers.of(PERSISTENT_VOLUME_CLAIMS);
    this.#informers.of(NODES);
    this.#informers.of(LEASES);
    await this.#informers.start();
    const known = new Map<string, Stored<Node>>();
    for (const node of (await client.list(NODES)).items) {
      known.set(node.metadata.name, node);
      if (node.spec?.podCIDR) this.#addresses.reserve(node.spec.podCIDR);
    }
    for (let at = 0; at < nodes.length; at += registrationsAtOnce) {
      const some = nodes.slice(at, at + registrationsAtOnce);
      await Promise.all(some.map((spec) => this.#add(spec, known.get(spec.name))));
    }
    this.#localVolumes.start();
    this.#removals.push(
      pods.addHandlers({ onChange: (change) => this.#onPod(change) }),
      this.#informers.of(NODES).addHandlers({ onChange: (change) => this.#onNode(change) }),
      this.#informers.of(LEASES).addHandlers({ onChange: (change) => this.#onLease(change) }),
    );
    for (const kubelet of this.kubelets.values())
      if (kubelet.node.runtime.keepsVolumes) await kubelet.removeOrphans(this.#abort.signal);
  }

  async addNode(spec: NodeSpec): Promise<void> {
    await this.#add(spec, undefined);
    for (const pod of this.#informers.lister(PODS).byIndex(byNode, spec.name))
      this.kubelets.get(spec.name)?.set(pod);
  }

  async register(): Promise<void> {
    const all = [...this.#registrations.values()];
    for (let at = 0; at < all.length; at += registrationsAtOnce)
      await Promise.all(all.slice(at, at + registrationsAtOnce).map((each) => each.start()));
  }

  async podLogs(
    pod: Stored<Pod>,
    options: PodLogOptions,
    signal: AbortSignal,
  ): Promise<BodyStream> {
    return podLogs(this.#kubeletOf(pod), pod, { options, signal });
  }

  answersInProcess(nodeName: string): boolean {
    return this.kubelets.get(nodeName)?.node.runtime instanceof SimulatedRuntime;
  }

  async podRequest(
    pod: Stored<Pod>,
    port: number,
    request: OutboundRequest,
  ): Promise<OutboundResponse> {
    return requestPod(this.#kubeletOf(pod), pod, { port, request });
  }

  exec(pod: Stored<Pod>, options: ExecOptions): Promise<RunProcess> {
    return execIn(this.#kubeletOf(pod), pod, { options, signal: this.#abort.signal });
  }

  attach(pod: Stored<Pod>, container: string): Promise<RunProcess> {
    return attachTo(this.#kubeletOf(pod), pod, { container, signal: this.#abort.signal });
  }

  portForward(pod: Stored<Pod>): Promise<(port: number) => Promise<ByteChannel>> {
    return forwardTo(this.#kubeletOf(pod), pod, this.#abort.signal);
  }

  async nodeRequest(nodeName: string, request: OutboundRequest): Promise<OutboundResponse> {
    const kubelet = this.kubelets.get(nodeName);
    if (!kubelet) throw serviceUnavailable(`node "${nodeName}" is not run by this engine`);
    const { answerAsKubelet } = await import("./kubelet-api.ts");
    return answerAsKubelet(kubelet, request);
  }

  async usage(): Promise<readonly NodeUsage[]> {
    const usages = [...this.kubelets.values()].map((kubelet) =>
      nodeUsage(kubelet, this.#abort.signal),
    );
    return (await Promise.all(usages)).sort((a, b) => (a.nodeName < b.nodeName ? -1 : 1));
  }

  async stop(): Promise<void> {
    for (const remove of this.#removals) remove();
    this.#abort.abort();
    this.#localVolumes.stop();
    for (const registration of this.#registrations.values()) registration.stop();
    await Promise.all([...this.kubelets.values()].map((kubelet) => kubelet.close()));
    if (!this.#options.informers) this.#informers.stop();
  }

  #onPod({ before, after }: Change<Pod>): void {
    const nodeName = after?.spec?.nodeName ?? before?.spec?.nodeName;
    const kubelet = nodeName === undefined ? undefined : this.kubelets.get(nodeName);
    if (!kubelet) return;
    if (after) kubelet.set(after);
    else if (before) kubelet.delete(before);
  }

  #onNode({ before, after }: Change<Node>): void {
    if (after) this.#registrations.get(after.metadata.name)?.observe(after, before);
  }

  #onLease({ before, after }: Change<Lease>): void {
    if (after || before?.metadata.namespace !== leaseNamespace) return;
    this.#registrations.get(before.metadata.name)?.leaseLost();
  }

  #kubeletOf(pod: Stored<Pod>): Kubelet {
    const name = pod.spec?.nodeName;
    if (!name) throw notFound({ group: "", resource: "nodes" }, "");
    const kubelet = this.kubelets.get(name);
    if (!kubelet) throw serviceUnavailable(`node "${name}" is not run by this engine`);
    return kubelet;
  }

  async #add(spec: NodeSpec, known: Stored<Node> | undefined): Promise<void> {
    const { host } = this.#options;
    const { signal } = this.#abort;
    const simulated = spec.runtime === undefined;
    const ip = spec.ip ?? (simulated ? simulatedNodeIp(this.#simulatedNodes++) : "127.0.0.1");
    const podCidr = simulated
      ? (known?.spec?.podCIDR ?? this.#addresses.allocateBlock())
      : undefined;
    if (simulated && podCidr === undefined) throw new Error("no pod address range is left");
    const runtime =
      spec.runtime ??
      new SimulatedRuntime({
        host,
        nodeName: spec.name,
        nodeIp: ip,
        podCidr: podCidr ?? "",
        network: this.network,
        storage: this.#storage,
        ...(spec.shape ? { shape: spec.shape } : {}),
      });
    const identity: NodeIdentity = {
      name: spec.name,
      ip,
      simulated,
      version: this.#options.version ?? defaultVersion,
      podCidr,
      machine: await runtime.machine(signal),
      runtime: await runtime.version(signal),
      labels: spec.labels ?? {},
      maxPods: spec.maxPods ?? 110,
      port: 0,
    };
    const isAnnounced = this.#registrations.size < announcedMax;
    const registration = new NodeRegistration({
      client: this.#clientOf(spec.name),
      host,
      identity,
      note: (node, reason, message) => {
        if (isAnnounced) this.#noteNode(node, reason, message);
      },
    });
    this.#registrations.set(spec.name, registration);
    await registration.start(known);
    this.kubelets.set(spec.name, this.#kubelet(runtime, identity, spec.dns));
  }

  /** The kubelet knows its Node by its name alone: that is the uid, too, that its events have. */
  #noteNode({ metadata: { name } }: Stored<Node>, reason: string, message: string): void {
    const metadata = { name, uid: name, resourceVersion: "", creationTimestamp: "" };
    const regarding = { apiVersion: "", kind: "Node", metadata };
    this.#recorder.record({ type: "Normal", reason, message, regarding, nodeName: name });
  }

  #kubelet(runtime: ContainerRuntime, identity: NodeIdentity, own?: ClusterDns): Kubelet {
    const { host, dns, simulatedDns } = this.#options;
    const nodes = this.#informers.lister(NODES);
    const sources = {
      configMaps: this.#informers.lister(CONFIG_MAPS),
      secrets: this.#informers.lister(SECRETS),
      services: this.#informers.lister(SERVICES),
    };
    return new Kubelet({
      host,
      client: this.#clientOf(identity.name),
      runtime,
      runtimeName: identity.runtime.name,
      recorder: this.#recorder,
      sources,
      storage: {
        claims: this.#informers.lister(PERSISTENT_VOLUME_CLAIMS),
        volumes: this.#informers.lister(PERSISTENT_VOLUMES),
      },
      puller: new ImagePuller(runtime, host, sources.secrets),
      nodeName: identity.name,
      nodeIp: identity.ip,
      dns: identity.simulated ? simulatedDns : (own ?? dns),
      version: identity.version,
      allocatable: allocatableOf(identity),
      node: () => nodes.get(identity.name),
      memoryBytes: identity.machine.memoryBytes,
    });
  }
}

const byNode = "kubelet/nodeName";

function remembered<V>(make: (key: string) => V): (key: string) => V {
  const known = new Map<string, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

/** 172.30.0.2 and up: an address that nothing routes to, one for each simulated node. */
function simulatedNodeIp(index: number): string {
  const host = index + 2;
  return `172.30.${Math.floor(host / 256) % 256}.${host % 256}`;
}
