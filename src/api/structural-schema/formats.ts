/**
 * The string formats that schemas of custom resources may name, and which are ignored. Source: apiextensions-apiserver,
 * pkg/apiserver/validation/formats.go; kube-openapi, pkg/validation/strfmt.
 */
import { compileRegex } from "../re2/regex.ts";
import { isJsonObject } from "../json.ts";
import { parseCidr, parseIp } from "../validation/addresses.ts";
import type { JsonSchema } from "./schema.ts";

type Check = (text: string) => boolean;

/** Longer than any address with a few zeroes too many. */
const addressLengthMax = 256;

/** Leading zeroes are let through, as Go did until 1.17. */
const withoutZeroes = (text: string): string =>
  text.length > addressLengthMax ? text : text.replace(/(^|[.:])0+(?=\d+[./]|\d+$)/g, "$1");

const byPattern =
  (pattern: RegExp): Check =>
  (text) =>
    pattern.test(text);

const uuid = "[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}";
const uuid3 = "[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}";
const uuid4 = "[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}";
const uuid5 = "[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}";
const creditCard =
  /^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$/;
const channel = String.raw`\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*`;
const shortName = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

/** By the name without hyphens: `date-time` and `datetime` are one format. */
const checks: Readonly<Record<string, Check>> = {
  bsonobjectid: byPattern(/^[0-9a-fA-F]{24}$/),
  uri: isRequestUri,
  email: isEmail,
  hostname: isHostname,
  ipv4: (text) => text.includes(".") && parseIp(withoutZeroes(text)) !== undefined,
  ipv6: (text) => text.includes(":") && parseIp(text) !== undefined,
  cidr: (text) => parseCidr(withoutZeroes(text)) !== undefined,
  mac: byPattern(
    /^(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\2){6}[0-9a-f]{2}|[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\3){18}[0-9a-f]{2}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){3}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){9})$/i,
  ),
  uuid: byPattern(new RegExp(`^${uuid}$`, "i")),
  uuid3: byPattern(new RegExp(`^${uuid3}$`, "i")),
  uuid4: byPattern(new RegExp(`^${uuid4}$`, "i")),
  uuid5: byPattern(new RegExp(`^${uuid5}$`, "i")),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: (text) => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  hexcolor: byPattern(/^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  rgbcolor: byPattern(new RegExp(String.raw`^rgb\(${channel},${channel},${channel}\)$`)),
  byte: byPattern(
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/,
  ),
  password: () => true,
  date: isDate,
  duration: isDuration,
  datetime: isDateTime,
  k8sshortname: (text) => text.length <= 63 && new RegExp(`^${shortName}$`).test(text),
  k8slongname: (text) =>
    text.length <= 253 && new RegExp(`^${shortName}(\\.${shortName})*$`).test(text),
};

const numberFormats: Readonly<Record<string, readonly string[]>> = {
  integer: ["int32", "int64"],
  number: ["float", "double"],
};

/** The format that counts for a schema of these types; undefined for one that Kubernetes ignores. */
export function effectiveFormat(schema: JsonSchema, types: readonly string[]): string | undefined {
  const { format } = schema;
  if (format === undefined || format === "") return undefined;
  const [type = ""] = types.length === 1 ? types : [];
  if (type === "" || type === "string") return stringFormat(format) ? format : undefined;
  const known = Object.hasOwn(numberFormats, type) ? numberFormats[type] : undefined;
  return known?.includes(format) === true ? format : undefined;
}

function stringFormat(format: string): Check | undefined {
  const name = format.replaceAll("-", "");
  return Object.hasOwn(checks, name) ? checks[name] : undefined;
}

/** Formats anywhere in a schema that nothing enforces: the API warns of them. */
export function unrecognizedFormats(schema: unknown): readonly string[] {
  if (!isJsonObject(schema)) return [];
  const { format, type, properties } = schema as JsonSchema;
  const own =
    format && effectiveFormat({ format }, type ? [type] : []) === undefined ? [format] : [];
  const lists = ["allOf", "anyOf", "oneOf"].map((name) => schema[name]).filter(Array.isArray);
  const below: readonly unknown[] = [
    schema["items"],
    schema["additionalProperties"],
    schema["not"],
    ...Object.values(properties ?? {}),
    ...(lists.flat() as unknown[]),
  ];
  return [...own, ...below.flatMap(unrecognizedFormats)];
}

/** Whether a string is of a format; numeric formats on strings are no string formats and undefined is the answer. */
export function matchesFormat(format: string, text: string): boolean | undefined {
  return stringFormat(format)?.(text);
}

