/** The API server: one function from request to response, and clients for the components that live in the same process. */
import { builtInResources } from "../api/resources.ts";
import { serviceUnavailable, StatusError, toStatusError } from "../api/status.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import type { Store } from "../store/store.ts";
import { Aggregator } from "./aggregation/aggregator.ts";
import { keepPolicyStatus } from "./admission/policy-status.ts";
import { Auditor, type AuditOptions } from "./audit/auditor.ts";
import { createAuthenticator, type Authenticate } from "./auth/authenticate.ts";
import { Impersonator, type Impersonation } from "./auth/impersonate.ts";
import { issuerDocument } from "./auth/issuer-documents.ts";
import { apiServerUser, withComponents } from "./auth/component-users.ts";
import { AccessRefusedError } from "./auth/authorizer.ts";
import { ClusterAuthorizer } from "./auth/cluster-authorizer.ts";
import { authorizeRequest, requireCreate } from "./auth/request-access.ts";
import { issuer, ServiceAccountTokens } from "./auth/service-account-tokens.ts";
import { LegacyTokenUses } from "./auth/legacy-token-uses.ts";
import type { TokenAuthenticatorOptions } from "./auth/token-authenticator.ts";
import { builtInComputed } from "./computed/built-in.ts";
import { metricsResources, metricsSchema } from "./computed/metrics.ts";
import type { ServerCore } from "./core.ts";
import { createCore } from "./create-core.ts";
import { Ending } from "./ending.ts";
import { EventExpiry } from "./event-expiry.ts";
import { countRequest } from "./count-request.ts";
import { beginExchange, type Exchange } from "./exchange.ts";
import type { Soon } from "./custom-resources/versions.ts";
import { DefinitionLifecycle } from "./custom-resources/lifecycle.ts";
import { Deadlines, isOutOfTime, timeLimitMs } from "./http/deadline.ts";
import { EngineDocuments } from "./http/engine-documents.ts";
import { dumpResponse } from "./flow-control/dump.ts";
import { FlowControl } from "./flow-control/flow-control.ts";
import { withSeat } from "./flow-control/with-seat.ts";
import { keepFlowControl } from "./flow-control/keeper.ts";
import { PageNotFoundError, pageNotFound } from "./http/page-not-found.ts";
import { PathHandler, type PathHandlerOptions } from "./http/paths.ts";
import { joinHeaders } from "./http/join-headers.ts";
import { isHealthPath } from "./http/health.ts";
import { ResourceHandler } from "./http/resources.ts";
import { prettyAnswer } from "./http/pretty.ts";
import { respondError, shuttingDownResponse, unsniffed } from "./http/respond.ts";
import { clientOf, systemUser } from "./in-process-client.ts";
import { isBodyStream, type ApiRequest, type ApiResponse, type UserInfo } from "./message.ts";
import type { NodeConnector } from "./node-connector.ts";
import { servingFamilies, type MetricSource } from "./metrics/metrics-text.ts";
import { ServerMetrics } from "./metrics/server-metrics.ts";
import { OpenApi } from "./openapi/open-api.ts";
import type { Outbound } from "./outbound/outbound.ts";
import { KnownRequests } from "./known-requests.ts";
import { ResourceRegistry } from "./resource-registry.ts";
import { ResourceService } from "./resource-service.ts";
import { ServiceAllocator } from "./services/allocator.ts";
import { parseIpv4Range } from "./services/addresses.ts";
import { ApiStatistics } from "./statistics.ts";

export interface ApiServerOptions {
  readonly host: Host;
  readonly store: Store;
  /** P-256 key pair that signs service-account tokens. */
  readonly tokenKeys: CryptoKeyPair;
  /** `10.244.128.0/17`: its first address is the API's own Service. */
  readonly serviceCidr: string;
  readonly nodePorts: { readonly first: number; readonly last: number };
  readonly stats: PathHandlerOptions["stats"];
  readonly snapshots: PathHandlerOptions["snapshots"];
  /** Opens connections to others; undefined on hosts that cannot. */
  readonly outbound?: Outbound;
  /** What this server shows to aggregated ones that it passes requests on to; asked for when it is first needed. */
  readonly proxyClient?: () => Promise<{ readonly certificate: string; readonly key: string }>;
  /** What is written down of requests; undefined: nothing. */
  readonly audit?: AuditOptions;
}

