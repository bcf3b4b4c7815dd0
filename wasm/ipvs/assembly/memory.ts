/*
 * Memory of the connection kernel. Page 0 belongs to the compiler; `init` lays out the rest from 65536 on:
 *
 *   exchange   flows and backend lists in, chosen backends out: EXCHANGE_BYTES, then RESULTS_BYTES
 *   services   SERVICE_BYTES each, by service number
 *   backends   by backend number: u32 active connections, u32 weight, u32 service + 1 (0: in no service), u32 unused
 *   table      connections and affinities: SLOT_BYTES each, a power of two of them, at most half in use
 *   heap       backend lists and hash tables, in blocks of powers of two with a free list a size
 */
export const EXCHANGE: usize = 65536;
export const EXCHANGE_BYTES: usize = 4096 * 32;
export const RESULTS: usize = EXCHANGE + EXCHANGE_BYTES;
export const RESULTS_BYTES: usize = 4096 * 4;
export const BATCH_MAX: u32 = 4096;

/*
 * A service: 0 u32 scheduler (0: none), 4 u32 backend count, 8 u32 affinity ms (0: none), 12 u32 connection timeout ms,
 * 16 u32 cursor (rr: next position; wrr: position), 20 u32 list, 24 u32 list bytes, 28 u32 hash table, 32 u32 table bytes,
 * 36 u32 wrr's current weight, 40 u32 highest weight, 44 u32 greatest common divisor of the weights, 48 u32 destination key.
 */
export const SERVICE_BYTES: usize = 64;
export const S_SCHEDULER: usize = 0;
export const S_COUNT: usize = 4;
export const S_AFFINITY: usize = 8;
export const S_TIMEOUT: usize = 12;
export const S_CURSOR: usize = 16;
export const S_LIST: usize = 20;
export const S_LIST_BYTES: usize = 24;
export const S_TABLE: usize = 28;
export const S_TABLE_BYTES: usize = 32;
export const S_CURRENT_WEIGHT: usize = 36;
export const S_WEIGHT_MAX: usize = 40;
export const S_WEIGHT_GCD: usize = 44;
export const S_DESTINATION: usize = 48;

/* An entry of a backend list: u32 backend, u32 weight, u32 key (what hashing schedulers know it by), u32 unused. */
export const ENTRY_BYTES: usize = 16;

/*
 * A slot of the table: 0 u64 and 8 u64 client address, 16 u32 service, 20 u32 port << 8 | protocol (port 0, protocol 255:
 * an affinity), 24 u32 expiry in ms modulo 2^32, 28 u32 backend + 1 (0: free).
 * A flow in the exchange has the same first 24 bytes.
 */
export const SLOT_BYTES: usize = 32;
export const K_SERVICE: usize = 16;
export const K_PORT: usize = 20;
export const K_EXPIRY: usize = 24;
export const K_BACKEND: usize = 28;
export const AFFINITY_PORT: u32 = 255;

export let services: usize = 0;
export let backends: usize = 0;
export let table: usize = 0;
export let slotMask: u32 = 0;
export let servicesMax: u32 = 0;
export let backendsMax: u32 = 0;

let heapEnd: usize = 0;
/* Heads of the free lists, by size class: log2 of the block's bytes. */
const freeHeads = memory.data(32 * 4, 8);

export function layOut(serviceCount: u32, backendCount: u32, slotsLog2: u32): void {
  assert(slotsLog2 >= 4 && slotsLog2 <= 24);
  assert(serviceCount <= 65536 && backendCount <= 1048576);
  servicesMax = serviceCount;
  backendsMax = backendCount;
  slotMask = ((<u32>1) << slotsLog2) - 1;
  services = RESULTS + RESULTS_BYTES;
  backends = services + <usize>serviceCount * SERVICE_BYTES;
  table = (backends + <usize>backendCount * 16 + 63) & ~63;
  heapEnd = table + (<usize>slotMask + 1) * SLOT_BYTES;
  reserve(heapEnd);
  memory.fill(services, 0, heapEnd - services);
  memory.fill(freeHeads, 0, 32 * 4);
}

function reserve(end: usize): void {
  const have = (<usize>memory.size()) << 16;
  if (end <= have) return;
  const pages = <i32>((end - have + 65535) >> 16);
  assert(memory.grow(pages) >= 0);
}

/* A block of at least `bytes`, whose size is `blockBytes(bytes)`. Its content is undefined. */
export function allocate(bytes: usize): usize {
  const size = blockBytes(bytes);
  const head = freeHeads + ((<usize>ctz<u32>(<u32>size)) << 2);
  const free = <usize>load<u32>(head);
  if (free != 0) {
    store<u32>(head, load<u32>(free));
    return free;
  }
  const block = heapEnd;
  heapEnd += size;
  reserve(heapEnd);
  return block;
}

export function release(block: usize, bytes: usize): void {
  if (block == 0) return;
  const head = freeHeads + ((<usize>ctz<u32>(<u32>blockBytes(bytes))) << 2);
  store<u32>(block, load<u32>(head));
  store<u32>(head, <u32>block);
}

function blockBytes(bytes: usize): usize {
  let size: usize = 64;
  while (size < bytes) size <<= 1;
  return size;
}

export function serviceAt(service: u32): usize {
  assert(service < servicesMax);
  return services + <usize>service * SERVICE_BYTES;
}

export function backendAt(backend: u32): usize {
  assert(backend < backendsMax);
  return backends + ((<usize>backend) << 4);
}

export function activeOf(backend: u32): u32 {
  return load<u32>(backendAt(backend));
}

export function addActive(backend: u32, change: i32): void {
  const at = backendAt(backend);
  store<u32>(at, load<u32>(at) + change);
}
