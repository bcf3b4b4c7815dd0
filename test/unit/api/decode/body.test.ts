import { describe, expect, test } from "vitest";
import { decodeBody } from "../../../../src/api/decode/body.ts";
import { StatusError } from "../../../../src/api/status.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function refusal(call: () => unknown): { code: number; reason: string; message: string } {
  try {
    call();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { code: error.code, reason: error.reason, message: error.message };
  }
  throw new Error("was not refused");
}

describe("content types", () => {
  test.each<[string | undefined]>([
    [undefined],
    [""],
    ["application/json"],
    ["application/json; charset=utf-8"],
    ["Application/JSON"],
  ])("%s is JSON", (contentType) => {
    expect(decodeBody(bytes('{"kind":"Pod"}'), contentType)).toEqual({
      object: { kind: "Pod" },
      duplicateFields: [],
    });
  });

  test("application/yaml is YAML", () => {
    expect(decodeBody(bytes("kind: Pod\n"), "application/yaml").object).toEqual({ kind: "Pod" });
  });

  test.each(["text/plain", "application/cbor", "application/x-yaml", "json"])(
    "%s is 415",
    (type) => {
      expect(refusal(() => decodeBody(bytes("{}"), type))).toEqual({
        code: 415,
        reason: "UnsupportedMediaType",
        message:
          "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf",
      });
    },
  );

  test("a custom resource has no protobuf", () => {
    const type = "application/vnd.kubernetes.protobuf";
    expect(
      refusal(() => decodeBody(bytes("k8s\0"), type, { formats: ["json", "yaml"] })).message,
    ).toBe(
      "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml",
    );
  });
});

describe("malformed JSON is refused in the words of Go's parser", () => {
  const prefix = "couldn't get version/kind; json parse error: ";
  test.each<[string, string]>([
    ["", "unexpected end of JSON input"],
    ['{"a":', "unexpected end of JSON input"],
    ['{"a', "unexpected end of JSON input"],
    ["{a:1}", "invalid character 'a' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
    ['{"a":[1,]}', "invalid character ']' looking for beginning of value"],
    ['{"a":[1 2]}', "invalid character '2' after array element"],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ['{"a":-}', "invalid character '}' in numeric literal"],
    ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
    ['{"a":1e}', "invalid character '}' in exponent of numeric literal"],
    ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
    ['{"a":"\n"}', "invalid character '\\n' in string literal"],
    ['{"a":"\\x"}', "invalid character 'x' in string escape code"],
    ['{"a":"\\u12G4"}', "invalid character 'G' in \\u hexadecimal character escape"],
    ["{} x", "invalid character 'x' after top-level value"],
    ["kind: Pod", "invalid character 'k' looking for beginning of value"],
    ["'", "invalid character '\\'' looking for beginning of value"],
    ["\u{feff}{}", "invalid character 'ï' looking for beginning of value"],
  ])("%j", (text, why) => {
    const { code, reason, message } = refusal(() => decodeBody(bytes(text), undefined));
    expect([code, reason, message]).toEqual([400, "BadRequest", prefix + why]);
  });

  const typeMeta = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
  test.each<[string, string]>([
    ["[]", `json: cannot unmarshal array into Go value of type ${typeMeta}`],
    ["true", `json: cannot unmarshal bool into Go value of type ${typeMeta}`],
    ['"x"', `json: cannot unmarshal string into Go value of type ${typeMeta}`],
    ['{"kind":1}', "json: cannot unmarshal number into Go struct field .kind of type string"],
    [
      '{"apiVersion":{}}',
      "json: cannot unmarshal object into Go struct field .apiVersion of type string",
    ],
  ])("%s is no object with a kind", (text, why) => {
    expect(refusal(() => decodeBody(bytes(text), undefined)).message).toBe(prefix + why);
  });

  test("the expected kind and the head of the body are told", () => {
    const body = bytes('{"kind":"Pod","metadata":{"name":"web"');
    expect(refusal(() => decodeBody(body, undefined, { kind: "Pod" })).message).toBe(
      'the object provided is unrecognized (must be of type Pod): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"kind":"Pod","metadata":{"nam ...)',
    );
    expect(refusal(() => decodeBody(bytes(""), undefined, { kind: "Pod" })).message).toMatch(
      /\(<empty>\)$/,
    );
    expect(refusal(() => decodeBody(bytes("[1"), undefined, { kind: "Pod" })).message).toMatch(
      /\(5b31\)$/,
    );
  });
});

describe("doubled fields", () => {
  test.each<[string, string[]]>([
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}', []],
    ['{"a":1,"a":2}', ["a"]],
    ['{"a":1,"a":2,"a":3}', ["a"]],
    [
      '{"spec":{"containers":[{"name":"a"},{"name":"b","image":"x","image":"y"}]}}',
      ["spec.containers[1].image"],
    ],
    ['{"metadata":{"annotations":{"last":"{\\"a\\":1,\\"a\\":2}"}}}', []],
    ['{"a\\\\":1,"a\\\\":2}', ["a\\"]],
    ['{"a":1,"\\u0061":2}', ["a"]],
    ['{"a" : 1, "a"\n:2}', ["a"]],
    ['{"a":"b\\\\","c":"\\":"}', []],
  ])("%s doubles %j", (text, duplicateFields) => {
    const decoded = decodeBody(bytes(text), undefined);
    expect(decoded.duplicateFields).toEqual(duplicateFields);
    expect(decoded.object).toEqual(JSON.parse(text));
  });

  test("the last one counts in YAML too", () => {
    const yaml = "spec:\n  a: 1\n  list:\n    - {x: 1, x: 2}\n  a: 2\n";
    expect(decodeBody(bytes(yaml), "application/yaml")).toEqual({
      object: { spec: { a: 2, list: [{ x: 2 }] } },
      duplicateFields: ["spec.list[0].x", "spec.a"],
      yamlLines: ['line 4: key "x" already set in map', 'line 5: key "a" already set in map'],
    });
  });
});