function isHostname(text: string): boolean {
  if (text.length > 255 || text.split(".").some((part) => part.length > 63)) return false;
  const char = String.raw`[a-zA-Z0-9\p{S}\p{L}]`;
  const inner = String.raw`[-a-zA-Z0-9\p{S}\p{L}]`;
  const single = new RegExp(`^${char}(-?${char}{0,62})?$`, "u");
  if (single.test(text)) return true;
  const parts = text.split(".");
  const last = parts.pop() ?? "";
  const label = new RegExp(`^${char}(${inner}{0,61}${char})?$`, "u");
  return parts.length > 0 && parts.every((part) => label.test(part)) && isTopLevel(last);
}

const isTopLevel = byPattern(/^[a-zA-Z\p{L}]{2,63}$/u);

function isIsbn10(text: string): boolean {
  const digits = text.replace(/[\s-]/g, "");
  if (!/^(?:[0-9]{9}X|[0-9]{10})$/.test(digits)) return false;
  let sum = 0;
  for (const [at, digit] of Array.from(digits).entries()) {
    sum += Math.min(at + 1, 10) * (digit === "X" ? 10 : Number(digit));
  }
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replace(/[\s-]/g, "");
  if (!/^[0-9]{13}$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < 12; at++) sum += (at % 2 === 0 ? 1 : 3) * Number(digits[at]);
  return Number(digits[12]) === (10 - (sum % 10)) % 10;
}

function isCreditCard(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  if (!creditCard.test(digits)) return false;
  let sum = 0;
  for (const [at, digit] of Array.from(digits).reverse().entries()) {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    sum += value >= 10 ? (value % 10) + 1 : value;
  }
  return sum % 10 === 0;
}

/** Go's mail.ParseAddress, without comments: `name@example.com`, or that between angle brackets after a name. */
function isEmail(text: string): boolean {
  const atom = String.raw`[A-Za-z0-9!#$%&'*+/=?^_{|}~\x{80}-\x{10FFFF}\x60-]+`;
  const quoted = String.raw`"(?:[^"\\\r\n]|\\[^\r\n])*"`;
  const address = `(?:${atom}(?:\\.${atom})*|${quoted})@(?:${atom}(?:\\.${atom})*|\\[[0-9A-Fa-f:.]+\\])`;
  const phrase = `(?:(?:${atom}|${quoted}|\\.)[ \\t]*)*`;
  // Words within words: a backtracking engine would try every way to cut a long one.
  return compileRegex(`^[ \\t]*(?:${address}|${phrase}<${address}>)[ \\t]*$`).test(text);
}

/** Go's url.ParseRequestURI: an absolute URI, or an absolute path. */
function isRequestUri(text: string): boolean {
  if (text === "") return false;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return false;
  }
  if (text === "*") return true;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[0] ?? "";
  if (scheme === "" && text.startsWith(":")) return false;
  const [rest = ""] = text.slice(scheme.length).split("?");
  if (!rest.startsWith("/")) return scheme !== "";
  let path = rest;
  if (scheme !== "" && rest.startsWith("//") && !rest.startsWith("///")) {
    const end = rest.indexOf("/", 2);
    const authority = rest.slice(2, end < 0 ? undefined : end);
    if (!isAuthority(authority)) return false;
    path = end < 0 ? "" : rest.slice(end);
  }
  return !/%(?![0-9A-Fa-f]{2})/.test(path);
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? "" : authority.slice(0, at);
  const host = authority.slice(at + 1);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) return false;
  if (host.startsWith("[")) return /^\[[0-9A-Fa-f:.%]+\](?::\d*)?$/.test(host);
  return /^[^\s<>"\\^`{|}[\]:]*(?::\d*)?$/.test(host) && !/%(?![0-9A-Fa-f]{2})/.test(host);
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

function isDateTime(text: string): boolean {
  const [date = "", time] = text.toLowerCase().split("t");
  if (time === undefined || !isDate(date)) return false;
  const match = /^(\d{2}):(\d{2}):(\d{2})(?:.\d+)?(?:z|[+-]\d{2}:\d{2})$/.exec(time);
  if (match === null) return false;
  const [, hour = "", minute = "", second = ""] = match;
  return hour <= "23" && minute <= "59" && second <= "59";
}

const durationUnits = ["ns", "us", "µs", "ms", "s", "m", "h", "d", "hr", "w", "wk"];
const durationWords = ["nano", "micro", "milli", "sec", "min", "hour", "day", "week"];

/** What time.ParseDuration reads, and, anywhere in the text, a number with one of Scala's units. */
/** Longer than anything that says how long: numbers are looked for from each of its digits. */
const durationLengthMax = 1000;

function isDuration(text: string): boolean {
  if (text.length > durationLengthMax) return false;
  if (/^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text)) return true;
  for (const [, unit = ""] of text.matchAll(/\d+\s*([A-Za-zµ]+)/g)) {
    const lower = unit.toLowerCase();
    if (durationUnits.includes(lower)) return true;
    if (durationWords.some((word) => lower.startsWith(word))) return true;
  }
  return false;
}
