/**
 * The kubelet's own HTTP API, as the node proxy reaches it: Pods, health, logs, statistics, metrics and configuration
 * (pkg/kubelet/server). Numbers that a runtime does not know are left out, not made up.
 */
import { StatusError } from "../api/status.ts";
import { goFloat, labelSet } from "../api/prometheus.ts";
import { parseTime, rfc3339 } from "../api/time.ts";
import type { PodLogOptions } from "../server/node-connector.ts";
import type { OutboundRequest, OutboundResponse } from "../server/outbound/outbound.ts";
import type { Kubelet } from "./kubelet.ts";
import { nodeUsage } from "./node-usage.ts";
import { podLogs } from "./pod-logs.ts";
import type { PodWorker } from "./pod-worker.ts";
import { exactJson } from "../api/wide-integers.ts";

/** Answers 404 for what the kubelet does not serve. Rejects with the signal's reason. */
export async function answerAsKubelet(
  kubelet: Kubelet,
  request: OutboundRequest,
): Promise<OutboundResponse> {
  const { pathname, searchParams } = new URL(request.path, "http://kubelet");
  const path = pathname.replace(/\/+$/, "") || "/";
  const reads = request.method === "GET" || request.method === "HEAD";
  const logs = /^\/containerLogs\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path);
  if (!reads) return text("405 method not allowed\n", 405);
  if (logs) {
    const [, namespace = "", pod = "", container = ""] = logs;
    return containerLogs(kubelet, { namespace, pod, container }, { request, query: searchParams });
  }
  switch (path) {
    case "/healthz":
    case "/healthz/ping":
    case "/healthz/syncloop":
      return text("ok");
    case "/pods":
      return json(podList(kubelet.pods));
    case "/runningpods":
      return json(podList(kubelet.pods.filter((worker) => worker.containers.some(isRunning))));
    case "/stats/summary":
      return json(await summary(kubelet, request.signal));
    case "/metrics":
      return text(metrics(kubelet), 200, metricsType);
    case "/metrics/resource":
      return text(await resourceMetrics(kubelet, request.signal), 200, metricsType);
    case "/configz":
      return json(configuration);
    default:
      return text("404 page not found\n", 404);
  }
}

const isRunning = ({ state }: { readonly state: string }): boolean => state === "running";

function podList(workers: readonly PodWorker[]): unknown {
  const items = workers.map(({ pod }) => pod);
  return { kind: "PodList", apiVersion: "v1", metadata: {}, items };
}

async function containerLogs(
  kubelet: Kubelet,
  of: { readonly namespace: string; readonly pod: string; readonly container: string },
  asked: { readonly request: OutboundRequest; readonly query: URLSearchParams },
): Promise<OutboundResponse> {
  const { query, request } = asked;
  const worker = kubelet.pods.find(
    ({ pod: { metadata } }) => metadata.name === of.pod && metadata.namespace === of.namespace,
  );
  if (!worker) return text(`pod "${of.pod}" does not exist\n`, 404);
  const number = (name: string): number | undefined => {
    const value = query.get(name);
    return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
  };
  const flag = (name: string): boolean => ["true", "1"].includes(query.get(name) ?? "");
  const [sinceSeconds, tailLines, limitBytes] = [
    number("sinceSeconds"),
    number("tailLines"),
    number("limitBytes"),
  ];
  const options: PodLogOptions = {
    container: of.container,
    follow: flag("follow"),
    previous: flag("previous"),
    timestamps: flag("timestamps"),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
  };
  try {
    const { signal } = request;
    const logs = await podLogs(kubelet, worker.pod, { options, signal });
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        let over = false;
        logs.start({
          write: (chunk) => {
            if (!over)
              controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
            return Math.max(0, -(controller.desiredSize ?? 0));
          },
          end: () => {
            if (!over) controller.close();
            over = true;
          },
        });
      },
    });
    return { status: 200, headers: { "content-type": "text/plain" }, body };
  } catch (error) {
    if (error instanceof StatusError) return text(`${error.message}\n`, error.code);
    throw error;
  }
}

async function summary(kubelet: Kubelet, signal: AbortSignal): Promise<unknown> {
  const { host, nodeName } = kubelet.node;
  const usage = await nodeUsage(kubelet, signal);
  const time = rfc3339(host.clock.nowMs());
  const figures = ({
    cpuNanoCores,
    memoryBytes,
  }: {
    cpuNanoCores: number;
    memoryBytes: number;
  }) => ({
    cpu: { time, usageNanoCores: cpuNanoCores },
    memory: { time, usageBytes: memoryBytes, workingSetBytes: memoryBytes },
  });
  const workers = new Map(
    kubelet.pods.map((worker) => {
      const { namespace = "", name } = worker.pod.metadata;
      return [`${namespace}/${name}`, worker] as const;
    }),
  );
  const pods = usage.pods.map(({ namespace, name, containers }) => {
    const worker = workers.get(`${namespace}/${name}`);
    const started = (container: string): string | undefined =>
      worker?.pod.status?.containerStatuses?.find((status) => status.name === container)?.state
        ?.running?.startedAt;
    const sum = {
      cpuNanoCores: containers.reduce((total, one) => total + one.cpuNanoCores, 0),
      memoryBytes: containers.reduce((total, one) => total + one.memoryBytes, 0),
    };
    return {
      podRef: { name, namespace, uid: worker?.pod.metadata.uid ?? "" },
      startTime: worker?.pod.status?.startTime ?? null,
      containers: containers.map((one) => ({
        name: one.name,
        startTime: started(one.name) ?? null,
        ...figures(one),
      })),
      ...figures(sum),
    };
  });
  return { node: { nodeName, startTime: null, ...figures(usage) }, pods };
}

