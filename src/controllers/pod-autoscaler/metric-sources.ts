/**
 * Reads the metrics that an autoscaler names, from the APIs that have them. Source: pkg/controller/podautoscaler/metrics/client.go and
 * k8s.io/metrics/pkg/client. What cannot be read is a text, as Kubernetes words it.
 */
import type {
  CrossVersionObjectReference,
  LabelSelector,
  MetricSpec,
} from "../../api/generated/types.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../api/json.ts";
import { formatLabelSelector, labelSelectorOf } from "../../api/label-selector.ts";
import { groupResourceOf } from "../../api/object.ts";
import { quantityMilli } from "../../api/quantity.ts";
import { toStatusError } from "../../api/status.ts";
import { parseTime } from "../../api/time.ts";
import type { ApiReads } from "../../loop/api-reads.ts";
import type { PodMetric, PodMetrics } from "./replicas.ts";
import { groupOf, resourcesOfKind } from "./scale-target.ts";

/** What was read: by Pod, or the values of something else. */
export type Reading =
  | { readonly pods: PodMetrics }
  | { readonly values: readonly number[] }
  | { readonly error: string }
  /** The metric's own selector is none: nobody was asked. */
  | { readonly fault: string };

export interface ReadingFrom {
  readonly api: ApiReads;
  readonly namespace: string;
  /** Of the target's Pods, in query syntax. */
  readonly selector: string;
}

/** A Pod's custom metric is taken to be of the last minute unless it says otherwise. */
const customWindowMs = 60_000;

class Unreadable extends Error {}

/** Never rejects. */
export async function readMetric(from: ReadingFrom, spec: MetricSpec): Promise<Reading> {
  const fault = selectorFault(spec);
  if (fault !== undefined) return { fault };
  try {
    if (spec.resource) return { pods: await resourceMetrics(from, spec.resource.name, "") };
    if (spec.containerResource) {
      const { name, container } = spec.containerResource;
      return { pods: await resourceMetrics(from, name, container) };
    }
    if (spec.pods) return { pods: await podsMetrics(from, spec.pods.metric) };
    if (spec.object) {
      const { metric, describedObject } = spec.object;
      return { values: [await objectMetric(from, metric, describedObject)] };
    }
    if (spec.external) return { values: await externalMetrics(from, spec.external.metric) };
    return { error: "" };
  } catch (error) {
    if (error instanceof Unreadable) return { error: error.message };
    throw error;
  }
}

function selectorFault({ pods, object, external }: MetricSpec): string | undefined {
  try {
    selectorText((pods ?? object ?? external)?.metric.selector);
    return undefined;
  } catch (error) {
    return toStatusError(error).message;
  }
}

/** `asked`: the qualified resource, which client-go names where what serves it answers without a Status. */
async function fetched(
  what: string,
  read: () => Promise<JsonObject>,
  asked?: string,
): Promise<JsonObject> {
  try {
    return await read();
  } catch (error) {
    const told = (error instanceof Unreadable ? error : toStatusError(error)).message;
    const isDown = asked !== undefined && told === "service unavailable";
    const message = isDown
      ? `the server is currently unable to handle the request (get ${asked})`
      : told;
    throw new Unreadable(`unable to fetch metrics from ${what} metrics API: ${message}`);
  }
}

