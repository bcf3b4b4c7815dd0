/**
 * The conformance texts of sig-api-machinery on what OpenAPI publishes of custom resources, by their testnames; schemas and patterns of
 * test/e2e/apimachinery/crd_publish_openapi.go. The published documents are read from a cluster in the process, kubectl speaks to a real one.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ConformanceCluster,
  define,
  definitionOf,
  definitions,
  type Body,
} from "../../fixtures/conformance.ts";
import { KubectlRunner, noKubectl, pickKubectls } from "../../fixtures/kubectl.ts";
import { CliCluster } from "../../fixtures/running-cluster.ts";

const text = (description: string) => ({ type: "string", description });
const listOf = (description: string, properties: object, more: object = {}) => ({
  description,
  type: "array",
  items: { type: "object", properties, ...more },
});

const schemaFoo = {
  description: "Foo CRD for Testing",
  type: "object",
  properties: {
    spec: {
      type: "object",
      description: "Specification of Foo",
      properties: {
        bars: listOf(
          "List of Bars and their specs.",
          {
            name: text("Name of Bar."),
            age: text("Age of Bar."),
            feeling: { ...text("Whether Bar is feeling great."), enum: ["Great", "Down"] },
            bazs: { description: "List of Bazs.", items: { type: "string" }, type: "array" },
          },
          { required: ["name"] },
        ),
      },
    },
    status: {
      description: "Status of Foo",
      type: "object",
      properties: {
        bars: listOf("List of Bars and their statuses.", {
          name: text("Name of Bar."),
          available: { description: "Whether the Bar is installed.", type: "boolean" },
          quxType: { ...text("Indicates to external qux type."), pattern: "in-tree|out-of-tree" },
        }),
      },
    },
  },
};
const waldo = (description: string, more: object = {}, ofSpec: object = {}) => ({
  description,
  type: "object",
  ...more,
  properties: {
    spec: {
      description: "Specification of Waldo",
      type: "object",
      ...ofSpec,
      properties: { dummy: { description: "Dummy property.", type: "object" } },
    },
    status: {
      description: "Status of Waldo",
      type: "object",
      properties: {
        bars: {
          description: "List of Bars and their statuses.",
          type: "array",
          items: { type: "object" },
        },
      },
    },
  },
});
const preserve = { "x-kubernetes-preserve-unknown-fields": true };
const schemaWaldo = waldo("Waldo CRD for Testing");

describe("CustomResourcePublishOpenAPI", () => {
  let cluster: ConformanceCluster;
  beforeAll(async () => {
    cluster = await ConformanceCluster.start({ nodes: 1 });
  });
  afterAll(() => cluster.stop());

  const versions = (names: readonly string[], schema: object) =>
    names.map((name, i) => ({
      name,
      served: true,
      storage: i === 0,
      schema: { openAPIV3Schema: schema },
    }));
  /** `io.example.foo` for `foo.example.io`, as Kubernetes names definitions. */
  const nameOf = (group: string, version: string, kind: string) =>
    [...group.split(".").toReversed(), version, kind].join(".");

  async function published(group: string, version: string, kind = "Test"): Promise<Body> {
    const { definitions: all } = await cluster.ok("GET", "/openapi/v2");
    const found = all[nameOf(group, version, kind)];
    if (found === undefined) return undefined;
    const { "x-kubernetes-group-version-kind": kinds, ...schema } = found;
    expect(kinds).toEqual([{ group, version, kind }]);
    const {
      metadata: _metadata,
      apiVersion: _version,
      kind: _kind,
      ...properties
    } = schema.properties;
    return { ...schema, properties };
  }
  const shows = (schema: object | undefined, ...which: Parameters<typeof published>) =>
    cluster.until(async () => expect(await published(...which)).toEqual(schema));

  test("Custom Resource OpenAPI Publish, stop serving version", async () => {
    const group = "stops.example.com";
    await define(
      cluster,
      definitionOf({ group, versions: versions(["v5", "v6alpha1"], schemaFoo) }),
    );
    await shows(schemaFoo, group, "v5");
    await shows(schemaFoo, group, "v6alpha1");
    await cluster.update(`${definitions}/tests.${group}`, ({ spec }) => {
      spec.versions[1].served = false;
    });
    await shows(undefined, group, "v6alpha1");
    await shows(schemaFoo, group, "v5");
  });

  test("Custom Resource OpenAPI Publish, version rename", async () => {
    const group = "renames.example.com";
    await define(cluster, definitionOf({ group, versions: versions(["v2", "v3"], schemaFoo) }));
    await shows(schemaFoo, group, "v3");
    const patch = [
      { op: "test", path: "/spec/versions/1/name", value: "v3" },
      { op: "replace", path: "/spec/versions/1/name", value: "v4" },
    ];
    await cluster.patch(`${definitions}/tests.${group}`, patch, "json");
    await shows(schemaFoo, group, "v4");
    await shows(undefined, group, "v3");
    await shows(schemaFoo, group, "v2");
  });

  test("Custom Resource OpenAPI Publish, varying groups", async () => {
    const [first, second] = ["first-group.example.com", "second-group.example.com"];
    await define(cluster, definitionOf({ group: first, versions: versions(["v1"], schemaFoo) }));
    await define(
      cluster,
      definitionOf({ group: second, versions: versions(["v1beta1"], schemaWaldo) }),
    );
    await shows(schemaFoo, first, "v1");
    await shows(schemaWaldo, second, "v1beta1");
  });

  test("Custom Resource OpenAPI Publish, varying kinds", async () => {
    const group = "kinds.example.com";
    for (const [kind, schema] of [
      ["Foo", schemaFoo],
      ["Waldo", schemaWaldo],
    ] as const) {
      const plural = `${kind.toLowerCase()}s`;
      await define(
        cluster,
        definitionOf({ group, kind, plural, versions: versions(["v6"], schema) }),
      );
    }
    await shows(schemaFoo, group, "v6", "Foo");
    await shows(schemaWaldo, group, "v6", "Waldo");
  });

  test("Custom Resource OpenAPI Publish, varying versions", async () => {
    const group = "versions.example.com";
    await define(cluster, definitionOf({ group, versions: versions(["v2", "v3"], schemaFoo) }));
    await shows(schemaFoo, group, "v2");
    await shows(schemaFoo, group, "v3");
  });
});

