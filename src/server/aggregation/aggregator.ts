/**
 * The aggregation layer: keeps an APIService for each group version that this server answers itself, watches over those that others
 * answer, passes their requests on, and joins their discovery and OpenAPI with this server's own (kube-aggregator).
 * Nothing runs by the clock while no APIService names a Service.
 */
import { localAvailability } from "../../api/defaults/extensions.ts";
import type { APIService, EndpointSlice } from "../../api/generated/types.ts";
import type { JsonObject } from "../../api/json.ts";
import type { MetricFamily } from "../../api/prometheus.ts";
import type { ResourceRef, Stored } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { StatusError } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import type { Host } from "../../host/host.ts";
import type { Client } from "../../loop/client.ts";
import type { Store, StoreEvent, StoreWatch } from "../../store/store.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "../message.ts";
import type { ResourceRegistry } from "../resource-registry.ts";
import { AggregationMetrics } from "./aggregation-metrics.ts";
import { backingServiceOf, withAvailability, type Availability } from "./availability.ts";
import { passOn, type BackendOptions } from "./backend.ts";
import { automanagedLabel, localServices } from "./local-services.ts";
import { RemoteApi } from "./remote-api.ts";

const apiServicesKey = "apiservices.apiregistration.k8s.io";
const slicesKey = "endpointslices.discovery.k8s.io";
const apiServices: ResourceRef<APIService> = {
  group: "apiregistration.k8s.io",
  version: "v1",
  resource: "apiservices",
  kind: "APIService",
  namespaced: false,
};

const nothingElse: readonly JsonObject[] = [];
const priorityOf = ({ spec }: APIService): number => spec?.groupPriorityMinimum ?? 0;

export interface AggregatorOptions extends BackendOptions {
  readonly host: Host;
  readonly store: Store;
  readonly registry: ResourceRegistry;
  client(): Client;
}

export class Aggregator {
  readonly #options: AggregatorOptions;
  readonly #metrics = new AggregationMetrics();
  /** Those that name a Service, by name. */
  readonly #remotes = new Map<string, RemoteApi>();
  readonly #stops: (() => void)[] = [];
  #backends: StoreWatch[] = [];
  #discovered: readonly ResourceDefinition[] | undefined;
  #openApiV2: readonly JsonObject[] | undefined;
  #discoveredFrom: readonly ResourceDefinition[] | undefined;
  #syncing: Promise<void> | undefined;
  #stopped = false;

  constructor(options: AggregatorOptions) {
    this.#options = options;
    const { store } = options;
    // What is there already is known before the first request.
    const { entries, revision } = store.list(apiServicesKey);
    for (const { object } of entries) this.#track(object as unknown as Stored<APIService>);
    const watch = store.watch(apiServicesKey, { fromRevision: revision }, (events) =>
      this.#follow(events),
    );
    this.#stops.push(() => watch.stop());
  }

