/*
 * The scheduling kernel: places a batch of pods one after another, each seeing the ones before, as a sequential
 * kube-scheduler with every node scored would. Imports nothing but its memory; keeps nothing between calls.
 */
import {
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
  feasible,
  lookForBareNodes,
  pickBest,
  scanLocal,
  scanPlain,
} from "./scan";
import { evenness, isStandard } from "./scores";
import { beginRun, continueRun, pickOfRun } from "./replicas";
import { gain } from "./topology";

/* The number of header fields that this kernel knows: the host checks it before the first call. */
export function headerFields(): u32 {
  return F_END;
}

/* Places the pods of records [first, first + count); results have the same indexes. */
export function place(first: u32, count: u32): void {
  checkHeader();
  lookForBareNodes();
  const end = first + count;
  let runEnd = first;
  for (let i = first; i < end;) {
    runEnd = i + 1;
    while (runEnd < end && sameRecord(podAt(i), podAt(runEnd))) runEnd++;
    placeRun(i, runEnd);
    i = runEnd;
  }
}

/* Places pods that ask the same of the same nodes: each finds what its twin has left, where one node has changed. */
function placeRun(first: u32, end: u32): void {
  const bytes = <usize>field(F_RESULT_BYTES);
  const ordered = end - first >= ORDERED_MIN && !needsPasses(podAt(first));
  let before: i32 = -1;
  for (let i = first; i < end; i++) {
    const pod = podAt(i);
    const result = resultAt(i);
    if (i > first && before < 0) {
      memory.copy(result, resultAt(i - 1), bytes);
      continue;
    }
    memory.fill(result, 0, bytes);
    choose(pod, ordered, end - first > 1, i > first ? before : -1);
    store<i32>(result + R_NODE, bestNode);
    store<u32>(result + R_FEASIBLE, feasible);
    store<f64>(result + R_SCORE, bestNode < 0 ? 0 : bestScore + plainOffset);
    if (bestNode >= 0) assume(pod, <u32>bestNode);
    else countRefusals(pod, result);
    before = bestNode;
  }
}

/* Pods in a run from which ordering all nodes costs less than it saves. */
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
    scanLocal(pod, local);
    if (ordered) beginRun(pod, local);
  } else continueRun(pod, local, <u32>before, ordered);
  if (passes) {
    // A run needs its local scores again.
    const total = repeats ? scratchRow(1) : local;
    if (repeats) memory.copy(total, local, (<usize>((field(F_NODE_COUNT) + 1) & ~1)) << 3);
    runPasses(pod, total);
  } else if (ordered) pickOfRun(pod, local);
  else pickBest(pod, local);
}

/* Fills the explanation columns for one pod record; places nothing. */
export function explain(index: u32): void {
  checkHeader();
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

function countRefusals(pod: usize, result: usize): void {
  const nodeCount = field(F_NODE_COUNT);
  const resources = field(F_RESOURCES);
  for (let node: u32 = 0; node < nodeCount; node++) {
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
