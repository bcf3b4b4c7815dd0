import { describe, expect, test } from "vitest";
import { niceTop } from "../../../renderer/charts/nice-top.ts";
import { appendSample, sampleOf, samplesMax } from "../../../renderer/api/sampling.ts";
import { pickLocale } from "../../../renderer/i18n/dictionary.ts";
import { en } from "../../../renderer/i18n/en.ts";
import { createFormats } from "../../../renderer/i18n/format.ts";
import { zhCN } from "../../../renderer/i18n/zh-cn.ts";
import { formatRoute, parseRoute, tokenIn } from "../../../renderer/navigation/route.ts";
import type { ClusterStats } from "../../../src/server/stats.ts";

const english = createFormats("en", "UTC");
const chinese = createFormats("zh-CN", "UTC");
const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];

describe("formats", () => {
  test.each([
    [-5, "0s", "0秒"],
    [999, "0s", "0秒"],
    [59 * second, "59s", "59秒"],
    [5 * minute + 3 * second, "5m 3s", "5分钟 3秒"],
    [5 * minute, "5m", "5分钟"],
    [12 * minute + 30 * second, "12m", "12分钟"],
    [25 * hour, "1d 1h", "1天 1小时"],
    [90 * day, "90d", "90天"],
  ])("%d ms lasts %s, in Chinese %s", (ms, inEnglish, inChinese) => {
    expect(english.duration(ms)).toBe(inEnglish);
    expect(chinese.duration(ms)).toBe(inChinese);
  });

  test.each([
    [0, "0 B"],
    [1_023, "1,020 B"],
    [1_536, "1.5 KiB"],
    [16 * 2 ** 30, "16 GiB"],
    [2 ** 60, "1,020 PiB"],
  ])("%d bytes are %s", (bytes, text) => {
    expect(english.bytes(bytes)).toBe(text);
  });

  test("dates follow the language", () => {
    const ms = Date.UTC(2026, 10, 23, 9, 5, 7);
    expect(english.dateTime(ms)).toBe("Nov 23, 2026, 09:05:07");
    expect(chinese.dateTime(ms)).toBe("2026年11月23日 09:05:07");
  });

  test.each([
    [["zh-TW", "en"], "zh-CN"],
    [["en-GB", "zh"], "en"],
    [["fr", "zh-CN"], "zh-CN"],
    [["fr"], "en"],
    [[], "en"],
  ])("a browser that asks for %j gets %s", (languages, locale) => {
    expect(pickLocale(languages)).toBe(locale);
  });
});

describe("the dictionaries", () => {
  test("hold no empty words", () => {
    const words = (value: unknown): readonly unknown[] =>
      typeof value === "object" && value !== null ? Object.values(value).flatMap(words) : [value];
    const say = (word: unknown) =>
      typeof word === "function" ? (word as (...args: unknown[]) => string)("a", "b") : word;
    for (const dictionary of [en, zhCN]) {
      expect(
        words(dictionary)
          .map(say)
          .filter((word) => !word),
      ).toEqual([]);
    }
  });
});

describe("a value axis", () => {
  test.each([
    [0, 10, 1],
    [0.3, 10, 0.4],
    [6.2, 10, 10],
    [4.1, 10, 5],
    [1000, 10, 1000],
    [3 * 2 ** 30, 2, 4 * 2 ** 30],
    [Number.NaN, 10, 1],
  ] as const)("for %d in base %d ends at %d", (value, base, top) => {
    expect(niceTop(value, base)).toBeCloseTo(top, 9);
  });
});

describe("samples", () => {
  const stats = (nowMs: number, readsTotal: number): ClusterStats => ({
    nowMs,
    revision: 1,
    api: { readsTotal, writesTotal: 0, watches: 3 },
    scheduler: { boundTotal: 0, pending: 2 },
    usage: {
      cpuNanoCores: 5e8,
      memoryBytes: 7,
      cpuCapacityNanoCores: 8e9,
      memoryCapacityBytes: 9,
    },
  });

  test.each([
    ["two seconds and ten reads", stats(0, 5), stats(2_000, 15), 5],
    ["counters that began anew", stats(0, 500), stats(1_000, 4), 4],
    ["no time between", stats(0, 5), stats(0, 15), 0],
  ])("%s", (_, previous, next, reads) => {
    expect(sampleOf(previous, next)).toMatchObject({ reads, cpu: 0.5, cpuCapacity: 8, pending: 2 });
  });

  test("the window holds five minutes and lets the oldest go", () => {
    let window: ReturnType<typeof appendSample> = [];
    for (let i = 1; i <= samplesMax + 5; i += 1) {
      window = appendSample(window, sampleOf(stats(i - 1, 0), stats(i, 0)));
    }
    expect(window).toHaveLength(samplesMax);
    expect([window[0]?.atMs, window.at(-1)?.atMs]).toEqual([6, samplesMax + 5]);
  });
});

describe("addresses", () => {
  test.each([
    ["#/pods", { path: ["pods"], query: {} }, "#/pods"],
    ["", { path: [], query: {} }, "#/"],
    [
      "#/pods/default/a%2Fb?q=x+y",
      { path: ["pods", "default", "a/b"], query: { q: "x y" } },
      "#/pods/default/a%2Fb?q=x+y",
    ],
    ["#/pods/%zz?ns=", { path: ["pods", "%zz"], query: { ns: "" } }, "#/pods/%25zz"],
  ])("%j", (hash, route, formatted) => {
    expect(parseRoute(hash)).toEqual(route);
    expect(formatRoute(route.path, route.query)).toBe(formatted);
  });

  test.each([
    ["#token=abc", "abc"],
    ["#token=a%2Bb", "a+b"],
    ["#token=", undefined],
    ["#/pods?token=abc", undefined],
    ["", undefined],
  ])("the token in %j is %j", (hash, token) => {
    expect(tokenIn(hash)).toBe(token);
  });
});
