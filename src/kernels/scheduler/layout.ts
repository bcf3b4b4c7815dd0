/**
 * The memory map of the scheduling kernel, as the host computes it: sizes in, byte offsets out. The AssemblyScript side
 * (wasm/scheduler/assembly/layout.ts) documents each buffer and reads the same header.
 */

export const HEADER_BYTES = 256;
export const HEADER_OFFSET = 65_536;
export const MAGIC = 0x4b534332;
export const PAGE_BYTES = 65_536;
/** Hard limit of the kernel's memory, also compiled into it: 1 GiB, of which only what is used is ever touched. */
export const PAGES_MAX = 16_384;

/** Indexes of the header's u32 fields. */
export const FIELD = {
  magic: 0,
  nodeCount: 1,
  stride: 2,
  resources: 3,
  taintWords: 4,
  portWords: 5,
  anySoftTaint: 6,
  allocatable: 7,
  requested: 8,
  nonZero: 9,
  balance: 10,
  hardTaints: 11,
  softTaints: 12,
  ports: 13,
  nodeKeys: 14,
  masks: 15,
  scoreColumns: 16,
  pods: 17,
  podBytes: 18,
  results: 19,
  resultBytes: 20,
  scratch: 21,
  explain: 22,
  maskCapacity: 23,
  scoreCapacity: 24,
  podCapacity: 25,
  profiles: 26,
  profileBytes: 27,
  profileCapacity: 28,
  domains: 29,
  keys: 30,
  keyCapacity: 31,
  counters: 32,
  counterCapacity: 33,
  counts: 34,
  countCapacity: 35,
  entries: 36,
  entryCapacity: 37,
  logs: 38,
  seen: 39,
  digits: 40,
  share: 41,
  partCapacity: 42,
} as const;
export const FIELD_COUNT = 43;

/** Byte offsets inside a profile; its lists follow: fit {resource, weight}, balanced {resource}, shape {utilization, score}. */
export const PROFILE = {
  weights: 0,
  strategy: 56,
  fitCount: 64,
  balancedCount: 72,
  shapeCount: 80,
  lists: 88,
} as const;
export const STRATEGY = {
  LeastAllocated: 0,
  MostAllocated: 1,
  RequestedToCapacityRatio: 2,
} as const;

/** Byte offsets inside a pod record. */
export const POD = {
  requiredNode: 0,
  selectorMask: 4,
  imageColumn: 8,
  flags: 12,
  tie: 16,
  spreadMask: 20,
  preferredColumn: 24,
  namesMask: 28,
  profile: 32,
  enforcedMask: 36,
  entries: 40,
  entryCounts: 44,
  tieOffset: 76,
  nonZero: 80,
  requests: 96,
} as const;
export const FLAG_BEST_EFFORT = 1;
export const FLAG_SELF_AFFINE = 2;

/** Replicas without rules from which the kernel orders all nodes once, instead of looking at them for each. */
export const RUN_ORDERED_MIN = 8;

/** The kinds of a pod's entries, in their order. */
export const ENTRY_KINDS = [
  "posts",
  "spread",
  "affinity",
  "anti",
  "existingAnti",
  "softSpread",
  "podScores",
  "gains",
] as const;
export const ENTRY_BYTES = 16;

/** Byte offsets inside a counter. */
export const COUNTER = {
  key: 0,
  counts: 4,
  mask: 8,
  present: 12,
  size: 16,
  total: 20,
  presentDomains: 24,
} as const;
export const COUNTER_BYTES = 32;
/** In a counter's `present`: how many nodes a domain has is not kept. */
export const NOT_KEPT = 0xffffffff;

/** Byte offsets inside a result. */
export const RESULT = { node: 0, feasible: 4, score: 8, unresolvable: 16, refused: 24 } as const;

/**
 * Why a node is refused. From `host` on: reasons of filters that the host runs, evictions may help; from `hostFinal` on:
 * the same, and they may not. From `resource` on there is one code a resource.
 */
export const REASON = {
  unschedulable: 0,
  nodeName: 1,
  taint: 2,
  affinity: 3,
  ports: 4,
  spreadLabelMissing: 7,
  spread: 8,
  podAffinity: 9,
  podAntiAffinity: 10,
  existingAntiAffinity: 11,
  notNamed: 12,
  enforced: 13,
  insufficient: 14,
  host: 16,
  hostFinal: 40,
  resource: 64,
} as const;
/** Codes whose refusal no eviction can undo (UnschedulableAndUnresolvable in kube-scheduler). */
export const UNRESOLVABLE_REASONS: ReadonlySet<number> = new Set([
  0,
  1,
  2,
  3,
  6,
  7,
  9,
  12,
  13,
  ...Array.from({ length: 24 }, (_, i) => 40 + i),
]);

/** Byte offsets inside the section where instances meet; its lines, and what the control line says. */
export const SHARE = { sleepers: 0, givenUp: 4, lagFree: 8, patience: 12 } as const;
export const SHARE_LINE_BYTES = 128;
/** Why a batch is given up: the host has lost an instance, or one has waited for another too long. */
export const GIVEN_UP = { byHost: 1, waiting: 2 } as const;
/** Instances that may place one batch together. */
export const PARTS_MAX = 16;

/** Indexes of the resources that every cluster has; extended resources follow. */
export const RESOURCE = { cpu: 0, memory: 1, ephemeralStorage: 2, pods: 3 } as const;
export const RESOURCES_MIN = 4;

