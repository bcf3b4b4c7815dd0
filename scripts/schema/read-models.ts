/**
 * Reads the Kubernetes OpenAPI definitions back out of the `kubernetes-models` package: property names, types,
 * descriptions and required marks from its declaration files, integer-ness and formats from its validators.
 */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "rolldown/parseAst";

/** One node of the OpenAPI subset that Kubernetes' own definitions use. */
export interface SchemaNode {
  $ref?: string;
  type?: "string" | "integer" | "number" | "boolean" | "object" | "array";
  format?: string;
  description?: string;
  enum?: string[];
  items?: SchemaNode;
  additionalProperties?: SchemaNode;
}

export interface Definition {
  description?: string;
  type?: SchemaNode["type"];
  format?: string;
  required?: string[];
  properties?: Record<string, SchemaNode>;
  /** Set on the top-level kinds: the group, version and kind they are. */
  gvk?: { group: string; version: string; kind: string };
}

// The parser's nodes are read structurally; only the few shapes that the generated files contain are expected.
type Ast = { type: string; start: number; end: number; [key: string]: unknown };

const modelRoots = [
  { root: "node_modules/@kubernetes-models/apimachinery", base: "io.k8s.apimachinery.pkg" },
  { root: "node_modules/kubernetes-models", base: "io.k8s.api" },
];

const int64: SchemaNode = { type: "integer", format: "int64" };
const double: SchemaNode = { type: "number", format: "double" };

/** Fields whose type the package writes out in place where Kubernetes refers to a definition, or calls a plain number. */
const corrected: Record<string, Record<string, SchemaNode>> = {
  "io.k8s.api.apps.v1.StatefulSetSpec": {
    volumeClaimTemplates: {
      type: "array",
      items: { $ref: "io.k8s.api.core.v1.PersistentVolumeClaim" },
    },
  },
  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps": {
    maxItems: int64,
    maxLength: int64,
    maxProperties: int64,
    maximum: double,
    minItems: int64,
    minLength: int64,
    minProperties: int64,
    minimum: double,
    multipleOf: double,
  },
};

const conventions =
  "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md";
/** What every kind says of these two; the package leaves it out where it narrows them to one value. */
const typeTexts: Record<string, string> = {
  apiVersion: `APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: ${conventions}#resources`,
  kind: `Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: ${conventions}#types-kinds`,
};

/** Go structs without any field: objects, not free-form values. */
const emptyObjects = new Set([
  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus",
]);

/** Reads every definition of the stable API versions, keyed by its OpenAPI name (`io.k8s.api.apps.v1.Deployment`). */
export function readDefinitions(projectDir: string): Map<string, Definition> {
  const files = modelRoots.flatMap(({ root, base }) =>
    declarationFiles(join(projectDir, root)).map((path) => ({
      path,
      name: definitionName(path.slice(join(projectDir, root).length + 1), base),
      schemas: join(projectDir, root, "_schemas"),
    })),
  );
  const stable = files.filter((f): f is typeof f & { name: string } => f.name !== undefined);
  const aliases = new Map<string, string>();
  for (const file of stable) aliases.set(pascalName(file.name), file.name);
  const definitions = new Map<string, Definition>();
  for (const file of stable.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    definitions.set(file.name, readDefinition(file.path, file.schemas, file.name, aliases));
  }
  return definitions;
}

function declarationFiles(dir: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(dir)) {
    const path = join(dir, entry);
    if (entry === "_schemas" || entry === "node_modules") continue;
    if (statSync(path).isDirectory()) found.push(...declarationFiles(path));
    else if (entry.endsWith(".d.ts") && entry !== "index.d.ts") found.push(path);
  }
  return found;
}

