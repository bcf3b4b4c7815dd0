/** The types of CEL as the checker sees them, and how messages write them. Follows cel-go's common/types. */

export type CelType =
  | { readonly kind: SimpleKind }
  | { readonly kind: "list"; readonly element: CelType }
  | { readonly kind: "map"; readonly key: CelType; readonly value: CelType }
  /** An object with declared fields; `name` is looked up in the environment's types. */
  | { readonly kind: "object"; readonly name: string }
  /** A value with functions only: `kubernetes.URL`, `optional_type(...)`. */
  | { readonly kind: "opaque"; readonly name: string; readonly parameters: readonly CelType[] }
  | { readonly kind: "type"; readonly of: CelType | undefined }
  /** A type variable of a function's signature, or a fresh one of the checker. */
  | { readonly kind: "parameter"; readonly name: string };

export type SimpleKind =
  | "bool"
  | "int"
  | "uint"
  | "double"
  | "string"
  | "bytes"
  | "null"
  | "dyn"
  /** As `dyn`, but no range of a comprehension: `google.protobuf.Any`. */
  | "any"
  | "error"
  | "timestamp"
  | "duration";

export const BOOL: CelType = { kind: "bool" };
export const INT: CelType = { kind: "int" };
export const UINT: CelType = { kind: "uint" };
export const DOUBLE: CelType = { kind: "double" };
export const STRING: CelType = { kind: "string" };
export const BYTES: CelType = { kind: "bytes" };
export const NULL: CelType = { kind: "null" };
export const DYN: CelType = { kind: "dyn" };
export const ANY: CelType = { kind: "any" };
export const ERROR: CelType = { kind: "error" };
export const TIMESTAMP: CelType = { kind: "timestamp" };
export const DURATION: CelType = { kind: "duration" };

export function listOf(element: CelType): CelType {
  return { kind: "list", element };
}

export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: "map", key, value };
}

export function objectNamed(name: string): CelType {
  return { kind: "object", name };
}

export function opaque(name: string, ...parameters: readonly CelType[]): CelType {
  return { kind: "opaque", name, parameters };
}

export function optionalOf(type: CelType): CelType {
  return opaque("optional_type", type);
}

export function typeOf(of: CelType | undefined): CelType {
  return { kind: "type", of };
}

export function parameter(name: string): CelType {
  return { kind: "parameter", name };
}

export function isOptional(type: CelType): boolean {
  return type.kind === "opaque" && type.name === "optional_type";
}

/** The type inside an optional; the type itself where it is none. */
export function unwrapOptional(type: CelType): CelType {
  if (type.kind !== "opaque" || type.name !== "optional_type") return type;
  return type.parameters[0] ?? DYN;
}

const written: Readonly<Partial<Record<SimpleKind, string>>> = { error: "!error!" };

/** As the checker's messages write it: `list(int)`, `map(string, dyn)`, `timestamp`. */
export function formatType(type: CelType): string {
  switch (type.kind) {
    case "list":
      return `list(${formatType(type.element)})`;
    case "map":
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case "object":
    case "parameter":
      return type.name;
    case "opaque":
      if (type.parameters.length === 0) return type.name;
      return `${type.name}(${type.parameters.map(formatType).join(", ")})`;
    case "type":
      return type.of === undefined ? "type" : `type(${formatType(type.of)})`;
    default:
      return written[type.kind] ?? type.kind;
  }
}

const runtimeNames: Readonly<Partial<Record<SimpleKind, string>>> = {
  null: "null_type",
  timestamp: "google.protobuf.Timestamp",
  duration: "google.protobuf.Duration",
};

/** What `type(x)` names it, and messages of the evaluation: without its parameters. */
export function typeName(type: CelType): string {
  switch (type.kind) {
    case "object":
    case "opaque":
    case "parameter":
      return type.name;
    case "list":
    case "map":
    case "type":
      return type.kind;
    default:
      return runtimeNames[type.kind] ?? type.kind;
  }
}

/** As cel-go's Type.String: names of the runtime, with parameters. */
export function runtimeForm(type: CelType): string {
  if (type.kind === "list") return `list(${runtimeForm(type.element)})`;
  if (type.kind === "map") return `map(${runtimeForm(type.key)}, ${runtimeForm(type.value)})`;
  return typeName(type);
}

/** Exactly the same type. */
export function sameType(a: CelType, b: CelType): boolean {
  if (a === b) return true;
  return a.kind === b.kind && formatType(a) === formatType(b);
}
