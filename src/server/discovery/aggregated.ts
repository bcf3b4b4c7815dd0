/** Aggregated discovery: all groups of a path in one document (apidiscovery.k8s.io, v2 and v2beta1; KEP-3352). */
import type { JsonObject } from "../../api/json.ts";
import type { ResourceDefinition, SubresourceDefinition } from "../../api/resources.ts";
import { type ServedGroup, servedGroups } from "./group-order.ts";

/** The document of `/api` (the core group alone) or `/apis` (all others). The two versions have one shape. */
export function aggregatedDiscovery(
  definitions: readonly ResourceDefinition[],
  path: "/api" | "/apis",
  version: "v2" | "v2beta1",
): JsonObject {
  const groups = servedGroups(definitions).filter(
    ({ group }) => (group === "") === (path === "/api"),
  );
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(groupDiscovery),
  };
}

function groupDiscovery({ group, versions }: ServedGroup): JsonObject {
  return {
    metadata: group === "" ? {} : { name: group },
    versions: versions.map(({ version, resources }) => ({
      version,
      // A group version that nothing is known of has one nameless row.
      resources: resources.filter(({ resource }) => resource !== "").map(resourceDiscovery),
      freshness: resources.some(({ stale }) => stale) ? "Stale" : "Current",
    })),
  };
}

/** Of a built-in kind, group and version stay empty: they are those of the document's place. Custom kinds spell theirs out. */
function ownKind({ group, version, custom }: ResourceDefinition, kind: string): JsonObject {
  return custom ? { group, version, kind } : { group: "", version: "", kind };
}

function resourceDiscovery(definition: ResourceDefinition): JsonObject {
  const { kind, subresources } = definition;
  return {
    resource: definition.resource,
    responseKind: ownKind(definition, kind),
    scope: definition.namespaced ? "Namespaced" : "Cluster",
    singularResource: definition.singular,
    verbs: definition.shownVerbs ?? definition.verbs,
    ...(definition.shortNames.length > 0 ? { shortNames: definition.shortNames } : {}),
    ...(definition.categories.length > 0 ? { categories: definition.categories } : {}),
    ...(subresources.length > 0
      ? { subresources: subresources.map((sub) => subresourceDiscovery(definition, sub)) }
      : {}),
  };
}

function subresourceDiscovery(
  definition: ResourceDefinition,
  { name, group, version, kind, verbs }: SubresourceDefinition,
): JsonObject {
  const responseKind =
    version === undefined
      ? ownKind(definition, kind)
      : { group: group ?? definition.group, version, kind };
  return { subresource: name, responseKind, verbs };
}
