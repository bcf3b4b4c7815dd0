/* One pod explained on every node: which filter refuses it, and each plugin's normalised score where none does. */
import {
  EXPLAIN_ROWS,
  F_ALLOCATABLE,
  F_BALANCE,
  F_EXPLAIN,
  F_NODE_COUNT,
  F_NON_ZERO,
  F_REQUESTED,
  F_SOFT_TAINTS,
  F_STRIDE,
  F_TAINT_WORDS,
  FLAG_BEST_EFFORT,
  P_FLAGS,
  P_IMAGE_COLUMN,
  P_NON_ZERO,
  P_PREFERRED_COLUMN,
  P_REQUESTS,
  W_AFFINITY,
  W_BALANCED,
  W_IMAGE,
  W_LEAST,
  W_TAINT,
  address,
  field,
} from "./layout";
import { maskHas, refusals, toleratedAt } from "./filter";
import { affinityScore, columnAt, taintScore } from "./scan";

/* What would be left of a resource, in percent, floored; 0 when it is overdrawn. */
function leftPercent(used: f64, capacity: f64): f64 {
  return used > capacity ? 0 : Math.floor(((capacity - used) * 100) / capacity);
}

function leastAllocated(pod: usize, at: usize): f64 {
  const row = (<usize>field(F_STRIDE)) << 3;
  let sum: f64 = 0;
  let weights: f64 = 0;
  for (let r: usize = 0; r < 2; r++) {
    const capacity = load<f64>(address(F_ALLOCATABLE) + r * row + at);
    if (!(capacity > 0)) continue;
    const used =
      load<f64>(address(F_NON_ZERO) + r * row + at) + load<f64>(pod + P_NON_ZERO + (r << 3));
    sum += leftPercent(used, capacity);
    weights += 1;
  }
  return weights > 0 ? Math.floor(sum / weights) : 0;
}

/* 100 for cpu and memory used in equal parts, 50 for all of one and nothing of the other. */
export function evenness(cpu: f64, mem: f64, allocCpu: f64, allocMem: f64): f64 {
  if (!(allocCpu > 0) || !(allocMem > 0)) return 100;
  const fractionCpu = min(cpu / allocCpu, 1);
  const fractionMem = min(mem / allocMem, 1);
  return Math.floor((1 - Math.abs((fractionCpu - fractionMem) / 2)) * 100);
}

function balanced(pod: usize, at: usize): f64 {
  if ((load<u32>(pod + P_FLAGS) & FLAG_BEST_EFFORT) != 0) return 0;
  const row = (<usize>field(F_STRIDE)) << 3;
  const alloc = address(F_ALLOCATABLE) + at;
  const used = address(F_REQUESTED) + at;
  const after = evenness(
    load<f64>(used) + load<f64>(pod + P_REQUESTS),
    load<f64>(used + row) + load<f64>(pod + P_REQUESTS, 8),
    load<f64>(alloc),
    load<f64>(alloc + row),
  );
  return 50 + Math.floor((50 + after - load<f64>(address(F_BALANCE) + at)) / 2);
}

function softCount(pod: usize, at: usize): f64 {
  const row = (<usize>field(F_STRIDE)) << 3;
  const words = <usize>field(F_TAINT_WORDS);
  let count: u64 = 0;
  for (let w: usize = 0; w < words; w++) {
    const held = load<u64>(address(F_SOFT_TAINTS) + w * row + at);
    count += popcnt<u64>(held & ~load<u64>(toleratedAt(pod) + (w << 3)));
  }
  return <f64>count;
}

export function explainPod(pod: usize): void {
  const nodeCount = field(F_NODE_COUNT);
  const row = (<usize>field(F_STRIDE)) << 3;
  const out = address(F_EXPLAIN);
  const reasons = out + row * <usize>EXPLAIN_ROWS;
  const image = columnAt(load<i32>(pod + P_IMAGE_COLUMN));
  const preferred = columnAt(load<i32>(pod + P_PREFERRED_COLUMN));
  let softMax: f64 = 0;
  let preferredMax: f64 = 0;
  for (let node: u32 = 0; node < nodeCount; node++) {
    const at = (<usize>node) << 3;
    const bits = maskHas(0, node) ? refusals(pod, node) : 0;
    store<u64>(reasons + at, bits);
    for (let r: usize = 0; r < <usize>EXPLAIN_ROWS; r++) store<f64>(out + r * row + at, 0);
    if (bits != 0 || !maskHas(0, node)) continue;
    const soft = softCount(pod, at);
    const wish = preferred != 0 ? load<f64>(preferred + at) : 0;
    softMax = max(softMax, soft);
    preferredMax = max(preferredMax, wish);
    store<f64>(out + at, leastAllocated(pod, at));
    store<f64>(out + row + at, balanced(pod, at));
    store<f64>(out + row * 2 + at, soft);
    store<f64>(out + row * 3 + at, wish);
    store<f64>(out + row * 4 + at, image != 0 ? load<f64>(image + at) : 0);
  }
  for (let node: u32 = 0; node < nodeCount; node++) {
    const at = out + ((<usize>node) << 3);
    if (!maskHas(0, node) || load<u64>(reasons + ((<usize>node) << 3)) != 0) continue;
    const taint = taintScore(load<f64>(at + row * 2), softMax);
    const affinity = affinityScore(load<f64>(at + row * 3), preferredMax);
    store<f64>(at + row * 2, taint);
    store<f64>(at + row * 3, affinity);
    store<f64>(
      at + row * 5,
      load<f64>(W_LEAST) * load<f64>(at) +
        load<f64>(W_BALANCED) * load<f64>(at + row) +
        load<f64>(W_TAINT) * taint +
        load<f64>(W_AFFINITY) * affinity +
        load<f64>(W_IMAGE) * load<f64>(at + row * 4),
    );
  }
}
