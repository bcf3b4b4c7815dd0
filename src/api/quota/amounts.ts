/** Lists of resources as exact amounts, and what quotas do with them (apiserver, pkg/quota/v1/resources.go). */
import {
  addQuantities,
  formatQuantity,
  parseQuantity,
  subtractQuantities,
  type Quantity,
} from "../quantity.ts";

/** Amounts by resource name. */
export type Amounts = ReadonlyMap<string, Quantity>;

export const one: Quantity = { nanos: 1_000_000_000n, format: "DecimalSI" };
export const zero: Quantity = { nanos: 0n, format: "DecimalSI" };

/** What is no quantity is left out: validation refuses it elsewhere. */
export function amountsOf(list: Readonly<Record<string, unknown>> | undefined): Amounts {
  const amounts = new Map<string, Quantity>();
  for (const [name, value] of Object.entries(list ?? {})) {
    const parsed = parseQuantity(value as string | number);
    if (parsed.ok) amounts.set(name, parsed.quantity);
  }
  return amounts;
}

/** Back to what an object holds; names in order. */
export function resourceList(amounts: Amounts): Readonly<Record<string, string>> {
  const names = [...amounts.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, formatQuantity(amounts.get(name) ?? zero)]));
}

export function sum(a: Amounts, b: Amounts): Amounts {
  const total = new Map(a);
  for (const [name, amount] of b) {
    const known = total.get(name);
    total.set(name, known ? addQuantities(known, amount) : amount);
  }
  return total;
}

/** `a - b`, nothing below zero. */
export function difference(a: Amounts, b: Amounts): Amounts {
  const left = new Map<string, Quantity>();
  for (const [name, amount] of a) {
    const other = b.get(name);
    const rest = other ? subtractQuantities(amount, other) : amount;
    left.set(name, rest.nanos < 0n ? { ...rest, nanos: 0n } : rest);
  }
  for (const [name, amount] of b) if (!a.has(name)) left.set(name, { ...amount, nanos: 0n });
  return left;
}

/** The greater of each. */
export function larger(a: Amounts, b: Amounts): Amounts {
  const result = new Map(a);
  for (const [name, amount] of b) {
    const known = result.get(name);
    if (!known || known.nanos < amount.nanos) result.set(name, amount);
  }
  return result;
}

export function masked(amounts: Amounts, names: { has(name: string): boolean }): Amounts {
  return new Map([...amounts].filter(([name]) => names.has(name)));
}

export function withoutZeros(amounts: Amounts): Amounts {
  return new Map([...amounts].filter(([, { nanos }]) => nanos !== 0n));
}

export function sameAmounts(a: Amounts, b: Amounts): boolean {
  return a.size === b.size && [...a].every(([name, { nanos }]) => b.get(name)?.nanos === nanos);
}

/** `pods=2,requests.cpu=500m`, as errors show it. */
export function amountsText(amounts: Amounts): string {
  return Object.entries(resourceList(amounts))
    .map(([name, amount]) => `${name}=${amount}`)
    .join(",");
}
