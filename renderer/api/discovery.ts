/** Which resources the cluster serves, from aggregated discovery (KEP-3352): for the browser and for applying YAML. */
import type { ApiClient } from "./client.ts";

export interface DiscoveredResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
}

export interface ApiGroupDiscoveryList {
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind?: string } | null;
        readonly scope?: string;
        readonly verbs?: readonly string[];
        readonly shortNames?: readonly string[];
      }[];
    }[];
  }[];
}

/** Every resource of every version, groups in the server's order (its order of preference). */
export function resourcesOf(
  lists: readonly ApiGroupDiscoveryList[],
): readonly DiscoveredResource[] {
  return lists.flatMap((list) =>
    (list.items ?? []).flatMap((group) =>
      (group.versions ?? []).flatMap(({ version, resources }) =>
        (resources ?? []).map((resource) => ({
          group: group.metadata?.name ?? "",
          version,
          resource: resource.resource,
          kind: resource.responseKind?.kind ?? "",
          namespaced: resource.scope === "Namespaced",
          verbs: resource.verbs ?? [],
          shortNames: resource.shortNames ?? [],
        })),
      ),
    ),
  );
}

/** One version of each listable resource, the preferred one, by group and then name: what a person wants to browse. */
export function browsable(all: readonly DiscoveredResource[]): readonly DiscoveredResource[] {
  const first = new Map<string, DiscoveredResource>();
  for (const resource of all) {
    const key = `${resource.group}/${resource.resource}`;
    if (resource.verbs.includes("list") && !first.has(key)) first.set(key, resource);
  }
  return [...first.values()].sort((a, b) => compare(a.group, b.group) || compare(a.kind, b.kind));
}

export function findKind(
  all: readonly DiscoveredResource[],
  apiVersion: string,
  kind: string,
): DiscoveredResource | undefined {
  const [first, second] = apiVersion.split("/");
  const [group, version] = second === undefined ? ["", first] : [first, second];
  return all.find(
    (resource) =>
      resource.group === group && resource.version === version && resource.kind === kind,
  );
}

const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

export async function discover(client: ApiClient): Promise<readonly DiscoveredResource[]> {
  const lists = await Promise.all(
    ["/api", "/apis"].map((path) =>
      client.json<ApiGroupDiscoveryList>({ method: "GET", path, headers: { accept } }),
    ),
  );
  return resourcesOf(lists);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
