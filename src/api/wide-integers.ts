/**
 * Integers that a JavaScript number cannot hold exactly, up to those of 64 bits: int64 fields, custom resources and free forms may
 * have any, and give back the very digits. In an object they are bigints, which compare and copy as numbers do; only reading and
 * writing JSON knows of them, and costs nothing where there are none. Go reads larger ones as doubles, and so do we.
 */
import type { Int64, JsonValue } from "./json.ts";

/** After a sign that a value may follow, sixteen digits. In a string it means nothing, and costs a second look. */
const mayBeWide = /(?:[:[,]\s*|^\s*)-?\d{16}/;
const isInteger = /^-?\d{16,19}$/;

/** What JavaScript engines of the last years have, and its libraries do not declare yet. */
interface RawJson {
  rawJSON?(text: string): unknown;
}

function revived(this: unknown, _key: string, value: unknown, more?: { readonly source?: string }) {
  const source = more?.source;
  if (typeof value !== "number" || source === undefined || !isInteger.test(source)) return value;
  return exactInteger(BigInt(source)) ?? value;
}

/** Whether a number's text may be of an integer that parseExact reads as a bigint. */
export function hasWideDigits(text: string): boolean {
  return isInteger.test(text);
}

/** A bigint as the value that stands for it: itself where only that is exact, undefined beyond 64 bits. */
export function exactInteger(value: bigint): Int64 | undefined {
  if (Number.isSafeInteger(Number(value))) return Number(value);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** JSON text as a value with the integers in it exact. Throws SyntaxError as JSON.parse does. */
export function parseExact(text: string): JsonValue {
  // An engine that does not tell a reviver the source leaves doubles.
  return JSON.parse(text, mayBeWide.test(text) ? revived : undefined) as JsonValue;
}

function written(_key: string, value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  return (JSON as RawJson).rawJSON?.(String(value)) ?? Number(value);
}

/** JSON of a value that may have such integers. `space`: as JSON.stringify takes it. */
export function exactJson(value: unknown, space?: number): string {
  try {
    return JSON.stringify(value, null, space);
  } catch (error) {
    // What JSON.stringify says of a bigint, and of nothing else here.
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, written, space);
  }
}

const mark = " ";

/** As exactJson; a text with such integers ends with a space, so that whoever reads it need not look for them. */
export function markedJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, written) + mark;
  }
}

/** Reads what markedJson has written, or any other JSON without such integers. */
export function parseMarked(text: string): JsonValue {
  return text.endsWith(mark) ? parseExact(text) : (JSON.parse(text) as JsonValue);
}
