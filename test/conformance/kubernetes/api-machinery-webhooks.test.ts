/**
 * The conformance texts of sig-api-machinery on admission webhooks, by their testnames: against an HTTPS server of this test behind a
 * Service, which answers as the webhook image of test/e2e/apimachinery/webhook.go does.
 */
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  ConformanceCluster,
  define,
  definitionOf,
  definitions,
  pod,
  type Body,
} from "../../fixtures/conformance.ts";
import {
  startExtensionServer,
  type ExtensionRequest,
  type ExtensionServer,
} from "../../fixtures/extension-server.ts";

const registration = "/apis/admissionregistration.k8s.io/v1";
const kinds = ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"] as const;
type Kind = (typeof kinds)[number];
/** Longer than the shortest timeout that there is, and no longer than need be. */
const slowMs = 1300;

let cluster: ConformanceCluster;
let server: ExtensionServer;
let serviceNamespace = "";
let namespace = "";

const allow = { allowed: true };
const deny = (message: string) => ({ allowed: false, status: { message } });
const patches = (...patch: readonly object[]) => ({
  allowed: true,
  patchType: "JSONPatch",
  patch: btoa(JSON.stringify(patch)),
});
const add = (path: string, value: unknown) => ({ op: "add", path, value });

/** By path, what the webhook says of a request. */
const answers: Readonly<Record<string, (request: Body) => object | Promise<object>>> = {
  "/slow": async () => {
    await delay(slowMs);
    return allow;
  },
  "/always-deny": () => deny("this webhook denies all requests"),
  "/pods": ({ object }) =>
    object.metadata.labels?.["webhook-e2e-test"] === "webhook-disallow"
      ? deny("the pod contains unwanted label")
      : allow,
  "/configmaps": ({ object, oldObject }) =>
    (object ?? oldObject).data?.["webhook-e2e-test"] === "webhook-disallow"
      ? deny("the configmap contains unwanted key and value")
      : allow,
  "/pods/attach": ({ name }) =>
    name === "to-be-attached-pod"
      ? deny("attaching to pod 'to-be-attached-pod' is not allowed")
      : allow,
  "/custom-resource": ({ object, oldObject }) =>
    (object ?? oldObject).data?.["webhook-e2e-test"] === "webhook-disallow"
      ? deny("the custom resource contains unwanted data")
      : allow,
  "/mutating-configmaps": ({ object }) => {
    const data = object.data ?? {};
    if (data["mutation-start"] === "yes" && data["mutation-stage-1"] === undefined)
      return patches(add("/data/mutation-stage-1", "yes"));
    return allow;
  },
  "/mutating-configmaps-2": ({ object }) => {
    const data = object.data ?? {};
    return data["mutation-stage-1"] === "yes"
      ? patches(add("/data/mutation-stage-2", "yes"))
      : allow;
  },
  "/mutating-pods": () =>
    patches(
      add("/spec/initContainers", [
        { image: "webhook-added-image", name: "webhook-added-init-container", resources: {} },
      ]),
    ),
  "/mutating-custom-resource": ({ object }) => {
    const data = object.data ?? {};
    if (data["mutation-start"] !== "yes") return allow;
    return patches(add("/data/mutation-stage-1", "yes"));
  },
  "/mutating-custom-resource-2": ({ object }) =>
    object.data?.["mutation-stage-1"] === "yes"
      ? patches(add("/data/mutation-stage-2", "yes"))
      : allow,
  "/add-label": () => patches(add("/metadata/labels/added-label", "yes")),
};

async function answer({ path, body }: ExtensionRequest): Promise<object> {
  const { apiVersion, kind, request } = JSON.parse(body);
  const response = await Promise.resolve(answers[path]?.(request) ?? allow);
  return { apiVersion, kind, response: { uid: request.uid, ...response } };
}

beforeAll(async () => {
  cluster = await ConformanceCluster.start({ real: true, nodes: 1 });
  serviceNamespace = await cluster.namespace("webhook-server");
  server = await startExtensionServer(answer, {
    dnsName: `e2e-test-webhook.${serviceNamespace}.svc`,
  });
  await cluster.ok("POST", `/api/v1/namespaces/${serviceNamespace}/services`, {
    metadata: { name: "e2e-test-webhook" },
    spec: { type: "ExternalName", externalName: "localhost" },
  });
});
afterAll(async () => {
  await server.close();
  await cluster.stop();
});
beforeEach(async () => {
  for (const kind of kinds) await cluster.ok("DELETE", `${registration}/${kind}`);
  namespace = await cluster.namespace("webhook");
});

const configMapRule = {
  apiGroups: [""],
  apiVersions: ["v1"],
  operations: ["CREATE"],
  resources: ["configmaps"],
};

/** A webhook for what is in this test's namespace. */
function webhook(path: string, more: object = {}): Body {
  return {
    name: `${path.slice(1).replaceAll("/", "-")}.k8s.io`,
    rules: [configMapRule],
    clientConfig: {
      service: { namespace: serviceNamespace, name: "e2e-test-webhook", path, port: server.port },
      caBundle: server.caBundle,
    },
    sideEffects: "None",
    admissionReviewVersions: ["v1", "v1beta1"],
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    ...more,
  };
}

