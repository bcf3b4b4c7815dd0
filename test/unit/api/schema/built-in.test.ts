import { expect, test } from "vitest";
import { builtInResources } from "../../../../src/api/resources.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import { definitions } from "../../../../src/api/schema/definitions.ts";
import { mergeFacts } from "../../../../src/api/schema/merge-facts.ts";
import type {
  FieldSchema,
  StructSchema,
  TypeSchema,
} from "../../../../src/api/schema/type-schema.ts";

function struct(schema: TypeSchema | undefined): StructSchema {
  if (schema?.kind !== "struct") throw new Error(`not a struct: ${schema?.kind}`);
  return schema;
}

function field(definition: string, ...path: string[]): FieldSchema {
  let found: FieldSchema | undefined;
  let schema = schemaOf(definition);
  for (const name of path) {
    found = struct(schema).fields.get(name);
    if (found === undefined) throw new Error(`${definition} has no ${path.join(".")}`);
    schema = found.schema.kind === "list" ? found.schema.items : found.schema;
  }
  if (found === undefined) throw new Error("empty path");
  return found;
}

test("every row of the merge facts names a field of the schema, and the field says what the row says", () => {
  let rows = 0;
  for (const [definition, facts] of mergeFacts()) {
    expect(definitions().has(definition), definition).toBe(true);
    const type = struct(schemaOf(definition));
    for (const [name, fact] of facts) {
      rows++;
      if (name === "*") {
        expect(type.atomic, definition).toBe(fact.map === "atomic");
        continue;
      }
      const found = type.fields.get(name);
      expect(found, `${definition}.${name}`).toBeDefined();
      const schema = found!.schema;
      if (fact.list || fact.merge) {
        if (schema.kind !== "list") throw new Error(`${definition}.${name} is not a list`);
        expect([schema.listType, schema.patchStrategy], `${definition}.${name}`).toEqual([
          fact.list ?? "atomic",
          fact.merge ? "merge" : "replace",
        ]);
        const keys = schema.items.kind === "struct" ? schema.items.fields : new Map();
        for (const key of schema.mapKeys) expect(keys.has(key), `${name}[${key}]`).toBe(true);
      } else {
        expect(["map", "struct"], `${definition}.${name}`).toContain(schema.kind);
        expect(found!.atomic !== undefined || found!.patchStrategy !== undefined).toBe(true);
      }
    }
  }
  expect(rows).toBe(112);
});

test.each(builtInResources.map((row) => [row.definition]))("%s has a schema", (definition) => {
  const fields = struct(schemaOf(definition)).fields;
  expect([...fields.keys()]).toEqual(expect.arrayContaining(["apiVersion", "kind", "metadata"]));
});

test.each<[string, string[], unknown]>([
  ["core.v1.Container", ["resources", "limits"], { kind: "map", values: { type: "quantity" } }],
  ["core.v1.ContainerPort", ["hostPort"], { kind: "scalar", type: "integer", format: "int32" }],
  ["core.v1.Secret", ["data"], { kind: "map", values: { kind: "scalar", type: "bytes" } }],
  ["core.v1.Secret", ["metadata", "creationTimestamp"], { kind: "scalar", type: "time" }],
  ["coordination.v1.Lease", ["spec", "renewTime"], { kind: "scalar", type: "micro-time" }],
  ["core.v1.HTTPGetAction", ["port"], { kind: "scalar", type: "int-or-string" }],
  ["apps.v1.ControllerRevision", ["data"], { kind: "any", embedded: true }],
  ["core.v1.Pod", ["metadata", "managedFields", "fieldsV1"], { kind: "any" }],
  ["core.v1.PodSpec", ["nodeSelector"], { kind: "map", atomic: true }],
  [
    "core.v1.PodSpec",
    ["containers"],
    { listType: "map", mapKeys: ["name"], patchMergeKey: "name" },
  ],
  ["core.v1.PodSpec", ["tolerations"], { listType: "atomic", patchStrategy: "replace" }],
  ["core.v1.PodSpec", ["volumes"], { patchStrategy: "merge", retainKeys: true }],
  ["core.v1.NodeSpec", ["podCIDRs"], { listType: "set", patchStrategy: "merge" }],
  ["core.v1.PodStatus", ["hostIPs"], { listType: "atomic", patchMergeKey: "ip" }],
  ["apps.v1.StatefulSetSpec", ["volumeClaimTemplates", "spec"], { kind: "struct" }],
])("%s %j has the schema of its Go type", (definition, path, expected) => {
  expect(field(`io.k8s.api.${definition}`, ...path).schema).toMatchObject(expected as object);
});

test("a field's own facts stand over those of its type", () => {
  const claimRef = field("io.k8s.api.core.v1.PersistentVolumeSpec", "claimRef");
  expect(struct(claimRef.schema).atomic).toBe(true);
  expect(claimRef.atomic).toBe(false);
  expect(field("io.k8s.api.apps.v1.DeploymentSpec", "strategy").patchStrategy).toBe("retainKeys");
  expect(field("io.k8s.api.policy.v1.PodDisruptionBudgetSpec", "selector").patchStrategy).toBe(
    "replace",
  );
  expect(field("io.k8s.api.core.v1.PodSpec", "containers").required).toBe(true);
});

test("a definition that holds itself is one object", () => {
  const name = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";
  const props = struct(schemaOf(name));
  const properties = props.fields.get("properties")?.schema;
  expect(properties?.kind === "map" && properties.values).toBe(props);
  expect(schemaOf(name)).toBe(props);
});

test("an unknown definition has no schema", () => {
  expect(schemaOf("io.k8s.api.apps.v1.Nothing")).toBeUndefined();
});
