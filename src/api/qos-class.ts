/** The quality-of-service class of a Pod. Source: pkg/apis/core/helper/qos. */
import type { PodSpec, ResourceRequirements } from "./generated/types.ts";
import { quantityNanos } from "./validation/quantity-order.ts";

export type QosClass = "BestEffort" | "Burstable" | "Guaranteed";

const computed = ["cpu", "memory"] as const;
type Side = "requests" | "limits";

/**
 * `Guaranteed` when every container, or the Pod itself where it says what it needs, limits cpu and memory and requests no less;
 * `BestEffort` when none names either.
 */
export function computeQosClass(spec: PodSpec | undefined): QosClass {
  const parts: readonly ResourceRequirements[] = spec?.resources
    ? [spec.resources]
    : [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(
        ({ resources }) => resources ?? {},
      );
  const total = (side: Side, name: string): bigint =>
    parts.reduce((sum, part) => sum + positive(part[side]?.[name]), 0n);
  const some = computed.some((name) => total("requests", name) > 0n || total("limits", name) > 0n);
  if (!some) return "BestEffort";
  const limited = parts.every(({ limits }) =>
    computed.every((name) => positive(limits?.[name]) > 0n),
  );
  const equal = computed.every((name) => total("requests", name) === total("limits", name));
  return limited && equal ? "Guaranteed" : "Burstable";
}

function positive(quantity: string | undefined): bigint {
  const nanos = quantity === undefined ? 0n : quantityNanos(quantity);
  return nanos > 0n ? nanos : 0n;
}
