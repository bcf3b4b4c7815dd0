/** JSON of a declared type as a value of expressions, read in place. Source: apiserver's pkg/cel/common/values.go. */
import type { JsonArray, JsonObject, JsonValue } from "../json.ts";
import { exactJson } from "../wide-integers.ts";
import { CelError } from "./errors.ts";
import { fromJson } from "./json-value.ts";
import { escapeProperty, type DeclaredField, type DeclaredType } from "./schema-types.ts";
import { parseDuration, parseTimestamp } from "./time-values.ts";
import { CelList, CelMap, keyText, type CelValue, type ListIdentity } from "./values.ts";

/**
 * The value of stored JSON. Throws CelError where it is not of its type (a date that is none); what no schema tells of
 * is read as plain JSON.
 */
export function fromDeclared(json: JsonValue, declared: DeclaredType | undefined): CelValue {
  if (json === null || declared === undefined) return json === null ? null : fromJson(json);
  if (declared.schema["x-kubernetes-int-or-string"]) return fromJson(json);
  switch (declared.type.kind) {
    case "list":
      return Array.isArray(json)
        ? new DeclaredList(json as JsonArray, declared)
        : wrong(json, "list");
    case "map":
      return isObject(json) ? new DeclaredMap(json, declared) : wrong(json, "map");
    case "object":
      return isObject(json) ? new DeclaredObject(json, declared) : wrong(json, "object");
    case "double":
      return typeof json === "number" || typeof json === "bigint"
        ? Number(json)
        : wrong(json, "double");
    case "int":
      if (typeof json === "bigint") return json;
      return typeof json === "number" ? BigInt(Math.trunc(json)) : wrong(json, "int");
    case "timestamp":
      return timestampOf(json, declared.schema.format ?? "");
    case "duration":
      return (
        (typeof json === "string" ? parseDuration(json) : undefined) ?? wrong(json, "duration")
      );
    case "bytes":
      return bytesOf(json);
    default:
      return fromJson(json);
  }
}

function wrong(json: JsonValue, kind: string): never {
  throw new CelError(`invalid data, expected ${kind}, got ${exactJson(json)}`);
}

function isObject(json: JsonValue): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function timestampOf(json: JsonValue, format: string): CelValue {
  const text = typeof json === "string" ? json : "";
  const parsed = parseTimestamp(format === "date" ? `${text}T00:00:00Z` : text);
  return parsed ?? wrong(json, format);
}

function bytesOf(json: JsonValue): CelValue {
  if (typeof json !== "string") return wrong(json, "byte");
  try {
    return Uint8Array.from(atob(json), (char) => char.charCodeAt(0));
  } catch {
    return wrong(json, "byte");
  }
}

class DeclaredList extends CelList {
  readonly #json: JsonArray;
  readonly #declared: DeclaredType;
  /** Those that have been read. */
  readonly #known: CelValue[] = [];
  override readonly identity: ListIdentity | undefined;

  constructor(json: JsonArray, declared: DeclaredType) {
    super();
    this.#json = json;
    this.#declared = declared;
    this.identity = identityOf(declared);
  }
  get size(): number {
    return this.#json.length;
  }
  at(index: number): CelValue {
    const known = this.#known[index];
    if (known !== undefined) return known;
    const value = fromDeclared(this.#json[index] ?? null, this.#declared.element);
    this.#known[index] = value;
    return value;
  }
}

function identityOf({ schema }: DeclaredType): ListIdentity | undefined {
  const kind = schema["x-kubernetes-list-type"];
  if (kind === "set") return { kind, keyOf: (element) => identityText(element) };
  if (kind !== "map") return undefined;
  const keys = (schema["x-kubernetes-list-map-keys"] ?? []).map(
    (key) => escapeProperty(key) ?? key,
  );
  const keyOf = (element: CelValue) =>
    keys
      .map((key) => identityText((element instanceof CelMap && element.get(key)) || ""))
      .join("\u0000");
  return { kind, keyOf };
}

function identityText(value: CelValue): string {
  const text = keyText(value);
  if (text !== undefined) return text;
  if (value instanceof CelList) return `[${[...value].map(identityText).join(",")}]`;
  if (!(value instanceof CelMap)) return String(value);
  const parts = [...value.keys()].map(
    (key) => `${identityText(key)}:${identityText(value.get(key) ?? "")}`,
  );
  return `{${parts.sort().join(",")}}`;
}

class DeclaredMap extends CelMap {
  readonly #json: JsonObject;
  readonly #declared: DeclaredType;
  readonly #known = new Map<string, CelValue>();
  #names: readonly string[] | undefined;

  constructor(json: JsonObject, declared: DeclaredType) {
    super();
    this.#json = json;
    this.#declared = declared;
  }
  get size(): number {
    return this.keys().length;
  }
  get(key: CelValue): CelValue | undefined {
    if (typeof key !== "string") return undefined;
    const known = this.#known.get(key);
    if (known !== undefined || !Object.hasOwn(this.#json, key)) return known;
    const json = this.#json[key];
    if (json === undefined) return undefined;
    const value = fromDeclared(json, this.#declared.element);
    this.#known.set(key, value);
    return value;
  }
  keys(): readonly string[] {
    return (this.#names ??= Object.keys(this.#json));
  }
}

class DeclaredObject extends CelMap {
  override readonly typeName: string;
  readonly #json: JsonObject;
  readonly #fields: ReadonlyMap<string, DeclaredField>;
  readonly #known = new Map<string, CelValue>();
  #names: readonly string[] | undefined;

  constructor(json: JsonObject, declared: DeclaredType) {
    super();
    this.#json = json;
    this.typeName = declared.type.kind === "object" ? declared.type.name : "object";
    this.#fields = declared.fields ?? new Map();
  }
  get size(): number {
    return this.keys().length;
  }
  get(key: CelValue): CelValue | undefined {
    if (typeof key !== "string") return undefined;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const field = this.#fields.get(key);
    if (!field || !Object.hasOwn(this.#json, field.property)) return undefined;
    const json = this.#json[field.property];
    if (json === undefined) return undefined;
    const value = fromDeclared(json, field.declared);
    this.#known.set(key, value);
    return value;
  }
  keys(): readonly string[] {
    return (this.#names ??= [...this.#fields].flatMap(([name, { property }]) =>
      this.#json[property] === undefined ? [] : [name],
    ));
  }
}
