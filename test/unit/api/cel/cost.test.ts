/** What evaluation costs, by rows of apiextensions' TestCelCostStability: figures that Kubernetes keeps from release to release. */
import { describe, expect, test } from "vitest";
import { compileCel } from "../../../../src/api/cel/compile.ts";
import {
  declareSchema,
  objectTypesOf,
  type CelSchema,
} from "../../../../src/api/cel/schema-types.ts";
import { fromDeclared } from "../../../../src/api/cel/schema-value.ts";
import type { JsonObject, JsonValue } from "../../../../src/api/json.ts";

const text: CelSchema = { type: "string" };
const integer: CelSchema = { type: "integer" };
const list = (items: CelSchema): CelSchema => ({ type: "array", items });
const object = (properties: Readonly<Record<string, CelSchema>>): CelSchema => ({
  type: "object",
  properties,
});
const vals = (...values: readonly (readonly [CelSchema, JsonValue])[]) => ({
  schema: object(Object.fromEntries(values.map(([schema], at) => [`val${at + 1}`, schema]))),
  value: Object.fromEntries(values.map(([, value], at) => [`val${at + 1}`, value])),
});

interface Group {
  readonly schema: CelSchema;
  readonly value: JsonObject;
  readonly costs: Readonly<Record<string, number>>;
}

const groups: Readonly<Record<string, Group>> = {
  integers: {
    ...vals([integer, 7], [integer, 7]),
    costs: {
      "self.val1 == self.val2 && self.val1 == 7 && self.val2 == 7": 11,
      "type(self.val1) == int": 4,
      "self.val1 + 1 == 7 + 1": 5,
      "double(self.val1) < 10.0": 4,
      "double(5) < 10.0": 1,
    },
  },
  texts: {
    ...vals([text, "Rook takes 👑"], [text, "Rook takes 👑"]),
    costs: {
      "self.val1.startsWith('Rook')": 4,
      "!self.val1.startsWith('knight')": 5,
      "self.val1.matches('^[^0-9]*$')": 8,
      "!self.val1.matches('^[0-9]*$')": 7,
      "size(self.val1) == 12": 4,
      "self.val1.charAt(3) == 'k'": 4,
      "self.val1.indexOf('o') == 1": 4,
      "self.val1.replace(' ', 'x') == 'Rookxtakesx👑'": 7,
      "self.val1.split(' ') == ['Rook', 'takes', '👑']": 6,
      "self.val1.substring(5) == 'takes 👑'": 5,
      "self.val1.substring(4, 10).trim() == 'takes'": 6,
      "self.val1.upperAscii() == 'ROOK TAKES 👑'": 6,
    },
  },
  durations: {
    ...vals([{ type: "string", format: "duration" }, "1h2m3s4ms"]),
    costs: {
      "self.val1 == duration('1h2m') + duration('3s4ms')": 4,
      "self.val1.getHours() == 1": 4,
      "type(self.val1) == google.protobuf.Duration": 4,
    },
  },
  lists: {
    ...vals([list(integer), [1, 2, 3]], [list(integer), [1, 2, 3]]),
    costs: {
      "1 in self.val1": 5,
      "self.val2[0] in self.val1": 8,
      "!(0 in self.val1)": 6,
      "self.val1 + self.val2 == [1, 2, 3, 1, 2, 3]": 6,
      "self.val1 + [4, 5] == [1, 2, 3, 4, 5]": 4,
      "self.val1[0] in [1, 2]": 3,
    },
  },
  "sets as lists": {
    ...vals([{ ...list(text), "x-kubernetes-list-type": "set" }, ["a", "b", "c"]]),
    costs: {
      "self.val1 == ['c', 'b', 'a']": 3,
      "self.val1 + ['c', 'd'] == ['a', 'b', 'c', 'd']": 4,
    },
  },
  maps: {
    schema: object({ val: { type: "object", additionalProperties: integer } }),
    value: { val: { b: 1, d: 2 } },
    costs: {
      "!('a' in self.val)": 4,
      "'b' in self.val": 3,
      "!has(self.val.a)": 3,
      "has(self.val.b)": 2,
      "self.val.all(k, self.val[k] > 0)": 17,
      "self.val.exists_one(k, self.val[k] == 2)": 14,
      "!self.val.exists_one(k, self.val[k] > 0)": 17,
      "size(self.val.filter(k, self.val[k] > 1)) == 1": 26,
    },
  },
  "lists of objects": {
    schema: object({ listMap: list(object({ k: text, v: text, v2: text })) }),
    value: {
      listMap: [
        { k: "a1", v: "b1" },
        { k: "a2", v: "b2" },
        { k: "a3", v: "b3", v2: "z" },
      ],
    },
    costs: {
      "has(self.listMap[0].v)": 3,
      "self.listMap.all(m, m.k.startsWith('a'))": 21,
      "self.listMap.all(m, !has(m.v2) || m.v2 == 'z')": 21,
      "self.listMap.exists(m, m.k.endsWith('1'))": 13,
      "self.listMap.exists_one(m, m.k == 'a3')": 15,
      "!self.listMap.all(m, m.k.endsWith('1'))": 18,
      "!self.listMap.exists(m, m.v == 'x')": 25,
      "!self.listMap.exists_one(m, m.k.startsWith('a'))": 20,
      "size(self.listMap.filter(m, m.k == 'a1')) == 1": 27,
      "self.listMap.exists(m, m.k == 'a1' && m.v == 'b1')": 16,
      "self.listMap.map(m, m.v).exists(v, v == 'b1')": 55,
      "self.listMap.exists(m, has(m.v2) && m.v2 == 'z')": 21,
    },
  },
};

describe.each(Object.entries(groups))("%s", (_name, { schema, value, costs }) => {
  const declared = declareSchema(schema);
  test.each(Object.entries(costs))("%s costs %i", (rule, cost) => {
    if (!declared) throw new Error("nothing to see");
    const compiled = compileCel(rule, {
      variables: { self: declared.type },
      object: objectTypesOf(declared),
    });
    if (!compiled.ok) throw new Error(compiled.error);
    const result = compiled.program.evaluate({ self: fromDeclared(value, declared) });
    expect(result).toMatchObject({ ok: true, value: true, cost });
  });
});

test("a call of literals costs the same each time, though it is made once", () => {
  const costOf = (expression: string): number => {
    const compiled = compileCel(expression, { variables: {} });
    if (!compiled.ok) throw new Error(compiled.error);
    const results = [1, 2, 3].map(() => compiled.program.evaluate({}));
    expect(new Set(results.map(({ cost }) => cost)).size).toBe(1);
    return results[0]?.cost ?? 0;
  };
  const one = costOf("[1].all(x, ip('10.0.0.1').family() == 4)");
  const two = costOf("[1, 2].all(x, ip('10.0.0.1').family() == 4)");
  const three = costOf("[1, 2, 3].all(x, ip('10.0.0.1').family() == 4)");
  expect(three - two).toBe(two - one);
});
