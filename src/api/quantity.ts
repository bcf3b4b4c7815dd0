/**
 * Kubernetes quantities (`500m`, `1.5Gi`, `2e3`) as exact numbers. Follows apimachinery, pkg/api/resource: values finer
 * than a nano are rounded away from zero, binary values stop at 2^63-1. Errors are values.
 */

import { rememberingTexts } from "./text-memo.ts";

export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

export interface Quantity {
  /** The exact value times 10^9. */
  readonly nanos: bigint;
  /** The family of suffixes that it was written with, and is printed with. */
  readonly format: QuantityFormat;
}

export type QuantityResult =
  | { readonly ok: true; readonly quantity: Quantity }
  | { readonly ok: false; readonly error: string };

export const quantityFormatError =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
export const quantitySuffixError = "unable to parse quantity's suffix";

const shape = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const nano = 1_000_000_000n;
const binaryMax = ((1n << 63n) - 1n) * nano;
/** Kubernetes has no bound here; ours keeps a hostile `1e2000000000` from becoming a number of two thousand million digits. */
const exponentMax = 1000;
/** Nor one here: reading a number takes the square of its length. */
const lengthMax = 1000;

const decimalSuffixes: readonly (readonly [suffix: string, exponent: number])[] = [
  ["n", -9],
  ["u", -6],
  ["m", -3],
  ["", 0],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
  ["P", 15],
  ["E", 18],
];
const binarySuffixes: readonly (readonly [suffix: string, exponent: number])[] = [
  ["Ki", 10],
  ["Mi", 20],
  ["Gi", 30],
  ["Ti", 40],
  ["Pi", 50],
  ["Ei", 60],
];
const decimalExponents = new Map(decimalSuffixes);
const binaryExponents = new Map(binarySuffixes);
const decimalNames = new Map(decimalSuffixes.map(([suffix, exponent]) => [exponent, suffix]));

function failed(error: string): QuantityResult {
  return { ok: false, error };
}

interface Unit {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

function unitOf(suffix: string): Unit | undefined {
  const decimal = decimalExponents.get(suffix);
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: "DecimalSI" };
  const binary = binaryExponents.get(suffix);
  if (binary !== undefined) return { base: 2, exponent: binary, format: "BinarySI" };
  if (!/^[eE][+-]?[0-9]+$/.test(suffix)) return undefined;
  const exponent = Number(suffix.slice(1));
  if (Math.abs(exponent) > exponentMax) return undefined;
  return { base: 10, exponent, format: "DecimalExponent" };
}

/** `numerator / denominator`, rounded away from zero; both are positive or zero. */
function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

/** Parses a quantity as it stands in JSON: a string, or a bare number. Blanks around it are not allowed. */
export function parseQuantity(text: string | number): QuantityResult {
  return parseText(String(text));
}

const parseText = rememberingTexts((text): QuantityResult => {
  if (text.length > lengthMax) return failed(quantityFormatError);
  const match = shape.exec(text);
  if (match === null || match[0] === "") return failed(quantityFormatError);
  const [, sign = "", whole = "", fraction = "", suffix = ""] = match;
  const unit = unitOf(suffix);
  if (unit === undefined) return failed(quantitySuffixError);
  const digits = BigInt(`${whole}${fraction}` || "0");
  let magnitude: bigint;
  if (unit.base === 2) {
    const scaled = digits * (1n << BigInt(unit.exponent)) * nano;
    magnitude = divideUp(scaled, 10n ** BigInt(fraction.length));
    if (magnitude > binaryMax) magnitude = binaryMax;
  } else {
    const power = unit.exponent + 9 - fraction.length;
    magnitude =
      power >= 0 ? digits * 10n ** BigInt(power) : divideUp(digits, 10n ** BigInt(-power));
  }
  // Kubernetes shows a binary fraction below one in decimal from the start.
  const fractional = unit.format === "BinarySI" && magnitude > 0n && magnitude < nano;
  return {
    ok: true,
    quantity: {
      nanos: sign === "-" ? -magnitude : magnitude,
      format: fractional ? "DecimalSI" : unit.format,
    },
  };
});

