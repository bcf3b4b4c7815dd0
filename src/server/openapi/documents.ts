/** Whole OpenAPI documents: v3 for one group version, v2 for everything that is served. */
import type { JsonObject } from "../../api/json.ts";
import { apiVersionOf } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import {
  definitionOfKind,
  definitions,
  type DefinitionTexts,
} from "../../api/schema/definitions.ts";
import { type ServedGroup, type ServedVersion, servedGroups } from "../discovery/group-order.ts";
import { version } from "../discovery/version.ts";
import { pathsOf } from "./paths.ts";
import { type CustomSchema, customSchemas } from "./custom-schemas.ts";
import { type Dialect, metaPackage, schemaObject, withReferences } from "./schemas.ts";

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

/** The document of one group version. Its schemas are all that its paths refer to, and what those refer to in turn. */
export function groupVersionDocument(served: ServedVersion, source: DocumentSource): JsonObject {
  return {
    openapi: "3.0.0",
    info,
    paths: pathsOf(served, "v3"),
    components: {
      schemas: schemasOf([served], "v3", source),
      securitySchemes: { BearerToken: bearerToken },
    },
  };
}

/** The one document of `/openapi/v2`. */
export function swaggerDocument(
  resources: readonly ResourceDefinition[],
  source: DocumentSource,
): JsonObject {
  const versions = servedGroups(resources).flatMap((group: ServedGroup) => group.versions);
  const paths: Record<string, unknown> = {};
  for (const served of versions) Object.assign(paths, pathsOf(served, "v2"));
  return {
    swagger: "2.0",
    info,
    paths: paths as JsonObject,
    definitions: schemasOf(versions, "v2", source),
    securityDefinitions: { BearerToken: bearerToken },
    security: [{ BearerToken: [] }],
  };
}

function schemasOf(
  versions: readonly ServedVersion[],
  dialect: Dialect,
  source: DocumentSource,
): JsonObject {
  const roots = new Set(
    ["DeleteOptions", "Patch", "Status", "WatchEvent"].map((n) => `${metaPackage}.${n}`),
  );
  const custom: Record<string, JsonObject> = {};
  for (const { resources } of versions) {
    for (const resource of resources) {
      if (definitions().has(resource.definition)) addBuiltIn(resource, roots);
      else {
        for (const kind of ["ObjectMeta", "ListMeta"]) roots.add(`${metaPackage}.${kind}`);
        const known = source.customSchema(resource) ?? unknownSchema(resource);
        Object.assign(custom, customSchemas(resource, dialect, known));
      }
    }
  }
  const schemas: Record<string, JsonObject> = {};
  for (const name of withReferences(roots)) {
    const schema = schemaObject(name, dialect, source.texts.get(name));
    if (schema !== undefined) schemas[name] = schema;
  }
  return { ...schemas, ...custom };
}

function addBuiltIn(resource: ResourceDefinition, roots: Set<string>): void {
  roots.add(resource.definition).add(`${resource.definition}List`);
  for (const { group, version: subVersion, kind } of resource.subresources) {
    const apiVersion = apiVersionOf({
      group: group ?? resource.group,
      version: subVersion ?? resource.version,
    });
    const definition = definitionOfKind(apiVersion, kind);
    if (definition !== undefined) roots.add(definition);
  }
}

function unknownSchema({ kind }: ResourceDefinition): CustomSchema {
  const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return { schema, listKind: `${kind}List`, selectableFields: [] };
}
