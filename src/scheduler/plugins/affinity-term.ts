/**
 * Terms of pod affinity and anti-affinity made ready: whom they speak of. Follows kube-scheduler's AffinityTerm
 * (pkg/scheduler/framework/types.go) and the label keys of KEP-3633, which the API server also merges into selectors.
 */
import type {
  LabelSelector,
  Pod,
  PodAffinityTerm,
  WeightedPodAffinityTerm,
} from "../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels, noLabel } from "../../api/label-selector.ts";
import type { LabelMatcher, Labels } from "../../api/label-selector.ts";
import { toStatusError } from "../../api/status.ts";

/** The labels of a namespace; undefined when there is none of that name. */
export type NamespaceLabels = (namespace: string) => Labels | undefined;

export interface AffinityTerm {
  readonly topologyKey: string;
  matches(pod: Pod, namespaceLabels: NamespaceLabels): boolean;
}

export interface WeightedAffinityTerm extends AffinityTerm {
  readonly weight: number;
}

export interface PodAffinityTerms {
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly WeightedAffinityTerm[];
  readonly preferredAntiAffinity: readonly WeightedAffinityTerm[];
  /** What is wrong with selectors, as kube-scheduler says it; their terms then speak of nobody. */
  readonly fault?: string;
}

const none: PodAffinityTerms = {
  requiredAffinity: [],
  requiredAntiAffinity: [],
  preferredAffinity: [],
  preferredAntiAffinity: [],
};

export function podAffinityTerms(pod: Pod): PodAffinityTerms {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
  if (podAffinity === undefined && podAntiAffinity === undefined) return none;
  const faults = new Map<string, string>();
  const ready = (list: keyof PodAffinityTerms, term: PodAffinityTerm): AffinityTerm =>
    affinityTerm(term, pod, (fault) => {
      // Of each list the first one is told.
      if (!faults.has(list)) faults.set(list, `${list}Terms: ${fault}`);
    });
  const required = (
    list: "requiredAffinity" | "requiredAntiAffinity",
    terms: readonly PodAffinityTerm[] = [],
  ): readonly AffinityTerm[] => terms.map((term) => ready(list, term));
  const preferred = (
    list: "preferredAffinity" | "preferredAntiAffinity",
    terms: readonly WeightedPodAffinityTerm[] = [],
  ): readonly WeightedAffinityTerm[] =>
    terms.map(({ weight, podAffinityTerm }) => ({ weight, ...ready(list, podAffinityTerm) }));
  const terms = {
    requiredAffinity: required(
      "requiredAffinity",
      podAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    ),
    requiredAntiAffinity: required(
      "requiredAntiAffinity",
      podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    ),
    preferredAffinity: preferred(
      "preferredAffinity",
      podAffinity?.preferredDuringSchedulingIgnoredDuringExecution,
    ),
    preferredAntiAffinity: preferred(
      "preferredAntiAffinity",
      podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution,
    ),
  };
  if (faults.size === 0) return terms;
  const texts = [...faults.values()];
  return { ...terms, fault: texts.length === 1 ? texts.join() : `[${texts.join(", ")}]` };
}

function affinityTerm(
  term: PodAffinityTerm,
  owner: Pod,
  fail: (fault: string) => void,
): AffinityTerm {
  const matcher = withLabelKeys(readSelector(term.labelSelector, fail), owner, {
    same: term.matchLabelKeys ?? [],
    different: term.mismatchLabelKeys ?? [],
  });
  const named = new Set(term.namespaces ?? []);
  const selector =
    term.namespaceSelector === undefined ? noLabel : readSelector(term.namespaceSelector, fail);
  // With neither, the term speaks of its owner's own namespace.
  if (named.size === 0 && term.namespaceSelector === undefined) {
    named.add(owner.metadata.namespace ?? "");
  }
  return {
    topologyKey: term.topologyKey,
    matches(pod, namespaceLabels) {
      if (!matchesLabels(matcher, pod.metadata.labels)) return false;
      const namespace = pod.metadata.namespace ?? "";
      return (
        named.has(namespace) ||
        (selector.nothing !== true && matchesLabels(selector, namespaceLabels(namespace) ?? {}))
      );
    },
  };
}

function readSelector(
  selector: LabelSelector | undefined,
  fail: (fault: string) => void,
): LabelMatcher {
  try {
    return labelSelectorOf(selector);
  } catch (error) {
    fail(toStatusError(error).message);
    return noLabel;
  }
}

/** Adds what the owner's own labels say: the same value for some keys, another one for others. */
export function withLabelKeys(
  matcher: LabelMatcher,
  owner: Pod,
  keys: { readonly same: readonly string[]; readonly different?: readonly string[] },
): LabelMatcher {
  const requirements = (
    names: readonly string[],
    operator: "in" | "notin",
  ): LabelMatcher["requirements"] =>
    names.flatMap((key) => {
      const value = owner.metadata.labels?.[key];
      return value === undefined ? [] : [{ key, operator, values: [value] }];
    });
  return {
    ...matcher,
    requirements: [
      ...matcher.requirements,
      ...requirements(keys.same, "in"),
      ...requirements(keys.different ?? [], "notin"),
    ],
  };
}
