/*
 * What a node's own columns say of one pod, two nodes a step: filters as lane masks, scores as lanes. `scanPlain` keeps
 * the best as it goes; `scanLocal` writes a column for the passes that need every node (passes.ts) or for replicas. Both look
 * at the instance's own nodes (share.ts).
 */
import {
  E_POSTS,
  FLAG_BEST_EFFORT,
  F_ALLOCATABLE,
  F_BALANCE,
  F_HARD_TAINTS,
  F_MASKS,
  F_NODE_KEYS,
  F_NON_ZERO,
  F_PORTS,
  F_PORT_WORDS,
  F_REQUESTED,
  F_RESOURCES,
  F_STRIDE,
  F_TAINT_WORDS,
  P_ENFORCED_MASK,
  P_FLAGS,
  P_IMAGE_COLUMN,
  P_NON_ZERO,
  P_REQUESTS,
  P_REQUIRED_NODE,
  P_SELECTOR_MASK,
  P_NAMES_MASK,
  P_TIE,
  P_TIE_OFFSET,
  W_BALANCED,
  W_FIT,
  W_IMAGE,
  address,
  columnAt,
  entriesOf,
  entryCount,
  field,
  maskHas,
  needAt,
  profileOf,
  toleratedAt,
} from "./layout";
import { localScore, isStandard } from "./scores";
import { localRefusals } from "./filter";
import { rangeEnd, rangeFirst } from "./share";

/*
 * The best so far. Ties go to the node whose rank (its key mixed with the pod's tie), counted from the pod's offset on, is
 * highest; then to the lower index.
 */
export let bestNode: i32 = -1;
export let bestScore: f64 = -1;
export let feasible: u32 = 0;

export function mix(value: u32): u32 {
  let x = value;
  x = (x ^ (x >> 16)) * 0x7feb352d;
  x = (x ^ (x >> 15)) * 0x846ca68b;
  return x ^ (x >> 16);
}

/* Whether some node has no cpu or no memory: where none is so the scan needs not look. */
let anyBare: bool = true;

/* To be called before the first scan of a call: capacities do not change within one. */
export function lookForBareNodes(): void {
  const end = rangeEnd;
  const row = (<usize>field(F_STRIDE)) << 3;
  const cpu = address(F_ALLOCATABLE);
  const zero = f64x2.splat(0);
  anyBare = false;
  for (let node: u32 = rangeFirst; node < end; node += 2) {
    const at = cpu + ((<usize>node) << 3);
    const least = f64x2.pmin(v128.load(at), v128.load(at + row));
    const bare = i64x2.bitmask(f64x2.le(least, zero));
    if (bare == 0) continue;
    for (let lane: u32 = 0; lane < 2; lane++) {
      if (((bare >> lane) & 1) != 0 && node + lane < end && maskHas(0, node + lane)) {
        anyBare = true;
        return;
      }
    }
  }
}

