/** The calendar, and the clocks of time zones, from the runtime's own tables (Intl). */

export interface Civil {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Sunday is 0. */
  readonly weekday: number;
  /** January 1 is 0. */
  readonly yearday: number;
}

/** The calendar in UTC of seconds since 1970. */
export function civil(seconds: number): Civil {
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  // Howard Hinnant, chrono-compatible date algorithms.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear =
    ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearday: days - daysFromCivil(year, 1, 1),
  };
}

/** Days since 1970-01-01 in the Gregorian calendar; `month` is 1 to 12. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
  );
}

export interface TimeZone {
  /** What local time is ahead of UTC by, in seconds, at a moment of UTC in seconds since 1970. */
  offsetAt(seconds: number): number;
}

export const utc: TimeZone = { offsetAt: () => 0 };

/** Undefined for a name that the runtime does not know. */
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
  return {
    offsetAt(seconds) {
      const parts: Record<string, number> = {};
      for (const { type, value } of format.formatToParts(seconds * 1000)) {
        parts[type] = Number(value);
      }
      const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
      const days = daysFromCivil(year, month, day);
      return days * 86_400 + hour * 3600 + minute * 60 + second - seconds;
    },
  };
}
