/** Hostile bodies: a Status each time, in time, and what is stored is whole. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";
import { attack, Tally } from "./attack.ts";
import { Dice, mutated } from "./dice.ts";
import { clusterSamples, samples, type Sample } from "./objects.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

/** What was stored must be read, listed and written again as it is. */
async function expectWhole(sample: Sample, name: string): Promise<void> {
  const path = `${sample.path}/${name}`;
  const read = await attack(api, { method: "GET", path });
  expect(read.status).toBe(200);
  const written = await attack(api, { method: "PUT", path, body: read.body });
  expect([written.status, written.body]).toEqual([200, read.body]);
  const list = await attack(api, { method: "GET", path: sample.path });
  expect(list.status).toBe(200);
  const table = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
  expect((await attack(api, { method: "GET", path, headers: table })).status).toBe(200);
}

describe.each([11, 12, 13, 14])("seed %i", (seed) => {
  test("objects with wrong values in any place", async () => {
    const dice = new Dice(seed);
    const tally = new Tally();
    for (let round = 0; round < 350; round++) {
      const sample = dice.pick([...samples, ...samples, ...clusterSamples]);
      const rate = dice.pick([0.002, 0.01, 0.05]);
      const body = mutated(
        dice,
        { ...sample.body, metadata: { ...sample.body.metadata, name: `o${round}` } },
        rate,
      );
      const query = dice.pick([
        "",
        "fieldValidation=Strict",
        "dryRun=All",
        "fieldValidation=Ignore",
      ]);
      const request = { method: "POST", path: sample.path, query, body: JSON.stringify(body) };
      const { status, body: made } = await attack(api, request);
      tally.note(status);
      const { kind, metadata } = status === 201 ? JSON.parse(made) : { kind: "", metadata: {} };
      if (status !== 201 || query === "dryRun=All" || kind.endsWith("Review")) continue;
      await expectWhole(sample, metadata.name);
    }
    for (const status of [201, 400, 422]) expect(tally.of(status), `${status}`).toBeGreaterThan(5);
  });

  test("texts that are spoiled", async () => {
    const dice = new Dice(seed);
    const encoder = new TextEncoder();
    for (let round = 0; round < 250; round++) {
      const sample = dice.pick(samples);
      const bytes = encoder.encode(JSON.stringify(sample.body));
      const at = dice.below(bytes.length);
      const tokens = [
        '"',
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\\",
        "\\u12",
        "\\ud800",
        "1e999",
        "-",
        "0x1",
        "\u0000",
        "/*",
        "&a",
        "*a",
        "\n---\n",
        "!!js/undefined x",
        "'",
        "<<: *a",
        "\t",
      ];
      const token = encoder.encode(dice.pick(tokens));
      const kept = dice.chance(0.3) ? 0 : bytes.length;
      const body = dice.chance(0.2)
        ? Uint8Array.from(bytes, (byte) => (dice.chance(0.01) ? dice.below(256) : byte))
        : Uint8Array.from([
            ...bytes.slice(0, at),
            ...token,
            ...bytes.slice(at + dice.below(3), kept),
          ]);
      const type = dice.pick([
        "application/json",
        "application/yaml",
        "",
        "application/vnd.kubernetes.protobuf",
        "text/html",
        ";;",
        "application/json; charset=utf-16",
      ]);
      await attack(api, {
        method: "POST",
        path: sample.path,
        headers: { "content-type": type },
        body,
      });
    }
  });

  test("protobuf that is none", async () => {
    const dice = new Dice(seed);
    const magic = [0x6b, 0x38, 0x73, 0x00];
    const headers = { "content-type": "application/vnd.kubernetes.protobuf" };
    for (let round = 0; round < 400; round++) {
      const sample = dice.pick(samples);
      const known = [0x0a, dice.below(30), 0x0a, 2, 0x76, 0x31, 0x12, 3, 0x50, 0x6f, 0x64];
      const nest = Array.from({ length: dice.below(3000) }, () =>
        dice.pick([0x0a, 0x12, 0x1a, 0xff, 0x7f]),
      );
      const wild = dice.chance(0.3) ? nest : [...dice.bytes(dice.below(60))];
      const body = Uint8Array.from([
        ...(dice.chance(0.9) ? magic : []),
        ...(dice.chance(0.7) ? known : []),
        ...wild,
      ]);
      await attack(api, { method: "POST", path: sample.path, headers, body });
    }
  });
});