const kubectl = pickKubectls().at(-1);

describe.runIf(kubectl !== undefined)("CustomResourcePublishOpenAPI with kubectl", () => {
  const cluster = new CliCluster();
  let k: KubectlRunner;
  beforeAll(async () => {
    if (!kubectl) return;
    await cluster.start(["--nodes", "1"]);
    k = new KubectlRunner(kubectl, { kubeconfig: cluster.kubeconfig, home: cluster.home });
  });
  afterAll(() => cluster.dispose());

  /** Defines `plural`, and gives what an object of it begins with. */
  async function set(plural: string, schema: object): Promise<(rest: object) => string> {
    const group = `${plural}.example.com`;
    const definition = definitionOf({
      group,
      plural,
      kind: "E2eTest",
      scope: "Namespaced",
      schema,
    });
    await k.ok(["create", "-f", "-"], JSON.stringify(definition));
    await k.ok(["wait", "--for=condition=Established", `crd/${plural}.${group}`, "--timeout=10s"]);
    const meta = { kind: "E2eTest", apiVersion: `${group}/v1`, metadata: { name: "test-cr" } };
    return (rest) => JSON.stringify({ ...meta, ...rest });
  }

  /** create, delete, apply, delete: all must succeed. */
  async function accepts(plural: string, body: string): Promise<void> {
    for (const verb of ["create", "apply"]) {
      await k.ok([verb, "-f", "-"], body);
      await k.ok(["delete", plural, "test-cr"]);
    }
  }

  async function refuses(body: string, message: string): Promise<void> {
    for (const verb of ["create", "apply"]) {
      const { code, stderr } = await k.run([verb, "-f", "-"], body);
      expect(code).not.toBe(0);
      expect(stderr).toContain(message);
    }
  }

  const unknown = { a: { b: [{ c: "d" }] } };

  test("Custom Resource OpenAPI Publish, with x-kubernetes-preserve-unknown-fields at root", async () => {
    const schema = waldo("preserve-unknown-properties at root for Testing", preserve);
    const body = await set("roots", schema);
    await accepts("roots", body(unknown));
    expect(await k.ok(["explain", "roots"])).toMatch(/KIND:.*E2eTest/s);
  });

  test("Custom Resource OpenAPI Publish, with x-kubernetes-preserve-unknown-fields in embedded object", async () => {
    const description = "preserve-unknown-properties in nested field for Testing";
    const body = await set("nests", waldo(description, {}, preserve));
    await accepts("nests", body({ spec: { a: null, b: [{ c: "d" }] } }));
    expect(await k.ok(["explain", "nests"])).toMatch(
      new RegExp(`DESCRIPTION:.*${description}`, "s"),
    );
  });

  test("Custom Resource OpenAPI Publish, with validation schema", async () => {
    const body = await set("foos", schemaFoo);
    await accepts("foos", body({ spec: { bars: [{ name: "test-bar" }] } }));
    await refuses(
      body({ spec: { bars: [{ name: "test-bar", feeling: "NonExistentValue" }] } }),
      'Unsupported value: "NonExistentValue"',
    );
    await refuses(body({ spec: { foo: true } }), 'unknown field "spec.foo"');
    await refuses(body({ spec: { bars: [{ age: "10" }] } }), "spec.bars[0].name: Required value");
    expect(await k.ok(["explain", "foos"])).toMatch(
      /DESCRIPTION:.*Foo CRD for Testing.*FIELDS:.*apiVersion.*<string>.*APIVersion defines.*spec.*<Object>.*Specification of Foo/s,
    );
    expect(await k.ok(["explain", "foos.metadata"])).toMatch(
      /DESCRIPTION:.*Standard object's metadata.*FIELDS:.*creationTimestamp.*<string>.*CreationTimestamp is a timestamp/s,
    );
    expect(await k.ok(["explain", "foos.spec"])).toMatch(
      /DESCRIPTION:.*Specification of Foo.*FIELDS:.*bars.*<\[\]Object>.*List of Bars and their specs/s,
    );
    expect(await k.ok(["explain", "foos.spec.bars"])).toMatch(
      /(?:FIELD|RESOURCE):.*bars.*<\[\]Object>.*DESCRIPTION:.*List of Bars and their specs.*FIELDS:.*bazs.*<\[\]string>.*List of Bazs.*name.*<string>.*Name of Bar/s,
    );
    const missing = await k.run(["explain", "foos.spec.bars2"]);
    expect(missing.stderr).toContain('field "bars2" does not exist');
  });

  test("Custom Resource OpenAPI Publish, with x-kubernetes-preserve-unknown-fields in object", async () => {
    const body = await set("empties", { type: "object", ...preserve });
    await accepts("empties", body(unknown));
    expect(await k.ok(["explain", "empties"])).toMatch(/DESCRIPTION:.*<empty>/s);
  });
});

if (kubectl === undefined) {
  test("kubectl reads what is published", ({ skip }) => skip(noKubectl));
}
