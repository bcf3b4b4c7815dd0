/** The part of metadata that the server owns: filled in on create, carried over on update (apiserver, pkg/registry/rest). */
import type { KubeObject, Stored } from "../../api/object.ts";
import { badRequest, invalid } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import { uuid, type Host } from "../../host/host.ts";
import type { Target } from "../core.ts";

/** What generated names end in: no vowels (no words), nothing that reads alike (apimachinery, util/rand). */
const suffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";
const suffixLength = 5;
/** A generated name is cut so that base and suffix fit 63 characters (apiserver, pkg/storage/names). */
const generatedBaseMax = 63 - suffixLength;

export function generateName(host: Host, base: string): string {
  let suffix = "";
  for (let i = 0; i < suffixLength; i++) {
    suffix += suffixAlphabet.charAt(Math.floor(host.random.float() * suffixAlphabet.length));
  }
  return base.slice(0, generatedBaseMax) + suffix;
}

/** As generateName, with an end that follows from `seed`, an unsigned integer of 32 bits. */
export function derivedName(base: string, seed: number): string {
  let suffix = "";
  for (
    let left = seed;
    suffix.length < suffixLength;
    left = Math.floor(left / suffixAlphabet.length)
  ) {
    suffix += suffixAlphabet.charAt(left % suffixAlphabet.length);
  }
  return base.slice(0, generatedBaseMax) + suffix;
}

/** The object as admission is asked about it: with the namespace of its URL, and without leftovers of another life. */
export function metadataForCreate(target: Target, object: KubeObject): KubeObject {
  const { metadata } = object;
  const { definition, namespace } = target;
  if (definition.namespaced) checkNamespace(metadata.namespace, namespace);
  const kept = withoutLeftovers(metadata);
  const own = definition.namespaced ? namespace : undefined;
  if (
    kept === metadata &&
    kept.namespace === own &&
    (own !== undefined || !("namespace" in kept))
  ) {
    return object;
  }
  const { namespace: _given, ...rest } = kept;
  return { ...object, metadata: own === undefined ? rest : { ...rest, namespace: own } };
}

/** What makes an object one of its own: a uid, the time, and a name where one is to be made. */
export function identified(host: Host, object: KubeObject): KubeObject {
  const metadata: KubeObject["metadata"] = {
    ...object.metadata,
    uid: uuid(host.random),
    creationTimestamp: rfc3339(host.clock.nowMs()),
  };
  if (!needsName(object)) return { ...object, metadata };
  const name = generateName(host, metadata.generateName ?? "");
  return { ...object, metadata: { ...metadata, name } };
}

export function needsName({ metadata }: KubeObject): boolean {
  return !metadata.name && !!metadata.generateName;
}

/**
 * What is posted but never stored, with the namespace of its URL and without what a client cannot say of a new object. A Pod's
 * binding may say which Pod it is of. Throws 400 for another namespace (apiserver, pkg/registry/rest/meta.go).
 */
export function metadataForVirtual(target: Target, object: KubeObject): KubeObject {
  const { definition, namespace, subresource } = target;
  const given: KubeObject["metadata"] = object.metadata ?? {};
  if (definition.namespaced) checkNamespace(given.namespace, namespace);
  const isOfOnePod = definition.kind === "Pod" && subresource === "binding";
  const kept = isOfOnePod ? given : withoutLeftovers(given, system);
  const own = definition.namespaced ? namespace : undefined;
  if (kept === object.metadata && kept.namespace === own) return object;
  const { namespace: _given, ...rest } = kept;
  return { ...object, metadata: own === undefined ? rest : { ...rest, namespace: own } };
}

/**
 * A new object that admission has been asked about, where its URL put it: 400 where a webhook moved it to another namespace (apiserver,
 * pkg/registry/rest/create.go).
 */
export function keptInPlace({ definition, namespace }: Target, object: KubeObject): KubeObject {
  const given = object.metadata.namespace;
  const own = definition.namespaced ? namespace : undefined;
  if (given === own) return object;
  if (definition.namespaced) checkNamespace(given, namespace);
  const { namespace: _given, ...rest } = object.metadata;
  return { ...object, metadata: own === undefined ? rest : { ...rest, namespace: own } };
}

const system = [
  "uid",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "selfLink",
] as const;
const leftovers = [...system, "resourceVersion"] as const;

/** Most new objects bring none: looking is much cheaper than copying around them. */
function withoutLeftovers(
  metadata: KubeObject["metadata"],
  names: readonly string[] = leftovers,
): KubeObject["metadata"] {
  if (!names.some((name) => name in metadata)) return metadata;
  const kept: Record<string, unknown> = { ...metadata };
  for (const name of names) delete kept[name];
  return kept;
}

function checkNamespace(own: string | undefined, fromUrl: string): void {
  if (own !== undefined && own !== "" && own !== fromUrl) {
    throw badRequest(
      "the namespace of the provided object does not match the namespace sent on the request",
    );
  }
}

/** Throws 400 unless an object is of the namespace and the name that its URL has (apiserver, endpoints/handlers: checkName). */
export function checkIdentity(target: Target, metadata: KubeObject["metadata"]): void {
  const { definition, name, namespace } = target;
  if (definition.namespaced) checkNamespace(metadata.namespace, namespace);
  const own = metadata.name ?? "";
  if (own === name) return;
  throw badRequest(
    own === ""
      ? `the name of the object (${name} based on URL) was undeterminable: name must be provided`
      : `the name of the object (${own}) does not match the name on the URL (${name})`,
  );
}

/**
 * The object with the metadata that an update may not change taken from what is stored. Throws 400 for a name or namespace
 * that is not the URL's, or no name, 422 for another uid and for changed immutable metadata.
 */
export function metadataForUpdate(
  target: Target,
  next: KubeObject,
  previous: Stored<KubeObject>,
): KubeObject {
  const { definition, name } = target;
  const { metadata } = next;
  checkIdentity(target, metadata);
  const old = previous.metadata;
  if (metadata.uid && metadata.uid !== old.uid) {
    throw invalid(definition, name, [
      {
        type: "FieldValueInvalid",
        field: "metadata.uid",
        message: `Invalid value: ${JSON.stringify(metadata.uid)}: field is immutable`,
      },
    ]);
  }
  return {
    ...next,
    metadata: {
      ...metadata,
      name: old.name,
      ...(old.namespace === undefined ? {} : { namespace: old.namespace }),
      uid: old.uid,
      creationTimestamp: old.creationTimestamp,
      resourceVersion: old.resourceVersion,
      ...(old.generateName === undefined ? {} : { generateName: old.generateName }),
      ...(old.generation === undefined ? {} : { generation: old.generation }),
      ...(old.deletionTimestamp === undefined ? {} : { deletionTimestamp: old.deletionTimestamp }),
      // Another one than before is for validation to refuse.
      ...(old.deletionGracePeriodSeconds === undefined ||
      metadata.deletionGracePeriodSeconds !== undefined
        ? {}
        : { deletionGracePeriodSeconds: old.deletionGracePeriodSeconds }),
    },
  };
}
