/** Comparisons of quantities as they stand in objects. What is no quantity was refused by the decoder, and compares as zero. */
import { parseQuantity } from "../quantity.ts";

/** The exact value times 10^9. */
export function quantityNanos(text: string | number): bigint {
  const parsed = parseQuantity(text);
  return parsed.ok ? parsed.quantity.nanos : 0n;
}

/** -1, 0 or 1. */
export function compareQuantityTexts(a: string | number, b: string | number): -1 | 0 | 1 {
  if (a === b) return 0;
  const left = quantityNanos(a);
  const right = quantityNanos(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const zero = /^[+-]?0+$/;

export function isZeroQuantity(text: string | number): boolean {
  if (typeof text === "number") return text === 0;
  return zero.test(text) || (text.startsWith("0") && quantityNanos(text) === 0n);
}

export function isNegativeQuantity(text: string | number): boolean {
  return typeof text === "number" ? text < 0 : text.startsWith("-") && !isZeroQuantity(text);
}

/** A whole number of units. */
export function isWholeQuantity(text: string | number): boolean {
  return quantityNanos(text) % 1_000_000_000n === 0n;
}
