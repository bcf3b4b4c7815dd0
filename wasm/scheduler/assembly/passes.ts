/*
 * Scores that are normalised over the feasible nodes, a plugin a pass: raw scores to a column of their own, then
 * weight times the normalised score onto the totals. With an explanation asked for, each pass leaves its columns there.
 */
import {
  E_SCORES,
  E_SOFT,
  EXPLAIN_ROWS,
  F_ANY_SOFT_TAINT,
  F_EXPLAIN,
  F_NODE_COUNT,
  F_SOFT_TAINTS,
  F_STRIDE,
  F_TAINT_WORDS,
  P_PREFERRED_COLUMN,
  W_AFFINITY,
  W_POD_AFFINITY,
  W_SPREAD,
  W_TAINT,
  X_AFFINITY,
  X_BALANCED,
  X_FIT,
  X_IMAGE,
  X_POD_AFFINITY,
  X_RAW_AFFINITY,
  X_RAW_POD_AFFINITY,
  X_RAW_SPREAD,
  X_RAW_TAINT,
  X_SPREAD,
  X_TAINT,
  X_TOTAL,
  P_IMAGE_COLUMN,
  address,
  columnAt,
  entryCount,
  field,
  maskHas,
  profileOf,
  scratchRow,
  toleratedAt,
  F_RESOURCES,
} from "./layout";
import {
  hasTopologyFilter,
  rawHighest,
  rawLowest,
  rawPodAffinity,
  rawSpread,
  refuseByTopology,
} from "./topology";
import { scanLocal } from "./scan";
import { balancedScore, fitScore } from "./scores";
import { lacks, refusals } from "./filter";

/* Where the explanation columns are while one is made; 0: nobody asked. */
let explaining: usize = 0;

/* True when the pod's placement needs columns: other nodes or other pods have a say in a node's score. */
export function needsPasses(pod: usize): bool {
  return (
    hasTopologyFilter(pod) ||
    field(F_ANY_SOFT_TAINT) != 0 ||
    load<i32>(pod + P_PREFERRED_COLUMN) >= 0 ||
    entryCount(pod, E_SOFT) > 0 ||
    entryCount(pod, E_SCORES) > 0
  );
}

/* What TaintToleration adds where no node has a soft taint. */
export function taintConstant(pod: usize): f64 {
  return load<f64>(profileOf(pod) + W_TAINT) * 100;
}

/* Turns the column of local scores into that of totals, in place. */
export function runPasses(pod: usize, total: usize): void {
  refuseByTopology(pod, total);
  taintPass(pod, total);
  affinityPass(pod, total);
  spreadPass(pod, total);
  podAffinityPass(pod, total);
}

function explainRow(row: u32): usize {
  return explaining == 0 ? 0 : explaining + <usize>row * ((<usize>field(F_STRIDE)) << 3);
}

function keepRaw(raw: usize, row: u32): void {
  const to = explainRow(row);
  if (to != 0) memory.copy(to, raw, (<usize>field(F_NODE_COUNT)) << 3);
}

/* total += weight * (base + sign * floor(100 * (shift + scale * raw) / divisor)); refused and unscored nodes stay. */
function addNormalised(total: usize, raw: usize, parts: usize, explained: u32): void {
  const weight = f64x2.splat(load<f64>(parts));
  const scale = f64x2.splat(load<f64>(parts, 8));
  const shift = f64x2.splat(load<f64>(parts, 16));
  const divisor = f64x2.splat(load<f64>(parts, 24));
  const sign = f64x2.splat(load<f64>(parts, 32));
  const base = f64x2.splat(load<f64>(parts, 40));
  const out = explainRow(explained);
  const nodeCount = <usize>field(F_NODE_COUNT);
  const zero = f64x2.splat(0);
  for (let node: usize = 0; node < nodeCount; node += 2) {
    const at = node << 3;
    const before = v128.load(total + at);
    const value = v128.load(raw + at);
    const live = v128.and(f64x2.ge(before, zero), f64x2.ge(value, zero));
    const share = f64x2.floor(
      f64x2.div(f64x2.mul(f64x2.add(shift, f64x2.mul(value, scale)), f64x2.splat(100)), divisor),
    );
    const score = f64x2.add(base, f64x2.mul(share, sign));
    v128.store(total + at, f64x2.add(before, v128.and(f64x2.mul(score, weight), live)));
    if (out != 0) v128.store(out + at, v128.and(score, live));
  }
}

