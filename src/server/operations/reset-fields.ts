/** The fields that each endpoint sets back to what they were, so that nobody comes to own them (each strategy's GetResetFields, pkg/registry). */
import type { ResourceDefinition } from "../../api/resources.ts";

type Paths = readonly (readonly string[])[];

const spec: Paths = [["spec"]];
const status: Paths = [["status"]];
const specAndMetadata: Paths = [["metadata"], ["spec"]];

/** Kinds whose status endpoint keeps all of the metadata. */
const metadataKept: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io/validatingadmissionpolicies",
  "apiextensions.k8s.io/customresourcedefinitions",
  "apiregistration.k8s.io/apiservices",
  "flowcontrol.apiserver.k8s.io/flowschemas",
  "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations",
  "networking.k8s.io/servicecidrs",
  "resource.k8s.io/devicetaintrules",
  "resource.k8s.io/resourceclaims",
  "storage.k8s.io/volumeattachments",
  "storagemigration.k8s.io/storageversionmigrations",
]);

/** Endpoints that keep something else. */
const others: Readonly<Record<string, Paths>> = {
  "/namespaces/finalize": status,
  "/pods/status": [["spec"], ["metadata", "deletionTimestamp"], ["metadata", "ownerReferences"]],
  "apps/deployments/status": [["spec"], ["metadata", "labels"]],
  "certificates.k8s.io/certificatesigningrequests": [["spec"], ["status"]],
  "certificates.k8s.io/certificatesigningrequests/approval": [["spec"], ["status", "certificate"]],
  "certificates.k8s.io/certificatesigningrequests/status": [["spec"], ["status", "conditions"]],
};

/** Paths of fields; undefined where an endpoint keeps nothing. `custom`: a custom resource's. */
export function resetFields(
  definition: ResourceDefinition,
  subresource: string,
  custom: boolean,
): Paths | undefined {
  if (subresource !== "") return pathsOf(definition, subresource, custom);
  let known = ofObjects.get(definition);
  if (known === undefined) {
    ofObjects.set(definition, (known = { paths: pathsOf(definition, "", custom) }));
  }
  return known.paths;
}

/** What the endpoint of whole objects keeps, in which being custom makes no difference. */
const ofObjects = new WeakMap<ResourceDefinition, { readonly paths: Paths | undefined }>();

function pathsOf(
  { group, resource, subresources }: ResourceDefinition,
  subresource: string,
  custom: boolean,
): Paths | undefined {
  const name = `${group}/${resource}`;
  const own = others[subresource === "" ? name : `${name}/${subresource}`];
  if (own !== undefined) return own;
  if (subresource === "status") return custom || metadataKept.has(name) ? specAndMetadata : spec;
  if (subresource !== "") return undefined;
  return subresources.some(({ name: each }) => each === "status") ? status : undefined;
}
