import { describe, expect, test } from "vitest";
import { startLife } from "./scheduler-model.ts";
import type { LifeOptions } from "./scheduler-model.ts";

const steps = 60;

/** A failure names its seed and what had happened by then; put such a seed into the list below. */
async function live(seed: number, options: LifeOptions = {}): Promise<void> {
  const life = await startLife(seed, options);
  const told: string[] = [];
  try {
    for (let i = 0; i < steps; i++) {
      told.push(await life.step());
      await life.check();
    }
    await life.rest();
  } catch (error) {
    const story = told.slice(-12).join("; ");
    const how = `seed ${seed}, ${JSON.stringify(options)}`;
    throw new Error(`${how}, after: ${story}`, { cause: error });
  } finally {
    await life.world.stop();
  }
}

describe("a scheduler through a random life", () => {
  test("puts no Pod where a rule forbids it, loses none, and leaves none waiting that fits", async () => {
    for (let seed = 1; seed <= 40; seed++) await live(seed);
    expect.assertions(0);
  });

  test("does so when news comes late, too", async () => {
    for (let seed = 101; seed <= 115; seed++) await live(seed, { watchLagMs: 300 });
    expect.assertions(0);
  });

  test("does so with the kernel in WebAssembly", async () => {
    for (let seed = 201; seed <= 215; seed++) await live(seed, { kernels: "thread" });
    expect.assertions(0);
  });

  test("lives the same life from the same seed, with either kernel", async () => {
    const told: string[] = [];
    for (const kernels of ["off", "off", "thread"] as const) {
      const life = await startLife(7, { kernels });
      const events: string[] = [];
      for (let i = 0; i < steps; i++) events.push(await life.step());
      events.push(...life.world.api.writes.map(({ verb, key }) => `${verb} ${key}`));
      await life.world.stop();
      told.push(events.join("\n"));
    }
    expect(told[0]).toBe(told[1]);
    expect(told[0]).toBe(told[2]);
  });
});
