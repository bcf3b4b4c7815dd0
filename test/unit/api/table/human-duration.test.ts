/** Durations, by the borders between their forms. */
import { describe, expect, it } from "vitest";
import {
  humanDuration,
  shortHumanDuration,
  since,
} from "../../../../src/api/table/human-duration.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const dayMs = 24 * hour;

describe("humanDuration", () => {
  it.each([
    [-2 * second, "<invalid>"],
    [-1999, "0s"],
    [-1, "0s"],
    [0, "0s"],
    [999, "0s"],
    [119 * second, "119s"],
    [2 * minute, "2m"],
    [2 * minute + second, "2m1s"],
    [10 * minute - second, "9m59s"],
    [10 * minute + 30 * second, "10m"],
    [3 * hour - second, "179m"],
    [3 * hour, "3h"],
    [7 * hour + 59 * minute, "7h59m"],
    [8 * hour + 30 * minute, "8h"],
    [48 * hour - second, "47h"],
    [48 * hour, "2d"],
    [7 * dayMs + 23 * hour, "7d23h"],
    [8 * dayMs + hour, "8d"],
    [2 * 365 * dayMs - hour, "729d"],
    [2 * 365 * dayMs, "2y"],
    [2 * 365 * dayMs + dayMs, "2y1d"],
    [8 * 365 * dayMs + dayMs, "8y"],
  ])("writes %i ms as %s", (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });
});

describe("shortHumanDuration", () => {
  it.each([
    [-5 * second, "<invalid>"],
    [-1, "0s"],
    [59 * second, "59s"],
    [60 * second, "1m"],
    [60 * minute, "1h"],
    [24 * hour, "1d"],
    [364 * dayMs, "364d"],
    [365 * dayMs, "1y"],
  ])("writes %i ms as %s", (ms, text) => {
    expect(shortHumanDuration(ms)).toBe(text);
  });
});

describe("since", () => {
  it.each([
    ["2026-01-01T00:00:00Z", "5m"],
    [undefined, "<unknown>"],
    ["yesterday", "<unknown>"],
  ])("of %s is %s", (time, text) => {
    expect(since(time, Date.parse("2026-01-01T00:05:00Z"))).toBe(text);
  });
});
