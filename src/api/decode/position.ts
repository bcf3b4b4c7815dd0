/** Where a walk over an object is: a chain back to the root, written out only when there is something to report. */
import type { StructSchema } from "../schema/type-schema.ts";

export interface Position {
  readonly before: Position | undefined;
  /** A field's name, a map's key or a list's index. */
  readonly key: string | number;
  /** The struct that has the field; absent for map keys and indexes. */
  readonly struct?: StructSchema;
}

/** `spec.containers[0].image`: as unknown and duplicate fields are reported. */
export function pathOf(position: Position): string {
  let path = "";
  for (let at: Position | undefined = position; at !== undefined; at = at.before) {
    const step = typeof at.key === "number" ? `[${at.key}]` : at.before ? `.${at.key}` : at.key;
    path = step + path;
  }
  return path;
}

/** The Go struct field that a position is in. */
export interface Owner {
  readonly struct: StructSchema;
  readonly field: string;
  /** The struct and the fields on the way, as Go's decoder says them: `Container.spec.containers.image`. */
  readonly path: string;
}

/** The nearest field around a position; undefined at the root. */
export function ownerOf(position: Position | undefined): Owner | undefined {
  const fields: string[] = [];
  let struct: StructSchema | undefined;
  for (let at = position; at !== undefined; at = at.before) {
    if (at.struct === undefined) continue;
    struct ??= at.struct;
    fields.push(String(at.key));
  }
  const [field] = fields;
  if (struct === undefined || field === undefined) return undefined;
  const name = struct.name.slice(struct.name.lastIndexOf(".") + 1);
  return { struct, field, path: [name, ...fields.reverse()].join(".") };
}
