/** Plugin PodTopologyLabels: a Pod carries the zone and the region of its node (plugin/pkg/admission/podtopologylabels). */
import type { Pod } from "../../api/generated/types.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin } from "./chain.ts";

const keys = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

/** Those of the labels that the node has. */
export function topologyLabelsOf(store: Store, nodeName: string): Readonly<Record<string, string>> {
  const node = store.head({ resource: "nodes", namespace: "", name: nodeName });
  const labels = node?.object.metadata.labels ?? {};
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = labels[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** For Pods that are created on a node; those that are bound get theirs with the binding. */
export function topologyLabels(store: Store): AdmissionPlugin {
  return {
    name: "PodTopologyLabels",
    mutate({ operation, target, object }) {
      if (operation !== "CREATE" || target.definition.kind !== "Pod" || target.subresource !== "") {
        return object;
      }
      const nodeName = (object as Pod).spec?.nodeName;
      if (!nodeName) return object;
      const added = topologyLabelsOf(store, nodeName);
      if (Object.keys(added).length === 0) return object;
      const labels = { ...object.metadata.labels, ...added };
      return { ...object, metadata: { ...object.metadata, labels } };
    },
  };
}