/* Nodes of one 64-node block that every bitset admits. */
function candidates(pod: usize, word: usize): u64 {
  const words = <usize>(field(F_STRIDE) >> 6);
  const masks = address(F_MASKS);
  let bits = load<u64>(masks + (word << 3));
  const selector = load<i32>(pod + P_SELECTOR_MASK);
  if (selector >= 0) bits &= load<u64>(masks + ((<usize>selector * words + word) << 3));
  const enforced = load<i32>(pod + P_ENFORCED_MASK);
  if (enforced >= 0) bits &= load<u64>(masks + ((<usize>enforced * words + word) << 3));
  const names = load<i32>(pod + P_NAMES_MASK);
  if (names >= 0) bits &= load<u64>(masks + ((<usize>names * words + word) << 3));
  const posts = entryCount(pod, E_POSTS);
  if (posts > 0) {
    let entry = entriesOf(pod, E_POSTS);
    for (let i: u32 = 0; i < posts; i++, entry += 16) {
      bits &= load<u64>(masks + ((<usize>load<u32>(entry) * words + word) << 3));
    }
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
  const needs = needAt(pod);
  for (let r: usize = 2; r < resources; r++) {
    const need = load<f64>(needs + (r << 3));
    if (r == 3 || !(need > 0)) continue;
    const at = r * stride + bytes;
    const free = f64x2.sub(
      v128.load(address(F_ALLOCATABLE) + at),
      v128.load(address(F_REQUESTED) + at),
    );
    ok = v128.and(ok, f64x2.le(f64x2.splat(need), free));
  }
  return ok;
}

/* True when the pod needs more than the first taint word, cpu, memory and the pod count: rareLanes must be asked. */
function isRare(pod: usize): bool {
  const taintWords = field(F_TAINT_WORDS);
  if (taintWords > 1) return true;
  const resources = field(F_RESOURCES);
  for (let r: u32 = 2; r < resources; r++) {
    if (r != 3 && load<f64>(needAt(pod) + ((<usize>r) << 3)) > 0) return true;
  }
  const portWords = field(F_PORT_WORDS);
  const conflicts = toleratedAt(pod) + ((<usize>taintWords) << 3);
  for (let w: u32 = 0; w < portWords; w++) {
    if (load<u64>(conflicts + ((<usize>w) << 3)) != 0) return true;
  }
  return false;
}

/* A request as the threshold that free space is held against: nothing asked, nothing refused. */
function threshold(request: f64): f64 {
  return request > 0 ? request : -Infinity;
}

/* The order of a node among those of equal score: higher comes first. */
export function tieOf(pod: usize, node: u32): u32 {
  const key = load<u32>(address(F_NODE_KEYS) + ((<usize>node) << 2));
  return mix(load<u32>(pod + P_TIE) ^ key) - load<u32>(pod + P_TIE_OFFSET);
}

/* What others than the scans have chosen. */
export function chosen(node: i32, score: f64, fitting: u32): void {
  bestNode = node;
  bestScore = score;
  feasible = fitting;
}

/* Chooses for a pod whose node's score depends on that node alone: sets bestNode, bestScore and feasible. */
export function scanPlain(pod: usize): void {
  scan(pod, 0);
}

/* Writes each node's weighted score of fit, balance and image to `out`, -1 where a filter of its own refuses it. */
export function scanLocal(pod: usize, out: usize): void {
  if (isStandard(profileOf(pod))) {
    scan(pod, out);
    return;
  }
  const words = <usize>((rangeEnd + 63) >> 6);
  for (let w: usize = <usize>(rangeFirst >> 6); w < words; w++) {
    memory.fill(out + (w << 9), 0xbf, 512);
    let bits = candidates(pod, w);
    while (bits != 0) {
      const node = <u32>(w << 6) + <u32>ctz<u64>(bits);
      bits &= bits - 1;
      if (localRefusals(pod, node) == 0) {
        store<f64>(out + ((<usize>node) << 3), localScore(pod, node));
      }
    }
  }
}

function scan(pod: usize, out: usize): void {
  const profile = profileOf(pod);
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
  const image = columnAt(load<i32>(pod + P_IMAGE_COLUMN));
  const rare = isRare(pod);
  const bare = anyBare;

  const needs = needAt(pod);
  const needCpu = f64x2.splat(threshold(load<f64>(needs)));
  const needMem = f64x2.splat(threshold(load<f64>(needs, 8)));
  const needPods = f64x2.splat(threshold(load<f64>(needs, 24)));
  const addCpu = v128.load64_splat(pod + P_REQUESTS);
  const addMem = v128.load64_splat(pod + P_REQUESTS, 8);
  const addNonZeroCpu = v128.load64_splat(pod + P_NON_ZERO);
  const addNonZeroMem = v128.load64_splat(pod + P_NON_ZERO, 8);
  const tolerated = v128.load64_splat(toleratedAt(pod));
  const balanceMask = i64x2.splat((load<u32>(pod + P_FLAGS) & FLAG_BEST_EFFORT) != 0 ? 0 : -1);
  const weightFit = f64x2.splat(load<f64>(profile + W_FIT));
  const weightBalanced = f64x2.splat(load<f64>(profile + W_BALANCED));
  const weightImage = f64x2.splat(load<f64>(profile + W_IMAGE));
  const zero = i64x2.splat(0);
  const zeroF = f64x2.splat(0);
  const one = f64x2.splat(1);
  const half = f64x2.splat(0.5);
  const fifty = f64x2.splat(50);
  const hundred = f64x2.splat(100);

  // The best is kept in locals: in a cluster of equal nodes most of them reach it.
  let topNode: i32 = -1;
  let topScore: f64 = -1;
  let topTie: u32 = 0;
  let fitting: u32 = 0;
  const keys = address(F_NODE_KEYS);
  const podTie = load<u32>(pod + P_TIE);
  const offset = load<u32>(pod + P_TIE_OFFSET);
  const words = <usize>((rangeEnd + 63) >> 6);
  for (let w: usize = <usize>(rangeFirst >> 6); w < words; w++) {
    let bits = candidates(pod, w);
    if (out != 0) memory.fill(out + (w << 9), 0xbf, 512); // any negative number: refused
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
        const nc = f64x2.add(v128.load(nonZeroCpu + at), addNonZeroCpu);
        const nm = f64x2.add(v128.load(nonZeroMem + at), addNonZeroMem);
        const leftCpu = f64x2.floor(f64x2.div(f64x2.mul(f64x2.sub(ac, nc), hundred), ac));
        const leftMem = f64x2.floor(f64x2.div(f64x2.mul(f64x2.sub(am, nm), hundred), am));
        // NodeResourcesBalancedAllocation: how the spread of the two fractions changes.
        const fc = f64x2.pmin(one, f64x2.div(f64x2.add(rc, addCpu), ac));
        const fm = f64x2.pmin(one, f64x2.div(f64x2.add(rm, addMem), am));
        const deviation = f64x2.mul(f64x2.abs(f64x2.sub(fc, fm)), half);
        const even = f64x2.floor(f64x2.mul(f64x2.sub(one, deviation), hundred));
        let sum = f64x2.add(
          v128.and(leftCpu, f64x2.le(nc, ac)),
          v128.and(leftMem, f64x2.le(nm, am)),
        );
        let least = f64x2.floor(f64x2.mul(sum, half));
        let after = even;
        if (bare) {
          const hasCpu = f64x2.gt(ac, zeroF);
          const hasMem = f64x2.gt(am, zeroF);
          const both = v128.and(hasCpu, hasMem);
          sum = f64x2.add(
            v128.and(leftCpu, v128.and(hasCpu, f64x2.le(nc, ac))),
            v128.and(leftMem, v128.and(hasMem, f64x2.le(nm, am))),
          );
          least = v128.bitselect(least, sum, both);
          after = v128.bitselect(even, hundred, both);
        }
        const change = f64x2.sub(f64x2.add(fifty, after), v128.load(balance + at));
        const balanced = v128.and(
          f64x2.add(fifty, f64x2.floor(f64x2.mul(change, half))),
          balanceMask,
        );
        let total = f64x2.add(f64x2.mul(least, weightFit), f64x2.mul(balanced, weightBalanced));
        if (image != 0) total = f64x2.add(total, f64x2.mul(v128.load(image + at), weightImage));
        if (out != 0) {
          if (fits == 3) v128.store(out + at, total);
          else if (fits == 1) v128.store64_lane(out + at, total, 0);
          else v128.store64_lane(out + at + 8, total, 1);
        } else {
          fitting += popcnt<i32>(fits);
          // Only lanes that reach the best so far need a look.
          const reach = i64x2.bitmask(f64x2.ge(total, f64x2.splat(topScore))) & fits;
          if ((reach & 1) != 0) {
            const score = f64x2.extract_lane(total, 0);
            const tie = mix(podTie ^ load<u32>(keys + ((<usize>node) << 2))) - offset;
            if (score > topScore || tie > topTie) {
              topNode = <i32>node;
              topScore = score;
              topTie = tie;
            }
          }
          if ((reach & 2) != 0) {
            const score = f64x2.extract_lane(total, 1);
            const tie = mix(podTie ^ load<u32>(keys + ((<usize>node) << 2), 4)) - offset;
            if (score > topScore || (score == topScore && tie > topTie)) {
              topNode = <i32>(node + 1);
              topScore = score;
              topTie = tie;
            }
          }
        }
      }
      bits >>= 2;
      node += 2;
    }
  }
  if (out == 0) {
    bestNode = topNode;
    bestScore = topScore;
    feasible = fitting;
  }
}

