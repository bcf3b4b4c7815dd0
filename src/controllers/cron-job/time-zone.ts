/** The clocks of time zones, from the runtime's own tables (Intl). */

/** Local time as if it were UTC. All in milliseconds since 1970. */
export interface TimeZone {
  /** What local time is ahead of UTC by at a moment of UTC. */
  offsetMs(atMs: number): number;
}

export const utc: TimeZone = { offsetMs: () => 0 };

const halfHourMs = 1_800_000;
/** Half hours that are remembered of a zone. */
const rememberedMax = 1000;

/** Undefined for a name that the runtime does not know. Rules of zones change on half hours of UTC: each is looked up once. */
export function timeZoneOf(name: string): TimeZone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return undefined;
  }
  const offsets = new Map<number, number>();
  return {
    offsetMs(atMs) {
      const half = Math.floor(atMs / halfHourMs);
      const known = offsets.get(half);
      if (known !== undefined) return known;
      const offset = lookUp(format, half * halfHourMs);
      if (offsets.size >= rememberedMax) offsets.clear();
      offsets.set(half, offset);
      return offset;
    },
  };
}

function lookUp(format: Intl.DateTimeFormat, atMs: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(atMs)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const days = daysOf({ year, month, day });
  return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 - atMs;
}

export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** Days since 1970-01-01 in the Gregorian calendar. */
export function daysOf({ year, month, day }: CivilDate): number {
  // Years that begin in March end with the leap day.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const daysOfEra = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return era * 146_097 + daysOfEra - 719_468;
}

export function dateOf(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const years = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return { year: years + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
