/**
 * What is posted to a subresource and never stored is created as far as admission is concerned: webhooks and policies see bindings,
 * evictions and token requests, not the Pods that these change (apiserver, pkg/endpoints/handlers/create.go).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { OutboundError, type Outbound } from "../../../../src/server/outbound/outbound.ts";
import { startApiOnly, type Answer, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

const registration = "/apis/admissionregistration.k8s.io/v1";
const reviews: Body[] = [];
let answerWith: (request: Body) => object = () => ({ allowed: true });

const port: Outbound = {
  async request(_target, request) {
    const { request: asked } = JSON.parse(new TextDecoder().decode(request.body));
    reviews.push(asked);
    const text = JSON.stringify({
      apiVersion: "admission.k8s.io/v1",
      kind: "AdmissionReview",
      response: { uid: asked.uid, ...answerWith(asked) },
    });
    return {
      status: 200,
      headers: {},
      body: new Response(text).body as ReadableStream<Uint8Array>,
    };
  },
  upgrade: () => Promise.reject(new OutboundError("failed", "not part of this double")),
  close: () => undefined,
};

let api: ApiOnly;
let namespace = "";
let count = 0;

beforeAll(async () => {
  api = await startApiOnly({ outbound: port });
});
afterAll(() => api.stop());
beforeEach(async () => {
  for (const kind of [
    "validatingwebhookconfigurations",
    "mutatingwebhookconfigurations",
    "validatingadmissionpolicybindings",
    "validatingadmissionpolicies",
  ]) {
    await api.call("DELETE", `${registration}/${kind}`);
  }
  namespace = `virtual-${++count}`;
  await created("/api/v1/namespaces", { metadata: { name: namespace } });
  await created(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: "app" } });
  await created(`/api/v1/namespaces/${namespace}/pods`, {
    metadata: { name: "web" },
    spec: { serviceAccountName: "app", containers: [{ name: "main", image: "nginx" }] },
  });
  reviews.length = 0;
  answerWith = () => ({ allowed: true });
});

async function created(path: string, body: unknown): Promise<Answer> {
  const answer = await api.call("POST", path, body);
  expect(answer.body.message ?? "").toBe("");
  return answer;
}

async function watchEverything(kind: "Validating" | "Mutating"): Promise<void> {
  await created(`${registration}/${kind.toLowerCase()}webhookconfigurations`, {
    metadata: { name: "all" },
    webhooks: [
      {
        name: "hook.example.com",
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        clientConfig: { url: "https://127.0.0.1:9/hook" },
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        rules: [
          {
            apiGroups: ["*"],
            apiVersions: ["*"],
            operations: ["*"],
            resources: ["pods/*", "pods", "serviceaccounts/*", "bindings"],
          },
        ],
      },
    ],
  });
}

const at = (path: string): string => `/api/v1/namespaces/${namespace}/${path}`;
const binding = { metadata: { name: "web" }, target: { kind: "Node", name: "n1" } };
const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "web" } };
const tokenRequest = { spec: { audiences: ["a"] } };
const pods = { group: "", version: "v1", resource: "pods" };
const rows = [
  [
    "pods/web/binding",
    binding,
    {
      kind: { group: "", version: "v1", kind: "Binding" },
      resource: pods,
      subResource: "binding",
      name: "web",
    },
  ],
  [
    "pods/web/eviction",
    eviction,
    {
      kind: { group: "policy", version: "v1", kind: "Eviction" },
      resource: pods,
      subResource: "eviction",
      name: "web",
    },
  ],
  [
    "serviceaccounts/app/token",
    tokenRequest,
    {
      kind: { group: "authentication.k8s.io", version: "v1", kind: "TokenRequest" },
      resource: { group: "", version: "v1", resource: "serviceaccounts" },
      subResource: "token",
      name: "app",
    },
  ],
  [
    "bindings",
    binding,
    {
      kind: { group: "", version: "v1", kind: "Binding" },
      resource: { group: "", version: "v1", resource: "bindings" },
      name: "web",
    },
  ],
] as const;

describe.each(rows)("POST %s", (path, body, seen) => {
  test.each(["Mutating", "Validating"] as const)("is one CREATE to a %s webhook", async (kind) => {
    await watchEverything(kind);
    expect((await created(at(path), body)).status).toBe(201);
    expect(reviews).toHaveLength(1);
    expect(reviews[0]).toMatchObject({
      ...seen,
      operation: "CREATE",
      namespace,
      oldObject: null,
      object: { kind: seen.kind.kind },
      options: { kind: "CreateOptions" },
    });
    expect(reviews[0]?.["subResource"]).toBe("subResource" in seen ? seen.subResource : undefined);
  });

  test("does nothing where a webhook refuses", async () => {
    await watchEverything("Validating");
    answerWith = () => ({ allowed: false, status: { message: "not today", code: 403 } });
    const answer = await api.call("POST", at(path), body);
    expect([answer.status, answer.body.message]).toEqual([
      403,
      'admission webhook "hook.example.com" denied the request: not today',
    ]);
    const pod = await api.call("GET", at("pods/web"));
    expect(pod.body.spec.nodeName).toBeUndefined();
    expect(pod.body.metadata.deletionTimestamp).toBeUndefined();
  });
});

test("a mutating webhook may send a Pod elsewhere", async () => {
  await watchEverything("Mutating");
  const patch = btoa(JSON.stringify([{ op: "replace", path: "/target/name", value: "n2" }]));
  answerWith = () => ({ allowed: true, patchType: "JSONPatch", patch });
  await created(at("pods/web/binding"), binding);
  const pod = await api.call("GET", at("pods/web"));
  expect(pod.body.spec.nodeName).toBe("n2");
});

test("a token request is seen complete", async () => {
  await watchEverything("Validating");
  await created(at("serviceaccounts/app/token"), {});
  expect(reviews[0]?.["object"]).toMatchObject({
    metadata: { name: "app", namespace },
    spec: { expirationSeconds: 3600, audiences: [expect.any(String)] },
  });
});

test.each([
  ["ephemeralcontainers", { ephemeralContainers: [{ name: "debug", image: "busybox" }] }],
  ["resize", { containers: [{ name: "main", resources: {} }] }],
])("pods/%s is an UPDATE of the Pod with its subresource", async (subresource, spec) => {
  await watchEverything("Validating");
  const type = { "content-type": "application/strategic-merge-patch+json" };
  const answer = await api.call("PATCH", at(`pods/web/${subresource}`), { spec }, type);
  expect(answer.status).toBe(200);
  expect(reviews).toHaveLength(1);
  expect(reviews[0]).toMatchObject({
    operation: "UPDATE",
    subResource: subresource,
    kind: { group: "", version: "v1", kind: "Pod" },
    oldObject: { kind: "Pod" },
  });
});

describe("a policy", () => {
  async function refuse(resources: readonly string[], apiGroups = [""]): Promise<void> {
    const name = `refuse-${namespace}`;
    await created(`${registration}/validatingadmissionpolicies`, {
      metadata: { name },
      spec: {
        matchConstraints: {
          resourceRules: [{ apiGroups, apiVersions: ["*"], operations: ["CREATE"], resources }],
        },
        validations: [{ expression: "false", message: "no" }],
      },
    });
    await created(`${registration}/validatingadmissionpolicybindings`, {
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    });
  }

  test.each(rows)("may refuse %s", async (path, body, { resource, ...seen }) => {
    const subresource = "subResource" in seen ? `/${seen.subResource}` : "";
    await refuse([`${resource.resource}${subresource}`]);
    const answer = await api.call("POST", at(path), body);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain("denied request: no");
  });

  test("is not asked about reviews", async () => {
    await refuse(["*"], ["authorization.k8s.io", "authentication.k8s.io"]);
    await created("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
      spec: { resourceAttributes: { verb: "get", resource: "pods" } },
    });
  });
});
