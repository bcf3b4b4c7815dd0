/**
 * Which operations a group version's resources have, in no dialect of OpenAPI yet. Source: apiserver, pkg/endpoints/installer.go; for
 * custom resources, which are shown with fewer forms, apiextensions-apiserver, pkg/controller/openapi/builder.
 */
import { apiVersionOf } from "../../api/object.ts";
import type { ResourceDefinition, SubresourceDefinition, Verb } from "../../api/resources.ts";
import { definitionOfKind } from "../../api/schema/definitions.ts";
import type { ServedVersion } from "../discovery/group-order.ts";
import { connectOperations, watchEndpoints } from "./long-running.ts";
import { media } from "./media-types.ts";
import {
  capital,
  type Endpoint,
  inNamespace,
  kindOfSub,
  type Operation,
  operationScope,
  parametersOf,
  type ResourceWords,
  tagOf,
  withArticle,
} from "./operation.ts";
import { deleteParameters, listParameters, logParameters, writeParameters } from "./parameters.ts";
import { metaPackage } from "./schemas.ts";

/** Every path of a group version with its operations, by path. Custom resources share no document of their version's resources. */
export function endpointsOf(served: ServedVersion): readonly Endpoint[] {
  const endpoints = served.resources.flatMap(resourceEndpoints);
  if (!served.resources.every(({ custom }) => custom)) endpoints.push(versionEndpoint(served));
  return endpoints
    .filter(({ operations }) => operations.length > 0)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function versionEndpoint(served: ServedVersion): Endpoint {
  return {
    path: `${rootOf(served)}/`,
    operations: [
      {
        method: "get",
        id: `get${operationScope(served)}APIResources`,
        tag: tagOf(served),
        description: "get available resources",
        parameters: [],
        media: media.documents,
        output: `${metaPackage}.APIResourceList`,
        codes: [],
      },
    ],
  };
}

/** The path under which a group version is served: `/apis/apps/v1`, `/api/v1`. */
function rootOf(served: { readonly group: string; readonly version: string }): string {
  return `${served.group === "" ? "/api" : "/apis"}/${apiVersionOf(served)}`;
}

function resourceEndpoints(resource: ResourceDefinition): Endpoint[] {
  const { group, version, kind, namespaced, verbs, custom = false } = resource;
  const root = rootOf(resource);
  const words: ResourceWords = {
    resource,
    kind: { group, version, kind },
    tag: tagOf(resource),
    scope: operationScope(resource),
    namespaced: namespaced ? "Namespaced" : "",
    everywhere: `${root}/${resource.resource}`,
    collection: `${root}${namespaced ? "/namespaces/{namespace}" : ""}/${resource.resource}`,
    custom,
  };
  const everywhere = namespaced && verbs.includes("list") ? [listEverywhere(words)] : [];
  return [
    { path: words.collection, operations: collectionOperations(words) },
    { path: `${words.collection}/{name}`, operations: objectOperations(words) },
    ...everywhere,
    ...resource.subresources.flatMap((sub) => subresourceEndpoints(words, sub)),
    ...(verbs.includes("watch") && !custom ? watchEndpoints(words) : []),
  ];
}

function listOperation(words: ResourceWords, id: string, inPath: readonly string[]): Operation {
  const { resource, kind, tag, custom } = words;
  const watches = resource.verbs.includes("watch") && !custom;
  return {
    method: "get",
    id,
    tag,
    description: `list ${watches ? "or watch " : ""}objects of kind ${kind.kind}`,
    parameters: parametersOf(words, { inPath, query: [...listParameters, "pretty"] }),
    media: custom ? media.custom : media.lists,
    output: `${resource.definition}List`,
    codes: [],
    action: "list",
    kind,
  };
}

function listEverywhere(words: ResourceWords): Endpoint {
  const id = `list${words.scope}${words.kind.kind}ForAllNamespaces`;
  return { path: words.everywhere, operations: [listOperation(words, id, [])] };
}

function collectionOperations(words: ResourceWords): readonly Operation[] {
  const { resource, kind, tag, scope, namespaced, custom } = words;
  const { verbs, definition } = resource;
  const inPath = inNamespace(words);
  const name = `${namespaced}${kind.kind}`;
  const found: Operation[] = [];
  if (verbs.includes("list")) found.push(listOperation(words, `list${scope}${name}`, inPath));
  if (verbs.includes("create")) {
    found.push({
      method: "post",
      id: `create${scope}${name}`,
      tag,
      description: `create ${withArticle(kind.kind)}`,
      parameters: parametersOf(words, { inPath, query: [...writeParameters, "pretty"] }),
      media: custom ? media.custom : media.objects,
      output: definition,
      codes: ["201", "202"],
      body: { definition, required: true },
      action: "post",
      kind,
    });
  }
  if (verbs.includes("deletecollection")) {
    const lists = listParameters.filter(
      (each) => each !== "watch" && each !== "allowWatchBookmarks",
    );
    const query = custom ? listParameters : [...new Set([...deleteParameters, ...lists])];
    found.push({
      method: "delete",
      id: `delete${scope}Collection${name}`,
      tag,
      description: `delete collection of ${kind.kind}`,
      parameters: parametersOf(words, { inPath, query: [...query, "pretty"] }),
      media: custom ? media.custom : media.objects,
      output: `${metaPackage}.Status`,
      codes: [],
      ...(custom ? {} : { body: deleteOptions }),
      action: "deletecollection",
      kind,
    });
  }
  return found;
}

const deleteOptions = { definition: `${metaPackage}.DeleteOptions`, required: false };

/** Kinds whose deletion answers with the object, be it gone or going. */
const answersItself: ReadonlySet<string> = new Set([
  "PersistentVolumeClaim",
  "Pod",
  "PodTemplate",
  "ResourceQuota",
  "ServiceAccount",
  "Service",
  "PersistentVolume",
  "DeviceClass",
  "ResourceClaim",
  "ResourceClaimTemplate",
  "ResourceSlice",
  "CSIDriver",
  "CSINode",
  "StorageClass",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

function objectOperations(words: ResourceWords): readonly Operation[] {
  const { resource, kind, tag, scope, namespaced, custom } = words;
  const found = [...readAndWrite(words, { verbs: resource.verbs, sub: undefined })];
  if (resource.verbs.includes("delete")) {
    const itself = !custom && answersItself.has(kind.kind);
    found.push({
      method: "delete",
      id: `delete${scope}${namespaced}${kind.kind}`,
      tag,
      description: `delete ${withArticle(kind.kind)}`,
      parameters: parametersOf(words, {
        inPath: [...inNamespace(words), "name"],
        query: [...deleteParameters, "pretty"],
      }),
      media: custom ? media.custom : media.objects,
      output: itself ? resource.definition : `${metaPackage}.Status`,
      codes: ["202"],
      body: deleteOptions,
      action: "delete",
      kind,
    });
  }
  return found;
}

/** get, put and patch of an object, or of its subresource. */
function readAndWrite(
  words: ResourceWords,
  args: { readonly verbs: readonly Verb[]; readonly sub: SubresourceDefinition | undefined },
): readonly Operation[] {
  const { resource, tag, scope, custom } = words;
  const { verbs, sub } = args;
  const what = sub === undefined ? "" : `${sub.name} of `;
  const name = `${words.namespaced}${words.kind.kind}${sub === undefined ? "" : capital(sub.name)}`;
  const definition = sub === undefined ? resource.definition : definitionOfSub(resource, sub);
  const common = {
    tag,
    media: custom ? media.custom : media.objects,
    output: definition,
    kind: sub === undefined || custom ? words.kind : kindOfSub(resource, sub),
  };
  const inPath = [...inNamespace(words), "name"];
  const parameters = (...query: readonly string[]) =>
    parametersOf(words, { inPath, query: [...query, "pretty"], kind: common.kind.kind });
  const found: Operation[] = [];
  if (verbs.includes("get")) {
    found.push({
      ...common,
      method: "get",
      id: `read${scope}${name}`,
      description: `read ${what}the specified ${words.kind.kind}`,
      parameters: custom ? parameters("resourceVersion") : parameters(),
      codes: [],
      action: "get",
    });
  }
  if (verbs.includes("update")) {
    found.push({
      ...common,
      method: "put",
      id: `replace${scope}${name}`,
      description: `replace ${what}the specified ${words.kind.kind}`,
      parameters: parameters(...writeParameters),
      codes: ["201"],
      ...(definition === undefined ? {} : { body: { definition, required: true } }),
      action: "put",
    });
  }
  if (verbs.includes("patch")) {
    found.push({
      ...common,
      media: custom ? media.customPatch : media.patch,
      method: "patch",
      id: `patch${scope}${name}`,
      description: `partially update ${what}the specified ${words.kind.kind}`,
      parameters: parameters(...writeParameters, "force"),
      codes: custom ? [] : ["201"],
      body: { definition: `${metaPackage}.Patch`, required: true },
      action: "patch",
    });
  }
  return found;
}

function subresourceEndpoints(words: ResourceWords, sub: SubresourceDefinition): Endpoint[] {
  const path = `${words.collection}/{name}/${sub.name}`;
  if (/^(?:attach|exec|portforward|proxy)$/.test(sub.name)) {
    return connectOperations(words, sub, path);
  }
  if (sub.name === "log") return [{ path, operations: [logOperation(words)] }];
  if (sub.verbs.includes("create")) return [{ path, operations: [createBelow(words, sub)] }];
  return [{ path, operations: readAndWrite(words, { verbs: sub.verbs, sub }) }];
}

function logOperation(words: ResourceWords): Operation {
  const { tag, scope, namespaced, kind } = words;
  return {
    method: "get",
    id: `read${scope}${namespaced}${kind.kind}Log`,
    tag,
    description: `read log of the specified ${kind.kind}`,
    parameters: parametersOf(words, {
      inPath: [...inNamespace(words), "name"],
      query: [...logParameters, "pretty"],
    }),
    media: media.logs,
    output: undefined,
    codes: [],
    action: "get",
    kind,
  };
}

/** Bindings, evictions, tokens: what is made of an object by posting to it. */
function createBelow(words: ResourceWords, sub: SubresourceDefinition): Operation {
  const { resource, tag, scope, namespaced } = words;
  const definition = definitionOfSub(resource, sub) ?? "";
  const kind = kindOfSub(resource, sub);
  return {
    method: "post",
    id: `create${scope}${namespaced}${words.kind.kind}${capital(sub.name)}`,
    tag,
    description: `create ${sub.name} of ${withArticle(words.kind.kind)}`,
    parameters: parametersOf(words, {
      inPath: [...inNamespace(words), "name"],
      query: [...writeParameters, "pretty"],
      kind: kind.kind,
    }),
    media: media.objects,
    output: definition,
    codes: ["201", "202"],
    body: { definition, required: true },
    action: "post",
    kind,
  };
}

/** A custom kind's own subresources have the kind's definition. */
function definitionOfSub(
  resource: ResourceDefinition,
  sub: SubresourceDefinition,
): string | undefined {
  const kind = kindOfSub(resource, sub);
  if (sub.kind === resource.kind && sub.version === undefined) return resource.definition;
  return definitionOfKind(apiVersionOf(kind), kind.kind);
}
