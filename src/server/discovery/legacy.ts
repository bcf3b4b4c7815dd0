/** Discovery one document a path: /api, /apis, /apis/GROUP, /api/v1 and /apis/GROUP/VERSION (apimachinery, meta/v1). */
import type { JsonObject } from "../../api/json.ts";
import { apiVersionOf } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { storageVersionHash } from "./storage-version-hash.ts";
import { type ServedGroup, type ServedVersion, servedGroups } from "./group-order.ts";

/** The document of a discovery path, or undefined when nothing is served there. That of /api says where the server is. */
export function legacyDiscovery(
  definitions: readonly ResourceDefinition[],
  path: string,
  serverAddress?: string,
): JsonObject | undefined {
  const groups = servedGroups(definitions);
  const parts = path.split("/").filter((part) => part !== "");
  const [root, first, second] = parts;
  if (root === "api") {
    const core = groups.find(({ group }) => group === "");
    if (parts.length === 1) return coreVersions(core, serverAddress);
    return parts.length === 2 ? resourceList(find(core, first), definitions) : undefined;
  }
  if (root !== "apis" || parts.length > 3) return undefined;
  const named = groups.filter(({ group }) => group !== "");
  if (parts.length === 1) {
    return { kind: "APIGroupList", apiVersion: "v1", groups: named.map(groupEntry) };
  }
  const group = named.find((served) => served.group === first);
  if (parts.length === 3) return resourceList(find(group, second), definitions);
  return group === undefined
    ? undefined
    : { kind: "APIGroup", apiVersion: "v1", ...groupEntry(group) };
}

function find(
  group: ServedGroup | undefined,
  version: string | undefined,
): ServedVersion | undefined {
  return group?.versions.find((served) => served.version === version);
}

function coreVersions(
  core: ServedGroup | undefined,
  serverAddress: string | undefined,
): JsonObject {
  return {
    kind: "APIVersions",
    versions: core?.versions.map(({ version }) => version) ?? [],
    serverAddressByClientCIDRs:
      serverAddress === undefined ? [] : [{ clientCIDR: "0.0.0.0/0", serverAddress }],
  };
}

function groupEntry(group: ServedGroup): JsonObject {
  const versions = group.versions.map((served) => ({
    groupVersion: apiVersionOf(served),
    version: served.version,
  }));
  return { name: group.group, versions, preferredVersion: versions[0] };
}

function resourceList(
  served: ServedVersion | undefined,
  definitions: readonly ResourceDefinition[],
): JsonObject | undefined {
  if (served === undefined) return undefined;
  return {
    kind: "APIResourceList",
    // The core group's list has never had one.
    ...(served.group === "" ? {} : { apiVersion: "v1" }),
    groupVersion: apiVersionOf(served),
    resources: served.resources.flatMap((row) => resourceEntries(row, definitions)),
  };
}

function resourceEntries(
  definition: ResourceDefinition,
  definitions: readonly ResourceDefinition[],
): JsonObject[] {
  const hash = storageVersionHash(definition, definitions);
  const { group, version, namespaced } = definition;
  const main: JsonObject = {
    name: definition.resource,
    singularName: definition.singular,
    namespaced,
    kind: definition.kind,
    verbs: definition.shownVerbs ?? definition.verbs,
    ...(definition.shortNames.length > 0 ? { shortNames: definition.shortNames } : {}),
    ...(definition.categories.length > 0 ? { categories: definition.categories } : {}),
    ...(hash === undefined ? {} : { storageVersionHash: hash }),
  };
  const subresources = definition.subresources.map((sub): JsonObject => {
    const [subGroup, subVersion] = [sub.group ?? group, sub.version ?? version];
    const differs = subGroup !== group || subVersion !== version;
    return {
      name: `${definition.resource}/${sub.name}`,
      singularName: "",
      namespaced,
      ...(differs ? { group: subGroup, version: subVersion } : {}),
      kind: sub.kind,
      verbs: sub.verbs,
    };
  });
  return [main, ...subresources];
}
