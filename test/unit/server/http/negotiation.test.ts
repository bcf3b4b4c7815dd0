/** In which form answers come, and which forms are refused (apiserver, handlers/negotiation: negotiate.go, errors.go and their tests). */
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compressed } from "../../../../src/host/node/compress.ts";
import { yamlText } from "../../../../src/server/http/respond.ts";
import type { ApiResponse } from "../../../../src/server/message.ts";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const path = "/api/v1/namespaces/default";
const text = async (url: string, headers: Record<string, string> = {}) =>
  (await api.fetch(new Request(`http://kubarium${url}`, { headers }))).text();

describe("an answer is indented", () => {
  test.each([
    [path, "curl/8.5.0", true],
    [path, "Mozilla/5.0 (X11; Linux x86_64)", true],
    [path, "Wget/1.21", true],
    [path, "kubectl/v1.33.0 (linux/amd64)", false],
    [`${path}?pretty=true`, "kubectl/v1.33.0", true],
    [`${path}?pretty=1`, "kubectl/v1.33.0", true],
    [`${path}?pretty=false`, "curl/8.5.0", false],
    [`${path}?pretty=yes`, "curl/8.5.0", false],
    ["/api/v1/namespaces/none", "curl/8.5.0", true],
    ["/apis/apps/v1", "curl/8.5.0", true],
    ["/openapi/v3", "curl/8.5.0", false],
  ])("%s for %s: %s", async (url, agent, indented) => {
    const body = await text(url, { "user-agent": agent });
    expect(body.startsWith('{\n  "kind"') || body.startsWith('{\n  "')).toBe(indented);
    expect(JSON.parse(body)).toBeTypeOf("object");
  });

  // mediaType.Pretty || isPrettyPrint(req).
  test.each([
    [path, "application/json;pretty=1", true],
    [`${path}?pretty=false`, "application/json;pretty=1", true],
    [path, "application/json;pretty=true", false],
    [path, "application/json;pretty=0", false],
    [path, "application/json, application/json;pretty=1", false],
    [path, "application/json;q=0.5, application/json;pretty=1", true],
    [path, "application/json;as=Table;v=v1;g=meta.k8s.io;pretty=1, application/json", true],
    ["/apis/apps/v1", "application/json;pretty=1", true],
    ["/api/v1/namespaces/none", "application/json;pretty=1", true],
    [
      "/api/v1/namespaces/none",
      "application/json;as=Table;v=v1;g=meta.k8s.io;pretty=1, application/json",
      false,
    ],
  ])("%s as %s: %s", async (url, accept, indented) => {
    const body = await text(url, { accept, "user-agent": "kubectl/v1.33.0" });
    expect(body.startsWith('{\n  "')).toBe(indented);
  });

  test("not in YAML", async () => {
    expect(await text(path, { accept: "application/yaml;pretty=1" })).toMatch(/^apiVersion: v1\n/);
  });

  test("and says the same", async () => {
    expect(JSON.parse(await text(`${path}?pretty=true`))).toEqual(JSON.parse(await text(path)));
  });
});

const routed =
  "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf";
const negotiated =
  "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf";
const streams = ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

describe("a form that nobody can give", () => {
  test.each([
    [path, "text/html", routed],
    [path, "application/cbor", routed],
    [path, "application/*", routed],
    ["/api/v1/namespaces", "text/html", `${routed}${streams}`],
    ["/api/v1", "text/html", routed],
    ["/apis/apps/v1", "text/html", routed],
    ["/version", "text/html", "406: Not Acceptable\n\nAvailable representations: application/json"],
    ["/apis", "text/html", negotiated],
    ["/apis/apps", "text/html", negotiated],
    [path, "application/json;as=Table;v=v9;g=meta.k8s.io", negotiated],
    [path, "application/json;as=Nothing;v=v1;g=meta.k8s.io", negotiated],
  ])("%s as %s is refused", async (url, accept, message) => {
    const { status, body } = await api.call("GET", url, undefined, { accept });
    expect([status, body]).toEqual([
      406,
      {
        kind: "Status",
        apiVersion: "v1",
        metadata: {},
        status: "Failure",
        message,
        reason: "NotAcceptable",
        code: 406,
      },
    ]);
  });

  test("may be the first of several", async () => {
    const accept = "application/cbor, application/json;as=Table;v=v1;g=meta.k8s.io, */*";
    const { status, body } = await api.call("GET", path, undefined, { accept });
    expect([status, body.kind]).toEqual([200, "Table"]);
  });
});

describe("a scale", () => {
  const deployments = "/apis/apps/v1/namespaces/default/deployments";
  beforeAll(async () => {
    const labels = { app: "scaled" };
    const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "i" }] } };
    await api.call("POST", deployments, {
      metadata: { name: "scaled" },
      spec: { replicas: 3, selector: { matchLabels: labels }, template },
    });
  });

  test("is a Table for whoever asks for one", async () => {
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    const { body } = await api.call("GET", `${deployments}/scaled/scale`, undefined, { accept });
    expect(body).toMatchObject({ kind: "Table", rows: [{ cells: ["scaled", 3, 0, "0s"] }] });
    expect(body.columnDefinitions.map(({ name }: { name: string }) => name)).toEqual([
      "Name",
      "Desired",
      "Available",
      "Age",
    ]);
  });

  test("is its metadata alone for whoever wants no more", async () => {
    const accept = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    const { body } = await api.call("GET", `${deployments}/scaled/scale`, undefined, { accept });
    expect([body.kind, body.metadata.name, body.spec]).toEqual([
      "PartialObjectMetadata",
      "scaled",
      undefined,
    ]);
  });
});

