/** The paths of one group version with their operations, in either dialect of OpenAPI. */
import type { JsonObject } from "../../api/json.ts";
import { apiVersionOf } from "../../api/object.ts";
import type { ResourceDefinition, Verb } from "../../api/resources.ts";
import { definitionOfKind } from "../../api/schema/definitions.ts";
import type { ServedVersion } from "../discovery/group-order.ts";
import { actionParameters, pathParameter, queryParameter } from "./parameters.ts";
import { type Dialect, metaPackage, referenceTo } from "./schemas.ts";

type GroupVersionKind = Readonly<Record<"group" | "version" | "kind", string>>;

/** One endpoint: a collection, an object, or a subresource of an object. */
interface Endpoint {
  readonly path: string;
  /** Names of its path parameters. */
  readonly inPath: readonly string[];
  readonly kind: GroupVersionKind;
  /** Its bodies' definition; undefined for streams and other text. */
  readonly definition: string | undefined;
  /** What follows the verb in operation IDs. */
  readonly id: string;
  readonly actions: readonly Action[];
  /** Of a custom resource: it knows no strategic merge. */
  readonly custom?: boolean;
}

interface Action {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  readonly action: string;
}

const patchTypes = [
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
  "application/apply-patch+yaml",
];

/** The `paths` of a group version: each with its parameters and operations. */
export function pathsOf(served: ServedVersion, dialect: Dialect): JsonObject {
  const endpoints = served.resources.flatMap(endpointsOf);
  const ordered = endpoints.sort((a, b) => (a.path < b.path ? -1 : 1));
  const paths: Record<string, JsonObject> = {};
  for (const endpoint of ordered) paths[endpoint.path] = pathItem(endpoint, served, dialect);
  return paths;
}

/** The path under which a group version is served: `/apis/apps/v1`, `/api/v1`. */
export function rootOf(served: { readonly group: string; readonly version: string }): string {
  return `${served.group === "" ? "/api" : "/apis"}/${apiVersionOf(served)}`;
}

function endpointsOf(resource: ResourceDefinition): Endpoint[] {
  const { group, version, kind, namespaced, definition, verbs } = resource;
  const root = rootOf(resource);
  const scope = namespaced ? ["namespace"] : [];
  const collection = `${root}${namespaced ? "/namespaces/{namespace}" : ""}/${resource.resource}`;
  const gvk = { group, version, kind };
  const id = `${operationScope(resource)}${namespaced ? "Namespaced" : ""}${kind}`;
  const endpoints: Endpoint[] = [
    {
      path: collection,
      inPath: scope,
      kind: gvk,
      definition,
      id,
      actions: actionsOf(verbs, { create: "post", deletecollection: "delete", list: "get" }),
    },
    {
      path: `${collection}/{name}`,
      inPath: [...scope, "name"],
      kind: gvk,
      definition,
      id,
      // kubectl learns from a PATCH operation alone whether a kind's writes know fieldValidation: kinds that are only ever
      // created get one here too, although the server refuses it.
      actions: actionsOf(resource.ephemeral ? ["patch"] : verbs, {
        delete: "delete",
        get: "get",
        patch: "patch",
        update: "put",
      }),
    },
  ];
  if (namespaced && verbs.includes("list")) {
    const everywhere = `${operationScope(resource)}${kind}ForAllNamespaces`;
    const actions = actionsOf(["list"], { list: "get" });
    endpoints.push({
      path: `${root}/${resource.resource}`,
      inPath: [],
      kind: gvk,
      definition,
      id: everywhere,
      actions,
    });
  }
  for (const sub of resource.subresources) {
    const subKind = { group: sub.group ?? group, version: sub.version ?? version, kind: sub.kind };
    endpoints.push({
      path: `${collection}/{name}/${sub.name}`,
      inPath: [...scope, "name"],
      kind: subKind,
      definition:
        sub.kind === kind && sub.name !== "log"
          ? definition
          : definitionOfKind(apiVersionOf(subKind), sub.kind),
      id: `${id}${capital(sub.name)}`,
      actions: actionsOf(sub.verbs, {
        create: "post",
        delete: "delete",
        get: "get",
        patch: "patch",
        update: "put",
      }),
    });
  }
  const custom = resource.custom === true;
  return endpoints
    .filter(({ actions }) => actions.length > 0)
    .map((endpoint) => ({ ...endpoint, custom }));
}

function actionsOf(
  verbs: readonly Verb[],
  methods: Partial<Record<Verb, Action["method"]>>,
): readonly Action[] {
  const names: Partial<Record<Verb, string>> = { create: "post", update: "put" };
  return verbs.flatMap((verb) => {
    const method = methods[verb];
    return method === undefined ? [] : [{ method, action: names[verb] ?? verb }];
  });
}

