/**
 * What storing makes of empty lists and maps that the typed form still has, since protobuf, in which objects are stored, does not tell
 * them from none: those that are written as null when there are none come back as null, others not at all.
 */
import type { StructSchema, TypeSchema } from "../schema/type-schema.ts";
import { structFactsOf } from "./struct-facts.ts";

type Members = Readonly<Record<string, unknown>>;
/** The same value when nothing changes. */
type Settle = (value: unknown) => unknown;

/** Undefined for types that hold no such field: nearly all. */
const memo = new WeakMap<TypeSchema, { readonly settle: Settle | undefined }>();
const unknown = { settle: undefined };

/** Types that are large, or hold themselves, and whose only such list (the sources of a projected volume) nobody leaves empty. */
const notEntered = /\.(?:PodSpec|PodTemplateSpec|PodStatus|JSONSchemaProps|ObjectMeta)$/;

/** The same object where no such field is empty. */
export function settledForm<T extends object>(object: T, schema: TypeSchema): T {
  return (settleOf(schema)?.(object) ?? object) as T;
}

function settleOf(schema: TypeSchema): Settle | undefined {
  const known = memo.get(schema);
  if (known) return known.settle;
  // A type that holds itself is asked for again on the way.
  memo.set(schema, unknown);
  const settle = made(schema);
  memo.set(schema, { settle });
  return settle;
}

function made(schema: TypeSchema): Settle | undefined {
  switch (schema.kind) {
    case "struct":
      return notEntered.test(schema.name) ? undefined : ofStruct(schema);
    case "list": {
      const item = settleOf(schema.items);
      return item && ((value) => (Array.isArray(value) ? ofItems(value, item) : value));
    }
    case "map":
    case "scalar":
    case "any":
      return undefined;
    default:
      throw new TypeError(`unknown schema ${String(schema satisfies never)}`);
  }
}

function ofStruct({ name, fields }: StructSchema): Settle | undefined {
  const { nulls, empties } = structFactsOf(name);
  const members: [string, Settle][] = [];
  for (const [key, { schema }] of fields) {
    const inner = settleOf(schema);
    const isList = schema.kind === "list" && nulls.includes(key);
    if (isList || empties.includes(key)) members.push([key, unlessEmpty(inner, isList)]);
    else if (inner) members.push([key, inner]);
  }
  if (members.length === 0) return undefined;
  return (value) => (isObject(value) ? ofMembers(value, members) : value);
}

function unlessEmpty(inner: Settle | undefined, isNull: boolean): Settle {
  return (value) => {
    if (isEmpty(value)) return isNull ? null : undefined;
    return inner ? inner(value) : value;
  };
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function ofMembers(value: Members, members: readonly [string, Settle][]): Members {
  let result: Record<string, unknown> | undefined;
  for (const [key, settle] of members) {
    const after = settle(value[key]);
    if (after === value[key]) continue;
    result ??= { ...value };
    if (after === undefined) delete result[key];
    else result[key] = after;
  }
  return result ?? value;
}

function ofItems(list: readonly unknown[], settle: Settle): unknown {
  const after = list.map(settle);
  return after.some((item, at) => item !== list[at]) ? after : list;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
