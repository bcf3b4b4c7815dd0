/** What an autoscaler scales: the scale subresource of any kind that has one. Source: horizontal.go, scaleForResourceMappings. */
import type { CrossVersionObjectReference, Scale } from "../../api/generated/types.ts";
import type { ResourceRef, Stored } from "../../api/object.ts";
import { toStatusError } from "../../api/status.ts";
import type { ApiReads } from "../../loop/api-reads.ts";

export type ScaleTarget =
  | { readonly resource: ResourceRef; readonly scale: Stored<Scale> }
  | { readonly error: string };

export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

export function resourcesOfKind(
  api: ApiReads,
  group: string,
  kind: string,
): readonly ResourceRef[] {
  return api.servedResources().filter((each) => each.group === group && each.kind === kind);
}

/** Never rejects. */
export async function readScale(
  api: ApiReads,
  namespace: string,
  { apiVersion = "", kind, name }: CrossVersionObjectReference,
): Promise<ScaleTarget> {
  if (apiVersion.split("/").length > 2) {
    return { error: `unexpected GroupVersion string: ${apiVersion}` };
  }
  const group = groupOf(apiVersion);
  const resources = resourcesOfKind(api, group, kind);
  let first: string | undefined;
  for (const resource of resources) {
    const root = group === "" ? `/api/${resource.version}` : `/apis/${group}/${resource.version}`;
    const path = `${root}/namespaces/${namespace}/${resource.resource}/${name}/scale`;
    try {
      return { resource, scale: (await api.get(path)) as unknown as Stored<Scale> };
    } catch (error) {
      first ??= toStatusError(error).message;
    }
  }
  return { error: first ?? `no matches for kind "${kind}" in group "${group}"` };
}
