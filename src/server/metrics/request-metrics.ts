/** What the API server counts of its requests, written in Prometheus' text format (apiserver, pkg/endpoints/metrics). */
import type { RequestInfo, ResourceRequestInfo } from "../request-info.ts";

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

/** What is counted of the requests that share everything but the code. */
interface Counted {
  readonly labels: Labels;
  /** By code. */
  readonly totals: Map<number, Series>;
  /** Undefined while none of them has ended. */
  duration: Histogram | undefined;
}

/** Far more than there are verbs, resources and scopes; what is asked for beyond that is not counted. */
const seriesMax = 10_000;

export class RequestMetrics {
  readonly #counted = new Map<string, Counted>();

  /** One answered request; long-running ones have no duration. */
  answered(info: RequestInfo, code: number, seconds: number | undefined): void {
    const key = keyOf(info);
    let counted = this.#counted.get(key);
    if (!counted) {
      // Anybody may ask for kinds that there are not, each a series of its own.
      if (this.#counted.size >= seriesMax) return;
      counted = { labels: labelsOf(info), totals: new Map(), duration: undefined };
      this.#counted.set(key, counted);
    }
    const { labels, totals } = counted;
    const series = totals.get(code);
    if (series) series.total += 1;
    else totals.set(code, { labels: labels({ code }), total: 1 });
    if (seconds === undefined) return;
    const histogram = (counted.duration ??= {
      labels: labels(),
      counts: new Uint32Array(bounds.length + 1),
      sum: 0,
    });
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
    const counted = [...this.#counted.values()];
    for (const { labels, total } of sorted(counted.flatMap(({ totals }) => [...totals.values()]))) {
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
    const durations = counted.flatMap(({ duration }) => duration ?? []);
    for (const { labels, counts, sum } of sorted(durations)) {
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

function sorted<T extends { readonly labels: string }>(series: readonly T[]): readonly T[] {
  return series.toSorted((a, b) => (a.labels < b.labels ? -1 : 1));
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

/** A series' labels as text, with the code of the answer where it has one. */
type Labels = (more?: { readonly code: number }) => string;

function keyOf(info: RequestInfo): string {
  if (!info.isResource) return info.verb;
  const { verb, group, version, resource, subresource } = info;
  return `${verb} ${group}/${version}/${resource}/${subresource} ${scopeOf(info)}`;
}

function scopeOf({ name, namespace }: ResourceRequestInfo): string {
  if (name !== "") return "resource";
  return namespace !== "" ? "namespace" : "cluster";
}

function labelsOf(info: RequestInfo): Labels {
  const verb = info.verb.toUpperCase();
  const { group, version, resource, subresource } = info.isResource
    ? info
    : { group: "", version: "", resource: "", subresource: known(info.path) };
  const scope = info.isResource ? scopeOf(info) : "";
  return (more) =>
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
    });
}

/** Anybody may ask for any path: only those there are become labels. */
function known(path: string): string {
  return /^\/(metrics|healthz|livez|readyz|version|openapi|api|apis)\b/.exec(path)?.[0] ?? "";
}
