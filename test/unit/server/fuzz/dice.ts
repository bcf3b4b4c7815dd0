/** Chance for the tests that throw hostile input at the server: the same seed gives the same input. */
import { createSeededRandom } from "../../../../src/host/simulated/random.ts";

export class Dice {
  readonly #random: ReturnType<typeof createSeededRandom>;

  constructor(seed: number) {
    this.#random = createSeededRandom(seed);
  }

  /** An integer from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.#random.float() * count);
  }

  chance(part: number): boolean {
    return this.#random.float() < part;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256));
  }
}

/** Values that some code, somewhere, does not expect. */
export const oddScalars: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  -(2 ** 63),
  2 ** 53 + 2,
  "",
  "a",
  "-1",
  "1.5.5",
  "0x10",
  "1Ei",
  "-100m",
  "9".repeat(400),
  "a".repeat(5000),
  "\u0000",
  "\ud800",
  "é\u202e",
  "../..",
  "%2e%2e/",
  "__proto__",
  "constructor",
  "2026-13-45T99:99:99Z",
  "0001-01-01T00:00:00Z",
  "10.0.0.0/33",
  "::ffff:1.2.3.4",
  "{{.}}",
  "a/b/c",
  "A=B,!C",
];

export const oddNames = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  ".",
  "..",
  "a",
  "kubernetes.io/x",
  "$patch",
  "$retainKeys",
  "$setElementOrder/containers",
  "metadata",
  "spec",
  "\u0000",
  "name",
] as const;

export function oddValue(dice: Dice, depth = 3): unknown {
  if (depth <= 0 || dice.chance(0.6)) return dice.pick(oddScalars);
  const count = dice.below(4);
  if (dice.chance(0.4)) return Array.from({ length: count }, () => oddValue(dice, depth - 1));
  const members = Array.from({ length: count }, () => [
    dice.pick(oddNames),
    oddValue(dice, depth - 1),
  ]);
  return Object.fromEntries(members) as unknown;
}

/** `value` with some places inside it replaced, doubled or removed. */
export function mutated(dice: Dice, value: unknown, rate: number): unknown {
  if (dice.chance(rate)) return oddValue(dice);
  if (Array.isArray(value)) {
    const items = value.map((item) => mutated(dice, item, rate));
    if (dice.chance(rate)) items.push(...items.slice(0, 2));
    return items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, part]) =>
    dice.chance(rate) ? [] : [[key, mutated(dice, part, rate)] as const],
  );
  if (dice.chance(rate)) entries.push([dice.pick(oddNames), oddValue(dice)]);
  return Object.fromEntries(entries) as unknown;
}
