/** Cost before evaluation, against rows of apiextensions' compilation tests (TestCostEstimation): the costs that Kubernetes gives. */
import { describe, expect, test } from "vitest";
import { compileCel } from "../../../../src/api/cel/compile.ts";
import { estimateCost } from "../../../../src/api/cel/estimate.ts";
import {
  declareSchema,
  objectTypesOf,
  type CelSchema,
} from "../../../../src/api/cel/schema-types.ts";

function costOf(schema: CelSchema, rule: string): number {
  const declared = declareSchema(schema, { root: false });
  if (!declared) throw new Error("nothing to see");
  const compiled = compileCel(rule, {
    variables: { self: declared.type },
    object: objectTypesOf(declared),
  });
  if (!compiled.ok) throw new Error(compiled.error);
  return estimateCost(compiled.program, { self: declared }).max;
}

const list = (items: CelSchema, maxItems?: number): CelSchema => ({
  type: "array",
  items,
  ...(maxItems === undefined ? {} : { maxItems }),
});
const map = (values: CelSchema, maxProperties?: number): CelSchema => ({
  type: "object",
  additionalProperties: values,
  ...(maxProperties === undefined ? {} : { maxProperties }),
});
const number: CelSchema = { type: "number" };
const text = (maxLength?: number): CelSchema => ({
  type: "string",
  ...(maxLength === undefined ? {} : { maxLength }),
});

describe("the estimated cost of", () => {
  const rows: readonly (readonly [what: string, schema: CelSchema, rule: string, cost: number])[] =
    [
      ["all over numbers without a bound", list(number), "self.all(x, true)", 4718591],
      ["all over numbers of a bounded list", list(number, 10), "self.all(x, true)", 32],
      ["all over texts without a bound", list(text()), "self.all(x, true)", 3145727],
      ["all over booleans", list({ type: "boolean" }), "self.all(x, true)", 1887437],
      ["all over lists", list(list(number)), "self.all(x, true)", 3145727],
      ["all over a map without a bound", map(number), "self.all(x, true)", 1348169],
      ["all over a map of texts", map(text()), "self.all(x, true)", 1179647],
      ["all over a bounded map", map(number, 10), "self.all(x, true)", 32],
      // SchemaDeclType gives every map the key StringType, whose MaxElements is 0: the names in a map count as empty.
      ["matches of a map's names", map(number, 10), "self.all(x, x.matches('x'))", 52],
      ["find in a map's names", map(number, 10), "self.all(x, x.find('x') == 'y')", 52],
      ["contains of a bounded text", text(10), "self.contains('test')", 5],
      ["contains of a text without a bound", text(), "self.contains('test')", 314574],
      ["startsWith", text(), "self.startsWith('test')", 2],
      ["a longer text", text(), 'size(self + "hello") > size("hello")', 314578],
      ["an index", list(number), "self[1] == 0.0", 2],
      ["texts compared", list(text()), "self[1] == self[1]", 314577],
      ["a loop in a loop", list(number, 10), "self.all(x, self.all(y, true))", 352],
      [
        "a loop in a loop in a loop",
        list(number, 10),
        "self.all(x, self.all(y, self.all(z, true)))",
        3552,
      ],
      ["matches", text(), 'self.matches("x")', 314574],
      ["matches of a bounded text", text(50), 'self.matches("x")', 22],
      ["matches of nothing", text(), '"".matches("(((((((((())))))))))[0-9]")', 7],
      ["a comparison with a text of no length", text(0), 'self == "x"', 1],
      [
        "more elements than a request holds",
        list(number, 3 * 1024 * 2048),
        "self.all(x, x == 0.0)",
        25165826,
      ],
      ["members of maps", list(map(number)), "self.all(x, x.y == 25.2)", 6291452],
      ["durations", list({ type: "string", format: "duration" }), "self.all(x, true)", 2359295],
      ["an hour", list({ type: "string", format: "duration" }), "self[0].getHours() == 2", 4],
      ["dates", list({ type: "string", format: "date" }), "self.all(x, true)", 725936],
      ["moments", list({ type: "string", format: "date-time" }), "self.all(x, true)", 428963],
      ["numbers or texts", list({ "x-kubernetes-int-or-string": true }), "self[0] == 5", 3],
      ["find", text(), "self.find('[0-9]+') == ''", 629147],
      ["join", list(text()), "self.join(' ') == 'aa bb'", 329853068905],
      ["join of bounded texts", list(text(10), 10), "self.join(' ') == 'aa bb'", 43],
    ];
  test.each(rows)("%s", (_what, schema, rule, cost) => {
    expect(costOf(schema, rule)).toBe(cost);
  });
});
