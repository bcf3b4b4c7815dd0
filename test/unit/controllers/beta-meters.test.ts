/**
 * What controllers count under names that are BETA in 1.36: autoscalers (podautoscaler/monitor), EndpointSlices (endpointslice/metrics,
 * cache_test.go), Jobs (pkg/controller/job/metrics).
 */
import { describe, expect, test } from "vitest";
import type {
  EndpointSlice,
  HorizontalPodAutoscaler,
  Job,
  Pod,
  Service,
} from "../../../src/api/generated/types.ts";
import { ENDPOINT_SLICES, PODS, SERVICES } from "../../../src/api/kinds.ts";
import type { KubeObject, ResourceRef, Stored } from "../../../src/api/object.ts";
import { controllerMeters } from "../../../src/controllers/meters.ts";
import type { ControllerMeter, Sync } from "../../../src/loop/controller-meter.ts";
import type { Listers } from "../../../src/loop/controller.ts";
import type { Action } from "../../../src/loop/plan.ts";

const metadata = (name: string, more: object = {}) => ({
  name,
  namespace: "default",
  uid: name,
  resourceVersion: "1",
  creationTimestamp: "2026-01-01T00:00:00Z",
  ...more,
});

function listers(objects: Readonly<Record<string, readonly object[]>> = {}): Pick<Listers, "of"> {
  const of = ({ resource }: ResourceRef) => ({ all: () => objects[resource] ?? [] });
  return { of } as unknown as Pick<Listers, "of">;
}

function meter(name: string, ...syncs: readonly Partial<Sync>[]): ControllerMeter {
  const made = controllerMeters[name]?.();
  if (made === undefined) throw new Error(`no meter for ${name}`);
  for (const sync of syncs)
    made.synced({ view: {}, plan: { actions: [] }, seconds: 1, nowMs: 0, failed: false, ...sync });
  return made;
}

function read(of: ControllerMeter, name: string, objects = {}): Record<string, number> {
  const family = of.families(listers(objects)).find((each) => each.name === name);
  if (family === undefined) throw new Error(`no ${name}`);
  return Object.fromEntries(
    family.samples
      .filter(({ suffix }) => suffix === "" || suffix === "_sum")
      .map(({ labels, value }) => [Object.values(labels).join(" "), value]),
  );
}

describe("an autoscaler's looks", () => {
  const cpu = (averageUtilization: number) => ({
    type: "Resource" as const,
    resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
  });
  const external = {
    type: "External" as const,
    external: { metric: { name: "queue" }, target: { type: "AverageValue", averageValue: "10" } },
  };
  const autoscaler = (metrics: readonly object[]) =>
    ({ metadata: metadata("h"), spec: { metrics } }) as unknown as Stored<HorizontalPodAutoscaler>;
  const scale = { metadata: metadata("d"), spec: { replicas: 2 }, status: { replicas: 2 } };
  const seen = (metrics: readonly object[], readings: readonly object[]) => ({
    autoscaler: autoscaler(metrics),
    observed: {
      target: { scale, resource: {} },
      pods: [],
      sharing: ["default/h"],
      readings,
      seconds: readings.map((_, at) => at + 1),
    },
  });
  const rescale = (replicas: number) =>
    ({
      verb: "update",
      subresource: "scale",
      object: { ...scale, spec: { replicas } },
    }) as unknown as Action;
  const tells = (reason: string) => ({ verb: "event", announce: { reason } }) as unknown as Action;
  const name = "horizontal_pod_autoscaler_controller";

  test.each<[string, readonly Action[], boolean, string]>([
    ["nothing to do", [], false, "none none"],
    ["more", [tells("SuccessfulRescale"), rescale(5)], false, "scale_up none"],
    ["fewer", [rescale(1)], false, "scale_down none"],
    ["refused", [rescale(5)], true, "none internal"],
    ["no target", [tells("FailedGetScale")], false, "none internal"],
    ["no metric", [tells("FailedComputeMetricsReplicas")], false, "none internal"],
    ["two of them", [tells("AmbiguousSelector")], false, "none internal"],
  ])("%s", (_what, actions, failed, labels) => {
    const of = meter("horizontal-pod-autoscaler", {
      view: seen([], []),
      plan: { actions },
      failed,
    });
    expect(read(of, `${name}_reconciliations_total`)).toEqual({ [labels]: 1 });
    expect(read(of, `${name}_reconciliation_duration_seconds`)).toEqual({ [labels]: 1 });
  });

  test("are only those for which it was time", () => {
    const of = meter("horizontal-pod-autoscaler", { view: { autoscaler: autoscaler([]) } });
    expect(read(of, `${name}_reconciliations_total`)).toEqual({});
  });

  test("tell of each metric what it wanted", () => {
    const view = seen(
      [external, external, cpu(50)],
      [{ values: [50_000] }, { values: [10_000] }, { error: "unable to fetch" }],
    );
    const of = meter("horizontal-pod-autoscaler", { view });
    expect(read(of, `${name}_metric_computation_total`)).toEqual({
      "scale_up none External": 1,
      "scale_down none External": 1,
      "none internal Resource": 1,
    });
    // By the seconds of the first, the second and the third.
    expect(read(of, `${name}_metric_computation_duration_seconds`)).toEqual({
      "scale_up none External": 1,
      "scale_down none External": 2,
      "none internal Resource": 3,
    });
  });
});

