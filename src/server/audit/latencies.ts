/**
 * What the layers of the server took for a request that is audited: kept beside its annotations, which tell of it when the request was slow.
 * Source: apiserver, pkg/endpoints/request/webhook_duration.go; pkg/endpoints/filters/audit.go.
 */
import { goDurationText } from "../../api/go-duration.ts";

type Annotations = ReadonlyMap<string, string>;
type Layer = "mutating-webhook" | "validating-webhook";

const prefix = "apiserver.latency.k8s.io/";
const slowMs = 500;
const latencies = new WeakMap<Annotations, Map<Layer, number>>();

/** Mutating webhooks are called one after the other, validating ones together: of those, the slowest counts. */
export function addLatency(annotations: Annotations | undefined, layer: Layer, ms: number): void {
  if (!annotations) return;
  const known = latencies.get(annotations) ?? new Map<Layer, number>();
  latencies.set(annotations, known);
  const before = known.get(layer) ?? 0;
  known.set(layer, layer === "mutating-webhook" ? before + ms : Math.max(before, ms));
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
