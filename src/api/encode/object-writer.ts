/** Writes objects as the content of messages: the fields that an object has, by their numbers. */
import type { Int64, JsonArray, JsonObject, JsonValue } from "../json.ts";
import type { ScalarType } from "../schema/type-schema.ts";
import { textOnce } from "../shared-parts.ts";
import { exactJson } from "../wide-integers.ts";
import type { MessageField, MessageFields, ValueType } from "./message-fields.ts";
import { writeUnion, writeWellKnown } from "./protobuf-leaves.ts";
import type { ProtobufWriter } from "./protobuf-writer.ts";

export class ObjectWriter {
  readonly #wire: ProtobufWriter;
  /** Fields and values of the messages that are being written, the outermost first; behind `#count` is what was left by others. */
  readonly #fields: MessageField[] = [];
  readonly #values: JsonValue[] = [];
  #count = 0;

  constructor(wire: ProtobufWriter) {
    this.#wire = wire;
  }

  /**
   * The content of a message. It goes by the names that the object has, not by those that it may have: most objects have few of their
   * fields, and in an order that is often not that of the numbers.
   */
  content(message: MessageFields, object: JsonObject): void {
    const { byName, inlined } = message;
    const start = this.#count;
    for (const field of inlined) this.#insert(start, field, object);
    for (const name in object) {
      const field = byName.get(name);
      if (field === undefined) continue;
      const value = object[name];
      if (value === undefined || value === null) continue;
      if (field.leavesZeros && (value === "" || value === 0 || value === false)) continue;
      this.#insert(start, field, value);
    }
    const end = this.#count;
    for (let at = start; at < end; at += 1) {
      const field = this.#fields[at];
      if (field !== undefined) this.#field(field, this.#values[at] ?? null);
    }
    this.#count = start;
  }

  message(number: number, message: MessageFields, object: JsonObject): void {
    const start = this.#wire.begin(number);
    this.content(message, object);
    this.#wire.end(start);
  }

  /** Behind those of lower numbers. */
  #insert(start: number, field: MessageField, value: JsonValue): void {
    const fields = this.#fields;
    const values = this.#values;
    let at = this.#count;
    this.#count += 1;
    for (; at > start; at -= 1) {
      const before = fields[at - 1];
      if (before === undefined || before.number < field.number) break;
      fields[at] = before;
      values[at] = values[at - 1] ?? null;
    }
    fields[at] = field;
    values[at] = value;
  }

  #field({ number, value: type, holds }: MessageField, value: JsonValue): void {
    switch (holds) {
      case "one":
        return this.#value(number, type, value);
      case "list":
        for (const item of value as JsonArray) this.#value(number, type, item);
        return;
      case "own-list":
        return this.#ownList(number, type, value as JsonArray);
      case "map":
      case "map-of-lists":
        return this.#map(number, { type, holds }, value as JsonObject);
    }
  }

  #ownList(number: number, type: ValueType, items: JsonArray): void {
    const start = this.#wire.begin(number);
    for (const item of items) this.#value(1, type, item);
    this.#wire.end(start);
  }

  /** Entries {1 key, 2 value} in the order of their keys; a list as value is in a message of its own. */
  #map(
    number: number,
    { type, holds }: { readonly type: ValueType; readonly holds: "map" | "map-of-lists" },
    entries: JsonObject,
  ): void {
    const wire = this.#wire;
    const keys = Object.keys(entries);
    for (const key of keys.length > 1 ? keys.sort() : keys) {
      const entry = entries[key] ?? null;
      const start = wire.begin(number);
      wire.string(1, key);
      // The zero time is null in JSON, and an empty message.
      if (entry === null) this.#ownList(2, type, []);
      else if (holds === "map-of-lists") this.#ownList(2, type, entry as JsonArray);
      else this.#value(2, type, entry);
      wire.end(start);
    }
  }

  #value(number: number, type: ValueType, value: JsonValue): void {
    switch (type.kind) {
      case "message":
        return this.message(number, type.message, value as JsonObject);
      case "scalar":
        return this.#scalar(number, type.type, value);
      case "any": {
        const start = this.#wire.begin(number);
        this.#wire.string(1, jsonOf(value));
        return this.#wire.end(start);
      }
      case "union": {
        const { union, props } = type;
        const schema = (own: number, one: JsonObject): void => this.message(own, props, one);
        const start = this.#wire.begin(number);
        writeUnion(this.#wire, union, { value, schema });
        return this.#wire.end(start);
      }
    }
  }

  #scalar(number: number, type: ScalarType | "duration", value: JsonValue): void {
    switch (type) {
      case "string":
        return this.#wire.string(number, value as string);
      case "integer":
        return this.#wire.int64(number, value as Int64);
      case "boolean":
        return this.#wire.bool(number, value as boolean);
      case "number":
        return this.#wire.double(number, value as number);
      case "bytes":
        return this.#wire.bytes(number, bytesOf(value as string));
      case "quantity":
      case "int-or-string":
      case "time":
      case "micro-time":
      case "duration": {
        const start = this.#wire.begin(number);
        writeWellKnown(this.#wire, type, value);
        return this.#wire.end(start);
      }
    }
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** Who owns what in the Pods of a template is written once for all of them. */
function jsonOf(value: JsonValue): string {
  return typeof value === "object" && value !== null
    ? textOnce(value, exactJson)
    : exactJson(value);
}
