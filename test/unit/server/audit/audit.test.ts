/** Audit policies and events: rules, stages and content as apiserver's pkg/audit documents them. */
import { describe, expect, test } from "vitest";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import { Auditor } from "../../../../src/server/audit/auditor.ts";
import { addLatency } from "../../../../src/server/audit/latencies.ts";
import { auditDecision, parseAuditPolicy } from "../../../../src/server/audit/policy.ts";
import type { ApiRequest, ApiResponse } from "../../../../src/server/message.ts";
import { parseRequestInfo } from "../../../../src/server/request-info.ts";

const head = "apiVersion: audit.k8s.io/v1\nkind: Policy\n";
const jane = { name: "jane", groups: ["devs", "system:authenticated"] };
const info = (method: string, path: string) =>
  parseRequestInfo(method, path, new URLSearchParams());

describe("a policy", () => {
  test.each([
    ["", "the audit policy is not an object"],
    [
      "apiVersion: v1\nkind: Policy",
      "an audit policy has apiVersion audit.k8s.io/v1 and kind Policy, not v1 and Policy",
    ],
    [head, "loaded illegal policy with 0 rules"],
    [`${head}rules: [{}]`, "rules[0].level: Required value"],
    [
      `${head}rules: [{level: Meta}]`,
      'rules[0].level: Unsupported value: "Meta": supported values: "None", "Metadata", "Request", "RequestResponse"',
    ],
    [`${head}rules: [{level: None, usres: []}]`, 'unknown field "rules[0].usres"'],
    [
      `${head}rules: [{level: None, omitStages: [Later]}]`,
      'rules[0].omitStages[0]: Unsupported value: "Later": supported values: "RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"',
    ],
    [
      `${head}rules: [{level: None, resources: [{resourceNames: [a]}]}]`,
      "rules[0].resources[0].resourceNames: Invalid value: using resourceNames requires at least one resource",
    ],
    [
      `${head}rules: [{level: None, namespaces: [a], nonResourceURLs: [/b]}]`,
      "rules[0].nonResourceURLs: Invalid value: rules cannot apply to both regular resources and non-resource URLs",
    ],
  ])("%j is refused", (text, message) => {
    expect(() => parseAuditPolicy(text)).toThrow(message);
  });

  const pods = "/api/v1/namespaces/a/pods";
  test.each<[string, string, string, boolean]>([
    ["users: [jane]", "GET", pods, true],
    ["users: [joe]", "GET", pods, false],
    ["userGroups: [devs]", "GET", pods, true],
    ["userGroups: [ops]", "GET", pods, false],
    ["verbs: [list]", "GET", pods, true],
    ["verbs: [get]", "GET", pods, false],
    ["namespaces: [a]", "GET", pods, true],
    ["namespaces: [b]", "GET", pods, false],
    ['namespaces: [""]', "GET", "/api/v1/nodes", true],
    ["namespaces: [a]", "GET", "/version", false],
    ["resources: [{resources: [pods]}]", "GET", pods, true],
    ["resources: [{resources: [pods]}]", "GET", `${pods}/x/log`, false],
    ['resources: [{resources: ["pods/log"]}]', "GET", `${pods}/x/log`, true],
    ['resources: [{resources: ["pods/*"]}]', "GET", `${pods}/x/log`, true],
    ['resources: [{resources: ["*/log"]}]', "GET", `${pods}/x/log`, true],
    ['resources: [{resources: ["*/scale"]}]', "GET", `${pods}/x/log`, false],
    ["resources: [{group: apps}]", "GET", "/apis/apps/v1/deployments", true],
    ["resources: [{group: apps}]", "GET", pods, false],
    ["resources: [{resources: [pods], resourceNames: [x]}]", "GET", `${pods}/x`, true],
    ["resources: [{resources: [pods], resourceNames: [x]}]", "GET", `${pods}/y`, false],
    ['nonResourceURLs: ["/healthz*"]', "GET", "/healthz/ping", true],
    ['nonResourceURLs: ["/version"]', "GET", "/healthz", false],
    ['nonResourceURLs: ["*"]', "GET", pods, false],
  ])("of {%s} and %s %s: %s", (rule, method, path, expected) => {
    const policy = parseAuditPolicy(`${head}rules: [{level: Metadata, ${rule}}]`);
    const { level } = auditDecision(policy, jane, info(method, path));
    expect(level).toBe(expected ? "Metadata" : "None");
  });

  test("is decided by the first rule that matches", () => {
    const policy = parseAuditPolicy(
      `${head}rules: [{level: None, users: [jane]}, {level: Request}]`,
    );
    expect(auditDecision(policy, jane, info("GET", pods)).level).toBe("None");
    const other = { name: "joe", groups: [] };
    expect(auditDecision(policy, other, info("GET", pods)).level).toBe("Request");
  });
});

interface Written {
  readonly stage: string;
  readonly level: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly requestObject?: { readonly metadata: object };
  readonly responseObject?: { readonly metadata: object };
  readonly responseStatus?: object;
}

function audit(
  policyRules: string,
  args: { request?: Partial<ApiRequest>; response: ApiResponse },
) {
  const lines: string[] = [];
  const host = createSimulatedHost();
  const policy = parseAuditPolicy(`${head}${policyRules}`);
  const auditor = new Auditor({ policy, write: (line) => lines.push(line) }, host);
  const path = "/api/v1/namespaces/a/configmaps";
  const request: ApiRequest = {
    method: "POST",
    path,
    query: new URLSearchParams(),
    headers: { "content-type": "application/json", "user-agent": "kubectl/v1.33.0" },
    body: new TextEncoder().encode('{"metadata":{"name":"c","managedFields":[{"manager":"m"}]}}'),
    peer: { address: "127.0.0.1" },
    signal: new AbortController().signal,
    ...args.request,
  };
  const finish = auditor.begin({
    request,
    info: parseRequestInfo(request.method, request.path, request.query),
    auditId: "id",
    receivedMs: host.clock.nowMs(),
    annotations: new Map([["authorization.k8s.io/decision", "allow"]]),
    caller: jane,
    user: jane,
  });
  finish(args.response, false);
  return lines.map((line) => JSON.parse(line) as Written);
}

