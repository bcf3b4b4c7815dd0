/** Whole OpenAPI documents: v3 for one group version, v2 for everything that is served. */
import { isJsonObject, type JsonObject, type JsonValue } from "../../api/json.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { definitions, type DefinitionTexts } from "../../api/schema/definitions.ts";
import { type ServedGroup, type ServedVersion, servedGroups } from "../discovery/group-order.ts";
import { version } from "../discovery/version.ts";
import { type CustomSchema, customSchemas } from "./custom-schemas.ts";
import { endpointsOf } from "./endpoints.ts";
import type { Endpoint } from "./operation.ts";
import { pathsOf } from "./paths.ts";
import { everyGroupVersion } from "./schema-facts.ts";
import { type SchemaContext, schemaObject, withReferences } from "./schemas.ts";
import { serverEndpoints } from "./server-paths.ts";
import { shareParameters } from "./shared-parameters.ts";

/** What the documents are made from. */
export interface DocumentSource {
  readonly texts: ReadonlyMap<string, DefinitionTexts>;
  /** What is known of a kind that no built-in definition describes; undefined when nothing is. */
  readonly customSchema: (definition: ResourceDefinition) => CustomSchema | undefined;
}

const info = { title: "Kubernetes", version: version.gitVersion };
const bearerToken = {
  type: "apiKey",
  description: "Bearer Token authentication",
  name: "authorization",
  in: "header",
};

const customInfo = { title: "Kubernetes CRD Swagger", version: "v0.1.0" };

/** The document of one group version. Its schemas are all that its paths refer to, and what those refer to in turn. */
export function groupVersionDocument(served: ServedVersion, source: DocumentSource): JsonObject {
  const isCustom = served.resources.every(({ custom }) => custom);
  const own = `${served.group}/${served.version}`;
  return documentOf(endpointsOf(served), {
    versions: [served],
    source,
    isCustom,
    groupVersions: isCustom ? customGroupVersions : [...new Set(["/v1", own])],
  });
}

/** The document of a path beside the resources: `/version/`. */
export function pathDocument(endpoint: Endpoint, source: DocumentSource): JsonObject {
  const args = { versions: [], source, isCustom: false, groupVersions: [] };
  return documentOf([endpoint], args);
}

/** The builder of custom kinds' documents knows what client-go does: every version but those of servers and their callers. */
const serversOwn = /^(?:admission|apiextensions|apiregistration|imagepolicy)\.k8s\.io\//;
const customGroupVersions = everyGroupVersion.filter((each) => !serversOwn.test(each));

interface DocumentArgs {
  readonly versions: readonly ServedVersion[];
  readonly source: DocumentSource;
  readonly isCustom: boolean;
  readonly groupVersions: readonly string[];
}

function documentOf(endpoints: readonly Endpoint[], args: DocumentArgs): JsonObject {
  const paths = pathsOf(endpoints, "v3");
  const context = { dialect: "v3" as const, groupVersions: args.groupVersions };
  const schemas = schemasOf(paths, context, args);
  return {
    openapi: "3.0.0",
    info: args.isCustom ? customInfo : info,
    paths,
    components: {
      ...(Object.keys(schemas).length > 0 ? { schemas } : {}),
      ...(args.isCustom ? {} : { securitySchemes: { BearerToken: bearerToken } }),
    },
  };
}

/** The one document of `/openapi/v2`. */
export function swaggerDocument(
  resources: readonly ResourceDefinition[],
  source: DocumentSource,
): JsonObject {
  const groups = servedGroups(resources);
  const versions = groups.flatMap((group: ServedGroup) => group.versions);
  const endpoints = [...serverEndpoints(groups).values(), ...versions.flatMap(endpointsOf)];
  const sorted = endpoints.sort((a, b) => (a.path < b.path ? -1 : 1));
  const { paths, parameters } = shareParameters(pathsOf(sorted, "v2"));
  const context = { dialect: "v2" as const, groupVersions: everyGroupVersion };
  return {
    swagger: "2.0",
    info,
    paths,
    definitions: schemasOf({ paths, parameters }, context, { versions, source }),
    parameters,
    securityDefinitions: { BearerToken: bearerToken },
    security: [{ BearerToken: [] }],
  };
}

/** What `referring` refers to, and what that refers to in turn. */
function schemasOf(
  referring: JsonObject,
  context: SchemaContext,
  { versions, source }: Pick<DocumentArgs, "versions" | "source">,
): JsonObject {
  const custom: Record<string, JsonObject> = {};
  for (const { resources } of versions) {
    for (const resource of resources) {
      if (definitions().has(resource.definition)) continue;
      const known = source.customSchema(resource) ?? unknownSchema(resource);
      Object.assign(custom, customSchemas(resource, context.dialect, known));
    }
  }
  const schemas: Record<string, JsonObject> = {};
  for (const name of withReferences(referencesIn([referring, custom]))) {
    const schema = schemaObject(name, context, source.texts.get(name));
    if (schema !== undefined) schemas[name] = schema;
  }
  return { ...schemas, ...custom };
}

/** The names that stand in a document as references. */
function referencesIn(value: JsonValue, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value as JsonValue[]) referencesIn(item, found);
  else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (key === "$ref" && typeof member === "string") {
        found.add(member.slice(member.lastIndexOf("/") + 1));
      } else if (member !== undefined) referencesIn(member, found);
    }
  }
  return found;
}

function unknownSchema({ kind }: ResourceDefinition): CustomSchema {
  const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return { schema, listKind: `${kind}List`, selectableFields: [] };
}
