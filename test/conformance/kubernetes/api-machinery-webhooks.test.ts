/**
 * The conformance texts of sig-api-machinery on admission webhooks, by their testnames: their configurations, and what they deny. The
 * other texts, from "honor timeout" on, are in api-machinery-webhooks-mutation.test.ts.
 */
import { describe, expect, test } from "vitest";
import { definitionOf, definitions, pod } from "../../fixtures/conformance.ts";
import {
  configMapRule,
  crdRule,
  denied,
  disallowed,
  kinds,
  registration,
  unwanted,
  type Kind,
  webhookWorld,
} from "./api-machinery-webhook-server.ts";

const world = webhookWorld();
const { webhook, register, path, create, custom } = world;

describe("AdmissionWebhook", () => {
  test("Admission webhook, list mutating webhooks", async () => {
    const [kind] = kinds.toReversed();
    const name = (i: number) => `mutating-${i}`;
    for (let i = 0; i < 10; i++) {
      await register(
        kind as Kind,
        name(i),
        webhook("/mutating-configmaps", { name: `w${i}.k8s.io` }),
      );
    }
    const list = `${registration}/${kind}?labelSelector=e2e-list-test-uuid=${world.namespace}`;
    expect((await world.cluster.ok("GET", list)).items.length).toBe(10);
    const data = { "mutation-start": "yes" };
    expect((await create("mutated", data)).data["mutation-stage-1"]).toBe("yes");
    await world.cluster.ok("DELETE", list);
    expect((await world.cluster.ok("GET", list)).items).toEqual([]);
    expect((await create("not-mutated", data)).data).toEqual(data);
  });

  test("Admission webhook, list validating webhooks", async () => {
    const [kind] = kinds;
    for (let i = 0; i < 10; i++) {
      await register(kind, `validating-${i}`, webhook("/configmaps", { name: `w${i}.k8s.io` }));
    }
    const list = `${registration}/${kind}?labelSelector=e2e-list-test-uuid=${world.namespace}`;
    expect((await world.cluster.ok("GET", list)).items.length).toBe(10);
    const body = { metadata: { name: "denied" }, data: disallowed };
    const { message } = await world.cluster.refused("POST", path(), body);
    expect(message).toContain("denied the request: the configmap contains unwanted key and value");
    await world.cluster.ok("DELETE", list);
    await world.cluster.ok("POST", path(), body);
  });

  test("Admission webhook, update mutating webhook", async () => {
    const data = { "mutation-start": "yes" };
    await register("mutatingwebhookconfigurations", "updated", webhook("/mutating-configmaps"));
    const configuration = `${registration}/mutatingwebhookconfigurations/updated`;
    await world.cluster.update(configuration, ({ webhooks }) => {
      webhooks[0].rules[0].operations = ["UPDATE"];
    });
    expect((await create("first", data)).data).toEqual(data);
    const operations = { op: "replace", path: "/webhooks/0/rules/0/operations", value: ["CREATE"] };
    await world.cluster.patch(configuration, [operations], "json");
    expect((await create("second", data)).data["mutation-stage-1"]).toBe("yes");
  });

  test("Admission webhook, update validating webhook", async () => {
    await register("validatingwebhookconfigurations", "updated", webhook("/configmaps"));
    const configuration = `${registration}/validatingwebhookconfigurations/updated`;
    await world.cluster.update(configuration, ({ webhooks }) => {
      webhooks[0].rules[0].operations = ["UPDATE"];
    });
    await create("first", disallowed);
    const operations = { op: "replace", path: "/webhooks/0/rules/0/operations", value: ["CREATE"] };
    await world.cluster.patch(configuration, [operations], "json");
    const body = { metadata: { name: "second" }, data: disallowed };
    expect((await world.cluster.refused("POST", path(), body)).message).toBe(unwanted);
  });

  describe.each([
    ["Mutating", "mutatingwebhookconfigurations"],
    ["Validating", "validatingwebhookconfigurations"],
  ] as const)("%s", (word, kind) => {
    const first = { name: "expression-1", expression: "object.metadata.namespace == 'production'" };
    const second = { name: "expression-2", expression: "object.metadata.namespace == 'staging'" };
    const lower = word.toLowerCase();

    test(`${word} Admission webhook, create and update ${lower} webhook configuration with matchConditions`, async () => {
      const path = `${registration}/${kind}/conditions`;
      await register(kind, "conditions", webhook("/always-deny", { matchConditions: [first] }));
      expect((await world.cluster.ok("GET", path)).webhooks[0].matchConditions).toEqual([first]);
      await world.cluster.update(path, ({ webhooks }) => {
        webhooks[0].matchConditions = [first, second];
      });
      expect((await world.cluster.ok("GET", path)).webhooks[0].matchConditions).toEqual([
        first,
        second,
      ]);
    });

    test(`${word} Admission webhook, reject ${lower} webhook configurations with invalid matchConditions`, async () => {
      const matchConditions = [{ name: "invalid", expression: "... [] bad expression" }];
      const { code, message } = await world.cluster.refused("POST", `${registration}/${kind}`, {
        metadata: { name: "invalid" },
        webhooks: [webhook("/always-deny", { matchConditions })],
      });
      expect(code).toBe(422);
      expect(message).toContain("compilation failed");
    });
  });

  test("Admission webhook, deny attach", async () => {
    const rules = [
      { apiGroups: [""], apiVersions: ["v1"], operations: ["CONNECT"], resources: ["pods/attach"] },
    ];
    await register("validatingwebhookconfigurations", "attach", webhook("/pods/attach", { rules }));
    await world.cluster.ok("POST", path("pods"), pod("to-be-attached-pod"));
    await world.cluster.until(async () => {
      const { status } = await world.cluster.ok("GET", path("pods", "to-be-attached-pod"));
      expect(status.phase).toBe("Running");
    });
    const attach = `${path("pods", "to-be-attached-pod")}/attach?stdout=true`;
    const { message } = await world.cluster.refused("POST", attach);
    expect(message).toBe(
      denied("pods-attach.k8s.io", "attaching to pod 'to-be-attached-pod' is not allowed"),
    );
  });

  test("Admission webhook, deny custom resource create and delete", async () => {
    const { group, path: at, body } = await custom();
    const operations = ["CREATE", "UPDATE", "DELETE"];
    await register(
      "validatingwebhookconfigurations",
      "custom",
      webhook("/custom-resource", crdRule(group, operations)),
    );
    const why = denied("custom-resource.k8s.io", "the custom resource contains unwanted data");
    const bad = { ...body, data: disallowed };
    expect((await world.cluster.refused("POST", at, bad)).message).toBe(why);
    await world.cluster.ok("POST", at, {
      ...body,
      data: { "webhook-e2e-test": "webhook-nondeletable" },
    });
    const one = `${at}/cr-instance-1`;
    const merge = { "content-type": "application/merge-patch+json" };
    expect((await world.cluster.refused("PATCH", one, { data: disallowed }, merge)).message).toBe(
      why,
    );
    await world.cluster.ok("DELETE", `${registration}/validatingwebhookconfigurations/custom`);
    await world.cluster.patch(one, { data: disallowed });
    await register(
      "validatingwebhookconfigurations",
      "custom",
      webhook("/custom-resource", crdRule(group, operations)),
    );
    expect((await world.cluster.refused("DELETE", one)).message).toBe(why);
    await world.cluster.ok("DELETE", `${registration}/validatingwebhookconfigurations/custom`);
    await world.cluster.ok("DELETE", one);
  });

  test("Admission webhook, deny create", async () => {
    const exempt = await world.cluster.namespace("exempted", { "skip-webhook-admission": "yes" });
    const namespaceSelector = {
      matchExpressions: [{ key: "skip-webhook-admission", operator: "NotIn", values: ["yes"] }],
    };
    const rulesOf = (resource: string) => [
      { ...configMapRule, operations: ["CREATE", "UPDATE", "DELETE"], resources: [resource] },
    ];
    const selector = { matchLabels: { slow: "yes" } };
    await register(
      "validatingwebhookconfigurations",
      "deny",
      webhook("/pods", { rules: [{ ...configMapRule, resources: ["pods"] }] }),
      webhook("/configmaps", { rules: rulesOf("configmaps"), namespaceSelector }),
      webhook("/slow", {
        rules: [{ ...configMapRule, resources: ["pods"] }],
        objectSelector: selector,
        timeoutSeconds: 1,
      }),
    );
    const labels = disallowed;
    const refused = await world.cluster.refused(
      "POST",
      path("pods"),
      pod("disallowed-pod", {}, { labels }),
    );
    expect(refused.message).toBe(denied("pods.k8s.io", "the pod contains unwanted label"));
    const hanging = pod("hanging-pod", {}, { labels: { slow: "yes" } });
    const { message } = await world.cluster.refused("POST", path("pods"), hanging);
    expect(message).toMatch(/context deadline exceeded|timeout/);
    const body = { metadata: { name: "bad" }, data: disallowed };
    expect((await world.cluster.refused("POST", path(), body)).message).toBe(unwanted);
    await create("good", { admit: "this" });
    const merge = { "content-type": "application/merge-patch+json" };
    const one = path("configmaps", "good");
    const updated = { ...(await world.cluster.ok("GET", one)), data: disallowed };
    expect((await world.cluster.refused("PUT", one, updated)).message).toBe(unwanted);
    expect((await world.cluster.refused("PATCH", one, { data: disallowed }, merge)).message).toBe(
      unwanted,
    );
    await world.cluster.ok("POST", `/api/v1/namespaces/${exempt}/configmaps`, body);
  });

  test("Admission webhook, deny custom resource definition", async () => {
    const rules = [
      {
        apiGroups: ["apiextensions.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE"],
        resources: ["customresourcedefinitions"],
      },
    ];
    const objectSelector = { matchLabels: { denied: world.namespace } };
    await register(
      "validatingwebhookconfigurations",
      "crd",
      webhook("/always-deny", { rules, namespaceSelector: {}, objectSelector }),
    );
    const definition = definitionOf({
      group: "denied.example.com",
      labels: { denied: world.namespace },
    });
    expect((await world.cluster.refused("POST", definitions, definition)).message).toBe(
      denied("always-deny.k8s.io", "this webhook denies all requests"),
    );
  });
});

/**
 * Elsewhere: Admission webhook, discovery document -> api-machinery-discovery.test.ts
 */
