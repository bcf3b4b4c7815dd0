import { describe, expect, test } from "vitest";
import { checkFields } from "../../../../src/api/decode/check-fields.ts";
import { goStringFields } from "../../../../src/api/decode/go-types.ts";
import type { JsonObject, JsonValue } from "../../../../src/api/json.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import { definitions } from "../../../../src/api/schema/definitions.ts";
import type { StructSchema, TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import { StatusError } from "../../../../src/api/status.ts";

const schemaFor = (kind: string): TypeSchema => {
  const schema = schemaOf(`io.k8s.api.${kind}`);
  if (schema === undefined) throw new Error(`no ${kind}`);
  return schema;
};
const deployment = schemaFor("apps.v1.Deployment");
const pod = schemaFor("core.v1.Pod");

const podWith = (spec: JsonObject): JsonObject => ({ apiVersion: "v1", kind: "Pod", spec });
const container = (more: JsonObject): JsonObject => podWith({ containers: [more] });

test("an object that fits comes back as it is, not copied", () => {
  const object: JsonObject = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", labels: { app: "web" }, creationTimestamp: "2024-01-02T03:04:05Z" },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: "web" } },
      strategy: { rollingUpdate: { maxSurge: "25%", maxUnavailable: 1 } },
      template: {
        spec: { containers: [{ name: "a", resources: { limits: { cpu: "500m" } } }] },
      },
    },
  };
  const checked = checkFields(object, deployment);
  expect(checked.object).toBe(object);
  expect(checked.unknownFields).toEqual([]);
});

test("unknown fields are dropped and named in document order, with indexes and map keys", () => {
  const checked = checkFields(
    {
      foo: 1,
      kind: "Deployment",
      metadata: { name: "web", nmae: "web" },
      spec: {
        template: {
          spec: { containers: [{ name: "a" }, { name: "b", foo: {}, ports: [{ port: 1 }] }] },
        },
        replica: 3,
      },
    },
    deployment,
  );
  expect(checked.unknownFields).toEqual([
    "foo",
    "metadata.nmae",
    "spec.template.spec.containers[1].foo",
    "spec.template.spec.containers[1].ports[0].port",
    "spec.replica",
  ]);
  expect(checked.object).toEqual({
    kind: "Deployment",
    metadata: { name: "web" },
    spec: { template: { spec: { containers: [{ name: "a" }, { name: "b", ports: [{}] }] } } },
  });
});

test("at most a hundred unknown fields are gathered", () => {
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`x${i}`, 1]));
  expect(checkFields(many, pod).unknownFields).toHaveLength(100);
});

test("names in another case are unknown", () => {
  expect(checkFields({ Spec: {} }, pod).unknownFields).toEqual(["Spec"]);
});

describe("values that Go writes back in another form", () => {
  test.each<[string, JsonValue, JsonValue]>([
    ["a number as quantity", container({ resources: { limits: { cpu: 1 } } }), "1"],
    ["a fraction as quantity", container({ resources: { limits: { cpu: 0.5 } } }), "500m"],
    [
      "a quantity that is not canonical",
      container({ resources: { limits: { cpu: "1000m" } } }),
      "1",
    ],
    ["a null quantity in a map", container({ resources: { limits: { cpu: null } } }), "0"],
  ])("%s", (_, object, cpu) => {
    const { object: checked } = checkFields(object as JsonObject, pod);
    expect(checked).toEqual(container({ resources: { limits: { cpu } } }));
  });

  test.each<[string, TypeSchema, JsonObject, JsonObject]>([
    ["null fields are absent", pod, { metadata: null, spec: { nodeName: null } }, { spec: {} }],
    [
      "a null item is the zero value",
      pod,
      podWith({ containers: [null] }),
      podWith({ containers: [{}] }),
    ],
    [
      "a null label is empty",
      pod,
      { metadata: { labels: { a: null } } },
      { metadata: { labels: { a: "" } } },
    ],
    [
      "times are in UTC and whole seconds",
      pod,
      { metadata: { creationTimestamp: "2024-01-01T01:00:00.75+02:00" } },
      { metadata: { creationTimestamp: "2023-12-31T23:00:00Z" } },
    ],
    [
      "micro times keep six digits",
      schemaFor("coordination.v1.Lease"),
      { spec: { renewTime: "2024-01-01T01:00:00.123456+02:00" } },
      { spec: { renewTime: "2023-12-31T23:00:00.123456Z" } },
    ],
    [
      "line breaks in bytes are dropped",
      schemaFor("core.v1.Secret"),
      { data: { a: "aGVs\nbG8=" } },
      { data: { a: "aGVsbG8=" } },
    ],
    [
      "free-form values stay, nulls and all",
      schemaFor("apps.v1.ControllerRevision"),
      { data: { any: [null, { x: null }] } },
      { data: { any: [null, { x: null }] } },
    ],
  ])("%s", (_, schema, object, expected) => {
    expect(checkFields(object, schema)).toEqual({ object: expected, unknownFields: [] });
  });
});

