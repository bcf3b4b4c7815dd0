/**
 * Objects as protobuf (`application/vnd.kubernetes.protobuf`): the envelope, and in it the message of the object's kind, by the field
 * numbers and types that decoding goes by. The form of Go's generated code but for one thing that no reader sees: zeros of fields that
 * are no pointers are left out. Source: apimachinery, pkg/runtime/serializer/protobuf; k8s.io/api, generated.proto.
 */
import type { Int64, JsonObject, JsonValue } from "../json.ts";
import { protobufMessages } from "../decode/protobuf-fields.ts";
import { unionOf } from "../decode/protobuf-unions.ts";
import { schemaOf } from "../schema/built-in.ts";
import { definitionOfKind } from "../schema/definitions.ts";
import type { StructSchema, TypeSchema } from "../schema/type-schema.ts";
import { exactJson } from "../wide-integers.ts";
import { writeUnion, writeWellKnown } from "./protobuf-leaves.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";

const magic = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);
const encoder = new TextEncoder();

/** Room for an object of the usual size. */
const objectBytes = 2048;

/** An object with its kind, or a list of such, in the envelope; undefined for a kind that has no message: custom resources. */
export function encodeProtobuf(object: JsonObject): Uint8Array | undefined {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  const items = object["items"];
  const write = messageOf(apiVersion, kind);
  if (write === undefined) return undefined;
  const writer = new ProtobufWriter(objectBytes * (Array.isArray(items) ? items.length + 1 : 1));
  writer.raw(magic);
  writer.message(1, () => {
    writer.string(1, apiVersion);
    writer.string(2, kind);
  });
  writer.message(2, () => write(writer, object));
  writer.string(3, "");
  writer.string(4, "");
  return writer.finish();
}

/** Whether objects of a kind can be written. */
export function hasMessage(apiVersion: string, kind: string): boolean {
  return messageOf(apiVersion, kind) !== undefined;
}

/** An event of a watch: its length in four bytes, and a WatchEvent with an object in its envelope. */
export function encodeWatchEvent(type: string, object: Uint8Array): Uint8Array {
  const writer = new ProtobufWriter(object.length + 64);
  writer.raw(new Uint8Array(4));
  writer.string(1, type);
  writer.message(2, () => writer.bytes(1, object));
  const frame = writer.finish();
  new DataView(frame.buffer).setUint32(0, frame.length - 4);
  return frame;
}

type WriteMessage = (writer: ProtobufWriter, object: JsonObject) => void;

const metaKinds = "io.k8s.apimachinery.pkg.apis.meta.v1";

function messageOf(apiVersion: string, kind: string): WriteMessage | undefined {
  if (kind === "PartialObjectMetadata") return writePartial;
  if (kind === "PartialObjectMetadataList") {
    // The numbers of the beta are the other way round.
    const [metadata, items] = apiVersion === "meta.k8s.io/v1beta1" ? [2, 1] : [1, 2];
    return (writer, object) => writeList(writer, object, { metadata, items, item: writePartial });
  }
  const definition =
    kind === "Status" && apiVersion === "v1"
      ? `${metaKinds}.Status`
      : definitionOfKind(apiVersion, kind);
  if (definition === undefined || !protobufMessages().has(definition)) return undefined;
  return writerOf(definition);
}

const writePartial: WriteMessage = (writer, { metadata }) => {
  writer.message(1, () =>
    writerOf(`${metaKinds}.ObjectMeta`)(writer, (metadata ?? {}) as JsonObject),
  );
};

function writeList(
  writer: ProtobufWriter,
  list: JsonObject,
  form: { readonly metadata: number; readonly items: number; readonly item: WriteMessage },
): void {
  const metadata = (list["metadata"] ?? {}) as JsonObject;
  const parts = [
    [
      form.metadata,
      () =>
        writer.message(form.metadata, () => writerOf(`${metaKinds}.ListMeta`)(writer, metadata)),
    ],
    [
      form.items,
      () => {
        for (const item of (list["items"] ?? []) as readonly JsonObject[]) {
          writer.message(form.items, () => form.item(writer, item));
        }
      },
    ],
  ] as const;
  for (const [, write] of [...parts].sort(([a], [b]) => a - b)) write();
}

const writers = new Map<string, WriteMessage>();

