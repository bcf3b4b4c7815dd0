/**
 * Kubernetes' list of stable metrics (test/instrumentation/testdata/stable-metrics-list.yaml, 1.36), for the components that are
 * here: each is served under its name, with its type, its labels and its buckets.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../../src/index.ts";
import { eventually } from "../../../fixtures/eventually.ts";
import { readMetrics, type ReadFamily } from "./text-format.ts";

interface Row {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly labels: string;
  readonly buckets?: string;
  /** Where it is served, if not at /metrics. */
  readonly at?: string;
}

const request = "component dry_run group resource scope subresource verb version";
const admission = "0.005 0.025 0.1 0.5 1 2.5";
const kubelet = "/api/v1/nodes/node-1/proxy/metrics/resource";
const podResource = "namespace node pod priority resource scheduler unit";
const rows: readonly Row[] = [
  {
    name: "apiserver_admission_controller_admission_duration_seconds",
    type: "histogram",
    labels: "name operation rejected type",
    buckets: admission,
  },
  {
    name: "apiserver_admission_step_admission_duration_seconds",
    type: "histogram",
    labels: "operation rejected type",
    buckets: admission,
  },
  { name: "apiserver_current_inflight_requests", type: "gauge", labels: "request_kind" },
  {
    name: "apiserver_longrunning_requests",
    type: "gauge",
    labels: "component group resource scope subresource verb version",
  },
  {
    name: "apiserver_request_duration_seconds",
    type: "histogram",
    labels: request,
    buckets: "0.005 0.025 0.05 0.1 0.2 0.4 0.6 0.8 1 1.25 1.5 2 3 4 5 6 8 10 15 20 30 45 60",
  },
  { name: "apiserver_request_total", type: "counter", labels: `code ${request}` },
  {
    name: "apiserver_requested_deprecated_apis",
    type: "gauge",
    labels: "group removed_release resource subresource version",
  },
  {
    name: "apiserver_response_sizes",
    type: "histogram",
    labels: "component group resource scope subresource verb version",
    buckets: "1000 10000 100000 1e+06 1e+07 1e+08 1e+09",
  },
  { name: "apiserver_storage_objects", type: "gauge", labels: "resource" },
  { name: "kubernetes_healthcheck", type: "gauge", labels: "name type" },
  { name: "kubernetes_healthchecks_total", type: "counter", labels: "name status type" },
  {
    name: "cronjob_controller_job_creation_skew_duration_seconds",
    type: "histogram",
    labels: "",
    buckets: "1 2 4 8 16 32 64 128 256 512",
  },
  { name: "node_collector_evictions_total", type: "counter", labels: "zone" },
  {
    name: "job_controller_job_sync_duration_seconds",
    type: "histogram",
    labels: "action completion_mode result",
    buckets:
      "0.004 0.008 0.016 0.032 0.064 0.128 0.256 0.512 1.024 2.048 4.096 8.192 16.384 32.768 65.536",
  },
  {
    name: "job_controller_job_syncs_total",
    type: "counter",
    labels: "action completion_mode result",
  },
  {
    name: "job_controller_jobs_finished_total",
    type: "counter",
    labels: "completion_mode reason result",
  },
  {
    name: "scheduler_framework_extension_point_duration_seconds",
    type: "histogram",
    labels: "extension_point profile status",
    buckets: "0.0001 0.0002 0.0004 0.0008 0.0016 0.0032 0.0064 0.0128 0.0256 0.0512 0.1024 0.2048",
  },
  { name: "scheduler_pending_pods", type: "gauge", labels: "queue" },
  {
    name: "scheduler_pod_scheduling_attempts",
    type: "histogram",
    labels: "",
    buckets: "1 2 4 8 16",
  },
  { name: "scheduler_preemption_attempts_total", type: "counter", labels: "" },
  {
    name: "scheduler_preemption_victims",
    type: "histogram",
    labels: "",
    buckets: "1 2 4 8 16 32 64",
  },
  { name: "scheduler_queue_incoming_pods_total", type: "counter", labels: "event queue" },
  { name: "scheduler_schedule_attempts_total", type: "counter", labels: "profile result" },
  {
    name: "scheduler_scheduling_attempt_duration_seconds",
    type: "histogram",
    labels: "profile result",
    buckets:
      "0.001 0.002 0.004 0.008 0.016 0.032 0.064 0.128 0.256 0.512 1.024 2.048 4.096 8.192 16.384",
  },
  { name: "kube_pod_resource_limit", type: "gauge", labels: podResource, at: "/metrics/resources" },
  {
    name: "kube_pod_resource_request",
    type: "gauge",
    labels: podResource,
    at: "/metrics/resources",
  },
  {
    name: "container_cpu_usage_seconds_total",
    type: "counter",
    labels: "container namespace pod",
    at: kubelet,
  },
  { name: "node_cpu_usage_seconds_total", type: "counter", labels: "", at: kubelet },
  { name: "pod_cpu_usage_seconds_total", type: "counter", labels: "namespace pod", at: kubelet },
  {
    name: "container_memory_working_set_bytes",
    type: "gauge",
    labels: "container namespace pod",
    at: kubelet,
  },
  {
    name: "container_start_time_seconds",
    type: "gauge",
    labels: "container namespace pod",
    at: kubelet,
  },
  { name: "node_memory_working_set_bytes", type: "gauge", labels: "", at: kubelet },
  { name: "pod_memory_working_set_bytes", type: "gauge", labels: "namespace pod", at: kubelet },
  { name: "resource_scrape_error", type: "gauge", labels: "", at: kubelet },
];

