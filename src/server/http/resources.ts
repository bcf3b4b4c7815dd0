/** Requests for resources: from the parsed path to the verb's operation and the answer's form. */
import type { KubeObject, Stored } from "../../api/object.ts";
import type { PartText } from "../../api/part-texts.ts";
import { methodNotAllowed, methodNotSupported } from "../../api/status.ts";
import type { DeleteOptions } from "../../loop/client.ts";
import type { StoredEntry } from "../../store/store.ts";
import type { ComputedResources } from "../computed/computed-resources.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import { admitConnect } from "../admission/connect.ts";
import type { Target, WriteContext, WriteResult } from "../core.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "../message.ts";
import type { NodeConnector } from "../node-connector.ts";
import { patchTypeOf } from "../operations/patch.ts";
import {
  checkWatchOptions,
  parseRevision,
  tooLargeResourceVersion,
} from "../operations/list-options.ts";
import { listObjects } from "../operations/read.ts";
import { selectionOf } from "../operations/selection.ts";
import { isTrue, type ResourceRequestInfo } from "../request-info.ts";
import type { ResourceService } from "../resource-service.ts";
import { connect } from "../subresources/connect.ts";
import { negotiate, requireShape, requireStream, type Accepted } from "./accept.ts";
import { writeLimitMs } from "./deadline.ts";
import { respondEntry, respondList, respondScale, respondWritten } from "./encode.ts";
import { readObject } from "./input.ts";
import { goTypeAt } from "./other-kinds.ts";
import { patchBodyOf } from "./patch-body.ts";
import { includeObjectOf, integerParameter, listQueryOf } from "./query.ts";
import { resolvedTarget, type TargetMemory } from "./resolve.ts";
import { respondValue, withWarnings } from "./respond.ts";
import { StampedBodies } from "./stamped-bodies.ts";
import type { View } from "./view.ts";
import { watchResponse } from "./watch-stream.ts";
import {
  askedDeletionOf,
  managerOf,
  writeContextOf,
  writeOptionsOf,
  type WriteOptions,
} from "./write-options.ts";
import { durationMs } from "../../api/time.ts";

export interface ResourceHandlerOptions {
  readonly service: ResourceService;
  /** The nodes' door; undefined while there are none. */
  nodes(): NodeConnector | undefined;
  /** Resources whose objects are made when they are asked for. */
  readonly computed: ComputedResources;
  /** Throws 403 unless the user may also create what the request gets. */
  requireCreate(user: UserInfo, info: ResourceRequestInfo): void;
}

export class ResourceHandler {
  readonly #service: ResourceService;
  readonly #options: ResourceHandlerOptions;
  readonly #stamped = new StampedBodies();

  constructor(options: ResourceHandlerOptions) {
    this.#service = options.service;
    this.#options = options;
  }

  /** Throws or rejects with StatusError. */
  handle(
    request: ApiRequest,
    info: ResourceRequestInfo,
    { user, memory }: { readonly user: UserInfo; readonly memory: TargetMemory },
  ): Soon<ApiResponse> {
    const { computed } = this.#options;
    const resolved = resolvedTarget(this.#service.core, info, { computed, memory });
    const { target, isConnect, isComputed, offer, warning } = resolved;
    if (isConnect) return this.#connect(request, info, { target, user });
    const accepted = negotiate(request.headers["accept"], offer, info.verb === "list");
    if (info.verb === "watch") requireStream(accepted);
    // What is no Table has no rows to say it of.
    const isPlain = request.search === "" || accepted.as !== "Table";
    const includeObject = isPlain ? "Metadata" : includeObjectOf(request.query);
    const view: View = { accepted, includeObject };
    const response = isComputed
      ? this.#answerComputed(request, info, { target, view, user })
      : this.#answer(request, info, { target, view, user });
    const shaped =
      accepted.as === "PartialObjectMetadata"
        ? this.#shaped(response, info, { target, accepted })
        : response;
    return warning === undefined ? shaped : warned(shaped, warning);
  }

  /** What was read turns out to be a list, or none, when it is made into metadata. */
  #shaped(
    response: Soon<ApiResponse>,
    { verb }: ResourceRequestInfo,
    { target, accepted }: { readonly target: Target; readonly accepted: Accepted },
  ): Soon<ApiResponse> {
    const isList = verb === "list";
    if (!isList && verb !== "get") return response;
    return whenReady(response, (plain) => {
      requireShape(accepted, isList, goTypeAt(this.#service.expected(target), isList));
      return plain;
    });
  }

  async #connect(
    request: ApiRequest,
    info: ResourceRequestInfo,
    { target, user }: Omit<Args, "view">,
  ): Promise<ApiResponse> {
    const requireCreate = (): void => this.#options.requireCreate(user, info);
    const nodes = this.#options.nodes();
    await admitConnect(this.#service.core, { target, request, user });
    return connect(this.#service.core, { target, info, request, nodes, requireCreate });
  }

  #answer(
    request: ApiRequest,
    info: ResourceRequestInfo,
    { target, view, user }: Args,
  ): Soon<ApiResponse> {
    switch (info.verb) {
      case "get":
        return this.#get(request, target, view);
      case "list":
        return this.#list(request, target, view);
      case "watch":
        return this.#watch(request, target, view);
      case "create":
        return this.#create(request, { target, view, user });
      case "update":
        return this.#update(request, { target, view, user });
      case "patch":
        return this.#patch(request, { target, view, user });
      case "delete":
        return this.#delete(request, { target, view, user });
      case "deletecollection":
        return this.#deleteCollection(request, { target, view, user });
      default:
        throw methodNotAllowed();
    }
  }

  #list(request: ApiRequest, target: Target, view: View): Soon<ApiResponse> {
    const { core } = this.#service;
    const found = listObjects(core, target, listQueryOf(request.query));
    return whenReady(found, (page) => respondList(core, target, { page, view }));
  }

  #answerComputed(request: ApiRequest, info: ResourceRequestInfo, args: Args): Soon<ApiResponse> {
    if (info.verb === "get") return this.#getComputed(args.target, args.view);
    if (info.verb === "list") return this.#listComputed(request, args.target, args.view);
    return this.#answer(request, info, args);
  }

