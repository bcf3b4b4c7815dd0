/**
 * What a kubelet counts, in Prometheus' text format: of itself, of what its containers use (pkg/kubelet/metrics/collectors; cAdvisor) and
 * of their probes. Numbers that a runtime does not know are left out, not made up.
 */
import { goFloat, labelSet, type MetricLabels } from "../api/prometheus.ts";
import { quantityValue } from "../api/quantity.ts";
import { parseTime } from "../api/time.ts";
import type { NodeUsage, Usage } from "../server/node-connector.ts";
import type { Kubelet } from "./kubelet.ts";
import { nodeUsage } from "./node-usage.ts";
import type { PodWorker } from "./pod-worker.ts";

interface Sample {
  readonly labels: MetricLabels;
  readonly value: number;
  /** When it was measured, in milliseconds since 1970. */
  readonly atMs?: number;
}

type Kind = "counter" | "gauge";

/** Nothing where there are no samples. */
function family(
  [kind, name, help]: readonly [Kind, string, string],
  samples: readonly Sample[],
): string {
  if (samples.length === 0) return "";
  const lines = samples.map(({ labels, value, atMs }) => {
    const stamp = atMs === undefined ? "" : ` ${atMs}`;
    return `${name}${labelSet(labels)} ${goFloat(value)}${stamp}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join("")}`;
}

export function kubeletMetrics(kubelet: Kubelet): string {
  const isRunning = ({ state }: PodWorker["containers"][number]): boolean => state === "running";
  const running = kubelet.pods.reduce(
    (count, { containers }) => count + containers.filter(isRunning).length,
    0,
  );
  const pods = kubelet.pods.filter(({ containers }) => containers.some(isRunning)).length;
  const { nodeName } = kubelet.node;
  return [
    family(
      ["gauge", "kubelet_node_name", "[ALPHA] The node's name. The count is always 1."],
      [{ labels: { node: nodeName }, value: 1 }],
    ),
    family(
      ["gauge", "kubelet_running_containers", "[ALPHA] Number of containers currently running"],
      [{ labels: { container_state: "running" }, value: running }],
    ),
    family(
      ["gauge", "kubelet_running_pods", "[ALPHA] Number of pods that have a running pod sandbox"],
      [{ labels: {}, value: pods }],
    ),
  ].join("");
}

export function probeMetrics(kubelet: Kubelet): string {
  const samples = kubelet.pods.flatMap(({ pod, probeResults }) => {
    const { namespace = "", name, uid } = pod.metadata;
    return Array.from(probeResults, ({ container, type, result, count }) => ({
      labels: { container, namespace, pod: name, pod_uid: uid, probe_type: type, result },
      value: count,
    }));
  });
  return family(
    [
      "counter",
      "prober_probe_total",
      "[BETA] Cumulative number of a liveness, readiness or startup probe for a container by result.",
    ],
    samples,
  );
}

/** One running container and what it uses. */
interface MeasuredContainer {
  readonly labels: {
    readonly container: string;
    readonly namespace: string;
    readonly pod: string;
  };
  readonly usage: Usage;
  readonly startSeconds: number | undefined;
  readonly worker: PodWorker | undefined;
}

function measured(kubelet: Kubelet, usage: NodeUsage): readonly MeasuredContainer[] {
  const workers = new Map(
    kubelet.pods.map((worker) => {
      const { namespace = "", name } = worker.pod.metadata;
      return [`${namespace}/${name}`, worker] as const;
    }),
  );
  return usage.pods.flatMap(({ namespace, name: pod, containers }) =>
    containers.map((container) => {
      const worker = workers.get(`${namespace}/${pod}`);
      const status = worker?.pod.status?.containerStatuses?.find(
        ({ name }) => name === container.name,
      );
      const startMs = parseTime(status?.state?.running?.startedAt);
      return {
        labels: { container: container.name, namespace, pod },
        usage: container,
        startSeconds: startMs === undefined ? undefined : startMs / 1000,
        worker,
      };
    }),
  );
}

const seconds = ({ cpuNanos }: Usage): number => cpuNanos / 1e9;

export async function resourceMetrics(kubelet: Kubelet, signal: AbortSignal): Promise<string> {
  const usage = await nodeUsage(kubelet, signal);
  const atMs = kubelet.node.host.clock.nowMs();
  const containers = measured(kubelet, usage);
  const pods = usage.pods.map(({ namespace, name: pod, containers: own }) => ({
    labels: { namespace, pod },
    cpuNanos: own.reduce((sum, { cpuNanos }) => sum + cpuNanos, 0),
    memoryBytes: own.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  }));
  const each = (kind: Kind, name: string, help: string, samples: readonly Sample[]): string =>
    family([kind, name, `[STABLE] ${help}`], samples);
  return [
    each(
      "counter",
      "container_cpu_usage_seconds_total",
      "Cumulative cpu time consumed by the container in core-seconds",
      containers.map(({ labels, usage: own }) => ({ labels, value: seconds(own), atMs })),
    ),
    each(
      "gauge",
      "container_memory_working_set_bytes",
      "Current working set of the container in bytes",
      containers.map(({ labels, usage: own }) => ({ labels, value: own.memoryBytes, atMs })),
    ),
    each(
      "gauge",
      "container_start_time_seconds",
      "Start time of the container since unix epoch in seconds",
      startsOf(containers),
    ),
    each(
      "counter",
      "node_cpu_usage_seconds_total",
      "Cumulative cpu time consumed by the node in core-seconds",
      [{ labels: {}, value: seconds(usage), atMs }],
    ),
    each("gauge", "node_memory_working_set_bytes", "Current working set of the node in bytes", [
      { labels: {}, value: usage.memoryBytes, atMs },
    ]),
    each(
      "counter",
      "pod_cpu_usage_seconds_total",
      "Cumulative cpu time consumed by the pod in core-seconds",
      pods.map(({ labels, cpuNanos }) => ({ labels, value: cpuNanos / 1e9, atMs })),
    ),
    each(
      "gauge",
      "pod_memory_working_set_bytes",
      "Current working set of the pod in bytes",
      pods.map(({ labels, memoryBytes }) => ({ labels, value: memoryBytes, atMs })),
    ),
    each(
      "gauge",
      "resource_scrape_error",
      "1 if there was an error while getting container metrics, 0 otherwise",
      [{ labels: {}, value: 0 }],
    ),
  ].join("");
}

function startsOf(containers: readonly MeasuredContainer[]): readonly Sample[] {
  return containers.flatMap(({ labels, startSeconds }) =>
    startSeconds === undefined ? [] : [{ labels, value: startSeconds }],
  );
}

/** What of cAdvisor's numbers the runtimes know: processor, memory, starts and limits; `id="/"` is the whole node. */
export async function cadvisorMetrics(kubelet: Kubelet, signal: AbortSignal): Promise<string> {
  const usage = await nodeUsage(kubelet, signal);
  const { host, allocatable, memoryBytes } = kubelet.node;
  const atMs = host.clock.nowMs();
  const containers = measured(kubelet, usage).map((one) => ({
    ...one,
    labels: cadvisorLabels(one),
  }));
  const whole = { container: "", id: "/", image: "", name: "", namespace: "", pod: "" };
  const limits = containers.map(({ labels, worker }) => {
    const spec = worker?.pod.spec?.containers.find(({ name }) => name === labels.container);
    const limit = spec?.resources?.limits?.["memory"];
    // 0 where there is none.
    return { labels, value: limit === undefined ? 0 : (quantityValue(limit) ?? 0), atMs };
  });
  const withTotal = ({ container = "", ...labels }: MetricLabels): MetricLabels => ({
    container,
    cpu: "total",
    ...labels,
  });
  return [
    family(
      ["counter", "container_cpu_usage_seconds_total", "Cumulative cpu time consumed in seconds."],
      [
        { labels: withTotal(whole), value: seconds(usage), atMs },
        ...containers.map(({ labels, usage: own }) => ({
          labels: withTotal(labels),
          value: seconds(own),
          atMs,
        })),
      ],
    ),
    family(
      ["gauge", "container_last_seen", "Last time a container was seen by the exporter"],
      containers.map(({ labels }) => ({ labels, value: Math.floor(atMs / 1000), atMs })),
    ),
    family(
      ["gauge", "container_memory_working_set_bytes", "Current working set in bytes."],
      [
        { labels: whole, value: usage.memoryBytes, atMs },
        ...containers.map(({ labels, usage: own }) => ({ labels, value: own.memoryBytes, atMs })),
      ],
    ),
    family(
      ["gauge", "container_spec_memory_limit_bytes", "Memory limit for the container."],
      limits,
    ),
    family(
      [
        "gauge",
        "container_start_time_seconds",
        "Start time of the container since unix epoch in seconds.",
      ],
      startsOf(containers),
    ),
    family(
      ["gauge", "machine_cpu_cores", "Number of logical CPU cores."],
      [{ labels: {}, value: Number(allocatable["cpu"] ?? 0) }],
    ),
    family(
      ["gauge", "machine_memory_bytes", "Amount of memory installed on the machine."],
      [{ labels: {}, value: memoryBytes }],
    ),
  ].join("");
}

function cadvisorLabels({ labels, worker }: MeasuredContainer) {
  const { container, namespace, pod } = labels;
  const { metadata, status } = worker?.pod ?? {};
  const own = status?.containerStatuses?.find(({ name }) => name === container);
  const name = (own?.containerID ?? "").replace(/^[^:]*:\/\//, "");
  const qos = status?.qosClass ?? "BestEffort";
  const above = qos === "Guaranteed" ? "/kubepods" : `/kubepods/${qos.toLowerCase()}`;
  const id = `${above}/pod${metadata?.uid ?? ""}/${name}`;
  return { container, id, image: own?.image ?? "", name, namespace, pod };
}
