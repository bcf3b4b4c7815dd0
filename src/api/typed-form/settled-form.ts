/**
 * What storing makes of the lists that are written as null when there are none: an empty one comes back as null, since protobuf, in
 * which objects are stored, tells them not apart.
 */
import type { StructSchema, TypeSchema } from "../schema/type-schema.ts";
import { structFactsOf } from "./struct-facts.ts";

type Members = Readonly<Record<string, unknown>>;
/** The same value when nothing changes. */
type Settle = (value: unknown) => unknown;

/** Undefined for types that hold no such list: nearly all. */
const memo = new WeakMap<TypeSchema, { readonly settle: Settle | undefined }>();
const unknown = { settle: undefined };

/** Types that are large, or hold themselves, and whose only such list (the sources of a projected volume) nobody leaves empty. */
const notEntered = /\.(?:PodSpec|PodTemplateSpec|PodStatus|JSONSchemaProps|ObjectMeta)$/;

/** The same object where no such list is empty. */
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
  const nulls = new Set(structFactsOf(name).nulls);
  const members: [string, Settle][] = [];
  for (const [key, { schema }] of fields) {
    const inner = settleOf(schema);
    if (schema.kind === "list" && nulls.has(key)) members.push([key, orNull(inner)]);
    else if (inner) members.push([key, inner]);
  }
  if (members.length === 0) return undefined;
  return (value) => (isObject(value) ? ofMembers(value, members) : value);
}

function orNull(inner: Settle | undefined): Settle {
  return (value) => {
    if (Array.isArray(value) && value.length === 0) return null;
    return inner ? inner(value) : value;
  };
}

function ofMembers(value: Members, members: readonly [string, Settle][]): Members {
  let result = value;
  for (const [key, settle] of members) {
    const after = settle(value[key]);
    if (after !== value[key]) result = { ...result, [key]: after };
  }
  return result;
}

function ofItems(list: readonly unknown[], settle: Settle): unknown {
  const after = list.map(settle);
  return after.some((item, at) => item !== list[at]) ? after : list;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
