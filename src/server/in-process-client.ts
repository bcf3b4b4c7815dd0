/** The Client interface over the server's own operations: the same checks as a request, the very objects, no JSON between. */
import type { JsonValue } from "../api/json.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import { forbidden, toStatusError, unknownPath } from "../api/status.ts";
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
} from "../loop/client.ts";
import type { Host } from "../host/host.ts";
import { AuditedClient } from "./audit/audited-client.ts";
import type { Auditor } from "./audit/auditor.ts";
import { denialMessage, type Authorizer } from "./auth/authorizer.ts";
import type { Target, WriteContext } from "./core.ts";
import type { UserInfo } from "./message.ts";
import { listObjects } from "./operations/read.ts";
import { selectionOf } from "./operations/selection.ts";
import { watchObjects } from "./operations/watch.ts";
import { fieldsOf, selectedName } from "./request-info.ts";
import type { ResourceService } from "./resource-service.ts";

export interface InProcessOptions {
  readonly service: ResourceService;
  readonly authorizer: Authorizer;
  readonly user: UserInfo;
  /** What managedFields call this client, unless a write says otherwise. */
  readonly fieldManager: string;
  /** Where admission tells the audit log of what this client does. */
  readonly auditAnnotations?: Map<string, string>;
  /** Counts what the client does, for the API's statistics. */
  count(kind: "read" | "write"): void;
  /** Ends with the server: watches hear of it. */
  readonly signal: AbortSignal;
}

/** Who embeds the engine: may do everything. */
export const systemUser: UserInfo = {
  name: "system:kubarium",
  groups: ["system:masters", "system:authenticated"],
};

export class InProcessClient implements Client {
  readonly #options: InProcessOptions;

  constructor(options: InProcessOptions) {
    this.#options = options;
  }

  get userName(): string {
    return this.#options.user.name;
  }

  async get<T extends KubeObject>(resource: ResourceRef<T>, name: ObjectName): Promise<Stored<T>> {
    const target = this.#target("get", resource, name);
    const { service } = this.#options;
    return service.view(target, (await service.get(target)).object) as Stored<T>;
  }

  async list<T extends KubeObject>(
    resource: ResourceRef<T>,
    options: ListOptions = {},
  ): Promise<ListResult<T>> {
    const { namespace = "", fieldSelector } = options;
    const target = this.#target("list", resource, { namespace, name: "", fieldSelector });
    const { service } = this.#options;
    const page = await listObjects(service.core, target, options);
    return {
      items: page.entries.map((entry) => service.view(target, entry.object) as Stored<T>),
      resourceVersion: String(page.revision),
    };
  }

  async watch<T extends KubeObject>(
    resource: ResourceRef<T>,
    options: WatchOptions,
    handlers: WatchHandlers<T>,
  ): Promise<() => void> {
    const { namespace = "", fieldSelector } = options;
    const target = this.#target("watch", resource, { namespace, name: "", fieldSelector });
    const { service, signal } = this.#options;
    const { core } = service;
    const strategy = core.strategyOf(core.registry.storageOf(target.definition));
    const watch = watchObjects(core, target, {
      selection: selectionOf(target.definition, strategy, options),
      fromRevision: Number(options.resourceVersion),
      onEvents: (events, revision) =>
        handlers.onEvents(
          events.map(({ type, entry }) => ({
            type,
            object: service.view(target, entry.object) as Stored<T>,
          })),
          String(revision),
        ),
      onEnd: (error) => {
        stop();
        handlers.onEnd(error);
      },
    });
    const stop = () => {
      watch.stop();
      signal.removeEventListener("abort", end);
    };
    const end = () => {
      stop();
      handlers.onEnd(toStatusError(signal.reason));
    };
    signal.addEventListener("abort", end);
    return stop;
  }

