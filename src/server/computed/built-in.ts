/** The resources whose objects are made when they are asked for. */
import type { Clock } from "../../host/host.ts";
import type { Store } from "../../store/store.ts";
import type { NodeConnector } from "../node-connector.ts";
import { componentStatuses } from "./component-statuses.ts";
import { ComputedResources } from "./computed-resources.ts";
import { nodeMetrics, podMetrics } from "./metrics.ts";

export interface ComputedSources {
  readonly store: Store;
  readonly clock: Clock;
  /** Undefined until the nodes are started. */
  nodes(): NodeConnector | undefined;
  /** What is wrong with the store; undefined while all is well. */
  etcd(): string | undefined;
}

export function builtInComputed(sources: ComputedSources): ComputedResources {
  const started = () => (sources.nodes() ? undefined : "not started");
  const components = new Map([
    ["controller-manager", started],
    ["etcd-0", () => sources.etcd()],
    ["scheduler", started],
  ]);
  return new ComputedResources(
    new Map([
      ["metrics.k8s.io/nodes", nodeMetrics(sources)],
      ["metrics.k8s.io/pods", podMetrics(sources)],
      ["/componentstatuses", componentStatuses(components)],
    ]),
  );
}
