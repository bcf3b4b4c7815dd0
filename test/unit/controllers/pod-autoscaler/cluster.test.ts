/** Autoscalers in a whole cluster on a virtual clock: sizes, conditions and events as Kubernetes has them. */
import { describe, expect, it } from "vitest";
import { HORIZONTAL_POD_AUTOSCALERS } from "../../../../src/api/kinds.ts";
import type { KubeObject, ResourceRef } from "../../../../src/api/object.ts";
import { DEPLOYMENTS } from "../../../../src/index.ts";
import {
  autoscaledClusters,
  autoscaler,
  cpu,
  cpuTarget,
  deployment,
  gotScale,
  web,
} from "./autoscaled-cluster.ts";

const scaled = autoscaledClusters();

const measured = [
  "ScalingActive=True ValidMetricFound",
  "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)",
];

describe("an autoscaler", () => {
  it("measures nothing in its first 15 seconds", async () => {
    await scaled().client.create(DEPLOYMENTS, deployment(2));
    await scaled().client.create(HORIZONTAL_POD_AUTOSCALERS, autoscaler([cpu(50)]));
    await scaled().host.advance(14_000);
    expect(await scaled().conditions()).toEqual([]);
    expect(await scaled().size()).toBe(2);
  });

  it("doubles what is too busy, tells so, and comes to rest at the maximum", async () => {
    await scaled().scaleBy([cpu(50)]);
    expect(await scaled().size()).toBe(4);
    expect(await scaled().status()).toMatchObject({
      lastScaleTime: expect.any(String) as string,
      currentReplicas: 2,
      desiredReplicas: 4,
      currentMetrics: [
        {
          type: "Resource",
          resource: { name: "cpu", current: { averageUtilization: 150, averageValue: "300m" } },
        },
      ],
    });
    expect(await scaled().conditions()).toEqual([
      [
        "AbleToScale=True SucceededRescale",
        "the HPA controller was able to update the target scale to 4",
      ],
      measured,
      [
        "ScalingLimited=True ScaleUpLimit",
        "the desired replica count is increasing faster than the maximum scale rate",
      ],
    ]);
    await scaled().host.advance(60_000);
    expect(await scaled().size()).toBe(10);
    expect(await scaled().conditions()).toEqual([
      ["AbleToScale=True ReadyForNewScale", "recommended size matches current size"],
      measured,
      [
        "ScalingLimited=True TooManyReplicas",
        "the desired replica count is more than the maximum replica count",
      ],
    ]);
    const above = "reason: cpu resource utilization (percentage of request) above target";
    expect(await scaled().events()).toEqual([
      `Normal SuccessfulRescale: New size: 4; ${above}`,
      `Normal SuccessfulRescale: New size: 8; ${above}`,
      `Normal SuccessfulRescale: New size: 10; ${above}`,
    ]);
    const { resourceVersion } = (await scaled().client.get(HORIZONTAL_POD_AUTOSCALERS, web))
      .metadata;
    await scaled().host.advance(60_000);
    const later = await scaled().client.get(HORIZONTAL_POD_AUTOSCALERS, web);
    expect(later.metadata.resourceVersion).toBe(resourceVersion);
  });

  it("shrinks only when nothing more was wished for in five minutes", async () => {
    await scaled().scaleBy([cpu(300)], {}, 6);
    expect(await scaled().size()).toBe(6);
    expect(await scaled().conditions()).toEqual([
      [
        "AbleToScale=True ScaleDownStabilized",
        "recent recommendations were higher than current one, applying the highest recent recommendation",
      ],
      measured,
      [
        "ScalingLimited=False DesiredWithinRange",
        "the desired count is within the acceptable range",
      ],
    ]);
    await scaled().host.advance(270_000);
    expect(await scaled().size()).toBe(6);
    await scaled().host.advance(45_000);
    expect(await scaled().size()).toBe(3);
    expect(await scaled().events()).toEqual([
      "Normal SuccessfulRescale: New size: 3; reason: All metrics below target",
    ]);
  });

  it("does what its behavior says: at once, and one Pod a minute", async () => {
    const scaleDown = {
      stabilizationWindowSeconds: 0,
      policies: [{ type: "Pods", value: 1, periodSeconds: 60 }],
    };
    await scaled().scaleBy([cpu(300)], { behavior: { scaleDown }, minReplicas: 3 }, 6);
    expect(await scaled().size()).toBe(5);
    await scaled().host.advance(45_000);
    expect(await scaled().size()).toBe(5);
    await scaled().host.advance(15_000);
    expect(await scaled().size()).toBe(4);
    await scaled().host.advance(600_000);
    expect(await scaled().size()).toBe(3);
  });

  it("tolerates what its behavior says", async () => {
    const behavior = { scaleUp: { tolerance: "600m" } };
    await scaled().scaleBy([cpu(100)], { behavior });
    expect(await scaled().size()).toBe(2);
    expect(
      (await scaled().status())?.currentMetrics?.[0]?.resource?.current.averageUtilization,
    ).toBe(150);
  });

  it("reads averages and single containers", async () => {
    const averageValue = { type: "AverageValue", averageValue: "16Mi" };
    const container = {
      type: "ContainerResource",
      containerResource: { name: "cpu", container: "web", target: cpuTarget(150) },
    };
    await scaled().scaleBy([
      { type: "Resource", resource: { name: "memory", target: averageValue } },
      container,
    ]);
    expect(await scaled().size()).toBe(4);
    expect((await scaled().status())?.currentMetrics).toEqual([
      {
        type: "Resource",
        resource: { name: "memory", current: { averageValue: "33554432" } },
      },
      {
        type: "ContainerResource",
        containerResource: {
          name: "cpu",
          container: "web",
          current: { averageUtilization: 150, averageValue: "300m" },
        },
      },
    ]);
    expect(await scaled().events()).toEqual([
      "Normal SuccessfulRescale: New size: 4; reason: memory resource above target",
    ]);
  });
});

