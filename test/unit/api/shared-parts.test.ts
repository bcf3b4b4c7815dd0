/** What many objects share is asked once, everything else each time. */
import { describe, expect, test } from "vitest";
import {
  derived,
  derivedFrom,
  isShared,
  likenessOf,
  onceOf,
  share,
  textOnce,
  variantOf,
} from "../../../src/api/shared-parts.ts";

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

describe("a part with blanks", () => {
  const markers = new Map([
    ["@0", 0],
    ["@1", 1],
  ]);
  const base = () =>
    share(
      { name: "@0", list: [{ args: ["@1"], size: 1 }, { size: 2 }], same: { name: "a" } },
      markers,
    );
  const fillings = ["web", Object.freeze<string[]>(["-v", '"'])] as const;

  test("is filled in by copies of what leads to them, frozen, and of nothing else", () => {
    const part = base();
    const variant = variantOf(part, fillings);
    expect(variant).toEqual({
      name: "web",
      list: [{ args: ["-v", '"'], size: 1 }, { size: 2 }],
      same: { name: "a" },
    });
    expect([variant.same, variant.list[1]]).toEqual([part.same, part.list[1]]);
    expect(variant.same === part.same && variant.list[1] === part.list[1]).toBe(true);
    expect([variant, variant.list, variant.list[0]].every(Object.isFrozen)).toBe(true);
    expect([isShared(variant), isShared({ ...variant })]).toEqual([true, false]);
    expect(Reflect.ownKeys(variant)).toEqual(["name", "list", "same"]);
  });

  test("answers once for all its variants", () => {
    const part = base();
    let asked = 0;
    const count = (): number => (asked += 1);
    const others = [part, variantOf(part, fillings), variantOf(part, ["db", ["-q"]])];
    expect(others.map((each) => onceOf(each, "count", count))).toEqual([1, 1, 1]);
    expect(new Set(others.map(likenessOf)).size).toBe(1);
    expect(likenessOf({ ...part })).toBeUndefined();
  });

  test("gives variants of what is made of it, with what they have in common taken over", () => {
    const variant = variantOf(base(), fillings);
    const make = (part: typeof variant): object => ({ ...part, more: true, again: part.name });
    const made = derived(variant, make, make) as typeof variant & { readonly again: string };
    expect(made).toEqual({ ...variant, more: true, again: "web" });
    expect([made.list === variant.list, isShared(made)]).toEqual([true, true]);
    const keep = (part: object): object => part;
    expect(derived(variant, keep, keep)).toBe(variant);
    const from = (given: string): object =>
      derivedFrom(variant, { question: "from", given }, (part) => ({ ...part, given }));
    expect([from("a"), from("b")]).toEqual([
      { ...variant, given: "a" },
      { ...variant, given: "b" },
    ]);
    const drop = (): object => ({ nothing: true });
    expect(derived(variant, drop, drop)).toEqual({ nothing: true });
  });

  test("is written once, and its variants with their own texts", () => {
    const part = base();
    let asked = 0;
    const write = (value: object): string => {
      asked += 1;
      return JSON.stringify(value);
    };
    const variants = [variantOf(part, fillings), variantOf(part, ['\u2028"', ["@1"]])];
    expect(variants.map((each) => textOnce(each, write))).toEqual(
      variants.map((each) => JSON.stringify(each)),
    );
    expect(asked).toBe(1);
  });
});
