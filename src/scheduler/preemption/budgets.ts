/** What disruption budgets say about a node's possible victims (plugins/defaultpreemption, filterPodsWithPDBViolation). */
import type { Pod, PodDisruptionBudget } from "../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels, noLabel } from "../../api/label-selector.ts";
import type { LabelMatcher } from "../../api/label-selector.ts";
import { StatusError } from "../../api/status.ts";

export interface Budget {
  readonly object: PodDisruptionBudget;
  readonly matcher: LabelMatcher;
}

/** Budgets made ready. One of an empty or a broken selector covers nothing. */
export function budgetsOf(objects: readonly PodDisruptionBudget[]): readonly Budget[] {
  return objects.map((object) => ({ object, matcher: matcherOf(object) }));
}

function matcherOf({ spec }: PodDisruptionBudget): LabelMatcher {
  try {
    const matcher = labelSelectorOf(spec?.selector);
    return matcher.requirements.length === 0 ? noLabel : matcher;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return noLabel;
  }
}

function covers({ object, matcher }: Budget, pod: Pod): boolean {
  return (
    object.metadata.namespace === pod.metadata.namespace &&
    matchesLabels(matcher, pod.metadata.labels)
  );
}

/**
 * Tells the Pods that their budgets have nothing left for from the others. Each takes one disruption off every budget that
 * covers it, in the order given, which both lists keep. `violates` is told of every budget that a Pod's going would break.
 */
export function splitByViolation<T extends { readonly pod: Pod }>(
  victims: readonly T[],
  budgets: readonly Budget[],
  violates?: (victim: T, budget: PodDisruptionBudget) => void,
): { readonly violating: readonly T[]; readonly others: readonly T[]; readonly covered: boolean } {
  const left = budgets.map(({ object }) => object.status?.disruptionsAllowed ?? 0);
  const violating: T[] = [];
  const others: T[] = [];
  let covered = false;
  for (const victim of victims) {
    let isViolating = false;
    budgets.forEach((budget, i) => {
      if (!covers(budget, victim.pod)) return;
      covered = true;
      // Counted off already by the API, which let it be evicted.
      if (budget.object.status?.disruptedPods?.[victim.pod.metadata.name ?? ""] !== undefined) {
        return;
      }
      left[i] = (left[i] ?? 0) - 1;
      if (left[i] >= 0) return;
      isViolating = true;
      violates?.(victim, budget.object);
    });
    (isViolating ? violating : others).push(victim);
  }
  return { violating, others, covered };
}
