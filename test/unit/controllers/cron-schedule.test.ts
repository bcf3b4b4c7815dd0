/** Times of schedules: rows of robfig/cron's published tables (spec_test.go), without their seconds, and its rules of v3. */
import { describe, expect, test } from "vitest";
import {
  civil,
  daysFromCivil,
  timeZoneOf,
  utc,
  type TimeZone,
} from "../../../src/api/civil-time.ts";
import { mostRecent, parseSchedule } from "../../../src/controllers/cron-job/schedule.ts";

const ms = (text: string): number =>
  Date.parse(text.includes("T") ? text : `${text.replace(" ", "T")}Z`);
const shown = (at: number | undefined): string =>
  at === undefined ? "never" : new Date(at).toISOString().slice(0, 16).replace("T", " ");

function zone(name: string): TimeZone {
  const found = timeZoneOf(name);
  if (!found) throw new Error(`no time zone ${name}`);
  return found;
}

describe("the next time after", () => {
  test.each([
    ["2012-07-09 14:45", "0/15 * * * *", "2012-07-09 15:00"],
    ["2012-07-09 14:59", "0/15 * * * *", "2012-07-09 15:00"],
    ["2012-07-09 14:59:59", "0/15 * * * *", "2012-07-09 15:00"],
    ["2012-07-09 15:45", "20-35/15 * * * *", "2012-07-09 16:20"],
    ["2012-07-09 23:46", "*/15 * * * *", "2012-07-10 00:00"],
    ["2012-07-09 23:45", "20-35/15 * * * *", "2012-07-10 00:20"],
    ["2012-07-09 23:35:51", "20-35/15 1/2 * * *", "2012-07-10 01:20"],
    ["2012-07-09 23:35:51", "20-35/15 10-12 * * *", "2012-07-10 10:20"],
    ["2012-07-09 23:35:51", "20-35/15 1/2 */2 * *", "2012-07-11 01:20"],
    ["2012-07-09 23:35:51", "20-35/15 * 9-20 * *", "2012-07-10 00:20"],
    ["2012-07-09 23:35:51", "20-35/15 * 9-20 Jul *", "2012-07-10 00:20"],
    ["2012-07-09 23:35", "0 0 9 Apr-Oct ?", "2012-08-09 00:00"],
    ["2012-07-09 23:35", "0 0 */5 Oct Mon", "2012-10-01 00:00"],
    ["2012-07-09 23:35", "0 0 */5 Apr,Aug,Oct Mon", "2012-08-01 00:00"],
    ["2012-07-09 23:35", "0 0 * Feb Mon", "2013-02-04 00:00"],
    ["2012-07-09 23:35", "0 0 * Feb Mon/2", "2013-02-01 00:00"],
    ["2012-12-31 23:59:45", "* * * * *", "2013-01-01 00:00"],
    ["2012-07-09 23:35", "0 0 29 Feb ?", "2016-02-29 00:00"],
    ["2012-07-09 23:35", "0 0 30 Feb ?", "never"],
    ["2012-07-09 23:35", "0 0 31 Apr ?", "never"],
    ["2012-07-14 23:59", "* * 1,15 * Sun", "2012-07-15 00:00"],
    ["2012-06-14 23:59", "* * 1,15 * Sun", "2012-06-15 00:00"],
    ["2012-07-15 00:00", "0 0 * * Mon", "2012-07-16 00:00"],
    ["2012-07-08 00:00", "@weekly", "2012-07-15 00:00"],
    ["2012-07-01 00:00", "@monthly", "2012-08-01 00:00"],
    ["2012-07-01 00:00", "@yearly", "2013-01-01 00:00"],
    ["2012-07-09 15:04", "@hourly", "2012-07-09 16:00"],
    ["2012-07-09 15:04:30", "@every 1h30m", "2012-07-09 16:34"],
  ])("%s by %s is %s", (after, schedule, expected) => {
    expect(shown(parseSchedule(schedule, utc).next(ms(after)))).toBe(expected);
  });

  test.each([
    ["2012-03-11T00:00:00-05:00", "30 2 11 Mar ?", "2013-03-11T02:30:00-04:00"],
    ["2012-03-11T00:00:00-05:00", "0 * * * *", "2012-03-11T01:00:00-05:00"],
    ["2012-03-11T01:00:00-05:00", "0 * * * *", "2012-03-11T03:00:00-04:00"],
    ["2012-11-04T00:00:00-04:00", "30 2 04 Nov ?", "2012-11-04T02:30:00-05:00"],
    ["2012-11-04T01:45:00-04:00", "30 1 04 Nov ?", "2012-11-04T01:30:00-05:00"],
    ["2012-03-10T12:00:00-05:00", "0 0 * * *", "2012-03-11T00:00:00-05:00"],
    ["2012-03-11T12:00:00-04:00", "0 0 * * *", "2012-03-12T00:00:00-04:00"],
  ])("%s in New York by %s is %s", (after, schedule, expected) => {
    const next = parseSchedule(schedule, zone("America/New_York")).next(ms(after));
    expect(shown(next)).toBe(shown(ms(expected)));
  });

  test("a midnight that is left out is the next day's", () => {
    // Clocks in Sao Paulo went from 2018-11-03 23:59 to 2018-11-04 01:00.
    const schedule = parseSchedule("0 0 * * *", zone("America/Sao_Paulo"));
    expect(shown(schedule.next(ms("2018-11-03T12:00:00-03:00")))).toBe(
      shown(ms("2018-11-05T00:00:00-02:00")),
    );
  });

  test.each([
    ["* * * *", "expected exactly 5 fields, found 4: [* * * *]"],
    ["60 * * * *", "end of range (60) above maximum (59): 60"],
    ["@fortnightly", "unrecognized descriptor: @fortnightly"],
  ])("%s is none", (schedule, message) => {
    expect(() => parseSchedule(schedule, utc)).toThrow(message);
  });
});

