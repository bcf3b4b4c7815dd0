/**
 * The in-process client where requests are written down: what the engine's own components ask for is audited as the requests that
 * Kubernetes' components send, by the same policy. Exists only while there is an audit log.
 */
import type { JsonValue } from "../../api/json.ts";
import { apiVersionOf, type KubeObject, type ResourceRef, type Stored } from "../../api/object.ts";
import { StatusError, toStatusError } from "../../api/status.ts";
import { uuid, type Host } from "../../host/host.ts";
import type {
  Client,
  DeleteOptions,
  ListOptions,
  ListResult,
  NewObject,
  ObjectName,
  PatchOptions,
  UpdateOptions,
  WatchHandlers,
  WatchOptions,
  WriteOptions,
} from "../../loop/client.ts";
import { respondError, respondJson } from "../http/respond.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "../message.ts";
import { parseRequestInfo } from "../request-info.ts";
import type { Auditor } from "./auditor.ts";
import { exactJson } from "../../api/wide-integers.ts";

export interface AuditedClientOptions {
  readonly auditor: Auditor;
  readonly host: Pick<Host, "clock" | "random">;
  readonly user: UserInfo;
  /** Stands where a client's User-Agent would. */
  readonly agent: string;
  /** The client that does the work; admission tells `annotations` what it has to say of this one request. */
  inner(annotations?: Map<string, string>): Client;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly status?: number;
  readonly signal?: AbortSignal;
}

const encoder = new TextEncoder();

export class AuditedClient implements Client {
  readonly #options: AuditedClientOptions;
  readonly #plain: Client;

  constructor(options: AuditedClientOptions) {
    this.#options = options;
    this.#plain = options.inner();
  }

  get userName(): string {
    return this.#plain.userName;
  }

  get<T extends KubeObject>(resource: ResourceRef<T>, name: ObjectName): Promise<Stored<T>> {
    const asked = { method: "GET", path: pathOf(resource, name) };
    return this.#audited(asked, (client) => client.get(resource, name));
  }

