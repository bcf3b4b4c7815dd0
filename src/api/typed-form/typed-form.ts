/**
 * The form that an object has after it went through its Go type, which is how Kubernetes stores and shows it: what
 * encodes as empty is gone (null, "", 0, false, empty lists and maps of fields that are no pointers), and structs that
 * are no pointers are there, be they empty. Source: the types of k8s.io/api and Go's encoding/json.
 */
import { protobufMessages } from "../decode/protobuf-fields.ts";
import type { ScalarSchema, StructSchema, TypeSchema } from "../schema/type-schema.ts";
import { derived, isShared } from "../shared-parts.ts";
import { structFactsOf } from "./struct-facts.ts";

/** The same value when nothing changes. */
type Form = (value: unknown) => unknown;

interface FieldForm {
  readonly form: Form | undefined;
  /** Whether the value says no more than the field's absence does. */
  readonly isUnset: (value: unknown) => boolean;
}

interface StructForm {
  readonly fields: ReadonlyMap<string, FieldForm>;
  /** Fields that are there even when nobody set them, with what they hold then. */
  readonly always: readonly (readonly [string, unknown])[];
}

const structForms = new WeakMap<StructSchema, StructForm>();

/**
 * `object` in its typed form; the input's own parts wherever they are in that form already. `known`: an object in that form; members
 * that both have are not entered.
 */
export function typedForm<T extends object>(object: T, schema: TypeSchema, known?: object): T {
  if (schema.kind !== "struct") return object;
  const members = known as Members | undefined;
  const formed: FormMember = (value, form, name) =>
    value === members?.[name] ? value : sharedForm(value, form);
  return structIn(object, schema, formed) as T;
}

type Members = Readonly<Record<string, unknown>>;
type FormMember = (value: unknown, form: Form, name: string) => unknown;

/** Of a member of a whole object, which others may share. */
function sharedForm(value: unknown, form: Form): unknown {
  return isShared(value) ? derived(value, form, (part) => form(part) as object) : form(value);
}

const ownForm: FormMember = (value, form) => form(value);

function formOf(schema: TypeSchema): Form | undefined {
  switch (schema.kind) {
    case "struct":
      return (value) => structIn(value, schema);
    case "list": {
      const items = formOf(schema.items);
      return items && ((value) => (Array.isArray(value) ? eachItem(value, items) : value));
    }
    case "map": {
      const values = formOf(schema.values);
      return values && ((value) => (isObject(value) ? eachMember(value, values) : value));
    }
    case "scalar":
    case "any":
      return undefined;
    default:
      throw new TypeError(`unknown schema ${String(schema satisfies never)}`);
  }
}

function structIn(value: unknown, schema: StructSchema, formed = ownForm): unknown {
  if (!isObject(value)) return value;
  const { fields, always } = structFormOf(schema);
  let result: Record<string, unknown> | undefined;
  for (const name in value) {
    const before = value[name];
    const field = fields.get(name);
    if (field === undefined) continue;
    if (field.isUnset(before)) {
      result ??= { ...value };
      delete result[name];
      continue;
    }
    const after = field.form ? (formed(before, field.form, name) ?? before) : before;
    if (after === before) continue;
    result ??= { ...value };
    result[name] = after;
  }
  for (const [name, empty] of always) {
    if ((result ?? value)[name] !== undefined) continue;
    result ??= { ...value };
    result[name] = empty;
  }
  return result ?? value;
}

function structFormOf(schema: StructSchema): StructForm {
  const known = structForms.get(schema);
  if (known) return known;
  const form = makeStructForm(schema);
  structForms.set(schema, form);
  return form;
}

function makeStructForm(schema: StructSchema): StructForm {
  const facts = structFactsOf(schema.name);
  const pointers = pointerFieldsOf(schema.name);
  const fields = new Map<string, FieldForm>();
  const written = new Set([...facts.counters, ...facts.texts]);
  const nulls = new Set(facts.nulls);
  for (const [name, { schema: type, required: needed }] of schema.fields) {
    const required = needed || written.has(name) || nulls.has(name);
    const isPlain =
      !required && pointers !== undefined && !pointers.has(name) && !facts.empties.includes(name);
    const isUnset = required ? never : isPlain ? unsetTest(type) : isNull;
    const form = formOf(type);
    if (form !== undefined || isUnset !== never) fields.set(name, { form, isUnset });
  }
  const always: [string, unknown][] = facts.counters.map((name) => {
    const type = schema.fields.get(name)?.schema;
    return [name, type?.kind === "scalar" && type.type === "boolean" ? false : 0];
  });
  for (const name of facts.texts) always.push([name, ""]);
  for (const name of facts.nulls) always.push([name, null]);
  for (const name of facts.quantities) always.push([name, "0"]);
  for (const name of facts.structs) {
    const type = schema.fields.get(name)?.schema;
    if (type) always.push([name, freeze(typedForm({}, type))]);
  }
  return { fields, always };
}

function freeze(value: object): object {
  for (const member of Object.values(value)) if (isObject(member)) freeze(member);
  return Object.freeze(value);
}

/** Scalars that are pointers in Go; undefined for a type whose facts are not known. */
function pointerFieldsOf(definition: string): ReadonlySet<string> | undefined {
  const message = protobufMessages().get(definition);
  if (message === undefined) return undefined;
  const pointers = new Set<string>();
  for (const { name, inline, pointer } of message.values()) {
    if (pointer) pointers.add(name);
    if (inline === undefined) continue;
    for (const inner of pointerFieldsOf(inline) ?? []) pointers.add(inner);
  }
  return pointers;
}

function unsetTest(type: TypeSchema): (value: unknown) => boolean {
  switch (type.kind) {
    case "scalar":
      return plainScalars.has(type.type) ? isZero : isNull;
    case "list":
    case "map":
      return isEmpty;
    case "struct":
      return isNull;
    case "any":
      return never;
    default:
      throw new TypeError(`unknown schema ${String(type satisfies never)}`);
  }
}

/** Types that leave no trace when zero: quantities, times and int-or-strings are structs and encode themselves. */
const plainScalars: ReadonlySet<ScalarSchema["type"]> = new Set([
  "string",
  "integer",
  "number",
  "boolean",
  "bytes",
]);

function never(): boolean {
  return false;
}

function isNull(value: unknown): boolean {
  return value === null;
}

function isZero(value: unknown): boolean {
  return value === null || value === "" || value === 0 || value === false;
}

function isEmpty(value: unknown): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== "object") return false;
  for (const _member in value) return false;
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function eachItem(list: readonly unknown[], form: Form): unknown {
  let result: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const after = form(list[i]);
    if (after === list[i]) continue;
    result ??= [...list];
    result[i] = after;
  }
  return result ?? list;
}

function eachMember(map: Record<string, unknown>, form: Form): unknown {
  let result: Record<string, unknown> | undefined;
  for (const key in map) {
    const after = form(map[key]);
    if (after === map[key]) continue;
    result ??= { ...map };
    result[key] = after;
  }
  return result ?? map;
}
