/** Timestamps and durations: their limits, texts and calendar. Follows Go's time package and cel-go's common/types. */
import { civil, daysFromCivil } from "../civil-time.ts";
import { CelError } from "./errors.ts";
import { CelDuration, CelTimestamp, int64Max, int64Min } from "./values.ts";

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
const secondsMin = -62_135_596_800;
const secondsMax = 253_402_300_799;
const perSecond = 1_000_000_000n;

/** Throws CelError beyond the years 1 to 9999. */
export function timestamp(seconds: number, nanos: number): CelTimestamp {
  if (seconds < secondsMin || seconds > secondsMax) throw new CelError("timestamp overflow");
  return new CelTimestamp(seconds, nanos);
}

export function timestampNanos(time: CelTimestamp): bigint {
  return BigInt(time.seconds) * perSecond + BigInt(time.nanos);
}

export function timestampFromNanos(nanos: bigint): CelTimestamp {
  const rest = ((nanos % perSecond) + perSecond) % perSecond;
  return timestamp(Number((nanos - rest) / perSecond), Number(rest));
}

/** Throws CelError beyond 64 bits of nanoseconds. */
export function duration(nanos: bigint): CelDuration {
  if (nanos < int64Min || nanos > int64Max) throw new CelError("duration overflow");
  return new CelDuration(nanos);
}

const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Undefined for a text that is no RFC 3339 time. */
export function parseTimestamp(text: string): CelTimestamp | undefined {
  const match = rfc3339.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const [offsetHours, offsetMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (offsetHours * 60 + offsetMinutes) * 60 * (match[8] === "-" ? -1 : 1);
  const days = daysFromCivil(year, month, day);
  const seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset;
  if (seconds < secondsMin || seconds > secondsMax) return undefined;
  return new CelTimestamp(seconds, Number((match[7] ?? "").padEnd(9, "0")));
}

const unitNanos: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: perSecond,
  m: 60n * perSecond,
  h: 3600n * perSecond,
};
const part = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;

/** `1h30m`, `-1.5s`, as Go's time.ParseDuration reads them. Undefined for anything else. */
export function parseDuration(text: string): CelDuration | undefined {
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  const body = text.slice(sign.length);
  if (body === "0") return new CelDuration(0n);
  if (body === "") return undefined;
  let total = 0n;
  for (let at = 0; at < body.length;) {
    part.lastIndex = at;
    const match = part.exec(body);
    if (!match) return undefined;
    const [found, whole = "", fraction = "", unit = ""] = match;
    if (whole === "" && fraction === "") return undefined;
    const scale = unitNanos[unit] ?? 0n;
    const digits = fraction.slice(0, 18);
    total += BigInt(whole || "0") * scale;
    total += (BigInt(digits || "0") * scale) / 10n ** BigInt(digits.length);
    at += found.length;
  }
  const nanos = sign === "-" ? -total : total;
  return nanos < int64Min || nanos > int64Max ? undefined : new CelDuration(nanos);
}

/** Go's RFC3339Nano in UTC: no trailing zeros. */
export function formatTimestamp(time: CelTimestamp): string {
  const { year, month, day, hour, minute, second } = civil(time.seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const fraction = String(time.nanos).padStart(9, "0").replace(/0+$/, "");
  const clock = `${two(hour)}:${two(minute)}:${two(second)}${fraction ? `.${fraction}` : ""}`;
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${clock}Z`;
}

/** `3600s`, `1.5s`: how a duration becomes a string. */
export function formatDuration({ nanos }: CelDuration): string {
  const magnitude = nanos < 0n ? -nanos : nanos;
  const fraction = String(magnitude % perSecond)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${nanos < 0n ? "-" : ""}${magnitude / perSecond}${fraction ? `.${fraction}` : ""}s`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
