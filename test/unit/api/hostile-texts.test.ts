/**
 * Long texts that a backtracking expression, or a number of any length, would spend years on: whatever reads them says no, or yes, in
 * time that grows with the text. Each row takes no more than milliseconds where it is right, and never ends where it is wrong.
 */
import { describe, expect, test } from "vitest";
import { parseQuantity } from "../../../src/api/quantity.ts";
import { matchesFormat } from "../../../src/api/structural-schema/formats.ts";

const length = 30_000;
const pieces = [
  "a",
  "a.",
  "a-",
  "0",
  " ",
  ":",
  "a@",
  '"',
  "\\",
  "(",
  "a b",
  "<",
  "é",
  "1h",
  "1e",
  "%20",
  "A",
  "_",
];
const texts = pieces.flatMap((piece) => [piece.repeat(length), `${piece.repeat(length)}!`]);
const formats = [
  "uri",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "cidr",
  "mac",
  "uuid",
  "isbn",
  "creditcard",
  "ssn",
  "hexcolor",
  "rgbcolor",
  "byte",
  "date",
  "duration",
  "datetime",
  "k8s-short-name",
  "k8s-long-name",
];

describe("a long text is soon known to be of a format or not", () => {
  test.each(formats)("%s", (format) => {
    for (const text of texts) expect(typeof matchesFormat(format, text)).toBe("boolean");
  });
});

test.each([
  ["0".repeat(length), false],
  [`1${"0".repeat(length)}Ki`, false],
  [`0.${"0".repeat(length)}1`, false],
  ["1e2000000000", false],
  ["1".repeat(1000), true],
])("a quantity of any length is soon read or refused: %#", (text, ok) => {
  expect(parseQuantity(text).ok).toBe(ok);
});
