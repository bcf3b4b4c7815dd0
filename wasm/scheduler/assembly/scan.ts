/*
 * One pod against every node: two nodes a step, filters as lane masks, scores as lanes. Where soft taints or preferred
 * terms ask for scores normalised over the feasible nodes, the first pass writes its parts to scratch and `pickNormalised` chooses.
 */
import {
  F_ALLOCATABLE,
  F_ANY_SOFT_TAINT,
  F_BALANCE,
  F_HARD_TAINTS,
  F_MASKS,
  F_NODE_COUNT,
  F_NODE_KEYS,
  F_NON_ZERO,
  F_PORTS,
  F_PORT_WORDS,
  F_REQUESTED,
  F_RESOURCES,
  F_SCORE_COLUMNS,
  F_SCRATCH,
  F_SOFT_TAINTS,
  F_STRIDE,
  F_TAINT_WORDS,
  FLAG_BEST_EFFORT,
  P_FLAGS,
  P_IMAGE_COLUMN,
  P_NON_ZERO,
  P_POST_COUNT,
  P_POST_MASKS,
  P_PREFERRED_COLUMN,
  P_REQUESTS,
  P_REQUIRED_NODE,
  P_SELECTOR_MASK,
  P_TIE,
  R_FEASIBLE,
  R_NODE,
  R_SCORE,
  W_AFFINITY,
  W_BALANCED,
  W_IMAGE,
  W_LEAST,
  W_TAINT,
  address,
  field,
} from "./layout";
import { toleratedAt } from "./filter";

/* The best so far: ties go to the node whose key, mixed with the pod's, is highest; then to the lower index. */
let bestNode: i32 = -1;
let bestScore: f64 = -1;
let bestTie: u32 = 0;

export function mix(value: u32): u32 {
  let x = value;
  x = (x ^ (x >> 16)) * 0x7feb352d;
  x = (x ^ (x >> 15)) * 0x846ca68b;
  return x ^ (x >> 16);
}

function tieOf(pod: usize, node: u32): u32 {
  return mix(load<u32>(pod + P_TIE) ^ load<u32>(address(F_NODE_KEYS) + ((<usize>node) << 2)));
}

function offer(pod: usize, node: u32, score: f64): void {
  if (score < bestScore) return;
  const tie = tieOf(pod, node);
  if (score > bestScore || tie > bestTie) {
    bestScore = score;
    bestNode = <i32>node;
    bestTie = tie;
  }
}

/* Nodes of one 64-node block that every bitset admits. */
function candidates(pod: usize, word: usize): u64 {
  const words = <usize>(field(F_STRIDE) >> 6);
  const masks = address(F_MASKS);
  let bits = load<u64>(masks + (word << 3));
  const selector = load<i32>(pod + P_SELECTOR_MASK);
  if (selector >= 0) bits &= load<u64>(masks + ((<usize>selector * words + word) << 3));
  const posts = load<u32>(pod + P_POST_COUNT);
  for (let i: u32 = 0; i < posts; i++) {
    const mask = <usize>load<u32>(pod + P_POST_MASKS + ((<usize>i) << 3));
    bits &= load<u64>(masks + ((mask * words + word) << 3));
  }
  const required = load<i32>(pod + P_REQUIRED_NODE);
  if (required >= 0) {
    bits &= <usize>(required >> 6) == word ? (<u64>1) << (<u64>(required & 63)) : 0;
  }
  return bits;
}

