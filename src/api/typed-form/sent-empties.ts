/**
 * Empty lists and maps that a client has sent, put back into an object whose typed form has none. Kubernetes drops them only when it
 * stores an object: until then a comparison by reflect.DeepEqual tells them from absent ones, and errors print them.
 */
import type { StructSchema, TypeSchema } from "../schema/type-schema.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * `value` with what is empty in `sent`, wherever it has nothing in that place itself; `value` when that changes nothing. Types of
 * apimachinery print by their JSON tags, which leave out what is empty: nothing is put into them.
 */
export function withSentEmpties<T>(value: T, sent: unknown, schema: TypeSchema): T {
  switch (schema.kind) {
    case "struct":
      return isTagged(schema)
        ? value
        : (inMembers(value, sent, (key) => fieldOf(schema, key)) as T);
    case "map":
      return inMembers(value, sent, () => schema.values) as T;
    case "list":
      return inItems(value, sent, schema.items) as T;
    case "scalar":
    case "any":
      return value;
    default:
      throw new TypeError(`unknown schema ${String(schema satisfies never)}`);
  }
}

/** The same for one field of an object. */
export function withSentField<T extends object>(
  object: T,
  sent: object,
  { schema, field }: { readonly schema: TypeSchema; readonly field: string },
): T {
  const only = (key: string) => (key === field ? fieldOf(schema, key) : undefined);
  return inMembers(object, sent, only) as T;
}

function fieldOf(schema: TypeSchema, key: string): TypeSchema | undefined {
  return schema.kind === "struct" ? schema.fields.get(key)?.schema : undefined;
}

function isTagged({ name }: StructSchema): boolean {
  return name.startsWith("io.k8s.apimachinery.");
}

function inMembers(
  value: unknown,
  sent: unknown,
  schemaOf: (key: string) => TypeSchema | undefined,
): unknown {
  if (!isObject(value) || !isObject(sent)) return value;
  let result: Record<string, unknown> | undefined;
  for (const key in sent) {
    const schema = schemaOf(key);
    if (schema === undefined) continue;
    const [before, given] = [value[key], sent[key]];
    const isMissing = before === undefined && isCollection(schema) && isEmpty(given);
    const after = isMissing ? given : withSentEmpties(before, given, schema);
    if (after === before) continue;
    result ??= { ...value };
    result[key] = after;
  }
  return result ?? value;
}

function inItems(value: unknown, sent: unknown, items: TypeSchema): unknown {
  if (!Array.isArray(value) || !Array.isArray(sent)) return value;
  const list: readonly unknown[] = value;
  const after = list.map((item, at) => withSentEmpties(item, (sent as unknown[])[at], items));
  return after.some((item, at) => item !== list[at]) ? after : value;
}

function isCollection({ kind }: TypeSchema): boolean {
  return kind === "list" || kind === "map";
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
