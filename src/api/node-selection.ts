/** Node selectors, taints and tolerations, as component-helpers (scheduling/corev1) judges them. */
import type {
  Node,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
  Taint,
  Toleration,
} from "./generated/types.ts";
import { labelKeyErrors, labelValueErrors } from "./label-syntax.ts";

/** Whether the node is among those that nodeSelector and required node affinity name. */
export function matchesRequiredNodes(pod: Pod, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  for (const [key, value] of Object.entries(pod.spec?.nodeSelector ?? {})) {
    if (!Object.hasOwn(labels, key) || labels[key] !== value) return false;
  }
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesNodeSelector(required, node);
}

/** Terms are alternatives; without any, nothing matches. A term that cannot be read matches nothing. */
export function matchesNodeSelector(selector: NodeSelector, node: Node): boolean {
  return (selector.nodeSelectorTerms ?? []).some((term) => matchesNodeTerm(term, node));
}

/** All requirements must hold; without any, nothing matches. */
export function matchesNodeTerm(term: NodeSelectorTerm, node: Node): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length + matchFields.length === 0) return false;
  const labels = node.metadata.labels ?? {};
  const fields = { "metadata.name": node.metadata.name ?? "" };
  return (
    matchExpressions.every((each) => isReadable(each) && holds(each, labels)) &&
    matchFields.every((each) => isFieldRequirement(each) && holds(each, fields))
  );
}

/** One field at most, compared with exactly one value (nodeSelectorRequirementsAsFieldSelector). */
function isFieldRequirement({ operator, values = [] }: NodeSelectorRequirement): boolean {
  return (operator === "In" || operator === "NotIn") && values.length === 1;
}

function isReadable({ key, operator, values = [] }: NodeSelectorRequirement): boolean {
  if (labelKeyErrors(key).length > 0) return false;
  if (values.some((value) => labelValueErrors(value).length > 0)) return false;
  if (operator === "In" || operator === "NotIn") return values.length > 0;
  if (operator === "Gt" || operator === "Lt") {
    return values.length === 1 && int64(values[0] ?? "") !== undefined;
  }
  return values.length === 0;
}

function holds(
  { key, operator, values = [] }: NodeSelectorRequirement,
  of: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(of, key) ? of[key] : undefined;
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
    case "Lt": {
      const [own, other] = [int64(value ?? ""), int64(values[0] ?? "")];
      if (own === undefined || other === undefined) return false;
      return operator === "Gt" ? own > other : own < other;
    }
    default:
      return false;
  }
}

/** What Go's ParseInt(text, 10, 64) takes. */
function int64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

export function toleratesTaint(tolerations: readonly Toleration[], taint: Taint): boolean {
  return tolerations.some(({ effect, key, operator, value }) => {
    if (effect && effect !== taint.effect) return false;
    if (key && key !== taint.key) return false;
    if (operator === "Exists") return true;
    // Gt and Lt are behind a feature gate that is off by default.
    return (!operator || operator === "Equal") && (value ?? "") === (taint.value ?? "");
  });
}

/** The first taint that keeps the Pod away; undefined when none does. */
export function untoleratedTaint(pod: Pod, node: Node): Taint | undefined {
  return (node.spec?.taints ?? []).find(
    (taint) =>
      (taint.effect === "NoSchedule" || taint.effect === "NoExecute") &&
      !toleratesTaint(pod.spec?.tolerations ?? [], taint),
  );
}
