/** Which APIServices cannot be asked (kube-aggregator, pkg/controllers/status/metrics). */
import type { APIService } from "../../api/generated/types.ts";
import { simpleFamily, type MetricFamily, type MetricLabels } from "../../api/prometheus.ts";
import type { Stored } from "../../api/object.ts";
import { isAvailable } from "./availability.ts";

export class AggregationMetrics {
  readonly #lost = new Map<string, { readonly labels: MetricLabels; count: number }>();

  /** The condition is about to change. */
  changes(before: Stored<APIService>, next: Stored<APIService>): void {
    if (!isAvailable(before) || isAvailable(next)) return;
    const { name } = next.metadata;
    const conditions = next.status?.conditions ?? [];
    const reason = conditions.find(({ type }) => type === "Available")?.reason ?? "UnknownReason";
    const key = `${name} ${reason}`;
    const known = this.#lost.get(key);
    if (known) known.count += 1;
    else this.#lost.set(key, { labels: { name, reason }, count: 1 });
  }

  families(apis: readonly Stored<APIService>[]): readonly MetricFamily[] {
    return [
      simpleFamily(
        [
          "gauge",
          "aggregator_unavailable_apiservice",
          "[ALPHA] Gauge of APIServices which are marked as unavailable broken down by APIService name.",
        ],
        apis.map((api) => [{ name: api.metadata.name }, isAvailable(api) ? 0 : 1] as const),
      ),
      simpleFamily(
        [
          "counter",
          "aggregator_unavailable_apiservice_total",
          "[ALPHA] Counter of APIServices which are marked as unavailable broken down by APIService name and reason.",
        ],
        [...this.#lost.values()].map(({ labels, count }) => [labels, count] as const),
      ),
    ];
  }
}