function pathItem(endpoint: Endpoint, served: ServedVersion, dialect: Dialect): JsonObject {
  const operations = endpoint.actions.map(
    ({ method, action }) =>
      [method, operation(endpoint, { method, action, served, dialect })] as const,
  );
  return {
    ...Object.fromEntries(operations),
    parameters: [
      ...endpoint.inPath.map((name) => pathParameter(name, endpoint.kind.kind, dialect)),
      queryParameter("pretty", dialect),
    ],
  };
}

const verbWords: Readonly<Record<string, string>> = {
  get: "read",
  list: "list",
  post: "create",
  put: "replace",
  patch: "patch",
  delete: "delete",
  deletecollection: "deleteCollection",
};

function operation(
  endpoint: Endpoint,
  context: Action & { readonly served: ServedVersion; readonly dialect: Dialect },
): JsonObject {
  const { action, served, dialect } = context;
  const word = verbWords[action] ?? action;
  const parameters = (actionParameters[action] ?? []).map((name) => queryParameter(name, dialect));
  const input = inputOf(endpoint, action);
  const types = patchTypesOf(endpoint);
  const body = input === undefined ? undefined : bodyOf(input, { action, dialect, types });
  const swagger = dialect === "v2";
  return {
    tags: [tagOf(served)],
    description: `${word} ${action === "list" ? "objects of kind" : "the specified"} ${endpoint.kind.kind}`,
    operationId: `${word}${endpoint.id}`,
    ...(swagger
      ? { consumes: action === "patch" ? types : ["*/*"], produces: ["application/json"] }
      : {}),
    parameters: swagger && body !== undefined ? [body, ...parameters] : parameters,
    ...(!swagger && body !== undefined ? { requestBody: body } : {}),
    responses: responsesOf(endpoint, action, dialect),
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": endpoint.kind,
  };
}

function inputOf(endpoint: Endpoint, action: string): string | undefined {
  if (action === "patch") return `${metaPackage}.Patch`;
  if (action === "delete" || action === "deletecollection") return `${metaPackage}.DeleteOptions`;
  return action === "post" || action === "put" ? endpoint.definition : undefined;
}

function patchTypesOf({ custom }: Endpoint): readonly string[] {
  return custom ? patchTypes.filter((type) => !type.includes("strategic")) : patchTypes;
}

function bodyOf(
  definition: string,
  args: { readonly action: string; readonly dialect: Dialect; readonly types: readonly string[] },
): JsonObject {
  const { action, dialect } = args;
  const schema = referenceTo(definition, dialect);
  const required = !action.startsWith("delete");
  if (dialect === "v2")
    return { name: "body", in: "body", ...(required ? { required } : {}), schema };
  const types = action === "patch" ? args.types : ["*/*"];
  const content = Object.fromEntries(types.map((type) => [type, { schema }]));
  return { content, ...(required ? { required } : {}) };
}

function responsesOf(endpoint: Endpoint, action: string, dialect: Dialect): JsonObject {
  const output =
    action === "list" && endpoint.definition !== undefined
      ? `${endpoint.definition}List`
      : action.startsWith("delete")
        ? `${metaPackage}.Status`
        : endpoint.definition;
  const schema = output === undefined ? { type: "string" } : referenceTo(output, dialect);
  const answer = (description: string): JsonObject =>
    dialect === "v2"
      ? { description, schema }
      : {
          description,
          content: { [output === undefined ? "text/plain" : "application/json"]: { schema } },
        };
  const created = action === "post" || action === "put" || action === "patch";
  return {
    "200": answer("OK"),
    ...(created ? { "201": answer("Created") } : {}),
    ...(action === "post" || action === "delete" ? { "202": answer("Accepted") } : {}),
    "401": { description: "Unauthorized" },
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `AppsV1`, `CoreV1`, `RbacAuthorizationV1`. */
function operationScope({ group, version }: { group: string; version: string }): string {
  return `${groupWords(group).map(capital).join("")}${capital(version)}`;
}

/** `apps_v1`, `core_v1`, `rbacAuthorization_v1`. */
function tagOf({ group, version }: ServedVersion): string {
  const [first = "", ...rest] = groupWords(group);
  return `${first}${rest.map(capital).join("")}_${version}`;
}

function groupWords(group: string): readonly string[] {
  return (group === "" ? "core" : group.replace(/\.k8s\.io$/, "")).split(/[.-]/);
}
