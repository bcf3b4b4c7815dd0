/** The whole of /metrics, gathered when it is asked for: nothing here costs anything until then. */
import {
  metricsDocument,
  simpleFamily,
  type MetricFamily,
  type MetricLabels,
} from "../../api/prometheus.ts";
import type { ServerCore } from "../core.ts";
import { version } from "../discovery/version.ts";
import type { FlowControl } from "../flow-control/flow-control.ts";
import { allocatorFamilies } from "./allocator-metrics.ts";
import { averageSize } from "../flow-control/object-statistics.ts";
import type { Deadlines } from "../http/deadline.ts";
import { featureFamily } from "./feature-gates.ts";
import { deprecationOf } from "../http/deprecations.ts";
import { checksOf, type HealthChecks, type HealthCounts } from "../http/health.ts";
import type { ApiResponse } from "../message.ts";
import type { ApiStatistics } from "../statistics.ts";

export interface MeasuredHealth {
  readonly checks: HealthChecks;
  readonly counts: HealthCounts;
}

export type MetricSource = () => readonly MetricFamily[];

/** Prometheus text format 0.0.4. */
export function metricsText(
  core: ServerCore,
  parts: {
    readonly statistics: ApiStatistics;
    readonly health: MeasuredHealth;
    /** What is counted by others. */
    readonly more: readonly MetricSource[];
  },
): string {
  const { statistics, health, more } = parts;
  const families = [
    ...core.admissionMetrics.families(),
    ...core.watchMetrics.families(),
    statistics.metrics.longRunning(),
    deprecatedApis(core, statistics),
    ...storedObjects(core),
    ...healthFamilies(health),
    ...allocatorFamilies(core.services.allocations()),
    buildFamily(),
    featureFamily(),
    ...more.flatMap((source) => source()),
  ];
  const requests = statistics.metrics.lines();
  const lines = requests.map((line) => `${line}\n`).join("");
  return `${lines}${metricsDocument([...families, registered(families, requests)])}`;
}

/** How many metrics there are, by what may become of them. */
function registered(families: readonly MetricFamily[], requests: readonly string[]): MetricFamily {
  const helps = requests.filter((line) => line.startsWith("# HELP ")).join("\n");
  const all = `${helps}\n${families.map(({ help }) => help).join("\n")}`;
  const count = (level: string): number => all.split(`[${level}] `).length - 1;
  return simpleFamily(
    [
      "counter",
      "registered_metrics_total",
      "[BETA] The count of registered metrics broken by stability level and deprecation version.",
    ],
    ["ALPHA", "BETA", "STABLE"].map(
      (level) => [{ deprecated_version: "", stability_level: level }, count(level)] as const,
    ),
  );
}

/** What /metrics/slis serves (component-base, metrics/prometheus/slis). */
export function healthMetrics(health: MeasuredHealth): string {
  return metricsDocument(healthFamilies(health));
}

export function respondMetrics(text: string): ApiResponse {
  return {
    status: 200,
    headers: {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-cache, private",
    },
    body: text,
  };
}

/** Of a log that is kept on a disk. */
export function storageFamilies(log: { allocatedBytes?(): number }): readonly MetricFamily[] {
  const bytes = log.allocatedBytes?.();
  return [
    simpleFamily(
      [
        "gauge",
        "apiserver_storage_size_bytes",
        "[STABLE] Size of the storage database file physically allocated in bytes.",
      ],
      bytes === undefined ? [] : [[{ storage_cluster_id: "etcd-0" }, bytes]],
    ),
  ];
}

/** Requests that are answered at once are never seen in flight. */
export function servingFamilies(
  { inFlight }: Deadlines,
  flowControl: FlowControl,
): readonly MetricFamily[] {
  const help =
    "[STABLE] Maximal number of currently used inflight request limit of this apiserver per request kind in last second.";
  return [
    simpleFamily(
      ["gauge", "apiserver_current_inflight_requests", help],
      (["mutating", "readOnly"] as const).map((kind) => [{ request_kind: kind }, inFlight[kind]]),
    ),
    ...flowControl.metrics(),
  ];
}

