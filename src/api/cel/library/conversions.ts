/** `int("1")`, `string(1.5)`, `type(x)`, `size(x)`, `dyn(x)` and the like. Follows cel-go's common/types. */
import { CelError } from "../errors.ts";
import { overload, type Overload } from "../overload.ts";
import {
  formatDuration,
  formatTimestamp,
  parseDuration,
  parseTimestamp,
  timestamp,
} from "../time-values.ts";
import {
  CelDuration,
  CelList,
  CelMap,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  int64Max,
  int64Min,
  typeNameOf,
  uint64Max,
  type CelValue,
} from "../values.ts";
import { codePoints } from "../lexer.ts";

function failed(value: CelValue, to: string): CelError {
  return new CelError(`type conversion error from '${typeNameOf(value)}' to '${to}'`);
}

function int(value: bigint): bigint {
  if (value < int64Min || value > int64Max) throw new CelError("integer overflow");
  return value;
}

function uint(value: bigint): CelUint {
  if (value < 0n || value > uint64Max) throw new CelError("unsigned integer overflow");
  return new CelUint(value);
}

function intOf(value: CelValue): bigint {
  if (typeof value === "bigint") return value;
  if (value instanceof CelUint) return int(value.value);
  if (typeof value === "number") {
    // The nearest doubles to the limits are beyond them.
    if (!(value > -(2 ** 63) && value < 2 ** 63)) throw new CelError("integer overflow");
    return BigInt(Math.trunc(value));
  }
  if (value instanceof CelTimestamp) return BigInt(value.seconds);
  if (value instanceof CelDuration) return value.nanos / 1_000_000_000n;
  if (typeof value === "string" && /^[+-]?[0-9]+$/.test(value)) {
    const parsed = BigInt(value.replace(/^\+/, ""));
    if (parsed >= int64Min && parsed <= int64Max) return parsed;
  }
  throw failed(value, "int");
}

function uintOf(value: CelValue): CelUint {
  if (value instanceof CelUint) return value;
  if (typeof value === "bigint") return uint(value);
  if (typeof value === "number") {
    if (!(value >= 0 && value < 2 ** 64)) throw new CelError("unsigned integer overflow");
    return new CelUint(BigInt(Math.trunc(value)));
  }
  if (typeof value === "string" && /^[0-9]+$/.test(value) && BigInt(value) <= uint64Max) {
    return new CelUint(BigInt(value));
  }
  throw failed(value, "uint");
}

const decimal = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const special: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  "+inf": Infinity,
  "-inf": -Infinity,
  infinity: Infinity,
  "+infinity": Infinity,
  "-infinity": -Infinity,
};

function doubleOf(value: CelValue): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof CelUint) return Number(value.value);
  if (typeof value === "string") {
    const word = value.toLowerCase();
    if (Object.hasOwn(special, word)) return special[word] ?? NaN;
    if (decimal.test(value)) return Number(value);
  }
  throw failed(value, "double");
}

