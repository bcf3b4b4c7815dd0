/**
 * OpenAPI against what Kubernetes 1.36.0 publishes of it (kubernetes/kubernetes, api/openapi-spec: v3/*.json and swagger.json): per
 * document how many paths and schemas it has, and digests of both. Left out before they are taken: texts, enums (published without
 * them, served with them), the media types of CBOR (an alpha feature), and in v2 the versions that are off by default.
 */
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../src/api/json.ts";
import { builtInResources } from "../../../../src/api/resources.ts";
import { OpenApi } from "../../../../src/server/openapi/open-api.ts";

/** Document, paths and their digest, schemas and theirs. */
const table = `
.well-known/openid-configuration 1 8fd94000fd041f19 0 44136fa355b3678a
api 1 73199f7c87f5d40e 2 825a63cddc1be0aa
api/v1 113 e3a1cbfa8f0e8af0 251 9afc9bc025365849
apis 1 a7c39a6ded1a8f1a 4 5dad6a5bd8c73603
apis/admissionregistration.k8s.io 1 894b3d6062abfb90 3 6605aae9524c4f7e
apis/admissionregistration.k8s.io/v1 26 97922f1a41d6170b 55 0d629d0804793b5c
apis/apiextensions.k8s.io 1 e425360b1c34e1a8 3 6605aae9524c4f7e
apis/apiextensions.k8s.io/v1 6 d33e41c9f508865d 41 f5afa5f0198db57a
apis/apiregistration.k8s.io 1 260700ba47bd37a1 3 6605aae9524c4f7e
apis/apiregistration.k8s.io/v1 6 6766761a1023fc4f 23 40caafd4fb4700d6
apis/apps 1 b8d698cd151cb200 3 6605aae9524c4f7e
apis/apps/v1 38 c806ba3a1b16a118 163 b5a1a4e195d9c0fe
apis/authentication.k8s.io 1 69a20cde18d6122a 3 6605aae9524c4f7e
apis/authentication.k8s.io/v1 3 e144eb0613653ca1 13 429cb7c3a4693bff
apis/authorization.k8s.io 1 b7ed0371879e56b9 3 6605aae9524c4f7e
apis/authorization.k8s.io/v1 5 f6ffc4a988541de0 24 66bb7fa6bfd94ef7
apis/autoscaling 1 fcf520f3f83fa9b9 3 6605aae9524c4f7e
apis/autoscaling/v1 8 5a23aedd731b46f2 22 58c9cf809d2396ff
apis/autoscaling/v2 8 0c711d2e7e0c4452 44 47b66511506d83c5
apis/batch 1 2b51bd21767532bb 3 6605aae9524c4f7e
apis/batch/v1 15 e135e24d3b8769d7 144 934e5a08da09dc7a
apis/certificates.k8s.io 1 2749c0e66be169ce 3 6605aae9524c4f7e
apis/certificates.k8s.io/v1 7 44a92fa88d9cd06d 22 8b12832b56ea52d1
apis/coordination.k8s.io 1 79ee42c79db8e80f 3 6605aae9524c4f7e
apis/coordination.k8s.io/v1 7 1c4c633bae68d9d7 21 17c50c1a3be13396
apis/discovery.k8s.io 1 e9cc8177947e7c5a 3 6605aae9524c4f7e
apis/discovery.k8s.io/v1 7 e39d53c7d4f62f1d 26 1b1d63e17eb9c79b
apis/events.k8s.io 1 379512acff8d3496 3 6605aae9524c4f7e
apis/events.k8s.io/v1 7 667eab72356502fd 23 c42b698b1b1ed88c
apis/flowcontrol.apiserver.k8s.io 1 e07916a99a52abfa 3 6605aae9524c4f7e
apis/flowcontrol.apiserver.k8s.io/v1 11 360bc3babf2a495a 40 3658acbe58bcec2a
apis/networking.k8s.io 1 bd5df88ce6df2b96 3 6605aae9524c4f7e
apis/networking.k8s.io/v1 27 2a5f225fc411a4e1 56 0d80d66d06a8ab67
apis/node.k8s.io 1 caf52074ba609bad 3 6605aae9524c4f7e
apis/node.k8s.io/v1 5 d88edeed06800e75 23 a55964c15aa0815f
apis/policy 1 cad786b6d529e4ac 3 6605aae9524c4f7e
apis/policy/v1 8 115337301bc1e01c 25 c3c2f01cfd8bdb67
apis/rbac.authorization.k8s.io 1 6db737e757984def 3 6605aae9524c4f7e
apis/rbac.authorization.k8s.io/v1 21 66639969030c9f0e 31 31f9801a5a880cb8
apis/resource.k8s.io 1 f1047b531f8abd22 3 6605aae9524c4f7e
apis/resource.k8s.io/v1 22 38b33ab56283a2ea 65 783ffb188157e86a
apis/scheduling.k8s.io 1 7a4aa3d9296a7f53 3 6605aae9524c4f7e
apis/scheduling.k8s.io/v1 5 5a96bb563914682c 19 d3e27ea86557c671
apis/storage.k8s.io 1 93cbbcdacda483e7 3 6605aae9524c4f7e
apis/storage.k8s.io/v1 28 1bb82b21e3139af0 72 b2c6ace61ea9481a
openid/v1/jwks 1 497a36c918d1883b 0 44136fa355b3678a
version 1 f179d401798cc13b 1 274eb0e1259acd53
v2 408 cf13fca8e5abca18 584 e44c17f1796e65b4
`;
const rows = table
  .trim()
  .split("\n")
  .map((line) => line.split(" ") as [string, string, string, string, string]);

