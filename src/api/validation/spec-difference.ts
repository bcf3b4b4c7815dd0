/** Says what differs between two specs, as Kubernetes does: a unified diff of its internal types as JSON. Source: apimachinery, pkg/util/diff. */
import { unifiedDiff } from "../unified-diff.ts";
import { goIndented } from "./go-form.ts";

export function specDifference(type: string, previous: unknown, next: unknown): string {
  return unifiedDiff(goIndented(type, previous), goIndented(type, next));
}
