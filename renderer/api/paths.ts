/** The URL paths of Kubernetes resources. */
import type { ResourceRef } from "../../src/api/object.ts";

export type ResourceName = Pick<ResourceRef, "group" | "version" | "resource" | "namespaced">;

/** `/api/v1/pods`, `/apis/apps/v1/namespaces/default/deployments`; without a namespace: all of them. */
export function collectionPath(ref: ResourceName, namespace?: string): string {
  const root = ref.group === "" ? `/api/${ref.version}` : `/apis/${ref.group}/${ref.version}`;
  const scope = ref.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${scope}/${ref.resource}`;
}

/** Of one object; `namespace` is ignored for cluster-scoped resources. */
export function objectPath(ref: ResourceName, namespace: string | undefined, name: string): string {
  return `${collectionPath(ref, namespace)}/${encodeURIComponent(name)}`;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Appends what is set; `undefined`, `false` and the empty string are left out. */
export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== false && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
