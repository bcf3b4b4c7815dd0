/** The conformance texts of sig-api-machinery on server-side field validation. Texts are those of test/e2e/apimachinery/field_validation.go. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConformanceCluster, define, definitionOf, type Body } from "../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
let namespace = "";
beforeAll(async () => {
  cluster = await ConformanceCluster.start();
  namespace = await cluster.namespace("field-validation");
});
afterAll(() => cluster.stop());

const strict = "fieldManager=field_validation_mgr&fieldValidation=Strict";
const integer = { type: "integer", format: "int32" };
const text = { type: "string" };
const specProperties = {
  foo: text,
  cronSpec: { type: "string", pattern: "^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$" },
  ports: {
    type: "array",
    "x-kubernetes-list-map-keys": ["containerPort", "protocol"],
    "x-kubernetes-list-type": "map",
    items: {
      type: "object",
      required: ["containerPort", "protocol"],
      properties: {
        containerPort: integer,
        hostIP: text,
        hostPort: integer,
        name: text,
        protocol: text,
      },
    },
  },
};
const schemaOf = (spec: object): Body => ({
  type: "object",
  properties: { spec: { type: "object", ...spec } },
});

let count = 0;
/** Applies a document to a fresh kind; `lines` are those of spec and whatever else is beside metadata. */
async function apply(schema: Body, lines: readonly string[], metadata: readonly string[] = []) {
  const group = `noxu-${++count}.example.com`;
  await define(cluster, definitionOf({ group, plural: "noxus", kind: "Noxu", schema }));
  const document = [
    "",
    `apiVersion: ${group}/v1`,
    "kind: Noxu",
    "metadata:",
    "  name: mytest",
    ...metadata,
    "  finalizers:",
    "  - test-finalizer",
    ...lines,
    '  cronSpec: "* * * * */5"',
    "  ports:",
    "  - name: x",
    "    containerPort: 80",
    "    protocol: TCP",
  ];
  const type = { "content-type": "application/apply-patch+yaml" };
  return cluster.call(
    "PATCH",
    `/apis/${group}/v1/noxus/mytest?${strict}`,
    document.join("\n"),
    type,
  );
}

const deployment = (metadata: string, spec: string) => `{
  "apiVersion": "apps/v1", "kind": "Deployment",
  "metadata": { "name": "my-dep", ${metadata} "labels": { "app": "nginx" } },
  "spec": { ${spec} "selector": { "matchLabels": { "app": "nginx" } },
    "template": { "metadata": { "labels": { "app": "nginx" } },
      "spec": { "containers": [{ "name": "nginx", "image": "nginx:latest" }] } } } }`;
const create = (body: string) =>
  cluster.refused("POST", `/apis/apps/v1/namespaces/${namespace}/deployments?${strict}`, body);

describe("FieldValidation", () => {
  test("Server side field validation, unknown fields CR no validation schema", async () => {
    const answer = await apply(undefined, ["spec:", "  unknown: uk1"]);
    expect(answer.status, answer.body.message).toBe(201);
    expect(answer.body.spec.unknown).toBe("uk1");
  });

  test("Server side field validation, valid CR with validation schema", async () => {
    const answer = await apply(schemaOf({ properties: specProperties }), ["spec:", "  foo: foo1"]);
    expect(answer.status, answer.body.message).toBe(201);
  });

  test("Server side field validation, unknown fields CR fails validation", async () => {
    const schema = schemaOf({ properties: specProperties });
    const { status, body } = await apply(schema, ["unknownField: unknown", "spec:", "  foo: foo1"]);
    expect(status).toBe(500);
    expect(body.message).toContain(".unknownField: field not declared in schema");
  });

  test("Server side field validation, CR duplicates", async () => {
    const spec = { "x-kubernetes-preserve-unknown-fields": true, properties: specProperties };
    const lines = ["spec:", "  unknown: uk1", "  foo: foo1", "  foo: foo2"];
    const { status, body } = await apply(schemaOf(spec), lines);
    expect(status).toBe(400);
    expect(body.message).toContain('line 11: key "foo" already set in map');
  });

  test("Server side field validation, typed object", async () => {
    const { code, message } = await create(
      deployment("", `"unknownField": "foo", "replicas": 2, "replicas": 3,`),
    );
    expect(code).toBe(400);
    expect(message).toContain(
      'strict decoding error: unknown field "spec.unknownField", duplicate field "spec.replicas"',
    );
  });

  test("Server side field validation, unknown metadata", async () => {
    const metadata = { type: "object", properties: { name: text } };
    const template = {
      type: "object",
      "x-kubernetes-embedded-resource": true,
      properties: { metadata, spec: { type: "object" } },
    };
    const schema = schemaOf({
      "x-kubernetes-preserve-unknown-fields": true,
      properties: { template, ...specProperties },
    });
    const embedded = ["spec:", "  template:", "    apiversion: foo/v1", "    kind: Sub"];
    const inner = ["    metadata:", "        unknownSubMeta: unknown", "        name: subobject"];
    const { status, body } = await apply(
      schema,
      [...embedded, ...inner, "  foo: foo1"],
      ["  unknownMeta: unknown"],
    );
    expect(status).toBe(500);
    expect(body.message).toContain(
      ".spec.template.metadata.unknownSubMeta: field not declared in schema",
    );
  });

  test("Server side field validation, typed unknown metadata", async () => {
    const { message } = await create(deployment(`"unknownMeta": "foo",`, ""));
    expect(message).toContain('strict decoding error: unknown field "metadata.unknownMeta"');
  });
});
