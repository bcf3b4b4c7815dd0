import { describe, expect, test } from "vitest";
import { startLife } from "./scheduler-model.ts";

const steps = 60;

/** A failure names its seed and what had happened by then; put such a seed into the list below. */
async function live(seed: number, watchLagMs = 0): Promise<void> {
  const life = await startLife(seed, watchLagMs);
  const told: string[] = [];
  try {
    for (let i = 0; i < steps; i++) {
      told.push(await life.step());
      await life.check();
    }
    await life.rest();
  } catch (error) {
    const story = told.slice(-12).join("; ");
    throw new Error(`seed ${seed}, lag ${watchLagMs}, after: ${story}`, { cause: error });
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
    for (let seed = 101; seed <= 115; seed++) await live(seed, 300);
    expect.assertions(0);
  });

  test("lives the same life from the same seed", async () => {
    const told: string[] = [];
    for (let run = 0; run < 2; run++) {
      const life = await startLife(7);
      const events: string[] = [];
      for (let i = 0; i < steps; i++) events.push(await life.step());
      events.push(...life.world.api.writes.map(({ verb, key }) => `${verb} ${key}`));
      await life.world.stop();
      told.push(events.join("\n"));
    }
    expect(told[0]).toBe(told[1]);
  });
});
