/**
 * Every verb on every resource, for callers who have been authenticated and authorized: HTTP requests and the in-process
 * client alike come through here. Objects go in and out as values, in the served version.
 */
import { convertObject } from "../api/conversion.ts";
import type { Scale } from "../api/generated/types.ts";
import type { OddNumber } from "../api/decode/odd-numbers.ts";
import { UnfitObject, unreadable } from "../api/decode/decode-error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../api/json.ts";
import { apiVersionOf, type KubeObject, type Stored } from "../api/object.ts";
import { methodNotSupported, unknownPath, type ApiStatus } from "../api/status.ts";
import type { DeleteOptions, PatchType } from "../loop/client.ts";
import type { StoredEntry } from "../store/store.ts";
import { answerReview, reviewKinds, type ReviewContext } from "./auth/reviews.ts";
import type { ServiceAccountTokens } from "./auth/service-account-tokens.ts";
import {
  keyOf,
  type ServerCore,
  type Target,
  type WriteContext,
  type WriteResult,
} from "./core.ts";
import { checkObject, type ExpectedKind, type FieldValidation } from "./http/input.ts";
import { checkCustomKind, patchedKindFault } from "./http/other-kinds.ts";
import { customScaleOf, withCustomScale } from "./custom-resources/replica-paths.ts";
import type { Soon } from "./custom-resources/versions.ts";
import { appliedObject, configurationOf } from "./operations/apply.ts";
import { createObject } from "./operations/create.ts";
import { deleteObject, type DeleteResult } from "./operations/delete.ts";
import { checkIdentity } from "./operations/metadata.ts";
import { invalidPatch, patched } from "./operations/patch.ts";
import { checkScaleUid, checkUid } from "./operations/preconditions.ts";
import { getServed, listObjects, type ListPage, type ListQuery } from "./operations/read.ts";
import { mainPart, statusPart, updateObject, type UpdatePart } from "./operations/update.ts";
import { mutateVirtual, validateVirtual } from "./admission/virtual.ts";
import { bindPod } from "./subresources/binding.ts";
import { evictPod } from "./subresources/eviction.ts";
import { finalizePart } from "./subresources/finalize.ts";
import { checkScale, scaleOf, withScale } from "./subresources/scale.ts";
import { requestToken } from "./subresources/token.ts";

export interface ServiceOptions {
  readonly core: ServerCore;
  readonly tokens: ServiceAccountTokens;
  readonly audience: string;
  reviewContext(context: WriteContext, namespace: string): ReviewContext;
}

export interface PatchBody {
  readonly type: PatchType;
  readonly patch: JsonValue;
  readonly force: boolean;
  readonly mode: FieldValidation;
  readonly duplicateFields: readonly string[];
  /** As DecodedBody has them, by their places in what the patch makes. */
  readonly oddNumbers?: readonly OddNumber[] | undefined;
  /** What is wrong with the patch itself, but no reason to refuse it unless it is to be strict. Never any for an apply. */
  readonly strictErrors?: readonly string[];
  /** What Go's YAML decoder says of them: what a strict apply is refused with, once it has been computed. */
  readonly yamlLines?: readonly string[];
}

/** What a POST answers with: an object that was stored, or a value that never is. */
export type PostResult =
  | { readonly stored: true; readonly result: WriteResult }
  | { readonly stored: false; readonly body: KubeObject | ApiStatus; readonly status: number };

