/** The schemas of resources, built-in and custom alike, as types of expressions: for checking, never for values. */
import type { TypeSchema } from "../schema/type-schema.ts";
import type { ObjectType } from "./environment.ts";
import { escapeProperty } from "./schema-types.ts";
import {
  BOOL,
  BYTES,
  DOUBLE,
  DYN,
  INT,
  listOf,
  mapOf,
  objectNamed,
  STRING,
  TIMESTAMP,
  type CelType,
} from "./types.ts";

export interface TypedSchema {
  readonly type: CelType;
  /** Finds the schema's own object types, and those that have been met on the way to them. */
  find(name: string): ObjectType | undefined;
}

/** Object types are made as they are asked for: schemas may contain themselves. */
export function typesOfSchema(schema: TypeSchema): TypedSchema {
  const known = new Map<string, ObjectType>();
  const typeOf = (part: TypeSchema): CelType => {
    switch (part.kind) {
      case "any":
        return DYN;
      case "list":
        return listOf(typeOf(part.items));
      case "map":
        return mapOf(STRING, typeOf(part.values));
      case "scalar":
        return scalars[part.type];
      case "struct": {
        if (part.preserveUnknown) return DYN;
        if (!known.has(part.name)) {
          const field = (name: string): CelType | undefined => {
            const found = [...part.fields].find(([property]) => escapeProperty(property) === name);
            return found && typeOf(found[1].schema);
          };
          known.set(part.name, { name: part.name, field });
        }
        return objectNamed(part.name);
      }
    }
  };
  return { type: typeOf(schema), find: (name) => known.get(name) };
}

const scalars: Readonly<Record<(TypeSchema & { kind: "scalar" })["type"], CelType>> = {
  string: STRING,
  integer: INT,
  number: DOUBLE,
  boolean: BOOL,
  // A text or a number.
  quantity: DYN,
  "int-or-string": DYN,
  time: TIMESTAMP,
  "micro-time": TIMESTAMP,
  bytes: BYTES,
};