describe("values that do not fit are refused in the words of Go's decoder", () => {
  const go = "json: cannot unmarshal";
  test.each<[string, TypeSchema, JsonObject, string]>([
    [
      "a string replica count",
      deployment,
      { spec: { replicas: "3" } },
      `${go} string into Go struct field DeploymentSpec.spec.replicas of type int32`,
    ],
    [
      "a fraction of a replica",
      deployment,
      { spec: { replicas: 1.5 } },
      `${go} number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32`,
    ],
    [
      "too many replicas",
      deployment,
      { spec: { replicas: 3_000_000_000 } },
      `${go} number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32`,
    ],
    [
      "a bool label",
      deployment,
      { metadata: { labels: { a: true } } },
      `${go} bool into Go struct field ObjectMeta.metadata.labels of type string`,
    ],
    [
      "a list as spec",
      deployment,
      { spec: [] },
      `${go} array into Go struct field Deployment.spec of type v1.DeploymentSpec`,
    ],
    [
      "an object as containers",
      pod,
      podWith({ containers: {} }),
      `${go} object into Go struct field PodSpec.spec.containers of type []v1.Container`,
    ],
    [
      "a bool as pull policy",
      pod,
      container({ imagePullPolicy: true }),
      `${go} bool into Go struct field Container.spec.containers.imagePullPolicy of type v1.PullPolicy`,
    ],
    [
      "a number as capability",
      pod,
      container({ securityContext: { capabilities: { add: [1] } } }),
      `${go} number into Go struct field Capabilities.spec.containers.securityContext.capabilities.add of type v1.Capability`,
    ],
    [
      "a string as access modes",
      schemaFor("core.v1.PersistentVolumeClaim"),
      { spec: { accessModes: "x" } },
      `${go} string into Go struct field PersistentVolumeClaimSpec.spec.accessModes of type []v1.PersistentVolumeAccessMode`,
    ],
    [
      "a number as uid",
      pod,
      { metadata: { uid: 1 } },
      `${go} number into Go struct field ObjectMeta.metadata.uid of type types.UID`,
    ],
    [
      "a number as variable",
      pod,
      container({ env: [{ name: "A", value: 1 }] }),
      `${go} number into Go struct field EnvVar.spec.containers.env.value of type string`,
    ],
    [
      "a string as data",
      schemaFor("core.v1.ConfigMap"),
      { data: "x" },
      `${go} string into Go struct field ConfigMap.data of type map[string]string`,
    ],
    [
      "a number as bytes",
      schemaFor("core.v1.Secret"),
      { data: { a: 1 } },
      `${go} number into Go struct field Secret.data of type []uint8`,
    ],
    [
      "what is not base64",
      schemaFor("core.v1.Secret"),
      { data: { a: "a-b" } },
      "illegal base64 data at input byte 1",
    ],
    [
      "unpadded base64",
      schemaFor("core.v1.Secret"),
      { data: { a: "YQ" } },
      "illegal base64 data at input byte 0",
    ],
    [
      "a bad quantity",
      pod,
      container({ resources: { limits: { cpu: "one" } } }),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      "a bool port",
      schemaFor("core.v1.Service"),
      { spec: { ports: [{ targetPort: true }] } },
      `${go} bool into Go value of type int32`,
    ],
    [
      "a day that is none",
      pod,
      { metadata: { creationTimestamp: "2023-02-29T00:00:00Z" } },
      'parsing time "2023-02-29T00:00:00Z": day out of range',
    ],
    [
      "a time that is none",
      pod,
      { metadata: { creationTimestamp: "now" } },
      'parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"',
    ],
    [
      "a number as time",
      pod,
      { metadata: { creationTimestamp: 5 } },
      `${go} number into Go value of type string`,
    ],
  ])("%s", (_, schema, object, why) => {
    const kind = (schema as StructSchema).name.split(".").at(-1);
    let refused: unknown;
    try {
      checkFields(object, schema);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(StatusError);
    expect((refused as StatusError).status).toMatchObject({
      code: 400,
      reason: "BadRequest",
      message: `${kind} in version "v1" cannot be handled as a ${kind}: ${why}`,
    });
  });

  test("a nesting beyond all sense", () => {
    let props: JsonObject = {};
    for (let i = 0; i < 3000; i++) props = { not: props };
    const schema = schemaOf(
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps",
    )!;
    expect(() => checkFields(props, schema)).toThrow(/exceeded max depth$/);
  });
});

test("every Go string type is that of string fields that are there", () => {
  const kinds = new Map<string, StructSchema[]>();
  for (const name of definitions().keys()) {
    const schema = schemaOf(name);
    const kind = name.slice(name.lastIndexOf(".") + 1);
    if (schema?.kind === "struct") kinds.set(kind, [...(kinds.get(kind) ?? []), schema]);
  }
  for (const named of goStringFields()) {
    const [kind = "", field = ""] = named.split(/\.(.+)/);
    const leaves = (kinds.get(kind) ?? []).flatMap((struct) => {
      const found = struct.fields.get(field)?.schema;
      return [found?.kind === "list" ? found.items : found];
    });
    expect(leaves, named).toContainEqual(expect.objectContaining({ type: "string" }));
  }
});

test("a struct that preserves unknown fields keeps them", () => {
  const schema: TypeSchema = {
    kind: "struct",
    name: "example.Open",
    fields: new Map(),
    atomic: false,
    preserveUnknown: true,
  };
  const object = { a: { b: null }, c: null };
  expect(checkFields(object, schema)).toEqual({ object, unknownFields: [] });
});
