/** What OpenAPI tells of watches by path, deprecated as they are, and of subresources that are connected to. */
import type { SubresourceDefinition } from "../../api/resources.ts";
import {
  capital,
  type Endpoint,
  kindOfSub,
  type Method,
  type Operation,
  parametersOf,
  type ResourceWords,
} from "./operation.ts";
import { media } from "./media-types.ts";
import { connectParameters, listParameters } from "./parameters.ts";
import { metaPackage } from "./schemas.ts";

/** `/apis/apps/v1/watch/...`: of all namespaces, of a collection, of an object. */
export function watchEndpoints(words: ResourceWords): Endpoint[] {
  const { resource, kind, scope, namespaced, everywhere, collection } = words;
  const watched = (path: string): string => {
    const at = everywhere.length - resource.resource.length;
    return `${path.slice(0, at)}watch/${path.slice(at)}`;
  };
  const instead = "deprecated: a list with the parameter watch says the same";
  const list = `watch every object of kind ${kind.kind}; ${instead}`;
  const one = `watch an object of kind ${kind.kind}; ${instead}, with a fieldSelector for its name`;
  const inPath = namespaced === "" ? [] : ["namespace"];
  const operation = (
    id: string,
    args: Pick<Operation, "description" | "action"> & { readonly inPath: readonly string[] },
  ): Operation => ({
    method: "get",
    id,
    tag: words.tag,
    description: args.description,
    parameters: parametersOf(words, { inPath: args.inPath, query: [...listParameters, "pretty"] }),
    media: media.lists,
    output: `${metaPackage}.WatchEvent`,
    codes: [],
    ...(args.action === undefined ? {} : { action: args.action }),
    kind,
  });
  const ofAll = operation(`watch${scope}${kind.kind}ListForAllNamespaces`, {
    description: list,
    action: "watchlist",
    inPath: [],
  });
  const ofCollection = operation(`watch${scope}${namespaced}${kind.kind}List`, {
    description: list,
    action: "watchlist",
    inPath,
  });
  const ofObject = operation(`watch${scope}${namespaced}${kind.kind}`, {
    description: one,
    action: "watch",
    inPath: [...inPath, "name"],
  });
  return [
    ...(namespaced === "" ? [] : [{ path: watched(everywhere), operations: [ofAll] }]),
    { path: watched(collection), operations: [ofCollection] },
    { path: watched(`${collection}/{name}`), operations: [ofObject] },
  ];
}

const methods: Readonly<Record<string, Method>> = {
  create: "post",
  delete: "delete",
  get: "get",
  patch: "patch",
  update: "put",
};

/** exec and the like, and proxies, which take every method and any path behind them. */
export function connectOperations(
  words: ResourceWords,
  sub: SubresourceDefinition,
  path: string,
): Endpoint[] {
  const isProxy = sub.name === "proxy";
  const known = sub.verbs.flatMap((verb) => methods[verb] ?? []);
  const all: readonly Method[] = isProxy ? [...known, "head", "options"] : known;
  const kind = kindOfSub(words.resource, sub);
  const operations = (withPath: boolean): readonly Operation[] =>
    all.map((method) => ({
      method,
      id:
        `connect${words.scope}${capital(method)}${words.namespaced}${words.kind.kind}` +
        `${capital(sub.name)}${withPath ? "WithPath" : ""}`,
      tag: words.tag,
      description: `connect ${method.toUpperCase()} requests to ${sub.name} of ${words.kind.kind}`,
      parameters: parametersOf(words, {
        inPath: [
          ...(words.namespaced === "" ? [] : ["namespace"]),
          "name",
          ...(withPath ? ["path"] : []),
        ],
        query: connectParameters[sub.name] ?? [],
        kind: kind.kind,
      }),
      media: media.connect,
      output: undefined,
      codes: [],
      action: "connect",
      kind,
    }));
  return [
    { path, operations: operations(false) },
    ...(isProxy ? [{ path: `${path}/{path}`, operations: operations(true) }] : []),
  ];
}