describe("YAML", () => {
  test.each<[string, unknown]>([
    ["", {}],
    ["null", {}],
    ["# nothing\n", {}],
    ["a: yes\nb: off\nc: 'yes'", { a: true, b: false, c: "yes" }],
    ["a: 0777\nb: 0x10\nc: 1_000", { a: 511, b: 16, c: 1000 }],
    [
      "a: 2024-01-01\nb: 2024-01-01T00:00:00Z\nc: 12:30:45",
      { a: "2024-01-01", b: "2024-01-01T00:00:00Z", c: "12:30:45" },
    ],
    ["1: x\ntrue: z", { "1": "x", true: "z" }],
    ["a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}", { a: { b: 1 }, c: { b: 1 }, d: { b: 1, e: 2 } }],
    ["a: 1\n---\nb: 2\n", { a: 1 }],
    ["a: |\n  x\n  y\n", { a: "x\ny\n" }],
    ['{"a": [1, null]}', { a: [1, null] }],
  ])("%j", (text, expected) => {
    expect(decodeBody(bytes(text), "application/yaml").object).toEqual(expected);
  });

  const bomb = `${Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${i ? `*a${i - 1},`.repeat(9) : "x"}]`).join("\n")}\n`;
  test.each<[string, string, RegExp]>([
    ["a tab", "a:\n\t- b", /^yaml: line 2: /],
    ["an open bracket", "a: [1", /^yaml: line 1: /],
    ["an unknown anchor", "a: *x", /^yaml: /],
    ["aliases that multiply", bomb, /^yaml: /],
    ["infinity", "a: .inf", /^json: unsupported value: \+Inf/],
    [
      "a list",
      "- a",
      /^couldn't get version\/kind; json parse error: json: cannot unmarshal array/,
    ],
  ])("%s is refused", (_, text, why) => {
    const { code, message } = refusal(() => decodeBody(bytes(text), "application/yaml"));
    expect(code).toBe(400);
    expect(message).toMatch(why);
  });
});

describe("hostile bodies", () => {
  const deep = (n: number): string => `${'{"a":'.repeat(n)}1${"}".repeat(n)}`;
  test.each<[string, string | undefined, string, RegExp]>([
    ["deep objects", undefined, deep(200_000), /exceeded max depth/],
    ["deep lists", undefined, `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`, /exceeded max depth/],
    [
      "deep YAML",
      "application/yaml",
      `a: ${"[".repeat(20_000)}`,
      /^yaml: (line \d+: )?exceeded max depth of 10000/,
    ],
    // What go-yaml says in its own limit test.
    [
      "YAML of many aliases",
      "application/yaml",
      `a: &a [${"x,".repeat(20)}x]\nb: &b [${"*a,".repeat(20)}*a]\nc: &c [${"*b,".repeat(20)}*b]\nd: [${"*c,".repeat(20)}*c]\n`,
      /^yaml: document contains excessive aliasing/,
    ],
    [
      "__proto__",
      undefined,
      '{"metadata":{"__proto__":{"name":"x"}}}',
      /"__proto__" is not supported/,
    ],
    ["an escaped __proto__", undefined, '{"\\u005f_proto__":1}', /"__proto__" is not supported/],
    ["__proto__ in YAML", "application/yaml", "__proto__: {a: 1}", /"__proto__" is not supported/],
  ])("%s are refused with 400", (_, type, text, why) => {
    const { code, message } = refusal(() => decodeBody(bytes(text), type));
    expect(code).toBe(400);
    expect(message).toMatch(why);
  });

  test("mutilated bodies are refused with StatusError or decoded, never anything else", () => {
    const seeds = [
      '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"a","n":-1.5e3,"t":true}]}}',
      "apiVersion: v1\nkind: Pod\nspec: &x\n  containers:\n    - {name: 'a', b: *x}\n",
    ];
    let state = 7;
    const random = (n: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const body = bytes(seeds[round % 2]!);
      for (let edits = 1 + random(4); edits > 0; edits--) body[random(body.length)] = random(256);
      const cut = body.subarray(0, random(8) === 0 ? random(body.length) : body.length);
      try {
        decodeBody(cut, round % 2 ? "application/yaml" : undefined);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        expect(error.code).toBe(400);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(500);
  });
});