/* Chooses the best of the column `total`: sets bestNode, bestScore and feasible. */
export function pickBest(pod: usize, total: usize): void {
  const end = rangeEnd;
  const keys = address(F_NODE_KEYS);
  const podTie = load<u32>(pod + P_TIE);
  const offset = load<u32>(pod + P_TIE_OFFSET);
  let topNode: i32 = -1;
  let topScore: f64 = -1;
  let topTie: u32 = 0;
  let fitting: u32 = 0;
  const zero = f64x2.splat(0);
  let top = f64x2.splat(0);
  for (let node: u32 = rangeFirst; node < end; node += 2) {
    const scores = v128.load(total + ((<usize>node) << 3));
    fitting += popcnt<i32>(i64x2.bitmask(f64x2.ge(scores, zero)));
    const reach = i64x2.bitmask(f64x2.ge(scores, top));
    if (reach == 0) continue;
    for (let lane: u32 = 0; lane < 2; lane++) {
      if (((reach >> lane) & 1) == 0) continue;
      const score = load<f64>(total + ((<usize>(node + lane)) << 3));
      const tie = mix(podTie ^ load<u32>(keys + ((<usize>(node + lane)) << 2))) - offset;
      if (score > topScore || (score == topScore && tie > topTie) || topNode < 0) {
        topNode = <i32>(node + lane);
        topScore = score;
        topTie = tie;
        top = f64x2.splat(score);
      }
    }
  }
  bestNode = topNode;
  bestScore = topScore;
  feasible = fitting;
}
