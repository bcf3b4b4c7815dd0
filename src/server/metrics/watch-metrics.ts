/** What is sent to those who watch, under Kubernetes' names (apiserver, pkg/endpoints/metrics). */
import {
  exponentialBounds,
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
} from "../../api/prometheus.ts";
import type { ResourceDefinition } from "../../api/resources.ts";

const sizeBounds = exponentialBounds(1024, 2, 8);
/** Upper bounds in seconds of what begins at a twentieth: WatchLists, and requests as service levels count them. */
export const slowBounds = [
  0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
] as const;

interface ResourceLabels extends Readonly<Record<string, string>> {
  readonly group: string;
  readonly resource: string;
  readonly version: string;
}

/** Of all watches of one resource. */
export class WatchedResource {
  readonly labels: ResourceLabels;
  readonly sizes = new Histogram(sizeBounds);
  /** Readers that were too slow. */
  cutOff = 0;
  /** From the request to the mark behind the last initial event, by scope. */
  readonly lists = new Map<string, Histogram>();

  constructor({ group, resource, version }: ResourceDefinition) {
    this.labels = { group, resource, version };
  }

  /** One event, of so many bytes. */
  sent(bytes: number): void {
    this.sizes.observe(bytes);
  }

  listed(scope: string, seconds: number): void {
    let list = this.lists.get(scope);
    if (!list) this.lists.set(scope, (list = new Histogram(slowBounds)));
    list.observe(seconds);
  }
}

export class WatchMetrics {
  readonly #resources = new Map<string, WatchedResource>();

  of(definition: ResourceDefinition): WatchedResource {
    const key = `${definition.group}/${definition.version}/${definition.resource}`;
    let watched = this.#resources.get(key);
    if (!watched) this.#resources.set(key, (watched = new WatchedResource(definition)));
    return watched;
  }

  families(): readonly MetricFamily[] {
    const all = [...this.#resources.values()];
    const seen = all.filter(({ sizes }) => sizes.count > 0);
    return [
      simpleFamily(
        [
          "counter",
          "apiserver_watch_events_total",
          "[ALPHA] Number of events sent in watch clients",
        ],
        seen.map(({ labels, sizes }) => [labels, sizes.count] as const),
      ),
      simpleFamily(
        [
          "counter",
          "apiserver_terminated_watchers_total",
          "[ALPHA] Counter of watchers closed due to unresponsiveness broken by resource type.",
        ],
        terminated(all),
      ),
      histogramFamily(
        ["apiserver_watch_events_sizes", "[ALPHA] Watch event size distribution in bytes"],
        seen.map(({ labels, sizes }) => [labels, sizes] as const),
      ),
      histogramFamily(
        [
          "apiserver_watch_list_duration_seconds",
          "[BETA] Response latency distribution in seconds for watch list requests broken by group, version, resource and scope.",
        ],
        all.flatMap(({ labels, lists }) =>
          [...lists].map(
            ([scope, list]) =>
              [
                { group: labels.group, resource: labels.resource, scope, version: labels.version },
                list,
              ] as const,
          ),
        ),
      ),
    ];
  }
}

/** Over all versions. */
function terminated(
  all: readonly WatchedResource[],
): Iterable<readonly [labels: Readonly<Record<string, string>>, count: number]> {
  const byResource = new Map<string, readonly [{ group: string; resource: string }, number]>();
  for (const { labels, cutOff } of all) {
    if (cutOff === 0) continue;
    const { group, resource } = labels;
    const [, before] = byResource.get(`${group}/${resource}`) ?? [undefined, 0];
    byResource.set(`${group}/${resource}`, [{ group, resource }, before + cutOff]);
  }
  return byResource.values();
}
