/** Texts and messages that decoders read otherwise than they look: numbers of every size, YAML's indirections, fields of other wire types. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { protobufMessages } from "../../../../src/api/decode/protobuf-fields.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";
import {
  Double,
  envelope,
  message,
  type WireField,
  type WireValue,
} from "../../api/decode/wire-writer.ts";
import { attack, Tally } from "./attack.ts";
import { Dice } from "./dice.ts";
import { resourceDefinitions } from "./resource-definitions.ts";
import { clusterSamples, samples, type Sample } from "./objects.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const all = [...samples, ...clusterSamples];

function nameOf({ body }: Sample): string {
  return (body.metadata as { name: string }).name;
}

/** As it is stored: the texts of both answers, so that no number can hide a difference. */
async function expectWhole(path: string): Promise<void> {
  const read = await attack(api, { method: "GET", path });
  if (read.status === 404) return;
  expect(read.status).toBe(200);
  const written = await attack(api, { method: "PUT", path, body: read.body });
  expect([written.status, written.body]).toEqual([200, read.body]);
  const yaml = { accept: "application/yaml" };
  const text = (await attack(api, { method: "GET", path, headers: yaml })).body as string;
  const again = {
    method: "PUT",
    path,
    headers: { "content-type": "application/yaml" },
    body: text,
  };
  const back = await attack(api, again);
  expect([back.status, back.body]).toEqual([200, read.body]);
  const table = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
  const query = "includeObject=Object";
  expect((await attack(api, { method: "GET", path, query, headers: table })).status).toBe(200);
}

const numbers = [
  "9007199254740993",
  "-9007199254740993",
  "9223372036854775807",
  "-9223372036854775808",
  "9223372036854775808",
  "18446744073709551615",
  "18446744073709551616",
  "1e3",
  "1.0",
  "-0",
  "-0.0",
  "1E400",
  "0.1e-400",
  "12345678901234567890.5",
  `1${"0".repeat(300)}`,
  `0.${"0".repeat(300)}1`,
];

/** The JSON of a value in which some scalars are such numbers. */
function withNumbers(dice: Dice, value: unknown, rate: number): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => withNumbers(dice, item, rate)).join()}]`;
  }
  if (typeof value !== "object" || value === null) {
    const isNumber = typeof value === "number";
    return dice.chance(isNumber ? rate * 10 : rate) ? dice.pick(numbers) : JSON.stringify(value);
  }
  const members = Object.entries(value).map(
    ([key, part]) => `${JSON.stringify(key)}:${withNumbers(dice, part, rate)}`,
  );
  return `{${members.join()}}`;
}

describe.each([41, 42])("numbers, seed %i", (seed) => {
  test("in bodies and patches", async () => {
    const dice = new Dice(seed);
    const tally = new Tally();
    const types = ["application/json", "application/yaml"];
    const patches = ["merge-patch+json", "strategic-merge-patch+json", "apply-patch+yaml"];
    for (let round = 0; round < 100; round++) {
      const sample = dice.pick(all);
      const path = `${sample.path}/${nameOf(sample)}`;
      const write = async (method: string, at: string, type: string): Promise<void> => {
        const body = withNumbers(dice, sample.body, dice.pick([0.001, 0.01, 0.03]));
        const query = method === "PATCH" ? "fieldManager=f" : "";
        const request = { method, path: at, query, headers: { "content-type": type }, body };
        const answer = await attack(api, request, type.includes("patch+") ? [500] : []);
        tally.note(answer.status);
        if (answer.status < 300) await expectWhole(path);
      };
      await write("POST", sample.path, dice.pick(types));
      await attack(api, { method: "POST", path: sample.path, body: JSON.stringify(sample.body) });
      await write("PUT", path, dice.pick(types));
      await write("PATCH", path, `application/${dice.pick(patches)}`);
      const value = withNumbers(dice, sample.body, 0.02);
      const operation = `[{"op":"${dice.pick(["test", "replace"])}","path":"","value":${value}}]`;
      const headers = { "content-type": "application/json-patch+json" };
      await attack(api, { method: "PATCH", path, headers, body: operation });
      const query = "gracePeriodSeconds=0";
      const options = `{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":${dice.pick(numbers)}}`;
      await attack(api, { method: "DELETE", path, body: options });
      await attack(api, { method: "DELETE", path, query });
    }
    for (const status of [201, 200, 400]) expect(tally.of(status), `${status}`).toBeGreaterThan(5);
  });
});

const names = ["a", "b", "x"];
const scalars = `
1 0x1F 0o17 017 1_000 0b11 +1 .5 1e3 1:30 .inf .nan ~ yes Off null '' "\\x41" "\\ud800" 2001-01-01 = << 9223372036854775808
`
  .trim()
  .split(" ");