  /** Begins to register what is served here, and to look after all APIServices. */
  start(): void {
    const { registry, store } = this.#options;
    this.#stops.push(registry.onChange(() => this.#sync()));
    for (const { object } of store.list(apiServicesKey).entries) {
      this.#keepLocal(object as unknown as Stored<APIService>);
    }
    this.#sync();
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops.splice(0)) stop();
    for (const watch of this.#backends.splice(0)) watch.stop();
    for (const remote of this.#remotes.values()) remote.stop();
  }

  families(): readonly MetricFamily[] {
    const { entries } = this.#options.store.list(apiServicesKey);
    const apis = entries.map(({ object }) => object as unknown as Stored<APIService>);
    return this.#metrics.families(apis);
  }

  /** The answer of whoever serves a path's group version, where that is somebody else. */
  handle(request: ApiRequest, user: UserInfo): Promise<ApiResponse> | undefined {
    if (this.#remotes.size === 0) return undefined;
    const path = request.path.startsWith("/openapi/v3/") ? request.path.slice(11) : request.path;
    const [, root, group, version] = path.split("/");
    if (root !== "apis" || !version) return undefined;
    const remote = this.#remotes.get(`${version}.${group}`);
    return remote && passOn(this.#options, remote.api, { request, user });
  }

  /** What discovery shows: another array after each change, the same one otherwise. */
  get definitions(): readonly ResourceDefinition[] {
    const own = this.#options.registry.definitions;
    if (this.#remotes.size === 0) return own;
    if (this.#discovered && this.#discoveredFrom === own) return this.#discovered;
    const remotes = [...this.#remotes.values()];
    this.#discoveredFrom = own;
    this.#discovered = [
      ...own.filter(({ group, version }) => !this.#remotes.has(`${version}.${group}`)),
      ...remotes.flatMap(({ rows }) => rows),
    ];
    return this.#discovered;
  }

  /** Where the OpenAPI v3 documents of others are, by path: `apis/wardle.example.com/v1alpha1`. */
  get openApiPaths(): ReadonlyMap<string, unknown> {
    const paths = new Map<string, unknown>();
    for (const { openApi, path } of this.#remotes.values()) {
      if (openApi !== undefined) paths.set(path.slice(1), openApi);
    }
    return paths;
  }

  /**
   * What the OpenAPI v2 documents of others say, the most important group first: another array after each change, the same one
   * otherwise.
   */
  get openApiV2(): readonly JsonObject[] {
    if (this.#remotes.size === 0) return nothingElse;
    this.#openApiV2 ??= [...this.#remotes.values()]
      .toSorted(
        ({ api: a }, { api: b }) =>
          priorityOf(b) - priorityOf(a) || (a.metadata.name < b.metadata.name ? -1 : 1),
      )
      .map(({ openApiV2 }) => openApiV2)
      .filter((document) => document !== undefined);
    return this.#openApiV2;
  }

  #forget(): void {
    this.#discovered = undefined;
    this.#openApiV2 = undefined;
  }

  #follow(events: readonly StoreEvent[]): void {
    for (const { type, entry } of events) {
      const api = entry.object as unknown as Stored<APIService>;
      if (type === "DELETED") {
        this.#drop(api.metadata.name);
        // Where it stood for what is served here, that is registered again.
        this.#sync();
      } else {
        this.#track(api);
        this.#keepLocal(api);
      }
    }
  }

  #track(api: Stored<APIService>): void {
    const { name } = api.metadata;
    if (!backingServiceOf(api)) return this.#drop(name);
    const known = this.#remotes.get(name);
    if (known) return known.update(api);
    const remote = new RemoteApi(this.#options, api, {
      say: (current, availability) => this.#say(current, availability),
      changed: () => this.#forget(),
    });
    this.#remotes.set(name, remote);
    this.#forget();
    this.#watchBackends();
    remote.look();
  }

  #drop(name: string): void {
    const remote = this.#remotes.get(name);
    if (!remote) return;
    remote.stop();
    this.#remotes.delete(name);
    this.#forget();
    if (this.#remotes.size > 0) return;
    for (const watch of this.#backends.splice(0)) watch.stop();
  }

  #watchBackends(): void {
    if (this.#backends.length > 0) return;
    const { store } = this.#options;
    const from = { fromRevision: store.revision };
    this.#backends = [
      store.watch("services", from, (events) => {
        for (const { entry } of events) this.#lookAt(entry.object);
      }),
      store.watch(slicesKey, from, (events) => {
        for (const { entry } of events) {
          const { metadata } = entry.object as unknown as Stored<EndpointSlice>;
          const name = metadata.labels?.["kubernetes.io/service-name"] ?? "";
          this.#lookAt({ metadata: { name, namespace: metadata.namespace ?? "" } });
        }
      }),
    ];
  }

  #lookAt({ metadata }: { metadata: { name: string; namespace?: string } }): void {
    for (const remote of this.#remotes.values()) {
      const { namespace, name } = remote.backing;
      if (namespace === metadata.namespace && name === metadata.name) remote.look();
    }
  }

  #keepLocal(api: Stored<APIService>): void {
    if (!backingServiceOf(api)) this.#say(api, localAvailability);
  }

  #say(api: Stored<APIService>, availability: Availability): void {
    const now = rfc3339(this.#options.host.clock.nowMs());
    const next = withAvailability(api, availability, now);
    if (next === api || this.#stopped) return;
    this.#metrics.changes(api, next);
    this.#quietly(
      this.#options.client().update(apiServices, next, { subresource: "status" }),
      api.metadata.name,
    );
  }

  /** Registers what is served and is not registered, and takes back what custom resources no longer serve. One run at a time. */
  #sync(): void {
    if (this.#syncing) return;
    this.#syncing = new Promise<void>((resolve) => {
      this.#options.host.timers.soon(resolve);
    }).then(() => {
      this.#syncing = undefined;
      if (!this.#stopped) this.#register();
    });
  }

  #register(): void {
    const { store, registry, client } = this.#options;
    const wanted = localServices(registry.definitions);
    const there = new Set<string>();
    for (const { object } of store.list(apiServicesKey).entries) {
      const { metadata, spec } = object as unknown as Stored<APIService>;
      there.add(metadata.name);
      const ours = metadata.labels?.[automanagedLabel] === "true" && !spec?.service;
      if (!ours || wanted.has(metadata.name)) continue;
      this.#quietly(client().delete(apiServices, { name: metadata.name }), metadata.name);
    }
    for (const [name, api] of wanted) {
      if (!there.has(name)) this.#quietly(client().create(apiServices, api), name);
    }
  }

  /** A write that others may have made meanwhile, or made needless. */
  #quietly(write: Promise<unknown>, name: string): void {
    write.catch((error: unknown) => {
      if (this.#stopped) return;
      if (error instanceof StatusError && (error.code === 409 || error.code === 404)) return;
      this.#options.host.log.write("warn", "keeping an APIService", {
        apiService: name,
        error: error instanceof Error ? error.message : String(error),
      });
    });
  }
}
