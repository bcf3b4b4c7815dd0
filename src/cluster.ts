/**
 * A cluster put together: store, API server, controllers, scheduler, nodes and network, started and stopped in the right
 * order. The hosts (CLI, desktop, a web page, a test) choose the parts; this file is the only one that knows all of them.
 */
import type { MetricFamily } from "./api/prometheus.ts";
import { PODS } from "./api/kinds.ts";
import { badRequest, serviceUnavailable } from "./api/status.ts";
import { markedJson, parseMarked } from "./api/wide-integers.ts";
import { capacityOf } from "./cluster-capacity.ts";
import { CertificateWorker, type CertificateSigner } from "./controllers/certificates/signer.ts";
import { controllerMeters } from "./controllers/meters.ts";
import { builtInControllers } from "./controllers/registry.ts";
import { TokenSecretsWorker } from "./controllers/token-secrets.ts";
import type { Host } from "./host/host.ts";
import type { KernelPool } from "./kernels/pool.ts";
import { startNodeAgents, type NodeAgents, type NodeSpec } from "./kubelet/node-agents.ts";
import { attachApi } from "./kubelet/runtimes/simulated-api.ts";
import type { Client } from "./loop/client.ts";
import { InformerFactory } from "./loop/informer.ts";
import { startControllers, type RunningControllers } from "./loop/manager.ts";
import { dnsServerOf, ServiceDirectory } from "./network/service-directory.ts";
import {
  startServiceNetwork,
  type ServiceNetwork,
  type ServiceProxy,
} from "./network/service-network.ts";
import type { SchedulerConfiguration } from "./scheduler/profile/profile.ts";
import { startScheduler, type RunningScheduler } from "./scheduler/scheduler.ts";
import { Scheduling } from "./scheduling-documents.ts";
import type { AuditOptions } from "./server/audit/auditor.ts";
import {
  apiServerUser,
  controllerManagerUser,
  controllerUser,
  nodeUser,
  schedulerUser,
} from "./server/auth/component-users.ts";
import { dayOf } from "./server/auth/legacy-token-uses.ts";
import {
  bootstrap,
  restoreBootstrapped,
  type BootstrapOptions,
} from "./server/bootstrap/bootstrap.ts";
import { type ApiEndpoint, simulatedApiEndpoint } from "./server/bootstrap/api-endpoint.ts";
import { keepBootstrapped } from "./server/bootstrap/keeper.ts";
import { startChecks } from "./server/bootstrap/start-checks.ts";
import { version } from "./server/discovery/version.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "./server/message.ts";
import type { Outbound } from "./server/outbound/outbound.ts";
import { isEngineOwn } from "./engine-own.ts";
import { inProcessReads } from "./loop/in-process-reads.ts";
import { ApiServer } from "./server/server.ts";
import {
  type CommandRequest,
  type CommandResult,
  runCommand,
} from "./server/streaming/run-command.ts";
import type { ClusterStats } from "./server/stats.ts";
import { openStore } from "./store/engine.ts";
import type { StateLog } from "./store/state-log.ts";
import { storageFamilies } from "./server/metrics/metrics-text.ts";
import type { StateStore } from "./store/store.ts";

export interface ClusterParts {
  /** What is written down of requests; nothing without it. */
  readonly audit?: AuditOptions;
  /** What the host tells of the process, for /metrics. */
  readonly processMetrics?: () => readonly MetricFamily[];
  readonly host: Host;
  /** Becomes the cluster's own: closed when it stops. */
  readonly log: StateLog;
  readonly kernels: KernelPool;
  /** The scheduler's profiles and backoff; kube-scheduler's defaults without one. */
  readonly schedulerConfiguration?: SchedulerConfiguration;
  readonly tokenKeys: CryptoKeyPair;
  readonly nodes: readonly NodeSpec[];
  /** PEM of the authority that clients verify the API with; empty where the API has no TLS listener. */
  readonly caPem: string;
  /** Signs approved certificate requests; without one they stay approved and unsigned. */
  readonly signer?: CertificateSigner;
  /** `10.244.128.0/17`. */
  readonly serviceCidr?: string;
  /** Calls webhooks, aggregated API servers and Pods outside the engine. Becomes the cluster's own. */
  readonly outbound?: Outbound;
  /** Makes the certificate that the API server shows to aggregated ones; signed by the authority of `caPem`. */
  readonly proxyClient?: () => Promise<{ readonly certificate: string; readonly key: string }>;
  /** Opens node ports and load balancers; without one they are only numbers. */
  readonly proxy?: ServiceProxy;
  /** Further addresses of this machine at which node ports listen. */
  readonly nodeAddresses?: readonly string[];
}

