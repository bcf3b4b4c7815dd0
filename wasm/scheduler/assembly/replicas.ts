/*
 * Runs of identical pods: between two of them only the node that took the last one has changed, so the column of local
 * scores is kept and that one node scored again. Where nothing but local scores counts, nodes are put in the order of their
 * tie ranks and the best of every 64 places is kept: the next choice looks at the blocks' bests, from the pod's offset on.
 * Same choice as a full scan.
 */
import {
  F_DIGITS,
  F_NODE_COUNT,
  F_NODE_KEYS,
  F_STRIDE,
  P_TIE,
  P_TIE_OFFSET,
  address,
  field,
  scratchRow,
} from "./layout";
import { localRefusals } from "./filter";
import { localScore } from "./scores";
import { chosen, mix } from "./scan";

let fitting: u32 = 0;

/* Tie ranks by node. */
function ranks(): usize {
  return scratchRow(3);
}

/* Nodes by place: ranks ascending, of equal ones the higher index first. */
function order(): usize {
  return ranks() + ((<usize>field(F_STRIDE)) << 2);
}

function places(): usize {
  return scratchRow(4);
}

/* The last place of each 64 that has the block's highest score, -1: all its nodes are refused. */
function tops(): usize {
  return places() + ((<usize>field(F_STRIDE)) << 2);
}

function scoreAt(local: usize, place: u32): f64 {
  return load<f64>(local + ((<usize>load<u32>(order() + ((<usize>place) << 2))) << 3));
}

/* Opens a run whose choices depend on the column `local` alone. */
export function beginRun(pod: usize, local: usize): void {
  const nodeCount = field(F_NODE_COUNT);
  const keys = address(F_NODE_KEYS);
  const tie = load<u32>(pod + P_TIE);
  fitting = 0;
  for (let node: usize = 0; node < nodeCount; node++) {
    store<u32>(ranks() + (node << 2), mix(tie ^ load<u32>(keys + (node << 2))));
    if (load<f64>(local + (node << 3)) >= 0) fitting++;
  }
  sortByRank(nodeCount);
  for (let place: usize = 0; place < nodeCount; place++) {
    const node = <usize>load<u32>(order() + (place << 2));
    store<u32>(places() + (node << 2), <u32>place);
  }
  const blocks = (nodeCount + 63) >> 6;
  for (let block: u32 = 0; block < blocks; block++) findTop(local, block);
}

/* A radix sort by 11 bits a pass, through the scratch of the places. */
function sortByRank(nodeCount: u32): void {
  const digits = address(F_DIGITS);
  let from = places();
  let to = order();
  for (let i: usize = 0; i < nodeCount; i++) store<u32>(from + (i << 2), nodeCount - 1 - <u32>i);
  for (let shift: u32 = 0; shift < 33; shift += 11) {
    memory.fill(digits, 0, 2048 * 4);
    for (let i: usize = 0; i < nodeCount; i++) {
      const digit = digits + (digitOf(load<u32>(from + (i << 2)), shift) << 2);
      store<u32>(digit, load<u32>(digit) + 1);
    }
    let sum: u32 = 0;
    for (let d: usize = 0; d < 2048; d++) {
      const count = load<u32>(digits + (d << 2));
      store<u32>(digits + (d << 2), sum);
      sum += count;
    }
    for (let i: usize = 0; i < nodeCount; i++) {
      const node = load<u32>(from + (i << 2));
      const digit = digits + (digitOf(node, shift) << 2);
      const at = load<u32>(digit);
      store<u32>(digit, at + 1);
      store<u32>(to + ((<usize>at) << 2), node);
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
}

function digitOf(node: u32, shift: u32): usize {
  return <usize>((load<u32>(ranks() + ((<usize>node) << 2)) >> shift) & 2047);
}

/* Scores the node again that took the last pod of the run. */
export function continueRun(pod: usize, local: usize, node: u32, ordered: bool): void {
  const at = local + ((<usize>node) << 3);
  if (localRefusals(pod, node) == 0) store<f64>(at, localScore(pod, node));
  else {
    store<f64>(at, -1);
    fitting--;
  }
  if (ordered) findTop(local, load<u32>(places() + ((<usize>node) << 2)) >> 6);
}

/* The highest score; of several, the last place before the pod's offset, or else the last one of all. */
export function pickOfRun(pod: usize, local: usize): void {
  const nodeCount = field(F_NODE_COUNT);
  const blocks = (nodeCount + 63) >> 6;
  let score: f64 = -1;
  for (let block: u32 = 0; block < blocks; block++) {
    const top = load<i32>(tops() + ((<usize>block) << 2));
    if (top >= 0) score = max(score, scoreAt(local, <u32>top));
  }
  if (score < 0) {
    chosen(-1, -1, fitting);
    return;
  }
  const start = placesBefore(load<u32>(pod + P_TIE_OFFSET), nodeCount);
  let place = lastBelow(local, start, score);
  if (place < 0) place = lastBelow(local, nodeCount, score);
  chosen(<i32>load<u32>(order() + ((<usize>place) << 2)), score, fitting);
}

/* How many nodes have a rank below the offset: a rank that equals it is counted from the end. */
function placesBefore(offset: u32, nodeCount: u32): u32 {
  let low: u32 = 0;
  let high = nodeCount;
  while (low < high) {
    const middle = (low + high) >> 1;
    const node = load<u32>(order() + ((<usize>middle) << 2));
    if (load<u32>(ranks() + ((<usize>node) << 2)) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* The last place below `end` that has the score; -1: none. */
function lastBelow(local: usize, end: u32, score: f64): i32 {
  let place = <i32>end - 1;
  while (place >= 0) {
    const block = <u32>place >> 6;
    const top = load<i32>(tops() + ((<usize>block) << 2));
    if (top < 0 || scoreAt(local, <u32>top) < score) {
      place = <i32>(block << 6) - 1;
      continue;
    }
    const first = <i32>(block << 6);
    for (; place >= first; place--) if (scoreAt(local, <u32>place) == score) return place;
  }
  return -1;
}

function findTop(local: usize, block: u32): void {
  const end = min(field(F_NODE_COUNT), (block + 1) << 6);
  let best: i32 = -1;
  let score: f64 = 0;
  for (let place = block << 6; place < end; place++) {
    const value = scoreAt(local, place);
    if (value < score) continue;
    best = <i32>place;
    score = value;
  }
  store<i32>(tops() + ((<usize>block) << 2), best);
}
