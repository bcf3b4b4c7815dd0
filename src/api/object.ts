/** What every Kubernetes object has, and how a typed piece of code names the resource that it works on. */
import type { ObjectMeta } from "./generated/types.ts";

/** Any API object: plain, immutable JSON. Kind-specific types are in generated/types.ts. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** The metadata of an object that the API server has stored. Cluster-scoped objects have no namespace. */
export interface StoredMeta extends ObjectMeta {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
}

/** An object as it comes out of the API: its metadata is complete. */
export type Stored<T extends KubeObject> = T & { readonly metadata: StoredMeta };

/** Names one resource of one served version; `T` is the type of its objects (it exists in types only). */
export interface ResourceRef<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  /** The plural, as in the path: `deployments`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Never present at run time; carries `T`. */
  readonly _object?: T;
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(ref: { readonly group: string; readonly version: string }): string {
  return ref.group === "" ? ref.version : `${ref.group}/${ref.version}`;
}

/** `deployments.apps`, or `pods` for the core group: how Kubernetes writes a GroupResource. */
export function groupResourceOf(ref: {
  readonly group: string;
  readonly resource: string;
}): string {
  return ref.group === "" ? ref.resource : `${ref.resource}.${ref.group}`;
}

/** The key by which lists, queues and listers name an object: `namespace/name`, or `name` when cluster-scoped. */
export function objectKey(object: { readonly metadata: ObjectMeta }): string {
  const { namespace, name } = object.metadata;
  return namespace ? `${namespace}/${name ?? ""}` : (name ?? "");
}
