/**
 * The memory map of the scheduling kernel, as the host computes it: sizes in, byte offsets out. The AssemblyScript side
 * (wasm/scheduler/assembly/layout.ts) documents each buffer and reads the same header.
 */

export const HEADER_BYTES = 256;
export const HEADER_OFFSET = 65_536;
export const WEIGHTS_OFFSET = HEADER_OFFSET + 192;
export const MAGIC = 0x4b534331;
export const PAGE_BYTES = 65_536;
/** Hard limit of the kernel's memory, also compiled into it: 256 MiB holds 15,000 nodes with room to spare. */
export const PAGES_MAX = 4096;

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
} as const;
export const FIELD_COUNT = 26;

/** Byte offsets inside a pod record. */
export const POD = {
  requiredNode: 0,
  selectorMask: 4,
  imageColumn: 8,
  flags: 12,
  tie: 16,
  postMaskCount: 20,
  preferredColumn: 24,
  selectorReason: 28,
  postMasks: 32,
  nonZero: 80,
  requests: 96,
} as const;
export const POST_MASKS_MAX = 6;
export const FLAG_BEST_EFFORT = 1;

/** Byte offsets inside a result. */
export const RESULT = { node: 0, feasible: 4, score: 8, unresolvable: 16, refused: 24 } as const;

/** Why a node is refused. From `resource` on there is one code a resource. */
export const REASON = {
  unschedulable: 0,
  nodeName: 1,
  taint: 2,
  affinity: 3,
  ports: 4,
  volume: 6,
  spreadLabelMissing: 7,
  spread: 8,
  podAffinity: 9,
  podAntiAffinity: 10,
  existingAntiAffinity: 11,
  notNamed: 12,
  resource: 16,
} as const;
/** Codes whose refusal no eviction can undo (UnschedulableAndUnresolvable in kube-scheduler). */
export const UNRESOLVABLE_REASONS: ReadonlySet<number> = new Set([0, 1, 2, 3, 6, 7, 9, 12]);

/** Indexes of the resources that every cluster has; extended resources follow. */
export const RESOURCE = { cpu: 0, memory: 1, ephemeralStorage: 2, pods: 3 } as const;
export const RESOURCES_MIN = 4;
/** Reason codes are bits of one 64-bit word, 16 of them fixed. */
export const RESOURCES_MAX = 48;

/** Rows of the explanation columns; the reason bits (u64) follow them. */
export const EXPLAIN = {
  least: 0,
  balanced: 1,
  taint: 2,
  affinity: 3,
  image: 4,
  total: 5,
} as const;
export const EXPLAIN_ROWS = 6;

export interface SchedulerCapacity {
  /** Rounded up to a multiple of 64. */
  readonly nodes: number;
  /** 4 to 48. */
  readonly resources: number;
  /** At least 1. Bit 0 of word 0 is spec.unschedulable. */
  readonly taintWords: number;
  readonly portWords: number;
  /** At least 1: mask 0 holds the nodes that exist. */
  readonly masks: number;
  readonly scoreColumns: number;
  readonly pods: number;
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
  | "results";

export interface SchedulerLayout {
  readonly stride: number;
  readonly sections: Readonly<Record<ColumnName, Section>>;
  readonly totalBytes: number;
}

/** Throws RangeError when the sizes cannot be laid out. */
export function planLayout(capacity: SchedulerCapacity): SchedulerLayout {
  if (capacity.resources < RESOURCES_MIN || capacity.resources > RESOURCES_MAX) {
    throw new RangeError(`${capacity.resources} resources: the kernel holds 4 to 48`);
  }
  if (capacity.taintWords < 1 || capacity.masks < 1) {
    throw new RangeError("the kernel needs a taint word and a mask at least");
  }
  const stride = Math.max(64, Math.ceil(capacity.nodes / 64) * 64);
  let end = HEADER_OFFSET + HEADER_BYTES;
  const section = (rows: number, rowBytes: number): Section => {
    const offset = end;
    end += Math.ceil((rows * rowBytes) / 64) * 64;
    return { offset, rows, rowBytes };
  };
  const podBytes = roundTo16(
    POD.requests + 8 * (capacity.resources + capacity.taintWords + 2 * capacity.portWords),
  );
  const sections = {
    allocatable: section(capacity.resources, stride * 8),
    requested: section(capacity.resources, stride * 8),
    nonZero: section(2, stride * 8),
    balance: section(1, stride * 8),
    hardTaints: section(capacity.taintWords, stride * 8),
    softTaints: section(capacity.taintWords, stride * 8),
    ports: section(capacity.portWords, stride * 8),
    nodeKeys: section(1, stride * 4),
    masks: section(capacity.masks, stride / 8),
    scoreColumns: section(capacity.scoreColumns, stride * 8),
    scratch: section(4, stride * 8),
    explain: section(EXPLAIN_ROWS + 1, stride * 8),
    pods: section(capacity.pods, podBytes),
    results: section(capacity.pods, roundTo16(RESULT.refused + 4 * (16 + capacity.resources))),
  };
  if (end > PAGES_MAX * PAGE_BYTES) {
    throw new RangeError(`${end} bytes of node columns: the kernel's memory ends at 256 MiB`);
  }
  return { stride, sections, totalBytes: end };
}

function roundTo16(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