/* Lanes of nodes (node, node + 1) that no taint, port or further resource refuses; bytes = node * 8. */
function rareLanes(pod: usize, bytes: usize): v128 {
  const stride = (<usize>field(F_STRIDE)) << 3;
  const tolerated = toleratedAt(pod);
  const taintWords = <usize>field(F_TAINT_WORDS);
  const zero = i64x2.splat(0);
  let ok = i64x2.splat(-1);
  for (let w: usize = 1; w < taintWords; w++) {
    const held = v128.load(address(F_HARD_TAINTS) + w * stride + bytes);
    const bad = v128.andnot(held, v128.load64_splat(tolerated + (w << 3)));
    ok = v128.and(ok, i64x2.eq(bad, zero));
  }
  const portWords = <usize>field(F_PORT_WORDS);
  const conflicts = tolerated + (taintWords << 3);
  for (let w: usize = 0; w < portWords; w++) {
    const used = v128.load(address(F_PORTS) + w * stride + bytes);
    const bad = v128.and(used, v128.load64_splat(conflicts + (w << 3)));
    ok = v128.and(ok, i64x2.eq(bad, zero));
  }
  const resources = <usize>field(F_RESOURCES);
  for (let r: usize = 2; r < resources; r++) {
    const request = load<f64>(pod + P_REQUESTS + (r << 3));
    if (r == 3 || !(request > 0)) continue;
    const at = r * stride + bytes;
    const free = f64x2.sub(
      v128.load(address(F_ALLOCATABLE) + at),
      v128.load(address(F_REQUESTED) + at),
    );
    ok = v128.and(ok, f64x2.le(f64x2.splat(request), free));
  }
  return ok;
}

/* True when the pod needs more than the first taint word, cpu, memory and the pod count: rareLanes must be asked. */
function isRare(pod: usize): bool {
  const taintWords = field(F_TAINT_WORDS);
  if (taintWords > 1) return true;
  const resources = field(F_RESOURCES);
  for (let r: u32 = 2; r < resources; r++) {
    if (r != 3 && load<f64>(pod + P_REQUESTS + ((<usize>r) << 3)) > 0) return true;
  }
  const portWords = field(F_PORT_WORDS);
  const conflicts = toleratedAt(pod) + ((<usize>taintWords) << 3);
  for (let w: u32 = 0; w < portWords; w++) {
    if (load<u64>(conflicts + ((<usize>w) << 3)) != 0) return true;
  }
  return false;
}

function intolerableSoft(pod: usize, node: u32): f64 {
  const stride = <usize>field(F_STRIDE);
  const taintWords = <usize>field(F_TAINT_WORDS);
  const tolerated = toleratedAt(pod);
  let count: u64 = 0;
  for (let w: usize = 0; w < taintWords; w++) {
    const held = load<u64>(address(F_SOFT_TAINTS) + ((w * stride + <usize>node) << 3));
    count += popcnt<u64>(held & ~load<u64>(tolerated + (w << 3)));
  }
  return <f64>count;
}

/* A request as the threshold that free space is held against: nothing asked, nothing refused. */
function threshold(request: f64): f64 {
  return request > 0 ? request : -Infinity;
}

export function columnAt(column: i32): usize {
  return column < 0
    ? 0
    : address(F_SCORE_COLUMNS) + <usize>column * ((<usize>field(F_STRIDE)) << 3);
}

