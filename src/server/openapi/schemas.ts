/**
 * Definitions as OpenAPI schemas, in the two dialects that Kubernetes publishes: v3 (`components.schemas`, references wrapped
 * in allOf) and v2 (`definitions`). The merge facts go out as x-kubernetes extensions: kubectl's own apply computes by them.
 */
import type { JsonObject } from "../../api/json.ts";
import {
  type Definition,
  type DefinitionNode,
  definitions,
  type DefinitionTexts,
} from "../../api/schema/definitions.ts";
import { type MergeFact, mergeFacts } from "../../api/schema/merge-facts.ts";

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

/** The schema of one definition, or undefined when there is none of that name. */
export function schemaObject(
  name: string,
  dialect: Dialect,
  texts: DefinitionTexts | undefined,
): JsonObject | undefined {
  const definition = definitions().get(name);
  if (definition === undefined) return undefined;
  const facts = mergeFacts().get(name);
  const description = texts?.[""] === undefined ? {} : { description: texts[""] };
  if (dialect === "v3" && oneOfs[name] !== undefined) return { ...description, ...oneOfs[name] };
  const { gvk, format, required } = definition;
  return {
    ...description,
    ...typeOf(name, definition),
    ...(format === undefined ? {} : { format }),
    ...(required === undefined ? {} : { required }),
    ...(definition.properties === undefined
      ? {}
      : { properties: properties(definition, { dialect, texts, facts }) }),
    ...(gvk === undefined ? {} : { "x-kubernetes-group-version-kind": [gvk] }),
    ...(facts?.get("*")?.map === undefined ? {} : { "x-kubernetes-map-type": facts.get("*")?.map }),
  };
}

function typeOf(name: string, definition: Definition): JsonObject {
  if (definition.type !== undefined) return { type: definition.type };
  return freeObjects.has(name) ? { type: "object" } : {};
}

function properties(
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
    const outside = {
      ...(text === undefined ? {} : { description: text }),
      ...mergeExtensions(node, facts?.get(key)),
    };
    return [key, nodeObject(node, dialect, outside)] as const;
  });
  return Object.fromEntries(entries);
}

/** A node with what stands around it; a reference may have no siblings in v3, hence its allOf. */
function nodeObject(node: DefinitionNode, dialect: Dialect, around: JsonObject = {}): JsonObject {
  if (node.$ref !== undefined) {
    const reference = referenceTo(node.$ref, dialect);
    if (dialect === "v2") return { ...around, ...reference };
    const isStruct = definitions().get(node.$ref)?.properties !== undefined;
    return { ...around, ...(isStruct ? { default: {} } : {}), allOf: [reference] };
  }
  return {
    ...around,
    ...(node.type === undefined ? {} : { type: node.type }),
    ...(node.format === undefined ? {} : { format: node.format }),
    ...(node.enum === undefined ? {} : { enum: node.enum }),
    ...(node.items === undefined ? {} : { items: nodeObject(node.items, dialect) }),
    ...(node.additionalProperties === undefined
      ? {}
      : { additionalProperties: nodeObject(node.additionalProperties, dialect) }),
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
