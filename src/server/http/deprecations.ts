/** Kinds that Kubernetes warns of, whoever uses them and how: `+k8s:prerelease-lifecycle-gen:deprecated` of the 1.36 types. */
import type { ResourceDefinition } from "../../api/resources.ts";

const warnings: Readonly<Record<string, string>> = {
  "/v1/componentstatuses": "v1 ComponentStatus is deprecated in v1.19+",
  "/v1/endpoints": "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
};

/** The text of the Warning header of every answer about a built-in resource; undefined for those that are there to stay. */
export function deprecationOf(definition: ResourceDefinition): string | undefined {
  const { group, version, resource } = definition;
  return warnings[`${group}/${version}/${resource}`];
}
