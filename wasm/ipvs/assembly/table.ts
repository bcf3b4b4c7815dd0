/*
 * The table of connections and affinities: open addressing, linear probing, backward-shift deletion (no tombstones), so
 * that a probe ends at the first free slot. At most half of the slots are used.
 */
import {
  AFFINITY_PORT,
  K_BACKEND,
  K_EXPIRY,
  K_PORT,
  K_SERVICE,
  SLOT_BYTES,
  addActive,
  slotMask,
  table,
} from "./memory";
import { hashFlow } from "./hash";

export let used: u32 = 0;

export function resetTable(): void {
  used = 0;
}

function slotAt(index: u32): usize {
  return table + <usize>index * SLOT_BYTES;
}

function sameKey(a: usize, b: usize): bool {
  return (
    load<u64>(a) == load<u64>(b) &&
    load<u64>(a, 8) == load<u64>(b, 8) &&
    load<u64>(a, 16) == load<u64>(b, 16)
  );
}

/* The slot of a key, or the free slot where it would go. */
export function probe(flow: usize): usize {
  let index = hashFlow(flow) & slotMask;
  while (true) {
    const slot = slotAt(index);
    if (load<u32>(slot, K_BACKEND) == 0 || sameKey(slot, flow)) return slot;
    index = (index + 1) & slotMask;
  }
}

export function isFree(slot: usize): bool {
  return load<u32>(slot, K_BACKEND) == 0;
}

/* Times are modulo 2^32 ms: what lies less than 24 days ahead has not come yet. */
export function isExpired(slot: usize, now: u32): bool {
  return <i32>(load<u32>(slot, K_EXPIRY) - now) <= 0;
}

/* Fills a free slot that `probe` has given; false when the table is half full. */
export function insert(slot: usize, flow: usize, backend: u32, expiry: u32): bool {
  if (used >= (slotMask + 1) >> 1) return false;
  store<u64>(slot, load<u64>(flow));
  store<u64>(slot, load<u64>(flow, 8), 8);
  store<u64>(slot, load<u64>(flow, 16), 16);
  store<u32>(slot, expiry, K_EXPIRY);
  store<u32>(slot, backend + 1, K_BACKEND);
  used++;
  if (load<u32>(slot, K_PORT) != AFFINITY_PORT) addActive(backend, 1);
  return true;
}

/* Removes the entry in a slot and moves those behind it up, so that no probe breaks off early. */
export function remove(slot: usize): void {
  if (load<u32>(slot, K_PORT) != AFFINITY_PORT) addActive(load<u32>(slot, K_BACKEND) - 1, -1);
  used--;
  let hole = <u32>((slot - table) / SLOT_BYTES);
  let index = hole;
  while (true) {
    index = (index + 1) & slotMask;
    const next = slotAt(index);
    if (load<u32>(next, K_BACKEND) == 0) break;
    const home = hashFlow(next) & slotMask;
    // It may move into the hole only when its home does not lie behind the hole, seen from where it is.
    if (((index - home) & slotMask) < ((index - hole) & slotMask)) continue;
    memory.copy(slotAt(hole), next, SLOT_BYTES);
    hole = index;
  }
  store<u32>(slotAt(hole), 0, K_BACKEND);
}

/* Removes every entry that is expired, or (backend > 0) belongs to backend - 1, or (service > 0) to service - 1. */
export function sweep(now: u32, backend: u32, service: u32): u32 {
  let removed: u32 = 0;
  let index: u32 = 0;
  while (index <= slotMask) {
    const slot = slotAt(index);
    if (
      !isFree(slot) &&
      (backend > 0
        ? load<u32>(slot, K_BACKEND) == backend
        : service > 0
          ? load<u32>(slot, K_SERVICE) == service - 1
          : isExpired(slot, now))
    ) {
      // Another entry may have moved into this slot: look again.
      remove(slot);
      removed++;
    } else {
      index++;
    }
  }
  return removed;
}
