/** When a cron schedule is due, as robfig/cron has it: clocks that are put forward skip what would be due within the hour. */
import { civil, type TimeZone } from "../../api/civil-time.ts";
import { scheduleError } from "../../api/validation/cron-schedule.ts";

export interface Schedule {
  /** The first time after `afterMs`; undefined when there is none within five years. Milliseconds since 1970. */
  next(afterMs: number): number | undefined;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const horizonMs = 5 * 366 * dayMs;

const descriptors: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** Throws Error for a text that is no schedule, in the words of robfig/cron. */
export function parseSchedule(text: string, zone: TimeZone): Schedule {
  const error = scheduleError(text);
  if (error !== undefined) throw new Error(error);
  if (text.startsWith("@every ")) return every(durationMs(text.slice("@every ".length)));
  const fields = (descriptors[text] ?? text).split(/\s+/).filter((field) => field !== "");
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  return new FieldSchedule(
    {
      minutes: valuesOf(minute, 0, 59),
      hours: valuesOf(hour, 0, 23),
      days: valuesOf(day, 1, 31),
      months: valuesOf(month, 1, 12, monthNames),
      weekdays: valuesOf(weekday, 0, 6, dayNames),
    },
    zone,
  );
}

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const dayNames = "sun mon tue wed thu fri sat".split(" ");

interface Values {
  readonly of: ReadonlySet<number>;
  /** Every value, without saying so one by one: the other one of day and weekday decides. */
  readonly isStar: boolean;
}

/** The text is known to be good. */
function valuesOf(text: string, low: number, high: number, names: readonly string[] = []): Values {
  const numberOf = (part: string): number => {
    const named = names.indexOf(part.toLowerCase());
    return named < 0 ? Number(part) : named + low;
  };
  const of = new Set<number>();
  let isStar = false;
  for (const expression of text.split(",")) {
    const [range = "", step] = expression.split("/");
    const [from = "", to] = range.split("-");
    const star = from === "*" || from === "?";
    const by = step === undefined ? 1 : Number(step);
    if (star && by === 1) isStar = true;
    const first = star ? low : numberOf(from);
    const open = star || (step !== undefined && to === undefined);
    const last = open ? high : to === undefined ? first : numberOf(to);
    for (let value = first; value <= last; value += by) of.add(value);
  }
  return { of, isStar };
}

interface Fields {
  readonly minutes: Values;
  readonly hours: Values;
  readonly days: Values;
  readonly months: Values;
  readonly weekdays: Values;
}

class FieldSchedule implements Schedule {
  readonly #fields: Fields;
  readonly #zone: TimeZone;

  constructor(fields: Fields, zone: TimeZone) {
    this.#fields = fields;
    this.#zone = zone;
  }

  next(afterMs: number): number | undefined {
    const { minutes, hours } = this.#fields;
    let at = Math.floor(afterMs / minuteMs) * minuteMs + minuteMs;
    const end = at + horizonMs;
    while (at < end) {
      const local = at + this.#offsetMs(at);
      const days = Math.floor(local / dayMs);
      const ofDay = local - days * dayMs;
      if (!this.#isDay(days)) {
        at = this.#skip(at, dayMs - ofDay);
      } else if (!hours.of.has(Math.floor(ofDay / hourMs))) {
        at += hourMs - (ofDay % hourMs);
      } else if (!minutes.of.has(Math.floor((ofDay % hourMs) / minuteMs))) {
        at += minuteMs;
      } else return at;
    }
    return undefined;
  }

  #offsetMs(at: number): number {
    return this.#zone.offsetAt(at / 1000) * 1000;
  }

  #isDay(days: number): boolean {
    const { months, days: monthDays, weekdays } = this.#fields;
    const { month, day, weekday } = civil(days * 86_400);
    if (!months.of.has(month)) return false;
    const inMonth = monthDays.of.has(day);
    const inWeek = weekdays.of.has(weekday);
    return monthDays.isStar || weekdays.isStar ? inMonth && inWeek : inMonth || inWeek;
  }

  /** The moment whose local time is `rest` later, where there is one: clocks may be changed on the way. */
  #skip(at: number, rest: number): number {
    const later = at + rest;
    const exact = later - (this.#offsetMs(later) - this.#offsetMs(at));
    return exact > at ? exact : later;
  }
}

/** From now on, at whole seconds. */
function every(delayMs: number): Schedule {
  const whole = Math.max(1000, Math.floor(delayMs / 1000) * 1000);
  return { next: (afterMs) => Math.floor(afterMs / 1000) * 1000 + whole };
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: minuteMs,
  h: hourMs,
};

function durationMs(text: string): number {
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9.]+)(ns|us|µs|ms|s|m|h)/g)) {
    sum += Number(amount) * (units[unit ?? ""] ?? 0);
  }
  return sum;
}

/** The last time that a schedule was due, and whether so many have been missed that something must be wrong. */
export interface MostRecent {
  /** Undefined: it was not due since then. */
  readonly atMs: number | undefined;
  readonly tooMany: boolean;
}

const missedMax = 100;

/** Looks back from `nowMs` to `sinceMs`, which is not counted. Source: mostRecentScheduleTime in pkg/controller/cronjob/utils.go. */
export function mostRecent(schedule: Schedule, sinceMs: number, nowMs: number): MostRecent {
  const first = schedule.next(sinceMs);
  if (first === undefined || first > nowMs) return { atMs: undefined, tooMany: false };
  const second = schedule.next(first);
  if (second === undefined || second > nowMs) return { atMs: first, tooMany: false };
  const betweenMs = Math.max(1000, second - first);
  const missed = Math.floor((nowMs - first) / betweenMs) + 1;
  // A schedule is not always as dense as at its beginning: begin early enough to find what is due before now.
  let at = missed > missedMax ? lastBefore(schedule, first, nowMs) : first;
  for (
    let next = schedule.next(at);
    next !== undefined && next <= nowMs;
    next = schedule.next(at)
  ) {
    at = next;
  }
  return { atMs: at, tooMany: missed > missedMax };
}

/** A time of the schedule that is not long before `nowMs`: found by looking back further and further. */
function lastBefore(schedule: Schedule, firstMs: number, nowMs: number): number {
  for (let backMs = minuteMs; nowMs - backMs > firstMs; backMs *= 4) {
    const found = schedule.next(nowMs - backMs);
    if (found !== undefined && found <= nowMs) return found;
  }
  return firstMs;
}
