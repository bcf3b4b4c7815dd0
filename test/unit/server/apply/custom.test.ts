/** Server-side apply of custom resources (test/integration/apiserver/apply/apply_crd_test.go and apply_crd_beta_test.go). */
import { beforeAll, describe, expect, it } from "vitest";
import { owners, useApplier, type Body } from "./fixture.ts";

const server = useApplier();

const group = "mygroup.example.com";
const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

const base = (plural: string): string => `/apis/${group}/v1beta1/${plural}`;

async function define(plural: string, openAPIV3Schema: object): Promise<void> {
  const kind = plural.charAt(0).toUpperCase() + plural.slice(1, -1);
  const { status } = await server().api.call("POST", definitions, {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Cluster",
      names: { plural, kind },
      versions: [
        {
          name: "v1beta1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema },
          subresources: { status: {} },
        },
      ],
    },
  });
  expect(status).toBe(201);
}

const object = (kind: string, spec: object, metadata: object = {}): Body => ({
  apiVersion: `${group}/v1beta1`,
  kind,
  metadata: { name: "mytest", ...metadata },
  spec,
});

const ports = (protocol: object, required: readonly string[]): object => ({
  type: "object",
  properties: {
    spec: {
      type: "object",
      "x-kubernetes-preserve-unknown-fields": true,
      properties: {
        cronSpec: { type: "string", pattern: String.raw`^(\d+|\*)(/\d+)?(\s+(\d+|\*)(/\d+)?){4}$` },
        ports: {
          type: "array",
          "x-kubernetes-list-map-keys": ["containerPort", "protocol"],
          "x-kubernetes-list-type": "map",
          items: {
            type: "object",
            required,
            properties: {
              containerPort: { format: "int32", type: "integer" },
              hostIP: { type: "string" },
              hostPort: { format: "int32", type: "integer" },
              name: { type: "string" },
              protocol: { type: "string", ...protocol },
            },
          },
        },
      },
    },
  },
});

beforeAll(async () => {
  await define("noxus", ports({}, ["containerPort", "protocol"]));
  await define("keys", ports({ default: "TCP" }, ["containerPort"]));
  const any = { "x-kubernetes-preserve-unknown-fields": true };
  await define("frees", { type: "object", ...any });
  const infrastructureRef = {
    type: "object",
    properties: {
      name: { type: "string" },
      namespace: { type: "string", default: "default-namespace" },
    },
    "x-kubernetes-map-type": "atomic",
  };
  const spec = { type: "object", properties: { infrastructureRef } };
  await define("machines", { type: "object", properties: { spec } });
  await server().api.host.settle();
});

describe("of a structural schema (TestApplyCRDStructuralSchema)", () => {
  const path = `${base("noxus")}/mytest`;
  const port = (name: string, containerPort: number) => ({ name, containerPort, protocol: "TCP" });
  const config = object(
    "Noxu",
    { cronSpec: "* * * * */5", replicas: 1, ports: [port("x", 80)] },
    { finalizers: ["test-finalizer"] },
  );

  it("tells conflicts, and takes by force", async () => {
    const made = await server().apply(path, "apply_test", config);
    expect([made.status, made.body.spec.ports]).toEqual([201, [port("x", 80)]]);
    const finalizers = ["test-finalizer", "another-one"];
    await server().patch(path, "merge", { metadata: { finalizers } });
    const again = await server().apply(path, "apply_test", config);
    expect([again.status, again.body.metadata.finalizers]).toEqual([200, finalizers]);

    await server().patch(path, "merge", { spec: { replicas: 5 } });
    const refused = await server().apply(path, "apply_test", config);
    expect([refused.status, refused.body.details.causes.length]).toEqual([409, 1]);
    const forced = await server().apply(path, "apply_test", config, "&force=true");
    expect([forced.status, forced.body.spec.replicas]).toEqual([200, 1]);

    const other = (one: object) => object("Noxu", { ports: [one] });
    const taken = await server().apply(path, "apply_test_2", other(port("y", 80)));
    expect([taken.status, taken.body.details.causes.map((cause: Body) => cause.field)]).toEqual([
      409,
      ['.spec.ports[containerPort=80,protocol="TCP"].name'],
    ]);
    const added = await server().apply(path, "apply_test_2", other(port("y", 8080)));
    expect([added.status, added.body.spec.ports.length]).toEqual([200, 2]);
  });

  it("is not created by an update", async () => {
    const absent = { ...config, metadata: { ...config.metadata, name: "should-not-exist" } };
    const { status } = await server().put(`${base("noxus")}/should-not-exist`, absent);
    expect(status).toBe(404);
  });
});

it("a key that has a default need not be applied (TestDefaultMissingKeyCRD)", async () => {
  const path = `${base("keys")}/mytest`;
  const config = (one: object) => object("Key", { cronSpec: "* * * * */5", ports: [one] });
  const made = await server().apply(path, "apply_test", config({ name: "x", containerPort: 80 }));
  expect(made.status).toBe(201);
  const named = { name: "y", containerPort: 80, protocol: "TCP" };
  const { status, body } = await server().apply(path, "apply_test_2", config(named));
  expect([status, body.details.causes.length]).toEqual([409, 1]);
});

it("applied again with its defaults it stays at its revision (TestNoOpApplyWithDefaultsSameResourceVersionCRD)", async () => {
  const path = `${base("machines")}/mytest`;
  const config = object("Machine", { infrastructureRef: { name: "infrastructure-machine-1\n" } });
  const made = await server().apply(path, "apply_test", config);
  expect(made.body.spec.infrastructureRef.namespace).toBe("default-namespace");
  await server().wait(2);
  const again = await server().apply(path, "apply_test", config);
  expect(again.status).toBe(200);
  expect(again.body).toEqual(made.body);
});

describe("of no schema (TestApplyCRDNoSchema)", () => {
  const path = `${base("frees")}/mytest`;
  const config = object("Free", { replicas: 1 });

  it("tells conflicts, and keeps owners that a subresource is sent", async () => {
    expect((await server().apply(path, "apply_test", config)).status).toBe(201);
    await server().patch(path, "merge", { spec: { replicas: 5 } });
    const refused = await server().apply(path, "apply_test", config);
    expect([refused.status, refused.body.details.causes.length]).toEqual([409, 1]);
    const { body } = await server().apply(path, "apply_test", config, "&force=true");
    expect(body.spec.replicas).toBe(1);

    const entry = {
      manager: "testing",
      operation: "Update",
      apiVersion: "v1",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:spec": { "f:containers": { 'k:{"name":"testing"}': { ".": {} } } } },
    };
    const set = { metadata: { managedFields: [entry] } };
    const query = "fieldManager=subresource_test";
    const status = await server().patch(`${path}/status`, "merge", set, query);
    expect([status.status, owners(status.body)]).toEqual([200, owners(body)]);
    const reset = await server().patch(path, "merge", { metadata: { managedFields: [{}] } }, query);
    expect([reset.status, reset.body.metadata.managedFields]).toEqual([200, undefined]);
  });
});
