/** Requirements on one name: how the scopes PriorityClass and VolumeAttributesClass select (pkg/apis/core/v1/helper). */
import type { ScopedResourceSelectorRequirement } from "../generated/types.ts";

/** `name` is undefined where the object has none. */
export function requirementMatches(
  { operator, values = [] }: ScopedResourceSelectorRequirement,
  name: string | undefined,
): boolean {
  switch (operator) {
    case "Exists":
      return name !== undefined;
    case "DoesNotExist":
      return name === undefined;
    case "In":
      return name !== undefined && values.includes(name);
    case "NotIn":
      return name === undefined || !values.includes(name);
    default:
      return false;
  }
}
