/*
 * Where everything is in the scheduling kernel's memory. The host lays the memory out (src/kernels/scheduler/layout.ts
 * computes the same map, memory.ts owns growth); the kernel reads the header at the start of every call.
 *
 * Page 0 belongs to the compiler. The header is at 65536; all addresses in it are bytes from 0, 64-aligned.
 *
 *   header, 256 bytes            u32 fields by index
 *   f64 columns [row][stride]    allocatable[R], requested[R], nonZero[2], balance[1], scoreColumns[S]
 *   u64 columns [word][stride]   hardTaints[T], softTaints[T], ports[P]
 *   u32 columns [row][stride]    nodeKeys[1], domains[K]: a node's domain of a topology key, 0: it has none
 *   u64 bitsets [mask][stride/64] masks; mask 0 holds the nodes that exist
 *   keys, counters, counts, logs, profiles, pod records, entries, results, scratch and explanation columns: below
 *   digits, 8192 bytes           what sorting by tie ranks counts
 *
 * stride = capacity in nodes, a multiple of 64; R resources (0 cpu in milli, 1 memory, 2 ephemeral storage, both in
 * bytes, 3 pods, from 4 on extended ones); T taint words; P host-port words; K topology keys. Domains of key 0 are
 * single nodes, node + 1: those that have a hostname label.
 */
export const HEADER: usize = 65536;
export const MAGIC: u32 = 0x4b534332;

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
export const F_PROFILES: u32 = 26;
export const F_PROFILE_BYTES: u32 = 27;
export const F_PROFILE_CAPACITY: u32 = 28;
export const F_DOMAINS: u32 = 29;
export const F_KEYS: u32 = 30;
export const F_KEY_CAPACITY: u32 = 31;
export const F_COUNTERS: u32 = 32;
export const F_COUNTER_CAPACITY: u32 = 33;
export const F_COUNTS: u32 = 34;
export const F_COUNT_CAPACITY: u32 = 35;
export const F_ENTRIES: u32 = 36;
export const F_ENTRY_CAPACITY: u32 = 37;
export const F_LOGS: u32 = 38;
export const F_SEEN: u32 = 39;
export const F_DIGITS: u32 = 40;
export const F_SHARE: u32 = 41;
export const F_PART_CAPACITY: u32 = 42;
export const F_END: u32 = 43;

/*
 * One profile, f64 words: weights of the score plugins, how NodeResourcesFit and NodeResourcesBalancedAllocation score,
 * then fit {resource, weight}, balanced {resource}, shape {utilization, score 0..100}, one list after another.
 */
export const W_FIT: usize = 0;
export const W_BALANCED: usize = 8;
export const W_TAINT: usize = 16;
export const W_AFFINITY: usize = 24;
export const W_IMAGE: usize = 32;
export const W_SPREAD: usize = 40;
export const W_POD_AFFINITY: usize = 48;
export const W_STRATEGY: usize = 56;
export const W_FIT_COUNT: usize = 64;
export const W_BALANCED_COUNT: usize = 72;
export const W_SHAPE_COUNT: usize = 80;
export const W_LISTS: usize = 88;
export const STRATEGY_LEAST: f64 = 0;
export const STRATEGY_MOST: f64 = 1;
export const STRATEGY_RATIO: f64 = 2;

/*
 * One pod record:
 *   0 i32 requiredNode     index of the only node allowed, -1: any
 *   4 i32 selectorMask     nodes that its node selector and required affinity admit, -1: all
 *   8 i32 imageColumn      score column with its ImageLocality score, -1: zero everywhere
 *  12 u32 flags            bit 0: requests nothing that balanced allocation looks at, hence no such score;
 *                          bit 1: all its required affinity terms match itself; bit 2: it takes part in spread scoring
 *  16 u32 tie              what breaks ties for this pod
 *  20 i32 spreadMask       nodes that spread scoring looks at, -1: all
 *  24 i32 preferredColumn  score column with the weights of the preferred terms each node matches, -1: none
 *  28 i32 namesMask        nodes that its affinity names, when it names any, -1: all
 *  32 u32 profile
 *  36 i32 enforcedMask     nodes that the profile's added affinity admits, -1: all
 *  40 u32 entries          index of the first of its entries; then how many of each kind, in their order:
 *  44 u32 posts, 48 spread, 52 affinity, 56 anti, 60 existingAnti, 64 softSpread, 68 podScores, 72 gains
 *  76 u32 tieOffset        where among nodes of equal score the search for this pod begins
 *  80 f64 nonZero cpu, memory    what scoring counts
 *  96 f64 request[R], need[R] (what the filter asks for); then u64 tolerated[T], portConflicts[P], portsTaken[P]
 *
 * One entry, 16 bytes: u32 counter or mask, i32 a, b, c
 *   post        mask of the nodes admitted by filters that the host has run, reason
 *   spread      counter, maxSkew, minDomains, 1 when the pod matches its own constraint
 *   affinity    counter: pods that match all of the pod's required terms
 *   anti        counter: pods that match one of the pod's required anti-affinity terms
 *   existingAnti counter: pods with an anti-affinity term that matches the pod
 *   softSpread  counter, maxSkew
 *   podScore    counter, weight of one of it
 *   gain        counter, by how much the pod raises it where it is placed
 */
