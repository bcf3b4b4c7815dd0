/** States of autoscalers, for the laws of controllers, with an API that answers the same each time. */
import { DEPLOYMENTS, HORIZONTAL_POD_AUTOSCALERS, PODS } from "../../../src/api/kinds.ts";
import { unknownPath } from "../../../src/api/status.ts";
import { podAutoscalerController } from "../../../src/controllers/pod-autoscaler.ts";
import type { ApiReads } from "../../../src/loop/api-reads.ts";
import { labels, placed, podTemplate, type LawWorld } from "./law-worlds.ts";

const since = "2025-12-31T23:00:00Z";

const usage = (name: string) => ({
  metadata: { name, namespace: "default", labels },
  timestamp: "2026-01-01T00:00:00Z",
  window: "10s",
  containers: [{ name: "web", usage: { cpu: "250m", memory: "64Mi" } }],
});

/** Two replicas behind `web`, at 250m each, and none behind `off`. */
export const autoscalerReads: ApiReads = {
  servedResources: () => [DEPLOYMENTS],
  get(path) {
    const [, name] = /\/deployments\/(.*)\/scale$/.exec(path) ?? [];
    if (name !== undefined) {
      const replicas = name === "web" ? 2 : 0;
      const metadata = { name, namespace: "default", resourceVersion: "" };
      const scale = { spec: { replicas }, status: { replicas, selector: `app=${name}` } };
      return Promise.resolve({ kind: "Scale", metadata, ...scale });
    }
    if (path === "/apis/metrics.k8s.io/v1beta1/namespaces/default/pods") {
      return Promise.resolve({ items: [usage("web-a"), usage("web-b")] });
    }
    return Promise.reject(unknownPath());
  },
};

const running = (name: string) =>
  placed(PODS, {
    name,
    metadata: { labels },
    spec: {
      nodeName: "node-1",
      containers: [{ name: "web", image: "nginx:1", resources: { requests: { cpu: "500m" } } }],
    },
    status: {
      phase: "Running",
      startTime: since,
      conditions: [{ type: "Ready", status: "True", lastTransitionTime: since }],
    },
  });

const autoscaler = (name: string, target: string, averageUtilization: number) =>
  placed(HORIZONTAL_POD_AUTOSCALERS, {
    name,
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: target },
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
        },
      ],
    },
  });

const web = placed(DEPLOYMENTS, {
  name: "web",
  spec: { replicas: 2, selector: { matchLabels: labels }, template: podTemplate("nginx:1") },
});

export const autoscalerLawWorlds: readonly LawWorld[] = [
  {
    state: "with a target that is as it should be",
    controller: podAutoscalerController(autoscalerReads),
    objects: [web, running("web-a"), running("web-b"), autoscaler("web", "web", 50)],
  },
  {
    state: "with a target that is switched off",
    controller: podAutoscalerController(autoscalerReads),
    objects: [autoscaler("off", "off", 50)],
  },
];
