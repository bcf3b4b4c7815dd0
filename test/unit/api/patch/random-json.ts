/** Random JSON from a seed, made of the names and scalars given: what the fuzzed tests of patches and apply eat. */
import type { JsonObject, JsonValue } from "../../../../src/api/json.ts";

export class RandomJson {
  private state: number;
  private readonly names: readonly string[];
  private readonly scalars: readonly JsonValue[];

  constructor(
    seed: number,
    parts: { readonly names: readonly string[]; readonly scalars: readonly JsonValue[] },
  ) {
    this.state = seed >>> 0;
    this.names = parts.names;
    this.scalars = parts.scalars;
  }

  /** Uniform in [0, 1) (mulberry32). */
  float(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.float() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  value(depth: number): JsonValue {
    const kind = depth === 0 ? 0 : this.below(3);
    if (kind === 1) return this.object(depth - 1);
    if (kind === 2) return Array.from({ length: this.below(4) }, () => this.value(depth - 1));
    return this.pick(this.scalars);
  }

  object(depth: number): JsonObject {
    return Object.fromEntries(
      Array.from({ length: this.below(6) }, () => [this.pick(this.names), this.value(depth)]),
    );
  }

  pointer(): string {
    const tokens = [...this.names, "0", "1", "-", "-1", "9", "~01"];
    return Array.from({ length: this.below(4) }, () => `/${this.pick(tokens)}`).join("");
  }
}
