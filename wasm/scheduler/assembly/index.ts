/*
 * The scheduling kernel: places a batch of pods one after another, each seeing the ones before, as a sequential
 * kube-scheduler with every node scored would. Imports nothing but its memory; keeps nothing between calls. Several instances
 * may place one batch together, with the same results (share.ts).
 */
import {
  E_GAINS,
  F_ALLOCATABLE,
  F_BALANCE,
  F_END,
  F_MAGIC,
  F_NODE_COUNT,
  F_NON_ZERO,
  F_PORTS,
  F_PORT_WORDS,
  F_POD_BYTES,
  F_REQUESTED,
  F_RESOURCES,
  F_RESULTS,
  F_RESULT_BYTES,
  F_STRIDE,
  F_TAINT_WORDS,
  MAGIC,
  P_NON_ZERO,
  P_REQUESTS,
  P_TIE_OFFSET,
  REASON_INSUFFICIENT,
  REASON_RESOURCE,
  R_FEASIBLE,
  R_NODE,
  R_REFUSED,
  R_SCORE,
  R_UNRESOLVABLE,
  address,
  entryCount,
  field,
  maskHas,
  podAt,
  profileOf,
  scratchRow,
  toleratedAt,
} from "./layout";
import { explainPod, needsPasses, runPasses, taintConstant } from "./passes";
import { lacks, refusals, unresolvable } from "./filter";
import {
  bestNode,
  bestScore,
  chosen,
  feasible,
  lookForBareNodes,
  pickBest,
  scanLocal,
  scanPlain,
  tieOf,
} from "./scan";
import { evenness, isStandard } from "./scores";
import { beginRun, continueRun, pickOfRun } from "./replicas";
import { gain } from "./topology";
import {
  bring,
  brought,
  isTooMuch,
  lag,
  meet,
  meetLater,
  owns,
  part,
  parts,
  rangeEnd,
  rangeFirst,
  startMeetings,
  takePart,
  takeWhole,
  tallyOf,
} from "./share";

/* The number of header fields that this kernel knows: the host checks it before the first call. */
export function headerFields(): u32 {
  return F_END;
}

/* Places the pods of records [first, first + count); results have the same indexes. */
export function place(first: u32, count: u32): void {
  checkHeader();
  takeWhole();
  placeAll(first, count);
}

/*
 * As `place`, for instance `own` of `all` that are called with the same pods at the same time: everything is in place when
 * all have returned. Where instances keep each other waiting the first one goes on alone, and the others return. Returns
 * how many pods were placed together. Traps when another instance does not come.
 */
export function placeTogether(first: u32, count: u32, own: u32, all: u32): u32 {
  checkHeader();
  takePart(own, all);
  startMeetings();
  isTogether = true;
  placeAll(first, count);
  return isTogether ? count : aloneFrom - first;
}

/* False from the pod on that the first instance places alone, and all after it. */
let isTogether: bool = true;
let aloneFrom: u32 = 0;
/* What waiting for each other has cost the instances in this batch, as far as all know. */
let lagOfAll: u32 = 0;

/* Before pod `next`: leaves the rest to the first instance when sharing does not pay. Returns false for those that leave. */
function stays(next: u32): bool {
  if (!isTogether) return part == 0;
  if (parts == 1 || !isTooMuch(lagOfAll)) return true;
  meetLater();
  untold = false;
  isTogether = false;
  aloneFrom = next;
  if (part != 0) return false;
  takeWhole();
  lookForBareNodes();
  return true;
}

function placeAll(first: u32, count: u32): void {
  lagOfAll = 0;
  untold = false;
  isScanned = false;
  lookForBareNodes();
  const end = first + count;
  let runEnd = first;
  for (let i = first; i < end;) {
    if (!stays(i)) return;
    runEnd = i + 1;
    while (runEnd < end && sameRecord(podAt(i), podAt(runEnd))) runEnd++;
    placeRun(i, runEnd);
    i = runEnd;
  }
}

/* True while an instance may have changed counters that others do not know of yet: what reads any must `hearOut` first. */
let untold: bool = false;

function hearOut(): void {
  if (!untold) return;
  meet();
  untold = false;
}

