/** `quantity("1.5Gi").isGreaterThan(quantity("1G"))`. Follows apiserver's pkg/cel/library/quantity.go. */
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  quantityToNumber,
  subtractQuantities,
  type Quantity,
} from "../../quantity.ts";
import { CelError } from "../errors.ts";
import { overload, type Overload } from "../overload.ts";
import { CelOpaque, int64Max, int64Min } from "../values.ts";

const perUnit = 1_000_000_000n;

class QuantityValue extends CelOpaque {
  override readonly typeName = "kubernetes.Quantity";
  readonly quantity: Quantity;
  constructor(quantity: Quantity) {
    super();
    this.quantity = quantity;
  }
  override equals(other: CelOpaque): boolean {
    return other instanceof QuantityValue && other.quantity.nanos === this.quantity.nanos;
  }
}

function quantityOf(text: string): QuantityValue {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new CelError(parsed.error);
  return new QuantityValue(parsed.quantity);
}

function ofInt(value: bigint): Quantity {
  return { nanos: value * perUnit, format: "DecimalSI" };
}

/** Undefined for a fraction, and beyond 64 bits. */
function integerOf({ quantity }: QuantityValue): bigint | undefined {
  if (quantity.nanos % perUnit !== 0n) return undefined;
  const value = quantity.nanos / perUnit;
  return value < int64Min || value > int64Max ? undefined : value;
}

export function quantityOverloads(): readonly Overload[] {
  const type = "kubernetes.Quantity";
  const combined = (name: "add" | "sub", combine: typeof addQuantities) => [
    overload(
      `quantity_${name}`,
      `${type}.${name}(${type}): ${type}`,
      (a: QuantityValue, b: QuantityValue) => new QuantityValue(combine(a.quantity, b.quantity)),
    ),
    overload(
      `quantity_${name}_int`,
      `${type}.${name}(int): ${type}`,
      (a: QuantityValue, b: bigint) => new QuantityValue(combine(a.quantity, ofInt(b))),
    ),
  ];
  const compared = (a: QuantityValue, b: QuantityValue) =>
    compareQuantities(a.quantity, b.quantity);
  return [
    overload("string_to_quantity", `::quantity(string): ${type}`, quantityOf),
    overload(
      "is_quantity_string",
      "::isQuantity(string): bool",
      (text: string) => parseQuantity(text).ok,
    ),
    overload("quantity_sign", `${type}.sign(): int`, ({ quantity }: QuantityValue) =>
      quantity.nanos === 0n ? 0n : quantity.nanos > 0n ? 1n : -1n,
    ),
    overload(
      "quantity_is_integer",
      `${type}.isInteger(): bool`,
      (value: QuantityValue) => integerOf(value) !== undefined,
    ),
    overload("quantity_as_integer", `${type}.asInteger(): int`, (value: QuantityValue) => {
      const integer = integerOf(value);
      if (integer === undefined) throw new CelError("cannot convert value to integer");
      return integer;
    }),
    overload(
      "quantity_get_float",
      `${type}.asApproximateFloat(): double`,
      ({ quantity }: QuantityValue) => quantityToNumber(quantity) ?? 0,
    ),
    ...combined("add", addQuantities),
    ...combined("sub", subtractQuantities),
    overload(
      "quantity_is_greater_than",
      `${type}.isGreaterThan(${type}): bool`,
      (a: QuantityValue, b: QuantityValue) => compared(a, b) > 0,
    ),
    overload(
      "quantity_is_less_than",
      `${type}.isLessThan(${type}): bool`,
      (a: QuantityValue, b: QuantityValue) => compared(a, b) < 0,
    ),
    overload(
      "quantity_compare_to",
      `${type}.compareTo(${type}): int`,
      (a: QuantityValue, b: QuantityValue) => BigInt(compared(a, b)),
    ),
  ];
}
