/** Expectations from Go's regexp/syntax documentation and its parser's error texts. */
import { describe, expect, test } from "vitest";
import { compileRegex, RegexTooCostly, withinStepBudget } from "../../../../src/api/re2/regex.ts";

describe("an expression matches as Go's does", () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ["", "anything", true],
    ["^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "my-name", true],
    ["^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "-name", false],
    ["a|b", "xxb", true],
    ["^a|b$", "xb", true],
    ["^(GET|POST)$", "PUT", false],
    ["(?i)^abc$", "aBC", true],
    ["^a(?i)b$", "aB", true],
    ["^a(?i:b)c$", "aBC", false],
    ["^.$", "\n", false],
    ["(?s)^.$", "\n", true],
    ["(?m)^b$", "a\nb\nc", true],
    ["^b$", "a\nb\nc", false],
    [String.raw`\Ab\z`, "b", true],
    [String.raw`^\s$`, "\v", false],
    [String.raw`^\d{2,3}$`, "1234", false],
    [String.raw`^\d{2,}$`, "1234", true],
    [String.raw`\bword\b`, "a word.", true],
    [String.raw`\bword\b`, "swords", false],
    [String.raw`^\p{Greek}+$`, "αβγ", true],
    [String.raw`^\pL\PL$`, "a1", true],
    ["^[[:alpha:]_]+$", "ab_", true],
    ["^[^a-c]$", "d", true],
    ["^[]a]$", "]", true],
    [String.raw`^\Qa.b\E$`, "a.b", true],
    [String.raw`^\x41\x{1F600}$`, "A😀", true],
    ["^.$", "😀", true],
    ["a{,2}", "a{,2}", true],
    ["(?P<year>[0-9]{4})-x", "2026-x", true],
    ["(a*)*b", "aaab", true],
    ["a*?b", "aab", true],
    [String.raw`^\QAB\E+$`, "ABBB", true],
    [String.raw`^\QAB\E+$`, "ABAB", false],
    [String.raw`^(?i)k\x{212A}\x{17F}$`, "KkS", true],
    ["^(?i)[^k]$", "\u212a", false],
    ["^(?i)[\u03b1-\u03c9]+$", "ΑΣς\u2126", true],
    ["^x{0}$", "", true],
    [String.raw`\Bord\b`, "a word", true],
    ["(?m)a$", "b\na\nb", true],
    ["(?-s).", "\n", false],
    ["((a{100}){10}){1}", "a".repeat(1000), true],
  ];
  test.each(rows)("%j on %j: %s", (pattern, text, matches) => {
    expect(compileRegex(pattern).test(text)).toBe(matches);
  });
});

describe("what is no expression is refused in Go's words", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["(", "missing closing ): `(`"],
    ["a)", "unexpected ): `a)`"],
    ["[a", "missing closing ]: `[a`"],
    ["*a", "missing argument to repetition operator: `*`"],
    ["a**", "invalid nested repetition operator: `**`"],
    ["a{1001}", "invalid repeat count: `{1001}`"],
    ["a{2,1}", "invalid repeat count: `{2,1}`"],
    ["[z-a]", "invalid character class range: `z-a`"],
    ["(?=a)", "invalid or unsupported Perl syntax: `(?=`"],
    [String.raw`(a)\1`, String.raw`invalid escape sequence: ` + "`\\1`"],
    ["a\\", "trailing backslash at end of expression: ``"],
    [String.raw`\Q\E*`, "missing argument to repetition operator: `*`"],
    ["(x{2}){501}", "invalid repeat count: `{501}`"],
    ["((a{100}){10}){2}", "invalid repeat count: `{2}`"],
    ["(a{1000}){1000}", "invalid repeat count: `{1000}`"],
    ["[[:nope:]]", "invalid character class range: `[:nope:]`"],
  ];
  test.each(rows)("%j", (pattern, why) => {
    expect(() => compileRegex(pattern)).toThrow(`error parsing regexp: ${why}`);
  });
});

test("an expression that would send a backtracking engine astray takes no time", () => {
  const text = `${"a".repeat(5000)}!`;
  expect(compileRegex("^(a+)+$").test(text)).toBe(false);
  expect(compileRegex("^(a|a)*$").test(text)).toBe(false);
  expect(compileRegex("(x+x+)+y").test("x".repeat(5000))).toBe(false);
});

test("an expression that unfolds beyond all bounds is refused", () => {
  expect(() => compileRegex("a{1000}".repeat(61))).toThrow("expression too large");
});

describe("of several matches the one is found that Go prefers", () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ["a+", "caaat a", ["aaa", "a"]],
    ["a+?", "aa", ["a", "a"]],
    ["(?U)a+", "aa", ["a", "a"]],
    ["(?U)a+?", "aa", ["aa"]],
    ["a|ab", "ab", ["a"]],
    ["ab|a", "aba", ["ab", "a"]],
    ["a*", "baa", ["", "aa"]],
    ["a{1,2}", "aaaaa", ["aa", "aa", "a"]],
    ["a{1,2}?", "aaa", ["a", "a", "a"]],
    ["(|a)*", "aa", ["", "", ""]],
    ["(|a)+", "aa", ["", "", ""]],
    ["^a", "aa", ["a"]],
    [String.raw`\b\w`, "ab cd", ["a", "c"]],
    ["(?m)^.", "ab\ncd", ["a", "c"]],
    ["😀|.", "a😀b", ["a", "😀", "b"]],
    ["", "a😀", ["", "", ""]],
    ["x", "abc", []],
  ];
  test.each(rows)("%j in %j: %j", (pattern, text, found) => {
    const regex = compileRegex(pattern);
    const texts = regex.findAll(text, -1).map(({ start, end }) => text.slice(start, end));
    expect(texts).toEqual(found);
    expect(regex.test(text)).toBe(found.length > 0);
    expect(regex.findAll(text, 1)).toHaveLength(Math.min(1, found.length));
  });
});

test("searches that share a budget end together", () => {
  // Each text of its own leads to states of its own.
  const regex = compileRegex("(a|b)*a(a|b){500}c$");
  const texts = Array.from({ length: 400 }, (_, index) =>
    Array.from({ length: 40 }, (_each, bit) =>
      ((index * 2654435761) >>> (bit % 32)) & 1 ? "a" : "b",
    )
      .join("")
      .repeat(25),
  );
  expect(() => withinStepBudget(() => texts.map((text) => regex.test(text)))).toThrow(
    RegexTooCostly,
  );
  expect(texts.slice(0, 2).map((text) => regex.test(text))).toEqual([false, false]);
});
