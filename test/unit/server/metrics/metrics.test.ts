/** /metrics as a scraper reads it: names, labels and buckets are those of Kubernetes' list of stable metrics. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  exponentialBounds,
  goFloat,
  Histogram,
  histogramFamily,
  metricsDocument,
  simpleFamily,
} from "../../../../src/api/prometheus.ts";
import { createCluster, type Cluster } from "../../../../src/index.ts";
import { eventually } from "../../../fixtures/eventually.ts";
import { readMetrics, type ReadFamily } from "./text-format.ts";

let cluster: Cluster;
beforeAll(async () => {
  cluster = await createCluster({ nodes: 1 });
});
afterAll(() => cluster.stop());

const call = (path: string, init: RequestInit = {}) =>
  cluster.fetch(new Request(`http://kubarium${path}`, init));
const scrape = async (path = "/metrics") => readMetrics(await (await call(path)).text());

const pod = async (name: string, more: object = {}) => {
  const { status } = await call("/api/v1/namespaces/default/pods", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name },
      spec: { containers: [{ name: "c", image: "busybox" }], ...more },
    }),
  });
  expect([201, 409]).toContain(status);
};

const boundsOf = (family: ReadFamily | undefined) => [
  ...new Set(family?.samples.flatMap(({ labels }) => (labels["le"] ? [labels["le"]] : []))),
];

describe("numbers", () => {
  test.each([
    [0, "0"],
    [1, "1"],
    [0.005, "0.005"],
    [1e6, "1e+06"],
    [1e9, "1e+09"],
    [1e-8, "1e-08"],
    [1234567, "1.234567e+06"],
    [100_000, "100000"],
    [12.5, "12.5"],
    [Infinity, "+Inf"],
    [-Infinity, "-Inf"],
    [NaN, "NaN"],
  ])("%d is written %s", (value, text) => {
    expect(goFloat(value)).toBe(text);
  });
});

test("what is written is read again, whatever the labels hold", () => {
  const odd = 'a"b\\c\nd{},=';
  const histogram = new Histogram(exponentialBounds(1, 2, 3));
  for (const value of [0.5, 1, 3, 100]) histogram.observe(value);
  const text = metricsDocument([
    simpleFamily(["counter", "a_total", "Back\\slash and\nline."], [[{ odd }, 3]]),
    histogramFamily(["h", "H."], [[{ odd }, histogram]]),
    simpleFamily(["gauge", "nothing", "Left out."], []),
  ]);
  const families = readMetrics(text);
  expect([...families.keys()]).toEqual(["a_total", "h"]);
  expect(families.get("a_total")?.samples[0]).toEqual({
    name: "a_total",
    labels: { odd },
    value: 3,
  });
  expect(families.get("h")?.samples.map(({ value }) => value)).toEqual([2, 2, 3, 4, 104.5, 4]);
});

describe("/metrics of a cluster", () => {
  test("is strictly valid, and has what Kubernetes promises", async () => {
    await eventually(() => pod("first"));
    await pod("too-big", {
      containers: [{ name: "c", image: "busybox", resources: { requests: { cpu: "9k" } } }],
    });
    await eventually(async () => {
      const families = await scrape();
      const bound = families.get("scheduler_schedule_attempts_total")?.samples;
      expect(bound?.map(({ labels }) => labels["result"]).sort()).toEqual([
        "scheduled",
        "unschedulable",
      ]);
    });
    const families = await scrape();
    const labelsOf = (name: string) =>
      Object.keys(families.get(name)?.samples[0]?.labels ?? {}).sort();
    expect(labelsOf("apiserver_request_total")).toEqual([
      "code",
      "component",
      "dry_run",
      "group",
      "resource",
      "scope",
      "subresource",
      "verb",
      "version",
    ]);
    expect(labelsOf("apiserver_current_inflight_requests")).toEqual(["request_kind"]);
    expect(labelsOf("apiserver_resource_objects")).toEqual(["group", "resource"]);
    expect(labelsOf("scheduler_schedule_attempts_total")).toEqual(["profile", "result"]);
    expect(boundsOf(families.get("apiserver_request_duration_seconds"))).toEqual(
      "0.005 0.025 0.05 0.1 0.2 0.4 0.6 0.8 1 1.25 1.5 2 3 4 5 6 8 10 15 20 30 45 60 +Inf".split(
        " ",
      ),
    );
    expect(boundsOf(families.get("scheduler_pod_scheduling_sli_duration_seconds"))).toEqual(
      "0.01 0.02 0.04 0.08 0.16 0.32 0.64 1.28 2.56 5.12 10.24 20.48 40.96 81.92 163.84 327.68 655.36 1310.72 2621.44 5242.88 +Inf".split(
        " ",
      ),
    );
    expect(boundsOf(families.get("scheduler_pod_scheduling_attempts"))).toEqual(
      "1 2 4 8 16 +Inf".split(" "),
    );
    expect(labelsOf("apiserver_response_sizes")).toEqual([
      "component",
      "group",
      "le",
      "resource",
      "scope",
      "subresource",
      "verb",
      "version",
    ]);
    expect(boundsOf(families.get("apiserver_response_sizes"))).toEqual(
      "1000 10000 100000 1e+06 1e+07 1e+08 1e+09 +Inf".split(" "),
    );
    const verbs = families.get("apiserver_request_total")?.samples.map(({ labels }) => labels);
    expect(verbs).toContainEqual(
      expect.objectContaining({ verb: "POST", resource: "pods", scope: "resource", code: "201" }),
    );
    const flows = families.get("apiserver_flowcontrol_dispatched_requests_total")?.samples;
    expect(flows?.map(({ labels }) => labels)).toEqual([
      { flow_schema: "exempt", priority_level: "exempt" },
    ]);
    const seats = families.get("apiserver_flowcontrol_nominal_limit_seats")?.samples ?? [];
    expect(seats.map(({ labels }) => labels["priority_level"])).toContain("workload-low");
    for (const method of ["HEAD", "GET"]) await call("/apis", { method });
    expect(
      (await scrape())
        .get("apiserver_request_total")
        ?.samples.filter(({ labels }) => labels["subresource"] === "/apis"),
    ).toHaveLength(1);
    expect(labelsOf("scheduler_queue_incoming_pods_total")).toEqual(["event", "queue"]);
    const incoming = families.get("scheduler_queue_incoming_pods_total")?.samples;
    expect(incoming?.map(({ labels }) => labels)).toEqual(
      expect.arrayContaining([
        { event: "UnschedulablePodAdd", queue: "active" },
        { event: "ScheduleAttemptFailure", queue: "unschedulable" },
      ]),
    );
    const points = families.get("scheduler_framework_extension_point_duration_seconds");
    expect(boundsOf(points)).toEqual(
      "0.0001 0.0002 0.0004 0.0008 0.0016 0.0032 0.0064 0.0128 0.0256 0.0512 0.1024 0.2048 +Inf".split(
        " ",
      ),
    );
    const ran = points?.samples
      .filter(({ name }) => name.endsWith("_count"))
      .map(({ labels }) => labels);
    const profile = "default-scheduler";
    for (const point of ["Filter", "Reserve", "Bind"]) {
      expect(ran).toContainEqual({ extension_point: point, profile, status: "Success" });
    }
    expect(ran).toContainEqual({ extension_point: "PostFilter", profile, status: "Unschedulable" });
    expect(boundsOf(families.get("scheduler_preemption_victims"))).toEqual(
      "1 2 4 8 16 32 64 +Inf".split(" "),
    );
    expect(families.get("scheduler_preemption_attempts_total")?.samples[0]?.value).toBe(1);
    const queues = families.get("scheduler_pending_pods")?.samples;
    expect(
      Object.fromEntries(queues?.map(({ labels, value }) => [labels["queue"], value]) ?? []),
    ).toEqual({
      active: 0,
      backoff: 0,
      gated: 0,
      unschedulable: 1,
    });
  });

  test("counts what the controllers' queues have done", async () => {
    const families = await scrape();
    const adds = families.get("workqueue_adds_total")?.samples ?? [];
    const node =
      adds.find(({ labels }) => labels["name"] === "serviceaccount") ??
      adds.find(({ value }) => value > 0);
    expect(node?.value).toBeGreaterThan(0);
    for (const name of [
      "depth",
      "retries_total",
      "unfinished_work_seconds",
      "longest_running_processor_seconds",
    ]) {
      expect(families.get(`workqueue_${name}`)?.samples.length).toBe(adds.length);
    }
    for (const name of ["workqueue_queue_duration_seconds", "workqueue_work_duration_seconds"]) {
      expect(boundsOf(families.get(name))).toEqual(
        "1e-08 1e-07 1e-06 1e-05 0.0001 0.001 0.01 0.1 1 10 100 1000 +Inf".split(" "),
      );
    }
  });

  test("has what Pods ask for at /metrics/resources, and nowhere else", async () => {
    const families = await scrape("/metrics/resources");
    expect([...families.keys()]).toEqual(["kube_pod_resource_request"]);
    expect(families.get("kube_pod_resource_request")?.samples).toEqual([
      {
        name: "kube_pod_resource_request",
        labels: {
          namespace: "default",
          node: "",
          pod: "too-big",
          priority: "0",
          resource: "cpu",
          scheduler: "default-scheduler",
          unit: "cores",
        },
        value: 9000,
      },
    ]);
    expect((await scrape()).has("kube_pod_resource_request")).toBe(false);
  });

  test("has the checks alone at /metrics/slis", async () => {
    const families = await scrape("/metrics/slis");
    expect([...families.keys()]).toEqual(["kubernetes_healthcheck"]);
    expect(families.get("kubernetes_healthcheck")?.samples).toContainEqual({
      name: "kubernetes_healthcheck",
      labels: { name: "informer-sync", type: "readyz" },
      value: 1,
    });
  });
});
