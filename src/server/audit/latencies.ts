/**
 * What webhooks took for a request: told to the audit log when the request was slow, and taken off where the server's own time is counted.
 * Source: apiserver, pkg/endpoints/request/webhook_duration.go; pkg/endpoints/filters/audit.go.
 */
import { goDurationText } from "../../api/go-duration.ts";

type Annotations = ReadonlyMap<string, string>;
/** What latencies are kept beside: the annotations of a request that is audited, and the request. */
type Key = object;
type Layer = "mutating-webhook" | "validating-webhook";

const prefix = "apiserver.latency.k8s.io/";
const slowMs = 500;
const latencies = new WeakMap<Key, Map<Layer, number>>();

/** Mutating webhooks are called one after the other, validating ones together: of those, the slowest counts. */
export function addLatency(key: Key | undefined, layer: Layer, ms: number): void {
  if (!key) return;
  const known = latencies.get(key) ?? new Map<Layer, number>();
  latencies.set(key, known);
  const before = known.get(layer) ?? 0;
  known.set(layer, layer === "mutating-webhook" ? before + ms : Math.max(before, ms));
}

/** What a request has waited for webhooks, in milliseconds. */
export function webhookMs(request: Key): number {
  let sum = 0;
  for (const ms of latencies.get(request)?.values() ?? []) sum += ms;
  return sum;
}

/** Nothing of what took no longer than half a second. */
export function latencyAnnotations(
  annotations: Annotations,
  totalMs: number,
): Readonly<Record<string, string>> {
  if (totalMs <= slowMs) return {};
  const layers = [...(latencies.get(annotations) ?? [])].filter(([, ms]) => ms > 0);
  return Object.fromEntries(
    [...layers, ["total", totalMs] as const].map(([layer, ms]) => [
      `${prefix}${layer}`,
      goDurationText(ms),
    ]),
  );
}
