/** Integers of custom resources that no JavaScript number holds: they come back as they were sent, whichever way they went. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";
import { definitionOf } from "../../../fixtures/definition.ts";
import { definitionsPath } from "./definitions.ts";

const wide = "9007199254740993";
const most = "9223372036854775807";
const least = "-9223372036854775808";
const base = "/apis/example.com/v1/wides";

const integer = { type: "integer", format: "int64" };
const definition = definitionOf(
  "Wide",
  {
    type: "object",
    properties: {
      x: integer,
      y: { type: "number" },
      int32: { type: "integer", format: "int32" },
      ids: { type: "array", items: integer, "x-kubernetes-list-type": "set" },
      items: {
        type: "array",
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["id"],
        items: {
          type: "object",
          required: ["id"],
          properties: { id: integer, note: { type: "string" } },
        },
      },
      free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      even: { ...integer, multipleOf: 2 },
      few: {
        ...integer,
        "x-kubernetes-validations": [{ rule: "self < 9007199254740995" }],
      },
      one: { ...integer, enum: [1] },
    },
  },
  {
    scope: "Cluster",
    version: { additionalPrinterColumns: [{ name: "X", type: "integer", jsonPath: ".x" }] },
  },
);

let api: ApiOnly;

/** Status and text; `body` is a text, since no number here could say what is meant. */
async function send(
  method: string,
  path: string,
  { body, type = "application/json", accept }: { body?: string; type?: string; accept?: string },
): Promise<readonly [number, string]> {
  const headers = { "content-type": type, ...(accept ? { accept } : {}) };
  const init = { method, headers, ...(body === undefined ? {} : { body }) };
  const response = await api.fetch(new Request(`http://kubarium${path}`, init));
  return [response.status, await response.text()];
}

const text = (name: string, members: string): string =>
  `{"apiVersion":"example.com/v1","kind":"Wide","metadata":{"name":"${name}"},${members}}`;

const create = (name: string, members: string): Promise<readonly [number, string]> =>
  send("POST", base, { body: text(name, members) });

const get = async (name: string, accept?: string): Promise<string> =>
  (await send("GET", `${base}/${name}`, accept === undefined ? {} : { accept }))[1];

beforeAll(async () => {
  api = await startApiOnly();
  expect((await api.call("POST", definitionsPath, definition)).status).toBe(201);
  await api.host.settle();
});
afterAll(() => api.stop());