let cluster: Cluster;
const call = (path: string, init: RequestInit = {}) =>
  cluster.fetch(new Request(`http://kubarium${path}`, init));
const post = async (path: string, body: object) => {
  const answer = await call(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(201);
};
/** The kubelet's samples have stamps, which this reader does not know. */
const withoutStamps = (text: string): string => text.replace(/^([^#].* \S+) \d{13}$/gm, "$1");
const scrape = async (path: string): Promise<ReadonlyMap<string, ReadFamily>> =>
  readMetrics(withoutStamps(await (await call(path)).text()));

const unwatch = new AbortController();
beforeAll(async () => {
  cluster = await createCluster({ nodes: 1 });
  const resources = { requests: { cpu: "1" }, limits: { cpu: "1" } };
  await eventually(() =>
    post("/api/v1/namespaces/default/pods", {
      metadata: { name: "web" },
      spec: { containers: [{ name: "c", image: "busybox", resources }] },
    }),
  );
  await post("/apis/batch/v1/namespaces/default/jobs", {
    metadata: { name: "none" },
    spec: {
      completions: 0,
      template: {
        spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] },
      },
    },
  });
  await call("/api/v1/namespaces/default/endpoints");
  await call("/readyz");
  await call("/api/v1/namespaces/default/pods?watch=1", { signal: unwatch.signal });
  await eventually(async () => {
    const all = await scrape("/metrics");
    expect(all.get("job_controller_jobs_finished_total")?.samples).toHaveLength(1);
    expect(all.get("node_collector_evictions_total")?.samples).toHaveLength(1);
    const started = (await scrape(kubelet)).get("container_start_time_seconds");
    expect(started?.samples).toHaveLength(1);
  });
});
afterAll(async () => {
  unwatch.abort();
  await cluster.stop();
});

describe("the stable metric", () => {
  test.each(rows)("$name", async ({ name, type, labels, buckets, at = "/metrics" }) => {
    const found = (await scrape(at)).get(name);
    expect(found?.type).toBe(type);
    expect(found?.help).toMatch(/^\[STABLE\] /);
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
    const expected = buckets === undefined ? [] : [...buckets.split(" "), "+Inf"];
    expect([...new Set(bounds)]).toEqual(expected);
  });
});
