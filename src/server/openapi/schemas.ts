/**
 * Definitions as OpenAPI schemas, in the two dialects that Kubernetes publishes: v3 (`components.schemas`, references wrapped
 * in allOf) and v2 (`definitions`). The merge facts go out as x-kubernetes extensions: kubectl's own apply computes by them.
 */
import type { JsonObject, JsonValue } from "../../api/json.ts";
import {
  type Definition,
  type DefinitionNode,
  definitions,
  type DefinitionTexts,
} from "../../api/schema/definitions.ts";
import { type MergeFact, mergeFacts } from "../../api/schema/merge-facts.ts";
import { structFactsOf } from "../../api/typed-form/struct-facts.ts";
import { defaultException, requiredInOrder, unionsOf } from "./schema-facts.ts";

export type Dialect = "v3" | "v2";

export const metaPackage = "io.k8s.apimachinery.pkg.apis.meta.v1";

/** How v3 shows the types that marshal themselves to more than one JSON type; v2 has a plain string for each. */
const oneOfs: Readonly<Record<string, JsonObject>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": {
    oneOf: [{ type: "string" }, { type: "number" }],
  },
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {
    format: "int-or-string",
    oneOf: [{ type: "integer" }, { type: "string" }],
  },
};

/** Free-form objects that the definitions give no type. */
const freeObjects: ReadonlySet<string> = new Set([
  `${metaPackage}.FieldsV1`,
  `${metaPackage}.Patch`,
  "io.k8s.apimachinery.pkg.runtime.RawExtension",
]);

export function referenceTo(name: string, dialect: Dialect): JsonObject {
  return { $ref: `${dialect === "v3" ? "#/components/schemas/" : "#/definitions/"}${name}` };
}

/** `names` and every definition that they refer to, however indirectly; sorted. Unknown names are left out. */
export function withReferences(names: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const definition = definitions().get(name);
    if (definition === undefined || found.has(name)) continue;
    found.add(name);
    for (let node of Object.values(definition.properties ?? {})) {
      for (let inner = inside(node); inner !== undefined; inner = inside(node)) node = inner;
      if (node.$ref !== undefined) pending.push(node.$ref);
    }
  }
  return [...found].sort();
}

function inside(node: DefinitionNode): DefinitionNode | undefined {
  return node.items ?? node.additionalProperties;
}

/** What a document knows beside the definitions. */
export interface SchemaContext {
  readonly dialect: Dialect;
  /** `/v1`, `apps/v1`: those that options and watch events are said to be of. */
  readonly groupVersions: readonly string[];
}

/** Kinds that every group version has. */
const everybodys: ReadonlySet<string> = new Set(
  ["DeleteOptions", "WatchEvent"].map((kind) => `${metaPackage}.${kind}`),
);

/** Kinds of the core group alone, although every group answers with them. */
const coreKinds: ReadonlySet<string> = new Set(
  ["APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status"].map(
    (kind) => `${metaPackage}.${kind}`,
  ),
);

/** The schema of one definition, or undefined when there is none of that name. */
export function schemaObject(
  name: string,
  context: SchemaContext,
  texts: DefinitionTexts | undefined,
): JsonObject | undefined {
  const { dialect } = context;
  const definition = definitions().get(name);
  if (definition === undefined) return undefined;
  const facts = mergeFacts().get(name);
  const description = texts?.[""] === undefined ? {} : { description: texts[""] };
  if (dialect === "v3" && oneOfs[name] !== undefined) return { ...description, ...oneOfs[name] };
  const { format } = definition;
  const required = requiredInOrder(name, definition.required);
  const kinds = kindsOf(name, definition, context);
  const unions = unionsOf(name);
  return {
    ...description,
    ...typeOf(name, definition),
    ...(format === undefined ? {} : { format }),
    ...(required === undefined ? {} : { required }),
    ...(Object.keys(definition.properties ?? {}).length === 0
      ? {}
      : { properties: properties(name, definition, { dialect, texts, facts }) }),
    ...(kinds.length > 0 ? { "x-kubernetes-group-version-kind": kinds } : {}),
    ...(facts?.get("*")?.map === undefined ? {} : { "x-kubernetes-map-type": facts.get("*")?.map }),
    ...(unions === undefined ? {} : { "x-kubernetes-unions": unions }),
  };
}

function kindsOf(
  name: string,
  { gvk }: Definition,
  { groupVersions }: SchemaContext,
): readonly JsonObject[] {
  const kind = name.slice(metaPackage.length + 1);
  if (coreKinds.has(name)) return [{ group: "", version: "v1", kind }];
  if (!everybodys.has(name)) return gvk === undefined ? [] : [gvk];
  return groupVersions.map((groupVersion) => {
    const [group = "", version = ""] = groupVersion.split("/");
    return { group, version, kind };
  });
}

