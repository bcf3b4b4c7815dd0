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

const magic = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);

/** Room for an object of the usual size. */
const objectBytes = 4096;
/** Room for what an envelope adds to its content. */
const envelopeBytes = 256;
/** A tag of one byte, and a length. */
const itemHeadBytesMax = 6;

/** An object with its kind, or a list of such, in the envelope; undefined for a kind that has no message: custom resources. */
export function encodeProtobuf(object: JsonObject): Uint8Array | undefined {
  const { apiVersion = "", kind, items } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  const message = messageOf(apiVersion, kind);
  if (message === undefined) return undefined;
  const writer = new ProtobufWriter(objectBytes * (Array.isArray(items) ? items.length + 1 : 1));
  const start = beginEnvelope(writer, apiVersion, kind);
  new ObjectWriter(writer).content(message, object);
  return endEnvelope(writer, start);
}

/** An object without the envelope, as it is in a list; undefined where it has no message. */
export function encodeContent(
  apiVersion: string,
  kind: string,
  object: JsonObject,
): Uint8Array | undefined {
  const message = messageOf(apiVersion, kind);
  if (message === undefined) return undefined;
  scratch.clear();
  new ObjectWriter(scratch).content(message, object);
  const content = scratch.finish();
  // One large object must not hold its room for good.
  if (content.length > scratchBytesMax) scratch = new ProtobufWriter();
  return content;
}

const scratchBytesMax = 1024 * 1024;
let scratch = new ProtobufWriter();

/** What encodeContent has made, in the envelope. */
export function inEnvelope(apiVersion: string, kind: string, content: Uint8Array): Uint8Array {
  const writer = new ProtobufWriter(content.length + envelopeBytes);
  const start = beginEnvelope(writer, apiVersion, kind);
  writer.raw(content);
  return endEnvelope(writer, start);
}

/** A list of objects that encodeContent has made: `list` without its items. */
export function encodeListOf(
  list: { readonly apiVersion: string; readonly kind: string; readonly metadata: JsonObject },
  items: readonly Uint8Array[],
): Uint8Array | undefined {
  const fields = messageOf(list.apiVersion, list.kind)?.byName;
  const [metaField, itemsField] = [fields?.get("metadata"), fields?.get("items")];
  if (metaField?.value.kind !== "message" || itemsField === undefined) return undefined;
  const bytes = items.reduce((sum, item) => sum + item.length + itemHeadBytesMax, envelopeBytes);
  const writer = new ProtobufWriter(bytes);
  const start = beginEnvelope(writer, list.apiVersion, list.kind);
  const { message } = metaField.value;
  const isMetaFirst = metaField.number < itemsField.number;
  const writeMeta = (): void =>
    new ObjectWriter(writer).message(metaField.number, message, list.metadata);
  if (isMetaFirst) writeMeta();
  for (const item of items) writer.bytes(itemsField.number, item);
  if (!isMetaFirst) writeMeta();
  return endEnvelope(writer, start);
}

/** Whether objects of a kind can be written. */
export function hasMessage(apiVersion: string, kind: string): boolean {
  return messageOf(apiVersion, kind) !== undefined;
}

/** An event of a watch: its length in four bytes, and a WatchEvent with an object in its envelope. */
export function encodeWatchEvent(type: string, object: Uint8Array): Uint8Array {
  const writer = new ProtobufWriter(object.length + envelopeBytes);
  writer.raw(new Uint8Array(4));
  writer.string(1, type);
  const start = writer.begin(2);
  writer.bytes(1, object);
  writer.end(start);
  const frame = writer.finish();
  new DataView(frame.buffer).setUint32(0, frame.length - 4);
  return frame;
}

/** What follows is the object's own message, up to endEnvelope with what this returns. */
function beginEnvelope(writer: ProtobufWriter, apiVersion: string, kind: string): number {
  writer.raw(magic);
  const start = writer.begin(1);
  writer.string(1, apiVersion);
  writer.string(2, kind);
  writer.end(start);
  return writer.begin(2);
}

function endEnvelope(writer: ProtobufWriter, start: number): Uint8Array {
  writer.end(start);
  writer.string(3, "");
  writer.string(4, "");
  return writer.finish();
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
