/** Node selectors and node affinity as questions whose answers are worth remembering: which nodes a Pod asks for. */
import type { Node, NodeAffinity, Pod } from "../api/generated/types.ts";
import {
  matchesNodeSelector,
  matchesNodeTerm,
  matchesRequiredNodes,
} from "../api/node-selection.ts";

/** A question about nodes that is worth remembering: equal keys have equal answers. */
export interface NodeQuestion {
  readonly key: string;
  /** 1 or 0 for a required question, a sum of weights for a preferred one. */
  answer(node: Node): number;
}

function ownAffinity(pod: Pod): NodeAffinity | undefined {
  return pod.spec?.affinity?.nodeAffinity;
}

/** The Pod's nodeSelector and required node affinity together; undefined when it has neither. */
export function requiredNodes(pod: Pod): NodeQuestion | undefined {
  const labels = Object.entries(pod.spec?.nodeSelector ?? {});
  const required = ownAffinity(pod)?.requiredDuringSchedulingIgnoredDuringExecution;
  if (labels.length === 0 && required === undefined) return undefined;
  return {
    key: `required ${JSON.stringify([labels, required])}`,
    answer: (node) => (matchesRequiredNodes(pod, node) ? 1 : 0),
  };
}

/** The nodes that a profile's added affinity admits; undefined when it has none. */
export function enforcedNodes(added: NodeAffinity | undefined): NodeQuestion | undefined {
  const required = added?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return undefined;
  return {
    key: `enforced ${JSON.stringify(required)}`,
    answer: (node) => (matchesNodeSelector(required, node) ? 1 : 0),
  };
}

/** The nodes of these names. */
export function namedNodes(names: ReadonlySet<string>): NodeQuestion {
  return {
    key: `named ${JSON.stringify([...names].sort())}`,
    answer: (node) => (names.has(node.metadata.name ?? "") ? 1 : 0),
  };
}

/** The weights of the preferred terms, the Pod's and the profile's, that a node matches, summed; undefined without terms. */
export function preferredNodes(
  pod: Pod,
  added: NodeAffinity | undefined,
): NodeQuestion | undefined {
  const terms = [
    ...(added?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(ownAffinity(pod)?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
  ];
  if (terms.length === 0) return undefined;
  return {
    key: `preferred ${JSON.stringify(terms)}`,
    answer: (node) =>
      terms.reduce(
        (sum, { preference, weight }) => sum + (matchesNodeTerm(preference, node) ? weight : 0),
        0,
      ),
  };
}
