/** What is made of stored objects is kept for those who ask again, up to a bound. */
import { expect, test } from "vitest";
import { KeptBytes } from "../../../../src/server/http/kept-bytes.ts";
import type { StoredEntry } from "../../../../src/store/store.ts";

const entries = Array.from({ length: 10 }, () => ({}) as StoredEntry);

/** Asks for ten bytes of each of these entries; gives those that had to be made. */
function made(kept: KeptBytes, asked: readonly number[], form = "form"): readonly number[] {
  const anew: number[] = [];
  for (const at of asked) {
    const entry = entries[at];
    if (entry === undefined) throw new Error(`no entry ${at}`);
    const bytes = kept.of(entry, form, () => {
      anew.push(at);
      return new Uint8Array(10).fill(at);
    });
    expect(bytes).toEqual(new Uint8Array(10).fill(at));
  }
  return anew;
}

test("each is made once, as long as all have room", () => {
  const kept = new KeptBytes(30);
  expect(made(kept, [0, 1, 2, 0, 1, 2])).toEqual([0, 1, 2]);
});

test("forms are apart", () => {
  const kept = new KeptBytes(40);
  expect(made(kept, [0, 1], "a")).toEqual([0, 1]);
  expect(made(kept, [0, 1], "b")).toEqual([0, 1]);
  expect(made(kept, [0, 1], "a")).toEqual([]);
});

test("what was asked for last stays, and never more than twice the bound", () => {
  const kept = new KeptBytes(30);
  expect(made(kept, [0, 1, 2, 3, 4])).toEqual([0, 1, 2, 3, 4]);
  // 0 is young again; with it the young are three.
  expect(made(kept, [0])).toEqual([]);
  // 1 and 2 were not asked for since, and go.
  expect(made(kept, [5])).toEqual([5]);
  expect(made(kept, [0, 3, 4, 5])).toEqual([]);
  expect(made(kept, [1, 2])).toEqual([1, 2]);
});

test("what is larger than the bound is made each time something else was asked for since", () => {
  const kept = new KeptBytes(5);
  expect(made(kept, [0, 0])).toEqual([0]);
  expect(made(kept, [1, 2, 0])).toEqual([1, 2, 0]);
});
