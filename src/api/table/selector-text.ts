/** Selector objects as tables show them (apimachinery, metav1.FormatLabelSelector). */
import type { LabelSelector } from "../generated/types.ts";
import { formatLabelSelector, type LabelMatcher, labelSelectorOf } from "../label-selector.ts";
import { StatusError } from "../status.ts";

function matcherOf(selector: LabelSelector | undefined): LabelMatcher | undefined {
  try {
    return labelSelectorOf(selector);
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
}

/** `<none>` for a selector that says nothing, `<error>` for one that cannot be read. */
export function selectorText(selector: LabelSelector | undefined): string {
  const matcher = matcherOf(selector);
  if (matcher === undefined) return "<error>";
  return formatLabelSelector(matcher) || "<none>";
}

/** As Deployments show it: an empty text when it says nothing, `<invalid>` when it cannot be read. */
export function plainSelectorText(selector: LabelSelector | undefined): string {
  const matcher = matcherOf(selector);
  return matcher === undefined ? "<invalid>" : formatLabelSelector(matcher);
}
