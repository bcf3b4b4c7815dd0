/**
 * The conformance texts of sig-api-machinery on admission webhooks, by their testnames: what they change, and what comes of it when they
 * cannot be called. The texts up to these are in api-machinery-webhooks.test.ts.
 */
import { describe, expect, test } from "vitest";
import { define, definitionOf, definitions, pod } from "../../fixtures/conformance.ts";
import {
  configMapRule,
  crdRule,
  kinds,
  registration,
  webhookWorld,
} from "./api-machinery-webhook-server.ts";

const world = webhookWorld();
const { webhook, register, path, create, custom } = world;

describe("AdmissionWebhook", () => {
  test("Admission webhook, honor timeout", async () => {
    const slow = (name: string, more: object) =>
      webhook("/slow", {
        name: `${name}.k8s.io`,
        objectSelector: { matchLabels: { slow: name } },
        ...more,
      });
    await register(
      "validatingwebhookconfigurations",
      "slow",
      slow("short-fail", { timeoutSeconds: 1, failurePolicy: "Fail" }),
      slow("short-ignore", { timeoutSeconds: 1, failurePolicy: "Ignore" }),
      slow("long-fail", { timeoutSeconds: 10, failurePolicy: "Fail" }),
      slow("default-fail", { failurePolicy: "Fail" }),
    );
    const post = (name: string) =>
      world.cluster.call("POST", path(), { metadata: { name, labels: { slow: name } } });
    const names = ["short-fail", "short-ignore", "long-fail", "default-fail"];
    const [failed, ...others] = await Promise.all(names.map(post));
    expect(failed?.status).toBe(500);
    expect(failed?.body.message).toMatch(/timeout=1s.*(?:context deadline exceeded|timeout)/);
    expect(others.map(({ status }) => status)).toEqual([201, 201, 201]);
  });

  test("Admission webhook, ordered mutation", async () => {
    await register(
      "mutatingwebhookconfigurations",
      "ordered",
      webhook("/mutating-configmaps"),
      webhook("/mutating-configmaps-2"),
    );
    const { data } = await create("to-be-mutated", { "mutation-start": "yes" });
    expect(data).toEqual({
      "mutation-start": "yes",
      "mutation-stage-1": "yes",
      "mutation-stage-2": "yes",
    });
  });

  test("Admission webhook, mutate custom resource", async () => {
    const { group, path: at, body } = await custom();
    await register(
      "mutatingwebhookconfigurations",
      "custom",
      webhook("/mutating-custom-resource", crdRule(group, ["CREATE", "UPDATE"])),
      webhook("/mutating-custom-resource-2", crdRule(group, ["CREATE", "UPDATE"])),
    );
    const { data } = await world.cluster.ok("POST", at, {
      ...body,
      data: { "mutation-start": "yes" },
    });
    expect(data).toEqual({
      "mutation-start": "yes",
      "mutation-stage-1": "yes",
      "mutation-stage-2": "yes",
    });
  });

  test("Admission webhook, mutate custom resource with different stored version", async () => {
    const group = "stored.example.com";
    const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    const version = (name: string, storage: boolean) => ({
      name,
      served: true,
      storage,
      schema: { openAPIV3Schema: schema },
    });
    const both = [version("v1", true), version("v2", false)];
    await define(world.cluster, definitionOf({ group, scope: "Namespaced", versions: both }));
    await register(
      "mutatingwebhookconfigurations",
      "custom",
      webhook("/mutating-custom-resource", crdRule(group, ["CREATE", "UPDATE"])),
    );
    const at = (served: string) => `/apis/${group}/${served}/namespaces/${world.namespace}/tests`;
    const body = { apiVersion: `${group}/v1`, kind: "Test", metadata: { name: "cr" } };
    await world.cluster.ok("POST", at("v1"), { ...body, data: { "mutation-start": "yes" } });
    await world.cluster.patch(`${definitions}/tests.${group}`, {
      spec: { versions: [version("v1", false), version("v2", true)] },
    });
    const patched = await world.cluster.patch(`${at("v1")}/cr`, { dummy: "test" });
    expect(patched).toMatchObject({
      apiVersion: `${group}/v1`,
      dummy: "test",
      data: { "mutation-start": "yes", "mutation-stage-1": "yes" },
    });
    expect(await world.cluster.ok("GET", `${at("v2")}/cr`)).toMatchObject({
      apiVersion: `${group}/v2`,
      dummy: "test",
    });
  });

  test("Admission webhook, mutate custom resource with pruning", async () => {
    const text = { type: "string" };
    const data = {
      type: "object",
      properties: { "mutation-start": text, "mutation-stage-1": text },
    };
    const { group, path: at, body } = await custom({ type: "object", properties: { data } });
    await register(
      "mutatingwebhookconfigurations",
      "custom",
      webhook("/mutating-custom-resource", crdRule(group, ["CREATE"])),
      webhook("/mutating-custom-resource-2", crdRule(group, ["CREATE"])),
    );
    const made = await world.cluster.ok("POST", at, { ...body, data: { "mutation-start": "yes" } });
    expect(made.data).toEqual({ "mutation-start": "yes", "mutation-stage-1": "yes" });
  });

  test("Mutating Admission webhook, mutating webhook excluding object with specific name", async () => {
    const matchConditions = [{ name: "skip", expression: "object.metadata.name != 'skip-me'" }];
    await register(
      "mutatingwebhookconfigurations",
      "skipping",
      webhook("/mutating-configmaps", { matchConditions }),
    );
    const data = { "mutation-start": "yes" };
    expect((await create("skip-me", data)).data).toEqual(data);
    expect((await create("not-skipped", data)).data["mutation-stage-1"]).toBe("yes");
  });

  test("Admission webhook, mutation with defaulting", async () => {
    const rules = [{ ...configMapRule, resources: ["pods"] }];
    await register("mutatingwebhookconfigurations", "pods", webhook("/mutating-pods", { rules }));
    const { spec } = await world.cluster.ok("POST", path("pods"), pod("webhook-to-be-mutated"));
    expect(spec.initContainers).toMatchObject([
      {
        name: "webhook-added-init-container",
        terminationMessagePolicy: "File",
        imagePullPolicy: "Always",
      },
    ]);
  });

  test("Admission webhook, admission control not allowed on webhook configuration objects", async () => {
    const rules = [
      {
        apiGroups: ["admissionregistration.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE", "DELETE"],
        resources: ["*"],
      },
    ];
    const all = { rules, namespaceSelector: {} };
    await register("validatingwebhookconfigurations", "own-deny", webhook("/always-deny", all));
    await register("mutatingwebhookconfigurations", "own-label", webhook("/add-label", all));
    for (const kind of kinds) {
      const { metadata } = await register(kind, "dummy", webhook("/configmaps"));
      expect(metadata.labels).toEqual({ "e2e-list-test-uuid": world.namespace });
      await world.cluster.ok("DELETE", `${registration}/${kind}/dummy`);
    }
  });

  test("Admission webhook, fail closed", async () => {
    const { caBundle: _none, ...clientConfig } = webhook("/configmaps").clientConfig;
    await register(
      "validatingwebhookconfigurations",
      "closed",
      webhook("/fail-closed", { failurePolicy: "Fail", clientConfig }),
    );
    const { code, reason, message } = await world.cluster.refused("POST", path(), {
      metadata: { name: "foo" },
    });
    expect([code, reason]).toEqual([500, "InternalError"]);
    expect(message).toContain('failed calling webhook "fail-closed.k8s.io"');
  });
});
