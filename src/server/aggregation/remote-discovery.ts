/** What another API server says that it serves, as rows for this server's own discovery documents. */
import { isJsonObject, type JsonObject, type JsonValue } from "../../api/json.ts";
import type { ResourceDefinition, SubresourceDefinition, Verb } from "../../api/resources.ts";

/** Longer answers are no discovery documents. */
export const discoveryBytesMax = 8 * 1024 * 1024;

/** The rows of an APIResourceList; undefined for what is none. Throws SyntaxError for what is no JSON. */
export function rowsOf(
  text: string,
  served: { readonly group: string; readonly version: string },
): readonly ResourceDefinition[] | undefined {
  const document = JSON.parse(text) as JsonValue;
  if (!isJsonObject(document) || document["kind"] !== "APIResourceList") return undefined;
  const all = listOf(document["resources"]).filter(isJsonObject);
  return all
    .filter((one) => !textOf(one, "name").includes("/"))
    .map((one) => rowOf(one, { ...served, all }));
}

/** Stands for a group version of which no resource is known: discovery lists it, as stale and with none. */
export function emptyVersion(served: {
  readonly group: string;
  readonly version: string;
}): ResourceDefinition {
  return {
    ...served,
    resource: "",
    singular: "",
    kind: "",
    namespaced: false,
    shortNames: [],
    categories: [],
    verbs: [],
    subresources: [],
    definition: "",
    stale: true,
  };
}

function rowOf(
  one: JsonObject,
  {
    group,
    version,
    all,
  }: { readonly group: string; readonly version: string; readonly all: readonly JsonObject[] },
): ResourceDefinition {
  const resource = textOf(one, "name");
  const prefix = `${resource}/`;
  return {
    group,
    version,
    resource,
    singular: textOf(one, "singularName"),
    kind: textOf(one, "kind"),
    namespaced: one["namespaced"] === true,
    shortNames: textsOf(one, "shortNames"),
    categories: textsOf(one, "categories"),
    verbs: textsOf(one, "verbs") as readonly Verb[],
    subresources: all
      .filter((other) => textOf(other, "name").startsWith(prefix))
      .map((other) => subresourceOf(other, prefix)),
    definition: "",
  };
}

function subresourceOf(one: JsonObject, prefix: string): SubresourceDefinition {
  const [group, version] = [textOf(one, "group"), textOf(one, "version")];
  return {
    name: textOf(one, "name").slice(prefix.length),
    kind: textOf(one, "kind"),
    ...(version === "" ? {} : { group, version }),
    verbs: textsOf(one, "verbs") as readonly Verb[],
  };
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? value : [];
const textOf = (one: JsonObject, key: string): string =>
  typeof one[key] === "string" ? one[key] : "";
const textsOf = (one: JsonObject, key: string): readonly string[] =>
  listOf(one[key]).filter((text) => typeof text === "string");

/** The path of each group version's document in an OpenAPI v3 root, with what leads to it. */
export function openApiPathsOf(text: string): JsonObject {
  const document = JSON.parse(text) as JsonValue;
  const paths = isJsonObject(document) ? document["paths"] : undefined;
  return isJsonObject(paths) ? paths : {};
}
