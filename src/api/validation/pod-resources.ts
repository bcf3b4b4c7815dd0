/** Resources of a Pod as a whole, and how they agree with its containers'. Source: validatePodResources in pkg/apis/core/validation. */
import type { PodSpec } from "../generated/types.ts";
import { aggregateAmounts } from "../quota/pod-amounts.ts";
import { formatQuantity } from "../quantity.ts";
import { forbiddenField, invalidValue, type FieldErrors } from "./field-errors.ts";
import { compareQuantityTexts } from "./quantity-order.ts";
import { podResourceName, validateResources } from "./resources.ts";

/** `path` is the spec's. */
export function validatePodResources(
  errors: FieldErrors,
  path: string,
  context: { readonly spec: PodSpec; readonly claimNames: ReadonlySet<string> },
): void {
  const { spec, claimNames } = context;
  const { resources } = spec;
  if (!resources) return;
  const at = `${path}.resources`;
  if (spec.os?.name === "windows") {
    errors.push(forbiddenField(at, "may not be set for a windows pod"));
    return;
  }
  if (resources.claims) {
    const detail = "claims may not be set for Resources at pod-level";
    errors.push(forbiddenField(`${at}.claims`, detail));
  }
  validateResources(errors, at, { resources, claimNames, checkName: podResourceName });
  validateConsistency(errors, at, spec);
}

/** The whole may not request less than its parts do together, nor a part be allowed more than the whole. */
function validateConsistency(errors: FieldErrors, path: string, spec: PodSpec): void {
  const { requests = {}, limits = {} } = spec.resources ?? {};
  for (const side of ["requests", "limits"] as const) {
    const own = side === "requests" ? requests : limits;
    for (const [name, amount] of aggregateAmounts(spec, side)) {
      const stated = own[name];
      // Only huge pages cannot be given out twice.
      if (stated === undefined || (side === "limits" && !name.startsWith("hugepages-"))) continue;
      const total = formatQuantity(amount);
      if (compareQuantityTexts(total, stated) <= 0) continue;
      const message = `must be greater than or equal to aggregate container ${side} of ${total}`;
      errors.push(invalidValue(`${path}.${side}[${name}]`, stated, message));
    }
  }
  for (const [index, { resources }] of (spec.containers ?? []).entries()) {
    for (const name in resources?.limits) {
      const bound = limits[name];
      const limit = resources.limits[name] ?? "0";
      if (bound === undefined || compareQuantityTexts(limit, bound) <= 0) continue;
      const message = `must be less than or equal to pod limits of ${bound}`;
      errors.push(invalidValue(`${path}.containers[${index}][${name}].limits`, limit, message));
    }
  }
}
