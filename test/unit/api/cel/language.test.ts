/** The language, by rows from cel-spec's simple test vectors and cel-go's tables. */
import { describe, expect, test } from "vitest";
import { compileCel } from "../../../../src/api/cel/compile.ts";
import { fromJson, toJson } from "../../../../src/api/cel/json-value.ts";
import { DYN } from "../../../../src/api/cel/types.ts";
import type { JsonValue } from "../../../../src/api/json.ts";

const document: JsonValue = {
  name: "web",
  replicas: 3,
  ratio: 0.5,
  labels: { app: "web", "a/b": "c" },
  containers: [
    { name: "a", image: "registry.io/a:1" },
    { name: "b", image: "images.example.io/b:2" },
  ],
  empty: null,
};

function run(source: string): unknown {
  const compiled = compileCel(source, { variables: { self: DYN } });
  if (!compiled.ok) return { compile: compiled.error.split("\n")[0] };
  const result = compiled.program.evaluate({ self: fromJson(document) });
  if (!result.ok) return { error: result.error };
  const json = toJson(result.value);
  return json.ok ? json.json : { type: json.error };
}

describe("an expression evaluates to", () => {
  const rows: readonly (readonly [source: string, value: unknown])[] = [
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["-5 % 3", -2],
    ["7 / -2", -3],
    ["5.0 / 2.0", 2.5],
    ["1u + 2u == 3u", true],
    ["0x55555555 == 1431655765", true],
    ["'hello' + ' ' + \"world\"", "hello world"],
    ["r'\\d' + '\\x41\\u00e9\\101'", "\\dAéA"],
    ["size('éa😀')", 3],
    ["b'abc' == bytes('abc')", true],
    ["dyn(1) == 1.0 && 1u == dyn(1) && 2 > 1.5", true],
    ["dyn(1) == dyn('1')", false],
    ["[1, 2] + [3] == [1, 2, 3]", true],
    ["{'a': 1}['a'] == {'a': 1}.a", true],
    ["{1: 'x'}[dyn(1u)]", "x"],
    ["true ? 1 : 2", 1],
    ["false && (1 / 0 > 1)", false],
    ["(1 / 0 > 1) || true", true],
    ["[1, 2, 0].exists(x, 4 / x == 4)", true],
    ["[0, 1].exists(x, 4 / x == 4)", true],
    ["[0, 1].all(x, 4 / x == 3)", false],
    ["[1, 2, 3].filter(x, x > 1).map(x, x * x)", [4, 9]],
    ["[1, 2, 3].map(x, x > 1, x * 10)", [20, 30]],
    ["[1, 2, 2].exists_one(x, x == 1)", true],
    ["{'a': 1, 'b': 2}.all(k, k in ['a', 'b'])", true],
    ["[5, 6].all(i, v, v == i + 5)", true],
    ["{'a': 1}.exists(k, v, k == 'a' && v == 1)", true],
    ["[1, 2].transformList(i, v, i * 10 + v)", [1, 12]],
    ["[1, 2].transformMap(i, v, i > 0, v * 2) == {1: 4}", true],
    ["['x'].transformMapEntry(i, v, {v: i})", { x: 0 }],
    ["has(self.name) && !has(self.missing)", true],
    ["has(self.labels.app)", true],
    ["self.labels['a/b']", "c"],
    ["self.containers.all(c, c.image.contains('.io/'))", true],
    ["self.containers.map(c, c.name).join('-')", "a-b"],
    ["self.?missing.?deep.orValue('none')", "none"],
    ["self.?name.orValue('none')", "web"],
    ["self.labels[?'app'].hasValue()", true],
    ["self.labels[?'no'].or(optional.of('x')).value()", "x"],
    ["[?optional.of(1), ?optional.none(), 2]", [1, 2]],
    ["{?'a': self.?name, ?'b': self.?nope}", { a: "web" }],
    ["self.?name.optMap(n, n + '!').orValue('')", "web!"],
    ["self.?labels.optFlatMap(l, l.?app).orValue('')", "web"],
    ["type(self.replicas) == int && type(self.ratio) == double", true],
    ["type(1) == int && type(type(1)) == type", true],
    ["string(1.5) + string(true) + string(3u)", "1.5true3"],
    ["string(1e21) + ' ' + string(0.00001) + ' ' + string(100000.0)", "1e+21 1e-05 100000"],
    ["int('-12') + int(3.9) + int(4u)", -5],
    ["double('1e3')", 1000],
    ["int(timestamp('2009-02-13T23:31:30Z'))", 1234567890],
    ["string(timestamp('2009-02-13T23:31:30.5+01:00'))", "2009-02-13T22:31:30.5Z"],
    ["timestamp('2009-02-13T23:31:30Z').getDayOfWeek()", 5],
    ["timestamp('2009-02-13T23:31:30Z').getHours('Australia/Sydney')", 10],
    ["timestamp('2009-02-13T23:31:30Z').getMinutes('-00:30')", 1],
    ["string(duration('1h30m') + duration('1.5s'))", "5401.5s"],
    [
      "timestamp('2024-03-01T00:00:00Z') - timestamp('2024-02-28T00:00:00Z') == duration('48h')",
      true,
    ],
    ["'abc'.matches('^a.c$') && !'abc'.matches('^b')", true],
    ["'abc 123 def 45'.findAll('[0-9]+')", ["123", "45"]],
    ["'abc 123'.find('[0-9]+')", "123"],
    ["[1, 3, 2].isSorted()", false],
    ["[1, 3, 2].sum() + [1, 3, 2].max() - [1, 3, 2].min()", 8],
    ["['a', 'b', 'a'].lastIndexOf('a') + ['a'].indexOf('z')", 1],
    ["'tacocat'.charAt(3) + 'Hello'.lowerAscii() + 'x'.upperAscii()", "ohelloX"],
    ["'hello hello'.replace('he', 'we', 1)", "wello hello"],
    ["'hello hello hello'.split(' ', 2)", ["hello", "hello hello"]],
    ["'tacocat'.substring(0, 4) + '  trim '.trim()", "tacotrim"],
    ["'tacocat'.indexOf('a', 3) + 'tacocat'.lastIndexOf('a', 3)", 6],
    ["strings.quote('a\"\\n')", '"a\\"\\n"'],
    [`"%s|%d|%.2f|%x|%b".format([dyn("a"), 12, 3.14159, 255, 5])`, "a|12|3.14|ff|101"],
    [
      "sets.contains([1, 2], [dyn(2.0)]) && sets.equivalent([1, 1], [1]) && !sets.intersects([1], [])",
      true,
    ],
    ["9223372036854775807 == int('9223372036854775807')", true],
    ["-9223372036854775808 < 0", true],
    ["[1, 'a'.size()] == [1, 1] ? 'y' : 'n'", "y"],
    ["a_b", { compile: "ERROR: <input>:1:1: undeclared reference to 'a_b' (in container '')" }],
  ];
  test.each(rows)("%s", (source, value) => {
    expect(run(source)).toEqual(value);
  });
});

