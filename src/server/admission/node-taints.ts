/**
 * Plugin TaintNodesByCondition: a new node takes no Pods until it is ready (plugin/pkg/admission/nodetaint). One that comes ready,
 * as this engine's own do, is left as it is: the node controller would take the taint off again at once.
 */
import type { Node, Taint } from "../../api/generated/types.ts";
import type { AdmissionPlugin } from "./chain.ts";

const notReady: Taint = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };

export function taintNewNodes(): AdmissionPlugin {
  return {
    name: "TaintNodesByCondition",
    mutate({ operation, target, object }) {
      if (
        operation !== "CREATE" ||
        target.definition.kind !== "Node" ||
        target.subresource !== ""
      ) {
        return object;
      }
      const { spec, status } = object as Node;
      const isReady = status?.conditions?.some(
        (condition) => condition.type === "Ready" && condition.status === "True",
      );
      const taints = spec?.taints ?? [];
      const isTainted = taints.some(
        ({ key, effect }) => key === notReady.key && effect === notReady.effect,
      );
      if (isReady || isTainted) return object;
      return { ...object, spec: { ...spec, taints: [...taints, notReady] } };
    },
  };
}