/* Places pods that ask the same of the same nodes: each finds what its twin has left, where one node has changed. */
function placeRun(first: u32, end: u32): void {
  const ordered = end - first >= ORDERED_MIN && !needsPasses(podAt(first));
  if (!ordered || parts == 1) {
    placeEach(first, end, ordered);
    return;
  }
  // Choosing by the order of nodes takes less time than a meeting: one does it for all.
  scanLocal(podAt(first), scratchRow(0));
  meet();
  if (part == 0) {
    const all = parts;
    takeWhole();
    isScanned = true;
    placeEach(first, end, true);
    takePart(0, all);
  }
  meetLater();
  untold = false;
}

/* True when the column of local scores is there already. */
let isScanned: bool = false;

function placeEach(first: u32, end: u32, ordered: bool): void {
  const bytes = <usize>field(F_RESULT_BYTES);
  let before: i32 = -1;
  for (let i = first; i < end; i++) {
    if (!stays(i)) return;
    const pod = podAt(i);
    const result = resultAt(i);
    if (i > first && before < 0) {
      if (part == 0) memory.copy(result, resultAt(i - 1), bytes);
      continue;
    }
    choose(pod, ordered, end - first > 1, i > first ? before : -1);
    if (parts > 1) agree(pod);
    if (part == 0) {
      memory.fill(result, 0, bytes);
      store<i32>(result + R_NODE, bestNode);
      store<u32>(result + R_FEASIBLE, feasible);
      store<f64>(result + R_SCORE, bestNode < 0 ? 0 : bestScore + plainOffset);
    }
    if (bestNode < 0) {
      if (parts > 1) countTogether(pod, result);
      else countRefusals(pod, result);
    } else {
      if (owns(<u32>bestNode)) assume(pod, <u32>bestNode);
      if (parts > 1 && entryCount(pod, E_GAINS) > 0) untold = true;
    }
    before = bestNode;
  }
}

/* Makes the best of all out of the best of each: sets bestNode, bestScore and feasible. */
function agree(pod: usize): void {
  const own = bring();
  store<f64>(own, bestScore);
  store<i32>(own, bestNode, 8);
  store<u32>(own, bestNode < 0 ? 0 : tieOf(pod, <u32>bestNode), 12);
  store<u32>(own, feasible, 16);
  store<u32>(own, lag, 20);
  meet();
  let topNode: i32 = -1;
  let topScore: f64 = -1;
  let topTie: u32 = 0;
  let fitting: u32 = 0;
  lagOfAll = 0;
  // Lower parts have lower nodes: of the same score and tie, the first stays.
  for (let by: u32 = 0; by < parts; by++) {
    const at = brought(by);
    const node = load<i32>(at, 8);
    fitting += load<u32>(at, 16);
    lagOfAll += load<u32>(at, 20);
    if (node < 0) continue;
    const score = load<f64>(at);
    const tie = load<u32>(at, 12);
    if (topNode < 0 || score > topScore || (score == topScore && tie > topTie)) {
      topNode = node;
      topScore = score;
      topTie = tie;
    }
  }
  chosen(topNode, topScore, fitting);
}

/* Pods in a run from which ordering all nodes costs less than it saves; the host knows it as RUN_ORDERED_MIN. */
const ORDERED_MIN: u32 = 8;

/* What every node's total is higher by than bestScore says. */
let plainOffset: f64 = 0;

/* Sets bestNode, bestScore and feasible. `before`: the node that took the pod's twin, -1: it has none. */
function choose(pod: usize, ordered: bool, repeats: bool, before: i32): void {
  const passes = needsPasses(pod);
  plainOffset = passes ? 0 : taintConstant(pod);
  if (!repeats && !passes && isStandard(profileOf(pod))) {
    scanPlain(pod);
    return;
  }
  const local = scratchRow(0);
  if (before < 0) {
    if (!isScanned) scanLocal(pod, local);
    isScanned = false;
    if (ordered) beginRun(pod, local);
  } else if (owns(<u32>before)) continueRun(pod, local, <u32>before, ordered);
  if (passes) {
    // A run needs its local scores again.
    const total = repeats ? scratchRow(1) : local;
    if (repeats) {
      const from = (<usize>rangeFirst) << 3;
      const end = (<usize>((rangeEnd + 1) & ~1)) << 3;
      memory.copy(total + from, local + from, end - from);
    }
    hearOut();
    runPasses(pod, total);
  } else if (ordered) pickOfRun(pod, local);
  else pickBest(pod, local);
}

