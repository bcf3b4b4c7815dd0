/**
 * Messages of kinds that the published schema does not have: metadata of objects, aggregated discovery and usage. Source:
 * generated.proto of apimachinery, pkg/apis/meta/v1 and v1beta1; k8s.io/api, apidiscovery/v2; k8s.io/metrics, pkg/apis/metrics/v1beta1.
 */
import {
  messageFields,
  type MessageField,
  type MessageFields,
  type ValueType,
} from "./message-fields.ts";

type Row = readonly [number: number, value: ValueType, holds?: MessageField["holds"]];

function message(rows: Readonly<Record<string, Row>>): MessageFields {
  const fields = Object.entries(rows).map(
    ([name, [number, value, holds = "one"]]): [string, MessageField] => [
      name,
      { number, value, holds, leavesZeros: value.kind === "scalar" && holds === "one" },
    ],
  );
  return { byName: new Map(fields), inlined: [] };
}

function valueOf(of: MessageFields): ValueType {
  return { kind: "message", message: of };
}

const string: ValueType = { kind: "scalar", type: "string" };

/** By `apiVersion kind`, each made at its first use. */
const makers: Readonly<Record<string, () => MessageFields>> = {
  "meta.k8s.io/v1 PartialObjectMetadata": partialObjectMetadata,
  "meta.k8s.io/v1 PartialObjectMetadataList": () => listOf(partialObjectMetadata()),
  "meta.k8s.io/v1beta1 PartialObjectMetadata": partialObjectMetadata,
  // The numbers of the beta are the other way round.
  "meta.k8s.io/v1beta1 PartialObjectMetadataList": () =>
    message({ items: [1, valueOf(partialObjectMetadata()), "list"], metadata: [2, listMeta()] }),
  "apidiscovery.k8s.io/v2 APIGroupDiscoveryList": groupDiscoveryList,
  "apidiscovery.k8s.io/v2beta1 APIGroupDiscoveryList": groupDiscoveryList,
  "metrics.k8s.io/v1beta1 NodeMetrics": nodeMetrics,
  "metrics.k8s.io/v1beta1 NodeMetricsList": () => listOf(nodeMetrics()),
  "metrics.k8s.io/v1beta1 PodMetrics": podMetrics,
  "metrics.k8s.io/v1beta1 PodMetricsList": () => listOf(podMetrics()),
};
const made = new Map<string, MessageFields>();

export function ownMessage(apiVersion: string, kind: string): MessageFields | undefined {
  const key = `${apiVersion} ${kind}`;
  const known = made.get(key);
  if (known !== undefined || !Object.hasOwn(makers, key)) return known;
  const fields = makers[key]?.();
  if (fields !== undefined) made.set(key, fields);
  return fields;
}

const metaKinds = "io.k8s.apimachinery.pkg.apis.meta.v1";

function objectMeta(): ValueType {
  return valueOf(messageFields(`${metaKinds}.ObjectMeta`));
}

function listMeta(): ValueType {
  return valueOf(messageFields(`${metaKinds}.ListMeta`));
}

function listOf(item: MessageFields): MessageFields {
  return message({ metadata: [1, listMeta()], items: [2, valueOf(item), "list"] });
}

function partialObjectMetadata(): MessageFields {
  return message({ metadata: [1, objectMeta()] });
}

function groupDiscoveryList(): MessageFields {
  const kind = message({ group: [1, string], version: [2, string], kind: [3, string] });
  const subresource = message({
    subresource: [1, string],
    responseKind: [2, valueOf(kind)],
    acceptedTypes: [3, valueOf(kind), "list"],
    verbs: [4, string, "list"],
  });
  const resource = message({
    resource: [1, string],
    responseKind: [2, valueOf(kind)],
    scope: [3, string],
    singularResource: [4, string],
    verbs: [5, string, "list"],
    shortNames: [6, string, "list"],
    categories: [7, string, "list"],
    subresources: [8, valueOf(subresource), "list"],
  });
  const version = message({
    version: [1, string],
    resources: [2, valueOf(resource), "list"],
    freshness: [3, string],
  });
  return listOf(message({ metadata: [1, objectMeta()], versions: [2, valueOf(version), "list"] }));
}

const time: ValueType = { kind: "scalar", type: "time" };
const duration: ValueType = { kind: "scalar", type: "duration" };
const quantity: ValueType = { kind: "scalar", type: "quantity" };

function nodeMetrics(): MessageFields {
  return message({
    metadata: [1, objectMeta()],
    timestamp: [2, time],
    window: [3, duration],
    usage: [4, quantity, "map"],
  });
}

function podMetrics(): MessageFields {
  const container = message({ name: [1, string], usage: [2, quantity, "map"] });
  return message({
    metadata: [1, objectMeta()],
    timestamp: [2, time],
    window: [3, duration],
    containers: [4, valueOf(container), "list"],
  });
}
