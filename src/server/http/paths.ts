/** Requests for anything that is not a resource: discovery, OpenAPI, version, health, metrics, and the engine's own documents. */
import type { Endpoints } from "../../api/generated/types.ts";
import { badRequest, methodNotAllowed, success, unknownPath } from "../../api/status.ts";
import { rfc1123NextYear } from "../../api/time.ts";
import { exactJson } from "../../api/wide-integers.ts";
import type { ServerCore } from "../core.ts";
import { discoveryResponse } from "../discovery/respond.ts";
import { version } from "../discovery/version.ts";
import { joinOpenApiRoots } from "../aggregation/open-api-roots.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { metricsDocument } from "../../api/prometheus.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import { immutable, type OpenApi } from "../openapi/open-api.ts";
import {
  healthMetrics,
  metricsText,
  respondMetrics,
  type MeasuredHealth,
  type MetricSource,
} from "../metrics/metrics-text.ts";
import { isTrue } from "../request-info.ts";
import type { ApiStatistics } from "../statistics.ts";
import type { ClusterStats } from "../stats.ts";
import { checkRouted } from "./accept.ts";
import type { EngineDocuments } from "./engine-documents.ts";
import { checksOf, HealthCounts, healthResponse, type HealthChecks } from "./health.ts";
import { nothingBelow } from "./resolve.ts";
import { respondEncoded, respondJson } from "./respond.ts";
import { ZPages, type ZPagesOptions } from "./z-pages.ts";

export interface PathHandlerOptions {
  readonly core: ServerCore;
  /** What discovery shows: this server's resources and those of aggregated ones. Another array after each change. */
  discovered(): readonly ResourceDefinition[];
  /** Documents of aggregated servers, for the root of OpenAPI v3. */
  aggregatedOpenApi(): ReadonlyMap<string, unknown>;
  readonly openApi: OpenApi;
  readonly statistics: ApiStatistics;
  /** Named checks of /readyz and /livez: undefined when fine, else what is wrong. */
  readonly checks: HealthChecks;
  /** What is counted elsewhere than in the statistics. */
  readonly metricSources: readonly MetricSource[];
  /** What is served at /metrics/resources. */
  readonly resourceMetricSources: readonly MetricSource[];
  stats(): Promise<ClusterStats>;
  readonly documents: EngineDocuments;
  /** What /flagz tells. */
  readonly flags: ZPagesOptions["flags"];
  readonly snapshots: {
    export(): string;
    restore(document: string): Promise<void>;
    /** Back to an empty cluster. */
    reset(): Promise<void>;
  };
}

const statsPeriodMs = 1000;
const decoder = new TextDecoder();

export class PathHandler {
  readonly #options: PathHandlerOptions;
  readonly #healthCounts = new HealthCounts();
  readonly #zPages: ZPages;

  constructor(options: PathHandlerOptions) {
    this.#options = options;
    const { host } = options.core;
    this.#zPages = new ZPages({ host, version, paths: () => this.#paths(), flags: options.flags });
  }

  get #health(): MeasuredHealth {
    return { checks: this.#options.checks, counts: this.#healthCounts };
  }

