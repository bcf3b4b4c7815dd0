/** Custom resources with every kubectl on the machine. Expectations are Kubernetes' documentation on custom resources. */
import { expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";

describeKubectls((at) => {
  const group = () => `${at.namespace}.example.com`;
  const definition = () => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.${group()}}
spec:
  group: ${group()}
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct${at.minor}], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.labelSelector}
    additionalPrinterColumns:
    - {name: Spec, type: string, jsonPath: .spec.cronSpec, description: When it runs.}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas, priority: 1}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
    selectableFields: [{jsonPath: .spec.cronSpec}]
    schema:
      openAPIV3Schema:
        type: object
        description: CronTab runs an image again and again.
        properties:
          spec:
            type: object
            required: [cronSpec]
            x-kubernetes-validations:
            - {rule: "self.replicas <= 5 || has(self.image)", messageExpression: "'no image for %d'.format([self.replicas])"}
            - {rule: "self.cronSpec == oldSelf.cronSpec", message: cronSpec is immutable, fieldPath: .cronSpec, reason: FieldValueForbidden}
            properties:
              cronSpec: {type: string, pattern: '^[0-9*/ ]+$', description: When it runs.}
              image: {type: string}
              replicas: {type: integer, minimum: 0, maximum: 10, default: 1}
          status:
            type: object
            properties: {replicas: {type: integer}, labelSelector: {type: string}}
