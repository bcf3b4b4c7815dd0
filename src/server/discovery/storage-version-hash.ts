/**
 * The mark of the version that a resource is stored in, by which storage migrators see that it has changed. Source: apiserver,
 * pkg/endpoints/discovery/storageversionhash.go: 64 bits of SHA-256 over group, version and kind.
 */
import type { ResourceDefinition } from "../../api/resources.ts";
import { sha256 } from "./sha256.ts";

const encoder = new TextEncoder();

/** Base64; undefined for what is not stored. `definitions` are those of all served versions. */
export function storageVersionHash(
  definition: ResourceDefinition,
  definitions: readonly ResourceDefinition[],
): string | undefined {
  if (definition.ephemeral || !definition.verbs.includes("watch")) return undefined;
  const { group, version } = storageOf(definition, definitions);
  const digest = sha256(encoder.encode(`${group}/${version}/${definition.kind}`));
  return btoa(String.fromCharCode(...digest.subarray(0, 8)));
}

function storageOf(
  definition: ResourceDefinition,
  definitions: readonly ResourceDefinition[],
): { readonly group: string; readonly version: string } {
  if (!definition.custom) return definition.storedAs ?? definition;
  const { group, resource } = definition;
  const stored = definitions.find(
    (row) => row.group === group && row.resource === resource && row.isStorageVersion === true,
  );
  return stored ?? definition;
}
