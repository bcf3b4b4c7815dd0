/** Says what differs between two specs, as Kubernetes does: a unified diff of its internal types as JSON. Source: apimachinery, pkg/util/diff. */
import { unifiedDiff } from "../unified-diff.ts";
import { internalText, type InternalType } from "./internal-forms.ts";

export function specDifference(type: InternalType, previous: unknown, next: unknown): string {
  return unifiedDiff(internalText(previous, type), internalText(next, type));
}
