/**
 * The generation of a DaemonSet's template, which apps/v1 keeps in an annotation: 1 at creation, up with every change of the
 * template. Source: pkg/apis/apps/v1/conversion.go, pkg/registry/apps/daemonset/strategy.go.
 */
import type { DaemonSet } from "../generated/types.ts";
import { same } from "../validation/same.ts";

const key = "deprecated.daemonset.template.generation";

export function withTemplateGeneration(set: DaemonSet): DaemonSet {
  return annotated(set, Math.max(1, generationOf(set)));
}

export function withNextTemplateGeneration(next: DaemonSet, previous: DaemonSet): DaemonSet {
  const isChanged = !same(next.spec?.template, previous.spec?.template);
  return annotated(next, generationOf(previous) + (isChanged ? 1 : 0));
}

export function withTemplateGenerationOf(next: DaemonSet, previous: DaemonSet): DaemonSet {
  return annotated(next, generationOf(previous));
}

function generationOf(set: DaemonSet): number {
  const text = set.metadata.annotations?.[key] ?? "0";
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}

function annotated(set: DaemonSet, generation: number): DaemonSet {
  const annotations = set.metadata.annotations ?? {};
  const value = String(generation);
  if (annotations[key] === value) return set;
  return {
    ...set,
    metadata: { ...set.metadata, annotations: { ...annotations, [key]: value } },
  };
}
