/** What the API server counts of its requests, written in Prometheus' text format (apiserver, pkg/endpoints/metrics). */
import {
  Histogram as SizeHistogram,
  exponentialBounds,
  simpleFamily,
  type MetricFamily,
} from "../../api/prometheus.ts";
import { webhookMs } from "../audit/latencies.ts";
import { isBodyStream, type ApiRequest, type ApiResponse } from "../message.ts";
import type { RequestInfo, ResourceRequestInfo } from "../request-info.ts";
import { slowBounds } from "./watch-metrics.ts";

/** Upper bounds in seconds of apiserver_request_duration_seconds. */
const bounds = [
  0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45,
  60,
] as const;

const component = "apiserver";
const sizeBounds = exponentialBounds(1000, 10, 7);

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
export interface CountedRequests {
  readonly info: RequestInfo;
  readonly labels: Labels;
  /** Long ones that go on: watches, logs that are followed, connections. */
  running: number;
  /** By code. */
  readonly totals: Map<number, Series>;
  /** Undefined while none of them has ended. */
  duration: Histogram | undefined;
  /** Bytes of the answers, of reads alone. */
  sizes: SizeHistogram | undefined;
  /** Durations without what was waited for a seat and for webhooks: shared with those that are not told apart in them. */
  sli: SizeHistogram | undefined;
}

/** What of an answered request is counted. */
export interface AnsweredRequest {
  readonly request: Asked;
  /** Undefined for what runs long. */
  readonly seconds: number | undefined;
  /** For a seat. */
  readonly waitedSeconds?: number;
  /** Whether the server has ended it in self-defence. */
  readonly isTerminated?: boolean;
}

/** Far more than there are verbs, resources and scopes; what is asked for beyond that is not counted. */
const seriesMax = 10_000;

export class RequestMetrics {
  readonly #counted = new Map<string, CountedRequests>();
  /** By labels, dry runs and others together. */
  readonly #sli = new Map<string, SizeHistogram>();
  readonly #terminated = new Map<string, number>();

  /** One answered request; long-running ones have no duration. `known` remembers what it is counted with. */
  answered(
    known: { readonly info: RequestInfo; counted: CountedRequests | undefined },
    { status: code, body }: Pick<ApiResponse, "status" | "body">,
    { request, seconds, waitedSeconds = 0, isTerminated = false }: AnsweredRequest,
  ): void {
    const { info } = known;
    const counted = (known.counted ??= this.#countedWith(info, request));
    if (!counted) return;
    const { labels, totals } = counted;
    const series = totals.get(code);
    if (series) series.total += 1;
    else totals.set(code, { labels: labels({ code }), total: 1 });
    if (isTerminated) this.#noteTerminated(labels({ code, dryRun: false }));
    if (seconds === undefined) return;
    const othersSeconds = waitedSeconds + (mayCallWebhooks(info) ? webhookMs(request) / 1000 : 0);
    (counted.sli ??= this.#sliOf(labels({ dryRun: false }))).observe(seconds - othersSeconds);
    const histogram = (counted.duration ??= {
      labels: labels(),
      counts: new Uint32Array(bounds.length + 1),
      sum: 0,
    });
    if (info.verb === "get" || info.verb === "list") {
      (counted.sizes ??= new SizeHistogram(sizeBounds)).observe(sizeOf(body));
    }
    let at = 0;
    while (at < bounds.length && seconds > (bounds[at] ?? 0)) at += 1;
    histogram.counts[at] = (histogram.counts[at] ?? 0) + 1;
    histogram.sum += seconds;
  }

  #countedWith(info: RequestInfo, asked: Asked): CountedRequests | undefined {
    const variant = variantOf(info, asked);
    const key = `${keyOf(info, variant)} ${variant.dryRun}`;
    const before = this.#counted.get(key);
    // Anybody may ask for kinds that there are not, each a series of its own.
    if (before || this.#counted.size >= seriesMax) return before;
    const counted: CountedRequests = {
      info,
      labels: labelsOf(info, variant),
      running: 0,
      totals: new Map(),
      duration: undefined,
      sizes: undefined,
      sli: undefined,
    };
    this.#counted.set(key, counted);
    return counted;
  }

  #sliOf(labels: string): SizeHistogram {
    let sli = this.#sli.get(labels);
    if (!sli) this.#sli.set(labels, (sli = new SizeHistogram(slowBounds)));
    return sli;
  }

  #noteTerminated(labels: string): void {
    this.#terminated.set(labels, (this.#terminated.get(labels) ?? 0) + 1);
  }

