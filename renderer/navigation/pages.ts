/** Which address shows which kind of object: the one table behind links, the sidebar and the palette. */
import {
  CONFIG_MAPS,
  DEPLOYMENTS,
  ENDPOINT_SLICES,
  EVENTS,
  INGRESSES,
  NODES,
  PODS,
  SECRETS,
  SERVICES,
} from "../../src/api/kinds.ts";
import { apiVersionOf, type KubeObject, type ResourceRef } from "../../src/api/object.ts";
import { workloadRefs } from "../kubernetes/workloads.ts";

/** Kinds with a page of their own, by the first part of its address. */
export const kindPages: readonly ResourceRef[] = [
  PODS,
  NODES,
  ...workloadRefs,
  SERVICES,
  ENDPOINT_SLICES,
  INGRESSES,
  CONFIG_MAPS,
  SECRETS,
  EVENTS,
] satisfies readonly ResourceRef[];

export const firstWorkload = DEPLOYMENTS.resource;

/** The path of an object's own page, whatever its kind; `resource` is needed for kinds without a page of their own. */
export function objectPagePath(object: {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}): readonly string[] | undefined {
  const page = kindPages.find(
    (ref) => ref.kind === object.kind && apiVersionOf(ref) === object.apiVersion,
  );
  if (!page || page.resource === "events" || object.name === undefined) return undefined;
  return page.namespaced
    ? [page.resource, object.namespace ?? "", object.name]
    : [page.resource, object.name];
}

export function pathOfObject(object: KubeObject): readonly string[] | undefined {
  const { apiVersion, kind, metadata } = object;
  return objectPagePath({
    apiVersion,
    kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    ...(metadata.name === undefined ? {} : { name: metadata.name }),
  });
}

/** Where the generic browser shows a resource: `["browse", "apps", "v1", "deployments"]`; the core group is `core`. */
export function browsePath(ref: {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}): readonly string[] {
  return ["browse", ref.group === "" ? "core" : ref.group, ref.version, ref.resource];
}
