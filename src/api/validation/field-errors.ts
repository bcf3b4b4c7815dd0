/**
 * Makes field errors with the words and the value formats of apimachinery's pkg/util/validation/field. Where Kubernetes
 * prints an internal Go struct, `goValue` of go-form.ts gives the value.
 */
import { GoText } from "./go-text.ts";
import type { FieldError } from "../status.ts";
import { exactJson } from "../wide-integers.ts";

/** What validation functions append to. */
export type FieldErrors = FieldError[];

export function required(field: string, detail = ""): FieldError {
  return make("FieldValueRequired", field, join("Required value", detail));
}

/** `detail` may be empty. An undefined `value` prints as null, as a nil pointer does. */
export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return make("FieldValueInvalid", field, join(`Invalid value: ${print(value)}`, detail));
}

/** `supported` is listed in the order given: Kubernetes sorts sets before it lists them. */
export function notSupported(
  field: string,
  value: unknown,
  supported: readonly string[],
): FieldError {
  const detail = supported.length > 0 ? `supported values: ${supported.map(quote).join(", ")}` : "";
  // Of a type of its own, nearly always: printed as JSON then.
  const shown = typeof value === "string" ? escapeHtml(JSON.stringify(value)) : print(value);
  return make("FieldValueNotSupported", field, join(`Unsupported value: ${shown}`, detail));
}

/** A text that is missing is the empty one. */
export function duplicate(field: string, value: unknown): FieldError {
  return make("FieldValueDuplicate", field, `Duplicate value: ${print(value ?? "")}`);
}

export function forbiddenField(field: string, detail: string): FieldError {
  return make("FieldValueForbidden", field, join("Forbidden", detail));
}

/** A text that is missing is the empty one. */
export function notFoundValue(field: string, value: unknown): FieldError {
  return make("FieldValueNotFound", field, `Not found: ${print(value ?? "")}`);
}

/** The text is over `maxBytes` bytes long. */
export function tooLong(field: string, maxBytes: number): FieldError {
  const unit = maxBytes === 1 ? "byte" : "bytes";
  return make("FieldValueTooLong", field, `Too long: may not be more than ${maxBytes} ${unit}`);
}

export function tooMany(field: string, actual: number, max: number): FieldError {
  const unit = max === 1 ? "item" : "items";
  return make("FieldValueTooMany", field, `Too many: ${actual}: must have at most ${max} ${unit}`);
}

function make(type: FieldError["type"], field: string, message: string): FieldError {
  return { type, field, message };
}

function join(text: string, detail: string): string {
  return detail === "" ? text : `${text}: ${detail}`;
}

function print(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (value instanceof GoText) return value.text;
  if (value === undefined || value === null) return "null";
  if (typeof value === "object") return escapeHtml(exactJson(sorted(value)));
  return `${value as number | boolean}`;
}

/** Go's JSON writes map keys in order and escapes the characters that HTML gives a meaning. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

/** JSON text as Go writes it: the characters that HTML gives a meaning are escaped. */
export function escapeHtml(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const named: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** Go's `%q`: double quotes, named escapes, and `\x`, `\u` or `\U` for what cannot be printed. */
export function quote(text: string): string {
  const escaped = text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|["\\]/gu, (char) => {
    const short = named[char];
    if (short !== undefined) return short;
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
    if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
    return `\\U${code.toString(16).padStart(8, "0")}`;
  });
  return `"${escaped}"`;
}

const none: readonly FieldError[] = [];

/** One "Invalid value" for each message of a name check: `errors.push(...invalidAll(path, name, dnsLabel(name)))`. */
export function invalidAll(
  field: string,
  value: unknown,
  messages: readonly string[],
): readonly FieldError[] {
  if (messages.length === 0) return none;
  return messages.map((message) => invalidValue(field, value ?? "", message));
}
