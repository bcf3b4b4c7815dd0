/** Quantities, with the vectors of apimachinery's resource package as facts. */
import { describe, expect, it } from "vitest";
import {
  addQuantities,
  canonicalQuantity,
  canonicalResource,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  quantityFormatError,
  quantityMilli,
  quantitySuffixError,
  quantityToNumber,
  quantityValue,
  subtractQuantities,
} from "../../../src/api/quantity.ts";

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.quantity;
}

describe("parseQuantity", () => {
  it.each([
    ["0", 0n, "DecimalSI"],
    ["0Ki", 0n, "BinarySI"],
    ["0n", 0n, "DecimalSI"],
    [".", 0n, "DecimalSI"],
    ["1", 1_000_000_000n, "DecimalSI"],
    ["+1", 1_000_000_000n, "DecimalSI"],
    ["8Ki", 8_192_000_000_000n, "BinarySI"],
    ["5n", 5n, "DecimalSI"],
    ["4u", 4_000n, "DecimalSI"],
    ["3m", 3_000_000n, "DecimalSI"],
    ["50k", 50_000_000_000_000n, "DecimalSI"],
    ["1E-3", 1_000_000n, "DecimalExponent"],
    ["1.3E+6", 1_300_000_000_000_000n, "DecimalExponent"],
    ["1E", 10n ** 27n, "DecimalSI"],
    ["1E18", 10n ** 27n, "DecimalExponent"],
    ["100.035k", 100_035_000_000_000n, "DecimalSI"],
    ["0.5e-1", 50_000_000n, "DecimalExponent"],
    [".001", 1_000_000n, "DecimalSI"],
    ["1.G", 10n ** 18n, "DecimalSI"],
    ["100.035Ki", 102_435_840_000_000n, "BinarySI"],
    ["0.5Mi", 524_288n * 10n ** 9n, "BinarySI"],
    ["0.025Ti", 27_487_790_694_400_000_000n, "BinarySI"],
  ])("reads %s exactly", (text, nanos, format) => {
    expect(quantity(text)).toEqual({ nanos, format });
  });

  it.each([
    ["3.001n", 4n],
    ["1.1E-9", 2n],
    ["0.0000000001", 1n],
    ["0.00000012345", 124n],
    ["-0.9n", -1n],
    ["0.5e-9", 1n],
  ])("rounds %s away from zero to a nano", (text, nanos) => {
    expect(quantity(text).nanos).toBe(nanos);
  });

  it("shows a binary fraction below one in decimal", () => {
    expect(quantity("0.000000000001Ki")).toEqual({ nanos: 2n, format: "DecimalSI" });
  });

  it.each(["9Ei", "9223372036854775807Ki"])("stops binary %s at the largest int64", (text) => {
    expect(quantity(text).nanos).toBe(((1n << 63n) - 1n) * 10n ** 9n);
  });

  it.each(["", " 1", "1 ", "1.1.M", "1+1.0M", "0.1am", "aoeu", "1e3.5", "1,5", "0x10"])(
    "refuses %j as no quantity",
    (text) => {
      expect(parseQuantity(text)).toEqual({ ok: false, error: quantityFormatError });
    },
  );

  it.each(["1i", "0.1mi", ".5i", "-3.01i", "-3.01e-", "5e", "--1", "1e99999999"])(
    "refuses the suffix of %s",
    (text) => {
      expect(parseQuantity(text)).toEqual({ ok: false, error: quantitySuffixError });
    },
  );

  it("takes a bare JSON number", () => {
    expect(parseQuantity(1.5)).toEqual({
      ok: true,
      quantity: { nanos: 1_500_000_000n, format: "DecimalSI" },
    });
  });
});

describe("formatQuantity", () => {
  it.each([
    ["1000m", "1"],
    ["0.5", "500m"],
    ["1024Ki", "1Mi"],
    ["1000Ki", "1000Ki"],
    ["1.5Gi", "1536Mi"],
    ["0.0025Ki", "2560m"],
    ["1023", "1023"],
    ["1100k", "1100k"],
    ["1000000", "1M"],
    ["2e3", "2e3"],
    ["0.5e0", "500e-3"],
    ["1e2", "100"],
    ["-1000m", "-1"],
    ["-2Ki", "-2Ki"],
    ["0Gi", "0"],
    ["0.0000000001", "1n"],
    ["100.035Ki", "102435840m"],
    ["12E", "12E"],
    ["12000E", "12000E"],
  ])("writes %s as %s", (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it("gives the canonical form of a canonical form unchanged", () => {
    for (const text of ["7.123456M", "300.2T", "5.444T", "0.05Gi", "1.7E18", "3Ei", "9.01"]) {
      const canonical = formatQuantity(quantity(text));
      expect(canonicalQuantity(canonical)).toBe(canonical);
      expect(compareQuantities(quantity(canonical), quantity(text))).toBe(0);
    }
  });

  it("is undefined for what is no quantity", () => {
    expect(canonicalQuantity("lots")).toBeUndefined();
    expect(canonicalResource("lots")).toBeUndefined();
  });

  it.each([
    ["0.5m", "1m"],
    ["100u", "1m"],
    ["1.5", "1500m"],
    ["1Gi", "1Gi"],
  ])("rounds the resource %s up to %s", (text, canonical) => {
    expect(canonicalResource(text)).toBe(canonical);
  });
});

describe("arithmetic", () => {
  it.each([
    ["0", "0", 0],
    ["100m", "50m", 1],
    ["50m", "100m", -1],
    ["10000T", "100Gi", 1],
    ["1024", "1Ki", 0],
  ])("compares %s with %s", (x, y, order) => {
    expect(compareQuantities(quantity(x), quantity(y))).toBe(order);
  });

  it.each([
    ["100m", "0", "100m"],
    ["0", "1Gi", "1Gi"],
    ["1Ki", "24", "1048"],
    ["1500m", "1500m", "3"],
  ])("adds %s and %s", (x, y, sum) => {
    expect(formatQuantity(addQuantities(quantity(x), quantity(y)))).toBe(sum);
  });

  it.each([
    ["0", "1Gi", "-1Gi"],
    ["1", "300m", "700m"],
  ])("subtracts from %s the quantity %s", (x, y, difference) => {
    expect(formatQuantity(subtractQuantities(quantity(x), quantity(y)))).toBe(difference);
  });

  it.each([
    ["250m", 0.25, 1, 250],
    ["1", 1, 1, 1000],
    ["1Ki", 1024, 1024, 1_024_000],
    ["0.1", 0.1, 1, 100],
    ["1n", 1e-9, 1, 1],
    ["-1500m", -1.5, -2, -1500],
  ])("gives %s as a number, as units and as thousandths", (text, number, value, milli) => {
    expect(quantityToNumber(text)).toBe(number);
    expect(quantityValue(text)).toBe(value);
    expect(quantityMilli(text)).toBe(milli);
  });

  it("gives no number for what is no quantity", () => {
    expect(quantityToNumber("1x")).toBeUndefined();
    expect(quantityValue("1x")).toBeUndefined();
    expect(quantityMilli("1x")).toBeUndefined();
  });
});
