/** The types of the vectors' tables as the schemas that server-side apply walks. */
import type {
  FieldSchema,
  ListSchema,
  TypeSchema,
} from "../../../../src/api/schema/type-schema.ts";
import type { Shape } from "../../../vectors/apply/vector.ts";

function listOf(shape: Shape, more: Partial<ListSchema>, self?: TypeSchema): TypeSchema {
  const plain = { mapKeys: [], patchStrategy: "replace", retainKeys: false } as const;
  const items = schemaFrom(shape, self);
  return { kind: "list", items, listType: "atomic", ...plain, ...more };
}

function defaultsOf(shape: Shape): ListSchema["keyDefaults"] {
  return typeof shape === "object" && "struct" in shape ? shape.defaults : undefined;
}

export function schemaFrom(shape: Shape, self?: TypeSchema): TypeSchema {
  if (shape === "any" || shape === "whole") return { kind: "any" };
  if (shape === "self") return self ?? { kind: "any" };
  if (typeof shape === "string") return { kind: "scalar", type: shape };
  if ("map" in shape) {
    return { kind: "map", values: schemaFrom(shape.map, self), atomic: shape.whole ?? false };
  }
  if ("set" in shape) return listOf(shape.set, { listType: "set" }, self);
  if ("atomic" in shape) return listOf(shape.atomic, {}, self);
  if ("keyed" in shape) {
    const keyDefaults = defaultsOf(shape.keyed);
    const keys = { mapKeys: shape.by, ...(keyDefaults ? { keyDefaults } : {}) };
    return listOf(shape.keyed, { listType: "map", ...keys }, self);
  }
  const fields = new Map<string, FieldSchema>();
  const schema: TypeSchema = {
    kind: "struct",
    name: "T",
    fields,
    atomic: shape.whole ?? false,
    preserveUnknown: shape.open ?? false,
  };
  for (const [name, part] of Object.entries(shape.struct)) {
    const field = { schema: schemaFrom(part, self ?? schema), required: false };
    fields.set(name, part === "whole" ? { ...field, atomic: true } : field);
  }
  return schema;
}

/** The type of a table as a kind: with a version, a name and a place for managedFields. */
export function kindFrom(shape: Shape): TypeSchema {
  const metadata: Shape = { struct: { name: "string" } };
  const own = { apiVersion: "string", kind: "string", metadata } as const;
  if (typeof shape === "object" && "struct" in shape) {
    return schemaFrom({ ...shape, struct: { ...own, ...shape.struct } });
  }
  return schemaFrom({ struct: own, open: true });
}
