/** Autoscalers in a whole cluster whose metrics nobody serves, and whose targets are custom resources. */
import { describe, expect, it } from "vitest";
import type { CustomResourceDefinition, MetricSpec } from "../../../../src/api/generated/types.ts";
import { HORIZONTAL_POD_AUTOSCALERS } from "../../../../src/api/kinds.ts";
import type { KubeObject, ResourceRef } from "../../../../src/api/object.ts";
import { DEPLOYMENTS } from "../../../../src/index.ts";
import {
  autoscaledClusters,
  autoscaler,
  cpu,
  deployment,
  gotScale,
  web,
} from "./autoscaled-cluster.ts";

const scaled = autoscaledClusters();

describe("metrics that cannot be read", () => {
  const noApi = "no custom metrics API (custom.metrics.k8s.io) registered";
  const average = { type: "AverageValue", averageValue: "10" };
  const described = { apiVersion: "v1", kind: "Service", name: "web" };
  const noGroup =
    "the server could not find the requested resource (get queue.external.metrics.k8s.io)";
  it.each<readonly [string, MetricSpec, string, string, string]>([
    [
      "of Pods",
      { type: "Pods", pods: { metric: { name: "qps" }, target: average } },
      "FailedGetPodsMetric",
      `unable to get metric qps: unable to fetch metrics from custom metrics API: ${noApi}`,
      "failed to get pods metric value: ",
    ],
    [
      "of an object",
      {
        type: "Object",
        object: {
          metric: { name: "qps" },
          describedObject: described,
          target: { type: "Value", value: "10" },
        },
      },
      "FailedGetObjectMetric",
      `unable to get metric qps on Service default/web: unable to fetch metrics from custom metrics API: ${noApi}`,
      "failed to get object metric value: ",
    ],
    [
      "of something else",
      {
        type: "External",
        external: {
          metric: { name: "queue", selector: { matchLabels: { queue: "tasks" } } },
          target: average,
        },
      },
      "FailedGetExternalMetric",
      `unable to get external metric default/queue/&LabelSelector{MatchLabels:map[string]string{queue: tasks,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: ${noGroup}`,
      "failed to get queue external metric value: failed to get queue external metric: ",
    ],
  ])("%s", async (_title, metric, reason, message, within) => {
    await scaled().scaleBy([metric]);
    expect(await scaled().conditions()).toEqual([
      gotScale,
      [
        `ScalingActive=False ${reason}`,
        `the HPA was unable to compute the replica count: ${message}`,
      ],
    ]);
    expect(await scaled().events()).toEqual([
      `Warning ${reason}: ${message}`,
      `Warning FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: ${within}${message}`,
    ]);
    expect(await scaled().status()).toMatchObject({
      currentReplicas: 2,
      currentMetrics: [{ type: "" }],
    });
    expect(await scaled().size()).toBe(2);
  });

  it("of Pods without requests", async () => {
    await scaled().client.create(DEPLOYMENTS, deployment(1, {}));
    await scaled().host.advance(60_000);
    await scaled().client.create(HORIZONTAL_POD_AUTOSCALERS, autoscaler([cpu(50)]));
    await scaled().host.advance(15_500);
    const [, active] = await scaled().conditions();
    expect(active?.[0]).toBe("ScalingActive=False FailedGetResourceMetric");
    expect(active?.[1]).toMatch(
      /^the HPA was unable to compute the replica count: failed to get cpu utilization: missing request for cpu in container web of Pod web-/,
    );
  });

  it("do not keep others from growing, only from shrinking", async () => {
    const unknown: MetricSpec = {
      type: "Pods",
      pods: { metric: { name: "qps" }, target: average },
    };
    await scaled().scaleBy([unknown, cpu(50)]);
    expect(await scaled().size()).toBe(4);
    expect((await scaled().status())?.currentMetrics?.map(({ type }) => type)).toEqual([
      "",
      "Resource",
    ]);
    await scaled().client.patch(
      HORIZONTAL_POD_AUTOSCALERS,
      web,
      { spec: { metrics: [unknown, cpu(900)] as never } },
      { type: "merge" },
    );
    await scaled().host.advance(600_000);
    expect(await scaled().size()).toBe(4);
    const [, active] = await scaled().conditions();
    expect(active?.[0]).toBe("ScalingActive=False FailedGetPodsMetric");
  });
});

describe("custom resources", () => {
  const widgets: ResourceRef<KubeObject & { readonly spec: { readonly size: number } }> = {
    group: "example.com",
    version: "v1",
    resource: "widgets",
    kind: "Widget",
    namespaced: true,
  };
  const definitions: ResourceRef<CustomResourceDefinition> = {
    group: "apiextensions.k8s.io",
    version: "v1",
    resource: "customresourcedefinitions",
    kind: "CustomResourceDefinition",
    namespaced: false,
  };
  const schema = {
    openAPIV3Schema: {
      type: "object",
      properties: {
        spec: { type: "object", properties: { size: { type: "integer" } } },
        status: {
          type: "object",
          properties: { size: { type: "integer" }, selector: { type: "string" } },
        },
      },
    },
  };
  const scale = {
    specReplicasPath: ".spec.size",
    statusReplicasPath: ".status.size",
    labelSelectorPath: ".status.selector",
  };

  it("are scaled by the scale subresource that they declare", async () => {
    const { client } = scaled();
    await client.create(definitions, {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "widgets.example.com" },
      spec: {
        group: "example.com",
        scope: "Namespaced",
        names: { kind: "Widget", plural: "widgets" },
        versions: [
          { name: "v1", served: true, storage: true, schema, subresources: { status: {}, scale } },
        ],
      },
    } as unknown as CustomResourceDefinition);
    await scaled().host.advance(2_000);
    const widget = await client.create(widgets, {
      apiVersion: "example.com/v1",
      kind: "Widget",
      metadata: { namespace: "default", name: "w" },
      spec: { size: 2 },
    });
    const status = { size: 2, selector: "app=web" };
    await client.update(widgets, { ...widget, status } as never, { subresource: "status" });
    await scaled().scaleBy([cpu(50)], {
      scaleTargetRef: { apiVersion: "example.com/v1", kind: "Widget", name: "w" },
    });
    const grown = await client.get(widgets, { namespace: "default", name: "w" });
    expect(grown.spec.size).toBe(4);
    expect(await scaled().size()).toBe(2);
  });
});
