/** Objects as Kubernetes' Go types write them again. Expectations: encoding/json over the types of k8s.io/api 1.36. */
import { describe, expect, it } from "vitest";
import { deepFreeze } from "../../../../src/api/json.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import { definitionsWithFacts } from "../../../../src/api/typed-form/struct-facts.ts";
import { typedForm } from "../../../../src/api/typed-form/typed-form.ts";

const rows: readonly (readonly [string, string, object, object])[] = [
  ["drops null", "core.v1.ConfigMap", { data: null }, {}],
  ["drops an empty map", "core.v1.ConfigMap", { data: {} }, {}],
  [
    "drops an empty list",
    "core.v1.PodSpec",
    { containers: [], tolerations: [] },
    { containers: [] },
  ],
  ["keeps a required empty list", "core.v1.PodSpec", { containers: [] }, { containers: [] }],
  [
    "drops false of a bool",
    "core.v1.PodSpec",
    { containers: [], hostPID: false },
    { containers: [] },
  ],
  [
    "keeps false of a pointer to a bool",
    "core.v1.PodSpec",
    { containers: [], automountServiceAccountToken: false },
    { containers: [], automountServiceAccountToken: false },
  ],
  [
    "drops 0 of an int",
    "core.v1.ContainerPort",
    { containerPort: 0, hostPort: 0 },
    { containerPort: 0 },
  ],
  [
    "keeps 0 of a pointer to an int",
    "apps.v1.DeploymentSpec",
    {
      replicas: 0,
      selector: {},
      strategy: {},
      template: { metadata: {}, spec: { containers: [] } },
    },
    {
      replicas: 0,
      selector: {},
      strategy: {},
      template: { metadata: {}, spec: { containers: [] } },
    },
  ],
  ['drops ""', "core.v1.EnvVar", { name: "A", value: "" }, { name: "A" }],
  [
    'keeps "" of a pointer to a string',
    "core.v1.PersistentVolumeClaimSpec",
    { storageClassName: "" },
    { storageClassName: "", resources: {} },
  ],
  [
    "keeps an empty struct behind a pointer",
    "core.v1.Volume",
    { name: "v", emptyDir: {} },
    { name: "v", emptyDir: {} },
  ],
  [
    "writes a quantity that nobody set",
    "core.v1.ResourceFieldSelector",
    { resource: "limits.cpu" },
    { resource: "limits.cpu", divisor: "0" },
  ],
  [
    "writes the port of a kubelet that nobody set",
    "core.v1.NodeDaemonEndpoints",
    {},
    { kubeletEndpoint: { Port: 0 } },
  ],
  ["writes no name of a runtime handler", "core.v1.NodeRuntimeHandler", {}, { name: "" }],
  [
    "writes null for what a token is asked for",
    "authentication.v1.TokenRequest",
    { metadata: {} },
    {
      metadata: {},
      spec: { audiences: null, expirationSeconds: null, boundObjectRef: null },
      status: { token: "", expirationTimestamp: null },
    },
  ],
  [
    "writes a struct that nobody set",
    "core.v1.Container",
    { name: "c" },
    { name: "c", resources: {} },
  ],
  [
    "writes structs within structs",
    "core.v1.Service",
    {},
    { spec: {}, status: { loadBalancer: {} } },
  ],
  [
    "writes a status' counters",
    "apps.v1.ReplicaSetStatus",
    { replicas: 0, readyReplicas: 0 },
    { replicas: 0 },
  ],
  [
    "leaves the values of a map alone",
    "core.v1.ConfigMap",
    { data: { empty: "" } },
    { data: { empty: "" } },
  ],
  [
    "keeps a quantity of nothing",
    "core.v1.ResourceRequirements",
    { limits: { cpu: "0" }, claims: [] },
    { limits: { cpu: "0" } },
  ],
  [
    "knows pointers of messages that are inlined",
    "core.v1.Probe",
    { httpGet: { port: 0 }, terminationGracePeriodSeconds: 0, periodSeconds: 0 },
    { httpGet: { port: 0 }, terminationGracePeriodSeconds: 0 },
  ],
  [
    "works on every item of a list",
    "core.v1.Endpoints",
    { subsets: [{ addresses: [{ ip: "1.2.3.4", hostname: "" }], ports: [] }] },
    { subsets: [{ addresses: [{ ip: "1.2.3.4" }] }] },
  ],
];

function schema(name: string): TypeSchema {
  const found = schemaOf(`io.k8s.api.${name}`);
  if (!found) throw new Error(`no definition ${name}`);
  return found;
}

describe("the typed form", () => {
  it.each(rows)("%s: %s", (_title, name, object, expected) => {
    expect(typedForm(deepFreeze(object), schema(name))).toEqual(expected);
  });

  it.each(rows)("of the result is the very result: %s, %s", (_title, name, object) => {
    const once = deepFreeze(typedForm(deepFreeze(object), schema(name)));
    expect(typedForm(once, schema(name))).toBe(once);
  });

  it("leaves fields alone that the type does not have", () => {
    const object = deepFreeze({ name: "c", resources: {}, unknown: null });
    expect(typedForm(object, schema("core.v1.Container"))).toBe(object);
  });

  it("takes malformed values as they are: telling is validation's business", () => {
    const object = deepFreeze({ name: "c", resources: {}, ports: "none", env: [null, 7] });
    expect(typedForm(object, schema("core.v1.Container"))).toBe(object);
  });
});

describe("the table of facts", () => {
  it.each([...definitionsWithFacts()])("names fields of %s that it has", (definition, facts) => {
    const struct = schemaOf(definition);
    if (struct?.kind !== "struct") throw new Error(`no struct ${definition}`);
    for (const name of facts.structs) expect(struct.fields.get(name)?.schema.kind).toBe("struct");
    for (const name of facts.counters) {
      const type = struct.fields.get(name)?.schema;
      expect(type?.kind === "scalar" && type.type).toBeOneOf(["integer", "boolean"]);
    }
    for (const name of facts.texts) {
      expect(struct.fields.get(name)?.schema).toMatchObject({ kind: "scalar", type: "string" });
    }
    for (const name of facts.nulls) expect(struct.fields.get(name)).toBeDefined();
  });
});
