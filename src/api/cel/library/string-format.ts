/** `"%s is %d".format([a, b])`. Follows cel-go's ext/formatting.go. */
import { CelError } from "../errors.ts";
import { spendText } from "../text-work.ts";
import { formatDuration, formatTimestamp } from "../time-values.ts";
import {
  CelDuration,
  CelList,
  CelMap,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  typeNameOf,
  type CelValue,
} from "../values.ts";
import { formatDouble } from "./conversions.ts";

const clause = /%(?:%|(?:\.(\d+))?([a-zA-Z]))?/g;

/** Throws CelError for a clause that is malformed or does not fit its argument. */
export function formatText(text: string, args: CelList): string {
  let used = 0;
  return text.replaceAll(clause, (whole, digits: string | undefined, verb: string | undefined) => {
    if (whole === "%%") return "%";
    if (verb === undefined) throw new CelError("unexpected end of string");
    if (used >= args.size) throw new CelError(`index ${used} out of range`);
    const value = args.at(used++);
    const precision = digits === undefined ? undefined : Number(digits);
    try {
      return formatOne(verb, value, precision);
    } catch (error) {
      if (error instanceof FormatFault) {
        throw new CelError(`error during formatting: ${error.message}`);
      }
      throw error;
    }
  });
}

class FormatFault extends Error {}

function formatOne(verb: string, value: CelValue, precision: number | undefined): string {
  switch (verb) {
    case "s":
      return asText(value);
    case "d":
      return integerText(value);
    case "f":
      return fixedText(value, precision ?? 6);
    case "e":
      return scientificText(value, precision ?? 6);
    case "b":
      return radixText(value, 2);
    case "o":
      return radixText(value, 8);
    case "x":
    case "X": {
      const text = hexText(value);
      return verb === "X" ? text.toUpperCase() : text;
    }
    default:
      throw new CelError(
        `could not parse formatting clause: unrecognized formatting clause "${verb}"`,
      );
  }
}

function asText(value: CelValue): string {
  if (typeof value === "string") {
    spendText(value.length);
    return value;
  }
  if (typeof value === "number") return formatDouble(value);
  if (value === null) return "null";
  if (typeof value === "object") {
    if (value instanceof CelList) return `[${[...value].map(asText).join(", ")}]`;
    if (value instanceof CelMap) {
      const entries = [...value.keys()].map(
        (key) => `${asText(key)}: ${asText(value.get(key) ?? null)}`,
      );
      return `{${entries.sort().join(", ")}}`;
    }
    if (value instanceof Uint8Array) return new TextDecoder().decode(value);
    if (value instanceof CelUint) return String(value.value);
    if (value instanceof CelTimestamp) return formatTimestamp(value);
    if (value instanceof CelDuration) return formatDuration(value);
    if (value instanceof CelTypeValue) return value.name;
    throw new FormatFault(
      `string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ${typeNameOf(value)}`,
    );
  }
  return String(value);
}

function integerText(value: CelValue): string {
  if (typeof value === "bigint") return String(value);
  if (value instanceof CelUint) return String(value.value);
  if (typeof value === "number" && !Number.isFinite(value))
    return formatDouble(value).replace("+", "");
  throw new FormatFault(
    `decimal clause can only be used on integers, was given ${typeNameOf(value)}`,
  );
}

function doubleOf(value: CelValue, what: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" && /^(NaN|Infinity|-Infinity)$/.test(value)) return Number(value);
  throw new FormatFault(
    `${what} clause can only be used on doubles, was given ${typeNameOf(value)}`,
  );
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return undefined;
  return value > 0 ? "Infinity" : "-Infinity";
}

function fixedText(value: CelValue, precision: number): string {
  const number = doubleOf(value, "fixed-point");
  return special(number) ?? number.toFixed(Math.min(precision, 100));
}

function scientificText(value: CelValue, precision: number): string {
  const number = doubleOf(value, "scientific");
  const found = special(number);
  if (found) return found;
  return number
    .toExponential(Math.min(precision, 100))
    .replace(/e([+-])(\d)$/, (_whole, sign: string, digit: string) => `e${sign}0${digit}`);
}

function radixText(value: CelValue, radix: number): string {
  if (typeof value === "bigint") return value.toString(radix);
  if (value instanceof CelUint) return value.value.toString(radix);
  if (typeof value === "boolean" && radix === 2) return value ? "1" : "0";
  const [name, types] = radix === 2 ? ["binary", "integers and bools"] : ["octal", "integers"];
  throw new FormatFault(
    `${name} clause can only be used on ${types}, was given ${typeNameOf(value)}`,
  );
}

const encoder = new TextEncoder();

function hexText(value: CelValue): string {
  if (typeof value === "bigint") return value.toString(16);
  if (value instanceof CelUint) return value.value.toString(16);
  const bytes = typeof value === "string" ? encoder.encode(value) : value;
  if (!(bytes instanceof Uint8Array)) {
    const type = typeNameOf(value);
    throw new FormatFault(
      `only integers, byte buffers, and strings can be formatted as hex, was given ${type}`,
    );
  }
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
