/** How pod records, their entries and profiles are written into the kernel's memory; memory.ts says where. */
import {
  ENTRY_KINDS,
  FLAG_BEST_EFFORT,
  FLAG_SELF_AFFINE,
  POD,
  PROFILE,
  STRATEGY,
} from "./layout.ts";
import type { FullCapacity } from "./layout.ts";

/** How a profile scores; resources are row numbers. */
export interface KernelProfile {
  /** Weights of the score plugins; 0: not asked. */
  readonly weights: {
    readonly fit: number;
    readonly balanced: number;
    readonly taint: number;
    readonly affinity: number;
    readonly image: number;
    readonly spread: number;
    readonly podAffinity: number;
  };
  readonly strategy: keyof typeof STRATEGY;
  readonly fit: readonly { readonly resource: number; readonly weight: number }[];
  readonly balanced: readonly number[];
  /** Of RequestedToCapacityRatio: utilization 0 to 100, ascending; score 0 to 100. */
  readonly shape: readonly { readonly utilization: number; readonly score: number }[];
}

/** kube-scheduler's default profile. */
export const defaultKernelProfile: KernelProfile = {
  weights: { fit: 1, balanced: 1, taint: 3, affinity: 2, image: 1, spread: 2, podAffinity: 2 },
  strategy: "LeastAllocated",
  fit: [
    { resource: 0, weight: 1 },
    { resource: 1, weight: 1 },
  ],
  balanced: [0, 1],
  shape: [],
};

/** What ties a pod to counters: lists of counter indexes. Pods of one template share one object. */
export interface PodEntries {
  /** Nodes admitted by filters that the host has run, in order, after NodeResourcesFit. */
  readonly posts: readonly { readonly mask: number; readonly reason: number }[];
  readonly spread: readonly {
    readonly counter: number;
    readonly maxSkew: number;
    readonly minDomains: number;
    /** The pod matches its own constraint. */
    readonly self: boolean;
  }[];
  /** Each counts the pods that all required affinity terms match, by one of their topology keys. */
  readonly affinity: readonly number[];
  readonly anti: readonly number[];
  /** Placed pods' required anti-affinity terms that match this pod. */
  readonly existingAnti: readonly number[];
  readonly softSpread: readonly { readonly counter: number; readonly maxSkew: number }[];
  readonly podScores: readonly { readonly counter: number; readonly weight: number }[];
  /** What rises where the pod is placed. */
  readonly gains: readonly { readonly counter: number; readonly amount: number }[];
}

export const noEntries: PodEntries = {
  posts: [],
  spread: [],
  affinity: [],
  anti: [],
  existingAnti: [],
  softSpread: [],
  podScores: [],
  gains: [],
};

/** A pod as the kernel wants it. Bit lists are bit numbers; masks and columns are indexes, -1 for none. */
export interface PodRecord {
  readonly requiredNode: number;
  readonly selectorMask: number;
  /** Nodes that its affinity names, when it names any. */
  readonly namesMask: number;
  /** Nodes that the profile's added affinity admits. */
  readonly enforcedMask: number;
  readonly imageColumn: number;
  readonly preferredColumn: number;
  /** Nodes that spread scoring looks at. */
  readonly spreadMask: number;
  /** Requests nothing of what balanced allocation looks at. */
  readonly bestEffort: boolean;
  /** All its required affinity terms match the pod itself. */
  readonly selfAffine: boolean;
  /** What orders nodes of equal score for it. */
  readonly tie: number;
  /** Where in that order the search for it begins: pods of one template differ in nothing else. */
  readonly tieOffset: number;
  readonly profile: number;
  /** cpu in milli and memory in bytes as scoring counts them: containers without a request count for a default one. */
  readonly nonZero: readonly [cpu: number, memory: number];
  /** What it takes, by resource index; missing ones are 0. */
  readonly requests: readonly number[];
  /** What the filter asks for: `requests` without what the profile leaves to others. */
  readonly needs: readonly number[];
  readonly toleratedTaints: readonly number[];
  readonly portConflicts: readonly number[];
  readonly portsTaken: readonly number[];
  readonly entries: PodEntries;
}

export interface Placement {
  /** Index of the chosen node, -1 when none fits. */
  readonly node: number;
  readonly feasible: number;
  readonly score: number;
  /** Nodes that no eviction would open; 0 when a node was chosen. */
  readonly unresolvable: number;
  /** Refused nodes by reason code (see REASON); empty when a node was chosen. */
  readonly refused: readonly number[];
}

/** Pods counted by domain of a topology key. Word indexes are those of the `counts` section. */
export interface Counter {
  readonly key: number;
  /** Where the count of domain 0 is, which stays 0; that of domain d is d words on. */
  readonly counts: number;
  /** Nodes whose pods count, -1: all. */
  readonly mask: number;
  /** Where the number of masked-in nodes by domain is, NOT_KEPT: nowhere. */
  readonly present: number;
  /** Words of `counts` and of `present`: a multiple of 4. */
  readonly size: number;
}