const metricsType = "text/plain; version=0.0.4; charset=utf-8";

function metrics(kubelet: Kubelet): string {
  const running = kubelet.pods.reduce(
    (count, { containers }) => count + containers.filter(isRunning).length,
    0,
  );
  const pods = kubelet.pods.filter(({ containers }) => containers.some(isRunning)).length;
  return [
    "# HELP kubelet_node_name [ALPHA] The node's name. The count is always 1.",
    "# TYPE kubelet_node_name gauge",
    `kubelet_node_name{node="${kubelet.node.nodeName}"} 1`,
    "# HELP kubelet_running_containers [ALPHA] Number of containers currently running",
    "# TYPE kubelet_running_containers gauge",
    `kubelet_running_containers{container_state="running"} ${running}`,
    "# HELP kubelet_running_pods [ALPHA] Number of pods that have a running pod sandbox",
    "# TYPE kubelet_running_pods gauge",
    `kubelet_running_pods ${pods}`,
    "",
  ].join("\n");
}

/** Memory and starts alone: the runtimes know the processor's present load, not the seconds that were used. */
async function resourceMetrics(kubelet: Kubelet, signal: AbortSignal): Promise<string> {
  const usage = await nodeUsage(kubelet, signal);
  const nowMs = kubelet.node.host.clock.nowMs();
  const started = startsOf(kubelet);
  const memory = usage.pods.flatMap(({ namespace, name: pod, containers }) =>
    containers.map(({ name: container, memoryBytes }) => ({
      labels: labelSet({ container, namespace, pod }),
      memoryBytes,
      startMs: started.get(`${namespace}/${pod}/${container}`),
    })),
  );
  return [
    ...family(
      "container_memory_working_set_bytes",
      "Current working set of the container in bytes",
      memory.map(({ labels, memoryBytes }) => `${labels} ${goFloat(memoryBytes)} ${nowMs}`),
    ),
    ...family(
      "container_start_time_seconds",
      "Start time of the container since unix epoch in seconds",
      memory.flatMap(({ labels, startMs }) =>
        startMs === undefined ? [] : [`${labels} ${goFloat(startMs / 1000)}`],
      ),
    ),
    ...family("node_memory_working_set_bytes", "Current working set of the node in bytes", [
      ` ${goFloat(usage.memoryBytes)} ${nowMs}`,
    ]),
    ...family(
      "pod_memory_working_set_bytes",
      "Current working set of the pod in bytes",
      usage.pods.map(({ namespace, name: pod, containers }) => {
        const bytes = containers.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
        return `${labelSet({ namespace, pod })} ${goFloat(bytes)} ${nowMs}`;
      }),
    ),
    ...family(
      "resource_scrape_error",
      "1 if there was an error while getting container metrics, 0 otherwise",
      [" 0"],
    ),
    "",
  ].join("\n");
}

function family(name: string, help: string, samples: readonly string[]): readonly string[] {
  if (samples.length === 0) return [];
  const head = [`# HELP ${name} [STABLE] ${help}`, `# TYPE ${name} gauge`];
  return [...head, ...samples.map((sample) => `${name}${sample}`)];
}

/** When each running container has started, by namespace, Pod and container. */
function startsOf(kubelet: Kubelet): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const { pod } of kubelet.pods) {
    const { namespace = "", name } = pod.metadata;
    for (const status of pod.status?.containerStatuses ?? []) {
      const ms = parseTime(status.state?.running?.startedAt);
      if (ms !== undefined) starts.set(`${namespace}/${name}/${status.name}`, ms);
    }
  }
  return starts;
}

/** What of a KubeletConfiguration holds for our nodes. */
const configuration = {
  kubeletconfig: {
    enableServer: true,
    maxPods: 110,
    clusterDomain: "cluster.local",
    nodeStatusUpdateFrequency: "10s",
    nodeLeaseDurationSeconds: 40,
    streamingConnectionIdleTimeout: "4h0m0s",
    failSwapOn: false,
  },
};

const json = (value: unknown): OutboundResponse => text(exactJson(value), 200, "application/json");

function text(content: string, status = 200, type = "text/plain; charset=utf-8"): OutboundResponse {
  const bytes = new TextEncoder().encode(content);
  return {
    status,
    headers: { "content-type": type, "content-length": String(bytes.length) },
    body: new ReadableStream({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    }),
  };
}
