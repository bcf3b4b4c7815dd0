/**
 * Metadata of custom objects and of the objects embedded in them: read as the ObjectMeta that it must be, and validated. Source:
 * apiextensions-apiserver, pkg/apiserver/schema/objectmeta.
 */
import { checkFields } from "../decode/check-fields.ts";
import type { ObjectMeta } from "../generated/types.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { schemaOf } from "../schema/built-in.ts";
import { StatusError } from "../status.ts";
import { invalidValue, required, type FieldErrors } from "../validation/field-errors.ts";
import { validateMetadata } from "../validation/metadata.ts";
import { dns1035Label, pathSegmentName } from "../validation/names.ts";
import {
  mapItems,
  mapMembers,
  memberOf,
  propertyOf,
  takesOthers,
  valuesOf,
  type JsonSchema,
} from "./schema.ts";

export interface ReadMetadata {
  readonly metadata: JsonObject;
  /** `labels.foo`-like paths below the metadata, in document order. */
  readonly unknownFields: readonly string[];
}

const metaDefinition = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** Why a value is no ObjectMeta, in the words of Go's decoder. */
export class MalformedMetadata extends Error {}

/** Reads a value as ObjectMeta: unknown fields go, nulls go. Throws MalformedMetadata. */
export function readMetadata(value: JsonValue): ReadMetadata {
  const schema = schemaOf(metaDefinition);
  if (schema === undefined) throw new Error(`no schema for ${metaDefinition}`);
  if (value === null) return { metadata: {}, unknownFields: [] };
  if (!isJsonObject(value)) {
    const kind = Array.isArray(value)
      ? "array"
      : typeof value === "boolean"
        ? "bool"
        : typeof value;
    throw new MalformedMetadata(
      `json: cannot unmarshal ${kind} into Go value of type v1.ObjectMeta`,
    );
  }
  try {
    const { object, unknownFields } = checkFields(value, schema);
    return { metadata: object, unknownFields };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const text = error.message;
    const start = text.indexOf("cannot be handled as a ObjectMeta: ");
    const why = start < 0 ? text : text.slice(start + "cannot be handled as a ObjectMeta: ".length);
    throw new MalformedMetadata(why, { cause: error });
  }
}

/** The metadata without those of its fields that are malformed: for objects from the time before a schema. */
export function salvageMetadata(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) return {};
  return mapMembers(value, (member, key) => {
    try {
      return readMetadata({ [key]: member }).metadata[key];
    } catch (error) {
      if (error instanceof MalformedMetadata) return undefined;
      throw error;
    }
  });
}

export interface Coerced {
  readonly value: JsonValue;
  readonly unknownFields: readonly string[];
}

/**
 * Brings the apiVersion, kind and metadata of every embedded object into form. Malformed ones are dropped where `drop` says so, else
 * an error is added for the first of them and the value comes back unchanged.
 */
export function coerceEmbedded(
  errors: FieldErrors,
  value: JsonValue,
  args: { readonly schema: JsonSchema; readonly path: string; readonly drop: boolean },
): Coerced {
  if (!hasEmbedded(args.schema)) return { value, unknownFields: [] };
  const unknownFields: string[] = [];
  const found: FieldErrors = [];
  const coerced = coerce(value, { ...args, errors: found, unknownFields });
  if (found.length === 0) return { value: coerced, unknownFields: unknownFields.sort() };
  errors.push(...found.slice(0, 1));
  return { value, unknownFields: [] };
}

interface Walk {
  readonly schema: JsonSchema;
  readonly path: string;
  readonly drop: boolean;
  readonly errors: FieldErrors;
  readonly unknownFields: string[];
}

const child = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

function coerce(value: JsonValue, walk: Walk): JsonValue {
  const { schema, path } = walk;
  if (!hasEmbedded(schema)) return value;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return value;
    return mapItems(value as readonly JsonValue[], (item, index) =>
      coerce(item, { ...walk, schema: items, path: `${path}[${index}]` }),
    );
  }
  if (!isJsonObject(value)) return value;
  const embedded = schema["x-kubernetes-embedded-resource"] === true;
  return mapMembers(value, (member, key) => {
    const own = embedded ? coerceMeta(member, key, walk) : member;
    if (own === undefined) return undefined;
    const property = propertyOf(schema, key);
    if (property) return coerce(own, { ...walk, schema: property, path: child(path, key) });
    const values = valuesOf(schema);
    return values ? coerce(own, { ...walk, schema: values, path: `${path}[${key}]` }) : own;
  });
}

