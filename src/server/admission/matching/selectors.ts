/**
 * Whether the namespace and the object of a request have the labels that a webhook or a policy wants.
 * Source: apiserver's pkg/admission/plugin/webhook/predicates/{namespace,object}.
 */
import type { LabelSelector } from "../../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../../../api/label-selector.ts";
import { notFound } from "../../../api/status.ts";
import type { KubeObject } from "../../../api/object.ts";
import type { Store } from "../../../store/store.ts";
import type { AdmissionRequest } from "../chain.ts";

function isEmpty(selector: LabelSelector | undefined): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/** Cluster-scoped objects match every selector; a Namespace is matched by its own labels. Throws StatusError 404. */
export function namespaceMatches(
  store: Store,
  selector: LabelSelector | undefined,
  request: AdmissionRequest,
): boolean {
  if (isEmpty(selector)) return true;
  const { definition, namespace, subresource } = request.target;
  const isNamespace = definition.group === "" && definition.resource === "namespaces";
  if (!isNamespace && (!definition.namespaced || namespace === "")) return true;
  const matcher = labelSelectorOf(selector);
  if (isNamespace && subresource === "" && request.object) {
    return matchesLabels(matcher, request.object.metadata.labels);
  }
  const name = isNamespace ? request.target.name : namespace;
  const found = store.head({ resource: "namespaces", namespace: "", name })?.object;
  if (!found) throw notFound({ group: "", resource: "namespaces" }, name);
  return matchesLabels(matcher, found.metadata.labels);
}

/** Either state of the object will do. */
export function objectMatches(
  selector: LabelSelector | undefined,
  { object, previous }: AdmissionRequest,
): boolean {
  if (isEmpty(selector)) return true;
  const matcher = labelSelectorOf(selector);
  const has = (state: KubeObject | undefined) =>
    state !== undefined && matchesLabels(matcher, state.metadata.labels);
  return has(object) || has(previous);
}
