/** The whole of /metrics, gathered when it is asked for: nothing here costs anything until then. */
import { metricsDocument, simpleFamily, type MetricFamily } from "../../api/prometheus.ts";
import type { ServerCore } from "../core.ts";
import { version } from "../discovery/version.ts";
import type { FlowControl } from "../flow-control/flow-control.ts";
import type { Deadlines } from "../http/deadline.ts";
import { checksOf, type HealthChecks } from "../http/health.ts";
import type { ApiResponse } from "../message.ts";
import type { ApiStatistics } from "../statistics.ts";

export type MetricSource = () => readonly MetricFamily[];

/** Prometheus text format 0.0.4. */
export function metricsText(
  core: ServerCore,
  parts: {
    readonly statistics: ApiStatistics;
    readonly checks: HealthChecks;
    /** What is counted by others. */
    readonly more: readonly MetricSource[];
  },
): string {
  const { statistics, checks, more } = parts;
  const families = [
    longRunning(statistics),
    ...storedObjects(core),
    healthFamily(checks),
    buildFamily(),
    ...more.flatMap((source) => source()),
  ];
  return `${statistics.metrics.lines().join("\n")}\n${metricsDocument(families)}`;
}

/** What /metrics/slis serves (component-base, metrics/prometheus/slis). */
export function healthMetrics(checks: HealthChecks): string {
  return metricsDocument([healthFamily(checks)]);
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

function longRunning({ watches }: ApiStatistics): MetricFamily {
  const help =
    "[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.";
  const labels = {
    component: "apiserver",
    group: "",
    resource: "",
    scope: "",
    subresource: "",
    verb: "WATCH",
    version: "",
  };
  return simpleFamily(["gauge", "apiserver_longrunning_requests", help], [[labels, watches]]);
}

/** Under the name of before 1.34, which dashboards ask for, and the one that has taken its place. */
function storedObjects({ store, registry }: ServerCore): readonly MetricFamily[] {
  const rows = new Map<string, { readonly group: string; readonly resource: string }>();
  for (const row of registry.definitions) {
    if (row.ephemeral || !row.verbs.includes("list")) continue;
    const { group, resource } = registry.storageOf(row);
    rows.set(group === "" ? resource : `${resource}.${group}`, { group, resource });
  }
  const counts = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, labels]) => ({ key, labels, count: store.list(key).entries.length }));
  return [
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

function healthFamily(checks: HealthChecks): MetricFamily {
  const types = ["healthz", "livez", "readyz"] as const;
  return simpleFamily(
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
  );
}

function buildFamily(): MetricFamily {
  const help =
    "[ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.";
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