const parts = memory.data(48);

function normalise(weight: f64, scale: f64, shift: f64): void {
  store<f64>(parts, weight);
  store<f64>(parts, scale, 8);
  store<f64>(parts, shift, 16);
}

function over(divisor: f64, sign: f64, base: f64): void {
  store<f64>(parts, divisor, 24);
  store<f64>(parts, sign, 32);
  store<f64>(parts, base, 40);
}

/* TaintToleration: 100 where nothing is intolerable, 0 where most is. */
function taintPass(pod: usize, total: usize): void {
  const raw = scratchRow(2);
  const nodeCount = <usize>field(F_NODE_COUNT);
  let most: f64 = 0;
  if (field(F_ANY_SOFT_TAINT) != 0) {
    const stride = <usize>field(F_STRIDE);
    const taintWords = <usize>field(F_TAINT_WORDS);
    const tolerated = toleratedAt(pod);
    for (let node: usize = 0; node < nodeCount; node++) {
      let count: u64 = 0;
      for (let w: usize = 0; w < taintWords; w++) {
        const held = load<u64>(address(F_SOFT_TAINTS) + ((w * stride + node) << 3));
        count += popcnt<u64>(held & ~load<u64>(tolerated + (w << 3)));
      }
      store<f64>(raw + (node << 3), <f64>count);
      if (load<f64>(total + (node << 3)) >= 0) most = max(most, <f64>count);
    }
  } else memory.fill(raw, 0, nodeCount << 3);
  keepRaw(raw, X_RAW_TAINT);
  if (most == 0) {
    addConstant(total, taintConstant(pod));
    fillExplained(total, X_TAINT, 100);
    return;
  }
  normalise(load<f64>(profileOf(pod) + W_TAINT), 1, 0);
  over(most, -1, 100);
  addNormalised(total, raw, parts, X_TAINT);
}

function addConstant(total: usize, amount: f64): void {
  if (amount == 0) return;
  const nodeCount = <usize>field(F_NODE_COUNT);
  const zero = f64x2.splat(0);
  const more = f64x2.splat(amount);
  for (let node: usize = 0; node < nodeCount; node += 2) {
    const at = total + (node << 3);
    const before = v128.load(at);
    v128.store(at, f64x2.add(before, v128.and(more, f64x2.ge(before, zero))));
  }
}

function fillExplained(total: usize, row: u32, score: f64): void {
  const out = explainRow(row);
  if (out == 0) return;
  const nodeCount = <usize>field(F_NODE_COUNT);
  for (let node: usize = 0; node < nodeCount; node++) {
    store<f64>(out + (node << 3), load<f64>(total + (node << 3)) < 0 ? 0 : score);
  }
}

/* NodeAffinity's preferred terms, in parts of the highest. */
function affinityPass(pod: usize, total: usize): void {
  const raw = columnAt(load<i32>(pod + P_PREFERRED_COLUMN));
  if (raw == 0) return;
  keepRaw(raw, X_RAW_AFFINITY);
  const nodeCount = <usize>field(F_NODE_COUNT);
  const zero = f64x2.splat(0);
  let highest = zero;
  for (let node: usize = 0; node < nodeCount; node += 2) {
    const live = f64x2.ge(v128.load(total + (node << 3)), zero);
    highest = f64x2.pmax(highest, v128.and(v128.load(raw + (node << 3)), live));
  }
  const most = max(f64x2.extract_lane(highest, 0), f64x2.extract_lane(highest, 1));
  if (most == 0) return;
  normalise(load<f64>(profileOf(pod) + W_AFFINITY), 1, 0);
  over(most, 1, 0);
  addNormalised(total, raw, parts, X_AFFINITY);
}