const register = (kind: Kind, name: string, ...webhooks: readonly Body[]) =>
  cluster.ok("POST", `${registration}/${kind}`, {
    metadata: { name, labels: { "e2e-list-test-uuid": namespace } },
    webhooks,
  });
const path = (resource = "configmaps", name = "") =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`;
const create = (name: string, data: object = {}) =>
  cluster.ok("POST", path(), { metadata: { name }, data });
const disallowed = { "webhook-e2e-test": "webhook-disallow" };
const denied = (name: string, why: string) =>
  `admission webhook "${name}" denied the request: ${why}`;
const unwanted = denied("configmaps.k8s.io", "the configmap contains unwanted key and value");

const crdRule = (group: string, operations: readonly string[]) => ({
  rules: [{ apiGroups: [group], apiVersions: ["*"], operations, resources: ["*"] }],
});
let groups = 0;
async function custom(schema?: object): Promise<{ group: string; path: string; body: Body }> {
  const group = `webhook-${++groups}.example.com`;
  await define(
    cluster,
    definitionOf({ group, scope: "Namespaced", ...(schema ? { schema } : {}) }),
  );
  const body = { apiVersion: `${group}/v1`, kind: "Test", metadata: { name: "cr-instance-1" } };
  return { group, path: `/apis/${group}/v1/namespaces/${namespace}/tests`, body };
}

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
    const list = `${registration}/${kind}?labelSelector=e2e-list-test-uuid=${namespace}`;
    expect((await cluster.ok("GET", list)).items.length).toBe(10);
    const data = { "mutation-start": "yes" };
    expect((await create("mutated", data)).data["mutation-stage-1"]).toBe("yes");
    await cluster.ok("DELETE", list);
    expect((await cluster.ok("GET", list)).items).toEqual([]);
    expect((await create("not-mutated", data)).data).toEqual(data);
  });

  test("Admission webhook, list validating webhooks", async () => {
    const [kind] = kinds;
    for (let i = 0; i < 10; i++) {
      await register(kind, `validating-${i}`, webhook("/configmaps", { name: `w${i}.k8s.io` }));
    }
    const list = `${registration}/${kind}?labelSelector=e2e-list-test-uuid=${namespace}`;
    expect((await cluster.ok("GET", list)).items.length).toBe(10);
    const body = { metadata: { name: "denied" }, data: disallowed };
    const { message } = await cluster.refused("POST", path(), body);
    expect(message).toContain("denied the request: the configmap contains unwanted key and value");
    await cluster.ok("DELETE", list);
    await cluster.ok("POST", path(), body);
  });

  test("Admission webhook, update mutating webhook", async () => {
    const data = { "mutation-start": "yes" };
    await register("mutatingwebhookconfigurations", "updated", webhook("/mutating-configmaps"));
    const configuration = `${registration}/mutatingwebhookconfigurations/updated`;
    await cluster.update(configuration, ({ webhooks }) => {
      webhooks[0].rules[0].operations = ["UPDATE"];
    });
    expect((await create("first", data)).data).toEqual(data);
    const operations = { op: "replace", path: "/webhooks/0/rules/0/operations", value: ["CREATE"] };
    await cluster.patch(configuration, [operations], "json");
    expect((await create("second", data)).data["mutation-stage-1"]).toBe("yes");
  });

  test("Admission webhook, update validating webhook", async () => {
    await register("validatingwebhookconfigurations", "updated", webhook("/configmaps"));
    const configuration = `${registration}/validatingwebhookconfigurations/updated`;
    await cluster.update(configuration, ({ webhooks }) => {
      webhooks[0].rules[0].operations = ["UPDATE"];
    });
    await create("first", disallowed);
    const operations = { op: "replace", path: "/webhooks/0/rules/0/operations", value: ["CREATE"] };
    await cluster.patch(configuration, [operations], "json");
    const body = { metadata: { name: "second" }, data: disallowed };
    expect((await cluster.refused("POST", path(), body)).message).toBe(unwanted);
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
      expect((await cluster.ok("GET", path)).webhooks[0].matchConditions).toEqual([first]);
      await cluster.update(path, ({ webhooks }) => {
        webhooks[0].matchConditions = [first, second];
      });
      expect((await cluster.ok("GET", path)).webhooks[0].matchConditions).toEqual([first, second]);
    });

    test(`${word} Admission webhook, reject ${lower} webhook configurations with invalid matchConditions`, async () => {
      const matchConditions = [{ name: "invalid", expression: "... [] bad expression" }];
      const { code, message } = await cluster.refused("POST", `${registration}/${kind}`, {
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
    await cluster.ok("POST", path("pods"), pod("to-be-attached-pod"));
    await cluster.until(async () => {
      const { status } = await cluster.ok("GET", path("pods", "to-be-attached-pod"));
      expect(status.phase).toBe("Running");
    });
    const attach = `${path("pods", "to-be-attached-pod")}/attach?stdout=true`;
    const { message } = await cluster.refused("POST", attach);
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
    expect((await cluster.refused("POST", at, bad)).message).toBe(why);
    await cluster.ok("POST", at, { ...body, data: { "webhook-e2e-test": "webhook-nondeletable" } });
    const one = `${at}/cr-instance-1`;
    const merge = { "content-type": "application/merge-patch+json" };
    expect((await cluster.refused("PATCH", one, { data: disallowed }, merge)).message).toBe(why);
    await cluster.ok("DELETE", `${registration}/validatingwebhookconfigurations/custom`);
    await cluster.patch(one, { data: disallowed });
    await register(
      "validatingwebhookconfigurations",
      "custom",
      webhook("/custom-resource", crdRule(group, operations)),
    );
    expect((await cluster.refused("DELETE", one)).message).toBe(why);
    await cluster.ok("DELETE", `${registration}/validatingwebhookconfigurations/custom`);
    await cluster.ok("DELETE", one);
  });

  test("Admission webhook, deny create", async () => {
    const exempt = await cluster.namespace("exempted", { "skip-webhook-admission": "yes" });
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
    const refused = await cluster.refused(
      "POST",
      path("pods"),
      pod("disallowed-pod", {}, { labels }),
    );
    expect(refused.message).toBe(denied("pods.k8s.io", "the pod contains unwanted label"));
    const hanging = pod("hanging-pod", {}, { labels: { slow: "yes" } });
    const { message } = await cluster.refused("POST", path("pods"), hanging);
    expect(message).toMatch(/context deadline exceeded|timeout/);
    const body = { metadata: { name: "bad" }, data: disallowed };
    expect((await cluster.refused("POST", path(), body)).message).toBe(unwanted);
    await create("good", { admit: "this" });
    const merge = { "content-type": "application/merge-patch+json" };
    const one = path("configmaps", "good");
    const updated = { ...(await cluster.ok("GET", one)), data: disallowed };
    expect((await cluster.refused("PUT", one, updated)).message).toBe(unwanted);
    expect((await cluster.refused("PATCH", one, { data: disallowed }, merge)).message).toBe(
      unwanted,
    );
    await cluster.ok("POST", `/api/v1/namespaces/${exempt}/configmaps`, body);
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
    const objectSelector = { matchLabels: { denied: namespace } };
    await register(
      "validatingwebhookconfigurations",
      "crd",
      webhook("/always-deny", { rules, namespaceSelector: {}, objectSelector }),
    );
    const definition = definitionOf({ group: "denied.example.com", labels: { denied: namespace } });
    expect((await cluster.refused("POST", definitions, definition)).message).toBe(
      denied("always-deny.k8s.io", "this webhook denies all requests"),
    );
  });

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
      cluster.call("POST", path(), { metadata: { name, labels: { slow: name } } });
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
    const { data } = await cluster.ok("POST", at, { ...body, data: { "mutation-start": "yes" } });
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
    await define(cluster, definitionOf({ group, scope: "Namespaced", versions: both }));
    await register(
      "mutatingwebhookconfigurations",
      "custom",
      webhook("/mutating-custom-resource", crdRule(group, ["CREATE", "UPDATE"])),
    );
    const at = (served: string) => `/apis/${group}/${served}/namespaces/${namespace}/tests`;
    const body = { apiVersion: `${group}/v1`, kind: "Test", metadata: { name: "cr" } };
    await cluster.ok("POST", at("v1"), { ...body, data: { "mutation-start": "yes" } });
    await cluster.patch(`${definitions}/tests.${group}`, {
      spec: { versions: [version("v1", false), version("v2", true)] },
    });
    const patched = await cluster.patch(`${at("v1")}/cr`, { dummy: "test" });
    expect(patched).toMatchObject({
      apiVersion: `${group}/v1`,
      dummy: "test",
      data: { "mutation-start": "yes", "mutation-stage-1": "yes" },
    });
    expect(await cluster.ok("GET", `${at("v2")}/cr`)).toMatchObject({
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
    const made = await cluster.ok("POST", at, { ...body, data: { "mutation-start": "yes" } });
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
    const { spec } = await cluster.ok("POST", path("pods"), pod("webhook-to-be-mutated"));
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
      expect(metadata.labels).toEqual({ "e2e-list-test-uuid": namespace });
      await cluster.ok("DELETE", `${registration}/${kind}/dummy`);
    }
  });

  test("Admission webhook, fail closed", async () => {
    const { caBundle: _none, ...clientConfig } = webhook("/configmaps").clientConfig;
    await register(
      "validatingwebhookconfigurations",
      "closed",
      webhook("/fail-closed", { failurePolicy: "Fail", clientConfig }),
    );
    const { code, reason, message } = await cluster.refused("POST", path(), {
      metadata: { name: "foo" },
    });
    expect([code, reason]).toEqual([500, "InternalError"]);
    expect(message).toContain('failed calling webhook "fail-closed.k8s.io"');
  });
});

/**
 * Elsewhere: Admission webhook, discovery document -> api-machinery-discovery.test.ts
 */