async function resourceMetrics(
  { api, namespace, selector }: ReadingFrom,
  resource: string,
  container: string,
): Promise<PodMetrics> {
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`;
  const read = () => api.get(path, { labelSelector: selector });
  const list = await fetched("resource", read, "pods.metrics.k8s.io");
  const items = itemsOf(list);
  if (items.length === 0) throw new Unreadable("no metrics returned from resource metrics API");
  const metrics = new Map<string, PodMetric>();
  for (const item of items) {
    const value = usageOf(item, resource, container);
    if (value === undefined) continue;
    const windowMs = durationMs(textOf(item["window"]));
    metrics.set(nameOf(item["metadata"]), { value, atMs: timeOf(item), windowMs });
  }
  return metrics;
}

/** Of all containers together, each of which must be known, or of the one that is named. */
function usageOf(item: JsonObject, resource: string, container: string): number | undefined {
  const containers = arrayOf(item["containers"]).filter(
    (each) => container === "" || each["name"] === container,
  );
  if (containers.length === 0) return undefined;
  let sum = 0;
  for (const { usage } of containers) {
    const text = isJsonObject(usage) ? usage[resource] : undefined;
    if (text === undefined) return undefined;
    sum += quantityMilli(textOf(text)) ?? 0;
  }
  return sum;
}

interface Identifier {
  readonly name: string;
  readonly selector?: LabelSelector;
}

async function podsMetrics(from: ReadingFrom, metric: Identifier): Promise<PodMetrics> {
  const query = { labelSelector: from.selector, ...metricSelector(metric) };
  const path = `namespaces/${from.namespace}/pods/*/${metric.name}`;
  const items = itemsOf(await customMetrics(from.api, path, query));
  if (items.length === 0) throw new Unreadable("no metrics returned from custom metrics API");
  return new Map(
    items.map((item): [string, PodMetric] => {
      const seconds = item["windowSeconds"];
      const windowMs = typeof seconds === "number" ? seconds * 1000 : customWindowMs;
      const value = quantityMilli(textOf(item["value"])) ?? 0;
      return [nameOf(item["describedObject"]), { value, atMs: timeOf(item), windowMs }];
    }),
  );
}

async function objectMetric(
  from: ReadingFrom,
  metric: Identifier,
  described: CrossVersionObjectReference,
): Promise<number> {
  const { api, namespace } = from;
  const isNamespace = described.kind === "Namespace" && groupOf(described.apiVersion ?? "") === "";
  const list = await customMetrics(api, objectPath(), metricSelector(metric));
  const items = itemsOf(list);
  if (items.length !== 1) {
    const what = `the custom metrics API server returned ${items.length} results when we asked for exactly one`;
    throw new Unreadable(`unable to fetch metrics from custom metrics API: ${what}`);
  }
  return quantityMilli(textOf(items[0]?.["value"])) ?? 0;

  function objectPath(): string {
    if (isNamespace) return `namespaces/${namespace}/metrics/${metric.name}`;
    const { kind, name, apiVersion = "" } = described;
    const [resource] = resourcesOfKind(api, groupOf(apiVersion), kind);
    if (resource === undefined) {
      const group = groupOf(apiVersion);
      throw new Unreadable(
        `unable to fetch metrics from custom metrics API: unable to map kind ${group === "" ? kind : `${kind}.${group}`} to resource: no matches for kind "${kind}" in group "${group}"`,
      );
    }
    return `namespaces/${namespace}/${groupResourceOf(resource)}/${name}/${metric.name}`;
  }
}

const customGroup = "custom.metrics.k8s.io";
const customVersions = ["v1beta2", "v1beta1"];

/** Of the version that the group's server prefers, where it is one that is known here. */
function customMetrics(
  api: ApiReads,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  return fetched("custom", async () => {
    const groups = arrayOf((await api.get("/apis"))["groups"]);
    const group = groups.find(({ name }) => name === customGroup);
    if (group === undefined) {
      throw new Unreadable(`no custom metrics API (${customGroup}) registered`);
    }
    const preferred = group["preferredVersion"];
    const versions = [
      ...(isJsonObject(preferred) ? [preferred] : []),
      ...arrayOf(group["versions"]),
    ];
    const known = versions.find(({ version }) => customVersions.includes(textOf(version)));
    if (known === undefined) throw new Unreadable("no known available metric versions found");
    return api.get(`/apis/${customGroup}/${textOf(known["version"])}/${path}`, query);
  });
}

async function externalMetrics(
  { api, namespace }: ReadingFrom,
  metric: Identifier,
): Promise<readonly number[]> {
  const group = "external.metrics.k8s.io";
  const path = `/apis/${group}/v1beta1/namespaces/${namespace}/${metric.name}`;
  const labelSelector = selectorText(metric.selector);
  const query = labelSelector === "" ? {} : { labelSelector };
  const asked = `${metric.name}.${group}`;
  const read = async () => {
    try {
      return await api.get(path, query);
    } catch (error) {
      // What client-go makes of an answer that is no Status.
      if (toStatusError(error).message !== "404 page not found") throw error;
      throw new Unreadable(`the server could not find the requested resource (get ${asked})`);
    }
  };
  const list = await fetched("external", read, asked);
  const items = itemsOf(list);
  if (items.length === 0) throw new Unreadable("no metrics returned from external metrics API");
  return items.map((item) => quantityMilli(textOf(item["value"])) ?? 0);
}

function selectorText(selector: LabelSelector | undefined): string {
  return selector === undefined ? "" : formatLabelSelector(labelSelectorOf(selector));
}

function metricSelector({ selector }: Identifier): Readonly<Record<string, string>> {
  const text = selectorText(selector);
  return text === "" ? {} : { metricLabelSelector: text };
}

function itemsOf(list: JsonObject): readonly JsonObject[] {
  return arrayOf(list["items"]);
}

function arrayOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function nameOf(value: JsonValue | undefined): string {
  return isJsonObject(value) ? textOf(value["name"]) : "";
}

function timeOf(item: JsonObject): number {
  return parseTime(textOf(item["timestamp"])) ?? 0;
}

/** Go's `1m30s`, as far as metrics servers write it. */
function durationMs(text: string): number {
  const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  let ms = 0;
  for (const [, amount, unit = ""] of text.matchAll(/([0-9.]+)(ms|h|m|s)/g)) {
    ms += Number(amount) * (units[unit] ?? 0);
  }
  return ms;
}