/* PodTopologySpread: the fewer matching pods, the higher; nodes that it does not look at get 0. */
function spreadPass(pod: usize, total: usize): void {
  if (entryCount(pod, E_SOFT) == 0) return;
  const raw = scratchRow(2);
  rawSpread(pod, total, raw);
  keepRaw(raw, X_RAW_SPREAD);
  if (rawLowest > rawHighest) return;
  const weight = load<f64>(profileOf(pod) + W_SPREAD);
  normalise(weight, rawHighest == 0 ? 0 : -1, rawHighest == 0 ? 1 : rawHighest + rawLowest);
  over(rawHighest == 0 ? 1 : rawHighest, 1, 0);
  addNormalised(total, raw, parts, X_SPREAD);
}

/* InterPodAffinity: from the lowest to the highest raw score, which may be negative. */
function podAffinityPass(pod: usize, total: usize): void {
  if (entryCount(pod, E_SCORES) == 0) return;
  const raw = scratchRow(2);
  rawPodAffinity(pod, total, raw);
  keepRaw(raw, X_RAW_POD_AFFINITY);
  const difference = rawHighest - rawLowest;
  if (!(difference > 0)) return;
  const weight = load<f64>(profileOf(pod) + W_POD_AFFINITY);
  const nodeCount = <usize>field(F_NODE_COUNT);
  const out = explainRow(X_POD_AFFINITY);
  for (let node: usize = 0; node < nodeCount; node++) {
    const at = total + (node << 3);
    const before = load<f64>(at);
    if (before < 0) continue;
    // kube-scheduler divides before it multiplies here: the same floating point, the same floor.
    const share = (load<f64>(raw + (node << 3)) - rawLowest) / difference;
    const score = Math.trunc(100 * share);
    store<f64>(at, before + weight * score);
    if (out != 0) store<f64>(out + (node << 3), score);
  }
}

/* Fills the explanation columns for one pod; places nothing. */
export function explainPod(pod: usize): void {
  const nodeCount = field(F_NODE_COUNT);
  const row = (<usize>field(F_STRIDE)) << 3;
  const words = <usize>((field(F_RESOURCES) + 63) >> 6);
  explaining = address(F_EXPLAIN);
  memory.fill(explaining, 0, row * (<usize>EXPLAIN_ROWS + 1 + words));
  const total = scratchRow(1);
  scanLocal(pod, total);
  const image = columnAt(load<i32>(pod + P_IMAGE_COLUMN));
  for (let node: u32 = 0; node < nodeCount; node++) {
    const at = (<usize>node) << 3;
    if (load<f64>(total + at) < 0) continue;
    store<f64>(explainRow(X_FIT) + at, fitScore(pod, node));
    store<f64>(explainRow(X_BALANCED) + at, balancedScore(pod, node));
    if (image != 0) store<f64>(explainRow(X_IMAGE) + at, load<f64>(image + at));
  }
  runPasses(pod, total);
  for (let node: u32 = 0; node < nodeCount; node++) {
    const at = (<usize>node) << 3;
    if (load<f64>(total + at) >= 0) {
      store<f64>(explainRow(X_TOTAL) + at, load<f64>(total + at));
      continue;
    }
    for (let r: u32 = 0; r < EXPLAIN_ROWS; r++) store<f64>(explainRow(r) + at, 0);
    if (maskHas(0, node)) explainRefusal(pod, node);
  }
  explaining = 0;
}

function explainRefusal(pod: usize, node: u32): void {
  const at = (<usize>node) << 3;
  const bits = refusals(pod, node);
  store<u64>(explainRow(EXPLAIN_ROWS) + at, bits);
  const resources = field(F_RESOURCES);
  for (let r: u32 = 0; r < resources; r++) {
    if (bits != (<u64>1) << 14 || !lacks(pod, node, r)) continue;
    const word = explainRow(EXPLAIN_ROWS + 1 + (r >> 6)) + at;
    store<u64>(word, load<u64>(word) | ((<u64>1) << (<u64>(r & 63))));
  }
}
