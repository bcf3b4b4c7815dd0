/** Validating admission webhooks over a port that answers in the process. Texts are those of apiserver's webhook plugins and client-go. */
import { describe, expect, test } from "vitest";
import {
  type Handler,
  api,
  calls,
  configMap,
  configured,
  handlers,
  namespace,
  patches,
  post,
  registration,
  rules,
  says,
  webhookServer,
} from "./webhook-fixture.ts";

webhookServer();

test.each([
  [
    { url: "foo" },
    ["url: \"\": 'https' is the only allowed URL scheme", 'url: "": host must be specified'],
  ],
  [{ url: "http://h" }, ["url: \"http\": 'https' is the only allowed URL scheme"]],
  [
    { url: "https://me:x@h?q#f" },
    ['url: "me:x": user information', 'url: "f": fragments', 'url: "q": query parameters'],
  ],
  [
    { service: { name: "s", namespace: "n", path: "a" } },
    [
      "service.path: \"a\": must start with a '/'",
      'service.path: "a": segment[0] may not be empty',
    ],
  ],
  [
    { service: { name: "s", namespace: "n", path: "//" } },
    ['service.path: "//": segment[0] may not be empty'],
  ],
  [
    { service: { name: "s", namespace: "n", path: "/a/B/" } },
    ['service.path: "/a/B/": segment[1]: a lowercase RFC 1123 subdomain must consist of'],
  ],
  [{ service: { name: "s", namespace: "n", path: "/a/b/" } }, []],
  [{}, ["exactly one of url or service is required"]],
])("where a webhook is called is checked: %j", async (clientConfig, expected) => {
  const answer = await api.call("POST", `${registration}/validatingwebhookconfigurations`, {
    metadata: { name: "where" },
    webhooks: [
      {
        name: "a.example.com",
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        clientConfig,
        rules,
      },
    ],
  });
  const causes: { field: string; message: string }[] = answer.body.details?.causes ?? [];
  const texts = causes.map(
    ({ field, message }) =>
      `${field.slice("webhooks[0].clientConfig.".length)}: ${message.replace("Invalid value: ", "")}`,
  );
  expect(texts).toHaveLength(expected.length);
  for (const [index, text] of texts.entries()) expect(text).toContain(expected[index]);
});

