/** Which taints a Pod tolerates (component-helpers/scheduling/corev1, ToleratesTaint). */
import type { Taint, Toleration } from "../api/generated/types.ts";

/** What `spec.unschedulable` is to a Pod's tolerations. */
export const unschedulableTaint: Taint = {
  key: "node.kubernetes.io/unschedulable",
  effect: "NoSchedule",
};

export function toleratesTaint(tolerations: readonly Toleration[], taint: Taint): boolean {
  return tolerations.some((toleration) => {
    if (toleration.effect && toleration.effect !== taint.effect) return false;
    if (toleration.key && toleration.key !== taint.key) return false;
    const operator = toleration.operator ?? "Equal";
    if (operator === "Exists") return true;
    // Gt and Lt are behind a feature gate that is off by default: they tolerate nothing.
    return operator === "Equal" && (toleration.value ?? "") === (taint.value ?? "");
  });
}
