/** Defaults of HorizontalPodAutoscalers. Source: pkg/apis/autoscaling/{v1,v2}/defaults.go. */
import type {
  AutoscalingV1HorizontalPodAutoscaler,
  HorizontalPodAutoscaler,
  HPAScalingRules,
} from "../generated/types.ts";
import { fill, fillAbsent, put, within } from "./fill.ts";

/** Four Pods or double their number, whichever is more, every 15 seconds. */
const scaleUp: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: "Max",
  policies: [
    { type: "Pods", value: 4, periodSeconds: 15 },
    { type: "Percent", value: 100, periodSeconds: 15 },
  ],
};
/** The window for going down is the controller's own. */
const scaleDown: HPAScalingRules = {
  selectPolicy: "Max",
  policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
};

export function defaultAutoscaler(autoscaler: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  let spec = fill(autoscaler.spec ?? ({} as HorizontalPodAutoscaler["spec"]), { minReplicas: 1 });
  if (!spec.metrics?.length) {
    const target = { type: "Utilization", averageUtilization: 80 };
    spec = put(spec, "metrics", [{ type: "Resource", resource: { name: "cpu", target } }]);
  }
  spec = within(spec, "behavior", (behavior) => ({
    ...behavior,
    scaleUp: behavior.scaleUp ? fillAbsent(behavior.scaleUp, scaleUp) : scaleUp,
    scaleDown: behavior.scaleDown ? fillAbsent(behavior.scaleDown, scaleDown) : scaleDown,
  }));
  return put(autoscaler, "spec", spec);
}

export function defaultAutoscalerV1(
  autoscaler: AutoscalingV1HorizontalPodAutoscaler,
): AutoscalingV1HorizontalPodAutoscaler {
  return within(autoscaler, "spec", (spec) => fill(spec, { minReplicas: 1 }));
}
