/** What every write says about itself to those who note the owners of fields, and the fields that nobody owns. */
import type { JsonObject } from "../json.ts";
import type { TypeSchema } from "../schema/type-schema.ts";
import { type FieldSet, FieldSetBuilder, subtract, subtractDeep, unite } from "./field-set.ts";
import { fieldElement } from "./path-element.ts";

export interface FieldWrite {
  /** The schema of the object's kind. */
  readonly schema: TypeSchema;
  /** The `fieldManager` parameter, or what the client's user agent begins with. */
  readonly manager: string;
  /** The version that the client speaks: `apps/v1`. */
  readonly apiVersion: string;
  /** The subresource written through, `status` or `scale`; empty or absent for the resource itself. */
  readonly subresource?: string | undefined;
  /** Absent: the write leaves no time, as those of a Scale do. */
  readonly nowRfc3339?: string | undefined;
  /** How conflicts are told where the owned field is seen as another kind's, a Scale's. */
  readonly shownAs?: { readonly apiVersion: string; readonly field: string };
  /** Fields that this endpoint sets back to what they were, `[["status"]]` for most resources: nobody comes to own them. */
  readonly resetFields?: readonly (readonly string[])[] | undefined;
  /** The other versions of the kind, where it has any. Without, what was written in another is taken as if written in this one. */
  readonly versions?: KindVersions | undefined;
}

/** The versions of a kind. */
export interface KindVersions {
  /** Undefined for a version that there is not, or no more. */
  schemaOf(apiVersion: string): TypeSchema | undefined;
  /** The object in another version; both are versions of the kind. */
  convert(object: JsonObject, apiVersion: string): JsonObject;
}

/** A set of the plain field paths given. */
export function fieldsAt(paths: readonly (readonly string[])[]): FieldSet {
  const builder = new FieldSetBuilder();
  for (const path of paths) builder.insert(path.map(fieldElement));
  return builder.build();
}

/** apimachinery, managedfields/internal/stripmeta.go: what the server itself looks after. */
const serverFields = fieldsAt([
  ["apiVersion"],
  ["kind"],
  ["metadata"],
  ["metadata", "name"],
  ["metadata", "namespace"],
  ["metadata", "creationTimestamp"],
  ["metadata", "selfLink"],
  ["metadata", "uid"],
  ["metadata", "clusterName"],
  ["metadata", "generation"],
  ["metadata", "managedFields"],
  ["metadata", "resourceVersion"],
]);

const resetSets = new WeakMap<readonly (readonly string[])[], FieldSet>();

/** Endpoints name the same fields with every write. */
function resetSet(paths: readonly (readonly string[])[]): FieldSet {
  let set = resetSets.get(paths);
  if (set === undefined) resetSets.set(paths, (set = fieldsAt(paths)));
  return set;
}

const unowned = new WeakMap<readonly (readonly string[])[], FieldSet>();
const noPaths: readonly (readonly string[])[] = Object.freeze([]);

/** What nobody comes to own through this endpoint: what it sets back, and what the server looks after. */
export function unownedFields({
  resetFields = noPaths,
}: Pick<FieldWrite, "resetFields">): FieldSet {
  let set = unowned.get(resetFields);
  if (set === undefined)
    unowned.set(resetFields, (set = unite(resetSet(resetFields), serverFields)));
  return set;
}

/** The part of `set` that this endpoint does not set back. */
export function written(set: FieldSet, { resetFields }: Pick<FieldWrite, "resetFields">): FieldSet {
  return resetFields === undefined ? set : subtractDeep(set, resetSet(resetFields));
}

/** The part of `set` that the writer may own. */
export function ownable(set: FieldSet, write: FieldWrite): FieldSet {
  return subtract(written(set, write), serverFields);
}