export const P_REQUIRED_NODE: usize = 0;
export const P_SELECTOR_MASK: usize = 4;
export const P_IMAGE_COLUMN: usize = 8;
export const P_FLAGS: usize = 12;
export const P_TIE: usize = 16;
export const P_SPREAD_MASK: usize = 20;
export const P_PREFERRED_COLUMN: usize = 24;
export const P_NAMES_MASK: usize = 28;
export const P_PROFILE: usize = 32;
export const P_ENFORCED_MASK: usize = 36;
export const P_ENTRIES: usize = 40;
export const P_COUNTS: usize = 44;
export const P_TIE_OFFSET: usize = 76;
export const P_NON_ZERO: usize = 80;
export const P_REQUESTS: usize = 96;
export const FLAG_BEST_EFFORT: u32 = 1;
export const FLAG_SELF_AFFINE: u32 = 2;

export const E_POSTS: u32 = 0;
export const E_SPREAD: u32 = 1;
export const E_AFFINITY: u32 = 2;
export const E_ANTI: u32 = 3;
export const E_EXISTING: u32 = 4;
export const E_SOFT: u32 = 5;
export const E_SCORES: u32 = 6;
export const E_GAINS: u32 = 7;

/*
 * Topology: keys[K] holds how many domains of a key have nodes. A counter, 32 bytes, counts pods by domain of its key:
 *   0 u32 key   4 u32 counts: word index of counts[0], by domain   8 i32 mask: nodes whose pods count, -1: all
 *  12 u32 present: word index of the number of masked-in nodes by domain, 0xffffffff: not kept
 *  16 u32 size: domains with storage, 0 among them  20 i32 total of the counts  24 u32 presentDomains
 * counts[0] stays 0: a node without the key is in no domain.
 */
export const C_KEY: usize = 0;
export const C_COUNTS: usize = 4;
export const C_MASK: usize = 8;
export const C_PRESENT: usize = 12;
export const C_SIZE: usize = 16;
export const C_TOTAL: usize = 20;
export const C_PRESENT_DOMAINS: usize = 24;

/*
 * One result:
 *   0 i32 node         chosen, -1: none fits
 *   4 u32 feasible     nodes that passed every filter
 *   8 f64 score        weighted total of the chosen node
 *  16 u32 unresolvable nodes that no eviction would open (counted only when none fits)
 *  24 u32 refused[64 + R]  nodes refused, by reason code (counted only when none fits)
 */
export const R_NODE: usize = 0;
export const R_FEASIBLE: usize = 4;
export const R_SCORE: usize = 8;
export const R_UNRESOLVABLE: usize = 16;
export const R_REFUSED: usize = 24;

/* Reason codes, bits of a word; from REASON_RESOURCE on, one a resource ("Too many pods" is that of resource 3). */
export const REASON_UNSCHEDULABLE: u64 = 0;
export const REASON_NODE_NAME: u64 = 1;
export const REASON_TAINT: u64 = 2;
export const REASON_NODE_AFFINITY: u64 = 3;
export const REASON_PORTS: u64 = 4;
export const REASON_SPREAD_LABEL: u64 = 7;
export const REASON_SPREAD: u64 = 8;
export const REASON_AFFINITY: u64 = 9;
export const REASON_ANTI: u64 = 10;
export const REASON_EXISTING: u64 = 11;
export const REASON_NOT_NAMED: u64 = 12;
export const REASON_ENFORCED: u64 = 13;
/* Stands in a word for one or more of the resources' own codes. */
export const REASON_INSUFFICIENT: u64 = 14;
export const REASON_RESOURCE: u32 = 64;
/* Codes whose refusal cannot be undone by evicting pods; from 40 on, those of host-run filters that say so. */
export const UNRESOLVABLE: u64 = 0b11_0010_1100_1111 | ((<u64>0xffffff) << 40);

/* Taint bit 0 of word 0 is not a taint: it stands for spec.unschedulable. */
export const UNSCHEDULABLE_BIT: u64 = 1;

