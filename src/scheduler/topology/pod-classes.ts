/**
 * Pods that are the same to every rule between Pods: namespace, labels, whether being deleted, and their own affinity terms.
 * Terms get keys, so that what was worked out for one holds for all that say the same.
 */
import type { Pod, PodAffinityTerm } from "../../api/generated/types.ts";
import { podInfoOf } from "../plugins/node-info.ts";
import type { AffinityTerm } from "../plugins/affinity-term.ts";
import { wantedOf } from "./label-index.ts";
import type { WantedLabel } from "./label-index.ts";

export interface KeyedTerm {
  /** Equal keys speak of the same Pods in the same topology. */
  readonly key: string;
  readonly term: AffinityTerm;
  /** Of a preferred term, negative for anti-affinity; 1 otherwise. */
  readonly weight: number;
  readonly byNamespaceLabels: boolean;
  /** A label that all have whom the term speaks of. */
  readonly wants: WantedLabel;
}

export interface ClassTerms {
  readonly requiredAffinity: readonly KeyedTerm[];
  readonly requiredAnti: readonly KeyedTerm[];
  readonly preferred: readonly KeyedTerm[];
}

/** A Pod's class, by value. */
export interface PodKind {
  readonly key: string;
  /** Any Pod of the class. */
  readonly pod: Pod;
  readonly terms: ClassTerms;
}

const kinds = new WeakMap<Pod, PodKind>();

/** Remembered by the object: objects are immutable. */
export function podKindOf(pod: Pod): PodKind {
  let kind = kinds.get(pod);
  if (kind === undefined) {
    kind = { key: keyOf(pod), pod, terms: termsOf(pod) };
    kinds.set(pod, kind);
  }
  return kind;
}

function keyOf(pod: Pod): string {
  const { namespace, labels, deletionTimestamp } = pod.metadata;
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
  return JSON.stringify([
    namespace,
    labels,
    deletionTimestamp === undefined ? 0 : 1,
    podAffinity,
    podAntiAffinity,
  ]);
}

const noTerms: ClassTerms = { requiredAffinity: [], requiredAnti: [], preferred: [] };

function termsOf(pod: Pod): ClassTerms {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
  if (podAffinity === undefined && podAntiAffinity === undefined) return noTerms;
  const ready = podInfoOf(pod).terms;
  const keyed = (
    raw: readonly PodAffinityTerm[],
    terms: readonly AffinityTerm[],
    weights: readonly number[],
  ): readonly KeyedTerm[] =>
    terms.map((term, i) => ({
      key: termKey(raw[i], pod),
      term,
      weight: weights[i] ?? 1,
      byNamespaceLabels: raw[i]?.namespaceSelector !== undefined,
      wants: wantedOf(raw[i]?.labelSelector?.matchLabels),
    }));
  const preferred = podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const avoided = podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return {
    requiredAffinity: keyed(
      podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
      ready.requiredAffinity,
      [],
    ),
    requiredAnti: keyed(
      podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
      ready.requiredAntiAffinity,
      [],
    ),
    preferred: [
      ...keyed(
        preferred.map(({ podAffinityTerm }) => podAffinityTerm),
        ready.preferredAffinity,
        preferred.map(({ weight }) => weight),
      ),
      ...keyed(
        avoided.map(({ podAffinityTerm }) => podAffinityTerm),
        ready.preferredAntiAffinity,
        avoided.map(({ weight }) => -weight),
      ),
    ],
  };
}

function termKey(term: PodAffinityTerm | undefined, owner: Pod): string {
  if (term === undefined) return "";
  const valuesOf = (keys: readonly string[] | undefined): readonly unknown[] =>
    (keys ?? []).map((key) => [key, owner.metadata.labels?.[key]]);
  const own = (term.namespaces ?? []).length === 0 && term.namespaceSelector === undefined;
  return JSON.stringify([
    term.topologyKey,
    term.labelSelector,
    own ? [owner.metadata.namespace] : term.namespaces,
    term.namespaceSelector,
    valuesOf(term.matchLabelKeys),
    valuesOf(term.mismatchLabelKeys),
  ]);
}