/** Rows of the explanation columns: normalised scores, the total, raw scores; then u64 rows of reason bits. */
export const EXPLAIN = {
  fit: 0,
  balanced: 1,
  taint: 2,
  affinity: 3,
  image: 4,
  spread: 5,
  podAffinity: 6,
  total: 7,
  rawTaint: 8,
  rawAffinity: 9,
  rawSpread: 10,
  rawPodAffinity: 11,
} as const;
export const EXPLAIN_ROWS = 12;

export interface SchedulerCapacity {
  /** Rounded up to a multiple of 64. */
  readonly nodes: number;
  /** At least 4. */
  readonly resources: number;
  /** At least 1. Bit 0 of word 0 is spec.unschedulable. */
  readonly taintWords: number;
  readonly portWords: number;
  /** At least 1: mask 0 holds the nodes that exist. */
  readonly masks: number;
  readonly scoreColumns: number;
  readonly pods: number;
  /** f64 words of a profile record, at least 11. */
  readonly profileWords?: number;
  readonly profiles?: number;
  /** Topology keys; the first one is the nodes themselves. */
  readonly keys?: number;
  readonly counters?: number;
  /** Words for what counters count. */
  readonly counts?: number;
  readonly entries?: number;
  /** Instances that may place a batch together, at most PARTS_MAX. */
  readonly parts?: number;
}

/** All sizes, with those that were left out. */
export type FullCapacity = Required<SchedulerCapacity>;

export function fullCapacity(capacity: SchedulerCapacity): FullCapacity {
  return {
    profileWords: 24,
    profiles: 1,
    keys: 1,
    counters: 0,
    counts: 0,
    entries: capacity.pods * 4,
    parts: 1,
    ...capacity,
  };
}

export interface Section {
  readonly offset: number;
  readonly rows: number;
  readonly rowBytes: number;
}

export type ColumnName =
  | "allocatable"
  | "requested"
  | "nonZero"
  | "balance"
  | "hardTaints"
  | "softTaints"
  | "ports"
  | "nodeKeys"
  | "masks"
  | "scoreColumns"
  | "scratch"
  | "explain"
  | "pods"
  | "results"
  | "profiles"
  | "domains"
  | "keys"
  | "counters"
  | "counts"
  | "entries"
  | "logs"
  | "seen"
  | "digits"
  | "share";

export interface SchedulerLayout {
  readonly stride: number;
  readonly sections: Readonly<Record<ColumnName, Section>>;
  readonly totalBytes: number;
}

/** Throws RangeError when the sizes cannot be laid out. */
export function planLayout(capacity: FullCapacity): SchedulerLayout {
  if (capacity.resources < RESOURCES_MIN) {
    throw new RangeError(`${capacity.resources} resources: the kernel holds at least 4`);
  }
  if (capacity.taintWords < 1 || capacity.masks < 1 || capacity.profiles < 1 || capacity.keys < 1) {
    throw new RangeError("the kernel needs a taint word, a mask, a profile and a key at least");
  }
  if (capacity.parts < 1 || capacity.parts > PARTS_MAX) {
    throw new RangeError(`${capacity.parts} parts: the kernel knows 1 to ${PARTS_MAX}`);
  }
  const stride = Math.max(64, Math.ceil(capacity.nodes / 64) * 64);
  let end = HEADER_OFFSET + HEADER_BYTES;
  const section = (rows: number, rowBytes: number): Section => {
    const offset = end;
    end += Math.ceil((rows * rowBytes) / 64) * 64;
    return { offset, rows, rowBytes };
  };
  const { resources, taintWords, portWords } = capacity;
  const podBytes = roundTo16(POD.requests + 8 * (2 * resources + taintWords + 2 * portWords));
  const reasonWords = 1 + Math.ceil(resources / 64);
  const resultBytes = roundTo16(RESULT.refused + 4 * (REASON.resource + resources));
  const parts = capacity.parts > 1 ? capacity.parts : 0;
  const sections = {
    allocatable: section(resources, stride * 8),
    requested: section(resources, stride * 8),
    nonZero: section(2, stride * 8),
    balance: section(1, stride * 8),
    hardTaints: section(taintWords, stride * 8),
    softTaints: section(taintWords, stride * 8),
    ports: section(portWords, stride * 8),
    nodeKeys: section(1, stride * 4),
    domains: section(capacity.keys, stride * 4),
    masks: section(capacity.masks, stride / 8),
    scoreColumns: section(capacity.scoreColumns, stride * 8),
    scratch: section(7, stride * 8),
    explain: section(EXPLAIN_ROWS + reasonWords, stride * 8),
    // A size is at most that of all nodes, and one more for those without the key.
    logs: section(1, (stride + 64) * 8),
    seen: section(Math.max(1, 2 * parts), stride * 2 + 64),
    digits: section(1, 8192),
    share: section(1, shareBytes(parts, resultBytes)),
    profiles: section(capacity.profiles, capacity.profileWords * 8),
    keys: section(capacity.keys, 4),
    counters: section(capacity.counters, COUNTER_BYTES),
    entries: section(capacity.entries, ENTRY_BYTES),
    pods: section(capacity.pods, podBytes),
    results: section(capacity.pods, resultBytes),
    // The largest by far, and the last: it grows without anything being moved.
    counts: section(capacity.counts, 4),
  };
  if (end > PAGES_MAX * PAGE_BYTES) {
    throw new RangeError(`${end} bytes of node columns: the kernel's memory ends at 1 GiB`);
  }
  return { stride, sections, totalBytes: end };
}

/** The control line, two lines for each part to bring things in, and its refusals. */
function shareBytes(parts: number, resultBytes: number): number {
  if (parts === 0) return 0;
  const lines = 1 + parts * (2 + Math.ceil(resultBytes / SHARE_LINE_BYTES));
  return lines * SHARE_LINE_BYTES;
}

function roundTo16(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
