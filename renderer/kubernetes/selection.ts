/** Which Pods belong to an object: by owner where there is one, by selector where there is none. */
import type { LabelSelector, Pod } from "../../src/api/generated/types.ts";
import type { KubeObject } from "../../src/api/object.ts";

type Labels = Readonly<Record<string, string>> | undefined;

/** Kubernetes' own rules: all requirements hold, an empty selector selects everything, a missing one nothing. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false;
  const has = labels ?? {};
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (has[key] !== value) return false;
  }
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = has[key];
    switch (operator) {
      case "In":
        return value !== undefined && values.includes(value);
      case "NotIn":
        return value === undefined || !values.includes(value);
      case "Exists":
        return value !== undefined;
      case "DoesNotExist":
        return value === undefined;
      default:
        return false;
    }
  });
}

interface Selecting extends KubeObject {
  readonly spec?: { readonly selector?: unknown };
}

/** The Pods that an object stands for: those of a Node, those that a Service or a workload selects. */
export function podsOf<P extends Pod>(object: KubeObject, pods: readonly P[]): readonly P[] {
  const { name, namespace } = object.metadata;
  if (object.kind === "Node") return pods.filter((pod) => pod.spec?.nodeName === name);
  const selector = (object as Selecting).spec?.selector;
  if (selector === undefined || selector === null) return [];
  const wanted = object.kind === "Service" ? { matchLabels: selector as Labels } : selector;
  return pods.filter(
    (pod) =>
      pod.metadata.namespace === namespace &&
      matchesSelector(wanted as LabelSelector, pod.metadata.labels),
  );
}

/** Kinds that `podsOf` knows. */
export function hasPods(kind: string): boolean {
  return [
    "DaemonSet",
    "Deployment",
    "Job",
    "Node",
    "ReplicaSet",
    "ReplicationController",
    "Service",
    "StatefulSet",
  ].includes(kind);
}
