/** Random definitions and random objects: a Status each time, never an internal error, and what was read once is read again the same. */
import { expect, test } from "vitest";
import { createSeededRandom } from "../../../../src/host/simulated/random.ts";
import { startApiOnly, type Body } from "../../../fixtures/api-only.ts";
import { definitionsPath } from "./definitions.ts";

const rounds = 60;
const objectsEach = 12;
const names = [
  "a",
  "b",
  "metadata",
  "kind",
  "apiVersion",
  "status",
  "spec",
  "__proto__",
  "constructor",
  "x.y",
  "",
];

class Dice {
  readonly #random: ReturnType<typeof createSeededRandom>;
  constructor(seed: number) {
    this.#random = createSeededRandom(seed);
  }
  below(count: number): number {
    return Math.floor(this.#random.float() * count);
  }
  chance(part: number): boolean {
    return this.#random.float() < part;
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

function value(dice: Dice, depth: number): unknown {
  const scalars = [null, true, 0, -1, 1.5, 2 ** 40, "", "a", "1.2.3.4", "2026-01-01", "\u{1f600}"];
  if (depth <= 0 || dice.chance(0.4)) return dice.pick(scalars);
  const count = dice.below(4);
  if (dice.chance(0.4)) return Array.from({ length: count }, () => value(dice, depth - 1));
  return members(dice, count, () => value(dice, depth - 1));
}

function members(dice: Dice, count: number, make: () => unknown): Body {
  const entries = Array.from(
    { length: count },
    () => [dice.pick(names.slice(0, 10)), make()] as const,
  );
  return Object.fromEntries(entries.filter(([name]) => name !== "__proto__" && name !== ""));
}

function schema(dice: Dice, depth: number, wild: boolean): Body {
  const type =
    depth <= 0
      ? dice.pick(["string", "integer", "number", "boolean"])
      : dice.pick(["object", "object", "array", "string", "integer", "number", "boolean"]);
  const node: Body = wild && dice.chance(0.05) ? {} : { type };
  if (type === "object") {
    if (dice.chance(0.2))
      node.additionalProperties = dice.chance(0.3) ? true : schema(dice, depth - 1, wild);
    else node.properties = members(dice, dice.below(4), () => schema(dice, depth - 1, wild));
    if (dice.chance(0.2)) node.required = [dice.pick(["a", "b"])];
    if (dice.chance(0.1)) node["x-kubernetes-preserve-unknown-fields"] = true;
    if (wild && dice.chance(0.1)) node["x-kubernetes-embedded-resource"] = true;
    if (dice.chance(0.1)) node.maxProperties = dice.below(4);
  }
  if (type === "array") {
    node.items = schema(dice, depth - 1, wild);
    if (wild && dice.chance(0.3))
      node["x-kubernetes-list-type"] = dice.pick(["set", "map", "atomic", "odd"]);
    if (dice.chance(0.2)) node.maxItems = dice.below(4);
  }
  if (type === "string") {
    if (dice.chance(0.2)) node.pattern = dice.pick(["^a*$", "(a|b)+", wild ? "(" : "x", "^(a+)+$"]);
    if (dice.chance(0.2))
      node.format = dice.pick(["ipv4", "date", "byte", "uri", "odd", "duration", "email"]);
    if (dice.chance(0.2)) node.maxLength = dice.below(5);
  }
  if (dice.chance(0.15)) node.nullable = true;
  if (dice.chance(0.1)) node.enum = ["a", 1, null];
  if (wild ? dice.chance(0.1) : dice.chance(0.02)) node.default = value(dice, 2);
  if (wild && dice.chance(0.1)) node.anyOf = [{ required: ["a"] }, schema(dice, 1, wild)];
  if (dice.chance(0.1)) {
    const rules = [
      "true",
      "self == self",
      "has(self.a)",
      "size(self) < 3",
      "self.all(x, x != null)",
      "oldSelf == self",
      "self > 1 ||",
      "",
    ];
    node["x-kubernetes-validations"] = [
      { rule: dice.pick(wild ? rules : rules.slice(0, 2)), message: "m" },
    ];
  }
  return node;
}

function definition(dice: Dice, name: string, wild: boolean): Body {
  const root: Body = {
    ...schema(dice, 0, false),
    type: "object",
    properties: members(dice, 4, () => schema(dice, 4, wild)),
  };
  for (const key of [
    "format",
    "pattern",
    "maxLength",
    "nullable",
    "enum",
    "default",
    "x-kubernetes-validations",
  ]) {
    delete root[key];
  }
  for (const key of ["metadata", "kind", "apiVersion"]) if (!wild) delete root.properties[key];
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${name}.fuzz.example.com` },
    spec: {
      group: "fuzz.example.com",
      scope: "Cluster",
      names: { plural: name, kind: `K${name}` },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: root } }],
    },
  };
}

test.each([1, 2, 3])("seed %i", async (seed) => {
  const api = await startApiOnly();
  const dice = new Dice(seed);
  const statuses = new Map<number, number>();
  const note = (status: number): number => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return status;
  };
  for (let round = 0; round < rounds; round++) {
    const name = `k${round}`;
    const crd = definition(dice, name, dice.chance(0.4));
    const defined = await api.call("POST", definitionsPath, crd);
    expect([note(defined.status), JSON.stringify(crd)]).toEqual([
      expect.toBeOneOf([201, 400, 422]),
      expect.anything(),
    ]);
    if (defined.status !== 201) continue;
    await api.host.settle();
    const path = `/apis/fuzz.example.com/v1/${name}`;
    for (let index = 0; index < objectsEach; index++) {
      const body = {
        ...members(dice, 4, () => value(dice, 4)),
        apiVersion: "fuzz.example.com/v1",
        kind: `K${name}`,
        metadata: dice.chance(0.9) ? { name: `o${index}` } : value(dice, 2),
      };
      const created = await api.call("POST", path, body);
      expect([note(created.status), created.body.message, JSON.stringify(body)]).toEqual([
        expect.toBeOneOf([201, 400, 422]),
        created.body.message,
        expect.anything(),
      ]);
      if (created.status !== 201) continue;
      const { metadata } = created.body;
      const read = await api.call("GET", `${path}/${metadata.name}`);
      expect(read.body).toEqual(created.body);
      const same = await api.call("PUT", `${path}/${metadata.name}`, read.body);
      expect([note(same.status), same.body.message]).toEqual([200, undefined]);
      expect(same.body.metadata.resourceVersion).toBe(metadata.resourceVersion);
      const patch = members(dice, 2, () => value(dice, 2));
      const patched = await api.call("PATCH", `${path}/${metadata.name}`, patch, {
        "content-type": "application/merge-patch+json",
      });
      // An object without a version is a 500, here as in Kubernetes.
      const isUnversioned = "apiVersion" in patch && (patch.apiVersion ?? "") === "";
      expect([note(patched.status), patched.body.message, JSON.stringify(patch)]).toEqual([
        expect.toBeOneOf(isUnversioned ? [422, 500] : [200, 400, 409, 422]),
        patched.body.message,
        expect.anything(),
      ]);
      const applied = await api.call(
        "PATCH",
        `${path}/${metadata.name}?fieldManager=f&force=true`,
        body,
        { "content-type": "application/apply-patch+yaml" },
      );
      // What the schema does not know is a 500 in an applied configuration, here as in Kubernetes.
      const isUntyped = String(applied.body.message ?? "").startsWith(
        "failed to create typed patch object",
      );
      expect([note(applied.status), applied.body.message, JSON.stringify(body)]).toEqual([
        expect.toBeOneOf(isUntyped ? [500] : [200, 400, 422]),
        applied.body.message,
        expect.anything(),
      ]);
    }
    expect((await api.call("GET", path)).status).toBe(200);
  }
  // Both outcomes are tried: a test that only ever sees refusals would prove nothing.
  for (const status of [201, 200, 422, 400]) expect(statuses.get(status)).toBeGreaterThan(10);
  await api.stop();
});
