/** Node selectors and node affinity (component-helpers/scheduling/corev1/nodeaffinity): which nodes a Pod asks for. */
import type {
  Node,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
} from "../api/generated/types.ts";

/** A question about nodes that is worth remembering: equal keys have equal answers. */
export interface NodeQuestion {
  readonly key: string;
  /** 1 or 0 for a required question, a sum of weights for a preferred one. */
  answer(node: Node): number;
}

export interface RequiredNodes extends NodeQuestion {
  /** True when every term names its nodes, as the Pods of a DaemonSet do. */
  readonly byName: boolean;
}

/** The Pod's nodeSelector and required node affinity together; undefined when it has neither. */
export function requiredNodes(pod: Pod): RequiredNodes | undefined {
  const labels = Object.entries(pod.spec?.nodeSelector ?? {});
  const affinity = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (labels.length === 0 && affinity === undefined) return undefined;
  const terms = affinity?.nodeSelectorTerms ?? [];
  return {
    key: JSON.stringify([labels.sort(([a], [b]) => (a < b ? -1 : 1)), terms]),
    byName:
      terms.length > 0 &&
      terms.every((term) => term.matchFields?.some((field) => field.operator === "In") === true),
    answer: (node) =>
      labels.every(([name, value]) => node.metadata.labels?.[name] === value) &&
      (affinity === undefined || matchesNodeSelector(affinity, node))
        ? 1
        : 0,
  };
}

/** The weights of the Pod's preferred terms that a node matches, summed; undefined when it has no such terms. */
export function preferredNodes(pod: Pod): NodeQuestion | undefined {
  const terms = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  if (terms === undefined || terms.length === 0) return undefined;
  return {
    key: JSON.stringify(terms),
    answer: (node) =>
      terms.reduce(
        (sum, { preference, weight }) => sum + (matchesTerm(preference, node) ? weight : 0),
        0,
      ),
  };
}

export function matchesNodeSelector(selector: NodeSelector, node: Node): boolean {
  return selector.nodeSelectorTerms.some((term) => matchesTerm(term, node));
}

/** A term without any requirement matches nothing. */
function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  return (
    expressions.every((each) => matches(each, node.metadata.labels?.[each.key])) &&
    fields.every((each) =>
      matches(each, each.key === "metadata.name" ? node.metadata.name : undefined),
    )
  );
}

const integer = /^[+-]?\d+$/;

function matches(requirement: NodeSelectorRequirement, value: string | undefined): boolean {
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return value !== undefined && compareIntegers(value, values[0]) === 1;
    case "Lt":
      return value !== undefined && compareIntegers(value, values[0]) === -1;
    default:
      // Validation lets no other operator in.
      return false;
  }
}

/** Undefined when either is no integer. */
function compareIntegers(a: string, b: string | undefined): -1 | 0 | 1 | undefined {
  if (b === undefined || !integer.test(a) || !integer.test(b)) return undefined;
  const difference = BigInt(a) - BigInt(b);
  if (difference === 0n) return 0;
  return difference > 0n ? 1 : -1;
}
