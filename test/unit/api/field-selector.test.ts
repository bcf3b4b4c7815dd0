/** Field selectors: syntax, matching, and fields that a kind does not offer. */
import { describe, expect, it } from "vitest";
import {
  matchesFields,
  parseFieldSelector,
  requiredFieldValue,
  unknownFieldError,
} from "../../../src/api/field-selector.ts";

describe("parseFieldSelector", () => {
  it.each([
    ["", []],
    ["a=b", [{ field: "a", operator: "=", value: "b" }]],
    ["a==b", [{ field: "a", operator: "=", value: "b" }]],
    [
      "a!=b,,c=",
      [
        { field: "a", operator: "!=", value: "b" },
        { field: "c", operator: "=", value: "" },
      ],
    ],
    ["a=x\\,y\\=z\\\\", [{ field: "a", operator: "=", value: "x,y=z\\" }]],
  ])("reads %j", (text, requirements) => {
    expect(parseFieldSelector(text).requirements).toEqual(requirements);
  });

  it.each([
    ["a", "invalid selector: 'a'; can't understand 'a'"],
    ["a=b,c", "invalid selector: 'a=b,c'; can't understand 'c'"],
    ["a=b=c", "invalid field selector: unescaped character in value: ="],
    ["a=b\\n", "invalid field selector: invalid escape sequence: \\n"],
    ["a=b\\", "invalid field selector: invalid escape sequence: \\"],
  ])("refuses %j", (text, message) => {
    expect(() => parseFieldSelector(text)).toThrow(expect.objectContaining({ code: 400, message }));
  });
});

describe("matchesFields", () => {
  const fields = { "metadata.name": "x", "spec.nodeName": "" };

  it.each([
    ["", true],
    ["metadata.name=x", true],
    ["metadata.name!=x", false],
    ["spec.nodeName=", true],
    ["spec.nodeName!=n1", true],
    ["metadata.name=x,spec.nodeName=n1", false],
    ["constructor=", true],
  ])("answers %j with %s", (selector, matches) => {
    expect(matchesFields(parseFieldSelector(selector), fields)).toBe(matches);
  });

  it("tells the value that a field must have", () => {
    const matcher = parseFieldSelector("metadata.namespace!=a,metadata.name=x");
    expect(requiredFieldValue(matcher, "metadata.name")).toBe("x");
    expect(requiredFieldValue(matcher, "metadata.namespace")).toBeUndefined();
  });
});

describe("unknownFieldError", () => {
  it.each([
    ["metadata.name=a,metadata.namespace=b", [], undefined],
    ["spec.nodeName=a", ["spec.nodeName"], undefined],
    ["spec.foo=a", ["spec.nodeName"], "field label not supported: spec.foo"],
    [
      "spec.foo=a",
      [],
      '"spec.foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
  ])("looks at %j for a kind that knows %j", (selector, known, message) => {
    expect(unknownFieldError(parseFieldSelector(selector), known)?.message).toBe(message);
  });
});
