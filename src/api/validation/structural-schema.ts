/** The first rules of structural schemas. Source: apiextensions-apiserver pkg/apiserver/schema/validation.go. */
import { forbiddenField, invalidValue, required, type FieldErrors } from "./field-errors.ts";

/** A node of a custom resource's schema, as far as its structure is concerned. */
interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode | readonly SchemaNode[];
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
}

/** Every node says its type, the root is an object, and maps have no fixed properties. */
export function validateStructural(errors: FieldErrors, path: string, schema: unknown): void {
  const root = schema as SchemaNode;
  if (root.type !== "object") {
    if (!root.type) errors.push(required(`${path}.type`, "must not be empty at the root"));
    else errors.push(invalidValue(`${path}.type`, root.type, "must be object at the root"));
  }
  visitChildren(errors, path, root);
}

function visit(errors: FieldErrors, path: string, node: SchemaNode): void {
  const untyped =
    node["x-kubernetes-int-or-string"] || node["x-kubernetes-preserve-unknown-fields"];
  if (!node.type && !untyped) {
    errors.push(required(`${path}.type`, "must not be empty for specified object fields"));
  }
  if (node["x-kubernetes-embedded-resource"] && node.type !== "object") {
    const message = "must be object if x-kubernetes-embedded-resource is true";
    errors.push(invalidValue(`${path}.type`, node.type ?? "", message));
  }
  visitChildren(errors, path, node);
}

function visitChildren(errors: FieldErrors, path: string, node: SchemaNode): void {
  const { properties, additionalProperties, items } = node;
  const hasProperties = properties && Object.keys(properties).length > 0;
  if (hasProperties && additionalProperties) {
    const message = "additionalProperties and properties are mutual exclusive";
    errors.push(forbiddenField(`${path}.additionalProperties`, message));
  }
  for (const [name, child] of Object.entries(properties ?? {})) {
    visit(errors, `${path}.properties[${name}]`, child);
  }
  if (typeof additionalProperties === "object") {
    visit(errors, `${path}.additionalProperties`, additionalProperties);
  }
  if (isList(items)) {
    const message = "items must be a schema object and not an array";
    errors.push(forbiddenField(`${path}.items`, message));
  } else if (items) visit(errors, `${path}.items`, items);
  else if (node.type === "array") {
    errors.push(required(`${path}.items`, "must be specified"));
  }
}

function isList(items: SchemaNode["items"]): items is readonly SchemaNode[] {
  return Array.isArray(items);
}
