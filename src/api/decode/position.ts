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

/**
 * `Container.spec.containers.image`: the Go struct that has the field, and the fields on the way to it, as Go's decoder says
 * them. Undefined at the root.
 */
export function goFieldOf(position: Position | undefined): string | undefined {
  let owner: string | undefined;
  const fields: string[] = [];
  for (let at = position; at !== undefined; at = at.before) {
    if (at.struct === undefined) continue;
    owner ??= at.struct.name.slice(at.struct.name.lastIndexOf(".") + 1);
    fields.push(String(at.key));
  }
  return owner === undefined ? undefined : [owner, ...fields.reverse()].join(".");
}