  async create<T extends KubeObject>(
    resource: ResourceRef<T>,
    object: NewObject<T>,
    options: WriteOptions = {},
  ): Promise<Stored<T>> {
    const body = object as unknown as KubeObject;
    const namespace = body.metadata.namespace ?? "";
    const target = this.#target("create", resource, { namespace, name: "" });
    const answer = await this.#options.service.post(target, this.#context(options), body);
    if (!answer.stored) return answer.body as unknown as Stored<T>;
    return this.#options.service.view(target, answer.result.entry.object) as Stored<T>;
  }

  async update<T extends KubeObject>(
    resource: ResourceRef<T>,
    object: T,
    options: UpdateOptions = {},
  ): Promise<Stored<T>> {
    const { namespace = "", name = "" } = object.metadata;
    const target = this.#target("update", resource, { namespace, name }, options.subresource);
    const { entry } = await this.#options.service.update(target, this.#context(options), object);
    return this.#options.service.view(target, entry.object) as Stored<T>;
  }

  async patch<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    patch: JsonValue,
    options: PatchOptions,
  ): Promise<Stored<T>> {
    const target = this.#target("patch", resource, name, options.subresource);
    const { entry } = await this.#options.service.patch(target, this.#context(options), {
      type: options.type,
      patch,
      force: options.force ?? false,
      mode: "Strict",
      duplicateFields: [],
    });
    return this.#options.service.view(target, entry.object) as Stored<T>;
  }

  async delete<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    options: DeleteOptions = {},
  ): Promise<void> {
    const target = this.#target("delete", resource, name);
    await this.#options.service.delete(target, this.#context(options), options);
  }

  async post<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    subresource: string,
    body: KubeObject,
  ): Promise<KubeObject> {
    const target = this.#target("create", resource, name, subresource);
    const answer = await this.#options.service.post(target, this.#context({}), body);
    return answer.stored ? answer.result.entry.object : answer.body;
  }

  servedResources(): readonly ResourceRef[] {
    return this.#options.service.core.registry.stored;
  }

  onServedResources(listener: () => void): () => void {
    return this.#options.service.core.registry.onChange(listener);
  }

  #context(options: WriteOptions): WriteContext {
    const { auditAnnotations } = this.#options;
    return {
      ...(auditAnnotations ? { auditAnnotations } : {}),
      user: this.#options.user,
      fieldManager: options.fieldManager ?? this.#options.fieldManager,
      dryRun: options.dryRun ?? false,
      warnings: [],
    };
  }

  #target(
    verb: string,
    ref: ResourceRef,
    { namespace = "", name, fieldSelector }: ObjectName & { fieldSelector?: string | undefined },
    subresource = "",
  ): Target {
    const { service, authorizer, user } = this.#options;
    const reads = verb === "get" || verb === "list" || verb === "watch";
    this.#options.count(reads ? "read" : "write");
    const definition = service.core.registry.find(ref.group, ref.version, ref.resource);
    if (!definition) throw unknownPath();
    const { group, version, resource } = definition;
    const fields = fieldsOf(fieldSelector);
    const attributes = {
      kind: "resource",
      verb,
      group,
      version,
      resource,
      subresource,
      namespace,
      name: fields ? selectedName(fields) : name,
      fields,
    } as const;
    const { allowed, reason } = authorizer.authorize(user, attributes);
    if (!allowed) throw forbidden(definition, name, denialMessage(user, attributes, reason));
    return { definition, namespace: definition.namespaced ? namespace : "", name, subresource };
  }
}

/** A client of these options; its requests are written down where there is an `auditor`. */
export function clientOf(
  options: InProcessOptions,
  host: Pick<Host, "clock" | "random">,
  auditor: Auditor | undefined,
): Client {
  if (!auditor) return new InProcessClient(options);
  return new AuditedClient({
    auditor,
    host,
    user: options.user,
    agent: options.fieldManager,
    inner: (auditAnnotations) =>
      new InProcessClient({ ...options, ...(auditAnnotations ? { auditAnnotations } : {}) }),
  });
}
