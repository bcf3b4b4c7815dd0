/** Versions that share storage. Facts from pkg/apis/autoscaling/v1/conversion_test.go and pkg/apis/events/v1/conversion.go. */
import { describe, expect, it } from "vitest";
import { convertObject } from "../../../src/api/conversion.ts";
import { deepFreeze } from "../../../src/api/json.ts";
import type { KubeObject } from "../../../src/api/object.ts";
import { hasReason } from "../../../src/api/status.ts";

const metadata = { name: "a", namespace: "default" };
const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const cpu = {
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
};
const memory = {
  type: "Resource",
  resource: { name: "memory", target: { type: "AverageValue", averageValue: "1Gi" } },
};
const behavior = { scaleDown: { stabilizationWindowSeconds: 60 } };
const conditions = [{ type: "AbleToScale", status: "True" }];
const currentMetrics = [
  {
    type: "Resource",
    resource: { name: "cpu", current: { averageUtilization: 42, averageValue: "420m" } },
  },
];

function of(apiVersion: string, kind: string, body: object): KubeObject {
  return deepFreeze({ apiVersion, kind, metadata, ...body });
}

const full = of("autoscaling/v2", "HorizontalPodAutoscaler", {
  metadata: { ...metadata, annotations: { mine: "kept" } },
  spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 9, metrics: [cpu, memory], behavior },
  status: { currentReplicas: 3, desiredReplicas: 4, currentMetrics, conditions },
});

describe("a HorizontalPodAutoscaler", () => {
  it("of v2 is shown in v1 with what v1 has no field for in annotations", () => {
    expect(convertObject(full, "autoscaling", "v1")).toEqual({
      apiVersion: "autoscaling/v1",
      kind: "HorizontalPodAutoscaler",
      metadata: {
        ...metadata,
        annotations: {
          mine: "kept",
          "autoscaling.alpha.kubernetes.io/metrics": JSON.stringify([
            { type: "Resource", resource: { name: "memory", targetAverageValue: "1Gi" } },
          ]),
          "autoscaling.alpha.kubernetes.io/current-metrics": JSON.stringify([
            {
              type: "Resource",
              resource: {
                name: "cpu",
                currentAverageUtilization: 42,
                currentAverageValue: "420m",
              },
            },
          ]),
          "autoscaling.alpha.kubernetes.io/conditions": JSON.stringify(conditions),
          "autoscaling.alpha.kubernetes.io/behavior":
            '{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":60,"SelectPolicy":null,"Policies":null,"Tolerance":null}}',
        },
      },
      spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 9, targetCPUUtilizationPercentage: 60 },
      status: { currentReplicas: 3, desiredReplicas: 4, currentCPUUtilizationPercentage: 42 },
    });
  });

  it("comes back from v1 as it was, its CPU behind the other metrics", () => {
    expect(convertObject(convertObject(full, "autoscaling", "v1"), "autoscaling", "v2")).toEqual({
      ...full,
      spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 9, metrics: [memory, cpu], behavior },
    });
  });

  it("of v1 without a target aims at 80 percent", () => {
    const plain = of("autoscaling/v1", "HorizontalPodAutoscaler", {
      spec: { scaleTargetRef, maxReplicas: 2 },
    });
    expect(convertObject(plain, "autoscaling", "v2")).toMatchObject({
      spec: {
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
          },
        ],
      },
    });
  });

  it("of v1 with an annotation that is no JSON is read without it", () => {
    const annotations = { "autoscaling.alpha.kubernetes.io/behavior": "{" };
    const broken = of("autoscaling/v1", "HorizontalPodAutoscaler", {
      metadata: { ...metadata, annotations },
      spec: { scaleTargetRef, maxReplicas: 2, targetCPUUtilizationPercentage: 60 },
    });
    expect(convertObject(broken, "autoscaling", "v2")).toEqual(
      of("autoscaling/v2", "HorizontalPodAutoscaler", {
        spec: { scaleTargetRef, maxReplicas: 2, metrics: [cpu] },
      }),
    );
  });
});

