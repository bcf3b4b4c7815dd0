/**
 * What the EndpointSlice controller counts, under kube-controller-manager's names (endpointslice/metrics): the slices that there are
 * and that would do, and what each look at a Service has changed.
 */
import type { EndpointSlice } from "../api/generated/types.ts";
import { ENDPOINT_SLICES, SERVICES } from "../api/kinds.ts";
import {
  exponentialBounds,
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
} from "../api/prometheus.ts";
import type { Listers } from "../loop/controller.ts";
import type { ControllerMeter, Sync } from "../loop/controller-meter.ts";
import type { Action } from "../loop/plan.ts";
import { type EndpointSliceView, isManaged } from "./endpoint-slice.ts";
import { endpointKey, endpointsMax, groupKey } from "./endpoints/slice-plan.ts";
import { Counts } from "./meter-counts.ts";

const bounds = exponentialBounds(2, 2, 15);
const serviceNameLabel = "kubernetes.io/service-name";

export class EndpointSliceMeter implements ControllerMeter {
  readonly #added = new Histogram(bounds);
  readonly #removed = new Histogram(bounds);
  readonly #changes = new Counts();
  readonly #syncs = new Counts();

  synced({ view, plan, failed }: Sync): void {
    this.#syncs.add({ result: failed ? "error" : "success" });
    if (failed) return;
    const before = (view as EndpointSliceView).slices;
    const after = new Map(before.map((slice) => [slice.metadata.name, slice as EndpointSlice]));
    for (const action of plan.actions) {
      const slice = sliceOf(action);
      if (!slice) continue;
      this.#changes.add({ operation: action.verb });
      // One that is made is named by the server.
      const name = slice.metadata.name ?? `new-${after.size}`;
      if (action.verb === "delete") after.delete(name);
      else after.set(name, slice);
    }
    const [old, now] = [endpointsOf(before), endpointsOf([...after.values()])];
    this.#added.observe([...now].filter((key) => !old.has(key)).length);
    this.#removed.observe([...old].filter((key) => !now.has(key)).length);
  }

  families(listers: Pick<Listers, "of">): readonly MetricFamily[] {
    const name = "endpoint_slice_controller";
    const slices = listers.of(ENDPOINT_SLICES).all().filter(isManaged);
    const { desired, endpoints } = wanted(slices);
    const gauge = (of: string, help: string, value: number) =>
      simpleFamily(["gauge", `${name}_${of}`, `[BETA] ${help}`], [[{}, value]]);
    const kinds = new Map<string, number>();
    for (const { spec } of listers.of(SERVICES).all()) {
      const kind = spec?.trafficDistribution;
      if (kind !== undefined) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    return [
      this.#changes.family(`${name}_changes`, "[ALPHA] Number of EndpointSlice changes"),
      gauge(
        "desired_endpoint_slices",
        "Number of EndpointSlices that would exist with perfect endpoint allocation",
        desired,
      ),
      histogramFamily(
        [
          `${name}_endpoints_added_per_sync`,
          "[BETA] Number of endpoints added on each Service sync",
        ],
        [[{}, this.#added]],
      ),
      gauge("endpoints_desired", "Number of endpoints desired", endpoints),
      histogramFamily(
        [
          `${name}_endpoints_removed_per_sync`,
          "[BETA] Number of endpoints removed on each Service sync",
        ],
        [[{}, this.#removed]],
      ),
      gauge("num_endpoint_slices", "Number of EndpointSlices", slices.length),
      simpleFamily(
        [
          "gauge",
          `${name}_services_count_by_traffic_distribution`,
          "[BETA] Number of Services using some specific trafficDistribution",
        ],
        [...kinds].map(([kind, count]) => [{ traffic_distribution: kind }, count] as const),
      ),
      this.#syncs.family(`${name}_syncs`, "[ALPHA] Number of EndpointSlice syncs"),
    ];
  }
}

function sliceOf(action: Action): EndpointSlice | undefined {
  if (action.verb !== "create" && action.verb !== "update" && action.verb !== "delete")
    return undefined;
  const { resource, object } = action;
  return resource.resource === ENDPOINT_SLICES.resource ? (object as EndpointSlice) : undefined;
}

function endpointsOf(slices: readonly EndpointSlice[]): ReadonlySet<string> {
  return new Set(
    slices.flatMap((slice) => {
      const group = groupOf(slice);
      return (slice.endpoints ?? []).map((endpoint) => `${group} ${endpointKey(endpoint)}`);
    }),
  );
}

function groupOf({ addressType, ports }: EndpointSlice): string {
  return groupKey({ addressType, ports: ports ?? [] });
}

/** Full slices, but for the last of each Service's groups. */
function wanted(slices: readonly EndpointSlice[]): {
  readonly desired: number;
  readonly endpoints: number;
} {
  const groups = new Map<string, number>();
  for (const slice of slices) {
    const { namespace = "", labels = {} } = slice.metadata;
    const key = `${namespace}/${labels[serviceNameLabel] ?? ""} ${groupOf(slice)}`;
    groups.set(key, (groups.get(key) ?? 0) + (slice.endpoints ?? []).length);
  }
  let [desired, endpoints] = [0, 0];
  for (const count of groups.values()) {
    desired += Math.max(1, Math.ceil(count / endpointsMax));
    endpoints += count;
  }
  return { desired, endpoints };
}
