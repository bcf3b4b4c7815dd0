/**
 * The kubelet's own HTTP API, as the node proxy reaches it: Pods, health, logs, statistics, metrics and configuration
 * (pkg/kubelet/server). Numbers that a runtime does not know are left out, not made up.
 */
import { StatusError } from "../api/status.ts";
import { rfc3339 } from "../api/time.ts";
import type { PodLogOptions, Usage } from "../server/node-connector.ts";
import type { OutboundRequest, OutboundResponse } from "../server/outbound/outbound.ts";
import type { Kubelet } from "./kubelet.ts";
import {
  cadvisorMetrics,
  kubeletMetrics,
  probeMetrics,
  resourceMetrics,
} from "./kubelet-metrics.ts";
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
      return text(kubeletMetrics(kubelet), 200, metricsType);
    case "/metrics/cadvisor":
      return text(await cadvisorMetrics(kubelet, request.signal), 200, metricsType);
    case "/metrics/probes":
      return text(probeMetrics(kubelet), 200, metricsType);
    case "/metrics/resource":
      return text(await resourceMetrics(kubelet, request.signal), 200, metricsType);
    case "/configz":
      return json(configuration);
    default:
      return text("404 page not found\n", 404);
  }
}

const metricsType = "text/plain; version=0.0.4; charset=utf-8";

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
  const figures = ({ cpuNanoCores, cpuNanos, memoryBytes }: Usage) => ({
    cpu: { time, usageNanoCores: cpuNanoCores, usageCoreNanoSeconds: cpuNanos },
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
      cpuNanos: containers.reduce((total, one) => total + one.cpuNanos, 0),
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
