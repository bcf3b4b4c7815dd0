/** What defaulting fills into Pods. Facts from pkg/apis/core/v1/defaults.go and zz_generated.defaults.go. */
import { describe, expect, it } from "vitest";
import { imageTag } from "../../../../src/api/defaults/image-tag.ts";
import { deepFreeze } from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import { resourceOf } from "../strategy/samples.ts";
import { defaulted, filledContainer, filledTemplate, template, type Body } from "./defaulted.ts";

describe("a Pod", () => {
  it("gets the spec's defaults and those of its containers", () => {
    expect(defaulted("Pod", template)).toEqual({
      spec: { ...filledTemplate.spec, enableServiceLinks: true },
      status: {},
    });
  });

  const container = (body: Body): Body => {
    const pod = defaulted("Pod", { spec: { containers: [{ name: "c", image: "a:1", ...body }] } });
    return ((pod["spec"] as Body)["containers"] as Body[])[0] as Body;
  };

  it.each([
    [
      "ports over TCP",
      { ports: [{ containerPort: 80 }] },
      { ports: [{ containerPort: 80, protocol: "TCP" }] },
    ],
    [
      "requests from limits, where there are none",
      { resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } } },
      {
        resources: {
          limits: { cpu: "1", memory: "1Gi" },
          requests: { cpu: "500m", memory: "1Gi" },
        },
      },
    ],
    [
      "a probe's timings, its path and scheme",
      { livenessProbe: { httpGet: { port: 80 } } },
      {
        livenessProbe: {
          httpGet: { port: 80, path: "/", scheme: "HTTP" },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
      },
    ],
    [
      "a gRPC probe's service",
      { readinessProbe: { grpc: { port: 1 }, timeoutSeconds: 0, periodSeconds: 5 } },
      {
        readinessProbe: {
          grpc: { port: 1, service: "" },
          timeoutSeconds: 1,
          periodSeconds: 5,
          successThreshold: 1,
          failureThreshold: 3,
        },
      },
    ],
    [
      "a field reference's version",
      { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }] },
      {
        env: [
          { name: "A", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } } },
        ],
      },
    ],
    [
      "a hook's path and scheme",
      { lifecycle: { preStop: { httpGet: { port: 1 } } } },
      { lifecycle: { preStop: { httpGet: { port: 1, path: "/", scheme: "HTTP" } } } },
    ],
    ["no policy that is set", { imagePullPolicy: "Never" }, { imagePullPolicy: "Never" }],
  ])("gets %s", (_name, body, expected) => {
    expect(container(body)).toEqual({ ...filledContainer, ...expected });
  });

  it.each([
    [{ name: "v" }, { name: "v", emptyDir: {} }],
    [
      { name: "v", secret: { secretName: "s" } },
      { name: "v", secret: { secretName: "s", defaultMode: 420 } },
    ],
    [
      { name: "v", configMap: { name: "s" } },
      { name: "v", configMap: { name: "s", defaultMode: 420 } },
    ],
    [
      { name: "v", hostPath: { path: "/a" } },
      { name: "v", hostPath: { path: "/a", type: "" } },
    ],
    [
      { name: "v", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } },
      {
        name: "v",
        projected: {
          defaultMode: 420,
          sources: [{ serviceAccountToken: { path: "t", expirationSeconds: 3600 } }],
        },
      },
    ],
    [
      {
        name: "v",
        downwardAPI: { items: [{ path: "l", fieldRef: { fieldPath: "metadata.labels" } }] },
      },
      {
        name: "v",
        downwardAPI: {
          defaultMode: 420,
          items: [{ path: "l", fieldRef: { apiVersion: "v1", fieldPath: "metadata.labels" } }],
        },
      },
    ],
    [
      { name: "v", ephemeral: { volumeClaimTemplate: { spec: {} } } },
      {
        name: "v",
        ephemeral: {
          volumeClaimTemplate: { metadata: {}, spec: { resources: {}, volumeMode: "Filesystem" } },
        },
      },
    ],
    [
      { name: "v", image: { reference: "a" } },
      { name: "v", image: { reference: "a", pullPolicy: "Always" } },
    ],
    [
      { name: "v", persistentVolumeClaim: { claimName: "c" } },
      { name: "v", persistentVolumeClaim: { claimName: "c" } },
    ],
  ])("fills the volume %j", (volume, expected) => {
    const pod = defaulted("Pod", { spec: { containers: [], volumes: [volume] } });
    expect((pod["spec"] as Body)["volumes"]).toEqual([expected]);
  });

  it("on the host's network has its ports there", () => {
    const ports = [{ containerPort: 80 }, { containerPort: 81, hostPort: 82 }];
    const containers = [{ name: "c", image: "a:1", ports }];
    const pod = defaulted("Pod", { spec: { hostNetwork: true, containers } });
    expect(((pod["spec"] as Body)["containers"] as Body[])[0]?.["ports"]).toEqual([
      { containerPort: 80, hostPort: 80, protocol: "TCP" },
      { containerPort: 81, hostPort: 82, protocol: "TCP" },
    ]);
  });

  it.each([
    [{ serviceAccount: "old" }, { serviceAccount: "old", serviceAccountName: "old" }],
    [{ serviceAccountName: "new" }, { serviceAccount: "new", serviceAccountName: "new" }],
    [
      { serviceAccount: "old", serviceAccountName: "new" },
      { serviceAccount: "new", serviceAccountName: "new" },
    ],
  ])("shows the account of %j under both names", (spec, expected) => {
    expect(defaulted("Pod", { spec: { containers: [], ...spec } })["spec"]).toMatchObject(expected);
  });

  it.each([
    [{ podIP: "1.1.1.1" }, { podIP: "1.1.1.1", podIPs: [{ ip: "1.1.1.1" }] }],
    [{ podIPs: [{ ip: "1.1.1.1" }, { ip: "::1" }] }, { podIP: "1.1.1.1" }],
    [{ podIP: "2.2.2.2", podIPs: [{ ip: "1.1.1.1" }] }, { podIPs: [{ ip: "2.2.2.2" }] }],
  ])("shows the first address of %j under both names", (status, expected) => {
    expect(defaulted("Pod", { ...template, status })["status"]).toMatchObject(expected);
  });

  it.each([
    [{ podCIDR: "10.0.0.0/24" }, { podCIDR: "10.0.0.0/24", podCIDRs: ["10.0.0.0/24"] }],
    [{ podCIDRs: ["10.0.0.0/24", "::/64"] }, { podCIDR: "10.0.0.0/24" }],
    [{ podCIDR: "10.1.0.0/24", podCIDRs: ["10.0.0.0/24"] }, { podCIDRs: ["10.1.0.0/24"] }],
  ])("shows the first network of a Node with %j under both names", (spec, expected) => {
    expect(defaulted("Node", { spec })["spec"]).toMatchObject(expected);
  });

  it("takes a negative time to stop for a second, in Pods alone", () => {
    const spec = { ...template.spec, terminationGracePeriodSeconds: -5 };
    const { spec: own } = defaulted("Pod", { spec }) as { spec: Body };
    const { template: kept } = defaulted("PodTemplate", { template: { spec } }) as {
      template: { spec: Body };
    };
    const seconds = [own, kept.spec].map((of) => of["terminationGracePeriodSeconds"]);
    expect(seconds).toEqual([1, -5]);
  });

  it("drops the annotations that init containers once were", () => {
    const annotations = { "pod.beta.kubernetes.io/init-containers": "[]", "example.com/k": "v" };
    const kept = { annotations: { "example.com/k": "v" } };
    expect(defaulted("Pod", { ...template, metadata: { annotations } })["metadata"]).toEqual(kept);
    const inTemplate = { template: { ...template, metadata: { annotations } } };
    expect(defaulted("PodTemplate", inTemplate)["template"]).toMatchObject({ metadata: kept });
  });

  it.each([
    ["", ""],
    ["nginx", "latest"],
    ["nginx:1.2", "1.2"],
    ["registry.example:5000/nginx", "latest"],
    ["registry.example:5000/nginx:1", "1"],
    ["nginx@sha256:0123456789abcdef0123456789abcdef", ""],
    ["nginx:latest@sha256:0123456789abcdef0123456789abcdef", "latest"],
  ])("pulls %j by the tag %j", (image, tag) => {
    expect(imageTag(image)).toBe(tag);
  });

  it("shares what needs no default with its input", () => {
    const strategy = strategyFor(resourceOf("Pod"));
    const env = [{ name: "A", value: "b" }];
    const pod = deepFreeze({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a" },
      spec: { containers: [{ name: "c", image: "a:1", env }] },
    });
    const after = strategy.default(pod) as KubeObject & {
      spec: { containers: { env: unknown }[] };
    };
    expect(after.spec.containers[0]?.env).toBe(env);
    expect(after.metadata).toBe(pod.metadata);
  });
});
