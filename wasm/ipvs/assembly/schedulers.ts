/*
 * Which backend a new connection goes to: the IPVS schedulers (Linux, net/netfilter/ipvs), by number:
 * 1 rr, 2 wrr, 3 lc, 4 wlc, 5 sh, 6 dh, 7 mh, 8 sed, 9 nq. Backends of weight 0 get none. NONE when there is no other.
 */
import {
  ENTRY_BYTES,
  S_COUNT,
  S_CURRENT_WEIGHT,
  S_CURSOR,
  S_DESTINATION,
  S_LIST,
  S_SCHEDULER,
  S_TABLE,
  S_TABLE_BYTES,
  S_WEIGHT_GCD,
  S_WEIGHT_MAX,
  activeOf,
  allocate,
  release,
} from "./memory";
import { hashAddress, hashFlow, hashWord } from "./hash";

export const NONE: u32 = 0xffffffff;
export const RR: u32 = 1;
export const WRR: u32 = 2;
export const LC: u32 = 3;
export const WLC: u32 = 4;
export const SH: u32 = 5;
export const DH: u32 = 6;
export const MH: u32 = 7;
export const SED: u32 = 8;
export const NQ: u32 = 9;

/* Maglev's table size (Eisenbud et al., NSDI 2016), and the number of buckets of sh and dh. */
const MAGLEV: u32 = 65537;
const BUCKETS: u32 = 256;
const OFFSET_SEED: u32 = 0x9747b28c;
const SKIP_SEED: u32 = 0x85ebca77;
const EMPTY: u16 = 0xffff;

function entryAt(service: usize, position: u32): usize {
  return <usize>load<u32>(service, S_LIST) + <usize>position * ENTRY_BYTES;
}

function weightAt(service: usize, position: u32): u32 {
  return load<u32>(entryAt(service, position), 4);
}

function backendOf(service: usize, position: u32): u32 {
  return load<u32>(entryAt(service, position));
}

export function choose(service: usize, flow: usize): u32 {
  if (load<u32>(service, S_WEIGHT_MAX) == 0) return NONE;
  switch (load<u32>(service, S_SCHEDULER)) {
    case RR:
      return roundRobin(service);
    case WRR:
      return weightedRoundRobin(service);
    case SH:
      return bucket(service, hashAddress(flow) % BUCKETS);
    case DH:
      return bucket(service, hashWord(load<u32>(service, S_DESTINATION), 0) % BUCKETS);
    case MH:
      return bucket(service, maglevSlot(hashFlow(flow)));
    default:
      return leastLoaded(service);
  }
}

function roundRobin(service: usize): u32 {
  const count = load<u32>(service, S_COUNT);
  let position = load<u32>(service, S_CURSOR);
  for (let i: u32 = 0; i < count; i++) {
    const at = position % count;
    position = at + 1;
    if (weightAt(service, at) == 0) continue;
    store<u32>(service, position % count, S_CURSOR);
    return backendOf(service, at);
  }
  return NONE;
}

function weightedRoundRobin(service: usize): u32 {
  const count = load<u32>(service, S_COUNT);
  const most = load<u32>(service, S_WEIGHT_MAX);
  const step = load<u32>(service, S_WEIGHT_GCD);
  let position = load<u32>(service, S_CURSOR);
  let current = load<u32>(service, S_CURRENT_WEIGHT);
  while (true) {
    if (position >= count) {
      position = 0;
      current = current <= step ? most : current - step;
    }
    const at = position++;
    if (weightAt(service, at) < current) continue;
    store<u32>(service, position, S_CURSOR);
    store<u32>(service, current, S_CURRENT_WEIGHT);
    return backendOf(service, at);
  }
}

/* lc, wlc, sed and nq: the smallest load for the weight; the first of equals. */
function leastLoaded(service: usize): u32 {
  const scheduler = load<u32>(service, S_SCHEDULER);
  const count = load<u32>(service, S_COUNT);
  let best = NONE;
  let bestLoad: u64 = 0;
  let bestWeight: u64 = 1;
  for (let i: u32 = 0; i < count; i++) {
    const weight = <u64>weightAt(service, i);
    if (weight == 0) continue;
    const backend = backendOf(service, i);
    const active = <u64>activeOf(backend);
    if (scheduler == NQ && active == 0) return backend;
    const burden = scheduler == SED || scheduler == NQ ? active + 1 : active;
    const share = scheduler == LC ? 1 : weight;
    if (best == NONE || burden * bestWeight < bestLoad * share) {
      best = backend;
      bestLoad = burden;
      bestWeight = share;
    }
  }
  return best;
}

/* `hash` modulo 2^16 + 1, without a division: 2^16 is -1 there. */
function maglevSlot(hash: u32): u32 {
  const rest = <i32>(hash & 0xffff) - <i32>(hash >> 16);
  return <u32>(rest < 0 ? rest + <i32>MAGLEV : rest);
}

