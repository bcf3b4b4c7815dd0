/**
 * Protobuf request bodies (`application/vnd.kubernetes.protobuf`): the envelope and, by field numbers and the schema's
 * types, the object in it as JSON. Kubernetes' Go types send every field that is no pointer, set or not: what is zero and
 * neither a pointer nor required comes out absent, as it would be in JSON.
 */
import type { JsonObject, JsonValue } from "../json.ts";
import { schemaOf } from "../schema/built-in.ts";
import { definitionOfKind } from "../schema/definitions.ts";
import type { StructSchema, TypeSchema } from "../schema/type-schema.ts";
import { parseExact } from "../wide-integers.ts";
import { DecodeFault } from "./decode-error.ts";
import { countKeys, refuseUnsafeKey } from "./json-limits.ts";
import { nestingMax } from "./json-scan.ts";
import { oddNumbersOf, refuseInfinite } from "./odd-numbers.ts";
import { protobufMessages } from "./protobuf-fields.ts";
import { isZero, readScalar, readWellKnown, wrongWireType } from "./protobuf-scalars.ts";
import { readUnion, unionOf } from "./protobuf-unions.ts";
import { wireBytes, WireReader } from "./wire-reader.ts";

const magic: readonly number[] = [0x6b, 0x38, 0x73, 0x00];
const text = new TextDecoder();

export function isProtobuf(bytes: Uint8Array): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/**
 * Decodes an envelope and its object. Throws DecodeFault for anything that is not one: truncated, of an unknown kind,
 * nested too deep.
 */
