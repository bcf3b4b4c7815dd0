/**
 * Expressions that cost little by cel-go's count and go through a lot all the same: they end with the budget of steps. And what is made once
 * must not show: the same expressions have the same results again.
 */
import { describe, expect, test } from "vitest";
import { compileCel } from "../../../../src/api/cel/compile.ts";
import {
  declareSchema,
  objectTypesOf,
  type CelSchema,
} from "../../../../src/api/cel/schema-types.ts";
import { fromDeclared } from "../../../../src/api/cel/schema-value.ts";

const text: CelSchema = { type: "string" };
const list = (items: CelSchema, more: object = {}): CelSchema => ({
  type: "array",
  items,
  ...more,
});
const set = list(text, { "x-kubernetes-list-type": "set" });
const pairs = list(list({ type: "integer" }));
const schema: CelSchema = {
  type: "object",
  properties: {
    set,
    other: set,
    pairs,
    more: pairs,
    names: list(text),
    when: { ...text, format: "date-time" },
  },
};
const declared = declareSchema(schema);
const value = {
  set: Array.from({ length: 20_000 }, (_, i) => `x${i}`),
  other: Array.from({ length: 20_000 }, (_, i) => `x${i}`),
  pairs: Array.from({ length: 20_000 }, (_, i) => [i, i]),
  more: Array.from({ length: 20_000 }, (_, i) => [i, i]),
  names: Array.from({ length: 500 }, (_, i) => `name-${i}`),
  when: "2026-07-01T12:00:00Z",
};

function evaluate(expression: string) {
  if (!declared) throw new Error("nothing to see");
  const compiled = compileCel(expression, {
    variables: { self: declared.type },
    object: objectTypesOf(declared),
  });
  if (!compiled.ok) throw new Error(compiled.error);
  return compiled.program.evaluate({ self: fromDeclared(value, declared) });
}

describe("an expression ends that too often", () => {
  test.each([
    ["compares sets", "lists.range(10000).all(i, self.set == self.other)"],
    ["joins sets", "lists.range(10000).all(i, (self.set + self.other).size() > 0)"],
    ["compares what is deep", "lists.range(10000).all(i, {'a': self.pairs} == {'a': self.more})"],
    ["reads of joined lists", "lists.range(10000).all(i, (self.pairs + self.more)[0] == [0, 0])"],
    ["looks for the greatest", "self.names.all(x, self.names.all(y, self.names.max() != ''))"],
    ["tells apart what has no key", "self.pairs.distinct().size() > 0"],
    [
      "makes patterns",
      "self.names.all(x, self.names.all(y, x.matches('^' + x + y + '$') || true))",
    ],
  ])("%s", (_what, expression) => {
    expect(evaluate(expression)).toMatchObject({ ok: false, costExceeded: true });
  });
});

test.each<[string, boolean]>([
  ["self.set == self.other && self.other == self.set", true],
  ["{'a': self.pairs} == {'a': self.more}", true],
  ["(self.pairs + self.more).size() == 40000 && (self.pairs + self.more)[20001] == [1, 1]", true],
  ["(self.names + ['a'] + self.names)[500] == 'a'", true],
  ["([] + [1] + [] + [2, 3]).map(x, x + 1) == [2, 3, 4]", true],
  ["[1, 2, 3].filter(x, x > 1) == [2, 3] && [1, 2].map(x, x > 1, x * 2) == [4]", true],
  ["[1, 2].transformList(i, v, v + i) == [1, 3]", true],
  ["[1, 0].exists(x, 1 / x == 1) && [0, 1].exists(x, 1 / x == 1)", true],
  ["![2, 0].all(x, 1 / x == 1) && ![0, 2].all(x, 1 / x == 1)", true],
  ["self.when.getHours('America/New_York') == 8 && self.when.getHours('Asia/Kolkata') == 17", true],
  ["[1, 2].all(i, self.when.getHours('Europe/Berlin') == 14)", true],
  ["url('/?a=1&b=2&a=3').getQuery() == {'a': ['1', '3'], 'b': ['2']}", true],
])("%s", (expression, result) => {
  const first = evaluate(expression);
  expect(first).toMatchObject({ ok: true, value: result });
  const { cost } = first;
  expect(evaluate(expression)).toMatchObject({ ok: true, value: result, cost });
});

test("an error that nothing outweighs is the last one", () => {
  expect(evaluate("[dyn(0), dyn('x')].all(x, x / 0 == 1)")).toMatchObject({
    ok: false,
    error: expect.stringContaining("no such overload") as string,
  });
});