describe("an expression fails with", () => {
  const rows: readonly (readonly [source: string, error: string])[] = [
    ["1 / 0 > 0", "division by zero"],
    ["1 % 0 > 0", "modulus by zero"],
    ["9223372036854775807 + 1 > 0", "integer overflow"],
    ["-(-9223372036854775808) > 0", "integer overflow"],
    ["0u - 1u > 0u", "unsigned integer overflow"],
    ["int(1e19) > 0", "integer overflow"],
    ["{'a': 1}['b'] > 0", "no such key: b"],
    ["self.missing == 1", "no such key: missing"],
    ["self.empty.field == 1", "no such key: field"],
    ["[1][3] > 0", "index out of bounds: 3"],
    ["int('x') > 0", "type conversion error from 'string' to 'int'"],
    ["self.name + 1 == 2", "no such overload: _+_(string, int)"],
    ["self.name && true", "no such overload"],
    ["[0, 2].all(x, 4 / x == 2)", "division by zero"],
    ["optional.none().value() == 1", "optional.none() dereference"],
    ["'a'.matches(self.name + '(')", "error parsing regexp: missing closing ): `web(`"],
    ["[''].map(x, 'abc'.charAt(9)) == []", "index out of range: 9"],
    ["[].min() == 1", "min called on empty list"],
    ["[1].slice(0, 2) == []", "cannot slice(0, 2), list is length 1"],
    ["lists.range(1000000000).size() > 0", "operation cancelled: actual cost limit exceeded"],
  ];
  test.each(rows)("%s", (source, error) => {
    expect(run(source)).toEqual({ error });
  });
});