/* Fills the explanation columns for one pod record; places nothing. */
export function explain(index: u32): void {
  checkHeader();
  takeWhole();
  lookForBareNodes();
  explainPod(podAt(index));
}

function resultAt(index: u32): usize {
  return address(F_RESULTS) + <usize>index * <usize>field(F_RESULT_BYTES);
}

/* True when two records say the same but for where the search among equals begins. */
function sameRecord(a: usize, b: usize): bool {
  const rest = P_TIE_OFFSET + 4;
  return (
    memory.compare(a, b, P_TIE_OFFSET) == 0 &&
    memory.compare(a + rest, b + rest, <usize>field(F_POD_BYTES) - rest) == 0
  );
}

function checkHeader(): void {
  assert(field(F_MAGIC) == MAGIC);
  assert(field(F_NODE_COUNT) <= field(F_STRIDE));
  assert((field(F_STRIDE) & 63) == 0);
  assert(field(F_RESOURCES) >= 4);
}

function assume(pod: usize, node: u32): void {
  const row = (<usize>field(F_STRIDE)) << 3;
  const at = (<usize>node) << 3;
  const resources = <usize>field(F_RESOURCES);
  const used = address(F_REQUESTED) + at;
  for (let r: usize = 0; r < resources; r++) {
    store<f64>(used + r * row, load<f64>(used + r * row) + load<f64>(pod + P_REQUESTS + (r << 3)));
  }
  const nonZero = address(F_NON_ZERO) + at;
  store<f64>(nonZero, load<f64>(nonZero) + load<f64>(pod + P_NON_ZERO));
  store<f64>(nonZero + row, load<f64>(nonZero + row) + load<f64>(pod + P_NON_ZERO, 8));
  const alloc = address(F_ALLOCATABLE) + at;
  store<f64>(
    address(F_BALANCE) + at,
    evenness(load<f64>(used), load<f64>(used + row), load<f64>(alloc), load<f64>(alloc + row)),
  );
  const portWords = <usize>field(F_PORT_WORDS);
  const taken = toleratedAt(pod) + ((<usize>field(F_TAINT_WORDS) + portWords) << 3);
  for (let w: usize = 0; w < portWords; w++) {
    const ports = address(F_PORTS) + w * row + at;
    store<u64>(ports, load<u64>(ports) | load<u64>(taken + (w << 3)));
  }
  gain(pod, node);
}

/* Each counts among its own nodes, one sums up. */
function countTogether(pod: usize, result: usize): void {
  const bytes = <usize>field(F_RESULT_BYTES);
  const own = tallyOf(part);
  memory.fill(own, 0, bytes);
  countRefusals(pod, own);
  meet();
  if (part != 0) return;
  for (let by: u32 = 0; by < parts; by++) {
    const tally = tallyOf(by);
    for (let at: usize = R_UNRESOLVABLE; at < bytes; at += 4) {
      store<u32>(result + at, load<u32>(result + at) + load<u32>(tally + at));
    }
  }
}

/* Counts the instance's own nodes by why they are refused. */
function countRefusals(pod: usize, result: usize): void {
  const end = rangeEnd;
  const resources = field(F_RESOURCES);
  for (let node: u32 = rangeFirst; node < end; node++) {
    if (!maskHas(0, node)) continue;
    const bits = refusals(pod, node);
    assert(bits != 0);
    if (unresolvable(pod, node, bits)) increment(result + R_UNRESOLVABLE);
    if (bits != (<u64>1) << REASON_INSUFFICIENT) {
      increment(result + R_REFUSED + ((<usize>ctz<u64>(bits)) << 2));
      continue;
    }
    for (let r: u32 = 0; r < resources; r++) {
      if (lacks(pod, node, r))
        increment(result + R_REFUSED + ((<usize>(REASON_RESOURCE + r)) << 2));
    }
  }
}

function increment(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}
