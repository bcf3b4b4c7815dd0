/** Functions of strings: the standard ones and cel-go's ext.Strings, version 2. Positions count code points. */
import { CelError, CostLimitExceeded } from "../errors.ts";
import { overload, type Overload } from "../overload.ts";
import { compileRegex, RegexSyntaxError, RegexTooCostly, type Regex } from "../../re2/regex.ts";
import { codePoints } from "../lexer.ts";
import { spendText } from "../text-work.ts";
import { ArrayList, CelList, type CelValue } from "../values.ts";
import { formatText } from "./string-format.ts";

/** Runs `use` on the compiled pattern; a malformed one is an error of the language. */
export function withRegex<T>(pattern: string, use: (regex: Regex) => T): T {
  try {
    return use(compileRegex(pattern));
  } catch (error) {
    if (error instanceof RegexSyntaxError) throw new CelError(error.message);
    if (error instanceof RegexTooCostly) throw new CostLimitExceeded();
    throw error;
  }
}

function outOfRange(index: bigint): CelError {
  return new CelError(`index out of range: ${index}`);
}

/** Where the code point `index` begins, in UTF-16 units, or where the text ends. Throws CelError outside of the text. */
function unitsBefore(text: string, index: bigint): number {
  if (index < 0n || index > BigInt(text.length)) throw outOfRange(index);
  let at = 0;
  for (let left = Number(index); left > 0; left--) {
    if (at >= text.length) throw outOfRange(index);
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}

function charAt(text: string, index: bigint): string {
  const code = text.codePointAt(unitsBefore(text, index));
  return code === undefined ? "" : String.fromCodePoint(code);
}

function indexOf(text: string, part: string, from = 0n): bigint {
  if (part === "") return from;
  const found = text.indexOf(part, unitsBefore(text, from));
  return found < 0 ? -1n : BigInt(codePoints(text.slice(0, found)));
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
  if (part === "") return from ?? BigInt(codePoints(text));
  let last = text.length;
  if (from !== undefined) {
    last = unitsBefore(text, from);
    if (last >= text.length) throw outOfRange(from);
  }
  const found = text.lastIndexOf(part, last);
  return found < 0 ? -1n : BigInt(codePoints(text.slice(0, found)));
}

function substring(text: string, start: bigint, end?: bigint): string {
  const from = unitsBefore(text, start);
  if (end === undefined) return text.slice(from);
  const to = unitsBefore(text, end);
  if (from > to) throw new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  return text.slice(from, to);
}

function replace(text: string, from: string, to: string, count = -1n): string {
  const wanted = count < 0n ? Infinity : Number(count);
  let found = 0;
  if (from === "") found = Math.min(codePoints(text) + 1, wanted);
  else {
    let at = -1;
    while (found < wanted && (at = text.indexOf(from, at + (at < 0 ? 1 : from.length))) >= 0)
      found++;
  }
  spendText(text.length + found * (to.length - from.length));
  let rest = found;
  const pattern = from === "" ? /(?:)/gu : from;
  return text.replaceAll(pattern, (match: string) => (rest-- > 0 ? to : match));
}

function split(text: string, separator: string, count = -1n): CelList {
  if (count === 0n) return new ArrayList([]);
  const parts = separator === "" ? Array.from(text) : text.split(separator);
  if (count < 0n || BigInt(parts.length) <= count) return new ArrayList(parts);
  const kept = parts.slice(0, Number(count) - 1);
  return new ArrayList([...kept, parts.slice(Number(count) - 1).join(separator)]);
}

function join(list: CelList, separator = ""): string {
  const parts: string[] = [];
  for (const part of list) {
    if (typeof part !== "string") throw new CelError("no such overload");
    spendText(part.length + separator.length);
    parts.push(part);
  }
  return parts.join(separator);
}

const goSpace =
  /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

const quoted: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Lone surrogates become U+FFFD, as in any Go string. */
function quote(text: string): string {
  const body = decoder
    .decode(encoder.encode(text))
    .replaceAll(/[^]/gu, (char) => quoted[char] ?? char);
  return `"${body}"`;
}

export function stringOverloads(): readonly Overload[] {
  return [
    overload("contains_string", "string.contains(string): bool", (text: string, part: string) =>
      text.includes(part),
    ),
    overload(
      "starts_with_string",
      "string.startsWith(string): bool",
      (text: string, part: string) => text.startsWith(part),
    ),
    overload("ends_with_string", "string.endsWith(string): bool", (text: string, part: string) =>
      text.endsWith(part),
    ),
    ...["::matches(string, string): bool", "string.matches(string): bool"].map((signature) =>
      overload("matches_string", signature, (text: string, pattern: string) =>
        withRegex(pattern, (regex) => regex.test(text)),
      ),
    ),
    overload("string_find_string", "string.find(string): string", (text: string, pattern: string) =>
      withRegex(pattern, (regex) => {
        const match = regex.find(text);
        return match ? text.slice(match.start, match.end) : "";
      }),
    ),
    overload(
      "string_find_all_string",
      "string.findAll(string): list(string)",
      (text: string, pattern: string) => findAll(text, pattern, -1n),
    ),
    overload("string_find_all_string_int", "string.findAll(string, int): list(string)", findAll),
    overload("string_char_at_int", "string.charAt(int): string", charAt),
    overload("string_index_of_string", "string.indexOf(string): int", (a: string, b: string) =>
      indexOf(a, b),
    ),
    overload("string_index_of_string_int", "string.indexOf(string, int): int", indexOf),
    overload(
      "string_last_index_of_string",
      "string.lastIndexOf(string): int",
      (a: string, b: string) => lastIndexOf(a, b),
    ),
    overload(
      "string_last_index_of_string_int",
      "string.lastIndexOf(string, int): int",
      lastIndexOf,
    ),
    overload("string_lower_ascii", "string.lowerAscii(): string", (text: string) =>
      text.replaceAll(/[A-Z]/g, (char) => char.toLowerCase()),
    ),
    overload("string_upper_ascii", "string.upperAscii(): string", (text: string) =>
      text.replaceAll(/[a-z]/g, (char) => char.toUpperCase()),
    ),
    overload("string_replace_string_string", "string.replace(string, string): string", replace),
    overload(
      "string_replace_string_string_int",
      "string.replace(string, string, int): string",
      replace,
    ),
    overload("string_split_string", "string.split(string): list(string)", split),
    overload("string_split_string_int", "string.split(string, int): list(string)", split),
    overload("string_substring_int", "string.substring(int): string", substring),
    overload("string_substring_int_int", "string.substring(int, int): string", substring),
    overload("string_trim", "string.trim(): string", (text: string) =>
      text.replaceAll(goSpace, ""),
    ),
    overload("list_join", "list(string).join(): string", join),
    overload("list_join_string", "list(string).join(string): string", join),
    overload("strings_quote", "::strings.quote(string): string", quote),
    overload("string_format", "string.format(list(dyn)): string", (text: string, args: CelList) =>
      formatText(text, args),
    ),
  ];
}

function findAll(text: string, pattern: string, limit: bigint): CelValue {
  return withRegex(pattern, (regex) => {
    const matches = regex.findAll(text, Number(limit));
    return new ArrayList(matches.map(({ start, end }) => text.slice(start, end)));
  });
}