describe("a body in a form that nobody reads", () => {
  test.each(["application/cbor", "text/plain", "application/x-www-form-urlencoded"])(
    "%s is refused",
    async (type) => {
      const { status, body } = await api.call("POST", "/api/v1/namespaces", "{}", {
        "content-type": type,
      });
      expect([status, body.reason, body.message]).toEqual([
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf",
      ]);
    },
  );

  test.each(["application/json", "application/yaml", undefined])(
    "%s is refused for patches by their route",
    async (type) => {
      const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
      const request = new Request(`http://kubarium${path}`, {
        method: "PATCH",
        body: new TextEncoder().encode("{}"),
        headers,
      });
      const response = await api.fetch(request);
      expect([response.status, await response.json()]).toMatchObject([
        415,
        { reason: "UnsupportedMediaType", message: "415: Unsupported Media Type" },
      ]);
    },
  );
});

describe("a Status", () => {
  const absent = "/api/v1/namespaces/absent";

  test("is in the form that the client accepts", async () => {
    expect(await text(absent, { accept: "application/yaml" })).toMatch(
      /^apiVersion: v1\ncode: 404\ndetails:\n/,
    );
    expect(await text(absent, { accept: "application/json" })).toMatch(/^\{"kind":"Status"/);
  });

  test.each(["application/json;as=Table;v=v1;g=meta.k8s.io", "text/html"])(
    "is JSON for people where %s is all that is accepted",
    async (accept) => {
      expect(await text(absent, { accept })).toMatch(/^\{\n  "kind": "Status"/);
    },
  );
});

test("YAML has in quotes what old readers would take for no text, and nothing is folded", () => {
  const long = `${"x".repeat(60)} ${"y".repeat(60)}`;
  const value = {
    t: long,
    b: ["yes", "0777", "1:20", "2026-11-23T16:33:01Z", 5, true],
    a: { y: 1 },
  };
  expect(yamlText(value)).toBe(
    [
      "a:",
      '  "y": 1',
      "b:",
      '- "yes"',
      '- "0777"',
      '- "1:20"',
      '- "2026-11-23T16:33:01Z"',
      "- 5",
      "- true",
      `t: ${long}`,
      "",
    ].join("\n"),
  );
});

describe("what the rows of a Table carry", () => {
  const table = "application/json;as=Table;v=v1;g=meta.k8s.io";

  test("is refused where it is nothing known", async () => {
    const { status, body } = await api.call("GET", `${path}?includeObject=All`, undefined, {
      accept: table,
    });
    expect([status, body.message]).toEqual([
      400,
      `Unable to convert to Table as requested: includeObject: Invalid value: "All": must be 'Metadata', 'Object', 'None', or empty`,
    ]);
  });

  test("is nothing that an object is asked for", async () => {
    expect((await api.call("GET", `${path}?includeObject=All`)).body.kind).toBe("Namespace");
  });
});

test("parameters that nobody knows are ignored", async () => {
  expect((await api.call("GET", `${path}?no=such&thing`)).status).toBe(200);
});

describe("gzip", () => {
  const long: ApiResponse = { status: 200, headers: { vary: "Accept" }, body: "a".repeat(131_073) };

  test("makes a long answer short for whoever reads it", async () => {
    const short = await compressed("deflate, gzip", long);
    expect(short.headers).toEqual({ vary: "Accept, Accept-Encoding", "content-encoding": "gzip" });
    expect(gunzipSync(short.body as Uint8Array).toString()).toBe(long.body);
  });

  test.each([
    ["nobody asks", undefined, long],
    ["another is asked for", "br, deflate", long],
    ["it is weighed", "gzip;q=0.5", long],
    ["the answer is short", "gzip", { ...long, body: "a".repeat(131_072) }],
    ["the answer is an error", "gzip", { ...long, status: 500 }],
    ["the answer streams", "gzip", { ...long, body: { start: () => undefined } }],
    ["the answer has an encoding", "gzip", { ...long, headers: { "content-encoding": "br" } }],
  ] as const)("is left out where %s", (_, accepted, answer) => {
    expect(compressed(accepted, answer)).toBe(answer);
  });
});

test("YAML says twice what stands in two places, and points nowhere", () => {
  const shared = { a: "1" };
  expect(yamlText({ p: shared, q: [shared] })).toBe('p:\n  a: "1"\nq:\n- a: "1"\n');
});

// endpoints/handlers/response.go: asPartialObjectMetadata, asPartialObjectMetadataList; negotiate.go: NegotiateOutputMediaTypeStream.
describe("metadata", () => {
  const metadata = "application/json;v=v1;g=meta.k8s.io;as=PartialObjectMetadata";
  const namespaces = "/api/v1/namespaces";
  test.each([
    [path, metadata, 200, undefined],
    [namespaces, `${metadata}List`, 200, undefined],
    [
      namespaces,
      metadata,
      406,
      "you requested PartialObjectMetadata, but the requested object is a list (*core.NamespaceList)",
    ],
    [
      path,
      `${metadata}List`,
      406,
      "you requested PartialObjectMetadataList, but the requested object is not a list (*core.Namespace)",
    ],
    ["/apis/apps/v1/deployments", `${metadata}List,application/json`, 200, undefined],
  ])("%s as %s is answered %i", async (url, accept, code, message) => {
    const { status, body } = await api.call("GET", url, undefined, { accept });
    expect([status, body.message]).toEqual([code, message]);
  });
});

test("no stream is written in YAML", async () => {
  const accept = "application/yaml";
  const { status, body } = await api.call("GET", "/api/v1/namespaces?watch=1", undefined, {
    accept,
  });
  const message =
    "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";
  expect([status, String(body)]).toEqual([406, expect.stringContaining(message)]);
});