describe("a text does not compile:", () => {
  const rows: readonly (readonly [source: string, error: string])[] = [
    [
      "1 +",
      "ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | 1 +\n | ...^",
    ],
    [
      "1 + 'a'",
      "ERROR: <input>:1:3: found no matching overload for '_+_' applied to '(int, string)'\n | 1 + 'a'\n | ..^",
    ],
    [
      "1.startsWith('a')",
      "ERROR: <input>:1:13: found no matching overload for 'startsWith' applied to 'int.(string)'",
    ],
    [
      "[1, 'a'] == []",
      "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a'] == []\n | ....^",
    ],
    [
      "'abc'.size() == self.x.y(1)",
      "ERROR: <input>:1:25: undeclared reference to 'y' (in container '')\n | 'abc'.size() == self.x.y(1)\n | ........................^",
    ],
    [
      "'abc'.foo",
      "ERROR: <input>:1:6: type 'string' does not support field selection\n | 'abc'.foo\n | .....^",
    ],
    ["has(self)", "ERROR: <input>:1:5: invalid argument to has() macro\n | has(self)\n | ....^"],
    [
      "[1].all(1, true)",
      "ERROR: <input>:1:9: argument must be a simple name\n | [1].all(1, true)\n | ........^",
    ],
    [
      "1.5 in 'a'",
      "ERROR: <input>:1:5: found no matching overload for '@in' applied to '(double, string)'\n | 1.5 in 'a'\n | ....^",
    ],
    [
      "9223372036854775808 > 0",
      "ERROR: <input>:1:1: invalid int literal\n | 9223372036854775808 > 0\n | ^",
    ],
    ["var == 1", "ERROR: <input>:1:1: reserved identifier: var\n | var == 1\n | ^"],
    [
      "1 2",
      "ERROR: <input>:1:3: Syntax error: extraneous input '2' expecting <EOF>\n | 1 2\n | ..^",
    ],
  ];
  test.each(rows)("%s", (source, error) => {
    const result = compileCel(source, { variables: { self: DYN } });
    expect(result.ok ? "compiled" : result.error).toContain(error);
  });

  test("nesting beyond 250 levels, and a chain of additions as deep", () => {
    for (const source of [
      "(".repeat(400) + "1" + ")".repeat(400),
      Array(400).fill("1").join("+"),
      "!-".repeat(400) + "1",
    ]) {
      const result = compileCel(source, { variables: {} });
      expect(result.ok ? "" : result.error).toContain("expression recursion limit exceeded: 250");
    }
  });

  test("a long chain of && is no nesting", () => {
    expect(compileCel(Array(5000).fill("true").join(" && "), { variables: {} }).ok).toBe(true);
  });
});

test("what an evaluation costs is bounded, and nothing absorbs the end of the budget", () => {
  const source =
    "self.containers.all(a, self.containers.all(b, self.containers.all(c, true))) || true";
  const compiled = compileCel(source, { variables: { self: DYN } });
  if (!compiled.ok) throw new Error(compiled.error);
  expect(compiled.program.evaluate({ self: fromJson(document) }, 20)).toMatchObject({
    ok: false,
    error: "operation cancelled: actual cost limit exceeded",
    costExceeded: true,
  });
});