interface Words {
  readonly f64: Float64Array;
  readonly u32: Uint32Array;
}

export function entryCountOf(entries: PodEntries): number {
  return ENTRY_KINDS.reduce((sum, kind) => sum + entries[kind].length, 0);
}

/** Writes all entries from byte offset `at` on, kind after kind. */
export function writeEntries({ u32 }: Words, at: number, entries: PodEntries): void {
  let word = at >> 2;
  const put = (counter: number, a = 0, b = 0, c = 0): void => {
    u32[word] = counter;
    u32[word + 1] = a;
    u32[word + 2] = b;
    u32[word + 3] = c;
    word += 4;
  };
  for (const { mask, reason } of entries.posts) put(mask, reason);
  for (const { counter, maxSkew, minDomains, self } of entries.spread) {
    put(counter, maxSkew, minDomains, self ? 1 : 0);
  }
  for (const counter of entries.affinity) put(counter);
  for (const counter of entries.anti) put(counter);
  for (const counter of entries.existingAnti) put(counter);
  for (const { counter, maxSkew } of entries.softSpread) put(counter, maxSkew);
  for (const { counter, weight } of entries.podScores) put(counter, weight);
  for (const { counter, amount } of entries.gains) put(counter, amount);
}

export interface RecordPlace {
  readonly words: Words;
  /** Byte offset of the record. */
  readonly at: number;
  readonly capacity: FullCapacity;
}

/** `firstEntry` is the index of the pod's first entry. */
export function writePodRecord(place: RecordPlace, pod: PodRecord, firstEntry: number): void {
  const { words, at, capacity } = place;
  const { resources, taintWords, portWords } = capacity;
  const int = (offset: number, value: number): void => {
    words.u32[(at + offset) >> 2] = value;
  };
  int(POD.requiredNode, pod.requiredNode);
  int(POD.selectorMask, pod.selectorMask);
  int(POD.namesMask, pod.namesMask);
  int(POD.enforcedMask, pod.enforcedMask);
  int(POD.imageColumn, pod.imageColumn);
  int(POD.preferredColumn, pod.preferredColumn);
  int(POD.spreadMask, pod.spreadMask);
  int(POD.flags, (pod.bestEffort ? FLAG_BEST_EFFORT : 0) | (pod.selfAffine ? FLAG_SELF_AFFINE : 0));
  int(POD.tie, pod.tie);
  int(POD.tieOffset, pod.tieOffset);
  int(POD.profile, pod.profile);
  int(POD.entries, firstEntry);
  ENTRY_KINDS.forEach((kind, i) => int(POD.entryCounts + i * 4, pod.entries[kind].length));
  words.f64[(at + POD.nonZero) >> 3] = pod.nonZero[0];
  words.f64[(at + POD.nonZero + 8) >> 3] = pod.nonZero[1];
  const requests = (at + POD.requests) >> 3;
  for (let r = 0; r < resources; r++) {
    words.f64[requests + r] = pod.requests[r] ?? 0;
    words.f64[requests + resources + r] = pod.needs[r] ?? 0;
  }
  const tolerated = at + POD.requests + resources * 16;
  writeBitset(words.u32, { at: tolerated, words: taintWords }, pod.toleratedTaints);
  const conflicts = tolerated + taintWords * 8;
  writeBitset(words.u32, { at: conflicts, words: portWords }, pod.portConflicts);
  writeBitset(words.u32, { at: conflicts + portWords * 8, words: portWords }, pod.portsTaken);
}

function writeBitset(
  u32: Uint32Array,
  place: { readonly at: number; readonly words: number },
  bits: readonly number[],
): void {
  const first = place.at >> 2;
  u32.fill(0, first, first + place.words * 2);
  for (const bit of bits) {
    if (bit >= place.words * 64) throw new RangeError(`bit ${bit} of ${place.words} words`);
    const at = first + (bit >> 5);
    u32[at] = (u32[at] ?? 0) | (1 << (bit & 31));
  }
}

/** f64 words of a profile. */
export function profileWords(profile: KernelProfile): number {
  return (
    PROFILE.lists / 8 + 2 * profile.fit.length + profile.balanced.length + 2 * profile.shape.length
  );
}

/** Throws RangeError when the record is too short: see `profileWords`. */
export function writeProfileRecord(record: Float64Array, profile: KernelProfile): void {
  if (profileWords(profile) > record.length) {
    throw new RangeError(`a profile of ${profileWords(profile)} words in ${record.length}`);
  }
  const { weights } = profile;
  record.set([
    weights.fit,
    weights.balanced,
    weights.taint,
    weights.affinity,
    weights.image,
    weights.spread,
    weights.podAffinity,
    STRATEGY[profile.strategy],
    profile.fit.length,
    profile.balanced.length,
    profile.shape.length,
    ...profile.fit.flatMap(({ resource, weight }) => [resource, weight]),
    ...profile.balanced,
    ...profile.shape.flatMap(({ utilization, score }) => [utilization, score]),
  ]);
}
