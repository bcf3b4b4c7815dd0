/*
 * What depends on where other pods are: PodTopologySpread and InterPodAffinity as columns over the counters, and the
 * counters' change when a pod is placed. A counter that is exact before a call is exact after it. Columns are those of the
 * instance's own nodes; counters are everybody's.
 */
import {
  C_KEY,
  C_MASK,
  C_PRESENT,
  C_PRESENT_DOMAINS,
  C_SIZE,
  C_TOTAL,
  E_AFFINITY,
  E_ANTI,
  E_EXISTING,
  E_GAINS,
  E_SCORES,
  E_SOFT,
  E_SPREAD,
  F_COUNTS,
  F_KEYS,
  F_LOGS,
  P_SPREAD_MASK,
  address,
  counterAt,
  countsOf,
  domainsOf,
  entriesOf,
  entryCount,
  field,
  maskHas,
} from "./layout";
import { isFirstOfGroup } from "./filter";
import { bring, brought, meet, part, parts, rangeEnd, rangeFirst, seenOf } from "./share";

/* What any count at all stays below. */
const NO_LIMIT: i64 = 0x7fffffff;

/* The highest count of matching pods that a domain may have and take one more; negative: no domain may. */
export function spreadLimit(entry: usize): i64 {
  const counter = counterAt(entry);
  const maxSkew = <i64>load<i32>(entry, 4);
  const minDomains = load<i32>(entry, 8);
  const self = <i64>load<i32>(entry, 12);
  const domains = load<u32>(counter + C_PRESENT_DOMAINS);
  const fewest = <i64>domains < <i64>minDomains ? 0 : fewestIn(counter);
  return min(maxSkew + fewest - self, NO_LIMIT);
}

/* The lowest count of a domain that has eligible nodes; the largest i32 when none has. */
function fewestIn(counter: usize): i64 {
  const counts = countsOf(counter);
  const present = address(F_COUNTS) + ((<usize>load<u32>(counter + C_PRESENT)) << 2);
  const size = load<u32>(counter + C_SIZE);
  let lowest = i32x4.splat(i32.MAX_VALUE);
  const zero = i32x4.splat(0);
  // Sizes are multiples of 4; nobody is present in domain 0.
  for (let d: usize = 0; d < size; d += 4) {
    const absent = i32x4.eq(v128.load(present + (d << 2)), zero);
    const count = v128.bitselect(lowest, v128.load(counts + (d << 2)), absent);
    lowest = i32x4.min_s(lowest, count);
  }
  return <i64>(
    min(
      min(i32x4.extract_lane(lowest, 0), i32x4.extract_lane(lowest, 1)),
      min(i32x4.extract_lane(lowest, 2), i32x4.extract_lane(lowest, 3)),
    )
  );
}

export function hasTopologyFilter(pod: usize): bool {
  return (
    entryCount(pod, E_SPREAD) +
      entryCount(pod, E_AFFINITY) +
      entryCount(pod, E_ANTI) +
      entryCount(pod, E_EXISTING) >
    0
  );
}

/* Refuses nodes of the column `total` whose domains have too many or too few pods. */
export function refuseByTopology(pod: usize, total: usize): void {
  let count = entryCount(pod, E_SPREAD);
  let entry = entriesOf(pod, E_SPREAD);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    const limit = spreadLimit(entry);
    keepCounts(counterAt(entry), total, limit < 0 ? 1 : 0, limit < 0 ? 0 : <i32>limit, true);
  }
  count = entryCount(pod, E_AFFINITY);
  if (count > 0) {
    const lowest = isFirstOfGroup(pod) ? 0 : 1;
    entry = entriesOf(pod, E_AFFINITY);
    for (let i: u32 = 0; i < count; i++, entry += 16) {
      keepCounts(counterAt(entry), total, lowest, i32.MAX_VALUE, true);
    }
  }
  count = entryCount(pod, E_ANTI) + entryCount(pod, E_EXISTING);
  entry = entriesOf(pod, E_ANTI);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    const counter = counterAt(entry);
    if (load<i32>(counter + C_TOTAL) != 0) keepCounts(counter, total, 0, 0, false);
  }
}

/* Keeps nodes whose domain's count is within [low, high]; low > high: none. `labelled`: nodes without the key go, too. */
function keepCounts(counter: usize, total: usize, low: i32, high: i32, labelled: bool): void {
  const end = <usize>rangeEnd;
  const counts = countsOf(counter);
  const domains = domainsOf(counter);
  const none = low > high;
  const span = <u32>(high - low);
  const free: u32 = labelled ? 0 : 1;
  for (let node: usize = rangeFirst; node < end; node++) {
    const domain = load<u32>(domains + (node << 2));
    const count = load<i32>(counts + ((<usize>domain) << 2));
    const ok = u32(domain != 0) | free;
    if (none || (ok & u32(<u32>(count - low) <= span)) == 0) store<f64>(total + (node << 3), -1);
  }
}

