/**
 * An autoscaler by metrics that an aggregated server of this test offers, on loopback with its own authority, as metrics adapters do:
 * custom.metrics.k8s.io for Pods and Services, external.metrics.k8s.io for queues (test/e2e/autoscaling/custom_metrics_stackdriver_autoscaling.go
 * has the shapes). On the machine's clock: it takes the 15 seconds until an autoscaler measures.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConformanceCluster, type Body } from "../fixtures/conformance.ts";
import {
  startExtensionServer,
  type ExtensionRequest,
  type ExtensionServer,
} from "../fixtures/extension-server.ts";

const custom = "/apis/custom.metrics.k8s.io/v1beta1";
const external = "/apis/external.metrics.k8s.io/v1beta1";

let cluster: ConformanceCluster;
let server: ExtensionServer;
let namespace = "";
/** Metrics that were asked for, with who asked. */
const asked = new Map<string, string>();

async function answer({ path, query, message }: ExtensionRequest, response: Body) {
  if (path === custom || path === external) {
    const groupVersion = path.slice("/apis/".length);
    return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: [] };
  }
  const search = query.toString();
  const what = search === "" ? path : `${path}?${search}`;
  asked.set(what, String(message.headers["x-remote-user"]));
  const pods = `${custom}/namespaces/${namespace}/pods/*/qps`;
  const timestamp = new Date().toISOString();
  if (path === pods) {
    const { items } = await cluster.ok("GET", `/api/v1/namespaces/${namespace}/pods`);
    return {
      kind: "MetricValueList",
      items: items.map(({ metadata }: Body) => ({
        describedObject: { kind: "Pod", namespace, name: metadata.name },
        metricName: "qps",
        timestamp,
        value: "15",
      })),
    };
  }
  if (path === `${custom}/namespaces/${namespace}/services/web/errors`) {
    const describedObject = { kind: "Service", namespace, name: "web" };
    return { kind: "MetricValueList", items: [{ describedObject, timestamp, value: "500m" }] };
  }
  if (path === `${external}/namespaces/${namespace}/queue`) {
    const items = [{ metricName: "queue", timestamp, value: "30" }];
    return { kind: "ExternalMetricValueList", items: [...items, ...items] };
  }
  response.statusCode = 404;
  return {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    code: 404,
    reason: "NotFound",
    message: "the server could not find the metric",
  };
}

beforeAll(async () => {
  cluster = await ConformanceCluster.start({ real: true, nodes: 1 });
  namespace = await cluster.namespace("autoscaling");
  server = await startExtensionServer(answer, {
    dnsName: `adapter.${namespace}.svc`,
    clientCaPem: cluster.caPem,
  });
});

afterAll(async () => {
  await server.close();
  await cluster.stop();
});

async function serve(group: string): Promise<void> {
  const path = "/apis/apiregistration.k8s.io/v1/apiservices";
  const name = `v1beta1.${group}`;
  const service = { namespace, name: "adapter", port: server.port };
  const priorities = { groupPriorityMinimum: 100, versionPriority: 100 };
  const { caBundle } = server;
  const spec = { service, group, version: "v1beta1", caBundle, ...priorities };
  await cluster.ok("POST", path, { metadata: { name }, spec });
  await cluster.until(async () => {
    const { status } = await cluster.ok("GET", `${path}/${name}`);
    expect(status.conditions).toMatchObject([{ type: "Available", status: "True" }]);
  });
}

const average = (averageValue: string) => ({ type: "AverageValue", averageValue });
const metrics = [
  { type: "Pods", pods: { metric: { name: "qps" }, target: average("10") } },
  {
    type: "Object",
    object: {
      metric: { name: "errors", selector: { matchLabels: { code: "5xx" } } },
      describedObject: { apiVersion: "v1", kind: "Service", name: "web" },
      target: { type: "Value", value: "1" },
    },
  },
  { type: "External", external: { metric: { name: "queue" }, target: average("15") } },
];

test("scales by what Pods, Services and queues say, as the autoscaler's account", async () => {
  const labels = { app: "web" };
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  await cluster.ok("POST", `/api/v1/namespaces/${namespace}/services`, {
    metadata: { name: "adapter" },
    spec: { type: "ExternalName", externalName: "localhost" },
  });
  await cluster.ok("POST", deployments, {
    metadata: { name: "web" },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "web" }] } },
    },
  });
  await serve("custom.metrics.k8s.io");
  await serve("external.metrics.k8s.io");
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
  const spec = { scaleTargetRef, minReplicas: 1, maxReplicas: 10, metrics };
  const autoscalers = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
  await cluster.ok("POST", autoscalers, { metadata: { name: "web" }, spec });
  // The first look is after 15 seconds.
  await new Promise((resolve) => setTimeout(resolve, 15_500));
  await cluster.until(async () => {
    const { status } = await cluster.ok("GET", `${autoscalers}/web`);
    expect(status).toMatchObject({
      currentReplicas: 2,
      desiredReplicas: 4,
      currentMetrics: [
        { type: "Pods", pods: { metric: { name: "qps" }, current: { averageValue: "15" } } },
        { type: "Object", object: { current: { value: "500m" } } },
        { type: "External", external: { current: { averageValue: "30" } } },
      ],
    });
  });
  expect((await cluster.ok("GET", `${deployments}/web`)).spec.replicas).toBe(4);
  const account = "system:serviceaccount:kube-system:horizontal-pod-autoscaler";
  expect([...asked].filter(([, user]) => user === account).map(([path]) => path)).toEqual(
    expect.arrayContaining([
      `${custom}/namespaces/${namespace}/pods/*/qps?labelSelector=app%3Dweb`,
      `${custom}/namespaces/${namespace}/services/web/errors?metricLabelSelector=code%3D5xx`,
      `${external}/namespaces/${namespace}/queue`,
    ]),
  );
}, 40_000);