/** Names of properties may be `description` and `enum`: they stay. */
function plain(value: JsonValue, isProperties = false): JsonValue {
  if (Array.isArray(value)) return (value as JsonValue[]).map((item) => plain(item));
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value)
    .filter(([key]) => isProperties || (key !== "description" && key !== "enum"))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, plain(member!, key === "properties" && !isProperties)]);
  return Object.fromEntries(kept) as JsonObject;
}

const digest = (value: JsonValue): string =>
  createHash("sha256")
    .update(JSON.stringify(plain(value)))
    .digest("hex")
    .slice(0, 16);

const openApi = new OpenApi(() => builtInResources);
const parse = (body: Uint8Array) => JSON.parse(new TextDecoder().decode(body)) as JsonObject;

test("the root has the published documents", () => {
  const { paths } = parse(openApi.root().body) as { paths: JsonObject };
  expect(Object.keys(paths)).toEqual(rows.map(([name]) => name).filter((name) => name !== "v2"));
});

describe.each(rows.filter(([name]) => name !== "v2"))("%s", (name, ...expected) => {
  let document: JsonObject;
  beforeAll(async () => {
    document = parse((await openApi.groupVersion(name))!.body);
  });

  test("has the published paths, operations and schemas", () => {
    const paths = document["paths"] as JsonObject;
    const components = document["components"] as JsonObject;
    const schemas = (components["schemas"] ?? {}) as JsonObject;
    expect(document["openapi"]).toBe("3.0.0");
    expect([
      String(Object.keys(paths).length),
      digest(paths),
      String(Object.keys(schemas).length),
      digest(schemas),
    ]).toEqual(expected);
  });
});

test("v2 has the published paths, operations, shared parameters and definitions", async () => {
  const document = parse((await openApi.v2()).body);
  const parameters = document["parameters"] as JsonObject;
  const resolved = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return (value as JsonValue[]).map(resolved);
    if (!isJsonObject(value)) return value;
    const reference = value["$ref"];
    if (typeof reference === "string" && reference.startsWith("#/parameters/")) {
      return parameters[reference.slice("#/parameters/".length)]!;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, resolved(member!)]),
    ) as JsonObject;
  };
  const paths = resolved(document["paths"]!) as JsonObject;
  const definitions = document["definitions"] as JsonObject;
  expect([
    "v2",
    String(Object.keys(paths).length),
    digest(paths),
    String(Object.keys(definitions).length),
    digest(definitions),
  ]).toEqual(rows.find(([name]) => name === "v2"));
});

test("what old clients look for at its place is shared with nobody", async () => {
  const document = parse((await openApi.v2()).body);
  const names = Object.values(document["parameters"] as JsonObject).map(
    (each) => (each as JsonObject)["name"],
  );
  expect(names).not.toContain("fieldValidation");
  expect(names).not.toContain("dryRun");
  expect(names).not.toContain("name");
  expect(names).toEqual(expect.arrayContaining(["body", "namespace", "pretty", "limit"]));
});
