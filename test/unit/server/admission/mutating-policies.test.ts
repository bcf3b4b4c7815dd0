/** Mutating admission policies as clients meet them. Texts and codes are those of apiserver's policy plugins and their documentation. */
import { describe, expect, test } from "vitest";
import {
  api,
  configMap,
  writeRules,
  count,
  created,
  mutating,
  namespace,
  post,
  registration,
  policyServer,
  validating,
} from "./policy-fixture.ts";

policyServer();

describe("a MutatingAdmissionPolicy", () => {
  test("merges an apply configuration", async () => {
    await mutating({
      mutations: [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: {
            expression:
              "Object{metadata: Object.metadata{labels: {'from': 'policy', 'name': object.metadata.name}}}",
          },
        },
      ],
    });
    const { body } = await post(configMap("a", {}, { own: "1" }));
    expect(body.metadata.labels).toEqual({ own: "1", from: "policy", name: "a" });
  });

  test("sees no name yet where one is to be made, as who validates does", async () => {
    const known = (field: string) => `has(object.metadata.${field}) ? 'known' : 'unknown'`;
    const labels = `{'name': ${known("name")}, 'base': ${known("generateName")}}`;
    const expression = `Object{metadata: Object.metadata{labels: ${labels}}}`;
    await mutating({
      mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
    });
    await validating({
      validations: [{ expression: "object.metadata.name.startsWith('made-')" }],
    });
    const { status, body } = await post({ metadata: { generateName: "made-" } });
    expect([status, body.metadata.labels]).toEqual([201, { name: "unknown", base: "known" }]);
    expect(body.metadata.name).toMatch(/^made-.....$/);
  });

  test("refuses to merge what belongs to one owner as a whole, and names that are not the field's", async () => {
    const services = [
      { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["services"] },
    ];
    const name = await mutating({
      matchConstraints: { resourceRules: services },
      mutations: [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: {
            expression:
              "object.metadata.name == 'a' ? Object{spec: Object.spec{selector: {'app': 'b'}}} : Object{spec: Object.status{}}",
          },
        },
      ],
    });
    const service = (own: string) => ({
      metadata: { name: own },
      spec: { selector: { app: "a" }, ports: [{ port: 80 }] },
    });
    const path = `/api/v1/namespaces/${namespace}/services`;
    const denied = `policy '${name}' with binding '${name}-b' denied request: `;
    expect((await api.call("POST", path, service("a"))).body.message).toBe(
      `${denied}error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.selector`,
    );
    expect((await api.call("POST", path, service("b"))).body.message).toBe(
      `${denied}type mismatch: unexpected type name "Object.status", expected "Object.spec", which matches field name path from root Object type`,
    );
  });

  test("runs again after a later one, when it asks for that", async () => {
    const mutation = (label: string, value: string) => ({
      patchType: "JSONPatch",
      jsonPatch: {
        expression: `[JSONPatch{op: 'add', path: '/metadata/labels/${label}', value: ${value}}]`,
      },
    });
    await mutating({
      reinvocationPolicy: "IfNeeded",
      mutations: [mutation("first", "'second' in object.metadata.labels ? 'saw' : 'alone'")],
    });
    const second = `${namespace}-z`;
    await created(`${registration}/mutatingadmissionpolicies`, {
      metadata: { name: second },
      spec: {
        reinvocationPolicy: "Never",
        matchConstraints: { resourceRules: writeRules },
        mutations: [mutation("second", "'yes'")],
      },
    });
    await created(`${registration}/mutatingadmissionpolicybindings`, {
      metadata: { name: second },
      spec: {
        policyName: second,
        matchResources: { namespaceSelector: { matchLabels: { case: `c${count}` } } },
      },
    });
    const { body } = await post(configMap("a", {}, { own: "1" }));
    expect(body.metadata.labels).toEqual({ own: "1", first: "saw", second: "yes" });
  });

  test("applies a JSON patch, keys escaped", async () => {
    await mutating({
      mutations: [
        {
          patchType: "JSONPatch",
          jsonPatch: {
            expression:
              "[JSONPatch{op: 'test', path: '/metadata/name', value: 'a'}, JSONPatch{op: 'add', path: '/metadata/annotations', value: {'x/y': 'old'}}, JSONPatch{op: 'replace', path: '/metadata/annotations/' + jsonpatch.escapeKey('x/y'), value: 'new'}]",
          },
        },
      ],
    });
    expect((await post(configMap("a"))).body.metadata.annotations).toEqual({ "x/y": "new" });
    expect((await post(configMap("b"))).body.metadata.annotations).toBeUndefined();
  });

  test("denies with its failure policy when a mutation fails", async () => {
    const name = await mutating({
      mutations: [
        {
          patchType: "JSONPatch",
          jsonPatch: { expression: "[JSONPatch{op: 'remove', path: '/nowhere'}]" },
        },
      ],
    });
    const answer = await post(configMap("a"));
    expect(answer.body.message).toContain(
      `policy '${name}' with binding '${name}-b' denied request: JSONPath:`,
    );
    expect(answer.body.reason).toBe("Invalid");
  });
});
