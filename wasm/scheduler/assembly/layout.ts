/*
 * Where everything is in the scheduling kernel's memory. The host lays the memory out (src/kernels/scheduler/memory.ts
 * computes the same map and owns growth); the kernel reads the header at the start of every call and keeps nothing.
 *
 * Page 0 belongs to the compiler. The header is at 65536; all addresses in it are bytes from 0, 64-aligned.
 *
 *   header, 256 bytes            u32 fields by index, then f64 weights from byte 192
 *   f64 columns [row][stride]    allocatable[R], requested[R], nonZero[2], balance[1], scoreColumns[S]
 *   u64 columns [word][stride]   hardTaints[T], softTaints[T], ports[P]
 *   u32 column  [stride]         nodeKeys
 *   u64 bitsets [mask][stride/64] masks; mask 0 holds the nodes that exist
 *   pod records, results, scratch and explanation columns: below
 *
 * stride = capacity in nodes, a multiple of 64; R resources (0 cpu in milli, 1 memory, 2 ephemeral storage, both in
 * bytes, 3 pods, from 4 on extended ones); T taint words; P host-port words.
 */
export const HEADER: usize = 65536;
export const MAGIC: u32 = 0x4b534331;

export const F_MAGIC: u32 = 0;
export const F_NODE_COUNT: u32 = 1;
export const F_STRIDE: u32 = 2;
export const F_RESOURCES: u32 = 3;
export const F_TAINT_WORDS: u32 = 4;
export const F_PORT_WORDS: u32 = 5;
export const F_ANY_SOFT_TAINT: u32 = 6;
export const F_ALLOCATABLE: u32 = 7;
export const F_REQUESTED: u32 = 8;
export const F_NON_ZERO: u32 = 9;
export const F_BALANCE: u32 = 10;
export const F_HARD_TAINTS: u32 = 11;
export const F_SOFT_TAINTS: u32 = 12;
export const F_PORTS: u32 = 13;
export const F_NODE_KEYS: u32 = 14;
export const F_MASKS: u32 = 15;
export const F_SCORE_COLUMNS: u32 = 16;
export const F_PODS: u32 = 17;
export const F_POD_BYTES: u32 = 18;
export const F_RESULTS: u32 = 19;
export const F_RESULT_BYTES: u32 = 20;
export const F_SCRATCH: u32 = 21;
export const F_EXPLAIN: u32 = 22;
export const F_MASK_CAPACITY: u32 = 23;
export const F_SCORE_CAPACITY: u32 = 24;
export const F_POD_CAPACITY: u32 = 25;
export const F_END: u32 = 26;

/* Weights of the score plugins, f64, at HEADER + 192. */
export const WEIGHTS: usize = HEADER + 192;
export const W_LEAST: usize = WEIGHTS;
export const W_BALANCED: usize = WEIGHTS + 8;
export const W_TAINT: usize = WEIGHTS + 16;
export const W_AFFINITY: usize = WEIGHTS + 24;
export const W_IMAGE: usize = WEIGHTS + 32;

/*
 * One pod record:
 *   0 i32 requiredNode     index of the only node allowed, -1: any
 *   4 i32 selectorMask     nodes that its node selector and required affinity admit, -1: all
 *   8 i32 imageColumn      score column with its ImageLocality score, -1: zero everywhere
 *  12 u32 flags            bit 0: requests neither cpu nor memory, hence no balanced-allocation score
 *  16 u32 tie              what breaks ties for this pod
 *  20 u32 postMaskCount    0..6
 *  24 i32 preferredColumn  score column with the weights of the preferred terms each node matches, -1: none
 *  28 u32 selectorReason   reason code when selectorMask refuses
 *  32 {i32 mask, u32 reason}[6]  nodes admitted by filters that the host has run, in order, after NodeResourcesFit
 *  80 f64 nonZero cpu, memory    what scoring counts
 *  96 f64 request[R]; then u64 tolerated[T], portConflicts[P], portsTaken[P]
 */
export const P_REQUIRED_NODE: usize = 0;
export const P_SELECTOR_MASK: usize = 4;
export const P_IMAGE_COLUMN: usize = 8;
export const P_FLAGS: usize = 12;
export const P_TIE: usize = 16;
export const P_POST_COUNT: usize = 20;
export const P_PREFERRED_COLUMN: usize = 24;
export const P_SELECTOR_REASON: usize = 28;
export const P_POST_MASKS: usize = 32;
export const P_NON_ZERO: usize = 80;
export const P_REQUESTS: usize = 96;
export const POST_MASKS_MAX: u32 = 6;
export const FLAG_BEST_EFFORT: u32 = 1;

/*
 * One result:
 *   0 i32 node         chosen, -1: none fits
 *   4 u32 feasible     nodes that passed every filter
 *   8 f64 score        weighted total of the chosen node
 *  16 u32 unresolvable nodes that no eviction would open (counted only when none fits)
 *  24 u32 refused[16 + R]  nodes refused, by reason code (counted only when none fits)
 */
export const R_NODE: usize = 0;
export const R_FEASIBLE: usize = 4;
export const R_SCORE: usize = 8;
export const R_UNRESOLVABLE: usize = 16;
export const R_REFUSED: usize = 24;

/* Reason codes; from REASON_RESOURCE on, one a resource ("Too many pods" is that of resource 3). */
export const REASON_UNSCHEDULABLE: u32 = 0;
export const REASON_NODE_NAME: u32 = 1;
export const REASON_TAINT: u32 = 2;
export const REASON_PORTS: u32 = 4;
export const REASON_NOT_NAMED: u32 = 12;
export const REASON_RESOURCE: u32 = 16;
/* Codes whose refusal cannot be undone by evicting pods: 0-3 and 12 (node), 6 (volumes), 7 (label missing), 9 (pod affinity). */
export const UNRESOLVABLE: u64 = 0b1_0010_1100_1111;

/* Taint bit 0 of word 0 is not a taint: it stands for spec.unschedulable. */
export const UNSCHEDULABLE_BIT: u64 = 1;

/*
 * Scratch, f64 [4][stride]: base score (-1: refused), intolerable soft taints, preferred weights, total.
 * Explanation, f64 [6][stride]: least, balanced, taint, affinity, image (0..100 each, normalised), total;
 * then u64 [stride]: reason bits, 0 where the node fits.
 */
export const EXPLAIN_ROWS: u32 = 6;

export function field(index: u32): u32 {
  return load<u32>(HEADER + ((<usize>index) << 2));
}

export function address(index: u32): usize {
  return <usize>load<u32>(HEADER + ((<usize>index) << 2));
}

export function podAt(index: u32): usize {
  assert(index < field(F_POD_CAPACITY));
  return address(F_PODS) + <usize>index * <usize>field(F_POD_BYTES);
}