`;
  const crontab = (name: string, spec = '{cronSpec: "* * * * */5", image: my-image}') =>
    `apiVersion: ${group()}/v1\nkind: CronTab\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
  const short = () => `ct${at.minor}`;

  test("a definition and its object are applied one after the other", async () => {
    await at.ok(["apply", "-f", "-"], definition());
    const crd = `crd/crontabs.${group()}`;
    await at.ok(["wait", "--for", "condition=established", "--timeout=10s", crd]);
    expect(await at.ok(["apply", "-f", "-"], crontab("one"))).toContain("one created");
    expect(await at.ok(["apply", "-f", "-"], crontab("one"))).toContain("one unchanged");
    const resources = await at.ok(["api-resources", "--api-group", group(), "--no-headers"]);
    expect(resources.split(/\s+/).slice(0, 5)).toEqual([
      "crontabs",
      short(),
      `${group()}/v1`,
      "true",
      "CronTab",
    ]);
  });

  test("get shows its columns, wide ones on demand, by short name and category", async () => {
    const plain = (await at.ok(["get", short()])).split("\n");
    expect(plain[0]?.split(/\s+/)).toEqual(["NAME", "SPEC", "AGE"]);
    expect(plain[1]).toMatch(/^one +\* \* \* \* \*\/5 +\d+s$/);
    expect(await at.ok(["get", "crontabs", "-o", "wide"])).toMatch(/NAME +SPEC +REPLICAS +AGE/);
    expect(await at.ok(["get", "all"])).toContain(`crontab.${group()}/one`);
    const found = await at.ok([
      "get",
      short(),
      "--field-selector",
      "spec.cronSpec=* * * * */5",
      "-o",
      "name",
    ]);
    expect(found).toBe(`crontab.${group()}/one\n`);
    expect(await at.refused(["get", short(), "--field-selector", "spec.image=x"])).toContain(
      "field label not supported: spec.image",
    );
  });

  test("explain knows its schema and the fields of every object", async () => {
    const all = await at.ok(["explain", `crontabs.${group()}`, "--recursive"]);
    for (const line of [
      "CronTab runs an image",
      "cronSpec",
      "creationTimestamp",
      "labelSelector",
    ]) {
      expect(all).toContain(line);
    }
    expect(
      await at.ok([
        "explain",
        `crontabs.${group()}.spec.cronSpec`.replace(`.${group()}.spec`, ".spec"),
        `--api-version=${group()}/v1`,
      ]),
    ).toContain("When it runs.");
  });

  test("describe, label, annotate, edit and patch work", async () => {
    expect(await at.ok(["describe", short(), "one"])).toMatch(/Cron Spec: +\* \* \* \* \*\/5/);
    await at.ok(["label", short(), "one", "a=b"]);
    await at.ok(["annotate", short(), "one", "c=d"]);
    expect(await at.ok(["get", short(), "-l", "a=b", "-o", "name"])).toContain("one");
    await at.ok([
      "patch",
      short(),
      "one",
      "--type",
      "json",
      "-p",
      '[{"op":"replace","path":"/spec/image","value":"other"}]',
    ]);
    await at.ok([
      "patch",
      short(),
      "one",
      "--subresource=status",
      "--type",
      "merge",
      "-p",
      '{"status":{"replicas":1}}',
    ]);
    const { spec, status } = await at.json<{ spec: object; status: object }>([
      "get",
      short(),
      "one",
    ]);
    expect([spec, status]).toEqual([
      { cronSpec: "* * * * */5", image: "other", replicas: 1 },
      { replicas: 1 },
    ]);
  });

  test("what breaks a rule is refused with its words", async () => {
    const changed = await at.refused([
      "patch",
      short(),
      "one",
      "--type",
      "merge",
      "-p",
      '{"spec":{"cronSpec":"1"}}',
    ]);
    expect(changed).toContain("spec.cronSpec: Forbidden: cronSpec is immutable");
    const unknown = await at.refused(
      ["create", "-f", "-"],
      crontab("two", '{cronSpec: "1", bogus: 1}'),
    );
    expect(unknown).toContain('unknown field "spec.bogus"');
    const wrong = await at.refused(
      ["create", "--validate=false", "-f", "-"],
      crontab("two", "{cronSpec: abc, replicas: 20}"),
    );
    expect(wrong).toContain(
      `spec.cronSpec: Invalid value: "abc": spec.cronSpec in body should match '^[0-9*/ ]+$'`,
    );
    expect(wrong).toContain(
      "spec.replicas: Invalid value: 20: spec.replicas in body should be less than or equal to 10",
    );
    const many = await at.refused(
      ["create", "-f", "-"],
      crontab("two", '{cronSpec: "1", replicas: 7}'),
    );
    expect(many).toContain("no image for 7");
  });

  test("scale goes by its paths", async () => {
    await at.ok(["scale", "--replicas=3", `${short()}/one`]);
    expect(await at.ok(["get", short(), "one", "-o", "jsonpath={.spec.replicas}"])).toBe("3");
  });

  test("server-side apply knows who owns what", async () => {
    await at.ok(["apply", "--server-side", "--field-manager=a", "-f", "-"], crontab("applied"));
    const other = crontab("applied", '{cronSpec: "* * * * */5", image: theirs}');
    const conflict = await at.refused(
      ["apply", "--server-side", "--field-manager=b", "-f", "-"],
      other,
    );
    expect(conflict).toContain('conflict with "a": .spec.image');
    await at.ok(
      ["apply", "--server-side", "--field-manager=b", "--force-conflicts", "-f", "-"],
      other,
    );
    expect(await at.ok(["get", short(), "applied", "-o", "jsonpath={.spec.image}"])).toBe("theirs");
  });

  test("dependents go with their owner, also in the foreground", async () => {
    await at.ok(["create", "-f", "-"], crontab("owner"));
    const uid = await at.ok(["get", short(), "owner", "-o", "jsonpath={.metadata.uid}"]);
    const owner = {
      apiVersion: `${group()}/v1`,
      kind: "CronTab",
      name: "owner",
      uid,
      blockOwnerDeletion: true,
    };
    const owned = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "owned", ownerReferences: [owner] },
    };
    await at.ok(["create", "-f", "-"], JSON.stringify(owned));
    await at.ok(["delete", short(), "owner", "--cascade=foreground", "--timeout=15s"]);
    await eventually(async () => {
      expect(await at.ok(["get", "configmap", "owned", "--ignore-not-found"])).toBe("");
    });
  });

  test("a namespace takes its custom objects along", async () => {
    const namespace = `${at.namespace}-gone`;
    await at.ok(["create", "namespace", namespace]);
    await at.ok(["create", "-n", namespace, "-f", "-"], crontab("inside"));
    await at.ok(["delete", "namespace", namespace, "--timeout=20s"]);
    expect(await at.ok(["get", short(), "-A", "-o", "name"])).not.toContain("inside");
  });

  test("the definition takes its objects along", async () => {
    await at.ok(["delete", "crd", `crontabs.${group()}`, "--timeout=20s"]);
    expect(await at.refused(["get", short()])).toContain("could not find the requested resource");
  });
});
