/** Numbers, dates, durations and sizes in the chosen locale, all through Intl. */
import type { Locale } from "./dictionary.ts";

export interface Formats {
  readonly number: (value: number) => string;
  /** At most three significant digits: `0.25`, `12.3`, `480`. */
  readonly short: (value: number) => string;
  /** 0.42 is `42%`. */
  readonly percent: (value: number) => string;
  /** Binary sizes as Kubernetes people read them: `1.5 GiB`. */
  readonly bytes: (value: number) => string;
  /** A span in one or two units, as kubectl has it: `42s`, `5m 3s`, `2d 4h`. */
  readonly duration: (ms: number) => string;
  /** Date and time to the second, in the reader's time zone. */
  readonly dateTime: (ms: number) => string;
  /** Time of day to the second. */
  readonly time: (ms: number) => string;
}

const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const spans = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;

export function createFormats(locale: Locale, timeZone?: string): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const number = new Intl.NumberFormat(locale);
  const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const dateTime = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "medium",
    hourCycle: "h23",
    ...zone,
  });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23", ...zone });
  const units = new Map(
    spans.map(({ unit }) => [
      unit,
      new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" }),
    ]),
  );
  const span = (unit: (typeof spans)[number]["unit"], value: number) =>
    units.get(unit)?.format(value) ?? "";

  return {
    number: (value) => number.format(value),
    short: (value) => short.format(value),
    percent: (value) => percent.format(value),
    bytes(value) {
      let rank = 0;
      let rest = value;
      while (Math.abs(rest) >= 1_024 && rank < binaryUnits.length - 1) {
        rest /= 1_024;
        rank += 1;
      }
      return `${short.format(rest)} ${binaryUnits[rank] ?? ""}`;
    },
    duration(ms) {
      const seconds = Math.max(0, Math.floor(ms / 1_000));
      const first = spans.findIndex((entry) => seconds >= entry.seconds);
      const major = spans[first];
      if (!major || major.unit === "second") return span("second", seconds);
      const whole = Math.floor(seconds / major.seconds);
      const minor = spans[first + 1];
      // Ten days old is old enough to leave the hours out.
      if (!minor || whole >= 10) return span(major.unit, whole);
      const rest = Math.floor((seconds % major.seconds) / minor.seconds);
      const head = span(major.unit, whole);
      return rest === 0 ? head : `${head} ${span(minor.unit, rest)}`;
    },
    dateTime: (ms) => dateTime.format(ms),
    time: (ms) => time.format(ms),
  };
}
