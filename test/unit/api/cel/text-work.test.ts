/** Expressions whose cost is small and whose texts are not: they end with the budget of steps, before they hold up the server. */
import { expect, test } from "vitest";
import { compileCel } from "../../../../src/api/cel/compile.ts";

const text = "ba".repeat(50_000);

test.each([
  ["looks at one character", "text.split('').all(c, text.charAt(99999) == 'a')"],
  ["searches in vain", "text.split('').all(c, text.indexOf('z') == -1)"],
  ["measures", "text.split('').all(c, text.size() > 0)"],
  ["formats", "lists.range(100000).all(i, '%s%s'.format([text, text]) != '')"],
  ["joins what was not there", "lists.range(90000).map(i, text).join('') != ''"],
  ["replaces short by long", "text.replace('a', text).size() > 0"],
  ["compares equal texts", "lists.range(100000).all(i, [text + 'x'] == [other + 'x'])"],
])("an expression that %s too often ends", (_what, expression) => {
  const variables = { text: { kind: "string" }, other: { kind: "string" } } as const;
  const compiled = compileCel(expression, { variables });
  if (!compiled.ok) throw new Error(compiled.error);
  expect(compiled.program.evaluate({ text, other: `b${text.slice(1)}` })).toMatchObject({
    ok: false,
    costExceeded: true,
    error: "operation cancelled: actual cost limit exceeded",
  });
});

test.each([
  ["'a😀b'.charAt(1)", "😀"],
  ["'a😀b'.charAt(3)", ""],
  ["'a😀b'.substring(1, 2)", "😀"],
  ["'a😀b'.indexOf('b') == 2", true],
  ["'a😀b😀'.indexOf('😀', 2) == 3", true],
  ["'a😀b😀'.lastIndexOf('😀') == 3", true],
  ["'a😀b😀'.lastIndexOf('😀', 2) == 1", true],
  ["'a😀'.replace('', '-')", "-a-😀-"],
  ["'a😀'.replace('', '-', 2)", "-a-😀"],
  ["'aaaa'.replace('aa', 'b')", "bb"],
  ["'aaaa'.replace('a', 'b', 0)", "aaaa"],
])("%s counts code points: %j", (expression, value) => {
  const compiled = compileCel(expression, { variables: {} });
  if (!compiled.ok) throw new Error(compiled.error);
  expect(compiled.program.evaluate({})).toMatchObject({ ok: true, value });
});

test("of faults in a long line only the place is told", () => {
  const compiled = compileCel(`${" ".repeat(17_000)}x`, { variables: {} });
  expect(compiled).toEqual({
    ok: false,
    error: "ERROR: <input>:1:17001: undeclared reference to 'x' (in container '')",
  });
});
