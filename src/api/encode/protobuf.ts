/**
 * Objects as protobuf (`application/vnd.kubernetes.protobuf`): the envelope, and in it the message of the object's kind, by the field
 * numbers and types that decoding goes by. The form of Go's generated code but for one thing that no reader sees: zeros of fields that
 * are no pointers are left out. Source: apimachinery, pkg/runtime/serializer/protobuf; k8s.io/api, generated.proto.
 */
import type { JsonObject } from "../json.ts";
import { protobufMessages } from "../decode/protobuf-fields.ts";
import { definitionOfKind } from "../schema/definitions.ts";
import { messageFields, type MessageFields } from "./message-fields.ts";
import { ObjectWriter } from "./object-writer.ts";
import { ownMessage } from "./own-messages.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";

/** What an object is. */
export interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

const magic = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);

/** An object with its kind, or a list of such, in the envelope; undefined for a kind that has no message: custom resources. */
export function encodeProtobuf(object: JsonObject): Uint8Array | undefined {
  const { apiVersion = "", kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  const message = messageOf(apiVersion, kind);
  return (
    message &&
    written((writer) => {
      const start = beginEnvelope(writer, { apiVersion, kind });
      new ObjectWriter(writer).content(message, object);
      endEnvelope(writer, start);
    })
  );
}

/** An object without the envelope, as it is in a list; undefined where it has no message. */
export function encodeContent(
  { apiVersion, kind }: TypeMeta,
  object: JsonObject,
): Uint8Array | undefined {
  const message = messageOf(apiVersion, kind);
  return message && written((writer) => new ObjectWriter(writer).content(message, object));
}

/** What encodeContent has made, in the envelope. */
export function inEnvelope(kind: TypeMeta, content: Uint8Array): Uint8Array {
  return written((writer) => writeEnvelope(writer, kind, content));
}

/** An event of a watch: its length in four bytes, and a WatchEvent with what encodeContent has made in its envelope. */
export function encodeWatchEvent(type: string, kind: TypeMeta, content: Uint8Array): Uint8Array {
  const frame = written((writer) => {
    writer.raw(noLength);
    writer.string(1, type);
    const event = writer.begin(2, content.length);
    const object = writer.begin(1, content.length);
    writeEnvelope(writer, kind, content);
    writer.end(object, content.length);
    writer.end(event, content.length);
  });
  new DataView(frame.buffer).setUint32(0, frame.length - noLength.length);
  return frame;
}

const noLength = new Uint8Array(4);

/** A list of objects that encodeContent has made. `list` is without its items; undefined where it has no message. */
export function encodeListOf(
  list: TypeMeta & { readonly metadata: JsonObject },
  items: readonly Uint8Array[],
): Uint8Array | undefined {
  const fields = messageOf(list.apiVersion, list.kind)?.byName;
  const [metaField, itemsField] = [fields?.get("metadata"), fields?.get("items")];
  if (metaField?.value.kind !== "message" || itemsField === undefined) return undefined;
  const { message } = metaField.value;
  const about = items.reduce((sum, item) => sum + item.length + itemHeadBytesMax, 0);
  const writer = new ProtobufWriter(about + envelopeBytes);
  const start = beginEnvelope(writer, list, about);
  const isMetaFirst = metaField.number < itemsField.number;
  const writeMeta = (): void =>
    new ObjectWriter(writer).message(metaField.number, message, list.metadata);
  if (isMetaFirst) writeMeta();
  for (const item of items) writer.bytes(itemsField.number, item);
  if (!isMetaFirst) writeMeta();
  endEnvelope(writer, start, about);
  return writer.take();
}

/** Room for the envelope and for the metadata of a list. */
const envelopeBytes = 512;
/** A tag of one byte, and a length. */
const itemHeadBytesMax = 6;

/** Whether objects of a kind can be written. */
export function hasMessage({ apiVersion, kind }: TypeMeta): boolean {
  return messageOf(apiVersion, kind) !== undefined;
}

/** What follows is the object's own message, up to endEnvelope with what this returns. */
function beginEnvelope(writer: ProtobufWriter, { apiVersion, kind }: TypeMeta, about = 0): number {
  writer.raw(magic);
  const start = writer.begin(1);
  writer.string(1, apiVersion);
  writer.string(2, kind);
  writer.end(start);
  return writer.begin(2, about);
}

function endEnvelope(writer: ProtobufWriter, start: number, about = 0): void {
  writer.end(start, about);
  writer.string(3, "");
  writer.string(4, "");
}

function writeEnvelope(writer: ProtobufWriter, kind: TypeMeta, content: Uint8Array): void {
  const start = beginEnvelope(writer, kind, content.length);
  writer.raw(content);
  endEnvelope(writer, start, content.length);
}

/** The writer that is used again and again; undefined while it is in use. */
let spare: ProtobufWriter | undefined;
/** One large object must not hold its room for good. */
const spareBytesMax = 1024 * 1024;

function written(write: (writer: ProtobufWriter) => void): Uint8Array {
  const writer = spare ?? new ProtobufWriter();
  spare = undefined;
  write(writer);
  const bytes = writer.finish();
  if (writer.room <= spareBytesMax) {
    writer.clear();
    spare = writer;
  }
  return bytes;
}

const metaKinds = "io.k8s.apimachinery.pkg.apis.meta.v1";
/** Kinds of the core's version that no resource has: an answer's, and those of discovery, whose core documents name no version. */
const plainKinds = new Set([
  "Status",
  "APIVersions",
  "APIGroup",
  "APIGroupList",
  "APIResourceList",
]);

function messageOf(apiVersion: string, kind: string): MessageFields | undefined {
  const definition =
    plainKinds.has(kind) && (apiVersion === "v1" || apiVersion === "")
      ? `${metaKinds}.${kind}`
      : definitionOfKind(apiVersion, kind);
  if (definition === undefined) return ownMessage(apiVersion, kind);
  return protobufMessages().has(definition) ? messageFields(definition) : undefined;
}
