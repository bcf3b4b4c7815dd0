/** The built-in definitions as TypeSchema: the extracted structure joined with the merge facts, made as it is asked for. */
import type { JsonValue } from "../json.ts";
import { definitions, type Definition, type DefinitionNode } from "./definitions.ts";
import { mergeFacts, type MergeFact } from "./merge-facts.ts";
import type {
  AnySchema,
  FieldSchema,
  ScalarSchema,
  ScalarType,
  StructSchema,
  TypeSchema,
} from "./type-schema.ts";

const apiMachinery = "io.k8s.apimachinery.pkg";

/** Definitions whose JSON is not what their structure says: Go types that marshal themselves. */
const special: ReadonlyMap<string, TypeSchema> = new Map<string, TypeSchema>([
  [`${apiMachinery}.api.resource.Quantity`, { kind: "scalar", type: "quantity" }],
  [`${apiMachinery}.util.intstr.IntOrString`, { kind: "scalar", type: "int-or-string" }],
  [`${apiMachinery}.apis.meta.v1.Time`, { kind: "scalar", type: "time" }],
  [`${apiMachinery}.apis.meta.v1.MicroTime`, { kind: "scalar", type: "micro-time" }],
  [`${apiMachinery}.runtime.RawExtension`, { kind: "any", embedded: true }],
]);

const anything: AnySchema = { kind: "any" };
const noFacts: ReadonlyMap<string, MergeFact> = new Map();
const memo = new Map<string, TypeSchema>();

/**
 * The schema of a built-in definition (`io.k8s.api.apps.v1.Deployment`), or undefined when there is none. The same object at
 * every call; its structs make their fields at the first use, so that a definition may hold itself (JSONSchemaProps).
 */
export function schemaOf(definition: string): TypeSchema | undefined {
  const known = memo.get(definition) ?? special.get(definition);
  if (known !== undefined) return known;
  const found = definitions().get(definition);
  if (found === undefined) return undefined;
  const schema = found.properties ? new DefinedStruct(definition, found) : anything;
  memo.set(definition, schema);
  return schema;
}

class DefinedStruct implements StructSchema {
  readonly kind = "struct";
  readonly name: string;
  readonly atomic: boolean;
  readonly preserveUnknown = false;
  readonly #definition: Definition;
  #fields: ReadonlyMap<string, FieldSchema> | undefined;

  constructor(name: string, definition: Definition) {
    this.name = name;
    this.#definition = definition;
    this.atomic = mergeFacts().get(name)?.get("*")?.map === "atomic";
  }

  get fields(): ReadonlyMap<string, FieldSchema> {
    this.#fields ??= fieldsOf(this.name, this.#definition);
    return this.#fields;
  }
}

/** Names of struct fields that Go's types hold by value, and not by a pointer that may be nil (Kubernetes' OpenAPI document: `default: {}`). */
const heldByValue: ReadonlySet<string> = new Set(
  (
    "acceptedNames backend clientConfig conditions current daemonEndpoints deprecatedSource describedObject devices " +
    "jobTemplate kubeletEndpoint lastState limitResponse loadBalancer metadata metric names nodeInfo podAffinityTerm " +
    "pool preferredVersion priorityLevelConfiguration resources scaleTargetRef source spec state status strategy target " +
    "template updateStrategy user userInfo"
  ).split(" "),
);
/** The fields of these names that are pointers all the same. */
const pointers: ReadonlySet<string> = new Set([
  "io.k8s.api.core.v1.ContainerStatus.resources",
  "io.k8s.api.core.v1.ContainerStatus.user",
  "io.k8s.api.core.v1.PodSpec.resources",
  "io.k8s.api.core.v1.PodStatus.resources",
  "io.k8s.api.core.v1.ReplicationControllerSpec.template",
  "io.k8s.api.flowcontrol.v1.Subject.user",
  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion.clientConfig",
]);

/** What is required is written even if it is nil. */
function isAlwaysPresent(field: string, schema: TypeSchema, required: boolean): boolean {
  if (schema.kind === "scalar") return false;
  if (required) return true;
  const key = field.slice(field.lastIndexOf(".") + 1);
  return schema.kind === "struct" && heldByValue.has(key) && !pointers.has(field);
}

function fieldsOf(name: string, definition: Definition): ReadonlyMap<string, FieldSchema> {
  const facts = mergeFacts().get(name) ?? noFacts;
  const required = new Set(definition.required);
  const fields = new Map<string, FieldSchema>();
  for (const [key, node] of Object.entries(definition.properties ?? {})) {
    const fact = facts.get(key);
    const schema = toSchema(node, fact);
    const isMap = schema.kind === "map" || schema.kind === "struct";
    fields.set(key, {
      schema,
      required: required.has(key),
      ...(isAlwaysPresent(`${name}.${key}`, schema, required.has(key))
        ? { alwaysPresent: true as const }
        : {}),
      ...(isMap && fact?.map ? { atomic: fact.map === "atomic" } : {}),
      ...(isMap && fact?.retainKeys ? { patchStrategy: "retainKeys" as const } : {}),
      ...(isMap && fact?.replace ? { patchStrategy: "replace" as const } : {}),
    });
  }
  return fields;
}

/** Defaults of key fields that are not required; all that are have the zero of their type (Kubernetes' OpenAPI document). */
const optionalKeys: ReadonlyMap<string, string> = new Map([
  ["io.k8s.api.core.v1.ContainerPort.protocol", "TCP"],
  ["io.k8s.api.core.v1.ServicePort.protocol", "TCP"],
  ["io.k8s.api.core.v1.LocalObjectReference.name", ""],
]);

function keyDefaults(item: string | undefined, keys: readonly string[]): Record<string, JsonValue> {
  const found: Record<string, JsonValue> = {};
  const definition = definitions().get(item ?? "");
  for (const key of keys) {
    const value = optionalKeys.get(`${item}.${key}`);
    if (value !== undefined) found[key] = value;
    else if (definition?.required?.includes(key)) {
      found[key] = definition.properties?.[key]?.type === "integer" ? 0 : "";
    }
  }
  return found;
}

function toSchema(node: DefinitionNode, fact?: MergeFact): TypeSchema {
  if (node.$ref !== undefined) return schemaOf(node.$ref) ?? anything;
  if (node.items !== undefined) {
    return {
      kind: "list",
      items: toSchema(node.items),
      listType: fact?.list ?? "atomic",
      mapKeys: fact?.mapKeys ?? [],
      ...(fact?.mapKeys.length ? { keyDefaults: keyDefaults(node.items.$ref, fact.mapKeys) } : {}),
      patchStrategy: fact?.merge ? "merge" : "replace",
      ...(fact?.mergeKey === undefined ? {} : { patchMergeKey: fact.mergeKey }),
      retainKeys: fact?.retainKeys ?? false,
    };
  }
  if (node.additionalProperties !== undefined) {
    const values = toSchema(node.additionalProperties);
    return { kind: "map", values, atomic: fact?.map === "atomic" };
  }
  return scalar(node);
}

function scalar(node: DefinitionNode): ScalarSchema | AnySchema {
  if (node.type === undefined || node.type === "object" || node.type === "array") return anything;
  const type: ScalarType = node.format === "byte" ? "bytes" : node.type;
  return {
    kind: "scalar",
    type,
    ...(node.format !== undefined && type !== "bytes" ? { format: node.format } : {}),
    ...(node.enum ? { enum: node.enum } : {}),
  };
}
