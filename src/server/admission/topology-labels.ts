/** Plugin PodTopologyLabels: a Pod carries the zone and the region of its node, or what it says itself (plugin/pkg/admission/podtopologylabels). */
import type { Binding, Pod } from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin } from "./chain.ts";

const keys = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

/** For Pods that are created on a node, and for the bindings of others, which give the Pod their labels. */
export function topologyLabels(store: Store): AdmissionPlugin {
  return {
    name: "PodTopologyLabels",
    mutate({ operation, target, object }) {
      if (operation !== "CREATE" || target.definition.kind !== "Pod") return object;
      const nodeName = nodeOf(target.subresource, object);
      if (!nodeName) return object;
      const added = topologyLabelsOf(store, nodeName);
      if (Object.keys(added).length === 0) return object;
      const labels = { ...added, ...object.metadata.labels };
      return { ...object, metadata: { ...object.metadata, labels } };
    },
  };
}

function nodeOf(subresource: string, object: KubeObject): string | undefined {
  if (subresource === "") return (object as Pod).spec?.nodeName;
  if (subresource !== "binding") return undefined;
  const { kind, name } = (object as Partial<Binding>).target ?? {};
  return kind === "Node" ? name : undefined;
}

/** Those of the labels that the node has. */
function topologyLabelsOf(store: Store, nodeName: string): Readonly<Record<string, string>> {
  const node = store.head({ resource: "nodes", namespace: "", name: nodeName });
  const labels = node?.object.metadata.labels ?? {};
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = labels[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
