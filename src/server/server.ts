/** The API server: one function from request to response, and clients for the components that live in the same process. */
import { builtInResources, type ResourceDefinition } from "../api/resources.ts";
import { schemaOf as builtInSchema } from "../api/schema/built-in.ts";
import {
  forbidden,
  forbiddenPath,
  internalError,
  invalid,
  serviceUnavailable,
  StatusError,
  toStatusError,
} from "../api/status.ts";
import { strategyFor } from "../api/strategy/registry.ts";
import { uuid, type Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import type { Store } from "../store/store.ts";
import { builtInAdmission } from "./admission/built-in.ts";
import { AdmissionChain } from "./admission/chain.ts";
import { mutatingAdmission, validatingAdmission } from "./admission/dynamic.ts";
import { keepPolicyStatus } from "./admission/policy-status.ts";
import { Auditor, type AuditOptions } from "./audit/auditor.ts";
import { createAuthenticator } from "./auth/authenticate.ts";
import { denialMessage, type AccessAttributes } from "./auth/authorizer.ts";
import { impersonated } from "./auth/impersonate.ts";
import { issuerDocument } from "./auth/issuer-documents.ts";
import { RbacAuthorizer } from "./auth/rbac.ts";
import { issuer, ServiceAccountTokens } from "./auth/service-account-tokens.ts";
import type { TokenAuthenticatorOptions } from "./auth/token-authenticator.ts";
import { componentStatuses } from "./computed/component-statuses.ts";
import { ComputedResources } from "./computed/computed-resources.ts";
import { metricsResources, metricsSchema, nodeMetrics, podMetrics } from "./computed/metrics.ts";
import type { ServerCore } from "./core.ts";
import { CustomResources } from "./custom-resources/custom-resources.ts";
import { DefinitionLifecycle } from "./custom-resources/lifecycle.ts";
import { EngineDocuments } from "./http/engine-documents.ts";
import { FlowControl } from "./flow-control/flow-control.ts";
import { keepFlowControl } from "./flow-control/keeper.ts";
import { PathHandler, type PathHandlerOptions } from "./http/paths.ts";
import { ResourceHandler } from "./http/resources.ts";
import { respondError, tooManyRequestsResponse } from "./http/respond.ts";
import { InProcessClient } from "./in-process-client.ts";
import { isBodyStream, type ApiRequest, type ApiResponse, type UserInfo } from "./message.ts";
import type { NodeConnector } from "./node-connector.ts";
import { OpenApi } from "./openapi/open-api.ts";
import type { Outbound } from "./outbound/outbound.ts";
import { ServiceOutbound } from "./outbound/services.ts";
import { trackFields } from "./operations/track-fields.ts";
import { parseRequestInfo, type RequestInfo, type ResourceRequestInfo } from "./request-info.ts";
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
  /** What is written down of requests; undefined: nothing. */
  readonly audit?: AuditOptions;
}

export class ApiServer {
  readonly statistics = new ApiStatistics();
  readonly registry = new ResourceRegistry([...builtInResources, ...metricsResources]);
  /** Components of the engine add theirs. */
  readonly documents = new EngineDocuments();
  readonly tokens: ServiceAccountTokens;
  readonly #options: ApiServerOptions;
  readonly #core: ServerCore;
  readonly #rbac: RbacAuthorizer;
  readonly #authenticate: (request: ApiRequest) => Promise<UserInfo>;
  readonly #service: ResourceService;
  readonly #resources: ResourceHandler;
  readonly #paths: PathHandler;
  readonly #allocator: ServiceAllocator;
  readonly #stopPolicyStatus: () => void;
  readonly #stopFlowControlKeeper: () => void;
  readonly #stopped = new AbortController();
  readonly #definitions: DefinitionLifecycle;
  readonly #checks = new Map<string, () => string | undefined>();
  readonly #flowControl: FlowControl;
  readonly #auditor: Auditor | undefined;
  #nodes: NodeConnector | undefined;

