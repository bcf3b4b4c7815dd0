/** Matching of selector objects against labels, for code that asks often: each selector is read once. */
import type { LabelSelector } from "../api/generated/types.ts";
import {
  labelSelectorOf,
  matchesLabels,
  type LabelMatcher,
  type Labels,
} from "../api/label-selector.ts";

const matchers = new WeakMap<LabelSelector, LabelMatcher>();

/** True when `labels` satisfy all of the selector; an empty selector matches everything, an absent one nothing. */
export function matchesLabelSelector(
  selector: LabelSelector | undefined,
  labels: Labels | undefined,
): boolean {
  if (selector === undefined) return false;
  let matcher = matchers.get(selector);
  if (matcher === undefined) {
    matcher = labelSelectorOf(selector);
    matchers.set(selector, matcher);
  }
  return matchesLabels(matcher, labels);
}

/** True when every entry of `wanted` is in `labels`: the selectors of Services. */
export function hasLabels(wanted: Labels | undefined, labels: Labels | undefined): boolean {
  for (const key in wanted) if (labels?.[key] !== wanted[key]) return false;
  return true;
}

/** True for the selector that matches everything, which workload controllers refuse to act on. */
export function selectsEverything(selector: LabelSelector | undefined): boolean {
  return (
    selector !== undefined &&
    Object.keys(selector.matchLabels ?? {}).length === 0 &&
    (selector.matchExpressions ?? []).length === 0
  );
}
