/** The whole of /metrics, gathered when it is asked for: nothing here costs anything until then. */
import { version } from "../discovery/version.ts";
import type { ServerCore } from "../core.ts";
import type { ApiStatistics } from "../statistics.ts";
import { head, labelText } from "./request-metrics.ts";

/** Prometheus text format 0.0.4. */
export function metricsText(
  core: ServerCore,
  statistics: ApiStatistics,
  checks: ReadonlyMap<string, () => string | undefined>,
): string {
  return `${[
    ...statistics.metrics.lines(),
    ...longRunning(statistics),
    ...storedObjects(core),
    ...healthChecks(checks),
    ...build(),
  ].join("\n")}\n`;
}

function longRunning({ watches }: ApiStatistics): string[] {
  const name = "apiserver_longrunning_requests";
  const help =
    "[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.";
  return [
    ...head(name, "gauge", help),
    `${name}{${labelText({ component: "apiserver", group: "", resource: "", scope: "", subresource: "", verb: "WATCH", version: "" })}} ${watches}`,
  ];
}

function storedObjects({ store, registry }: ServerCore): string[] {
  const name = "apiserver_storage_objects";
  const help =
    "[STABLE] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.";
  const keys = new Set<string>();
  for (const row of registry.definitions) {
    if (row.ephemeral || !row.verbs.includes("list")) continue;
    const { group, resource } = registry.storageOf(row);
    keys.add(group === "" ? resource : `${resource}.${group}`);
  }
  return [
    ...head(name, "gauge", help),
    ...[...keys]
      .sort()
      .map(
        (resource) => `${name}{${labelText({ resource })}} ${store.list(resource).entries.length}`,
      ),
  ];
}

function healthChecks(checks: ReadonlyMap<string, () => string | undefined>): string[] {
  const name = "kubernetes_healthcheck";
  return [
    ...head(name, "gauge", "[STABLE] This metric records the result of a single healthcheck."),
    ...[...checks].flatMap(([check, problem]) =>
      ["healthz", "livez", "readyz"].map(
        (type) => `${name}{${labelText({ name: check, type })}} ${problem() === undefined ? 1 : 0}`,
      ),
    ),
  ];
}

function build(): string[] {
  const name = "kubernetes_build_info";
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
  return [...head(name, "gauge", help), `${name}{${labelText(labels)}} 1`];
}