describe("of a request that takes", () => {
  const requestMs = async (ms: number) => {
    const lines: Written[] = [];
    const host = createSimulatedHost();
    const policy = parseAuditPolicy(`${head}rules: [{level: Metadata}]`);
    const write = (line: string) => lines.push(JSON.parse(line) as Written);
    const auditor = new Auditor({ policy, write }, host);
    const path = "/api/v1/namespaces/a/configmaps";
    const request: ApiRequest = {
      method: "POST",
      path,
      query: new URLSearchParams(),
      headers: {},
      peer: { address: "127.0.0.1" },
      signal: new AbortController().signal,
    };
    const annotations = new Map<string, string>();
    const receivedMs = host.clock.nowMs();
    const info = parseRequestInfo(request.method, path, request.query);
    const known = { request, info, auditId: "id", receivedMs, annotations };
    const finish = auditor.begin({ ...known, caller: jane, user: jane });
    addLatency(annotations, "mutating-webhook", 100.5);
    addLatency(annotations, "mutating-webhook", 200);
    addLatency(annotations, "validating-webhook", 90);
    addLatency(annotations, "validating-webhook", 20);
    await host.advance(ms);
    finish(created, false);
    return lines.map((line) => line.annotations);
  };

  test("half a second, nothing is told of its layers", async () => {
    expect(await requestMs(500)).toEqual([undefined, undefined]);
  });

  test("longer, it is told what took how long", async () => {
    expect(await requestMs(501)).toEqual([
      undefined,
      {
        "apiserver.latency.k8s.io/mutating-webhook": "300.5ms",
        "apiserver.latency.k8s.io/validating-webhook": "90ms",
        "apiserver.latency.k8s.io/total": "501ms",
      },
    ]);
    expect((await requestMs(62_500))[1]).toMatchObject({
      "apiserver.latency.k8s.io/total": "1m2.5s",
    });
  });
});

const created: ApiResponse = {
  status: 201,
  headers: { "content-type": "application/json" },
  body: '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"c","managedFields":[]}}',
};

describe("an event", () => {
  test("of level Metadata says who asked for what, and what became of it", () => {
    const [received, complete] = audit("rules: [{level: Metadata}]", { response: created });
    expect(received).toMatchObject({
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      level: "Metadata",
      auditID: "id",
      stage: "RequestReceived",
      requestURI: "/api/v1/namespaces/a/configmaps",
      verb: "create",
      user: { username: "jane", groups: ["devs", "system:authenticated"] },
      sourceIPs: ["127.0.0.1"],
      userAgent: "kubectl/v1.33.0",
      objectRef: { resource: "configmaps", namespace: "a", apiVersion: "v1" },
    });
    expect(received).not.toHaveProperty("annotations");
    expect(complete).toMatchObject({
      stage: "ResponseComplete",
      responseStatus: { metadata: {}, code: 201 },
      annotations: { "authorization.k8s.io/decision": "allow" },
    });
    expect(complete).not.toHaveProperty("requestObject");
  });

  test("of level Request has what was sent, of level RequestResponse also the answer", () => {
    const [, request] = audit("rules: [{level: Request}]", { response: created });
    expect(request?.requestObject?.metadata).toHaveProperty("managedFields");
    expect(request).not.toHaveProperty("responseObject");
    const [, both] = audit("rules: [{level: RequestResponse}]", { response: created });
    expect(both?.responseObject).toMatchObject({ kind: "ConfigMap" });
  });

  test("leaves managedFields out where the policy says so, and the rule does not say otherwise", () => {
    const omit = "omitManagedFields: true\n";
    const [, without] = audit(`${omit}rules: [{level: RequestResponse}]`, { response: created });
    expect(without?.requestObject?.metadata).toEqual({ name: "c" });
    expect(without?.responseObject?.metadata).toEqual({ name: "c" });
    const [, kept] = audit(`${omit}rules: [{level: RequestResponse, omitManagedFields: false}]`, {
      response: created,
    });
    expect(kept?.requestObject?.metadata).toHaveProperty("managedFields");
  });

  test("is not written for stages that are omitted", () => {
    const stages = audit(
      "omitStages: [RequestReceived]\nrules: [{level: Metadata, omitStages: [Panic]}]",
      { response: created },
    ).map(({ stage }) => stage);
    expect(stages).toEqual(["ResponseComplete"]);
  });

  test("of a watch is written at its start, and again at its end", () => {
    const aborted = new AbortController();
    const lines = audit("rules: [{level: Metadata}]", {
      request: { signal: AbortSignal.abort() },
      response: { status: 200, headers: {}, body: { start: () => aborted.abort() } },
    });
    expect(lines.map(({ stage }) => stage)).toEqual([
      "RequestReceived",
      "ResponseStarted",
      "ResponseComplete",
    ]);
  });

  test("of a refusal has its reason", () => {
    const refused: ApiResponse = {
      status: 403,
      headers: { "content-type": "application/json" },
      body: '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"no","reason":"Forbidden","code":403}',
    };
    const [, complete] = audit("rules: [{level: Metadata}]", { response: refused });
    expect(complete?.responseStatus).toEqual({
      metadata: {},
      status: "Failure",
      message: "no",
      reason: "Forbidden",
      code: 403,
    });
  });
});
