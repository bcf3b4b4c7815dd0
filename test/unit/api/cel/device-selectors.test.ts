/**
 * Selectors of devices against rows of the tests of dynamic-resource-allocation/cel (compile_test.go): which compile, in which
 * words they are refused, and what they cost at most.
 */
import { describe, expect, test } from "vitest";
import { compileCel } from "../../../../src/api/cel/compile.ts";
import { deviceSelectorFault, selectorCost } from "../../../../src/api/cel/device-environment.ts";

describe("the most that a selector costs", () => {
  test.each<[string, number]>([
    ["true", 0],
    ['device.attributes["no-such-domain"].noSuchAttr.isGreaterThan(quantity("0"))', 6],
    ['device.attributes["no-such-domain"]["noSuchAttr"].isGreaterThan(quantity("0"))', 6],
    ['"dra.example.com" in device.attributes', 3],
    ['device.driver == ""', 2],
    ['device.driver == "dra.example.com"', 4],
    ['device.attributes["dra.example.com"].name', 4],
    ['device.attributes["dra.example.com"]["name"]', 4],
    ['cel.bind(dra, device.attributes["dra.example.com"], dra.name)', 15],
    ['device.attributes["dra.example.com"].name > 0', 5],
    ['device.attributes["dra.example.com"].name == "fish"', 5],
    ['device.attributes["dra.example.com"].name.isGreaterThan(semver("0.0.1"))', 6],
    ['device.capacity["dra.example.com"].name.isGreaterThan(quantity("1Ki"))', 6],
    [
      '"name" in device.capacity["dra.example.com"] && device.capacity["dra.example.com"].name.isGreaterThan(quantity("1Ki"))',
      10,
    ],
    [
      '!("name" in device.capacity["dra.example.com"]) || device.capacity["dra.example.com"].name.isGreaterThan(quantity("1Ki"))',
      11,
    ],
    ['device.attributes.exists_one(x, x == "dra.example.com")', 164],
    ['device.attributes["dra.example.com"].exists_one(x, x == "services")', 133],
    ['device.attributes["dra.example.com"].services.split("example").size() >= 2', 19],
    ['device.attributes["dra.example.com"].services.matches("[^a]?sym")', 18],
    ['device.capacity.exists_one(x, x == "dra.example.com")', 164],
    ['device.capacity["dra.example.com"].exists_one(x, x == "memory")', 133],
  ])("%s: %d", (expression, cost) => {
    expect(deviceSelectorFault(expression)).toBeUndefined();
    expect(selectorCost(expression)).toBe(cost);
  });

  test("a loop in a loop, seven deep, is more than one may cost", () => {
    const ten = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
    const names = ["x", "y", "z", "z2", "z3", "z4", "z5"];
    const inner = "int('1'.find('[0-9]*')) < 100";
    const expression = names.reduceRight((body, name) => `${ten}.all(${name}, ${body})`, inner);
    expect(deviceSelectorFault(expression)).toBe("too complex");
    expect(selectorCost(expression)).toBe(85_555_551);
  });
});

test.each([
  ["?!", /^compilation failed: ERROR: <input>:1:1: Syntax error: /],
  ["1", /^must evaluate to bool or the unknown type, not int$/],
  ["device.driver", /^must evaluate to bool or the unknown type, not string$/],
  ['device.attributes["a"]', /^must evaluate to bool or the unknown type, not map\(string, any\)$/],
  ["device.name == ''", /^compilation failed: ERROR: <input>:1:7: undefined field 'name'/],
  ["object.driver == ''", /undeclared reference to 'object'/],
  [
    'device.attributes["dra.example.com"].name.exists(x, x == "a")',
    /expression of type 'any' cannot be range of a comprehension \(must be list, map, or dynamic\)/,
  ],
  ['device.capacity["a"].b == 1', /found no matching overload for '_==_'/],
  ["cel.bind(1, 2, true)", /cel.bind\(\) variable names must be simple identifiers/],
  ["device.attributes.includes(1)", /undeclared reference to 'includes'/],
])("%s is refused", (expression, message) => {
  expect(deviceSelectorFault(expression)).toEqual({
    invalid: expect.stringMatching(message) as string,
  });
});

test.each(["device.allowMultipleAllocations", "!device.allowMultipleAllocations"])(
  "%s compiles",
  (expression) => {
    expect(deviceSelectorFault(expression)).toBeUndefined();
  },
);

test("cel.bind is no macro where expressions do not have it", () => {
  const compiled = compileCel("cel.bind(a, 1, a == 1)", { variables: {} });
  expect(compiled).toMatchObject({ ok: false });
});

test("what cel.bind binds is there in the result alone", () => {
  const compiled = compileCel("cel.bind(a, [1, 2], a.all(x, x in a) && size(a) == 2)", {
    variables: {},
    bind: true,
  });
  if (!compiled.ok) throw new Error(compiled.error);
  expect(compiled.program.evaluate({})).toMatchObject({ ok: true, value: true });
});