/* True when the next of many flows of one service need no more than their hashes. */
export function isMaglev(service: usize): bool {
  return load<u32>(service, S_SCHEDULER) == MH && load<u32>(service, S_WEIGHT_MAX) != 0;
}

/* Chooses for `count` flows of one Maglev service, `step` bytes apart, and stores the backends one after another. */
export function chooseMaglev(
  service: usize,
  flow: usize,
  step: usize,
  count: u32,
  out: usize,
): void {
  const table = <usize>load<u32>(service, S_TABLE);
  const list = <usize>load<u32>(service, S_LIST);
  for (let i: u32 = 0; i < count; i++, flow += step, out += 4) {
    const position = <usize>load<u16>(table + ((<usize>maglevSlot(hashFlow(flow))) << 1));
    store<u32>(out, load<u32>(list + position * ENTRY_BYTES));
  }
}

function bucket(service: usize, index: u32): u32 {
  const position = load<u16>(<usize>load<u32>(service, S_TABLE) + ((<usize>index) << 1));
  return backendOf(service, <u32>position);
}

function gcd(a: u32, b: u32): u32 {
  while (b != 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* Makes a service ready after its list has changed: weights' bounds, cursors, and the tables of the hashing schedulers. */
export function prepare(service: usize): void {
  const count = load<u32>(service, S_COUNT);
  let most: u32 = 0;
  let divisor: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const weight = weightAt(service, i);
    most = max(most, weight);
    divisor = gcd(divisor, weight);
  }
  store<u32>(service, most, S_WEIGHT_MAX);
  store<u32>(service, max(divisor, 1), S_WEIGHT_GCD);
  store<u32>(service, 0, S_CURRENT_WEIGHT);
  const scheduler = load<u32>(service, S_SCHEDULER);
  // rr goes on where it was; wrr starts its round anew, for the weights have changed.
  const cursor = load<u32>(service, S_CURSOR);
  store<u32>(service, scheduler == WRR ? count : count > 0 ? cursor % count : 0, S_CURSOR);
  release(<usize>load<u32>(service, S_TABLE), <usize>load<u32>(service, S_TABLE_BYTES));
  store<u32>(service, 0, S_TABLE);
  if (most == 0) return;
  if (scheduler == MH) fillMaglev(service);
  else if (scheduler == SH || scheduler == DH) fillBuckets(service);
}

function newTable(service: usize, slots: u32): usize {
  const bytes = (<usize>slots) << 1;
  const at = allocate(bytes);
  store<u32>(service, <u32>at, S_TABLE);
  store<u32>(service, <u32>bytes, S_TABLE_BYTES);
  return at;
}

/* Every backend walks its own permutation of the table and takes the next free slot, as often a round as its weight says. */
function fillMaglev(service: usize): void {
  const slots = newTable(service, MAGLEV);
  memory.fill(slots, 0xff, (<usize>MAGLEV) << 1);
  const count = load<u32>(service, S_COUNT);
  const divisor = load<u32>(service, S_WEIGHT_GCD);
  // The walks: where each backend is in its permutation, and its step.
  const walks = allocate((<usize>count) << 3);
  for (let i: u32 = 0; i < count; i++) {
    const key = load<u32>(entryAt(service, i), 8);
    store<u32>(walks + ((<usize>i) << 3), hashWord(key, OFFSET_SEED) % MAGLEV);
    store<u32>(walks + ((<usize>i) << 3), (hashWord(key, SKIP_SEED) % (MAGLEV - 1)) + 1, 4);
  }
  let filled: u32 = 0;
  while (filled < MAGLEV) {
    for (let i: u32 = 0; i < count && filled < MAGLEV; i++) {
      const walk = walks + ((<usize>i) << 3);
      const step = load<u32>(walk, 4);
      let at = load<u32>(walk);
      const turns = weightAt(service, i) / divisor;
      for (let turn: u32 = 0; turn < turns && filled < MAGLEV; turn++) {
        while (load<u16>(slots + ((<usize>at) << 1)) != EMPTY) {
          at += step;
          if (at >= MAGLEV) at -= MAGLEV;
        }
        store<u16>(slots + ((<usize>at) << 1), <u16>i);
        filled++;
      }
      store<u32>(walk, at);
    }
  }
  release(walks, (<usize>count) << 3);
}

/* sh and dh: buckets dealt out in turn, to each backend as many in a row as its weight says. */
function fillBuckets(service: usize): void {
  const slots = newTable(service, BUCKETS);
  const count = load<u32>(service, S_COUNT);
  const divisor = load<u32>(service, S_WEIGHT_GCD);
  let filled: u32 = 0;
  while (filled < BUCKETS) {
    for (let i: u32 = 0; i < count && filled < BUCKETS; i++) {
      const turns = weightAt(service, i) / divisor;
      for (let turn: u32 = 0; turn < turns && filled < BUCKETS; turn++) {
        store<u16>(slots + ((<usize>filled) << 1), <u16>i);
        filled++;
      }
    }
  }
}
