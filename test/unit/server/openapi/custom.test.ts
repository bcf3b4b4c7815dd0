/**
 * Custom kinds in OpenAPI v3, by what apiextensions-apiserver's own builder of 1.36 makes of the same definition: operations of a namespaced
 * kind with a status and a scale.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/api/json.ts";
import type { ResourceDefinition } from "../../../../src/api/resources.ts";
import type { JsonSchema } from "../../../../src/api/structural-schema/schema.ts";
import { customSchemas } from "../../../../src/server/openapi/custom-schemas.ts";
import { OpenApi } from "../../../../src/server/openapi/open-api.ts";

/** Method, path, ID, action, kind, codes, what is answered, what is read, parameters. */
const operations = `
get /namespaces/{namespace}/widgets listExampleComV1NamespacedWidget list Widget 200 WidgetList - allowWatchBookmarks,continue,fieldSelector,labelSelector,limit,namespace,pretty,resourceVersion,resourceVersionMatch,sendInitialEvents,shardSelector,timeoutSeconds,watch
post /namespaces/{namespace}/widgets createExampleComV1NamespacedWidget post Widget 200+201+202 Widget json+yaml dryRun,fieldManager,fieldValidation,namespace,pretty
delete /namespaces/{namespace}/widgets deleteExampleComV1CollectionNamespacedWidget deletecollection Widget 200 Status - allowWatchBookmarks,continue,fieldSelector,labelSelector,limit,namespace,pretty,resourceVersion,resourceVersionMatch,sendInitialEvents,shardSelector,timeoutSeconds,watch
get /namespaces/{namespace}/widgets/{name} readExampleComV1NamespacedWidget get Widget 200 Widget - name,namespace,pretty,resourceVersion
put /namespaces/{namespace}/widgets/{name} replaceExampleComV1NamespacedWidget put Widget 200+201 Widget json+yaml dryRun,fieldManager,fieldValidation,name,namespace,pretty
delete /namespaces/{namespace}/widgets/{name} deleteExampleComV1NamespacedWidget delete Widget 200+202 Status json+yaml dryRun,gracePeriodSeconds,ignoreStoreReadErrorWithClusterBreakingPotential,name,namespace,orphanDependents,pretty,propagationPolicy
patch /namespaces/{namespace}/widgets/{name} patchExampleComV1NamespacedWidget patch Widget 200 Widget apply-patch+yaml+json-patch+json+merge-patch+json dryRun,fieldManager,fieldValidation,force,name,namespace,pretty
get /namespaces/{namespace}/widgets/{name}/scale readExampleComV1NamespacedWidgetScale get Widget 200 Scale - name,namespace,pretty,resourceVersion
put /namespaces/{namespace}/widgets/{name}/scale replaceExampleComV1NamespacedWidgetScale put Widget 200+201 Scale json+yaml dryRun,fieldManager,fieldValidation,name,namespace,pretty
patch /namespaces/{namespace}/widgets/{name}/scale patchExampleComV1NamespacedWidgetScale patch Widget 200 Scale apply-patch+yaml+json-patch+json+merge-patch+json dryRun,fieldManager,fieldValidation,force,name,namespace,pretty
get /namespaces/{namespace}/widgets/{name}/status readExampleComV1NamespacedWidgetStatus get Widget 200 Widget - name,namespace,pretty,resourceVersion
put /namespaces/{namespace}/widgets/{name}/status replaceExampleComV1NamespacedWidgetStatus put Widget 200+201 Widget json+yaml dryRun,fieldManager,fieldValidation,name,namespace,pretty
patch /namespaces/{namespace}/widgets/{name}/status patchExampleComV1NamespacedWidgetStatus patch Widget 200 Widget apply-patch+yaml+json-patch+json+merge-patch+json dryRun,fieldManager,fieldValidation,force,name,namespace,pretty
get /widgets listExampleComV1WidgetForAllNamespaces list Widget 200 WidgetList - allowWatchBookmarks,continue,fieldSelector,labelSelector,limit,pretty,resourceVersion,resourceVersionMatch,sendInitialEvents,shardSelector,timeoutSeconds,watch
`;