describe("endpoint slices", () => {
  const label = { "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" };
  const slice = (name: string, service: string, addresses: readonly string[], port = 80) =>
    ({
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: metadata(name, { labels: { ...label, "kubernetes.io/service-name": service } }),
      addressType: "IPv4",
      ports: [{ port }],
      endpoints: addresses.map((address) => ({ addresses: [address] })),
    }) as unknown as Stored<EndpointSlice>;
  const many = (count: number, at: number) =>
    Array.from({ length: count }, (_, index) => `10.${at}.${index >> 8}.${index & 255}`);
  const name = "endpoint_slice_controller";
  const action = (verb: "create" | "update" | "delete", object: EndpointSlice) =>
    ({ verb, resource: ENDPOINT_SLICES, object }) as unknown as Action;

  test("are counted as they are, and as they would do", () => {
    const foreign = { ...slice("x", "c", many(5, 9)), metadata: metadata("x") };
    const endpointslices = [
      // 150 endpoints in three slices, where two would do; another port; nothing behind a third Service; not ours.
      ...[60, 60, 30].map((count, at) => slice(`a-${at}`, "a", many(count, at))),
      slice("a-other", "a", many(1, 4), 81),
      slice("b", "b", []),
      foreign,
    ];
    const service = (spec: object) => ({ metadata: metadata("s"), spec }) as unknown as Service;
    const services = [
      service({ trafficDistribution: "PreferSameZone" }),
      service({ trafficDistribution: "PreferSameZone" }),
      service({ trafficDistribution: "PreferClose" }),
      service({}),
    ];
    const of = meter("endpoint-slice-controller");
    const values = (what: string) =>
      read(of, `${name}_${what}`, {
        [ENDPOINT_SLICES.resource]: endpointslices,
        [SERVICES.resource]: services,
      });
    expect(values("num_endpoint_slices")).toEqual({ "": 5 });
    expect(values("endpoints_desired")).toEqual({ "": 151 });
    expect(values("desired_endpoint_slices")).toEqual({ "": 4 });
    expect(values("services_count_by_traffic_distribution")).toEqual({
      PreferSameZone: 2,
      PreferClose: 1,
    });
  });

  test("are told of by what a look has changed", () => {
    const old = slice("a", "s", ["10.0.0.1", "10.0.0.2", "10.0.0.3"]);
    const unnamed = {
      ...slice("", "s", ["10.0.0.8", "10.0.0.9"]),
      metadata: { generateName: "s-" },
    };
    const of = meter(
      "endpoint-slice-controller",
      {
        view: { slices: [old] },
        plan: {
          actions: [
            action("update", slice("a", "s", ["10.0.0.2", "10.0.0.4"])),
            action("create", unnamed),
          ],
        },
      },
      { view: { slices: [old] }, plan: { actions: [action("delete", old)] } },
      { view: { slices: [old] }, plan: { actions: [action("delete", old)] }, failed: true },
    );
    expect(read(of, `${name}_endpoints_added_per_sync`)).toEqual({ "": 3 });
    expect(read(of, `${name}_endpoints_removed_per_sync`)).toEqual({ "": 5 });
    expect(read(of, `${name}_changes`)).toEqual({ update: 1, create: 1, delete: 1 });
    expect(read(of, `${name}_syncs`)).toEqual({ success: 2, error: 1 });
  });
});

describe("a Job's Pods that ended", () => {
  const rule = (action: string, value: number) => ({
    action,
    onExitCodes: { operator: "In", values: [value] },
  });
  const job = {
    metadata: metadata("work"),
    spec: {
      podFailurePolicy: { rules: [rule("FailJob", 1), rule("Ignore", 2), rule("Count", 3)] },
    },
  } as unknown as Stored<Job>;
  const ended = (phase: string, exitCode: number) =>
    ({
      metadata: metadata(`p-${exitCode}`, { finalizers: ["batch.kubernetes.io/job-tracking"] }),
      status: { phase, containerStatuses: [{ name: "c", state: { terminated: { exitCode } } }] },
    }) as unknown as Stored<Pod>;
  const release = (pod: Stored<Pod>): Action => ({
    verb: "patch",
    resource: PODS,
    object: pod as unknown as Stored<KubeObject>,
    type: "merge",
    patch: { metadata: { finalizers: null } },
  });

  test("are counted when they are let go, by the rule that they met", () => {
    const pods = [ended("Failed", 1), ended("Failed", 2), ended("Failed", 3), ended("Failed", 4)];
    const actions = [...pods, ended("Succeeded", 0)].map(release);
    const view = { job, pods };
    const of = meter(
      "job-controller",
      { view, plan: { actions } },
      { view, plan: { actions }, failed: true },
    );
    expect(read(of, "job_controller_pod_failures_handled_by_failure_policy_total")).toEqual({
      FailJob: 1,
      Ignore: 1,
      Count: 1,
    });
    expect(read(of, "job_controller_terminated_pods_tracking_finalizer_total")).toEqual({
      add: 5,
      delete: 5,
    });
  });
});