const tagged = [
  "!!str 1",
  '!!int "3"',
  "!!int x",
  "!!float 1",
  "!!bool x",
  "!!null x",
  "!!binary QQ==",
  "!!timestamp 2001-01-01",
  "!local x",
  "!<tag:a,b:c> x",
];
const blocks = ["|\n    a\n     b", ">-\n    a\n\n    b", "|+2\n    a\n\n"];

/** A flow node: anchored, aliased, tagged, merged or plain. */
function flow(dice: Dice, depth: number): string {
  if (dice.chance(0.15)) return `*${dice.pick(names)}`;
  const anchor = dice.chance(0.25) ? `&${dice.pick(names)} ` : "";
  const tag = dice.chance(0.1) ? dice.pick(["!!map ", "!!seq ", "!!set ", "!!omap ", "!x "]) : "";
  if (depth <= 0 || dice.chance(0.4)) {
    return `${anchor}${dice.pick([...scalars, ...tagged])}`;
  }
  const count = dice.below(4);
  const items = Array.from({ length: count }, () => flow(dice, depth - 1));
  if (dice.chance(0.4)) return `${anchor}${tag}[${items.join(", ")}]`;
  const members = items.map((item) => {
    const merge = dice.pick([`<<: *${dice.pick(names)}`, `<<: [*a, *b]`, "<<: {a: 1}", "<<: 1"]);
    const key = dice.pick([
      "a",
      "b",
      "? [x]",
      "*a",
      "1",
      "~",
      "!!str 1",
      "yes",
      "metadata",
      "data",
    ]);
    return dice.chance(0.25) ? merge : `${key} : ${item}`;
  });
  return `${anchor}${tag}{${members.join(", ")}}`;
}

function yamlOf(dice: Dice, sample: Sample): string {
  const { apiVersion, kind, ...rest } = sample.body;
  const lines = [`apiVersion: ${String(apiVersion)}`, `kind: ${String(kind)}`];
  for (const [key, value] of Object.entries(rest)) {
    const anchor = dice.chance(0.3) ? `&${dice.pick(names)} ` : "";
    const spoiled = dice.chance(0.5);
    if (spoiled && dice.chance(0.5)) lines.push(`${key}: ${flow(dice, 3)}`);
    else lines.push(`${key}: ${anchor}${JSON.stringify(value)}`);
    if (spoiled)
      lines.push(
        dice.pick([
          `<<: *${dice.pick(names)}`,
          `x: ${dice.pick([...scalars, ...tagged, ...blocks])}`,
          "",
        ]),
      );
  }
  const head = dice.pick([
    "",
    "%YAML 1.1\n---\n",
    "%YAML 1.2\n---\n",
    "%TAG ! tag:x,\n---\n",
    "---\n",
  ]);
  return `${head}${lines.join("\n")}\n${dice.pick(["", "...\n", "--- {}\n", "# x"])}`;
}

describe.each([51, 52])("YAML, seed %i", (seed) => {
  test("anchors, merges and tags", async () => {
    const dice = new Dice(seed);
    const tally = new Tally();
    for (let round = 0; round < 250; round++) {
      const sample = dice.pick(all);
      const path = `${sample.path}/${nameOf(sample)}`;
      const body = dice.chance(0.8) ? yamlOf(dice, sample) : `${flow(dice, 5)}\n`;
      const headers = { "content-type": "application/yaml" };
      const made = await attack(api, { method: "POST", path: sample.path, headers, body });
      tally.note(made.status);
      if (made.status === 201) await expectWhole(path);
      const patch = { "content-type": "application/apply-patch+yaml" };
      const query = "fieldManager=f&force=true";
      await attack(api, { method: "PATCH", path, query, headers: patch, body }, [500]);
      await attack(api, { method: "DELETE", path, query: "gracePeriodSeconds=0" });
    }
    for (const status of [201, 400]) expect(tally.of(status), `${status}`).toBeGreaterThan(5);
  });
});

const messages = protobufMessages();
const varints = [0, 1, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n];
const texts = ["", "a", "default", "__proto__", "\u0000", "10Gi", "9007199254740993", "{}", "TCP"];

/** Content of any wire type. */
function wild(dice: Dice): WireValue {
  if (dice.chance(0.4)) return dice.pick(varints);
  return dice.chance(0.7) ? dice.pick(texts) : dice.bytes(dice.below(12));
}

/** Content of a field, most often of its own type. */
function valueOf(dice: Dice, schema: TypeSchema | undefined, depth: number): WireValue {
  if (schema === undefined || depth <= 0 || dice.chance(0.05)) return wild(dice);
  switch (schema.kind) {
    case "struct":
      return fieldsOf(dice, schema, depth - 1);
    case "list":
      return valueOf(dice, schema.items, depth);
    case "map":
      return [
        [1, dice.pick(texts)],
        [2, valueOf(dice, schema.values, depth - 1)],
      ];
    case "any":
      return [[1, dice.pick(["{}", "[1,9007199254740993]", "null", "{", '"a"'])]];
    case "scalar":
      break;
  }
  if (schema.type === "integer" || schema.type === "boolean") return dice.pick(varints);
  if (schema.type === "quantity") return [[1, dice.pick(["1", "1e3", "x", ""])]];
  if (schema.type === "number") return new Double(dice.pick([0, 1.5, NaN, Infinity, -1e300]));
  if (schema.type === "string" || schema.type === "bytes") return dice.pick(texts);
  return [
    [1, dice.pick(varints)],
    [2, dice.pick(varints)],
    [3, dice.pick(texts)],
  ];
}

