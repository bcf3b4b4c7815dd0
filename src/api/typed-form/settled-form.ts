/**
 * What storing makes of the lists that are written as null when there are none: an empty one comes back as null, since protobuf tells
 * them not apart. Looks at an object and at its spec only, where a client may leave such a list empty.
 */
import type { TypeSchema } from "../schema/type-schema.ts";
import { structFactsOf } from "./struct-facts.ts";

type Members = Readonly<Record<string, unknown>>;

const memo = new WeakMap<TypeSchema, readonly string[]>();
const none: readonly string[] = [];

/** The same object where nothing is empty. */
export function settledForm<T extends object>(object: T, schema: TypeSchema): T {
  const own = withoutEmptyLists(object as Members, schema);
  const specSchema = schema.kind === "struct" ? schema.fields.get("spec")?.schema : undefined;
  const spec = own["spec"];
  if (specSchema === undefined || typeof spec !== "object" || spec === null) return own as T;
  const settled = withoutEmptyLists(spec as Members, specSchema);
  return (settled === spec ? own : { ...own, spec: settled }) as T;
}

function withoutEmptyLists(value: Members, schema: TypeSchema): Members {
  let result = value;
  for (const name of nullListsOf(schema)) {
    const list = value[name];
    if (Array.isArray(list) && list.length === 0) result = { ...result, [name]: null };
  }
  return result;
}

function nullListsOf(schema: TypeSchema): readonly string[] {
  const known = memo.get(schema);
  if (known !== undefined) return known;
  const names =
    schema.kind === "struct"
      ? structFactsOf(schema.name).nulls.filter(
          (name) => schema.fields.get(name)?.schema.kind === "list",
        )
      : none;
  memo.set(schema, names);
  return names;
}