function decimalText(quantity: Quantity): string {
  let mantissa = quantity.nanos;
  let exponent = -9;
  while (mantissa % 10n === 0n) {
    mantissa /= 10n;
    exponent += 1;
  }
  // DecimalSI ends at `E`; Kubernetes drops a larger exponent altogether, we keep the value.
  const highest = quantity.format === "DecimalExponent" ? Infinity : 18;
  while (exponent % 3 !== 0 || exponent > highest) {
    mantissa *= 10n;
    exponent -= 1;
  }
  if (quantity.format !== "DecimalExponent") return `${mantissa}${decimalNames.get(exponent)}`;
  return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
}

/** The canonical text: no fraction, the largest suffix that loses nothing, binary only for whole values from 1024 up. */
export function formatQuantity(quantity: Quantity): string {
  const { nanos } = quantity;
  if (nanos === 0n) return "0";
  const magnitude = nanos < 0n ? -nanos : nanos;
  if (quantity.format !== "BinarySI") return decimalText(quantity);
  if (magnitude < 1024n * nano || nanos % nano !== 0n) {
    return decimalText({ nanos, format: "DecimalSI" });
  }
  let mantissa = nanos / nano;
  let step = -1;
  while (mantissa % 1024n === 0n && step < binarySuffixes.length - 1) {
    mantissa /= 1024n;
    step += 1;
  }
  return `${mantissa}${binarySuffixes[step]?.[0] ?? ""}`;
}

/** The canonical text of a quantity (`1000m` is `1`), or undefined when it is none. */
export function canonicalQuantity(text: string | number): string | undefined {
  const parsed = parseQuantity(text);
  return parsed.ok ? formatQuantity(parsed.quantity) : undefined;
}

/** What the defaulting of every ResourceList does to its values: rounded up to a milli, then canonical. */
export function canonicalResource(text: string | number): string | undefined {
  const parsed = parseQuantity(text);
  if (!parsed.ok) return undefined;
  const { nanos, format } = parsed.quantity;
  return formatQuantity({ nanos: roundUp(nanos, 1_000_000n) * 1_000_000n, format });
}

/** -1, 0 or 1. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.nanos === b.nanos) return 0;
  return a.nanos < b.nanos ? -1 : 1;
}

/** The sum; it takes the format of the first operand, of the second when the first is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** The difference `a - b`, formatted as {@link addQuantities} does. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, { nanos: -b.nanos, format: b.format });
}

/** How many `unit`s, rounded away from zero. */
function roundUp(nanos: bigint, unit: bigint): bigint {
  return nanos < 0n ? -divideUp(-nanos, unit) : divideUp(nanos, unit);
}

const plainInteger = /^[0-9]{1,15}$/;
const plainMilli = /^[0-9]{1,15}m$/;

function nanosOf(value: string | number | Quantity): bigint | undefined {
  if (typeof value === "object") return value.nanos;
  const parsed = parseQuantity(value);
  return parsed.ok ? parsed.quantity.nanos : undefined;
}

/** The value as a double, fractions kept (`500m` is 0.5), or undefined when the text is no quantity. */
export function quantityToNumber(value: string | number | Quantity): number | undefined {
  if (typeof value === "string" && plainInteger.test(value)) return Number(value);
  const nanos = nanosOf(value);
  if (nanos === undefined) return undefined;
  const whole = nanos / nano;
  return Number(whole) + Number(nanos - whole * nano) / 1e9;
}

/** The value in whole units, rounded away from zero, as Kubernetes' Value() gives it. */
export function quantityValue(value: string | number | Quantity): number | undefined {
  if (typeof value === "string" && plainInteger.test(value)) return Number(value);
  const nanos = nanosOf(value);
  return nanos === undefined ? undefined : Number(roundUp(nanos, nano));
}

/** The value in thousandths, rounded away from zero, as Kubernetes' MilliValue() gives it. */
export function quantityMilli(value: string | number | Quantity): number | undefined {
  if (typeof value === "string") {
    if (plainMilli.test(value)) return Number(value.slice(0, -1));
    if (plainInteger.test(value)) return Number(value) * 1000;
  }
  const nanos = nanosOf(value);
  return nanos === undefined ? undefined : Number(roundUp(nanos, 1_000_000n));
}