describe("sizes that are not measured", () => {
  it("a target without replicas is left alone", async () => {
    await scaled().scaleBy([cpu(50)], {}, 0);
    expect(await scaled().conditions()).toEqual([
      gotScale,
      [
        "ScalingActive=False ScalingDisabled",
        "scaling is disabled since the replica count of the target is zero",
      ],
    ]);
    expect(await scaled().size()).toBe(0);
  });

  it.each([
    ["above the maximum", 5, { maxReplicas: 3 }, 3, "above Spec.MaxReplicas"],
    ["below the minimum", 1, { minReplicas: 4 }, 4, "below Spec.MinReplicas"],
  ])("%s", async (_title, replicas, spec, size, words) => {
    await scaled().scaleBy([cpu(50)], spec, replicas);
    expect(await scaled().size()).toBe(size);
    expect(await scaled().status()).toMatchObject({
      currentReplicas: replicas,
      desiredReplicas: size,
    });
    expect(await scaled().events()).toEqual([
      `Normal SuccessfulRescale: New size: ${size}; reason: Current number of replicas ${words}`,
    ]);
  });
});

describe("targets that cannot be scaled", () => {
  const kinds = (kind: string, name: string, apiVersion = "apps/v1") => ({
    kind,
    name,
    apiVersion,
  });
  it.each([
    ["gone", kinds("Deployment", "gone"), 'deployments.apps "gone" not found'],
    ["of no kind", kinds("Nothing", "web"), 'no matches for kind "Nothing" in group "apps"'],
    [
      "without a size",
      kinds("DaemonSet", "web"),
      "the server could not find the requested resource",
    ],
  ])("one that is %s", async (_title, scaleTargetRef, why) => {
    await scaled().scaleBy([cpu(50)], { scaleTargetRef });
    expect(await scaled().conditions()).toEqual([
      [
        "AbleToScale=False FailedGetScale",
        `the HPA controller was unable to get the target's current scale: ${why}`,
      ],
    ]);
    expect(await scaled().events()).toEqual([`Warning FailedGetScale: ${why}`]);
  });

  it("one that two autoscalers claim", async () => {
    await scaled().scaleBy([cpu(50)], { maxReplicas: 2 });
    await scaled().client.create(
      HORIZONTAL_POD_AUTOSCALERS,
      autoscaler([cpu(50)], { maxReplicas: 9 }, "other"),
    );
    await scaled().host.advance(31_000);
    const message =
      "pods by selector app=web are controlled by multiple HPAs: [{other default} {web default}]";
    for (const name of ["other", "web"]) {
      expect(await scaled().conditions(name)).toContainEqual([
        "ScalingActive=False AmbiguousSelector",
        message,
      ]);
      expect(await scaled().events(name)).toContain(`Warning AmbiguousSelector: ${message}`);
      expect(await scaled().events(name)).toContain(
        `Warning FailedComputeMetricsReplicas: ${message}`,
      );
    }
    expect(await scaled().size()).toBe(2);
  });

  it("one whose new size is refused", async () => {
    const { client } = scaled();
    const policies: ResourceRef = {
      group: "admissionregistration.k8s.io",
      version: "v1",
      resource: "validatingadmissionpolicies",
      kind: "ValidatingAdmissionPolicy",
      namespaced: false,
    };
    const bindings = {
      ...policies,
      resource: "validatingadmissionpolicybindings",
      kind: "ValidatingAdmissionPolicyBinding",
    };
    const of = (ref: ResourceRef, spec: object): KubeObject =>
      ({
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: ref.kind,
        metadata: { name: "small" },
        spec,
      }) as KubeObject;
    const rule = {
      apiGroups: ["apps"],
      apiVersions: ["v1"],
      operations: ["UPDATE"],
      resources: ["deployments/scale"],
    };
    await client.create(
      policies,
      of(policies, {
        matchConstraints: { resourceRules: [rule] },
        validations: [{ expression: "object.spec.replicas < 4", message: "too large" }],
      }),
    );
    await client.create(
      bindings,
      of(bindings, { policyName: "small", validationActions: ["Deny"] }),
    );
    await scaled().scaleBy([cpu(50)]);
    const why =
      "deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'small' with binding 'small' denied request: too large";
    expect(await scaled().size()).toBe(2);
    expect(await scaled().conditions()).toContainEqual([
      "AbleToScale=False FailedUpdateScale",
      `the HPA controller was unable to update the target scale: ${why}`,
    ]);
    const reason = "cpu resource utilization (percentage of request) above target";
    expect(await scaled().events()).toEqual([
      `Warning FailedRescale: New size: 4; reason: ${reason}; error: ${why}`,
    ]);
    expect((await scaled().status())?.lastScaleTime).toBeUndefined();
  });
});