/** Kinds that are on their way out and that somebody has asked for since the start. */
function deprecatedApis(
  { registry, custom }: ServerCore,
  { metrics }: ApiStatistics,
): MetricFamily {
  const asked = new Map<string, MetricLabels>();
  for (const { group, version, resource, subresource } of metrics.resources()) {
    const row = registry.find(group, version, resource);
    if (row === undefined) continue;
    if ((custom.kindOf(row)?.warning ?? deprecationOf(row)) === undefined) continue;
    const labels = { group, removed_release: "", resource, subresource, version };
    asked.set(`${group}/${version}/${resource}/${subresource}`, labels);
  }
  return simpleFamily(
    [
      "gauge",
      "apiserver_requested_deprecated_apis",
      "[STABLE] Gauge of deprecated APIs that have been requested, broken out by API group, version, resource, subresource, and removed_release.",
    ],
    [...asked.values()].map((labels) => [labels, 1] as const),
  );
}

/** Nothing of it is stored. */
const computedGroup = "metrics.k8s.io";

/** Under the name of before 1.34, which dashboards ask for, and the one that has taken its place. */
function storedObjects({ store, registry }: ServerCore): readonly MetricFamily[] {
  const rows = new Map<string, { readonly group: string; readonly resource: string }>();
  for (const row of registry.definitions) {
    if (row.ephemeral || row.group === computedGroup || !row.verbs.includes("list")) continue;
    const { group, resource } = registry.storageOf(row);
    rows.set(group === "" ? resource : `${resource}.${group}`, { group, resource });
  }
  const counts = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, labels]) => {
      const { entries } = store.list(key);
      const bytes = averageSize(entries) * entries.length;
      return { key, labels, bytes, changes: store.changesOf(key), count: entries.length };
    });
  return [
    simpleFamily(
      [
        "gauge",
        "apiserver_resource_size_estimate_bytes",
        "[ALPHA] Estimated size of stored objects in database. Estimate is based on sum of last observed sizes of serialized objects. In case of a fetching error, the value will be -1.",
      ],
      counts.map(({ labels, bytes }) => [labels, bytes] as const),
    ),
    simpleFamily(
      [
        "counter",
        "apiserver_storage_events_received_total",
        "[BETA] Number of etcd events received split by kind.",
      ],
      counts
        .filter(({ changes }) => changes > 0)
        .map(({ labels, changes }) => [labels, changes] as const),
    ),
    simpleFamily(
      [
        "gauge",
        "apiserver_resource_objects",
        "[ALPHA] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.",
      ],
      counts.map(({ labels, count }) => [labels, count] as const),
    ),
    simpleFamily(
      [
        "gauge",
        "apiserver_storage_objects",
        "[STABLE] [DEPRECATED, consider using apiserver_resource_objects instead] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.",
      ],
      counts.map(({ key, count }) => [{ resource: key }, count] as const),
    ),
  ];
}

function healthFamilies({ checks, counts }: MeasuredHealth): readonly MetricFamily[] {
  const types = ["healthz", "livez", "readyz"] as const;
  return [
    simpleFamily(
      [
        "gauge",
        "kubernetes_healthcheck",
        "[STABLE] This metric records the result of a single healthcheck.",
      ],
      types.flatMap((type) =>
        checksOf(checks, type).map(
          ([name, problem]) => [{ name, type }, problem() === undefined ? 1 : 0] as const,
        ),
      ),
    ),
    simpleFamily(
      [
        "counter",
        "kubernetes_healthchecks_total",
        "[STABLE] This metric records the results of all healthcheck.",
      ],
      counts.all().map(({ of: { name, status, type }, total }) => [{ name, status, type }, total]),
    ),
  ];
}

function buildFamily(): MetricFamily {
  const help =
    "[BETA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.";
  const labels = {
    build_date: version.buildDate,
    compiler: version.compiler,
    git_commit: version.gitCommit,
    git_tree_state: version.gitTreeState,
    git_version: version.gitVersion,
    go_version: version.goVersion,
    major: version.major,
    minor: version.minor,
    platform: version.platform,
  };
  return simpleFamily(["gauge", "kubernetes_build_info", help], [[labels, 1]]);
}
