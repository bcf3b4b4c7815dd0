/** Kubernetes' own libraries, by rows of apiserver's pkg/cel/library test tables. */
import { describe, expect, test } from "vitest";
import { compileCel } from "../../../../src/api/cel/compile.ts";
import { toJson } from "../../../../src/api/cel/json-value.ts";

function run(source: string): unknown {
  const compiled = compileCel(source, { variables: {} });
  if (!compiled.ok) return { compile: compiled.error.split("\n")[0] };
  const result = compiled.program.evaluate({});
  if (!result.ok) return { error: result.error };
  const json = toJson(result.value);
  return json.ok ? json.json : { type: json.error };
}

const rows: readonly (readonly [source: string, value: unknown])[] = [
  ['quantity("50k") == quantity("50000")', true],
  ['quantity("200M").isGreaterThan(quantity("0.2G"))', false],
  ['quantity("200M").compareTo(quantity("0.3G"))', -1],
  ['quantity("50k").add(quantity("20")).asInteger()', 50020],
  ['quantity("50k").sub(50000).sign()', 0],
  ['quantity("50.703k").isInteger() && !quantity("50703n").isInteger()', true],
  ['quantity("9999999999999999999999999999999999999G").isInteger()', false],
  ['quantity("50.703").asApproximateFloat()', 50.703],
  ['isQuantity("20Mi") && !isQuantity("20Mu")', true],
  ['quantity("20Mu").sign()', { error: "unable to parse quantity's suffix" }],
  ['quantity("0.5").asInteger()', { error: "cannot convert value to integer" }],
  ['url("https://example.com:80/path?k1=a&k2=b&k2=c").getHost()', "example.com:80"],
  ['url("https://[::1]:443/").getHostname() + url("https://[::1]:443/").getPort()', "::1443"],
  ['url("https://example.com/with space/").getEscapedPath()', "/with space/"],
  ['url("https://example.com/path?k1=a&k2=b&k2=c").getQuery()', { k1: ["a"], k2: ["b", "c"] }],
  ['url("/path").getScheme() + url("HTTPS://a/").getScheme()', "https"],
  ['isURL("../relative-path") || isURL("https://a:b/")', false],
  [
    'url("../relative-path").getHost()',
    {
      error:
        'URL parse error during conversion from string: parse "../relative-path": invalid URI for request',
    },
  ],
  ['ip("192.168.0.1").family() == 4 && ip("2001:db8::abcd").family() == 6', true],
  [
    'isIP("192.168.0.1.0") || isIP("::ffff:1.2.3.4") || isIP("fe80::1%en0") || isIP("010.0.0.1")',
    false,
  ],
  ['ip.isCanonical("2001:DB8::ABCD")', false],
  [
    'string(ip("2001:0DB8:0:0:1::1")) + " " + string(cidr("10.0.0.1/8").masked())',
    "2001:db8::1:0:0:1 10.0.0.0/8",
  ],
  ['ip("127.0.0.5").isLoopback() && ip("::1").isLoopback() && ip("0.0.0.0").isUnspecified()', true],
  [
    'ip("224.0.0.1").isLinkLocalMulticast() && ip("fe80::1").isLinkLocalUnicast() && ip("8.8.8.8").isGlobalUnicast()',
    true,
  ],
  [
    'cidr("192.168.0.0/24").containsIP("192.168.0.200") && !cidr("192.168.0.0/24").containsIP(ip("192.168.1.1"))',
    true,
  ],
  [
    'cidr("192.168.0.0/16").containsCIDR("192.168.10.0/24") && !cidr("10.0.0.0/9").containsCIDR(cidr("10.0.0.0/8"))',
    true,
  ],
  ['cidr("2001:db8::/32").prefixLength() + cidr("::1/128").ip().family()', 38],
  ['isCIDR("10.0.0.0/33") || isCIDR("10.0.0.0")', false],
  [
    'format.dns1123Label().validate("contains a space").hasValue() && !format.dns1123Label().validate("ok").hasValue()',
    true,
  ],
  [
    'format.named("dns1123Subdomain").value().validate("a..b").value().size() > 0 && !format.named("nope").hasValue()',
    true,
  ],
  ['format.date().validate("2021-13-01").value()', ["invalid date"]],
  [
    'format.dns1123LabelPrefix().validate("a-").hasValue() || format.uuid().validate("123e4567-e89b-12d3-a456-426614174000").hasValue()',
    false,
  ],
  [
    'semver("1.2.3").isGreaterThan(semver("1.2.3-alpha.2")) && semver("1.0.0-rc.2").isLessThan(semver("1.0.0-rc.10"))',
    true,
  ],
  [
    'semver("v01.01", true).major() + semver("1.2.3").compareTo(semver("1.2.4")) + semver("0.0.7").patch()',
    7,
  ],
  ['isSemver("1.2") || isSemver("v1.2.3") || isSemver("1.02.3")', false],
  ['isSemver("v1.2", true)', true],
  ['semver("1.2")', { error: "No Major.Minor.Patch elements found" }],
];

describe("Kubernetes' libraries", () => {
  test.each(rows)("%s", (source, value) => {
    expect(run(source)).toEqual(value);
  });
});

test("regular expressions take time linear in the text, and know what RE2 knows", () => {
  expect(
    run(
      `${JSON.stringify("a".repeat(5000))}.matches('^(a+)+$') && !${JSON.stringify(`${"a".repeat(5000)}b`)}.matches('^(a|aa)+$')`,
    ),
  ).toBe(true);
  for (const [source, error] of [
    ["'a'.matches('(?=a)')", "error parsing regexp: invalid or unsupported Perl syntax: `(?=`"],
    ["'a'.matches('(a){2000}')", "error parsing regexp: invalid repeat count: `{2000}`"],
    ["'a'.matches('(')", "error parsing regexp: missing closing ): `(`"],
    ["'a'.matches('[z-a]')", "error parsing regexp: invalid character class range: `z-a`"],
    ["'a'.matches('*')", "error parsing regexp: missing argument to repetition operator: `*`"],
    [String.raw`'a'.matches('\\1')`, "error parsing regexp: invalid escape sequence: `\\1`"],
  ] as const) {
    expect(run(source)).toEqual({ error });
  }
  expect(run(String.raw`'Ünï 日本 x1'.findAll('\\p{L}+')`)).toEqual(["Ünï", "日本", "x"]);
  expect(
    run("'aBc'.matches('(?i)^AbC$') && 'a\\nb'.matches('(?m)^b$') && 'foobar'.find('o+?') == 'o'"),
  ).toBe(true);
});

test.each([
  ["has too many states", "text.matches('(b|c)*(bcc|a)(a|b|c){900}e')"],
  ["is searched for again and again", "text.findAll('a.*z|a').size() > 0"],
])("a short pattern that %s in a long text ends with the budget", (_why, expression) => {
  const compiled = compileCel(expression, { variables: { text: { kind: "string" } } });
  if (!compiled.ok) throw new Error(compiled.error);
  let seed = 7;
  const letters = Array.from({ length: 100_000 }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return "abc".charAt((seed >>> 16) % 3);
  });
  const result = compiled.program.evaluate({ text: letters.join("") });
  expect(result).toMatchObject({
    ok: false,
    error: "operation cancelled: actual cost limit exceeded",
  });
});
