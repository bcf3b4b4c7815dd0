/*
 * Scores that are normalised over the feasible nodes, a plugin a pass: raw scores to a column of their own, then
 * weight times the normalised score onto the totals. With an explanation asked for, each pass leaves its columns there.
 * Each instance has its own nodes' part of the columns; what they are normalised by is that of all (share.ts).
 */
import {
  E_SCORES,
  E_SOFT,
  EXPLAIN_ROWS,
  F_ANY_SOFT_TAINT,
  F_EXPLAIN,
  F_NODE_KEYS,
  F_SOFT_TAINTS,
  F_STRIDE,
  F_TAINT_WORDS,
  P_PREFERRED_COLUMN,
  P_TIE,
  P_TIE_OFFSET,
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
import { chosen, mix, scanLocal } from "./scan";
import { balancedScore, fitScore } from "./scores";
import { lacks, refusals } from "./filter";
import { bring, brought, meet, parts, rangeEnd, rangeFirst } from "./share";

/* Where the explanation columns are while one is made; 0: nobody asked. */
let explaining: usize = 0;

/* True when the pod's placement needs columns: other nodes or other pods have a say in a node's score. */
export function needsPasses(pod: usize): bool {
  return hasTopologyFilter(pod) || comparesNodes(pod);
}

/* True when a node's score depends on the other nodes' raw ones. */
function comparesNodes(pod: usize): bool {
  return (
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

/*
 * Chooses among the nodes of the column of local scores, which becomes that of totals where an explanation is made:
 * sets bestNode, bestScore and feasible.
 */
export function runPasses(pod: usize, total: usize): void {
  refuseByTopology(pod, total);
  taintPass(pod, total);
  affinityPass(pod, total);
  spreadPass(pod, total);
  podAffinityPass(pod, total);
  if (parts > 1 && comparesNodes(pod)) shareExtremes();
  normalise(pod);
  combine(pod, total);
}

/* Makes the extremes of all instances' nodes out of those of each. */
function shareExtremes(): void {
  const own = bring();
  store<f64>(own, taintMost);
  store<f64>(own, affinityMost, 8);
  store<f64>(own, spreadLowest, 16);
  store<f64>(own, spreadHighest, 24);
  store<f64>(own, podLowest, 32);
  store<f64>(own, podHighest, 40);
  meet();
  for (let by: u32 = 0; by < parts; by++) {
    const at = brought(by);
    taintMost = max(taintMost, load<f64>(at));
    affinityMost = max(affinityMost, load<f64>(at, 8));
    spreadLowest = min(spreadLowest, load<f64>(at, 16));
    spreadHighest = max(spreadHighest, load<f64>(at, 24));
    podLowest = min(podLowest, load<f64>(at, 32));
    podHighest = max(podHighest, load<f64>(at, 40));
  }
}

/* Leaves out what would add the same to every node, or nothing. */
function normalise(pod: usize): void {
  constant = 0;
  if (!(taintMost > 0)) {
    taintRaw = 0;
    constant = load<f64>(profileOf(pod) + W_TAINT) * 100;
  }
  if (!(affinityMost > 0)) affinityRaw = 0;
  if (spreadLowest > spreadHighest) spreadRaw = 0;
  podRange = podHighest - podLowest;
  if (!(podRange > 0)) podRaw = 0;
}

/* What each pass leaves to `combine`: where its raw scores are, 0: nothing to add; and how they are normalised. */
let constant: f64 = 0;
let taintRaw: usize = 0;
let taintMost: f64 = 0;
let affinityRaw: usize = 0;
let affinityMost: f64 = 0;
let spreadRaw: usize = 0;
let spreadLowest: f64 = 0;
let spreadHighest: f64 = 0;
let podRaw: usize = 0;
let podLowest: f64 = 0;
let podHighest: f64 = 0;
let podRange: f64 = 0;

function explainRow(row: u32): usize {
  return explaining == 0 ? 0 : explaining + <usize>row * ((<usize>field(F_STRIDE)) << 3);
}

function keepRaw(raw: usize, row: u32): void {
  const to = explainRow(row);
  if (to != 0) memory.copy(to, raw, (<usize>rangeEnd) << 3);
}

/* TaintToleration: how many soft taints the pod does not tolerate. */
function taintPass(pod: usize, total: usize): void {
  taintRaw = 0;
  taintMost = 0;
  if (field(F_ANY_SOFT_TAINT) == 0) return;
  taintRaw = scratchRow(2);
  taintMost =
    field(F_TAINT_WORDS) == 1
      ? countSoft(pod, total, taintRaw)
      : countSoftWords(pod, total, taintRaw);
  keepRaw(taintRaw, X_RAW_TAINT);
}

/* Counts of one word of soft taints, two nodes a step; returns the highest of a node in `total`. */
function countSoft(pod: usize, total: usize, raw: usize): f64 {
  const end = <usize>rangeEnd;
  const held = address(F_SOFT_TAINTS);
  const tolerated = v128.load64_splat(toleratedAt(pod));
  const zero = f64x2.splat(0);
  let most: f64 = 0;
  for (let node: usize = rangeFirst; node < end; node += 2) {
    const at = node << 3;
    const bad = v128.andnot(v128.load(held + at), tolerated);
    if (!v128.any_true(bad)) {
      v128.store(raw + at, zero);
      continue;
    }
    const first = <f64>popcnt<u64>(i64x2.extract_lane(bad, 0));
    const second = <f64>popcnt<u64>(i64x2.extract_lane(bad, 1));
    store<f64>(raw + at, first);
    store<f64>(raw + at, second, 8);
    if (load<f64>(total + at) >= 0) most = max(most, first);
    if (load<f64>(total + at, 8) >= 0) most = max(most, second);
  }
  return most;
}

function countSoftWords(pod: usize, total: usize, raw: usize): f64 {
  const end = <usize>rangeEnd;
  const stride = <usize>field(F_STRIDE);
  const taintWords = <usize>field(F_TAINT_WORDS);
  const tolerated = toleratedAt(pod);
  let most: f64 = 0;
  for (let node: usize = rangeFirst; node < end; node++) {
    let count: u64 = 0;
    for (let w: usize = 0; w < taintWords; w++) {
      const held = load<u64>(address(F_SOFT_TAINTS) + ((w * stride + node) << 3));
      count += popcnt<u64>(held & ~load<u64>(tolerated + (w << 3)));
    }
    store<f64>(raw + (node << 3), <f64>count);
    if (load<f64>(total + (node << 3)) >= 0) most = max(most, <f64>count);
  }
  return most;
}

/* NodeAffinity: the weights of the preferred terms that a node matches. */
function affinityPass(pod: usize, total: usize): void {
  affinityMost = 0;
  affinityRaw = columnAt(load<i32>(pod + P_PREFERRED_COLUMN));
  const raw = affinityRaw;
  if (raw == 0) return;
  keepRaw(raw, X_RAW_AFFINITY);
  const end = <usize>rangeEnd;
  const zero = f64x2.splat(0);
  let highest = zero;
  for (let node: usize = rangeFirst; node < end; node += 2) {
    const live = f64x2.ge(v128.load(total + (node << 3)), zero);
    highest = f64x2.pmax(highest, v128.and(v128.load(raw + (node << 3)), live));
  }
  affinityMost = max(f64x2.extract_lane(highest, 0), f64x2.extract_lane(highest, 1));
}

/* PodTopologySpread: the fewer matching pods, the higher; nodes that it does not look at get 0. */
function spreadPass(pod: usize, total: usize): void {
  spreadRaw = 0;
  spreadLowest = Infinity;
  spreadHighest = -Infinity;
  if (entryCount(pod, E_SOFT) == 0) return;
  spreadRaw = scratchRow(5);
  rawSpread(pod, total, spreadRaw);
  keepRaw(spreadRaw, X_RAW_SPREAD);
  spreadLowest = rawLowest;
  spreadHighest = rawHighest;
}

/* InterPodAffinity: from the lowest to the highest raw score, which may be negative. */
function podAffinityPass(pod: usize, total: usize): void {
  podRaw = 0;
  podLowest = Infinity;
  podHighest = -Infinity;
  if (entryCount(pod, E_SCORES) == 0) return;
  podRaw = scratchRow(6);
  rawPodAffinity(pod, total, podRaw);
  keepRaw(podRaw, X_RAW_POD_AFFINITY);
  podLowest = rawLowest;
  podHighest = rawHighest;
}

/* Adds what the passes have left, normalised and weighted, and keeps the best. */
function combine(pod: usize, total: usize): void {
  const profile = profileOf(pod);
  const end = <usize>rangeEnd;
  const keys = address(F_NODE_KEYS);
  const podTie = load<u32>(pod + P_TIE);
  const offset = load<u32>(pod + P_TIE_OFFSET);
  const zero = f64x2.splat(0);
  const hundred = f64x2.splat(100);
  const fixed = f64x2.splat(constant);
  const weightTaint = f64x2.splat(load<f64>(profile + W_TAINT));
  const mostTaint = f64x2.splat(taintMost);
  const weightAffinity = f64x2.splat(load<f64>(profile + W_AFFINITY));
  const mostAffinity = f64x2.splat(affinityMost);
  const weightSpread = f64x2.splat(load<f64>(profile + W_SPREAD));
  // Where nothing matches anywhere, all get 100: (1 - 0) / 1.
  const spreadSum = f64x2.splat(spreadHighest == 0 ? 1 : spreadHighest + spreadLowest);
  const spreadMost = f64x2.splat(spreadHighest == 0 ? 1 : spreadHighest);
  const weightPod = f64x2.splat(load<f64>(profile + W_POD_AFFINITY));
  const lowestPod = f64x2.splat(podLowest);
  const rangePod = f64x2.splat(podRange);
  const explains = explaining != 0;
  let topNode: i32 = -1;
  let topScore: f64 = 0;
  let topTie: u32 = 0;
  let fitting: u32 = 0;
  let top = zero;
  for (let node: usize = rangeFirst; node < end; node += 2) {
    const at = node << 3;
    const local = v128.load(total + at);
    const live = f64x2.ge(local, zero);
    const lanes = i64x2.bitmask(live);
    if (lanes == 0) continue;
    fitting += popcnt<i32>(lanes);
    let sum = f64x2.add(local, fixed);
    if (taintRaw != 0) {
      const part = f64x2.div(f64x2.mul(v128.load(taintRaw + at), hundred), mostTaint);
      const score = f64x2.sub(hundred, f64x2.floor(part));
      sum = f64x2.add(sum, f64x2.mul(score, weightTaint));
      if (explains) v128.store(explainRow(X_TAINT) + at, score);
    } else if (explains) v128.store(explainRow(X_TAINT) + at, hundred);
    if (affinityRaw != 0) {
      const part = f64x2.div(f64x2.mul(v128.load(affinityRaw + at), hundred), mostAffinity);
      const score = f64x2.floor(part);
      sum = f64x2.add(sum, f64x2.mul(score, weightAffinity));
      if (explains) v128.store(explainRow(X_AFFINITY) + at, score);
    }
    if (spreadRaw != 0) {
      const value = v128.load(spreadRaw + at);
      const part = f64x2.div(f64x2.mul(f64x2.sub(spreadSum, value), hundred), spreadMost);
      const score = v128.and(f64x2.floor(part), f64x2.ge(value, zero));
      sum = f64x2.add(sum, f64x2.mul(score, weightSpread));
      if (explains) v128.store(explainRow(X_SPREAD) + at, score);
    }
    if (podRaw != 0) {
      // kube-scheduler divides before it multiplies here: the same floating point, the same floor.
      const part = f64x2.div(f64x2.sub(v128.load(podRaw + at), lowestPod), rangePod);
      const score = f64x2.floor(f64x2.mul(part, hundred));
      sum = f64x2.add(sum, f64x2.mul(score, weightPod));
      if (explains) v128.store(explainRow(X_POD_AFFINITY) + at, score);
    }
    if (explains) v128.store(total + at, v128.bitselect(sum, local, live));
    const reach = i64x2.bitmask(f64x2.ge(sum, top)) & lanes;
    if (reach == 0) continue;
    for (let lane: usize = 0; lane < 2; lane++) {
      if (((reach >> <i32>lane) & 1) == 0) continue;
      const score = lane == 0 ? f64x2.extract_lane(sum, 0) : f64x2.extract_lane(sum, 1);
      const tie = mix(podTie ^ load<u32>(keys + ((node + lane) << 2))) - offset;
      if (topNode < 0 || score > topScore || (score == topScore && tie > topTie)) {
        topNode = <i32>(node + lane);
        topScore = score;
        topTie = tie;
      }
    }
    top = f64x2.splat(topScore);
  }
  chosen(topNode, topNode < 0 ? -1 : topScore, fitting);
}

/* Fills the explanation columns for one pod; places nothing. Only where this instance has all nodes. */
export function explainPod(pod: usize): void {
  const nodeCount = rangeEnd;
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
