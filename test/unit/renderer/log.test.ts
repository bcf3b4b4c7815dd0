import { describe, expect, test } from "vitest";
import {
  appendLog,
  contains,
  emptyLog,
  lineLengthMax,
  logLinesMax,
  parseLogLine,
  segments,
} from "../../../renderer/components/log-buffer.ts";

describe("a line of a log", () => {
  test.each([
    ["2026-01-01T10:00:00.123456789Z hello", "2026-01-01T10:00:00.123456789Z", "hello"],
    ["2026-01-01T10:00:00+02:00 hello", "2026-01-01T10:00:00+02:00", "hello"],
    ["2026-01-01T10:00:00Z ", "2026-01-01T10:00:00Z", ""],
    ["no stamp", "", "no stamp"],
    ["\u001b[31mred\u001b[0m and \u001b[1;2Hmoved\r", "", "red and moved"],
    ["", "", ""],
  ])("%j", (line, time, text) => {
    expect(parseLogLine(line, 3)).toEqual({ number: 3, time, text });
  });

  test("is cut when nobody could read it any more", () => {
    const { text } = parseLogLine("x".repeat(lineLengthMax + 10), 0);
    expect(text).toBe(`${"x".repeat(lineLengthMax)}…`);
  });
});

describe("the lines that are kept", () => {
  test("are numbered on, and the oldest are let go beyond the limit", () => {
    const first = appendLog(emptyLog, ["a", "b"]);
    const all = appendLog(
      first,
      Array.from({ length: logLinesMax }, (_, i) => `line ${i}`),
    );
    expect(all.lines).toHaveLength(logLinesMax);
    expect(all.dropped).toBe(2);
    expect(all.lines[0]).toMatchObject({ number: 2, text: "line 0" });
    expect(appendLog(all, ["next"]).lines.at(-1)?.number).toBe(logLinesMax + 2);
  });
});

describe("words found in a line", () => {
  test.each([
    ["Error: no error", "error", ["[Error]", ": no ", "[error]"]],
    ["aaa", "aa", ["[aa]", "a"]],
    ["nothing", "x", ["nothing"]],
    ["nothing", "", ["nothing"]],
    ["İ grows in lower case", "grows", ["İ grows in lower case"]],
  ])("in %j %j", (text, query, expected) => {
    const cut = segments(text, query);
    expect(cut.map((part) => (part.found ? `[${part.text}]` : part.text))).toEqual(expected);
    expect(cut.map((part) => part.text).join("")).toBe(text);
  });

  test("are found whatever their case", () => {
    expect([contains("GET /api", "get"), contains("GET /api", "post")]).toEqual([true, false]);
  });
});