function fieldsOf(dice: Dice, schema: TypeSchema | undefined, depth: number): WireField[] {
  const struct = schema?.kind === "struct" ? schema : undefined;
  const known = [...(messages.get(struct?.name ?? "") ?? [])];
  return Array.from({ length: dice.below(4) }, (): WireField => {
    if (known.length === 0 || dice.chance(0.03)) {
      return [dice.pick([1, 15, 16, 2047, 2 ** 28]), wild(dice)];
    }
    const [number, { name, inline }] = dice.pick(known);
    if (inline !== undefined) return [number, fieldsOf(dice, schemaOf(inline), depth - 1)];
    return [number, valueOf(dice, struct?.fields.get(name)?.schema, depth)];
  });
}

const metaGroup = "io.k8s.apimachinery.pkg.apis.meta.v1";

/** A sound object's metadata, and then anything. */
function messageOf(dice: Dice, { body }: Sample, name: string): Uint8Array {
  const { apiVersion = "", kind = "" } = body as { apiVersion?: string; kind?: string };
  const schema = schemaOf(resourceDefinitions.get(`${apiVersion} ${kind}`) ?? "");
  const more = dice.chance(0.3) ? fieldsOf(dice, schemaOf(`${metaGroup}.ObjectMeta`), 2) : [];
  const fields = [...fieldsOf(dice, schema, 6), ...fieldsOf(dice, schema, 6)];
  const bytes = envelope(apiVersion, kind, [1, [[1, name], ...more]], ...fields);
  if (dice.chance(0.8)) return bytes;
  // Other wire types, groups and cut ends among them.
  return bytes.map((byte, at) => (at > 20 && dice.chance(0.02) ? dice.below(256) : byte));
}

describe.each([61, 62])("protobuf, seed %i", (seed) => {
  test("fields of any wire type", async () => {
    const dice = new Dice(seed);
    const tally = new Tally();
    const headers = { "content-type": "application/vnd.kubernetes.protobuf" };
    for (let round = 0; round < 700; round++) {
      const sample = dice.pick(all);
      const name = `p${seed}-${round}`;
      const body = messageOf(dice, sample, name);
      const made = await attack(api, { method: "POST", path: sample.path, headers, body });
      tally.note(made.status);
      if (made.status === 201 && !String(sample.body["kind"]).endsWith("Review")) {
        const { metadata } = JSON.parse(made.body as string) as { metadata: { name: string } };
        await expectWhole(`${sample.path}/${metadata.name}`);
      }
      const path = `${sample.path}/${name}`;
      await attack(api, { method: "PUT", path, headers, body });
      const options = envelope(
        "v1",
        "DeleteOptions",
        ...fieldsOf(dice, schemaOf(`${metaGroup}.DeleteOptions`), 2),
      );
      await attack(api, { method: "DELETE", path, headers, body: options });
    }
    for (const status of [201, 400, 422]) expect(tally.of(status), `${status}`).toBeGreaterThan(5);
  });

  test("groups, which no message has", async () => {
    const dice = new Dice(seed);
    const headers = { "content-type": "application/vnd.kubernetes.protobuf" };
    for (let round = 0; round < 100; round++) {
      const group = [0x0b, ...message([1, wild(dice)]), ...(dice.chance(0.5) ? [0x0c] : [])];
      const body = envelope("v1", "ConfigMap", [1, Uint8Array.from(group)]);
      const path = "/api/v1/namespaces/default/configmaps";
      const { status } = await attack(api, { method: "POST", path, headers, body });
      expect(status).toBe(400);
    }
  });
});

// JavaScript's own names, asked of the table of media types.
test.each(["constructor", "toString", "__proto__"])("a patch of type %s is none", async (type) => {
  const path = "/api/v1/namespaces/default/configmaps/none";
  const headers = { "content-type": type };
  expect((await attack(api, { method: "PATCH", path, headers, body: "{}" })).status).toBe(415);
});

// Found by seed 61: the reference's group is written as null.
test("a backend of an Ingress may refer to a resource without a group", async () => {
  const body = JSON.stringify({
    metadata: { name: "no-group" },
    spec: { defaultBackend: { resource: { kind: "Bucket", name: "b" } } },
  });
  const path = "/apis/networking.k8s.io/v1/namespaces/default/ingresses";
  expect((await attack(api, { method: "POST", path, body })).status).toBe(201);
  await expectWhole(`${path}/no-group`);
});
