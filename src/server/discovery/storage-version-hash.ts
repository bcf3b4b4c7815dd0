/**
 * The mark of the version that a resource is stored in, by which storage migrators see that it has changed. Source: apiserver,
 * pkg/endpoints/discovery/storageversionhash.go: 64 bits of SHA-256 over group, version and kind.
 */
import type { ResourceDefinition } from "../../api/resources.ts";
import { sha256 } from "./sha256.ts";

const encoder = new TextEncoder();

/** Versions of 1.36 that are not served, or not by default, and that its objects of newer kinds are nevertheless encoded in. */
const encodedIn: Readonly<Record<string, string>> = {
  "admissionregistration.k8s.io/mutatingadmissionpolicies": "v1beta1",
  "admissionregistration.k8s.io/mutatingadmissionpolicybindings": "v1beta1",
  "apiextensions.k8s.io/customresourcedefinitions": "v1beta1",
};

/** Base64; undefined for what is not stored, or in a version that is not served. `definitions` are those of all served versions. */
export function storageVersionHash(
  definition: ResourceDefinition,
  definitions: readonly ResourceDefinition[],
): string | undefined {
  if (definition.ephemeral || !definition.verbs.includes("watch")) return undefined;
  const stored = storageOf(definition, definitions);
  if (!stored) return undefined;
  const { group, version } = stored;
  const digest = sha256(encoder.encode(`${group}/${version}/${definition.kind}`));
  return btoa(String.fromCharCode(...digest.subarray(0, 8)));
}

function storageOf(
  definition: ResourceDefinition,
  definitions: readonly ResourceDefinition[],
): { readonly group: string; readonly version: string } | undefined {
  const { group, resource } = definition;
  if (definition.custom) {
    return definitions.find(
      (row) => row.group === group && row.resource === resource && row.isStorageVersion === true,
    );
  }
  const encoded = encodedIn[`${group}/${resource}`];
  return encoded === undefined ? (definition.storedAs ?? definition) : { group, version: encoded };
}
