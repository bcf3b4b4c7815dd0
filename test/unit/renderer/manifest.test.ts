import { describe, expect, test } from "vitest";
import { findKind, browsable, resourcesOf } from "../../../renderer/api/discovery.ts";
import { targetOf } from "../../../renderer/components/apply-plan.ts";
import { sampleManifest } from "../../../renderer/components/sample-manifest.ts";
import { parseManifest, toYaml } from "../../../renderer/kubernetes/manifest.ts";

const outline = (text: string) =>
  parseManifest(text).map(({ position, object, problem }) =>
    object ? `${position} ${object.kind}/${object.metadata.name}` : `${position} ${problem?.code}`,
  );

describe("a file of documents", () => {
  test.each([
    ["", []],
    ["# only a comment\n", []],
    ["---\n---\n", []],
    ["apiVersion: v1\nkind: A\nmetadata: {name: x}\n", ["1 A/x"]],
    ['{"apiVersion":"v1","kind":"A","metadata":{"name":"x"}}', ["1 A/x"]],
    ["apiVersion: v1\nkind: A\nmetadata: {name: x}\n---\nkind: B\n", ["1 A/x", "2 no-kind"]],
    ["apiVersion: v1\nkind: A\n", ["1 no-name"]],
    ["apiVersion: v1\nkind: A\nmetadata: {name: 5}\n", ["1 no-name"]],
    ["just text\n", ["1 not-an-object"]],
    ["- a\n- b\n", ["1 not-an-object"]],
    ["a: [1\n", ["1 syntax"]],
    ["a: 1\na: 2\n", ["1 syntax"]],
    [
      "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: x}}\n- 5\n",
      ["1 A/x", "1 not-an-object"],
    ],
  ])("%j", (text, expected) => {
    expect(outline(text)).toEqual(expected);
  });

  test("the sample is sound", () => {
    expect(outline(sampleManifest)).toEqual(["1 Deployment/hello", "2 Service/hello"]);
  });
});

describe("an object as YAML", () => {
  test("begins with what it is, leaves managedFields out and folds no line", () => {
    const long = "word ".repeat(40).trim();
    const text = toYaml({
      metadata: { name: "x", managedFields: [], annotations: { note: long } },
      kind: "ConfigMap",
      apiVersion: "v1",
    });
    expect(text).toBe(
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  annotations:\n    note: ${long}\n`,
    );
  });
});

describe("discovery", () => {
  const resource = (
    name: string,
    kind: string,
    verbs: readonly string[],
    scope = "Namespaced",
  ) => ({
    resource: name,
    responseKind: { kind },
    scope,
    verbs,
  });
  const all = resourcesOf([
    {
      items: [
        {
          metadata: { name: "" },
          versions: [
            {
              version: "v1",
              resources: [
                resource("pods", "Pod", ["list"]),
                resource("bindings", "Binding", ["create"]),
                resource("nodes", "Node", ["list"], "Cluster"),
              ],
            },
          ],
        },
      ],
    },
    {
      items: [
        {
          metadata: { name: "autoscaling" },
          versions: [
            { version: "v2", resources: [resource("hpas", "HPA", ["list"])] },
            { version: "v1", resources: [resource("hpas", "HPA", ["list"])] },
          ],
        },
      ],
    },
    {},
  ]);

  test("is browsed by the preferred version of what can be listed", () => {
    expect(browsable(all).map((each) => `${each.group}/${each.version}/${each.kind}`)).toEqual([
      "/v1/Node",
      "/v1/Pod",
      "autoscaling/v2/HPA",
    ]);
  });

  test.each([
    ["v1", "Pod", "pods"],
    ["autoscaling/v1", "HPA", "hpas"],
    ["v1", "HPA", undefined],
    ["autoscaling/v3", "HPA", undefined],
  ])("%s %s is served as %s", (apiVersion, kind, name) => {
    expect(findKind(all, apiVersion, kind)?.resource).toBe(name);
  });

  test.each([
    ["Pod", {}, "chosen"],
    ["Pod", { namespace: "own" }, "own"],
    ["Node", { namespace: "own" }, undefined],
  ])("a %s with metadata %j goes to namespace %s", (kind, metadata, namespace) => {
    const served = findKind(all, "v1", kind);
    if (!served) throw new Error("not served");
    const object = { apiVersion: "v1", kind, metadata: { name: "x", ...metadata } };
    expect(targetOf(object, served, "chosen").namespace).toBe(namespace);
  });
});
