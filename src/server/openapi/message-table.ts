/**
 * Tables of the protobuf messages that OpenAPI documents are sent as. A row is a message, `Name: key=number:kind ...`, where `~` stands
 * for the extensions (all keys that begin with x-).
 */

/** How a JSON value goes into a field. */
export type FieldKind =
  | "string"
  | "strings"
  | "bool"
  | "int64"
  | "double"
  /** Any JSON value, as YAML text. */
  | "any"
  | "anys"
  /** A message; `Message?` where a reference may stand in its place. */
  | { readonly message: string }
  /** Several, written `[Message`. */
  | { readonly messages: string }
  /** A message of pairs of a name and such a message, written `{Message`. */
  | { readonly map: string };

export interface FieldFact {
  readonly number: number;
  readonly kind: FieldKind;
}

export interface MessageFacts {
  readonly fields: ReadonlyMap<string, FieldFact>;
  /** The number of the field of extensions; 0 where there is none. */
  readonly extensions: number;
}

const scalars: ReadonlySet<string> = new Set([
  "string",
  "strings",
  "bool",
  "int64",
  "double",
  "any",
  "anys",
]);

export function parseMessages(table: string): ReadonlyMap<string, MessageFacts> {
  return new Map(table.trim().split("\n").map(parseRow));
}

function parseRow(row: string): [string, MessageFacts] {
  const [name = "", list = ""] = row.split(": ");
  const fields = new Map<string, FieldFact>();
  let extensions = 0;
  for (const token of list.split(" ")) {
    const [key = "", fact = ""] = token.split("=");
    const [number = "", type = ""] = fact.split(":");
    if (key === "~") extensions = Number(number);
    else fields.set(key, { number: Number(number), kind: kindOf(type) });
  }
  return [name, { fields, extensions }];
}

function kindOf(type: string): FieldKind {
  if (scalars.has(type)) return type as FieldKind;
  if (type.startsWith("[")) return { messages: type.slice(1) };
  return type.startsWith("{") ? { map: type.slice(1) } : { message: type };
}