describe("the most recent time", () => {
  const hourly = parseSchedule("0 * * * *", utc);

  test.each([
    ["2020-01-01 10:30", "2020-01-01 10:59", "never", false],
    ["2020-01-01 10:30", "2020-01-01 11:00", "2020-01-01 11:00", false],
    ["2020-01-01 10:30", "2020-01-01 13:20", "2020-01-01 13:00", false],
    ["2020-01-01 10:30", "2020-01-05 13:20", "2020-01-05 13:00", false],
    ["2020-01-01 10:30", "2020-01-06 13:20", "2020-01-06 13:00", true],
    ["2000-01-01 00:00", "2020-01-06 13:20", "2020-01-06 13:00", true],
  ])("since %s, at %s, is %s", (since, now, expected, tooMany) => {
    const found = mostRecent(hourly, ms(since), ms(now));
    expect([shown(found.atMs), found.tooMany]).toEqual([expected, tooMany]);
  });

  test("is found where a schedule begins dense and is thin later", () => {
    const weekend = parseSchedule("* * * * 0", utc);
    const found = mostRecent(weekend, ms("2020-01-05 00:00"), ms("2020-01-10 12:00"));
    expect([shown(found.atMs), found.tooMany]).toEqual(["2020-01-05 23:59", true]);
  });
});

test.each([
  ["1970-01-01", 0],
  ["2000-02-29", 11_016],
  ["1999-12-31", 10_956],
  ["2100-03-01", 47_541],
  ["1969-12-31", -1],
])("%s is day %i", (text, days) => {
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  expect(daysFromCivil(year, month, day)).toBe(days);
  expect(civil(days * 86_400)).toMatchObject({ year, month, day, hour: 0 });
});

test("an unknown time zone is none", () => {
  expect(timeZoneOf("Mars/Olympus")).toBeUndefined();
});
