/** A small protobuf encoder for tests: messages as nested lists of [field number, value]. */

/** A number or boolean is a varint, a string or bytes a length and bytes, a list of fields a message, a double is marked. */
export type WireValue =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | readonly WireField[]
  | Double;
export type WireField = readonly [number: number, value: WireValue];
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export function message(...fields: readonly WireField[]): Uint8Array {
  return Uint8Array.from(fields.flatMap((field) => encodeField(field)));
}

/** The Kubernetes envelope around an object's message. */
export function envelope(
  apiVersion: string,
  kind: string,
  ...fields: readonly WireField[]
): Uint8Array {
  const unknown = message(
    [
      1,
      [
        [1, apiVersion],
        [2, kind],
      ],
    ],
    [2, message(...fields)],
    [3, ""],
    [4, ""],
  );
  return Uint8Array.from([0x6b, 0x38, 0x73, 0x00, ...unknown]);
}

/** The metadata of an object, which stand first in its message. */
export function named(name: string, ...more: WireField[]): WireField {
  return [1, [[1, name], ...more]];
}

/** An entry of a map. */
export function pair(key: string, value: string | Uint8Array): WireField[] {
  return [
    [1, key],
    [2, value],
  ];
}

function encodeField([number, value]: WireField): number[] {
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
    return [...varint(BigInt(number) << 3n), ...varint(BigInt.asUintN(64, BigInt(value)))];
  }
  if (value instanceof Double) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value.value, true);
    return [...varint((BigInt(number) << 3n) | 1n), ...bytes];
  }
  const bytes =
    typeof value === "string"
      ? new TextEncoder().encode(value)
      : value instanceof Uint8Array
        ? value
        : message(...value);
  return [...varint((BigInt(number) << 3n) | 2n), ...varint(BigInt(bytes.length)), ...bytes];
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}

/** What Go sends for an ObjectMeta of which only the name is set: every field that is no pointer. */
export const metaNamed = (name: string, ...more: WireField[]): WireField => [
  1,
  [[1, name], [2, ""], [3, ""], [4, ""], [5, ""], [6, ""], [7, 0], [8, []], ...more],
];