/* Every counter that the pod raises, after it was placed on the node. */
export function gain(pod: usize, node: u32): void {
  const count = entryCount(pod, E_GAINS);
  let entry = entriesOf(pod, E_GAINS);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    const counter = counterAt(entry);
    const mask = load<i32>(counter + C_MASK);
    if (mask >= 0 && !maskHas(<u32>mask, node)) continue;
    const domain = load<u32>(domainsOf(counter) + ((<usize>node) << 2));
    if (domain == 0) continue;
    const amount = load<i32>(entry, 4);
    const at = countsOf(counter) + ((<usize>domain) << 2);
    store<i32>(at, load<i32>(at) + amount);
    store<i32>(counter + C_TOTAL, load<i32>(counter + C_TOTAL) + amount);
  }
}

/* The lowest and the highest raw score of the column just written; lowest > highest: no node is scored. */
export let rawLowest: f64 = 0;
export let rawHighest: f64 = 0;

/* InterPodAffinity's raw scores of the nodes in `total` that are not refused. */
export function rawPodAffinity(pod: usize, total: usize, raw: usize): void {
  const end = <usize>rangeEnd;
  memory.fill(raw + ((<usize>rangeFirst) << 3), 0, (end - rangeFirst) << 3);
  const count = entryCount(pod, E_SCORES);
  let entry = entriesOf(pod, E_SCORES);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    const counter = counterAt(entry);
    if (load<i32>(counter + C_TOTAL) == 0 && isUniform(counter)) continue;
    const weight = <f64>load<i32>(entry, 4);
    const counts = countsOf(counter);
    const domains = domainsOf(counter);
    for (let node: usize = rangeFirst; node < end; node++) {
      const domain = <usize>load<u32>(domains + (node << 2));
      const at = raw + (node << 3);
      store<f64>(at, load<f64>(at) + weight * <f64>load<i32>(counts + (domain << 2)));
    }
  }
  rawLowest = Infinity;
  rawHighest = -Infinity;
  for (let node: usize = rangeFirst; node < end; node++) {
    if (load<f64>(total + (node << 3)) < 0) continue;
    const value = load<f64>(raw + (node << 3));
    rawLowest = min(rawLowest, value);
    rawHighest = max(rawHighest, value);
  }
}

/* True when the counter's counts, of which the total is 0, are all 0: signed weights may cancel each other out. */
function isUniform(counter: usize): bool {
  const counts = countsOf(counter);
  const size = load<u32>(counter + C_SIZE);
  for (let d: usize = 0; d < size; d++) if (load<i32>(counts + (d << 2)) != 0) return false;
  return true;
}

/* PodTopologySpread's raw scores; nodes outside of the pod's spread mask get -1 and are not among lowest and highest. */
export function rawSpread(pod: usize, total: usize, raw: usize): void {
  let scored = markScored(load<i32>(pod + P_SPREAD_MASK), total, raw);
  let isSummed = parts == 1;
  let turn: u32 = 0;
  const count = entryCount(pod, E_SOFT);
  let entry = entriesOf(pod, E_SOFT);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    const counter = counterAt(entry);
    const byNode = load<u32>(counter + C_KEY) == 0;
    if (byNode && !isSummed) {
      scored = sumOf(scored);
      isSummed = true;
    }
    const size = byNode ? scored : domainsAmong(counter, raw, turn++);
    const weight = load<f64>(address(F_LOGS) + ((<usize>size) << 3));
    const offset = <f64>(load<i32>(entry, 4) - 1);
    if (byNode) addByNode(counter, raw, weight, offset);
    else addByDomain(counter, raw, weight, offset);
  }
  roundSpread(raw);
}

/* The sum of what each instance has counted. */
function sumOf(own: u32): u32 {
  store<u32>(bring(), own);
  meet();
  let sum: u32 = 0;
  for (let by: u32 = 0; by < parts; by++) sum += load<u32>(brought(by));
  return sum;
}

/* 0 for nodes that are scored, -1 for others; returns how many are. */
function markScored(mask: i32, total: usize, raw: usize): u32 {
  const end = <usize>rangeEnd;
  const zero = f64x2.splat(0);
  const minus = f64x2.splat(-1);
  let scored: u32 = 0;
  for (let node: usize = rangeFirst; node < end; node += 2) {
    const out = f64x2.lt(v128.load(total + (node << 3)), zero);
    v128.store(raw + (node << 3), v128.and(minus, out));
    scored += 2 - popcnt<i32>(i64x2.bitmask(out));
  }
  if (mask < 0) return scored;
  scored = 0;
  for (let node: usize = rangeFirst; node < end; node++) {
    const at = raw + (node << 3);
    if (load<f64>(at) < 0) continue;
    if (maskHas(<u32>mask, <u32>node)) scored++;
    else store<f64>(at, -1);
  }
  return scored;
}

