/**
 * Where metrics are asked for, and what is made of the answers. Facts from pkg/controller/podautoscaler/metrics (client_test.go) and
 * k8s.io/metrics/pkg/client.
 */
import { describe, expect, it } from "vitest";
import type { LabelSelector, MetricSpec } from "../../../../src/api/generated/types.ts";
import type { JsonObject } from "../../../../src/api/json.ts";
import { DEPLOYMENTS, SERVICES } from "../../../../src/api/kinds.ts";
import { forbidden, StatusError, unknownError, unknownPath } from "../../../../src/api/status.ts";
import {
  readMetric,
  type Reading,
} from "../../../../src/controllers/pod-autoscaler/metric-sources.ts";
import { goText } from "../../../../src/controllers/pod-autoscaler/proposals.ts";
import type { ApiReads } from "../../../../src/loop/api-reads.ts";

const timestamp = "2026-01-01T00:00:00Z";
const atMs = 1_767_225_600_000;

/** Answers by path and query; everything else is a path that nobody serves. */
function apiOf(answers: Readonly<Record<string, JsonObject | StatusError>>) {
  const asked: string[] = [];
  const api: ApiReads = {
    servedResources: () => [DEPLOYMENTS, SERVICES],
    get(path, query = {}) {
      const search = new URLSearchParams(query).toString();
      const key = search === "" ? path : `${path}?${search}`;
      asked.push(key);
      const answer = answers[key] ?? unknownPath();
      return answer instanceof StatusError ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  return { api, asked };
}

function read(spec: Omit<MetricSpec, "type">, api: ApiReads): Promise<Reading> {
  const from = { api, namespace: "ns", selector: "app=web,tier in (a,b)" };
  return readMetric(from, { type: "", ...spec });
}

const selector = "labelSelector=app%3Dweb%2Ctier+in+%28a%2Cb%29";
const target = { type: "AverageValue", averageValue: "1" };
const cpu = { resource: { name: "cpu", target } };

describe("what Pods use", () => {
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/ns/pods?${selector}`;
  const pod = (name: string, usages: Readonly<Record<string, JsonObject>>, window = "1m0s") => ({
    metadata: { name },
    timestamp,
    window,
    containers: Object.entries(usages).map(([container, usage]) => ({ name: container, usage })),
  });
  const items = [
    pod("both", { one: { cpu: "100m", memory: "1Ki" }, two: { cpu: "250500000n" } }),
    pod("half", { one: { cpu: "1" }, two: { memory: "1Mi" } }, "10s"),
    pod("none", {}),
  ];
  const { api } = apiOf({ [path]: { items } });

  it("is the sum of all containers, where all are known", async () => {
    expect(await read(cpu, api)).toEqual({
      pods: new Map([["both", { value: 351, atMs, windowMs: 60_000 }]]),
    });
  });

  it("is that of one container, where one is named", async () => {
    const containerResource = { name: "cpu", container: "one", target };
    expect(await read({ containerResource }, api)).toEqual({
      pods: new Map([
        ["both", { value: 100, atMs, windowMs: 60_000 }],
        ["half", { value: 1000, atMs, windowMs: 10_000 }],
      ]),
    });
  });

  it.each<readonly [string, JsonObject | StatusError, string]>([
    ["nothing", { items: [] }, "no metrics returned from resource metrics API"],
    [
      "a refusal",
      forbidden({ group: "metrics.k8s.io", resource: "pods" }, "", "no"),
      "unable to fetch metrics from resource metrics API: pods.metrics.k8s.io is forbidden: no",
    ],
  ])("is not known from %s", async (_title, answer, error) => {
    expect(await read(cpu, apiOf({ [path]: answer }).api)).toEqual({ error });
  });
});

/** What `/apis` says of a group. */
const served = (...versions: readonly string[]): JsonObject => ({
  groups: [
    { name: "apps", versions: [{ version: "v1" }] },
    {
      name: "custom.metrics.k8s.io",
      versions: versions.map((version) => ({ version })),
      preferredVersion: { version: versions[0] ?? "" },
    },
  ],
});
const custom = "/apis/custom.metrics.k8s.io";

describe("custom metrics", () => {
  const pods = { pods: { metric: { name: "qps" }, target } };
  const object = (apiVersion: string, kind: string, name = "web") => ({
    object: { metric: { name: "qps" }, describedObject: { apiVersion, kind, name }, target },
  });
  const value = (name: string, text: string, rest: JsonObject = {}) => ({
    describedObject: { name },
    timestamp,
    value: text,
    ...rest,
  });

  it("of Pods are asked of the version that is preferred", async () => {
    const path = `${custom}/v1beta2/namespaces/ns/pods/*/qps?${selector}`;
    const items = [value("a", "500m"), value("b", "2", { windowSeconds: 30 })];
    const { api } = apiOf({ "/apis": served("v1beta2", "v1beta1"), [path]: { items } });
    expect(await read(pods, api)).toEqual({
      pods: new Map([
        ["a", { value: 500, atMs, windowMs: 60_000 }],
        ["b", { value: 2000, atMs, windowMs: 30_000 }],
      ]),
    });
  });

  it("are asked of a version that is known, with the selector of the metric", async () => {
    const metric = { name: "qps", selector: { matchLabels: { verb: "GET" } } };
    const { api, asked } = apiOf({ "/apis": served("v9", "v1beta1") });
    await read({ pods: { metric, target } }, api);
    expect(asked).toEqual([
      "/apis",
      `${custom}/v1beta1/namespaces/ns/pods/*/qps?${selector}&metricLabelSelector=verb%3DGET`,
    ]);
  });

  it.each<readonly [string, ReturnType<typeof object>, string]>([
    ["of a Service", object("v1", "Service"), "namespaces/ns/services/web/qps"],
    ["of a Deployment", object("apps/v1", "Deployment"), "namespaces/ns/deployments.apps/web/qps"],
    ["of the namespace", object("v1", "Namespace", "other"), "namespaces/ns/metrics/qps"],
  ])("%s", async (_title, spec, path) => {
    const items = [value("web", "1500m")];
    const { api } = apiOf({ "/apis": served("v1beta1"), [`${custom}/v1beta1/${path}`]: { items } });
    expect(await read(spec, api)).toEqual({ values: [1500] });
  });

  const deployments = `${custom}/v1beta1/namespaces/ns/deployments.apps/web/qps`;
  const wrong = "unable to fetch metrics from custom metrics API: ";
  it.each<
    readonly [string, Omit<MetricSpec, "type">, Readonly<Record<string, JsonObject>>, string]
  >([
    [
      "nobody serves",
      pods,
      { "/apis": { groups: [] } },
      `${wrong}no custom metrics API (custom.metrics.k8s.io) registered`,
    ],
    [
      "are served in no version that is known",
      pods,
      { "/apis": served("v9") },
      `${wrong}no known available metric versions found`,
    ],
    [
      "are none",
      pods,
      {
        "/apis": served("v1beta1"),
        [`${custom}/v1beta1/namespaces/ns/pods/*/qps?${selector}`]: {},
      },
      "no metrics returned from custom metrics API",
    ],
    [
      "are several of one object",
      object("apps/v1", "Deployment"),
      { "/apis": served("v1beta1"), [deployments]: { items: [value("a", "1"), value("b", "1")] } },
      `${wrong}the custom metrics API server returned 2 results when we asked for exactly one`,
    ],
    [
      "are of a kind that is not known",
      object("example.com/v1", "Nothing"),
      { "/apis": served("v1beta1") },
      `${wrong}unable to map kind Nothing.example.com to resource: no matches for kind "Nothing" in group "example.com"`,
    ],
  ])("that %s", async (_title, spec, answers, error) => {
    expect(await read(spec, apiOf(answers).api)).toEqual({ error });
  });
});

describe("external metrics", () => {
  const metric = { name: "queue", selector: { matchLabels: { name: "jobs" } } };
  const external = { external: { metric, target } };
  const path =
    "/apis/external.metrics.k8s.io/v1beta1/namespaces/ns/queue?labelSelector=name%3Djobs";
  const wrong = "unable to fetch metrics from external metrics API: ";

  it("may be several", async () => {
    const items = [{ value: "10" }, { value: "500m" }];
    expect(await read(external, apiOf({ [path]: { items } }).api)).toEqual({
      values: [10_000, 500],
    });
  });

  it.each<readonly [string, JsonObject | StatusError, string]>([
    ["nobody has", { items: [] }, "no metrics returned from external metrics API"],
    [
      "nobody serves",
      unknownError("404 page not found"),
      `${wrong}the server could not find the requested resource (get queue.external.metrics.k8s.io)`,
    ],
    ["their server does not know", unknownError("no such metric"), `${wrong}no such metric`],
    // rest.Request: an answer that is no Status becomes NewGenericServerResponse of its code.
    [
      "their server cannot be asked for",
      unknownError("service unavailable"),
      `${wrong}the server is currently unable to handle the request (get queue.external.metrics.k8s.io)`,
    ],
  ])("that %s", async (_title, answer, error) => {
    expect(await read(external, apiOf({ [path]: answer }).api)).toEqual({ error });
  });
});

it("a metric whose selector is none is asked of nobody", async () => {
  const selector = { matchExpressions: [{ key: "a", operator: "Like", values: ["b"] }] };
  const metric = { name: "qps", selector };
  const { api, asked } = apiOf({});
  const fault = '"Like" is not a valid label selector operator';
  for (const spec of [{ pods: { metric, target } }, { external: { metric, target } }]) {
    expect(await read(spec, api)).toEqual({ fault });
  }
  expect(asked).toEqual([]);
});

/** LabelSelector's String of k8s.io/apimachinery. */
it.each<readonly [LabelSelector | undefined, string]>([
  [undefined, "nil"],
  [
    {},
    "&LabelSelector{MatchLabels:map[string]string{},MatchExpressions:[]LabelSelectorRequirement{},}",
  ],
  [
    {
      matchLabels: { b: "2", a: "1" },
      matchExpressions: [
        { key: "k", operator: "In", values: ["x", "y"] },
        { key: "l", operator: "Exists" },
      ],
    },
    "&LabelSelector{MatchLabels:map[string]string{a: 1,b: 2,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:k,Operator:In,Values:[x y],},LabelSelectorRequirement{Key:l,Operator:Exists,Values:[],},},}",
  ],
])("the selector %j is told of as Go prints it", (one, text) => {
  expect(goText(one)).toBe(text);
});
