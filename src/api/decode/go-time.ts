/** RFC 3339 times as Go's metav1.Time and MicroTime read and write them: in UTC, whole seconds or six digits. */
import { parseTime, rfc3339 } from "../time.ts";
import { DecodeFault } from "./decode-error.ts";

const layouts = { 0: "2006-01-02T15:04:05Z07:00", 6: "2006-01-02T15:04:05.000000Z07:00" } as const;

/** Go's layout elements in their order, with what the text must have for each. */
const elements: readonly (readonly [element: string, shape: RegExp])[] = [
  ["2006", /^\d{4}/],
  ["-", /^-/],
  ["01", /^\d\d/],
  ["-", /^-/],
  ["02", /^\d\d/],
  ["T", /^T/],
  ["15", /^\d\d/],
  [":", /^:/],
  ["04", /^\d\d/],
  [":", /^:/],
  ["05", /^\d\d/],
];

/** Texts that are canonical already, if there is such a day and time. Nearly all are. */
const canonical = {
  0: /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  6: /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
} as const;

/** The canonical text of an RFC 3339 time. Throws DecodeFault in the words of Go's time.Parse. */
export function canonicalTime(text: string, digits: 0 | 6): string {
  if (canonical[digits].test(text) && outOfRange(text) === undefined) return text;
  const layout = layouts[digits];
  const fault = (why: string): DecodeFault =>
    new DecodeFault(`parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: ${why}`);
  let rest = text;
  for (const [element, shape] of elements) {
    const match = shape.exec(rest);
    if (match === null) throw fault(cannotParse(rest, element));
    rest = rest.slice(match[0].length);
  }
  const fraction = /^[.,]\d+/.exec(rest)?.[0] ?? "";
  if (digits === 6 && fraction.length !== 7) throw fault(cannotParse(rest, ".000000"));
  const zone = rest.slice(fraction.length);
  if (!/^(Z|[+-]\d\d:\d\d)/.test(zone)) throw fault(cannotParse(zone, "Z07:00"));
  const extra = zone.replace(/^(Z|[+-]\d\d:\d\d)/, "");
  if (extra !== "") throw fault(`extra text: ${JSON.stringify(extra)}`);
  const range = outOfRange(text);
  const ms = parseTime(`${text.slice(0, 19)}${zone}`);
  if (range !== undefined || ms === undefined) {
    throw new DecodeFault(`parsing time ${JSON.stringify(text)}: ${range ?? "day"} out of range`);
  }
  const whole = rfc3339(ms);
  return digits === 0 ? whole : `${whole.slice(0, -1)}.${fraction.slice(1)}Z`;
}

function cannotParse(rest: string, element: string): string {
  return `cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(element)}`;
}

/** The part of a well-shaped time that no calendar or clock has. */
function outOfRange(text: string): string | undefined {
  const part = (start: number): number => Number(text.slice(start, start + 2));
  const [month, day, hour, minute, second] = [part(5), part(8), part(11), part(14), part(17)];
  if (month < 1 || month > 12) return "month";
  const year = Number(text.slice(0, 4));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (day < 1 || day > days) return "day";
  if (hour > 23) return "hour";
  if (minute > 59) return "minute";
  return second > 59 ? "second" : undefined;
}
