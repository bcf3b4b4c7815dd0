/**
 * What is known of each message before an object is written: its fields by their JSON names, with the numbers that decoding goes by
 * and the types of the schema. Worked out at a message's first object.
 */
import { protobufMessages } from "../decode/protobuf-fields.ts";
import { unionOf, type Union } from "../decode/protobuf-unions.ts";
import { schemaOf } from "../schema/built-in.ts";
import type { ScalarType, StructSchema, TypeSchema } from "../schema/type-schema.ts";

/** One value of a field. `union`: a schema or something else; `any`: JSON in a message of its own. */
export type ValueType =
  | { readonly kind: "scalar"; readonly type: ScalarType | "duration" }
  | { readonly kind: "any" }
  | { readonly kind: "message"; readonly message: MessageFields }
  | { readonly kind: "union"; readonly union: Union; readonly props: MessageFields };

export interface MessageField {
  readonly number: number;
  readonly value: ValueType;
  /** Where lists are of a Go type of their own, each is in a message {1 items}: `own-list`, `map-of-lists`. */
  readonly holds: "one" | "list" | "own-list" | "map" | "map-of-lists";
  /** Go's field is no pointer: zero says nothing. */
  readonly leavesZeros: boolean;
}

export interface MessageFields {
  readonly byName: ReadonlyMap<string, MessageField>;
  /** Messages that are written of the same object: their fields stand, in JSON, among the others. */
  readonly inlined: readonly MessageField[];
}

class DefinedFields implements MessageFields {
  readonly #definition: string;
  readonly #struct: StructSchema;
  #fields: MessageFields | undefined;

  /** `struct` has the fields: that of the outer message for one whose fields stand, in JSON, among the outer one's. */
  constructor(definition: string, struct: StructSchema) {
    this.#definition = definition;
    this.#struct = struct;
  }

  get byName(): ReadonlyMap<string, MessageField> {
    return (this.#fields ??= this.#compile()).byName;
  }

  get inlined(): readonly MessageField[] {
    return (this.#fields ??= this.#compile()).inlined;
  }

  #compile(): MessageFields {
    const byName = new Map<string, MessageField>();
    const inlined: MessageField[] = [];
    for (const [number, field] of protobufMessages().get(this.#definition) ?? []) {
      if (field.inline !== undefined) {
        const message = new DefinedFields(field.inline, this.#struct);
        const value = { kind: "message", message } as const;
        inlined.push({ number, value, holds: "one", leavesZeros: false });
        continue;
      }
      const known = this.#struct.fields.get(field.name);
      if (known === undefined) continue;
      const owner = { definition: this.#definition, name: field.name };
      byName.set(field.name, fieldOf(known.schema, owner, { number, pointer: field.pointer }));
    }
    return { byName, inlined };
  }
}

const ownLists = new Set(["io.k8s.apimachinery.pkg.apis.meta.v1.APIResource.verbs"]);

interface Owner {
  readonly definition: string;
  readonly name: string;
}

function fieldOf(
  schema: TypeSchema,
  owner: Owner,
  { number, pointer }: { readonly number: number; readonly pointer: boolean },
): MessageField {
  if (schema.kind === "list") {
    const holds = ownLists.has(`${owner.definition}.${owner.name}`) ? "own-list" : "list";
    return { number, value: valueOf(schema.items, owner), holds, leavesZeros: false };
  }
  if (schema.kind !== "map") {
    const value = valueOf(schema, owner);
    return { number, value, holds: "one", leavesZeros: !pointer && value.kind === "scalar" };
  }
  const { values } = schema;
  return values.kind === "list"
    ? { number, value: valueOf(values.items, owner), holds: "map-of-lists", leavesZeros: false }
    : { number, value: valueOf(values, owner), holds: "map", leavesZeros: false };
}

/** Throws for collections of collections: the tables do not fit the schema. */
function valueOf(schema: TypeSchema, { definition, name }: Owner): ValueType {
  const union = unionOf(definition, name);
  if (union !== undefined) return { kind: "union", union, props: messageFields(definition) };
  switch (schema.kind) {
    case "any":
      return { kind: "any" };
    case "struct":
      return { kind: "message", message: fieldsOfStruct(schema) };
    case "scalar":
      return { kind: "scalar", type: schema.type };
    case "list":
    case "map":
      throw new Error(`${definition}: ${name} nests collections`);
  }
}

const definedFields = new Map<string, MessageFields>();

function fieldsOfStruct(struct: StructSchema): MessageFields {
  const known = definedFields.get(struct.name);
  if (known !== undefined) return known;
  const fields = new DefinedFields(struct.name, struct);
  definedFields.set(struct.name, fields);
  return fields;
}

/** The fields of a definition's message. Throws for what is no struct: the tables do not fit the schema. */
export function messageFields(definition: string): MessageFields {
  const struct = schemaOf(definition);
  if (struct?.kind !== "struct") throw new Error(`${definition} is no message`);
  return fieldsOfStruct(struct);
}
