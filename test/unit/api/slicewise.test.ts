/** Work that is gone over again from its start after each wait. */
import { describe, expect, it } from "vitest";
import { Slicewise, step } from "../../../src/api/slicewise.ts";

const slice = 200_000;

/** A budget that is used up by each slice, and what was waited for. */
function spending() {
  const spent: number[] = [];
  let release: (() => void) | undefined;
  const spend = (work: number) => {
    spent.push(work);
    return new Promise<void>((resolve) => (release = resolve));
  };
  return { spent, spend, release: () => release?.() };
}

/** Adds up squares, each of them a step; tells which were made. */
function sum(keys: readonly number[], made: number[], work = slice): number {
  return keys.reduce(
    (total, key) =>
      total +
      step(key, work, () => {
        made.push(key);
        return key * key;
      }),
    0,
  );
}

describe("sliced work", () => {
  it("answers at once when it is less than a slice", () => {
    const { spend, spent } = spending();
    expect(new Slicewise(spend).run(() => sum([1, 2, 3], [], 10))).toBe(14);
    expect(spent).toEqual([]);
  });

  it("does each step once, whatever it is gone over again for", async () => {
    const { spend, spent, release } = spending();
    const made: number[] = [];
    const running = new Slicewise(spend).run(() => sum([1, 2, 3], made));
    expect(running).toBeInstanceOf(Promise);
    expect([made, spent]).toEqual([[1], [slice]]);
    release();
    await Promise.resolve().then(() => undefined);
    expect(made).toEqual([1, 2]);
    release();
    expect(await running).toBe(14);
    expect([made, spent]).toEqual([
      [1, 2, 3],
      [slice, slice, slice],
    ]);
  });

  it("does not wait for what comes after its last step", () => {
    const { spend, spent } = spending();
    expect(new Slicewise(spend).run(() => sum([3], []))).toBe(9);
    expect(spent).toEqual([slice]);
  });

  it("goes on where nobody wants it to wait", () => {
    const made: number[] = [];
    expect(new Slicewise(() => undefined).run(() => sum([1, 2, 3], made))).toBe(14);
    expect(made).toEqual([1, 2, 3]);
  });

  it("makes the steps anew from the first that is another", () => {
    const made: number[] = [];
    const slicewise = new Slicewise(() => undefined);
    expect(slicewise.run(() => sum([1, 2, 3], made))).toBe(14);
    expect(slicewise.again(() => sum([1, 5, 3], made))).toBe(35);
    expect(made).toEqual([1, 2, 3, 5, 3]);
  });

  it("is done at once when it is asked for again", () => {
    const { spend } = spending();
    const slicewise = new Slicewise(spend);
    expect(slicewise.run(() => sum([1], []))).toBe(1);
    expect(slicewise.again(() => sum([1, 2, 3], []))).toBe(14);
  });

  it.each([
    ["at once", []],
    ["after a wait", [1, 2]],
  ])("fails as it fails: %s", async (_when, keys) => {
    const fail = () => {
      sum(keys, []);
      throw new TypeError("no");
    };
    const soon = () => Promise.resolve();
    await expect(async () => new Slicewise(soon).run(fail)).rejects.toThrow(new TypeError("no"));
  });

  it("leaves steps outside of it alone", async () => {
    const made: number[] = [];
    const running = new Slicewise(() => Promise.resolve()).run(() => sum([1, 2], made));
    expect(sum([7], made)).toBe(49);
    expect(await running).toBe(5);
    expect(made).toEqual([1, 7, 2]);
  });
});