  async #getComputed(target: Target, view: View): Promise<ApiResponse> {
    const { core } = this.#service;
    const entry = await this.#options.computed.get(core, target);
    return respondEntry(core, target, { entry, view });
  }

  async #listComputed(request: ApiRequest, target: Target, view: View): Promise<ApiResponse> {
    const { core } = this.#service;
    const query = listQueryOf(request.query);
    const page = await this.#options.computed.list(core, target, query);
    return respondList(core, target, { page, view });
  }

  #get(request: ApiRequest, target: Target, view: View): Soon<ApiResponse> {
    if (request.search !== "") {
      const { revision } = this.#service.core.store;
      const asked = parseRevision(request.query.get("resourceVersion") ?? undefined);
      if (asked > revision) throw tooLargeResourceVersion(asked, revision);
    }
    const found = this.#service.get(target);
    return found instanceof Promise
      ? found.then((entry) => this.#found(target, view, entry))
      : this.#found(target, view, found);
  }

  #found(target: Target, view: View, entry: StoredEntry): ApiResponse {
    const { core } = this.#service;
    switch (target.subresource) {
      case "":
      case "status":
      case "approval":
      case "ephemeralcontainers":
      case "resize":
        return respondEntry(core, target, { entry, view });
      case "scale":
        return respondScale(core, target, {
          scale: this.#service.scaleOf(target, entry.object),
          view,
        });
      default:
        throw methodNotSupported(target.definition, target.subresource);
    }
  }

  async #watch(request: ApiRequest, target: Target, view: View): Promise<ApiResponse> {
    const { core } = this.#service;
    const startedMs = core.host.clock.monotonicMs();
    const { query } = request;
    const asked = listQueryOf(query);
    const strategy = core.strategyOf(core.registry.storageOf(target.definition));
    const fieldSelector =
      target.name && !asked.fieldSelector ? `metadata.name=${target.name}` : asked.fieldSelector;
    const selection = selectionOf(target.definition, strategy, { ...asked, fieldSelector });
    checkWatchOptions(asked);
    const initialAsked = asked.sendInitialEvents;
    const revision = parseRevision(asked.resourceVersion);
    const withInitial = initialAsked ?? revision === 0;
    if (initialAsked && revision > core.store.revision) {
      throw tooLargeResourceVersion(revision, core.store.revision);
    }
    const page = withInitial
      ? await listObjects(core, target, {
          labelSelector: asked.labelSelector,
          fieldSelector,
        })
      : undefined;
    const fromRevision = page?.revision ?? (revision === 0 ? core.store.revision : revision);
    // None, and none to speak of, is the same to the server.
    const seconds = integerParameter(query, "timeoutSeconds") || undefined;
    const bookmarks = isTrue(query.get("allowWatchBookmarks"));
    return watchResponse(core, target, {
      request,
      watch: {
        selection,
        view,
        fromRevision,
        initial: page?.entries ?? [],
        // Only a client that takes bookmarks is told (apiserver, cacher.go: isListWatchRequest).
        markInitialEnd: initialAsked === true && bookmarks,
        bookmarks,
        startedMs,
        timeoutMs: seconds === undefined ? undefined : durationMs(seconds),
      },
    });
  }

  #contextOf(request: ApiRequest, user: UserInfo, options: WriteOptions): SentContext {
    const dueMs = this.#service.core.host.clock.nowMs() + writeLimitMs(request);
    return { ...writeContextOf(request, user, options), dueMs, texts: [], sent: request };
  }

  async #create(request: ApiRequest, { target, view, user }: Args): Promise<ApiResponse> {
    const options = writeOptionsOf(request, "CreateOptions");
    const context = this.#contextOf(request, user, options);
    const { warnings, texts } = context;
    const mode = options.fieldValidation;
    const read = { mode, warnings, texts, stamped: this.#stamped };
    const body = readObject(request, this.#service.expected(target), read);
    const answer = await this.#service.post(target, context, body);
    const { core } = this.#service;
    const response = answer.stored
      ? respondWritten(core, target, { entry: answer.result.entry, view, status: 201 })
      : respondValue(answer.body, view.accepted, answer.status);
    return withWarnings(response, warnings);
  }

  async #update(request: ApiRequest, { target, view, user }: Args): Promise<ApiResponse> {
    const options = writeOptionsOf(request, "UpdateOptions");
    const context = this.#contextOf(request, user, options);
    const { warnings, texts } = context;
    const mode = options.fieldValidation;
    const body = readObject(request, this.#service.expected(target), { mode, warnings, texts });
    const result = await this.#service.update(target, context, body);
    return this.#written(target, view, { result, warnings });
  }

  async #patch(request: ApiRequest, { target, view, user }: Args): Promise<ApiResponse> {
    const builtIn = this.#service.core.isBuiltIn(target.definition);
    const type = patchTypeOf(request.headers["content-type"], builtIn);
    const options = writeOptionsOf(request, "PatchOptions", type);
    const context = this.#contextOf(request, user, options);
    const body = patchBodyOf(request, { type, mode: options.fieldValidation });
    const result = await this.#service.patch(target, context, body);
    return this.#written(target, view, { result, warnings: context.warnings });
  }

  #written(
    target: Target,
    view: View,
    { result, warnings }: { result: WriteResult; warnings: readonly string[] },
  ): ApiResponse {
    const status = result.created ? 201 : 200;
    const { core } = this.#service;
    const { entry } = result;
    const response =
      target.subresource === "scale"
        ? respondScale(core, target, {
            scale: this.#service.scaleOf(target, entry.object),
            view,
            status,
          })
        : respondWritten(core, target, { entry, view, status });
    return withWarnings(response, warnings);
  }

  #deletionContext(request: ApiRequest, user: UserInfo, { dryRun }: DeleteOptions): WriteContext {
    const fieldManager = managerOf(request.headers["user-agent"] ?? "");
    const options: WriteOptions = {
      fieldManager,
      dryRun: dryRun === true,
      fieldValidation: "Warn",
    };
    return this.#contextOf(request, user, options);
  }

  async #delete(request: ApiRequest, { target, view, user }: Args): Promise<ApiResponse> {
    const { options, awaitsDependents } = askedDeletionOf(request);
    const context = this.#deletionContext(request, user, options);
    const { answer, gone } = await this.#service.delete(target, context, options);
    const body =
      answer.kind === "Status" && answer.apiVersion === "v1"
        ? answer
        : this.#service.view(target, answer as Stored<KubeObject>);
    const status = !gone && awaitsDependents ? 202 : 200;
    return withWarnings(respondValue(body, view.accepted, status), context.warnings);
  }

  async #deleteCollection(request: ApiRequest, { target, view, user }: Args): Promise<ApiResponse> {
    const { options } = askedDeletionOf(request);
    const context = this.#deletionContext(request, user, options);
    const query = listQueryOf(request.query);
    const page = await this.#service.deleteCollection(target, context, { query, options });
    const response = await respondList(this.#service.core, target, { page, view });
    return withWarnings(response, context.warnings);
  }
}

/** The context of a write whose body is not read yet. */
interface SentContext extends WriteContext {
  readonly texts: PartText[];
}

interface Args {
  readonly target: Target;
  readonly view: View;
  readonly user: UserInfo;
}

function warned(response: Soon<ApiResponse>, warning: string): Soon<ApiResponse> {
  return whenReady(response, (plain) => withWarnings(plain, [warning]));
}