describe("an Event", () => {
  const pod = { kind: "Pod", name: "p", namespace: "default" };
  const core = of("v1", "Event", {
    involvedObject: pod,
    message: "said",
    reason: "Because",
    type: "Normal",
    source: { component: "kubelet" },
    firstTimestamp: "2026-01-01T00:00:00Z",
    lastTimestamp: "2026-01-01T00:01:00Z",
    count: 3,
    reportingComponent: "kubelet",
    reportingInstance: "n1",
    eventTime: "2026-01-01T00:00:00.000000Z",
    series: { count: 3, lastObservedTime: "2026-01-01T00:01:00.000000Z" },
    action: "Doing",
    related: pod,
  });

  it("of the core group has other names in events.k8s.io", () => {
    expect(convertObject(core, "events.k8s.io", "v1")).toEqual(
      of("events.k8s.io/v1", "Event", {
        regarding: pod,
        note: "said",
        reason: "Because",
        type: "Normal",
        deprecatedSource: { component: "kubelet" },
        deprecatedFirstTimestamp: "2026-01-01T00:00:00Z",
        deprecatedLastTimestamp: "2026-01-01T00:01:00Z",
        deprecatedCount: 3,
        reportingController: "kubelet",
        reportingInstance: "n1",
        eventTime: "2026-01-01T00:00:00.000000Z",
        series: { count: 3, lastObservedTime: "2026-01-01T00:01:00.000000Z" },
        action: "Doing",
        related: pod,
      }),
    );
  });

  it("has no time as null and no text at all where the core group has an empty one", () => {
    const bare = { reportingComponent: "", reportingInstance: "", eventTime: null };
    expect(
      convertObject(of("v1", "Event", { ...bare, involvedObject: pod }), "events.k8s.io", "v1"),
    ).toEqual(of("events.k8s.io/v1", "Event", { eventTime: null, regarding: pod }));
  });

  it("comes back as it was, whatever it lacks", () => {
    for (const event of [core, of("v1", "Event", { involvedObject: pod })]) {
      expect(convertObject(convertObject(event, "events.k8s.io", "v1"), "", "v1")).toEqual(event);
    }
  });
});

it("an object in the version asked for is returned itself", () => {
  expect(convertObject(full, "autoscaling", "v2")).toBe(full);
});

it("versions that share no storage are a bad request", () => {
  let thrown: unknown;
  try {
    convertObject(full, "apps", "v1");
  } catch (error) {
    thrown = error;
  }
  expect(hasReason(thrown, "BadRequest")).toBe(true);
});

describe("metrics that only v1's annotation has", () => {
  const selector = { matchLabels: { a: "b" } };
  const describedObject = { kind: "Ingress", name: "main", apiVersion: "networking.k8s.io/v1" };
  const average = (averageValue: string) => ({ type: "AverageValue", averageValue });

  it.each([
    [
      { type: "Pods", pods: { metricName: "hits", targetAverageValue: "5", selector } },
      { type: "Pods", pods: { metric: { name: "hits", selector }, target: average("5") } },
    ],
    [
      {
        type: "Object",
        object: { target: describedObject, metricName: "hits", targetValue: "9" },
      },
      {
        type: "Object",
        object: {
          describedObject,
          metric: { name: "hits" },
          target: { type: "Value", value: "9" },
        },
      },
    ],
    [
      {
        type: "Object",
        object: {
          target: describedObject,
          metricName: "hits",
          targetValue: "0",
          averageValue: "3",
        },
      },
      {
        type: "Object",
        object: { describedObject, metric: { name: "hits" }, target: average("3") },
      },
    ],
    [
      { type: "External", external: { metricName: "queue", targetValue: "30" } },
      {
        type: "External",
        external: { metric: { name: "queue" }, target: { type: "Value", value: "30" } },
      },
    ],
    [
      {
        type: "ContainerResource",
        containerResource: { name: "cpu", targetAverageUtilization: 70, container: "main" },
      },
      {
        type: "ContainerResource",
        containerResource: {
          name: "cpu",
          target: { type: "Utilization", averageUtilization: 70 },
          container: "main",
        },
      },
    ],
  ])("%j", (old, metric) => {
    const spec = { scaleTargetRef, minReplicas: 1, maxReplicas: 3 };
    const key = "autoscaling.alpha.kubernetes.io/metrics";
    const annotated = { ...metadata, annotations: { [key]: JSON.stringify([old]) } };
    const inV1 = of("autoscaling/v1", "HorizontalPodAutoscaler", { metadata: annotated, spec });
    const inV2 = of("autoscaling/v2", "HorizontalPodAutoscaler", {
      spec: { ...spec, metrics: [metric] },
    });
    expect(convertObject(inV1, "autoscaling", "v2")).toEqual(inV2);
    expect(convertObject(inV2, "autoscaling", "v1")).toEqual(inV1);
  });
});
