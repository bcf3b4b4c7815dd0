/**
 * Writes JSON objects as the protobuf messages of a table. As proto3 has it, zero values are left out; so are keys that the messages do
 * not have.
 */
import type { Int64, JsonObject, JsonValue } from "../../api/json.ts";
import { exactJson } from "../../api/wide-integers.ts";
import type { FieldFact, MessageFacts } from "./message-table.ts";
import { ProtobufWriter } from "../../api/encode/protobuf-writer.ts";

type WriteSpecial = (out: MessageWriter, value: JsonObject) => void;

export interface Messages {
  readonly facts: () => ReadonlyMap<string, MessageFacts>;
  /** Messages that are unions or maps: their shape is not that of the JSON value. */
  readonly specials: Readonly<Record<string, WriteSpecial>>;
}

export function encodeMessage(messages: Messages, name: string, value: JsonObject): Uint8Array {
  const writer = new ProtobufWriter();
  new MessageWriter(writer, messages).message(name, value);
  return writer.finish();
}

export class MessageWriter {
  readonly wire: ProtobufWriter;
  readonly #facts: ReadonlyMap<string, MessageFacts>;
  readonly #specials: Messages["specials"];

  constructor(wire: ProtobufWriter, { facts, specials }: Messages) {
    this.wire = wire;
    this.#facts = facts();
    this.#specials = specials;
  }

  /** The content of a message; one called `Name?` is a union of it and a Reference. */
  message(name: string, value: JsonObject): void {
    const special = this.#specials[name];
    if (special) return special(this, value);
    if (name.endsWith("?")) {
      const isReference = value["$ref"] !== undefined;
      return this.child(isReference ? 2 : 1, isReference ? "Reference" : name.slice(0, -1), value);
    }
    const facts = this.#facts.get(name);
    if (!facts) throw new Error(`no OpenAPI message ${name}`);
    const { fields, extensions } = facts;
    for (const key in value) {
      const member = value[key];
      if (member === undefined || member === null) continue;
      const fact = fields.get(key);
      if (fact) this.#field(fact, member);
      else if (extensions > 0 && key.startsWith("x-")) this.extension(extensions, key, member);
    }
  }

  /** A field that is a message. */
  child(number: number, name: string, value: JsonValue): void {
    this.wire.message(number, () => this.message(name, value as JsonObject));
  }

  /** A field that is a list of named messages: the name, then the message. */
  named(number: number, key: string, [name, value]: readonly [string, JsonValue]): void {
    this.wire.message(number, () => {
      this.wire.string(1, key);
      this.child(2, name, value);
    });
  }

  map(number: number, name: string, members: JsonObject): void {
    for (const key in members) this.named(number, key, [name, members[key] ?? null]);
  }

  extension(number: number, key: string, value: JsonValue): void {
    this.wire.message(number, () => {
      this.wire.string(1, key);
      this.#any(2, value);
    });
  }

  /** Any: JSON is YAML, too. */
  #any(number: number, value: JsonValue): void {
    this.wire.message(number, () => this.wire.string(2, exactJson(value)));
  }

  #field({ number, kind }: FieldFact, value: JsonValue): void {
    const { wire } = this;
    switch (kind) {
      case "string":
        return value === "" ? undefined : wire.string(number, value as string);
      case "strings":
        for (const item of value as readonly string[]) wire.string(number, item);
        return;
      case "bool":
        return value === true ? wire.bool(number, true) : undefined;
      case "int64":
        return value === 0 ? undefined : wire.int64(number, value as Int64);
      case "double":
        return value === 0 ? undefined : wire.double(number, Number(value));
      case "any":
        return this.#any(number, value);
      case "anys":
        for (const item of value as readonly JsonValue[]) this.#any(number, item);
        return;
      default:
        this.#messages(number, kind, value);
    }
  }

  #messages(number: number, kind: Exclude<FieldFact["kind"], string>, value: JsonValue): void {
    if ("messages" in kind) {
      for (const item of value as readonly JsonObject[]) this.child(number, kind.messages, item);
    } else if ("map" in kind) {
      this.wire.message(number, () => this.map(1, kind.map, value as JsonObject));
    } else this.child(number, kind.message, value);
  }
}
