/** JSON seen as values of the language, in place: whole numbers are ints, others doubles, objects maps with text keys. */
import type { JsonArray, JsonObject, JsonValue } from "../json.ts";
import {
  CelList,
  CelMap,
  CelOptional,
  CelTimestamp,
  CelDuration,
  CelUint,
  type CelValue,
} from "./values.ts";
import { formatDuration, formatTimestamp } from "./time-values.ts";

/** The value of JSON of which no type is known. Undefined members of objects count as absent. */
export function fromJson(json: JsonValue): CelValue {
  switch (typeof json) {
    case "number":
      return Number.isSafeInteger(json) ? BigInt(json) : json;
    case "bigint":
    case "string":
    case "boolean":
      return json;
    default:
  }
  if (json === null) return null;
  return Array.isArray(json) ? new JsonList(json as JsonArray) : new JsonMap(json as JsonObject);
}

class JsonList extends CelList {
  readonly json: JsonArray;
  /** Those that have been read. */
  readonly #known: CelValue[] = [];
  constructor(json: JsonArray) {
    super();
    this.json = json;
  }
  get size(): number {
    return this.json.length;
  }
  at(index: number): CelValue {
    const known = this.#known[index];
    if (known !== undefined) return known;
    const value = fromJson(this.json[index] ?? null);
    this.#known[index] = value;
    return value;
  }
}

class JsonMap extends CelMap {
  readonly json: JsonObject;
  readonly #known = new Map<string, CelValue>();
  #names: readonly string[] | undefined;
  constructor(json: JsonObject) {
    super();
    this.json = json;
  }
  get size(): number {
    return this.keys().length;
  }
  get(key: CelValue): CelValue | undefined {
    if (typeof key !== "string") return undefined;
    const known = this.#known.get(key);
    if (known !== undefined || !Object.hasOwn(this.json, key)) return known;
    const json = this.json[key];
    if (json === undefined) return undefined;
    const value = fromJson(json);
    this.#known.set(key, value);
    return value;
  }
  keys(): readonly string[] {
    return (this.#names ??= Object.keys(this.json).filter((name) => this.json[name] !== undefined));
  }
}

/** Not every value has a JSON form: `error` says why. */
export type JsonResult =
  | { readonly ok: true; readonly json: JsonValue }
  | { readonly ok: false; readonly error: string };

class NotJson extends Error {}

/** The value as JSON: ints as numbers, times and durations as texts, bytes in base64; optionals without value are left out. */
export function toJson(value: CelValue): JsonResult {
  try {
    return { ok: true, json: convert(value) };
  } catch (error) {
    if (error instanceof NotJson) return { ok: false, error: error.message };
    throw error;
  }
}

function convert(value: CelValue): JsonValue {
  switch (typeof value) {
    case "bigint":
      return Number(value);
    case "number":
      if (!Number.isFinite(value)) throw new NotJson(`unsupported value: ${value}`);
      return value;
    case "string":
    case "boolean":
      return value;
    default:
  }
  if (value === null) return null;
  if (value instanceof JsonList || value instanceof JsonMap) return value.json;
  if (value instanceof CelUint) return Number(value.value);
  if (value instanceof CelList) return [...value].map(convert);
  if (value instanceof CelMap) {
    const entries = [...value.keys()].map((key): [string, JsonValue] => {
      if (typeof key !== "string") throw new NotJson("map keys must be strings");
      return [key, convert(value.get(key) ?? null)];
    });
    return Object.fromEntries(entries);
  }
  if (value instanceof CelTimestamp) return formatTimestamp(value);
  if (value instanceof CelDuration) return formatDuration(value);
  if (value instanceof Uint8Array) {
    return btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(""));
  }
  if (value instanceof CelOptional && value.value !== undefined) return convert(value.value);
  throw new NotJson("unsupported conversion");
}