export function decodeProtobuf(
  bytes: Uint8Array,
  defaultKind?: { readonly apiVersion: string; readonly kind: string },
  depth = 0,
): JsonObject {
  if (!isProtobuf(bytes)) {
    throw new DecodeFault(
      `provided data does not appear to be a protobuf message, expected prefix [${magic.join(" ")}]`,
    );
  }
  const envelope = readEnvelope(bytes.subarray(magic.length));
  const apiVersion = envelope.apiVersion || (defaultKind?.apiVersion ?? "");
  const kind = envelope.kind || (defaultKind?.kind ?? "");
  const definition = definitionOfKind(apiVersion, kind);
  const schema = definition === undefined ? undefined : schemaOf(definition);
  const version = apiVersion.slice(apiVersion.lastIndexOf("/") + 1);
  if (definition === undefined || schema?.kind !== "struct") {
    const why = `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
    throw new DecodeFault(why, {
      version,
      kind,
    });
  }
  const object: Record<string, JsonValue> = { apiVersion, kind };
  try {
    readMessage({ definition, struct: schema, depth }, new WireReader(envelope.raw), object);
  } catch (error) {
    if (error instanceof DecodeFault && error.typed === undefined) {
      throw new DecodeFault(error.message, { version, kind });
    }
    throw error;
  }
  return object;
}

function readEnvelope(bytes: Uint8Array): { apiVersion: string; kind: string; raw: Uint8Array } {
  const reader = new WireReader(bytes);
  let [apiVersion, kind] = ["", ""];
  let raw: Uint8Array = new Uint8Array();
  while (!reader.done) {
    const { number, wireType } = reader.tag("Unknown");
    if (wireType !== wireBytes) reader.skip(wireType);
    else if (number === 1) {
      const meta = new WireReader(reader.bytes());
      while (!meta.done) {
        const tag = meta.tag("TypeMeta");
        if (tag.wireType !== wireBytes) meta.skip(tag.wireType);
        else if (tag.number === 1) apiVersion = text.decode(meta.bytes());
        else if (tag.number === 2) kind = text.decode(meta.bytes());
        else meta.bytes();
      }
    } else if (number === 2) raw = reader.bytes();
    else reader.bytes();
  }
  return { apiVersion, kind, raw };
}

/** Where the reader is: the message's table, and the struct whose fields it fills (the outer one's for an inlined message). */
interface Place {
  readonly definition: string;
  readonly struct: StructSchema;
  readonly depth: number;
}

function readMessage(place: Place, reader: WireReader, into: Record<string, JsonValue>): void {
  if (place.depth > nestingMax) throw new DecodeFault("exceeded max depth");
  const fields = protobufMessages().get(place.definition);
  const name = place.definition.slice(place.definition.lastIndexOf(".") + 1);
  const depth = place.depth + 1;
  while (!reader.done) {
    const { number, wireType } = reader.tag(name);
    const field = fields?.get(number);
    const schema = field && place.struct.fields.get(field.name);
    if (field?.inline !== undefined) {
      const inner = new WireReader(lengthDelimited(reader, wireType, field.name));
      readMessage({ ...place, definition: field.inline, depth }, inner, into);
    } else if (field === undefined || schema === undefined) reader.skip(wireType);
    else {
      const slot: Slot = { name: field.name, wireType, depth, owner: place.definition };
      const value = readField(reader, schema.schema, { ...slot, before: into[field.name] });
      if (value === undefined) continue;
      if (field.pointer || schema.required || !isZero(schema.schema, value)) {
        into[field.name] = value;
      }
    }
  }
}

interface Slot {
  readonly name: string;
  readonly owner: string;
  readonly wireType: number;
  readonly depth: number;
  /** What the field holds so far: repeated fields and maps grow, messages merge. */
  readonly before?: JsonValue | undefined;
}

/** The field's value after this occurrence of it; undefined leaves it as it was. */
function readField(reader: WireReader, schema: TypeSchema, slot: Slot): JsonValue | undefined {
  if (schema.kind === "map") {
    const entry = new WireReader(lengthDelimited(reader, slot.wireType, slot.name));
    const map = (slot.before ?? {}) as Record<string, JsonValue>;
    readEntry(entry, schema.values, { ...slot, before: map });
    return map;
  }
  if (schema.kind === "list") {
    const list = (slot.before ?? []) as JsonValue[];
    if (slot.wireType === wireBytes && isVarint(schema.items)) {
      const packed = new WireReader(reader.bytes());
      while (!packed.done) list.push(readScalar(packed, schema.items, { ...slot, wireType: 0 }));
    } else list.push(readValue(reader, schema.items, slot) ?? null);
    return list;
  }
  return readValue(reader, schema, slot);
}

function readValue(reader: WireReader, schema: TypeSchema, slot: Slot): JsonValue | undefined {
  const union = unionOf(slot.owner, slot.name);
  if (union !== undefined) {
    const bytes = lengthDelimited(reader, slot.wireType, slot.name);
    return readUnion(union, bytes, (inner) => readProps(inner, slot));
  }
  switch (schema.kind) {
    case "scalar":
      if (schema.type === "string" || schema.type === "bytes" || isVarint(schema)) {
        return readScalar(reader, schema, slot);
      }
      if (schema.type === "number") return readScalar(reader, schema, slot);
      return readWellKnown(schema.type, lengthDelimited(reader, slot.wireType, slot.name));
    case "any":
      return readRaw(lengthDelimited(reader, slot.wireType, slot.name), slot);
    case "struct": {
      const inner = new WireReader(lengthDelimited(reader, slot.wireType, slot.name));
      const isItem = Array.isArray(slot.before);
      const object = (isItem ? {} : (slot.before ?? {})) as Record<string, JsonValue>;
      readMessage({ definition: schema.name, struct: schema, depth: slot.depth }, inner, object);
      return object;
    }
    case "list":
    case "map":
      break;
  }
  throw new DecodeFault(`proto: field ${slot.name} nests collections`);
}

function isVarint(schema: TypeSchema): boolean {
  return schema.kind === "scalar" && (schema.type === "integer" || schema.type === "boolean");
}

/** One entry of a map: {1 key, 2 value}. A list as value (`extra`) is wrapped in a message of its own. */
function readEntry(reader: WireReader, values: TypeSchema, slot: Slot): void {
  let key = "";
  let value: JsonValue | undefined;
  while (!reader.done) {
    const { number, wireType } = reader.tag(slot.name);
    if (number === 1) key = text.decode(lengthDelimited(reader, wireType, slot.name));
    else if (number !== 2) reader.skip(wireType);
    else if (values.kind === "list") {
      const wrapper = new WireReader(lengthDelimited(reader, wireType, slot.name));
      const items: JsonValue[] = [];
      while (!wrapper.done) {
        const tag = wrapper.tag(slot.name);
        if (tag.number === 1) {
          readField(wrapper, values, { ...slot, wireType: tag.wireType, before: items });
        } else wrapper.skip(tag.wireType);
      }
      value = items;
    } else value = readValue(reader, values, { ...slot, wireType, before: undefined });
  }
  refuseUnsafeKey(key);
  (slot.before as Record<string, JsonValue>)[key] = value ?? zeroOf(values);
}

function zeroOf(schema: TypeSchema): JsonValue {
  if (schema.kind === "list") return [];
  if (schema.kind === "struct" || schema.kind === "map") return {};
  if (schema.kind === "any") return null;
  if (schema.type === "quantity") return "0";
  if (schema.type === "time" || schema.type === "micro-time") return null;
  if (schema.type === "boolean") return false;
  return schema.type === "string" || schema.type === "bytes" ? "" : 0;
}

/** RawExtension, FieldsV1 and JSON: {1 raw}, JSON text as a rule, an envelope again from some clients. */
function readRaw(bytes: Uint8Array, slot: Slot): JsonValue | undefined {
  const reader = new WireReader(bytes);
  let raw: Uint8Array | undefined;
  while (!reader.done) {
    const { number, wireType } = reader.tag("RawExtension");
    if (number === 1) raw = lengthDelimited(reader, wireType, "Raw");
    else reader.skip(wireType);
  }
  if (raw === undefined || raw.length === 0) return undefined;
  if (isProtobuf(raw)) {
    if (slot.depth > nestingMax) throw new DecodeFault("exceeded max depth");
    return decodeProtobuf(raw, undefined, slot.depth + 1);
  }
  return parseRawJson(raw);
}

function parseRawJson(raw: Uint8Array): JsonValue {
  const json = text.decode(raw);
  let value: JsonValue;
  try {
    value = parseExact(json);
  } catch (error) {
    throw new DecodeFault(`invalid raw JSON: ${(error as Error).message}`);
  }
  for (const number of oddNumbersOf(json) ?? []) refuseInfinite(number.text);
  countKeys(value);
  return value;
}

function readProps(bytes: Uint8Array, slot: Slot): JsonValue {
  const struct = schemaOf(slot.owner);
  if (struct?.kind !== "struct") throw new DecodeFault(`${slot.owner} is not a message`);
  const object: Record<string, JsonValue> = {};
  readMessage({ definition: slot.owner, struct, depth: slot.depth }, new WireReader(bytes), object);
  return object;
}

function lengthDelimited(reader: WireReader, wireType: number, field: string): Uint8Array {
  if (wireType !== wireBytes) throw wrongWireType(wireType, field);
  return reader.bytes();
}
