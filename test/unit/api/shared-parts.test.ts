/** What many objects share is asked once, everything else each time. */
import { expect, test } from "vitest";
import { derived, derivedFrom, isShared, onceOf, share } from "../../../src/api/shared-parts.ts";

test("a question about a shared part is answered once, about any other part each time", () => {
  let asked = 0;
  const count = (part: { readonly size: number }): number => part.size + (asked += 1);
  const shared = share({ size: 10 });
  expect([onceOf(shared, "size", count), onceOf(shared, "size", count)]).toEqual([11, 11]);
  expect(onceOf(shared, "another question", count)).toBe(12);
  const own = { size: 10 };
  expect([onceOf(own, "size", count), onceOf(own, "size", count)]).toEqual([13, 14]);
});

test("nothing is an answer, too, and what is thrown is none", () => {
  let asked = 0;
  const shared = share({});
  const nothing = (): undefined => {
    asked += 1;
  };
  onceOf(shared, "nothing", nothing);
  onceOf(shared, "nothing", nothing);
  expect(asked).toBe(1);
  const fail = (): never => {
    asked += 1;
    throw new Error("no");
  };
  expect(() => onceOf(shared, "fail", fail)).toThrow("no");
  expect(() => onceOf(shared, "fail", fail)).toThrow("no");
  expect(asked).toBe(3);
});

test("a shared part is frozen to its depth, and what is made of it is shared as well", () => {
  const shared = share({ list: [{ name: "a" }] });
  expect(() => ((shared.list[0] as { name: string }).name = "b")).toThrow(TypeError);
  const make = (part: typeof shared): object => ({ ...part, more: true });
  const made = derived(shared, make, make);
  expect(made).toEqual({ list: [{ name: "a" }], more: true });
  expect([isShared(made), derived(shared, make, make) === made]).toEqual([true, true]);
  const own = derived({ list: [] as { name: string }[] }, make, make);
  expect(isShared(own)).toBe(false);
});

test("what follows from more than the part is made anew when that has changed", () => {
  const shared = share({ size: 1 });
  const withAccount = (given: string): object =>
    derivedFrom(shared, { question: "account", given }, (part) => ({ ...part, account: given }));
  const first = withAccount("a@1");
  expect(withAccount("a@1")).toBe(first);
  expect(withAccount("a@2")).toEqual({ size: 1, account: "a@2" });
  expect(withAccount("a@1")).toEqual(first);
});

test("no scalar is a shared part", () => {
  for (const value of [undefined, null, 0, "", "spec"]) expect(isShared(value)).toBe(false);
});
