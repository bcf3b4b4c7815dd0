/** Expectations from Go's regexp/syntax documentation and its parser's error texts. */
import { describe, expect, test } from "vitest";
import { compileRegex } from "../../../../src/api/re2/regex.ts";

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
    ["a\\", "trailing backslash at end of expression"],
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
  expect(() => compileRegex("((a{1000}){1000}){1000}")).toThrow("expression too large");
});