describe("a wide integer", () => {
  it.each([wide, most, least, `-${wide}`, "9007199254740992"])("%s", async (digits) => {
    const name = `w${digits}`;
    const members = `"x":${digits},"y":${digits},"free":{"a":[${digits}]}`;
    const path = `${base}/${name}`;
    const made = await create(name, members);
    const written = made[1].replace('"x"', '"few":1,"x"');
    const updated = await send("PUT", path, { body: written });
    expect(updated[1]).toContain('"few":1');
    for (const [status, answer] of [made, updated, await send("GET", path, {})]) {
      expect(status).toBeLessThan(300);
      for (const part of [`"x":${digits}`, `"y":${digits}`, `"a":[${digits}]`]) {
        expect(answer).toContain(part);
      }
    }
    expect(await get(name, "application/yaml")).toContain(`\nx: ${digits}\n`);
    expect(await get(name, "application/json;as=Table;v=v1;g=meta.k8s.io")).toContain(
      `"cells":["${name}",${digits}]`,
    );
    expect((await send("GET", base, {}))[1]).toContain(`"x":${digits}`);
    expect((await send("GET", `${path}?pretty=true`, {}))[1]).toContain(`"x": ${digits},`);
  });

  it("is a double beyond 64 bits", async () => {
    const [status] = await create("beyond", '"y":9223372036854775808,"free":{"a":1e17}');
    expect(status).toBe(201);
    expect(JSON.parse(await get("beyond"))).toMatchObject({ y: 2 ** 63, free: { a: 1e17 } });
  });

  it("goes in as YAML and through every patch", async () => {
    const path = `${base}/patched`;
    const yaml = `apiVersion: example.com/v1\nkind: Wide\nmetadata:\n  name: patched\nx: ${wide}\n`;
    const made = await send("POST", base, { body: yaml, type: "application/yaml" });
    expect(made[1]).toContain(`"x":${wide}`);
    const patch = (type: string, body: string, query = "") =>
      send("PATCH", `${path}${query}`, { body, type: `application/${type}` });
    const [, merged] = await patch("merge-patch+json", `{"free":{"a":${most}}}`);
    expect(merged).toContain(`"a":${most}`);
    expect(merged).toContain(`"x":${wide}`);
    const tested = `[{"op":"test","path":"/x","value":${wide}},{"op":"add","path":"/ids","value":[${least}]}]`;
    const [status, patched] = await patch("json-patch+json", tested);
    expect([status, patched.includes(`"ids":[${least}]`)]).toEqual([200, true]);
    const other = `[{"op":"test","path":"/x","value":9007199254740992}]`;
    expect((await patch("json-patch+json", other))[0]).toBe(422);
  });

  it("names elements of lists to server-side apply", async () => {
    const apply = (manager: string, members: string) =>
      send("PATCH", `${base}/applied?fieldManager=${manager}`, {
        body: text("applied", members),
        type: "application/apply-patch+yaml",
      });
    const items = (id: string, note: string) => `"items":[{"id":${id},"note":"${note}"}]`;
    const [made, first] = await apply("a", `"ids":[${wide}],${items(wide, "a")}`);
    expect(made).toBe(201);
    expect(first).toContain(`"v:${wide}":{}`);
    expect(first).toContain(`"k:{\\"id\\":${wide}}":{".":{},"f:id":{},"f:note":{}}`);
    const [, second] = await apply(
      "b",
      `"ids":[9007199254740992],${items("9007199254740992", "b")}`,
    );
    expect(second).toContain(`"ids":[${wide},9007199254740992]`);
    expect(second).toContain(
      `"items":[{"id":${wide},"note":"a"},{"id":9007199254740992,"note":"b"}]`,
    );
    const [status, conflict] = await apply("b", items(wide, "c"));
    expect([status, conflict]).toEqual([409, expect.stringContaining(`.items[id=${wide}].note`)]);
    const [, left] = await apply("a", '"y":1');
    expect(left).toContain('"ids":[9007199254740992]');
  });

  it("is watched", async () => {
    const stop = new AbortController();
    const url = `http://kubarium${base}?watch=true&fieldSelector=metadata.name%3Dwatched`;
    const response = await api.fetch(new Request(url, { signal: stop.signal }));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await create("watched", `"x":${wide}`);
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toContain(`"x":${wide}`);
    await reader.cancel();
    stop.abort();
  });
});

it.each([
  ["int32", `"int32":${wide}`, / Checked value must be of type integer with format int32 in int32/],
  [
    "multiples",
    `"even":${wide}`,
    /even: Invalid value: 9007199254740993: even in body should be a multiple of 2/,
  ],
  ["rules", `"few":9007199254740995`, /few: Invalid value: .*failed rule: self < 9007199254740995/],
  ["sets", `"ids":[${wide},${wide}]`, /ids\[1\]: Duplicate value: 9007199254740993/],
  [
    "keys",
    `"items":[{"id":${wide}},{"id":${wide}}]`,
    /items\[1\]: Duplicate value: \{.*9007199254740993\}/,
  ],
  ["enums", `"one":${wide}`, /one: Unsupported value: 9007199254740993/],
])("%s are held to it exactly", async (name, members, message) => {
  const [status, answer] = await create(name, members);
  expect([status, JSON.parse(answer).message]).toEqual([422, expect.stringMatching(message)]);
});

it.each([
  ["multiples", '"even":9007199254740994'],
  ["rules", `"few":9007199254740994`],
  ["sets", `"ids":[${wide},9007199254740992]`],
  ["keys", `"items":[{"id":${wide}},{"id":9007199254740994}]`],
])("%s that differ in the last digit are others", async (name, members) => {
  expect((await create(name, members))[0]).toBe(201);
});