/*
 * Scratch, f64 [7][stride]: 0 what needs no other node (-1: refused), 1 total, raw scores: 2 taints, 5 spread, 6 pod affinity,
 * 3 of a run of replicas: u32 tie ranks [stride], u32 nodes by rank [stride].
 * 4 the same: u32 place of each node in that order [stride], then i32 best place of each 64 [stride/64].
 * Seen, u8 [1 or 2 * parts][2 * stride + 64]: domains that have been met with, in turns two rows for each part.
 * Explanation, f64 [12][stride]: fit, balanced, taint, affinity, image, spread, podAffinity (0..100 each, normalised),
 * total, then raw taint, affinity, spread, podAffinity; then u64 words: reason bits, and one word for every 64 resources.
 */
export const X_FIT: u32 = 0;
export const X_BALANCED: u32 = 1;
export const X_TAINT: u32 = 2;
export const X_AFFINITY: u32 = 3;
export const X_IMAGE: u32 = 4;
export const X_SPREAD: u32 = 5;
export const X_POD_AFFINITY: u32 = 6;
export const X_TOTAL: u32 = 7;
export const X_RAW_TAINT: u32 = 8;
export const X_RAW_AFFINITY: u32 = 9;
export const X_RAW_SPREAD: u32 = 10;
export const X_RAW_POD_AFFINITY: u32 = 11;
export const EXPLAIN_ROWS: u32 = 12;

/*
 * Where the instances that place one batch together meet (share.ts); nothing where there is one. Lines of 128 bytes, so that
 * none shares a cache line, nor the pair of lines that processors fetch together, with another:
 *   control         0 u32 how many sleep, 4 u32 why the batch is given up (0: it is not), 8 u32 lag that proves nothing,
 *                   12 u32 long naps after which an instance that is waited for is believed to be gone
 *   [2][parts]      0 u32 number of the meeting, then what its instance has brought:
 *                   8 f64 score, 16 i32 node, 20 u32 tie, 24 u32 feasible, 28 u32 lag; or 8 u32 scored; or 8 f64[6] extremes
 *   [parts]         a result each, as long as results are: refusals among the part's own nodes
 */
export const SHARE_LINE: usize = 128;
export const S_SLEEPERS: usize = 0;
export const S_GIVEN_UP: usize = 4;
export const S_LAG_FREE: usize = 8;
export const S_PATIENCE: usize = 12;
export const S_BROUGHT: usize = 8;
export const GIVEN_UP_WAITING: u32 = 2;

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

export function profileOf(pod: usize): usize {
  const profile = load<u32>(pod + P_PROFILE);
  assert(profile < field(F_PROFILE_CAPACITY));
  return address(F_PROFILES) + <usize>profile * <usize>field(F_PROFILE_BYTES);
}

export function entryCount(pod: usize, kind: u32): u32 {
  return load<u32>(pod + P_COUNTS + ((<usize>kind) << 2));
}

/* Where the pod's first entry of a kind is. */
export function entriesOf(pod: usize, kind: u32): usize {
  let index = load<u32>(pod + P_ENTRIES);
  for (let k: u32 = 0; k < kind; k++) index += entryCount(pod, k);
  assert(index + entryCount(pod, kind) <= field(F_ENTRY_CAPACITY));
  return address(F_ENTRIES) + ((<usize>index) << 4);
}

export function counterAt(entry: usize): usize {
  const counter = load<u32>(entry);
  assert(counter < field(F_COUNTER_CAPACITY));
  return address(F_COUNTERS) + ((<usize>counter) << 5);
}

export function countsOf(counter: usize): usize {
  return address(F_COUNTS) + ((<usize>load<u32>(counter + C_COUNTS)) << 2);
}

/* The column of domains of a counter's key. */
export function domainsOf(counter: usize): usize {
  return address(F_DOMAINS) + <usize>load<u32>(counter + C_KEY) * ((<usize>field(F_STRIDE)) << 2);
}

export function toleratedAt(pod: usize): usize {
  return pod + P_REQUESTS + ((<usize>field(F_RESOURCES)) << 4);
}

/* What the filter asks for, by resource. */
export function needAt(pod: usize): usize {
  return pod + P_REQUESTS + ((<usize>field(F_RESOURCES)) << 3);
}

export function maskHas(mask: u32, node: u32): bool {
  const words = <usize>(field(F_STRIDE) >> 6);
  const word = load<u64>(address(F_MASKS) + ((<usize>mask * words + <usize>(node >> 6)) << 3));
  return ((word >> (node & 63)) & 1) != 0;
}

export function scratchRow(row: usize): usize {
  return address(F_SCRATCH) + row * ((<usize>field(F_STRIDE)) << 3);
}

export function columnAt(column: i32): usize {
  return column < 0
    ? 0
    : address(F_SCORE_COLUMNS) + <usize>column * ((<usize>field(F_STRIDE)) << 3);
}
