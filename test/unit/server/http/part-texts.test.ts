/** Parts of objects that are stored in the text that they came in: what is stored and answered says the same as ever. */
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const long = "x".repeat(200);
const path = "/api/v1/namespaces/default/configmaps";

/** Sends the text itself, and gives the text of the answer. */
async function send(method: string, url: string, text: string): Promise<string> {
  const headers = { "content-type": "application/json", authorization: "Bearer admin" };
  const request = new Request(`http://kubarium${url}`, { method, headers, body: text });
  const answer = await api.fetch(request);
  return answer.text();
}

function storedText(name: string): string {
  const entry = api.store.get({ resource: "configmaps", namespace: "default", name });
  return new TextDecoder().decode(entry?.json);
}

describe("a ConfigMap", () => {
  const head = (name: string): string =>
    `"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"${name}"}`;

  test.each<[string, string, Body]>([
    ["dense", `{"b":"${long}","a":"\\n\\"\\\\"}`, { b: long, a: '\n"\\' }],
    ["with blanks", `{ "b" : "${long}", "a": "1" }`, { b: long, a: "1" }],
    ["with letters by their numbers", `{"b":"${long}\\u003c\\/"}`, { b: `${long}</` }],
    ["beyond ASCII", `{"b":"${long}\u4e2d\u{1f680}\u2028"}`, { b: `${long}\u4e2d\u{1f680}\u2028` }],
    ["with names that are numbers", `{"2":"${long}","1":"b"}`, { 1: "b", 2: long }],
    ["with a null in it", `{"b":"${long}","a":null}`, { b: long, a: "" }],
    ["given twice", `{"b":"${long}"},"data":{"c":"${long}"}`, { c: long }],
    ["with a key twice", `{"b":"${long}","b":"${long}2"}`, { b: `${long}2` }],
  ])("with data %s is stored as it is read", async (what, data, expected) => {
    const name = what.replaceAll(" ", "-").toLowerCase();
    const answer = await send("POST", path, `{${head(name)},"data":${data}}`);
    const object: Body = JSON.parse(answer);
    expect(object.data, answer).toEqual(expected);
    expect(object.metadata.managedFields[0].fieldsV1).toEqual({
      "f:data": {
        ".": {},
        ...Object.fromEntries(Object.keys(expected as object).map((key) => [`f:${key}`, {}])),
      },
    });
    expect(storedText(name)).toBe(answer);
    const before = `{${head(name)},"data":{}}`;
    expect(JSON.parse(await send("PUT", `${path}/${name}`, before))).not.toHaveProperty("data");
    const again = await send("PUT", `${path}/${name}`, `{"data":${data},${head(name)}}`);
    expect(JSON.parse(again)).toMatchObject({ data: expected });
    expect(storedText(name)).toBe(again);
  });

  it("of the same names as others has fields of its own where its values are of another kind", async () => {
    const fieldsOf = async (name: string, rest: string) => {
      const text = `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"${name}"${rest}}`;
      const object: Body = JSON.parse(await send("POST", path, text));
      return object.metadata.managedFields[0].fieldsV1 as unknown;
    };
    const data = { "f:data": { ".": {}, "f:a": {} } };
    expect(await fieldsOf("first", '},"data":{"a":"1"}')).toEqual(data);
    expect(await fieldsOf("second", '},"data":{"a":"2"}')).toEqual(data);
    expect(await fieldsOf("other", '},"data":{"b":"1"}')).toEqual({
      "f:data": { ".": {}, "f:b": {} },
    });
    expect(await fieldsOf("labelled", ',"labels":{"a":"1"}},"data":{"a":"1"}')).toEqual({
      ...data,
      "f:metadata": { "f:labels": { ".": {}, "f:a": {} } },
    });
    expect(await fieldsOf("finished", ',"finalizers":["a/b"]},"data":{"a":"1"}')).toEqual({
      ...data,
      "f:metadata": { "f:finalizers": { ".": {}, 'v:"a/b"': {} } },
    });
    expect(await fieldsOf("frozen", '},"immutable":true,"data":{"a":"1"}')).toEqual({
      ...data,
      "f:immutable": {},
    });
  });

  it("whose metadata a policy of the server changes keeps its data's text only", async () => {
    const text = `{${head("owned").replace("}", ',"labels":{"a":"1"},"uid":"u","resourceVersion":""}')},"data":{"a":"${long}"}}`;
    const answer = await send("POST", path, text);
    const { metadata }: Body = JSON.parse(answer);
    expect(metadata.uid).not.toBe("u");
    expect(storedText("owned")).toBe(answer);
  });
});

it("what is changed on the way in is not stored as it came", async () => {
  const text = `{"kind":"Service","apiVersion":"v1","metadata":{"name":"s"},"spec":{"selector":{"app":"${"a".repeat(60)}"},"ports":[{"port":80,"name":"${"b".repeat(15)}"},{"port":81,"name":"c"}]}}`;
  const answer = await send("POST", "/api/v1/namespaces/default/services", text);
  const { spec }: Body = JSON.parse(answer);
  expect(spec.ports[0]).toMatchObject({ protocol: "TCP", targetPort: 80 });
  expect(spec.clusterIP).toMatch(/^10\./);
  const entry = api.store.get({ resource: "services", namespace: "default", name: "s" });
  expect(new TextDecoder().decode(entry?.json)).toBe(answer);
});
