/** What the API server counts of its requests, written in Prometheus' text format (apiserver, pkg/endpoints/metrics). */
import type { RequestInfo } from "../request-info.ts";

/** Upper bounds in seconds (apiserver_request_duration_seconds, thinned as far as a loopback server tells them apart). */
const bounds = [
  0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45,
  60,
] as const;

interface Series {
  readonly labels: string;
  total: number;
}

interface Histogram {
  readonly labels: string;
  readonly counts: Uint32Array;
  sum: number;
}

export class RequestMetrics {
  readonly #totals = new Map<string, Series>();
  readonly #durations = new Map<string, Histogram>();

  /** One answered request; long-running ones have no duration. */
  answered(info: RequestInfo, code: number, seconds: number | undefined): void {
    const labels = labelsOf(info);
    const key = `${labels.key} ${code}`;
    const series = this.#totals.get(key);
    if (series) series.total += 1;
    else this.#totals.set(key, { labels: labels.text({ code }), total: 1 });
    if (seconds === undefined) return;
    let histogram = this.#durations.get(labels.key);
    if (!histogram) {
      histogram = { labels: labels.text(), counts: new Uint32Array(bounds.length + 1), sum: 0 };
      this.#durations.set(labels.key, histogram);
    }
    let at = 0;
    while (at < bounds.length && seconds > (bounds[at] ?? 0)) at += 1;
    histogram.counts[at] = (histogram.counts[at] ?? 0) + 1;
    histogram.sum += seconds;
  }

  lines(): string[] {
    const lines = head(
      "apiserver_request_total",
      "counter",
      "[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.",
    );
    for (const { labels, total } of sorted(this.#totals)) {
      lines.push(`apiserver_request_total{${labels}} ${total}`);
    }
    const name = "apiserver_request_duration_seconds";
    lines.push(
      ...head(
        name,
        "histogram",
        "[STABLE] Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.",
      ),
    );
    for (const { labels, counts, sum } of sorted(this.#durations)) {
      let below = 0;
      for (const [i, bound] of bounds.entries()) {
        below += counts[i] ?? 0;
        lines.push(`${name}_bucket{${labels},le="${bound}"} ${below}`);
      }
      below += counts[bounds.length] ?? 0;
      lines.push(`${name}_bucket{${labels},le="+Inf"} ${below}`);
      lines.push(`${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${below}`);
    }
    return lines;
  }
}

function sorted<T extends { readonly labels: string }>(map: ReadonlyMap<string, T>): readonly T[] {
  return [...map.values()].toSorted((a, b) => (a.labels < b.labels ? -1 : 1));
}

/** A metric's two lines of explanation. */
export function head(
  name: string,
  type: "counter" | "gauge" | "histogram",
  help: string,
): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

/** `a="1",b="2"`, escaped as the text format wants it. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",");
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

function labelsOf(info: RequestInfo): {
  readonly key: string;
  text(more?: { readonly code: number }): string;
} {
  const verb = info.verb.toUpperCase();
  if (!info.isResource) {
    return {
      key: verb,
      text: (more) =>
        labelText({
          ...(more ? { code: String(more.code) } : {}),
          component: "apiserver",
          dry_run: "",
          group: "",
          resource: "",
          scope: "",
          subresource: known(info.path),
          verb,
          version: "",
        }),
    };
  }
  const { group, version, resource, subresource, name, namespace } = info;
  const scope = name !== "" ? "resource" : namespace !== "" ? "namespace" : "cluster";
  return {
    key: `${verb} ${group}/${version}/${resource}/${subresource} ${scope}`,
    text: (more) =>
      labelText({
        ...(more ? { code: String(more.code) } : {}),
        component: "apiserver",
        dry_run: "",
        group,
        resource,
        scope,
        subresource,
        verb,
        version,
      }),
  };
}

/** Anybody may ask for any path: only those there are become labels. */
function known(path: string): string {
  return /^\/(metrics|healthz|livez|readyz|version|openapi|api|apis)\b/.exec(path)?.[0] ?? "";
}