/* Writes node, feasible and score of the result. */
export function scan(pod: usize, result: usize): void {
  const nodeCount = field(F_NODE_COUNT);
  const row = (<usize>field(F_STRIDE)) << 3;
  const allocCpu = address(F_ALLOCATABLE);
  const allocMem = allocCpu + row;
  const allocPods = allocCpu + row * 3;
  const usedCpu = address(F_REQUESTED);
  const usedMem = usedCpu + row;
  const usedPods = usedCpu + row * 3;
  const nonZeroCpu = address(F_NON_ZERO);
  const nonZeroMem = nonZeroCpu + row;
  const balance = address(F_BALANCE);
  const taints = address(F_HARD_TAINTS);
  const scratch = address(F_SCRATCH);
  const image = columnAt(load<i32>(pod + P_IMAGE_COLUMN));
  const preferred = columnAt(load<i32>(pod + P_PREFERRED_COLUMN));
  const softTaints = field(F_ANY_SOFT_TAINT) != 0;
  const normalise = softTaints || preferred != 0;
  const plain = !normalise && image == 0;
  const rare = isRare(pod);

  const podCpu = load<f64>(pod + P_REQUESTS);
  const podMem = load<f64>(pod + P_REQUESTS, 8);
  const needCpu = f64x2.splat(threshold(podCpu));
  const needMem = f64x2.splat(threshold(podMem));
  const needPods = f64x2.splat(threshold(load<f64>(pod + P_REQUESTS, 24)));
  const addCpu = f64x2.splat(podCpu);
  const addMem = f64x2.splat(podMem);
  const addNonZeroCpu = v128.load64_splat(pod + P_NON_ZERO);
  const addNonZeroMem = v128.load64_splat(pod + P_NON_ZERO, 8);
  const tolerated = v128.load64_splat(toleratedAt(pod));
  const balanceMask = i64x2.splat((load<u32>(pod + P_FLAGS) & FLAG_BEST_EFFORT) != 0 ? 0 : -1);
  const weightLeast = f64x2.splat(load<f64>(W_LEAST));
  const weightBalanced = f64x2.splat(load<f64>(W_BALANCED));
  const weightImage = load<f64>(W_IMAGE);
  const taintConstant = load<f64>(W_TAINT) * 100;
  const constant = f64x2.splat(taintConstant);
  const zero = i64x2.splat(0);
  const zeroF = f64x2.splat(0);
  const one = f64x2.splat(1);
  const half = f64x2.splat(0.5);
  const fifty = f64x2.splat(50);
  const hundred = f64x2.splat(100);

  bestNode = -1;
  bestScore = -1;
  bestTie = 0;
  // The plain path keeps its best in locals: in a cluster of equal nodes most of them reach it.
  let topNode: i32 = -1;
  let topScore: f64 = -1;
  let topTie: u32 = 0;
  const keys = address(F_NODE_KEYS);
  const podTie = load<u32>(pod + P_TIE);
  let feasible: u32 = 0;
  let softMax: f64 = 0;
  let preferredMax: f64 = 0;
  const words = <usize>((nodeCount + 63) >> 6);
  for (let w: usize = 0; w < words; w++) {
    let bits = candidates(pod, w);
    if (normalise) memory.fill(scratch + (w << 9), 0xbf, 512); // any negative number: refused
    let node = <u32>(w << 6);
    while (bits != 0) {
      const skip = <u32>ctz<u64>(bits) & ~1;
      bits >>= <u64>skip;
      node += skip;
      const pair = <i32>(bits & 3);
      const at = (<usize>node) << 3;
      const ac = v128.load(allocCpu + at);
      const am = v128.load(allocMem + at);
      const rc = v128.load(usedCpu + at);
      const rm = v128.load(usedMem + at);
      let ok = v128.and(f64x2.le(needCpu, f64x2.sub(ac, rc)), f64x2.le(needMem, f64x2.sub(am, rm)));
      ok = v128.and(
        ok,
        f64x2.le(needPods, f64x2.sub(v128.load(allocPods + at), v128.load(usedPods + at))),
      );
      ok = v128.and(ok, i64x2.eq(v128.andnot(v128.load(taints + at), tolerated), zero));
      if (rare) ok = v128.and(ok, rareLanes(pod, at));
      const fits = i64x2.bitmask(ok) & pair;
      if (fits != 0) {
        // NodeResourcesFit, LeastAllocated: the mean of what would be left of cpu and memory, in percent.
        const hasCpu = f64x2.gt(ac, zeroF);
        const hasMem = f64x2.gt(am, zeroF);
        const both = v128.and(hasCpu, hasMem);
        const nc = f64x2.add(v128.load(nonZeroCpu + at), addNonZeroCpu);
        const nm = f64x2.add(v128.load(nonZeroMem + at), addNonZeroMem);
        const leftCpu = f64x2.floor(f64x2.div(f64x2.mul(f64x2.sub(ac, nc), hundred), ac));
        const leftMem = f64x2.floor(f64x2.div(f64x2.mul(f64x2.sub(am, nm), hundred), am));
        const sum = f64x2.add(
          v128.and(leftCpu, v128.and(hasCpu, f64x2.le(nc, ac))),
          v128.and(leftMem, v128.and(hasMem, f64x2.le(nm, am))),
        );
        const least = v128.bitselect(f64x2.floor(f64x2.mul(sum, half)), sum, both);
        // NodeResourcesBalancedAllocation: how the spread of the two fractions changes.
        const fc = f64x2.pmin(one, f64x2.div(f64x2.add(rc, addCpu), ac));
        const fm = f64x2.pmin(one, f64x2.div(f64x2.add(rm, addMem), am));
        const deviation = f64x2.mul(f64x2.abs(f64x2.sub(fc, fm)), half);
        const even = f64x2.floor(f64x2.mul(f64x2.sub(one, deviation), hundred));
        const after = v128.bitselect(even, hundred, both);
        const change = f64x2.sub(f64x2.add(fifty, after), v128.load(balance + at));
        const balanced = v128.and(
          f64x2.add(fifty, f64x2.floor(f64x2.mul(change, half))),
          balanceMask,
        );
        const scores = f64x2.add(
          f64x2.mul(least, weightLeast),
          f64x2.mul(balanced, weightBalanced),
        );
        if (plain) {
          // Only lanes that reach the best so far need a look.
          feasible += popcnt<i32>(fits);
          const total = f64x2.add(scores, constant);
          const reach = i64x2.bitmask(f64x2.ge(total, f64x2.splat(topScore))) & fits;
          if ((reach & 1) != 0) {
            const score = f64x2.extract_lane(total, 0);
            const tie = mix(podTie ^ load<u32>(keys + ((<usize>node) << 2)));
            if (score > topScore || tie > topTie) {
              topNode = <i32>node;
              topScore = score;
              topTie = tie;
            }
          }
          if ((reach & 2) != 0) {
            const score = f64x2.extract_lane(total, 1);
            const tie = mix(podTie ^ load<u32>(keys + ((<usize>node) << 2), 4));
            if (score > topScore || (score == topScore && tie > topTie)) {
              topNode = <i32>(node + 1);
              topScore = score;
              topTie = tie;
            }
          }
          bits >>= 2;
          node += 2;
          continue;
        }
        for (let lane: u32 = 0; lane < 2; lane++) {
          if (((fits >> lane) & 1) == 0) continue;
          const index = node + lane;
          const bytes = (<usize>index) << 3;
          let score = lane == 0 ? f64x2.extract_lane(scores, 0) : f64x2.extract_lane(scores, 1);
          feasible++;
          if (image != 0) score += weightImage * load<f64>(image + bytes);
          if (!normalise) {
            score += taintConstant;
            if (score >= bestScore) offer(pod, index, score);
            continue;
          }
          const soft = softTaints ? intolerableSoft(pod, index) : 0;
          const wish = preferred != 0 ? load<f64>(preferred + bytes) : 0;
          store<f64>(scratch + bytes, score);
          store<f64>(scratch + row + bytes, soft);
          store<f64>(scratch + row * 2 + bytes, wish);
          softMax = max(softMax, soft);
          preferredMax = max(preferredMax, wish);
        }
      }
      bits >>= 2;
      node += 2;
    }
  }
  if (plain) {
    bestNode = topNode;
    bestScore = topScore;
  } else if (normalise) pickNormalised(pod, softMax, preferredMax);
  store<i32>(result + R_NODE, bestNode);
  store<u32>(result + R_FEASIBLE, feasible);
  store<f64>(result + R_SCORE, bestNode < 0 ? 0 : bestScore);
}

/* TaintToleration's normalised score: 100 where nothing is intolerable. */
export function taintScore(soft: f64, softMax: f64): f64 {
  return softMax > 0 ? 100 - Math.floor((100 * soft) / softMax) : 100;
}

/* NodeAffinity's normalised score of preferred terms. */
export function affinityScore(wish: f64, preferredMax: f64): f64 {
  return preferredMax > 0 ? Math.floor((100 * wish) / preferredMax) : 0;
}

function pickNormalised(pod: usize, softMax: f64, preferredMax: f64): void {
  const nodeCount = field(F_NODE_COUNT);
  const row = (<usize>field(F_STRIDE)) << 3;
  const scratch = address(F_SCRATCH);
  const weightTaint = load<f64>(W_TAINT);
  const weightAffinity = load<f64>(W_AFFINITY);
  for (let node: u32 = 0; node < nodeCount; node++) {
    const at = scratch + ((<usize>node) << 3);
    const base = load<f64>(at);
    if (base < 0) continue;
    const score =
      base +
      weightTaint * taintScore(load<f64>(at + row), softMax) +
      weightAffinity * affinityScore(load<f64>(at + row * 2), preferredMax);
    offer(pod, node, score);
  }
}
