/** A whole cluster on a virtual clock with a Deployment that is too busy, for tests of what scales it. */
import { afterEach, beforeEach } from "vitest";
import type {
  Deployment,
  HorizontalPodAutoscaler,
  MetricSpec,
} from "../../../../src/api/generated/types.ts";
import { HORIZONTAL_POD_AUTOSCALERS } from "../../../../src/api/kinds.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../../src/host/simulated.ts";
import {
  createCluster,
  DEPLOYMENTS,
  EVENTS,
  type Client,
  type Cluster,
} from "../../../../src/index.ts";

type AutoscalerSpec = NonNullable<HorizontalPodAutoscaler["spec"]>;

export const web = { namespace: "default", name: "web" };
const labels = { app: "web" };
const target = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };

/** Pods that use 300m and 32Mi, of 200m and 64Mi that they request unless `requests` says otherwise. */
export function deployment(
  replicas: number,
  requests: object = { cpu: "200m", memory: "64Mi" },
): Deployment {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: web,
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          annotations: { "kubarium.dev/simulate": '{"cpuMilli":300,"memoryMiB":32}' },
        },
        spec: {
          containers: [{ name: "web", image: "nginx:1", resources: { requests } as object }],
        },
      },
    },
  };
}

export const cpuTarget = (averageUtilization: number) => ({
  type: "Utilization",
  averageUtilization,
});

export const cpu = (averageUtilization: number): MetricSpec => ({
  type: "Resource",
  resource: { name: "cpu", target: cpuTarget(averageUtilization) },
});

export function autoscaler(
  metrics: readonly MetricSpec[],
  spec: Partial<AutoscalerSpec> = {},
  name = "web",
): HorizontalPodAutoscaler {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { namespace: "default", name },
    spec: { scaleTargetRef: target, minReplicas: 1, maxReplicas: 10, metrics, ...spec },
  };
}

export class AutoscaledCluster {
  readonly host: SimulatedHost;
  readonly #cluster: Cluster;

  constructor(host: SimulatedHost, cluster: Cluster) {
    this.host = host;
    this.#cluster = cluster;
  }

  get client(): Client {
    return this.#cluster.client;
  }

  stop(): Promise<void> {
    return this.#cluster.stop();
  }

  /** A Deployment that has settled, an autoscaler, and the time until it has measured once. */
  async scaleBy(
    metrics: readonly MetricSpec[],
    spec: Partial<AutoscalerSpec> = {},
    replicas = 2,
  ): Promise<void> {
    await this.client.create(DEPLOYMENTS, deployment(replicas));
    await this.host.advance(60_000);
    await this.client.create(HORIZONTAL_POD_AUTOSCALERS, autoscaler(metrics, spec));
    await this.host.advance(15_500);
  }

  /** Of the Deployment. */
  async size(): Promise<number | undefined> {
    return (await this.client.get(DEPLOYMENTS, web)).spec?.replicas;
  }

  async status(name = "web") {
    const where = { namespace: "default", name };
    return (await this.client.get(HORIZONTAL_POD_AUTOSCALERS, where)).status;
  }

  /** `Type=Status Reason`, and the message. */
  async conditions(name = "web") {
    const conditions = (await this.status(name))?.conditions ?? [];
    return conditions.map(({ type, status, reason, message }) => [
      `${type}=${status} ${reason}`,
      message,
    ]);
  }

  /** `Type Reason: message`. */
  async events(name = "web"): Promise<readonly string[]> {
    const { items } = await this.client.list(EVENTS, { namespace: "default" });
    return items
      .filter(({ involvedObject: of }) => of.name === name && of.kind?.startsWith("Horizontal"))
      .map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
  }
}

/** A fresh cluster for each test of the file; given out by the returned function. */
export function autoscaledClusters(): () => AutoscaledCluster {
  let current: AutoscaledCluster | undefined;
  const get = (): AutoscaledCluster => {
    if (current === undefined) throw new Error("only tests have a cluster");
    return current;
  };
  beforeEach(async () => {
    const host = createSimulatedHost({ seed: 5 });
    current = new AutoscaledCluster(host, await createCluster({ host, nodes: 2 }));
    await host.settle();
  });
  afterEach(() => get().stop());
  return get;
}

export const gotScale = [
  "AbleToScale=True SucceededGetScale",
  "the HPA controller was able to get the target's current scale",
];