export class ApiServer {
  readonly statistics = new ApiStatistics();
  readonly registry = new ResourceRegistry([...builtInResources, ...metricsResources]);
  /** What is counted of the engine's parts; asked only when somebody scrapes. */
  readonly metricSources: MetricSource[] = [];
  /** What /metrics/resources has: kube-scheduler's view of what Pods ask for. */
  readonly resourceMetricSources: MetricSource[] = [];
  /** Components of the engine add theirs. */
  readonly documents = new EngineDocuments();
  readonly tokens: ServiceAccountTokens;
  readonly #options: ApiServerOptions;
  readonly #core: ServerCore;
  readonly #authorizer: ClusterAuthorizer;
  readonly #authenticate: Authenticate;
  readonly #impersonator: Impersonator;
  readonly #service: ResourceService;
  readonly #resources: ResourceHandler;
  readonly #paths: PathHandler;
  readonly #allocator: ServiceAllocator;
  readonly #stopPolicyStatus: () => void;
  readonly #stopFlowControlKeeper: () => void;
  readonly #stopped = new AbortController();
  readonly #ending = new Ending();
  readonly #definitions: DefinitionLifecycle;
  readonly #checks = new Map<string, () => string | undefined>();
  readonly #flowControl: FlowControl;
  readonly #eventExpiry: EventExpiry;
  readonly #deadlines: Deadlines;
  readonly #auditor: Auditor | undefined;
  readonly #aggregator: Aggregator;
  readonly #metrics: ServerMetrics;
  readonly #requests = new KnownRequests(() => this.registry.definitions);
  #nodes: NodeConnector | undefined;