  list<T extends KubeObject>(
    resource: ResourceRef<T>,
    options: ListOptions = {},
  ): Promise<ListResult<T>> {
    const { labelSelector, fieldSelector, namespace = "" } = options;
    const path = pathOf(resource, { namespace, name: "" });
    const asked = { method: "GET", path, query: { labelSelector, fieldSelector } };
    return this.#audited(
      asked,
      (client) => client.list(resource, options),
      ({ items, resourceVersion }) => ({
        kind: `${resource.kind}List`,
        apiVersion: apiVersionOf(resource),
        metadata: { resourceVersion },
        items,
      }),
    );
  }

  async watch<T extends KubeObject>(
    resource: ResourceRef<T>,
    options: WatchOptions,
    handlers: WatchHandlers<T>,
  ): Promise<() => void> {
    const { labelSelector, fieldSelector, resourceVersion, namespace = "" } = options;
    const over = new AbortController();
    const query = { labelSelector, fieldSelector, resourceVersion, watch: "true" };
    const path = pathOf(resource, { namespace, name: "" });
    const asked = { method: "GET", path, query, signal: over.signal };
    const stop = await this.#audited(asked, (client) =>
      client.watch(resource, options, {
        onEvents: (events, revision) => handlers.onEvents(events, revision),
        onEnd: (error) => {
          over.abort();
          handlers.onEnd(error);
        },
      }),
    );
    return () => {
      over.abort();
      stop();
    };
  }

  create<T extends KubeObject>(
    resource: ResourceRef<T>,
    object: NewObject<T>,
    options?: WriteOptions,
  ): Promise<Stored<T>> {
    const { namespace = "" } = (object as unknown as KubeObject).metadata;
    const path = pathOf(resource, { namespace, name: "" });
    const asked = { method: "POST", path, query: writeQuery(options), body: object, status: 201 };
    return this.#audited(asked, (client) => client.create(resource, object, options));
  }

  update<T extends KubeObject>(
    resource: ResourceRef<T>,
    object: T,
    options?: UpdateOptions,
  ): Promise<Stored<T>> {
    const { namespace = "", name = "" } = object.metadata;
    const path = pathOf(resource, { namespace, name }, options?.subresource);
    const patch = options?.toldAs?.();
    const [method, body] = patch === undefined ? ["PUT", object] : ["PATCH", patch];
    const asked = { method, path, query: writeQuery(options), body };
    return this.#audited(asked, (client) => client.update(resource, object, options));
  }

  patch<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    patch: JsonValue,
    options: PatchOptions,
  ): Promise<Stored<T>> {
    const path = pathOf(resource, name, options.subresource);
    const asked = { method: "PATCH", path, query: writeQuery(options), body: patch };
    return this.#audited(asked, (client) => client.patch(resource, name, patch, options));
  }

  delete<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    options?: DeleteOptions,
  ): Promise<void> {
    const asked = { method: "DELETE", path: pathOf(resource, name), query: writeQuery(options) };
    return this.#audited(
      asked,
      (client) => client.delete(resource, name, options),
      () => undefined,
    );
  }

  post<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    subresource: string,
    body: KubeObject,
  ): Promise<KubeObject> {
    const path = pathOf(resource, name, subresource);
    const asked = { method: "POST", path, body, status: 201 };
    return this.#audited(asked, (client) => client.post(resource, name, subresource, body));
  }

  servedResources(): readonly ResourceRef[] {
    return this.#plain.servedResources();
  }

  onServedResources(listener: () => void): () => void {
    return this.#plain.onServedResources(listener);
  }

  /** `shown` is what the answer's body would be over HTTP. */
  async #audited<R>(
    asked: Asked,
    call: (client: Client) => Promise<R>,
    shown: (result: R) => unknown = (result) => result,
  ): Promise<R> {
    const { auditor, host, user } = this.#options;
    const annotations = new Map<string, string>();
    const request = this.#requestOf(asked);
    const finish = auditor.begin({
      request,
      info: parseRequestInfo(request.method, request.path, request.query),
      auditId: uuid(host.random),
      receivedMs: host.clock.nowMs(),
      annotations,
      caller: user,
      user,
    });
    try {
      const result = await call(this.#options.inner(annotations));
      annotations.set("authorization.k8s.io/decision", "allow");
      annotations.set("authorization.k8s.io/reason", "");
      finish(answerOf(asked, shown(result)), false);
      return result;
    } catch (error) {
      finish(respondError(toStatusError(error)), !(error instanceof StatusError));
      throw error;
    }
  }

  #requestOf({ method, path, query = {}, body, signal }: Asked): ApiRequest {
    const pairs = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    return {
      method,
      path,
      query: new URLSearchParams(pairs),
      headers: { "user-agent": this.#options.agent, "content-type": "application/json" },
      body: body === undefined ? undefined : encoder.encode(exactJson(body)),
      peer: {},
      signal: signal ?? new AbortController().signal,
    };
  }
}

function answerOf({ status = 200, signal }: Asked, body: unknown): ApiResponse {
  if (signal) return { status, headers: {}, body: { start: () => undefined } };
  return body === undefined ? { status, headers: {}, body: undefined } : respondJson(body, status);
}

function pathOf(resource: ResourceRef, name: ObjectName, subresource = ""): string {
  const { group, version, namespaced } = resource;
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const within = namespaced && name.namespace ? `/namespaces/${name.namespace}` : "";
  const own = name.name === "" ? "" : `/${name.name}`;
  const below = subresource === "" ? "" : `/${subresource}`;
  return `${root}${within}/${resource.resource}${own}${below}`;
}

function writeQuery(options: WriteOptions = {}): Readonly<Record<string, string | undefined>> {
  return {
    dryRun: options.dryRun ? "All" : undefined,
    fieldManager: options.fieldManager,
  };
}
