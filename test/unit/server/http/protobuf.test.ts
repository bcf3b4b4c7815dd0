/** Answers in protobuf, for clients that prefer it: Go's typed clients and informers (apimachinery, pkg/runtime/serializer/protobuf; apiserver, handlers/watch.go). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeProtobuf } from "../../../../src/api/decode/protobuf.ts";
import { WireReader } from "../../../../src/api/decode/wire-reader.ts";
import type { JsonObject } from "../../../../src/api/json.ts";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
  for (const name of ["a", "b"]) {
    const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { name } };
    await api.call("POST", configMaps, body);
  }
});
afterAll(() => api.stop());

const configMaps = "/api/v1/namespaces/default/configmaps";
const protobuf = "application/vnd.kubernetes.protobuf";
const partial = ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
const partialList = ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

function ask(path: string, accept: string, init: RequestInit = {}): Promise<Response> {
  const headers = { accept, "content-type": "application/json" };
  return api.fetch(new Request(`http://kubarium${path}`, { ...init, headers }));
}

/** A field of the object's message, or of a message in it, as text. */
function field(envelope: Uint8Array, ...path: readonly number[]): string {
  let bytes = envelope;
  for (const wanted of path) {
    const reader = new WireReader(bytes);
    let found: Uint8Array | undefined;
    while (!reader.done && found === undefined) {
      const { number, wireType } = reader.tag("test");
      if (number === wanted && wireType === 2) found = reader.bytes();
      else reader.skip(wireType);
    }
    bytes = found ?? new Uint8Array();
  }
  return new TextDecoder().decode(bytes);
}

describe("in protobuf is answered", () => {
  test.each<[string, string, string, string]>([
    ["an object", `${configMaps}/a`, protobuf, "ConfigMap"],
    ["a list", configMaps, `${protobuf},application/json`, "ConfigMapList"],
    ["a list of all namespaces", "/api/v1/configmaps", protobuf, "ConfigMapList"],
    ["what is stored as another kind", "/apis/events.k8s.io/v1/events", protobuf, "EventList"],
    ["metadata", `${configMaps}/a`, `${protobuf}${partial}`, "PartialObjectMetadata"],
    ["metadata of a list", configMaps, protobuf + partialList, "PartialObjectMetadataList"],
    ["an error", `${configMaps}/none`, protobuf, "Status"],
  ])("%s", async (_title, path, accept, kind) => {
    const response = await ask(path, accept);
    expect(response.headers.get("content-type")).toBe(protobuf);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(String(bytes.subarray(0, 4))).toBe("107,56,115,0");
    expect(field(bytes.subarray(4), 1, 2)).toBe(kind);
  });

  test("what was made, changed and deleted", async () => {
    const made = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: { n: "1" } };
    const body = JSON.stringify(made);
    const created = await ask(configMaps, protobuf, { method: "POST", body });
    const object = decodeProtobuf(new Uint8Array(await created.arrayBuffer()));
    expect([created.status, object]).toMatchObject([201, made]);
    const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
    const asked = await ask("/apis/authentication.k8s.io/v1/selfsubjectreviews", protobuf, {
      method: "POST",
      body: JSON.stringify(review),
    });
    expect(decodeProtobuf(new Uint8Array(await asked.arrayBuffer()))).toMatchObject(review);
    const deleted = await ask(`${configMaps}/c`, protobuf, { method: "DELETE" });
    expect(deleted.headers.get("content-type")).toBe(protobuf);
    const status = new Uint8Array(await deleted.arrayBuffer()).subarray(4);
    expect([field(status, 1, 2), field(status, 2, 2)]).toEqual(["Status", "Success"]);
  });

  test("the same as in JSON", async () => {
    const json = (await (await ask(configMaps, "application/json")).json()) as JsonObject;
    const bytes = new Uint8Array(await (await ask(configMaps, protobuf)).arrayBuffer());
    expect(decodeProtobuf(bytes)).toEqual(json);
  });
});

test("a watch sends messages, each with its length before it", async () => {
  const abort = new AbortController();
  const query =
    "?watch=1&allowWatchBookmarks=1&sendInitialEvents=1&resourceVersionMatch=NotOlderThan";
  const response = await ask(configMaps + query, protobuf, { signal: abort.signal });
  expect(response.headers.get("content-type")).toBe(`${protobuf};stream=watch`);
  const reader = response.body?.getReader();
  const seen: string[] = [];
  let rest = new Uint8Array();
  while (!seen.includes("BOOKMARK ")) {
    const { value = new Uint8Array() } = (await reader?.read()) ?? {};
    rest = Uint8Array.from([...rest, ...value]);
    for (;;) {
      const length = rest.length < 4 ? Infinity : new DataView(rest.buffer).getUint32(0);
      if (rest.length < 4 + length) break;
      const event = rest.slice(4, 4 + length);
      rest = rest.slice(4 + length);
      const reading = new WireReader(event);
      reading.tag("WatchEvent");
      const type = new TextDecoder().decode(reading.bytes());
      reading.tag("WatchEvent");
      const raw = new WireReader(reading.bytes());
      raw.tag("RawExtension");
      const object = raw.bytes();
      expect(decodeProtobuf(object)).toMatchObject({ apiVersion: "v1", kind: "ConfigMap" });
      seen.push(`${type} ${field(object.subarray(4), 2, 1, 1)}`);
    }
  }
  abort.abort();
  expect(seen).toEqual(["ADDED a", "ADDED b", "BOOKMARK "]);
});

describe("items of built-in kinds have their kind from the list alone", () => {
  test.each([
    [configMaps, "application/json"],
    ["/api/v1/componentstatuses", "application/json"],
    ["/apis/events.k8s.io/v1/events", "application/json"],
    ["/api/v1/events", "application/json"],
  ])("%s as %s", async (path, accept) => {
    const source = { metadata: { name: "e", namespace: "default" }, reason: "R" };
    const event = {
      apiVersion: "v1",
      kind: "Event",
      ...source,
      involvedObject: { namespace: "default" },
    };
    await api.call("POST", "/api/v1/namespaces/default/events", event);
    const { items } = (await (await ask(path, accept)).json()) as { items: JsonObject[] };
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(Object.keys(item)).not.toContain("kind");
  });
});
