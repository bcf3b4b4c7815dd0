/** The quality-of-service class of a Pod. Source: pkg/apis/core/helper/qos. */
import type { Container, Pod } from "../generated/types.ts";
import { compareQuantityTexts, isZeroQuantity } from "../validation/quantity-order.ts";

export type QosClass = "BestEffort" | "Burstable" | "Guaranteed";

/** `Guaranteed` when every container limits cpu and memory and requests no less; `BestEffort` when none names either. */
export function computeQosClass(spec: Pod["spec"]): QosClass {
  const pod = spec?.resources;
  const parts: readonly Pick<Container, "resources">[] =
    pod?.limits || pod?.requests
      ? [{ resources: pod }]
      : [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  let some = false;
  let guaranteed = true;
  for (const { resources } of parts) {
    for (const name of ["cpu", "memory"]) {
      const limit = positive(resources?.limits?.[name]);
      const request = positive(resources?.requests?.[name]);
      if (limit !== undefined || request !== undefined) some = true;
      if (limit === undefined) guaranteed = false;
      else if (request !== undefined && compareQuantityTexts(request, limit) !== 0)
        guaranteed = false;
    }
  }
  if (!some) return "BestEffort";
  return guaranteed ? "Guaranteed" : "Burstable";
}

function positive(quantity: string | undefined): string | undefined {
  return quantity === undefined || isZeroQuantity(quantity) ? undefined : quantity;
}