describe("a validating webhook", () => {
  test("is asked with a whole AdmissionReview", async () => {
    handlers.set("/hook", says({ allowed: true, warnings: ["careful"] }));
    await configured("Validating", { timeoutSeconds: 7 });
    const answer = await post(configMap("a", { x: "1" }));
    expect(answer.status).toBe(201);
    expect(answer.headers.get("warning")).toBe('299 - "careful"');
    const [call] = calls;
    expect(call?.request.path).toBe("/hook?timeout=7s");
    expect(call?.target).toEqual({ host: "127.0.0.1", port: 9, tls: { serverName: "127.0.0.1" } });
    expect(call?.review).toMatchObject({
      kind: "AdmissionReview",
      apiVersion: "admission.k8s.io/v1",
      request: {
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        kind: { group: "", version: "v1", kind: "ConfigMap" },
        resource: { group: "", version: "v1", resource: "configmaps" },
        requestKind: { group: "", version: "v1", kind: "ConfigMap" },
        requestResource: { group: "", version: "v1", resource: "configmaps" },
        name: "a",
        namespace,
        operation: "CREATE",
        userInfo: { groups: expect.arrayContaining(["system:masters"]) },
        object: { kind: "ConfigMap", apiVersion: "v1", data: { x: "1" } },
        oldObject: null,
        dryRun: false,
        options: { kind: "CreateOptions", apiVersion: "meta.k8s.io/v1" },
      },
    });
  });

  const refusals: readonly (readonly [
    what: string,
    response: object,
    status: number,
    body: object,
  ])[] = [
    [
      "a message",
      { allowed: false, status: { message: "no way" } },
      400,
      { message: 'admission webhook "hook.example.com" denied the request: no way' },
    ],
    [
      "nothing",
      { allowed: false },
      400,
      { message: 'admission webhook "hook.example.com" denied the request without explanation' },
    ],
    [
      "a code and a reason",
      { allowed: false, status: { code: 409, reason: "Conflict" } },
      409,
      {
        message: 'admission webhook "hook.example.com" denied the request: Conflict',
        reason: "Conflict",
      },
    ],
    [
      "a code that is no error",
      { allowed: false, status: { code: 200, message: "odd", details: { kind: "x" } } },
      400,
      { status: "Failure", details: { kind: "x" } },
    ],
  ];
  test.each(refusals)("refuses with %s", async (_what, response, status, body) => {
    handlers.set("/hook", says(response));
    await configured("Validating", {});
    const answer = await post(configMap("a"));
    expect(answer.body).toMatchObject(body);
    expect(answer.status).toBe(status);
  });

  const prefix = 'Internal error occurred: failed calling webhook "hook.example.com": ';
  const failures: readonly (readonly [
    path: string,
    handler: Handler | undefined,
    message: string,
  ])[] = [
    [
      "/nowhere",
      undefined,
      'failed to call webhook: Post "https://127.0.0.1:9/nowhere?timeout=10s": dial tcp 127.0.0.1:9: connect: connection refused',
    ],
    [
      "/broken",
      () => "oops",
      'failed to call webhook: an error on the server ("oops") has prevented the request from succeeding',
    ],
    [
      "/uid",
      () => ({
        apiVersion: "admission.k8s.io/v1",
        kind: "AdmissionReview",
        response: { uid: "other", allowed: true },
      }),
      "received invalid webhook response: expected response.uid=",
    ],
    [
      "/absent",
      () => ({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview" }),
      "received invalid webhook response: webhook response was absent",
    ],
    [
      "/old",
      () => ({ apiVersion: "admission.k8s.io/v1beta1", kind: "AdmissionReview" }),
      "received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got admission.k8s.io/v1beta1, Kind=AdmissionReview",
    ],
    [
      "/patch",
      patches({ op: "add", path: "/data", value: {} }),
      "received invalid webhook response: validating webhook may not return response.patch",
    ],
  ];
  test.each(failures)(
    "that cannot be used fails closed, or open: %s",
    async (path, handler, message) => {
      if (handler) handlers.set(path, handler);
      const clientConfig = { url: `https://127.0.0.1:9${path}` };
      await configured("Validating", { clientConfig });
      const answer = await post(configMap("a"));
      expect(answer.body.message).toContain(`${prefix}${message}`);
      expect(answer.status).toBe(500);
      await api.call("DELETE", `${registration}/validatingwebhookconfigurations`);
      await configured("Validating", { clientConfig, failurePolicy: "Ignore" });
      expect((await post(configMap("a"))).status).toBe(201);
    },
  );

  test("that does not answer in time fails", async () => {
    let silent: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      silent = resolve;
    });
    handlers.set("/hook", () => {
      silent();
      return new Promise(() => undefined);
    });
    await configured("Validating", { timeoutSeconds: 3 });
    const pending = post(configMap("a"));
    await asked;
    await api.host.advance(3000);
    expect((await pending).body.message).toBe(
      'Internal error occurred: failed calling webhook "hook.example.com": failed to call webhook: Post "https://127.0.0.1:9/hook?timeout=3s": context deadline exceeded',
    );
  });

  test("of a Service that does not exist says so", async () => {
    const service = { name: "hooks", namespace: "default", path: "/check" };
    await configured("Validating", { clientConfig: { service } });
    expect((await post(configMap("a"))).body.message).toBe(
      'Internal error occurred: failed calling webhook "hook.example.com": failed to call webhook: Post "https://hooks.default.svc:443/check?timeout=10s": service "hooks" not found',
    );
  });

  test("is not asked about what its rules, selectors and conditions leave out", async () => {
    handlers.set("/hook", says({ allowed: false }));
    const rule = rules[0];
    await configured(
      "Validating",
      { name: "a.example.com", rules: [{ ...rule, resources: ["configmaps/status", "secrets"] }] },
      { name: "b.example.com", rules: [{ ...rule, operations: ["DELETE"] }] },
      { name: "c.example.com", rules: [{ ...rule, scope: "Cluster" }] },
      { name: "d.example.com", objectSelector: { matchLabels: { no: "no" } } },
      { name: "e.example.com", namespaceSelector: { matchLabels: { no: "no" } } },
      {
        name: "f.example.com",
        matchConditions: [{ name: "never", expression: "object.metadata.name == 'other'" }],
      },
      {
        name: "g.example.com",
        failurePolicy: "Ignore",
        matchConditions: [{ name: "broken", expression: "object.missing == 1" }],
      },
    );
    expect((await post(configMap("a"))).status).toBe(201);
    expect(calls).toEqual([]);
  });

  test("whose condition fails refuses, when it must not fail", async () => {
    await configured("Validating", {
      matchConditions: [{ name: "broken", expression: "object.missing == 1" }],
    });
    const answer = await post(configMap("a"));
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      `configmaps "a" is forbidden: expression 'object.missing == 1' resulted in error: no such key: missing`,
    );
  });

  test("with side effects refuses a dry run", async () => {
    handlers.set("/hook", says({ allowed: true }));
    await configured("Validating", { sideEffects: "NoneOnDryRun" });
    expect((await post(configMap("a"), "?dryRun=All")).status).toBe(201);
    expect(calls[0]?.review.request.dryRun).toBe(true);
  });

  test("is asked about connections, with their options as the object", async () => {
    handlers.set("/hook", says({ allowed: false, status: { message: "no shells" } }));
    const rule = {
      apiGroups: [""],
      apiVersions: ["v1"],
      operations: ["CONNECT"],
      resources: ["pods/exec"],
    };
    await configured("Validating", { rules: [rule] });
    const path = `/api/v1/namespaces/${namespace}/pods/web/exec?command=ls&command=-l&stdin=true&container=c`;
    const answer = await api.call("POST", path);
    expect(answer.body.message).toBe(
      'admission webhook "hook.example.com" denied the request: no shells',
    );
    expect(calls[0]?.review.request).toMatchObject({
      kind: { group: "", version: "v1", kind: "PodExecOptions" },
      resource: { group: "", version: "v1", resource: "pods" },
      subResource: "exec",
      name: "web",
      namespace,
      operation: "CONNECT",
      object: {
        kind: "PodExecOptions",
        apiVersion: "v1",
        command: ["ls", "-l"],
        stdin: true,
        container: "c",
      },
      oldObject: null,
      options: null,
    });
    expect(calls[0]?.review.request.object.metadata).toBeUndefined();
  });

  test("never hears of the objects that configure admission", async () => {
    handlers.set("/hook", says({ allowed: false }));
    const rule = { apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*/*"] };
    await configured("Validating", { rules: [rule] });
    const path = `${registration}/validatingwebhookconfigurations/validating-${namespace}`;
    expect((await api.call("DELETE", path)).status).toBe(200);
    expect(calls).toEqual([]);
  });
});

test("each call is counted by webhook, as rejected where the write is refused over it", async () => {
  const counted = async (name: string): Promise<readonly string[]> => {
    const metric = `apiserver_admission_webhook_${name}`;
    return String((await api.call("GET", "/metrics")).body)
      .split("\n")
      .filter((line) => line.startsWith(metric) && line.includes(".counted.example.com"))
      .map((line) => line.slice(metric.length))
      .sort();
  };
  await configured(
    "Validating",
    { name: "yes.counted.example.com", clientConfig: { url: "https://127.0.0.1:9/yes" } },
    { name: "open.counted.example.com", failurePolicy: "Ignore" },
  );
  await configured("Mutating", {
    name: "change.counted.example.com",
    clientConfig: { url: "https://127.0.0.1:9/yes" },
  });
  handlers.set("/yes", says({ allowed: true }));
  expect((await post(configMap("a"))).status).toBe(201);
  handlers.set("/yes", says({ allowed: false }));
  expect((await post(configMap("b"))).status).toBe(400);
  expect(await counted("admission_duration_seconds_count")).toEqual([
    '{name="change.counted.example.com",operation="CREATE",rejected="false",type="admit"} 1',
    '{name="change.counted.example.com",operation="CREATE",rejected="true",type="admit"} 1',
    '{name="open.counted.example.com",operation="CREATE",rejected="false",type="validating"} 1',
    '{name="yes.counted.example.com",operation="CREATE",rejected="false",type="validating"} 1',
  ]);
  expect(await counted("request_total")).toEqual([
    '{code="200",name="change.counted.example.com",operation="CREATE",rejected="false",type="admit"} 1',
    '{code="200",name="yes.counted.example.com",operation="CREATE",rejected="false",type="validating"} 1',
    '{code="400",name="change.counted.example.com",operation="CREATE",rejected="true",type="admit"} 1',
    '{code="503",name="open.counted.example.com",operation="CREATE",rejected="false",type="validating"} 1',
  ]);
  expect(await counted("rejection_count")).toEqual([
    '{error_type="no_error",name="change.counted.example.com",operation="CREATE",rejection_code="400",type="admit"} 1',
  ]);
  expect(await counted("fail_open_count")).toEqual([
    '{name="open.counted.example.com",type="validating"} 1',
  ]);
});