function typeOf(name: string, definition: Definition): JsonObject {
  if (definition.type !== undefined) return { type: definition.type };
  return freeObjects.has(name) ? { type: "object" } : {};
}

function properties(
  name: string,
  definition: Definition,
  context: {
    readonly dialect: Dialect;
    readonly texts: DefinitionTexts | undefined;
    readonly facts: ReadonlyMap<string, MergeFact> | undefined;
  },
): JsonObject {
  const { dialect, texts, facts } = context;
  const entries = Object.entries(definition.properties ?? {}).map(([key, node]) => {
    const text = texts?.[key];
    const isItems = key === "items" && name.endsWith("List");
    const outside = {
      ...(text === undefined ? {} : { description: text }),
      ...(isItems || listsWithoutType.has(`${name}.${key}`)
        ? {}
        : mergeExtensions(node, facts?.get(key))),
      ...(bytesWithType.has(`${name}.${key}`) ? { "x-kubernetes-list-type": "atomic" } : {}),
    };
    const value = dialect === "v3" ? defaultOf(name, definition, { key, node }) : undefined;
    return [key, nodeObject(node, dialect, { outside, default: value })] as const;
  });
  return Object.fromEntries(entries);
}

const listsWithoutType: ReadonlySet<string> = new Set([`${metaPackage}.APIResource.verbs`]);
/** Bytes that are marked as what they are in Go: a list. */
const bytesWithType: ReadonlySet<string> = new Set([
  "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec.caBundle",
]);

/** What openapi-gen says that a field defaults to; undefined for nothing. */
function defaultOf(
  name: string,
  { required }: Definition,
  { key, node }: { readonly key: string; readonly node: DefinitionNode },
): JsonValue | undefined {
  const exception = defaultException(name, key);
  if (exception === "none") return undefined;
  const zero = zeroOf(node);
  if (typeof exception === "object") return zero === 0 ? Number(exception.text) : exception.text;
  const isStruct = node.$ref !== undefined;
  const always =
    exception === "zero" ||
    required?.includes(key) === true ||
    (isStruct && (key === "metadata" || structFactsOf(name).structs.includes(key)));
  return always ? zero : undefined;
}

/** Go's zero value of a type that is no pointer; undefined for lists, maps and what marshals itself. */
function zeroOf(node: DefinitionNode): JsonValue | undefined {
  if (node.$ref !== undefined) {
    return definitions().get(node.$ref)?.properties === undefined ? undefined : {};
  }
  switch (node.type) {
    case "string":
      return node.format === "byte" ? undefined : "";
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    default:
      return undefined;
  }
}

interface Around {
  readonly outside?: JsonObject;
  readonly default?: JsonValue | undefined;
}

/** A node with what stands around it; in v3 a reference may have no siblings, hence its allOf. */
function nodeObject(node: DefinitionNode, dialect: Dialect, around: Around = {}): JsonObject {
  const { outside = {}, default: value } = around;
  const siblings = { ...outside, ...(value === undefined ? {} : { default: value }) };
  if (node.$ref !== undefined) {
    const reference = referenceTo(node.$ref, dialect);
    if (dialect === "v2") return { ...siblings, ...reference };
    return Object.keys(siblings).length === 0 ? reference : { ...siblings, allOf: [reference] };
  }
  const inner = (each: DefinitionNode): JsonObject =>
    nodeObject(each, dialect, { default: dialect === "v3" ? zeroOf(each) : undefined });
  return {
    ...siblings,
    ...(node.type === undefined ? {} : { type: node.type }),
    ...(node.format === undefined ? {} : { format: node.format }),
    ...(node.enum === undefined ? {} : { enum: node.enum }),
    ...(node.items === undefined ? {} : { items: inner(node.items) }),
    ...(node.additionalProperties === undefined
      ? {}
      : { additionalProperties: inner(node.additionalProperties) }),
  };
}

function mergeExtensions(node: DefinitionNode, fact: MergeFact | undefined): JsonObject {
  const strategy = [
    fact?.merge ? "merge" : "",
    fact?.retainKeys ? "retainKeys" : "",
    fact?.replace ? "replace" : "",
  ].filter((word) => word !== "");
  return {
    ...(node.items === undefined ? {} : { "x-kubernetes-list-type": fact?.list ?? "atomic" }),
    ...(fact?.list === "map" ? { "x-kubernetes-list-map-keys": fact.mapKeys } : {}),
    ...(fact?.map === undefined ? {} : { "x-kubernetes-map-type": fact.map }),
    ...(fact?.mergeKey === undefined ? {} : { "x-kubernetes-patch-merge-key": fact.mergeKey }),
    ...(strategy.length > 0 ? { "x-kubernetes-patch-strategy": strategy.join(",") } : {}),
  };
}
