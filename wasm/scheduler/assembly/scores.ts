/*
 * The scores that depend on a node alone, one node at a time: for profiles whose strategy or resources the lanes of
 * scan.ts do not know, for replicas, and for explanations. Bit for bit what the lanes compute.
 */
import {
  FLAG_BEST_EFFORT,
  F_ALLOCATABLE,
  F_NON_ZERO,
  F_REQUESTED,
  F_STRIDE,
  P_FLAGS,
  P_IMAGE_COLUMN,
  P_NON_ZERO,
  P_REQUESTS,
  STRATEGY_LEAST,
  STRATEGY_MOST,
  W_BALANCED,
  W_BALANCED_COUNT,
  W_FIT,
  W_FIT_COUNT,
  W_IMAGE,
  W_LISTS,
  W_SHAPE_COUNT,
  W_STRATEGY,
  address,
  columnAt,
  field,
  profileOf,
} from "./layout";

/* True when the profile scores cpu and memory, equally weighted, by LeastAllocated and balances these two. */
export function isStandard(profile: usize): bool {
  const lists = profile + W_LISTS;
  return (
    load<f64>(profile + W_STRATEGY) == STRATEGY_LEAST &&
    load<f64>(profile + W_FIT_COUNT) == 2 &&
    load<f64>(lists) + load<f64>(lists, 16) == 1 &&
    load<f64>(lists) * load<f64>(lists, 16) == 0 &&
    load<f64>(lists, 8) == load<f64>(lists, 24) &&
    balancesCpuAndMemory(profile)
  );
}

function balancesCpuAndMemory(profile: usize): bool {
  const list = balancedList(profile);
  return (
    load<f64>(profile + W_BALANCED_COUNT) == 2 &&
    load<f64>(list) + load<f64>(list, 8) == 1 &&
    load<f64>(list) * load<f64>(list, 8) == 0
  );
}

function balancedList(profile: usize): usize {
  return profile + W_LISTS + ((<usize>load<f64>(profile + W_FIT_COUNT)) << 4);
}

function shapeList(profile: usize): usize {
  return balancedList(profile) + ((<usize>load<f64>(profile + W_BALANCED_COUNT)) << 3);
}

export function localScore(pod: usize, node: u32): f64 {
  const profile = profileOf(pod);
  const image = columnAt(load<i32>(pod + P_IMAGE_COLUMN));
  let score =
    fitScore(pod, node) * load<f64>(profile + W_FIT) +
    balancedScore(pod, node) * load<f64>(profile + W_BALANCED);
  if (image != 0) score += load<f64>(image + ((<usize>node) << 3)) * load<f64>(profile + W_IMAGE);
  return score;
}

/* NodeResourcesFit by the profile's strategy; 0 where the node has none of its resources. */
export function fitScore(pod: usize, node: u32): f64 {
  const profile = profileOf(pod);
  const strategy = load<f64>(profile + W_STRATEGY);
  const count = <usize>load<f64>(profile + W_FIT_COUNT);
  const row = <usize>field(F_STRIDE);
  let sum: f64 = 0;
  let weights: f64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const entry = profile + W_LISTS + (i << 4);
    const r = <usize>load<f64>(entry);
    const weight = load<f64>(entry, 8);
    const at = (r * row + <usize>node) << 3;
    const capacity = load<f64>(address(F_ALLOCATABLE) + at);
    const request = load<f64>(pod + (r < 2 ? P_NON_ZERO : P_REQUESTS) + (r << 3));
    if (!(capacity > 0) || (r > 3 && !(request > 0))) continue;
    const used = load<f64>((r < 2 ? address(F_NON_ZERO) : address(F_REQUESTED)) + at) + request;
    const score = resourceScore(profile, used, capacity);
    if (strategy > STRATEGY_MOST && !(score > 0)) continue;
    sum += score * weight;
    weights += weight;
  }
  if (!(weights > 0)) return 0;
  if (strategy <= STRATEGY_MOST) return Math.floor(sum / weights);
  const mean = sum / weights;
  const whole = Math.floor(mean);
  return mean - whole >= 0.5 ? whole + 1 : whole;
}

