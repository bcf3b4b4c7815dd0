/**
 * What the API server counts beyond Kubernetes' stable metrics, with types, labels and buckets of its documented list
 * (test/instrumentation/documentation/documentation-list.yaml, 1.36).
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../../src/index.ts";
import { eventually } from "../../../fixtures/eventually.ts";
import { flowSchemaFor } from "../../../fixtures/flow-schema.ts";
import { readMetrics, type ReadFamily } from "./text-format.ts";

interface Row {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly labels: string;
  readonly buckets?: string;
}

const request = "component group resource scope subresource verb version";
const slow = "0.05 0.1 0.2 0.4 0.6 0.8 1 1.25 1.5 2 3 4 5 6 8 10 15 20 30 45 60";
const usual = "0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10";
const flow = "flow_schema priority_level";
const ofFlows = "apiserver_flowcontrol_";
const rows: readonly Row[] = [
  {
    name: "apiserver_request_sli_duration_seconds",
    type: "histogram",
    labels: request,
    buckets: slow,
  },
  { name: "apiserver_request_terminations_total", type: "counter", labels: `code ${request}` },
  { name: "apiserver_watch_events_total", type: "counter", labels: "group resource version" },
  {
    name: "apiserver_watch_events_sizes",
    type: "histogram",
    labels: "group resource version",
    buckets: "1024 2048 4096 8192 16384 32768 65536 131072",
  },
  {
    name: "apiserver_watch_list_duration_seconds",
    type: "histogram",
    labels: "group resource scope version",
    buckets: slow,
  },
  { name: "apiserver_storage_events_received_total", type: "counter", labels: "group resource" },
  { name: "apiserver_resource_size_estimate_bytes", type: "gauge", labels: "group resource" },
  {
    name: "apiserver_cel_compilation_duration_seconds",
    type: "histogram",
    labels: "",
    buckets: usual,
  },
  {
    name: "apiserver_cel_evaluation_duration_seconds",
    type: "histogram",
    labels: "",
    buckets: usual,
  },
  { name: "serviceaccount_valid_tokens_total", type: "counter", labels: "" },
  { name: "serviceaccount_stale_tokens_total", type: "counter", labels: "" },
  { name: "serviceaccount_legacy_tokens_total", type: "counter", labels: "" },
  { name: "aggregator_unavailable_apiservice", type: "gauge", labels: "name" },
  {
    name: "registered_metrics_total",
    type: "counter",
    labels: "deprecated_version stability_level",
  },
  { name: "kube_apiserver_clusterip_allocator_allocated_ips", type: "gauge", labels: "cidr" },
  { name: "kube_apiserver_clusterip_allocator_available_ips", type: "gauge", labels: "cidr" },
  { name: "kube_apiserver_nodeport_allocator_allocated_ports", type: "gauge", labels: "" },
  { name: "kube_apiserver_nodeport_allocator_available_ports", type: "gauge", labels: "" },
  { name: "running_managed_controllers", type: "gauge", labels: "manager name" },
  { name: `${ofFlows}current_executing_requests`, type: "gauge", labels: flow },
  { name: `${ofFlows}current_executing_seats`, type: "gauge", labels: flow },
  { name: `${ofFlows}current_inqueue_seats`, type: "gauge", labels: flow },
  { name: `${ofFlows}current_limit_seats`, type: "gauge", labels: "priority_level" },
  { name: `${ofFlows}target_seats`, type: "gauge", labels: "priority_level" },
  { name: `${ofFlows}seat_fair_frac`, type: "gauge", labels: "" },
  { name: `${ofFlows}demand_seats_average`, type: "gauge", labels: "priority_level" },
  { name: `${ofFlows}demand_seats_high_watermark`, type: "gauge", labels: "priority_level" },
  { name: `${ofFlows}demand_seats_smoothed`, type: "gauge", labels: "priority_level" },
  { name: `${ofFlows}demand_seats_stdev`, type: "gauge", labels: "priority_level" },
  {
    name: `${ofFlows}demand_seats`,
    type: "histogram",
    labels: "priority_level",
    buckets: "0.2 0.4 0.6 0.8 1 1.2 1.4 1.7 2 2.8 4 6",
  },
  {
    name: `${ofFlows}priority_level_seat_utilization`,
    type: "histogram",
    labels: "phase priority_level",
    buckets: "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 0.95 0.99 1",
  },
  {
    name: `${ofFlows}priority_level_request_utilization`,
    type: "histogram",
    labels: "phase priority_level",
    buckets: "0 0.001 0.003 0.01 0.03 0.1 0.25 0.5 0.75 1",
  },
  { name: `${ofFlows}work_estimated_seats`, type: "histogram", labels: flow, buckets: "1 2 4 10" },
  {
    name: `${ofFlows}watch_count_samples`,
    type: "histogram",
    labels: flow,
    buckets: "0 1 10 100 1000 10000",
  },
  { name: `${ofFlows}rejected_requests_total`, type: "counter", labels: `${flow} reason` },
];

let cluster: Cluster;
const unwatch = new AbortController();
const call = (path: string, init: RequestInit = {}) =>
  cluster.fetch(new Request(`http://kubarium${path}`, init));
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  call(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const scrape = async (): Promise<ReadonlyMap<string, ReadFamily>> =>
  readMetrics(await (await call("/metrics")).text());
const valueOf = async (name: string, labels: Record<string, string> = {}): Promise<number> => {
  const family = name.replace(/_(bucket|sum|count)$/, "");
  const all = await scrape();
  const samples = (all.get(name) ?? all.get(family))?.samples ?? [];
  const found = samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return found.reduce((sum, { value }) => sum + value, 0);
};

beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
  const flows = "/apis/flowcontrol.apiserver.k8s.io/v1";
  const jail = {
    nominalConcurrencyShares: 0,
    borrowingLimitPercent: 0,
    limitResponse: { type: "Reject" },
  };
  await post(`${flows}/prioritylevelconfigurations`, {
    metadata: { name: "jail" },
    spec: { type: "Limited", limited: jail },
  });
  await post(`${flows}/flowschemas`, {
    metadata: { name: "jane" },
    ...flowSchemaFor("jane", "jail", 50),
  });
  await eventually(async () => {
    const refused = await call("/api/v1/namespaces/default/pods", {
      headers: { "impersonate-user": "jane" },
    });
    expect(refused.status).toBe(429);
  });
  // APIServices of what is served here are written beside the first requests.
  await eventually(async () => {
    expect((await scrape()).has("aggregator_unavailable_apiservice")).toBe(true);
  });
  const list =
    "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
  const watched = await call(`/api/v1/namespaces?${list}`, { signal: unwatch.signal });
  void watched.body?.getReader().read();
});
afterAll(async () => {
  unwatch.abort();
  await cluster.stop();
});

describe("the metric", () => {
  test.each(rows)("$name", async ({ name, type, labels, buckets }) => {
    const found = (await scrape()).get(name);
    expect(found?.type).toBe(type);
    expect(found?.help).toMatch(/^\[(ALPHA|BETA)\] /);
    const names = new Set(
      found?.samples.map((sample) =>
        Object.keys(sample.labels)
          .filter((label) => label !== "le")
          .sort((a, b) => (a < b ? -1 : 1))
          .join(" "),
      ),
    );
    expect([...names]).toEqual([labels]);
    const bounds = found?.samples.flatMap((sample) => sample.labels["le"] ?? []);
    expect([...new Set(bounds)]).toEqual(buckets ? [...buckets.split(" "), "+Inf"] : []);
  });
});

describe("the value", () => {
  test("of events that were sent is one for each that a watcher got, its mark of the end among them", async () => {
    const { items } = (await (await call("/api/v1/namespaces")).json()) as { items: unknown[] };
    const labels = { group: "", resource: "namespaces", version: "v1" };
    expect(await valueOf("apiserver_watch_events_total", labels)).toBe(items.length + 1);
    const before = await valueOf("apiserver_storage_events_received_total", {
      resource: "namespaces",
    });
    await post("/api/v1/namespaces", { metadata: { name: "watched" } });
    await eventually(async () => {
      expect(await valueOf("apiserver_watch_events_total", labels)).toBeGreaterThan(
        items.length + 1,
      );
    });
    const after = await valueOf("apiserver_storage_events_received_total", {
      resource: "namespaces",
    });
    expect(after).toBeGreaterThan(before);
    expect(await valueOf("apiserver_watch_list_duration_seconds_count", { scope: "cluster" })).toBe(
      1,
    );
  });

  test("of expressions goes up with every one that is compiled and evaluated", async () => {
    const before = await valueOf("apiserver_cel_compilation_duration_seconds_count");
    const crd = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "toys.example.com" },
      spec: {
        group: "example.com",
        scope: "Namespaced",
        names: { plural: "toys", singular: "toy", kind: "Toy", listKind: "ToyList" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: "object",
                properties: { size: { type: "integer" } },
                "x-kubernetes-validations": [{ rule: "self.size < 10" }],
              },
            },
          },
        ],
      },
    };
    expect(
      (await post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd)).status,
    ).toBe(201);
    expect(await valueOf("apiserver_cel_compilation_duration_seconds_count")).toBeGreaterThan(
      before,
    );
    const evaluated = await valueOf("apiserver_cel_evaluation_duration_seconds_count");
    const toy = { apiVersion: "example.com/v1", kind: "Toy", metadata: { name: "big" }, size: 11 };
    await eventually(async () => {
      expect((await post("/apis/example.com/v1/namespaces/default/toys", toy)).status).toBe(422);
    });
    expect(await valueOf("apiserver_cel_evaluation_duration_seconds_count")).toBeGreaterThan(
      evaluated,
    );
  });

  test("of service levels counts dry runs with the others", async () => {
    const labels = { resource: "secrets", verb: "POST" };
    for (const query of ["", "?dryRun=All"]) {
      await post(`/api/v1/namespaces/default/secrets${query}`, { metadata: { name: "a" } });
    }
    expect(await valueOf("apiserver_request_sli_duration_seconds_count", labels)).toBe(2);
  });

  test("of ends in self-defence is that of refusals", async () => {
    const labels = { code: "429", resource: "pods", verb: "LIST" };
    const before = await valueOf("apiserver_request_terminations_total", labels);
    await call("/api/v1/namespaces/default/pods", { headers: { "impersonate-user": "jane" } });
    expect(await valueOf("apiserver_request_terminations_total", labels)).toBe(before + 1);
    expect(
      await valueOf(`${ofFlows}rejected_requests_total`, {
        flow_schema: "jane",
        reason: "concurrency-limit",
      }),
    ).toBe(before + 1);
  });

  test("of tokens that were taken is one for each", async () => {
    const before = await valueOf("serviceaccount_valid_tokens_total");
    const made = await post("/api/v1/namespaces/default/serviceaccounts/default/token", {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: {},
    });
    const { status } = (await made.json()) as { status: { token: string } };
    const review = await post("/apis/authentication.k8s.io/v1/tokenreviews", {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenReview",
      spec: { token: status.token },
    });
    expect(review.status).toBe(201);
    expect(await valueOf("serviceaccount_valid_tokens_total")).toBe(before + 1);
  });

  test("of an APIService whose Service is not there says so", async () => {
    await post("/apis/apiregistration.k8s.io/v1/apiservices", {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1.gone.example.com" },
      spec: {
        group: "gone.example.com",
        version: "v1",
        groupPriorityMinimum: 1,
        versionPriority: 1,
        service: { name: "gone", namespace: "default" },
      },
    });
    const family = "aggregator_unavailable_apiservice";
    expect(await valueOf(family, { name: "v1.gone.example.com" })).toBe(1);
    await eventually(async () => expect(await valueOf(family, { name: "v1.apps" })).toBe(0));
  });

  test("of addresses and ports goes up with each Service", async () => {
    const read = async () => [
      await valueOf("kube_apiserver_clusterip_allocator_allocated_ips"),
      await valueOf("kube_apiserver_clusterip_allocator_available_ips"),
      await valueOf("kube_apiserver_nodeport_allocator_allocated_ports"),
      await valueOf("kube_apiserver_nodeport_allocator_available_ports"),
    ];
    const before = await read();
    const ports = [80, 81].map((port) => ({ name: `p${port}`, port }));
    const service = { metadata: { name: "open" }, spec: { type: "NodePort", ports } };
    expect((await post("/api/v1/namespaces/default/services", service)).status).toBe(201);
    const change = (await read()).map((value, at) => value - (before[at] ?? NaN));
    expect(change).toEqual([1, -1, 2, -2]);
  });

  test("of seats is what a list of much takes", async () => {
    const wide = async (): Promise<number> => {
      const buckets = (await scrape()).get(`${ofFlows}work_estimated_seats`)?.samples ?? [];
      const upTo = (le: string): number =>
        buckets.find(({ labels }) => labels["flow_schema"] === "exempt" && labels["le"] === le)
          ?.value ?? NaN;
      return upTo("+Inf") - upTo("1");
    };
    const before = await wide();
    for (let at = 0; at < 4; at += 1) {
      await post("/api/v1/namespaces/default/configmaps", {
        metadata: { name: `big-${at}` },
        data: { text: "x".repeat(100_000) },
      });
    }
    await call("/api/v1/configmaps");
    await call("/api/v1/namespaces/default/configmaps/big-1");
    expect(await wide()).toBe(before + 1);
  });
});