  async handle(request: ApiRequest): Promise<ApiResponse> {
    const { path, method } = request;
    if (path === "/kubarium/v1/snapshot") return this.#snapshot(request);
    if (path === "/kubarium/v1/reset") return this.#reset(request);
    const isOwn = path.startsWith("/kubarium/");
    if (method !== "GET" && (this.#hasRoute(path) || (isOwn && method !== "HEAD"))) {
      throw methodNotAllowed();
    }
    if (path === "/version" || path === "/version/") {
      checkRouted(request.headers["accept"], ["application/json"]);
      // Indented and without a newline at its end, as WriteRawJSON has it.
      return respondEncoded(exactJson(version, 2));
    }
    const health = healthResponse(this.#options.checks, request, this.#healthCounts);
    if (health) return health;
    const zPage = this.#zPages.respond(request);
    if (zPage) return zPage;
    if (path === "/metrics") return this.#metrics();
    if (path === "/metrics/slis") return respondMetrics(healthMetrics(this.#health));
    if (path === "/metrics/resources") {
      const { resourceMetricSources } = this.#options;
      return respondMetrics(metricsDocument(resourceMetricSources.flatMap((source) => source())));
    }
    if (path === "/kubarium/v1/stats") return this.#stats(request);
    if (path === "/" || path === "") return respondEncoded(exactJson({ paths: this.#paths() }, 2));
    const openApi = this.#openApi(request);
    if (openApi) return openApi;
    const definitions = this.#options.discovered();
    const discovery = path.includes("//")
      ? undefined
      : discoveryResponse(definitions, request, this.#address());
    if (discovery) return discovery;
    if (isOwn) throw unknownPath();
    const [, group] = /^\/(?:api|apis\/([^/]+))\//.exec(path) ?? [undefined, "/"];
    throw nothingBelow(this.#options.core.registry.definitions, group ?? "");
  }

  /** Where Pods and others reach this server, as its own endpoints say. */
  #address(): string | undefined {
    const name = { resource: "endpoints", namespace: "default", name: "kubernetes" };
    const endpoints = this.#options.core.store.get(name)?.object as Endpoints | undefined;
    const { addresses = [], ports = [] } = endpoints?.subsets?.[0] ?? {};
    const [address, port] = [addresses[0]?.ip, ports[0]?.port];
    if (address === undefined || port === undefined) return undefined;
    return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
  }

  /** Whether a path takes one method alone. What is no route of Kubernetes' answers all. */
  #hasRoute(path: string): boolean {
    const [root, group, served, ...rest] = path.slice(1).replace(/\/$/, "").split("/");
    if (rest.length > 0) return false;
    if (root === "version") return group === undefined;
    if (root === "api") return group === undefined || (group === "v1" && served === undefined);
    return this.#options.core.registry.definitions.some(
      (row) => row.group === group && row.version === served && !row.custom,
    );
  }

  #paths(): readonly string[] {
    const definitions = this.#options.discovered();
    const groups = new Set<string>();
    for (const { group, version: served } of definitions) {
      if (group === "") continue;
      groups.add(`/apis/${group}`).add(`/apis/${group}/${served}`);
    }
    return [
      "/.well-known/openid-configuration",
      "/api",
      "/api/v1",
      "/apis",
      "/apis/",
      ...groups,
      ...this.#healthPaths(),
      ...this.#options.documents.paths(),
      "/flagz",
      "/kubarium/v1/snapshot",
      "/kubarium/v1/stats",
      "/metrics",
      "/metrics/slis",
      "/openapi/v2",
      "/openapi/v3",
      "/openapi/v3/",
      "/openid/v1/jwks",
      "/statusz",
      "/version",
    ].sort();
  }

  #healthPaths(): readonly string[] {
    return (["healthz", "livez", "readyz"] as const).flatMap((endpoint) => [
      `/${endpoint}`,
      ...checksOf(this.#options.checks, endpoint).map(([name]) => `/${endpoint}/${name}`),
    ]);
  }

  #openApi(request: ApiRequest): Promise<ApiResponse> | undefined {
    const nowMs = this.#options.core.host.clock.nowMs();
    const response = this.#options.openApi
      .respond(request)
      ?.then((found) => withExpiry(found, nowMs));
    const others = this.#options.aggregatedOpenApi();
    if (others.size === 0 || !/^\/openapi\/v3\/?$/.test(request.path)) return response;
    return response?.then((own) => joinOpenApiRoots(own, others));
  }

  #metrics(): ApiResponse {
    const { core, statistics, metricSources: more } = this.#options;
    return respondMetrics(metricsText(core, { statistics, health: this.#health, more }));
  }

  async #stats(request: ApiRequest): Promise<ApiResponse> {
    const { stats, core } = this.#options;
    if (!isTrue(request.query.get("watch"))) return respondJson(await stats());
    const { signal } = request;
    return {
      status: 200,
      headers: { "content-type": "application/json", "cache-control": "no-cache, private" },
      body: {
        start: (sink) => {
          const send = () => {
            if (signal.aborted) return sink.end();
            stats().then(
              (value) => {
                if (signal.aborted) return sink.end();
                sink.write(`${JSON.stringify(value)}\n`);
                core.host.timers.after(statsPeriodMs, send);
              },
              (error: unknown) => {
                core.host.log.write("error", "statistics failed", { error: String(error) });
                sink.end();
              },
            );
          };
          send();
        },
      },
    };
  }

  async #snapshot(request: ApiRequest): Promise<ApiResponse> {
    const { snapshots } = this.#options;
    if (request.method === "GET") {
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: snapshots.export(),
      };
    }
    if (request.method !== "PUT") throw methodNotAllowed();
    if (!request.body || request.body.length === 0)
      throw badRequest("the body must be a snapshot document");
    await snapshots.restore(decoder.decode(request.body));
    return respondJson(success({}));
  }

  async #reset(request: ApiRequest): Promise<ApiResponse> {
    if (request.method !== "POST") throw methodNotAllowed();
    await this.#options.snapshots.reset();
    return respondJson(success({}));
  }
}

/** What is there by its hash does not change: it may be kept for a year. */
function withExpiry(response: ApiResponse, nowMs: number): ApiResponse {
  if (response.headers["cache-control"] !== immutable) return response;
  return { ...response, headers: { ...response.headers, expires: rfc1123NextYear(nowMs) } };
}
