/** How Go writes durations: the positive rows of TestDurationString of package time. */
import { expect, test } from "vitest";
import { goDurationText } from "../../../src/api/go-duration.ts";

const ms = { ns: 1e-6, us: 1e-3, s: 1e3, min: 6e4, h: 36e5 };
test.each([
  ["0s", 0],
  ["1ns", ms.ns],
  ["1.1\u00b5s", 1100 * ms.ns],
  ["2.2ms", 2200 * ms.us],
  ["3.3s", 3300],
  ["4m5s", 4 * ms.min + 5 * ms.s],
  ["4m5.001s", 4 * ms.min + 5001],
  ["5h6m7.001s", 5 * ms.h + 6 * ms.min + 7001],
  ["8m0.000000001s", 8 * ms.min + ms.ns],
  ["1h0m0s", ms.h],
  ["10s", 10 * ms.s],
])("%s", (text, duration) => {
  expect(goDurationText(duration)).toBe(text);
});