/** The value with `word` in the place of each of its texts in turn, and as a name beside its members. */
function* withWord(value: unknown, word: string): Generator {
  if (typeof value === "string") yield word;
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const spoiled of withWord(part, word)) {
      const at = Number(key);
      yield Array.isArray(value) ? value.with(at, spoiled) : { ...value, [key]: spoiled };
    }
  }
  if (!Array.isArray(value)) yield { ...value, [word]: "a" };
}

// What every object of JavaScript's has: a table that is asked for it must not have it.
test.each(["constructor", "toString", "__proto__"])("%s in the place of any text", async (word) => {
  for (const sample of [...samples, ...clusterSamples]) {
    for (const body of withWord(sample.body, word)) {
      const request = { method: "POST", path: sample.path, query: "dryRun=All" };
      await attack(api, { ...request, body: JSON.stringify(body) });
    }
  }
});

const pods = "/api/v1/namespaces/default/pods";
const maps = "/api/v1/namespaces/default/configmaps";
const nested = (depth: number, open: string, close: string): string =>
  open.repeat(depth) + "1" + close.repeat(depth);
const bomb = [
  "a: &a [x,x,x,x,x,x,x,x,x]",
  ...Array.from("bcdefghij", (name, at) => {
    const before = "abcdefghij"[at];
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join()}]`;
  }),
].join("\n");

describe("bodies known to hurt", () => {
  test.each<[string, string, string | Uint8Array]>([
    [
      "10,000 lists deep",
      "application/json",
      `{"apiVersion":"v1","kind":"ConfigMap","x":${nested(10_000, "[", "]")}}`,
    ],
    ["10,000 maps deep", "application/json", nested(10_000, '{"a":', "}")],
    ["100,000 lists deep", "application/json", nested(100_000, "[", "]")],
    ["100,000 opened", "application/json", "[".repeat(100_000)],
    ["deep in YAML", "application/yaml", nested(10_000, "[", "]")],
    ["deep in YAML blocks", "application/yaml", nested(5000, "- ", "")],
    ["a bomb of aliases", "application/yaml", bomb],
    ["an alias of itself", "application/yaml", "a: &a [*a]"],
    ["an alias of nothing", "application/yaml", "a: *b"],
    ["several documents", "application/yaml", "kind: ConfigMap\n---\nkind: Pod\n"],
    [
      "a huge number",
      "application/json",
      `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","generation":${"9".repeat(10_000)}}}`,
    ],
    [
      "many keys",
      "application/json",
      `{${Array.from({ length: 50_000 }, (_, at) => `"k${at}":1`).join()}}`,
    ],
    [
      "one key many times",
      "application/json",
      `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"dup1"},${Array.from({ length: 20_000 }, () => '"data":{}').join()}}`,
    ],
    [
      "a byte order mark",
      "application/json",
      '\ufeff{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"bom"}}',
    ],
    [
      "bytes that are no UTF-8",
      "application/json",
      Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d),
    ],
    [
      "__proto__",
      "application/json",
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p"},"__proto__":{"polluted":1}}',
    ],
    [
      "constructor",
      "application/json",
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p"},"constructor":{"prototype":{"polluted":1}}}',
    ],
    ["__proto__ in YAML", "application/yaml", "__proto__: {polluted: 1}\nkind: ConfigMap\n"],
    ["merge keys", "application/yaml", "a: &a {b: 1}\n<<: *a\nkind: ConfigMap\n"],
    ["a million spaces", "application/yaml", " ".repeat(1_000_000)],
    ["a million dashes", "application/yaml", "-".repeat(1_000_000)],
    ["a million of {", "application/yaml", "{".repeat(1_000_000)],
    ["a million of quotes", "application/json", '"'.repeat(1_000_000)],
    ["a million of backslashes", "application/json", `{"a":"${"\\".repeat(1_000_000)}`],
    ["nothing", "application/json", ""],
    ["null", "application/json", "null"],
    ["a list", "application/json", "[]"],
  ])("%s", async (_what, type, body) => {
    for (const path of [maps, pods]) {
      for (const method of ["POST", "PUT", "DELETE"]) {
        const target = method === "POST" ? path : `${path}/none`;
        await attack(api, { method, path: target, headers: { "content-type": type }, body });
      }
    }
  });
});
