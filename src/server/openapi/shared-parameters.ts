/** Parameters that many paths of an OpenAPI v2 document take, told of once. Source: kube-openapi, pkg/builder/parameters.go. */
import type { JsonObject, JsonValue } from "../../api/json.ts";

/** The paths with references in the place of what is shared, and what they refer to. */
export function shareParameters(paths: JsonObject): {
  readonly paths: JsonObject;
  readonly parameters: JsonObject;
} {
  const shared = new Map<string, JsonObject>();
  const names = new Map<string, string>();
  const replaced = (list: JsonValue | undefined): readonly JsonObject[] =>
    ((list ?? []) as readonly JsonObject[]).map((parameter) => {
      if (!isShared(parameter)) return parameter;
      const text = JSON.stringify(parameter);
      let name = names.get(text);
      if (name === undefined) {
        name = `${String(parameter["name"])}-${hash(text)}`;
        names.set(text, name);
        shared.set(name, parameter);
      }
      return { $ref: `#/parameters/${name}` };
    });
  const withReferences = (node: JsonObject): JsonObject =>
    node["parameters"] === undefined ? node : { ...node, parameters: replaced(node["parameters"]) };
  const items = Object.entries(paths).map(([path, item]): [string, JsonValue] => {
    const operations = Object.entries(item as JsonObject).map(([key, member]) =>
      key === "parameters" ? [key, member] : [key, withReferences(member as JsonObject)],
    );
    return [path, withReferences(Object.fromEntries(operations) as JsonObject)];
  });
  const sorted = [...shared].sort(([a], [b]) => (a < b ? -1 : 1));
  return { paths: Object.fromEntries(items), parameters: Object.fromEntries(sorted) };
}

/** Not what says a kind, nor what old clients look for at its place. */
function isShared(parameter: JsonObject): boolean {
  const { name, in: place, schema } = parameter;
  if (place === "body") {
    const reference = (schema as JsonObject | undefined)?.["$ref"];
    return String(reference).startsWith("#/definitions/io.k8s.apimachinery");
  }
  if (name === "name") return false;
  return !(place === "query" && (name === "fieldValidation" || name === "dryRun"));
}

const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** Six bytes of FNV-1, in base64 for addresses. */
function hash(text: string): string {
  let state = offset;
  for (const byte of new TextEncoder().encode(text)) {
    state = BigInt.asUintN(64, state * prime) ^ BigInt(byte);
  }
  const bytes = Array.from({ length: 6 }, (_, i) => Number((state >> BigInt(56 - 8 * i)) & 0xffn));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}
