/** The document that a store's content is exported to and restored from: its shape and the checks on one from outside. */
import { isJsonObject } from "../api/json.ts";
import type { JsonObject, JsonValue } from "../api/json.ts";
import type { KubeObject } from "../api/object.ts";
import { badRequest } from "../api/status.ts";
import { idOf } from "./history.ts";
import type { SnapshotDocument, SnapshotObject } from "./store.ts";

export const snapshotFormat = "kubarium/snapshot";
const snapshotVersion = 1;

/** Throws StatusError 400 unless `document` is a snapshot that this version can restore. */
export function checkSnapshot(document: unknown): asserts document is SnapshotDocument {
  if (!isJsonObject(document) || document["format"] !== snapshotFormat) {
    throw badRequest(`not a snapshot: "format" must be "${snapshotFormat}"`);
  }
  const { version, revision, objects } = document;
  if (version !== snapshotVersion) {
    throw badRequest(
      `snapshot of version ${JSON.stringify(version)}: only version ${snapshotVersion} is known`,
    );
  }
  if (!Number.isSafeInteger(revision) || (revision as number) < 1) {
    throw badRequest(`bad snapshot: "revision" must be a positive whole number`);
  }
  if (!Array.isArray(objects)) throw badRequest(`bad snapshot: "objects" must be a list`);
  const seen = new Set<string>();
  for (const [index, each] of objects.entries()) {
    const why = faultOf(each);
    if (why) throw badRequest(`bad snapshot: objects[${index}]: ${why}`);
    const id = idOf(each as SnapshotObject);
    if (seen.has(id)) throw badRequest(`bad snapshot: objects[${index}]: ${id} is there twice`);
    seen.add(id);
  }
}

function faultOf(each: JsonValue | undefined): string | undefined {
  if (!isJsonObject(each)) return "must be an object";
  const { resource, namespace, name, object } = each;
  if (typeof resource !== "string" || resource === "") return `"resource" must be a name`;
  if (typeof namespace !== "string") return `"namespace" must be a string`;
  if (typeof name !== "string" || name === "") return `"name" must be a name`;
  if (!isJsonObject(object)) return `"object" must be an object`;
  if (typeof object["apiVersion"] !== "string" || typeof object["kind"] !== "string") {
    return `"object" must have "apiVersion" and "kind"`;
  }
  const metadata = object["metadata"];
  if (!isJsonObject(metadata)) return `"object" must have "metadata"`;
  return metadataFault(metadata, { namespace, name });
}

function metadataFault(
  metadata: JsonObject,
  key: { readonly namespace: string; readonly name: string },
): string | undefined {
  if (metadata["name"] !== key.name) return `"object" is not named ${JSON.stringify(key.name)}`;
  if ((metadata["namespace"] ?? "") !== key.namespace) {
    return `"object" is not in namespace ${JSON.stringify(key.namespace)}`;
  }
  return undefined;
}

/** Whether two objects are equal, were it not for their `metadata.resourceVersion`. */
export function sameContent(a: KubeObject, b: KubeObject): boolean {
  return equal(unversioned(a), unversioned(b));
}

function unversioned(object: KubeObject): JsonValue {
  const metadata = { ...object.metadata, resourceVersion: undefined };
  return { ...object, metadata } as unknown as JsonValue;
}

function equal(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, i) => equal(each, b[i]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) if (!equal(a[key], b[key])) return false;
  return true;
}