const modify = ["get", "patch", "update"] as const;
const widgets: ResourceDefinition = {
  custom: true,
  isStorageVersion: true,
  group: "example.com",
  version: "v1",
  resource: "widgets",
  singular: "widget",
  kind: "Widget",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"],
  subresources: [
    { name: "status", kind: "Widget", verbs: modify },
    { name: "scale", kind: "Scale", group: "autoscaling", version: "v1", verbs: modify },
  ],
  definition: "com.example.v1.Widget",
};

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: Readonly<
    Record<string, { readonly content?: Record<string, { schema: { $ref: string } }> }>
  >;
  readonly "x-kubernetes-action": string;
  readonly "x-kubernetes-group-version-kind": { readonly kind: string };
}

let document: JsonObject;
beforeAll(async () => {
  const resources = [widgets];
  const open = new OpenApi(
    () => resources,
    () => ({ schema: { type: "object" }, listKind: "WidgetList", selectableFields: [] }),
  );
  const { body } = (await open.groupVersion("apis/example.com/v1"))!;
  document = JSON.parse(new TextDecoder().decode(body)) as JsonObject;
});

const short = (types: object | undefined): string =>
  Object.keys(types ?? {})
    .map((type) => type.replace("application/", ""))
    .sort()
    .join("+") || "-";

test("the operations are those that Kubernetes shows", () => {
  const paths = document["paths"] as unknown as Record<string, Record<string, Operation>>;
  const lines = Object.entries(paths).flatMap(([path, item]) =>
    ["get", "put", "post", "delete", "patch"].flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const shared = (item["parameters"] ?? []) as unknown as readonly { name: string }[];
      const names = [...shared, ...(operation.parameters ?? [])].map(({ name }) => name).sort();
      const codes = Object.keys(operation.responses).filter((code) => code !== "401");
      const answered = operation.responses["200"]?.content?.["application/json"]?.schema.$ref;
      return [
        [
          method,
          path.replace("/apis/example.com/v1", ""),
          operation.operationId,
          operation["x-kubernetes-action"],
          operation["x-kubernetes-group-version-kind"].kind,
          codes.join("+"),
          answered?.split(".").at(-1),
          short(operation.requestBody?.content),
          names.join(","),
        ].join(" "),
      ];
    }),
  );
  expect(lines).toEqual(operations.trim().split("\n"));
});

test("the document says whose it is, and has no way to sign in", () => {
  expect(document["info"]).toEqual({ title: "Kubernetes CRD Swagger", version: "v0.1.0" });
  expect(Object.keys(document["components"] as JsonObject)).toEqual(["schemas"]);
});

describe("a schema", () => {
  const shown = (field: JsonSchema, dialect: "v2" | "v3") => {
    const schema = { type: "object", properties: { field } };
    const custom = { schema, listKind: "WidgetList", selectableFields: [] };
    const { properties } = customSchemas(widgets, dialect, custom)[widgets.definition] as {
      properties: Record<string, JsonObject>;
    };
    return properties["field"];
  };
  const intOrString = [{ type: "integer" }, { type: "string" }];
  const either = { "x-kubernetes-int-or-string": true };

  test.each<[string, JsonSchema, JsonObject]>([
    ["an int-or-string that nothing is said of", either, { ...either, anyOf: intOrString }],
    [
      "one that is spelled out",
      { ...either, anyOf: intOrString },
      { ...either, anyOf: intOrString },
    ],
    [
      "one that is spelled out below allOf",
      { ...either, allOf: [{ anyOf: intOrString }, { minLength: 1 }] },
      { ...either, allOf: [{ anyOf: intOrString }, { minLength: 1 }] },
    ],
    [
      "one with other alternatives",
      { ...either, anyOf: [{ minLength: 1 }] },
      { ...either, anyOf: [{ minLength: 1 }], allOf: [{ anyOf: intOrString }] },
    ],
    ["a default", { type: "integer", default: 3 }, { type: "integer", default: 3 }],
  ])("shows %s in v3", (_, field, expected) => {
    expect(shown(field, "v3")).toEqual(expected);
  });

  test.each<[string, JsonSchema, JsonObject]>([
    ["no alternatives", either, either],
    ["no default", { type: "integer", default: 3 }, { type: "integer" }],
    ["no type of what may be null", { type: "string", nullable: true }, {}],
  ])("shows %s in v2", (_, field, expected) => {
    expect(shown(field, "v2")).toEqual(expected);
  });
});