function resourceScore(profile: usize, used: f64, capacity: f64): f64 {
  const strategy = load<f64>(profile + W_STRATEGY);
  if (strategy == STRATEGY_LEAST) {
    return used > capacity ? 0 : Math.floor(((capacity - used) * 100) / capacity);
  }
  if (strategy == STRATEGY_MOST) return Math.floor((min(used, capacity) * 100) / capacity);
  return onShape(profile, used > capacity ? 100 : Math.floor((used * 100) / capacity));
}

/* The profile's piecewise linear function, in whole numbers, quotients cut towards 0. */
function onShape(profile: usize, utilization: f64): f64 {
  const count = <usize>load<f64>(profile + W_SHAPE_COUNT);
  const shape = shapeList(profile);
  for (let i: usize = 0; i < count; i++) {
    const point = shape + (i << 4);
    const at = load<f64>(point);
    if (utilization > at) continue;
    if (i == 0) return load<f64>(point, 8);
    const fromAt = load<f64>(point - 16);
    const from = load<f64>(point - 8);
    return (
      from + Math.trunc(((load<f64>(point, 8) - from) * (utilization - fromAt)) / (at - fromAt))
    );
  }
  return count > 0 ? load<f64>(shape + ((count - 1) << 4), 8) : 0;
}

/* 100 for cpu and memory used in equal parts, 50 for all of one and nothing of the other. */
export function evenness(cpu: f64, mem: f64, allocCpu: f64, allocMem: f64): f64 {
  if (!(allocCpu > 0) || !(allocMem > 0)) return 100;
  const fractionCpu = min(cpu / allocCpu, 1);
  const fractionMem = min(mem / allocMem, 1);
  return Math.floor((1 - Math.abs((fractionCpu - fractionMem) / 2)) * 100);
}

/* NodeResourcesBalancedAllocation: 50 and half of what the pod changes in the node's evenness; 0 for best effort. */
export function balancedScore(pod: usize, node: u32): f64 {
  if ((load<u32>(pod + P_FLAGS) & FLAG_BEST_EFFORT) != 0) return 0;
  const after = nodeEvenness(pod, node, 1);
  const before = nodeEvenness(pod, node, 0);
  return 50 + Math.floor((50 + after - before) / 2);
}

function fractionOf(pod: usize, node: u32, r: usize, times: f64): f64 {
  const at = (r * <usize>field(F_STRIDE) + <usize>node) << 3;
  const request = load<f64>(pod + P_REQUESTS + (r << 3));
  const capacity = load<f64>(address(F_ALLOCATABLE) + at);
  if (!(capacity > 0) || (r > 3 && !(request > 0))) return -1;
  return min((load<f64>(address(F_REQUESTED) + at) + request * times) / capacity, 1);
}

function nodeEvenness(pod: usize, node: u32, times: f64): f64 {
  const profile = profileOf(pod);
  const count = <usize>load<f64>(profile + W_BALANCED_COUNT);
  const list = balancedList(profile);
  let known: f64 = 0;
  let sum: f64 = 0;
  let first: f64 = 0;
  let last: f64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const fraction = fractionOf(pod, node, <usize>load<f64>(list + (i << 3)), times);
    if (fraction < 0) continue;
    if (known == 0) first = fraction;
    last = fraction;
    sum += fraction;
    known += 1;
  }
  if (known < 2) return 100;
  if (known == 2) return Math.floor((1 - Math.abs((first - last) / 2)) * 100);
  const mean = sum / known;
  let squares: f64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const fraction = fractionOf(pod, node, <usize>load<f64>(list + (i << 3)), times);
    if (fraction >= 0) squares += (fraction - mean) * (fraction - mean);
  }
  return Math.floor((1 - Math.sqrt(squares / known)) * 100);
}
