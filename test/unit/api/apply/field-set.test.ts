/** Operations on field sets, as tables and as laws over random sets. */
import { describe, expect, it } from "vitest";
import {
  type FieldSet,
  FieldSetBuilder,
  intersect,
  membersOf,
  setsEqual,
  subtract,
  subtractDeep,
  unite,
} from "../../../../src/api/apply/field-set.ts";
import { pathText } from "../../../../src/api/apply/path-element.ts";
import { RandomJson } from "../patch/random-json.ts";

const leaf = {};

describe("field sets", () => {
  it.each<[string, FieldSet, FieldSet, FieldSet]>([
    ["of nothing", {}, { "f:a": leaf }, { "f:a": leaf }],
    ["side by side", { "f:b": leaf }, { "f:a": leaf }, { "f:a": leaf, "f:b": leaf }],
    [
      "one below the other",
      { "f:a": leaf },
      { "f:a": { "f:b": leaf } },
      { "f:a": { ".": leaf, "f:b": leaf } },
    ],
  ])("unite %s", (_what, a, b, expected) => {
    expect(unite(a, b)).toEqual(expected);
    expect(unite(b, a)).toEqual(expected);
  });

  it.each<[FieldSet, FieldSet, FieldSet, FieldSet]>([
    [{ "f:a": { ".": leaf, "f:b": leaf } }, { "f:a": leaf }, { "f:a": { "f:b": leaf } }, {}],
    [
      { "f:a": { ".": leaf, "f:b": leaf } },
      { "f:a": { "f:b": leaf } },
      { "f:a": leaf },
      { "f:a": leaf },
    ],
    [{ "f:a": leaf }, { "f:b": leaf }, { "f:a": leaf }, { "f:a": leaf }],
    [
      { "f:a": { "f:b": leaf } },
      { "f:a": { "f:b": { "f:c": leaf } } },
      { "f:a": { "f:b": leaf } },
      { "f:a": { "f:b": leaf } },
    ],
  ])("of %j take %j away", (a, b, shallow, deep) => {
    expect(subtract(a, b)).toEqual(shallow);
    expect(subtractDeep(a, b)).toEqual(deep);
  });

  it("share what an operation leaves alone", () => {
    const a: FieldSet = { "f:a": { "f:b": leaf }, "f:c": leaf };
    expect(subtract(a, { "f:z": leaf })).toBe(a);
    expect(subtract(a, { "f:c": leaf })["f:a"]).toBe(a["f:a"]);
  });

  it("show their members as paths", () => {
    const set: FieldSet = {
      "f:spec": {
        "f:ports": { 'k:{"containerPort":80,"protocol":"TCP"}': { ".": leaf, "f:name": leaf } },
        "f:finalizers": { 'v:"a"': leaf },
        "f:list": { "i:3": leaf },
      },
    };
    expect([...membersOf(set)].map(pathText)).toEqual([
      '.spec.ports[containerPort=80,protocol="TCP"]',
      '.spec.ports[containerPort=80,protocol="TCP"].name',
      '.spec.finalizers[="a"]',
      ".spec.list[3]",
    ]);
  });

  it("keep the laws of sets", () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = new RandomJson(seed, { names: ["f:a", "f:b", "f:c"], scalars: [1] });
      const set = (): FieldSet => {
        const builder = new FieldSetBuilder();
        for (let count = random.below(8); count > 0; count -= 1) {
          const path = Array.from({ length: 1 + random.below(3) }, () =>
            random.pick(["f:a", "f:b", "f:c"]),
          );
          builder.insert(path);
        }
        return builder.build();
      };
      const [a, b] = [set(), set()];
      const names = (value: FieldSet): Set<string> =>
        new Set([...membersOf(value)].map((path) => path.join("/")));
      const [left, right] = [names(a), names(b)];
      expect(names(unite(a, b)), `seed ${seed}`).toEqual(left.union(right));
      expect(names(intersect(a, b)), `seed ${seed}`).toEqual(left.intersection(right));
      expect(names(subtract(a, b)), `seed ${seed}`).toEqual(left.difference(right));
      expect(setsEqual(unite(subtract(a, b), intersect(a, b)), a), `seed ${seed}`).toBe(true);
      expect(JSON.stringify(unite(a, b)), `seed ${seed}`).toBe(JSON.stringify(unite(b, a)));
    }
  });
});
