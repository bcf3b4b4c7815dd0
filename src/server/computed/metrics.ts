/**
 * metrics.k8s.io/v1beta1: what nodes and Pods use right now, as metrics-server shows it; `kubectl top` reads it.
 * Source: kubernetes/metrics, pkg/apis/metrics/v1beta1; kubernetes-sigs/metrics-server, pkg/api.
 */
import type { JsonObject } from "../../api/json.ts";
import type { Labels } from "../../api/label-selector.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { rfc3339 } from "../../api/time.ts";
import type { Clock } from "../../host/host.ts";
import type { Store } from "../../store/store.ts";
import type { NodeConnector, Usage } from "../node-connector.ts";
import type { CustomSchema } from "../openapi/custom-schemas.ts";
import type { ComputedObjects } from "./computed-resources.ts";

const group = "metrics.k8s.io";
const shared = {
  group,
  version: "v1beta1",
  singular: "",
  shortNames: [],
  categories: [],
  verbs: ["get", "list"],
  subresources: [],
} as const;
const package_ = "io.k8s.metrics.pkg.apis.metrics.v1beta1";

export const metricsResources: readonly ResourceDefinition[] = [
  {
    ...shared,
    resource: "nodes",
    kind: "NodeMetrics",
    namespaced: false,
    definition: `${package_}.NodeMetrics`,
  },
  {
    ...shared,
    resource: "pods",
    kind: "PodMetrics",
    namespaced: true,
    definition: `${package_}.PodMetrics`,
  },
];

const usageSchema: JsonObject = {
  type: "object",
  description: "The memory and CPU that are in use.",
  additionalProperties: { type: "string" },
};
const measured: JsonObject = {
  timestamp: {
    type: "string",
    format: "date-time",
    description: "The end of the time over which usage was measured.",
  },
  window: { type: "string", description: "How long usage was measured: 10s." },
};

/** OpenAPI schemas by definition. Quantities are shown as strings: what is computed here is never anything else. */
const schemas: Readonly<Record<string, JsonObject>> = {
  [`${package_}.NodeMetrics`]: {
    description: "NodeMetrics says what a node uses.",
    type: "object",
    properties: {
      ...measured,
      usage: usageSchema,
    },
  },
  [`${package_}.PodMetrics`]: {
    description: "PodMetrics says what the containers of a Pod use.",
    type: "object",
    properties: {
      ...measured,
      containers: {
        type: "array",
        items: {
          type: "object",
          properties: {
            name: { type: "string" },
            usage: usageSchema,
          },
        },
      },
    },
  },
};

export function metricsSchema({ definition, kind }: ResourceDefinition): CustomSchema | undefined {
  const schema = schemas[definition];
  return schema && { schema, listKind: `${kind}List`, selectableFields: [] };
}

/** The runtimes measure over the last seconds. */
const window = "10s";

export interface MetricsSource {
  readonly store: Store;
  readonly clock: Clock;
  nodes(): NodeConnector | undefined;
}

export function nodeMetrics(source: MetricsSource): ComputedObjects {
  return async () => {
    const now = rfc3339(source.clock.nowMs());
    return ((await source.nodes()?.usage()) ?? []).flatMap((usage) => {
      const key = { resource: "nodes", namespace: "", name: usage.nodeName };
      const metadata = metadataOf(source, now, key);
      return metadata ? [{ metadata, timestamp: now, window, usage: quantities(usage) }] : [];
    });
  };
}

export function podMetrics(source: MetricsSource): ComputedObjects {
  return async () => {
    const now = rfc3339(source.clock.nowMs());
    const pods = ((await source.nodes()?.usage()) ?? []).flatMap((node) => node.pods);
    return pods
      .flatMap(({ namespace, name, containers }) => {
        const metadata = metadataOf(source, now, { resource: "pods", namespace, name });
        const used = containers.map((container) => ({
          name: container.name,
          usage: quantities(container),
        }));
        return metadata ? [{ metadata, timestamp: now, window, containers: used }] : [];
      })
      .sort((a, b) => (sortKey(a.metadata) < sortKey(b.metadata) ? -1 : 1));
  };
}

function sortKey({ namespace = "", name }: { namespace?: string; name: string }): string {
  return `${namespace}/${name}`;
}

/** Of an object that is there: a node may work on that nobody lists any more, and metrics-server asks the lists first. */
function metadataOf(
  { store }: MetricsSource,
  now: string,
  key: { readonly resource: string; readonly namespace: string; readonly name: string },
): { name: string; namespace?: string; creationTimestamp: string; labels?: Labels } | undefined {
  const object = store.get(key)?.object;
  if (!object) return undefined;
  const { labels } = object.metadata;
  return {
    name: key.name,
    ...(key.namespace === "" ? {} : { namespace: key.namespace }),
    creationTimestamp: now,
    ...(labels === undefined ? {} : { labels }),
  };
}

/** `12345678n` and `1234Ki`, as metrics-server writes them. */
function quantities({ cpuNanoCores, memoryBytes }: Usage): { cpu: string; memory: string } {
  const cpu = Math.round(cpuNanoCores);
  return {
    cpu: cpu === 0 ? "0" : `${cpu}n`,
    memory: `${Math.round(memoryBytes / 1024)}Ki`,
  };
}