  /** The kinds that have been asked for, in a list of each of their series. */
  resources(): readonly ResourceRequestInfo[] {
    return [...this.#counted.values()].flatMap(({ info }) => (info.isResource ? [info] : []));
  }

  /** Long-running requests, by what they are for. */
  longRunning(): MetricFamily {
    const running = [...this.#counted.values()].filter((counted) => counted.running > 0);
    return simpleFamily(
      [
        "gauge",
        "apiserver_longrunning_requests",
        "[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.",
      ],
      running.map(({ info, running: count }) => {
        const { group, version, resource, subresource } = partsOf(info);
        const scope = info.isResource ? scopeOf(info) : "";
        const verb = reportedVerb(info);
        return [{ component, group, resource, scope, subresource, verb, version }, count] as const;
      }),
    );
  }

  /** Nothing before the first request has been answered, as a registry leaves out what nothing has been counted in. */
  lines(): string[] {
    if (this.#counted.size === 0) return [];
    return [
      ...this.#totalLines(),
      ...this.#durationLines(),
      ...sizeLines(this.#all()),
      ...histogramLines(
        [
          "apiserver_request_sli_duration_seconds",
          "[ALPHA] Response latency distribution (not counting webhook duration and priority & fairness queue wait times) in seconds for each verb, group, version, resource, subresource, scope and component.",
        ],
        this.#sli,
      ),
      ...this.#terminationLines(),
    ];
  }

  #all(): readonly CountedRequests[] {
    return [...this.#counted.values()];
  }

  #totalLines(): string[] {
    const lines = head(
      "apiserver_request_total",
      "counter",
      "[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.",
    );
    const totals = this.#all().flatMap((counted) => [...counted.totals.values()]);
    for (const { labels, total } of sorted(totals)) {
      lines.push(`apiserver_request_total{${labels}} ${total}`);
    }
    return lines;
  }

  #terminationLines(): string[] {
    if (this.#terminated.size === 0) return [];
    const name = "apiserver_request_terminations_total";
    const help = "[ALPHA] Number of requests which apiserver terminated in self-defense.";
    const counts = [...this.#terminated].sort(([a], [b]) => (a < b ? -1 : 1));
    return [
      ...head(name, "counter", help),
      ...counts.map(([labels, count]) => `${name}{${labels}} ${count}`),
    ];
  }

  #durationLines(): string[] {
    const durations = this.#all().flatMap(({ duration }) => duration ?? []);
    if (durations.length === 0) return [];
    const name = "apiserver_request_duration_seconds";
    const lines = head(
      name,
      "histogram",
      "[STABLE] Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.",
    );
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

/** Text is nearly all ASCII: its units stand for its bytes. */
function sizeOf(body: ApiResponse["body"]): number {
  return body === undefined || isBodyStream(body) ? 0 : body.length;
}

function sizeLines(counted: readonly CountedRequests[]): string[] {
  const sizes = counted.flatMap(({ labels, sizes: own }) =>
    own ? [[labels({ dryRun: false }), own] as const] : [],
  );
  return histogramLines(
    [
      "apiserver_response_sizes",
      "[STABLE] Response size distribution in bytes for each group, version, verb, resource, subresource, scope and component.",
    ],
    sizes,
  );
}

function mayCallWebhooks({ isResource, verb }: RequestInfo): boolean {
  return isResource && verb !== "get" && verb !== "list";
}

/** By labels as they are written; nothing where there are none. */
function histogramLines(
  [name, help]: readonly [name: string, help: string],
  series: Iterable<readonly [labels: string, histogram: SizeHistogram]>,
): string[] {
  const all = [...series].sort(([a], [b]) => (a < b ? -1 : 1));
  if (all.length === 0) return [];
  return [
    ...head(name, "histogram", help),
    ...all.flatMap(([labels, histogram]) =>
      histogram.samples({}).map(({ suffix, labels: { le }, value }) => {
        const bound = le === undefined ? "" : `,le="${le}"`;
        return `${name}${suffix}{${labels}${bound}} ${value}`;
      }),
    ),
  ];
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
type Labels = (more?: { readonly code?: number; readonly dryRun?: false }) => string;

/** What of a request, beside its path, tells which series it belongs to. */
type Asked = Pick<ApiRequest, "search" | "query" | "headers">;

const writes = new Set(["POST", "PUT", "PATCH", "DELETE", "DELETECOLLECTION"]);

interface Variant {
  readonly verb: string;
  readonly dryRun: string;
}

/** A dry run says so in its query, and whoever applies must name its manager there: without a query there is nothing to tell. */
function variantOf(info: RequestInfo, { search, query, headers }: Asked): Variant {
  const verb = reportedVerb(info);
  if (search === "") return { verb, dryRun: "" };
  const applies = verb === "PATCH" && headers["content-type"] === "application/apply-patch+yaml";
  return { verb: applies ? "APPLY" : verb, dryRun: writes.has(verb) ? dryRunOf(query) : "" };
}

/** Anybody may write anything there: only what is valid becomes a label. */
function dryRunOf(query: URLSearchParams): string {
  const wishes = query.getAll("dryRun").filter((wish) => wish !== "");
  if (wishes.length === 0) return "";
  return wishes.every((wish) => wish === "All") ? "All" : "invalid";
}

function keyOf(info: RequestInfo, { verb }: Variant): string {
  if (!info.isResource) return `${verb} ${known(info.path)}`;
  const { group, version, resource, subresource } = info;
  return `${verb} ${group}/${version}/${resource}/${subresource} ${scopeOf(info)}`;
}

function scopeOf({ name, namespace, verb }: ResourceRequestInfo): string {
  if (name !== "" || verb === "create") return "resource";
  return namespace !== "" ? "namespace" : "cluster";
}

function partsOf(info: RequestInfo): {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
} {
  if (info.isResource) return info;
  return { group: "", version: "", resource: "", subresource: known(info.path) };
}

function labelsOf(info: RequestInfo, { verb, dryRun }: Variant): Labels {
  const { group, version, resource, subresource } = partsOf(info);
  const scope = info.isResource ? scopeOf(info) : "";
  return (more) =>
    labelText({
      ...(more?.code === undefined ? {} : { code: String(more.code) }),
      component,
      ...(more?.dryRun === false ? {} : { dry_run: dryRun }),
      group,
      resource,
      scope,
      subresource,
      verb,
      version,
    });
}

const methods: Readonly<Record<string, string>> = {
  create: "POST",
  update: "PUT",
  patch: "PATCH",
  get: "GET",
  head: "GET",
  post: "POST",
  put: "PUT",
  list: "LIST",
  watch: "WATCH",
  delete: "DELETE",
  deletecollection: "DELETECOLLECTION",
};
const connects = new Set(["attach", "exec", "portforward", "proxy"]);

/** What goes on for as long as the client likes (apiserver, pkg/server/filters, BasicLongRunningRequestCheck). */
export function isLongRunning(info: RequestInfo): boolean {
  if (!info.isResource) return false;
  return info.verb === "watch" || info.subresource === "log" || connects.has(info.subresource);
}

/** As metrics have always named them: by the method, but for what reads many, and for what is connected to. */
function reportedVerb(info: RequestInfo): string {
  if (info.isResource && connects.has(info.subresource)) return "CONNECT";
  return Object.hasOwn(methods, info.verb) ? (methods[info.verb] ?? "other") : "other";
}

/** Anybody may ask for any path: only those there are become labels. */
function known(path: string): string {
  return /^\/(metrics|healthz|livez|readyz|version|openapi|api|apis)\b/.exec(path)?.[0] ?? "";
}
