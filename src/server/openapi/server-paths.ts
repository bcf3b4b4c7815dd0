/** The paths beside the resources that OpenAPI tells of: discovery, the version, the issuer of service-account tokens. */
import type { ServedGroup } from "../discovery/group-order.ts";
import { media, type Media } from "./media-types.ts";
import { type Endpoint, groupName, groupTag } from "./operation.ts";
import { metaPackage } from "./schemas.ts";

/** By the path of the document that tells of it: `apis/apps`, `version`. */
export function serverEndpoints(groups: readonly ServedGroup[]): ReadonlyMap<string, Endpoint> {
  const endpoints = new Map<string, Endpoint>();
  const add = (path: string, words: Words): void => {
    endpoints.set(path, endpoint(`/${path}/`, words));
  };
  add(".well-known/openid-configuration", {
    id: "getServiceAccountIssuerOpenIDConfiguration",
    tag: "WellKnown",
    description: "get the OpenID configuration of the issuer of service-account tokens",
    media: media.issuer,
  });
  add("openid/v1/jwks", {
    id: "getServiceAccountIssuerOpenIDKeyset",
    tag: "openid",
    description: "get the keys by which service-account tokens are verified, as a JSON Web Key Set",
    media: media.keys,
  });
  add("version", {
    id: "getCodeVersion",
    tag: "version",
    description: "get the version information for this server",
    media: media.json,
    output: "io.k8s.apimachinery.pkg.version.Info",
  });
  const versions = { description: "get available API versions", media: media.documents };
  add("api", {
    ...versions,
    id: "getCoreAPIVersions",
    tag: "core",
    output: `${metaPackage}.APIVersions`,
  });
  add("apis", {
    ...versions,
    id: "getAPIVersions",
    tag: "apis",
    output: `${metaPackage}.APIGroupList`,
  });
  for (const { group, versions: served } of groups) {
    const isCustom = served.every(({ resources }) => resources.every(({ custom }) => custom));
    if (group === "" || isCustom) continue;
    add(`apis/${group}`, {
      id: `get${groupName(group)}APIGroup`,
      tag: groupTag(group),
      description: "get information of a group",
      media: media.documents,
      output: `${metaPackage}.APIGroup`,
    });
  }
  return endpoints;
}

interface Words {
  readonly id: string;
  readonly tag: string;
  readonly description: string;
  readonly media: Media;
  readonly output?: string;
}

function endpoint(path: string, { output, ...words }: Words): Endpoint {
  return { path, operations: [{ ...words, method: "get", parameters: [], output, codes: [] }] };
}
