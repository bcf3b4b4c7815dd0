/** What the audit log of a running server holds: annotations of admission, and what the engine's own components ask for. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONFIG_MAPS, PODS } from "../../../../src/api/kinds.ts";
import { parseAuditPolicy } from "../../../../src/server/audit/policy.ts";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
let events: Body[];
beforeEach(async () => {
  events = [];
  const policy = parseAuditPolicy(`
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: RequestResponse, resources: [{resources: [configmaps, pods, pods/status]}]}
- {level: Metadata, users: ["kubarium:embedder"], resources: [{resources: [secrets]}]}
- {level: None}
`);
  const write = (line: string): unknown => events.push(JSON.parse(line));
  api = await startApiOnly({ audit: { policy, write } });
  events.length = 0;
});
afterEach(() => api.stop());

const configMap = (name: string, data: Readonly<Record<string, string>> = {}) => ({
  apiVersion: "v1" as const,
  kind: "ConfigMap" as const,
  metadata: { name, namespace: "default" },
  data,
});

const admission = "/apis/admissionregistration.k8s.io/v1";

async function addPolicy(): Promise<void> {
  const head = { apiVersion: "admissionregistration.k8s.io/v1" };
  const created = await api.call("POST", `${admission}/validatingadmissionpolicies`, {
    ...head,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "noted" },
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [""],
            apiVersions: ["v1"],
            operations: ["CREATE"],
            resources: ["configmaps"],
          },
        ],
      },
      validations: [{ expression: "!has(object.data) || !('bad' in object.data)", message: "bad" }],
      auditAnnotations: [{ key: "keys", valueExpression: "'keys: ' + string(size(object.data))" }],
    },
  });
  expect(created.status).toBe(201);
  const bound = await api.call("POST", `${admission}/validatingadmissionpolicybindings`, {
    ...head,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "noted" },
    spec: { policyName: "noted", validationActions: ["Audit"] },
  });
  expect(bound.status).toBe(201);
  await api.host.advance(1000);
  events.length = 0;
}

describe("an event has the annotations", () => {
  test("that a policy makes, and its failures where a binding says Audit", async () => {
    await addPolicy();
    const path = "/api/v1/namespaces/default/configmaps";
    expect((await api.call("POST", path, configMap("good", { a: "1" }))).status).toBe(201);
    expect((await api.call("POST", path, configMap("bad", { bad: "1", b: "2" }))).status).toBe(201);
    const [good, bad] = events;
    expect(good.annotations).toEqual({
      "authorization.k8s.io/decision": "allow",
      "authorization.k8s.io/reason": "",
      "noted/keys": "keys: 1",
    });
    expect(bad.annotations["noted/keys"]).toBe("keys: 2");
    const failures = bad.annotations["validation.policy.admission.k8s.io/validation_failure"];
    expect(JSON.parse(failures)).toEqual([
      {
        message: "bad",
        policy: "noted",
        binding: "noted",
        expressionIndex: 0,
        validationActions: ["Audit"],
      },
    ]);
  });

  test("that PodSecurity makes", async () => {
    const labels = { "pod-security.kubernetes.io/audit": "baseline" };
    await api.call("POST", "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "watched", labels },
    });
    await api.server.client("test").create(
      {
        group: "",
        version: "v1",
        resource: "serviceaccounts",
        kind: "ServiceAccount",
        namespaced: true,
      },
      {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name: "default", namespace: "watched" },
      },
    );
    events.length = 0;
    const { status } = await api.call("POST", "/api/v1/namespaces/watched/pods", {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: { hostNetwork: true, containers: [{ name: "c", image: "i" }] },
    });
    expect(status).toBe(201);
    expect(events[0].annotations).toMatchObject({
      "pod-security.kubernetes.io/audit-violations":
        'would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
      "pod-security.kubernetes.io/enforce-policy": "privileged:latest",
    });
  });
});

test("what is answered in protobuf is written down as JSON", async () => {
  const accept = { accept: "application/vnd.kubernetes.protobuf" };
  const path = "/api/v1/namespaces/default/configmaps";
  await api.call("POST", path, configMap("mine", { a: "1" }), accept);
  await api.call("GET", `${path}/none`, undefined, accept);
  await api.call("GET", path, undefined, accept);
  const [made, missing, listed] = events;
  expect(made.responseObject).toMatchObject({ kind: "ConfigMap", data: { a: "1" } });
  expect(missing.responseStatus).toMatchObject({ code: 404, reason: "NotFound" });
  expect(listed.responseObject).toMatchObject({
    kind: "ConfigMapList",
    items: [{ metadata: { name: "mine" }, data: { a: "1" } }],
  });
});

test.each(["application/json", "application/vnd.kubernetes.protobuf", "text/html"])(
  "of what is answered as %s, the outcome alone is written down where no more is asked for",
  async (accept) => {
    const path = "/api/v1/namespaces/default/secrets";
    await api.call("GET", `${path}/none`, undefined, { accept });
    await api.call("GET", path, undefined, { accept });
    await api.call("DELETE", `${path}/none`, undefined, { accept });
    const refused = accept === "text/html";
    const outcome = (code: number, reason?: string) =>
      reason === undefined ? { metadata: {}, code } : { status: "Failure", code, reason };
    expect(events.map(({ responseStatus }) => responseStatus)).toMatchObject(
      refused
        ? [
            outcome(406, "NotAcceptable"),
            outcome(406, "NotAcceptable"),
            outcome(406, "NotAcceptable"),
          ]
        : [outcome(404, "NotFound"), outcome(200), outcome(404, "NotFound")],
    );
    expect(events.some((event) => "responseObject" in event)).toBe(false);
  },
);

describe("what a component in the process asks for", () => {
  test("is written down as a request of its own", async () => {
    await addPolicy();
    const client = api.server.client("kube-controller-manager");
    const made = await client.create(CONFIG_MAPS, configMap("mine", { a: "1" }));
    await client.patch(
      CONFIG_MAPS,
      { namespace: "default", name: "mine" },
      { data: { b: "2" } },
      { type: "merge" },
    );
    await client.delete(CONFIG_MAPS, { namespace: "default", name: "mine" });
    await expect(client.get(CONFIG_MAPS, { namespace: "default", name: "mine" })).rejects.toThrow(
      "not found",
    );
    expect(
      events.map(({ verb, requestURI, responseStatus }) => [verb, requestURI, responseStatus.code]),
    ).toEqual([
      ["create", "/api/v1/namespaces/default/configmaps", 201],
      ["patch", "/api/v1/namespaces/default/configmaps/mine", 200],
      ["delete", "/api/v1/namespaces/default/configmaps/mine", 200],
      ["get", "/api/v1/namespaces/default/configmaps/mine", 404],
    ]);
    const [created, , , missing] = events;
    expect(created).toMatchObject({
      level: "RequestResponse",
      stage: "ResponseComplete",
      userAgent: "kube-controller-manager",
      user: { username: "system:kubarium" },
      objectRef: { resource: "configmaps", namespace: "default", apiVersion: "v1" },
      requestObject: { data: { a: "1" } },
      responseObject: { metadata: { uid: made.metadata.uid } },
      annotations: { "authorization.k8s.io/decision": "allow", "noted/keys": "keys: 1" },
    });
    expect(missing.responseStatus).toMatchObject({ status: "Failure", reason: "NotFound" });
  });

  test("is written down as the patch that Kubernetes' component sends, where one writes the whole object", async () => {
    const kubelet = api.server.client("kubelet");
    const metadata = { name: "web", namespace: "default" };
    const spec = { containers: [{ name: "main", image: "i" }], nodeName: "node-1" };
    const pod = await kubelet.create(PODS, { apiVersion: "v1", kind: "Pod", metadata, spec });
    events.length = 0;
    const status = { ...pod.status, message: "m" };
    const patch = { metadata: { uid: pod.metadata.uid }, status: { message: "m" } };
    const written = await kubelet.update(
      PODS,
      { ...pod, status },
      { subresource: "status", toldAs: () => patch },
    );
    expect(events).toMatchObject([
      {
        verb: "patch",
        requestURI: "/api/v1/namespaces/default/pods/web/status",
        objectRef: { resource: "pods", name: "web", subresource: "status" },
        requestObject: patch,
        responseStatus: { code: 200 },
      },
    ]);
    // What a patch leaves in managedFields, an update leaves as well.
    const entry = written.metadata.managedFields?.find(({ subresource }) => subresource);
    expect(entry).toMatchObject({ manager: "kubelet", operation: "Update", subresource: "status" });
    expect(entry?.fieldsV1).toEqual({ "f:status": { "f:message": {} } });
  });

  test("is written down for a watch at its start and at its end", async () => {
    const client = api.server.client("kube-controller-manager");
    const { resourceVersion } = await client.list(CONFIG_MAPS, { namespace: "default" });
    const stop = await client.watch(
      CONFIG_MAPS,
      { namespace: "default", resourceVersion },
      { onEvents: () => undefined, onEnd: () => undefined },
    );
    stop();
    expect(events.map(({ verb, stage }) => [verb, stage])).toEqual([
      ["list", "ResponseComplete"],
      ["watch", "ResponseStarted"],
      ["watch", "ResponseComplete"],
    ]);
  });
});

describe("an event of a request as somebody else", () => {
  const path = "/api/v1/namespaces/default/configmaps";

  test("says who asks, whom he acts as, and by which constrained right", async () => {
    await api.call("GET", path, undefined, { "impersonate-user": "bob" });
    expect(events).toMatchObject([
      {
        user: { groups: expect.arrayContaining(["system:masters"]) },
        impersonatedUser: { username: "bob", groups: ["system:authenticated"] },
        authenticationMetadata: { impersonationConstraint: "impersonate:user-info" },
        responseStatus: { code: 403 },
      },
    ]);
    events.length = 0;
    // No constrained right makes a master.
    const masters = { "impersonate-user": "bob", "impersonate-group": "system:masters" };
    await api.call("GET", path, undefined, masters);
    expect(events).toMatchObject([{ impersonatedUser: { username: "bob" } }]);
    expect(events[0]).not.toHaveProperty("authenticationMetadata");
  });

  test("is written where he may not act so, too", async () => {
    await api.server.handle({
      method: "GET",
      path,
      query: new URLSearchParams(),
      headers: { "impersonate-user": "bob" },
      peer: { trusted: { name: "eve", groups: [] } },
      auditAnnotations: new Map(),
      signal: new AbortController().signal,
    });
    expect(events).toMatchObject([
      {
        user: { username: "eve" },
        responseStatus: {
          code: 403,
          message:
            'configmaps is forbidden: User "eve" cannot impersonate-on:user-info:list resource "configmaps" in API group "" in the namespace "default"',
        },
      },
    ]);
    expect(events[0]).not.toHaveProperty("impersonatedUser");
  });
});
