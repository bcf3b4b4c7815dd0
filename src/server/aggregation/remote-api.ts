/** Looks after one APIService that a Service answers for: whether it is available, and what it serves. */
import type { APIService, EndpointSlice, Service } from "../../api/generated/types.ts";
import type { JsonObject, JsonValue } from "../../api/json.ts";
import type { Stored } from "../../api/object.ts";
import { jsonEqual } from "../../api/patch/members.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import type { Host, Timer } from "../../host/host.ts";
import type { Store } from "../../store/store.ts";
import { specBelow } from "../openapi/merge-specs.ts";
import { readBody } from "../outbound/services.ts";
import {
  backingServiceOf,
  passedAvailability,
  unavailability,
  type Availability,
  type BackingService,
} from "./availability.ts";
import { addressOf, ask, tlsOf, type BackendOptions } from "./backend.ts";
import { discoveryBytesMax, emptyVersion, openApiPathsOf, rowsOf } from "./remote-discovery.ts";

/** How often an available server is asked again; kube-aggregator's resync. */
const againMs = 30_000;
/** After a failure, doubled until it is `againMs`. */
const retryMs = 500;

export interface RemoteApiOptions extends BackendOptions {
  readonly host: Host;
  readonly store: Store;
}

export interface RemoteApiEvents {
  say(api: Stored<APIService>, availability: Availability): void;
  /** What it serves has become another. */
  changed(): void;
}

export class RemoteApi {
  readonly #options: RemoteApiOptions;
  readonly #events: RemoteApiEvents;
  #api: Stored<APIService>;
  #rows: readonly ResourceDefinition[] = [];
  #openApi: JsonValue | undefined;
  #openApiV2: JsonObject | undefined;
  #timer: Timer | undefined;
  #failures = 0;
  #looking = false;
  #lookAgain = false;
  #stopped = false;

  constructor(options: RemoteApiOptions, api: Stored<APIService>, events: RemoteApiEvents) {
    this.#options = options;
    this.#api = api;
    this.#events = events;
  }

  get api(): Stored<APIService> {
    return this.#api;
  }

  get backing(): BackingService {
    return backingServiceOf(this.#api) ?? { namespace: "", name: "", port: 443 };
  }

  get path(): string {
    const { group = "", version = "" } = this.#api.spec ?? {};
    return `/apis/${group}/${version}`;
  }

  /** What it served when it was last asked; marked as stale while it does not answer. Its group version is never left out. */
  get rows(): readonly ResourceDefinition[] {
    if (this.#rows.length > 0) return this.#rows;
    const { group = "", version = "" } = this.#api.spec ?? {};
    return [emptyVersion({ group, version })];
  }

  /** Its entry in the root of OpenAPI v3. */
  get openApi(): JsonValue | undefined {
    return this.#openApi;
  }

  /** What its OpenAPI v2 document says of its group version. */
  get openApiV2(): JsonObject | undefined {
    return this.#openApiV2;
  }

  update(api: Stored<APIService>): void {
    const before = this.#api;
    this.#api = api;
    const specOf = ({ spec }: APIService) => (spec ?? {}) as unknown as JsonValue;
    if (!jsonEqual(specOf(before), specOf(api))) this.look();
  }

  /** Looks now, and once more when it is looking already. */
  look(): void {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = true;
    this.#options.host.timers.soon(() => void this.#run());
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  async #run(): Promise<void> {
    this.#timer?.cancel();
    if (this.#stopped) return;
    const availability = await this.#check();
    if (this.#stopped) return;
    const passed = availability.status === "True";
    if (passed) await this.#discover();
    else this.#setRows(this.#rows.map((row) => ({ ...row, stale: true as const })));
    if (this.#stopped) return;
    this.#events.say(this.#api, availability);
    this.#failures = passed ? 0 : this.#failures + 1;
    const delayMs = passed ? againMs : Math.min(againMs, retryMs * 2 ** this.#failures);
    const again = this.#lookAgain;
    this.#looking = this.#lookAgain = false;
    if (again) this.look();
    else this.#timer = this.#options.host.timers.after(delayMs, () => this.look());
  }

  async #check(): Promise<Availability> {
    const { store, outbound } = this.#options;
    const { backing, path } = this;
    const { namespace, name } = backing;
    const service = store.get({ resource: "services", namespace, name })?.object;
    const slices = store
      .list("endpointslices.discovery.k8s.io", { namespace })
      .entries.map(({ object }) => object as unknown as Stored<EndpointSlice>)
      .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name);
    const wrong = unavailability(backing, {
      service: service as unknown as Stored<Service> | undefined,
      slices,
    });
    if (wrong) return wrong;
    let url = "";
    try {
      const endpoint = outbound.resolve(backing);
      url = `${addressOf(endpoint)}${path}`;
      const tls = { insecureSkipVerify: true };
      const response = await ask(this.#options, backing, { endpoint, path, tls });
      await response.body.cancel();
      const { status } = response;
      if (status >= 200 && status < 300) return passedAvailability;
      return failed(`failing or missing response from ${url}: bad status from ${url}: ${status}`);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (url === "") return failed(text);
      return failed(`failing or missing response from ${url}: Get "${url}": ${text}`);
    }
  }

  /** Asks as requests will be passed on: whoever cannot be verified serves nothing. */
  async #discover(): Promise<void> {
    const { path } = this;
    const { group = "", version = "" } = this.#api.spec ?? {};
    try {
      const rows = rowsOf(await this.#read(path), { group, version });
      if (rows) this.#setRows(rows);
    } catch (error) {
      this.#note("discovery", error);
      this.#setRows(this.#rows.map((row) => ({ ...row, stale: true as const })));
      return;
    }
    const before = this.#openApi;
    try {
      this.#openApi = openApiPathsOf(await this.#read("/openapi/v3"))[path.slice(1)];
    } catch (error) {
      this.#note("OpenAPI", error);
    }
    // Where v3 is the same, so is v2: the address in its root has a hash of the content.
    const same = before !== undefined && jsonEqual(before, this.#openApi);
    if (!same || !this.#openApiV2) await this.#readOpenApiV2();
  }

  async #readOpenApiV2(): Promise<void> {
    const { path } = this;
    try {
      const document = JSON.parse(await this.#read("/openapi/v2")) as JsonValue;
      const found = specBelow(document, `${path}/`);
      if (!found || jsonEqual(found, this.#openApiV2)) return;
      this.#openApiV2 = found;
      this.#events.changed();
    } catch (error) {
      this.#note("OpenAPI v2", error);
    }
  }

  async #read(path: string): Promise<string> {
    const { backing } = this;
    const endpoint = this.#options.outbound.resolve(backing);
    const tls = tlsOf(this.#api);
    const response = await ask(this.#options, backing, { endpoint, path, tls });
    const body = await readBody(response, discoveryBytesMax);
    if (response.status !== 200) throw new Error(`${path}: status ${response.status}`);
    return new TextDecoder().decode(body);
  }

  #setRows(rows: readonly ResourceDefinition[]): void {
    const same = jsonEqual(rows as unknown as JsonValue, this.#rows as unknown as JsonValue);
    if (same) return;
    this.#rows = rows;
    this.#events.changed();
  }

  #note(what: string, error: unknown): void {
    this.#options.host.log.write("debug", `an aggregated API server's ${what}`, {
      apiService: this.#api.metadata.name,
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

function failed(message: string): Availability {
  return { status: "False", reason: "FailedDiscoveryCheck", message };
}