/** As Go's strconv writes a float64 in its shortest form: exponents from 21 and below -4, with two digits. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 21) {
    return power < 0 ? fixed(value, mantissa, power) : plain(value);
  }
  const digits = String(Math.abs(power)).padStart(2, "0");
  return `${mantissa}e${power < 0 ? "-" : "+"}${digits}`;
}

function plain(value: number): string {
  return Number.isInteger(value) ? String(BigInt(value)) : String(value);
}

function fixed(value: number, mantissa: string, power: number): string {
  const digits = mantissa.replace(/[-.]/g, "");
  return `${value < 0 ? "-" : ""}0.${"0".repeat(-power - 1)}${digits}`;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

export function stringOf(value: CelValue): string {
  switch (typeof value) {
    case "string":
      return value;
    case "bigint":
    case "boolean":
      return String(value);
    case "number":
      return formatDouble(value);
    default:
  }
  if (value instanceof CelUint) return String(value.value);
  if (value instanceof CelTimestamp) return formatTimestamp(value);
  if (value instanceof CelDuration) return formatDuration(value);
  if (value instanceof Uint8Array) {
    try {
      return strict.decode(value);
    } catch {
      throw new CelError("invalid UTF-8 in bytes, cannot convert to string");
    }
  }
  throw failed(value, "string");
}

const trueTexts = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const falseTexts = new Set(["0", "f", "F", "false", "FALSE", "False"]);

function boolOf(value: CelValue): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    if (trueTexts.has(value)) return true;
    if (falseTexts.has(value)) return false;
  }
  throw failed(value, "bool");
}

function timestampOf(value: CelValue): CelTimestamp {
  if (value instanceof CelTimestamp) return value;
  if (typeof value === "bigint") return timestamp(Number(value), 0);
  const parsed = typeof value === "string" ? parseTimestamp(value) : undefined;
  if (!parsed) throw failed(value, "google.protobuf.Timestamp");
  return parsed;
}

function durationOf(value: CelValue): CelDuration {
  if (value instanceof CelDuration) return value;
  const parsed = typeof value === "string" ? parseDuration(value) : undefined;
  if (!parsed) throw failed(value, "google.protobuf.Duration");
  return parsed;
}

function sizeOf(value: CelValue): bigint {
  if (typeof value === "string") return BigInt(codePoints(value));
  if (value instanceof Uint8Array) return BigInt(value.length);
  return BigInt((value as CelList | CelMap).size);
}

function converter(
  to: string,
  from: readonly (readonly [id: string, type: string])[],
  fn: (value: CelValue) => CelValue,
): Overload[] {
  return from.map(([id, type]) => overload(id, `::${to}(${type}): ${to}`, fn));
}

const sized: readonly (readonly [string, string])[] = [
  ["string", "string"],
  ["bytes", "bytes"],
  ["list", "list(A)"],
  ["map", "map(A, B)"],
];

export function conversionOverloads(): readonly Overload[] {
  return [
    ...converter(
      "int",
      [
        ["int64_to_int64", "int"],
        ["uint64_to_int64", "uint"],
        ["double_to_int64", "double"],
        ["string_to_int64", "string"],
        ["timestamp_to_int64", "timestamp"],
        ["duration_to_int64", "duration"],
      ],
      intOf,
    ),
    ...converter(
      "uint",
      [
        ["uint64_to_uint64", "uint"],
        ["int64_to_uint64", "int"],
        ["double_to_uint64", "double"],
        ["string_to_uint64", "string"],
      ],
      uintOf,
    ),
    ...converter(
      "double",
      [
        ["double_to_double", "double"],
        ["int64_to_double", "int"],
        ["uint64_to_double", "uint"],
        ["string_to_double", "string"],
      ],
      doubleOf,
    ),
    ...converter(
      "string",
      [
        ["string_to_string", "string"],
        ["bool_to_string", "bool"],
        ["bytes_to_string", "bytes"],
        ["double_to_string", "double"],
        ["duration_to_string", "duration"],
        ["int64_to_string", "int"],
        ["timestamp_to_string", "timestamp"],
        ["uint64_to_string", "uint"],
      ],
      stringOf,
    ),
    ...converter(
      "bool",
      [
        ["bool_to_bool", "bool"],
        ["string_to_bool", "string"],
      ],
      boolOf,
    ),
    ...converter(
      "timestamp",
      [
        ["timestamp_to_timestamp", "timestamp"],
        ["int64_to_timestamp", "int"],
        ["string_to_timestamp", "string"],
      ],
      timestampOf,
    ),
    ...converter(
      "duration",
      [
        ["duration_to_duration", "duration"],
        ["string_to_duration", "string"],
      ],
      durationOf,
    ),
    overload("bytes_to_bytes", "::bytes(bytes): bytes", (value: Uint8Array) => value),
    overload("string_to_bytes", "::bytes(string): bytes", (value: string) => encoder.encode(value)),
    overload("to_dyn", "::dyn(A): dyn", (value: CelValue) => value),
    overload(
      "type",
      "::type(A): type(A)",
      (value: CelValue) => new CelTypeValue(typeNameOf(value)),
    ),
    ...sized.flatMap(([id, type]) => [
      overload(`size_${id}`, `::size(${type}): int`, sizeOf),
      overload(`${id}_size`, `${type}.size(): int`, sizeOf),
    ]),
    overload("map_insert", "::cel.@mapInsert(map(A, B), A, B): map(A, B)", () => {
      throw new CelError("no such overload");
    }),
    overload("map_insert_map", "::cel.@mapInsert(map(A, B), map(A, B)): map(A, B)", () => {
      throw new CelError("no such overload");
    }),
  ];
}
