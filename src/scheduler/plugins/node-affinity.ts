/** NodeAffinity: node selectors and node affinity of the Pod, and those that the profile adds (plugins/nodeaffinity). */
import type {
  NodeAffinity,
  NodeSelectorTerm,
  Pod,
  PreferredSchedulingTerm,
} from "../../api/generated/types.ts";
import { refusal } from "./basic-plugins.ts";
import { stretchScores } from "./framework.ts";
import type { Plugin } from "./framework.ts";
import {
  matchesNodeSelector,
  matchesNodeTerm,
  matchesRequiredNodes,
} from "../../api/node-selection.ts";

export function nodeAffinity(
  addedAffinity?: NodeAffinity,
): Plugin<undefined, readonly PreferredSchedulingTerm[]> {
  const added = addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const addedPreferred = addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return {
    name: "NodeAffinity",
    preFilter(pod) {
      const required = requiredOf(pod);
      const labelled = Object.keys(pod.spec?.nodeSelector ?? {}).length > 0;
      if (required === undefined && !labelled && added === undefined) return { skip: true };
      const nodeNames = namedNodes(required?.nodeSelectorTerms ?? []);
      if (nodeNames === undefined) return { state: undefined };
      if (nodeNames.size === 0) return { refusal: refusal("pod affinity terms conflict") };
      return { state: undefined, nodeNames };
    },
    filter(_, pod, { node }) {
      if (added !== undefined && !matchesNodeSelector(added, node)) {
        return refusal("node(s) didn't match scheduler-enforced node affinity");
      }
      if (matchesRequiredNodes(pod, node)) return undefined;
      return refusal("node(s) didn't match Pod's node affinity/selector");
    },
    preScore(pod) {
      const own =
        pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
      if (own.length + addedPreferred.length === 0) return { skip: true };
      return { state: [...addedPreferred, ...own] };
    },
    score: (terms, _, { node }) =>
      terms
        .filter(({ preference }) => matchesNodeTerm(preference, node))
        .reduce((sum, { weight }) => sum + weight, 0),
    normalize: (_, scores) => stretchScores(scores),
  };
}

function requiredOf(
  pod: Pod,
): { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] } | undefined {
  return pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
}

/** The nodes that the terms name, when every one of them does so; terms are alternatives. */
function namedNodes(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  if (terms.length === 0) return undefined;
  const all = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const named = matchFields
      .filter(({ key, operator }) => key === "metadata.name" && operator === "In")
      .map(({ values = [] }) => new Set(values));
    const [first, ...rest] = named;
    if (first === undefined) return undefined;
    for (const name of first) if (rest.every((names) => names.has(name))) all.add(name);
  }
  return all;
}
