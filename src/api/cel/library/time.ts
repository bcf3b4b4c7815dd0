/** Parts of timestamps and durations: `getHours()`, `getFullYear("Europe/Rome")`. Follows cel-go's common/types. */
import { civil, timeZoneOf, type Civil, type TimeZone } from "../../civil-time.ts";
import { spendSteps } from "../../re2/step-budget.ts";
import { CelError } from "../errors.ts";
import { overload, type Overload } from "../overload.ts";
import { CelDuration, CelTimestamp } from "../values.ts";

const parts: Readonly<Record<string, (civil: Civil) => number>> = {
  getFullYear: ({ year }) => year,
  getMonth: ({ month }) => month - 1,
  getDayOfYear: ({ yearday }) => yearday,
  getDayOfMonth: ({ day }) => day - 1,
  getDate: ({ day }) => day,
  getDayOfWeek: ({ weekday }) => weekday,
  getHours: ({ hour }) => hour,
  getMinutes: ({ minute }) => minute,
  getSeconds: ({ second }) => second,
};

/** The offset of a time zone at a moment, in seconds: `+02:00`, `-08:00`, or a name of the IANA database. */
function offsetOf(zone: string, seconds: number): number {
  const fixed = /^([+-]?)(\d\d):(\d\d)$/.exec(zone);
  if (fixed) {
    const [, sign = "", hours = "", minutes = ""] = fixed;
    if (Number(hours) > 23 || Number(minutes) > 59) {
      throw new CelError(`time zone offset out of range: ${zone}`);
    }
    return (Number(hours) * 60 + Number(minutes)) * 60 * (sign === "-" ? -1 : 1);
  }
  if (zone === "" || zone === "UTC") return 0;
  const named = zoneNamed(zone);
  if (!named) throw new CelError(`unknown time zone ${zone}`);
  return named.offsetAt(seconds);
}

/** Names and moments kept: those of one loop, more or less. */
const zonesMax = 32;
const momentsMax = 2_000;
/** What a time zone's clock is worth in steps, and the making of one. */
const clockSteps = 100;
const zoneSteps = 2_000;

const zones = new Map<string, TimeZone | undefined>();

/** Making a time zone takes a tenth of a millisecond, and asking it a few microseconds: loops ask the same again and again. */
function zoneNamed(name: string): TimeZone | undefined {
  if (zones.has(name)) return zones.get(name);
  spendSteps(zoneSteps);
  const zone = timeZoneOf(name);
  if (zones.size >= zonesMax) zones.clear();
  const known = zone && remembering(zone);
  zones.set(name, known);
  return known;
}

function remembering(zone: TimeZone): TimeZone {
  const known = new Map<number, number>();
  return {
    offsetAt(seconds) {
      const before = known.get(seconds);
      if (before !== undefined) return before;
      spendSteps(clockSteps);
      const offset = zone.offsetAt(seconds);
      if (known.size >= momentsMax) known.clear();
      known.set(seconds, offset);
      return offset;
    },
  };
}

const ofDuration: readonly (readonly [name: string, nanos: bigint])[] = [
  ["getHours", 3_600_000_000_000n],
  ["getMinutes", 60_000_000_000n],
  ["getSeconds", 1_000_000_000n],
];

export function timeOverloads(): readonly Overload[] {
  return [
    ...Object.entries(parts).flatMap(([name, part]) => [
      overload(`timestamp_${name}`, `timestamp.${name}(): int`, (time: CelTimestamp) =>
        BigInt(part(civil(time.seconds))),
      ),
      overload(
        `timestamp_${name}_with_tz`,
        `timestamp.${name}(string): int`,
        (time: CelTimestamp, zone: string) =>
          BigInt(part(civil(time.seconds + offsetOf(zone, time.seconds)))),
      ),
    ]),
    overload("timestamp_getMilliseconds", "timestamp.getMilliseconds(): int", milliseconds),
    overload(
      "timestamp_getMilliseconds_tz",
      "timestamp.getMilliseconds(string): int",
      milliseconds,
    ),
    ...ofDuration.map(([name, unit]) =>
      overload(
        `duration_${name}`,
        `duration.${name}(): int`,
        ({ nanos }: CelDuration) => nanos / unit,
      ),
    ),
    overload(
      "duration_getMilliseconds",
      "duration.getMilliseconds(): int",
      ({ nanos }: CelDuration) => nanos / 1_000_000n,
    ),
  ];
}

function milliseconds({ nanos }: CelTimestamp): bigint {
  return BigInt(Math.floor(nanos / 1_000_000));
}
