/** Which Pods belong together, for spreading by default: by Services and by their controller (plugins/helper/spread.go). */
import type { LabelSelector, Pod } from "../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../../api/label-selector.ts";
import type { LabelMatcher } from "../../api/label-selector.ts";
import type { LabelRequirement } from "../../api/label-requirement.ts";
import type { ClusterObjects } from "./snapshot.ts";

/** Undefined when nothing is known that the Pod belongs to. */
export function defaultSelector(pod: Pod, objects: ClusterObjects): LabelMatcher | undefined {
  const namespace = pod.metadata.namespace ?? "";
  const labels: Record<string, string> = {};
  for (const { spec } of objects.services(namespace)) {
    const selector = Object.entries(spec?.selector ?? {});
    const selects = selector.every(([key, value]) => pod.metadata.labels?.[key] === value);
    if (selector.length > 0 && selects) Object.assign(labels, spec?.selector);
  }
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  const kind = owner === undefined ? "" : `${owner.apiVersion} ${owner.kind}`;
  const name = owner?.name ?? "";
  if (kind === "v1 ReplicationController") {
    Object.assign(labels, objects.replicationController(namespace, name)?.spec?.selector);
  }
  const requirements: LabelRequirement[] = Object.entries(labels).map(([key, value]) => ({
    key,
    operator: "=",
    values: [value],
  }));
  const more = ownerSelector(kind, { namespace, name }, objects);
  if (more !== undefined) requirements.push(...labelSelectorOf(more).requirements);
  return requirements.length === 0 ? undefined : { requirements };
}

function ownerSelector(
  kind: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  objects: ClusterObjects,
): LabelSelector | undefined {
  if (kind === "apps/v1 ReplicaSet") return objects.replicaSet(namespace, name)?.spec?.selector;
  if (kind === "apps/v1 StatefulSet") return objects.statefulSet(namespace, name)?.spec?.selector;
  return undefined;
}

/** Whether the Pods that a selector speaks of are in the Pod's namespace is the caller's to see. */
export function selects(matcher: LabelMatcher, pod: Pod): boolean {
  return matchesLabels(matcher, pod.metadata.labels);
}