  /** Throws Error for a service range that is none. */
  constructor(options: ApiServerOptions) {
    const { host, store, serviceCidr, nodePorts } = options;
    this.#options = options;
    const serviceRange = parseIpv4Range(serviceCidr);
    if (!serviceRange) throw new Error(`${serviceCidr} is not an IPv4 network in CIDR notation`);
    this.tokens = new ServiceAccountTokens(options.tokenKeys, host);
    this.#rbac = new RbacAuthorizer(store);
    this.#allocator = new ServiceAllocator({ host, store, serviceRange, nodePorts });
    const authenticator: TokenAuthenticatorOptions = {
      host,
      store,
      tokens: this.tokens,
      audience: issuer,
    };
    this.#authenticate = createAuthenticator(authenticator);
    this.#flowControl = new FlowControl({ store, timers: host.timers });
    this.#auditor = options.audit && new Auditor(options.audit, host);
    this.#core = this.#createCore();
    this.#service = new ResourceService({
      core: this.#core,
      tokens: this.tokens,
      audience: issuer,
      reviewContext: ({ user }, namespace) => ({
        host,
        rbac: this.#rbac,
        tokens: authenticator,
        user,
        namespace,
      }),
    });
    this.#resources = new ResourceHandler({
      service: this.#service,
      nodes: () => this.#nodes,
      requireCreate: (user, info) => this.#requireCreate(user, info),
      computed: this.#computedResources(),
    });
    this.#definitions = new DefinitionLifecycle(this.#core, this.client("kube-apiserver"), () => ({
      user: systemUser,
      fieldManager: "kube-apiserver",
      dryRun: false,
      warnings: [],
    }));
    this.#checks.set("ping", () => undefined);
    this.#paths = new PathHandler({
    this.#checks.set("log", () => undefined);
      core: this.#core,
      openApi: new OpenApi(
        () => this.registry.definitions,
        (definition) => metricsSchema(definition) ?? this.#core.custom.openApiSchema(definition),
      ),
      statistics: this.statistics,
      checks: this.#checks,
      stats: options.stats,
      snapshots: options.snapshots,
      documents: this.documents,
    });
    const policyClient = this.client("validatingadmissionpolicy-status-controller");
    this.#stopPolicyStatus = keepPolicyStatus(this.#core, policyClient);
    const flowControlClient = this.client("api-priority-and-fairness-config-consumer-v1");
    this.#stopFlowControlKeeper = keepFlowControl({ host, store, client: flowControlClient });
  }

  #computedResources(): ComputedResources {
    const { host, store } = this.#options;
    const source = { store, clock: host.clock, nodes: () => this.#nodes };
    const started = () => (this.#nodes ? undefined : "not started");
    const components = new Map([
      ["controller-manager", started],
      ["etcd-0", () => this.#checks.get("etcd")?.()],
      ["scheduler", started],
    ]);
    return new ComputedResources(
      new Map([
        ["metrics.k8s.io/nodes", nodeMetrics(source)],
        ["metrics.k8s.io/pods", podMetrics(source)],
        ["/componentstatuses", componentStatuses(components)],
      ]),
    );
  }

  #createCore(): ServerCore {
    const { host, store } = this.#options;
    const builtIn = new Set<ResourceDefinition>(builtInResources);
    const schemaOfKind: ServerCore["schemaOfKind"] = ({ group, version, kind }) => {
      const definition = this.registry.findKind(group, version, kind);
      const name =
        definition?.definition ?? `io.k8s.api.${group.split(".")[0] || "core"}.${version}.${kind}`;
      const schema = builtInSchema(name);
      if (!schema) throw internalError(`no schema for ${kind} in ${group}/${version}`);
      return schema;
    };
    const outbound = new ServiceOutbound({
      store,
      random: host.random,
      outbound: this.#options.outbound,
      nodes: () => this.#nodes,
    });
    const custom = new CustomResources({ host, store, registry: this.registry, outbound });
    const dynamic = { core: () => core, authorizer: this.#rbac };
    const core: ServerCore = {
      host,
      store,
      registry: this.registry,
      services: this.#allocator,
      outbound,
      custom,
      admission: new AdmissionChain(
        builtInAdmission({
          host,
          store,
          rbac: this.#rbac,
          mutating: mutatingAdmission(dynamic),
          validating: validatingAdmission(dynamic),
        }),
      ),
      strategyOf: (definition) => custom.kindOf(definition)?.strategy ?? strategyFor(definition),
      schemaOf: (definition) => {
        const kind = custom.kindOf(definition);
        if (kind) return kind.typeSchema;
        const schema = builtInSchema(definition.definition);
        if (!schema) throw internalError(`no schema for ${definition.definition}`);
        return schema;
      },
      schemaOfKind,
      isBuiltIn: (definition) => builtIn.has(definition),
      invalidObject: ({ definition, name }, errors) => invalid(definition, name, errors),
      trackFields: (change) => trackFields(change, core),
    };
    return core;
  }

  /** A named check of /readyz and /livez; it gives what is wrong, or undefined. */
  addCheck(name: string, check: () => string | undefined): void {
    this.#checks.set(name, check);
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
    const info = parseRequestInfo(request.method, request.path, request.query);
    const { clock, random } = this.#options.host;
    const exchange: Exchange = {
      request: this.#auditor ? { ...request, auditAnnotations: new Map() } : request,
      info,
      auditId: auditIdOf(request) ?? uuid(random),
      receivedMs: clock.nowMs(),
      finish: undefined,
    };
    const started = clock.monotonicMs();
    let panicked = false;
    let response: ApiResponse;
    try {
      if (this.#stopped.signal.aborted) throw serviceUnavailable("the cluster is stopped");
      response = await this.#answer(exchange);
    } catch (error) {
      panicked = !(error instanceof StatusError);
      const status = toStatusError(error);
      if (status.code === 500) {
        this.#options.host.log.write("error", "request failed", {
          path: request.path,
          error: status.cause instanceof Error ? (status.cause.stack ?? "") : status.message,
        });
      }
      response = respondError(status);
    }
    exchange.finish?.(response, panicked);
    const streams = isBodyStream(response.body);
    const seconds = streams ? undefined : (clock.monotonicMs() - started) / 1000;
    this.statistics.metrics.answered(info, response.status, seconds);
    this.#count(request, info, response);
    return { ...response, headers: { "audit-id": exchange.auditId, ...response.headers } };
  }

  async #answer(exchange: Exchange): Promise<ApiResponse> {
    const { request, info } = exchange;
    const caller = await this.#authenticate(request);
    const user = impersonated(request.headers, caller, this.#rbac);
    if (this.#auditor) {
      const annotations = request.auditAnnotations ?? new Map<string, string>();
      exchange.finish = this.#auditor.begin({ ...exchange, annotations, caller, user });
    }
    const entering = this.#flowControl.enter(user, info, request.signal);
    const seat = entering instanceof Promise ? await entering : entering;
    if (!seat) return tooManyRequestsResponse;
    try {
      const response = await this.#serve(request, info, user);
      return { ...response, headers: { ...response.headers, ...seat.headers } };
    } finally {
      seat.release();
    }
  }

  async #serve(request: ApiRequest, info: RequestInfo, user: UserInfo): Promise<ApiResponse> {
    const found = info.isResource ? undefined : this.documents.find(info.path);
    if (found) {
      for (const need of found.needs) {
        this.#authorize(user, { ...need, isResource: true, subresource: "", rest: "", path: "" });
      }
      return found.respond(request, user);
    }
    this.#authorize(user, info, request.auditAnnotations);
    if (info.isResource) return this.#resources.handle(request, info, user);
    const document = await issuerDocument(request, this.tokens);
    if (document) return document;
    return this.#paths.handle(request);
  }

  #authorize(user: UserInfo, info: RequestInfo, annotations?: Map<string, string>): void {
    const attributes: AccessAttributes = info.isResource
      ? { kind: "resource", ...info }
      : { kind: "path", verb: info.verb, path: info.path };
    const { allowed, reason } = this.#rbac.authorize(user, attributes);
    annotations?.set("authorization.k8s.io/decision", allowed ? "allow" : "forbid");
    annotations?.set("authorization.k8s.io/reason", reason);
    if (allowed) return;
    const message = denialMessage(user, attributes, reason);
    throw info.isResource
      ? forbidden({ group: info.group, resource: info.resource }, info.name, message)
      : forbiddenPath(message);
  }

  /** As kube-apiserver words it for exec, attach and portforward: the reason alone, which RBAC gives none of. */
  #requireCreate(user: UserInfo, info: ResourceRequestInfo): void {
    const { allowed, reason } = this.#rbac.authorize(user, {
      kind: "resource",
      ...info,
      verb: "create",
    });
    if (!allowed)
      throw forbidden({ group: info.group, resource: info.resource }, info.name, reason);
  }

  #count(request: ApiRequest, info: RequestInfo, response: ApiResponse): void {
    const { statistics } = this;
    const reads = ["get", "list", "watch", "head"].includes(info.verb);
    statistics.count(reads ? "read" : "write");
    if (info.verb !== "watch" || !isBodyStream(response.body)) return;
    statistics.watches++;
    // Hosts abort the signal when the response is over, whichever side has ended it.
    request.signal.addEventListener("abort", () => statistics.watches--, { once: true });
  }

  /** A client that acts as `user`; by default one that may do everything, as the control plane's own components do. */
  client(fieldManager: string, user: UserInfo = systemUser): Client {
    return new InProcessClient({
      service: this.#service,
      authorizer: this.#rbac,
      user,
      fieldManager,
      count: (kind) => this.statistics.count(kind),
      signal: this.#stopped.signal,
    });
  }

  /** Ends every watch and answers 503 from now on. */
  stop(): void {
    this.#stopped.abort(serviceUnavailable("the cluster is stopped"));
    this.#definitions.stop();
    this.#core.custom.stop();
    this.#stopPolicyStatus();
    this.#stopFlowControlKeeper();
    this.#allocator.stop();
    this.#flowControl.stop();
  }
}

/** A request between its arrival and its answer. */
interface Exchange {
  readonly request: ApiRequest;
  readonly info: RequestInfo;
  readonly auditId: string;
  readonly receivedMs: number;
  /** Set once the user is known, where requests are audited. */
  finish: ReturnType<Auditor["begin"]> | undefined;
}

/** A client may name its request, within bounds. */
function auditIdOf(request: ApiRequest): string | undefined {
  const id = request.headers["audit-id"];
  return id && /^[\x21-\x7e]{1,64}$/.test(id) ? id : undefined;
}

const systemUser: UserInfo = {
  name: "system:kubarium",
  groups: ["system:masters", "system:authenticated"],
};
