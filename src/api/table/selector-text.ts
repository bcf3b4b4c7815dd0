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

/** A selector as Go's generated types print themselves (apimachinery, meta/v1/generated.pb.go): where Kubernetes shows just that. */
export function selectorDump(selector: LabelSelector): string {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const labels = Object.keys(matchLabels)
    .sort()
    .map((key) => `${key}: ${matchLabels[key]},`);
  const expressions = matchExpressions.map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(" ")}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join("")}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join("")}},}`;
}