/** The Service range: the upper half of the cluster network 10.244.0.0/16. */
export const defaultServiceCidr = "10.244.128.0/17";
/** kube-apiserver's default --service-node-port-range. */
const nodePorts = { first: 30_000, last: 32_767 } as const;
const loopback = "127.0.0.1";
const clusterDomain = "cluster.local";

export class ClusterEngine {
  readonly server: ApiServer;
  readonly store: StateStore;
  readonly #parts: ClusterParts;
  readonly #serviceCidr: string;
  #agents: NodeAgents | undefined;
  #scheduler: RunningScheduler | undefined;
  #scheduling: Scheduling | undefined;
  #controllers: RunningControllers | undefined;
  readonly #workers: { stop(): void }[] = [];
  #network: ServiceNetwork | undefined;
  /** What a host has tied to this engine: ended before anything else is, and once all is at rest but the state is still its own. */
  readonly ends = { first: [] as (() => Promise<void>)[], last: [] as (() => Promise<void>)[] };
  #informers: InformerFactory | undefined;
  #ready = false;
  #bootstrapped = false;
  #aggregating = false;
  #apiEndpoint: ApiEndpoint = simulatedApiEndpoint;

  private constructor(parts: ClusterParts, store: StateStore) {
    this.#parts = parts;
    this.store = store;
    this.#serviceCidr = parts.serviceCidr ?? defaultServiceCidr;
    this.server = new ApiServer({
      host: parts.host,
      store,
      tokenKeys: parts.tokenKeys,
      serviceCidr: this.#serviceCidr,
      nodePorts,
      ...(parts.outbound ? { outbound: parts.outbound } : {}),
      ...(parts.audit ? { audit: parts.audit } : {}),
      ...(parts.proxyClient ? { proxyClient: parts.proxyClient } : {}),
      stats: () => this.#stats(),
      snapshots: {
        export: () => markedJson(store.exportSnapshot()),
        restore: (document) => this.#restore(document),
        reset: () => this.reset(),
      },
    });
    for (const [name, check] of this.#checks()) this.server.addCheck(name, check);
    this.server.metricSources.push(() => [
      ...(this.#controllers?.metrics() ?? []),
      ...(this.#scheduler?.metrics() ?? []),
      ...(parts.processMetrics?.() ?? []),
      ...storageFamilies(parts.log),
    ]);
    this.server.resourceMetricSources.push(() => this.#scheduler?.podResources() ?? []);
  }

  /** What /readyz and its like look at, under the names that kube-apiserver has for it. */
  #checks(): readonly (readonly [string, () => string | undefined])[] {
    const unless = (done: () => boolean, why: string) => () => (done() ? undefined : why);
    return startChecks({
      log: () => (this.store.failure === undefined ? undefined : String(this.store.failure)),
      informers: unless(() => this.#ready, "informers not started yet"),
      bootstrapped: unless(() => this.#bootstrapped, "not finished"),
      aggregating: unless(() => this.#aggregating, "not finished"),
      shutdown: unless(() => !this.server.isEnding, "process is shutting down"),
    });
  }

  /** Recovers the state; nothing runs yet. Rejects with StateLogError when the log is damaged or taken. */
  static async open(parts: ClusterParts): Promise<ClusterEngine> {
    return new ClusterEngine(parts, await openStore({ log: parts.log, host: parts.host }));
  }

  /** A client for the embedder, or as one user: RBAC holds for it as for any other. */
  client(fieldManager: string, user?: UserInfo): Client {
    return this.server.client(fieldManager, user);
  }

  handle(request: ApiRequest): Promise<ApiResponse> {
    return this.server.handle(request);
  }

  /** The same, at once where nothing has to be waited for. */
  answer(request: ApiRequest): ApiResponse | Promise<ApiResponse> {
    return this.server.answer(request);
  }

  /** Brings everything up; when this resolves, /readyz says ok. `apiEndpoint`: where Pods reach the API. */
  async start(apiEndpoint?: ApiEndpoint): Promise<void> {
    const { host, kernels, nodes, caPem, proxy, schedulerConfiguration } = this.#parts;
    const { nodeAddresses } = this.#parts;
    const client = this.client("kubarium");
    const nodeNames = new Set(nodes.map(({ name }) => name));
    if (apiEndpoint) this.#apiEndpoint = apiEndpoint;
    await this.#bootstrap();
    const informers = new InformerFactory(this.client(manager, controllerManagerUser), host);
    this.#informers = informers;
    this.#controllers = startControllers({
      client: this.client(manager, controllerManagerUser),
      clientOf: ({ name, serviceAccount = name }) =>
        this.client(manager, controllerUser(serviceAccount)),
      host,
      informers,
      controllers: builtInControllers({
        caPem,
        autoscalerReads: inProcessReads({
          handle: (request) => this.server.handle(request),
          client,
          user: controllerUser("horizontal-pod-autoscaler"),
        }),
        runsNode: (name) => nodeNames.has(name) || this.#agents?.kubelets.has(name) === true,
      }),
      meters: controllerMeters,
    });
    this.#startWorkers(informers);
    this.#scheduler = startScheduler({
      client: this.client("kube-scheduler", schedulerUser),
      host,
      informers,
      kernels,
      ...(schedulerConfiguration ? { configuration: schedulerConfiguration } : {}),
    });
    this.#scheduling = new Scheduling({
      host,
      client,
      explainer: this.#scheduler.explainer,
      handle: (request) => this.server.handle(request),
    });
    for (const document of this.#scheduling.documents()) this.server.documents.add(document);
    const dns = { server: dnsServerOf(this.#serviceCidr), domain: clusterDomain };
    const directory = new ServiceDirectory({ host, informers, ...dns });
    this.#agents = await startNodeAgents({
      client: this.client("kubelet"),
      clientOf: (nodeName) => this.client("kubelet", nodeUser(nodeName)),
      host,
      informers,
      nodes,
      version: version.gitVersion,
      simulatedDns: dns,
    });
    this.#agents.network.directory = directory;
    const handle = (request: ApiRequest): Promise<ApiResponse> => this.handle(request);
    for (const endpoint of new Set([simulatedApiEndpoint, this.#apiEndpoint]))
      attachApi(this.#agents.network, endpoint, { host, handle });
    this.server.setNodes(this.#agents);
    if (proxy) {
      const simulated = new Set(nodes.filter(({ runtime }) => !runtime).map(({ name }) => name));
      this.#network = startServiceNetwork({
        client,
        host,
        informers,
        proxy,
        address: loopback,
        nodeAddresses: nodeAddresses ?? [],
        isSimulated: (nodeName) => simulated.has(nodeName),
      });
    }
    await informers.start();
    await this.#scheduler.ready;
    this.#ready = true;
    this.server.startAggregation();
    this.#aggregating = true;
  }

  /** What signs: tokens of Secrets, and certificates where the host has an authority. */
  #startWorkers(informers: InformerFactory): void {
    const { host, caPem, signer } = this.#parts;
    const client = this.client(manager, controllerManagerUser);
    const { tokens } = this.server;
    this.#workers.push(
      new TokenSecretsWorker({
        client,
        host,
        informers,
        caPem,
        issue: (account, secretName) => tokens.issueForSecret(account, secretName),
      }),
    );
    if (signer) {
      const own = this.client(manager, controllerUser("certificate-controller"));
      this.#workers.push(new CertificateWorker({ client: own, host, informers, signer }));
    }
  }

  async #bootstrap(): Promise<void> {
    const { store } = this;
    const options: BootstrapOptions = {
      client: this.client("kube-apiserver", apiServerUser),
      store,
      serviceCidr: this.#serviceCidr,
      caPem: this.#parts.caPem,
      today: dayOf(this.#parts.host.clock.nowMs()),
      apiEndpoint: this.#apiEndpoint,
    };
    await bootstrap(options);
    const restore = (): Promise<void> => restoreBootstrapped(options);
    if (!this.#bootstrapped) {
      const stop = keepBootstrapped({ host: this.#parts.host, store, restore });
      this.#workers.push({ stop });
    }
    this.#bootstrapped = true;
  }

  /** Runs a command in a container, as `kubectl exec` does. Rejects with StatusError 404 for a Pod that is not there. */
  async exec(
    pod: { readonly namespace: string; readonly name: string },
    request: CommandRequest,
  ): Promise<CommandResult> {
    const found = await this.client("kubarium").get(PODS, pod);
    if (!this.#agents) throw serviceUnavailable("no node of this cluster is running");
    return runCommand(this.#agents, found, request);
  }

  /** Where simulated Pods answer; undefined before the start. */
  get simulatedNetwork(): NodeAgents["network"] | undefined {
    return this.#agents?.network;
  }

  /** Why Pods are where they are, and what would happen if. Throws StatusError 503 before the start. */
  get scheduling(): Scheduling {
    if (this.#scheduling === undefined) throw serviceUnavailable("the cluster has not started");
    return this.#scheduling;
  }

  /**
   * What clients notice of a stop: /readyz fails, watches end, nothing new is begun. Resolves when the requests on their way are
   * answered, but after `graceMs` at the latest; `stop` is to follow.
   */
  drain(graceMs: number): Promise<void> {
    return this.server.drain(graceMs);
  }

  /** Stops what runs, then the server, then closes the log. Safe to call more than once. */
  async stop(): Promise<void> {
    this.#ready = false;
    for (const end of this.ends.first.splice(0)) await end();
    await this.#network?.stop();
    await this.#scheduler?.stop();
    for (const worker of this.#workers.splice(0)) worker.stop();
    await this.#controllers?.stop();
    await this.#agents?.stop();
    for (const end of this.ends.last.splice(0)) await end();
    this.#informers?.stop();
    this.server.stop();
    await this.#parts.proxy?.close();
    this.#parts.outbound?.close();
    await this.#parts.kernels.close();
    await this.store.close();
  }

  /** Back to an empty cluster, in place: watchers see everything go, and the defaults come back. */
  async reset(): Promise<void> {
    const document = this.store.exportSnapshot();
    await this.store.restoreSnapshot({
      ...document,
      objects: document.objects.filter(isEngineOwn),
    });
    await this.#bootstrap();
  }

  async #restore(text: string): Promise<void> {
    let document: unknown;
    try {
      document = parseMarked(text);
    } catch (error) {
      throw badRequest(`the snapshot is not JSON: ${(error as Error).message}`);
    }
    await this.store.restoreSnapshot(document);
    await this.#bootstrap();
    await this.#agents?.register();
  }

  async #stats(): Promise<ClusterStats> {
    const { statistics } = this.server;
    const usage = (await this.#agents?.usage()) ?? [];
    const sum = (pick: (node: (typeof usage)[number]) => number) =>
      usage.reduce((total, node) => total + pick(node), 0);
    const { boundTotal, pending } = this.#scheduler?.stats() ?? { boundTotal: 0, pending: 0 };
    const capacity = capacityOf(this.store);
    return {
      nowMs: this.#parts.host.clock.nowMs(),
      revision: this.store.revision,
      api: {
        readsTotal: statistics.readsTotal,
        writesTotal: statistics.writesTotal,
        watches: statistics.watches,
      },
      scheduler: { boundTotal, pending },
      usage: {
        cpuNanoCores: sum((node) => node.cpuNanoCores),
        memoryBytes: sum((node) => node.memoryBytes),
        cpuCapacityNanoCores: capacity.cpuMilli * 1_000_000,
        memoryCapacityBytes: capacity.memoryBytes,
      },
    };
  }
}

/** What managedFields call every controller. */
const manager = "kube-controller-manager";
