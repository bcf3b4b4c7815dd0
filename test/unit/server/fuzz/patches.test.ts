/** Hostile patches of all four types against live objects: a Status or a whole object, never something between. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";
import { attack, Tally } from "./attack.ts";
import { Dice, mutated, oddNames, oddValue } from "./dice.ts";
import { samples, type Sample } from "./objects.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const types = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
};
type Type = keyof typeof types;

/** Server-side apply answers 500 to what its schema does not know, and strategic merge to most that is wrong, as Kubernetes does. */
const mayFailWith = [500];

function pointer(dice: Dice, value: unknown): string {
  let path = "";
  for (let node = value; dice.chance(0.8);) {
    if (typeof node !== "object" || node === null) break;
    const key = dice.pick([
      ...Object.keys(node),
      dice.chance(0.1) ? "-" : "x",
      dice.pick(oddNames),
    ]);
    path += `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    node = (node as Record<string, unknown>)[key];
  }
  return path;
}

function jsonPatch(dice: Dice, body: object): unknown {
  const operation = (): unknown => ({
    op: dice.pick(["add", "remove", "replace", "move", "copy", "test", "odd", 1]),
    path: dice.chance(0.95) ? pointer(dice, body) : oddValue(dice),
    ...(dice.chance(0.5) ? { from: pointer(dice, body) } : {}),
    ...(dice.chance(0.8) ? { value: oddValue(dice) } : {}),
  });
  return dice.chance(0.05) ? oddValue(dice) : Array.from({ length: 1 + dice.below(3) }, operation);
}

const directives = [
  { $patch: "replace" },
  { $patch: "delete" },
  { $patch: "odd" },
  { $retainKeys: ["name"] },
  { "$setElementOrder/containers": [{ name: "c" }, { name: "z" }] },
  { "$setElementOrder/ports": [{ port: 80 }, 1] },
  { "$deleteFromPrimitiveList/finalizers": ["a", {}] },
  { "$deleteFromPrimitiveList/": null },
  { $setElementOrder: [] },
];

function withDirectives(dice: Dice, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => withDirectives(dice, item));
    return dice.chance(0.1) ? [...items, dice.pick(directives)] : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, withDirectives(dice, part)]);
  const members = Object.fromEntries(entries) as object;
  return dice.chance(0.1) ? { ...members, ...dice.pick(directives) } : members;
}

function patchOf(dice: Dice, type: Type, sample: Sample): unknown {
  if (type === "json") return jsonPatch(dice, sample.body);
  const spoiled = mutated(dice, sample.body, dice.pick([0.005, 0.02, 0.1]));
  return type === "strategic" ? withDirectives(dice, spoiled) : spoiled;
}

async function expectWhole(path: string, answered: string): Promise<void> {
  const read = await attack(api, { method: "GET", path });
  expect([read.status, read.body]).toEqual([200, answered]);
  const written = await attack(api, { method: "PUT", path, body: read.body });
  expect([written.status, written.body]).toEqual([200, read.body]);
}

describe.each(Object.keys(types) as Type[])("%s", (type) => {
  test.each([21, 22])("seed %i", async (seed) => {
    const dice = new Dice(seed);
    const tally = new Tally();
    const headers = { "content-type": types[type] };
    for (let round = 0; round < 250; round++) {
      const sample = dice.pick(samples);
      const { name } = sample.body.metadata as { name: string };
      const path = `${sample.path}/${name}`;
      await attack(api, { method: "POST", path: sample.path, body: JSON.stringify(sample.body) });
      const sub = dice.pick(["", "", "", "", "/status", "/scale"]);
      const query = dice.pick([
        "fieldManager=f&force=true",
        "fieldManager=f",
        "fieldValidation=Strict&fieldManager=g",
        "",
        "dryRun=All&fieldManager=f",
      ]);
      const body = JSON.stringify(patchOf(dice, type, sample));
      const asked = type === "apply" ? query : query.replace("&force=true", "");
      const request = { method: "PATCH", path: path + sub, query: asked, headers, body };
      const answer = await attack(
        api,
        request,
        type === "apply" || type === "strategic" ? mayFailWith : [],
      );
      tally.note(answer.status);
      if (answer.status === 200 && sub === "" && !asked.includes("dryRun")) {
        await expectWhole(path, answer.body);
      }
      if (dice.chance(0.5))
        await attack(api, { method: "DELETE", path, query: "gracePeriodSeconds=0" });
    }
    expect(tally.of(200)).toBeGreaterThan(5);
    expect(tally.of(400) + tally.of(422) + tally.of(500)).toBeGreaterThan(5);
  });

  test.each<[string, string]>([
    ["10,000 lists deep", `{"data":${"[".repeat(10_000)}1${"]".repeat(10_000)}}`],
    ["10,000 maps deep", `${'{"data":'.repeat(10_000)}1${"}".repeat(10_000)}`],
    [
      "deep operations",
      `[{"op":"add","path":"/data/x","value":${"[".repeat(10_000)}${"]".repeat(10_000)}}]`,
    ],
    ["a long pointer", `[{"op":"add","path":"${"/a".repeat(100_000)}","value":1}]`],
    ["__proto__", '{"__proto__":{"polluted":1},"data":{"__proto__":"x"}}'],
    ["nothing", ""],
    ["null", "null"],
    ["a broken text", "{"],
    ["bytes of no text", "\u0000\u0001"],
    ["a number", "1"],
  ])("%s", async (_what, body) => {
    const sample = samples[1] as Sample;
    await attack(api, { method: "POST", path: sample.path, body: JSON.stringify(sample.body) });
    const path = `${sample.path}/s-configmap`;
    const headers = { "content-type": types[type] };
    const query = "fieldManager=f";
    const request = { method: "PATCH", path, query, headers, body };
    await attack(api, request, type === "apply" || type === "strategic" ? mayFailWith : []);
    expect((await attack(api, { method: "GET", path })).status).toBe(200);
  });
});