  /** Throws Error for a service range that is none. */
  constructor(options: ApiServerOptions) {
    const { host, store, serviceCidr, nodePorts } = options;
    this.#options = options;
    const serviceRange = parseIpv4Range(serviceCidr);
    if (!serviceRange) throw new Error(`${serviceCidr} is not an IPv4 network in CIDR notation`);
    this.tokens = new ServiceAccountTokens(options.tokenKeys, host);
    this.#authorizer = new ClusterAuthorizer(store);
    this.#metrics = new ServerMetrics(host.clock);
    this.#impersonator = new Impersonator(this.#authorizer, this.#metrics.impersonations);
    this.metricSources.push(() => this.#metrics.families(this.#authorizer));
    this.metricSources.push(() => this.#aggregator.families());
    this.#allocator = new ServiceAllocator({ host, store, serviceRange, nodePorts });
    const authenticator: TokenAuthenticatorOptions = {
      host,
      store,
      tokens: this.tokens,
      audience: issuer,
      counts: this.#metrics.tokens,
      legacyUses: new LegacyTokenUses(host, () => this.client("kube-apiserver", apiServerUser)),
    };
    this.#authenticate = createAuthenticator(authenticator, this.#metrics.auth);
    this.#deadlines = new Deadlines(host);
    this.metricSources.push(() => servingFamilies(this.#deadlines, this.#flowControl));
    this.#flowControl = new FlowControl({ store, host });
    this.#eventExpiry = new EventExpiry(store, host);
    this.#auditor = options.audit && new Auditor(options.audit, host, this.#metrics.audit);
    this.#core = createCore({
      host,
      store,
      registry: this.registry,
      authorizer: this.#authorizer,
      services: this.#allocator,
      outbound: options.outbound,
      ending: this.#ending,
      nodes: () => this.#nodes,
    });
    this.#service = new ResourceService({
      core: this.#core,
      tokens: this.tokens,
      audience: issuer,
      reviewContext: ({ user }, namespace) => ({
        host,
        authorizer: this.#authorizer,
        tokens: authenticator,
        user,
        namespace,
      }),
    });
    this.#resources = new ResourceHandler({
      service: this.#service,
      nodes: () => this.#nodes,
      requireCreate: (user, info) => requireCreate(this.#authorizer, user, info),
      computed: builtInComputed({
        store,
        clock: host.clock,
        nodes: () => this.#nodes,
        etcd: () => this.#checks.get("etcd")?.(),
      }),
    });
    this.#definitions = new DefinitionLifecycle(
      this.#core,
      this.client("kube-apiserver", apiServerUser),
      () => ({
        user: apiServerUser,
        fieldManager: "kube-apiserver",
        dryRun: false,
        warnings: [],
      }),
    );
    this.#checks.set("ping", () => undefined);
    this.#checks.set("log", () => undefined);
    this.#aggregator = new Aggregator({
      host,
      store,
      registry: this.registry,
      outbound: this.#core.outbound,
      proxyClient: () => options.proxyClient?.(),
      client: () => this.client("kube-aggregator", apiServerUser),
    });
    this.#paths = new PathHandler({
      core: this.#core,
      discovered: () => this.#aggregator.definitions,
      aggregatedOpenApi: () => this.#aggregator.openApiPaths,
      openApi: new OpenApi(
        () => this.registry.definitions,
        (definition) => metricsSchema(definition) ?? this.#core.custom.openApiSchema(definition),
        () => this.#aggregator.openApiV2,
      ),
      statistics: this.statistics,
      checks: this.#checks,
      metricSources: this.metricSources,
      resourceMetricSources: this.resourceMetricSources,
      stats: options.stats,
      snapshots: options.snapshots,
      documents: this.documents,
      flags: {
        "authorization-mode": "[Node,RBAC]",
        "service-account-issuer": `[${issuer}]`,
        "service-cluster-ip-range": serviceCidr,
        "service-node-port-range": `${nodePorts.first}-${nodePorts.last}`,
      },
    });
    const policyClient = this.client("validatingadmissionpolicy-status-controller", apiServerUser);
    this.#stopPolicyStatus = keepPolicyStatus(this.#core, policyClient);
    const levels = this.client("api-priority-and-fairness-config-consumer-v1", apiServerUser);
    this.#stopFlowControlKeeper = keepFlowControl({ host, store, client: levels });
  }

  /** A named check of /readyz and /livez; it gives what is wrong, or undefined. */
  addCheck(name: string, check: () => string | undefined): void {
    this.#checks.set(name, check);
  }

  /** Whether nothing new is begun. */
  get isEnding(): boolean {
    return this.#ending.hasBegun;
  }

  /** Registers what is served here as APIServices, and looks after those of others. */
  startAggregation(): void {
    this.#aggregator.start();
  }

  /** Where logs and usage of the nodes come from. */
  setNodes(nodes: NodeConnector | undefined): void {
    this.#nodes = nodes;
  }

  get nodes(): NodeConnector | undefined {
    return this.#nodes;
  }

  /** Never rejects: what goes wrong is answered as a Status. */
  async handle(request: ApiRequest): Promise<ApiResponse> {
    return this.answer(request);
  }

  /** The same, at once where nothing has to be waited for; never throws. */
  answer(request: ApiRequest): Soon<ApiResponse> {
    const { host, audit } = this.#options;
    const [requests, isAudited] = [this.#requests, audit !== undefined];
    const exchange = beginExchange(request, { host, requests, isAudited });
    try {
      if (this.#stopped.signal.aborted) throw serviceUnavailable("the cluster is stopped");
      const limitMs = timeLimitMs(request, exchange.info);
      exchange.limitMs = limitMs;
      if (this.#ending.hasBegun && !isHealthPath(request.path)) {
        return this.#finish(exchange, shuttingDownResponse, false);
      }
      const response = this.#answer(exchange);
      if (!(response instanceof Promise)) return this.#finish(exchange, response, false);
      return this.#deadlines.within(limitMs, response, exchange.info).then(
        (later) => this.#finish(exchange, later, false),
        (error: unknown) => this.#fail(exchange, error),
      );
    } catch (error) {
      return this.#fail(exchange, error);
    }
  }

  #fail(exchange: Exchange, error: unknown): Soon<ApiResponse> {
    if (isOutOfTime(error)) exchange.isTerminated = true;
    if (error instanceof PageNotFoundError) return this.#finish(exchange, pageNotFound(), false);
    const status = toStatusError(error);
    if (status.code === 500) {
      this.#options.host.log.write("error", "request failed", {
        path: exchange.request.path,
        error: status.cause instanceof Error ? (status.cause.stack ?? "") : status.message,
      });
    }
    const plain = respondError(status, exchange.request.headers["accept"]);
    const response = error instanceof AccessRefusedError ? unsniffed(plain) : plain;
    return this.#finish(exchange, response, !(error instanceof StatusError));
  }

  #finish(exchange: Exchange, response: ApiResponse, panicked: boolean): Soon<ApiResponse> {
    const { known, request, started, auditId, seat } = exchange;
    const headers = joinHeaders(response.headers, seat?.headers);
    const { status, body, upgrade } = response;
    const finished: ApiResponse = upgrade
      ? { status, auditId, headers, body, upgrade }
      : { status, auditId, headers, body };
    const shown = prettyAnswer(request, finished, this.#core.slices);
    exchange.finish?.(response, panicked);
    const streams = isBodyStream(body);
    // A clock read twice for one request would cost more than all of flow control.
    const now = seat?.endedMs ?? this.#options.host.clock.monotonicMs();
    const seconds = streams ? undefined : (now - started) / 1000;
    const kind = exchange.info.verb === "watch" ? "watch" : "regular";
    const waitedSeconds = (seat?.waitedMs ?? 0) / 1000;
    seat?.counts?.executions[kind].observe((now - started) / 1000 - waitedSeconds);
    const measured = { request, seconds, waitedSeconds, isTerminated: exchange.isTerminated };
    this.statistics.metrics.answered(known, response, measured);
    const { statistics } = this;
    countRequest({ statistics, watches: this.#flowControl.watches }, exchange, response);
    return shown;
  }

  #answer(exchange: Exchange): Soon<ApiResponse> {
    const caller = this.#authenticate(exchange.request);
    return caller instanceof Promise
      ? caller.then((known) => this.#enter(exchange, known))
      : this.#enter(exchange, caller);
  }

  #enter(exchange: Exchange, caller: UserInfo): Soon<ApiResponse> {
    const { request, info, known, limitMs } = exchange;
    const acting = this.#impersonation(exchange, caller);
    const user = acting?.user ?? caller;
    this.#beginAudit(exchange, caller, acting);
    // What runs long is not held to a number; a watch is until it has begun (filters/priority-and-fairness.go).
    if (limitMs === undefined && info.verb !== "watch") return this.#serve(exchange, user);
    const entering = this.#flowControl.enter({ user, info, memory: known }, request, exchange);
    return withSeat(entering, exchange, () => this.#serve(exchange, user));
  }

  #impersonation(exchange: Exchange, caller: UserInfo): Impersonation | undefined {
    try {
      return this.#impersonator.actAs(exchange.request.headers, caller, exchange.info);
    } catch (error) {
      this.#beginAudit(exchange, caller, undefined);
      throw error;
    }
  }

  #beginAudit(exchange: Exchange, caller: UserInfo, acting: Impersonation | undefined): void {
    if (!this.#auditor) return;
    const annotations = exchange.request.auditAnnotations ?? new Map<string, string>();
    const { user = caller, constraint } = acting ?? {};
    exchange.finish = this.#auditor.begin({ ...exchange, annotations, caller, user, constraint });
  }

  #serve({ request, info, known }: Exchange, user: UserInfo): Soon<ApiResponse> {
    const found = info.isResource ? undefined : this.documents.find(info.path);
    if (found) {
      for (const need of found.needs) {
        const asked = { ...need, isResource: true, subresource: "", rest: "", path: "" } as const;
        authorizeRequest(this.#authorizer, user, { info: asked });
      }
      return found.respond(request, user);
    }
    const annotations = request.auditAnnotations;
    authorizeRequest(this.#authorizer, user, { info, annotations, memory: known });
    const aggregated = this.#aggregator.handle(request, user);
    if (aggregated) return aggregated;
    if (info.isResource) return this.#resources.handle(request, info, { user, memory: known });
    return this.#servePath(request);
  }

  async #servePath(request: ApiRequest): Promise<ApiResponse> {
    const document = await issuerDocument(request, this.tokens);
    const { clock } = this.#options.host;
    const found = document ?? dumpResponse(() => this.#flowControl.levels(), request, clock);
    return found ?? this.#paths.handle(request);
  }

  /** A client that acts as `user`, by what he may do; by default one that may do everything. */
  client(fieldManager: string, user: UserInfo = systemUser): Client {
    const [service, authorizer] = [this.#service, withComponents(this.#authorizer)];
    const count = (kind: "read" | "write") => this.statistics.count(kind);
    const { signal } = this.#stopped;
    const options = { service, authorizer, user, fieldManager, count, signal };
    return clientOf(options, this.#options.host, this.#auditor);
  }

  /**
   * The beginning of the end (apiserver, genericapiserver.go): /readyz fails, watches end, new requests are answered 503. Resolves when
   * the requests on their way are answered, but after `graceMs` at the latest.
   */
  drain(graceMs: number): Promise<void> {
    this.#ending.begin();
    return this.#deadlines.settled(graceMs);
  }

  /** Answers 503 from now on, to the components of this process too. */
  stop(): void {
    this.#ending.begin();
    this.#stopped.abort(serviceUnavailable("the cluster is stopped"));
    this.#metrics.stop();
    this.#aggregator.stop();
    this.#definitions.stop();
    this.#core.custom.stop();
    this.#stopPolicyStatus();
    this.#stopFlowControlKeeper();
    this.#allocator.stop();
    this.#flowControl.stop();
    this.#eventExpiry.stop();
    this.#authorizer.stop();
  }
}
