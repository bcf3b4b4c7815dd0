/** What every Pod asks for and may take, as kube-scheduler shows it at /metrics/resources (pkg/scheduler/metrics/resources). */
import type { Pod } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import { simpleFamily, type MetricFamily, type MetricLabels } from "../api/prometheus.ts";
import { quantityToNumber } from "../api/quantity.ts";
import { isHugePages, podAmounts } from "../api/quota/pod-amounts.ts";

const inBytes = new Set(["memory", "storage", "ephemeral-storage"]);

/** Of Pods that have not ended; amounts of zero are left out. */
export function podResourceFamilies(pods: Iterable<Stored<Pod>>): readonly MetricFamily[] {
  const requests: [MetricLabels, number][] = [];
  const limits: [MetricLabels, number][] = [];
  for (const pod of pods) {
    if (hasEnded(pod)) continue;
    requests.push(...samplesOf(pod, "requests"));
    limits.push(...samplesOf(pod, "limits"));
  }
  const rest =
    "broken down by pod. This shows the resource usage the scheduler and kubelet expect per pod for resources along with the unit for the resource if any.";
  return [
    simpleFamily(
      [
        "gauge",
        "kube_pod_resource_limit",
        `[STABLE] Resources limit for workloads on the cluster, ${rest}`,
      ],
      limits,
    ),
    simpleFamily(
      [
        "gauge",
        "kube_pod_resource_request",
        `[STABLE] Resources requested by workloads on the cluster, ${rest}`,
      ],
      requests,
    ),
  ];
}

function hasEnded({ spec, status }: Pod): boolean {
  return !!spec?.nodeName && (status?.phase === "Succeeded" || status?.phase === "Failed");
}

function samplesOf(pod: Stored<Pod>, side: "requests" | "limits"): [MetricLabels, number][] {
  const { metadata, spec } = pod;
  return [...podAmounts(pod, side)].flatMap(([resource, amount]): [MetricLabels, number][] => {
    const value = quantityToNumber(amount) ?? 0;
    if (value === 0) return [];
    const labels = {
      namespace: metadata.namespace ?? "",
      node: spec?.nodeName ?? "",
      pod: metadata.name,
      priority: spec?.priority === undefined ? "" : String(spec.priority),
      resource,
      scheduler: spec?.schedulerName ?? "",
      unit: unitOf(resource),
    };
    return [[labels, value]];
  });
}

function unitOf(resource: string): string {
  if (resource === "cpu") return "cores";
  if (inBytes.has(resource) || isHugePages(resource)) return "bytes";
  return resource.startsWith("attachable-volumes-") ? "integer" : "";
}