/* For a counter by node, whose counts are in the nodes' own order. */
function addByNode(counter: usize, raw: usize, weight: f64, offset: f64): void {
  const end = <usize>rangeEnd;
  const counts = countsOf(counter) + 4;
  const domains = domainsOf(counter);
  const weights = f64x2.splat(weight);
  const offsets = f64x2.splat(offset);
  const zero = f64x2.splat(0);
  const none = i32x4.splat(0);
  for (let node: usize = rangeFirst; node < end; node += 2) {
    const both = v128.load64_zero(counts + (node << 2));
    const labelled = i32x4.ne(v128.load64_zero(domains + (node << 2)), none);
    const at = raw + (node << 3);
    const before = v128.load(at);
    const more = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(both), weights), offsets);
    const scored = v128.and(f64x2.ge(before, zero), i64x2.extend_low_i32x4_s(labelled));
    v128.store(at, f64x2.add(before, v128.and(more, scored)));
  }
}

function addByDomain(counter: usize, raw: usize, weight: f64, offset: f64): void {
  const end = <usize>rangeEnd;
  const counts = countsOf(counter);
  const domains = domainsOf(counter);
  const weights = f64x2.splat(weight);
  const offsets = f64x2.splat(offset);
  const zero = f64x2.splat(0);
  const none = i32x4.splat(0);
  for (let node: usize = rangeFirst; node < end; node += 2) {
    const pair = v128.load64_zero(domains + (node << 2));
    const d0 = <usize>i32x4.extract_lane(pair, 0);
    const d1 = <usize>i32x4.extract_lane(pair, 1);
    const both = v128.load32_lane(counts + (d1 << 2), v128.load32_zero(counts + (d0 << 2)), 1);
    const at = raw + (node << 3);
    const before = v128.load(at);
    const more = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(both), weights), offsets);
    const labelled = i64x2.extend_low_i32x4_s(i32x4.ne(pair, none));
    const scored = v128.and(f64x2.ge(before, zero), labelled);
    v128.store(at, f64x2.add(before, v128.and(more, scored)));
  }
}

/* Rounds half away from zero, as the raw scores are no less than 0. */
function roundSpread(raw: usize): void {
  const end = <usize>rangeEnd;
  const half = f64x2.splat(0.5);
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  let lowest = f64x2.splat(Infinity);
  let highest = f64x2.splat(-Infinity);
  for (let node: usize = rangeFirst; node < end; node += 2) {
    const at = raw + (node << 3);
    const value = v128.load(at);
    const whole = f64x2.floor(value);
    const up = v128.and(f64x2.ge(f64x2.sub(value, whole), half), one);
    const rounded = f64x2.add(whole, up);
    v128.store(at, rounded);
    const scored = f64x2.ge(rounded, zero);
    lowest = v128.bitselect(f64x2.pmin(lowest, rounded), lowest, scored);
    highest = v128.bitselect(f64x2.pmax(highest, rounded), highest, scored);
  }
  rawLowest = min(f64x2.extract_lane(lowest, 0), f64x2.extract_lane(lowest, 1));
  rawHighest = max(f64x2.extract_lane(highest, 0), f64x2.extract_lane(highest, 1));
}

/* How many domains the scored nodes are in; nodes without the key are in one domain of their own. */
function domainsAmong(counter: usize, raw: usize, turn: u32): u32 {
  const size = <usize>load<u32>(counter + C_SIZE);
  const most = load<u32>(address(F_KEYS) + ((<usize>load<u32>(counter + C_KEY)) << 2)) + 1;
  const found = markDomains(counter, raw, most, seenOf(part, turn));
  if (parts == 1) return found;
  meet();
  let all: u32 = 0;
  for (let d: usize = 0; d < size; d += 4) all += popcnt<u32>(seenByAny(d, turn));
  return all;
}

/* Sets the bytes of those domains; returns how many there are, `most` at most. */
function markDomains(counter: usize, raw: usize, most: u32, seen: usize): u32 {
  const end = <usize>rangeEnd;
  const domains = domainsOf(counter);
  memory.fill(seen, 0, <usize>load<u32>(counter + C_SIZE));
  let found: u32 = 0;
  for (let node: usize = rangeFirst; node < end; node++) {
    if (load<f64>(raw + (node << 3)) < 0) continue;
    const at = seen + <usize>load<u32>(domains + (node << 2));
    if (load<u8>(at) != 0) continue;
    store<u8>(at, 1);
    found++;
    if (found == most) return found;
  }
  return found;
}

/* Four domains, a byte each: 1 where any instance has marked it. */
function seenByAny(domain: usize, turn: u32): u32 {
  let any: u32 = 0;
  for (let by: u32 = 0; by < parts; by++) any |= load<u32>(seenOf(by, turn) + domain);
  return any;
}