/** One of the three fields of every object; undefined: dropped. */
function coerceMeta(member: JsonValue, key: string, walk: Walk): JsonValue | undefined {
  const { path, drop, errors, unknownFields } = walk;
  const at = child(path, key);
  if (key === "apiVersion" || key === "kind") {
    if (typeof member === "string") return member;
    if (drop) return undefined;
    errors.push(invalidValue(at, member, "must be a string"));
    return member;
  }
  if (key !== "metadata") return member;
  try {
    const read = readMetadata(member);
    unknownFields.push(...read.unknownFields.map((field) => `${at}.${field}`));
    return read.metadata;
  } catch (error) {
    if (!(error instanceof MalformedMetadata)) throw error;
    if (drop) return salvageMetadata(member);
    errors.push(invalidValue(at, member, error.message));
    return member;
  }
}

/** Validates every embedded object: apiVersion and kind are there and well-formed, metadata is valid. */
export function validateEmbedded(
  errors: FieldErrors,
  value: JsonValue,
  place: { readonly schema: JsonSchema; readonly path: string },
): void {
  const { schema, path } = place;
  if (!hasEmbedded(schema)) return;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return;
    for (const [index, item] of (value as readonly JsonValue[]).entries()) {
      validateEmbedded(errors, item, { schema: items, path: `${path}[${index}]` });
    }
    return;
  }
  if (!isJsonObject(value)) return;
  if (schema["x-kubernetes-embedded-resource"] === true) validateObject(errors, value, path);
  for (const [key, member] of Object.entries(value)) {
    const below = memberOf(schema, key);
    if (below === undefined || member === undefined) continue;
    const named = propertyOf(schema, key) !== undefined || !takesOthers(schema);
    const at = named ? child(path, key) : `${path}[${key}]`;
    validateEmbedded(errors, member, { schema: below, path: at });
  }
}

function validateObject(errors: FieldErrors, object: JsonObject, path: string): void {
  const { apiVersion, kind, metadata } = object;
  const at = (key: string): string => child(path, key);
  if (apiVersion === undefined) errors.push(required(at("apiVersion")));
  else if (typeof apiVersion !== "string") {
    errors.push(invalidValue(at("apiVersion"), apiVersion, "must be a string"));
  } else if (apiVersion === "") {
    errors.push(invalidValue(at("apiVersion"), "", "must not be empty"));
  } else if (apiVersion.split("/").length > 2) {
    const message = `unexpected GroupVersion string: ${apiVersion}`;
    errors.push(invalidValue(at("apiVersion"), apiVersion, message));
  }
  if (kind === undefined) errors.push(required(at("kind")));
  else if (typeof kind !== "string") {
    errors.push(invalidValue(at("kind"), kind, "must be a string"));
  } else if (kind === "") errors.push(invalidValue(at("kind"), "", "must not be empty"));
  else {
    const messages = dns1035Label(kind.toLowerCase());
    if (messages.length > 0) {
      const message = `may have mixed case, but should otherwise match: ${messages.join(",")}`;
      errors.push(invalidValue(at("kind"), kind, message));
    }
  }
  if (metadata !== undefined) validateEmbeddedMetadata(errors, metadata, at("metadata"));
}

/** An embedded object may be without a name: it is none of the API's own. */
function validateEmbeddedMetadata(errors: FieldErrors, value: JsonValue, path: string): void {
  let metadata: ObjectMeta;
  try {
    metadata = readMetadata(value).metadata;
  } catch (error) {
    if (!(error instanceof MalformedMetadata)) throw error;
    errors.push(invalidValue(path, value, error.message));
    return;
  }
  const found: FieldErrors = [];
  const namespaced = (metadata.namespace ?? "") !== "";
  const named = metadata.name ? metadata : { ...metadata, name: "fakename" };
  const rules = { namespaced, name: pathSegmentName, anyName: false, builtIn: false };
  validateMetadata(found, named, rules);
  errors.push(
    ...found.map((error) => ({ ...error, field: path + error.field.slice("metadata".length) })),
  );
}

const embedding = new WeakMap<JsonSchema, boolean>();

function hasEmbedded(schema: JsonSchema): boolean {
  const known = embedding.get(schema);
  if (known !== undefined) return known;
  const values = valuesOf(schema);
  const found =
    schema["x-kubernetes-embedded-resource"] === true ||
    (schema.items !== undefined && hasEmbedded(schema.items)) ||
    (values !== undefined && hasEmbedded(values)) ||
    Object.values(schema.properties ?? {}).some(hasEmbedded);
  embedding.set(schema, found);
  return found;
}