/** Writes the content of a definition's message. Throws for what is no struct: the tables do not fit the schema. */
function writerOf(definition: string): WriteMessage {
  let known = writers.get(definition);
  if (known === undefined) {
    const struct = schemaOf(definition);
    if (struct?.kind !== "struct") throw new Error(`${definition} is no message`);
    known = compile(definition, struct);
    writers.set(definition, known);
  }
  return known;
}

type WriteField = (writer: ProtobufWriter, object: JsonObject) => void;

/** `struct` has the fields: that of the outer message for one whose fields stand, in JSON, among the outer one's. */
function compile(definition: string, struct: StructSchema): WriteMessage {
  let steps: readonly WriteField[] | undefined;
  return (writer, object) => {
    steps ??= stepsOf(definition, struct);
    for (const step of steps) step(writer, object);
  };
}

function stepsOf(definition: string, struct: StructSchema): readonly WriteField[] {
  const fields = [...(protobufMessages().get(definition) ?? [])].sort(([a], [b]) => a - b);
  return fields.flatMap(([number, { name, inline, pointer }]): WriteField[] => {
    if (inline !== undefined) {
      const write = compile(inline, struct);
      return [(writer, object) => writer.message(number, () => write(writer, object))];
    }
    const field = struct.fields.get(name);
    if (field === undefined) return [];
    const write = valueWriter(number, field.schema, { definition, name });
    const leavesZeros = !pointer && field.schema.kind === "scalar" && !unionOf(definition, name);
    return [
      (writer, object) => {
        const value = object[name];
        if (value === undefined || value === null) return;
        if (leavesZeros && (value === "" || value === 0 || value === false)) return;
        write(writer, value);
      },
    ];
  });
}

type WriteValue = (writer: ProtobufWriter, value: JsonValue) => void;

interface Owner {
  readonly definition: string;
  readonly name: string;
}

function valueWriter(number: number, schema: TypeSchema, owner: Owner): WriteValue {
  if (schema.kind === "list") {
    const write = valueWriter(number, schema.items, owner);
    return (writer, value) => {
      for (const item of value as readonly JsonValue[]) write(writer, item);
    };
  }
  if (schema.kind === "map") return mapWriter(number, schema.values, owner);
  return oneWriter(number, schema, owner);
}

/** Entries {1 key, 2 value} in the order of their keys; a list as value is in a message of its own. */
function mapWriter(number: number, values: TypeSchema, owner: Owner): WriteValue {
  const write = valueWriter(values.kind === "list" ? 1 : 2, values, owner);
  return (writer, value) => {
    const entries = value as JsonObject;
    for (const key of Object.keys(entries).sort()) {
      const entry = entries[key] ?? null;
      writer.message(number, () => {
        writer.string(1, key);
        if (values.kind === "list") writer.message(2, () => write(writer, entry ?? []));
        // The zero time is null in JSON, and an empty message.
        else if (entry === null) writer.message(2, () => undefined);
        else write(writer, entry);
      });
    }
  };
}

function oneWriter(number: number, schema: TypeSchema, owner: Owner): WriteValue {
  const union = unionOf(owner.definition, owner.name);
  if (union !== undefined) {
    const props: WriteMessage = (writer, value) => writerOf(owner.definition)(writer, value);
    return (writer, value) =>
      writer.message(number, () => writeUnion(writer, union, { value, props }));
  }
  switch (schema.kind) {
    case "any":
      return (writer, value) =>
        writer.message(number, () => writer.bytes(1, encoder.encode(exactJson(value))));
    case "struct": {
      const write = compile(schema.name, schema);
      return (writer, value) => writer.message(number, () => write(writer, value as JsonObject));
    }
    case "list":
    case "map":
      throw new Error(`${owner.definition}: ${owner.name} nests collections`);
    case "scalar":
      break;
  }
  switch (schema.type) {
    case "string":
      return (writer, value) => writer.string(number, value as string);
    case "integer":
      return (writer, value) => writer.int64(number, value as Int64);
    case "boolean":
      return (writer, value) => writer.bool(number, value as boolean);
    case "number":
      return (writer, value) => writer.double(number, value as number);
    case "bytes":
      return (writer, value) => {
        writer.bytes(
          number,
          Uint8Array.from(atob(value as string), (c) => c.charCodeAt(0)),
        );
      };
    case "quantity":
    case "int-or-string":
    case "time":
    case "micro-time": {
      const { type } = schema;
      return (writer, value) => writer.message(number, () => writeWellKnown(writer, type, value));
    }
  }
}