function definitionName(relative: string, base: string): string | undefined {
  const parts = relative.replace(/\.d\.ts$/, "").split("/");
  if (base === "io.k8s.apimachinery.pkg") return [base, ...parts].join(".");
  if (parts.length === 2 && parts[0] === "v1") return ["io.k8s.api.core", ...parts].join(".");
  const [groupDir, version, kind] = parts;
  if (groupDir === undefined || kind === undefined || !/^v\d+$/.test(version ?? ""))
    return undefined;
  const group = groupDir.split(".")[0] ?? groupDir;
  if (group === "apiextensions")
    return `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}.${kind}`;
  if (group === "apiregistration")
    return `io.k8s.kube-aggregator.pkg.apis.apiregistration.${version}.${kind}`;
  return `io.k8s.api.${group}.${version}.${kind}`;
}

/** `io.k8s.api.apps.v1.Deployment` as the package spells it in one word: `IoK8sApiAppsV1Deployment`. */
function pascalName(name: string): string {
  return name
    .split(/[.-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

function readDefinition(
  path: string,
  schemasDir: string,
  name: string,
  aliases: Map<string, string>,
): Definition {
  const source = readFileSync(path, "utf8");
  const ast = parseAst(source, { lang: "dts" } as never) as unknown as { body: Ast[] };
  const validator = readFileSync(join(schemasDir, `${pascalName(name)}.js`), "utf8");
  const validators = new ValidatorFacts(validator);
  const kind = name.slice(name.lastIndexOf(".") + 1);
  for (const statement of ast.body) {
    const declaration = statement["declaration"] as Ast | undefined | null;
    if (!declaration) continue;
    const description = commentBefore(source, statement.start);
    if (declaration.type === "TSTypeAliasDeclaration") {
      const node = validators.root();
      return { ...(description ? { description } : {}), ...aliasNode(kind, node) };
    }
    if (declaration.type !== "TSInterfaceDeclaration") continue;
    const self = `I${kind}`;
    const members = (declaration["body"] as { body: Ast[] }).body;
    const properties: Record<string, SchemaNode> = {};
    const required: string[] = [];
    for (const member of members) {
      const key = (member["key"] as { value: string }).value;
      const type = (member["typeAnnotation"] as { typeAnnotation: Ast }).typeAnnotation;
      const node = toNode(type, (ref) => (ref === self ? name : aliases.get(ref.slice(1))));
      validators.refine(node, validators.property(key));
      const text = commentBefore(source, member.start);
      properties[key] = text ? { description: text, ...node } : node;
      if (member["optional"] !== true) required.push(key);
    }
    const definition: Definition = description ? { description } : {};
    for (const [key, node] of Object.entries(corrected[name] ?? {})) {
      properties[key] = { ...properties[key], ...node };
    }
    if (members.length > 0 || emptyObjects.has(name)) {
      definition.type = "object";
      definition.properties = properties;
    }
    const gvk = readGvk(properties);
    if (gvk) {
      definition.gvk = gvk;
      for (const key of ["apiVersion", "kind"]) {
        const property = properties[key]!;
        delete property.enum;
        property.description ??= typeTexts[key]!;
        required.splice(required.indexOf(key), 1);
      }
    }
    if (required.length > 0) definition.required = required;
    return definition;
  }
  throw new Error(`${path} declares no interface and no type`);
}

function aliasNode(kind: string, node: SchemaNode): Definition {
  if (kind === "Time" || kind === "MicroTime") return { type: "string", format: "date-time" };
  if (kind === "IntOrString") return { type: "string", format: "int-or-string" };
  if (kind === "Quantity") return { type: "string" };
  return node.type ? { type: node.type } : {};
}

function readGvk(properties: Record<string, SchemaNode>): Definition["gvk"] {
  const apiVersion = properties["apiVersion"]?.enum;
  const kind = properties["kind"]?.enum;
  if (apiVersion?.length !== 1 || kind?.length !== 1) return undefined;
  const [group, version] = apiVersion[0]!.includes("/")
    ? apiVersion[0]!.split("/")
    : ["", apiVersion[0]];
  return { group: group ?? "", version: version ?? "", kind: kind[0]! };
}

function toNode(type: Ast, resolve: (ref: string) => string | undefined): SchemaNode {
  switch (type.type) {
    case "TSStringKeyword":
      return { type: "string" };
    case "TSNumberKeyword":
      return { type: "number" };
    case "TSBooleanKeyword":
      return { type: "boolean" };
    case "TSLiteralType":
      return { type: "string", enum: [(type["literal"] as { value: string }).value] };
    case "TSUnionType":
      return {
        type: "string",
        enum: (type["types"] as Ast[]).flatMap((t) => toNode(t, resolve).enum ?? []),
      };
    case "TSTypeLiteral": {
      const index = (type["members"] as Ast[]).find((m) => m.type === "TSIndexSignature");
      if (!index) return { type: "object" };
      const value = (index["typeAnnotation"] as { typeAnnotation: Ast }).typeAnnotation;
      return { type: "object", additionalProperties: toNode(value, resolve) };
    }
    case "TSArrayType":
      return { type: "array", items: toNode(type["elementType"] as Ast, resolve) };
    case "TSTypeReference": {
      const name = (type["typeName"] as { name: string }).name;
      if (name === "Array") {
        const parameters = (type["typeArguments"] as { params: Ast[] }).params;
        return { type: "array", items: toNode(parameters[0]!, resolve) };
      }
      const target = resolve(name);
      if (target === undefined) throw new Error(`unknown type ${name}`);
      return { $ref: target };
    }
    default:
      throw new Error(`unexpected ${type.type} in a model`);
  }
}

/** The text of the doc comment that ends right before `position`, unwrapped, or "" if there is none. */
function commentBefore(source: string, position: number): string {
  const head = source.slice(0, position).trimEnd();
  if (!head.endsWith("*/")) return "";
  const start = head.lastIndexOf("/**");
  return (
    head
      .slice(start + 3, -2)
      .split("\n")
      .map((line) => line.replace(/^\s*\* ?/, ""))
      .join("\n")
      .replaceAll("*\\/", "*/")
      // The package's own marks: asterisks are escaped for a page, and what is said to be deprecated is marked for editors.
      .replaceAll("\\*", "*")
      .replace(/\n@deprecated\s*$/, "")
      .trim()
  );
}

/** What a compiled validator says beyond the declarations: integer types and formats, per property. */
class ValidatorFacts {
  readonly #functions = new Map<string, string>();
  readonly #root: string;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
    const starts = [...source.matchAll(/function (validate\d+)\(/g)];
    for (const [i, match] of starts.entries()) {
      this.#functions.set(match[1]!, source.slice(match.index, starts[i + 1]?.index));
    }
    this.#root = /export const validate=(validate\d+)/.exec(source)?.[1] ?? "";
  }

  root(): SchemaNode {
    const body = this.#functions.get(this.#root) ?? "";
    const type = /params:\{type:"(\w+)"\}/.exec(body)?.[1] as SchemaNode["type"];
    return type ? { type } : {};
  }

  property(key: string): string | undefined {
    const root = this.#functions.get(this.#root) ?? this.#source;
    const quoted = JSON.stringify(key);
    return (
      root.split(`(data.${key},{`)[0]?.match(/(validate\d+)$/)?.[1] ??
      root.split(`(data[${quoted}],{`)[0]?.match(/(validate\d+)$/)?.[1]
    );
  }

  refine(node: SchemaNode, validator: string | undefined): void {
    const body = validator === undefined ? undefined : this.#functions.get(validator);
    if (body === undefined || node.$ref !== undefined) return;
    const inner = /(validate\d+)\(data\[/.exec(body)?.[1];
    if (node.items) return this.refine(node.items, inner);
    if (node.additionalProperties) return this.refine(node.additionalProperties, inner);
    if (node.type === "number" && body.includes('params:{type:"integer"}')) node.type = "integer";
    const format = /params:\{format:"([^"]+)"\}/.exec(body)?.[1];
    if (format !== undefined) node.format = format;
  }
}
