/** Label selectors in both of their forms, and the errors that clients see. */
import { describe, expect, it } from "vitest";
import type { LabelSelector } from "../../../src/api/generated/types.ts";
import {
  formatLabelSelector,
  labelSelectorOf,
  labelSetSelector,
  matchesLabels,
  parseLabelSelector,
} from "../../../src/api/label-selector.ts";
import {
  labelKeyErrors,
  labelValueErrors,
  subdomainErrors,
} from "../../../src/api/label-syntax.ts";

describe("parseLabelSelector", () => {
  it.each([
    ["", ""],
    ["a=b", "a=b"],
    [" x = a , y = b ", "x=a,y=b"],
    ["x==a", "x==a"],
    ["x!=a", "x!=a"],
    ["x=", "x="],
    ["x= ,z= ", "x=,z="],
    ["x in (b,a,a)", "x in (a,b)"],
    ["x notin (a)", "x notin (a)"],
    ["x in (,)", "x in ()"],
    ["x in (,a)", "x in (,a)"],
    ["!f, g", "!f,g"],
    ["h>1,i<2", "h>1,i<2"],
    ["in in (in,notin)", "in in (in,notin)"],
    ["notin", "notin"],
    ["app.kubernetes.io/name=a", "app.kubernetes.io/name=a"],
  ])("reads %j", (text, shown) => {
    expect(formatLabelSelector(parseLabelSelector(text))).toBe(shown);
  });

  it.each([
    ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ["x=a||y=b", 'values[0][x]: Invalid value: "a||y"'],
    ["x==a==b", "found '==', expected: ',' or 'end of string'"],
    ["a,", "found '', expected: identifier after ','"],
    ["!", "unable to parse requirement: found '', expected: identifier"],
    ["a in x", "unable to parse requirement: found 'x' expected: '('"],
    ["a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'"],
    ["a in (b", "unable to parse requirement: found '', expected: ',' or ')'"],
    [
      "a in ()",
      "unable to parse requirement: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
    ],
    [
      "a>b",
      "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    ["-a=b", 'unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of'],
    ["a=-b", 'unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must'],
    ["=b", "found '=', expected: !, identifier, or 'end of string'"],
    ["a/b/c=d", 'unable to parse requirement: <nil>: Invalid value: "a/b/c": a valid label key'],
  ])("refuses %j as Kubernetes words it", (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(
      expect.objectContaining({ code: 400, message: expect.stringContaining(message) }),
    );
  });
});

describe("matchesLabels", () => {
  const labels = { a: "b", n: "5", empty: "" };

  it.each([
    ["", true],
    ["a=b", true],
    ["a==c", false],
    ["a!=c", true],
    ["missing!=c", true],
    ["missing=", false],
    ["empty=", true],
    ["a in (x,b)", true],
    ["a notin (x,b)", false],
    ["missing notin (x)", true],
    ["a", true],
    ["missing", false],
    ["!missing", true],
    ["!a", false],
    ["n>4", true],
    ["n>5", false],
    ["n<6", true],
    ["a>1", false],
    ["missing<1", false],
    ["a=b,n=6", false],
    ["toString", false],
    ["!constructor", true],
  ])("answers %j with %s", (selector, matches) => {
    expect(matchesLabels(parseLabelSelector(selector), labels)).toBe(matches);
  });

  it("lets an absent set of labels match what asks for nothing", () => {
    expect(matchesLabels(parseLabelSelector("!a"), undefined)).toBe(true);
  });
});

describe("labelSelectorOf", () => {
  it("matches nothing when absent and everything when empty", () => {
    expect(matchesLabels(labelSelectorOf(undefined), { a: "b" })).toBe(false);
    expect(matchesLabels(labelSelectorOf({}), { a: "b" })).toBe(true);
    expect(matchesLabels(labelSetSelector(undefined), {})).toBe(false);
  });

  it("joins labels and expressions", () => {
    const selector: LabelSelector = {
      matchLabels: { z: "1" },
      matchExpressions: [
        { key: "a", operator: "In", values: ["y", "x"] },
        { key: "b", operator: "DoesNotExist" },
      ],
    };
    const matcher = labelSelectorOf(selector);
    expect(formatLabelSelector(matcher)).toBe("a in (x,y),!b,z=1");
    expect(matchesLabels(matcher, { z: "1", a: "x" })).toBe(true);
    expect(matchesLabels(matcher, { z: "1", a: "x", b: "" })).toBe(false);
  });

  it.each<[string, LabelSelector, string]>([
    [
      "an unknown operator",
      { matchExpressions: [{ key: "a", operator: "Like", values: ["b"] }] },
      '"Like" is not a valid label selector operator',
    ],
    [
      "an operator that is a property of objects",
      { matchExpressions: [{ key: "a", operator: "constructor" }] },
      '"constructor" is not a valid label selector operator',
    ],
    [
      "no values for In",
      { matchExpressions: [{ key: "a", operator: "In" }] },
      "values set can't be empty",
    ],
    [
      "values for Exists",
      { matchExpressions: [{ key: "a", operator: "Exists", values: ["b"] }] },
      "values set must be empty for exists and does not exist",
    ],
  ])("refuses %s", (_what, selector, message) => {
    expect(() => labelSelectorOf(selector)).toThrow(message);
  });
});

describe("label syntax", () => {
  it.each([
    ["a", 0],
    ["example.com/My_Name.1", 0],
    ["", 2],
    ["a/", 2],
    ["/a", 1],
    ["UPPER/a", 1],
    ["a/b/c", 1],
    ["a".repeat(64), 1],
    ["a".repeat(63), 0],
    ["a b", 1],
  ])("finds in the key %j so many faults", (key, count) => {
    expect(labelKeyErrors(key)).toHaveLength(count);
  });

  it.each([
    ["", 0],
    ["A-b_c.9", 0],
    ["-a", 1],
    ["a".repeat(64), 1],
  ])("finds in the value %j so many faults", (value, count) => {
    expect(labelValueErrors(value)).toHaveLength(count);
  });

  it("words a broken name as Kubernetes does", () => {
    expect(subdomainErrors("A")).toEqual([
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ]);
  });
});
