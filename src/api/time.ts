/** Times as the API writes them. The one place in the engine that touches Date, and only to convert. */
/* oxlint-disable no-restricted-globals */
import type { Int64 } from "./json.ts";

/** 64 bits of nanoseconds: as far as Go's durations go. */
const durationSecondsMax = 9_223_372_036;

/** Seconds as a Go duration in milliseconds: more than its 64 bits of nanoseconds hold wraps, as `time.Second * seconds` does. */
export function durationMs(seconds: Int64): number {
  if (seconds >= -durationSecondsMax && seconds <= durationSecondsMax)
    return Number(seconds) * 1000;
  return Number(BigInt.asIntN(64, BigInt(seconds) * 1_000_000_000n)) / 1_000_000;
}

/** RFC 3339 with whole seconds in UTC, as metav1.Time is written. */
export function rfc3339(ms: number): string {
  const second = Math.floor(ms / 1000);
  // Most stamps are of the second that the last one was of.
  if (second !== lastSecond) {
    lastText = `${new Date(ms).toISOString().slice(0, 19)}Z`;
    lastSecond = second;
  }
  return lastText;
}

let lastSecond = NaN;
let lastText = "";

/** RFC 3339 with microseconds in UTC, as metav1.MicroTime is written. */
export function rfc3339Micro(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/** As Go's RFC1123Z writes it in UTC: `Mon, 23 Nov 2026 19:28:54 +0000`. */
export function rfc1123Zone(ms: number): string {
  return new Date(ms).toUTCString().replace("GMT", "+0000");
}

/** The same time of the next year, as Go's RFC1123 writes it in UTC: `Tue, 23 Nov 2027 19:28:54 UTC`. */
export function rfc1123NextYear(ms: number): string {
  const date = new Date(ms);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toUTCString().replace("GMT", "UTC");
}

/** As Go's UnixDate writes it in UTC: `Mon Nov 23 19:28:54 UTC 2026`. */
export function unixDate(ms: number): string {
  const [weekday = "", day = "", month = "", year = "", time = ""] = new Date(ms)
    .toUTCString()
    .replace(",", "")
    .split(" ");
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} UTC ${year}`;
}

const rfc3339Shape = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Milliseconds since 1970 of an RFC 3339 time, or undefined when it is not one. Digits below the millisecond are dropped. */
export function parseTime(text: string | undefined): number | undefined {
  if (text === undefined || !rfc3339Shape.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