export class ResourceService {
  readonly core: ServerCore;
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.core = options.core;
    this.#options = options;
  }

  /** The kind of a target's bodies: the object's own, or its subresource's. */
  expected(target: Target): ExpectedKind {
    const { definition, subresource } = target;
    const sub = definition.subresources.find((candidate) => candidate.name === subresource);
    const own = { group: definition.group, version: definition.version, kind: definition.kind };
    const kind = sub
      ? { group: sub.group ?? own.group, version: sub.version ?? own.version, kind: sub.kind }
      : own;
    if (kind.kind === own.kind && kind.group === own.group) {
      const custom = this.core.custom.kindOf(definition);
      return { ...kind, schema: this.core.schemaOf(definition), ...(custom ? { custom } : {}) };
    }
    return { ...kind, schema: this.core.schemaOfKind(kind) };
  }

  get(target: Target): Soon<StoredEntry> {
    return getServed(this.core, target);
  }

  async post(target: Target, context: WriteContext, body: KubeObject): Promise<PostResult> {
    const { definition, subresource } = target;
    if (definition.ephemeral) return this.#postEphemeral(target, context, body);
    if (subresource === "") {
      const result = await createObject(this.core, {
        target,
        context,
        input: this.#toStorage(target, body),
        posted: true,
      });
      return { stored: true, result };
    }
    switch (`${definition.resource}/${subresource}`) {
      case "pods/binding":
        return {
          stored: false,
          status: 201,
          body: await bindPod(this.core, { target, context, binding: body }),
        };
      case "pods/eviction":
        return {
          stored: false,
          status: 201,
          body: await evictPod(this.core, { target, context, eviction: body }),
        };
      case "serviceaccounts/token": {
        const { tokens, audience } = this.#options;
        const request = { target, context, request: body, tokens, audience };
        return { stored: false, status: 201, body: await requestToken(this.core, request) };
      }
      default:
        throw methodNotSupported(definition, "create");
    }
  }

  async #postEphemeral(
    target: Target,
    context: WriteContext,
    body: KubeObject,
  ): Promise<PostResult> {
    const { definition } = target;
    if (reviewKinds.has(definition.kind)) {
      const review = this.#options.reviewContext(context, target.namespace);
      const object = await mutateVirtual(this.core, { target, context, object: body });
      await validateVirtual(this.core, { target, context, object });
      return { stored: false, status: 201, body: await answerReview(review, object) };
    }
    if (definition.kind === "Binding") {
      const pods = this.core.registry.find("", "v1", "pods");
      if (!pods) throw unknownPath();
      const name = body.metadata.name ?? "";
      const pod: Target = {
        definition: pods,
        namespace: target.namespace,
        name,
        subresource: "binding",
      };
      return {
        stored: false,
        status: 201,
        body: await bindPod(this.core, { target: pod, context, binding: body, posted: target }),
      };
    }
    throw methodNotSupported(definition, "create");
  }

  async update(target: Target, context: WriteContext, body: KubeObject): Promise<WriteResult> {
    checkIdentity(target, body.metadata);
    const strategy = this.core.strategyOf(this.core.registry.storageOf(target.definition));
    const object = target.subresource === "scale" ? body : this.#toStorage(target, body);
    const { resourceVersion } = object.metadata;
    if (!resourceVersion && target.subresource === "" && !strategy.allowUnconditionalUpdate) {
      if (this.core.store.get(keyOf(this.core, target))) this.#requireRevision(target);
    }
    return updateObject(this.core, {
      target,
      context,
      part: this.#part(target),
      createIfMissing: target.subresource === "" && strategy.allowCreateOnUpdate,
      compute: async (previous) => {
        if (!previous || target.subresource !== "scale") return { object };
        checkUid(target, object, previous);
        return { object: this.#withScale(target, previous, object) };
      },
    });
  }

  #requireRevision(target: Target): never {
    throw this.core.invalidObject(target, [
      {
        type: "FieldValueInvalid",
        field: "metadata.resourceVersion",
        message: "Invalid value: 0: must be specified for an update",
      },
    ]);
  }

  async patch(target: Target, given: WriteContext, body: PatchBody): Promise<WriteResult> {
    const context: WriteContext = { ...given, isPatch: true };
    const expected = this.expected(target);
    const check = (object: JsonObject, keepUnknown = false) =>
      checkObject(object, {
        expected,
        keepUnknown,
        mode: body.mode,
        duplicateFields: body.mode === "Strict" ? [] : body.duplicateFields,
        yamlLines: body.mode === "Strict" ? [] : body.yamlLines,
        warnings: context.warnings,
      });
    if (body.type === "apply") return this.#apply(target, context, { body, expected, check });
    const type = body.type;
    return updateObject(this.core, {
      target,
      context,
      part: this.#part(target),
      createIfMissing: false,
      compute: async (previous) => {
        if (!previous) return { object: { apiVersion: "", kind: "", metadata: {} } };
        const current = this.view(target, previous);
        const wanted = this.#checkPatched(
          current,
          { ...body, type },
          { expected, context, target },
        );
        // Only a revision that the patch itself named is a precondition; the one it was computed from is checked by the store.
        const asked = wanted.metadata.resourceVersion;
        const object =
          asked === current.metadata.resourceVersion ? withoutRevision(wanted) : wanted;
        if (target.subresource === "scale") {
          return { object: this.#withScale(target, previous, object) };
        }
        return { object: this.#toStorage(target, object) };
      },
    });
  }

  /** The object that a patch makes of `current`. Throws StatusError 422 for what is no object of its kind. */
  #checkPatched(
    current: Stored<KubeObject>,
    body: PatchBody & { readonly type: Exclude<PatchType, "apply"> },
    {
      expected,
      context,
      target,
    }: { expected: ExpectedKind; context: WriteContext; target: Target },
  ): KubeObject {
    const { type, patch, mode, oddNumbers, strictErrors = [] } = body;
    const result = patched(current, { type, patch, schema: expected.schema });
    const unfit = (why: string | ((text: string) => string)) =>
      invalidPatch(current, { type, patch, result }, why);
    const unknown: string[] = [];
    let object: KubeObject;
    try {
      if (!isJsonObject(result)) throw unfit(unreadable(result));
      // A strategic patch is read into the type itself, whatever it says of its kind.
      if (type !== "strategic") {
        const why = patchedKindFault(result, expected);
        if (why !== undefined) throw unfit(why);
      }
      if (expected.custom) checkCustomKind(result, expected, target.subresource);
      object = checkObject(result, {
        known: current as unknown as JsonObject,
        expected,
        mode: "Warn",
        duplicateFields: [],
        sorted: true,
        oddNumbers,
        warnings: unknown,
      });
    } catch (error) {
      if (!(error instanceof UnfitObject)) throw error;
      throw unfit((type === "strategic" ? error.unrestored : undefined) ?? error.why);
    }
    const faults = [...strictErrors, ...unknown];
    if (faults.length > 0) {
      if (mode === "Strict") throw unfit(`strict decoding error: ${faults.join(", ")}`);
      if (mode === "Warn") context.warnings.push(...faults);
    }
    return object;
  }

  async #apply(
    target: Target,
    context: WriteContext,
    args: {
      body: PatchBody;
      expected: ExpectedKind;
      check: (object: JsonObject, keepUnknown?: boolean) => KubeObject;
    },
  ): Promise<WriteResult> {
    const { body, expected, check } = args;
    const asked = configurationOf(body, expected, check);
    const isScale = target.subresource === "scale";
    const config = isScale ? this.#scaled(target, asked) : asked;
    return updateObject(this.core, {
      target,
      context,
      part: this.#part(target),
      createIfMissing: !isScale,
      compute: async (previous) => {
        const live = previous && this.view({ ...target, subresource: "" }, previous);
        const request = { target, context, body, expected, config };
        const object = await appliedObject(this.core, live, request);
        return { object: this.#toStorage(target, withoutRevision(object, config)), managed: true };
      },
    });
  }

  delete(target: Target, context: WriteContext, options: DeleteOptions): Promise<DeleteResult> {
    return deleteObject(this.core, { target, context, options });
  }

  /** Deletes everything that a list with the same selectors gives; returns what it found. */
  async deleteCollection(
    target: Target,
    context: WriteContext,
    { query, options }: { query: ListQuery; options: DeleteOptions },
  ): Promise<ListPage> {
    const page = await listObjects(this.core, target, query);
    await Promise.all(
      page.entries.map(async ({ key }) => {
        const one: Target = { ...target, namespace: key.namespace, name: key.name };
        try {
          await deleteObject(this.core, { target: one, context, options, asked: target });
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      }),
    );
    return page;
  }

  /** A stored object in the shape of the target: the served version, or its Scale. */
  view(target: Target, object: Stored<KubeObject>): Stored<KubeObject> {
    if (target.subresource === "scale") return this.scaleOf(target, object);
    const { definition } = target;
    if (object.apiVersion === apiVersionOf(definition)) return object;
    return convertObject(object, definition.group, definition.version) as Stored<KubeObject>;
  }

  /** The Scale of a stored object. */
  scaleOf(target: Target, object: Stored<KubeObject>): Stored<Scale> {
    const paths = this.core.custom.kindOf(target.definition)?.scale;
    return paths ? customScaleOf(object, paths) : scaleOf(object);
  }

  #withScale(target: Target, object: Stored<KubeObject>, scale: KubeObject): KubeObject {
    const paths = this.core.custom.kindOf(target.definition)?.scale;
    if (!paths) checkScale(scale, target.name);
    checkScaleUid(target, scale, object);
    return paths ? withCustomScale(object, scale, paths) : withScale(object, scale);
  }

  /** An applied Scale as a configuration of the object that is scaled: its replicas alone. */
  #scaled({ definition, name, namespace }: Target, scale: KubeObject): KubeObject {
    const { resourceVersion } = scale.metadata;
    const bare = {
      apiVersion: apiVersionOf(definition),
      kind: definition.kind,
      metadata: { name, ...(definition.namespaced ? { namespace } : {}) },
    };
    const paths = this.core.custom.kindOf(definition)?.scale;
    if (!paths) checkScale(scale, name);
    const replicas = (scale as Scale).spec?.replicas ?? 0;
    const object = paths
      ? withCustomScale(bare as Stored<KubeObject>, scale, paths)
      : { ...bare, spec: { replicas } };
    return resourceVersion
      ? { ...object, metadata: { ...object.metadata, resourceVersion } }
      : object;
  }

  #toStorage(target: Target, object: KubeObject): KubeObject {
    const storage = this.core.registry.storageOf(target.definition);
    if (object.apiVersion === apiVersionOf(storage)) return object;
    return convertObject(object, storage.group, storage.version);
  }

  #part(target: Target): UpdatePart {
    switch (target.subresource) {
      case "":
      case "scale":
        return mainPart(this.core, target);
      case "status":
        return statusPart(this.core, target);
      default: {
        const part = finalizePart(this.core, target);
        if (!part) throw methodNotSupported(target.definition, "update");
        return part;
      }
    }
  }
}

function isNotFound(error: unknown): boolean {
  return (error as { reason?: string }).reason === "NotFound";
}

function withoutRevision(object: KubeObject, config?: KubeObject): KubeObject {
  const { resourceVersion: _computed, ...metadata } = object.metadata;
  const asked = config?.metadata.resourceVersion;
  return { ...object, metadata: { ...metadata, ...(asked ? { resourceVersion: asked } : {}) } };
}
